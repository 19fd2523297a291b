//! The text editor of the patch stage: text, cursor, history and view, without a terminal and without a clock.
//!
//! Everything goes through [`Editor::apply`]. Drawing reads the rest and changes nothing.

mod buffer;
mod changes;
pub mod columns;
mod command;
mod edit;
mod history;
mod language;
mod lines;
mod motion;
mod navigate;
mod search;
mod viewport;

pub use buffer::{Buffer, Change, LineEdit, Pos};
pub use changes::{Changes, Hunk, LineMark};
pub use command::{EditorCommand, Note, Outcome, Register};
pub use language::IndentUnit;
pub use motion::Motion;
pub use viewport::Viewport;

use crate::core::attempt::Place;
use crate::core::challenge::Language;
use history::History;
use navigate::Clicks;
use search::Query;

/// No edit lets the text grow beyond this many bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The selected text lies between the two; the cursor is at the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// Where selecting began.
    pub anchor: Pos,
    /// Where the cursor is.
    pub head: Pos,
}

impl Selection {
    /// A cursor without a selection.
    pub fn caret(pos: Pos) -> Self {
        Self { anchor: pos, head: pos }
    }

    /// The earlier of the two ends.
    pub fn start(self) -> Pos {
        self.anchor.min(self.head)
    }

    /// The later of the two ends.
    pub fn end(self) -> Pos {
        self.anchor.max(self.head)
    }

    /// Whether nothing is selected.
    pub fn is_empty(self) -> bool {
        self.anchor == self.head
    }

    /// First and last line it touches; a last line of which nothing is selected does not count.
    pub fn lines(self) -> (usize, usize) {
        let (start, end) = (self.start(), self.end());
        let last = if end.line > start.line && end.byte == 0 { end.line - 1 } else { end.line };
        (start.line, last)
    }
}

/// One file in an editor.
#[derive(Debug, Clone)]
pub struct Editor {
    buffer: Buffer,
    original: Buffer,
    language: Language,
    indent: IndentUnit,
    read_only: bool,
    selection: Selection,
    /// The display column that vertical moves aim at, while a run of them lasts.
    goal: Option<usize>,
    history: History,
    register: Register,
    changes: Changes,
    view: Viewport,
    query: Query,
    /// Where the search began, while it is typed.
    search_origin: Option<(Selection, Viewport)>,
    matches_shown: bool,
    clicks: Clicks,
    revision: u64,
}

impl Editor {
    /// An editor of `original`. A read-only one moves, selects, copies and searches, and refuses every edit.
    pub fn new(original: &str, language: Language, read_only: bool) -> Self {
        let buffer = Buffer::new(original);
        Self {
            indent: IndentUnit::detect(buffer.lines(), language),
            original: buffer.clone(),
            buffer,
            language,
            read_only,
            selection: Selection::default(),
            goal: None,
            history: History::default(),
            register: Register::default(),
            changes: Changes::default(),
            view: Viewport::default(),
            query: Query::default(),
            search_origin: None,
            matches_shown: false,
            clicks: Clicks::default(),
            revision: 0,
        }
    }

    /// Takes over the text of a draft; the history begins anew. One that is larger than [`MAX_BYTES`] is left.
    pub fn restore(&mut self, text: &str) {
        if !self.read_only && text.len() <= MAX_BYTES {
            self.buffer = self.original.version(text);
            self.changes = Changes::between(self.original.lines(), self.buffer.lines());
            self.history = History::default();
            self.revision += 1;
            self.selection = self.snapped(self.selection);
        }
    }

    /// Where the player is, for a draft.
    pub fn place(&self) -> Place {
        let head = self.selection.head;
        let column =
            columns::cells(self.buffer.line(head.line)).take_while(|c| c.bytes.start < head.byte).count();
        Place { line: head.line + 1, column, top: self.view.top + 1 }
    }

    /// Goes to where the player was; as near as the text allows.
    pub fn go_to(&mut self, place: Place) {
        let line = place.line.max(1) - 1;
        let byte =
            columns::cells(self.buffer.line(line)).nth(place.column).map_or(usize::MAX, |c| c.bytes.start);
        self.selection = self.snapped(Selection::caret(Pos::new(line, byte)));
        self.view.top = (place.top.max(1) - 1).min(self.buffer.line_count() - 1);
        self.view.reveal(&self.buffer, self.selection.head);
    }

    /// Carries a command out. `now_ms` is the time in milliseconds from any fixed start.
    pub fn apply(&mut self, command: EditorCommand, now_ms: u64) -> Outcome {
        use EditorCommand as C;
        let mut outcome = Outcome::default();
        let passive = matches!(command, C::Scroll { .. } | C::Resize { .. });
        let merges = matches!(command, C::Insert(_) | C::Backspace | C::Delete);
        let vertical = matches!(
            command,
            C::Move(Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown)
                | C::Extend(Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown)
        );
        if !passive {
            if !merges {
                self.history.close();
            }
            if !vertical {
                self.goal = None;
            }
            if !matches!(command, C::MouseDrag { .. }) {
                self.clicks.stop_dragging();
            }
        }
        if self.read_only && command.edits() {
            if matches!(command, C::Cut) {
                self.register = self.copied();
                outcome.copied = Some(self.register.clone());
            }
            outcome.note = Some(Note::ReadOnly);
            return outcome;
        }
        if matches!(command, C::Copy | C::Cut) {
            outcome.copied = Some(self.copied());
        }
        if command.edits() {
            outcome.edited = self.edit(command, now_ms, &mut outcome.note);
        } else {
            outcome.note = self.navigate(command, now_ms);
        }
        if let Some(register) = &outcome.copied {
            self.register = register.clone();
        }
        outcome
    }

    /// Makes what was copied elsewhere, such as in another file, what [`EditorCommand::Paste`] inserts.
    pub fn set_register(&mut self, register: Register) {
        self.register = register;
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.buffer.text()
    }

    /// The text as lines.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The file's language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// What one indent step is in this file.
    pub fn indent(&self) -> IndentUnit {
        self.indent
    }

    /// Whether edits are refused.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Cursor and selection.
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// The cursor as people count: line and display column, both from 1.
    pub fn cursor_label(&self) -> (usize, usize) {
        let head = self.selection.head;
        (head.line + 1, columns::column_of(self.buffer.line(head.line), head.byte) + 1)
    }

    /// What is visible.
    pub fn view(&self) -> Viewport {
        self.view
    }

    /// What is visible in a view of another size, the cursor among it.
    pub fn view_for(&self, cols: u16, rows: u16) -> Viewport {
        let mut view = Viewport { cols, rows, ..self.view };
        if (cols, rows) != (self.view.cols, self.view.rows) {
            view.reveal(&self.buffer, self.selection.head);
        }
        view
    }

    /// The cell of the view in which the cursor stands; nothing where it was scrolled out of sight.
    pub fn cursor_cell(&self) -> Option<(u16, u16)> {
        self.view.cell_of(&self.buffer, self.selection.head)
    }

    /// The differences to the original.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Whether the text differs from the original.
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The bracket at the cursor and its partner.
    pub fn bracket_pair(&self) -> Option<(Pos, Pos)> {
        if !self.selection.is_empty() {
            return None;
        }
        motion::bracket_pair(&self.buffer, self.selection.head)
    }

    /// The spans of a line that match the search, as bytes; empty while matches are not shown.
    pub fn matches_in(&self, line: usize) -> Vec<(usize, usize)> {
        if self.matches_shown { self.query.matches(self.buffer.line(line)) } else { Vec::new() }
    }

    /// What was searched for last.
    pub fn search_text(&self) -> &str {
        self.query.text()
    }

    /// Which match the cursor is at, from 1, and how many there are; nothing while matches are not shown.
    pub fn search_count(&self) -> Option<(usize, usize)> {
        if !self.matches_shown {
            return None;
        }
        let all = self.query.all(&self.buffer);
        let at = all.iter().position(|m| m.0 == self.selection.start()).map_or(0, |i| i + 1);
        Some((at, all.len()))
    }

    /// Counts the edits; two equal numbers mean the same text.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    fn snapped(&self, selection: Selection) -> Selection {
        Selection { anchor: self.buffer.snap(selection.anchor), head: self.buffer.snap(selection.head) }
    }

    /// The selected text; the whole line where nothing is selected.
    fn copied(&self) -> Register {
        if self.selection.is_empty() {
            let line = self.buffer.line(self.selection.head.line);
            Register { text: format!("{line}\n"), whole_lines: true }
        } else {
            let text = self.buffer.slice(self.selection.start(), self.selection.end());
            Register { text, whole_lines: false }
        }
    }
}

impl EditorCommand {
    /// Whether it may change the text.
    pub fn edits(&self) -> bool {
        use EditorCommand as C;
        match self {
            C::Insert(_)
            | C::NewLine
            | C::Tab
            | C::BackTab
            | C::Indent
            | C::Backspace
            | C::Delete
            | C::DeleteWordLeft
            | C::DeleteWordRight
            | C::DeleteToLineEnd
            | C::DeleteLines
            | C::DuplicateLines
            | C::MoveLinesUp
            | C::MoveLinesDown
            | C::JoinLines
            | C::ToggleComment
            | C::Cut
            | C::Paste
            | C::PasteText(_)
            | C::Undo
            | C::Redo
            | C::RevertHunk
            | C::ResetFile
            | C::ReplaceAll(_) => true,
            C::Move(_)
            | C::Extend(_)
            | C::GoToLine(_)
            | C::SelectAll
            | C::SelectWord
            | C::SelectLine
            | C::Unselect
            | C::Copy
            | C::SearchFor(_)
            | C::SearchNext
            | C::SearchPrevious
            | C::SearchEnd { .. }
            | C::NextHunk
            | C::PreviousHunk
            | C::MouseDown { .. }
            | C::MouseDrag { .. }
            | C::Scroll { .. }
            | C::Resize { .. } => false,
        }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
