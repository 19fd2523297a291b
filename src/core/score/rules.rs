//! The rules by which an answer is scored.

use super::{DropReason, Dropped, FixState, Grounds, Part, PartKind, Score};
use crate::core::answer::{Answer, Decision};
use crate::core::catalogue::Family;
use crate::core::challenge::{Challenge, CheckKind, SiteKind};
use crate::core::matching::{Matching, Naming, SiteOutcome, Tally, Tracing, match_findings};
use crate::core::verdict::{RunOutcome, RunReport, Verdict};

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
