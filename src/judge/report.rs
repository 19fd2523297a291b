//! Makes one report of what the tasks of a run said.

use super::control::Which;
use super::host::ordered;
use super::job::{Outcome, Stop};
use super::plain;
use crate::core::challenge::{Challenge, Check, CheckKind};
use crate::core::verdict::{
    CheckReport, CodePlace, Exchange, Grading, NotJudged, RunOutcome, RunReport, Trace, Verdict,
};
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
    /// Function checks first. Task 0 is the import, task 1 the first of these.
    pub checks: Vec<&'a Check>,
    outcomes: Vec<Option<Outcome>>,
    begun: Vec<bool>,
    imports: Option<Outcome>,
    stop: Option<Stop>,
    grading: Grading,
}

impl<'a> Gathered<'a> {
    pub fn new(challenge: &'a Challenge, which: Which) -> Self {
        let checks = ordered(challenge, which);
        let outcomes = checks.iter().map(|_| None).collect();
        let begun = vec![false; checks.len()];
        Self { checks, outcomes, begun, imports: None, stop: None, grading: Grading::Run }
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
        let report = check_report(self.checks[check], Some(&outcome));
        *slot = Some(outcome);
        Some(report)
    }

    /// A time limit passed; `what` says how, in the words after "The code".
    pub fn time_out(&mut self, what: &str) {
        let running = self.begun.iter().zip(&self.outcomes).zip(&self.checks);
        let stuck: Vec<String> = running
            .filter(|((begun, ended), _)| **begun && ended.is_none())
            .map(|(_, c)| format!("\"{}\"", c.name))
            .collect();
        let during = if stuck.is_empty() {
            String::new()
        } else {
            format!(" It was stuck in {}.", stuck.join(" and "))
        };
        self.stop(Stop::new(
            NotJudged::Timeout,
            format!("The code {what}: look for a loop that never ends.{during}"),
        ));
    }

    /// The report of the whole run.
    pub fn report(self, took: Duration) -> RunReport {
        let mut console = String::new();
        for outcome in self.imports.iter().chain(self.outcomes.iter().flatten()) {
            if console.len() < CONSOLE {
                console.push_str(&outcome.console);
            }
        }
        let checks: Vec<CheckReport> = self
            .checks
            .iter()
            .zip(&self.outcomes)
            .map(|(check, outcome)| check_report(check, outcome.as_ref()))
            .collect();
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
        for (check, outcome) in self.checks.iter().zip(&self.outcomes) {
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

fn check_report(check: &Check, outcome: Option<&Outcome>) -> CheckReport {
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
        name: check.name.clone(),
        kind: check.kind,
        site: check.site.clone(),
        hidden: check.hidden,
        verdict: outcome.verdict.unwrap_or(Verdict::NotJudged),
        evidence,
        exchange: exchange.collect(),
        trace: trace.collect(),
        millis: outcome.micros / 1000,
    }
}
