//! Running text: paragraphs, lists, `code`, **bold** and fenced code, wrapped to a width.

use super::theme::{Role, Theme};
use crate::app::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// Lays a text out in lines of at most `width` columns.
pub fn lines(content: &str, width: usize, theme: &Theme, base: Style) -> Vec<Line<'static>> {
    let width = width.max(8);
    let content = text::visible(content.trim_end());
    let mut out = Vec::new();
    let mut fenced = false;
    let mut paragraph = String::new();
    for line in content.lines() {
        if line.trim_start().starts_with("```") {
            flush(&mut paragraph, &mut out, width, theme, base);
            fenced = !fenced;
        } else if fenced {
            out.extend(broken(&[(line.to_owned(), base)], width, 0, true));
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut out, width, theme, base);
            out.push(Line::default());
        } else {
            if starts_item(line) {
                flush(&mut paragraph, &mut out, width, theme, base);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph += line.trim_end();
        }
    }
    flush(&mut paragraph, &mut out, width, theme, base);
    out
}

/// Whether a line begins an entry of a list.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (number.len() < line.len() && number.starts_with(". "))
}

fn flush(paragraph: &mut String, out: &mut Vec<Line<'static>>, width: usize, theme: &Theme, base: Style) {
    if paragraph.is_empty() {
        return;
    }
    let content = std::mem::take(paragraph);
    let indent = if starts_item(&content) {
        let trimmed = content.trim_start();
        content.len() - trimmed.len() + trimmed.find(' ').map_or(0, |i| i + 1)
    } else {
        0
    };
    out.extend(broken(&styled(&content, theme, base), width, indent.min(width / 2), false));
}

/// Cuts a paragraph into parts of one style: `code` and **bold**. Signs that are never closed stay as they are.
fn styled(content: &str, theme: &Theme, base: Style) -> Vec<(String, Style)> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = content;
    while !rest.is_empty() {
        let found = [("`", Role::Code), ("**", Role::Strong)].into_iter().find_map(|(sign, role)| {
            let inner = rest.strip_prefix(sign)?;
            let end = inner.find(sign).filter(|end| *end > 0)?;
            Some((&inner[..end], &inner[end + sign.len()..], role))
        });
        match found {
            Some((inner, after, role)) => {
                if !plain.is_empty() {
                    parts.push((std::mem::take(&mut plain), base));
                }
                parts.push((inner.to_owned(), base.patch(theme.style(role))));
                rest = after;
            }
            None => {
                let mut letters = rest.chars();
                plain.extend(letters.next());
                rest = letters.as_str();
            }
        }
    }
    if !plain.is_empty() {
        parts.push((plain, base));
    }
    parts
}

/// Breaks parts into lines, at spaces where there are any; lines after the first are indented. `verbatim` keeps every space.
fn broken(parts: &[(String, Style)], width: usize, indent: usize, verbatim: bool) -> Vec<Line<'static>> {
    let mut out = Lines { done: vec![Line::default()], used: 0, width, indent };
    for word in words(parts) {
        let bare: usize = word.iter().map(|(piece, _)| piece.trim_end_matches(' ').width()).sum();
        let starts_line = out.used <= indent && out.done.len() > 1;
        if starts_line && bare == 0 && !verbatim {
            continue;
        }
        if out.used > indent && out.used + bare > width && bare > 0 {
            out.next();
        }
        for (piece, style) in &word {
            out.push(piece, *style);
        }
    }
    out.done
}

/// The words of a paragraph, each with the spaces behind it, in as many pieces as it has styles.
fn words(parts: &[(String, Style)]) -> Vec<Vec<(&str, Style)>> {
    let mut words = vec![Vec::new()];
    for (content, style) in parts {
        for piece in content.split_inclusive(' ') {
            words.last_mut().expect("never empty").push((piece, *style));
            if piece.ends_with(' ') {
                words.push(Vec::new());
            }
        }
    }
    words
}

/// Lines that are being filled.
struct Lines {
    done: Vec<Line<'static>>,
    used: usize,
    width: usize,
    indent: usize,
}

impl Lines {
    fn next(&mut self) {
        self.done.push(Line::from(" ".repeat(self.indent)));
        self.used = self.indent;
    }

    /// Adds a piece; one that is wider than a line goes over several.
    fn push(&mut self, piece: &str, style: Style) {
        let mut shown = String::new();
        for cell in text::cells(piece) {
            if self.used + cell.width > self.width && cell.shown != " " {
                self.span(&mut shown, style);
                self.next();
            }
            shown += &cell.shown;
            self.used += cell.width;
        }
        self.span(&mut shown, style);
    }

    fn span(&mut self, shown: &mut String, style: Style) {
        if let Some(line) = self.done.last_mut()
            && !shown.is_empty()
        {
            line.push_span(Span::styled(std::mem::take(shown), style));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::ColourDepth;

    fn plain(content: &str, width: usize) -> String {
        let theme = Theme::new(false, ColourDepth::None);
        let lines = lines(content, width, &theme, Style::new());
        lines.iter().map(|l| l.to_string().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn it_wraps_lists_code_and_long_words() {
        insta::assert_snapshot!(plain("Add an endpoint that\nreturns one order, by `id`.\n\n- use **db()** and nothing else at all\n- 404 for none\n\n```\nx  =  1\n```\nabcdefghijklmnopqrstuvwxyz", 20), @r"
        Add an endpoint that
        returns one order,
        by id.

        - use db() and
          nothing else at
          all
        - 404 for none

        x  =  1
        abcdefghijklmnopqrst
        uvwxyz
        ");
        assert_eq!(plain("I added the `/orders`, `x`:", 18), "I added the\n/orders, x:");
        assert_eq!(plain("2 ** 3 and ` alone", 40), "2 ** 3 and ` alone");
    }

    #[test]
    fn no_line_is_wider_than_the_room() {
        let text =
            "日本語の長い文章です。 `SELECT * FROM orders WHERE id = ?` and **more of it** 👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻";
        for width in 8..40 {
            let theme = Theme::new(false, ColourDepth::None);
            for line in lines(text, width, &theme, Style::new()) {
                assert!(line.to_string().trim_end().width() <= width, "{width}: {line}");
            }
        }
    }
}
