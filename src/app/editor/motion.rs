//! Where the cursor can go.

use super::buffer::{Buffer, Pos};
use super::columns;
use super::language::leading_blanks;

/// A move of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One grapheme to the left, over the start of a line to the end of the one above.
    Left,
    /// One grapheme to the right, over the end of a line to the start of the one below.
    Right,
    /// One line up, as near the wanted column as the line allows.
    Up,
    /// One line down, as near the wanted column as the line allows.
    Down,
    /// To the start of the word, or of the one before.
    WordLeft,
    /// To the end of the word, or of the next one.
    WordRight,
    /// To the first character that is no blank; from there to the very start.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// To the start of the text.
    DocumentStart,
    /// To the end of the text.
    DocumentEnd,
    /// To the bracket that belongs to the one at the cursor.
    MatchingBracket,
}

/// What word moves tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharClass {
    Blank,
    Word,
    Other,
}

/// The class of the grapheme that `text` begins with.
pub fn class_of(text: &str) -> CharClass {
    match text.chars().next() {
        None => CharClass::Blank,
        Some(c) if c.is_whitespace() => CharClass::Blank,
        Some(c) if c.is_alphanumeric() || c == '_' => CharClass::Word,
        Some(_) => CharClass::Other,
    }
}

/// One grapheme to the left.
pub fn left(buffer: &Buffer, pos: Pos) -> Pos {
    if pos.byte > 0 {
        Pos::new(pos.line, columns::previous_boundary(buffer.line(pos.line), pos.byte))
    } else if pos.line > 0 {
        buffer.line_end(pos.line - 1)
    } else {
        pos
    }
}

/// One grapheme to the right.
pub fn right(buffer: &Buffer, pos: Pos) -> Pos {
    let line = buffer.line(pos.line);
    if pos.byte < line.len() {
        Pos::new(pos.line, columns::next_boundary(line, pos.byte))
    } else if pos.line + 1 < buffer.line_count() {
        Pos::new(pos.line + 1, 0)
    } else {
        pos
    }
}

/// The start of the word at or before `pos`.
pub fn word_left(buffer: &Buffer, pos: Pos) -> Pos {
    if pos.byte == 0 {
        return left(buffer, pos);
    }
    let line = buffer.line(pos.line);
    let class_before = |byte| class_of(&line[columns::previous_boundary(line, byte)..]);
    let mut byte = pos.byte;
    while byte > 0 && class_before(byte) == CharClass::Blank {
        byte = columns::previous_boundary(line, byte);
    }
    if byte > 0 {
        let class = class_before(byte);
        while byte > 0 && class_before(byte) == class {
            byte = columns::previous_boundary(line, byte);
        }
    }
    Pos::new(pos.line, byte)
}

/// The end of the word at or after `pos`.
pub fn word_right(buffer: &Buffer, pos: Pos) -> Pos {
    let line = buffer.line(pos.line);
    if pos.byte >= line.len() {
        return right(buffer, pos);
    }
    let mut byte = pos.byte;
    while byte < line.len() && class_of(&line[byte..]) == CharClass::Blank {
        byte = columns::next_boundary(line, byte);
    }
    let class = class_of(&line[byte..]);
    while byte < line.len() && class_of(&line[byte..]) == class {
        byte = columns::next_boundary(line, byte);
    }
    Pos::new(pos.line, byte)
}

/// The span of graphemes of one class around `pos`, for a double click. At the end of a line, the last one.
pub fn word_at(buffer: &Buffer, pos: Pos) -> (Pos, Pos) {
    let line = buffer.line(pos.line);
    if line.is_empty() {
        return (pos, pos);
    }
    let at = if pos.byte >= line.len() { columns::previous_boundary(line, line.len()) } else { pos.byte };
    let class = class_of(&line[at..]);
    let (mut start, mut end) = (at, columns::next_boundary(line, at));
    while start > 0 && class_of(&line[columns::previous_boundary(line, start)..]) == class {
        start = columns::previous_boundary(line, start);
    }
    while end < line.len() && class_of(&line[end..]) == class {
        end = columns::next_boundary(line, end);
    }
    (Pos::new(pos.line, start), Pos::new(pos.line, end))
}

/// The first character of the line that is no blank; from there, or on a blank line, the very start.
pub fn line_start(buffer: &Buffer, pos: Pos) -> Pos {
    let text = buffer.line(pos.line);
    let first = leading_blanks(text).len();
    let first = if first == text.len() { 0 } else { columns::snap(text, first) };
    Pos::new(pos.line, if pos.byte == first { 0 } else { first })
}

/// `lines` lines down (up where negative), as near display column `goal` as the line there allows.
pub fn vertical(buffer: &Buffer, pos: Pos, lines: isize, goal: usize) -> Pos {
    let last = buffer.line_count() - 1;
    let line = pos.line.saturating_add_signed(lines).min(last);
    Pos::new(line, columns::byte_at(buffer.line(line), goal))
}

/// Brackets further apart than this many bytes are not looked for, so that a frame stays cheap.
const BRACKET_REACH: usize = 20_000;

/// The bracket at or right before `pos`, and the one that belongs to it. Brackets in strings and comments count.
pub fn bracket_pair(buffer: &Buffer, pos: Pos) -> Option<(Pos, Pos)> {
    let line = buffer.line(pos.line).as_bytes();
    let at = [Some(pos.byte), pos.byte.checked_sub(1)]
        .into_iter()
        .flatten()
        .find(|b| line.get(*b).is_some_and(|c| b"()[]{}".contains(c)))?;
    let here = Pos::new(pos.line, at);
    let (open, close, forward) = match line[at] {
        b'(' => (b'(', b')', true),
        b'[' => (b'[', b']', true),
        b'{' => (b'{', b'}', true),
        b')' => (b')', b'(', false),
        b']' => (b']', b'[', false),
        _ => (b'}', b'{', false),
    };
    let mut depth = 0usize;
    let mut seen = 0usize;
    let mut visit = |byte: u8| {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
        }
        depth == 0
    };
    let mut row = pos.line;
    loop {
        let bytes = buffer.line(row).as_bytes();
        let found = if forward {
            let from = if row == pos.line { at } else { 0 };
            (from..bytes.len()).find(|b| visit(bytes[*b]))
        } else {
            let to = if row == pos.line { at + 1 } else { bytes.len() };
            (0..to).rev().find(|b| visit(bytes[*b]))
        };
        if let Some(byte) = found {
            return Some((here, Pos::new(row, byte)));
        }
        seen += bytes.len() + 1;
        let more = if forward { row + 1 < buffer.line_count() } else { row > 0 };
        if !more || seen > BRACKET_REACH {
            return None;
        }
        row = if forward { row + 1 } else { row - 1 };
    }
}
