//! Preview: the truth over the code, the pages about it, and why a pack does not load.

use super::canvas::{Canvas, fit};
use super::code::{Beside, CodeView, nothing_removed};
use super::debrief::para_lines;
use super::diff;
use super::theme::Role;
use super::widgets::{cells, list, scrolled, tabs};
use crate::app::debrief::Para;
use crate::app::event::Pane;
use crate::app::preview::{Page, Shown, State, paragraphs};
use crate::app::text;
use crate::core::challenge::SiteKind;
use crate::core::verdict::{Overall, RunReport};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

/// From so many columns on the reasons stand beside the code, else below it.
const WIDE: u16 = 100;
/// Rows of versions that are shown above what one of them came to.
const MOST_VERSIONS: usize = 7;

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let inner = canvas.pane(area, "", true);
    let pages = state.pages();
    let names: Vec<(String, usize, bool)> = pages.iter().map(|p| (p.label().to_owned(), 0, false)).collect();
    let active = pages.iter().position(|page| *page == state.page).unwrap_or(0);
    tabs(canvas, area, &names, active);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    match (&state.read, &state.shown) {
        (None, _) => {
            canvas.put(room.x, room.y, usize::from(room.width), "Reading the pack.", canvas.style(Role::Dim));
        }
        (Some(Ok(_)), Some(shown)) if state.page == Page::Code && !state.wide => {
            draw_code(canvas, inner, state, shown);
        }
        (Some(Ok(_)), Some(shown)) if state.page == Page::Fixes => draw_fixes(canvas, room, state, shown),
        (Some(Ok(loaded)), _) if state.page == Page::List => {
            let challenges = &loaded.pack.challenges;
            list(
                canvas,
                room,
                Pane::List,
                challenges.len(),
                Some(state.selected()),
                |canvas, row, index, _| {
                    let challenge = &challenges[index];
                    let about = format!("{}  {}", challenge.id, challenge.language);
                    let width = usize::from(row.width).saturating_sub(text::width(&about) + 2);
                    canvas.put(row.x, row.y, width, &challenge.title, canvas.style(Role::Text));
                    let x = row.right().saturating_sub(cells(text::width(&about)));
                    canvas.put(x, row.y, usize::from(row.right() - x), &about, canvas.style(Role::Dim));
                },
            );
        }
        _ => draw_paras(canvas, room, state, &paragraphs(state, canvas.shared)),
    }
}

fn draw_paras(canvas: &mut Canvas, room: Rect, state: &State, paras: &[Para]) {
    let width = usize::from(room.width);
    let lines: Vec<Line> = paras.iter().flat_map(|para| para_lines(canvas, para, width)).collect();
    let top = state.tops.get(&state.page).copied().unwrap_or(0);
    scrolled(canvas, room, Pane::Debrief, &lines, top);
}

/// Sign and style of a kind of site; each kind has a sign of its own, so that colour is not needed.
fn look(kind: SiteKind) -> (char, Role, &'static str) {
    match kind {
        SiteKind::Weakness => ('!', Role::Miss, "weakness"),
        SiteKind::Decoy => ('○', Role::Decoy, "decoy"),
        SiteKind::Neutral => ('·', Role::Dim, "neutral"),
    }
}

fn draw_code(canvas: &mut Canvas, area: Rect, state: &State, shown: &Shown) {
    let (code, side) = if area.width + 2 >= WIDE {
        let width = (area.width * 36 / 100).clamp(34, 60);
        let [code, side] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(width)]).areas(area);
        for y in side.top()..side.bottom() {
            canvas.put(side.x, y, 1, "│", canvas.style(Role::Border));
        }
        (code, Rect { x: side.x + 2, width: side.width.saturating_sub(3), ..side })
    } else {
        let [code, side] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(area.height * 2 / 5)]).areas(area);
        let rule = "─".repeat(usize::from(side.width));
        canvas.put(side.x, side.y, usize::from(side.width), &rule, canvas.style(Role::Border));
        let side = Rect {
            x: side.x + 1,
            y: side.y + 1,
            width: side.width.saturating_sub(2),
            height: side.height - 1,
        };
        (code, side)
    };
    let paras = paragraphs(state, canvas.shared);
    let lines: Vec<Line> =
        paras.iter().flat_map(|para| para_lines(canvas, para, usize::from(side.width))).collect();
    scrolled(canvas, side, Pane::Findings, &lines, 0);

    let challenge = shown.challenge();
    let doc = &shown.docs[shown.file];
    let path = match shown.docs.len() {
        1 => doc.path.clone(),
        count => format!("{}  ({} of {count})", doc.path, shown.file + 1),
    };
    let name = Rect { x: code.x + 1, height: 1, ..code };
    canvas.put(name.x, name.y, usize::from(code.width.saturating_sub(1)), &path, canvas.style(Role::Accent));
    let code = Rect { y: code.y + 1, height: code.height.saturating_sub(1), ..code };

    let before = shown.befores[shown.file].as_ref().filter(|_| !state.hide_before);
    let selected = state.selected();
    let beside = |line: usize| {
        let mut beside = Beside::default();
        if let Some(words) = before.and_then(|before| before.added(line)) {
            beside.signs[1] = Some(('+', Role::Added));
            beside.ground = Some(Role::Added);
            beside.ranges.extend(words.iter().map(|word| (word.clone(), Role::WordAdded)));
        }
        let Some(truth) = shown.truth[shown.file].get(line) else { return beside };
        if let Some(site) = truth.site.and_then(|index| challenge.sites.get(index)) {
            let (sign, role, word) = look(site.kind);
            let here = truth.site == Some(selected);
            beside.signs[0] = Some((if truth.core { sign } else { '┆' }, role));
            if truth.core && (here || site.kind == SiteKind::Weakness) {
                beside.ground = Some(role);
            }
            if truth.first {
                let mark = if here { "▸ " } else { "" };
                beside.note = Some((format!("{mark}{word} {}", site.id), role));
            }
        }
        if let Some(site) = truth.entry.and_then(|index| challenge.sites.get(index)) {
            beside.signs[1] = Some(('→', Role::Entry));
            if beside.note.is_none() {
                beside.note = Some((format!("data of {} enters", site.id), Role::Entry));
            }
        }
        beside
    };
    let removed = |line: usize| before.map_or(nothing_removed(line), |before| before.removed(line));
    let view = CodeView {
        pane: Pane::Code,
        lines: doc,
        colours: canvas.shared.colours(&doc.id),
        cursor: &shown.cursors[shown.file],
        focus: true,
        wrap: state.wrap,
        beside: &beside,
        removed: &removed,
    };
    view.draw(canvas, code);
}

fn draw_fixes(canvas: &mut Canvas, area: Rect, state: &State, shown: &Shown) {
    let rows = shown.reports.len().min(MOST_VERSIONS);
    let [above, gap, below] =
        Layout::vertical([Constraint::Length(cells(rows)), Constraint::Length(1), Constraint::Fill(1)])
            .areas(area);
    let challenge = shown.challenge();
    let next = shown.reports.iter().position(Option::is_none);
    list(canvas, above, Pane::List, shown.reports.len(), Some(state.selected()), |canvas, row, index, _| {
        let label = shown.version(index).label(challenge);
        let (verdict, role) = match (&shown.reports[index], shown.running) {
            (Some(report), _) => outcome(report),
            (None, Some((_, done, total))) if next == Some(index) => {
                (format!("… running, check {done} of {total}"), Role::Accent)
            }
            (None, _) if challenge.has_cases() => ("waits".to_owned(), Role::Dim),
            (None, _) => (String::new(), Role::Dim),
        };
        let style = Style { bg: None, ..canvas.style(role) };
        canvas.put(row.x, row.y, 16, &label, canvas.style(Role::Text));
        canvas.put(row.x + 17, row.y, usize::from(row.width.saturating_sub(17)), &verdict, style);
    });
    let what = match (&shown.diff, state.as_diff) {
        (Some(view), true) => format!("{} → {}   {}", view.old.label, view.new.label, view.summary()),
        _ => "verdicts".to_owned(),
    };
    let line = format!("── {what} {}", "─".repeat(usize::from(gap.width)));
    let line: String = fit(&line, usize::from(gap.width)).replace('…', "─");
    canvas.put(gap.x, gap.y, usize::from(gap.width), &line, canvas.style(Role::Border));
    match &shown.diff {
        Some(view) if state.as_diff => diff::draw(canvas, below, view, state.wrap),
        _ => draw_paras(canvas, below, state, &paragraphs(state, canvas.shared)),
    }
}

/// What a version came to, in a line: how many checks hold, are open, fail.
fn outcome(report: &RunReport) -> (String, Role) {
    use crate::core::verdict::Verdict;
    let some = |verdict: Verdict, word: &str| {
        let count = report.checks.iter().filter(|check| check.verdict == verdict).count();
        (count > 0).then(|| format!("{count} {word}"))
    };
    let (word, role) = match report.overall() {
        Overall::Fixed => ("✓ withstands", Role::Success),
        Overall::Open => ("▲ open", Role::Miss),
        Overall::BreaksFeature => ("✗ breaks the feature", Role::FalseAlarm),
        Overall::NotJudged => ("? not judged", Role::Warning),
    };
    let counts: Vec<String> = [
        some(Verdict::Holds, "hold"),
        some(Verdict::Open, "open"),
        some(Verdict::Fails, "fail"),
        some(Verdict::NotJudged, "not judged"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (format!("{word}: {}", counts.join(", ")), role)
}
