//! Where the parts of a loaded challenge stand in its file, for those who point at them after it was read.

use super::diagnostic::{Diagnostic, Level};
use super::source::Source;
use crate::core::challenge::Challenge;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A part of a challenge's file. Numbers are indices into the lists of the loaded [`Challenge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The challenge as a whole.
    Whole,
    /// A key of its own, such as `title`.
    Key(&'static str),
    /// A key of `[brief]`.
    Brief(&'static str),
    /// A `[[file]]`.
    File(usize),
    /// A line, from 1, of the code of a `[[file]]`.
    Line { file: usize, line: usize },
    /// What a `[[site]]` marks: its first core line in the code.
    Site(usize),
    /// A `[[check]]`.
    Check(usize),
    /// A `[[rule]]`.
    Rule(usize),
    /// A `[[fix]]`.
    Fix(usize),
    /// An `[[allow]]`.
    Allow(usize),
}

/// The text of a file that holds a challenge, in which its parts are found again.
#[derive(Debug)]
pub struct ChallengeSource {
    source: Source,
    /// Which `[[challenge]]` of a bundled pack it is; none where the file is the challenge.
    index: Option<usize>,
}

impl ChallengeSource {
    /// The text of a challenge's own file, or of a bundled pack whose challenge of that index is meant.
    pub fn new(name: &str, text: String, index: Option<usize>) -> Self {
        Self { source: Source::new(name, text), index }
    }

    /// The file's name, as it was given to the program.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The file's text, with plain line ends.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// A finding about a part, at its place in the file. Empty help is none.
    pub fn diagnostic(
        &self,
        challenge: &Challenge,
        part: &Part,
        (level, code): (Level, &'static str),
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.diagnostic_at(self.span(challenge, part), (level, code), message, help)
    }

    /// A finding at bytes of the file's text; without a place where the file as a whole is meant. Empty help is none.
    pub fn diagnostic_at(
        &self,
        span: Option<Range<usize>>,
        (level, code): (Level, &'static str),
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let help = help.into();
        Diagnostic {
            level,
            code,
            message: message.into(),
            file: self.source.name().to_owned(),
            place: span.map(|span| self.source.place(span)),
            help: (!help.is_empty()).then_some(help),
        }
    }

    /// The lines at which the challenges of a bundled pack begin; empty where the file is one challenge.
    pub fn challenge_lines(&self) -> Vec<usize> {
        let parsed = DeTable::parse(self.text()).ok();
        match parsed.as_ref().and_then(|parsed| parsed.get_ref().get("challenge")).map(Spanned::get_ref) {
            Some(DeValue::Array(challenges)) => {
                challenges.iter().map(|challenge| self.source.place(challenge.span()).line).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The bytes of the file's text at which a part stands: a key's value, a table's header, a line of code.
    /// None where the text has no such part, as after it was edited.
    pub fn span(&self, challenge: &Challenge, part: &Part) -> Option<Range<usize>> {
        let parsed = DeTable::parse(self.text()).ok()?;
        let (whole, table) = match self.index {
            None => (0..0, parsed.get_ref()),
            Some(index) => {
                let item = item(parsed.get_ref(), "challenge", index)?;
                (item.0, item.1)
            }
        };
        match *part {
            Part::Whole => Some(whole),
            Part::Key(key) => table.get(key).map(Spanned::span),
            Part::Brief(key) => {
                let DeValue::Table(brief) = table.get("brief")?.get_ref() else { return None };
                brief.get(key).map(Spanned::span)
            }
            Part::File(file) => item(table, "file", file).map(|i| i.0),
            Part::Line { file, line } => {
                let (span, table) = item(table, "file", file)?;
                let code = table.get("code").map_or(span, Spanned::span);
                Some(line_within(self.text(), code, line))
            }
            Part::Site(site) => {
                let site = challenge.sites.get(site)?;
                let line = site.core.first()?.first();
                self.span(challenge, &Part::Line { file: site.file, line })
            }
            Part::Check(check) => item(table, "check", check).map(|i| i.0),
            Part::Rule(rule) => item(table, "rule", rule).map(|i| i.0),
            Part::Fix(fix) => item(table, "fix", fix).map(|i| i.0),
            Part::Allow(allow) => item(table, "allow", allow).map(|i| i.0),
        }
    }
}

/// A table of a list of tables, and its header's place.
fn item<'t, 'i>(table: &'t DeTable<'i>, key: &str, index: usize) -> Option<(Range<usize>, &'t DeTable<'i>)> {
    let DeValue::Array(array) = table.get(key)?.get_ref() else { return None };
    let value = array.get(index)?;
    let DeValue::Table(table) = value.get_ref() else { return None };
    Some((value.span(), table))
}

/// Line `line` of the text that a multi-line string at `span` holds; the whole string where it is written on one line.
fn line_within(text: &str, span: Range<usize>, line: usize) -> Range<usize> {
    let raw = &text[span.clone()];
    let opens = ["'''", "\"\"\""].iter().any(|quotes| raw.starts_with(quotes));
    if !opens {
        return span;
    }
    let skipped = if raw[3..].starts_with('\n') { 4 } else { 3 };
    let mut start = span.start + skipped;
    for _ in 1..line {
        match text[start..span.end].find('\n') {
            Some(end) => start += end + 1,
            None => return span,
        }
    }
    let end = text[start..span.end].find('\n').map_or(span.end, |n| start + n);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{catalogue, load_pack};
    use std::path::Path;

    fn loaded() -> (Challenge, ChallengeSource) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges/orders-api/order-lookup.toml");
        let pack = load_pack(&path, &catalogue()).expect("it loads");
        let source = pack.source("order-lookup").expect("it is there");
        (pack.pack.challenges.into_iter().next().expect("one"), source)
    }

    #[test]
    fn every_part_is_found_in_the_file() {
        let (challenge, source) = loaded();
        let text = |part| source.span(&challenge, &part).map(|span| &source.text()[span]);
        assert_eq!(text(Part::Key("title")), Some(format!("{:?}", challenge.title).as_str()));
        assert!(text(Part::Brief("reply")).is_some_and(|t| t.contains(&challenge.brief.reply[..20])));
        for (index, site) in challenge.sites.iter().enumerate() {
            let line = challenge.files[site.file].code.lines().nth(site.core[0].first() - 1);
            assert_eq!(text(Part::Site(index)), line);
        }
        for index in 0..challenge.checks.len() {
            assert_eq!(text(Part::Check(index)), Some("[[check]]"));
        }
        for index in 0..challenge.fixes.len() {
            assert_eq!(text(Part::Fix(index)), Some("[[fix]]"));
        }
        assert_eq!(text(Part::Check(999)), None);
    }

    #[test]
    fn a_line_of_a_text_on_one_line_is_that_text() {
        assert_eq!(line_within("code = \"a\\nb\"", 7..13, 2), 7..13);
        assert_eq!(line_within("code = '''a\nb'''", 7..16, 9), 7..16);
    }
}
