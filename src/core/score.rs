//! What an answer scores, part by part, and why.

use super::answer::{Answer, Confidence, Decision};
use super::catalogue::Family;
use super::challenge::{Challenge, CheckKind, SiteKind};
use super::matching::{Matching, Naming, SiteOutcome, Tally, Tracing, match_findings};
use super::verdict::{NotJudged, RunOutcome, RunReport, Verdict};
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

/// Points that each part is worth.
mod worth {
    pub const DETECT: f64 = 30.0;
    pub const NAME: f64 = 10.0;
    pub const TRACE: f64 = 5.0;
    pub const DECIDE_FLAWED: f64 = 15.0;
    pub const FIX: f64 = 30.0;
    pub const CALIBRATE: f64 = 10.0;
    pub const RESTRAINT: f64 = 55.0;
    pub const DECIDE_CLEAN: f64 = 35.0;
}

/// Scores an answer.
///
/// `family` is the challenge's. `patch` is the run of the patch that was submitted, or `None` if none was, which earns
/// nothing for the fix. A run that came to no verdict through the patch's own fault (it does not parse, loops, floods,
/// tampers) counts as no patch; if the fault is the game's (the lab lacks something, a check is faulty, no engine), the
/// part is dropped.
pub fn score(challenge: &Challenge, answer: &Answer, patch: Option<&RunReport>, family: &Family) -> Score {
    let matching = match_findings(challenge, family, &answer.findings);
    score_matching(challenge, answer, patch, &matching)
}

/// [`score`] for whoever has the matching already.
pub fn score_matching(
    challenge: &Challenge,
    answer: &Answer,
    patch: Option<&RunReport>,
    matching: &Matching,
) -> Score {
    let mut sheet = Sheet { factor: answer.hint.factor(), parts: Vec::new(), dropped: Vec::new() };
    let tally = matching.tally();
    if challenge.is_clean() {
        let Tally { decoys_marked, strays, .. } = tally;
        let kept = 1.0 / (1.0 + tally.false_alarms() as f64 / 2.0);
        sheet.add(PartKind::Restraint, kept, worth::RESTRAINT, Grounds::Restraint { decoys_marked, strays });
        sheet.decide(challenge, answer.decision, worth::DECIDE_CLEAN);
    } else {
        sheet.flawed(challenge, matching, &tally);
        sheet.decide(challenge, answer.decision, worth::DECIDE_FLAWED);
        sheet.fix(challenge, patch);
    }
    let right = challenge.is_clean() == (answer.decision == Decision::Accept);
    let miss = if right { 1.0 } else { 0.0 } - answer.sure.probability();
    let grounds = Grounds::Calibrate { sure: answer.sure, right };
    sheet.add(PartKind::Calibrate, 1.0 - miss * miss, worth::CALIBRATE, grounds);
    sheet.total(tally)
}

struct Sheet {
    factor: f64,
    parts: Vec<Part>,
    dropped: Vec<Dropped>,
}

impl Sheet {
    /// Adds a part of which `share` (0 to 1) was earned.
    fn add(&mut self, kind: PartKind, share: f64, available: f64, grounds: Grounds) {
        let factor = if kind == PartKind::Fix { 1.0 } else { self.factor };
        let earned = available * share.clamp(0.0, 1.0) * factor;
        self.parts.push(Part { kind, earned, available, factor, grounds });
    }

    fn drop(&mut self, kind: PartKind, because: DropReason) {
        self.dropped.push(Dropped { kind, because });
    }

    /// Detect, Name and Trace, each weighted by severity.
    fn flawed(&mut self, challenge: &Challenge, matching: &Matching, tally: &Tally) {
        let (mut all, mut hit, mut named, mut asked, mut traced) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut exact, mut family, mut asked_count, mut right) = (0, 0, 0, 0);
        for (site, outcome) in challenge.sites.iter().zip(&matching.sites) {
            if site.kind != SiteKind::Weakness {
                continue;
            }
            let weight = site.severity.weight();
            all += weight;
            if !site.entries.is_empty() {
                asked += weight;
                asked_count += 1;
            }
            let SiteOutcome::Found { naming, tracing, .. } = *outcome else { continue };
            hit += weight;
            named += weight * naming.worth();
            exact += usize::from(naming == Naming::Exact);
            family += usize::from(naming == Naming::Family);
            if tracing == Tracing::Right {
                traced += weight;
                right += 1;
            }
        }
        let Tally { found, weaknesses, decoys_marked, strays, .. } = *tally;
        let share = hit / all;
        let precision =
            if found == 0 { 0.0 } else { found as f64 / (found as f64 + tally.false_alarms() as f64 / 2.0) };
        let grounds = Grounds::Detect { found, weaknesses, share, decoys_marked, strays };
        self.add(PartKind::Detect, share * precision, worth::DETECT, grounds);
        self.add(PartKind::Name, named / all, worth::NAME, Grounds::Name { exact, family, weaknesses });
        if asked_count == 0 {
            self.drop(PartKind::Trace, DropReason::NoEntries);
        } else {
            let grounds = Grounds::Trace { right, asked: asked_count };
            self.add(PartKind::Trace, traced / asked, worth::TRACE, grounds);
        }
    }

    fn decide(&mut self, challenge: &Challenge, decision: Decision, available: f64) {
        let worth = match decision {
            Decision::Accept => challenge.decision.accept,
            Decision::Modify => challenge.decision.modify,
            Decision::Reject => challenge.decision.reject,
        };
        self.add(PartKind::Decide, worth, available, Grounds::Decide { decision, worth });
    }

    fn fix(&mut self, challenge: &Challenge, patch: Option<&RunReport>) {
        if !challenge.is_patchable() {
            return self.drop(PartKind::Fix, DropReason::NotPatchable);
        }
        let Some(state) = patch.map_or(Some(FixState::NoPatch), |run| fix_state(challenge, run)) else {
            return self.drop(PartKind::Fix, DropReason::NotJudged);
        };
        let (mut all, mut held, mut closed, mut weaknesses) = (0.0, 0.0, 0, 0);
        for site in challenge.weaknesses() {
            let weight = site.severity.weight();
            all += weight;
            weaknesses += 1;
            if state == FixState::Judged && patch.is_some_and(|run| run.closes(&site.id)) {
                held += weight;
                closed += 1;
            }
        }
        self.add(PartKind::Fix, held / all, worth::FIX, Grounds::Fix { closed, weaknesses, state });
    }

    fn total(self, tally: Tally) -> Score {
        let Self { parts, dropped, .. } = self;
        let earned: f64 = parts.iter().map(|p| p.earned).sum();
        let available: f64 = parts.iter().map(|p| p.available).sum();
        // The sums are of few decimal fractions: what is lost in binary must not turn a half down.
        let points = (100.0 * earned / available + 1e-9).round().clamp(0.0, 100.0) as u8;
        Score { points, parts, dropped, tally }
    }
}

/// What became of a patch that was submitted; `None` if the lab could not tell.
fn fix_state(challenge: &Challenge, run: &RunReport) -> Option<FixState> {
    if run.checks.iter().any(|c| c.verdict == Verdict::Fails) {
        return Some(FixState::BreaksFeature);
    }
    let needed = |kind, site: Option<&str>| {
        kind == CheckKind::Function || site.is_some_and(|id| challenge.weaknesses().any(|s| s.id == id))
    };
    let open =
        run.checks.iter().any(|c| c.verdict == Verdict::NotJudged && needed(c.kind, c.site.as_deref()));
    match &run.outcome {
        RunOutcome::NotJudged { reason, .. } if open || run.checks.is_empty() => {
            reason.is_own_fault().then_some(FixState::Unusable)
        }
        RunOutcome::Judged if open => None,
        _ => Some(FixState::Judged),
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
