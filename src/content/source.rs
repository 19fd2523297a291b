//! The text of one pack file, and the list in which its faults are collected.

use super::chars;
use super::diagnostic::{self, Diagnostic, Level, Place};
use std::cell::OnceCell;
use std::ops::Range;

/// A file's name and text, in which places are looked up.
#[derive(Debug)]
pub(crate) struct Source {
    name: String,
    text: String,
    line_starts: OnceCell<Vec<usize>>,
}

impl Source {
    /// A text under the name by which people know it. Windows line ends become plain ones.
    pub fn new(name: &str, text: String) -> Self {
        let text = if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text };
        Self { name: chars::visible(name).into_owned(), text, line_starts: OnceCell::new() }
    }

    /// The text from a file's bytes.
    ///
    /// # Errors
    /// A diagnostic with the line where the bytes are not UTF-8.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        String::from_utf8(bytes).map(|text| Self::new(name, text)).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes.get(at).copied().unwrap_or_default();
            // What follows on the line is shown with replacement characters, so that the place can be found.
            let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
            bytes.truncate(end);
            let source = Self::new(name, String::from_utf8_lossy(&bytes).into_owned());
            let start =
                source.text.char_indices().find(|(i, c)| *i >= at && *c == '\u{fffd}').map_or(at, |(i, _)| i);
            Box::new(Diagnostic {
                level: Level::Error,
                code: "not-utf8",
                message: format!("the byte 0x{byte:02x} is not UTF-8"),
                file: source.name.clone(),
                place: Some(source.place(start..start + 3)),
                help: Some("pack files are UTF-8 text; save the file in that encoding".into()),
            })
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let starts = self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(i, _)| i + 1)).collect()
        });
        Place::of(&self.text, starts, span)
    }
}

/// A diagnostic about a file as a whole.
pub(crate) fn about_file(
    name: &str,
    code: &'static str,
    message: impl Into<String>,
    help: &str,
) -> Diagnostic {
    Diagnostic {
        level: Level::Error,
        code,
        message: message.into(),
        file: chars::visible(name).into_owned(),
        place: None,
        help: (!help.is_empty()).then(|| help.to_owned()),
    }
}

/// More faults than this in one file are counted, not listed.
pub(super) const MOST_FAULTS: usize = 200;

/// So many pairs of bytes are compared in one file in search of what its author may have meant. It is enough for some hundred
/// slips of the pen, and takes well under a second.
const MOST_COMPARED: usize = 10_000_000;

/// The faults of one file, in the order in which they are met.
#[derive(Debug)]
pub(crate) struct Problems<'s> {
    pub source: &'s Source,
    list: Vec<Diagnostic>,
    unlisted: usize,
    errors: usize,
    /// What is left of [`MOST_COMPARED`].
    comparisons: usize,
}

impl<'s> Problems<'s> {
    pub fn new(source: &'s Source) -> Self {
        Self { source, list: Vec::new(), unlisted: 0, errors: 0, comparisons: MOST_COMPARED }
    }

    /// Adds an error at a place. Empty help is none.
    pub fn error(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.errors += 1;
        self.add(Level::Error, code, span, message.into(), help.into());
    }

    /// Adds a warning at a place. Empty help is none.
    pub fn warning(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Level::Warning, code, span, message.into(), help.into());
    }

    fn add(&mut self, level: Level, code: &'static str, span: Range<usize>, message: String, help: String) {
        if self.list.len() >= MOST_FAULTS {
            self.unlisted += 1;
            return;
        }
        self.list.push(Diagnostic {
            level,
            code,
            message,
            file: self.source.name.clone(),
            place: Some(self.source.place(span)),
            help: (!help.is_empty()).then_some(help),
        });
    }

    /// The candidate nearest to what was written, where one is near enough to be meant and looking for it was not yet too much.
    pub fn nearest<'c>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        diagnostic::nearest(written, candidates.into_iter().take_while(|c| self.may_compare(written, c)))
    }

    /// The same for the lines of a longer text.
    pub fn nearest_line<'c>(
        &mut self,
        written: &str,
        lines: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        diagnostic::nearest_text(written, lines.into_iter().take_while(|l| self.may_compare(written, l)))
    }

    /// Whether two texts may still be compared, which is paid for. What is not listed needs no suggestion.
    fn may_compare(&mut self, a: &str, b: &str) -> bool {
        // Longer texts are not compared.
        let price = (a.len().min(200) + 1) * (b.len().min(200) + 1);
        let left = self.comparisons.checked_sub(price);
        self.comparisons = left.unwrap_or(0);
        left.is_some() && self.list.len() < MOST_FAULTS
    }

    /// Whether something is wrong that keeps the file from loading.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many errors there are so far.
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// All of them in file order.
    pub fn into_list(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|d| d.place.as_ref().map(|p| (p.line, p.column)));
        if self.unlisted > 0 {
            let mut more = about_file(
                &self.source.name,
                "more-faults",
                format!("{} more faults are not listed", self.unlisted),
                "mend those above first",
            );
            if !self.has_errors() {
                more.level = Level::Warning;
            }
            self.list.push(more);
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_for_what_was_meant_comes_to_an_end() {
        let source = Source::new("a.toml", String::new());
        let mut problems = Problems::new(&source);
        let (line, others) = ("abcdefgh".repeat(20), vec!["hgfedcba".repeat(20); 1000]);
        assert_eq!(problems.nearest("titel", ["title"]), Some("title"));
        assert_eq!(problems.nearest_line(&line, [line.as_str()]), Some(line.as_str()));
        problems.nearest_line(&line, others.iter().map(String::as_str));
        assert_eq!(problems.nearest_line(&line, [line.as_str()]), None, "more than enough was compared");
        assert_eq!(problems.nearest("titel", ["title"]), None);
    }
}
