//! Which editor command an action stands for.

use crate::app::action::Action;
use crate::app::editor::{EditorCommand as Command, Motion};

/// The command of an action, if it is one of the editor's.
pub fn of(action: Action) -> Option<Command> {
    if let Some(motion) = motion_of(action) {
        return Some(Command::Move(motion));
    }
    Some(match action {
        Action::EditUndo => Command::Undo,
        Action::EditRedo => Command::Redo,
        Action::EditCut => Command::Cut,
        Action::EditCopy => Command::Copy,
        Action::EditPaste => Command::Paste,
        Action::EditFindNext => Command::SearchNext,
        Action::EditFindPrevious => Command::SearchPrevious,
        Action::EditNextChange => Command::NextHunk,
        Action::EditPreviousChange => Command::PreviousHunk,
        Action::RevertHunk => Command::RevertHunk,
        Action::EditComment => Command::ToggleComment,
        Action::EditDuplicate => Command::DuplicateLines,
        Action::EditDeleteLine => Command::DeleteLines,
        Action::EditMoveUp => Command::MoveLinesUp,
        Action::EditMoveDown => Command::MoveLinesDown,
        Action::EditJoin => Command::JoinLines,
        Action::EditSelectAll => Command::SelectAll,
        Action::EditSelectWord => Command::SelectWord,
        Action::EditSelectLine => Command::SelectLine,
        Action::EditNewLine => Command::NewLine,
        Action::EditIndent => Command::Tab,
        Action::EditDedent => Command::BackTab,
        Action::EditBackspace => Command::Backspace,
        Action::EditDelete => Command::Delete,
        Action::EditDeleteWordLeft => Command::DeleteWordLeft,
        Action::EditDeleteWordRight => Command::DeleteWordRight,
        Action::EditDeleteLineEnd => Command::DeleteToLineEnd,
        _ => return None,
    })
}

/// What a key that was pressed with Shift does, given the action of the key without it: moves select, the keys that type
/// do what they do without Shift.
pub fn with_shift(action: Action) -> Option<Command> {
    match motion_of(action) {
        Some(motion) => Some(Command::Extend(motion)),
        None => of(action).filter(|c| matches!(c, Command::NewLine | Command::Backspace | Command::Delete)),
    }
}

fn motion_of(action: Action) -> Option<Motion> {
    Some(match action {
        Action::EditLeft => Motion::Left,
        Action::EditRight => Motion::Right,
        Action::EditUp => Motion::Up,
        Action::EditDown => Motion::Down,
        Action::EditWordLeft => Motion::WordLeft,
        Action::EditWordRight => Motion::WordRight,
        Action::EditLineStart => Motion::LineStart,
        Action::EditLineEnd => Motion::LineEnd,
        Action::EditPageUp => Motion::PageUp,
        Action::EditPageDown => Motion::PageDown,
        Action::EditTop => Motion::DocumentStart,
        Action::EditBottom => Motion::DocumentEnd,
        Action::EditBracket => Motion::MatchingBracket,
        _ => return None,
    })
}
