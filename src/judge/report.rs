//! Makes one report of what the tasks of a run said.

use super::control::Which;
use super::job::{Outcome, Stop};
use super::plain;
use crate::core::cases::Case;
use crate::core::challenge::{Challenge, CheckKind};
use crate::core::verdict::{
    CheckReport, CodePlace, Exchange, Grading, NotJudged, RunOutcome, RunReport, Trace, Verdict,
};
use std::collections::BTreeSet;
use std::time::Duration;

/// What is said where the memory limit was reached.
pub(super) const MEMORY: &str =
    "The code needed more memory than a run may use: look for something that grows without end.";
/// What is said where the system ended a process for its processor time.
pub(super) const CPU: &str = "The code used up its processor time: look for a loop that never ends.";
/// Most characters of a line of evidence.
const EVIDENCE: usize = 1000;
/// Most characters of one side of an exchange.
const EXCHANGED: usize = 4000;
/// Most entries of an exchange or a trace.
const ENTRIES: usize = 200;
/// Most characters of what the code printed.
const CONSOLE: usize = 64 << 10;

/// What is known of a run so far.
pub(super) struct Gathered<'a> {
    /// Checks and then rules, those of the feature first. Task 0 is the import, task 1 the first of these.
    pub cases: Vec<Case<'a>>,
    outcomes: Vec<Option<Outcome>>,
    begun: Vec<bool>,
    imports: Option<Outcome>,
    stop: Option<Stop>,
    grading: Grading,
}

impl<'a> Gathered<'a> {
    pub fn new(challenge: &'a Challenge, which: Which) -> Self {
        let cases: Vec<Case> = challenge.cases().filter(|c| which == Which::All || !c.hidden).collect();
        let outcomes = cases.iter().map(|_| None).collect();
        let begun = vec![false; cases.len()];
        Self { cases, outcomes, begun, imports: None, stop: None, grading: challenge.grading() }
    }

    /// Ends the run without a verdict. The first reason stands.
    pub fn stop(&mut self, stop: Stop) {
        self.stop.get_or_insert(stop);
    }

    /// Whether the whole run has ended without a verdict.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_some()
    }

    pub fn begin(&mut self, task: usize) {
        if let Some(begun) = task.checked_sub(1).and_then(|check| self.begun.get_mut(check)) {
            *begun = true;
        }
    }

    /// Takes the outcome of a task; gives the report of a check.
    pub fn end(&mut self, task: usize, outcome: Outcome) -> Option<CheckReport> {
        let Some(check) = task.checked_sub(1) else {
            if let Some(stop) = &outcome.stop {
                self.stop(stop.clone());
            }
            self.imports = Some(outcome);
            return None;
        };
        let slot = self.outcomes.get_mut(check)?;
        let report = check_report(&self.cases[check], Some(&outcome));
        *slot = Some(outcome);
        Some(report)
    }

    /// A time limit passed; `what` says how, in the words after "The code".
    pub fn time_out(&mut self, what: &str) {
        let running = self.begun.iter().zip(&self.outcomes).zip(&self.cases);
        let stuck: Vec<String> = running
            .filter(|((begun, ended), _)| **begun && ended.is_none())
            .map(|(_, c)| format!("\"{}\"", c.name))
            .collect();
        let during = if stuck.is_empty() {
            String::new()
        } else {
            format!(" It was stuck in {}.", stuck.join(" and "))
        };
        let message = match self.grading {
            Grading::Run => format!("The code {what}: look for a loop that never ends.{during}"),
            Grading::Structure => format!("Reading the code {what}.{during}"),
        };
        self.stop(Stop::new(NotJudged::Timeout, message));
    }

    /// The names of the checks in whose output or records `mark` stands, however short those are cut for people.
    pub fn naming(&self, mark: &str) -> BTreeSet<String> {
        let names = |outcome: &Outcome| serde_json::to_string(outcome).is_ok_and(|text| text.contains(mark));
        let named = self.cases.iter().zip(&self.outcomes).filter(|(_, o)| o.as_ref().is_some_and(names));
        named.map(|(case, _)| case.name.to_owned()).collect()
    }

    /// The report of the whole run.
    pub fn report(self, took: Duration) -> RunReport {
        let mut console = String::new();
        for outcome in self.imports.iter().chain(self.outcomes.iter().flatten()) {
            if console.len() < CONSOLE {
                console.push_str(&outcome.console);
            }
        }
        let mut checks: Vec<CheckReport> = self
            .cases
            .iter()
            .zip(&self.outcomes)
            .map(|(case, outcome)| check_report(case, outcome.as_ref()))
            .collect();
        checks.sort_by_key(|check| check.kind != CheckKind::Function);
        let outcome = match self.worst() {
            None => RunOutcome::Judged,
            Some(Stop { reason, message, at }) => {
                let at = at.map(|at| CodePlace { file: plain::line(&at.file, 200), line: at.line });
                RunOutcome::NotJudged { reason, message: plain::sentence(&message, EVIDENCE), at }
            }
        };
        RunReport {
            outcome,
            checks,
            console: plain::text(&console, CONSOLE),
            millis: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            grading: self.grading,
        }
    }

    /// Why the run as a whole was not judged: what ended it, else the gravest of what its checks ended with. A check that is
    /// broken only because the feature is says nothing about the check.
    fn worst(&self) -> Option<Stop> {
        if let Some(stop) = &self.stop {
            return Some(stop.clone());
        }
        let breaks_feature = self.outcomes.iter().flatten().any(|o| o.verdict == Some(Verdict::Fails));
        let mut stops: Vec<(usize, Stop)> = Vec::new();
        for (check, outcome) in self.cases.iter().zip(&self.outcomes) {
            let stop = match outcome {
                None => {
                    Some(Stop::new(NotJudged::Protocol, format!("The check \"{}\" was not run.", check.name)))
                }
                Some(o) => o.stop.clone(),
            };
            let Some(mut stop) = stop else { continue };
            stop.message = plain::sentence(&stop.message, EVIDENCE);
            if stop.reason == NotJudged::BrokenCheck {
                if breaks_feature && check.kind == CheckKind::Exploit {
                    continue;
                }
                stop.message = format!("The check \"{}\" is faulty. {}", check.name, stop.message);
            } else if stop.reason != NotJudged::Import {
                stop.message = format!("{} This was during \"{}\".", stop.message, check.name);
            }
            stops.push((gravity(stop.reason), stop));
        }
        stops.into_iter().min_by_key(|(gravity, _)| *gravity).map(|(_, stop)| stop)
    }
}

/// Which reason is told where there are several: the smallest.
fn gravity(reason: NotJudged) -> usize {
    use NotJudged as R;
    const ORDER: [NotJudged; 12] = [
        R::Cancelled,
        R::NoEngine,
        R::Syntax,
        R::Import,
        R::Tampering,
        R::LabLacks,
        R::Memory,
        R::Timeout,
        R::Output,
        R::Crash,
        R::Protocol,
        R::BrokenCheck,
    ];
    ORDER.iter().position(|r| *r == reason).unwrap_or(ORDER.len())
}

fn check_report(check: &Case, outcome: Option<&Outcome>) -> CheckReport {
    let empty = Outcome::default();
    let outcome = outcome.unwrap_or(&empty);
    let evidence = match &outcome.stop {
        Some(stop) => plain::sentence(&stop.message, EVIDENCE),
        None => plain::line(&outcome.evidence, EVIDENCE),
    };
    let exchange = outcome.exchange.iter().take(ENTRIES).map(|e| Exchange {
        who: plain::line(&e.who, 80),
        did: plain::line(&e.did, EXCHANGED),
        got: plain::line(&e.got, EXCHANGED),
    });
    let trace = outcome
        .trace
        .iter()
        .take(ENTRIES)
        .map(|t| Trace { kind: plain::line(&t.kind, 40), what: plain::line(&t.what, EXCHANGED) });
    CheckReport {
        name: check.name.to_owned(),
        kind: check.kind,
        site: check.site.map(str::to_owned),
        hidden: check.hidden,
        verdict: outcome.verdict.unwrap_or(Verdict::NotJudged),
        evidence,
        exchange: exchange.collect(),
        trace: trace.collect(),
        millis: outcome.micros / 1000,
    }
}
