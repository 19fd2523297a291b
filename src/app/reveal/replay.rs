//! The attack on the original code, as a transcript.

use crate::app::{secrets, traces};
use crate::core::challenge::{Challenge, CheckKind};
use crate::core::verdict::{CheckReport, Grading, NotJudged, RunOutcome, RunReport, Verdict};

/// Of what was really reached, so many entries are shown for an attack.
const MOST_REACHED: usize = 4;

/// What the attacks did to the code as it was suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// What this is, above the transcript.
    pub heading: String,
    /// What stands in place of a transcript, or what is missing from it, and why.
    pub notice: Option<String>,
    /// The attacks, in the challenge's order.
    pub attacks: Vec<Attack>,
}

/// One attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attack {
    /// What it tries, in a few words.
    pub name: String,
    /// Index of the site it attacks, where it attacks one.
    pub site: Option<usize>,
    /// How it ended.
    pub ending: Ending,
    /// How it ended in a word; empty where the evidence says it.
    pub label: &'static str,
    /// What was sent and what came back, in order.
    pub steps: Vec<Step>,
    /// The proof, in a line; may be empty.
    pub evidence: String,
    /// What was really reached in the end: `file /etc/passwd`.
    pub reached: Vec<String>,
}

/// How an attack ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It worked.
    Exploited,
    /// It did not work.
    HeldOff,
    /// There is no verdict.
    NotJudged,
}

impl Ending {
    /// The ending of an attack with that verdict.
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Open => Self::Exploited,
            Verdict::Holds => Self::HeldOff,
            Verdict::Fails | Verdict::NotJudged => Self::NotJudged,
        }
    }

    /// The sign beside it, which needs no colour.
    pub fn sign(self) -> char {
        match self {
            Self::Exploited => '▲',
            Self::HeldOff => '✓',
            Self::NotJudged => '?',
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exploited => "exploited",
            Self::HeldOff => "held off",
            Self::NotJudged => "not judged",
        }
    }
}

/// One step of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who did it; may be empty.
    pub who: String,
    /// What was sent or called.
    pub did: String,
    /// What came back.
    pub got: String,
}

/// The transcript of a run on the original code. Attacks that stay hidden until a patch was submitted are left out.
pub fn replay(challenge: &Challenge, report: &RunReport) -> Replay {
    let attacks: Vec<Attack> = report
        .checks
        .iter()
        .filter(|c| c.kind == CheckKind::Exploit && !(c.hidden && challenge.is_patchable()))
        .map(|c| attack(challenge, report, c))
        .collect();
    let all_held = attacks.iter().all(|a| a.ending == Ending::HeldOff);
    let by_structure = report.grading == Grading::Structure;
    let heading = match (attacks.len(), challenge.is_clean() && all_held) {
        _ if by_structure => "What rules find in the code as the assistant wrote it",
        (0 | 1, true) => "The attack, held off by the code as the assistant wrote it",
        (_, true) => "The attacks, held off by the code as the assistant wrote it",
        (0 | 1, false) => "The attack, on the code as the assistant wrote it",
        (_, false) => "The attacks, on the code as the assistant wrote it",
    };
    let notice = match &report.outcome {
        RunOutcome::NotJudged { reason, message, at } => {
            let mut text = not_judged(*reason, message);
            if let Some(at) = at {
                text.push_str(&format!(" ({}, line {})", at.file, at.line));
            }
            Some(text)
        }
        RunOutcome::Judged if attacks.is_empty() => {
            Some("This challenge has no attack that can be shown.".to_owned())
        }
        RunOutcome::Judged if by_structure => {
            Some("The code was not run: rules were held against its structure.".to_owned())
        }
        RunOutcome::Judged => None,
    };
    Replay { heading: heading.to_owned(), notice, attacks }
}

/// Why a run came to no verdict, in words.
pub fn not_judged(reason: NotJudged, message: &str) -> String {
    let message = message.trim();
    let why = match reason {
        NotJudged::Syntax => "the code does not parse",
        NotJudged::Import => "a file could not be imported",
        NotJudged::LabLacks => "the code uses something that the lab does not have",
        NotJudged::Timeout => "the time limit passed",
        NotJudged::Memory => "the memory limit was reached",
        NotJudged::Output => "too much was printed",
        NotJudged::Crash => "the run ended before its time",
        NotJudged::Tampering => "the lab or a check was tampered with",
        NotJudged::BrokenCheck => "a check of this challenge is faulty",
        NotJudged::Cancelled => "the run was cancelled",
        NotJudged::NoEngine => "this program cannot run the language",
        NotJudged::Protocol => "the judge could not be run",
    };
    if message.is_empty() { format!("Not judged: {why}.") } else { format!("Not judged: {why}. {message}") }
}

fn attack(challenge: &Challenge, report: &RunReport, check: &CheckReport) -> Attack {
    let ending = Ending::of(check.verdict);
    let says_itself = report.grading == Grading::Structure && !check.evidence.is_empty();
    Attack {
        name: check.name.clone(),
        site: check.site.as_deref().and_then(|id| challenge.sites.iter().position(|s| s.id == id)),
        ending,
        label: if says_itself { "" } else { ending.label() },
        steps: (check.exchange.iter())
            .map(|e| Step { who: e.who.clone(), did: secrets::short(&e.did), got: secrets::short(&e.got) })
            .collect(),
        evidence: secrets::short(check.evidence.trim()),
        reached: traces::own(report, check, MOST_REACHED).iter().map(traces::line).collect(),
    }
}
