//! Colours for one text, kept up to date line by line.

use super::classes::ClassMap;
use super::{LineSpans, Span, SyntaxClass};
use crate::core::challenge::Language;
use std::sync::Arc;
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

/// Longer lines stay plain: patterns that look ahead take time that grows faster than the line.
const MAX_LINE_BYTES: usize = 2_000;
/// Longer texts stay plain from here on.
const MAX_LINES: usize = 20_000;

/// Knows the languages. Made once and kept: the patterns of a language are compiled when they are first needed.
pub struct Highlighter {
    syntaxes: SyntaxSet,
    classes: ClassMap,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self::new()
    }
}

impl Highlighter {
    /// Loads the languages; takes a few milliseconds.
    pub fn new() -> Self {
        Self { syntaxes: two_face::syntax::extra_newlines(), classes: ClassMap::new() }
    }
}

/// The syntax of a language; none for plain text.
fn syntax_of(syntaxes: &SyntaxSet, language: Language) -> Option<&SyntaxReference> {
    let name = match language {
        Language::Python => "Python",
        Language::JavaScript => "JavaScript",
        Language::TypeScript => "TypeScript",
        Language::Go => "Go",
        Language::Java => "Java",
        Language::Terraform => "Terraform",
        Language::Yaml => "YAML",
        Language::Dockerfile => "Dockerfile",
        Language::Sql => "SQL",
        Language::Html => "HTML",
        Language::Json => "JSON",
        Language::Toml => "TOML",
        Language::Shell => "Bourne Again Shell (bash)",
        Language::Markdown => "Markdown",
        Language::Text => return None,
    };
    syntaxes.find_syntax_by_name(name)
}

/// What the parser knows before a line.
#[derive(Clone, PartialEq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

/// One text with its colours and, for every line, what the parser knew before it, so that an edit costs only the lines it
/// bears on.
pub struct Document {
    language: Language,
    /// Each line with its ending.
    lines: Vec<Box<str>>,
    spans: Vec<LineSpans>,
    /// State before each line.
    states: Vec<State>,
}

impl Document {
    /// An empty text.
    pub fn new(language: Language) -> Self {
        Self { language, lines: Vec::new(), spans: Vec::new(), states: Vec::new() }
    }

    /// The language it is read as.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Colours of each line, in order.
    pub fn spans(&self) -> &[LineSpans] {
        &self.spans
    }

    /// Takes over a new text. Only the lines that differ from those before are read again, and those after them until the parser
    /// is back where it was. `stop` is asked between lines; where it says yes the rest keeps the colours it had, the text counts as
    /// not taken over, and the answer is `None`. Otherwise the answer is how many lines were read.
    pub fn update(
        &mut self,
        highlighter: &mut Highlighter,
        text: &str,
        mut stop: impl FnMut() -> bool,
    ) -> Option<usize> {
        let new: Vec<&str> = text.split_inclusive('\n').collect();
        let Highlighter { syntaxes, classes } = highlighter;
        let Some(syntax) = syntax_of(syntaxes, self.language) else {
            self.spans = vec![Arc::from([]); new.len()];
            return Some(0);
        };
        let same = |a: &str, b: &str| a == b;
        let head = new.iter().zip(&self.lines).take_while(|(a, b)| same(a, b)).count();
        let tail_limit = new.len().min(self.lines.len()) - head;
        let tail = (new.iter().rev().zip(self.lines.iter().rev()))
            .take(tail_limit)
            .take_while(|(a, b)| same(a, b))
            .count();
        // Where the unchanged tail starts, in the new and in the old text.
        let (new_tail, old_tail) = (new.len() - tail, self.lines.len() - tail);
        let mut state = self
            .states
            .get(head)
            .cloned()
            .unwrap_or_else(|| State { parse: ParseState::new(syntax), scopes: ScopeStack::new() });
        if head > 0 && head >= self.states.len() {
            // The new text goes on where the old one ended: the state after its last line is not kept, so read that line again.
            state = self.states[head - 1].clone();
            read_line(&mut state, syntaxes, classes, new[head - 1]);
        }
        let (mut spans, mut states) = (Vec::new(), Vec::new());
        let mut at = head;
        while at < new.len() {
            let old = (at >= new_tail).then(|| at - new_tail + old_tail);
            if old.is_some_and(|o| self.states[o] == state) {
                break;
            }
            if stop() {
                return None;
            }
            states.push(state.clone());
            let plain = at >= MAX_LINES;
            spans.push(if plain { Arc::from([]) } else { read_line(&mut state, syntaxes, classes, new[at]) });
            at += 1;
        }
        // Lines `head..at` were read; what follows is old.
        let old_rest = if at >= new_tail { at - new_tail + old_tail } else { self.lines.len() };
        self.lines.splice(head..old_rest, new[head..at].iter().map(|l| Box::from(*l)));
        self.spans.splice(head..old_rest, spans);
        self.states.splice(head..old_rest, states);
        Some(at - head)
    }
}

fn read_line(state: &mut State, syntaxes: &SyntaxSet, classes: &mut ClassMap, line: &str) -> LineSpans {
    let text = line.trim_end_matches(['\n', '\r']);
    if text.len() > MAX_LINE_BYTES {
        return Arc::from([]);
    }
    let Ok(operations) = state.parse.parse_line(line, syntaxes) else { return Arc::from([]) };
    let mut spans: Vec<Span> = Vec::new();
    let mut add = |from: usize, to: usize, scopes: &ScopeStack| {
        let to = to.min(text.len());
        let Some(part) = text.get(from..to).filter(|p| !p.is_empty()) else { return };
        let class = classes.class(scopes.as_slice(), part);
        match spans.last_mut() {
            Some(last) if last.class == class && last.range.end == from => last.range.end = to,
            _ if class == SyntaxClass::Plain => {}
            _ => spans.push(Span { range: from..to, class }),
        }
    };
    let mut at = 0;
    for (position, operation) in &operations {
        if *position > at {
            add(at, *position, &state.scopes);
            at = *position;
        }
        if state.scopes.apply(operation).is_err() {
            return Arc::from(spans);
        }
    }
    add(at, text.len(), &state.scopes);
    Arc::from(spans)
}
