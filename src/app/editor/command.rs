//! What an editor can be told, and what it answers.

use super::buffer::LineEdit;
use super::motion::Motion;

/// Everything that can happen to an editor. Lines and columns of the view count from 0 at its top left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorCommand {
    /// Types one character over the selection. Control characters are ignored.
    Insert(char),
    /// Breaks the line and indents as the language does.
    NewLine,
    /// Goes to the next indent stop, or indents the selected lines.
    Tab,
    /// Takes one indent step off the line or the selected lines.
    BackTab,
    /// Adds one indent step to the line or the selected lines.
    Indent,
    /// Deletes the selection, or the grapheme to the left; within the indentation, back to the stop before.
    Backspace,
    /// Deletes the selection, or the grapheme to the right.
    Delete,
    /// Deletes the selection, or to the start of the word.
    DeleteWordLeft,
    /// Deletes the selection, or to the end of the word.
    DeleteWordRight,
    /// Deletes from the cursor to the end of the line; at the end, the line's end.
    DeleteToLineEnd,
    /// Deletes the line or every selected line.
    DeleteLines,
    /// Copies the line or the selected lines below themselves.
    DuplicateLines,
    /// Moves the line or the selected lines one up.
    MoveLinesUp,
    /// Moves the line or the selected lines one down.
    MoveLinesDown,
    /// Puts the next line at the end of this one, or joins the selected lines.
    JoinLines,
    /// Puts the lines into comments, or takes them out where all of them are.
    ToggleComment,
    /// Moves the cursor and drops the selection.
    Move(Motion),
    /// Moves the cursor and selects up to it.
    Extend(Motion),
    /// Goes to a line, from 1. Past the end, to the last one.
    GoToLine(usize),
    /// Selects the whole text.
    SelectAll,
    /// Selects the word at the cursor.
    SelectWord,
    /// Selects the line; again, one more.
    SelectLine,
    /// Drops the selection and the highlighted matches.
    Unselect,
    /// Copies the selection, or the whole line.
    Copy,
    /// Copies the selection, or the whole line, and deletes it.
    Cut,
    /// Inserts what was copied last in the game.
    Paste,
    /// Inserts a text from outside as one step.
    PasteText(String),
    /// Takes the last step back.
    Undo,
    /// Makes the last step that was taken back again.
    Redo,
    /// Searches from where the search began, while the words are typed.
    SearchFor(String),
    /// Goes to the next match of what was searched for last.
    SearchNext,
    /// Goes to the match before.
    SearchPrevious,
    /// Ends the typing of a search: stays there, or goes back to where it began.
    SearchEnd {
        /// Whether to stay at the match.
        stay: bool,
    },
    /// Puts the original lines back where the cursor is.
    RevertHunk,
    /// Goes to the next changed lines.
    NextHunk,
    /// Goes to the changed lines before.
    PreviousHunk,
    /// Puts the whole original text back.
    ResetFile,
    /// Takes over a text that was edited elsewhere, as one step.
    ReplaceAll(String),
    /// The mouse button went down: a click, or the second or third of a double or triple click.
    MouseDown {
        /// Row of the view.
        row: i32,
        /// Column of the view; negative on the line numbers, which selects the line.
        col: i32,
        /// Whether to select from the cursor to there.
        extend: bool,
    },
    /// The mouse moved with its button down. Outside the view the text scrolls along.
    MouseDrag {
        /// Row of the view, also above and below it.
        row: i32,
        /// Column of the view, also left and right of it.
        col: i32,
    },
    /// Scrolls by lines (down where positive) and columns (right where positive); the cursor stays.
    Scroll {
        /// How many lines.
        lines: isize,
        /// How many columns.
        cols: isize,
    },
    /// The view has this size now.
    Resize {
        /// Columns for text.
        cols: u16,
        /// Rows for text.
        rows: u16,
    },
}

/// What came of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The lines whose text may be another now; nothing where the text is as it was.
    pub edited: Option<LineEdit>,
    /// What was copied, for the register and for the terminal's clipboard.
    pub copied: Option<Register>,
    /// What the player should be told.
    pub note: Option<Note>,
}

/// A text that was copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The text, its lines ended by `\n`.
    pub text: String,
    /// Whether it is whole lines, to be inserted above the line of the cursor.
    pub whole_lines: bool,
}

/// Why a command did nothing, or what was unusual about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    ReadOnly,
    NothingToUndo,
    NothingToRedo,
    NothingCopied,
    NotFound,
    FromTheTop,
    FromTheBottom,
    NoChangeHere,
    NoChanges,
    NoComments,
    TooLarge,
}

impl Note {
    /// The note in words.
    pub fn text(self) -> &'static str {
        match self {
            Self::ReadOnly => "This file is here for context and cannot be changed.",
            Self::NothingToUndo => "Nothing to undo.",
            Self::NothingToRedo => "Nothing to redo.",
            Self::NothingCopied => "Nothing has been copied.",
            Self::NotFound => "Not found.",
            Self::FromTheTop => "The search went on from the top.",
            Self::FromTheBottom => "The search went on from the bottom.",
            Self::NoChangeHere => "The line at the cursor is as it was.",
            Self::NoChanges => "This file is as it was.",
            Self::NoComments => "This kind of file has no comments.",
            Self::TooLarge => "The text would grow beyond 1 MB, so nothing was inserted.",
        }
    }
}
