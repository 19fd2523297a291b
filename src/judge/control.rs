//! What a caller says about a run, and what it hears while the run goes on.

use crate::core::verdict::CheckReport;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What one run may use. A run that reaches a limit is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Processor time of each check. It is what ends a loop, so that a busy machine costs nobody a run. Where a system does
    /// not tell the time of a running process, whole seconds of it are enforced.
    pub cpu: Duration,
    /// Wall time of the whole run, start of the judge process included.
    pub wall: Duration,
    /// Heap of each check in bytes.
    pub memory: u64,
    /// What the code of one check may print, and what one check may record, in bytes each.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        // Where processor time is not limited, this alone ends a loop.
        let wall = Duration::from_secs(if cfg!(unix) { 30 } else { 15 });
        Self { cpu: Duration::from_secs(5), wall, memory: 256 << 20, output: 256 << 10 }
    }
}

/// Which checks a run holds the files against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that a player may see before submitting.
    Visible,
    /// Hidden ones too.
    All,
}

/// One step of a run, told while it goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// The run begins; so many checks will be run.
    Started(usize),
    /// A check came to a verdict. Checks may end in another order than they stand in the report.
    CheckDone(CheckReport),
}

/// The caller's hand on a run: cancels it, and hears of its progress.
#[derive(Clone, Default)]
pub struct RunControl {
    cancel: Arc<AtomicBool>,
    listener: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

impl RunControl {
    /// A run that nobody listens to.
    pub fn new() -> Self {
        Self::default()
    }

    /// A run whose progress is told to `listener`, on the thread that runs it.
    pub fn with_listener(listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { cancel: Arc::default(), listener: Some(Arc::new(listener)) }
    }

    /// Ends the run at once, from any thread; it then reports that it was cancelled.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    pub(super) fn tell(&self, progress: Progress) {
        if let Some(listener) = &self.listener {
            listener(progress);
        }
    }
}

impl std::fmt::Debug for RunControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunControl").field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
