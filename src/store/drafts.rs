//! Unfinished attempts: one a challenge, replaced at each change.

use super::{Store, StoreError};
use crate::core::answer::HintLevel;
use crate::core::attempt::{ChallengeKey, Draft};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

impl Store {
    /// Keeps a draft in place of the one there was. `now` is Unix time in milliseconds. Once this returns, the draft
    /// outlives the process, however it ends.
    ///
    /// Where the draft there was belongs to another attempt (it began at another time) and a hint or the truth had been
    /// seen in it, that attempt counts as given up, so that the new one is no first attempt.
    ///
    /// # Errors
    /// The draft there was stays then.
    pub fn save_draft(&self, draft: &Draft, now: i64) -> Result<(), StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let record =
            serde_json::to_string(draft).map_err(|e| StoreError::record(&self.path, "the draft", e))?;
        let spoiled = draft.locked || draft.hint != HintLevel::None;
        let mut connection = self.lock();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        give_up(&transaction, &draft.key, Some(draft.started_at), now).map_err(err)?;
        transaction
            .prepare_cached(
                "INSERT INTO draft (pack, challenge, stage, spoiled, started_at, saved_at, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (pack, challenge) DO UPDATE SET stage = excluded.stage, spoiled = excluded.spoiled,
                     started_at = excluded.started_at, saved_at = excluded.saved_at, record = excluded.record",
            )
            .and_then(|mut s| {
                s.execute(params![
                    draft.key.pack,
                    draft.key.challenge,
                    draft.stage.label(),
                    spoiled,
                    draft.started_at,
                    now,
                    record
                ])
            })
            .map_err(err)?;
        transaction.commit().map_err(err)
    }

    /// The draft of a challenge, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it cannot be read back; the others where the file cannot be read.
    pub fn draft(&self, key: &ChallengeKey) -> Result<Option<Draft>, StoreError> {
        let record: Option<String> = self
            .lock()
            .prepare_cached("SELECT record FROM draft WHERE pack = ?1 AND challenge = ?2")
            .and_then(|mut s| s.query_row(params![key.pack, key.challenge], |row| row.get(0)).optional())
            .map_err(|e| StoreError::of(&self.path, e))?;
        record
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|e| StoreError::record(&self.path, &format!("the draft of {key}"), e))
    }

    /// Throws a draft away, so that the challenge can be begun anew. Where a hint or the truth had been seen in it, the
    /// attempt counts as given up: what comes after it is no first attempt. `now` is Unix time in milliseconds.
    ///
    /// # Errors
    /// The draft stays then.
    pub fn discard_draft(&self, key: &ChallengeKey, now: i64) -> Result<(), StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let mut connection = self.lock();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        give_up(&transaction, key, None, now).map_err(err)?;
        transaction
            .prepare_cached("DELETE FROM draft WHERE pack = ?1 AND challenge = ?2")
            .and_then(|mut s| s.execute(params![key.pack, key.challenge]))
            .map_err(err)?;
        transaction.commit().map_err(err)
    }

    /// The draft that was saved last, of whatever challenge: what "go on where you were" means.
    ///
    /// # Errors
    /// As [`draft`](Self::draft).
    pub fn latest_draft(&self) -> Result<Option<ChallengeKey>, StoreError> {
        self.lock()
            .prepare_cached(
                "SELECT pack, challenge FROM draft ORDER BY saved_at DESC, pack, challenge LIMIT 1",
            )
            .and_then(|mut s| {
                s.query_row([], |row| {
                    Ok(ChallengeKey::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?))
                })
                .optional()
            })
            .map_err(|e| StoreError::of(&self.path, e))
    }
}

/// Notes down that the draft there is was given up, if something had been seen in it and it is not the attempt that
/// began at `started_at`.
fn give_up(
    transaction: &Transaction<'_>,
    key: &ChallengeKey,
    started_at: Option<i64>,
    now: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO given_up (pack, challenge, at)
             SELECT pack, challenge, ?4 FROM draft
             WHERE pack = ?1 AND challenge = ?2 AND spoiled AND started_at IS NOT ?3",
        )?
        .execute(params![key.pack, key.challenge, started_at, now])?;
    Ok(())
}
