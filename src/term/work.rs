//! What effects ask for, done on threads: runs of the judge, colours, the store.

use super::Incoming;
use crate::app::event::{Event, JobId, RunJob, StoreReply};
use crate::content::{Provenance, catalogue, edition};
use crate::core::attempt::{Attempt, ChallengeKey, Draft};
use crate::core::challenge::{Challenge, Pack};
use crate::core::verdict::{NotJudged, RunReport};
use crate::highlight::{HighlightRequest, HighlightService};
use crate::judge::{Judge, RunControl, prove};
use crate::store::{DraftSaver, StoreError};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

/// A task for the thread that has the store; a failure is told to the player.
type Task = Box<dyn FnOnce(&DraftSaver) -> Result<Option<StoreReply>, StoreError> + Send>;

/// The threads at work.
pub struct Workers {
    events: Sender<Incoming>,
    judge: Judge,
    running: HashMap<JobId, RunControl>,
    highlight: HighlightService,
    store: Option<(Sender<Task>, JoinHandle<()>)>,
}

impl Workers {
    /// Starts the threads that are always there. Without `saver` nothing is kept.
    pub fn start(events: Sender<Incoming>, judge: Judge, saver: Option<DraftSaver>) -> Self {
        let deliver = events.clone();
        let highlight = HighlightService::start(move |reply| {
            // Where nobody listens any more the program is ending.
            let _ = deliver.send(Incoming::App(Event::Highlighted(reply)));
        });
        let store = saver.and_then(|saver| start_store(saver, events.clone()));
        Self { events, judge, running: HashMap::new(), highlight, store }
    }

    /// Runs checks; progress and report come as events.
    pub fn run(&mut self, job: RunJob) {
        let events = self.events.clone();
        let id = job.id;
        let control = RunControl::with_listener(move |progress| {
            let _ = events.send(Incoming::App(Event::JudgeProgress { job: id, progress }));
        });
        self.running.insert(id, control.clone());
        let (judge, events) = (self.judge.clone(), self.events.clone());
        let work = move || {
            let run = || judge.run(&job.pack.challenges[job.challenge], &job.files, job.which, &control);
            let report = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
                RunReport::not_judged(
                    NotJudged::Protocol,
                    "The judge failed; the run says nothing about the code.",
                )
            });
            let _ = events.send(Incoming::App(Event::JudgeDone { job: id, report }));
        };
        if thread::Builder::new().name("judge".into()).spawn(work).is_err() {
            let report = RunReport::not_judged(NotJudged::Protocol, "The system gave no thread for the run.");
            let _ = self.events.send(Incoming::App(Event::JudgeDone { job: id, report }));
        }
    }

    /// Proves that a challenge is sound; what was disproved comes as an event.
    pub fn prove(&mut self, id: JobId, pack: Arc<Pack>, challenge: usize) {
        let control = RunControl::new();
        self.running.insert(id, control.clone());
        let (judge, events) = (self.judge.clone(), self.events.clone());
        let work = move || {
            let found = prove(&pack.challenges[challenge], &judge, &control);
            if !control.is_cancelled() {
                let _ = events.send(Incoming::App(Event::Proved { job: id, found }));
            }
        };
        // Without a thread the proof stays under way, and the screen says so.
        let _ = thread::Builder::new().name("proof".into()).spawn(work);
    }

    /// Reads a pack if it was changed; it comes as an event.
    pub fn read_pack(&self, path: PathBuf, known: Option<u64>) {
        let events = self.events.clone();
        let work = move || {
            if let Some(edition) = edition(&path, known, &catalogue()) {
                let _ = events.send(Incoming::App(Event::PackRead(edition)));
            }
        };
        // Without a thread it is looked at the next time.
        let _ = thread::Builder::new().name("pack".into()).spawn(work);
    }

    /// Has the judge ready for runs of a challenge.
    pub fn ready(&self, challenge: &Challenge) {
        self.judge.stand_by(challenge);
    }

    /// Lets the judge go that waits for a run.
    pub fn release(&self) {
        self.judge.stand_down();
    }

    /// Ends a run early.
    pub fn cancel(&mut self, job: JobId) {
        if let Some(control) = self.running.get(&job) {
            control.cancel();
        }
    }

    /// Forgets a run that has ended.
    pub fn ended(&mut self, job: JobId) {
        self.running.remove(&job);
    }

    /// Works out colours.
    pub fn highlight(&self, request: HighlightRequest) {
        self.highlight.request(request);
    }

    /// Keeps a draft.
    pub fn save(&self, draft: Draft, now: i64) {
        self.with_store(Box::new(move |saver| {
            saver.save(draft, now);
            saver.flush().map(|()| None)
        }));
    }

    /// Throws a draft away.
    pub fn discard(&self, key: ChallengeKey, now: i64) {
        self.with_store(Box::new(move |saver| saver.discard(&key, now).map(|()| None)));
    }

    /// Keeps a finished attempt.
    pub fn finish(&self, attempt: Attempt) {
        self.with_store(Box::new(move |saver| {
            saver.finish(attempt).map(|kept| Some(StoreReply::Finished(Box::new(kept))))
        }));
    }

    /// Remembers that a pack may run its code.
    pub fn trust(&self, pack: String, what: Provenance, now: i64) {
        self.with_store(Box::new(move |saver| {
            saver.store().trust(&pack, &what.origin, &what.hash, now).map(|()| None)
        }));
    }

    fn with_store(&self, task: Task) {
        if let Some((tasks, _)) = &self.store {
            // The thread is gone only where it panicked; the player was told by then.
            let _ = tasks.send(task);
        }
    }

    /// Ends every run and waits until everything is kept.
    pub fn end(mut self) {
        self.release();
        self.running.values().for_each(RunControl::cancel);
        if let Some((tasks, thread)) = self.store.take() {
            drop(tasks);
            // A thread that panicked has kept what it could.
            let _ = thread.join();
        }
    }
}

fn start_store(saver: DraftSaver, events: Sender<Incoming>) -> Option<(Sender<Task>, JoinHandle<()>)> {
    let (tasks, inbox) = channel::<Task>();
    let work = move || {
        for task in inbox {
            let reply = match task(&saver) {
                Ok(None) => continue,
                Ok(Some(reply)) => reply,
                Err(error) => StoreReply::Failed(error.to_string()),
            };
            let _ = events.send(Incoming::App(Event::Stored(reply)));
        }
    };
    let thread = thread::Builder::new().name("store".into()).spawn(work).ok()?;
    Some((tasks, thread))
}
