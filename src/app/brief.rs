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
    if let Some(top) = shared.seen.scrolled(Pane::Brief, play.brief.top, action) {
        play.brief.top = top;
        return;
    }
    match action {
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
