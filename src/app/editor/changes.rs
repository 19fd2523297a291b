//! How the text differs from the original, line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Spans longer than this on both sides are taken as one change instead of being compared line by line, so that one
/// key on a huge file stays quick.
const MAX_COMPARED: usize = 3_000;

/// One run of lines that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The original lines, from 0; empty where lines were only added.
    pub old: Range<usize>,
    /// The lines as they are now, from 0; empty where lines were only removed.
    pub new: Range<usize>,
}

/// What the gutter says about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineMark {
    /// The line is new.
    Added,
    /// The line was another.
    Changed,
    /// Lines above this one are gone.
    DeletedAbove,
    /// Lines below this one, at the end of the text, are gone.
    DeletedBelow,
}

/// Every difference to the original, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    hunks: Vec<Hunk>,
    line_count: usize,
}

impl Changes {
    /// Compares the lines of two texts.
    pub fn between(old: &[String], new: &[String]) -> Self {
        let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
        let suffix = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
        let (old_mid, new_mid) = (&old_rest[..old_rest.len() - suffix], &new_rest[..new_rest.len() - suffix]);
        let whole = Hunk { old: prefix..prefix + old_mid.len(), new: prefix..prefix + new_mid.len() };
        let hunks = if old_mid.is_empty() && new_mid.is_empty() {
            Vec::new()
        } else if old_mid.is_empty() || new_mid.is_empty() || old_mid.len().max(new_mid.len()) > MAX_COMPARED
        {
            vec![whole]
        } else {
            capture_diff_slices(Algorithm::Myers, old_mid, new_mid)
                .into_iter()
                .filter(|op| !matches!(op, DiffOp::Equal { .. }))
                .map(|op| {
                    let (old, new) = (op.old_range(), op.new_range());
                    Hunk {
                        old: old.start + prefix..old.end + prefix,
                        new: new.start + prefix..new.end + prefix,
                    }
                })
                .collect()
        };
        Self { hunks: joined(hunks), line_count: new.len() }
    }

    /// The differing runs, in order and not touching.
    pub fn hunks(&self) -> &[Hunk] {
        &self.hunks
    }

    /// Whether the text is the original.
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }

    /// What the gutter says about line `line`, from 0.
    pub fn mark(&self, line: usize) -> Option<LineMark> {
        let at =
            self.hunks.partition_point(|h| h.new.end <= line && !(h.new.is_empty() && h.new.start == line));
        let deleted_below = || {
            let last = self.hunks.last()?;
            let at_end =
                last.new.is_empty() && last.new.start == self.line_count && line + 1 == self.line_count;
            at_end.then_some(LineMark::DeletedBelow)
        };
        let Some(hunk) = self.hunks.get(at) else { return deleted_below() };
        if hunk.new.is_empty() {
            return if hunk.new.start == line { Some(LineMark::DeletedAbove) } else { deleted_below() };
        }
        if !hunk.new.contains(&line) {
            return deleted_below();
        }
        let within = line - hunk.new.start;
        Some(if within < hunk.old.len() { LineMark::Changed } else { LineMark::Added })
    }

    /// The run that line `line` belongs to: one that holds it, or removed lines right above it, or at the end below it.
    pub fn hunk_at(&self, line: usize) -> Option<&Hunk> {
        self.hunks.iter().find(|h| {
            h.new.contains(&line)
                || (h.new.is_empty()
                    && (h.new.start == line
                        || (h.new.start == self.line_count && line + 1 == self.line_count)))
        })
    }

    /// The first line of the next run below `line`.
    pub fn next_after(&self, line: usize) -> Option<usize> {
        self.hunks.iter().map(|h| h.new.start).find(|s| *s > line)
    }

    /// The first line of the last run that begins above `line`.
    pub fn previous_before(&self, line: usize) -> Option<usize> {
        self.hunks.iter().rev().map(|h| h.new.start).find(|s| *s < line)
    }
}

/// Deletions and insertions that touch are one change to a reader.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks {
        match out.last_mut() {
            Some(last) if last.old.end == hunk.old.start && last.new.end == hunk.new.start => {
                last.old.end = hunk.old.end;
                last.new.end = hunk.new.end;
            }
            _ => out.push(hunk),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(old: &str, new: &str) -> String {
        let lines = |t: &str| t.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(old), lines(new));
        let changes = Changes::between(&old, &new);
        (0..new.len())
            .map(|line| match changes.mark(line) {
                None => '.',
                Some(LineMark::Added) => '+',
                Some(LineMark::Changed) => '~',
                Some(LineMark::DeletedAbove) => '^',
                Some(LineMark::DeletedBelow) => 'v',
            })
            .collect()
    }

    #[test]
    fn lines_are_marked_as_a_reader_expects() {
        assert_eq!(marks("a b c", "a b c"), "...");
        assert_eq!(marks("a b c", "a x c"), ".~.");
        assert_eq!(marks("a b c", "a x y c"), ".~+.");
        assert_eq!(marks("a b c", "a c"), ".^");
        assert_eq!(marks("a b c", "a b"), ".v");
        assert_eq!(marks("a b c d", "x a b c"), "+..v");
        assert_eq!(marks("a b c d e", "a x c y e"), ".~.~.");
    }

    #[test]
    fn a_deletion_belongs_to_the_line_below_it() {
        let old: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        let new: Vec<String> = ["a", "c"].map(String::from).to_vec();
        let changes = Changes::between(&old, &new);
        assert_eq!(changes.hunk_at(1).map(|h| h.old.clone()), Some(1..2));
        assert_eq!(changes.hunk_at(0), None);
    }
}
