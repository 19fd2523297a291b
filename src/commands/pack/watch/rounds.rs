//! The proofs of a watch: each challenge is proven once for each state of it, on all cores, while the watch goes on.

use super::super::reading::Reading;
use crate::core::challenge::Challenge;
use crate::judge::{Judge, Memory, RunControl, Unsound, prove_again};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, TryRecvError};

/// Stands for everything in a challenge.
pub(super) type Key = [u8; 32];

/// Proofs that are kept for the day that a challenge is as it was before.
const KEPT: usize = 500;

/// The proofs.
pub(super) struct Rounds {
    judge: Judge,
    memory: Memory,
    proven: BTreeMap<Key, Vec<Unsound>>,
    /// What hung on the moment is proven anew each time.
    doubtful: BTreeSet<Key>,
    running: Option<Running>,
}

struct Running {
    control: RunControl,
    results: Receiver<(Key, Vec<Unsound>)>,
}

impl Rounds {
    pub fn new(judge: Judge) -> Self {
        Self {
            judge,
            memory: Memory::default(),
            proven: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            running: None,
        }
    }

    /// Begins to prove what is not proven yet; what still ran for an earlier state ends.
    pub fn begin(&mut self, reading: &Reading) {
        self.end();
        let wanted: BTreeMap<Key, &Challenge> =
            reading.jobs().iter().map(|job| (key(job.challenge), job.challenge)).collect();
        for doubtful in std::mem::take(&mut self.doubtful) {
            self.proven.remove(&doubtful);
        }
        if self.proven.len() > KEPT {
            self.proven.retain(|key, _| wanted.contains_key(key));
        }
        let jobs: Vec<(Key, Challenge)> = wanted
            .into_iter()
            .filter(|(key, _)| !self.proven.contains_key(key))
            .map(|(key, challenge)| (key, challenge.clone()))
            .collect();
        let (send, results) = mpsc::channel();
        let control = RunControl::new();
        let count = jobs.len();
        let (jobs, next) = (Arc::new(jobs), Arc::new(AtomicUsize::new(0)));
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        for _ in 0..cores.min(count) {
            let (jobs, next, send) = (Arc::clone(&jobs), Arc::clone(&next), send.clone());
            let (judge, memory, control) = (self.judge.clone(), self.memory.clone(), control.clone());
            std::thread::spawn(move || {
                while let Some((key, challenge)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = prove_again(challenge, &judge, &control, &memory);
                    if control.is_cancelled() || send.send((*key, found)).is_err() {
                        break;
                    }
                }
            });
        }
        self.running = (count > 0).then_some(Running { control, results });
    }

    /// Takes what has been proven since; says whether there was anything.
    pub fn take(&mut self) -> bool {
        let Some(running) = &mut self.running else { return false };
        let mut took = false;
        loop {
            match running.results.try_recv() {
                Ok((key, found)) => {
                    took = true;
                    if found.iter().any(|it| matches!(it.lint, "not-judged" | "not-steady")) {
                        self.doubtful.insert(key);
                    }
                    self.proven.insert(key, found);
                }
                Err(TryRecvError::Empty) => return took,
                // Every thread has come to its end.
                Err(TryRecvError::Disconnected) => break,
            }
        }
        self.running = None;
        true
    }

    /// Gets ready for the next proof of a challenge, which its author is at work on.
    pub fn expect(&self, challenge: &Challenge) {
        self.memory.stand_by(challenge, &self.judge);
    }

    /// Whether everything is proven.
    pub fn are_over(&self) -> bool {
        self.running.is_none()
    }

    /// What running a challenge disproved; none where it has not been run in this state.
    pub fn of(&self, challenge: &Challenge) -> Option<&[Unsound]> {
        self.proven.get(&key(challenge)).map(Vec::as_slice)
    }

    /// Ends what runs.
    pub fn end(&mut self) {
        if let Some(running) = self.running.take() {
            running.control.cancel();
        }
    }
}

/// A challenge's key. Its own hash leaves fixes out, and a proof is about them as well.
pub(super) fn key(challenge: &Challenge) -> Key {
    Sha256::digest(format!("{challenge:?}")).into()
}
