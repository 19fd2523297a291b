//! Brief: what was asked, and what the assistant answered.

use super::action::Action;
use super::event::Pane;
use super::model::Shared;
use super::play::Play;
use crate::core::attempt::Stage;
use crossterm::event::MouseEventKind;

/// How far the brief is scrolled. The pane beside the code has a scroll of its own.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub top: usize,
    /// Of the pane beside the code.
    pub pane_top: usize,
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    let height = shared.seen.height(Pane::Brief);
    let count = shared.seen.get(Pane::Brief).map_or(0, |seen| seen.count);
    let last = count.saturating_sub(height);
    let top = &mut play.brief.top;
    match action {
        Action::Up => *top = top.saturating_sub(1),
        Action::Down => *top = (*top + 1).min(last),
        Action::HalfUp => *top = top.saturating_sub(height / 2),
        Action::HalfDown => *top = (*top + height / 2).min(last),
        Action::PageUp => *top = top.saturating_sub(height),
        Action::PageDown => *top = (*top + height).min(last),
        Action::Top => *top = 0,
        Action::Bottom => *top = last,
        Action::BriefReview | Action::Right => play.go(Stage::Review, shared),
        Action::Back | Action::Left => play.leaving = true,
        _ => {}
    }
}

/// Takes what the mouse did.
pub fn mouse(play: &mut Play, kind: MouseEventKind, shared: &mut Shared) {
    match kind {
        MouseEventKind::ScrollUp => (0..3).for_each(|_| act(play, Action::Up, shared)),
        MouseEventKind::ScrollDown => (0..3).for_each(|_| act(play, Action::Down, shared)),
        _ => {}
    }
}
