//! The languages whose files rules can read: one row each.

use super::reading::{Reading, Source, Unreadable};
use super::{code, dockerfile, hcl, yaml};
use crate::core::challenge::Language;
use ast_grep_core::language::Language as PatternLanguage;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError};
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc, TSLanguage};
use std::borrow::Cow;
use std::fmt;

/// A parser, and how what it parses is put into the one form that rules see.
pub(super) struct Grammar {
    pub language: Language,
    parser: fn() -> TSLanguage,
    /// Stands for `$` in patterns: a letter that the language allows in names, or `$` itself.
    dollar: char,
    pub read: Read,
    /// Rules with a name, in YAML, that the rules of a challenge can use.
    pub helpers: &'static str,
}

/// Every language that this build can read. Another one is a row here and a feature in `Cargo.toml`.
static GRAMMARS: &[Grammar] = &[
    #[cfg(feature = "go")]
    row(
        Language::Go,
        || tree_sitter_go::LANGUAGE.into(),
        'µ',
        code::read,
        include_str!("../../../assets/rules/go.yml"),
    ),
    #[cfg(feature = "java")]
    row(
        Language::Java,
        || tree_sitter_java::LANGUAGE.into(),
        '$',
        code::read,
        include_str!("../../../assets/rules/java.yml"),
    ),
    #[cfg(feature = "terraform")]
    row(
        Language::Terraform,
        || tree_sitter_hcl::LANGUAGE.into(),
        'µ',
        hcl::read,
        include_str!("../../../assets/rules/terraform.yml"),
    ),
    #[cfg(feature = "yaml")]
    row(
        Language::Yaml,
        || tree_sitter_yaml::LANGUAGE.into(),
        '$',
        yaml::read,
        include_str!("../../../assets/rules/yaml.yml"),
    ),
    #[cfg(feature = "dockerfile")]
    row(
        Language::Dockerfile,
        || tree_sitter_containerfile::LANGUAGE.into(),
        'µ',
        dockerfile::read,
        include_str!("../../../assets/rules/dockerfile.yml"),
    ),
];

type Read = fn(Syntax, &[Source]) -> Result<Reading, Unreadable>;

const fn row(
    language: Language,
    parser: fn() -> TSLanguage,
    dollar: char,
    read: Read,
    helpers: &'static str,
) -> Grammar {
    Grammar { language, parser, dollar, read, helpers }
}

/// A grammar as the rules' crate knows it.
#[derive(Clone, Copy)]
pub(super) struct Syntax(pub &'static Grammar);

impl Syntax {
    /// The syntax of a language; none where this build cannot read it.
    pub fn of(language: Language) -> Option<Self> {
        GRAMMARS.iter().find(|g| g.language == language).map(Syntax)
    }
}

impl fmt::Debug for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.language.id())
    }
}

impl PatternLanguage for Syntax {
    fn kind_to_id(&self, kind: &str) -> u16 {
        self.get_ts_language().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        self.get_ts_language().field_id_for_name(field).map(std::num::NonZero::get)
    }

    fn expando_char(&self) -> char {
        self.0.dollar
    }

    fn pre_process_pattern<'q>(&self, query: &'q str) -> Cow<'q, str> {
        with_dollars_as(query, self.0.dollar)
    }

    fn build_pattern(&self, builder: &PatternBuilder) -> Result<Pattern, PatternError> {
        builder.build(|text| StrDoc::try_new(text, *self))
    }
}

impl LanguageExt for Syntax {
    fn get_ts_language(&self) -> TSLanguage {
        (self.0.parser)()
    }
}

/// A pattern with the `$` of its metavariables, `$NAME`, `$$NAME`, `$$$NAME` and `$$$`, as a letter. Other `$` stay.
fn with_dollars_as(query: &str, letter: char) -> Cow<'_, str> {
    if letter == '$' || !query.contains('$') {
        return Cow::Borrowed(query);
    }
    let mut out = String::with_capacity(query.len());
    let mut rest = query;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = rest[at..].trim_start_matches('$');
        let count = rest.len() - at - after.len();
        let names = after.starts_with(|c: char| c.is_ascii_uppercase() || c == '_') || count == 3;
        out.extend(std::iter::repeat_n(if names { letter } else { '$' }, count));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_dollars_of_metavariables_are_replaced() {
        assert_eq!(with_dollars_as("a $X, $$$REST $$$ ${y} $z", 'µ'), "a µX, µµµREST µµµ ${y} $z");
        assert_eq!(with_dollars_as("$X", '$'), "$X");
    }
}
