//! Commands that move, select, search and scroll, and leave the text as it is.

use super::buffer::Pos;
use super::command::{EditorCommand, Note};
use super::motion::{self, Motion};
use super::search::Query;
use super::{Editor, Selection, columns};

/// Two clicks on one place within this many milliseconds are a double click.
const CLICK_MS: u64 = 400;

/// What the mouse did last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clicks {
    last: Option<(Pos, u64)>,
    count: u8,
    /// The word or line that a drag began with, which stays selected.
    drag: Option<(Grain, Pos, Pos)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Grapheme,
    Word,
    Line,
}

impl Clicks {
    /// Anything but a drag ends a drag.
    pub fn stop_dragging(&mut self) {
        self.drag = None;
    }

    fn down(&mut self, pos: Pos, now_ms: u64) -> Grain {
        let again = self.last.is_some_and(|(p, at)| p == pos && now_ms.saturating_sub(at) <= CLICK_MS);
        self.count = if again { self.count % 3 + 1 } else { 1 };
        self.last = Some((pos, now_ms));
        match self.count {
            1 => Grain::Grapheme,
            2 => Grain::Word,
            _ => Grain::Line,
        }
    }
}

impl Editor {
    /// Carries out a command that leaves the text as it is.
    pub(super) fn navigate(&mut self, command: EditorCommand, now_ms: u64) -> Option<Note> {
        use EditorCommand as C;
        let head = self.selection.head;
        match command {
            C::Move(motion) => {
                let ends = self.selection;
                let to = match motion {
                    Motion::Left if !ends.is_empty() => ends.start(),
                    Motion::Right if !ends.is_empty() => ends.end(),
                    _ => self.moved(motion),
                };
                self.set_caret(to);
            }
            C::Extend(motion) => {
                let to = self.moved(motion);
                self.select(self.selection.anchor, to);
            }
            C::GoToLine(line) => {
                let line = line.saturating_sub(1).min(self.buffer.line_count() - 1);
                self.set_caret(motion::line_start(&self.buffer, Pos::new(line, usize::MAX)));
            }
            C::SelectAll => self.selection = Selection { anchor: Pos::default(), head: self.buffer.end() },
            C::SelectWord => {
                let (start, end) = motion::word_at(&self.buffer, head);
                self.select(start, end);
            }
            C::SelectLine => {
                let (first, last) = self.selection.lines();
                let (_, end) = self.line_span(if self.covers_lines(first, last) { last + 1 } else { last });
                self.select(Pos::new(first, 0), end);
            }
            C::Unselect => {
                self.matches_shown = false;
                self.selection = Selection::caret(head);
            }
            C::NextHunk | C::PreviousHunk => return self.go_to_hunk(command == C::NextHunk),
            C::SearchFor(text) => return self.search_for(&text),
            C::SearchNext => return self.search_step(true),
            C::SearchPrevious => return self.search_step(false),
            C::SearchEnd { stay } => {
                if let Some((selection, view)) = self.search_origin.take()
                    && !stay
                {
                    self.selection = selection;
                    self.view.top = view.top;
                    self.view.left = view.left;
                    self.matches_shown = false;
                }
            }
            C::MouseDown { row, col, extend } => self.mouse_down(row, col, extend, now_ms),
            C::MouseDrag { row, col } => self.mouse_drag(row, col),
            C::Scroll { lines, cols } => self.view.scroll(&self.buffer, lines, cols),
            C::Resize { cols, rows } => {
                if (self.view.cols, self.view.rows) != (cols, rows) {
                    self.view.cols = cols;
                    self.view.rows = rows;
                    self.view.reveal(&self.buffer, head);
                }
            }
            _ => {}
        }
        None
    }

    fn set_caret(&mut self, pos: Pos) {
        self.select(pos, pos);
    }

    fn select(&mut self, anchor: Pos, head: Pos) {
        self.selection = self.snapped(Selection { anchor, head });
        self.view.reveal(&self.buffer, self.selection.head);
    }

    fn moved(&mut self, motion: Motion) -> Pos {
        let (buffer, head) = (&self.buffer, self.selection.head);
        let page = isize::try_from(self.view.rows.saturating_sub(1).max(1)).unwrap_or(1);
        let lines = match motion {
            Motion::Up => -1,
            Motion::Down => 1,
            Motion::PageUp => -page,
            Motion::PageDown => page,
            Motion::Left => return motion::left(buffer, head),
            Motion::Right => return motion::right(buffer, head),
            Motion::WordLeft => return motion::word_left(buffer, head),
            Motion::WordRight => return motion::word_right(buffer, head),
            Motion::LineStart => return motion::line_start(buffer, head),
            Motion::LineEnd => return buffer.line_end(head.line),
            Motion::DocumentStart => return Pos::default(),
            Motion::DocumentEnd => return buffer.end(),
            Motion::MatchingBracket => return motion::bracket_pair(buffer, head).map_or(head, |pair| pair.1),
        };
        if lines.abs() > 1 {
            self.view.scroll(&self.buffer, lines, 0);
        }
        let column = || columns::column_of(self.buffer.line(head.line), head.byte);
        let goal = self.goal.unwrap_or_else(column);
        self.goal = Some(goal);
        if lines < 0 && head.line == 0 {
            Pos::default()
        } else if lines > 0 && head.line + 1 == self.buffer.line_count() {
            self.buffer.end()
        } else {
            motion::vertical(&self.buffer, head, lines, goal)
        }
    }

    /// From the start of a line to the start of the next; the last line to its end.
    fn line_span(&self, line: usize) -> (Pos, Pos) {
        let line = line.min(self.buffer.line_count() - 1);
        let next = Pos::new(line + 1, 0);
        (Pos::new(line, 0), if next.line < self.buffer.line_count() { next } else { self.buffer.end() })
    }

    /// Whether exactly these whole lines are selected.
    fn covers_lines(&self, first: usize, last: usize) -> bool {
        !self.selection.is_empty()
            && self.selection.start() == Pos::new(first, 0)
            && self.selection.end() == self.line_span(last).1
    }

    fn go_to_hunk(&mut self, forward: bool) -> Option<Note> {
        let line = self.selection.head.line;
        let last = self.buffer.line_count() - 1;
        let starts = || self.changes.hunks().iter().map(|h| h.new.start.min(last));
        let to = if forward {
            self.changes
                .next_after(line)
                .map(|l| l.min(last))
                .filter(|l| *l > line)
                .or_else(|| starts().next())
        } else {
            self.changes.previous_before(line).or_else(|| starts().next_back())
        };
        match to {
            Some(line) => {
                self.set_caret(motion::line_start(&self.buffer, Pos::new(line, usize::MAX)));
                None
            }
            None => Some(Note::NoChanges),
        }
    }

    fn search_for(&mut self, text: &str) -> Option<Note> {
        let (origin, view) = *self.search_origin.get_or_insert((self.selection, self.view));
        self.query = Query::new(text);
        self.matches_shown = true;
        let all = self.query.all(&self.buffer);
        match all.iter().find(|m| m.0 >= origin.start()).or(all.first()) {
            Some(&(start, end)) => {
                self.select(start, end);
                None
            }
            None => {
                self.selection = origin;
                self.view.top = view.top;
                self.view.left = view.left;
                (!text.is_empty()).then_some(Note::NotFound)
            }
        }
    }

    fn search_step(&mut self, forward: bool) -> Option<Note> {
        if self.query.text().is_empty() {
            return Some(Note::NotFound);
        }
        self.matches_shown = true;
        let all = self.query.all(&self.buffer);
        let here = self.selection.start();
        let at_match = all.iter().any(|m| (m.0, m.1) == (here, self.selection.end()));
        let (found, wrapped, note) = if forward {
            let next = all.iter().find(|m| m.0 > here || (m.0 == here && !at_match));
            (next.or(all.first()), next.is_none(), Note::FromTheTop)
        } else {
            let previous = all.iter().rev().find(|m| m.0 < here);
            (previous.or(all.last()), previous.is_none(), Note::FromTheBottom)
        };
        let Some(&(start, end)) = found else { return Some(Note::NotFound) };
        self.select(start, end);
        wrapped.then_some(note)
    }

    fn mouse_down(&mut self, row: i32, col: i32, extend: bool, now_ms: u64) {
        let pos = self.view.place_at(&self.buffer, row, col.max(0));
        if extend {
            let anchor = self.selection.anchor;
            self.clicks.drag = Some((Grain::Grapheme, anchor, anchor));
            self.selection = self.snapped(Selection { anchor, head: pos });
            return;
        }
        let grain = if col < 0 { Grain::Line } else { self.clicks.down(pos, now_ms) };
        let (start, end) = self.grain_at(grain, pos);
        self.clicks.drag = Some((grain, start, end));
        self.selection = self.snapped(Selection { anchor: start, head: end });
    }

    fn mouse_drag(&mut self, row: i32, col: i32) {
        let Some((grain, first, last)) = self.clicks.drag else { return };
        let pos = self.view.place_at(&self.buffer, row, col);
        let (start, end) = self.grain_at(grain, pos);
        // The unit the drag began with stays selected in both directions.
        let selection = if start < first {
            Selection { anchor: last, head: start }
        } else {
            Selection { anchor: first, head: end.max(last) }
        };
        self.selection = self.snapped(selection);
        let outside =
            row < 0 || row >= i32::from(self.view.rows) || col < 0 || col >= i32::from(self.view.cols);
        if outside {
            let drag = self.clicks.drag;
            self.view.reveal(&self.buffer, self.selection.head);
            self.clicks.drag = drag;
        }
    }

    fn grain_at(&self, grain: Grain, pos: Pos) -> (Pos, Pos) {
        match grain {
            Grain::Grapheme => (pos, pos),
            Grain::Word => motion::word_at(&self.buffer, pos),
            Grain::Line => self.line_span(pos.line),
        }
    }
}
