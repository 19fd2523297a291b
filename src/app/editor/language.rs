//! What an editor has to know of a language: how it indents and how it comments.

use crate::core::challenge::Language;

/// What one step of indentation is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndentUnit {
    /// That many blanks, 1 to 8.
    Spaces(usize),
    /// One tab.
    Tab,
}

impl IndentUnit {
    /// The unit that the lines already use; where they use none, the language's custom.
    pub fn detect(lines: &[String], language: Language) -> Self {
        let mut tabs = 0;
        let mut steps = [0usize; 9];
        let mut previous = 0;
        for line in lines.iter().filter(|l| !l.trim().is_empty()) {
            if line.starts_with('\t') {
                tabs += 1;
                continue;
            }
            let depth = line.len() - line.trim_start_matches(' ').len();
            let step = depth.saturating_sub(previous);
            if matches!(step, 2 | 3 | 4 | 8) {
                steps[step] += 1;
            }
            previous = depth;
        }
        if tabs > steps.iter().sum::<usize>() {
            return Self::Tab;
        }
        // Of steps seen equally often the smaller wins: the larger is usually two steps at once.
        match [2, 3, 4, 8].into_iter().max_by_key(|s| (steps[*s], std::cmp::Reverse(*s))) {
            Some(step) if steps[step] > 0 => Self::Spaces(step),
            _ => Self::usual(language),
        }
    }

    /// The custom of a language.
    fn usual(language: Language) -> Self {
        match language {
            Language::Go => Self::Tab,
            Language::Python | Language::Java | Language::Dockerfile | Language::Shell | Language::Sql => {
                Self::Spaces(4)
            }
            _ => Self::Spaces(2),
        }
    }

    /// The text of one step.
    pub fn text(self) -> String {
        match self {
            Self::Spaces(n) => " ".repeat(n),
            Self::Tab => "\t".to_owned(),
        }
    }

    /// How many bytes of `line`'s leading blanks one step back takes away.
    pub fn dedent_len(self, line: &str) -> usize {
        if line.starts_with('\t') {
            return 1;
        }
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let step = match self {
            Self::Spaces(n) => n.max(1),
            Self::Tab => super::columns::TAB_WIDTH,
        };
        match blanks % step {
            0 => step.min(blanks),
            odd => odd,
        }
    }

    /// Its name for people.
    pub fn label(self) -> String {
        match self {
            Self::Spaces(n) => format!("{n} spaces"),
            Self::Tab => "tabs".to_owned(),
        }
    }
}

/// The blanks a line begins with.
pub fn leading_blanks(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What a language writes around a comment: before it, and after it where that is needed.
pub fn comment(language: Language) -> Option<(&'static str, &'static str)> {
    match language {
        Language::Python
        | Language::Terraform
        | Language::Yaml
        | Language::Dockerfile
        | Language::Toml
        | Language::Shell => Some(("#", "")),
        Language::JavaScript | Language::TypeScript | Language::Go | Language::Java => Some(("//", "")),
        Language::Sql => Some(("--", "")),
        Language::Html | Language::Markdown => Some(("<!--", "-->")),
        Language::Json | Language::Text => None,
    }
}

/// What the indentation of a new line does, given the text before and after the place where the line is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewLine {
    /// As deep as the line above.
    Same,
    /// One step deeper.
    Deeper,
    /// One step back.
    Back,
    /// One step deeper, and the bracket that follows goes to a line of its own.
    Between,
}

/// Decides how deep a line that is broken off between `before` and `after` goes.
pub fn new_line(language: Language, before: &str, after: &str) -> NewLine {
    let code = without_comment(language, before).trim_end();
    if matches!(language, Language::Text | Language::Markdown) {
        return NewLine::Same;
    }
    let last = code.chars().next_back();
    if let Some(close) = last.and_then(closing) {
        return if after.trim_start().starts_with(close) { NewLine::Between } else { NewLine::Deeper };
    }
    match language {
        Language::Python | Language::Yaml if last == Some(':') => NewLine::Deeper,
        Language::Python if after.trim().is_empty() && leaves_block(code) => NewLine::Back,
        _ => NewLine::Same,
    }
}

fn closing(open: char) -> Option<char> {
    match open {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

/// Whether nothing more can follow in the block of this Python line.
fn leaves_block(code: &str) -> bool {
    let code = code.trim_start();
    let word = code.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let whole = code.matches(['(', '[', '{']).count() == code.matches([')', ']', '}']).count();
    whole && !code.ends_with('\\') && matches!(word, "return" | "raise" | "pass" | "break" | "continue")
}

/// The line up to its comment, with quotes taken into account.
fn without_comment(language: Language, line: &str) -> &str {
    let Some((mark, "")) = comment(language) else { return line };
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if line[at..].starts_with(mark) => return &line[..at],
            None => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(text: &str, language: Language) -> IndentUnit {
        IndentUnit::detect(&text.lines().map(str::to_owned).collect::<Vec<_>>(), language)
    }

    #[test]
    fn the_indent_unit_is_the_files_own() {
        assert_eq!(detect("def f():\n  if x:\n    y\n  z\n", Language::Python), IndentUnit::Spaces(2));
        assert_eq!(detect("a {\n\tb\n\tc\n}", Language::JavaScript), IndentUnit::Tab);
        assert_eq!(detect("x = 1\n", Language::Python), IndentUnit::Spaces(4));
        assert_eq!(
            detect("a\n    b\n            c\n    d\n        e\n", Language::Python),
            IndentUnit::Spaces(4)
        );
    }

    #[test]
    fn new_lines_know_the_language() {
        let py = |b, a| new_line(Language::Python, b, a);
        assert_eq!(py("if x:", ""), NewLine::Deeper);
        assert_eq!(py("if x:  # why: because", ""), NewLine::Deeper);
        assert_eq!(py("x = '#:'", ""), NewLine::Same);
        assert_eq!(py("    return x", ""), NewLine::Back);
        assert_eq!(py("    return f(x,", ""), NewLine::Same);
        assert_eq!(py("    returned = 1", ""), NewLine::Same);
        assert_eq!(py("f(", ")"), NewLine::Between);
        assert_eq!(new_line(Language::JavaScript, "if (x) {", ""), NewLine::Deeper);
        assert_eq!(new_line(Language::JavaScript, "case 1:", ""), NewLine::Same);
    }

    #[test]
    fn a_step_back_goes_to_the_stop_before() {
        assert_eq!(IndentUnit::Spaces(4).dedent_len("      x"), 2);
        assert_eq!(IndentUnit::Spaces(4).dedent_len("    x"), 4);
        assert_eq!(IndentUnit::Spaces(4).dedent_len("  x"), 2);
        assert_eq!(IndentUnit::Tab.dedent_len("\t\tx"), 1);
        assert_eq!(IndentUnit::Spaces(2).dedent_len("x"), 0);
    }
}
