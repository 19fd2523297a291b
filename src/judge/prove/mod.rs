//! Proves by running that a challenge is sound: that its checks tell right code from wrong.

mod claims;
mod found;
#[cfg(any(feature = "python", feature = "javascript"))]
mod insert;
mod reference;
mod runs;
#[cfg(any(feature = "python", feature = "javascript"))]
mod touch;

use super::control::RunControl;
use super::host::Judge;
use crate::content::Part;
use crate::core::challenge::{Challenge, Fix, FixKind};
use crate::core::verdict::{NotJudged, RunOutcome, RunReport};
use found::{about_check, not_judged, word};
use runs::Runs;
use std::collections::BTreeMap;

pub use found::Unsound;
pub use runs::Memory;

/// Runs the original and every known fix, each twice, and tells everything that is not as the challenge says. Where all of it
/// is, some more runs tell whether checks and reference are to the point. A challenge without checks has nothing to prove here.
pub fn prove(challenge: &Challenge, judge: &Judge, control: &RunControl) -> Vec<Unsound> {
    prove_again(challenge, judge, control, &Memory::default())
}

/// Like [`prove`], without the runs that `memory` knows from an earlier proof.
pub fn prove_again(
    challenge: &Challenge,
    judge: &Judge,
    control: &RunControl,
    memory: &Memory,
) -> Vec<Unsound> {
    if !challenge.has_cases() {
        return Vec::new();
    }
    let runs = Runs::new(challenge, judge, control, memory);
    let mut proof = Proof { challenge, runs, found: Vec::new(), is_without_engine: false };
    if challenge.is_clean() {
        proof.clean();
    } else {
        proof.flawed();
    }
    proof.found
}

struct Proof<'a> {
    challenge: &'a Challenge,
    runs: Runs<'a>,
    found: Vec<Unsound>,
    /// This build has no engine for the challenge, so nothing can be proven.
    is_without_engine: bool,
}

#[cfg(not(any(feature = "python", feature = "javascript")))]
impl Proof<'_> {
    /// Nothing is run, so nothing is reached.
    fn checks_reach_their_sites(&mut self, _original: &RunReport) {}
}

/// Code that is run: its name for people, and where its author finds it.
struct Code {
    name: String,
    /// The fix; the whole challenge for its own code.
    part: Part,
}

impl Proof<'_> {
    /// Runs a known code, the original or a fix, with both seeds. None where there is nothing to say about it: not judged, or
    /// not the same twice.
    fn known(&mut self, code: &Code, fix: Option<&Fix>) -> Option<RunReport> {
        if self.runs.is_cancelled() {
            return None;
        }
        let [first, second] = self.runs.twice(fix.map_or(&BTreeMap::new(), |fix| &fix.code));
        for report in [&first, &second] {
            if let RunOutcome::NotJudged { reason, message, at } = &report.outcome {
                self.is_without_engine |= *reason == NotJudged::NoEngine;
                let at = at.as_ref().map(|at| (at.file.as_str(), at.line));
                self.found.extend(not_judged(self.challenge, code, report, *reason, message, at));
                return None;
            }
        }
        for (a, b) in first.checks.iter().zip(&second.checks) {
            if a.verdict != b.verdict {
                let (first, second) = (word(a.verdict), word(b.verdict));
                let found = about_check(
                    (self.challenge, code),
                    a,
                    "not-steady",
                    format!("it comes out differently from run to run: {first} once and {second} once"),
                    "Use canary(...), lab.clock and lab.random instead of fixed or really random values.",
                );
                let evidence = format!("{} | {}", a.evidence, b.evidence);
                self.found.push(Unsound { evidence, ..found });
                return None;
            }
        }
        Some(first)
    }
}

/// The challenge's own code.
fn original() -> Code {
    Code { name: "the original".to_owned(), part: Part::Whole }
}

/// Every known fix with a name for people: numbered where there are several of a kind.
fn fixes(challenge: &Challenge) -> Vec<(&Fix, Code)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let name_of = |kind: FixKind| match kind {
        FixKind::Reference => "the reference",
        FixKind::Right => "right fix",
        FixKind::Wrong => "wrong fix",
        FixKind::Partial => "partial fix",
        FixKind::Mutant => "mutant",
    };
    let fixes = challenge.fixes.iter().enumerate().map(|(index, fix)| {
        let name = name_of(fix.kind);
        let count = counts.entry(name).or_default();
        *count += 1;
        let name = if fix.kind == FixKind::Reference { name.to_owned() } else { format!("{name} {count}") };
        (fix, Code { name, part: Part::Fix(index) })
    });
    fixes.collect()
}
