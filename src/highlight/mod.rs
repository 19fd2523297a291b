//! Syntax colours: which part of a line is a keyword, a string, a comment and so on.
//!
//! A colour is a [`SyntaxClass`], never an actual colour: the themes decide what a class looks like, so that terminals with sixteen
//! colours or none are served too. The work is done on a thread of its own ([`HighlightService`]), because the
//! first text of a language takes up to a quarter of a second; until the answer comes the text is shown plain.

mod classes;
mod document;
mod service;

pub use classes::SyntaxClass;
pub use document::{Document, Highlighter};
pub use service::{DocId, HighlightReply, HighlightRequest, HighlightService};

use std::ops::Range;
use std::sync::Arc;

/// A coloured part of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Bytes of the line, on character boundaries of the text that was highlighted. Never empty.
    pub range: Range<usize>,
    /// What stands there.
    pub class: SyntaxClass,
}

/// The coloured parts of one line, in order and not overlapping; what lies between them is plain.
pub type LineSpans = Arc<[Span]>;

/// The colours of one document as they were last worked out. They may lag behind the text by an edit or two, so
/// everything here takes the text as it is now and stays within it.
#[derive(Debug, Clone, Default)]
pub struct Highlights {
    lines: Vec<LineSpans>,
    version: u64,
}

impl Highlights {
    /// Takes over an answer, unless one to a later version of the text is already here. Says whether it did.
    pub fn accept(&mut self, reply: HighlightReply) -> bool {
        let newer = self.lines.is_empty() || reply.version >= self.version;
        if newer {
            self.version = reply.version;
            self.lines = reply.lines;
        }
        newer
    }

    /// Moves the colours below an edit along with their lines until the next answer comes: the lines from `first` on (counted
    /// from 0), `old` of them, have become `new` lines.
    pub fn shift(&mut self, first: usize, old: usize, new: usize) {
        let first = first.min(self.lines.len());
        let end = first.saturating_add(old).min(self.lines.len());
        let kept: Vec<LineSpans> = (0..new)
            .map(|i| self.lines[first..end].get(i).cloned().unwrap_or_else(|| Arc::from([])))
            .collect();
        self.lines.splice(first..end, kept);
    }

    /// Whether no answer has come yet.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The whole of `text`, which is line `index` (from 0), cut into parts of one class each. The parts are in order, on character
    /// boundaries, never empty, and leave nothing out.
    pub fn parts(&self, index: usize, text: &str) -> Vec<Span> {
        cover(self.lines.get(index).map_or(&[], |l| &l[..]), text)
    }
}

/// Fills the gaps between `spans` with plain ones so that they cover all of `text`; spans that do not fit it are cut or dropped.
pub fn cover(spans: &[Span], text: &str) -> Vec<Span> {
    let mut parts = Vec::with_capacity(spans.len() * 2 + 1);
    let mut at = 0;
    for span in spans {
        let start = span.range.start.max(at);
        let end = span.range.end.min(text.len());
        if start >= end || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        if at < start {
            parts.push(Span { range: at..start, class: SyntaxClass::Plain });
        }
        parts.push(Span { range: start..end, class: span.class });
        at = end;
    }
    if at < text.len() {
        parts.push(Span { range: at..text.len(), class: SyntaxClass::Plain });
    }
    parts
}

#[cfg(test)]
mod tests;
