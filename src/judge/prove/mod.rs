//! Proves by running that a challenge is sound: that its checks tell right code from wrong.

mod claims;
mod found;

use super::control::{RunControl, Which};
use super::host::{Judge, Series};
use crate::content::Part;
use crate::core::challenge::{Challenge, Fix, FixKind};
use crate::core::verdict::{NotJudged, RunOutcome, RunReport};
use found::{about_check, not_judged, word};
use std::collections::BTreeMap;

pub use found::Unsound;

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
        let files = self.challenge.with_changes(fix.map_or(&BTreeMap::new(), |fix| &fix.code));
        let mut reports = Vec::new();
        for (seed, series) in SEEDS.into_iter().zip(&mut self.series) {
            if self.control.is_cancelled() {
                return None;
            }
            let (judge, control) = (self.judge, self.control);
            let report = judge.run_seeded(self.challenge, &files, Which::All, control, seed, Some(series));
            if let RunOutcome::NotJudged { reason, message, at } = &report.outcome {
                self.is_without_engine |= *reason == NotJudged::NoEngine;
                let at = at.as_ref().map(|at| (at.file.as_str(), at.line));
                self.found.extend(not_judged(self.challenge, code, &report, *reason, message, at));
                return None;
            }
            reports.push(report);
        }
        let second = reports.pop()?;
        let first = reports.pop()?;
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
