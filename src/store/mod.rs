//! Scores kept: drafts and finished attempts, in one SQLite file on the player's machine.
//!
//! Finished attempts are only ever added. An unfinished one is a draft: one a challenge, replaced at each change and
//! gone when the attempt is finished. Any number of instances may use the file at the same time.

mod drafts;
mod error;
mod queries;
mod saver;
mod schema;
#[cfg(test)]
mod tests;
mod trust;

pub use error::StoreError;
pub use queries::{ChallengeState, Counts, Finished, Kept};
pub use saver::DraftSaver;

use crate::context::Context;
use crate::core::attempt::Attempt;
use crate::core::score::{FixState, Grounds, PartKind, Score};
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long one instance waits for another that is writing. Transactions take milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// The database. Clones share one connection, so it can be handed to other threads.
#[derive(Debug, Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
    path: PathBuf,
    kept: bool,
}

/// What a look at a database tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The edition of its format.
    pub edition: i64,
    /// How many attempts were finished.
    pub finished: u32,
    /// When the latest of them was: Unix time in milliseconds.
    pub latest: Option<i64>,
}

impl Store {
    /// Opens the database at `path`, making it and its folder where they do not exist, and brings it to the present
    /// edition. A damaged, newer or foreign file is left exactly as it is.
    ///
    /// # Errors
    /// Every [`StoreError`] that a file can give rise to.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            make_folder(folder).map_err(|source| StoreError::Folder { path: folder.to_owned(), source })?;
        }
        let err = |e| StoreError::of(path, e);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let mut connection = Connection::open_with_flags(path, flags).map_err(err)?;
        connection.busy_timeout(PATIENCE).map_err(err)?;
        // SQLite falls back to reading where it may not write, and would complain only at the first save.
        if connection.is_readonly("main").map_err(err)? {
            return Err(StoreError::ReadOnly { path: path.to_owned() });
        }
        schema::prepare(&mut connection, path, schema::MIGRATIONS)?;
        Ok(Self::of(connection, path.to_owned(), true))
    }

    /// Looks at the database at `path` without changing it; none where there is no file.
    ///
    /// # Errors
    /// As [`open`](Self::open), and where parts of the file are damaged.
    pub fn examine(path: &Path) -> Result<Option<Examined>, StoreError> {
        if !path.exists() {
            return Ok(None);
        }
        let err = |e| StoreError::of(path, e);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(err)?;
        connection.busy_timeout(PATIENCE).map_err(err)?;
        let edition = schema::edition(&connection, path, schema::KNOWN)?;
        let sound: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(err)?;
        if sound != "ok" {
            return Err(StoreError::Damaged { path: path.to_owned(), detail: sound });
        }
        let (finished, latest) = match edition {
            0 => (0, None),
            _ => connection
                .query_row("SELECT count(*), max(finished_at) FROM attempt", [], |row| {
                    Ok((row.get::<_, u32>(0)?, row.get(1)?))
                })
                .map_err(err)?,
        };
        Ok(Some(Examined { edition, finished, latest }))
    }

    /// An empty database that is gone when its last clone is.
    ///
    /// # Errors
    /// Only where memory is short.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = Path::new("memory");
        let mut connection = Connection::open_in_memory().map_err(|e| StoreError::of(path, e))?;
        schema::prepare(&mut connection, path, schema::MIGRATIONS)?;
        Ok(Self::of(connection, path.to_owned(), false))
    }

    /// The player's database or, where it cannot be used, one in memory with the reason, which is to be said once: play
    /// goes on either way.
    ///
    /// # Errors
    /// Only where not even a database in memory can be had.
    pub fn for_play(context: &Context) -> Result<(Self, Option<StoreError>), StoreError> {
        let opened = match context.folders.database() {
            Some(path) => Self::open(&path),
            None => Err(StoreError::NoFolder),
        };
        match opened {
            Ok(store) => Ok((store, None)),
            Err(problem) => Ok((Self::in_memory()?, Some(problem))),
        }
    }

    fn of(connection: Connection, path: PathBuf, kept: bool) -> Self {
        connection.set_prepared_statement_cache_capacity(32);
        Self { connection: Arc::new(Mutex::new(connection)), path, kept }
    }

    /// Whether what is saved is still there at the next start.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// The file; for a database in memory a name that says so.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a finished attempt and drops the draft it grew from. Gives it back as it was kept: the store sets
    /// [`number`](Attempt::number) and [`evidence`](Attempt::evidence), since only it can count.
    ///
    /// # Errors
    /// Nothing is kept then, and the draft stays.
    pub fn finish(&self, mut attempt: Attempt) -> Result<Attempt, StoreError> {
        let err = |e| StoreError::of(&self.path, e);
        let mut connection = self.lock();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        let key = params![attempt.key.pack, attempt.key.challenge];
        let before: u32 = transaction
            .prepare_cached(
                "SELECT (SELECT count(*) FROM attempt WHERE pack = ?1 AND challenge = ?2)
                      + (SELECT count(*) FROM given_up WHERE pack = ?1 AND challenge = ?2)",
            )
            .and_then(|mut s| s.query_row(key, |row| row.get(0)))
            .map_err(err)?;
        attempt.number = before.saturating_add(1);
        attempt.evidence = Attempt::is_evidence(attempt.number, attempt.answer.hint);
        let record =
            serde_json::to_string(&attempt).map_err(|e| StoreError::record(&self.path, "the attempt", e))?;
        let (fixes, held) = fixes(&attempt.score);
        let tally = attempt.score.tally;
        transaction
            .prepare_cached(
                "INSERT INTO attempt (pack, challenge, number, hash, program, family, flawed, evidence, started_at,
                     finished_at, points, weaknesses, found, decoys, decoys_marked, strays, fixes, fixes_held, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    attempt.key.pack,
                    attempt.key.challenge,
                    attempt.number,
                    attempt.hash,
                    attempt.program,
                    attempt.family,
                    attempt.flawed,
                    attempt.evidence,
                    attempt.started_at,
                    attempt.finished_at,
                    attempt.score.points,
                    tally.weaknesses as i64,
                    tally.found as i64,
                    tally.decoys as i64,
                    tally.decoys_marked as i64,
                    tally.strays as i64,
                    fixes as i64,
                    held as i64,
                    record,
                ])
            })
            .map_err(err)?;
        transaction
            .prepare_cached("DELETE FROM draft WHERE pack = ?1 AND challenge = ?2")
            .and_then(|mut s| s.execute(key_of(&attempt)))
            .map_err(err)?;
        transaction.commit().map_err(err)?;
        Ok(attempt)
    }

    /// The connection. A thread that panicked while it held the lock left at worst a transaction that SQLite rolled
    /// back, so the connection is still good.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key_of(attempt: &Attempt) -> [&str; 2] {
    [&attempt.key.pack, &attempt.key.challenge]
}

/// How many weaknesses a submitted patch was to close, and how many of these it closed.
fn fixes(score: &Score) -> (usize, usize) {
    match score.part(PartKind::Fix).map(|part| &part.grounds) {
        Some(Grounds::Fix { state: FixState::NoPatch, .. }) | None => (0, 0),
        Some(Grounds::Fix { closed, weaknesses, state }) => {
            (*weaknesses, if *state == FixState::BreaksFeature { 0 } else { *closed })
        }
        Some(_) => (0, 0),
    }
}

/// Makes a folder that only its owner can read: what somebody found and missed is nobody else's business.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
