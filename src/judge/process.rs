//! A judge process as the game has it: started, given orders, listened to, and killed with all that it started.

use super::control::Limits;
use super::host::{kill_group, own_environment, own_group};
use super::job::{Job, Line, Order};
use super::{CHILD_ARGUMENT, RULES};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

/// The longest pause between two looks whether a process has ended.
const LOOK: Duration = Duration::from_millis(10);

/// What came from a judge process.
pub(super) enum Heard {
    Line(Line),
    Nonsense,
}

/// A judge process and the threads that talk with it.
pub(super) struct Process {
    child: Child,
    /// What it says; disconnected once it has closed its output.
    pub lines: Receiver<Heard>,
    /// Where its orders go; closed after the last one.
    orders: Option<Sender<Vec<u8>>>,
    ended: bool,
    /// As long as this is there, so is the thread that started the process.
    _held: Sender<()>,
}

impl Process {
    /// Starts a judge process for so many runs of jobs of the kind of `job`, with no more tasks than that has.
    pub fn start(exe: &Path, job: &Job, runs: usize, limits: Limits) -> io::Result<Self> {
        let mut command = Command::new(exe);
        command
            .arg(CHILD_ARGUMENT)
            .arg(if job.runs_code() { job.language.id() } else { RULES })
            .arg(limits.memory.to_string())
            // The system's own limit, for a process that nobody watches any more.
            .arg((limits.cpu.as_secs() + 2).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        own_environment(&mut command);
        own_group(&mut command);
        // All that the runs may say: their records and consoles, escaped for JSON.
        let most = runs as u64 * (job.tasks.len() as u64 + 1) * (limits.output as u64 * 12 + (1 << 20));
        let (tell, lines) = mpsc::channel();
        let (born, birth) = mpsc::channel();
        let (held, released) = mpsc::channel::<()>();
        // A judge process dies with the thread that started it, so one thread does that and listens until the game lets go.
        std::thread::Builder::new().name("judge process".into()).spawn(move || {
            let (child, from) = match start(&mut command) {
                Ok((child, to, from)) => (Ok((child, to)), Some(from)),
                Err(error) => (Err(error), None),
            };
            if born.send(child).is_ok()
                && let Some(from) = from
            {
                listen(from, most, tell);
                let _ = released.recv();
            }
        })?;
        let gone = || io::Error::other("the thread that starts it ended");
        let (child, mut to) = birth.recv().map_err(|_| gone())??;
        let (orders, given) = mpsc::channel::<Vec<u8>>();
        let process = Self { child, lines, orders: Some(orders), ended: false, _held: held };
        // An order may be larger than a pipe holds, and the process may end without reading it.
        std::thread::Builder::new().name("judge orders".into()).spawn(move || {
            for order in given {
                if to.write_all(&order).is_err() {
                    return;
                }
            }
        })?;
        Ok(process)
    }

    /// Gives an order. After the one to run there is no other.
    pub fn order(&mut self, order: &Order) {
        // Writing plain data into memory cannot fail; a process that can read no order says so, and the run is not judged.
        let mut text = serde_json::to_vec(order).unwrap_or_default();
        text.push(b'\n');
        if let Some(orders) = &self.orders {
            // Without the thread that writes the process reads no order and ends, and the run is not judged.
            let _ = orders.send(text);
        }
        if matches!(order, Order::Run(_)) {
            self.orders = None;
        }
    }

    /// Ends the process and all that it started.
    pub fn kill(&mut self) {
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
    pub fn wait(&mut self, deadline: Instant) -> Option<ExitStatus> {
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
    pub fn has_ended(&mut self) -> bool {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) else { return true };
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(pid), look), Ok(None) | Err(rustix::io::Errno::INTR))
    }

    #[cfg(not(unix))]
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn start(command: &mut Command) -> io::Result<(Child, ChildStdin, ChildStdout)> {
    let mut child = command.spawn()?;
    match (child.stdin.take(), child.stdout.take()) {
        (Some(to), Some(from)) => Ok((child, to, from)),
        _ => Err(io::Error::other("it has no pipes")),
    }
}

/// Tells every line until there is none.
fn listen(from: ChildStdout, most: u64, tell: Sender<Heard>) {
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
}
