//! Which old line stands beside which new one within a change.

use super::words::{WordCounts, likeness};
use super::{Row, RowKind};
use std::ops::Range;

/// Changes with more pairs of lines than this are set side by side from the top, without looking for what is alike.
const MAX_CELLS: usize = 2_500;
/// Lines that share less than this are not the same line changed.
const ALIKE: f32 = 0.4;

/// The rows of one change.
pub(super) fn rows(old: &[String], new: &[String], from: Range<usize>, to: Range<usize>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(from.len().max(to.len()));
    let (mut o, mut n) = (from.start, to.start);
    for (i, j) in pairs(&old[from.clone()], &new[to.clone()]) {
        let (i, j) = (from.start + i, to.start + j);
        fill(&mut rows, o..i, n..j);
        rows.push(Row { kind: RowKind::Changed, old: Some(i), new: Some(j), pair: Some((i, j)) });
        (o, n) = (i + 1, j + 1);
    }
    fill(&mut rows, o..from.end, n..to.end);
    rows
}

/// Lines between two pairs: nothing is alike, so they stand beside each other as they come.
fn fill(rows: &mut Vec<Row>, mut old: Range<usize>, mut new: Range<usize>) {
    loop {
        let (old, new) = (old.next(), new.next());
        let kind = match (old, new) {
            (Some(_), Some(_)) => RowKind::Changed,
            (Some(_), None) => RowKind::Removed,
            (None, Some(_)) => RowKind::Added,
            (None, None) => return,
        };
        rows.push(Row { kind, old, new, pair: None });
    }
}

/// The pairs of alike lines, in order, whose likeness adds up to the most.
fn pairs(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    if old.len() * new.len() > MAX_CELLS {
        let (old, new) = (counts(old), counts(new));
        return (0..old.len().min(new.len()))
            .filter(|i| likeness(&old[*i], &new[*i]) >= ALIKE)
            .map(|i| (i, i))
            .collect();
    }
    let (old, new) = (counts(old), counts(new));
    // best[i][j]: the most that old[i..] and new[j..] can add up to.
    let width = new.len() + 1;
    let mut best = vec![0.0_f32; (old.len() + 1) * width];
    let mut alike = vec![0.0_f32; old.len() * new.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let share = likeness(&old[i], &new[j]);
            alike[i * new.len() + j] = share;
            let both = if share >= ALIKE { share + best[(i + 1) * width + j + 1] } else { 0.0 };
            best[i * width + j] = both.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        let share = alike[i * new.len() + j];
        if share >= ALIKE && here == share + best[(i + 1) * width + j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn counts(lines: &[String]) -> Vec<WordCounts<'_>> {
    lines.iter().map(|l| WordCounts::of(l)).collect()
}
