//! The game's side of a run: starts judge processes, hands each its job, listens, and kills what does not end.

use super::control::{Limits, Progress, RunControl, Which};
use super::conversation::Conversation;
use super::job::{Job, Line, Order, Overdue, Stop, exit};
use super::plan::{self, Planned};
use super::process::{Heard, Process};
use super::report::{self, Gathered};
use super::standby::Standby;
use crate::core::challenge::Challenge;
use crate::core::verdict::{NotJudged, RunReport};
use rand::{RngCore, SeedableRng};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// How often a waiting run looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(10);
/// How long a process that has closed its output may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// Runs code against checks, each run in a process of its own.
#[derive(Debug, Clone)]
pub struct Judge {
    exe: PathBuf,
    limits: Limits,
    forks: bool,
    standby: Standby,
}

impl Judge {
    /// A judge that starts `exe`, this very program, as its child.
    pub fn new(exe: PathBuf, limits: Limits) -> Self {
        Self { exe, limits, forks: cfg!(unix), standby: Standby::default() }
    }

    /// A judge that starts one whole process a check, which is what systems without `fork` get.
    pub fn without_fork(self) -> Self {
        Self { forks: false, ..self }
    }

    /// The limits of every run.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Gets ready for runs of a challenge: each then takes little more than its checks do. It costs a process that waits, and
    /// another after each run, until [`stand_down`](Self::stand_down) or a call for another challenge.
    pub fn stand_by(&self, challenge: &Challenge) {
        if self.forks
            && let Some(job) = plan::preparation(challenge, self.limits)
        {
            self.standby.expect(&job, || self.start_waiting(&job, 1));
        }
    }

    /// Ends what [`stand_by`](Self::stand_by) began. A run that has begun goes on.
    pub fn stand_down(&self) {
        self.standby.end();
    }

    /// A process that gets ready by `job` for so many runs.
    fn start_waiting(&self, job: &Job, runs: usize) -> Option<Process> {
        // Where none can be started, the run tries again and says why.
        let mut process = Process::start(&self.exe, job, runs, self.limits).ok()?;
        process.order(&Order::Prepare(job.clone()));
        Some(process)
    }

    /// Runs of a challenge one after another, so many at most: one process gets ready for them all, and each has one of its
    /// own that starts from there.
    pub(super) fn series(&self, challenge: &Challenge, runs: usize) -> Series {
        let preparation = if self.forks { plan::preparation(challenge, self.limits) } else { None };
        Series { preparation, process: None, runs }
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
        let mut seed = [0; 32];
        rand::rngs::StdRng::from_os_rng().fill_bytes(&mut seed);
        let started = Instant::now();
        self.gather(challenge, files, which, control, seed, None).report(started.elapsed())
    }

    /// Like [`run`](Self::run) with a given seed for everything that the lab draws at random, and as one of a series.
    pub(super) fn gather<'c>(
        &self,
        challenge: &'c Challenge,
        files: &BTreeMap<String, String>,
        which: Which,
        control: &RunControl,
        seed: [u8; 32],
        mut series: Option<&mut Series>,
    ) -> Gathered<'c> {
        let started = Instant::now();
        let mut gathered = Gathered::new(challenge, which);
        control.tell(Progress::Started(gathered.cases.len()));
        let deadline = started + self.limits.wall;
        let jobs = plan::jobs(challenge, files, &gathered.cases, seed, self.limits).unwrap_or_else(|stop| {
            gathered.stop(stop);
            Vec::new()
        });
        for Planned { first, job } in jobs {
            if !self.forks {
                for (index, task) in job.tasks.iter().enumerate() {
                    let job = Job { tasks: vec![task.clone()], ..job.clone() };
                    self.run_process(Use::default(), job, first + index, deadline, control, &mut gathered);
                    if gathered.is_stopped() {
                        break;
                    }
                }
            } else if !job.runs_code() {
                self.run_process(Use::default(), job, first, deadline, control, &mut gathered);
            } else if let Some(series) = series.as_deref_mut() {
                let process = series.take(|job, runs| self.start_waiting(job, runs));
                let given = Use { stays: process.is_some(), process };
                series.process = self.run_process(given, job, first, deadline, control, &mut gathered);
            } else {
                let expected =
                    self.standby.is_on().then(|| plan::preparation(challenge, self.limits)).flatten();
                let process = expected.as_ref().and_then(|expected| self.standby.take(expected));
                let given = Use { process, stays: false };
                self.run_process(given, job, first, deadline, control, &mut gathered);
                if let Some(expected) = expected {
                    self.standby.replace(&expected, || self.start_waiting(&expected, 1));
                }
            }
            if gathered.is_stopped() {
                break;
            }
        }
        gathered
    }

    /// Runs one job; its first task is the run's task number `first`. Gives the process back where it stays for more.
    fn run_process(
        &self,
        given: Use,
        job: Job,
        first: usize,
        deadline: Instant,
        control: &RunControl,
        gathered: &mut Gathered<'_>,
    ) -> Option<Process> {
        let start = || Process::start(&self.exe, &job, 1, self.limits);
        let mut process = match given.process.map_or_else(start, Ok) {
            Ok(process) => process,
            Err(error) => {
                gathered.stop(Stop::new(
                    NotJudged::Protocol,
                    format!("The judge could not be started: {error}."),
                ));
                return None;
            }
        };
        let mut conversation = Conversation::new(&job.tasks);
        process.order(&if given.stays { Order::RunApart(job) } else { Order::Run(job) });
        loop {
            if control.is_cancelled() {
                process.kill();
                gathered.stop(Stop::new(NotJudged::Cancelled, "The run was cancelled."));
                return None;
            }
            let now = Instant::now();
            if now >= deadline {
                process.kill();
                gathered
                    .time_out(&format!("did not finish within {} seconds", self.limits.wall.as_secs_f64()));
                return None;
            }
            match process.lines.recv_timeout(LOOK.min(deadline - now)) {
                Ok(heard) => {
                    let line = match heard {
                        Heard::Line(line) => conversation.follow(&line).map(|()| line),
                        Heard::Nonsense => Err("said something that cannot be understood"),
                    };
                    match line {
                        Ok(Line::Ready(_) | Line::Done) => {}
                        Ok(Line::Began(task)) => gathered.begin(first + task),
                        Ok(Line::Ended(task, outcome)) => {
                            if let Some(check) = gathered.end(first + task, outcome) {
                                control.tell(Progress::CheckDone(check));
                            }
                        }
                        Ok(Line::Overdue(Overdue::Cpu)) => gathered.time_out(&format!(
                            "did not finish within {} seconds of processor time",
                            self.limits.cpu.as_secs_f64()
                        )),
                        Ok(Line::Overdue(Overdue::Idle)) => {
                            gathered.time_out("waits for something that never comes");
                        }
                        Ok(Line::Stopped(stop)) => gathered.stop(stop),
                        Err(breach) => gathered.stop(Stop::new(
                            NotJudged::Protocol,
                            format!("The judge {breach}, so nothing that it said counts."),
                        )),
                    }
                    // A file that does not import fails every check, and what stops a run stops all of it.
                    if gathered.is_stopped() {
                        process.kill();
                        return None;
                    }
                    if given.stays && conversation.is_over() {
                        return Some(process);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        match process.wait(deadline.min(Instant::now() + GRACE)) {
            Some(status) if conversation.is_over() && status.success() => {}
            Some(status) => gathered.stop(ended_early(status)),
            None => gathered.stop(Stop::new(
                NotJudged::Protocol,
                "The judge fell silent and did not end, so it was killed.",
            )),
        }
        None
    }
}

/// The process for a run; a new one where there is none.
#[derive(Default)]
struct Use {
    process: Option<Process>,
    /// Whether it stays for another run.
    stays: bool,
}

/// Runs of one challenge that share what comes before them.
pub(super) struct Series {
    /// None where each run starts from nothing.
    preparation: Option<Job>,
    process: Option<Process>,
    runs: usize,
}

impl Series {
    /// Starts its process before the first run asks for it.
    pub fn start(&mut self, judge: &Judge) {
        let process = self.take(|job, runs| judge.start_waiting(job, runs));
        self.process = process;
    }

    /// Whether it can be used for runs of a challenge whose preparation is this one's, or differs in texts alone: what is
    /// read ahead is the lab's own, and each run brings every text of its files.
    pub fn serves(&mut self, challenge: &Challenge, limits: Limits) -> bool {
        let shape =
            |job: &Job| (job.language, job.files.keys().cloned().collect::<Vec<_>>(), job.tasks.len());
        let wanted = plan::preparation(challenge, limits);
        self.process.as_mut().is_some_and(|process| !process.has_ended())
            && self.preparation.as_ref().map(shape) == wanted.as_ref().map(shape)
    }

    /// The process for the next run.
    fn take(&mut self, start: impl FnOnce(&Job, usize) -> Option<Process>) -> Option<Process> {
        self.process.take().or_else(|| start(self.preparation.as_ref()?, self.runs))
    }
}

/// Why a judge process ended before it was done.
fn ended_early(status: ExitStatus) -> Stop {
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&status) == Some(rustix::process::Signal::XCPU.as_raw())
    {
        return Stop::new(NotJudged::Timeout, report::CPU);
    }
    match status.code() {
        Some(0) => Stop::new(NotJudged::Protocol, "The judge ended before it was done."),
        Some(exit::MEMORY) => Stop::new(NotJudged::Memory, report::MEMORY),
        Some(exit::UNLOCKED) => Stop::new(
            NotJudged::Protocol,
            "The judge could not lock itself in on this system, so it ran nothing.",
        ),
        _ => Stop::new(
            NotJudged::Crash,
            "The code brought the judge down: look for recursion or nesting without end.",
        ),
    }
}

/// Nothing of the player's environment reaches a judge process.
pub(super) fn own_environment(command: &mut Command) {
    command.env_clear();
    // Large pages of memory: fewer to hand out at the start, and to copy for each task. Other allocators do not read it.
    #[cfg(target_os = "linux")]
    command.env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
}

/// A judge process is killed with everything that it started, and stands in no folder of the player's.
pub(super) fn own_group(command: &mut Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0).current_dir("/");
    }
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends every process of the group that [`own_group`] made.
pub(super) fn kill_group(child: &Child) {
    #[cfg(unix)]
    if let Some(group) = rustix::process::Pid::from_raw(child.id().cast_signed()) {
        // Fails only where the group is gone already.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = child;
}
