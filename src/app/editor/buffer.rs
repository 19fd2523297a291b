//! The text as lines, and the one way to change it: replacing a span, which gives back what undoes it.

use super::columns;

/// A place between two graphemes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pos {
    /// Line, from 0.
    pub line: usize,
    /// Byte in the line, from 0 to its length.
    pub byte: usize,
}

impl Pos {
    /// The place `byte` bytes into line `line`, both from 0.
    pub fn new(line: usize, byte: usize) -> Self {
        Self { line, byte }
    }
}

/// One replaced span. Applying it backwards undoes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where the span begins, before and after.
    pub start: Pos,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
}

impl Change {
    /// Where the span ended before the change.
    pub fn old_end(&self) -> Pos {
        end_of(self.start, &self.removed)
    }

    /// Where the span ends after the change.
    pub fn new_end(&self) -> Pos {
        end_of(self.start, &self.inserted)
    }

    /// Where a place of the text before the change lies after it. A place in the removed span goes to its new end.
    pub fn map(&self, pos: Pos) -> Pos {
        let (old, new) = (self.old_end(), self.new_end());
        if pos < self.start || (pos == self.start && pos < old) {
            pos
        } else if pos < old {
            new
        } else if pos.line == old.line {
            Pos::new(new.line, new.byte + (pos.byte - old.byte))
        } else {
            Pos::new(pos.line - old.line + new.line, pos.byte)
        }
    }
}

/// The lines that an edit touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineEdit {
    /// The first one, from 0.
    pub first: usize,
    /// How many lines there were.
    pub old: usize,
    /// How many lines there are in their place.
    pub new: usize,
}

/// Gathers what the changes of one edit touched.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    first: usize,
    /// How many lines at the end of the text no change reached.
    tail: usize,
}

impl Default for Spread {
    fn default() -> Self {
        Self { first: usize::MAX, tail: usize::MAX }
    }
}

impl Spread {
    /// Takes in a change; `lines` is how many lines the text has where the change is made (and not taken back).
    pub fn add(&mut self, change: &Change, lines: usize) {
        self.first = self.first.min(change.start.line);
        self.tail = self.tail.min(lines.saturating_sub(change.new_end().line + 1));
    }

    /// What was touched of a text that had `old` lines and has `new` now; nothing where there was no change.
    pub fn edit(self, old: usize, new: usize) -> Option<LineEdit> {
        let touched = |lines: usize| lines.saturating_sub(self.tail).saturating_sub(self.first);
        (self.first < usize::MAX).then(|| LineEdit {
            first: self.first,
            old: touched(old),
            new: touched(new),
        })
    }
}

fn end_of(start: Pos, text: &str) -> Pos {
    match text.rfind('\n') {
        None => Pos::new(start.line, start.byte + text.len()),
        Some(last) => Pos::new(start.line + text.matches('\n').count(), text.len() - last - 1),
    }
}

/// A text as lines. There is always at least one; a text that ends with a newline has an empty last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer {
    lines: Vec<String>,
    crlf: bool,
}

impl Buffer {
    /// Splits a text. Where every line ends in CR LF, so will every line that is added.
    pub fn new(text: &str) -> Self {
        let breaks = text.matches('\n').count();
        let crlf = breaks > 0 && text.matches("\r\n").count() == breaks;
        Self::with_endings(text, crlf)
    }

    /// Splits a text that is a version of this one, with line ends of the same kind.
    pub fn version(&self, text: &str) -> Self {
        Self::with_endings(text, self.crlf)
    }

    fn with_endings(text: &str, crlf: bool) -> Self {
        let line = |l: &str| if crlf { l.strip_suffix('\r').unwrap_or(l).to_owned() } else { l.to_owned() };
        let mut lines: Vec<String> = text.split('\n').map(line).collect();
        // What follows the last break ends in no break, so a `\r` there is text.
        if let (true, Some(last)) = (crlf, lines.last_mut()) {
            *last = text.rsplit('\n').next().unwrap_or_default().to_owned();
        }
        Self { lines, crlf }
    }

    /// The whole text, byte for byte as it was where nothing was changed.
    pub fn text(&self) -> String {
        self.lines.join(if self.crlf { "\r\n" } else { "\n" })
    }

    /// The lines, without their ends.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The line of that number, from 0; empty past the end.
    pub fn line(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", String::as_str)
    }

    /// How many lines there are; at least 1.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The end of the text.
    pub fn end(&self) -> Pos {
        let line = self.lines.len() - 1;
        Pos::new(line, self.lines[line].len())
    }

    /// The end of that line.
    pub fn line_end(&self, line: usize) -> Pos {
        Pos::new(line, self.line(line).len())
    }

    /// The nearest place in the text at or after `pos` that lies between two graphemes.
    pub fn snap(&self, pos: Pos) -> Pos {
        if pos.line >= self.lines.len() {
            return self.end();
        }
        Pos::new(pos.line, columns::snap(&self.lines[pos.line], pos.byte))
    }

    /// The text from `start` to `end`, with `\n` between lines.
    pub fn slice(&self, start: Pos, end: Pos) -> String {
        if start >= end {
            return String::new();
        }
        if start.line == end.line {
            return self.lines[start.line][start.byte..end.byte].to_owned();
        }
        let mut text = self.lines[start.line][start.byte..].to_owned();
        for line in &self.lines[start.line + 1..end.line] {
            text.push('\n');
            text.push_str(line);
        }
        text.push('\n');
        text.push_str(&self.lines[end.line][..end.byte]);
        text
    }

    /// Puts `text` (lines ended by `\n`) in the place of what lies between `start` and `end`, which must be places
    /// of this text with `start <= end`.
    pub fn replace(&mut self, start: Pos, end: Pos, text: &str) -> Change {
        let removed = self.slice(start, end);
        if start.line == end.line && !text.contains('\n') {
            self.lines[start.line].replace_range(start.byte..end.byte, text);
        } else {
            let tail = self.lines[end.line].split_off(end.byte);
            let mut first = if start.line == end.line {
                std::mem::take(&mut self.lines[start.line])
            } else {
                self.lines[start.line][..start.byte].to_owned()
            };
            first.truncate(start.byte);
            let mut added: Vec<String> = Vec::new();
            let mut parts = text.split('\n');
            first.push_str(parts.next().unwrap_or_default());
            added.push(first);
            added.extend(parts.map(str::to_owned));
            if let Some(last) = added.last_mut() {
                last.push_str(&tail);
            }
            self.lines.splice(start.line..=end.line, added);
        }
        Change { start, removed, inserted: text.to_owned() }
    }

    /// Takes a change back.
    pub fn revert(&mut self, change: &Change) {
        self.replace(change.start, change.new_end(), &change.removed);
    }

    /// Makes a change again that was taken back.
    pub fn redo(&mut self, change: &Change) {
        self.replace(change.start, change.old_end(), &change.inserted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_byte_for_byte() {
        for text in ["", "\n", "a", "a\n", "a\r\nb\r\n", "a\r\nb\n", "\r", "a\n\r\n"] {
            assert_eq!(Buffer::new(text).text(), text, "{text:?}");
        }
    }

    #[test]
    fn a_change_undoes_and_redoes() {
        let mut buffer = Buffer::new("one\ntwo\nthree");
        let change = buffer.replace(Pos::new(0, 1), Pos::new(2, 2), "X\nY\nZ");
        assert_eq!(buffer.text(), "oX\nY\nZree");
        assert_eq!(change.new_end(), Pos::new(2, 1));
        buffer.revert(&change);
        assert_eq!(buffer.text(), "one\ntwo\nthree");
        buffer.redo(&change);
        assert_eq!(buffer.text(), "oX\nY\nZree");
    }

    #[test]
    fn places_follow_a_change() {
        let mut buffer = Buffer::new("one\ntwo three\n");
        let change = buffer.replace(Pos::new(1, 0), Pos::new(1, 4), "2\n");
        assert_eq!(change.map(Pos::new(0, 2)), Pos::new(0, 2));
        assert_eq!(change.map(Pos::new(1, 6)), Pos::new(2, 2));
        assert_eq!(change.map(Pos::new(2, 0)), Pos::new(3, 0));
    }
}
