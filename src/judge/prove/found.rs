//! What running a challenge disproved, and how each kind of it is put in words.

use super::Code;
use crate::content::Part;
use crate::core::cases::What;
use crate::core::challenge::Challenge;
use crate::core::verdict::{CheckReport, NotJudged, RunReport, Verdict};

/// Something about a challenge that running it disproved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsound {
    /// The lint that says so: stable, and described in `assets/lints.toml`.
    pub lint: &'static str,
    /// Which part of the challenge its author should look at.
    pub part: Part,
    /// Which code was run: "the original", "the reference", "wrong fix 2".
    pub code: String,
    /// The check that came out otherwise, where it is one.
    pub check: Option<String>,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What was seen: the check's evidence. May be empty.
    pub evidence: String,
    /// What the author can do.
    pub help: String,
}

/// The check or rule of that name.
pub(super) fn part_of_check(challenge: &Challenge, name: &str) -> Part {
    match challenge.cases().find(|case| case.name == name).map(|case| case.what) {
        Some(What::Check(check)) => place_in(&challenge.checks, check).map_or(Part::Whole, Part::Check),
        Some(What::Rule(rule)) => place_in(&challenge.rules, rule).map_or(Part::Whole, Part::Rule),
        None => Part::Whole,
    }
}

fn place_in<T>(list: &[T], wanted: &T) -> Option<usize> {
    list.iter().position(|item| std::ptr::eq(item, wanted))
}

/// A finding about the whole of a code.
pub(super) fn about(code: &Code, lint: &'static str, what: impl Into<String>, help: &str) -> Unsound {
    Unsound {
        lint,
        part: code.part.clone(),
        code: code.name.clone(),
        check: None,
        what: what.into(),
        evidence: String::new(),
        help: help.to_owned(),
    }
}

/// A finding about a check that was held against a code. The original is as it is, so there the check is what to look at.
pub(super) fn about_check(
    (challenge, code): (&Challenge, &Code),
    check: &CheckReport,
    lint: &'static str,
    what: impl Into<String>,
    help: &str,
) -> Unsound {
    let part = match code.part {
        Part::Whole => part_of_check(challenge, &check.name),
        ref part => part.clone(),
    };
    Unsound {
        part,
        check: Some(check.name.clone()),
        evidence: check.evidence.clone(),
        ..about(code, lint, what, help)
    }
}

/// A code that came to no verdict. None where that says nothing about the challenge.
pub(super) fn not_judged(
    challenge: &Challenge,
    code: &Code,
    report: &RunReport,
    reason: NotJudged,
    message: &str,
    at: Option<(&str, usize)>,
) -> Option<Unsound> {
    // This build may lack the engine, and a cancelled proof says nothing.
    if matches!(reason, NotJudged::NoEngine | NotJudged::Cancelled) {
        return None;
    }
    let what = format!("it was not judged: {}", message.trim_end_matches('.'));
    let mut found = about(code, "not-judged", what, help_for(reason));
    if let Some((file, line)) = at {
        found.evidence = format!("{file}, line {line}");
    }
    if code.part == Part::Whole {
        let broken = report.checks.iter().find(|c| c.verdict == Verdict::NotJudged);
        let file = at.and_then(|(path, _)| challenge.files.iter().position(|f| f.path == path));
        found.part = match (file, at, broken) {
            (Some(file), Some((_, line)), _) => Part::Line { file, line },
            (_, _, Some(check)) if reason == NotJudged::BrokenCheck => part_of_check(challenge, &check.name),
            _ => Part::Whole,
        };
    }
    Some(found)
}

fn help_for(reason: NotJudged) -> &'static str {
    match reason {
        NotJudged::Syntax | NotJudged::Import => "Mend the code so that every file imports in the lab.",
        NotJudged::LabLacks => "Use what the lab has; `riskline pack guide --reference` lists it.",
        NotJudged::BrokenCheck => {
            "Mend the check: call the code through client(...) or attempt(...), and state the outcome of an attack with exploited(...)."
        }
        NotJudged::Tampering => "Known code must leave the lab and the standard library as they are.",
        _ => "Make the code finish within the limits of a run.",
    }
}

/// A verdict in a word.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Open => "open",
        Verdict::Fails => "fails",
        Verdict::NotJudged => "not judged",
    }
}
