//! Two versions of a text beside each other: where somebody is in it, what is folded, and how it is laid out.

use super::action::Action;
use super::event::{Pane, PaneSeen, Target};
use super::model::Shared;
use crate::core::challenge::Language;
use crate::core::diff::{Diff, Row, RowKind, foldable};
use crate::highlight::{DocId, HighlightRequest};
use crossterm::event::{MouseButton, MouseEventKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Unchanged lines that stay open around a change.
const CONTEXT: usize = 4;
/// Below this many columns two texts have no room beside each other.
const SIDE_BY_SIDE_WIDTH: usize = 106;

/// How many columns a diff has on a screen of that size: all but the borders and the space beside them.
pub fn room(size: (u16, u16)) -> usize {
    usize::from(size.0.saturating_sub(4))
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it is called: `original`, `yours`, `reference`.
    pub label: String,
    /// The name under which its colours are kept.
    pub doc: DocId,
    /// What it is written in.
    pub language: Language,
    /// The whole text.
    pub text: Arc<str>,
}

/// How the two versions are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiffLayout {
    /// Old lines above the new ones.
    Unified,
    /// Old lines to the left of the new ones.
    SideBySide,
}

/// One row on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A line, or two beside each other.
    Line(Row),
    /// So many unchanged lines that are folded away. `first` is the line of the new text it begins at, from 0.
    Fold { lines: usize, first: usize },
}

/// Two versions, and where somebody is in them.
#[derive(Debug, Clone)]
pub struct DiffView {
    pub old: Version,
    pub new: Version,
    /// What changed.
    pub diff: Diff,
    /// Entry of the cursor, from 0.
    pub cursor: usize,
    /// First entry on the screen, as wished: drawing moves it so that the cursor can be seen.
    pub top: usize,
    /// First display column on the screen, as wished; drawing keeps it within the longest line.
    pub left: usize,
    wished: DiffLayout,
    shown: DiffLayout,
    /// First new lines of the folds that were opened.
    opened: BTreeSet<usize>,
    entries: Vec<Entry>,
}

impl DiffView {
    /// Compares two versions; the cursor stands on the first change. `width` is how many columns there are.
    pub fn new(old: Version, new: Version, width: usize) -> Self {
        let diff = Diff::new(&old.text, &new.text);
        let mut view = Self {
            old,
            new,
            diff,
            cursor: 0,
            top: 0,
            left: 0,
            wished: DiffLayout::SideBySide,
            shown: DiffLayout::Unified,
            opened: BTreeSet::new(),
            entries: Vec::new(),
        };
        view.shown = view.fitting(width);
        view.rebuild();
        view.cursor = view.entries.iter().position(is_change).unwrap_or(0);
        view
    }

    /// What to ask for the colours of both versions with.
    pub fn highlights(&self) -> [HighlightRequest; 2] {
        [&self.old, &self.new].map(|v| HighlightRequest {
            doc: v.doc.clone(),
            version: 0,
            language: v.language,
            text: v.text.clone(),
        })
    }

    /// The rows that there are.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How the versions are laid out now.
    pub fn layout(&self) -> DiffLayout {
        self.shown
    }

    /// Takes note of how many columns there are; goes over to one column where two have no room.
    pub fn fit(&mut self, width: usize) {
        let shown = self.fitting(width);
        if shown != self.shown {
            let place = self.place();
            self.shown = shown;
            self.rebuild();
            self.go_to(place);
        }
    }

    fn fitting(&self, width: usize) -> DiffLayout {
        if width < SIDE_BY_SIDE_WIDTH { DiffLayout::Unified } else { self.wished }
    }

    /// Lays the versions out the other way, where there is room. Says why not where there is none.
    ///
    /// # Errors
    /// In words for people, where two columns have no room.
    pub fn toggle_layout(&mut self, width: usize) -> Result<(), String> {
        if width < SIDE_BY_SIDE_WIDTH {
            return Err(format!("Side by side needs {SIDE_BY_SIDE_WIDTH} columns; here are {width}."));
        }
        self.wished = match self.shown {
            DiffLayout::Unified => DiffLayout::SideBySide,
            DiffLayout::SideBySide => DiffLayout::Unified,
        };
        self.fit(width);
        Ok(())
    }

    /// Opens the fold under the cursor, or closes those that were opened where it stands on none.
    pub fn toggle_fold(&mut self) {
        let place = self.place();
        if let Some(Entry::Fold { first, .. }) = self.entries.get(self.cursor) {
            self.opened.insert(*first);
        } else {
            self.opened.clear();
        }
        self.rebuild();
        self.go_to(place);
    }

    /// Opens every fold, or closes them all where all are open.
    pub fn toggle_all_folds(&mut self) {
        let place = self.place();
        let closed: Vec<usize> = self
            .entries
            .iter()
            .filter_map(|e| match e {
                Entry::Fold { first, .. } => Some(*first),
                Entry::Line(_) => None,
            })
            .collect();
        if closed.is_empty() {
            self.opened.clear();
        } else {
            self.opened.extend(closed);
        }
        self.rebuild();
        self.go_to(place);
    }

    /// Goes so many entries down, or up. Stays in the text.
    pub fn by(&mut self, delta: isize) {
        self.cursor = self.cursor.saturating_add_signed(delta).min(self.entries.len().saturating_sub(1));
    }

    /// Moves the view and takes the cursor along just so far that it stays on the screen of `height` rows.
    pub fn scroll(&mut self, delta: isize, height: usize) {
        let height = height.max(1);
        self.top = self.top.saturating_add_signed(delta).min(self.entries.len().saturating_sub(height));
        self.cursor =
            self.cursor.clamp(self.top, self.top + height - 1).min(self.entries.len().saturating_sub(1));
    }

    /// Moves the view sideways.
    pub fn sideways(&mut self, delta: isize) {
        self.left = self.left.saturating_add_signed(delta);
    }

    /// Takes over where the last frame had to scroll to.
    pub fn drawn(&mut self, seen: &PaneSeen) {
        (self.top, self.left) = (seen.top, seen.left);
    }

    /// Goes to the first row of the next change, or of the one before. Says whether there was one.
    pub fn next_change(&mut self, forward: bool) -> bool {
        let begins = |i: usize| is_change(&self.entries[i]) && (i == 0 || !is_change(&self.entries[i - 1]));
        let found = if forward {
            (self.cursor + 1..self.entries.len()).find(|i| begins(*i))
        } else {
            (0..self.cursor).rev().find(|i| begins(*i))
        };
        if let Some(at) = found {
            self.cursor = at;
        }
        found.is_some()
    }

    /// What changed in a few words: `2 lines added, 1 removed`.
    pub fn summary(&self) -> String {
        let stats = self.diff.stats();
        let lines = |n: usize| if n == 1 { "1 line".to_owned() } else { format!("{n} lines") };
        match (stats.added, stats.removed) {
            (0, 0) => "no difference".to_owned(),
            (added, 0) => format!("{} added", lines(added)),
            (0, removed) => format!("{} removed", lines(removed)),
            (added, removed) => format!("{} added, {removed} removed", lines(added)),
        }
    }

    /// The line under the cursor in the new text, or in the old one where there is no new one; from 0.
    fn place(&self) -> (Option<usize>, Option<usize>) {
        match self.entries.get(self.cursor) {
            Some(Entry::Line(row)) => (row.old, row.new),
            Some(Entry::Fold { first, .. }) => (None, Some(*first)),
            None => (None, None),
        }
    }

    /// Puts the cursor on the row that shows a line, or on the fold that holds it.
    fn go_to(&mut self, (old, new): (Option<usize>, Option<usize>)) {
        let shows = |entry: &Entry| match entry {
            Entry::Line(row) => (new.is_some() && row.new == new) || (new.is_none() && row.old == old),
            Entry::Fold { first, lines } => new.is_some_and(|n| (*first..first + lines).contains(&n)),
        };
        let last = self.entries.len().saturating_sub(1);
        self.cursor = self.entries.iter().position(shows).unwrap_or(self.cursor).min(last);
    }

    fn rebuild(&mut self) {
        let rows = match self.shown {
            DiffLayout::Unified => self.diff.unified(),
            DiffLayout::SideBySide => self.diff.side_by_side(),
        };
        let mut entries = Vec::with_capacity(rows.len());
        let mut at = 0;
        for fold in foldable(&rows, CONTEXT) {
            let first = rows[fold.start].new.unwrap_or_default();
            if self.opened.contains(&first) {
                continue;
            }
            entries.extend(rows[at..fold.start].iter().map(|r| Entry::Line(*r)));
            entries.push(Entry::Fold { lines: fold.len(), first });
            at = fold.end;
        }
        entries.extend(rows[at..].iter().map(|r| Entry::Line(*r)));
        self.entries = entries;
        self.cursor = self.cursor.min(self.entries.len().saturating_sub(1));
    }
}

/// Does an action on the view; the pane is [`Pane::Diff`].
pub fn act(view: &mut DiffView, action: Action, shared: &mut Shared) {
    let width = room(shared.size);
    let height = shared.seen.height(Pane::Diff);
    let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    match action {
        Action::Up => view.by(-1),
        Action::Down => view.by(1),
        Action::HalfUp => view.by(-page / 2),
        Action::HalfDown => view.by(page / 2),
        Action::PageUp => view.by(-page),
        Action::PageDown => view.by(page),
        Action::Top => view.by(isize::MIN),
        Action::Bottom => view.by(isize::MAX),
        Action::Left => view.sideways(-8),
        Action::Right => view.sideways(8),
        Action::LineStart => view.left = 0,
        Action::NextChange | Action::PreviousChange => {
            if !view.next_change(action == Action::NextChange) {
                shared.say(if action == Action::NextChange { "No change below" } else { "No change above" });
            }
        }
        Action::DiffLayout => {
            if let Err(why) = view.toggle_layout(width) {
                shared.warn(why);
            }
        }
        Action::DiffFold => view.toggle_fold(),
        Action::DiffFolds => view.toggle_all_folds(),
        _ => {}
    }
}

/// Takes what the mouse did on the view.
pub fn mouse(view: &mut DiffView, kind: MouseEventKind, target: Option<Target>, shared: &Shared) {
    let height = shared.seen.height(Pane::Diff);
    match (kind, target) {
        (MouseEventKind::ScrollUp, _) => view.scroll(-3, height),
        (MouseEventKind::ScrollDown, _) => view.scroll(3, height),
        (MouseEventKind::ScrollLeft, _) => view.sideways(-4),
        (MouseEventKind::ScrollRight, _) => view.sideways(4),
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Diff, entry))) => {
            view.cursor = entry.min(view.entries().len().saturating_sub(1));
            if matches!(view.entries().get(entry), Some(Entry::Fold { .. })) {
                view.toggle_fold();
            }
        }
        _ => {}
    }
}

fn is_change(entry: &Entry) -> bool {
    matches!(entry, Entry::Line(row) if row.kind != RowKind::Same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(label: &str, text: &str) -> Version {
        Version { label: label.into(), doc: label.into(), language: Language::Text, text: text.into() }
    }

    fn view(width: usize) -> DiffView {
        let old: String = (0..60).map(|i| format!("{i}\n")).collect();
        let new = old.replace("\n20\n", "\ntwenty\nand more\n").replace("\n50\n", "\n");
        DiffView::new(version("old", &old), version("new", &new), width)
    }

    #[test]
    fn it_begins_at_the_first_change_and_steps_through_all() {
        let mut view = view(80);
        let line = |view: &DiffView| match &view.entries()[view.cursor] {
            Entry::Line(row) => (row.old, row.new),
            Entry::Fold { .. } => (None, None),
        };
        assert_eq!(view.layout(), DiffLayout::Unified);
        assert_eq!(line(&view), (Some(20), None));
        assert!(view.next_change(true));
        assert_eq!(line(&view), (Some(50), None));
        assert!(!view.next_change(true));
        assert!(view.next_change(false));
        assert_eq!(line(&view), (Some(20), None));
        assert_eq!(view.summary(), "2 lines added, 2 removed");
    }

    #[test]
    fn it_goes_over_to_one_column_where_two_have_no_room() {
        let mut view = view(140);
        assert_eq!(view.layout(), DiffLayout::SideBySide);
        view.next_change(true);
        view.fit(80);
        assert_eq!(view.layout(), DiffLayout::Unified);
        assert!(matches!(&view.entries()[view.cursor], Entry::Line(row) if row.old == Some(50)));
        assert!(view.toggle_layout(80).is_err());
        view.fit(140);
        assert_eq!(view.layout(), DiffLayout::SideBySide);
        assert!(view.toggle_layout(140).is_ok());
        assert_eq!(view.layout(), DiffLayout::Unified);
    }

    #[test]
    fn folds_open_one_by_one_and_all_at_once() {
        let mut view = view(80);
        let folds =
            |view: &DiffView| view.entries().iter().filter(|e| matches!(e, Entry::Fold { .. })).count();
        assert_eq!(folds(&view), 3);
        view.cursor = 0;
        view.toggle_fold();
        assert_eq!(folds(&view), 2);
        assert!(matches!(&view.entries()[view.cursor], Entry::Line(row) if row.new == Some(0)));
        view.toggle_all_folds();
        assert_eq!(folds(&view), 0);
        view.toggle_all_folds();
        assert_eq!(folds(&view), 3);
        view.by(-1000);
        view.by(1000);
        assert_eq!(view.cursor, view.entries().len() - 1);
    }

    #[test]
    fn equal_texts_are_one_fold_and_nothing_panics_on_empty_ones() {
        let same = "a\n".repeat(10);
        let mut view = DiffView::new(version("a", &same), version("b", &same), 80);
        assert_eq!(view.entries(), [Entry::Fold { lines: 10, first: 0 }]);
        assert!(!view.next_change(true));
        assert_eq!(view.summary(), "no difference");
        let mut view = DiffView::new(version("a", ""), version("b", ""), 80);
        view.by(3);
        view.scroll(3, 10);
        view.toggle_fold();
        view.toggle_all_folds();
        assert!(view.entries().is_empty());
    }
}
