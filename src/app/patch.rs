//! Patch: the code is mended and checked.

use super::action::{Action, Context};
use super::event::{Seen, Target};
use super::model::Shared;
use super::play::{Play, Purpose};
use crate::core::attempt::Stage;
use crossterm::event::{KeyEvent, MouseEventKind};
use ratatui::layout::Position;

/// The editor and what goes on around it.
#[derive(Debug, Default)]
pub struct State {}

/// Comes from Reveal, or back from the debrief.
pub fn enter(_play: &mut Play, _shared: &mut Shared) {}

/// Whose keys count.
pub fn context(_play: &Play) -> Context {
    Context::Patch
}

/// Whether an action can do something just now.
pub fn is_available(_play: &Play, _action: Action) -> bool {
    true
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    if action == Action::PatchDone {
        play.go(Stage::Debrief, shared);
    }
}

/// Takes a key that stands for no action.
pub fn key(_play: &mut Play, _event: &KeyEvent, _shared: &mut Shared) {}

/// Takes pasted text.
pub fn paste(_play: &mut Play, _text: &str, _shared: &mut Shared) {}

/// Takes what the mouse did.
pub fn mouse(
    _play: &mut Play,
    _kind: MouseEventKind,
    _at: Position,
    _target: Option<Target>,
    _shared: &mut Shared,
) {
}

/// Takes over where the last frame had to scroll to.
pub fn drawn(_play: &mut Play, _seen: &Seen) {}

/// Hears that a run has ended; its report is in the draft.
pub fn judged(_play: &mut Play, _purpose: Purpose, _shared: &mut Shared) {}

/// Takes the text that comes back from the player's own editor.
pub fn editor_returned(_play: &mut Play, _path: &str, _result: Result<String, String>, _shared: &mut Shared) {
}

/// Writes into the draft where the player is in the editor.
pub fn note_places(_play: &mut Play) {}
