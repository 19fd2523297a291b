//! Runs compared with each other: what a check reached beyond the lab's own preparation, and whether two runs went alike.

use super::secrets;
use crate::core::verdict::{CheckReport, RunReport, Trace};

/// What `check` reached after the lab was ready, at most the last `most` entries.
///
/// Every check of a run begins in a lab that was prepared in the same way, so what all of them reached first tells
/// nothing about any.
pub fn own<'a>(run: &RunReport, check: &'a CheckReport, most: usize) -> &'a [Trace] {
    let from = prepared(run).max(check.trace.len().saturating_sub(most));
    &check.trace[from.min(check.trace.len())..]
}

/// An entry in a line, statements without the line breaks they are written with.
pub fn line(trace: &Trace) -> String {
    let what: Vec<&str> = trace.what.split_whitespace().collect();
    secrets::short(&format!("{} {}", trace.kind, what.join(" ")))
}

/// How many entries at the start all checks have in common; 0 where there is just one check.
fn prepared(run: &RunReport) -> usize {
    let mut traces = run.checks.iter().map(|c| &c.trace).filter(|t| !t.is_empty());
    let Some(first) = traces.next() else { return 0 };
    let mut others = 0;
    let common = traces.fold(first.len(), |common, trace| {
        others += 1;
        first[..common].iter().zip(trace).take_while(|(a, b)| alike(a, b)).count()
    });
    if others == 0 { 0 } else { common }
}

/// Whether two runs of a check went alike. Planted values differ from run to run.
pub fn went_alike(one: &CheckReport, other: &CheckReport) -> bool {
    let plain = |text: &str| secrets::hidden(text);
    let said = |r: &CheckReport| -> Vec<[String; 3]> {
        r.exchange.iter().map(|e| [e.who.clone(), plain(&e.did), plain(&e.got)]).collect()
    };
    one.verdict == other.verdict && plain(&one.evidence) == plain(&other.evidence) && said(one) == said(other)
}

fn alike(one: &Trace, other: &Trace) -> bool {
    one.kind == other.kind && secrets::hidden(&one.what) == secrets::hidden(&other.what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::challenge::CheckKind;
    use crate::core::verdict::{Grading, RunOutcome, Verdict};

    fn run(traces: &[&[&str]]) -> RunReport {
        let check = |what: &&[&str]| CheckReport {
            name: "a check".into(),
            site: None,
            kind: CheckKind::Exploit,
            hidden: false,
            verdict: Verdict::Open,
            evidence: String::new(),
            exchange: Vec::new(),
            trace: what.iter().map(|w| Trace { kind: "query".into(), what: (*w).into() }).collect(),
            millis: 0,
        };
        RunReport {
            outcome: RunOutcome::Judged,
            checks: traces.iter().map(check).collect(),
            console: String::new(),
            millis: 0,
            grading: Grading::Run,
        }
    }

    fn own_of(run: &RunReport, at: usize, most: usize) -> Vec<&str> {
        own(run, &run.checks[at], most).iter().map(|t| t.what.as_str()).collect()
    }

    #[test]
    fn what_every_check_reached_first_is_left_out() {
        let one = "put canary-698e6103688578882106f9b0";
        let two = "put canary-000000000000000000000000";
        let run = run(&[&["make", one, "a", "b", "c"], &["make", two, "b"], &[], &["make", one]]);
        assert_eq!(own_of(&run, 0, 9), ["a", "b", "c"]);
        assert_eq!(own_of(&run, 0, 2), ["b", "c"]);
        assert_eq!(own_of(&run, 1, 9), ["b"]);
        assert!(own_of(&run, 2, 9).is_empty() && own_of(&run, 3, 9).is_empty());
    }

    #[test]
    fn one_check_alone_shows_its_end() {
        assert_eq!(own_of(&run(&[&["a", "b", "c"]]), 0, 2), ["b", "c"]);
    }
}
