//! What comes next: the schedule, asked about what this player has finished and what there is to play.

use super::model::{ChallengeState, Shared};
use crate::core::attempt::{Attempt, ChallengeKey};
use crate::core::next::{self, Offer, Past, Why};

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

impl Shared {
    /// Chooses what comes next, as of now. What was begun is not proposed: it is there to be resumed.
    pub fn propose(&mut self) {
        self.proposal = self.next(&self.offers(None));
    }

    /// Why the schedule proposes the challenge that is being finished; nothing where the player chose it against the schedule.
    pub fn why_proposed(&self, key: &ChallengeKey) -> Option<Why> {
        self.next(&self.offers(Some(key))).filter(|next| next.key == *key).map(|next| next.why)
    }

    /// Notes a finished attempt for the schedule.
    pub fn note_past(&mut self, attempt: &Attempt) {
        let day = self.today();
        let progress = &mut self.progress;
        if progress.past.is_empty() {
            progress.seed = attempt.finished_at.unsigned_abs();
        }
        let (key, family) = (attempt.key.clone(), attempt.family.clone());
        progress.past.push(Past::of(key, family, day, &attempt.answer, &attempt.score));
    }

    fn next(&self, offers: &[Offer]) -> Option<next::Next> {
        next::next(&self.progress.past, offers, self.today(), self.progress.seed)
    }

    /// Every challenge that was not begun, and `also`.
    fn offers(&self, also: Option<&ChallengeKey>) -> Vec<Offer> {
        self.challenges()
            .filter(|(pack, _, c)| {
                self.state(pack, c) != ChallengeState::Unfinished
                    || also.is_some_and(|key| key.pack == pack.id && key.challenge == c.id)
            })
            .map(|(pack, _, c)| Offer::of(&pack.id, c))
            .collect()
    }

    /// The day in the player's own time zone, counted from 1970.
    fn today(&self) -> i64 {
        (self.now.div_euclid(1000) + self.progress.utc_offset).div_euclid(SECONDS_A_DAY)
    }
}
