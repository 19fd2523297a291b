//! What changed within a line.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Lines with more words than this are not compared by word.
const MAX_WORDS: usize = 400;
/// A line of which more than this share changed is shown as changed as a whole.
const MOSTLY: f32 = 0.8;

/// The changed parts of a changed line: byte ranges, in order, not empty, not touching.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// In the old line.
    pub old: Vec<Range<usize>>,
    /// In the new line.
    pub new: Vec<Range<usize>>,
}

/// The words that differ between two lines. Both lists are empty where the lines are the same, have too little in common for words to
/// tell anything, or are too long.
pub fn words(old: &str, new: &str) -> Words {
    let (Some(a), Some(b)) = (split(old), split(new)) else { return Words::default() };
    let left: Vec<&str> = a.iter().map(|r| &old[r.clone()]).collect();
    let right: Vec<&str> = b.iter().map(|r| &new[r.clone()]).collect();
    let mut found = Words::default();
    for op in capture_diff_slices(Algorithm::Myers, &left, &right) {
        let (tag, i, j) = op.as_tag_tuple();
        if tag != DiffTag::Equal {
            push(&mut found.old, old, &a, i);
            push(&mut found.new, new, &b, j);
        }
    }
    let share = |ranges: &[Range<usize>], text: &str| {
        let visible = |t: &str| t.chars().filter(|c| !c.is_whitespace()).count();
        let changed: usize = ranges.iter().map(|r| visible(&text[r.clone()])).sum();
        changed as f32 / visible(text).max(1) as f32
    };
    if share(&found.old, old) > MOSTLY && share(&found.new, new) > MOSTLY {
        return Words::default();
    }
    found
}

/// Adds the words `indexes`, joined with the changed part before them where only blanks lie between.
fn push(ranges: &mut Vec<Range<usize>>, text: &str, words: &[Range<usize>], indexes: Range<usize>) {
    let (Some(first), Some(last)) = (words.get(indexes.start), indexes.end.checked_sub(1)) else { return };
    if indexes.is_empty() {
        return;
    }
    let range = first.start..words[last].end;
    match ranges.last_mut() {
        Some(before) if text[before.end..range.start].trim().is_empty() => before.end = range.end,
        _ => ranges.push(range),
    }
}

/// The words of a line, as ranges that leave nothing out: runs of word characters, runs of blanks, and single other characters. `None`
/// where there are too many.
fn split(line: &str) -> Option<Vec<Range<usize>>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (start, piece) in line.split_word_bound_indices() {
        // Unicode keeps `a.b` and `it's` together; in code they are two words and a sign.
        let mut from = start;
        for (at, sign) in piece.char_indices().filter(|(_, c)| c.is_ascii_punctuation() && *c != '_') {
            let at = start + at;
            words.extend((from < at).then_some(from..at));
            words.push(at..at + sign.len_utf8());
            from = at + sign.len_utf8();
        }
        let end = start + piece.len();
        words.extend((from < end).then_some(from..end));
        if words.len() > MAX_WORDS {
            return None;
        }
    }
    Some(words)
}

/// The words of a line and how often each occurs; what [`likeness`] compares.
pub(super) struct WordCounts<'a> {
    counts: HashMap<&'a str, usize>,
    bytes: usize,
}

impl<'a> WordCounts<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let mut counted = Self { counts: HashMap::new(), bytes: 0 };
        for word in split(line).unwrap_or_default() {
            let word = line[word].trim();
            if !word.is_empty() {
                *counted.counts.entry(word).or_default() += 1;
                counted.bytes += word.len();
            }
        }
        counted
    }
}

/// How much two lines have in common, 0 to 1, by the length of the words they share.
pub(super) fn likeness(a: &WordCounts<'_>, b: &WordCounts<'_>) -> f32 {
    let shared: usize =
        (a.counts.iter()).map(|(word, n)| word.len() * n.min(b.counts.get(word).unwrap_or(&0))).sum();
    match a.bytes + b.bytes {
        // Two lines of blanks differ in blanks only.
        0 => 1.0,
        all => 2.0 * shared as f32 / all as f32,
    }
}
