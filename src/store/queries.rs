//! What can be asked of the store.

use super::{Store, StoreError};
use crate::core::answer::Answer;
use crate::core::attempt::{Attempt, ChallengeKey};
use crate::core::next::Past;
use crate::core::score::Score;
use rusqlite::{OptionalExtension, Params, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a player stands with one challenge. The default is one never begun.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChallengeState {
    /// The first finished attempt; the one that may be evidence.
    pub first: Option<Finished>,
    /// The latest finished attempt.
    pub latest: Option<Finished>,
    /// How many attempts were finished.
    pub finished: u32,
    /// Whether there is an unfinished one to go on with.
    pub begun: bool,
}

impl ChallengeState {
    /// `done` once there is a finished attempt, `begun` where there is just an unfinished one, else `new`.
    pub fn label(&self) -> &'static str {
        match (&self.first, self.begun) {
            (Some(_), _) => "done",
            (None, true) => "begun",
            (None, false) => "new",
        }
    }
}

/// A finished attempt in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finished {
    /// Its score, 0 to 100.
    pub points: u8,
    /// Whether it was a first attempt without a hint.
    pub evidence: bool,
    /// Which edition of the challenge was answered.
    pub hash: String,
    /// When it was finished: Unix time in milliseconds.
    pub at: i64,
}

/// Raw counts over all evidence; practice is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Attempts.
    pub reviews: usize,
    /// Weaknesses that there were.
    pub weaknesses: usize,
    /// Of these, found.
    pub found: usize,
    /// Safe places that look risky.
    pub decoys: usize,
    /// Of these, flagged.
    pub decoys_marked: usize,
    /// Findings on nothing the author describes.
    pub strays: usize,
    /// Weaknesses that a submitted patch was to close.
    pub fixes: usize,
    /// Of these, closed without breaking the feature.
    pub fixes_held: usize,
}

/// What was kept, as far as it can be read back.
#[derive(Debug)]
pub struct Kept<T> {
    /// In the order in which it was kept.
    pub read: Vec<T>,
    /// Which of it cannot be read, and why. It keeps nothing else from being read.
    pub unread: Vec<StoreError>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { read: Vec::new(), unread: Vec::new() }
    }
}

impl<T> Kept<T> {
    fn take(&mut self, one: Result<T, StoreError>) {
        match one {
            Ok(one) => self.read.push(one),
            Err(problem) => self.unread.push(problem),
        }
    }
}

impl Store {
    /// Every finished attempt, in the order of finishing.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn attempts(&self) -> Result<Kept<Attempt>, StoreError> {
        self.read_attempts("SELECT pack, challenge, number, record FROM attempt ORDER BY id", [])
    }

    /// The finished attempts at one challenge, in the order of finishing.
    ///
    /// # Errors
    /// As [`attempts`](Self::attempts).
    pub fn attempts_at(&self, key: &ChallengeKey) -> Result<Kept<Attempt>, StoreError> {
        self.read_attempts(
            "SELECT pack, challenge, number, record FROM attempt WHERE pack = ?1 AND challenge = ?2 ORDER BY number",
            params![key.pack, key.challenge],
        )
    }

    /// The latest finished attempt at one challenge.
    ///
    /// # Errors
    /// Where it, or the file, cannot be read.
    pub fn latest_attempt(&self, key: &ChallengeKey) -> Result<Option<Attempt>, StoreError> {
        let latest = self.read_attempts(
            "SELECT pack, challenge, number, record FROM attempt WHERE pack = ?1 AND challenge = ?2
             ORDER BY number DESC LIMIT 1",
            params![key.pack, key.challenge],
        )?;
        match latest.unread.into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(latest.read.into_iter().next()),
        }
    }

    /// How the player stands with each challenge that was ever begun; one that is not in the map is new.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn states(&self) -> Result<BTreeMap<ChallengeKey, ChallengeState>, StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let mut states: BTreeMap<ChallengeKey, ChallengeState> = BTreeMap::new();
        let connection = self.lock();
        let mut statement = connection
            .prepare_cached(
                "SELECT pack, challenge, points, evidence, hash, finished_at FROM attempt ORDER BY pack, challenge, number",
            )
            .map_err(err)?;
        let rows = statement
            .query_map([], |row| {
                let key = ChallengeKey::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?);
                let finished = Finished {
                    points: row.get(2)?,
                    evidence: row.get(3)?,
                    hash: row.get(4)?,
                    at: row.get(5)?,
                };
                Ok((key, finished))
            })
            .map_err(err)?;
        for row in rows {
            let (key, finished) = row.map_err(err)?;
            let state = states.entry(key).or_default();
            state.finished += 1;
            state.first.get_or_insert_with(|| finished.clone());
            state.latest = Some(finished);
        }
        let mut statement = connection.prepare_cached("SELECT pack, challenge FROM draft").map_err(err)?;
        let rows = statement
            .query_map([], |row| Ok(ChallengeKey::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
            .map_err(err)?;
        for key in rows {
            states.entry(key.map_err(err)?).or_default().begun = true;
        }
        Ok(states)
    }

    /// The raw counts over all evidence.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.lock()
            .prepare_cached(
                "SELECT count(*), total(weaknesses), total(found), total(decoys), total(decoys_marked), total(strays),
                     total(fixes), total(fixes_held)
                 FROM attempt WHERE evidence",
            )
            .and_then(|mut statement| {
                statement.query_row([], |row| {
                    let count = |column| row.get::<_, f64>(column).map(|n| n as usize);
                    Ok(Counts {
                        reviews: row.get::<_, i64>(0)?.unsigned_abs() as usize,
                        weaknesses: count(1)?,
                        found: count(2)?,
                        decoys: count(3)?,
                        decoys_marked: count(4)?,
                        strays: count(5)?,
                        fixes: count(6)?,
                        fixes_held: count(7)?,
                    })
                })
            })
            .map_err(|e| StoreError::of(&self.path, e))
    }

    /// What the schedule needs to know of every finished attempt, in the order of finishing. Days are the player's own.
    ///
    /// # Errors
    /// As [`attempts`](Self::attempts).
    pub fn past(&self) -> Result<Kept<Past>, StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let connection = self.lock();
        // Whole records hold every exchange of every check; a long history of them takes long to read. So the answers are those
        // in the index, which has them by just these terms.
        let mut statement = connection
            .prepare_cached(
                "SELECT pack, challenge, family,
                     COALESCE(CAST(strftime('%s', finished_at / 1000, 'unixepoch', 'localtime') AS INTEGER) / 86400, 0),
                     iif(json_valid(record), json_extract(record, '$.answer'), NULL),
                     iif(json_valid(record), json_extract(record, '$.score'), NULL), id
                 FROM attempt INDEXED BY attempt_in_short ORDER BY id",
            )
            .map_err(err)?;
        let mut rows = statement.query([]).map_err(err)?;
        let mut past = Kept::default();
        while let Some(row) = rows.next().map_err(err)? {
            let text = |column| row.get::<_, String>(column).map_err(err);
            // None in a record that is no JSON.
            let part =
                |column| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default).map_err(err);
            let (answer, score) = (part(4)?, part(5)?);
            let (key, family, day) =
                (ChallengeKey::new(text(0)?, text(1)?), text(2)?, row.get(3).map_err(err)?);
            let id: i64 = row.get(6).map_err(err)?;
            let both = serde_json::from_str::<Answer>(&answer)
                .and_then(|answer| Ok((answer, serde_json::from_str::<Score>(&score)?)))
                .map_err(|e| {
                    // The index does not have it.
                    let number =
                        connection
                            .query_row("SELECT number FROM attempt WHERE id = ?1", [id], |row| row.get(0));
                    self.unreadable(&key, number.unwrap_or_default(), e)
                });
            past.take(both.map(|(answer, score)| Past::of(key, family, day, &answer, &score)));
        }
        Ok(past)
    }

    /// When the first attempt was finished: Unix time in milliseconds.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn first_finished(&self) -> Result<Option<i64>, StoreError> {
        self.lock()
            .query_row("SELECT finished_at FROM attempt ORDER BY id LIMIT 1", [], |row| row.get(0))
            .optional()
            .map_err(|e| StoreError::of(&self.path, e))
    }

    /// By how many seconds the player's clock is ahead of universal time at `at` (Unix time in milliseconds).
    ///
    /// # Errors
    /// Where the database fails.
    pub fn utc_offset(&self, at: i64) -> Result<i64, StoreError> {
        self.lock()
            .query_row(
                "SELECT COALESCE(CAST(strftime('%s', ?1, 'unixepoch', 'localtime') AS INTEGER) - ?1, 0)",
                [at.div_euclid(1000)],
                |row| row.get(0),
            )
            .map_err(|e| StoreError::of(&self.path, e))
    }

    fn read_attempts(&self, sql: &str, key: impl Params) -> Result<Kept<Attempt>, StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let connection = self.lock();
        let mut statement = connection.prepare_cached(sql).map_err(err)?;
        let mut rows = statement.query(key).map_err(err)?;
        let mut kept = Kept::default();
        while let Some(row) = rows.next().map_err(err)? {
            let text = |column| row.get::<_, String>(column).map_err(err);
            let key = ChallengeKey::new(text(0)?, text(1)?);
            let number: u32 = row.get(2).map_err(err)?;
            let attempt = serde_json::from_str(&text(3)?);
            kept.take(attempt.map_err(|e| self.unreadable(&key, number, e)));
        }
        Ok(kept)
    }

    fn unreadable(&self, key: &ChallengeKey, number: u32, source: serde_json::Error) -> StoreError {
        StoreError::record(&self.path, &format!("attempt {number} at {key}"), source)
    }
}
