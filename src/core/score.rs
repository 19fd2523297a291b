//! What an answer scores, part by part, and why.

mod rules;
#[cfg(test)]
mod tests;

pub use rules::{score, score_matching};

use super::answer::{Confidence, Decision};
use super::matching::Tally;
use super::verdict::NotJudged;
use serde::{Deserialize, Serialize};

/// The score of one answer. Feedback for one challenge, never a measure of skill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 100.
    pub points: u8,
    /// The parts that count, in the order of playing.
    pub parts: Vec<Part>,
    /// The parts that do not count this time, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// The raw counts behind it.
    pub tally: Tally,
}

impl Score {
    /// The part of that kind, if it counts.
    pub fn part(&self, kind: PartKind) -> Option<&Part> {
        self.parts.iter().find(|p| p.kind == kind)
    }
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub kind: PartKind,
    /// Points that were earned, after [`factor`](Self::factor); 0 to [`available`](Self::available).
    pub earned: f64,
    /// Points that could be earned.
    pub available: f64,
    /// What hints took away: 1, 0.8, 0.5 or 0. Always 1 for the fix.
    pub factor: f64,
    /// How the points came about.
    pub grounds: Grounds,
}

/// The parts there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Weaknesses found, without false alarms.
    Detect,
    /// Weaknesses given their right name.
    Name,
    /// Places marked where the untrusted data enters.
    Trace,
    /// On clean code: nothing marked that is safe.
    Restraint,
    /// Accept, modify or reject.
    Decide,
    /// Weaknesses closed by the patch.
    Fix,
    /// How well the stated confidence fits.
    Calibrate,
}

impl PartKind {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Detect => "Detect",
            Self::Name => "Name",
            Self::Trace => "Trace",
            Self::Restraint => "Restraint",
            Self::Decide => "Decide",
            Self::Fix => "Fix",
            Self::Calibrate => "Calibrate",
        }
    }
}

/// What the points of a part rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "of")]
pub enum Grounds {
    Detect {
        found: usize,
        weaknesses: usize,
        /// The share of the weaknesses that was found, by severity: 0 to 1.
        share: f64,
        decoys_marked: usize,
        strays: usize,
    },
    Name {
        exact: usize,
        /// Named as another weakness of the same family.
        family: usize,
        weaknesses: usize,
    },
    Trace {
        right: usize,
        /// Weaknesses for which the author says where the data enters.
        asked: usize,
    },
    Restraint {
        decoys_marked: usize,
        strays: usize,
    },
    Decide {
        decision: Decision,
        /// What it is worth here: 0 to 1.
        worth: f64,
    },
    Fix {
        closed: usize,
        weaknesses: usize,
        state: FixState,
    },
    Calibrate {
        sure: Confidence,
        /// Whether accept / not accept was right.
        right: bool,
    },
}

/// What became of the patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixState {
    /// None was submitted.
    NoPatch,
    /// It could not be judged through a fault of its own, such as a syntax error or an endless loop.
    Unusable,
    /// At least one function check failed.
    BreaksFeature,
    /// It was judged, and each weakness counts by itself.
    Judged,
}

/// A part that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub kind: PartKind,
    pub because: DropReason,
}

/// Why a part does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// The author says nowhere where the data enters.
    NoEntries,
    /// The author says that no patch of these files would mend it.
    NotPatchable,
    /// The lab could not judge the patch, through no fault of the patch.
    NotJudged,
}

impl DropReason {
    /// The reason in words.
    pub fn explain(self) -> &'static str {
        match self {
            Self::NoEntries => "no place of entry is given for this challenge",
            Self::NotPatchable => "a flaw of the design: no patch of these files would mend it",
            Self::NotJudged => "the lab could not judge the patch, so it counts neither way",
        }
    }
}

impl NotJudged {
    /// Whether the code that was run is to blame, and not the lab, a check or the program.
    pub fn is_own_fault(self) -> bool {
        match self {
            Self::Syntax
            | Self::Import
            | Self::Timeout
            | Self::Memory
            | Self::Output
            | Self::Crash
            | Self::Tampering
            | Self::Cancelled => true,
            Self::LabLacks | Self::BrokenCheck | Self::NoEngine | Self::Protocol => false,
        }
    }
}

impl Part {
    /// How the points came about, in words: `found 1 of 2 weaknesses, 0.75 by severity; 1 false alarm`.
    /// Says what a hint took away.
    pub fn explain(&self) -> String {
        let mut text = self.grounds.explain();
        if self.factor < 1.0 {
            if self.factor == 0.0 {
                text.push_str("; the truth was shown first, so this earns nothing");
            } else {
                text.push_str(&format!("; times {} for the hint", self.factor));
            }
        }
        text
    }
}

impl Grounds {
    fn explain(&self) -> String {
        match *self {
            Self::Detect { found, weaknesses, share, decoys_marked, strays } => {
                let mut text = format!("found {found} of {}", counted(weaknesses, "weakness", "weaknesses"));
                if found > 0 && found < weaknesses {
                    text.push_str(&format!(", {share:.2} by severity"));
                }
                let marked = false_alarms(decoys_marked, strays);
                if !marked.is_empty() {
                    text.push_str("; ");
                    text.push_str(&marked);
                }
                text
            }
            Self::Name { exact, family, weaknesses } => {
                let mut text =
                    format!("named {exact} of {} exactly", counted(weaknesses, "weakness", "weaknesses"));
                if family > 0 {
                    text.push_str(&format!(", {family} by its family for half"));
                }
                text
            }
            Self::Trace { right, asked: 1 } => {
                format!("{} where the data enters", if right == 1 { "marked" } else { "did not mark" })
            }
            Self::Trace { right, asked } => format!("marked {right} of {asked} places where the data enters"),
            Self::Restraint { decoys_marked, strays } => match false_alarms(decoys_marked, strays) {
                none if none.is_empty() => "marked nothing that is safe".to_owned(),
                some => some,
            },
            Self::Decide { decision, worth } => match worth {
                1.0 => format!("{} is right here", decision.label()),
                0.0 => format!("{} is wrong here", decision.label()),
                _ => format!("{} is worth {worth} of a right decision here", decision.label()),
            },
            Self::Fix { closed, weaknesses, state } => match state {
                FixState::NoPatch => "no patch was submitted".to_owned(),
                FixState::Unusable => "the patch could not be run".to_owned(),
                FixState::BreaksFeature => "the patch breaks the feature".to_owned(),
                FixState::Judged => {
                    format!("the patch closes {closed} of {}", counted(weaknesses, "weakness", "weaknesses"))
                }
            },
            Self::Calibrate { sure, right } => {
                format!("{} % sure, and {}", sure.percent(), if right { "right" } else { "wrong" })
            }
        }
    }
}

fn false_alarms(decoys_marked: usize, strays: usize) -> String {
    match (decoys_marked, strays) {
        (0, 0) => String::new(),
        (decoys, 0) => counted(decoys, "false alarm", "false alarms"),
        (0, strays) => format!("{} on nothing in particular", counted(strays, "finding", "findings")),
        (decoys, strays) => format!(
            "{} and {} on nothing in particular",
            counted(decoys, "false alarm", "false alarms"),
            counted(strays, "finding", "findings")
        ),
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
