//! What can go wrong with the database, in words a player can act on.

use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why something could not be kept or read. The file is never changed where it is not as it must be.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is no database, or parts of it cannot be read.
    #[error("the database with your attempts is damaged: {detail}")]
    Damaged { path: PathBuf, detail: String },
    /// A newer edition of the program wrote it.
    #[error(
        "the database was written by a newer edition of riskline (format {found}, this one knows {known})"
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// It is the database of another program.
    #[error("the file is the database of another program")]
    Foreign { path: PathBuf },
    /// The folder could not be made.
    #[error("the folder for your attempts cannot be made: {source}")]
    Folder { path: PathBuf, source: io::Error },
    /// The file or its folder may not be written or opened.
    #[error("the database cannot be written: the file or its folder is read-only")]
    ReadOnly { path: PathBuf },
    /// The disk is full.
    #[error("the database cannot be written: no space is left")]
    Full { path: PathBuf },
    /// Another instance held it for too long.
    #[error("the database is in use by another program and did not become free")]
    Busy { path: PathBuf },
    /// The system names no folder for a program's data.
    #[error("this system names no home folder, so there is nowhere to keep attempts")]
    NoFolder,
    /// Anything else SQLite says.
    #[error("the database cannot be used: {source}")]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    /// The thread that saves drafts is gone.
    #[error("drafts are no longer saved: their thread has ended")]
    SaverGone,
}

impl StoreError {
    /// The file that it is about, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Damaged { path, .. }
            | Self::Newer { path, .. }
            | Self::Foreign { path }
            | Self::Folder { path, .. }
            | Self::ReadOnly { path }
            | Self::Full { path }
            | Self::Busy { path }
            | Self::Sqlite { path, .. } => Some(path),
            Self::NoFolder | Self::SaverGone => None,
        }
    }

    /// What to do about it, in a sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => {
                "The file stays as it is. Put back a copy, or move it away to begin with an empty one."
            }
            Self::Newer { .. } => {
                "The file stays as it is. Use the newer riskline, or set RISKLINE_HOME to another folder."
            }
            Self::Foreign { .. } => "The file stays as it is. Set RISKLINE_HOME to another folder.",
            Self::Folder { .. } | Self::ReadOnly { .. } => {
                "Give yourself the right to write there, or set RISKLINE_HOME to a folder of your own."
            }
            Self::Full { .. } => "Make room, or set RISKLINE_HOME to a folder on another disk.",
            Self::Busy { .. } => "End the other program and try again.",
            Self::NoFolder => "Set RISKLINE_HOME to a folder of your own.",
            Self::Sqlite { .. } | Self::SaverGone => "Start riskline again; if it stays, move the file away.",
        }
    }

    /// Sorts what SQLite says about the file at `path`.
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, detail: source.to_string() }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            _ => Self::Sqlite { path, source },
        }
    }

    /// A record that cannot be read back.
    pub(super) fn record(path: &Path, what: &str, source: serde_json::Error) -> Self {
        Self::Damaged { path: path.to_owned(), detail: format!("{what} cannot be read: {source}") }
    }
}
