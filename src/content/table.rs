//! Reads typed values out of TOML tables and reports everything that is wrong on the way, not just the first fault.

use super::chars::{self, Hidden};
use super::diagnostic::nearest;
use super::source::Problems;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its place in the file.
#[derive(Debug, Clone)]
pub(crate) struct Text<'t> {
    pub value: &'t str,
    pub span: Range<usize>,
}

/// What a text is for, which decides what it may hold and how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A short name on one line.
    Name,
    /// A paragraph or several.
    Prose,
    /// Code, or a piece of it.
    Code,
}

impl Use {
    /// The most characters (for names) or bytes that it may have.
    pub fn most(self) -> usize {
        match self {
            Self::Name => 120,
            Self::Prose => 16 * 1024,
            Self::Code => 256 * 1024,
        }
    }
}

/// One table of the file, with the keys that it may have.
pub(crate) struct Fields<'t, 'i> {
    /// What it is, for messages: "a challenge", "a site".
    what: &'static str,
    span: Range<usize>,
    table: &'t DeTable<'i>,
}

impl<'t, 'i> Fields<'t, 'i> {
    /// Reads a table; keys that are not in `known` are reported.
    pub fn new(
        what: &'static str,
        span: Range<usize>,
        table: &'t DeTable<'i>,
        known: &[&str],
        problems: &mut Problems,
    ) -> Self {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys of {what} are: {}", known.join(", ")),
            };
            problems.error(
                "unknown-key",
                key.span(),
                format!("`{}` is not a key of {what}", short(name)),
                help,
            );
        }
        Self { what, span, table }
    }

    /// Where the table begins: its header, or the braces of an inline table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Where a key's value stands, or the table if the key is missing.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span(), Spanned::span)
    }

    /// Where a key stands, or the table if the key is missing.
    pub fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| self.span(), |(k, _)| k.span())
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn missing(&self, key: &str, problems: &mut Problems) {
        problems.error("missing-key", self.span(), format!("`{key}` is missing in {}", self.what), "");
    }

    /// A text that may be left out.
    pub fn text(&self, key: &'static str, usage: Use, problems: &mut Problems) -> Option<Text<'t>> {
        let value = self.table.get(key)?;
        as_text(key, value, usage, problems)
    }

    /// A text that must be there and must not be blank.
    pub fn needed_text(&self, key: &'static str, usage: Use, problems: &mut Problems) -> Option<Text<'t>> {
        if !self.has(key) {
            self.missing(key, problems);
            return None;
        }
        let text = self.text(key, usage, problems)?;
        if text.value.trim().is_empty() {
            problems.error("empty-text", text.span, format!("`{key}` of {} is empty", self.what), "");
            return None;
        }
        Some(text)
    }

    /// A list of texts; empty if left out.
    pub fn texts(&self, key: &'static str, usage: Use, problems: &mut Problems) -> Vec<Text<'t>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, "a list of texts", problems);
            return Vec::new();
        };
        array.iter().filter_map(|v| as_text(key, v, usage, problems)).collect()
    }

    /// A whole number within a range, that must be there.
    pub fn needed_number(
        &self,
        key: &'static str,
        range: Range<i64>,
        problems: &mut Problems,
    ) -> Option<i64> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, problems);
            return None;
        };
        as_number(key, value, range, problems)
    }

    /// A list of whole numbers within a range, each with its place; empty if left out.
    pub fn numbers(
        &self,
        key: &'static str,
        range: Range<i64>,
        problems: &mut Problems,
    ) -> Vec<(i64, Range<usize>)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, "a list of numbers", problems);
            return Vec::new();
        };
        array.iter().filter_map(|v| Some((as_number(key, v, range.clone(), problems)?, v.span()))).collect()
    }

    /// A number from 0 to 1 that may be left out.
    pub fn share(&self, key: &'static str, problems: &mut Problems) -> Option<f64> {
        let value = self.table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(f) => f.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(|n| n as f64),
            _ => {
                wrong_type(key, value, "a number from 0 to 1", problems);
                return None;
            }
        };
        let good = number.filter(|n| (0.0..=1.0).contains(n));
        if good.is_none() {
            problems.error("out-of-range", value.span(), format!("`{key}` must be a number from 0 to 1"), "");
        }
        good
    }

    /// `true` or `false`, that may be left out.
    pub fn flag(&self, key: &'static str, problems: &mut Problems) -> Option<bool> {
        let value = self.table.get(key)?;
        if let DeValue::Boolean(b) = value.get_ref() {
            return Some(*b);
        }
        wrong_type(key, value, "`true` or `false`", problems);
        None
    }

    /// A table that may be left out, with its place.
    pub fn table(
        &self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<(Range<usize>, &'t DeTable<'i>)> {
        let value = self.table.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            // A table that only dotted keys made has no header of its own.
            let span = value.span();
            return Some((if span.is_empty() { self.key_span(key) } else { span }, table));
        }
        wrong_type(key, value, "a table", problems);
        None
    }

    /// A list of tables, each with its place; empty if left out. At most `most` are read, more are an error.
    pub fn tables(
        &self,
        key: &'static str,
        most: usize,
        problems: &mut Problems,
    ) -> Vec<(Range<usize>, &'t DeTable<'i>)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, &format!("a list of tables, written as `[[{key}]]`"), problems);
            return Vec::new();
        };
        if array.len() > most {
            problems.error(
                "too-many",
                array.get(most).map_or_else(|| value.span(), Spanned::span),
                format!("{} has {} of `{key}`; {most} is the most", self.what, array.len()),
                "",
            );
        }
        let table = |v: &'t Spanned<DeValue<'i>>, problems: &mut Problems| match v.get_ref() {
            DeValue::Table(table) => Some((v.span(), table)),
            _ => {
                wrong_type(key, v, "a table", problems);
                None
            }
        };
        array.iter().take(most).filter_map(|v| table(v, problems)).collect()
    }

    /// One of a fixed set of names, as its value.
    pub fn choice<V: Copy>(
        &self,
        key: &'static str,
        choices: &[(&'static str, V)],
        problems: &mut Problems,
    ) -> Option<V> {
        let text = self.text(key, Use::Name, problems)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(*value);
        }
        let names = choices.iter().map(|(name, _)| *name);
        let all = names.clone().collect::<Vec<_>>().join(", ");
        let help = match nearest(text.value, names) {
            Some(near) => format!("did you mean `{near}`? Possible are: {all}"),
            None => format!("possible are: {all}"),
        };
        problems.error(
            "unknown-value",
            text.span,
            format!("`{}` is no {key} of {}", short(text.value), self.what),
            help,
        );
        None
    }

    /// The same, and it must be there.
    pub fn needed_choice<V: Copy>(
        &self,
        key: &'static str,
        choices: &[(&'static str, V)],
        problems: &mut Problems,
    ) -> Option<V> {
        if !self.has(key) {
            self.missing(key, problems);
            return None;
        }
        self.choice(key, choices, problems)
    }
}

/// A text as it is quoted in a message: cut, and on one line.
pub(crate) fn short(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let mut out: String = line.chars().take(60).collect();
    if out.len() < text.trim().len() {
        out.push('…');
    }
    out
}

/// Checks a text value: type, length, characters.
pub(crate) fn as_text<'t>(
    key: &str,
    value: &'t Spanned<DeValue<'_>>,
    usage: Use,
    problems: &mut Problems,
) -> Option<Text<'t>> {
    let DeValue::String(text) = value.get_ref() else {
        wrong_type(key, value, "a text", problems);
        return None;
    };
    let text = Text { value: text, span: value.span() };
    check_text(key, &text, usage, problems).then_some(text)
}

/// Reports what a text may not hold; false if it is unusable.
pub(super) fn check_text(key: &str, text: &Text<'_>, usage: Use, problems: &mut Problems) -> bool {
    let before = problems.error_count();
    if text.value.len() > usage.most() && (usage != Use::Name || text.value.chars().count() > usage.most()) {
        let unit = if usage == Use::Name { "characters" } else { "bytes" };
        problems.error(
            "too-long",
            text.span.clone(),
            format!("`{key}` is longer than {} {unit}", usage.most()),
            "",
        );
    }
    // Nearly all texts are printable ASCII, which one pass over the bytes shows.
    let plain = |b: u8| matches!(b, b' '..=b'~' | b'\t' | b'\n');
    if !text.value.bytes().all(plain) {
        check_characters(key, text, usage, problems);
    }
    if usage == Use::Name && text.value.contains(['\n', '\t']) {
        problems.error(
            "not-one-line",
            text.span.clone(),
            format!("`{key}` must be one line without tabs"),
            "",
        );
    }
    problems.error_count() == before
}

fn check_characters(key: &str, text: &Text<'_>, usage: Use, problems: &mut Problems) {
    for kind in [Hidden::Control, Hidden::Direction, Hidden::Invisible] {
        let Some(c) = text.value.chars().find(|c| chars::hidden(*c) == Some(kind)) else { continue };
        let message = format!("`{key}` holds the character {}", chars::name(c));
        let span = text.span.clone();
        match (kind, usage) {
            (Hidden::Control, _) => problems.error(
                "control-character",
                span,
                message,
                "control characters may steer a terminal and are refused; in code write them as an escape of its language",
            ),
            (_, Use::Name) => problems.error(
                "hidden-character",
                span,
                message,
                "names and paths must read as they are written",
            ),
            _ => problems.warning(
                "hidden-character",
                span,
                message,
                "it is shown written out to players; remove it unless it is the point of the challenge",
            ),
        }
    }
}

fn as_number(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    range: Range<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    let DeValue::Integer(number) = value.get_ref() else {
        wrong_type(key, value, "a whole number", problems);
        return None;
    };
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| range.contains(n));
    if number.is_none() {
        let message = format!("`{key}` must be a whole number from {} to {}", range.start, range.end - 1);
        problems.error("out-of-range", value.span(), message, "");
    }
    number
}

fn wrong_type(key: &str, value: &Spanned<DeValue<'_>>, expected: &str, problems: &mut Problems) {
    let found = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    problems.error("wrong-type", value.span(), format!("`{key}` must be {expected}, not {found}"), "");
}
