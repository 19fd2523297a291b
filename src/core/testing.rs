//! Small challenges and answers for tests.

use super::answer::{Boundary, Finding};
use super::catalogue::Family;
use super::challenge::{
    Brief, Challenge, CodeFile, DecisionTable, Difficulty, FileRole, Hints, Language, Severity, Site,
    SiteKind,
};
use super::challenge::{Check, CheckKind};
use super::lines::LineRange;
use super::verdict::{CheckReport, Grading, RunOutcome, RunReport, Verdict};

/// A file of so many lines.
pub fn file(path: &str, lines: usize) -> CodeFile {
    CodeFile {
        path: path.into(),
        role: FileRole::Suggested,
        language: Language::from_path(path),
        before: None,
        code: (1..=lines).map(|n| format!("line_{n} = {n}\n")).collect(),
    }
}

/// A site in the first file with one core range.
pub fn site(id: &str, kind: SiteKind, core: &str) -> Site {
    Site {
        id: id.into(),
        kind,
        file: 0,
        core: vec![lines(core)],
        context: Vec::new(),
        entries: Vec::new(),
        cwes: Vec::new(),
        severity: Severity::Medium,
        why: String::new(),
    }
}

/// A weakness in the first file, CWE-639.
pub fn weakness(id: &str, core: &str, severity: Severity) -> Site {
    Site { cwes: vec![639], severity, ..site(id, SiteKind::Weakness, core) }
}

/// A decoy in the first file.
pub fn decoy(id: &str, core: &str) -> Site {
    site(id, SiteKind::Decoy, core)
}

/// A challenge of one file, `a.py`, with one function check and one exploit check a weakness.
pub fn challenge(file_lines: usize, sites: Vec<Site>) -> Challenge {
    let clean = !sites.iter().any(|s| s.kind == SiteKind::Weakness);
    let check = |kind, site: Option<&Site>| Check {
        name: site.map_or("works".into(), |s| format!("attacks {}", s.id)),
        kind,
        site: site.map(|s| s.id.clone()),
        hidden: false,
        code: String::new(),
    };
    let mut checks = vec![check(CheckKind::Function, None)];
    let weak = sites.iter().filter(|s| s.kind == SiteKind::Weakness);
    checks.extend(weak.map(|s| check(CheckKind::Exploit, Some(s))));
    Challenge {
        id: "one".into(),
        title: "One".into(),
        language: Language::Python,
        family: "object-ownership".into(),
        minutes: 4,
        difficulty: Difficulty::default(),
        principle: String::new(),
        references: Vec::new(),
        talk: Vec::new(),
        brief: Brief::default(),
        hints: Hints::default(),
        files: vec![file("a.py", file_lines)],
        sites,
        lab_setup: String::new(),
        checks,
        rules: Vec::new(),
        decision: if clean { DecisionTable::CLEAN } else { DecisionTable::FLAWED },
        fixes: Vec::new(),
        allows: Vec::new(),
        hash: String::new(),
    }
}

/// The family of [`challenge`]: CWE-639 and CWE-862.
pub fn family() -> Family {
    Family {
        id: "object-ownership".into(),
        title: "Object ownership".into(),
        cwes: vec![639, 862],
        words: Vec::new(),
    }
}

/// A line range, written as in a pack.
pub fn lines(text: &str) -> LineRange {
    text.parse().expect("a test writes line ranges that parse")
}

/// A finding in `a.py`.
pub fn finding(range: &str, cwe: Option<u32>) -> Finding {
    Finding { file: "a.py".into(), lines: lines(range), cwe, reason: String::new(), boundary: None }
}

/// A boundary mark.
pub fn boundary(file: &str, range: &str) -> Option<Boundary> {
    Some(Boundary { file: file.into(), lines: lines(range) })
}

/// A run in which the checks of a challenge came to the given verdicts.
pub fn run(challenge: &Challenge, verdicts: &[Verdict]) -> RunReport {
    assert_eq!(challenge.checks.len(), verdicts.len(), "one verdict a check");
    let checks = challenge.checks.iter().zip(verdicts).map(|(check, &verdict)| CheckReport {
        name: check.name.clone(),
        kind: check.kind,
        site: check.site.clone(),
        hidden: check.hidden,
        verdict,
        evidence: String::new(),
        exchange: Vec::new(),
        trace: Vec::new(),
        millis: 1,
    });
    RunReport {
        outcome: RunOutcome::Judged,
        checks: checks.collect(),
        console: String::new(),
        millis: 1,
        grading: Grading::Run,
    }
}
