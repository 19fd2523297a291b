//! What a player says about a challenge.

use super::lines::LineRange;
use serde::{Deserialize, Serialize};

/// A player's whole review of one challenge, before any patch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was marked, in the order of marking.
    pub findings: Vec<Finding>,
    /// What was decided.
    pub decision: Decision,
    /// How sure the player is that accept / not accept is right.
    pub sure: Confidence,
    /// The strongest hint that was taken.
    pub hint: HintLevel,
}

/// Lines that the player holds to be weak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Path of the file.
    pub file: String,
    /// The marked lines.
    pub lines: LineRange,
    /// The number given to it in the Common Weakness Enumeration, once named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwe: Option<u32>,
    /// The player's own reason; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Where the player says the untrusted data enters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
}

/// A trust-boundary mark: at most [`Boundary::MAX_LINES`] lines where untrusted data enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary {
    /// Path of the file.
    pub file: String,
    /// The marked lines.
    pub lines: LineRange,
}

impl Boundary {
    /// More lines than this are no mark.
    pub const MAX_LINES: usize = 3;
}

/// What the player would do with the suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Merge it as it stands.
    #[default]
    Accept,
    /// Merge it once it is mended.
    Modify,
    /// Throw it away.
    Reject,
}

impl Decision {
    /// Its name for people and in files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Modify => "modify",
            Self::Reject => "reject",
        }
    }
}

/// How sure a player is, in percent: 50, 65, 80 or 95.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Confidence(u8);

impl Confidence {
    /// The four steps that can be chosen.
    pub const STEPS: [Confidence; 4] = [Self(50), Self(65), Self(80), Self(95)];

    /// In percent.
    pub fn percent(self) -> u8 {
        self.0
    }

    /// As a probability, 0.5 to 0.95.
    pub fn probability(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self(65)
    }
}

/// A number that is none of the four steps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not one of 50, 65, 80, 95")]
pub struct NotAConfidence(pub u8);

impl TryFrom<u8> for Confidence {
    type Error = NotAConfidence;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        Self::STEPS.into_iter().find(|c| c.0 == percent).ok_or(NotAConfidence(percent))
    }
}

impl From<Confidence> for u8 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

/// How much help was taken; each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HintLevel {
    #[default]
    None,
    /// Where to begin, in words.
    Strategy,
    /// The part of the file to look at.
    Region,
    /// The truth.
    Reveal,
}

impl HintLevel {
    /// What everything but the fix is multiplied by: 1, 0.8, 0.5, 0.
    pub fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Strategy => 0.8,
            Self::Region => 0.5,
            Self::Reveal => 0.0,
        }
    }

    /// The next stronger one, if there is one.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::None => Some(Self::Strategy),
            Self::Strategy => Some(Self::Region),
            Self::Region => Some(Self::Reveal),
            Self::Reveal => None,
        }
    }
}
