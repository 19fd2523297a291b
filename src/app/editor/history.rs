//! Undo and redo in steps that a person would call one thing.

use super::Selection;
use super::buffer::{Buffer, Change, LineEdit, Spread};

/// A pause of this many milliseconds ends a run of typing.
const PAUSE_MS: u64 = 1_000;

/// What a step does; steps of one kind that follow each other closely become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// A character of a word.
    Word,
    /// A blank; ends a word.
    Blank,
    /// Deleting to the left, grapheme by grapheme.
    Backspace,
    /// Deleting to the right, grapheme by grapheme.
    Delete,
    /// Anything that stands alone.
    Single,
}

impl EditKind {
    /// Whether an edit of this kind goes on with what `earlier` began.
    fn continues(self, earlier: Self) -> bool {
        match self {
            Self::Word => earlier == Self::Word,
            Self::Blank => matches!(earlier, Self::Word | Self::Blank),
            Self::Backspace | Self::Delete => earlier == self,
            Self::Single => false,
        }
    }
}

#[derive(Debug, Clone)]
struct Step {
    changes: Vec<Change>,
    before: Selection,
    after: Selection,
    kind: EditKind,
    last_ms: u64,
    open: bool,
}

/// The steps that can be taken back, and those that were.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes what was just done at `now_ms`, and joins it to the step before where the two belong together.
    pub fn record(
        &mut self,
        changes: Vec<Change>,
        before: Selection,
        after: Selection,
        kind: EditKind,
        now_ms: u64,
    ) {
        self.undone.clear();
        if let Some(last) = self.done.last_mut()
            && last.open
            && kind.continues(last.kind)
            && last.after == before
            && now_ms.saturating_sub(last.last_ms) < PAUSE_MS
        {
            for change in changes {
                if !last.changes.last_mut().is_some_and(|c| extend_change(c, &change)) {
                    last.changes.push(change);
                }
            }
            last.after = after;
            last.kind = kind;
            last.last_ms = now_ms;
            return;
        }
        self.done.push(Step { changes, before, after, kind, last_ms: now_ms, open: true });
    }

    /// Ends the current run: what follows is a step of its own.
    pub fn close(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.open = false;
        }
    }

    /// Takes the last step back; gives what that touched and the selection as it was before.
    pub fn undo(&mut self, buffer: &mut Buffer) -> Option<(Option<LineEdit>, Selection)> {
        let mut step = self.done.pop()?;
        step.open = false;
        let (lines, mut spread) = (buffer.line_count(), Spread::default());
        for change in step.changes.iter().rev() {
            spread.add(change, buffer.line_count());
            buffer.revert(change);
        }
        let result = (spread.edit(lines, buffer.line_count()), step.before);
        self.undone.push(step);
        Some(result)
    }

    /// Makes the last step that was taken back again; gives what that touched and the selection after it.
    pub fn redo(&mut self, buffer: &mut Buffer) -> Option<(Option<LineEdit>, Selection)> {
        let step = self.undone.pop()?;
        let (lines, mut spread) = (buffer.line_count(), Spread::default());
        for change in &step.changes {
            buffer.redo(change);
            spread.add(change, buffer.line_count());
        }
        let result = (spread.edit(lines, buffer.line_count()), step.after);
        self.done.push(step);
        Some(result)
    }
}

/// Joins a change that inserts right where the earlier one ended, so that a run of typing stays one small change.
fn extend_change(earlier: &mut Change, later: &Change) -> bool {
    let follows = later.removed.is_empty() && later.start == earlier.new_end();
    if follows {
        earlier.inserted.push_str(&later.inserted);
    }
    follows
}
