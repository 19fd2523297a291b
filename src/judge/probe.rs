//! Tries what a judge process must not be able to do, with chosen barriers up and no others.
//!
//! A probe is this program, started as `riskline __probe ATTEMPT BARRIERS FOLDER`. It runs one of the attempts below and
//! nothing else: no code of a pack or a player, no job, no input. So it can leave barriers out, which a judge process cannot.

use super::child::own_pipes;
use super::job::exit;
use super::memory;
use super::sandbox::Barrier;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// The memory limit of a probe, in bytes.
const MEMORY: u64 = 64 << 20;
/// The processor time of a probe, in seconds.
const SECONDS: u64 = 1;
/// What a probe prints where nothing that is printed should arrive.
pub(super) const PRINTED: &str = "printed past the judge";
/// How long what a probe started stays, if nobody ends it.
const LINGER: Duration = Duration::from_secs(4);

/// One thing that a judge process must not be able to do.
pub struct Attempt {
    pub id: &'static str,
    /// For people: `open a file`.
    pub what: &'static str,
    /// Each of these barriers stops it without the others; landlock from the level that is given.
    pub stopped_by: &'static [(&'static str, u32)],
    run: fn(&Place) -> Result<String, String>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tried {
    /// It succeeded.
    Got(String),
    /// It was stopped.
    Refused(String),
    /// The attempt itself could not be made.
    Unknown(String),
}

/// What an attempt has at hand, had before any barrier was put up.
struct Place {
    exe: PathBuf,
    folder: PathBuf,
    listener: TcpListener,
    file: File,
    barriers: Vec<String>,
}

/// The calls that the kernel does not let through, whichever of the two filters is up.
macro_rules! filtered {
    ($($more:expr),*) => { &[("seccomp", 0), ("task", 0), $($more),*] };
}

impl Attempt {
    /// Every attempt that means something on this system.
    pub const TABLE: &[Attempt] = &[
        Attempt {
            id: "read",
            what: "open a file",
            stopped_by: filtered!(("landlock", 1)),
            run: |place| File::open(&place.exe).map(|_| "this program's own file".to_owned()).map_err(text),
        },
        Attempt {
            id: "list",
            what: "list a folder",
            stopped_by: filtered!(("landlock", 1)),
            run: |place| {
                let entries = std::fs::read_dir(&place.folder).map_err(text)?;
                Ok(format!("{} entries", entries.count()))
            },
        },
        Attempt {
            id: "make",
            what: "make a file",
            stopped_by: filtered!(("landlock", 1)),
            run: |place| {
                File::create_new(place.folder.join("made")).map(|_| "a file".to_owned()).map_err(text)
            },
        },
        Attempt {
            id: "run",
            what: "run a program",
            stopped_by: filtered!(("landlock", 1)),
            run: |place| {
                // Its input is left as it is: to take it away would be to open a file.
                let mut command = Command::new(&place.exe);
                command.arg("--version").stdin(Stdio::inherit()).stdout(Stdio::piped());
                let output = command.spawn().and_then(std::process::Child::wait_with_output).map_err(text)?;
                Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
            },
        },
        Attempt {
            id: "listen",
            what: "wait for connections",
            stopped_by: filtered!(("landlock", 4)),
            run: |_| TcpListener::bind("127.0.0.1:0").map(|_| "a port".to_owned()).map_err(text),
        },
        Attempt {
            id: "connect",
            what: "connect to another program",
            stopped_by: filtered!(("landlock", 4)),
            run: |place| {
                let to = place.listener.local_addr().map_err(text)?;
                TcpStream::connect(to).map(|_| "a connection".to_owned()).map_err(text)
            },
        },
        Attempt {
            id: "send",
            what: "send packets",
            stopped_by: filtered!(),
            run: |_| UdpSocket::bind("127.0.0.1:0").map(|_| "a socket".to_owned()).map_err(text),
        },
        Attempt {
            id: "thread",
            what: "start a thread",
            stopped_by: filtered!(),
            run: |_| {
                let started = std::thread::Builder::new().spawn(|| ());
                started.map(|_| "a thread".to_owned()).map_err(text)
            },
        },
        Attempt {
            id: "allocate",
            what: "use more memory than allowed",
            stopped_by: &[("memory", 0)],
            run: |_| {
                let held = std::hint::black_box(vec![1_u8; 2 * MEMORY as usize]);
                Ok(format!("{} MiB", held.len() >> 20))
            },
        },
        Attempt {
            id: "print",
            what: "print into the judge's answers",
            stopped_by: &[("pipes", 0)],
            run: |_| {
                println!("{PRINTED}");
                Ok(String::new())
            },
        },
        Attempt {
            id: "environment",
            what: "read the player's environment",
            stopped_by: &[("environment", 0)],
            run: |_| {
                let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
                // The first is the judge's own, for its allocator; macOS sets the other for every process.
                let known = ["GLIBC_TUNABLES", "__CF_USER_TEXT_ENCODING"];
                let names: Vec<String> = names.filter(|name| !known.contains(&name.as_str())).collect();
                if names.is_empty() { Err("it is empty".to_owned()) } else { Ok(names.join(" ")) }
            },
        },
        Attempt {
            id: "database",
            what: "keep a SQLite database on disk",
            stopped_by: filtered!(("landlock", 1), ("sqlite", 0), ("limits", 0)),
            run: |place| {
                let path = place.folder.join("made.db");
                let connection = rusqlite::Connection::open(&path).map_err(text)?;
                connection.execute_batch("CREATE TABLE t (x)").map_err(text)?;
                if path.exists() { Ok("a database".to_owned()) } else { Err("it is in memory".to_owned()) }
            },
        },
        #[cfg(unix)]
        Attempt {
            id: "fork",
            what: "start a process from a check",
            stopped_by: &[("task", 0)],
            run: |_| match unix::fork() {
                Ok(0) => unix::end(),
                Ok(_) => Ok("a process".to_owned()),
                Err(error) => Err(text(error)),
            },
        },
        #[cfg(unix)]
        Attempt {
            id: "signal",
            what: "send a signal to another program",
            stopped_by: filtered!(("landlock", 6)),
            run: |_| {
                let parent = rustix::process::getppid().ok_or("there is no parent")?;
                rustix::process::test_kill_process(parent).map(|()| "the game".to_owned()).map_err(text)
            },
        },
        #[cfg(unix)]
        Attempt {
            id: "native",
            what: "make native code at run time",
            stopped_by: filtered!(),
            run: |_| unix::map(1 << 16, libc::PROT_READ | libc::PROT_EXEC).map_err(text),
        },
        #[cfg(target_os = "linux")]
        Attempt {
            id: "space",
            what: "take address space without end",
            stopped_by: &[("limits", 0)],
            run: |_| unix::map(1 << 40, libc::PROT_NONE).map_err(text),
        },
        #[cfg(unix)]
        Attempt {
            id: "processor",
            what: "use the processor without end",
            stopped_by: &[("limits", 0)],
            run: |_| {
                while unix::seconds_used() < 2 * SECONDS {
                    std::hint::spin_loop();
                }
                Ok(format!("{} seconds of it", unix::seconds_used()))
            },
        },
        #[cfg(unix)]
        Attempt {
            id: "grow",
            what: "write into a file that is open",
            stopped_by: &[("limits", 0)],
            run: |place| (&place.file).write_all(b"x").map(|()| "a byte".to_owned()).map_err(text),
        },
        #[cfg(unix)]
        Attempt {
            id: "descriptors",
            what: "open files without end",
            stopped_by: filtered!(("limits", 0)),
            run: |place| {
                let copies: Result<Vec<File>, _> = (0..100).map(|_| place.file.try_clone()).collect();
                Ok(format!("{} descriptors", copies.map_err(text)?.len()))
            },
        },
        #[cfg(unix)]
        Attempt {
            id: "linger",
            what: "leave a process behind",
            stopped_by: &[("group", 0), ("parent", 0), ("task", 0)],
            run: |place| {
                if unix::fork().map_err(text)? == 0 && place.has("parent") {
                    // What a task does first. A parent that is gone already cannot end it any more.
                    Barrier::Parent.put_up(0, 0).map_err(text)?;
                }
                std::thread::sleep(LINGER);
                unix::end()
            },
        },
    ];

    /// The attempt of that name.
    pub fn of(id: &str) -> Option<&'static Attempt> {
        Self::TABLE.iter().find(|attempt| attempt.id == id)
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Place {
    fn has(&self, barrier: &str) -> bool {
        self.barriers.iter().any(|up| up == barrier)
    }
}

/// The whole life of a probe. What it says is one line of JSON; a barrier may leave it no time for that.
pub fn probe_main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(2);
    let mut next = || arguments.next().unwrap_or_default();
    let (attempt, barriers, folder) = (next(), next(), PathBuf::from(next()));
    let Some(attempt) = attempt.to_str().and_then(Attempt::of) else { return ExitCode::from(2) };
    let barriers = barriers.to_string_lossy().split(',').map(str::to_owned).collect();
    match try_it(attempt, barriers, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(exit::UNLOCKED as u8),
    }
}

fn try_it(
    attempt: &Attempt,
    barriers: Vec<String>,
    folder: PathBuf,
) -> Result<(), Box<dyn std::error::Error>> {
    let place = Place {
        exe: std::env::current_exe()?,
        listener: TcpListener::bind("127.0.0.1:0")?,
        file: File::create_new(folder.join("open"))?,
        folder,
        barriers,
    };
    let mut out: Box<dyn Write> = match place.has("pipes") {
        true => Box::new(own_pipes()?.1),
        false => Box::new(std::io::stdout()),
    };
    for (id, barrier) in [
        ("limits", Barrier::Limits),
        ("parent", Barrier::Parent),
        ("landlock", Barrier::Landlock),
        ("seccomp", Barrier::Seccomp),
        ("memory", Barrier::Memory),
        ("sqlite", Barrier::Sqlite),
        ("task", Barrier::Task),
    ] {
        if place.has(id) {
            barrier.put_up(MEMORY, SECONDS)?;
        }
    }
    let tried = match (attempt.run)(&place) {
        Ok(got) => Tried::Got(got),
        Err(why) => Tried::Refused(why),
    };
    // What is said afterwards is not part of the attempt.
    memory::ALLOCATOR.limit(usize::MAX);
    writeln!(out, "{}", serde_json::to_string(&tried)?)?;
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::io;

    /// 0 in the new process.
    pub fn fork() -> io::Result<libc::pid_t> {
        // SAFETY: a probe has one thread, so that the new process finds no lock taken.
        match unsafe { libc::fork() } {
            -1 => Err(io::Error::last_os_error()),
            pid => Ok(pid),
        }
    }

    pub fn end() -> ! {
        // SAFETY: ends the process; nothing here is left to be flushed.
        unsafe { libc::_exit(0) }
    }

    /// Processor time of this process.
    pub fn seconds_used() -> u64 {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: fills `time`.
        unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
        time.tv_sec.unsigned_abs()
    }

    /// Maps memory that nothing is ever written to or read from.
    pub fn map(bytes: usize, protection: libc::c_int) -> io::Result<String> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE;
        // SAFETY: a new mapping at an address of the system's choice, which nobody uses.
        match unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, flags, -1, 0) } {
            libc::MAP_FAILED => Err(io::Error::last_os_error()),
            _ => Ok(format!("{} KiB", bytes >> 10)),
        }
    }
}
