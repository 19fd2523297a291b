//! Patch: the editor, and beside or below it the checks.

use super::canvas::Canvas;
use super::diff;
use super::editor::{self, EditorView};
use super::theme::Role;
use super::widgets::{self, cells};
use crate::app::diff::DiffView;
use crate::app::event::{Pane, PaneSeen, Target};
use crate::app::patch::{CheckRow, Focus, Headline, Now, PromptKind, Tone, checks};
use crate::app::play::Play;
use crate::app::{secrets, text, traces};
use crate::core::challenge::{CheckKind, FileRole};
use crate::core::verdict::{CheckReport, Verdict};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// From this many columns on the checks stand beside the code, below it else.
const BESIDE: u16 = 100;
/// No more lines of one exchange are shown than this.
const MAX_LINES: usize = 40;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let on_checks = play.patch.focus == Focus::Checks;
    if let (Some(view), false) = (&play.patch.diff, on_checks) {
        return draw_diff(canvas, area, play, view);
    }
    let [code, list] = if area.width >= BESIDE {
        let width = (area.width * 36 / 100).clamp(36, 64);
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(width)]).spacing(-1).areas(area)
    } else {
        let height = if on_checks { area.height * 3 / 5 } else { (area.height / 3).max(6) };
        Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]).spacing(-1).areas(area)
    };
    draw_checks(canvas, list, play, on_checks);
    draw_code(canvas, code, play, !on_checks);
}

/// What was changed, in the place of editor and checks.
fn draw_diff(canvas: &mut Canvas, area: Rect, play: &Play, view: &DiffView) {
    let inner = canvas.pane(area, "", true);
    file_tabs(canvas, area, play);
    diff::draw(canvas, inner, view, play.wrap);
    let status = format!(" {} → {}: {} ", view.old.label, view.new.label, view.summary());
    put_status(canvas, area, &status);
}

/// A few words on the lower border, at the right; a message there comes first.
fn put_status(canvas: &mut Canvas, area: Rect, status: &str) {
    let width = text::width(status);
    if canvas.shared.notice.is_none() && width + 4 < usize::from(area.width) {
        let x = area.right() - cells(width + 2);
        canvas.put(x, area.bottom() - 1, width, status, canvas.style(Role::Dim));
    }
}

fn file_tabs(canvas: &mut Canvas, area: Rect, play: &Play) {
    let names: Vec<(String, usize, bool)> = play
        .docs
        .iter()
        .zip(&play.patch.editors)
        .map(|(doc, editor)| {
            let dot = if editor.is_changed() { " ●" } else { "" };
            (format!("{}{dot}", doc.path), 0, doc.role == FileRole::Context)
        })
        .collect();
    widgets::tabs(canvas, area, &names, play.file);
}

fn draw_code(canvas: &mut Canvas, area: Rect, play: &Play, focus: bool) {
    let mut inner = canvas.pane(area, "", focus);
    file_tabs(canvas, area, play);
    let Some(editor) = play.editor() else { return };
    if let Some(prompt) = &play.patch.prompt
        && inner.height > 1
    {
        inner.height -= 1;
        let (label, hint) = match prompt.kind {
            PromptKind::Find => ("Find: ", "what to look for; down and up go to the next and the last"),
            PromptKind::GoToLine => ("Go to line: ", "its number"),
        };
        let row = Rect { y: inner.bottom(), height: 1, ..inner };
        widgets::field(canvas, row, label, &prompt.input, hint);
    }
    let colours = play.patch.colours.get(play.file).and_then(|doc| canvas.shared.colours(doc));
    let typing = focus && play.patch.prompt.is_none();
    EditorView { editor, colours, focus: typing }.draw(canvas, inner);
    put_status(canvas, area, &format!(" {} ", editor::status(editor)));
}

/// The lines of the panel, and which check each belongs to.
type Panel = Vec<(Line<'static>, Option<usize>)>;

fn draw_checks(canvas: &mut Canvas, area: Rect, play: &Play, focus: bool) {
    let runs = match play.draft.runs {
        0 => String::new(),
        1 => " · 1 run".to_owned(),
        n => format!(" · {n} runs"),
    };
    let inner = canvas.pane(area, &format!("Checks{runs}"), focus);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if room.width < 10 || room.height == 0 {
        return;
    }
    let panel = lay_out(canvas, play, usize::from(room.width));
    let height = usize::from(room.height);
    let mut top = play.patch.checks_top.min(panel.len().saturating_sub(height));
    if play.patch.follow_check {
        let of_selected = |row: &(Line, Option<usize>)| row.1 == Some(play.patch.check);
        let first = panel.iter().position(of_selected).unwrap_or(0);
        let last = panel.iter().rposition(of_selected).unwrap_or(first);
        // The first check shows the headline above it too.
        let first = if play.patch.check == 0 { 0 } else { first };
        top = top.max((last + 1).saturating_sub(height)).min(first);
    }
    canvas
        .seen
        .pane(Pane::Checks, PaneSeen { area: inner, top, left: 0, count: panel.len(), rows: Vec::new() });
    let mut marked = false;
    for ((line, check), y) in panel.iter().skip(top).zip(room.top()..room.bottom()) {
        let row = Rect { y, height: 1, ..room };
        if let Some(check) = check {
            canvas
                .seen
                .target(Rect { x: inner.x, width: inner.width, ..row }, Target::Row(Pane::Checks, *check));
            if focus && *check == play.patch.check && !marked {
                marked = true;
                canvas.tint(Rect { x: inner.x, width: inner.width, ..row }, canvas.style(Role::Selection));
            }
        }
        canvas.put_line(row.x, y, row.width, line);
    }
    widgets::scrollbar(canvas, inner, top, panel.len());
}

fn lay_out(canvas: &Canvas, play: &Play, width: usize) -> Panel {
    let mut panel = Panel::new();
    for Headline { text, tone } in checks::headline(play, canvas.shared) {
        let style = canvas.style(tone_role(tone));
        panel.extend(wrapped(&text, width, 0, style).into_iter().map(|line| (line, None)));
    }
    if let Some((done, Some(total), _)) = checks::progress(play) {
        let filled = (width.min(40) * done).checked_div(total).unwrap_or(0);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(width.min(40) - filled));
        panel.push((Line::styled(bar, canvas.style(Role::Accent)), None));
    }
    let mut kind = None;
    for (index, row) in checks::rows(play).iter().enumerate() {
        if kind != Some(row.kind) {
            kind = Some(row.kind);
            let title = match row.kind {
                CheckKind::Function => "What the code is for",
                CheckKind::Exploit => play.challenge().grading().attacks_title(),
            };
            panel.push((Line::default(), None));
            panel.push((Line::styled(title, canvas.style(Role::Title)), None));
        }
        panel.extend(lay_out_check(canvas, row, width).into_iter().map(|line| (line, Some(index))));
    }
    if play.draft.scored_run.is_none() && play.challenge().cases().any(|c| c.hidden) {
        panel.push((Line::default(), None));
        let text = "More checks run when you submit.";
        panel.extend(wrapped(text, width, 0, canvas.style(Role::Dim)).into_iter().map(|line| (line, None)));
    }
    let printed = checks::printed(play);
    if !printed.is_empty() {
        panel.push((Line::default(), None));
        panel.push((Line::styled("What the code printed", canvas.style(Role::Title)), None));
        let style = canvas.style(Role::Dim);
        for line in &printed {
            panel
                .extend(wrapped(&secrets::short(line), width, 1, style).into_iter().map(|line| (line, None)));
        }
    }
    panel
}

fn lay_out_check(canvas: &Canvas, row: &CheckRow, width: usize) -> Vec<Line<'static>> {
    let (sign, role) = match row.now {
        Now::NotRun => ("·", Role::Dim),
        Now::Waiting => ("…", Role::Warning),
        Now::Done(report) => sign_of(report.verdict),
    };
    let style = canvas.style(role);
    let hidden = if row.hidden { " (hidden until submitted)" } else { "" };
    let name = format!("{}{hidden}", row.name);
    let words = words(row);
    let mut lines = Vec::new();
    let name_width = text::width(&name);
    let words_width = text::width(&words);
    if name_width + words_width + 5 <= width {
        let gap = " ".repeat(width - name_width - words_width - 3);
        lines.push(Line::from(vec![
            Span::styled(format!(" {sign} "), style),
            Span::raw(text::visible(&name).into_owned()),
            Span::raw(gap),
            Span::styled(words, style),
        ]));
    } else {
        for (at, piece) in pieces(&name, width - 3).into_iter().enumerate() {
            let start = if at == 0 { format!(" {sign} ") } else { "   ".to_owned() };
            lines.push(Line::from(vec![Span::styled(start, style), Span::raw(piece)]));
        }
        lines.push(Line::styled(format!("   {words}"), style));
    }
    if row.unfolded {
        let both = row.kind == CheckKind::Exploit;
        let now = row.report();
        let same = now.zip(row.before).is_some_and(|(a, b)| traces::went_alike(a, b));
        if let (Some(before), true, false) = (row.before, both, same) {
            lines.extend(lay_out_report(canvas, "before", before, width));
        }
        if let Some(report) = now {
            let when = match (both, same) {
                (false, _) => "",
                (true, false) => "now",
                (true, true) => "before and now",
            };
            lines.extend(lay_out_report(canvas, when, report, width));
        } else if row.before.is_none() || !both {
            lines.extend(wrapped("Nothing was run yet.", width, 3, canvas.style(Role::Dim)));
        }
    }
    lines
}

/// What a check sent and what came back.
fn lay_out_report(canvas: &Canvas, when: &str, report: &CheckReport, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if !when.is_empty() {
        lines.push(Line::styled(format!("   {when}"), canvas.style(Role::Strong)));
    }
    for exchange in &report.exchange {
        let who = if exchange.who.is_empty() { String::new() } else { format!("{}: ", exchange.who) };
        lines.extend(wrapped(
            &format!("{who}{}", secrets::short(&exchange.did)),
            width,
            3,
            canvas.style(Role::Text),
        ));
        if !exchange.got.is_empty() {
            lines.extend(wrapped(
                &format!("→ {}", secrets::short(&exchange.got)),
                width,
                5,
                canvas.style(Role::Dim),
            ));
        }
    }
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push(Line::styled("   and more", canvas.style(Role::Dim)));
    }
    if !report.evidence.is_empty() {
        let (_, role) = sign_of(report.verdict);
        lines.extend(wrapped(&secrets::short(&report.evidence), width, 3, canvas.style(role)));
    }
    lines
}

fn sign_of(verdict: Verdict) -> (&'static str, Role) {
    match verdict {
        Verdict::Holds => ("✓", Role::Success),
        Verdict::Open | Verdict::Fails => ("✗", Role::Error),
        Verdict::NotJudged => ("?", Role::Warning),
    }
}

/// The verdicts in words: what it was before, and what it is now.
fn words(row: &CheckRow) -> String {
    let word = |report: &CheckReport| match (row.kind, report.verdict) {
        (CheckKind::Exploit, Verdict::Holds) => "held",
        (CheckKind::Function, Verdict::Holds) => "holds",
        (_, Verdict::Open) => "open",
        (_, Verdict::Fails) => "fails",
        (_, Verdict::NotJudged) => "no verdict",
    };
    let now = match row.now {
        Now::NotRun => "not run",
        Now::Waiting => "waiting",
        Now::Done(report) => word(report),
    };
    match (row.before.filter(|_| row.kind == CheckKind::Exploit), row.now) {
        (Some(before), Now::NotRun) => format!("{} before", word(before)),
        (Some(before), Now::Done(report)) if report.verdict == before.verdict => format!("still {now}"),
        (Some(before), Now::Done(_)) => format!("{} → {now}", word(before)),
        (_, Now::NotRun | Now::Waiting | Now::Done(_)) => now.to_owned(),
    }
}

fn tone_role(tone: Tone) -> Role {
    match tone {
        Tone::Plain => Role::Text,
        Tone::Good => Role::Success,
        Tone::Bad => Role::Error,
        Tone::Warning => Role::Warning,
    }
}

/// A text in lines of at most `width` columns, all of them indented.
fn wrapped(content: &str, width: usize, indent: usize, style: Style) -> Vec<Line<'static>> {
    let blank = " ".repeat(indent);
    let room = width.saturating_sub(indent).max(8);
    content
        .lines()
        .flat_map(|line| pieces(line, room))
        .map(|piece| Line::styled(format!("{blank}{piece}"), style))
        .collect()
}

/// A line cut into pieces of at most `width` columns, after spaces where there are any near.
fn pieces(line: &str, width: usize) -> Vec<String> {
    let starts = text::wrap_columns(line, width);
    let mut out = vec![String::new(); starts.len()];
    let mut at = 0;
    for cell in text::cells(line) {
        while starts.get(at + 1).is_some_and(|next| cell.column >= *next) {
            at += 1;
        }
        out[at].push_str(&cell.shown);
    }
    out
}

#[cfg(test)]
mod tests;
