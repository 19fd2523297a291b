//! A text that is shown but not edited, and where somebody is in it.

use super::text;
use crate::core::attempt::Place;
use crate::core::challenge::{CodeFile, FileRole, Language};
use crate::highlight::{DocId, HighlightRequest};
use std::sync::Arc;

/// Lines that can be drawn. Lines count from 0 here.
pub trait Lines {
    /// How many there are.
    fn count(&self) -> usize;
    /// A line without its line break; empty past the end.
    fn line(&self, index: usize) -> &str;
}

/// A text with its lines found.
#[derive(Debug, Clone)]
pub struct Doc {
    /// The name under which its colours are kept.
    pub id: DocId,
    /// Its path in the challenge.
    pub path: String,
    pub language: Language,
    pub role: FileRole,
    /// The whole text.
    pub text: Arc<str>,
    starts: Vec<usize>,
}

impl Doc {
    /// A text under a name for its colours.
    pub fn new(id: impl Into<DocId>, path: &str, language: Language, role: FileRole, text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(i, _)| i + 1));
        if starts.len() > 1 && starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Self { id: id.into(), path: path.to_owned(), language, role, text: Arc::from(text), starts }
    }

    /// The reviewed text of a challenge's file. `name` tells the challenge's edition from others.
    pub fn of_file(name: &str, file: &CodeFile) -> Self {
        Self::new(format!("{name}/{}", file.path).as_str(), &file.path, file.language, file.role, &file.code)
    }

    /// What to ask for its colours with.
    pub fn highlight(&self) -> HighlightRequest {
        HighlightRequest {
            doc: self.id.clone(),
            version: 0,
            language: self.language,
            text: self.text.clone(),
        }
    }
}

impl Lines for Doc {
    fn count(&self) -> usize {
        self.starts.len()
    }

    fn line(&self, index: usize) -> &str {
        let Some(&start) = self.starts.get(index) else { return "" };
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        self.text[start..end.max(start)].trim_end_matches(['\n', '\r'])
    }
}

/// Where somebody is in one text. All from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    pub line: usize,
    /// Byte in the line, on the start of a cell.
    pub byte: usize,
    /// The display column that moves up and down aim at.
    pub goal: usize,
    /// The first line on the screen, as wished: drawing moves it so that the cursor can be seen, and reports what it drew.
    pub top: usize,
    /// The first display column on the screen, likewise.
    pub left: usize,
}

impl Cursor {
    /// Goes to a line, keeping to the column that is aimed at. Stays in the text.
    pub fn to_line(&mut self, lines: &dyn Lines, line: usize) {
        self.line = line.min(lines.count().saturating_sub(1));
        self.byte = text::byte_at(lines.line(self.line), self.goal);
    }

    /// Goes to a place. Stays in the text.
    pub fn to(&mut self, lines: &dyn Lines, line: usize, byte: usize) {
        self.line = line.min(lines.count().saturating_sub(1));
        let here = lines.line(self.line);
        self.goal = text::column_at(here, byte);
        self.byte = text::byte_at(here, self.goal);
    }

    /// Goes so many lines up or down.
    pub fn by(&mut self, lines: &dyn Lines, delta: isize) {
        self.to_line(lines, self.line.saturating_add_signed(delta));
    }

    /// Moves the view without the cursor, then takes the cursor along just so far that it stays on the screen.
    pub fn scroll(&mut self, lines: &dyn Lines, delta: isize, height: usize) {
        let last = lines.count().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(delta).min(last);
        let line = self.line.clamp(self.top, self.top + height.max(1) - 1);
        if line != self.line {
            self.to_line(lines, line);
        }
    }

    /// Centres the view on the cursor where the cursor is not on the screen.
    pub fn centre(&mut self, height: usize) {
        if self.line < self.top || self.line >= self.top + height {
            self.top = self.line.saturating_sub(height / 2);
        }
    }

    /// As it is kept in a draft.
    pub fn place(&self, lines: &dyn Lines) -> Place {
        let column = text::cells(lines.line(self.line)).take_while(|c| c.range.start < self.byte).count();
        Place { line: self.line + 1, column, top: self.top + 1 }
    }

    /// From a draft; stays in the text.
    pub fn of_place(lines: &dyn Lines, place: Place) -> Self {
        let mut cursor = Self { top: place.top.saturating_sub(1).min(lines.count()), ..Self::default() };
        let line = place.line.saturating_sub(1);
        let byte = text::cells(lines.line(line)).nth(place.column).map_or(0, |c| c.range.start);
        cursor.to(lines, line, byte);
        cursor
    }
}
