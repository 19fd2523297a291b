//! Review: the code, the findings, and what is typed over them.

use super::brief;
use super::canvas::Canvas;
use super::code::{Beside, CodeView};
use super::theme::Role;
use super::widgets::{cells, field, list, parts, tabs};
use crate::app::event::Pane;
use crate::app::model::Shared;
use crate::app::play::Play;
use crate::app::review::{Mode, Naming, selected_range, suggestions};
use crate::app::text;
use crate::core::challenge::FileRole;
use ratatui::layout::{Constraint, Layout, Rect};
use std::ops::Range;

/// From so many columns on the findings stand beside the code, else below it.
const WIDE: u16 = 100;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let brief_shown = play.shows_brief(canvas.shared);
    let (code, side) = if area.width >= WIDE {
        let side = (area.width * 34 / 100).clamp(33, 60);
        let [code, side] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(side)]).areas(area);
        (Rect { width: code.width + 1, ..code }, side)
    } else {
        let rows = if brief_shown {
            area.height * 2 / 5
        } else {
            // What explains the keys to a newcomer takes a row more than the border.
            cells(play.draft.findings.len()).clamp(1, 4) + 2 + u16::from(play.coach)
        };
        let [code, side] = Layout::vertical([Constraint::Fill(1), Constraint::Length(rows)]).areas(area);
        (Rect { height: code.height + 1, ..code }, side)
    };
    if area.width >= WIDE {
        let wanted = cells(play.draft.findings.len() * 2).max(2) + 2;
        let rows = if brief_shown { wanted.clamp(4, area.height / 2) } else { area.height };
        let [findings, rest] = Layout::vertical([Constraint::Length(rows), Constraint::Fill(1)]).areas(side);
        if brief_shown {
            brief::pane(canvas, rest, play);
            draw_findings(canvas, Rect { height: findings.height + 1, ..findings }, play);
        } else {
            draw_findings(canvas, findings, play);
        }
    } else if brief_shown {
        brief::pane(canvas, side, play);
    } else {
        draw_findings(canvas, side, play);
    }
    draw_code(canvas, code, play);
    match &play.review.mode {
        Mode::Code => {}
        Mode::Naming(naming) => draw_naming(canvas, area, naming),
        Mode::Reason(input) => {
            let place = Rect { x: area.x, y: area.bottom() - 4, width: area.width, height: 3 };
            let title = format!("Why? In your own words, for finding {}", play.review.selected + 1);
            let inner = canvas.popup_at(place, &title);
            field(
                canvas,
                inner,
                "",
                input,
                "The id comes from the caller, and nothing checks whose order it is",
            );
        }
        Mode::Search(input) => {
            let place = Rect { x: area.x, y: area.bottom() - 4, width: area.width, height: 3 };
            let inner = canvas.popup_at(place, "Search in all files");
            field(canvas, inner, "/", input, "");
        }
    }
}

fn draw_code(canvas: &mut Canvas, area: Rect, play: &Play) {
    let focus = !play.review.in_findings;
    let inner = canvas.pane(area, "", focus);
    file_tabs(canvas, area, play);
    let shared = canvas.shared;
    let doc = play.doc();
    let range = play.review.anchor.map(|_| selected_range(play));
    let findings: Vec<_> =
        play.draft.findings.iter().enumerate().filter(|(_, f)| f.file == doc.path).collect();
    let entries: Vec<_> = play
        .draft
        .findings
        .iter()
        .enumerate()
        .filter_map(|(i, f)| Some((i, f.boundary.as_ref()?)))
        .filter(|(_, b)| b.file == doc.path)
        .collect();
    let before = play.befores[play.file].as_ref().filter(|_| !play.review.hide_before);
    let beside = |line: usize| {
        let number = line + 1;
        let mut beside = Beside::default();
        if let Some(words) = before.and_then(|b| b.added(line)) {
            beside.signs[0] = Some(('+', Role::Added));
            beside.ground = Some(Role::Added);
            beside.ranges.extend(words.iter().map(|w| (w.clone(), Role::WordAdded)));
        }
        for (index, finding) in findings.iter().filter(|(_, f)| f.lines.contains(number)) {
            let selected = *index == play.review.selected;
            let role = if selected { Role::MarkSelected } else { Role::Mark };
            beside.signs[0] = Some(('▌', role));
            beside.ground = Some(role);
            if finding.lines.first() == number {
                let name =
                    finding.cwe.and_then(|id| shared.catalogue.cwe(id)).map_or("", |c| c.name.as_str());
                beside.note = Some((format!("{} {name}", index + 1), Role::Mark));
            }
        }
        if let Some((index, _)) = entries.iter().find(|(_, b)| b.lines.contains(number)) {
            beside.signs[1] = Some(('→', Role::Entry));
            if beside.note.is_none() {
                beside.note = Some((format!("data of {} enters", index + 1), Role::Entry));
            }
        }
        if range.is_some_and(|r| r.contains(number)) {
            beside.signs[0] = Some(('┃', Role::Accent));
            beside.ground = Some(Role::Range);
        }
        beside.ranges.extend(matches(play, line));
        beside
    };
    let view = CodeView {
        pane: Pane::Code,
        lines: doc,
        colours: shared.colours(&doc.id),
        cursor: play.cursor(),
        focus,
        wrap: play.wrap,
        beside: &beside,
        removed: &|line| before.map_or(&[], |b| b.removed(line)),
    };
    view.draw(canvas, inner);
}

/// What the last search found on a line.
fn matches(play: &Play, line: usize) -> Vec<(Range<usize>, Role)> {
    let Some(found) = &play.review.found else { return Vec::new() };
    let current = found.hits.get(found.at);
    found
        .on_line(play.file, line)
        .map(|hit| (hit.range.clone(), if Some(hit) == current { Role::MatchCurrent } else { Role::Match }))
        .collect()
}

/// The tabs of the challenge's files, with the number of findings in each.
pub fn file_tabs(canvas: &mut Canvas, area: Rect, play: &Play) {
    let names: Vec<(String, usize, bool)> = play
        .docs
        .iter()
        .map(|doc| {
            let marks = play.draft.findings.iter().filter(|f| f.file == doc.path).count();
            (doc.path.clone(), marks, doc.role == FileRole::Context)
        })
        .collect();
    tabs(canvas, area, &names, play.file);
}

fn draw_findings(canvas: &mut Canvas, area: Rect, play: &Play) {
    let focus = play.review.in_findings;
    let inner = canvas.pane(area, "Findings", focus);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    let count = play.draft.findings.len();
    if count == 0 {
        canvas.put(room.x, room.y, usize::from(room.width), "Nothing is marked.", canvas.style(Role::Dim));
        return;
    }
    let two = usize::from(room.height) >= count * 2;
    if !two {
        let selected = Some(play.review.selected);
        return list(canvas, room, Pane::Findings, count, selected, |canvas, row, index, _| {
            finding_row(canvas, row, play, index, false);
        });
    }
    let rows = Rect { height: cells(count * 2), ..room };
    canvas.seen.pane(Pane::Findings, crate::app::event::PaneSeen { area: rows, count, ..Default::default() });
    for index in 0..count {
        let y = room.y + cells(index * 2);
        let place = Rect { x: room.x + 2, y, width: room.width.saturating_sub(2), height: 1 };
        if index == play.review.selected {
            canvas.tint(Rect { height: 2, y, ..room }, canvas.style(Role::Selection));
            canvas.put(room.x, y, 1, "▸", canvas.style(Role::Key));
        }
        finding_row(canvas, place, play, index, false);
        let finding = &play.draft.findings[index];
        let mut about = String::new();
        if let Some(boundary) = &finding.boundary {
            about += &format!("→ {} {}  ", boundary.file, boundary.lines);
        }
        if !finding.reason.is_empty() {
            about += &format!("\"{}\"", finding.reason);
        }
        let style = canvas.style(Role::Dim);
        canvas.put(place.x + 3, y + 1, usize::from(place.width.saturating_sub(3)), &about, style);
        let target = crate::app::event::Target::Row(Pane::Findings, index);
        canvas.seen.target(Rect { y, height: 2, ..room }, target);
    }
}

/// One finding in a row: number, lines, name; with its file where there are several, or `with_file`.
pub fn finding_row(canvas: &mut Canvas, row: Rect, play: &Play, index: usize, with_file: bool) {
    let finding = &play.draft.findings[index];
    let name = finding_name(canvas.shared, finding.cwe);
    let file = if with_file || play.docs.len() > 1 { format!("{} ", finding.file) } else { String::new() };
    let place = format!("{file}L{}", finding.lines);
    let place = format!("{place:<6}");
    let number = format!("{:<3}", index + 1);
    let role = if finding.cwe.is_some() { Role::Text } else { Role::Dim };
    parts(
        canvas,
        row.x,
        row.y,
        row.right(),
        &[
            (&number, canvas.style(Role::Key)),
            (&place, canvas.style(Role::Dim)),
            ("  ", canvas.style(Role::Text)),
            (&name, canvas.style(role)),
        ],
    );
}

/// The name of a weakness, or that there is none yet.
fn finding_name(shared: &Shared, cwe: Option<u32>) -> String {
    match cwe {
        None => "not named yet".to_owned(),
        Some(id) => match shared.catalogue.cwe(id) {
            Some(cwe) => cwe.name.clone(),
            None => format!("CWE-{id}"),
        },
    }
}

fn draw_naming(canvas: &mut Canvas, area: Rect, naming: &Naming) {
    let found = suggestions(canvas.shared, naming.input.text());
    let height = area.height.min(16);
    let width = area.width.min(84);
    let place = Rect { x: area.x + (area.width - width) / 2, y: area.bottom() - 1 - height, width, height };
    let inner = canvas.popup_at(place, "What is weak here?");
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    field(canvas, Rect { height: 1, ..room }, "› ", &naming.input, "a number, a name, or plain words");
    let below = Rect { y: room.y + 1, height: room.height - 1, ..room };
    if found.is_empty() {
        canvas.put(below.x, below.y, usize::from(below.width), "Nothing fits.", canvas.style(Role::Dim));
    }
    let selected = naming.selected.min(found.len().saturating_sub(1));
    list(canvas, below, Pane::Overlay, found.len(), Some(selected), |canvas, row, index, _| {
        let suggested = &found[index];
        let number = format!("CWE-{:<6}", suggested.cwe);
        let by = suggested.by.as_ref().map_or_else(String::new, |by| format!("  {by}"));
        let end = parts(
            canvas,
            row.x,
            row.y,
            row.right(),
            &[(&number, canvas.style(Role::Key)), (&suggested.name, canvas.style(Role::Text))],
        );
        let room = usize::from(row.right().saturating_sub(end));
        if text::width(&by) <= room {
            canvas.put(end, row.y, room, &by, canvas.style(Role::Dim));
        }
    });
}
