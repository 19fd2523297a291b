//! What changed between two texts: by line, and by word within a changed line.
//!
//! Lines and rows are counted from 0 here, because ranges of them may be empty; `..` ranges leave the end out.
//! The work is bounded by the size of the texts, not by a clock, so that the same texts always give the same answer.

mod align;
mod words;

pub use words::{Words, words};

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;
use std::ops::Range;

/// With more lines than this between the first and the last difference, all of them count as one change.
const MAX_LINES: usize = 6_000;

/// Two texts and what changed from the one to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    old: Vec<String>,
    new: Vec<String>,
    changes: Vec<Change>,
    coarse: bool,
}

/// Lines that were replaced, removed or added, with no unchanged line among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Lines of the old text; empty where lines were only added.
    pub old: Range<usize>,
    /// Lines of the new text; empty where lines were only removed.
    pub new: Range<usize>,
    /// The rows of the change with old and new lines side by side.
    rows: Vec<Row>,
}

/// Changes that lie close together, with unchanged lines around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Lines of the old text.
    pub old: Range<usize>,
    /// Lines of the new text.
    pub new: Range<usize>,
    /// Which of [`Diff::changes`] it holds.
    pub changes: Range<usize>,
}

/// What a row of a comparison shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// A line that is the same on both sides.
    Same,
    /// A line of the old text only.
    Removed,
    /// A line of the new text only.
    Added,
    /// An old line beside the new one that took its place.
    Changed,
}

/// One row of a comparison. At least one side is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// Line of the old text.
    pub old: Option<usize>,
    /// Line of the new text.
    pub new: Option<usize>,
    /// The old and the new line that became each other, where they are alike enough to compare their words.
    pub pair: Option<(usize, usize)>,
}

/// What the gutter beside a line of the new text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineMark {
    /// The line is as it was.
    Same,
    /// The line is new.
    Added,
    /// The line took the place of another.
    Changed,
    /// The line is as it was; lines before it are gone.
    RemovedAbove,
    /// The last line, as it was; lines after it are gone.
    RemovedBelow,
}

/// How many lines went and came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiffStats {
    pub added: usize,
    pub removed: usize,
}

impl Diff {
    /// Compares two texts.
    pub fn new(old: &str, new: &str) -> Self {
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(old), lines(new));
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let (old_middle, new_middle) = (head..old.len() - tail, head..new.len() - tail);
        let coarse = old_middle.len() + new_middle.len() > MAX_LINES;
        let ranges = if coarse {
            vec![(old_middle, new_middle)]
        } else {
            changed_ranges(&old, &new, old_middle, new_middle)
        };
        let changes = ranges
            .into_iter()
            .filter(|(o, n)| !o.is_empty() || !n.is_empty())
            .map(|(o, n)| Change { rows: align::rows(&old, &new, o.clone(), n.clone()), old: o, new: n })
            .collect();
        Self { old, new, changes, coarse }
    }

    /// How many lines the old text has.
    pub fn old_len(&self) -> usize {
        self.old.len()
    }

    /// How many lines the new text has.
    pub fn new_len(&self) -> usize {
        self.new.len()
    }

    /// A line of the old text without its line feed; empty where there is no such line.
    pub fn old_line(&self, line: usize) -> &str {
        self.old.get(line).map_or("", |l| l.strip_suffix('\n').unwrap_or(l))
    }

    /// A line of the new text without its line feed; empty where there is no such line.
    pub fn new_line(&self, line: usize) -> &str {
        self.new.get(line).map_or("", |l| l.strip_suffix('\n').unwrap_or(l))
    }

    /// Whether that line is the last of the old text and ends without a line feed.
    pub fn old_ends_open(&self, line: usize) -> bool {
        self.old.get(line).is_some_and(|l| !l.ends_with('\n'))
    }

    /// Whether that line is the last of the new text and ends without a line feed.
    pub fn new_ends_open(&self, line: usize) -> bool {
        self.new.get(line).is_some_and(|l| !l.ends_with('\n'))
    }

    /// Whether the texts are the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether the texts were too long to be compared line by line, so that everything between the first and the last difference
    /// counts as one change.
    pub fn is_coarse(&self) -> bool {
        self.coarse
    }

    /// Every change, in order.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// How many lines went and came.
    pub fn stats(&self) -> DiffStats {
        self.changes.iter().fold(DiffStats::default(), |s, c| DiffStats {
            added: s.added + c.new.len(),
            removed: s.removed + c.old.len(),
        })
    }

    /// The changes with up to `context` unchanged lines around them; changes whose surroundings meet share a hunk.
    pub fn hunks(&self, context: usize) -> Vec<Hunk> {
        let mut hunks: Vec<Hunk> = Vec::new();
        for (i, change) in self.changes.iter().enumerate() {
            let before = context.min(change.old.start).min(change.new.start);
            let after = context.min(self.old.len() - change.old.end).min(self.new.len() - change.new.end);
            match hunks.last_mut() {
                Some(last) if change.old.start - before <= last.old.end => {
                    last.old.end = change.old.end + after;
                    last.new.end = change.new.end + after;
                    last.changes.end = i + 1;
                }
                _ => hunks.push(Hunk {
                    old: change.old.start - before..change.old.end + after,
                    new: change.new.start - before..change.new.end + after,
                    changes: i..i + 1,
                }),
            }
        }
        hunks
    }

    /// The whole comparison one line a row: within a change the old lines, then the new ones. No row is [`RowKind::Changed`].
    pub fn unified(&self) -> Vec<Row> {
        self.rows(|change, rows| {
            let pairs: HashMap<usize, (usize, usize)> =
                change.rows.iter().filter_map(|r| r.pair).map(|p| (p.0, p)).collect();
            let back: HashMap<usize, (usize, usize)> = pairs.values().map(|p| (p.1, *p)).collect();
            rows.extend(change.old.clone().map(|o| Row {
                kind: RowKind::Removed,
                old: Some(o),
                new: None,
                pair: pairs.get(&o).copied(),
            }));
            rows.extend(change.new.clone().map(|n| Row {
                kind: RowKind::Added,
                old: None,
                new: Some(n),
                pair: back.get(&n).copied(),
            }));
        })
    }

    /// The whole comparison with the old line and the new one beside each other in a row.
    pub fn side_by_side(&self) -> Vec<Row> {
        self.rows(|change, rows| rows.extend(&change.rows))
    }

    fn rows(&self, mut add: impl FnMut(&Change, &mut Vec<Row>)) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.old.len().max(self.new.len()));
        let same = |old: Range<usize>, new: usize, rows: &mut Vec<Row>| {
            rows.extend(old.zip(new..).map(|(o, n)| Row {
                kind: RowKind::Same,
                old: Some(o),
                new: Some(n),
                pair: None,
            }));
        };
        let (mut old, mut new) = (0, 0);
        for change in &self.changes {
            same(old..change.old.start, new, &mut rows);
            add(change, &mut rows);
            (old, new) = (change.old.end, change.new.end);
        }
        same(old..self.old.len(), new, &mut rows);
        rows
    }

    /// What the gutter shows beside each line of the new text. A text that has become empty has no line to show anything at.
    pub fn gutter(&self) -> Vec<LineMark> {
        let mut marks = vec![LineMark::Same; self.new.len()];
        for change in &self.changes {
            if change.new.is_empty() {
                if let Some(mark) = marks.get_mut(change.new.start) {
                    *mark = LineMark::RemovedAbove;
                } else if let Some(mark) = marks.last_mut() {
                    *mark = LineMark::RemovedBelow;
                }
            }
            for row in &change.rows {
                if let Some(mark) = row.new.and_then(|n| marks.get_mut(n)) {
                    *mark = if row.old.is_some() { LineMark::Changed } else { LineMark::Added };
                }
            }
        }
        marks
    }

    /// Which change bears on that line of the new text: it lies in the change, or lines next to it were removed.
    pub fn change_at(&self, new_line: usize) -> Option<usize> {
        let last = self.new.len().saturating_sub(1);
        self.changes.iter().position(|c| {
            c.new.contains(&new_line)
                || (c.new.is_empty() && (c.new.start == new_line || (c.new.start > last && new_line >= last)))
        })
    }

    /// What stood in the old text where this change is: what its new lines are replaced with to undo it.
    pub fn old_text(&self, change: &Change) -> String {
        self.old[change.old.clone()].concat()
    }

    /// What stands in the new text where this change is.
    pub fn new_text(&self, change: &Change) -> String {
        self.new[change.new.clone()].concat()
    }
}

/// Stretches of unchanged rows that may be folded away so that `context` rows stay around each change. A stretch of fewer than three
/// rows is left open: folding it would save nothing.
pub fn foldable(rows: &[Row], context: usize) -> Vec<Range<usize>> {
    let mut folds = Vec::new();
    let mut start = 0;
    for end in 0..=rows.len() {
        if end < rows.len() && rows[end].kind == RowKind::Same {
            continue;
        }
        // At the edges of the text there is a change on one side only.
        let from = if start == 0 { 0 } else { start + context };
        let to = if end == rows.len() { end } else { end.saturating_sub(context) };
        if to > from && to - from >= 3 {
            folds.push(from..to);
        }
        start = end + 1;
    }
    folds
}

fn changed_ranges(
    old: &[String],
    new: &[String],
    old_middle: Range<usize>,
    new_middle: Range<usize>,
) -> Vec<(Range<usize>, Range<usize>)> {
    // Numbers compare faster than lines.
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut number = |line| {
        let next = numbers.len() as u32;
        *numbers.entry(line).or_insert(next)
    };
    let (from_old, from_new) = (old_middle.start, new_middle.start);
    let old: Vec<u32> = old[old_middle].iter().map(|l| number(l.as_str())).collect();
    let new: Vec<u32> = new[new_middle].iter().map(|l| number(l.as_str())).collect();
    let mut ranges: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (tag, o, n) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let o = o.start + from_old..o.end + from_old;
        let n = n.start + from_new..n.end + from_new;
        match ranges.last_mut() {
            Some(last) if last.0.end == o.start && last.1.end == n.start => {
                last.0.end = o.end;
                last.1.end = n.end;
            }
            _ => ranges.push((o, n)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests;
