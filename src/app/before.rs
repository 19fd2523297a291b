//! What a suggestion changed in code that was there before, laid over the lines of the new text.

use crate::core::diff::{Diff, RowKind, words};
use std::ops::Range;

/// The change of one file. Lines count from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// Lines that are gone, above each line of the new text; the last entry stands for the end.
    removed: Vec<Vec<String>>,
    /// For each line of the new text that was added: the words that are new in it, or nothing where the whole line is.
    added: Vec<Option<Vec<Range<usize>>>>,
}

impl Before {
    /// The change from `before` to `after`.
    pub fn new(before: &str, after: &str) -> Self {
        let diff = Diff::new(before, after);
        let mut removed = vec![Vec::new(); diff.new_len() + 1];
        let mut added = vec![None; diff.new_len()];
        for change in diff.changes() {
            removed[change.new.start] =
                change.old.clone().map(|line| diff.old_line(line).to_owned()).collect();
        }
        for row in diff.unified().iter().filter(|row| row.kind == RowKind::Added) {
            if let Some(line) = row.new {
                let new_words = row.pair.map(|(old, new)| words(diff.old_line(old), diff.new_line(new)).new);
                added[line] = Some(new_words.unwrap_or_default());
            }
        }
        Self { removed, added }
    }

    /// The lines that are gone above a line of the new text.
    pub fn removed(&self, line: usize) -> &[String] {
        self.removed.get(line).map_or(&[], Vec::as_slice)
    }

    /// Whether a line of the new text was added or changed; then the words that are new in it.
    pub fn added(&self, line: usize) -> Option<&[Range<usize>]> {
        self.added.get(line)?.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_lines_lie_above_what_took_their_place() {
        let change = Before::new("a\nold one\nb\nlast\n", "a\nnew one\nb\n");
        assert_eq!(change.removed(1), ["old one"]);
        assert_eq!(change.removed(3), ["last"]);
        assert!(change.removed(9).is_empty());
        assert_eq!(change.added(1), Some(&[0..3][..]));
        assert_eq!((change.added(0), change.added(7)), (None, None));
    }
}
