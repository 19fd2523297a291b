//! Builds small challenges and runs them through the real program.

#![allow(dead_code)]

use riskline::core::challenge::{
    Brief, Challenge, Check, CheckKind, CodeFile, DecisionTable, Difficulty, FileRole, Hints, Language,
    Severity, Site, SiteKind,
};
use riskline::core::lines::LineRange;
use riskline::core::verdict::RunReport;
use riskline::judge::{Judge, Limits, RunControl, Which};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// A challenge in the making.
pub struct Case {
    pub challenge: Challenge,
    pub limits: Limits,
}

impl Case {
    /// A flawed challenge of one file.
    pub fn new(path: &str, code: &str) -> Self {
        let challenge = Challenge {
            id: "case".into(),
            title: "Case".into(),
            language: Language::from_path(path),
            family: "object-ownership".into(),
            minutes: 4,
            difficulty: Difficulty::default(),
            principle: "Query by owner.".into(),
            references: Vec::new(),
            talk: Vec::new(),
            brief: Brief::default(),
            hints: Hints::default(),
            files: vec![CodeFile {
                path: path.into(),
                role: FileRole::Suggested,
                language: Language::from_path(path),
                before: None,
                code: code.into(),
            }],
            sites: vec![Site {
                id: "any-order".into(),
                kind: SiteKind::Weakness,
                file: 0,
                core: vec![LineRange::line(1)],
                context: Vec::new(),
                entries: Vec::new(),
                cwes: vec![639],
                severity: Severity::High,
                why: "Nothing ties the row to the user.".into(),
            }],
            lab_setup: String::new(),
            checks: Vec::new(),
            rules: Vec::new(),
            decision: DecisionTable::FLAWED,
            fixes: Vec::new(),
            allows: Vec::new(),
            hash: String::new(),
        };
        Self {
            challenge,
            limits: Limits {
                cpu: Duration::from_secs(20),
                wall: Duration::from_secs(60),
                ..Limits::default()
            },
        }
    }

    pub fn setup(mut self, code: &str) -> Self {
        self.challenge.lab_setup = code.into();
        self
    }

    pub fn function(self, name: &str, code: &str) -> Self {
        self.check(CheckKind::Function, name, code)
    }

    pub fn exploit(self, name: &str, code: &str) -> Self {
        self.check(CheckKind::Exploit, name, code)
    }

    fn check(mut self, kind: CheckKind, name: &str, code: &str) -> Self {
        let site = (kind == CheckKind::Exploit).then(|| "any-order".to_owned());
        self.challenge.checks.push(Check { name: name.into(), kind, site, hidden: false, code: code.into() });
        self
    }

    pub fn cpu(mut self, cpu: Duration) -> Self {
        self.limits.cpu = cpu;
        self
    }

    pub fn wall(mut self, wall: Duration) -> Self {
        self.limits.wall = wall;
        self
    }
}

pub fn exe() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_riskline"))
}

/// Runs a case with other text in its first file.
pub fn run(case: &Case, code: &str) -> RunReport {
    run_with(&Judge::new(exe(), case.limits), case, code)
}

pub fn run_with(judge: &Judge, case: &Case, code: &str) -> RunReport {
    let changed = BTreeMap::from([(case.challenge.files[0].path.clone(), code.to_owned())]);
    judge.run(&case.challenge, &case.challenge.with_changes(&changed), Which::All, &RunControl::new())
}
