//! Reveal: what is so, and the attack on the code as it was written.

use super::action::{Action, Context};
use super::event::{Pane, Target};
use super::model::Shared;
use super::play::Play;
use super::review::move_cursor;
use crate::core::attempt::Stage;
use crossterm::event::MouseEventKind;
use ratatui::layout::Position;

/// Where the player is in the reveal.
#[derive(Debug, Default)]
pub struct State {}

/// Comes from Decide, or back from a later stage.
pub fn enter(_play: &mut Play, _shared: &mut Shared) {}

/// Whose keys count.
pub fn context(_play: &Play) -> Context {
    Context::Reveal
}

/// Whether an action can do something just now.
pub fn is_available(_play: &Play, _action: Action) -> bool {
    true
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::GoOn if play.challenge().is_patchable() => play.go(Stage::Patch, shared),
        Action::GoOn => play.go(Stage::Debrief, shared),
        Action::Back => play.leaving = true,
        _ => move_cursor(play, action, shared.seen.height(Pane::Code)),
    }
}

/// Takes what the mouse did.
pub fn mouse(
    play: &mut Play,
    kind: MouseEventKind,
    _at: Position,
    target: Option<Target>,
    _shared: &mut Shared,
) {
    if let (MouseEventKind::Down(_), Some(Target::Tab(tab))) = (kind, target) {
        play.file = tab.min(play.docs.len() - 1);
    }
}
