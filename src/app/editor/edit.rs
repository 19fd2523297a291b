//! Commands that change the text, and the transaction they all go through.

use super::buffer::{Buffer, Change, LineEdit, Pos, Spread};
use super::changes::Changes;
use super::command::{EditorCommand, Note, Register};
use super::history::EditKind;
use super::language::{self, IndentUnit, NewLine, leading_blanks};
use super::{Editor, MAX_BYTES, Selection, columns, motion};

/// An edit in the making: every replacement is noted and carries the selection along.
pub struct Draft<'a> {
    /// The text as it is by now.
    pub buffer: &'a mut Buffer,
    /// The selection as it is by now; may be set.
    pub selection: Selection,
    changes: Vec<Change>,
    spread: Spread,
}

impl Draft<'_> {
    /// Replaces a span; gives the end of what was inserted.
    pub fn replace(&mut self, start: Pos, end: Pos, text: &str) -> Pos {
        if start == end && text.is_empty() {
            return start;
        }
        let change = self.buffer.replace(start, end, text);
        self.selection.anchor = change.map(self.selection.anchor);
        self.selection.head = change.map(self.selection.head);
        let end = change.new_end();
        self.spread.add(&change, self.buffer.line_count());
        self.changes.push(change);
        end
    }

    /// Puts `text` in the place of the selection, the cursor behind it.
    pub fn type_over(&mut self, text: &str) {
        let end = self.replace(self.selection.start(), self.selection.end(), text);
        self.selection = Selection::caret(end);
    }

    /// Replaces the lines from `first` up to but without `end` by `lines`.
    pub fn replace_lines(&mut self, first: usize, end: usize, lines: &[String]) {
        let count = self.buffer.line_count();
        let (first, end) = (first.min(count), end.min(count));
        if end < count {
            let mut text = lines.join("\n");
            if !lines.is_empty() {
                text.push('\n');
            }
            self.replace(Pos::new(first, 0), Pos::new(end, 0), &text);
        } else if first > 0 {
            let text: String = lines.iter().flat_map(|l| ["\n", l.as_str()]).collect();
            let from = self.buffer.line_end(first - 1);
            self.replace(from, self.buffer.end(), &text);
        } else {
            self.replace(Pos::default(), self.buffer.end(), &lines.join("\n"));
        }
    }
}

impl Editor {
    /// Carries out a command that may change the text; gives the lines it touched.
    pub(super) fn edit(
        &mut self,
        command: EditorCommand,
        now_ms: u64,
        note: &mut Option<Note>,
    ) -> Option<LineEdit> {
        use EditorCommand as C;
        match command {
            C::Insert(c) => self.insert(c, now_ms),
            C::NewLine => self.new_line(now_ms),
            C::Tab if self.selection.is_empty() => self.tab(now_ms),
            C::Tab | C::Indent => self.indent_lines(now_ms),
            C::BackTab => self.dedent_lines(now_ms),
            C::Backspace => self.backspace(now_ms),
            C::Delete => self.delete_towards(now_ms, EditKind::Delete, motion::right),
            C::DeleteWordLeft => self.delete_towards(now_ms, EditKind::Single, motion::word_left),
            C::DeleteWordRight => self.delete_towards(now_ms, EditKind::Single, motion::word_right),
            C::DeleteToLineEnd => self.delete_towards(now_ms, EditKind::Single, |buffer, pos| {
                let end = buffer.line_end(pos.line);
                if end == pos { motion::right(buffer, pos) } else { end }
            }),
            C::DeleteLines => self.delete_lines(now_ms),
            C::DuplicateLines => self.duplicate_lines(now_ms, note),
            C::MoveLinesUp => self.move_lines(now_ms, true),
            C::MoveLinesDown => self.move_lines(now_ms, false),
            C::JoinLines => self.join_lines(now_ms),
            C::ToggleComment => self.toggle_comment(now_ms, note),
            C::Cut if self.selection.is_empty() => self.delete_lines(now_ms),
            C::Cut => self.transact(EditKind::Single, now_ms, |draft| draft.type_over("")),
            C::Paste => self.paste(now_ms, note),
            C::PasteText(text) => self.insert_text(&clean_paste(&text), now_ms, note),
            C::Undo => self.step_back(false, note),
            C::Redo => self.step_back(true, note),
            C::RevertHunk => self.revert_hunk(now_ms, note),
            C::ResetFile => {
                let lines = self.original.lines().to_vec();
                self.take_lines(&lines, now_ms)
            }
            C::ReplaceAll(text) => self.replace_all(&text, now_ms, note),
            _ => None,
        }
    }

    /// Runs one edit: notes it for undo, brings the cursor between graphemes, compares with the original.
    pub(super) fn transact(
        &mut self,
        kind: EditKind,
        now_ms: u64,
        f: impl FnOnce(&mut Draft),
    ) -> Option<LineEdit> {
        let before = self.selection;
        let lines = self.buffer.line_count();
        let spread = Spread::default();
        let mut draft = Draft { buffer: &mut self.buffer, selection: before, changes: Vec::new(), spread };
        f(&mut draft);
        let Draft { selection, changes, spread, .. } = draft;
        self.selection = self.snapped(selection);
        let edited = spread.edit(lines, self.buffer.line_count());
        if edited.is_some() {
            self.history.record(changes, before, self.selection, kind, now_ms);
            self.text_changed();
        }
        self.view.reveal(&self.buffer, self.selection.head);
        edited
    }

    fn text_changed(&mut self) {
        self.revision += 1;
        self.matches_shown = false;
        self.search_origin = None;
        self.changes = Changes::between(self.original.lines(), self.buffer.lines());
    }

    fn step_back(&mut self, forward: bool, note: &mut Option<Note>) -> Option<LineEdit> {
        let step =
            if forward { self.history.redo(&mut self.buffer) } else { self.history.undo(&mut self.buffer) };
        let Some((edited, selection)) = step else {
            *note = Some(if forward { Note::NothingToRedo } else { Note::NothingToUndo });
            return None;
        };
        self.selection = self.snapped(selection);
        self.text_changed();
        self.view.reveal(&self.buffer, self.selection.head);
        edited
    }

    fn insert(&mut self, c: char, now_ms: u64) -> Option<LineEdit> {
        if c.is_control() {
            return None;
        }
        let kind = if c.is_whitespace() { EditKind::Blank } else { EditKind::Word };
        let code = !matches!(self.language, crate::core::challenge::Language::Text);
        self.transact(kind, now_ms, |draft| {
            draft.type_over(c.encode_utf8(&mut [0; 4]));
            if code && matches!(c, ')' | ']' | '}') {
                align_closing(draft);
            }
        })
    }

    fn new_line(&mut self, now_ms: u64) -> Option<LineEdit> {
        let (language, unit) = (self.language, self.indent);
        self.transact(EditKind::Single, now_ms, |draft| {
            let (start, end) = (draft.selection.start(), draft.selection.end());
            let before = draft.buffer.line(start.line)[..start.byte].to_owned();
            let after = draft.buffer.line(end.line)[end.byte..].to_owned();
            let indent = leading_blanks(&before).to_owned();
            if indent.len() == before.len() {
                // Within the indentation the whole line moves down, and no blanks stay behind.
                let text = format!("\n{indent}");
                let end = draft.replace(Pos::new(start.line, 0), end, &text);
                draft.selection = Selection::caret(end);
                return;
            }
            let end = Pos::new(end.line, end.byte + leading_blanks(&after).len());
            let deeper = format!("\n{indent}{}", unit.text());
            let (text, rest) = match language::new_line(language, &before, &after) {
                NewLine::Same => (format!("\n{indent}"), String::new()),
                NewLine::Deeper => (deeper, String::new()),
                NewLine::Back => (format!("\n{}", &indent[unit.dedent_len(&indent)..]), String::new()),
                NewLine::Between => (deeper, format!("\n{indent}")),
            };
            let behind = draft.replace(start, end, &text);
            draft.replace(behind, behind, &rest);
            draft.selection = Selection::caret(behind);
        })
    }

    fn tab(&mut self, now_ms: u64) -> Option<LineEdit> {
        let head = self.selection.head;
        let column = columns::column_of(self.buffer.line(head.line), head.byte);
        let text = match self.indent {
            IndentUnit::Tab => "\t".to_owned(),
            IndentUnit::Spaces(n) => " ".repeat(n - column % n),
        };
        self.transact(EditKind::Blank, now_ms, |draft| draft.type_over(&text))
    }

    fn backspace(&mut self, now_ms: u64) -> Option<LineEdit> {
        let head = self.selection.head;
        let before = &self.buffer.line(head.line)[..head.byte];
        if self.selection.is_empty() && !before.is_empty() && before.bytes().all(|b| b == b' ') {
            let len = self.indent.dedent_len(before);
            let start = Pos::new(head.line, head.byte - len);
            return self.transact(EditKind::Backspace, now_ms, |draft| {
                draft.replace(start, head, "");
            });
        }
        self.delete_towards(now_ms, EditKind::Backspace, motion::left)
    }

    /// Deletes the selection; where there is none, from the cursor to where `motion` goes.
    fn delete_towards(
        &mut self,
        now_ms: u64,
        kind: EditKind,
        motion: fn(&Buffer, Pos) -> Pos,
    ) -> Option<LineEdit> {
        let (kind, anchor) = if self.selection.is_empty() {
            (kind, motion(&self.buffer, self.selection.head))
        } else {
            (EditKind::Single, self.selection.anchor)
        };
        let span = Selection { anchor, head: self.selection.head };
        self.transact(kind, now_ms, |draft| {
            let at = draft.replace(span.start(), span.end(), "");
            draft.selection = Selection::caret(at);
        })
    }

    fn paste(&mut self, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        let Register { text, whole_lines } = self.register.clone();
        if text.is_empty() {
            *note = Some(Note::NothingCopied);
            return None;
        }
        if !(whole_lines && self.selection.is_empty()) {
            return self.insert_text(&text, now_ms, note);
        }
        if !self.has_room(text.len(), note) {
            return None;
        }
        let at = Pos::new(self.selection.head.line, 0);
        self.transact(EditKind::Single, now_ms, |draft| {
            draft.replace(at, at, &text);
        })
    }

    fn insert_text(&mut self, text: &str, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        if text.is_empty() || !self.has_room(text.len(), note) {
            return None;
        }
        self.transact(EditKind::Single, now_ms, |draft| draft.type_over(text))
    }

    pub(super) fn has_room(&self, more: usize, note: &mut Option<Note>) -> bool {
        let now: usize = self.buffer.lines().iter().map(|l| l.len() + 1).sum();
        let fits = now + more <= MAX_BYTES;
        if !fits {
            *note = Some(Note::TooLarge);
        }
        fits
    }

    fn revert_hunk(&mut self, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        let Some(hunk) = self.changes.hunk_at(self.selection.head.line).cloned() else {
            *note = Some(Note::NoChangeHere);
            return None;
        };
        let lines = self.original.lines()[hunk.old].to_vec();
        self.transact(EditKind::Single, now_ms, |draft| {
            draft.replace_lines(hunk.new.start, hunk.new.end, &lines);
            let line = hunk.new.start.min(draft.buffer.line_count() - 1);
            draft.selection = Selection::caret(motion::line_start(draft.buffer, Pos::new(line, usize::MAX)));
        })
    }

    fn replace_all(&mut self, text: &str, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        if text.len() > MAX_BYTES {
            *note = Some(Note::TooLarge);
            return None;
        }
        // Editors on other systems may have changed every line end; a text that mixes them keeps them.
        let mixed = self.buffer.lines().iter().any(|l| l.ends_with('\r'));
        let text = if mixed { text.to_owned() } else { text.replace("\r\n", "\n") };
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        self.take_lines(&lines, now_ms)
    }

    /// Makes these the lines of the text as one step; what is the same stays, and so does the cursor where it can.
    fn take_lines(&mut self, lines: &[String], now_ms: u64) -> Option<LineEdit> {
        let differences = Changes::between(self.buffer.lines(), lines);
        self.transact(EditKind::Single, now_ms, |draft| {
            for hunk in differences.hunks().iter().rev() {
                draft.replace_lines(hunk.old.start, hunk.old.end, &lines[hunk.new.clone()]);
            }
        })
    }
}

/// Where a closing bracket was typed as the first thing of a line, that line goes as deep as the one that opened it.
fn align_closing(draft: &mut Draft) {
    let head = draft.selection.head;
    let indent = leading_blanks(draft.buffer.line(head.line)).len();
    if head.byte != indent + 1 {
        return;
    }
    let Some((_, open)) = motion::bracket_pair(draft.buffer, Pos::new(head.line, indent)) else { return };
    let wanted = leading_blanks(draft.buffer.line(open.line)).to_owned();
    if open.line < head.line && wanted.len() < indent {
        draft.replace(Pos::new(head.line, 0), Pos::new(head.line, indent), &wanted);
    }
}

/// A pasted text with plain line ends and without control characters. Everything else stays and is shown, invisible
/// characters and bidirectional overrides included.
fn clean_paste(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
