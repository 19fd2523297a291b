//! YAML as rules see it: in blocks, without anchors, comments and quotes that change nothing.

use super::grammar::Syntax;
use super::reading::{Reading, Source, Unreadable};
use super::yaml_tree::{Node, Style, What, documents};

pub(super) fn read(_syntax: Syntax, sources: &[Source]) -> Result<Reading, Unreadable> {
    let mut writer = Writer::default();
    for (file, source) in sources.iter().enumerate() {
        let read = documents(source.text);
        let read = read.map_err(|fault| Unreadable { file, line: fault.line, what: fault.what })?;
        for document in &read {
            if !writer.out.is_empty() {
                writer.line(0, "---", (file, document.line));
            }
            writer.file = file;
            writer.node(document, 0);
        }
    }
    let (texts, lines): (Vec<String>, _) = writer.out.into_iter().unzip();
    Ok(Reading { text: texts.iter().map(|line| format!("{line}\n")).collect(), lines })
}

#[derive(Default)]
struct Writer {
    file: usize,
    out: Vec<(String, (usize, usize))>,
}

impl Writer {
    fn line(&mut self, indent: usize, text: &str, from: (usize, usize)) {
        self.out.push((format!("{:indent$}{text}", ""), from));
    }

    /// Writes a value on lines of its own.
    fn node(&mut self, node: &Node, indent: usize) {
        match &node.what {
            What::List(items) if !items.is_empty() => {
                for item in items {
                    self.entry("- ", item, item.line, indent);
                }
            }
            What::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    let name = key.text().map_or_else(|| "?".to_owned(), |text| scalar(text, Style::Quoted));
                    self.entry(&format!("{name}: "), value, key.line, indent);
                }
            }
            _ => self.entry("", node, node.line, indent),
        }
    }

    /// Writes a value behind `- ` or `key: `.
    fn entry(&mut self, lead: &str, value: &Node, line: usize, indent: usize) {
        let tag = value.tag.as_ref().map_or(String::new(), |tag| format!("{tag} "));
        let lead = format!("{lead}{tag}");
        let from = (self.file, line);
        match &value.what {
            What::List(items) if items.is_empty() => self.line(indent, &format!("{lead}[]"), from),
            What::Map(entries) if entries.is_empty() => self.line(indent, &format!("{lead}{{}}"), from),
            What::List(_) | What::Map(_) if lead == "- " => {
                let first = self.out.len();
                self.node(value, indent + 2);
                // The first line of what is within stands behind the dash.
                self.out[first].0.replace_range(indent..=indent, "-");
            }
            What::List(_) | What::Map(_) => {
                self.line(indent, lead.trim_end(), from);
                self.node(value, indent + 2);
            }
            What::Scalar { text, style } => {
                let text = text.trim_end_matches('\n');
                if text.contains('\n') && !text.chars().any(|c| c.is_control() && c != '\n') {
                    self.block(&lead, text, *style, value.line, from, indent);
                } else {
                    self.line(indent, &format!("{lead}{}", scalar(text, *style)), from);
                }
            }
        }
    }

    /// Writes a text of several lines.
    fn block(
        &mut self,
        lead: &str,
        text: &str,
        style: Style,
        line: usize,
        from: (usize, usize),
        indent: usize,
    ) {
        let sign = if text.starts_with([' ', '\n']) { "|2-" } else { "|-" };
        self.line(indent, &format!("{lead}{sign}"), from);
        for (at, piece) in text.split('\n').enumerate() {
            let line = if style == Style::Literal { line + at } else { line };
            let indent = if piece.is_empty() { 0 } else { indent + 2 };
            self.line(indent, piece, (self.file, line));
        }
    }
}

/// A scalar on one line: plain where that means the same, else in double quotes.
fn scalar(text: &str, style: Style) -> String {
    if style == Style::Plain {
        return match text {
            "True" | "TRUE" => "true",
            "False" | "FALSE" => "false",
            "" | "~" | "Null" | "NULL" => "null",
            _ => text,
        }
        .to_owned();
    }
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text in quotes is the same text without them.
fn is_plain(text: &str) -> bool {
    let is_other = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "~" | "yes" | "no" | "off" | ".inf" | "-.inf" | ".nan" | "<<"
    );
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text.chars().all(|c| c.is_ascii_hexdigit() || "+-._xo:".contains(c));
    let starts = text.starts_with(|c: char| c.is_alphanumeric() || "_./$(+<=;~^\\".contains(c))
        || text.starts_with('-') && !text.starts_with("- ") && text != "-" && text != "---";
    starts
        && !is_other
        && !is_number
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(char::is_control)
}
