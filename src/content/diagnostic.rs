//! What is wrong with a pack: one entry a fault, with the place, the text and what to do.

use super::chars;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The pack is not loaded.
    Error,
    /// The pack loads; its author should look.
    Warning,
}

impl Level {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One fault of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// Stable short name of the kind of fault, such as `unknown-key`; scripts may rely on it.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The file, as it was named to the program. Hidden characters are written out.
    pub file: String,
    /// Where in the file; nothing where the file as a whole is meant.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What was expected, the nearest valid name, or what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A place in a file, with the text there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters are meant, at least 1; never beyond the end of the line.
    pub length: usize,
    /// The line's text; of a very long line the part around the place, cut parts shown as `…`.
    pub text: String,
    /// Characters of `text` that stand before the place.
    pub before: usize,
}

/// How many characters of a line are kept before and after the start of a place.
const KEPT_BEFORE: usize = 60;
const KEPT_AFTER: usize = 120;
/// Width of a tab stop in what is printed.
const TAB: usize = 4;

impl Place {
    /// The place of the byte range `span` in `text`, whose lines begin at `line_starts`.
    /// The range is cut to the text and to the end of its first line.
    pub(super) fn of(text: &str, line_starts: &[usize], span: std::ops::Range<usize>) -> Self {
        let start = floor_boundary(text, span.start);
        let line = line_starts.partition_point(|s| *s <= start).max(1);
        let line_start = line_starts.get(line - 1).copied().unwrap_or(0);
        let line_end = text[line_start..].find('\n').map_or(text.len(), |n| line_start + n);
        let end = floor_boundary(text, span.end).clamp(start, line_end.max(start));
        let whole = &text[line_start..line_end];
        let before = text[line_start..start].chars().count();
        let length = text[start..end].chars().count().max(1);
        let (shown, shown_before) = cut(whole, before);
        Self { line, column: before + 1, length, text: shown, before: shown_before }
    }
}

/// The largest character boundary not above `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A window of a long line around character `at`, and how many characters of the window stand before it.
fn cut(line: &str, at: usize) -> (String, usize) {
    let first = at.saturating_sub(KEPT_BEFORE);
    let mut chars = line.chars().skip(first);
    let mut shown = String::new();
    let mut before = at;
    if first > 0 {
        shown.push('…');
        before = at - first + 1;
    }
    shown.extend(chars.by_ref().take(at - first + KEPT_AFTER));
    if chars.next().is_some() {
        shown.push('…');
    }
    (shown, before)
}

impl Diagnostic {
    /// The fault as text for people: `file:line:column`, the line with a caret under the place, and the help. Ends with a newline.
    /// Whatever the pack holds, the text has no control characters but the colours asked for.
    pub fn render(&self, colour: bool) -> String {
        let paint = Paint { colour };
        let mut out = String::new();
        // A line feed in a file's name would make a line that reads like another finding.
        let file = self.file.replace(['\n', '\t'], " ");
        let at = match &self.place {
            Some(p) => format!("{file}:{}:{}", p.line, p.column),
            None => file,
        };
        let level = paint.level(self.level, self.level.label());
        let message = chars::visible(&self.message).replace(['\n', '\t'], " ");
        writeln!(out, "{at}: {level}: {message} [{}]", self.code).expect("writing to a String cannot fail");
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            let (text, caret_at, caret_len) = lay_out(place);
            let bar = paint.faint("|");
            writeln!(out, " {} {bar} {text}", paint.faint(&number)).expect("writing to a String cannot fail");
            writeln!(
                out,
                " {:pad$} {bar} {:caret_at$}{}",
                "",
                "",
                paint.level(self.level, &"^".repeat(caret_len)),
                pad = number.len()
            )
            .expect("writing to a String cannot fail");
        }
        if let Some(help) = &self.help {
            let pad = self.place.as_ref().map_or(1, |p| p.line.to_string().len());
            for line in chars::visible(help).lines() {
                writeln!(out, " {:pad$} {} {line}", "", paint.faint("="))
                    .expect("writing to a String cannot fail");
            }
        }
        out
    }
}

/// The place's line as it is printed, and the column and width of its caret in terminal cells.
fn lay_out(place: &Place) -> (String, usize, usize) {
    let mut text = String::new();
    let (mut caret_at, mut caret_end) = (0, 0);
    for (i, c) in place.text.chars().enumerate() {
        let column = text.width();
        if i == place.before {
            caret_at = column;
        }
        match c {
            '\t' => text.extend(std::iter::repeat_n(' ', TAB - column % TAB)),
            c => text.push_str(&chars::visible(c.encode_utf8(&mut [0; 4]))),
        }
        if i < place.before + place.length {
            caret_end = text.width();
        }
    }
    if place.before >= place.text.chars().count() {
        caret_at = text.width();
    }
    (text, caret_at, caret_end.saturating_sub(caret_at).max(1))
}

/// Colours, or none.
struct Paint {
    colour: bool,
}

impl Paint {
    fn level(&self, level: Level, text: &str) -> String {
        let colour = match level {
            Level::Error => anstyle::AnsiColor::Red,
            Level::Warning => anstyle::AnsiColor::Yellow,
        };
        self.with(colour.on_default().bold(), text)
    }

    fn faint(&self, text: &str) -> String {
        self.with(anstyle::Style::new().dimmed(), text)
    }

    fn with(&self, style: anstyle::Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The candidate nearest to what was written, where one is near enough to be meant.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let written = written.to_lowercase();
    if written.chars().count() > 100 {
        return None;
    }
    let similarity = |c: &str| {
        let c = c.to_lowercase();
        let mut score = strsim::jaro_winkler(&written, &c);
        // Words in another order, and one name inside another, are likely slips too.
        if written.len() >= 3 && (c.contains(&written) || written.contains(&c) && c.len() >= 3) {
            score = score.max(0.85);
        }
        score
    };
    candidates
        .into_iter()
        .map(|c| (similarity(c), c))
        .filter(|(s, _)| *s >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

/// The line nearest to a longer text, where one is near enough to be meant.
pub(super) fn nearest_text<'c>(written: &str, lines: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 200;
    if written.is_empty() || written.len() > LONGEST {
        return None;
    }
    lines
        .into_iter()
        .filter(|l| !l.is_empty() && l.len() <= LONGEST)
        .take(1000)
        .map(|l| (strsim::normalized_levenshtein(written, l), l))
        .filter(|(s, _)| *s >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, l)| l)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, span: std::ops::Range<usize>) -> Diagnostic {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(i, _)| i + 1));
        Diagnostic {
            level: Level::Error,
            code: "unknown-key",
            message: "no such key".into(),
            file: "a.toml".into(),
            place: Some(Place::of(text, &starts, span)),
            help: Some("the nearest is `title`".into()),
        }
    }

    #[test]
    fn a_caret_stands_under_the_text() {
        let text = "one\ntitel = 1\n";
        assert_eq!(
            at(text, 4..9).render(false),
            "a.toml:2:1: error: no such key [unknown-key]\n 2 | titel = 1\n   | ^^^^^\n   = the nearest is `title`\n"
        );
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_caret_in_place() {
        let text = "\t日本 x\n";
        let d = at(text, 8..9);
        assert_eq!(d.place.as_ref().map(|p| p.column), Some(5));
        assert_eq!(d.render(false).lines().nth(1), Some(" 1 |     日本 x"));
        assert_eq!(d.render(false).lines().nth(2), Some("   |          ^"));
        let wide = at(text, 1..7);
        assert_eq!(wide.render(false).lines().nth(2), Some("   |     ^^^^"));
    }

    #[test]
    fn places_at_the_end_and_beyond_are_held_in_the_text() {
        let text = "ab\n日";
        for span in [0..0, 2..3, 2..99, 3..3, 4..5, 6..6, 50..60] {
            let shown = at(text, span.clone()).render(false);
            assert!(shown.contains('^'), "{span:?}: {shown}");
        }
        assert_eq!(at("", 0..0).place.map(|p| (p.line, p.column)), Some((1, 1)));
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place() {
        let text = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let d = at(&text, 5000..5004);
        let place = d.place.clone().expect("a place");
        assert_eq!(place.column, 5001);
        assert!(place.text.chars().count() < 200);
        let shown = d.render(false);
        let (line, caret) = (shown.lines().nth(1).expect("text"), shown.lines().nth(2).expect("caret"));
        let column = caret.find('^').expect("a caret");
        assert_eq!(line.chars().skip(column).take(4).collect::<String>(), "HERE");
    }

    #[test]
    fn hidden_characters_are_written_out_and_colour_is_only_what_was_asked_for() {
        let text = "a = \"\u{1b}]0;x\u{7}\u{202e}\" # z\n";
        let mut d = at(text, 5..6);
        d.message = "bad\u{1b}[2J".into();
        let plain = d.render(false);
        assert!(
            !plain.contains('\u{1b}') && !plain.contains('\u{202e}') && !plain.contains('\u{7}'),
            "{plain}"
        );
        assert_eq!(plain.lines().nth(2), Some("   |      ^^^^^^^^"));
        assert!(d.render(true).contains("\u{1b}["));
    }

    #[test]
    fn the_nearest_name_is_offered_only_where_it_is_near() {
        assert_eq!(nearest("titel", ["title", "ticket"]), Some("title"));
        assert_eq!(nearest("Weakness", ["weakness", "decoy"]), Some("weakness"));
        assert_eq!(nearest("zzz", ["title", "ticket"]), None);
    }
}
