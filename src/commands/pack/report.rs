//! How `riskline pack check` prints what it found: for people, for scripts, for CI.

use super::super::{CommandError, json};
use super::check::Checked;
use crate::content::{Level, tally};
use crate::lint::{Finding, Sarif};
use anstyle::Style;
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;

/// How findings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each with its place in the file
    #[default]
    Text,
    /// For scripts
    Json,
    /// SARIF 2.1.0, for CI services that show findings beside the lines
    Sarif,
}

/// The whole result for scripts. Keys are only ever added.
#[derive(Debug, Serialize)]
struct Outcome<'c> {
    /// Whether there is no error.
    sound: bool,
    packs: usize,
    challenges: usize,
    errors: usize,
    warnings: usize,
    findings: &'c [Finding],
}

impl Checked {
    /// How many errors and warnings there are.
    pub fn counts(&self) -> (usize, usize) {
        counts(&self.findings)
    }
}

/// How many errors and warnings there are among findings.
pub fn counts(findings: &[Finding]) -> (usize, usize) {
    let errors = findings.iter().filter(|finding| finding.diagnostic.level == Level::Error).count();
    (errors, findings.len() - errors)
}

/// "1 pack", "2 packs".
fn some(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// Prints everything that was found.
///
/// # Errors
/// Where the output cannot be written.
pub fn print(checked: &Checked, format: Format, out: &mut dyn Write) -> Result<(), CommandError> {
    match format {
        Format::Text => text(checked, out),
        Format::Sarif => {
            let folder = std::env::current_dir().ok();
            json::write(out, &Sarif::new(&checked.findings, folder.as_deref()))
        }
        Format::Json => {
            let (errors, warnings) = checked.counts();
            let outcome = Outcome {
                sound: errors == 0,
                packs: checked.packs,
                challenges: checked.challenges,
                errors,
                warnings,
                findings: &checked.findings,
            };
            json::write(out, &outcome)
        }
    }
}

fn text(checked: &Checked, out: &mut dyn Write) -> Result<(), CommandError> {
    for finding in &checked.findings {
        writeln!(out, "{}", finding.diagnostic.render(true))?;
    }
    let verdict = match checked.counts() {
        (0, 0) => "sound".to_owned(),
        (0, warnings) => format!("sound, with {}", tally(0, warnings)),
        (errors, warnings) => tally(errors, warnings),
    };
    let (packs, challenges) = (some(checked.packs, "pack"), some(checked.challenges, "challenge"));
    writeln!(out, "{packs} read, {challenges} run: {verdict}")?;
    if let Some(first) = checked.findings.first() {
        let faint = Style::new().dimmed();
        let name = first.diagnostic.code;
        writeln!(
            out,
            "{faint}`riskline explain {name}` says more; so it does for every name in brackets.{faint:#}"
        )?;
    }
    Ok(())
}
