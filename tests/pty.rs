//! The whole program in a real pseudo-terminal: start, resize, suspend, signals, a panic, a kill, and the way back.
#![cfg(unix)]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use riskline::core::attempt::ChallengeKey;
use riskline::store::Store;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing takes this long; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A number of rows or columns.
fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

/// A program in a pseudo-terminal.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
}

impl Session {
    fn start(mut command: CommandBuilder, home: &Path) -> Self {
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.env("RISKLINE_HOME", home);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(30), cells(100), 0)));
        let (parser, mut output) = (Arc::clone(&screen), pair.master.try_clone_reader().expect("its output"));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                parser.lock().expect("no panic while parsing").process(&bytes[..count]);
            }
        });
        let keyboard = pair.master.take_writer().expect("its input");
        Self { child, master: pair.master, keyboard, screen }
    }

    fn game(home: &Path, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(arguments);
        let mut session = Self::start(command, home);
        session.close_messages();
        session
    }

    /// Closes what is said at the start, such as packs that do not load.
    fn close_messages(&mut self) {
        self.wait("all keys", |s| s.contents().contains("all keys"));
        while self.text().contains("could not be loaded") {
            self.send("q");
            self.wait("the message to go", |s| !s.contents().contains("could not be loaded"));
        }
    }

    fn send(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("keys are taken");
    }

    fn text(&self) -> String {
        self.screen.lock().expect("no panic while parsing").screen().contents()
    }

    fn wait(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !holds(self.screen.lock().expect("no panic while parsing").screen()) {
            assert!(start.elapsed() < PATIENCE, "waited for {what}; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn resize(&self, rows: u16, cols: u16) {
        self.screen.lock().expect("no panic while parsing").screen_mut().set_size(cells(rows), cells(cols));
        self.master
            .resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("it can be resized");
    }

    fn signal(&self, signal: Signal) {
        let pid =
            self.child.process_id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).expect("it runs");
        kill_process(pid, signal).expect("it can be signalled");
    }

    /// Whether what is typed is echoed by the terminal, as it is in a shell and not in the game.
    fn echoes(&self) -> bool {
        let fd = self.master.as_raw_fd().expect("a pseudo-terminal has a descriptor");
        // SAFETY: the master outlives this call and keeps its descriptor open.
        let fd = unsafe { BorrowedFd::borrow_raw(fd) };
        tcgetattr(fd).expect("its modes can be read").local_modes.contains(LocalModes::ECHO)
    }

    fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it did not end; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The terminal is as a shell wants it.
    fn assert_given_back(&self) {
        self.wait("the main screen", |screen| {
            !screen.alternate_screen()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
        });
        assert!(self.echoes(), "the terminal is still raw");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
    }
}

#[test]
fn it_starts_follows_the_window_and_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let mut game = Session::game(home.path(), &[]);
    game.wait_for("Next review");
    game.wait("the whole screen", |s| s.alternate_screen() && s.bracketed_paste());
    assert!(!game.echoes());
    game.resize(15, 50);
    game.wait_for("Riskline needs 60 by 20");
    game.resize(24, 80);
    game.wait_for("Next review");
    game.send("q");
    assert_eq!(game.end(), 0);
    game.assert_given_back();
}

#[test]
fn a_watch_of_a_pack_draws_ends_by_a_key_and_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("watched");
    std::fs::create_dir(&pack).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lints/base");
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        std::fs::copy(entry.path(), pack.join(entry.file_name())).unwrap();
    }
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_riskline"));
    command.args(["pack", "check", "--watch"]);
    command.arg(&pack);
    let mut watch = Session::start(command, home.path());
    watch.wait_for("3 of 3 sound");
    watch.wait_for("q ends");
    assert!(!watch.echoes());
    let file = pack.join("note-read.toml");
    let right = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, right.replacen("note[0] != user:", "note[0] == 3:", 1)).unwrap();
    watch.wait_for("changed: note-read.toml");
    watch.wait_for("2 of 3 sound, 2 errors");
    watch.wait_for("[fix-leaves-attack]");
    std::fs::write(&file, right).unwrap();
    watch.wait("what was wrong to go", |s| {
        s.contents().contains("3 of 3 sound") && !s.contents().contains("fix-leaves-attack")
    });
    watch.send("q");
    assert_eq!(watch.end(), 0);
    watch.assert_given_back();
}

#[test]
fn a_termination_signal_keeps_the_attempt_and_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let mut game = Session::game(home.path(), &["play", "orders-api/order-lookup"]);
    game.send("\r");
    game.wait_for("Findings");
    game.send("jj ");
    game.wait_for("not named yet");
    game.signal(Signal::TERM);
    game.end();
    game.assert_given_back();
    let mut game = Session::game(home.path(), &[]);
    game.wait_for("Resume");
    game.send("\r");
    game.wait_for("L3");
    game.signal(Signal::HUP);
    game.end();
    game.assert_given_back();
}

#[test]
fn what_was_marked_survives_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let mut game = Session::game(home.path(), &["play", "orders-api/order-lookup"]);
    game.send("\r");
    game.wait_for("Findings");
    game.send("jjjj ");
    game.wait_for("not named yet");
    let key = ChallengeKey::new("orders-api", "order-lookup");
    let start = Instant::now();
    loop {
        let store = Store::open(&home.path().join("riskline.db")).unwrap();
        if store.draft(&key).unwrap().is_some_and(|draft| draft.findings.len() == 1) {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "the draft was never kept");
        thread::sleep(Duration::from_millis(20));
    }
    game.signal(Signal::KILL);
    game.end();
    let mut game = Session::game(home.path(), &[]);
    game.wait_for("Resume");
    game.send("\r");
    game.wait_for("L5");
    game.send("q");
    game.wait_for("Resume");
    game.send("q");
    assert_eq!(game.end(), 0);
}

#[test]
fn it_goes_to_the_shell_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "the-shell> ");
    let mut shell = Session::start(command, home.path());
    shell.wait_for("the-shell>");
    shell.send(&format!("{} play orders-api/order-lookup\n", env!("CARGO_BIN_EXE_riskline")));
    shell.wait("the game", |s| s.alternate_screen() && s.contents().contains("all keys"));
    shell.close_messages();
    shell.wait_for("The ticket");
    shell.send("\x1a");
    shell.wait("the shell", |s| !s.alternate_screen() && s.contents().contains("Stopped"));
    shell.send("echo $((40 + 2))-it-is\n");
    shell.wait_for("42-it-is");
    shell.send("fg\n");
    shell.wait("the game again", |s| s.alternate_screen() && s.contents().contains("The ticket"));
    shell.send("\r");
    shell.wait_for("Findings");
    shell.send("\x11");
    shell.wait("the shell again", |s| !s.alternate_screen() && s.contents().contains("the-shell>"));
    shell.send("exit\n");
    shell.end();
}

#[test]
fn stopped_from_outside_it_gives_the_terminal_back_too() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "the-shell> ");
    let mut shell = Session::start(command, home.path());
    shell.wait_for("the-shell>");
    let (program, file) = (env!("CARGO_BIN_EXE_riskline"), home.path().join("pid"));
    shell.send(&format!(
        "sh -c 'echo $$ > {}; exec {program} play orders-api/order-lookup'\n",
        file.display()
    ));
    shell.wait("the game", |s| s.alternate_screen() && s.contents().contains("all keys"));
    shell.close_messages();
    shell.wait_for("The ticket");
    let pid: i32 = std::fs::read_to_string(&file).unwrap().trim().parse().unwrap();
    for _ in 0..2 {
        kill_process(Pid::from_raw(pid).unwrap(), Signal::TSTP).unwrap();
        shell.wait("the shell", |s| !s.alternate_screen() && s.contents().contains("Stopped"));
        shell.send("clear; echo $((40 + 2))-it-is\n");
        shell.wait_for("42-it-is");
        shell.send("fg\n");
        shell.wait("the game again", |s| s.alternate_screen() && s.contents().contains("The ticket"));
    }
    shell.send("\r");
    shell.wait_for("Findings");
    shell.send("\x11");
    shell.wait("the shell again", |s| !s.alternate_screen() && s.contents().contains("the-shell>"));
    shell.send("exit\n");
    shell.end();
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_seen() {
    let home = tempfile::tempdir().unwrap();
    // The program has no way to be made to panic, so this very test does: it takes the terminal as the program does.
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "panics_with_the_terminal_taken"]);
    let mut session = Session::start(command, home.path());
    session.end();
    session.wait_for("something impossible happened");
    session.assert_given_back();
}

#[test]
#[ignore = "run by `a_panic_gives_the_terminal_back_and_is_seen`, in a terminal of its own"]
fn panics_with_the_terminal_taken() {
    let _guard = riskline::term::Guard::take(true).unwrap();
    panic!("something impossible happened");
}
