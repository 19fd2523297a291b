//! What the rest of the program may ask about rules, whether or not this build can read any language.

use crate::core::challenge::Language;
use std::ops::Range;

/// Something about a rule's text that makes it no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleFault {
    /// Where, in bytes of the rule's text.
    pub at: Range<usize>,
    pub what: String,
    /// What could be meant; may be empty.
    pub help: String,
}

/// Whether this build can hold rules against the code of a language.
#[cfg(feature = "rules")]
pub(crate) fn can_read(language: Language) -> bool {
    super::structure::can_read(language)
}

/// Everything that is wrong with a rule's text, patterns left out: only the judge process parses texts of a pack.
#[cfg(feature = "rules")]
pub(crate) fn faults_of_rule(language: Language, text: &str) -> Vec<RuleFault> {
    super::structure::lint(language, text)
}

/// A file as rules see it, and its tree, for the authors of rules.
///
/// # Errors
/// Says why the file cannot be read.
#[cfg(feature = "rules")]
pub(crate) fn file_as_rules_see_it(
    language: Language,
    path: &str,
    text: &str,
) -> Result<(String, String), String> {
    super::structure::shown(language, path, text)
}

/// Without any grammar nothing can be read.
#[cfg(not(feature = "rules"))]
pub(crate) fn file_as_rules_see_it(
    language: Language,
    _path: &str,
    _text: &str,
) -> Result<(String, String), String> {
    Err(format!("this build cannot read {language}"))
}

/// Without any grammar nothing can be read.
#[cfg(not(feature = "rules"))]
pub(crate) fn can_read(_language: Language) -> bool {
    false
}

/// Without any grammar nothing is known of rules.
#[cfg(not(feature = "rules"))]
pub(crate) fn faults_of_rule(_language: Language, _text: &str) -> Vec<RuleFault> {
    Vec::new()
}
