//! Whole challenges in a real pseudo-terminal with the real judge: keys in, screen out, and the score found again.
#![cfg(all(unix, feature = "python"))]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use riskline::core::attempt::{Attempt, ChallengeKey};
use riskline::core::verdict::Overall;
use riskline::store::Store;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing takes this long; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(60);
const ROWS: u16 = 40;
const COLUMNS: u16 = 120;

const ENTER: &str = "\r";
const CTRL_G: &str = "\x07";
const DOWN: &str = "\x1b[B";
const LEFT: &str = "\x1b[D";
const END: &str = "\x1b[F";
const F5: &str = "\x1b[15~";
const F9: &str = "\x1b[20~";
const F10: &str = "\x1b[21~";

struct Game {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    // The terminal is there as long as this is.
    _master: Box<dyn MasterPty + Send>,
}

impl Game {
    fn start(home: &Path, arguments: &[&str]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(arguments);
        command.env("RISKLINE_HOME", home);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let cells = |count| NonZero::new(count).expect("a terminal has cells");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0)));
        let (parser, mut output) = (Arc::clone(&screen), pair.master.try_clone_reader().expect("its output"));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                parser.lock().expect("no panic while parsing").process(&bytes[..count]);
            }
        });
        let keyboard = pair.master.take_writer().expect("its input");
        let mut game = Self { child, keyboard, screen, _master: pair.master };
        game.wait_for("all keys");
        while game.text().contains("could not be loaded") {
            game.keys(&["q"]);
            game.wait(|text| !text.contains("could not be loaded"), "the message to go");
        }
        game
    }

    fn text(&self) -> String {
        self.screen.lock().expect("no panic while parsing").screen().contents()
    }

    fn wait(&self, holds: impl Fn(&str) -> bool, what: &str) -> String {
        let start = Instant::now();
        loop {
            let text = self.text();
            if holds(&text) {
                return text;
            }
            assert!(start.elapsed() < PATIENCE, "waited for {what}; the screen:\n{text}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for(&self, text: &str) -> String {
        self.wait(|screen| screen.contains(text), text)
    }

    fn keys(&mut self, keys: &[&str]) {
        for key in keys {
            self.keyboard
                .write_all(key.as_bytes())
                .and_then(|()| self.keyboard.flush())
                .expect("keys are taken");
        }
    }

    /// Presses keys, and waits for what they bring about.
    fn then(&mut self, keys: &[&str], text: &str) -> String {
        self.keys(keys);
        self.wait_for(text)
    }

    fn end(mut self) {
        let start = Instant::now();
        while self.child.try_wait().expect("it can be waited for").is_none() {
            assert!(start.elapsed() < PATIENCE, "it did not end; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Game {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
    }
}

/// The attempt as it is kept.
fn kept(home: &Path, challenge: &str) -> Attempt {
    let store = Store::open(&home.join("riskline.db")).expect("the player's own store");
    let attempts =
        store.attempts_at(&ChallengeKey::new("orders-api", challenge)).expect("it can be read").read;
    assert_eq!(attempts.len(), 1);
    attempts.into_iter().next().expect("there is one")
}

/// The line of `list` about a challenge.
fn listed(home: &Path, challenge: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_riskline"))
        .arg("list")
        .env("RISKLINE_HOME", home)
        .output()
        .expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("its output is text");
    let line = text.lines().find(|line| line.contains(challenge));
    line.unwrap_or_else(|| panic!("`{challenge}` is not listed:\n{text}")).to_owned()
}

#[test]
fn a_flawed_challenge_from_the_brief_to_the_score_and_back_tomorrow() {
    let home = tempfile::tempdir().unwrap();
    let mut game = Game::start(home.path(), &["play", "orders-api/order-lookup"]);
    let brief = game.wait_for("The ticket");
    for spoiler in ["wnership", "639", "weakness"] {
        assert!(!brief.contains(spoiler), "the brief says `{spoiler}`:\n{brief}");
    }

    game.then(&[ENTER], "Findings");
    game.then(&["/get_order", ENTER, "vjjjj "], "not named yet");
    game.then(&["c", "idor"], "CWE-639");
    game.then(&[ENTER], "Authorization By");
    game.then(&["/get(\"/orders/<", ENTER, "t"], "data of 1 enters");
    game.then(&[ENTER], "Would you merge");
    game.then(&["2++", ENTER], "Lock the answer?");

    // The attack, on the code as the assistant wrote it.
    let reveal = game.then(&[ENTER], "exploited:");
    assert!(reveal.contains("✓ found"), "{reveal}");
    assert!(reveal.contains("GET /orders/7") && reveal.contains("→ 200 {\"address\""), "{reveal}");
    assert!(reveal.contains("bob sees where ana lives"), "{reveal}");

    // A patch that does not parse says so and is not scored.
    game.then(&[ENTER], "Not run yet");
    game.then(&[CTRL_G, "58", ENTER, "("], "●");
    game.then(&[F5], "does not parse");
    game.keys(&["\x1a"]);

    // The right one.
    game.keys(&[END, LEFT, LEFT, "\x1b[200~ AND customer_id = ?\x1b[201~"]);
    game.keys(&[DOWN, END, LEFT, LEFT, " session[\"customer_id\"]"]);
    game.wait_for("(order_id, session[\"customer_id\"]),");
    game.then(&[F5], "Every check holds.");
    let checks = game.wait_for("open → held");
    assert!(checks.contains("bob reads ana's order") && !checks.contains("says that he is ana"), "{checks}");
    game.then(&[F9], "Submit this patch?");
    let checks = game.then(&[ENTER], "Submitted and scored.");
    assert!(checks.contains("hidden until submitted"), "{checks}");

    let score = game.then(&[F10], "of 100");
    assert!(score.contains("100 of 100"), "{score}");
    assert!(score.contains("The patch closes 1 of 1 weakness."), "{score}");
    game.then(&["]"], "original → yours");
    let checks = game.then(&["]"], "every attack is held off");
    assert!(checks.contains("before ✓ works"), "{checks}");
    game.then(&["G"], "▲ exploited");
    game.wait_for("✓ held off");
    game.then(&["]]]"], "This challenge trained: Object ownership");
    game.then(&["q"], "1 of ");
    game.then(&["q"], "");
    game.end();

    let attempt = kept(home.path(), "order-lookup");
    assert_eq!((attempt.score.points, attempt.number, attempt.evidence), (100, 1, true));
    assert_eq!(attempt.patch_run.as_ref().map(|run| run.overall()), Some(Overall::Fixed));
    assert!(attempt.patch.is_some_and(|patch| patch["orders.py"].contains("AND customer_id = ?")));
    assert!(listed(home.path(), "order-lookup").contains("done"));

    // Tomorrow.
    let mut game = Game::start(home.path(), &[]);
    let screen = game.wait_for("Next review");
    assert!(!screen.contains("Resume"), "{screen}");
    game.then(&["p"], "Order lookup");
    let list = game.wait_for("100");
    assert!(list.lines().any(|line| line.contains("Order lookup") && line.contains("100")), "{list}");
}

#[test]
fn a_clean_challenge_is_accepted_and_shows_why_it_is_safe() {
    let home = tempfile::tempdir().unwrap();
    let mut game = Game::start(home.path(), &["play", "orders-api/order-list"]);
    game.wait_for("The ticket");
    game.then(&[ENTER], "Findings");
    game.then(&[ENTER], "Would you merge");
    game.then(&["1++", ENTER], "Lock the answer?");
    let reveal = game.then(&[ENTER], "held off:");
    assert!(reveal.contains("right as it stands. That was right."), "{reveal}");
    assert!(reveal.contains("safe, left alone"), "{reveal}");
    assert!(reveal.contains("The attacks, held off by the code as the assistant wrote it"), "{reveal}");
    // There is nothing to patch.
    let score = game.then(&[ENTER], "of 100");
    assert!(score.contains("100 of 100") && score.contains("Marked nothing that is safe."), "{score}");
    game.then(&["q"], "1 of ");
    game.keys(&["q"]);
    game.end();

    let attempt = kept(home.path(), "order-list");
    assert_eq!((attempt.score.points, attempt.flawed, attempt.patch), (100, false, None));
    assert!(listed(home.path(), "order-list").contains("done"));
}
