//! How a line of code lies on the screen: graphemes, their widths, and what must not reach a terminal as it is.

use crate::content::chars::hidden;
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns between two tab stops.
pub const TAB: usize = 4;

/// One thing on the screen: a grapheme, a tab, or a character that is spelt out because a terminal would obey or hide it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The bytes of the line that it stands for.
    pub range: Range<usize>,
    /// What is drawn.
    pub shown: Cow<'a, str>,
    /// Display column of its first cell, from 0.
    pub column: usize,
    /// How many columns it takes; at least 1.
    pub width: usize,
    /// Whether it is spelt out: control characters, bidirectional overrides, invisible ones.
    pub odd: bool,
}

/// Whether a character would steer the terminal, reorder the text or hide in it, unless it is part of a longer grapheme.
pub fn is_odd(c: char) -> bool {
    c.is_control() || hidden(c).is_some() || matches!(c, '\u{200c}' | '\u{200d}')
}

/// The cells of a line, from its start. Lazy: whoever shows the first 80 columns does not pay for the rest.
pub fn cells(line: &str) -> impl Iterator<Item = Cell<'_>> {
    let mut column = 0;
    line.grapheme_indices(true).flat_map(pieces).map(move |(start, piece)| {
        let mut letters = piece.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        let (shown, width, odd) = match single {
            Some('\t') => {
                let width = TAB - column % TAB;
                (Cow::Borrowed(&"    "[..width]), width, false)
            }
            Some(c) if is_odd(c) => {
                let text = format!("⟨U+{:04X}⟩", u32::from(c));
                let width = text.width();
                (Cow::Owned(text), width, true)
            }
            _ => match piece.width() {
                0 => (Cow::Owned(format!(" {piece}")), 1, false),
                width => (Cow::Borrowed(piece), width, false),
            },
        };
        let cell = Cell { range: start..start + piece.len(), shown, column, width, odd };
        column += width;
        cell
    })
}

/// A grapheme whole, or its characters one by one where one of them must be spelt out. A joiner is part of an emoji or of a
/// script that needs it, unless it stands alone or follows ASCII.
fn pieces((start, grapheme): (usize, &str)) -> impl Iterator<Item = (usize, &str)> {
    let mut chars = grapheme.chars();
    let first = chars.next();
    let joined = first.is_some_and(|c| !c.is_ascii() && !is_odd(c));
    let split = grapheme.len() > 1
        && chars.next().is_some()
        && grapheme.chars().any(|c| is_odd(c) && !(joined && matches!(c, '\u{200c}' | '\u{200d}')));
    let step = move |(at, c): (usize, char)| (start + at, &grapheme[at..at + c.len_utf8()]);
    let whole = (!split).then_some((start, grapheme));
    whole.into_iter().chain(grapheme.char_indices().filter(move |_| split).map(step))
}

/// How many columns a line takes.
pub fn width(line: &str) -> usize {
    cells(line).last().map_or(0, |c| c.column + c.width)
}

/// A text as it may be shown: tabs as spaces, odd characters spelt out. Line breaks stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_odd(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> =
        text.split('\n').map(|line| cells(line.trim_end_matches('\r')).map(|c| c.shown).collect()).collect();
    Cow::Owned(lines.join("\n"))
}

/// The byte at a display column: that of the cell which covers it, or the line's end.
pub fn byte_at(line: &str, column: usize) -> usize {
    cells(line).find(|c| column < c.column + c.width).map_or(line.len(), |c| c.range.start)
}

/// The display column of a byte.
pub fn column_at(line: &str, byte: usize) -> usize {
    let mut end = 0;
    for cell in cells(line) {
        if byte < cell.range.end {
            return cell.column;
        }
        end = cell.column + cell.width;
    }
    end
}

/// The start of the cell before `byte`, and that of the one after it.
pub fn step(line: &str, byte: usize, forward: bool) -> usize {
    if forward {
        cells(line).find(|c| byte < c.range.end).map_or(line.len(), |c| c.range.end)
    } else {
        cells(line).take_while(|c| c.range.start < byte).last().map_or(0, |c| c.range.start)
    }
}

/// Where a wrapped line breaks: display columns of the first cell of each row. The first is 0. Breaks after a space where one is near.
pub fn wrap_columns(line: &str, width: usize) -> Vec<usize> {
    let width = width.max(8);
    let mut starts = vec![0];
    let (mut row, mut space) = (0, None);
    for cell in cells(line) {
        if cell.column + cell.width > row + width && cell.column > row {
            row = space.filter(|s| *s > row + width / 2).unwrap_or(cell.column);
            starts.push(row);
            space = None;
        }
        if cell.shown.starts_with(' ') {
            space = Some(cell.column + cell.width);
        }
    }
    starts
}

/// With a capital letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a character can be part of a name in code.
pub fn is_name(c: char) -> bool {
    c == '_' || c == '$' || c.is_alphanumeric()
}

/// The name that `byte` lies in or right behind, if there is one.
pub fn name_at(line: &str, byte: usize) -> Option<Range<usize>> {
    let byte = byte.min(line.len());
    let end = line[byte..].find(|c| !is_name(c)).map_or(line.len(), |n| byte + n);
    let start = line[..byte]
        .rfind(|c| !is_name(c))
        .map_or(0, |n| n + line[n..].chars().next().map_or(1, char::len_utf8));
    let name = &line[start..end];
    name.chars().any(|c| !c.is_numeric()).then_some(start..end)
}

/// Every name on a line, in order.
pub fn names(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(is_name)?;
        let end = line[start..].find(|c| !is_name(c)).map_or(line.len(), |n| start + n);
        at = end;
        Some(start..end)
    })
    .filter(move |r| line[r.clone()].chars().any(|c| !c.is_numeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(line: &str) -> String {
        cells(line).map(|c| c.shown).collect()
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(shown("\ta\tb"), "    a   b");
        assert_eq!(column_at("\ta\tb", 2), 5);
        assert_eq!(byte_at("\ta\tb", 6), 2);
    }

    #[test]
    fn what_steers_or_hides_is_spelt_out() {
        assert_eq!(shown("a\u{202e}b"), "a⟨U+202E⟩b");
        assert_eq!(shown("\u{1b}[31m"), "⟨U+001B⟩[31m");
        assert_eq!(shown("x\u{200b}y\u{feff}"), "x⟨U+200B⟩y⟨U+FEFF⟩");
        assert_eq!(shown("a\u{200d}b"), "a⟨U+200D⟩b");
        assert_eq!(visible("a\r\nb\u{7}"), "a\nb⟨U+0007⟩");
    }

    #[test]
    fn wide_and_joined_graphemes_stay_whole() {
        assert_eq!(width("日本"), 4);
        assert_eq!(cells("👩‍💻x").count(), 2);
        assert_eq!(byte_at("日本", 1), 0);
        assert_eq!(byte_at("日本", 2), 3);
        assert_eq!(step("日本", 0, true), 3);
        assert_eq!(step("日本", 6, false), 3);
    }

    #[test]
    fn names_are_found_under_and_behind_the_cursor() {
        let line = "row = order_id2 + 17";
        assert_eq!(name_at(line, 8), Some(6..15));
        assert_eq!(name_at(line, 15), Some(6..15));
        assert_eq!(name_at(line, 18), None);
        assert_eq!(names(line).map(|r| &line[r]).collect::<Vec<_>>(), ["row", "order_id2"]);
    }

    proptest! {
        #[test]
        fn cells_cover_the_line_without_gap(line in "[^\n]{0,60}") {
            let mut byte = 0;
            let mut column = 0;
            for cell in cells(&line) {
                prop_assert_eq!(cell.range.start, byte);
                prop_assert_eq!(cell.column, column);
                prop_assert!(cell.width >= 1 && cell.range.end > byte);
                let joiners = cell.shown.contains(['\u{200c}', '\u{200d}']);
                prop_assert!(!cell.shown.chars().any(is_odd) || joiners);
                byte = cell.range.end;
                column += cell.width;
            }
            prop_assert_eq!(byte, line.len());
        }

        #[test]
        fn bytes_and_columns_are_each_others_inverse(line in "[a-zé日\t👩‍ ]{0,30}") {
            for cell in cells(&line) {
                prop_assert_eq!(byte_at(&line, cell.column), cell.range.start);
                prop_assert_eq!(column_at(&line, cell.range.start), cell.column);
            }
            let starts = wrap_columns(&line, 10);
            prop_assert!(starts.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn a_name_is_found_anywhere_without_panic(line in "[a-z_$é日 .0-9]{0,20}", at in 0usize..30) {
            let at = (0..=at.min(line.len())).rev().find(|i| line.is_char_boundary(*i)).unwrap_or(0);
            if let Some(range) = name_at(&line, at) {
                prop_assert!(line[range].chars().all(is_name));
            }
        }
    }
}
