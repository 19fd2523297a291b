//! Saves drafts on a thread of its own, so that no keystroke waits for a disk.

use super::{Store, StoreError};
use crate::core::attempt::{Attempt, ChallengeKey, Draft};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Takes drafts at any rate and keeps the latest of each challenge. Dropping it waits until all are kept.
pub struct DraftSaver {
    shared: Arc<Shared>,
    store: Store,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The newest draft of each challenge that is still to be kept, with the time of saving.
    waiting: BTreeMap<ChallengeKey, (Draft, i64)>,
    /// Whether the thread is writing just now.
    writing: bool,
    /// The first failure nobody has asked about yet.
    problem: Option<StoreError>,
    /// Whether the saver is being dropped.
    ending: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a change, but never for long: a thread that is gone reports none.
    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, Duration::from_millis(50)).unwrap_or_else(PoisonError::into_inner).0
    }
}

impl DraftSaver {
    /// A saver for that store.
    ///
    /// # Errors
    /// [`StoreError::SaverGone`] where the system gives no thread.
    pub fn new(store: Store) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::default());
        let thread = {
            let (shared, store) = (Arc::clone(&shared), store.clone());
            thread::Builder::new().name("drafts".to_owned()).spawn(move || write_all(&shared, &store))
        };
        match thread {
            Ok(thread) => Ok(Self { shared, store, thread: Some(thread) }),
            Err(_) => Err(StoreError::SaverGone),
        }
    }

    /// The store it writes to.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Keeps a draft soon, and returns at once. Of several drafts of one challenge only the last need be written.
    /// `now` is Unix time in milliseconds. A failure is handed out by [`problem`](Self::problem).
    pub fn save(&self, draft: Draft, now: i64) {
        self.shared.lock().waiting.insert(draft.key.clone(), (draft, now));
        self.shared.changed.notify_all();
    }

    /// Waits until every draft handed in is kept or has failed.
    ///
    /// # Errors
    /// The failure that [`problem`](Self::problem) would have handed out.
    pub fn flush(&self) -> Result<(), StoreError> {
        let mut state = self.shared.lock();
        while state.writing || !state.waiting.is_empty() {
            if self.thread.as_ref().is_none_or(JoinHandle::is_finished) {
                return Err(StoreError::SaverGone);
            }
            state = self.shared.wait(state);
        }
        state.problem.take().map_or(Ok(()), Err)
    }

    /// Keeps a finished attempt, as [`Store::finish`] does. A draft of it that still waits is dropped, so that it
    /// cannot come back after the attempt is finished.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self, attempt: Attempt) -> Result<Attempt, StoreError> {
        self.settle(&attempt.key);
        self.store.finish(attempt)
    }

    /// Throws a draft away, as [`Store::discard_draft`] does, with what still waits of it.
    ///
    /// # Errors
    /// As [`Store::discard_draft`].
    pub fn discard(&self, key: &ChallengeKey, now: i64) -> Result<(), StoreError> {
        // What waits may hold the hint or the lock that makes the next attempt no first one, so it is written first.
        let waiting = self.settle(key);
        if let Some((draft, saved)) = waiting {
            self.store.save_draft(&draft, saved)?;
        }
        self.store.discard_draft(key, now)
    }

    /// The first failure since it was last asked for. Saving goes on: the next draft is tried again.
    pub fn problem(&self) -> Option<StoreError> {
        self.shared.lock().problem.take()
    }

    /// Takes back what waits for a challenge, and waits for the write that may be under way.
    fn settle(&self, key: &ChallengeKey) -> Option<(Draft, i64)> {
        let mut state = self.shared.lock();
        let waiting = state.waiting.remove(key);
        while state.writing && self.thread.as_ref().is_some_and(|t| !t.is_finished()) {
            state = self.shared.wait(state);
        }
        waiting
    }
}

impl Drop for DraftSaver {
    fn drop(&mut self) {
        self.shared.lock().ending = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A saver that panicked has lost at most the drafts it was writing; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

/// The thread: writes until nothing waits and the saver is being dropped.
fn write_all(shared: &Shared, store: &Store) {
    let mut state = shared.lock();
    loop {
        let Some((_, (draft, now))) = state.waiting.pop_first() else {
            if state.ending {
                return;
            }
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        state.writing = true;
        drop(state);
        let result = store.save_draft(&draft, now);
        state = shared.lock();
        state.writing = false;
        if let Err(error) = result {
            state.problem.get_or_insert(error);
        }
        shared.changed.notify_all();
    }
}
