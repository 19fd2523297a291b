//! Debrief: its pages, and the tabs that name them.

use super::canvas::Canvas;
use super::diff;
use super::reveal::verbatim;
use super::rich;
use super::theme::Role;
use super::widgets::{cells, scrolled, tabs};
use crate::app::debrief::{Page, Para, Tone, pages, paragraphs};
use crate::app::event::Pane;
use crate::app::play::Play;
use crate::app::text;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Lines of running text are not longer than this: longer ones are tiring to read.
const LONGEST: u16 = 100;
/// Rows that a note on a patch may take above the diff.
const NOTE_ROWS: usize = 4;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let inner = canvas.pane(area, "", true);
    let pages = pages(play);
    let names: Vec<(String, usize, bool)> = pages.iter().map(|p| (p.label().to_owned(), 0, false)).collect();
    let active = pages.iter().position(|p| *p == play.debrief.page).unwrap_or(0);
    tabs(canvas, area, &names, active);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if play.debrief.page == Page::Diff {
        return draw_diff(canvas, room, play);
    }
    let room = Rect { width: room.width.min(LONGEST), ..room };
    let width = usize::from(room.width);
    let lines: Vec<Line> =
        paragraphs(play, canvas.shared).iter().flat_map(|p| para_lines(canvas, p, width)).collect();
    let top = play.debrief.tops.get(&play.debrief.page).copied().unwrap_or(0);
    scrolled(canvas, room, Pane::Debrief, &lines, top);
}

fn draw_diff(canvas: &mut Canvas, area: Rect, play: &Play) {
    let state = &play.debrief;
    let (Some(view), Some((old, new))) = (&state.diff, state.pair) else { return };
    let challenge = play.challenge();
    let path = challenge.files.get(state.file).map_or("", |f| f.path.as_str());
    let files = if challenge.files.len() > 1 { format!("   {path}") } else { String::new() };
    let coarse = if view.diff.is_coarse() { "; too long to compare line by line" } else { "" };
    let head = Line::from(vec![
        Span::styled(view.old.label.clone(), Style { bg: None, ..canvas.style(Role::Removed) }),
        Span::styled(" → ", canvas.style(Role::Dim)),
        Span::styled(view.new.label.clone(), Style { bg: None, ..canvas.style(Role::Added) }),
        Span::styled(format!("{files}   {}{coarse}", view.summary()), canvas.style(Role::Dim)),
    ]);
    let mut lines = vec![head];
    for version in [old, new] {
        let Some(note) = version.note(challenge) else { continue };
        let said = format!("{}: {note}", version.label(challenge));
        let mut note = rich::lines(&said, usize::from(area.width.min(LONGEST)), &canvas.theme, Style::new());
        note.truncate(NOTE_ROWS);
        lines.append(&mut note);
    }
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.put_line(area.x, y, area.width, line);
    }
    let used = cells(lines.len() + 1).min(area.height);
    diff::draw(canvas, Rect { y: area.y + used, height: area.height - used, ..area }, view, play.wrap);
}

fn style(canvas: &Canvas, tone: Tone) -> Style {
    let role = match tone {
        Tone::Plain | Tone::Verbatim => return Style::new(),
        Tone::Heading => Role::Strong,
        Tone::Quiet => Role::Dim,
        Tone::Quote => Role::Coach,
        Tone::Good => Role::Success,
        Tone::Bad => Role::Miss,
        Tone::Warning => Role::Warning,
    };
    Style { bg: None, ..canvas.style(role) }
}

/// A paragraph in lines of at most `width` columns.
pub(super) fn para_lines(canvas: &Canvas, para: &Para, width: usize) -> Vec<Line<'static>> {
    if para.lead.is_empty() && para.text.is_empty() {
        return vec![Line::default()];
    }
    let style = style(canvas, para.tone);
    let indent = para.indent.min(width / 3);
    let lead = text::visible(&para.lead).into_owned();
    // A lead that takes half of the room stands alone.
    let hang = text::width(&lead).min(width / 2);
    let room = width.saturating_sub(indent + hang).max(8);
    if para.tone == Tone::Verbatim {
        let lead = format!("{}{lead}", " ".repeat(indent));
        return verbatim(&para.text, &lead, width, true, canvas.style(Role::Accent), style);
    }
    let lines = rich::lines(&para.text, room, &canvas.theme, style);
    let lines = if lines.is_empty() { vec![Line::default()] } else { lines };
    (lines.into_iter().enumerate())
        .map(|(i, mut line)| {
            let before = if i == 0 {
                Span::styled(format!("{}{lead}", " ".repeat(indent)), style)
            } else {
                Span::raw(" ".repeat(indent + hang))
            };
            line.spans.insert(0, before);
            line
        })
        .collect()
}
