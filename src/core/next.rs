//! What comes next: a schedule of families of weakness, not of snippets.
//!
//! Every family climbs a ladder of growing intervals. Which challenge is proposed follows from what was finished, what
//! there is, the day, and a seed; the same four always give the same proposal.

#[cfg(test)]
mod tests;

use super::answer::{Answer, Decision, HintLevel};
use super::attempt::ChallengeKey;
use super::challenge::Challenge;
use super::score::{Grounds, Score};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days after which a family is due again, by rung.
pub const LADDER: [i64; 6] = [1, 3, 7, 16, 35, 60];
/// How many clean challenges, or flawed ones, may come in a row.
pub const LONGEST_RUN: usize = 3;
/// The reviews over which the share of clean challenges is held between 30 and 50 %.
const WINDOW: usize = 10;
/// How often a challenge is clean where both kinds are possible.
const CLEAN_SHARE: f64 = 0.4;

/// A finished attempt, as the schedule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub key: ChallengeKey,
    /// Id of the challenge's family.
    pub family: String,
    /// Whether the code was right as it stood.
    pub clean: bool,
    /// The day it was finished on, counted from any fixed day in the player's own time zone.
    pub day: i64,
    /// Where it takes the family on its ladder.
    pub step: Step,
}

impl Past {
    /// What the schedule needs to know of an attempt, from what the store keeps.
    pub fn of(
        key: ChallengeKey,
        family: impl Into<String>,
        day: i64,
        answer: &Answer,
        score: &Score,
    ) -> Self {
        let clean = score.parts.iter().any(|p| matches!(p.grounds, Grounds::Restraint { .. }));
        Self { key, family: family.into(), clean, day, step: Step::of(clean, answer, score) }
    }
}

/// Where an attempt takes its family on the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
pub enum Step {
    /// To the first rung: a weakness was missed or not recognised, or clean code was not accepted.
    Back {
        /// The player was at least 80 % sure, and wrong.
        confident: bool,
    },
    /// Nowhere: right, but with a hint, half in doubt, with a false alarm, or without a patch that held.
    Stay,
    /// One rung up.
    Up,
}

impl Step {
    fn of(clean: bool, answer: &Answer, score: &Score) -> Self {
        let accepted = answer.decision == Decision::Accept;
        let tally = score.tally;
        let recognised = score.parts.iter().all(|p| match p.grounds {
            Grounds::Name { exact, family, .. } => exact + family >= tally.found,
            _ => true,
        });
        let right = if clean { accepted } else { !accepted && tally.found == tally.weaknesses && recognised };
        if !right {
            let wrong_verdict = clean != accepted || (!clean && tally.found == 0);
            return Self::Back { confident: answer.sure.percent() >= 80 && wrong_verdict };
        }
        let open_fix = score.parts.iter().any(|p| match p.grounds {
            Grounds::Fix { closed, weaknesses, .. } => closed < weaknesses,
            _ => false,
        });
        let doubtful = answer.hint != HintLevel::None || answer.sure.percent() <= 65;
        let false_alarm = clean && tally.false_alarms() > 0;
        if doubtful || open_fix || false_alarm { Self::Stay } else { Self::Up }
    }
}

/// A challenge that could be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub key: ChallengeKey,
    /// Id of its family.
    pub family: String,
    /// Whether the code is right as it stands.
    pub clean: bool,
    /// 0 to 6; easier variants come first.
    pub difficulty: u8,
}

impl Offer {
    /// The offer of one challenge of a pack.
    pub fn of(pack: &str, challenge: &Challenge) -> Self {
        Self {
            key: ChallengeKey::new(pack, challenge.id.as_str()),
            family: challenge.family.clone(),
            clean: challenge.is_clean(),
            difficulty: challenge.difficulty.total(),
        }
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub key: ChallengeKey,
    /// Names the family: for the debrief only, after the challenge was played.
    pub why: Why,
}

impl Next {
    /// All that may be said before the challenge was played.
    pub fn reason(&self) -> Reason {
        match self.why {
            Why::First | Why::NewFamily | Why::SecondOfNew => Reason::New,
            Why::SureAndWrong | Why::Due { .. } => Reason::Due,
            Why::LongestAgo => Reason::Mixed,
        }
    }
}

/// What Home says about a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    Due,
    New,
    Mixed,
}

impl Reason {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Due => "due today",
            Self::New => "new",
            Self::Mixed => "mixed",
        }
    }
}

/// The true reason for a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum Why {
    /// Nothing was finished yet.
    First,
    /// The review before it was the first of the same family.
    SecondOfNew,
    /// The family was last answered wrongly by somebody who was sure.
    SureAndWrong,
    /// The family is due.
    Due { days_over: i64 },
    /// The family was never met.
    NewFamily,
    /// Nothing is due or new, and this family was met longest ago.
    LongestAgo,
}

impl Why {
    /// In words, for the debrief; `family` is the family's title.
    pub fn explain(self, family: &str) -> String {
        match self {
            Self::First => "it is the first one of the first pack".to_owned(),
            Self::SecondOfNew => format!("{family} was new to you, and a new family comes twice in a row"),
            Self::SureAndWrong => format!("you were sure and wrong about {family} the last time"),
            Self::Due { days_over: 0 } => format!("{family} was due"),
            Self::Due { days_over: 1 } => format!("{family} was due the day before"),
            Self::Due { days_over } => format!("{family} was due {days_over} days before"),
            Self::NewFamily => format!("you had not met {family} yet"),
            Self::LongestAgo => format!("nothing was due, and you had met {family} longest ago"),
        }
    }
}

/// Where a family stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Index into [`LADDER`].
    pub rung: usize,
    /// The day on which it is due again.
    pub due: i64,
    /// How often it was met.
    pub met: usize,
    /// Index of the last attempt of it.
    last: usize,
    /// The last answer was sure and wrong.
    sure_and_wrong: bool,
}

/// Where every family that was met stands. `past` is in the order of finishing.
///
/// What happens before a family is due counts only if it goes wrong: a hit an hour after the explanation shows nothing.
pub fn standings(past: &[Past]) -> BTreeMap<&str, Standing> {
    let mut all: BTreeMap<&str, Standing> = BTreeMap::new();
    for (index, attempt) in past.iter().enumerate() {
        let before = all.get(attempt.family.as_str()).copied();
        let rung = match (before, attempt.step) {
            (None, _) | (_, Step::Back { .. }) => Some(0),
            (Some(s), _) if attempt.day < s.due => None,
            (Some(s), Step::Stay) => Some(s.rung),
            (Some(s), Step::Up) => Some((s.rung + 1).min(LADDER.len() - 1)),
        };
        let (rung, due) = match (rung, before) {
            (None, Some(s)) => (s.rung, s.due),
            (rung, _) => {
                let rung = rung.unwrap_or(0);
                (rung, attempt.day.saturating_add(LADDER[rung]))
            }
        };
        let sure_and_wrong = attempt.step == Step::Back { confident: true };
        let met = before.map_or(0, |s| s.met) + 1;
        all.insert(&attempt.family, Standing { rung, due, met, last: index, sure_and_wrong });
    }
    all
}

/// Chooses what to propose.
///
/// `past` is in the order of finishing, `offers` in the order of the packs with the built-in ones first. `seed` is the
/// player's own; the proposal stays the same until something is finished. `None` if there is nothing to play.
pub fn next(past: &[Past], offers: &[Offer], today: i64, seed: u64) -> Option<Next> {
    if past.is_empty() {
        return offers.first().map(|o| Next { key: o.key.clone(), why: Why::First });
    }
    let mut rng = StdRng::seed_from_u64(seed ^ (past.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (clean, forced) = wanted_kind(past, &mut rng);
    let shelf = Shelf { past, offers, standings: standings(past) };
    let (at_once, in_turn) = (shelf.at_once(), shelf.in_turn(today));
    // The wanted kind first. Where both are possible, a family that must come at once may bring the other. In the end
    // whatever there is: a proposal that breaks a rule of mixture is better than none.
    let mut rounds: Vec<(&[(&str, Why)], bool)> = vec![(&at_once, clean)];
    if !forced {
        rounds.push((&at_once, !clean));
    }
    rounds.extend([(&in_turn[..], clean), (&in_turn[..], !clean)]);
    rounds.into_iter().find_map(|(wishes, clean)| {
        wishes.iter().find_map(|&(family, why)| Some(Next { key: shelf.variant(family, clean, why)?, why }))
    })
}

/// Whether the next challenge should be clean, and whether it must be of that kind.
fn wanted_kind(past: &[Past], rng: &mut impl Rng) -> (bool, bool) {
    let from = past.len().saturating_sub(WINDOW);
    let mut kinds: Vec<bool> = past[from..].iter().map(|p| p.clean).collect();
    let mut possible = |clean| {
        kinds.push(clean);
        let possible = goes_on(&mut kinds, WINDOW);
        kinds.pop();
        possible
    };
    match (possible(true), possible(false)) {
        (true, true) => (rng.random_bool(CLEAN_SHARE), false),
        (true, false) => (true, true),
        (false, true) => (false, true),
        // Players may pick for themselves, so the past need not keep the rules: lead back to them.
        (false, false) => {
            let last = kinds.last().copied().unwrap_or(false);
            let clean = kinds.iter().filter(|&&k| k).count() as f64;
            let too_few = clean < CLEAN_SHARE * kinds.len() as f64;
            (if run_length(&kinds) >= LONGEST_RUN { !last } else { too_few }, true)
        }
    }
}

/// Whether the last of these keeps the rules of mixture, and so many further ones can.
fn goes_on(kinds: &mut Vec<bool>, further: usize) -> bool {
    // A window that is not full yet is rounded in favour of chance.
    let window = kinds.len().min(WINDOW);
    let clean = kinds.iter().rev().take(window).filter(|&&k| k).count();
    let share = 3 * window / 10..=window.div_ceil(2);
    if run_length(kinds) > LONGEST_RUN || !share.contains(&clean) {
        return false;
    }
    further == 0
        || [true, false].into_iter().any(|next| {
            kinds.push(next);
            let possible = goes_on(kinds, further - 1);
            kinds.pop();
            possible
        })
}

/// How many of the last are of the same kind.
fn run_length(kinds: &[bool]) -> usize {
    kinds.iter().rev().take_while(|k| Some(*k) == kinds.last()).count()
}

/// What there is to choose from.
struct Shelf<'a> {
    past: &'a [Past],
    offers: &'a [Offer],
    standings: BTreeMap<&'a str, Standing>,
}

impl<'a> Shelf<'a> {
    /// Families that must come before the schedule has its say: the second of a new one, then those answered wrongly by
    /// somebody who was sure, the latest first. Two of a kind in a row come only when the family is new.
    fn at_once(&self) -> Vec<(&'a str, Why)> {
        let last = self.past.last().map(|p| p.family.as_str());
        let new = last.filter(|f| self.standings.get(f).is_some_and(|s| s.met == 1));
        let mut wishes: Vec<_> = new.map(|f| (f, Why::SecondOfNew)).into_iter().collect();
        let mut wrong: Vec<_> =
            self.standings.iter().filter(|(f, s)| s.sure_and_wrong && Some(**f) != last).collect();
        wrong.sort_by_key(|(_, s)| Reverse(s.last));
        wishes.extend(wrong.into_iter().map(|(f, _)| (*f, Why::SureAndWrong)));
        wishes
    }

    /// Every family there is, in the order in which the schedule wants them; the one that was just played comes last.
    fn in_turn(&self, today: i64) -> Vec<(&'a str, Why)> {
        let mut families: Vec<&'a str> = Vec::new();
        for offer in self.offers {
            if !families.contains(&offer.family.as_str()) {
                families.push(&offer.family);
            }
        }
        let last = self.past.last().map(|p| p.family.as_str());
        let mut wishes: Vec<_> = families
            .into_iter()
            .map(|family| {
                let why = match self.standings.get(family) {
                    None => Why::NewFamily,
                    Some(s) if s.due <= today => Why::Due { days_over: today.saturating_sub(s.due) },
                    Some(_) => Why::LongestAgo,
                };
                (family, why)
            })
            .collect();
        // The sort is stable: new families keep the order of the packs.
        wishes.sort_by_key(|&(family, why)| {
            let seen = !self.offers.iter().any(|o| o.family == family && self.last_seen(&o.key).is_none());
            let order = match why {
                Why::Due { days_over } => (0, seen, -days_over),
                Why::NewFamily => (1, seen, 0),
                _ => (2, seen, self.standings.get(family).map_or(0, |s| s.last as i64)),
            };
            (Some(family) == last, order)
        });
        wishes
    }

    /// The variant of a family to play: one never seen, the easiest first, or else the one seen longest ago.
    fn variant(&self, family: &str, clean: bool, why: Why) -> Option<ChallengeKey> {
        let just_seen = self.standings.get(family).map(|s| &self.past[s.last].key);
        let another_only = matches!(why, Why::SecondOfNew | Why::SureAndWrong);
        let of_kind = self.offers.iter().filter(|o| o.family == family && o.clean == clean);
        let possible = of_kind.filter(|o| !another_only || Some(&o.key) != just_seen);
        let best = possible.min_by_key(|o| match self.last_seen(&o.key) {
            None => (0, usize::from(o.difficulty)),
            Some(index) => (1, index),
        });
        best.map(|o| o.key.clone())
    }

    /// Index of the last attempt at a challenge.
    fn last_seen(&self, key: &ChallengeKey) -> Option<usize> {
        self.past.iter().rposition(|p| p.key == *key)
    }
}
