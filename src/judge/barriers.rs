//! The game's side of the probes: which barriers stand around a judge process on this machine, found out by trying each.

use super::PROBE_ARGUMENT;
use super::job::exit;
use super::probe::{Attempt, PRINTED, Tried};
use super::sandbox;
use std::io::Read;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A probe that says nothing for so long is stuck.
const PATIENCE: Duration = Duration::from_secs(20);
/// What a probe leaves behind is looked for so long; it would stay longer.
const LINGERS: Duration = Duration::from_secs(2);

/// One of the barriers around a judge process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barrier {
    pub id: &'static str,
    /// For people: `landlock`.
    pub title: &'static str,
    /// What it keeps code from by itself, as far as it was tried: `open a file`.
    pub keeps_from: Vec<&'static str>,
    pub holds: Holds,
}

/// Whether a barrier stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Every attempt that it is to stop was stopped.
    Yes,
    /// This system has no such thing.
    NotHere,
    /// It does not; what got through.
    No(String),
}

/// A row of the table of barriers: its name, its title, and whether this system has it.
type Row = (&'static str, &'static str, bool);

const LINUX: bool = cfg!(target_os = "linux");
const ROWS: &[Row] = &[
    ("group", "own process group", cfg!(unix)),
    ("parent", "ends with the game", LINUX),
    ("environment", "empty environment", true),
    ("pipes", "own pipe for answers", cfg!(unix)),
    ("memory", "memory limit", true),
    ("sqlite", "SQLite in memory", true),
    ("limits", "resource limits", cfg!(unix)),
    ("landlock", "landlock", LINUX),
    ("seccomp", "seccomp, the judge", LINUX),
    ("task", "seccomp, each check", LINUX),
];

/// The names of the barriers that this system has.
pub fn barrier_ids() -> impl Iterator<Item = &'static str> {
    ROWS.iter().filter(|(_, _, here)| *here).map(|(id, _, _)| *id)
}

/// Tries every barrier, each without the others. `exe` is this very program; the attempts leave what they leave in `folder`.
pub fn try_barriers(exe: &Path, folder: &Path) -> Vec<Barrier> {
    std::thread::scope(|scope| {
        let running: Vec<_> =
            ROWS.iter().map(|row| (row, scope.spawn(move || try_barrier(exe, folder, row)))).collect();
        let outcome = |(row, thread): (&Row, std::thread::ScopedJoinHandle<'_, Holds>)| Barrier {
            id: row.0,
            title: row.1,
            keeps_from: stopped_by(row.0).map(|attempt| attempt.what).collect(),
            holds: thread.join().unwrap_or_else(|_| Holds::No("it could not be tried".to_owned())),
        };
        running.into_iter().map(outcome).collect()
    })
}

/// The attempts that a barrier stops by itself, on this machine.
fn stopped_by(barrier: &'static str) -> impl Iterator<Item = &'static Attempt> {
    Attempt::TABLE.iter().filter(move |attempt| stoppers(attempt).any(|id| id == barrier))
}

/// The barriers that stop an attempt on this machine, each by itself.
pub fn stoppers(attempt: &Attempt) -> impl Iterator<Item = &'static str> {
    let level = sandbox::landlock_level().unwrap_or(0);
    let stops = move |(id, from): &&(&str, u32)| {
        barrier_ids().any(|known| known == *id) && (*id != "landlock" || *from <= level)
    };
    attempt.stopped_by.iter().filter(stops).map(|(id, _)| *id)
}

fn try_barrier(exe: &Path, folder: &Path, (id, _, here): &Row) -> Holds {
    let mut attempts = stopped_by(id).peekable();
    if !here || attempts.peek().is_none() {
        return Holds::NotHere;
    }
    for attempt in attempts {
        let own = folder.join(format!("{id}-{}", attempt.id));
        if let Err(error) = std::fs::create_dir_all(&own) {
            return Holds::No(format!("it could not be tried: {error}"));
        }
        match try_attempt(exe, attempt, &[id], &own) {
            Tried::Refused(_) => {}
            Tried::Got(got) => return Holds::No(format!("{}: it got {got}", attempt.what)),
            Tried::Unknown(why) => return Holds::No(format!("{}: {why}", attempt.what)),
        }
    }
    Holds::Yes
}

/// Makes one attempt in a process around which these barriers stand and no others.
pub fn try_attempt(exe: &Path, attempt: &Attempt, barriers: &[&str], folder: &Path) -> Tried {
    match run(exe, attempt, barriers, folder) {
        Ok((said, status)) => understand(attempt, &said, status),
        Err(error) => Tried::Unknown(format!("the probe could not be run: {error}")),
    }
}

/// Starts a probe and hears it to its end. None for the status where something of it outlived its end.
fn run(
    exe: &Path,
    attempt: &Attempt,
    barriers: &[&str],
    folder: &Path,
) -> std::io::Result<(String, Option<ExitStatus>)> {
    let mut command = Command::new(exe);
    command.arg(PROBE_ARGUMENT).arg(attempt.id).arg(barriers.join(",")).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    if barriers.contains(&"environment") {
        super::host::own_environment(&mut command);
    } else {
        command.env("RISKLINE_PROBE", "seen");
    }
    if barriers.contains(&"group") {
        super::host::own_group(&mut command);
    }
    let mut child = command.spawn()?;
    let (tell, told) = mpsc::channel();
    let mut from = child.stdout.take().ok_or_else(|| std::io::Error::other("it has no output"))?;
    std::thread::spawn(move || {
        let mut said = Vec::new();
        let read = from.read_to_end(&mut said).map(|_| String::from_utf8_lossy(&said).into_owned());
        // Nobody listens any more if the wait was over.
        let _ = tell.send(read);
    });
    let lingers = attempt.id == "linger";
    let heard = told.recv_timeout(if lingers { LINGERS / 4 } else { PATIENCE });
    if heard.is_err() {
        if barriers.contains(&"group") {
            super::host::kill_group(&child);
        }
        child.kill()?;
    }
    let status = child.wait()?;
    match heard {
        Ok(said) => Ok((said?, Some(status))),
        // The output of a process stays open as long as anybody has it who came from it.
        Err(_) if lingers => Ok((String::new(), told.recv_timeout(LINGERS).is_ok().then_some(status))),
        Err(_) => Err(std::io::Error::other("it did not end")),
    }
}

fn understand(attempt: &Attempt, said: &str, status: Option<ExitStatus>) -> Tried {
    let Some(status) = status else { return Tried::Got("a process that outlived the judge".to_owned()) };
    if attempt.id == "print" {
        return match said.contains(PRINTED) {
            true => Tried::Got("a line among the answers".to_owned()),
            false => Tried::Refused("nothing arrived".to_owned()),
        };
    }
    if attempt.id == "linger" {
        return Tried::Refused("it ended with the judge".to_owned());
    }
    if let Some(tried) = said.lines().last().and_then(|line| serde_json::from_str(line).ok()) {
        return tried;
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let limits = [("processor", libc::SIGXCPU), ("grow", libc::SIGXFSZ), ("database", libc::SIGXFSZ)];
        if limits.contains(&(attempt.id, signal)) {
            return Tried::Refused("the system ended it".to_owned());
        }
    }
    match status.code() {
        Some(exit::MEMORY) => Tried::Refused("it ended at the limit".to_owned()),
        Some(exit::UNLOCKED) => Tried::Unknown("the barrier could not be put up".to_owned()),
        _ => Tried::Unknown(format!("the probe ended without a word ({status})")),
    }
}
