//! The game's side of a run: starts judge processes, hands each its job, listens, and kills what does not end.

use super::control::{Limits, Progress, RunControl, Which};
use super::conversation::Conversation;
use super::job::{Job, Line, Overdue, Stop, exit};
use super::plan::{self, Planned};
use super::report::{self, Gathered};
use super::{CHILD_ARGUMENT, RULES};
use crate::core::challenge::Challenge;
use crate::core::verdict::{NotJudged, RunReport};
use rand::{RngCore, SeedableRng};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
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
}

impl Judge {
    /// A judge that starts `exe`, this very program, as its child.
    pub fn new(exe: PathBuf, limits: Limits) -> Self {
        Self { exe, limits, forks: cfg!(unix) }
    }

    /// A judge that starts one whole process a check, which is what systems without `fork` get.
    pub fn without_fork(self) -> Self {
        Self { forks: false, ..self }
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
        let mut seed = [0; 32];
        rand::rngs::StdRng::from_os_rng().fill_bytes(&mut seed);
        self.run_seeded(challenge, files, which, control, seed)
    }

    /// Like [`run`](Self::run) with a given seed for everything that the lab draws at random.
    pub(super) fn run_seeded(
        &self,
        challenge: &Challenge,
        files: &BTreeMap<String, String>,
        which: Which,
        control: &RunControl,
        seed: [u8; 32],
    ) -> RunReport {
        let started = Instant::now();
        let mut gathered = Gathered::new(challenge, which);
        control.tell(Progress::Started(gathered.cases.len()));
        let deadline = started + self.limits.wall;
        let jobs = plan::jobs(challenge, files, &gathered.cases, seed, self.limits).unwrap_or_else(|stop| {
            gathered.stop(stop);
            Vec::new()
        });
        for Planned { first, job } in jobs {
            if self.forks {
                self.run_process(&job, first, deadline, control, &mut gathered);
            } else {
                for (index, task) in job.tasks.iter().enumerate() {
                    let job = Job { tasks: vec![task.clone()], ..job.clone() };
                    self.run_process(&job, first + index, deadline, control, &mut gathered);
                    if gathered.is_stopped() {
                        break;
                    }
                }
            }
            if gathered.is_stopped() {
                break;
            }
        }
        gathered.report(started.elapsed())
    }

    /// Runs one job in one process; its first task is the run's task number `first`.
    fn run_process(
        &self,
        job: &Job,
        first: usize,
        deadline: Instant,
        control: &RunControl,
        gathered: &mut Gathered<'_>,
    ) {
        let mut process = match Process::start(&self.exe, job, self.limits) {
            Ok(process) => process,
            Err(error) => {
                gathered.stop(Stop::new(
                    NotJudged::Protocol,
                    format!("The judge could not be started: {error}."),
                ));
                return;
            }
        };
        let mut conversation = Conversation::new(&job.tasks);
        loop {
            if control.is_cancelled() {
                process.kill();
                gathered.stop(Stop::new(NotJudged::Cancelled, "The run was cancelled."));
                return;
            }
            let now = Instant::now();
            if now >= deadline {
                process.kill();
                gathered
                    .time_out(&format!("did not finish within {} seconds", self.limits.wall.as_secs_f64()));
                return;
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
                        return;
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

/// What came from a judge process.
enum Heard {
    Line(Line),
    Nonsense,
}

/// A judge process and the threads that talk with it.
struct Process {
    child: Child,
    lines: Receiver<Heard>,
    ended: bool,
}

impl Process {
    fn start(exe: &std::path::Path, job: &Job, limits: Limits) -> std::io::Result<Self> {
        let mut command = Command::new(exe);
        command
            .arg(CHILD_ARGUMENT)
            .arg(if job.languages.is_empty() { job.language.id() } else { RULES })
            .arg(limits.memory.to_string())
            // The system's own limit, for a process that nobody watches any more.
            .arg((limits.cpu.as_secs() + 2).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        own_environment(&mut command);
        own_group(&mut command);
        let mut child = command.spawn()?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (Some(mut to), Some(from)) = (to, from) else {
            return Err(std::io::Error::other("it has no pipes"));
        };
        let text = serde_json::to_vec(job)?;
        // A job may be larger than a pipe holds, and the process may end without reading it.
        std::thread::spawn(move || {
            let _ = to.write_all(&text);
        });
        let (tell, lines) = mpsc::channel();
        // All that a run may say: its records and consoles, escaped for JSON.
        let most = (job.tasks.len() as u64 + 1) * (limits.output as u64 * 12 + (1 << 20));
        std::thread::spawn(move || {
            let mut from = BufReader::new(from.take(most));
            let mut line = Vec::new();
            while let Ok(1..) = from.read_until(b'\n', &mut line) {
                // A line that breaks off is none: how the process ended tells why. One that never ends is nonsense.
                if !line.ends_with(b"\n") && from.get_ref().limit() > 0 {
                    return;
                }
                let heard = serde_json::from_slice(&line).map_or(Heard::Nonsense, Heard::Line);
                if tell.send(heard).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Ok(Self { child, lines, ended: false })
    }

    /// Ends the process and all that it started.
    fn kill(&mut self) {
        if self.ended {
            return;
        }
        kill_group(&self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.ended = true;
    }

    /// Waits for the end of a process that has nothing more to say, and ends whatever it left behind; none where it had to
    /// be killed.
    fn wait(&mut self, deadline: Instant) -> Option<ExitStatus> {
        let mut pause = Duration::from_micros(100);
        while !self.has_ended() {
            if Instant::now() >= deadline {
                self.kill();
                return None;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LOOK);
        }
        kill_group(&self.child);
        self.ended = true;
        self.child.wait().ok()
    }

    /// Whether the process has ended. It is not taken note of: until that is done, its id, and with it its group's, stays.
    #[cfg(unix)]
    fn has_ended(&mut self) -> bool {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) else { return true };
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(pid), look), Ok(None) | Err(rustix::io::Errno::INTR))
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
