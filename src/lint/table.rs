//! The table of lints: everything that is ever said about a file, with its reason and an example.

use crate::content::{Level, nearest};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const LINTS: &str = include_str!("../../assets/lints.toml");

/// One thing that can be wrong, as `riskline explain` tells it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    /// Its name: [`Diagnostic::code`](crate::content::Diagnostic::code) where it is met.
    pub name: String,
    /// How bad it is; where that depends, the worse.
    pub level: Level,
    /// What it is about.
    pub group: String,
    /// What is wrong, in a sentence.
    pub says: String,
    /// Why that matters, and what to do.
    pub why: String,
    /// What it is met in.
    pub bad: String,
    /// The same as it should be.
    pub good: String,
    /// What `pack check --fix` does about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// The challenge of the tests in which the example stands.
    #[serde(skip_serializing)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of the table"))]
    pub(super) base: Option<String>,
    /// Whether the example is met only where the challenge is run.
    #[serde(skip_serializing, default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of the table"))]
    pub(super) runs: bool,
    /// The test that shows it, where the example cannot.
    #[serde(skip_serializing)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of the table"))]
    pub(super) proof: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    lint: Vec<Lint>,
}

/// Every lint, group by group.
pub fn lints() -> &'static [Lint] {
    static TABLE: LazyLock<Vec<Lint>> = LazyLock::new(|| {
        toml::from_str::<Table>(LINTS).expect("assets/lints.toml is sound, a test proves it").lint
    });
    &TABLE
}

/// The lint of that name.
pub fn lint(name: &str) -> Option<&'static Lint> {
    lints().iter().find(|lint| lint.name == name)
}

/// How bad a finding of that name is.
pub(super) fn level(name: &str) -> Level {
    lint(name).map_or(Level::Error, |lint| lint.level)
}

/// The lint whose name comes nearest, where one is near enough to be meant.
pub fn nearest_lint(name: &str) -> Option<&'static str> {
    nearest(name, lints().iter().map(|lint| lint.name.as_str()))
}
