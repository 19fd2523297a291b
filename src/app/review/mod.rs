//! Review: the code is read and marked.

mod find;
mod hint;
mod marks;
mod prompt;
#[cfg(test)]
mod tests;

pub use find::{Found, Hit};
pub use hint::give_hint;
pub use marks::{finding_at, lines_word, selected_range, show_finding};
pub use prompt::{Mode, Naming, Suggested, suggestions};

use super::action::{Action, Context};
use super::doc::Lines;
use super::event::{Pane, Target};
use super::model::Shared;
use super::play::Play;
use super::text;
use crate::core::answer::Finding;
use crate::core::attempt::Stage;
use crossterm::event::{KeyEvent, MouseButton, MouseEventKind};
use ratatui::layout::Position;

/// What goes on in Review besides what the draft keeps.
#[derive(Debug, Default)]
pub struct State {
    /// What keys do.
    pub mode: Mode,
    /// The line, from 0, at which a range of lines was begun.
    pub anchor: Option<usize>,
    /// The finding that was touched last, from 0.
    pub selected: usize,
    /// Whether the list of findings has the keys.
    pub in_findings: bool,
    /// What was searched for last, and where it is.
    pub found: Option<Found>,
    /// Whether just the new code is shown where there is a text before the change.
    pub hide_before: bool,
    undo: Vec<Vec<Finding>>,
    redo: Vec<Vec<Finding>>,
    dragging: bool,
}

impl State {
    /// Whose keys count.
    pub fn context(&self) -> Context {
        match self.mode {
            Mode::Code => Context::Review,
            Mode::Naming(_) => Context::Naming,
            Mode::Reason(_) => Context::Reason,
            Mode::Search(_) => Context::Search,
        }
    }
}

/// Whether an action can do something just now.
pub fn is_available(play: &Play, action: Action) -> bool {
    match action {
        Action::Undo => !play.review.undo.is_empty(),
        Action::Redo => !play.review.redo.is_empty(),
        Action::NextMatch | Action::PreviousMatch => play.review.found.is_some(),
        Action::DeleteFinding | Action::Findings | Action::MarkBoundary => !play.draft.findings.is_empty(),
        Action::ShowBefore => play.challenge().files.iter().any(|f| f.before.is_some()),
        Action::TakeHint => play.draft.hint.next().is_some(),
        _ => true,
    }
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    if !matches!(play.review.mode, Mode::Code) {
        return prompt::act(play, action, shared);
    }
    if play.review.in_findings && act_in_findings(play, action) {
        return;
    }
    let height = shared.seen.height(Pane::Code);
    match action {
        Action::MarkLine => marks::mark(play, shared),
        Action::MarkRange => match play.review.anchor {
            None => play.review.anchor = Some(play.cursor().line),
            Some(_) => marks::mark(play, shared),
        },
        Action::NameWeakness => prompt::begin_naming(play, shared),
        Action::GiveReason => prompt::begin_reason(play, shared),
        Action::MarkBoundary => marks::mark_boundary(play, shared),
        Action::DeleteFinding => marks::delete(play, shared),
        Action::Undo => marks::undo(play, shared),
        Action::Redo => marks::redo(play, shared),
        Action::FindUses => find::find_uses(play, shared),
        Action::Search => prompt::begin_search(play),
        Action::NextMatch => find::step(play, true, shared),
        Action::PreviousMatch => find::step(play, false, shared),
        Action::Findings => {
            if play.draft.findings.is_empty() {
                shared.say("Nothing is marked yet");
            } else {
                play.review.in_findings = true;
                let finding = play.review.selected.min(play.draft.findings.len() - 1);
                marks::show_finding(play, finding);
            }
        }
        Action::ShowBefore => play.review.hide_before = !play.review.hide_before,
        Action::TakeHint => hint::ask(play, shared),
        Action::ReviewDecide => {
            if play.review.anchor.is_some() {
                marks::mark(play, shared);
            } else {
                play.go(Stage::Decide, shared);
            }
        }
        Action::Back => {
            if play.review.anchor.take().is_none() && play.review.found.take().is_none() {
                play.go(Stage::Brief, shared);
            }
        }
        _ => move_cursor(play, action, height),
    }
}

/// Moves the cursor in the code; used wherever code is read.
pub fn move_cursor(play: &mut Play, action: Action, height: usize) {
    let (doc, cursor) = play.doc_and_cursor();
    let page = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    let half = isize::try_from((height / 2).max(1)).unwrap_or(1);
    match action {
        Action::Up => cursor.by(doc, -1),
        Action::Down => cursor.by(doc, 1),
        Action::HalfUp => cursor.by(doc, -half),
        Action::HalfDown => cursor.by(doc, half),
        Action::PageUp => cursor.by(doc, -page),
        Action::PageDown => cursor.by(doc, page),
        Action::Top => cursor.to_line(doc, 0),
        Action::Bottom => cursor.to_line(doc, usize::MAX),
        Action::Left => cursor.to(doc, cursor.line, text::step(doc.line(cursor.line), cursor.byte, false)),
        Action::Right => cursor.to(doc, cursor.line, text::step(doc.line(cursor.line), cursor.byte, true)),
        Action::LineStart => cursor.to(doc, cursor.line, 0),
        Action::LineEnd => cursor.to(doc, cursor.line, doc.line(cursor.line).len()),
        Action::NextName => {
            let next = text::names(doc.line(cursor.line)).find(|r| r.start > cursor.byte);
            match next {
                Some(name) => cursor.to(doc, cursor.line, name.start),
                None if cursor.line + 1 < doc.count() => {
                    let start = text::names(doc.line(cursor.line + 1)).next().map_or(0, |r| r.start);
                    cursor.to(doc, cursor.line + 1, start);
                }
                None => {}
            }
        }
        Action::PreviousName => {
            let before = text::names(doc.line(cursor.line)).take_while(|r| r.start < cursor.byte).last();
            match before {
                Some(name) => cursor.to(doc, cursor.line, name.start),
                None if cursor.line > 0 => {
                    let start = text::names(doc.line(cursor.line - 1)).last().map_or(0, |r| r.start);
                    cursor.to(doc, cursor.line - 1, start);
                }
                None => {}
            }
        }
        Action::NextBlock => {
            let line = (cursor.line + 1..doc.count()).find(|l| starts_gap(doc, *l));
            cursor.to_line(doc, line.unwrap_or(usize::MAX));
        }
        Action::PreviousBlock => {
            let line = (0..cursor.line).rev().find(|l| starts_gap(doc, *l));
            cursor.to_line(doc, line.unwrap_or(0));
        }
        _ => return,
    }
    if let Some(finding) = marks::finding_at(play) {
        play.review.selected = finding;
    }
}

/// Whether a line is blank and the one before it is not.
fn starts_gap(doc: &dyn Lines, line: usize) -> bool {
    let blank = |l: usize| doc.line(l).trim().is_empty();
    blank(line) && line.checked_sub(1).is_none_or(|before| !blank(before))
}

/// What keys do while the list of findings has them. Says whether it took the action.
fn act_in_findings(play: &mut Play, action: Action) -> bool {
    let last = play.draft.findings.len().saturating_sub(1);
    let now = play.review.selected.min(last);
    let next = match action {
        Action::Up => now.saturating_sub(1),
        Action::Down => (now + 1).min(last),
        Action::Top => 0,
        Action::Bottom => last,
        Action::Findings | Action::Back | Action::ReviewDecide | Action::Left => {
            play.review.in_findings = false;
            return true;
        }
        _ => return false,
    };
    if play.draft.findings.is_empty() {
        play.review.in_findings = false;
    } else {
        marks::show_finding(play, next);
    }
    true
}

/// Takes a key of a field.
pub fn key(play: &mut Play, event: &KeyEvent) {
    prompt::key(play, event);
}

/// Takes pasted text.
pub fn paste(play: &mut Play, pasted: &str) {
    prompt::paste(play, pasted);
}

/// Takes what the mouse did.
pub fn mouse(
    play: &mut Play,
    kind: MouseEventKind,
    at: Position,
    target: Option<Target>,
    shared: &mut Shared,
) {
    if !matches!(play.review.mode, Mode::Code) {
        return prompt::mouse(play, kind, target, shared);
    }
    match (kind, target) {
        (MouseEventKind::ScrollUp | MouseEventKind::ScrollDown, target) => {
            let delta = if kind == MouseEventKind::ScrollUp { -3 } else { 3 };
            if matches!(target, Some(Target::Pane(Pane::Brief))) {
                let last =
                    shared.seen.get(Pane::Brief).map_or(0, |s| s.count.saturating_sub(s.area.height.into()));
                play.brief.pane_top = play.brief.pane_top.saturating_add_signed(delta).min(last);
            } else {
                let height = shared.seen.height(Pane::Code);
                let (doc, cursor) = play.doc_and_cursor();
                cursor.scroll(doc, delta, height);
            }
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Tab(tab))) if tab < play.docs.len() => {
            play.file = tab
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Findings, row))) => {
            if row < play.draft.findings.len() {
                play.review.in_findings = true;
                marks::show_finding(play, row);
            }
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Text { pane: Pane::Code, line, column })) => {
            play.review.in_findings = false;
            play.review.anchor = None;
            play.review.dragging = true;
            to_text(play, line, column);
        }
        (MouseEventKind::Drag(MouseButton::Left), _) if play.review.dragging => {
            let Some(Target::Text { line, column, .. }) = shared.seen.nearest_text(Pane::Code, at) else {
                return;
            };
            if play.review.anchor.is_none() && line != play.cursor().line {
                play.review.anchor = Some(play.cursor().line);
            }
            to_text(play, line, column);
        }
        (MouseEventKind::Up(MouseButton::Left), _) => play.review.dragging = false,
        _ => {}
    }
}

fn to_text(play: &mut Play, line: usize, column: usize) {
    let (doc, cursor) = play.doc_and_cursor();
    cursor.to(doc, line, text::byte_at(doc.line(line), column));
    if let Some(finding) = marks::finding_at(play) {
        play.review.selected = finding;
    }
}
