//! The game's side of a run: starts the judge process and makes a report of what it says.

use super::control::{Limits, RunControl, Which};
use crate::core::challenge::Challenge;
use crate::core::verdict::{NotJudged, RunReport};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Runs code against checks, each run in a process of its own.
#[derive(Debug, Clone)]
pub struct Judge {
    exe: PathBuf,
    limits: Limits,
}

impl Judge {
    /// A judge that starts `exe`, this very program, as its child.
    pub fn new(exe: PathBuf, limits: Limits) -> Self {
        Self { exe, limits }
    }

    /// The limits of every run.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Holds `files` (path to text, whole challenge) against the challenge's checks. Blocks until the run has ended;
    /// call it from a worker thread. Never fails: whatever goes wrong is a report that says so.
    pub fn run(
        &self,
        challenge: &Challenge,
        files: &BTreeMap<String, String>,
        which: Which,
        control: &RunControl,
    ) -> RunReport {
        let _ = (&self.exe, files, which, control);
        RunReport::not_judged(
            NotJudged::NoEngine,
            format!("This build cannot run {}.", challenge.language.label()),
        )
    }
}
