//! Finding text in the buffer.

use super::buffer::{Buffer, Pos};
use super::columns;

/// What is looked for. Small letters match both cases; one capital makes the search exact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    text: String,
    folded: Vec<char>,
    exact: bool,
}

impl Query {
    /// Looks for `text`; an empty one is never found.
    pub fn new(text: &str) -> Self {
        let exact = text.chars().any(char::is_uppercase);
        let folded =
            if exact { text.chars().collect() } else { text.chars().flat_map(char::to_lowercase).collect() };
        Self { text: text.to_owned(), folded, exact }
    }

    /// What was asked for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The spans of one line that match, from the left, without overlap, each from and to a place between graphemes.
    pub fn matches(&self, line: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < line.len() {
            match self.match_len(&line[at..]) {
                Some(len) => {
                    let end = columns::snap(line, at + len);
                    if columns::snap(line, at) == at {
                        found.push((at, end));
                        at = end;
                        continue;
                    }
                }
                None if self.folded.is_empty() => break,
                None => {}
            }
            at += line[at..].chars().next().map_or(1, char::len_utf8);
        }
        found
    }

    /// Every match, in order.
    pub fn all(&self, buffer: &Buffer) -> Vec<(Pos, Pos)> {
        let place = |line: usize, (a, b): (usize, usize)| (Pos::new(line, a), Pos::new(line, b));
        (0..buffer.line_count())
            .flat_map(|line| self.matches(buffer.line(line)).into_iter().map(move |m| place(line, m)))
            .collect()
    }

    fn match_len(&self, text: &str) -> Option<usize> {
        let mut wanted = self.folded.iter();
        let mut len = 0;
        let mut chars = text.chars();
        while !wanted.as_slice().is_empty() {
            let c = chars.next()?;
            if self.exact {
                if wanted.next() != Some(&c) {
                    return None;
                }
            } else {
                for small in c.to_lowercase() {
                    if wanted.next() != Some(&small) {
                        return None;
                    }
                }
            }
            len += c.len_utf8();
        }
        (len > 0).then_some(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_match_both_cases_and_capitals_only_themselves() {
        assert_eq!(Query::new("id").matches("Id id ID"), [(0, 2), (3, 5), (6, 8)]);
        assert_eq!(Query::new("Id").matches("Id id ID"), [(0, 2)]);
        assert_eq!(Query::new("").matches("abc"), []);
        assert_eq!(Query::new("aa").matches("aaaaa"), [(0, 2), (2, 4)]);
        assert_eq!(Query::new("é").matches("É é"), [(0, 2), (3, 5)]);
    }

    #[test]
    fn a_match_never_ends_inside_a_grapheme() {
        assert_eq!(Query::new("e").matches("e\u{301}x"), [(0, 3)]);
        assert_eq!(Query::new("\u{301}").matches("e\u{301}x"), []);
    }
}
