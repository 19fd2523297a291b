//! Edits that work on whole lines.

use super::buffer::{LineEdit, Pos};
use super::command::Note;
use super::history::EditKind;
use super::language::{self, leading_blanks};
use super::{Editor, Selection, columns};

impl Editor {
    pub(super) fn indent_lines(&mut self, now_ms: u64) -> Option<LineEdit> {
        let unit = self.indent.text();
        let (first, last) = self.selection.lines();
        let whole = self.selection.start().byte == 0 && !self.selection.is_empty();
        self.transact(EditKind::Single, now_ms, |draft| {
            for line in first..=last {
                if !draft.buffer.line(line).trim().is_empty() {
                    draft.replace(Pos::new(line, 0), Pos::new(line, 0), &unit);
                }
            }
            if whole {
                keep_line_start(&mut draft.selection, first);
            }
        })
    }

    pub(super) fn dedent_lines(&mut self, now_ms: u64) -> Option<LineEdit> {
        let unit = self.indent;
        let (first, last) = self.selection.lines();
        self.transact(EditKind::Single, now_ms, |draft| {
            for line in first..=last {
                let len = unit.dedent_len(draft.buffer.line(line));
                draft.replace(Pos::new(line, 0), Pos::new(line, len), "");
            }
        })
    }

    pub(super) fn toggle_comment(&mut self, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        let Some((open, close)) = language::comment(self.language) else {
            *note = Some(Note::NoComments);
            return None;
        };
        let (first, last) = self.selection.lines();
        let used: Vec<usize> = (first..=last).filter(|l| !self.buffer.line(*l).trim().is_empty()).collect();
        let lines = if used.is_empty() { vec![self.selection.head.line] } else { used };
        let is_comment = |text: &str| {
            let text = text.trim();
            text.starts_with(open) && text.ends_with(close) && text.len() >= open.len() + close.len()
        };
        let all = lines.iter().all(|l| is_comment(self.buffer.line(*l)));
        let depth = lines.iter().map(|l| leading_blanks(self.buffer.line(*l)).len()).min().unwrap_or(0);
        self.transact(EditKind::Single, now_ms, |draft| {
            for line in lines {
                let text = draft.buffer.line(line).to_owned();
                if all {
                    // Whatever counts as blank before a comment, other than what lines are indented with, too.
                    let from = text.len() - text.trim_start().len();
                    if !close.is_empty() {
                        let to = text.trim_end().len();
                        let inner =
                            text[..to - close.len()].trim_end_matches(' ').len().max(from + open.len());
                        draft.replace(Pos::new(line, inner), Pos::new(line, to), "");
                    }
                    let blank = usize::from(draft.buffer.line(line)[from + open.len()..].starts_with(' '));
                    draft.replace(Pos::new(line, from), Pos::new(line, from + open.len() + blank), "");
                } else {
                    if !close.is_empty() {
                        let end = draft.buffer.line_end(line);
                        let stays = draft.selection;
                        draft.replace(end, end, &format!(" {close}"));
                        draft.selection = stays;
                    }
                    let at = Pos::new(line, depth);
                    draft.replace(at, at, &format!("{open} "));
                }
            }
        })
    }

    pub(super) fn delete_lines(&mut self, now_ms: u64) -> Option<LineEdit> {
        let (first, last) = self.selection.lines();
        let head = self.selection.head;
        let column = columns::column_of(self.buffer.line(head.line), head.byte);
        self.transact(EditKind::Single, now_ms, |draft| {
            draft.replace_lines(first, last + 1, &[]);
            let line = first.min(draft.buffer.line_count() - 1);
            let byte = columns::byte_at(draft.buffer.line(line), column);
            draft.selection = Selection::caret(Pos::new(line, byte));
        })
    }

    pub(super) fn duplicate_lines(&mut self, now_ms: u64, note: &mut Option<Note>) -> Option<LineEdit> {
        let (first, last) = self.selection.lines();
        let copy: String =
            self.buffer.lines()[first..=last].iter().flat_map(|l| ["\n", l.as_str()]).collect();
        if !self.has_room(copy.len(), note) {
            return None;
        }
        let shift = |pos: Pos| Pos::new(pos.line + last + 1 - first, pos.byte);
        let selection = self.selection;
        self.transact(EditKind::Single, now_ms, |draft| {
            let end = draft.buffer.line_end(last);
            draft.replace(end, end, &copy);
            draft.selection = Selection { anchor: shift(selection.anchor), head: shift(selection.head) };
        })
    }

    pub(super) fn move_lines(&mut self, now_ms: u64, up: bool) -> Option<LineEdit> {
        let (first, last) = self.selection.lines();
        let at_edge = if up { first == 0 } else { last + 1 >= self.buffer.line_count() };
        if at_edge {
            return None;
        }
        let lines = self.buffer.lines();
        let (from, moved): (usize, Vec<String>) = if up {
            (first - 1, lines[first..=last].iter().chain([&lines[first - 1]]).cloned().collect())
        } else {
            (first, [&lines[last + 1]].into_iter().chain(&lines[first..=last]).cloned().collect())
        };
        let shift = |pos: Pos| Pos::new(if up { pos.line - 1 } else { pos.line + 1 }, pos.byte);
        let selection = self.selection;
        self.transact(EditKind::Single, now_ms, |draft| {
            draft.replace_lines(from, from + moved.len(), &moved);
            draft.selection = Selection { anchor: shift(selection.anchor), head: shift(selection.head) };
        })
    }

    pub(super) fn join_lines(&mut self, now_ms: u64) -> Option<LineEdit> {
        let (first, last) = self.selection.lines();
        let joins = (last - first).max(1);
        self.transact(EditKind::Single, now_ms, |draft| {
            for _ in 0..joins {
                if first + 1 >= draft.buffer.line_count() {
                    break;
                }
                let head = draft.buffer.line(first).trim_end_matches([' ', '\t']).len();
                let next = draft.buffer.line(first + 1);
                let blanks = leading_blanks(next).len();
                let glue = if head == 0 || blanks == next.len() { "" } else { " " };
                let at = Pos::new(first, head);
                draft.replace(at, Pos::new(first + 1, blanks), glue);
                draft.selection = Selection::caret(at);
            }
        })
    }
}

/// Whole lines that were selected stay selected from their very start.
fn keep_line_start(selection: &mut Selection, line: usize) {
    let end = if selection.anchor <= selection.head { &mut selection.anchor } else { &mut selection.head };
    if end.line == line {
        end.byte = 0;
    }
}
