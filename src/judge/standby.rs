//! A judge process that waits for the next run of a challenge, ready but for the code that is to be judged.

use super::job::Job;
use super::process::Process;
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by the clones of a judge. Each process is given one run.
#[derive(Clone, Default)]
pub(super) struct Standby(Arc<Mutex<State>>);

#[derive(Default)]
enum State {
    /// Nobody is expected to run anything.
    #[default]
    Off,
    /// Runs of this challenge are expected; the process, if it could be started, waits for one.
    For(Box<Job>, Option<Process>),
}

impl Standby {
    /// Expects runs of the challenge of `job`. `start` starts a process that gets ready for it.
    pub fn expect(&self, job: &Job, start: impl FnOnce() -> Option<Process>) {
        self.change(|state| {
            if !matches!(state, State::For(known, Some(_)) if **known == *job) {
                // The one before ends first, so that there are never two.
                *state = State::Off;
                *state = State::For(Box::new(job.clone()), start());
            }
        });
    }

    /// Expects nothing any more.
    pub fn end(&self) {
        self.change(|state| *state = State::Off);
    }

    /// Whether runs of some challenge are expected.
    pub fn is_on(&self) -> bool {
        self.change(|state| !matches!(state, State::Off))
    }

    /// The process that waits for a run of the challenge of `job`.
    pub fn take(&self, job: &Job) -> Option<Process> {
        self.change(|state| match state {
            // One that has ended while it waited is of no use.
            State::For(known, process) if **known == *job => {
                process.take().and_then(|mut p| (!p.has_ended()).then_some(p))
            }
            _ => None,
        })
    }

    /// Puts another process in the place of one that was taken, where runs of its challenge are still expected.
    pub fn replace(&self, job: &Job, start: impl FnOnce() -> Option<Process>) {
        self.change(|state| {
            if let State::For(known, process @ None) = state
                && **known == *job
            {
                *process = start();
            }
        });
    }

    fn change<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Standby {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Standby").field("is_on", &self.is_on()).finish_non_exhaustive()
    }
}
