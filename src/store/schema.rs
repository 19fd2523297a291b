//! The tables, their editions, and the way from each edition to the next.

use super::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Marks the file as ours (`PRAGMA application_id`): "Risk" in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x5269_736b;

/// Entry `n` leads from edition `n` to edition `n + 1`. Entries are only ever added, never changed: a player's file may
/// stand at any of them. A change in the shape of the JSON records is an edition too.
pub(super) const MIGRATIONS: &[&str] = &[EDITION_1, EDITION_2, EDITION_3];

/// The newest edition.
pub(super) const KNOWN: i64 = MIGRATIONS.len() as i64;

const EDITION_1: &str = "
CREATE TABLE attempt (
    id            INTEGER PRIMARY KEY,
    pack          TEXT    NOT NULL,
    challenge     TEXT    NOT NULL,
    number        INTEGER NOT NULL CHECK (number >= 1),
    hash          TEXT    NOT NULL,
    program       TEXT    NOT NULL,
    family        TEXT    NOT NULL,
    flawed        INTEGER NOT NULL,
    evidence      INTEGER NOT NULL,
    started_at    INTEGER NOT NULL,
    finished_at   INTEGER NOT NULL,
    points        INTEGER NOT NULL,
    weaknesses    INTEGER NOT NULL,
    found         INTEGER NOT NULL,
    decoys        INTEGER NOT NULL,
    decoys_marked INTEGER NOT NULL,
    strays        INTEGER NOT NULL,
    fixes         INTEGER NOT NULL,
    fixes_held    INTEGER NOT NULL,
    record        TEXT    NOT NULL,
    UNIQUE (pack, challenge, number)
) STRICT;

CREATE TRIGGER attempt_is_never_changed BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'a finished attempt is never changed'); END;

CREATE TRIGGER attempt_is_never_deleted BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'a finished attempt is never deleted'); END;

CREATE TABLE draft (
    pack       TEXT    NOT NULL,
    challenge  TEXT    NOT NULL,
    stage      TEXT    NOT NULL,
    spoiled    INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL,
    record     TEXT    NOT NULL,
    PRIMARY KEY (pack, challenge)
) STRICT, WITHOUT ROWID;

-- Attempts that were given up after a hint or the truth had been seen: what comes after them is no first attempt.
CREATE TABLE given_up (
    pack      TEXT    NOT NULL,
    challenge TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX given_up_by_challenge ON given_up (pack, challenge);
";

/// What the schedule asks of every attempt, beside the records: those are long, and reading them all takes as long as all
/// else at the start of the program.
const EDITION_2: &str = "
CREATE INDEX attempt_in_short ON attempt (
    id, pack, challenge, family, finished_at,
    iif(json_valid(record), json_extract(record, '$.answer'), NULL),
    iif(json_valid(record), json_extract(record, '$.score'), NULL)
);
";

/// The packs from elsewhere whose code may run: where each lies, and what was in it when that was last said.
const EDITION_3: &str = "
CREATE TABLE trusted (
    pack   TEXT    NOT NULL,
    origin TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (pack, origin)
) STRICT, WITHOUT ROWID;
";

/// Brings the database at `path` to the newest edition, or says why it must be left alone. `migrations` is
/// [`MIGRATIONS`] outside tests.
pub(super) fn prepare(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let err = |e| StoreError::of(path, e);
    let known = i64::try_from(migrations.len()).expect("few migrations");
    // Reading comes first: a file that is not ours must not be touched, not even to switch its journal mode.
    let found = {
        let snapshot = connection.transaction().map_err(err)?;
        edition(&snapshot, path, known)?
    };
    set_journal(connection).map_err(err)?;
    if found == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
    // Another instance may have been faster while this one waited for the lock.
    let found = edition(&transaction, path, known)?;
    for migration in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(migration).map_err(err)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(err)?;
    transaction.pragma_update(None, "user_version", known).map_err(err)?;
    transaction.commit().map_err(err)
}

/// The edition the file stands at; 0 for an empty one. An error where it is not ours, or newer than `known`.
pub(super) fn edition(connection: &Connection, path: &Path, known: i64) -> Result<i64, StoreError> {
    let err = |e| StoreError::of(path, e);
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(err);
    let found = pragma("user_version")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).map_err(err)?;
    if tables == 0 && found == 0 {
        return Ok(0);
    }
    if pragma("application_id")? != APPLICATION_ID {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    if found < 1 {
        return Err(StoreError::Damaged { path: path.to_owned(), detail: "it has no edition".to_owned() });
    }
    Ok(found)
}

/// WAL lets one instance read while another writes; with it, NORMAL keeps each commit through `kill -9` without waiting
/// for the disk at every keystroke. Only a power cut can lose the last seconds, and never damages the file.
fn set_journal(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "normal")
}
