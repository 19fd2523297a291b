//! From syntect's scopes to our own few classes.

use std::collections::HashMap;
use syntect::parsing::Scope;

/// What a part of a line is. Themes give each of these a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SyntaxClass {
    /// Nothing in particular.
    Plain,
    /// A word of the language: `if`, `def`, `const`, `and`.
    Keyword,
    /// An operator made of signs: `+`, `==`.
    Operator,
    /// A text, with its quotes.
    String,
    /// An escape within a text: `\n`, `%s`.
    Escape,
    /// A comment.
    Comment,
    /// A number.
    Number,
    /// A fixed value: `True`, `null`.
    Constant,
    /// A function where it is defined or called.
    Function,
    /// A class or another type.
    Type,
    /// A parameter, or a name with a meaning of its own such as `self`.
    Variable,
    /// A decorator, an annotation, or an attribute of a tag.
    Attribute,
    /// A tag of a markup language.
    Tag,
    /// A key of a data file.
    Key,
    /// A heading.
    Heading,
    /// Brackets, commas and their like.
    Punctuation,
    /// What the syntax calls an error.
    Invalid,
}

impl SyntaxClass {
    /// Every class, for themes and their tests.
    pub const ALL: [SyntaxClass; 17] = [
        Self::Plain,
        Self::Keyword,
        Self::Operator,
        Self::String,
        Self::Escape,
        Self::Comment,
        Self::Number,
        Self::Constant,
        Self::Function,
        Self::Type,
        Self::Variable,
        Self::Attribute,
        Self::Tag,
        Self::Key,
        Self::Heading,
        Self::Punctuation,
        Self::Invalid,
    ];
}

/// Beginnings of scopes and the class they stand for. The longest that fits counts. A scope that none fits says nothing, and the one
/// around it is asked.
const RULES: &[(&str, SyntaxClass)] = &[
    ("comment", SyntaxClass::Comment),
    ("constant", SyntaxClass::Constant),
    ("constant.character", SyntaxClass::Escape),
    ("constant.numeric", SyntaxClass::Number),
    ("constant.other.placeholder", SyntaxClass::Escape),
    ("entity.name", SyntaxClass::Type),
    ("entity.name.constant", SyntaxClass::Constant),
    ("entity.name.function", SyntaxClass::Function),
    ("entity.name.section", SyntaxClass::Heading),
    ("entity.name.tag", SyntaxClass::Tag),
    ("entity.name.tag.toml", SyntaxClass::Key),
    ("entity.name.tag.yaml", SyntaxClass::Key),
    ("entity.name.variable", SyntaxClass::Variable),
    ("entity.other.attribute-name", SyntaxClass::Attribute),
    ("entity.other.inherited-class", SyntaxClass::Type),
    ("invalid", SyntaxClass::Invalid),
    ("keyword", SyntaxClass::Keyword),
    ("keyword.operator", SyntaxClass::Operator),
    ("markup.heading", SyntaxClass::Heading),
    ("markup.raw", SyntaxClass::String),
    ("meta.annotation", SyntaxClass::Attribute),
    ("meta.annotation.arguments", SyntaxClass::Plain),
    ("meta.group", SyntaxClass::Plain),
    ("meta.interpolation", SyntaxClass::Plain),
    ("meta.template.expression", SyntaxClass::Plain),
    ("punctuation", SyntaxClass::Punctuation),
    ("punctuation.definition.annotation", SyntaxClass::Attribute),
    ("punctuation.definition.comment", SyntaxClass::Comment),
    ("punctuation.definition.heading", SyntaxClass::Heading),
    ("punctuation.definition.string", SyntaxClass::String),
    ("source", SyntaxClass::Plain),
    ("storage", SyntaxClass::Keyword),
    ("storage.type.java", SyntaxClass::Type),
    ("storage.type.primitive", SyntaxClass::Type),
    ("storage.type.string", SyntaxClass::String),
    ("string", SyntaxClass::String),
    ("support.class", SyntaxClass::Type),
    ("support.constant", SyntaxClass::Constant),
    ("support.function", SyntaxClass::Function),
    ("support.macro", SyntaxClass::Function),
    ("support.type", SyntaxClass::Type),
    ("support.type.property-name", SyntaxClass::Key),
    ("variable", SyntaxClass::Plain),
    ("variable.annotation", SyntaxClass::Attribute),
    ("variable.function", SyntaxClass::Function),
    ("variable.language", SyntaxClass::Variable),
    ("variable.parameter", SyntaxClass::Variable),
];

/// Scopes around a text that make it the key of a data file.
const KEYS: &[&str] = &["meta.mapping.key.json", "meta.structure.dictionary.key.json"];

/// Looks up classes and remembers what it found.
pub(super) struct ClassMap {
    rules: Vec<(Scope, SyntaxClass)>,
    keys: Vec<Scope>,
    known: HashMap<Scope, Option<SyntaxClass>>,
}

impl ClassMap {
    pub(super) fn new() -> Self {
        let scope = |text: &str| Scope::new(text).ok();
        Self {
            rules: RULES.iter().filter_map(|(text, class)| Some((scope(text)?, *class))).collect(),
            keys: KEYS.iter().filter_map(|text| scope(text)).collect(),
            known: HashMap::new(),
        }
    }

    /// The class of `text`, which lies in these scopes, outermost first.
    pub(super) fn class(&mut self, scopes: &[Scope], text: &str) -> SyntaxClass {
        let found = scopes.iter().rev().find_map(|s| self.of_scope(*s)).unwrap_or(SyntaxClass::Plain);
        match found {
            // `and`, `not` and `instanceof` are operators to the syntax and words to the reader.
            SyntaxClass::Operator if text.chars().all(|c| c.is_alphabetic() || c == '_') => {
                SyntaxClass::Keyword
            }
            SyntaxClass::String if scopes.iter().any(|s| self.keys.iter().any(|k| k.is_prefix_of(*s))) => {
                SyntaxClass::Key
            }
            class => class,
        }
    }

    fn of_scope(&mut self, scope: Scope) -> Option<SyntaxClass> {
        let rules = &self.rules;
        *self.known.entry(scope).or_insert_with(|| {
            rules
                .iter()
                .filter(|(prefix, _)| prefix.is_prefix_of(scope))
                .max_by_key(|(prefix, _)| prefix.len())
                .map(|(_, class)| *class)
        })
    }
}
