//! The runs of a proof: made as few as can be, and remembered for the next proof of the same challenge.

use super::super::control::{RunControl, Which};
use super::super::host::{Judge, Series};
use super::super::plan;
use crate::core::challenge::Challenge;
use crate::core::verdict::RunReport;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The two seeds of a proof: what holds must not hang on what the lab draws at random.
const SEEDS: [[u8; 32]; 2] = [[0x5a; 32], [0xc3; 32]];
/// Runs that are remembered at most; beyond that all are forgotten.
const MOST: usize = 4000;

/// What one run came to.
#[derive(Debug, Clone)]
pub(super) struct Ran {
    pub report: RunReport,
    /// For each mark that was looked for, the checks in whose output it stands.
    #[cfg_attr(
        not(any(feature = "python", feature = "javascript")),
        expect(dead_code, reason = "only code that is run puts marks out")
    )]
    pub marked: Vec<BTreeSet<String>>,
}

/// What the runs of earlier proofs came to, told apart by everything that a judge process is told. Shared by its clones.
#[derive(Clone, Default)]
pub struct Memory {
    known: Arc<Mutex<HashMap<[u8; 32], Ran>>>,
    ready: Arc<Mutex<Option<[Series; SEEDS.len()]>>>,
}

impl Memory {
    /// Gets ready for another proof of a challenge, until one begins: its first runs then need not wait for the interpreter.
    pub fn stand_by(&self, challenge: &Challenge, judge: &Judge) {
        let mut series = series(challenge, judge);
        for one in &mut series {
            one.start(judge);
        }
        *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = Some(series);
    }

    /// What stands by, where it is for such a challenge.
    fn take_ready(&self, challenge: &Challenge, judge: &Judge) -> Option<[Series; SEEDS.len()]> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let serves = ready.as_mut()?.iter_mut().all(|series| series.serves(challenge, judge.limits()));
        if serves { ready.take() } else { None }
    }

    fn get(&self, key: &[u8; 32]) -> Option<Ran> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn put(&self, key: [u8; 32], ran: Ran) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, ran);
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// Runs codes of one challenge.
pub(super) struct Runs<'a> {
    challenge: &'a Challenge,
    judge: &'a Judge,
    control: &'a RunControl,
    memory: &'a Memory,
    /// One a seed: what hangs on the interpreter's own chance, as the order of a set does, is to differ too.
    series: [Series; SEEDS.len()],
}

impl<'a> Runs<'a> {
    pub fn new(
        challenge: &'a Challenge,
        judge: &'a Judge,
        control: &'a RunControl,
        memory: &'a Memory,
    ) -> Self {
        let series = memory.take_ready(challenge, judge).unwrap_or_else(|| series(challenge, judge));
        Self { challenge, judge, control, memory, series }
    }

    pub fn is_cancelled(&self) -> bool {
        self.control.is_cancelled()
    }

    /// Runs the challenge with the files in `changes` changed, once with each seed, side by side.
    pub fn twice(&mut self, changes: &BTreeMap<String, String>) -> [RunReport; 2] {
        let files = self.challenge.with_changes(changes);
        let (challenge, judge, control, memory) = (self.challenge, self.judge, self.control, self.memory);
        let run = |seed, series| ran(challenge, judge, control, memory, &files, seed, series, &[]).report;
        let [first, second] = &mut self.series;
        std::thread::scope(|scope| {
            let other = scope.spawn(|| run(SEEDS[1], second));
            let one = run(SEEDS[0], first);
            [one, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
        })
    }

    /// Runs the challenge with the files in `changes` changed once.
    pub fn once(&mut self, changes: &BTreeMap<String, String>) -> RunReport {
        self.marked(changes, &[]).report
    }

    /// Like [`once`](Self::once), and says which checks put out each of the marks.
    pub fn marked(&mut self, changes: &BTreeMap<String, String>, marks: &[String]) -> Ran {
        let files = self.challenge.with_changes(changes);
        let (challenge, judge, control, memory) = (self.challenge, self.judge, self.control, self.memory);
        ran(challenge, judge, control, memory, &files, SEEDS[0], &mut self.series[0], marks)
    }
}

fn series(challenge: &Challenge, judge: &Judge) -> [Series; SEEDS.len()] {
    // The original and the fixes, what is left of the reference without each of its changes, and some more.
    let runs = 64 + 4 * challenge.fixes.len();
    SEEDS.map(|_| judge.series(challenge, runs))
}

#[expect(clippy::too_many_arguments, reason = "what a run needs, from two threads at once")]
fn ran(
    challenge: &Challenge,
    judge: &Judge,
    control: &RunControl,
    memory: &Memory,
    files: &BTreeMap<String, String>,
    seed: [u8; 32],
    series: &mut Series,
    marks: &[String],
) -> Ran {
    let key = key(challenge, judge, files, seed, marks);
    if let Some(known) = key.and_then(|key| memory.get(&key)) {
        return known;
    }
    let started = Instant::now();
    let gathered = judge.gather(challenge, files, Which::All, control, seed, Some(series));
    let marked = marks.iter().map(|mark| gathered.naming(mark)).collect();
    let ran = Ran { report: gathered.report(started.elapsed()), marked };
    // What was cut off may come out otherwise next time.
    if let Some(key) = key.filter(|_| ran.report.is_judged()) {
        memory.put(key, ran.clone());
    }
    ran
}

/// Stands for everything that bears on what a run comes to. None where it cannot be run.
fn key(
    challenge: &Challenge,
    judge: &Judge,
    files: &BTreeMap<String, String>,
    seed: [u8; 32],
    marks: &[String],
) -> Option<[u8; 32]> {
    let cases: Vec<_> = challenge.cases().collect();
    let jobs = plan::jobs(challenge, files, &cases, seed, judge.limits()).ok()?;
    let jobs: Vec<_> = jobs.into_iter().map(|planned| planned.job).collect();
    // A report names each check as the challenge does, and says what it is for.
    let names: Vec<_> = cases.iter().map(|c| (c.name, c.kind, c.site, c.hidden)).collect();
    let text = serde_json::to_vec(&(jobs, names, marks)).ok()?;
    Some(Sha256::digest(text).into())
}
