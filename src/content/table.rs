//! Reads typed values out of TOML tables and reports everything that is wrong on the way, not just the first fault.

use super::chars::{self, Hidden};
use super::keys::{Choices, Key, Need, Shape, Table, Use, When};
use super::source::Problems;
use crate::core::challenge::Language;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its place in the file.
#[derive(Debug, Clone)]
pub(crate) struct Text<'t> {
    pub value: &'t str,
    pub span: Range<usize>,
}

/// A table of the file and the keys that it may have, before anything of it was looked at.
#[derive(Clone)]
pub(crate) struct Section<'t, 'i> {
    keys: &'static Table,
    pub span: Range<usize>,
    pub table: &'t DeTable<'i>,
}

impl<'t, 'i> Section<'t, 'i> {
    pub fn new(keys: &'static Table, span: Range<usize>, table: &'t DeTable<'i>) -> Self {
        Self { keys, span, table }
    }

    /// Looks at its keys; those that it may not have are reported.
    pub fn fields(self, problems: &mut Problems) -> Fields<'t, 'i> {
        let Self { keys, span, table } = self;
        for key in table.keys() {
            let name: &str = key.get_ref();
            if keys.key(name).is_some() {
                continue;
            }
            let what = keys.what;
            let known = || keys.keys.iter().map(|k| k.name);
            let help = match problems.nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys of {what} are: {}", known().collect::<Vec<_>>().join(", ")),
            };
            problems.error(
                "unknown-key",
                key.span(),
                format!("`{}` is not a key of {what}", short(name)),
                help,
            );
        }
        Fields { keys, span, table }
    }
}

/// One table of the file, read by the keys that it may have. To ask for a key that is not among them, or for another kind of
/// value than its shape says, is a mistake of this program and panics.
pub(crate) struct Fields<'t, 'i> {
    keys: &'static Table,
    span: Range<usize>,
    table: &'t DeTable<'i>,
}

impl<'t, 'i> Fields<'t, 'i> {
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

    /// What the table of keys says of a key.
    fn key(&self, key: &str) -> &'static Key {
        self.keys.key(key).unwrap_or_else(|| panic!("`{key}` is among the keys of {}", self.keys.what))
    }

    /// Whether the table of keys says that it must be there, whatever else there is.
    pub fn needs(&self, key: &str) -> bool {
        self.key(key).need != Need::Optional
    }

    /// What holds for the values of the key that decides, and the value of that.
    pub fn when(&self) -> Option<&'static When> {
        self.keys.when.as_ref()
    }

    /// How many a list may have.
    pub fn most(&self, key: &str) -> Option<usize> {
        match self.key(key).shape {
            Shape::List(_, count) => count.most,
            _ => None,
        }
    }

    fn missing(&self, key: &str, problems: &mut Problems) {
        problems.error("missing-key", self.span(), format!("`{key}` is missing in {}", self.keys.what), "");
    }

    /// The value of a key; where it must be there and is not, that is reported.
    fn value(&self, key: &'static str, problems: &mut Problems) -> Option<&'t Spanned<DeValue<'i>>> {
        let value = self.table.get(key);
        if value.is_none() && self.key(key).need == Need::Filled {
            self.missing(key, problems);
        }
        value
    }

    /// A text.
    pub fn text(&self, key: &'static str, problems: &mut Problems) -> Option<Text<'t>> {
        match self.key(key).need {
            Need::Filled => self.needed_text(key, problems),
            _ => as_text(key, self.table.get(key)?, usage(&self.key(key).shape), problems),
        }
    }

    /// A text that must be there as things are, and must not be blank.
    pub fn needed_text(&self, key: &'static str, problems: &mut Problems) -> Option<Text<'t>> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, problems);
            return None;
        };
        let text = as_text(key, value, usage(&self.key(key).shape), problems)?;
        if text.value.trim().is_empty() {
            problems.error("empty-text", text.span, format!("`{key}` of {} is empty", self.keys.what), "");
            return None;
        }
        Some(text)
    }

    /// A list of texts; empty if left out.
    pub fn texts(&self, key: &'static str, problems: &mut Problems) -> Vec<Text<'t>> {
        let Shape::List(each, _) = self.key(key).shape else { panic!("`{key}` is a list of texts") };
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, "a list of texts", problems);
            return Vec::new();
        };
        array.iter().filter_map(|v| as_text(key, v, usage(each), problems)).collect()
    }

    /// A whole number.
    pub fn number(&self, key: &'static str, problems: &mut Problems) -> Option<i64> {
        let range = range(&self.key(key).shape);
        as_number(key, self.value(key, problems)?, range, problems)
    }

    /// A list of whole numbers, each with its place; empty if left out.
    pub fn numbers(&self, key: &'static str, problems: &mut Problems) -> Vec<(i64, Range<usize>)> {
        let Shape::List(each, _) = self.key(key).shape else { panic!("`{key}` is a list of numbers") };
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, "a list of numbers", problems);
            return Vec::new();
        };
        array.iter().filter_map(|v| Some((as_number(key, v, range(each), problems)?, v.span()))).collect()
    }

    /// A number from 0 to 1 that may be left out.
    pub fn share(&self, key: &'static str, problems: &mut Problems) -> Option<f64> {
        let value = self.value(key, problems)?;
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

    /// `true` or `false`.
    pub fn flag(&self, key: &'static str, problems: &mut Problems) -> Option<bool> {
        let value = self.value(key, problems)?;
        if let DeValue::Boolean(b) = value.get_ref() {
            return Some(*b);
        }
        wrong_type(key, value, "`true` or `false`", problems);
        None
    }

    /// A table whose names are free; none if left out.
    pub fn by_name(&self, key: &'static str, problems: &mut Problems) -> Option<&'t DeTable<'i>> {
        let value = self.table.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        wrong_type(key, value, "a table", problems);
        None
    }

    /// A table; none if left out.
    pub fn table(&self, key: &'static str, problems: &mut Problems) -> Option<Section<'t, 'i>> {
        let Shape::Table(keys) = self.key(key).shape else { panic!("`{key}` is a table") };
        let table = self.by_name(key, problems)?;
        let span = self.span_of(key);
        // A table that only dotted keys made has no header of its own.
        Some(Section::new(keys, if span.is_empty() { self.key_span(key) } else { span }, table))
    }

    /// A list of tables; empty if left out. Where there are too many that is an error, and the rest is not read.
    pub fn tables(&self, key: &'static str, problems: &mut Problems) -> Vec<Section<'t, 'i>> {
        let Shape::List(Shape::Table(keys), count) = self.key(key).shape else {
            panic!("`{key}` is a list of tables")
        };
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(key, value, &format!("a list of tables, written as `[[{key}]]`"), problems);
            return Vec::new();
        };
        let most = count.most.unwrap_or(usize::MAX);
        if array.len() > most {
            problems.error(
                "too-many",
                array.get(most).map_or_else(|| value.span(), Spanned::span),
                format!("{} has {} of `{key}`; {most} is the most", self.keys.what, array.len()),
                "",
            );
        }
        let table = |v: &'t Spanned<DeValue<'i>>, problems: &mut Problems| match v.get_ref() {
            DeValue::Table(table) => Some(Section::new(keys, v.span(), table)),
            _ => {
                wrong_type(key, v, "a table", problems);
                None
            }
        };
        array.iter().take(most).filter_map(|v| table(v, problems)).collect()
    }

    /// One of a fixed set of names, as its value.
    pub fn choice<V: Copy + Sync + 'static>(&self, key: &'static str, problems: &mut Problems) -> Option<V> {
        let Shape::Choice(choice) = self.key(key).shape else { panic!("`{key}` is a choice") };
        let choices = (choice as &dyn std::any::Any).downcast_ref::<Choices<V>>();
        let choices = choices.unwrap_or_else(|| panic!("the names of `{key}` stand for such values")).0;
        self.pick(key, choices.iter().map(|(name, value, _)| (*name, *value)), problems)
    }

    /// The name of a language.
    pub fn language(&self, key: &'static str, problems: &mut Problems) -> Option<Language> {
        self.pick(key, Language::ALL.iter().map(|(language, id, _)| (*id, *language)), problems)
    }

    fn pick<V>(
        &self,
        key: &'static str,
        choices: impl Iterator<Item = (&'static str, V)> + Clone,
        problems: &mut Problems,
    ) -> Option<V> {
        let text = as_text(key, self.value(key, problems)?, Use::Name, problems)?;
        if let Some((_, value)) = choices.clone().find(|(name, _)| *name == text.value) {
            return Some(value);
        }
        let names = choices.map(|(name, _)| name);
        let all = names.clone().collect::<Vec<_>>().join(", ");
        let help = match problems.nearest(text.value, names) {
            Some(near) => format!("did you mean `{near}`? Possible are: {all}"),
            None => format!("possible are: {all}"),
        };
        problems.error(
            "unknown-value",
            text.span,
            format!("`{}` is no {key} of {}", short(text.value), self.keys.what),
            help,
        );
        None
    }

    /// The same, where it must be there as things are.
    pub fn needed_choice<V: Copy + Sync + 'static>(
        &self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<V> {
        if !self.has(key) {
            self.missing(key, problems);
            return None;
        }
        self.choice(key, problems)
    }
}

/// What a text of this shape is for.
fn usage(shape: &Shape) -> Use {
    match shape {
        Shape::Text(usage) => *usage,
        _ => Use::Name,
    }
}

/// The whole numbers that a value of this shape may be.
fn range(shape: &Shape) -> RangeInclusive<i64> {
    match shape {
        Shape::Number(number) => number.from..=number.to,
        Shape::Cwe => 1..=99_999,
        _ => i64::MIN..=i64::MAX,
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
    range: RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    let DeValue::Integer(number) = value.get_ref() else {
        wrong_type(key, value, "a whole number", problems);
        return None;
    };
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| range.contains(n));
    if number.is_none() {
        let message = format!("`{key}` must be a whole number from {} to {}", range.start(), range.end());
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
