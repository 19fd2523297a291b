//! Where graphemes stand on the screen: tabs, wide characters, and characters that would otherwise not be seen.

use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::{GraphemeCursor, GraphemeIndices, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// Columns from one tab stop to the next.
pub const TAB_WIDTH: usize = 4;

/// One grapheme of a line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its bytes in the line.
    pub bytes: Range<usize>,
    /// The column it begins at, from 0.
    pub column: usize,
    /// How many columns it takes; at least 1.
    pub width: usize,
    /// What is drawn; takes exactly `width` columns.
    pub text: Cow<'a, str>,
    /// What sort of thing it is.
    pub kind: CellKind,
}

/// What sort of thing a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// The grapheme itself.
    Text,
    /// The blanks of a tab.
    Tab,
    /// A stand-in for something that a terminal would hide or obey, such as `⟨U+202E⟩` for a bidirectional override.
    Invisible,
}

/// The cells of a line, from the left.
pub fn cells(line: &str) -> Cells<'_> {
    Cells { graphemes: line.grapheme_indices(true), column: 0 }
}

/// Iterator over the cells of a line.
#[derive(Debug, Clone)]
pub struct Cells<'a> {
    graphemes: GraphemeIndices<'a>,
    column: usize,
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let (start, grapheme) = self.graphemes.next()?;
        let column = self.column;
        let (text, width, kind) = shown(grapheme, column);
        self.column += width;
        Some(Cell { bytes: start..start + grapheme.len(), column, width, text, kind })
    }
}

/// The column at which the grapheme that begins at `byte` stands; past the end, the width of the line.
pub fn column_of(line: &str, byte: usize) -> usize {
    let head = line.as_bytes().get(..byte).unwrap_or(line.as_bytes());
    if head.iter().all(|b| (0x20..0x7f).contains(b)) {
        return head.len();
    }
    let mut column = 0;
    for cell in cells(line) {
        if cell.bytes.start >= byte {
            break;
        }
        column = cell.column + cell.width;
    }
    column
}

/// The start of the grapheme that covers `column`; past the end, the length of the line.
pub fn byte_at(line: &str, column: usize) -> usize {
    cells(line).find(|c| column < c.column + c.width).map_or(line.len(), |c| c.bytes.start)
}

/// The width of a whole line in columns.
pub fn width_of(line: &str) -> usize {
    column_of(line, line.len())
}

/// The nearest place between two graphemes at or after `byte`.
pub fn snap(line: &str, byte: usize) -> usize {
    let mut byte = byte.min(line.len());
    while !line.is_char_boundary(byte) {
        byte += 1;
    }
    match GraphemeCursor::new(byte, line.len(), true).is_boundary(line, 0) {
        Ok(true) => byte,
        _ => next_boundary(line, byte),
    }
}

/// The end of the grapheme that begins at `byte`; the end of the line past it. `byte` is a character boundary.
pub fn next_boundary(line: &str, byte: usize) -> usize {
    GraphemeCursor::new(byte, line.len(), true).next_boundary(line, 0).ok().flatten().unwrap_or(line.len())
}

/// The start of the grapheme that ends at `byte`; 0 before it. `byte` is a character boundary.
pub fn previous_boundary(line: &str, byte: usize) -> usize {
    GraphemeCursor::new(byte, line.len(), true).prev_boundary(line, 0).ok().flatten().unwrap_or(0)
}

fn shown(grapheme: &str, column: usize) -> (Cow<'_, str>, usize, CellKind) {
    let mut chars = grapheme.chars();
    let first = chars.next().unwrap_or(' ');
    if chars.as_str().is_empty() && (' '..='~').contains(&first) {
        return (Cow::Borrowed(grapheme), 1, CellKind::Text);
    }
    if first == '\t' {
        let width = TAB_WIDTH - column % TAB_WIDTH;
        return (Cow::Borrowed(&"    "[..width]), width, CellKind::Tab);
    }
    if first == '\u{a0}' || first == '\u{202f}' {
        return (Cow::Borrowed("⍽"), 1, CellKind::Invisible);
    }
    let hides = grapheme.chars().any(is_invisible)
        || (first.is_ascii() && grapheme.chars().any(joins_unseen) && !grapheme.contains('\u{20e3}'));
    if hides && !is_joined_picture(grapheme) {
        let text: String = grapheme.chars().map(stand_in).collect();
        let width = text.width();
        return (Cow::Owned(text), width, CellKind::Invisible);
    }
    match grapheme.width() {
        0 => (Cow::Owned(format!("◌{grapheme}")), 1, CellKind::Invisible),
        width => (Cow::Borrowed(grapheme), width, CellKind::Text),
    }
}

fn stand_in(c: char) -> String {
    if is_invisible(c) || joins_unseen(c) { format!("⟨U+{:04X}⟩", u32::from(c)) } else { c.to_string() }
}

/// Characters that a terminal obeys or does not show at all.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that belong in some scripts and in emoji, and hide when they follow a plain letter.
fn joins_unseen(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}')
}

/// Flags of regions such as Scotland's end in tag characters, which are unseen by design.
fn is_joined_picture(grapheme: &str) -> bool {
    grapheme.starts_with('\u{1f3f4}') && !grapheme.chars().any(|c| is_invisible(c) && c < '\u{e0000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_wide_and_joined_characters_have_their_columns() {
        let line = "a\t漢e\u{301}👩\u{200d}💻x";
        let columns: Vec<_> = cells(line).map(|c| (c.column, c.width)).collect();
        assert_eq!(columns, [(0, 1), (1, 3), (4, 2), (6, 1), (7, 2), (9, 1)]);
        assert_eq!(byte_at(line, 5), 2);
        assert_eq!(byte_at(line, 99), line.len());
        assert_eq!(width_of(line), 10);
    }

    #[test]
    fn what_would_not_be_seen_is_shown() {
        let texts = |line| cells(line).map(|c| c.text.into_owned()).collect::<String>();
        assert_eq!(texts("a\u{202e}b"), "a⟨U+202E⟩b");
        assert_eq!(texts("\u{1b}[31m"), "⟨U+001B⟩[31m");
        assert_eq!(texts("is_admin\u{200d}"), "is_admin⟨U+200D⟩");
        assert_eq!(texts("\u{301}x"), "◌\u{301}x");
        assert_eq!(texts("1\u{fe0f}\u{20e3}"), "1\u{fe0f}\u{20e3}");
        assert_eq!(texts("a\u{a0}b"), "a⍽b");
    }

    #[test]
    fn a_place_inside_a_grapheme_moves_to_its_end() {
        assert_eq!(snap("e\u{301}x", 1), 3);
        assert_eq!(snap("漢x", 2), 3);
        assert_eq!(snap("ab", 9), 2);
    }
}
