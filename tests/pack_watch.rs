//! `riskline pack check --watch` as a child process: a file changes, what is wrong with it is said, and that it is right again.

#![cfg(all(unix, feature = "python"))]

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// Nothing takes this long; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(path: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_riskline"))
            .args(["pack", "check", "--watch"])
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// Everything up to a line with that text.
    fn until(&self, text: &str) -> String {
        let (mut seen, end) = (String::new(), Instant::now() + PATIENCE);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    seen.push_str(&line);
                    seen.push('\n');
                    if line.contains(text) {
                        return seen;
                    }
                }
                Err(_) => panic!("waited for {text:?}, and saw:\n{seen}"),
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
    }
}

/// A pack that is sound, in a folder of its own.
fn pack() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lints/base");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("copied");
    }
    let file = folder.path().join("note-read.toml");
    (folder, file)
}

#[test]
fn what_is_saved_is_checked_again_at_once() {
    let (folder, file) = pack();
    let right = fs::read_to_string(&file).expect("a file");
    let mut watch = Watch::start(folder.path());
    let seen = watch.until(" of 3 sound");
    assert!(seen.starts_with("watching 3 challenges\n") && seen.contains("3 of 3 sound"), "{seen}");

    let bad = right.replacen("note[0] != user:", "note[0] == 3:", 1);
    assert_ne!(bad, right);
    fs::write(&file, &bad).expect("written");
    let seen = watch.until(" of 3 sound");
    assert!(seen.contains("changed: note-read.toml") && seen.contains("[fix-leaves-attack]"), "{seen}");
    assert!(seen.contains("2 of 3 sound, 2 errors"), "{seen}");

    // Another file changes: what is wrong stays counted, and is not told again.
    let other = folder.path().join("note-count.toml");
    let text = fs::read_to_string(&other).expect("a file");
    fs::write(&other, format!("{text}\n# A remark.\n")).expect("written");
    let seen = watch.until(" of 3 sound");
    assert!(seen.contains("changed: note-count.toml") && seen.contains("2 of 3 sound, 2 errors"), "{seen}");
    assert!(!seen.contains("fix-leaves-attack"), "{seen}");

    // What is no TOML is said before anything is run.
    fs::write(&file, right.replacen("title", "title title", 1)).expect("written");
    let seen = watch.until("no challenge can be read");
    assert!(seen.contains("[syntax]"), "{seen}");

    fs::write(&file, &right).expect("written");
    let seen = watch.until("3 of 3 sound");
    assert!(!seen.contains("error"), "{seen}");

    kill_process(Pid::from_child(&watch.child), Signal::TERM).expect("it runs");
    assert!(watch.child.wait().expect("it ends").success());
}
