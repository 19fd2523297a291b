//! Code as comments, names, texts and the rest, in every language that challenges have: as much as the lints need to know.
//!
//! This is no parser. Where a language is odder than this knows, a comment may be taken for code or the other way round,
//! and a lint says too much or too little; nothing else hangs on it.

use crate::core::challenge::Language;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    Name,
    Text,
    Other,
}

/// A piece of code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'c> {
    pub kind: Kind,
    pub text: &'c str,
    /// Its first line, from 1.
    pub line: usize,
}

/// How a language writes comments and texts.
struct Marks {
    line: &'static [&'static str],
    /// A mark of a line's comment counts only where nothing but a blank stands before it.
    apart: bool,
    block: &'static [(&'static str, &'static str)],
    /// Texts that may go over several lines.
    long: &'static [&'static str],
    short: &'static [char],
}

fn marks(language: Language) -> Marks {
    const C: &[(&str, &str)] = &[("/*", "*/")];
    const QUOTES: &[char] = &['"', '\''];
    let plain = Marks { line: &[], apart: false, block: &[], long: &[], short: QUOTES };
    match language {
        Language::Python => Marks { line: &["#"], long: &["\"\"\"", "'''"], ..plain },
        Language::JavaScript | Language::TypeScript | Language::Go => {
            Marks { line: &["//"], block: C, long: &["`"], ..plain }
        }
        Language::Java => Marks { line: &["//"], block: C, long: &["\"\"\""], ..plain },
        Language::Terraform => Marks { line: &["#", "//"], block: C, short: &['"'], ..plain },
        Language::Yaml | Language::Dockerfile | Language::Shell => {
            Marks { line: &["#"], apart: true, ..plain }
        }
        Language::Toml => Marks { line: &["#"], long: &["\"\"\"", "'''"], ..plain },
        Language::Sql => Marks { line: &["--"], block: C, ..plain },
        Language::Html => Marks { block: &[("<!--", "-->")], ..plain },
        Language::Json | Language::Markdown | Language::Text => plain,
    }
}

/// The pieces of a code, without the blanks between them.
pub(super) fn tokens(language: Language, code: &str) -> Vec<Token<'_>> {
    let marks = marks(language);
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    // Whether nothing stands on the line before this place, as before a text that documents.
    let mut fresh = true;
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        let (length, kind) = match piece(rest, c, &marks, code[..at].chars().next_back()) {
            (length, Some(Kind::Text))
                if fresh
                    && marks.long.iter().any(|m| rest.starts_with(m))
                    && language == Language::Python =>
            {
                (length, Some(Kind::Comment))
            }
            other => other,
        };
        let text = &rest[..length];
        if let Some(kind) = kind {
            found.push(Token { kind, text, line });
            fresh = false;
        } else if c == '\n' {
            fresh = true;
        }
        line += text.matches('\n').count();
        at += length;
    }
    found
}

/// How long the next piece is, and what it is; a blank is nothing.
fn piece(rest: &str, c: char, marks: &Marks, before: Option<char>) -> (usize, Option<Kind>) {
    if c.is_whitespace() {
        return (c.len_utf8(), None);
    }
    let may_begin = !marks.apart || before.is_none_or(char::is_whitespace);
    if may_begin && marks.line.iter().any(|mark| rest.starts_with(mark)) {
        return (rest.find('\n').unwrap_or(rest.len()), Some(Kind::Comment));
    }
    if let Some((open, close)) = marks.block.iter().find(|(open, _)| rest.starts_with(open)) {
        let end = rest[open.len()..].find(close).map_or(rest.len(), |n| open.len() + n + close.len());
        return (end, Some(Kind::Comment));
    }
    if let Some(mark) = marks.long.iter().find(|mark| rest.starts_with(*mark)) {
        let end = rest[mark.len()..].find(mark).map_or(rest.len(), |n| mark.len() + n + mark.len());
        return (end, Some(Kind::Text));
    }
    if marks.short.contains(&c)
        && let Some(length) = short_text(rest, c)
    {
        return (length, Some(Kind::Text));
    }
    if is_of_name(c) && !c.is_ascii_digit() {
        return (rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()), Some(Kind::Name));
    }
    (c.len_utf8(), Some(Kind::Other))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of a text on one line, with its quotes; none where it does not end there.
fn short_text(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The words of a name: `isSafe_HTMLPath2` has `is`, `safe`, `html` and `path2`.
pub(super) fn words_of_name(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let after_small = at > 0 && chars[at - 1].is_lowercase();
        let before_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins =
            c.is_uppercase() && (after_small || before_small && at > 0 && chars[at - 1].is_uppercase());
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(language: Language, code: &str) -> Vec<(Kind, &str, usize)> {
        tokens(language, code).into_iter().map(|t| (t.kind, t.text, t.line)).collect()
    }

    #[test]
    fn comments_are_told_from_texts_that_look_like_them() {
        use Kind::{Comment, Name, Other, Text};
        assert_eq!(
            kinds(Language::Python, "x = '# no' # yes\n\"\"\"doc\nmore\"\"\"\ny = \"\"\"a\nb\"\"\"\nz"),
            [
                (Name, "x", 1),
                (Other, "=", 1),
                (Text, "'# no'", 1),
                (Comment, "# yes", 1),
                (Comment, "\"\"\"doc\nmore\"\"\"", 2),
                (Name, "y", 4),
                (Other, "=", 4),
                (Text, "\"\"\"a\nb\"\"\"", 4),
                (Name, "z", 6),
            ]
        );
        let code = "fetch(`http://x/${a}`) // go\n/* a\n b */ it's";
        let comments: Vec<_> =
            kinds(Language::TypeScript, code).into_iter().filter(|t| t.0 == Comment).collect();
        assert_eq!(comments, [(Comment, "// go", 1), (Comment, "/* a\n b */", 2)]);
        assert_eq!(kinds(Language::Yaml, "a: b#c # d").last().map(|t| t.1), Some("# d"));
        assert_eq!(kinds(Language::Go, "a := 'é").len(), 5, "a quote that does not end is no text");
    }

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words_of_name("isSafe_HTMLPath2"), ["is", "safe", "html", "path2"]);
        assert_eq!(words_of_name("UNSAFE_load"), ["unsafe", "load"]);
        assert_eq!(words_of_name("__init__"), ["init"]);
    }
}
