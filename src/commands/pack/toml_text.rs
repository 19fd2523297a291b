//! Writes TOML as people would: each text in the form in which it is easiest to read, keys in columns.

use crate::content::chars::{hidden, visible};
use std::fmt::Write as _;

/// A text as a TOML value that reads back as exactly this text: bare where it can be, with escapes where it must be.
pub fn toml_text(text: &str) -> String {
    let plain = !text.chars().any(needs_escape);
    match (text.contains('\n'), plain) {
        (false, true) if !text.contains(['"', '\\']) => format!("\"{text}\""),
        (false, true) if !text.contains('\'') => format!("'{text}'"),
        (false, _) => format!("\"{}\"", escaped(text)),
        // The line end after the quotes is no part of the text.
        (true, true) if !text.contains("'''") && !text.ends_with('\'') => format!("'''\n{text}'''"),
        (true, _) => format!("\"\"\"\n{}\"\"\"", escaped(text)),
    }
}

/// What may not, or should not, stand in a file as it is: it would be refused there, or not be seen.
fn needs_escape(c: char) -> bool {
    c == '\r' || hidden(c).is_some()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => {
                let code = u32::from(c);
                let escape =
                    if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
                escape.expect("writing to a String cannot fail");
            }
            c => out.push(c),
        }
    }
    out
}

/// Texts as a list: on one line where they fit there.
pub fn toml_list(texts: &[String]) -> String {
    let values: Vec<String> = texts.iter().map(|text| toml_text(text)).collect();
    let line = format!("[{}]", values.join(", "));
    if line.len() <= 100 && !line.contains('\n') {
        return line;
    }
    let rows: String = values.iter().map(|value| format!("    {value},\n")).collect();
    format!("[\n{rows}]")
}

/// One table of a file: its header, then its keys.
#[derive(Debug, Default)]
pub struct Section {
    head: String,
    rows: Vec<(String, String)>,
    tail: String,
}

impl Section {
    /// A table under a header such as `[[file]]`; without one it is the file's own.
    pub fn new(header: &str) -> Self {
        let head = if header.is_empty() { String::new() } else { format!("{header}\n") };
        Self { head, ..Self::default() }
    }

    /// Lines of comment before the header.
    pub fn about<'l>(mut self, lines: impl IntoIterator<Item = &'l str>) -> Self {
        self.head = comment(lines) + &self.head;
        self
    }

    /// A key with a value that is TOML already.
    pub fn raw(&mut self, key: &str, value: impl ToString) -> &mut Self {
        self.rows.push((key.to_owned(), value.to_string()));
        self
    }

    /// A comment behind the last value, if there is anything to say.
    pub fn note(&mut self, note: &str) -> &mut Self {
        if let Some((_, value)) = self.rows.last_mut().filter(|_| !note.is_empty()) {
            *value += &format!("  # {}", visible(&note.replace('\n', " ")));
        }
        self
    }

    /// A key with a text.
    pub fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.raw(key, toml_text(text))
    }

    /// The same, if there is one.
    pub fn some_text(&mut self, key: &str, text: Option<&String>) -> &mut Self {
        if let Some(text) = text {
            self.text(key, text);
        }
        self
    }

    /// Another table, behind this one.
    pub fn then(&mut self, section: &Section) -> &mut Self {
        self.tail += &format!("\n{}", section.render());
        self
    }

    /// The whole table as text, its short values in a column.
    pub fn render(&self) -> String {
        let short = self.rows.iter().filter(|(_, value)| !value.contains('\n'));
        let width = short.map(|(key, _)| key.len()).max().unwrap_or(0);
        let mut out = self.head.clone();
        for (key, value) in &self.rows {
            let width = if value.contains('\n') { 0 } else { width };
            out += &format!("{key:width$} = {value}\n");
        }
        out + &self.tail
    }
}

/// Lines as comments. What a comment may not hold is written out.
pub fn comment<'l>(lines: impl IntoIterator<Item = &'l str>) -> String {
    let lines = lines.into_iter().flat_map(str::lines);
    lines.map(|line| format!("# {}", visible(line)).trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(value: &str) -> String {
        let table: toml::Table =
            format!("key = {value}\n").parse().unwrap_or_else(|e| panic!("{value}\n{e}"));
        table["key"].as_str().expect("a text").to_owned()
    }

    #[test]
    fn a_text_is_written_in_the_form_that_reads_best() {
        for (text, written) in [
            ("plain", "\"plain\""),
            ("say \"yes\"", "'say \"yes\"'"),
            ("it's \"so\"", "\"it's \\\"so\\\"\""),
            ("two\nlines", "'''\ntwo\nlines'''"),
            ("\n\nx\n", "'''\n\n\nx\n'''"),
            ("'''\n\\", "\"\"\"\n'''\n\\\\\"\"\""),
            ("a\r\nb", "\"\"\"\na\\r\nb\"\"\""),
            ("\u{1b}[2J\u{202e}\u{e0041}", "\"\\u001B[2J\\u202E\\U000E0041\""),
            ("", "\"\""),
        ] {
            assert_eq!(toml_text(text), written);
            assert_eq!(read(written), text);
        }
    }

    #[test]
    fn comments_stay_comments() {
        assert_eq!(
            comment(["one\ntwo", "", "\u{1b}[2J\rkey = 1"]),
            "# one\n# two\n# <U+001B>[2J<U+000D>key = 1\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_itself(text in "(?s)(.|['\"\\\\\r\n\t\u{0}\u{7f}\u{85}\u{feff}]){0,40}") {
            prop_assert_eq!(read(&toml_text(&text)), text);
        }

        #[test]
        fn every_list_reads_back_as_itself(texts in prop::collection::vec("(?s).{0,60}", 0..6)) {
            let table: toml::Table = format!("key = {}\n", toml_list(&texts)).parse().expect("TOML");
            let read: Vec<_> = table["key"].as_array().expect("a list").iter().filter_map(|v| v.as_str()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
