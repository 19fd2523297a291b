//! Proves by running that a challenge is sound: that its checks tell right code from wrong.

use super::control::{RunControl, Which};
use super::host::{Judge, Series};
use crate::core::challenge::{Challenge, CheckKind, Fix, FixKind};
use crate::core::verdict::{CheckReport, NotJudged, RunOutcome, RunReport, Verdict};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something about a challenge that running it disproved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsound {
    /// Which code was run: "the original", "the reference", "wrong fix 2".
    pub code: String,
    /// The check that came out otherwise, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What was seen: the check's evidence. May be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// What the author can do.
    pub help: String,
}

impl std::fmt::Display for Unsound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(check) = &self.check {
            write!(f, ", check \"{check}\"")?;
        }
        write!(f, ": {}", self.what)?;
        if !self.evidence.is_empty() {
            write!(f, "\n  seen: {}", self.evidence)?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

/// The two seeds of a proof: what holds must not hang on what the lab draws at random.
const SEEDS: [[u8; 32]; 2] = [[0x5a; 32], [0xc3; 32]];

/// Runs the original and every known fix, each twice, and tells everything that is not as the challenge says. A challenge
/// without checks has nothing to prove here.
pub fn prove(challenge: &Challenge, judge: &Judge, control: &RunControl) -> Vec<Unsound> {
    if !challenge.has_cases() {
        return Vec::new();
    }
    // One series a seed: what hangs on the interpreter's own chance, as the order of a set does, is to differ too.
    let runs = 1 + challenge.fixes.len();
    let series = SEEDS.map(|_| judge.series(challenge, runs));
    let mut proof = Proof { challenge, judge, control, series, found: Vec::new(), is_without_engine: false };
    if challenge.is_clean() {
        proof.clean()
    } else {
        proof.flawed()
    }
    proof.found
}

struct Proof<'a> {
    challenge: &'a Challenge,
    judge: &'a Judge,
    control: &'a RunControl,
    series: [Series; SEEDS.len()],
    found: Vec<Unsound>,
    /// This build has no engine for the challenge, so nothing can be proven.
    is_without_engine: bool,
}

impl Proof<'_> {
    fn flawed(&mut self) {
        if let Some(report) = self.run("the original", &BTreeMap::new()) {
            self.all_function_checks_hold("the original", &report);
            self.every(&report, CheckKind::Exploit, Verdict::Open, |check| Unsound {
                code: "the original".into(),
                check: Some(check.name.clone()),
                what: "this attack does not work on the flawed code".into(),
                evidence: check.evidence.clone(),
                help: "Change the check until the attack really succeeds, or drop it.".into(),
            });
        }
        for (fix, name) in named(self.challenge) {
            let Some(report) = self.run(&name, &fix.code) else { continue };
            self.all_function_checks_hold(&name, &report);
            match fix.kind {
                FixKind::Reference | FixKind::Right => {
                    self.every(&report, CheckKind::Exploit, Verdict::Holds, |check| Unsound {
                        code: name.clone(),
                        check: Some(check.name.clone()),
                        what: "this attack still works".into(),
                        evidence: check.evidence.clone(),
                        help: "Mend the fix, or the check if it asks too much.".into(),
                    })
                }
                FixKind::Wrong => self.loses_one(&name, &report),
                FixKind::Partial => self.closes_its_own(&name, fix, &report),
                FixKind::Mutant => {}
            }
        }
    }

    fn clean(&mut self) {
        if let Some(report) = self.run("the original", &BTreeMap::new()) {
            self.all_function_checks_hold("the original", &report);
            self.every(&report, CheckKind::Exploit, Verdict::Holds, |check| Unsound {
                code: "the original".into(),
                check: Some(check.name.clone()),
                what: "this attack works, so the challenge is not clean".into(),
                evidence: check.evidence.clone(),
                help: "Mend the code, or describe the weakness as a site.".into(),
            });
        }
        let mut proven: BTreeSet<String> = BTreeSet::new();
        for (fix, name) in named(self.challenge) {
            if fix.kind != FixKind::Mutant {
                continue;
            }
            let Some(report) = self.run(&name, &fix.code) else {
                // What was not judged says nothing about the attacks.
                if self.is_without_engine {
                    return;
                }
                continue;
            };
            self.all_function_checks_hold(&name, &report);
            self.loses_one(&name, &report);
            proven
                .extend(report.checks.iter().filter(|c| c.verdict == Verdict::Open).map(|c| c.name.clone()));
        }
        for check in self.challenge.cases().filter(|c| c.kind == CheckKind::Exploit) {
            if !proven.contains(check.name) {
                self.found.push(Unsound {
                    code: "the mutants".into(),
                    check: Some(check.name.to_owned()),
                    what: "this attack works on none of them, so it proves nothing about the clean code"
                        .into(),
                    evidence: String::new(),
                    help: "Add a fix of kind \"mutant\" that puts in the flaw which this check looks for."
                        .into(),
                });
            }
        }
    }

    /// Runs the code with both seeds. None where there is nothing to say about it: not judged, or not the same twice.
    fn run(&mut self, name: &str, changes: &BTreeMap<String, String>) -> Option<RunReport> {
        let files = self.challenge.with_changes(changes);
        let mut reports = Vec::new();
        for (seed, series) in SEEDS.into_iter().zip(&mut self.series) {
            if self.control.is_cancelled() {
                return None;
            }
            let (judge, control) = (self.judge, self.control);
            let report = judge.run_seeded(self.challenge, &files, Which::All, control, seed, Some(series));
            if let RunOutcome::NotJudged { reason, message, at } = &report.outcome {
                self.is_without_engine |= *reason == NotJudged::NoEngine;
                // This build may lack the engine, and a cancelled proof says nothing.
                if !matches!(reason, NotJudged::NoEngine | NotJudged::Cancelled) {
                    let place =
                        at.as_ref().map_or(String::new(), |at| format!("{}, line {}", at.file, at.line));
                    self.found.push(Unsound {
                        code: name.to_owned(),
                        check: None,
                        what: format!("it was not judged: {}", message.trim_end_matches('.')),
                        evidence: place,
                        help: help_for(*reason).into(),
                    });
                }
                return None;
            }
            reports.push(report);
        }
        let second = reports.pop()?;
        let first = reports.pop()?;
        for (a, b) in first.checks.iter().zip(&second.checks) {
            if a.verdict != b.verdict {
                self.found.push(Unsound {
                    code: name.to_owned(),
                    check: Some(a.name.clone()),
                    what: format!(
                        "it comes out differently from run to run: {} once and {} once",
                        word(a.verdict),
                        word(b.verdict)
                    ),
                    evidence: format!("{} | {}", a.evidence, b.evidence),
                    help:
                        "Use canary(...), lab.clock and lab.random instead of fixed or really random values."
                            .into(),
                });
                return None;
            }
        }
        Some(first)
    }

    fn all_function_checks_hold(&mut self, name: &str, report: &RunReport) {
        self.every(report, CheckKind::Function, Verdict::Holds, |check| Unsound {
            code: name.to_owned(),
            check: Some(check.name.clone()),
            what: "this function check fails, which no known code may do".into(),
            evidence: check.evidence.clone(),
            help:
                "Mend the code or the check: a function check says what must work before and after the fix."
                    .into(),
        });
    }

    fn every(
        &mut self,
        report: &RunReport,
        kind: CheckKind,
        wanted: Verdict,
        otherwise: impl Fn(&CheckReport) -> Unsound,
    ) {
        let wrong = report.checks.iter().filter(|c| c.kind == kind && c.verdict != wanted);
        self.found.extend(wrong.map(otherwise));
    }

    /// At least one attack works on the code.
    fn loses_one(&mut self, name: &str, report: &RunReport) {
        if !report.checks.iter().any(|c| c.verdict == Verdict::Open) {
            self.found.push(Unsound {
                code: name.to_owned(),
                check: None,
                what: "no attack works on it, so the checks do not see what is wrong with it".into(),
                evidence: String::new(),
                help: "Add an exploit check, hidden if you like, that gets past it.".into(),
            });
        }
    }

    /// The fix closes the sites that it names and no other.
    fn closes_its_own(&mut self, name: &str, fix: &Fix, report: &RunReport) {
        let sites: Vec<String> = self.challenge.weaknesses().map(|site| site.id.clone()).collect();
        for site in sites {
            let is_attacked = report.checks.iter().any(|c| c.site.as_deref() == Some(site.as_str()));
            if !is_attacked || report.closes(&site) == fix.sites.contains(&site) {
                continue;
            }
            let open =
                report.checks.iter().find(|c| c.site.as_deref() == Some(&site) && c.verdict == Verdict::Open);
            self.found.push(Unsound {
                code: name.to_owned(),
                check: open.map(|c| c.name.clone()),
                what: if open.is_some() {
                    format!("it says that it closes `{site}`, and an attack on it still works")
                } else {
                    format!("it closes `{site}` too, which it does not name")
                },
                evidence: open.map(|c| c.evidence.clone()).unwrap_or_default(),
                help: "Make `sites` name just the weaknesses that the fix closes.".into(),
            });
        }
    }
}

/// Every known fix with a name for people: numbered where there are several of a kind.
fn named(challenge: &Challenge) -> Vec<(&Fix, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let name_of = |kind: FixKind| match kind {
        FixKind::Reference => "the reference",
        FixKind::Right => "right fix",
        FixKind::Wrong => "wrong fix",
        FixKind::Partial => "partial fix",
        FixKind::Mutant => "mutant",
    };
    let fixes = challenge.fixes.iter().map(|fix| {
        let name = name_of(fix.kind);
        let count = counts.entry(name).or_default();
        *count += 1;
        let name = if fix.kind == FixKind::Reference { name.to_owned() } else { format!("{name} {count}") };
        (fix, name)
    });
    fixes.collect()
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Open => "open",
        Verdict::Fails => "fails",
        Verdict::NotJudged => "not judged",
    }
}

fn help_for(reason: NotJudged) -> &'static str {
    match reason {
        NotJudged::Syntax | NotJudged::Import => "Mend the code so that every file imports in the lab.",
        NotJudged::LabLacks => "Use what the lab has; challenges/README.md lists it.",
        NotJudged::BrokenCheck => {
            "Mend the check: call the code through client(...) or attempt(...), and state the outcome of an attack with exploited(...)."
        }
        NotJudged::Tampering => "Known code must leave the lab and the standard library as they are.",
        _ => "Make the code finish within the limits of a run.",
    }
}
