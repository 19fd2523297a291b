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

/// Prints the first library that is there in another edition than the one that the lab is like.
const OTHER_EDITION: &str = "
import importlib.metadata, sys
for line in open(sys.argv[1]):
    name, _, wanted = line.strip().partition('==')
    try:
        found = importlib.metadata.version(name)
    except Exception:
        continue
    if wanted and found != wanted:
        print(name, found, 'is here, and the lab is like', wanted)
        break
";

/// Runs a script of `tests/lab` that compares; says where it is skipped.
fn compare(script: &str) {
    let lab = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab");
    // A Python that nobody named has what its owner put into it.
    if std::env::var_os("RISKLINE_PYTHON").is_none() {
        let look =
            Command::new(python()).args(["-c", OTHER_EDITION]).arg(lab.join("requirements.txt")).output();
        let other =
            look.map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned()).unwrap_or_default();
        if !other.is_empty() {
            eprintln!("{script}: skipped: {other}");
            return;
        }
    }
    let path = lab.join(script);
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
