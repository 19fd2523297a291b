//! One player's way through one challenge: the unfinished draft and the finished attempt. Plain data; times are handed in.

use super::answer::{Answer, Confidence, Decision, Finding, HintLevel};
use super::challenge::Challenge;
use super::matching::{Matching, check_finding};
use super::score::Score;
use super::verdict::RunReport;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A part of the way through a challenge, in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// What was asked and what the assistant answered.
    #[default]
    Brief,
    /// The code is read and marked.
    Review,
    /// Accept, modify or reject, and how sure.
    Decide,
    /// What is so, and the attack on the original.
    Reveal,
    /// The code is mended and checked.
    Patch,
    /// The score and how it came about.
    Debrief,
}

impl Stage {
    /// All six, in order.
    pub const ALL: [Stage; 6] =
        [Self::Brief, Self::Review, Self::Decide, Self::Reveal, Self::Patch, Self::Debrief];

    /// Its name for people and in files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Review => "review",
            Self::Decide => "decide",
            Self::Reveal => "reveal",
            Self::Patch => "patch",
            Self::Debrief => "debrief",
        }
    }

    /// Whether the truth is on the screen: reveal and everything after it.
    pub fn shows_truth(self) -> bool {
        self >= Self::Reveal
    }
}

/// Names a challenge among all packs; written `pack/challenge`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChallengeKey {
    /// Id of the pack.
    pub pack: String,
    /// Id of the challenge in that pack.
    pub challenge: String,
}

impl ChallengeKey {
    /// The key of a challenge in a pack.
    pub fn new(pack: impl Into<String>, challenge: impl Into<String>) -> Self {
        Self { pack: pack.into(), challenge: challenge.into() }
    }
}

impl fmt::Display for ChallengeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.pack, self.challenge)
    }
}

/// A text that names no challenge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not name a challenge; write it as `pack/challenge`, such as `orders-api/order-lookup`")]
pub struct NotAChallengeKey(pub String);

impl FromStr for ChallengeKey {
    type Err = NotAChallengeKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = |id: &str| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('/') {
            Some((pack, challenge)) if is_id(pack) && is_id(challenge) => Ok(Self::new(pack, challenge)),
            _ => Err(NotAChallengeKey(text.to_owned())),
        }
    }
}

impl TryFrom<String> for ChallengeKey {
    type Error = NotAChallengeKey;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ChallengeKey> for String {
    fn from(key: ChallengeKey) -> Self {
        key.to_string()
    }
}

/// How long each stage took, in milliseconds. A stage that was never entered has no entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageTimes(BTreeMap<Stage, u64>);

impl StageTimes {
    /// Adds time to a stage; stops at the greatest number there is.
    pub fn add(&mut self, stage: Stage, millis: u64) {
        let time = self.0.entry(stage).or_default();
        *time = time.saturating_add(millis);
    }

    /// The time spent in a stage so far, in milliseconds.
    pub fn of(&self, stage: Stage) -> u64 {
        self.0.get(&stage).copied().unwrap_or(0)
    }

    /// The time spent in all stages, in milliseconds.
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |sum, time| sum.saturating_add(*time))
    }
}

/// Where somebody is in one file. A hint: whoever reads it must clamp it to the text there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line of the cursor, from 1; 0 is read as 1.
    pub line: usize,
    /// Grapheme in that line, from 0.
    #[serde(default)]
    pub column: usize,
    /// First line on the screen, from 1; 0 is read as 1.
    #[serde(default)]
    pub top: usize,
}

/// Where somebody is in all files of a challenge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Path of the file on the screen; empty for the first.
    #[serde(default)]
    pub file: String,
    /// The place in each file that was visited, by path.
    #[serde(default)]
    pub at: BTreeMap<String, Place>,
}

/// One run of the checks on a patch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatchRun {
    /// The texts that were run, by path; files that are not named were the original ones.
    pub patch: BTreeMap<String, String>,
    /// What the judge said.
    pub report: RunReport,
}

/// Everything that is needed to go on with an unfinished attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The challenge.
    pub key: ChallengeKey,
    /// Which edition of it: [`Challenge::hash`](super::challenge::Challenge::hash).
    pub hash: String,
    /// Where the player is.
    pub stage: Stage,
    /// What was marked so far.
    pub findings: Vec<Finding>,
    /// What was decided, once something was.
    pub decision: Option<Decision>,
    /// How sure, once it was said.
    pub sure: Option<Confidence>,
    /// The strongest hint taken so far.
    pub hint: HintLevel,
    /// Whether the answer is locked: from then on findings, decision, confidence and hints stay as they are.
    pub locked: bool,
    /// The patch so far: the text of each file that was changed, by path.
    pub patch: BTreeMap<String, String>,
    /// Where the player is in the code under review.
    #[serde(default)]
    pub review_places: Places,
    /// Where the player is in the patch editor.
    #[serde(default)]
    pub patch_places: Places,
    /// How often the visible checks were run.
    #[serde(default)]
    pub runs: u32,
    /// The latest run of the visible checks.
    #[serde(default)]
    pub latest_run: Option<PatchRun>,
    /// The one run that is scored, once a patch was submitted and judged.
    #[serde(default)]
    pub scored_run: Option<PatchRun>,
    /// The run of every check on the original code, for the replay of the attack.
    #[serde(default)]
    pub original_run: Option<RunReport>,
    /// Time spent in each stage so far.
    #[serde(default)]
    pub times: StageTimes,
    /// When the attempt began: Unix time in milliseconds.
    pub started_at: i64,
}

impl Draft {
    /// A fresh draft, at the brief.
    pub fn new(key: ChallengeKey, hash: impl Into<String>, started_at: i64) -> Self {
        Self {
            key,
            hash: hash.into(),
            stage: Stage::Brief,
            findings: Vec::new(),
            decision: None,
            sure: None,
            hint: HintLevel::None,
            locked: false,
            patch: BTreeMap::new(),
            review_places: Places::default(),
            patch_places: Places::default(),
            runs: 0,
            latest_run: None,
            scored_run: None,
            original_run: None,
            times: StageTimes::default(),
            started_at,
        }
    }

    /// Leaves out the marks that nobody can make in this challenge: a database may be damaged, or written by somebody else.
    pub fn leave_out_foreign_marks(&mut self, challenge: &Challenge) {
        self.findings.retain(|finding| check_finding(challenge, finding).is_ok());
    }

    /// The answer as it stands; `None` until both the decision and the confidence were given.
    pub fn answer(&self) -> Option<Answer> {
        Some(Answer {
            findings: self.findings.clone(),
            decision: self.decision?,
            sure: self.sure?,
            hint: self.hint,
        })
    }
}

/// A finished attempt, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The challenge.
    pub key: ChallengeKey,
    /// Which edition of it: [`Challenge::hash`](super::challenge::Challenge::hash).
    pub hash: String,
    /// Version of the program that scored it.
    pub program: String,
    /// Which attempt of this player at this challenge it is, over all editions; 1 is the first. The store counts,
    /// and counts in what was given up after the truth or a hint had been seen.
    pub number: u32,
    /// When it began: Unix time in milliseconds.
    pub started_at: i64,
    /// When it was finished: Unix time in milliseconds.
    pub finished_at: i64,
    /// Time spent in each stage.
    pub times: StageTimes,
    /// What was said.
    pub answer: Answer,
    /// The patch that was scored: the text of each changed file, by path.
    pub patch: Option<BTreeMap<String, String>>,
    /// What the judge said about that patch.
    pub patch_run: Option<RunReport>,
    /// What the judge said about the original.
    pub original_run: Option<RunReport>,
    /// What each finding and each site came to.
    pub matching: Matching,
    /// What it scored.
    pub score: Score,
    /// Id of the family of weakness that the challenge trains.
    pub family: String,
    /// Whether the code had a weakness.
    pub flawed: bool,
    /// Whether it says something about the player: [`is_evidence`](Self::is_evidence). The store sets it when it counts.
    pub evidence: bool,
}

impl Attempt {
    /// Whether an attempt with this number and these hints is evidence; all others are practice.
    pub fn is_evidence(number: u32, hint: HintLevel) -> bool {
        number == 1 && hint == HintLevel::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::testing::{boundary, challenge, lines};

    #[test]
    fn a_key_is_written_and_read_back() {
        let key: ChallengeKey = "orders-api/order-lookup".parse().unwrap();
        assert_eq!(key, ChallengeKey::new("orders-api", "order-lookup"));
        assert_eq!(key.to_string(), "orders-api/order-lookup");
        for wrong in ["", "orders", "/", "a/", "/b", "a/b/c", "A/b", "a/b c", "../b", "a/\u{1b}[1m"] {
            assert!(wrong.parse::<ChallengeKey>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn stages_come_in_order_and_the_truth_comes_with_reveal() {
        assert!(Stage::ALL.is_sorted());
        let truth: Vec<_> = Stage::ALL.iter().filter(|s| s.shows_truth()).map(|s| s.label()).collect();
        assert_eq!(truth, ["reveal", "patch", "debrief"]);
    }

    #[test]
    fn times_add_up_and_never_overflow() {
        let mut times = StageTimes::default();
        times.add(Stage::Review, 2);
        times.add(Stage::Review, 3);
        times.add(Stage::Patch, u64::MAX);
        assert_eq!((times.of(Stage::Review), times.of(Stage::Brief)), (5, 0));
        assert_eq!(times.total(), u64::MAX);
    }

    #[test]
    fn a_draft_has_an_answer_once_decision_and_confidence_are_given() {
        let mut draft = Draft::new(ChallengeKey::new("p", "c"), "h", 0);
        assert_eq!(draft.answer(), None);
        draft.decision = Some(Decision::Reject);
        assert_eq!(draft.answer(), None);
        draft.sure = Some(Confidence::default());
        assert_eq!(draft.answer().map(|a| a.decision), Some(Decision::Reject));
    }

    #[test]
    fn marks_that_fit_no_file_are_left_out_of_a_draft() {
        let c = challenge(40, vec![]);
        let finding = |file: &str, range: &str| Finding {
            file: file.into(),
            lines: lines(range),
            cwe: None,
            reason: String::new(),
            boundary: None,
        };
        let mut draft = Draft::new(ChallengeKey::new("p", "c"), "h", 0);
        let endless = format!("3-{}", usize::MAX);
        draft.findings = vec![
            finding("a.py", &endless),
            finding("b.py", "1"),
            finding("a.py", "3-4"),
            finding("a.py", "41"),
        ];
        draft.findings[2].boundary = boundary("a.py", "1");
        draft.leave_out_foreign_marks(&c);
        assert_eq!(draft.findings.iter().map(|f| f.lines).collect::<Vec<_>>(), [lines("3-4")]);
        draft.findings[0].boundary = boundary("a.py", &endless);
        draft.leave_out_foreign_marks(&c);
        assert_eq!(draft.findings, []);
    }

    #[test]
    fn only_a_first_attempt_without_a_hint_is_evidence() {
        assert!(Attempt::is_evidence(1, HintLevel::None));
        assert!(!Attempt::is_evidence(2, HintLevel::None));
        assert!(!Attempt::is_evidence(1, HintLevel::Strategy));
    }
}
