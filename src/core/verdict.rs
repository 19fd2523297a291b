//! What the judge says about one run of the checks on one set of files. Plain data: stored, printed as JSON, drawn.

use super::challenge::CheckKind;
use serde::{Deserialize, Serialize};

/// The result of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// How the run as a whole ended.
    pub outcome: RunOutcome,
    /// One entry a check, in the challenge's order, function checks first.
    pub checks: Vec<CheckReport>,
    /// What the code itself printed, cut to a bounded length and free of control characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub console: String,
    /// Wall time of the run in milliseconds.
    pub millis: u64,
    /// How the verdicts were reached.
    pub grading: Grading,
}

/// How a verdict was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grading {
    /// The code was run.
    Run,
    /// Rules were held against its syntax tree.
    Structure,
}

impl Grading {
    /// What stands above the exploit checks: code that is read and not run is not attacked.
    pub fn attacks_title(self) -> &'static str {
        match self {
            Self::Run => "Attacks",
            Self::Structure => "Weaknesses",
        }
    }
}

/// How a run as a whole ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "status")]
pub enum RunOutcome {
    /// Every check came to a verdict.
    Judged,
    /// At least one did not, so the run says nothing about a fix.
    NotJudged {
        reason: NotJudged,
        /// What happened and, where that helps, what to do; for people.
        message: String,
        /// Where in the player's files, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<CodePlace>,
    },
}

/// A line of one of the files that were run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePlace {
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

/// Why a run was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotJudged {
    /// The code does not parse.
    Syntax,
    /// A file could not be imported: its top level raised.
    Import,
    /// The code uses something the lab does not have.
    LabLacks,
    /// The time limit passed.
    Timeout,
    /// The memory limit was reached.
    Memory,
    /// More was printed than a run may print.
    Output,
    /// The judge process ended before its time: `os._exit`, a crash, a signal.
    Crash,
    /// The lab or a check was tampered with.
    Tampering,
    /// A check itself is faulty: it raised, or stated no outcome.
    BrokenCheck,
    /// The player cancelled it.
    Cancelled,
    /// This build cannot run the language.
    NoEngine,
    /// The judge could not be started or spoke nonsense.
    Protocol,
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    pub name: String,
    pub kind: CheckKind,
    /// Id of the weakness it attacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    pub hidden: bool,
    pub verdict: Verdict,
    /// For an attack that succeeded or was held off: the proof in a line. For a failed check: what was raised.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// What was sent and what came back, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchange: Vec<Exchange>,
    /// What was really reached in the lab: files, statements, hosts, processes, mail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Trace>,
    /// Time of this check in milliseconds.
    pub millis: u64,
}

/// What a check found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A function check that passed, or an attack that did not work.
    Holds,
    /// An attack that worked.
    Open,
    /// A function check that failed: the feature is broken.
    Fails,
    /// The check came to no verdict.
    NotJudged,
}

/// One thing that was sent or called, and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Who did it, such as `bob`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What was done: `GET /orders/7`.
    pub did: String,
    /// What came back: `200 {"owner": "ana"}`.
    pub got: String,
}

/// One thing in the lab that was really reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// `file`, `sql`, `http`, `process`, `mail`, `log`.
    pub kind: String,
    /// What exactly: a path, a statement, a request line, a command.
    pub what: String,
}

/// What a run says about the files that were run, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overall {
    /// The feature works and no attack does.
    Fixed,
    /// The feature works and at least one attack does.
    Open,
    /// At least one function check failed.
    BreaksFeature,
    /// No verdict.
    NotJudged,
}

impl RunReport {
    /// A run that came to no verdict.
    pub fn not_judged(reason: NotJudged, message: impl Into<String>) -> Self {
        Self {
            outcome: RunOutcome::NotJudged { reason, message: message.into(), at: None },
            checks: Vec::new(),
            console: String::new(),
            millis: 0,
            grading: Grading::Run,
        }
    }

    /// Whether every check came to a verdict.
    pub fn is_judged(&self) -> bool {
        self.outcome == RunOutcome::Judged && self.checks.iter().all(|c| c.verdict != Verdict::NotJudged)
    }

    /// The whole run in one word. Never [`Overall::Fixed`] where a check came to no verdict.
    ///
    /// A feature that is broken is that, even where an attack could then not be carried out.
    pub fn overall(&self) -> Overall {
        let any = |v| self.checks.iter().any(|c| c.verdict == v);
        if self.outcome == RunOutcome::Judged && any(Verdict::Fails) {
            Overall::BreaksFeature
        } else if !self.is_judged() {
            Overall::NotJudged
        } else if any(Verdict::Open) {
            Overall::Open
        } else {
            Overall::Fixed
        }
    }

    /// Whether each function check holds.
    pub fn keeps_feature(&self) -> bool {
        self.is_judged() && !self.checks.iter().any(|c| c.verdict == Verdict::Fails)
    }

    /// Whether every exploit check of a weakness was held off. False where there is none.
    pub fn closes(&self, site: &str) -> bool {
        let mut of_site = self
            .checks
            .iter()
            .filter(|c| c.kind == CheckKind::Exploit && c.site.as_deref() == Some(site))
            .peekable();
        of_site.peek().is_some() && of_site.all(|c| c.verdict == Verdict::Holds)
    }
}
