//! Runs each task of a job in a process of its own, so that no check can leave anything behind for another.
//!
//! On Unix the judge process, which has started the interpreter and the lab but has run none of the job's code, forks once
//! a task: the copy costs a millisecond, a new interpreter would cost tens. Elsewhere the game starts one judge process a
//! task, and this runs the single task of its job in place.

use super::engine::Engine;
use super::job::{Job, Line};
#[cfg(unix)]
pub(super) use forked::{apart, run_all};
#[cfg(not(unix))]
pub(super) use in_place::run_all;

#[cfg(unix)]
mod forked {
    use super::{Engine, Job, Line};
    use crate::core::verdict::NotJudged;
    use crate::judge::engine::Finish;
    use crate::judge::job::{Outcome, Overdue, Stop, Task, exit};
    use crate::judge::sandbox::Barrier;
    use crate::judge::{report, sandbox};
    use std::fs::File;
    use std::io::{self, Read, Write};
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
    use std::rc::Rc;
    use std::time::{Duration, Instant};

    /// A task's process, seen from the judge process.
    struct Running {
        task: usize,
        pid: libc::pid_t,
        pipe: File,
        said: Vec<u8>,
        /// The processor time that it had used when it was last seen to have done something, and when that was.
        seen: (u64, Instant),
    }

    /// How often the tasks are looked at while they say nothing, in milliseconds.
    const LOOK: i32 = 100;
    /// A task that does nothing for so long waits for what never comes: even a very busy machine gives it some time.
    const IDLE: Duration = Duration::from_secs(5);
    /// Less processor time than this, in microseconds, is nothing.
    const NOTHING: u64 = 500;

    /// Runs every task, `job.workers` of them side by side, and says what came of each. The descriptors in `private` are
    /// closed in the processes of the tasks.
    pub fn run_all(engine: &mut dyn Engine, job: &Job, private: &[i32], say: &mut dyn FnMut(&Line)) {
        // What a task may say: its records, its console and its evidence, each escaped for JSON.
        let most = job.output.saturating_mul(12).saturating_add(1 << 20);
        let mut waiting = job.tasks.iter().enumerate();
        let mut running: Vec<Running> = Vec::new();
        loop {
            while running.len() < job.workers.max(1)
                && let Some((index, task)) = waiting.next()
            {
                say(&Line::Began(index));
                match fork(engine, index, task, private) {
                    Ok(started) => running.push(started),
                    Err(error) => {
                        let stop =
                            Stop::new(NotJudged::Protocol, format!("A check could not be started: {error}."));
                        say(&Line::Ended(index, Outcome::stopped(stop)));
                    }
                }
            }
            if running.is_empty() {
                return;
            }
            let ready = ready(&running);
            if let Some(overdue) = running.iter_mut().find_map(|r| r.overdue(job.cpu)) {
                say(&Line::Overdue(overdue));
                return;
            }
            for at in ready.into_iter().rev() {
                if let Some(outcome) = running[at].hear(most) {
                    let ended = running.swap_remove(at);
                    say(&Line::Ended(ended.task, outcome));
                }
            }
        }
    }

    /// Does `work` in a process of its own and waits for its end; where that was no good one, the code to end with as well.
    /// Nothing of what it does is left behind here.
    pub fn apart(work: impl FnOnce()) -> Result<(), u8> {
        // SAFETY: as in `fork` below.
        match unsafe { libc::fork() } {
            -1 => Err(1),
            0 => {
                let work = std::panic::AssertUnwindSafe(work);
                end(match Barrier::Parent.put_up(0, 0) {
                    Err(_) => exit::UNLOCKED,
                    Ok(()) => i32::from(std::panic::catch_unwind(work).is_err()),
                })
            }
            pid => {
                let mut status = 0;
                // SAFETY: waits for a child of this process and fills `status`.
                unsafe { libc::waitpid(pid, &raw mut status, 0) };
                match libc::WEXITSTATUS(status) {
                    0 if libc::WIFEXITED(status) => Ok(()),
                    code if libc::WIFEXITED(status) => Err(u8::try_from(code).unwrap_or(1)),
                    _ => Err(1),
                }
            }
        }
    }

    /// Starts the process of one task.
    fn fork(engine: &mut dyn Engine, index: usize, task: &Task, private: &[i32]) -> io::Result<Running> {
        let (reader, writer) = pipe()?;
        // SAFETY: the judge process runs this one thread besides a main thread that only waits for it, so the child finds no
        // lock taken; it runs the interpreter on the copied stack and ends with `_exit`.
        match unsafe { libc::fork() } {
            -1 => Err(io::Error::last_os_error()),
            0 => {
                drop(reader);
                for descriptor in private {
                    // SAFETY: the copies of the judge process's own pipes, which nothing in this process uses again.
                    unsafe { libc::close(*descriptor) };
                }
                work(engine, task, writer)
            }
            pid => {
                Ok(Running { task: index, pid, pipe: reader, said: Vec::new(), seen: (0, Instant::now()) })
            }
        }
    }

    fn pipe() -> io::Result<(File, File)> {
        let mut ends = [0; 2];
        // SAFETY: `pipe2` fills the two descriptors of the array, which are owned from here on.
        unsafe {
            #[cfg(target_os = "linux")]
            let made = libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC);
            #[cfg(not(target_os = "linux"))]
            let made = libc::pipe(ends.as_mut_ptr());
            if made != 0 {
                return Err(io::Error::last_os_error());
            }
            Ok((OwnedFd::from_raw_fd(ends[0]).into(), OwnedFd::from_raw_fd(ends[1]).into()))
        }
    }

    /// The life of a task's process.
    fn work(engine: &mut dyn Engine, task: &Task, out: File) -> ! {
        let started = Instant::now();
        let code = match sandbox::lock_task() {
            Err(_) => exit::UNLOCKED,
            Ok(()) => {
                let send = move |outcome: &Outcome| {
                    let text = serde_json::to_vec(outcome).unwrap_or_default();
                    // Nobody listens any more if this fails; the exit code then says that nothing came.
                    i32::from((&out).write_all(&text).is_err())
                };
                let send = Rc::new(send);
                let sends = Rc::clone(&send);
                let finish: Finish = Rc::new(move |outcome: &Outcome| -> () { end(sends(outcome)) });
                // A panic of the interpreter must not run on into the code of the judge process.
                let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| engine.run(task, finish)));
                match ran {
                    Ok(mut outcome) => {
                        outcome.micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
                        send(&outcome)
                    }
                    Err(_) => 1,
                }
            }
        };
        end(code)
    }

    fn end(code: i32) -> ! {
        // SAFETY: `_exit` ends the process; nothing here is left to be flushed.
        unsafe { libc::_exit(code) }
    }

    /// Waits until at least one of the pipes has something to say or has been closed, or it is time to look; gives their
    /// places.
    fn ready(running: &[Running]) -> Vec<usize> {
        let mut polled: Vec<libc::pollfd> = running
            .iter()
            .map(|r| libc::pollfd { fd: r.pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 })
            .collect();
        // SAFETY: the array is as long as it is said to be, and its descriptors are open.
        unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, LOOK) };
        polled.iter().enumerate().filter(|(_, p)| p.revents != 0).map(|(at, _)| at).collect()
    }

    /// The processor time that a child of this process has used, in microseconds; none where the system does not tell.
    #[cfg(target_os = "linux")]
    fn cpu_time(pid: libc::pid_t) -> Option<u64> {
        // How the kernel names the clock of all the threads of a process; the library's function for it makes one more call.
        let clock: libc::clockid_t = (!pid << 3) | 2;
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: fills `time`; a clock that is none is refused.
        if unsafe { libc::clock_gettime(clock, &raw mut time) } != 0 {
            return None;
        }
        Some(u64::try_from(time.tv_sec).ok()? * 1_000_000 + u64::try_from(time.tv_nsec).ok()? / 1000)
    }

    #[cfg(not(target_os = "linux"))]
    fn cpu_time(_pid: libc::pid_t) -> Option<u64> {
        None
    }

    impl Running {
        /// Whether it overstays.
        fn overdue(&mut self, cpu: u64) -> Option<Overdue> {
            let used = cpu_time(self.pid)?;
            if used >= cpu {
                return Some(Overdue::Cpu);
            }
            if used > self.seen.0 + NOTHING {
                self.seen = (used, Instant::now());
            }
            (self.seen.1.elapsed() >= IDLE).then_some(Overdue::Idle)
        }

        /// Reads what there is; the outcome once the process has ended.
        fn hear(&mut self, most: usize) -> Option<Outcome> {
            let mut part = [0; 1 << 16];
            match self.pipe.read(&mut part) {
                Ok(0) => Some(self.outcome()),
                Ok(n) if self.said.len() + n <= most => {
                    self.said.extend_from_slice(&part[..n]);
                    None
                }
                Ok(_) => Some(Outcome::stopped(Stop::new(
                    NotJudged::Output,
                    "The code said more than a run may say.",
                ))),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => None,
                Err(e) => {
                    Some(Outcome::stopped(Stop::new(NotJudged::Protocol, format!("A check was lost: {e}."))))
                }
            }
        }

        fn outcome(&self) -> Outcome {
            let mut status = 0;
            // SAFETY: waits for a child of this process and fills `status`.
            unsafe { libc::waitpid(self.pid, &raw mut status, 0) };
            let stopped = |reason, message: &str| Outcome::stopped(Stop::new(reason, message));
            if libc::WIFEXITED(status) {
                match libc::WEXITSTATUS(status) {
                    0 => serde_json::from_slice(&self.said).unwrap_or_else(|_| {
                        stopped(NotJudged::Protocol, "A check said nothing that can be understood.")
                    }),
                    exit::MEMORY => stopped(
                        NotJudged::Memory,
                        "The code needed more memory than a run may use: look for something that grows without end.",
                    ),
                    exit::UNLOCKED => {
                        stopped(NotJudged::Protocol, "The judge could not lock itself in, so it ran nothing.")
                    }
                    _ => stopped(NotJudged::Crash, "The code brought its interpreter down."),
                }
            } else if libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGXCPU {
                stopped(NotJudged::Timeout, report::CPU)
            } else {
                stopped(
                    NotJudged::Crash,
                    "The code brought its interpreter down: look for recursion that never ends.",
                )
            }
        }
    }
}

#[cfg(not(unix))]
mod in_place {
    use super::{Engine, Job, Line};
    use crate::core::verdict::NotJudged;
    use crate::judge::engine::Finish;
    use crate::judge::job::{Outcome, Stop};
    use std::io::Write;
    use std::rc::Rc;
    use std::time::Instant;

    /// Runs the job's single task; further ones would see what it left behind and are refused.
    pub fn run_all(engine: &mut dyn Engine, job: &Job, _private: &[i32], say: &mut dyn FnMut(&Line)) {
        for (index, task) in job.tasks.iter().enumerate() {
            if index > 0 {
                let stop = Stop::new(NotJudged::Protocol, "Only one check may run in a process.");
                say(&Line::Ended(index, Outcome::stopped(stop)));
                continue;
            }
            say(&Line::Began(index));
            let started = Instant::now();
            let finish: Finish = Rc::new(move |outcome: &Outcome| {
                let line = Line::Ended(index, outcome.clone());
                let mut out = std::io::stdout();
                let _ = writeln!(out, "{}", serde_json::to_string(&line).unwrap_or_default())
                    .and_then(|()| out.flush());
                std::process::exit(0)
            });
            let mut outcome = engine.run(task, finish);
            outcome.micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            say(&Line::Ended(index, outcome));
        }
    }
}
