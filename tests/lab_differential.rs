//! The lab's stand-ins against the real libraries: the same requests to both, the same answers.
//!
//! The scripts run under the Python that `RISKLINE_PYTHON` names, or else under `python3`. What is not installed there is skipped,
//! and said; CI installs what `tests/lab/requirements.txt` lists into a folder of its own and names that folder's Python.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

fn python() -> OsString {
    std::env::var_os("RISKLINE_PYTHON").unwrap_or_else(|| "python3".into())
}

/// Runs a script of `tests/lab` that compares; says where it is skipped.
fn compare(script: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab").join(script);
    let Ok(done) = Command::new(python()).arg(path).output() else {
        eprintln!("skipped: there is no Python here");
        return;
    };
    let said = String::from_utf8_lossy(&done.stdout);
    let mut skipped = false;
    for why in said.lines().filter(|line| line.starts_with("skipped")) {
        eprintln!("{script}: {why}");
        // Whoever names a Python has put everything into it.
        assert!(std::env::var_os("RISKLINE_PYTHON").is_none(), "{script}: {why}");
        skipped = true;
    }
    let end: String = said.chars().rev().take(4000).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(done.status.success(), "{script}:\n{end}\n{}", String::from_utf8_lossy(&done.stderr));
    assert!(skipped || said.contains(" passed, 0 failed"), "{script} compared nothing:\n{end}");
}

#[test]
fn flask_answers_as_the_real_one() {
    compare("differential.py");
}

#[test]
fn fastapi_and_pydantic_answer_as_the_real_ones() {
    compare("differential_fastapi.py");
}

#[test]
fn snippets_print_what_they_print_with_the_real_libraries() {
    compare("differential_snippets.py");
}
