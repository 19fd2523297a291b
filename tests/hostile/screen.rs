//! What a pack puts on the screen of the game, in a real pseudo-terminal.

use super::{Draft, PATIENCE, Place, steers};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Whatever is said to the terminal without the sequences by which the game itself draws.
fn without_drawing(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::new();
    let mut rest = &*text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        let sequence = &rest[at + 1..];
        // CSI with its final letter, or a question to the terminal (colours) with its end: nothing else is ever sent.
        let end = if let Some(control) = sequence.strip_prefix('[') {
            control.find(|c: char| c.is_ascii_alphabetic() || c == '~').map(|n| n + 2)
        } else if sequence.starts_with("]10;?") || sequence.starts_with("]11;?") {
            sequence.find(['\u{7}', '\\']).map(|n| n + 1)
        } else {
            sequence.chars().next().filter(|c| "78\\".contains(*c)).map(|_| 1)
        };
        match end {
            Some(end) => rest = &sequence[end..],
            None => {
                out.push('\u{1b}');
                rest = sequence;
            }
        }
    }
    out + rest
}

#[test]
fn a_pack_that_hides_and_floods_is_shown_and_played() {
    let hide = "\\u202e\\u2066\\u200b\\u3164\\U000e0041\\U000e0101";
    let code = format!(
        "def secret():\n    return 'ana'  # told\nx = '{}\u{202e}\u{200b}'\ny = '\u{65}{}'\n{}",
        "0123456789".repeat(20_000),
        "\u{301}".repeat(2_000),
        "z = 1\n".repeat(1_900)
    );
    let text = Draft { code, ..Draft::python() }.text();
    let text = text
        .replace("prompt = 'p'", &format!("prompt = \"Do it {hide}now\""))
        .replace(
            "reply = 'r'",
            &format!("reply = \"# {hide}\\n```\\n{hide}\\n{}\"", "wide 漢字 ".repeat(300)),
        )
        .replace("strategy = 's'", &format!("strategy = \"{hide}\""));
    let place = Place::new();
    let pack = place.pack("a.toml", text);

    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_riskline"));
    command.args(["play", &pack]);
    command.env("RISKLINE_HOME", place.path("home"));
    command.env("TERM", "xterm-256color");
    command.cwd(place.path("work"));
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    let said = Arc::new(Mutex::new((
        Vec::new(),
        vt100::Parser::new(30.try_into().expect("rows"), 100.try_into().expect("columns"), 0),
    )));
    let (heard, mut output) = (Arc::clone(&said), pair.master.try_clone_reader().expect("its output"));
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            let mut heard = heard.lock().expect("no panic while reading");
            heard.0.extend_from_slice(&bytes[..count]);
            heard.1.process(&bytes[..count]);
        }
    });
    let mut keyboard = pair.master.take_writer().expect("its input");
    let screen = || said.lock().expect("no panic while reading").1.screen().contents();
    let mut then = |keys: &str, wanted: &str| {
        keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush()).expect("keys are taken");
        let start = Instant::now();
        while !screen().contains(wanted) {
            assert!(start.elapsed() < PATIENCE, "waited for {wanted:?}; the screen:\n{}", screen());
            thread::sleep(Duration::from_millis(10));
        }
    };
    then("", "SHA-256");
    then("y", "BRIEF");
    then("\r", "REVIEW");
    // To the ends of the text and of its longest line, marked and named.
    then("G", "REVIEW");
    then("g", "def secret");
    then("j", "return");
    then(" ", "L2");
    then("\r", "DECIDE");
    then("q", "riskline");
    thread::sleep(Duration::from_millis(200));
    child.kill().expect("it can be ended");
    let bytes = said.lock().expect("no panic while reading").0.clone();
    let text = without_drawing(&bytes);
    let odd = text.chars().find(|c| steers(*c) && *c != '\r');
    assert!(odd.is_none(), "{odd:?} was sent to the terminal");
    assert!(!text.contains("panicked"));
}
