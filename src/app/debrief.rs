//! Debrief: the score and how it came about, the patches side by side, and what comes next.

use super::action::{Action, Context};
use super::event::Target;
use super::model::Shared;
use super::play::Play;
use crate::core::attempt::Stage;
use crossterm::event::MouseEventKind;
use ratatui::layout::Position;

/// Where the player is in the debrief.
#[derive(Debug, Default)]
pub struct State {}

/// Comes from Reveal or Patch.
pub fn enter(_play: &mut Play, _shared: &mut Shared) {}

/// Whose keys count.
pub fn context(_play: &Play) -> Context {
    Context::Debrief
}

/// Whether an action can do something just now.
pub fn is_available(_play: &Play, _action: Action) -> bool {
    true
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::GoOn => play.leaving = true,
        Action::Back if play.challenge().is_patchable() => play.go(Stage::Patch, shared),
        Action::Back => play.go(Stage::Reveal, shared),
        _ => {}
    }
}

/// Takes what the mouse did.
pub fn mouse(
    _play: &mut Play,
    _kind: MouseEventKind,
    _at: Position,
    _target: Option<Target>,
    _shared: &mut Shared,
) {
}
