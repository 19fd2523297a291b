//! What the game and its judge process say to each other: one job in, lines of JSON out.

use crate::core::challenge::{CheckKind, Language, RuleKind};
use crate::core::verdict::{CodePlace, Exchange, NotJudged, Trace, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a judge process is told, one JSON value a line: at most one of the first kind, and after the last kind no more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Order {
    /// Get ready for a challenge: the job is that of its code as it is shown.
    Prepare(Job),
    /// Run this in a process of its own, and be ready for more as before.
    RunApart(Job),
    /// Run this.
    Run(Job),
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Job {
    pub language: Language,
    /// Path to text.
    pub files: BTreeMap<String, String>,
    /// Code that prepares the lab before each task.
    pub setup: String,
    /// What to do, function checks first.
    pub tasks: Vec<Task>,
    /// Unix seconds that the lab's clock starts from.
    pub clock: f64,
    /// Where the lab takes its random values from.
    pub seed: [u8; 32],
    /// Bytes that one task may print, and as many that it may record.
    pub output: usize,
    /// How many tasks may run side by side.
    pub workers: usize,
    /// Processor time of each task, in microseconds.
    pub cpu: u64,
    /// The files that rules read, with their languages; empty where checks are run.
    pub languages: BTreeMap<String, Language>,
    /// Those files as they were before any patch.
    pub originals: BTreeMap<String, String>,
}

impl Job {
    /// Whether it runs code; the others hold rules against it.
    pub fn runs_code(&self) -> bool {
        self.languages.is_empty()
    }
}

/// One thing to do in a world of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Import every file of the challenge's language, to find what does not even load.
    Import,
    /// Run a check.
    Check { name: String, kind: CheckKind, code: String },
    /// Hold a rule against the files that it reads.
    Rule(Held),
}

/// A rule that is held against files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Held {
    pub must: RuleKind,
    /// Whether it speaks of the feature or of a weakness.
    pub kind: CheckKind,
    pub language: Language,
    pub files: Vec<String>,
    pub rule: String,
    /// What the author says where it does not hold.
    pub note: String,
}

/// What a judge process says, one JSON value a line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Line {
    /// The interpreter stands and the run begins; so many microseconds after the start of the process.
    Ready(u64),
    /// A task, by its index, has begun.
    Began(usize),
    /// A task has ended.
    Ended(usize, Outcome),
    /// The whole run cannot be judged.
    Stopped(Stop),
    /// A task has used up its processor time, or waits for what never comes. The process is to be killed.
    Overdue(Overdue),
    /// All was done.
    Done,
}

/// How a task overstays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Overdue {
    /// Its processor time is used up.
    Cpu,
    /// It has long done nothing at all.
    Idle,
}

/// What came of a task.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    /// What the check found out; none where the task did not come to a verdict.
    pub verdict: Option<Verdict>,
    /// The proof in a line, or what was raised.
    pub evidence: String,
    /// Why there is no verdict, or why none of this run counts.
    pub stop: Option<Stop>,
    pub exchange: Vec<Exchange>,
    pub trace: Vec<Trace>,
    pub console: String,
    /// How long it took, in microseconds.
    pub micros: u64,
}

/// Why something was not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stop {
    pub reason: NotJudged,
    pub message: String,
    pub at: Option<CodePlace>,
}

impl Stop {
    pub fn new(reason: NotJudged, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), at: None }
    }

    #[cfg_attr(
        not(any(feature = "python", feature = "javascript", feature = "rules")),
        expect(dead_code, reason = "only an engine knows a place in the code")
    )]
    pub fn at(self, at: Option<CodePlace>) -> Self {
        Self { at, ..self }
    }
}

impl Outcome {
    pub fn stopped(stop: Stop) -> Self {
        Self { stop: Some(stop), ..Self::default() }
    }
}

/// Exit codes of a judge process, and of the process of one task, that mean more than success or failure.
pub(super) mod exit {
    /// The memory limit was reached.
    pub const MEMORY: i32 = 77;
    /// The process could not lock itself in.
    pub const UNLOCKED: i32 = 78;
}
