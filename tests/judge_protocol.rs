//! What the game believes of what its judge process says. A fake one says it here: whatever is out of place, forged, cut
//! short or too much makes the run "not judged", and never a fix.

#![cfg(all(unix, feature = "python"))]

mod judge_support;

use judge_support::{Case, run_with};
use riskline::core::verdict::{NotJudged, Overall, RunOutcome, RunReport};
use riskline::judge::Judge;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

/// Reads its job, then does what the file beside it says. Written once: a program that is still being written cannot be run.
const FAKE: &str = "#!/bin/sh\ncat > /dev/null\n. \"$0.does\"\n";

fn fake() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("fake");
        std::fs::write(&path, FAKE).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
        folder
    });
    folder.path()
}

/// A challenge of one function check and one exploit check: tasks 1 and 2, after the import, which is task 0.
fn case() -> Case {
    Case::new("app.py", "").function("it works", "pass").exploit("it leaks", "exploited(True)")
}

/// The report of a run whose judge process does `script`, in the language of the shell.
fn judged(script: &str) -> RunReport {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("judge");
    symlink(fake().join("fake"), &path).expect("a link");
    std::fs::write(folder.path().join("judge.does"), script).expect("a script");
    run_with(&Judge::new(path, case().wall(Duration::from_secs(20)).limits), &case(), "")
}

/// The report of a run whose judge process says these lines and ends well.
fn said(lines: &[&str]) -> RunReport {
    judged(&format!("cat <<'END'\n{}\nEND\n", lines.join("\n")))
}

fn why(report: &RunReport) -> (NotJudged, &str) {
    match &report.outcome {
        RunOutcome::NotJudged { reason, message, .. } => {
            assert_eq!(report.overall(), Overall::NotJudged, "{report:#?}");
            (*reason, message)
        }
        RunOutcome::Judged => panic!("judged: {report:#?}"),
    }
}

const READY: &str = r#"{"Ready":1}"#;

fn began(task: usize) -> String {
    format!("{{\"Began\":{task}}}")
}

fn ended(task: usize, rest: &str) -> String {
    let fields = r#""evidence":"","exchange":[],"trace":[],"console":"","micros":1"#;
    format!("{{\"Ended\":[{task},{{{fields}{rest}}}]}}")
}

const HOLDS: &str = r#","verdict":"holds""#;

/// What a judge process says where both checks hold.
fn all_well() -> Vec<String> {
    let mut lines = vec![READY.to_owned()];
    for (task, rest) in [(0, ""), (1, HOLDS), (2, HOLDS)] {
        lines.extend([began(task), ended(task, rest)]);
    }
    lines.push("\"Done\"".to_owned());
    lines
}

fn as_strs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

#[test]
fn a_judge_that_says_what_it_should_is_believed() {
    assert_eq!(said(&as_strs(&all_well())).overall(), Overall::Fixed);
}

#[test]
fn every_line_has_its_place() {
    let well = all_well();
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = well.clone();
        change(&mut lines);
        lines
    };
    for (name, lines, says) in [
        ("not ready", with(&|l| drop(l.remove(0))), "before it was ready"),
        ("ready twice", with(&|l| l.insert(1, READY.into())), "ready twice"),
        ("an unknown task", with(&|l| l.insert(7, ended(9, HOLDS))), "not given"),
        ("an unknown task begins", with(&|l| l.insert(7, began(3))), "not given"),
        ("a negative task", with(&|l| l.insert(7, began(0).replace('0', "-1"))), "understood"),
        ("a second verdict", with(&|l| l.insert(7, ended(2, HOLDS))), "out of turn"),
        ("a verdict before its check", with(&|l| l.swap(3, 4)), "out of turn"),
        ("a check that begins twice", with(&|l| l.insert(4, began(1))), "out of turn"),
        ("done too early", with(&|l| drop(l.remove(6))), "before it was"),
        ("done without any check", vec![READY.into(), "\"Done\"".into()], "before it was"),
        ("more after the end", with(&|l| l.push(began(2))), "after it had ended"),
        ("done twice", with(&|l| l.push("\"Done\"".into())), "after it had ended"),
        ("overdue without a task", with(&|l| l.insert(5, "{\"Overdue\":\"Cpu\"}".into())), "does not run"),
        ("no JSON", with(&|l| l.insert(5, "holds".into())), "understood"),
        ("an empty line", with(&|l| l.insert(5, String::new())), "understood"),
        ("half a line", with(&|l| l.insert(5, "{\"Ended\":[1,".into())), "understood"),
        ("a line of another kind", with(&|l| l.insert(5, "{\"Passed\":1}".into())), "understood"),
        ("two values in a line", with(&|l| l[1].push_str(READY)), "understood"),
        ("a field too many", with(&|l| l[4] = ended(1, ",\"verdict\":\"holds\",\"all\":true")), "understood"),
        ("a field too few", with(&|l| l[4] = "{\"Ended\":[1,{\"verdict\":\"holds\"}]}".into()), "understood"),
    ] {
        let report = said(&as_strs(&lines));
        let (reason, message) = why(&report);
        assert!(reason == NotJudged::Protocol && message.contains(says), "{name}: {reason:?} {message}");
    }
}

#[test]
fn a_verdict_must_fit_its_task() {
    let stop = r#","stop":{"reason":"crash","message":"It fell.","at":null}"#;
    for (task, rest) in [
        (0, HOLDS.to_owned()),
        (1, String::new()),
        (1, r#","verdict":"open""#.into()),
        (1, r#","verdict":"not-judged""#.into()),
        (2, String::new()),
        (2, r#","verdict":"fails""#.into()),
        (2, format!("{HOLDS}{stop}")),
    ] {
        let mut lines = all_well();
        lines[2 * task + 2] = ended(task, &rest);
        let report = said(&as_strs(&lines));
        assert_eq!(why(&report).0, NotJudged::Protocol, "{task} {rest}: {report:#?}");
        assert!(why(&report).1.contains("cannot have"), "{report:#?}");
    }
    let mut lines = all_well();
    lines[6] = ended(2, stop);
    assert_eq!(why(&said(&as_strs(&lines))).0, NotJudged::Crash, "a reason for having none is none");
}

#[test]
fn an_end_before_the_end_is_no_verdict() {
    let well = all_well();
    let all_but_done = well[..well.len() - 1].join("\n");
    let say = |text: &str| format!("cat <<'END'\n{text}\nEND\n");
    for (name, script, reason) in [
        ("nothing at all", String::new(), NotJudged::Protocol),
        ("all but the last word", say(&all_but_done), NotJudged::Protocol),
        (
            "the last word without its line end",
            format!("{}printf '\"Done\"'", say(&all_but_done)),
            NotJudged::Protocol,
        ),
        ("memory", format!("{}exit 77", say(READY)), NotJudged::Memory),
        ("not locked in", "exit 78".into(), NotJudged::Protocol),
        ("killed", format!("{}kill -9 $$", say(&all_but_done)), NotJudged::Crash),
        ("killed after its last word", format!("{}kill -9 $$", say(&well.join("\n"))), NotJudged::Crash),
        ("failed after its last word", format!("{}exit 1", say(&well.join("\n"))), NotJudged::Crash),
        (
            "silent, but still there",
            format!("{}exec >&-; sleep 60", say(&well.join("\n"))),
            NotJudged::Protocol,
        ),
    ] {
        let report = judged(&script);
        assert_eq!(why(&report).0, reason, "{name}: {report:#?}");
    }
}

#[test]
fn too_much_is_not_read() {
    for script in [
        "while :; do printf 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; done",
        "yes '{\"Ready\":1}'",
        "head -c 40000000 /dev/zero",
        "printf '{\"Ready\":1}\\n'; printf '%0100000d' 0 | tr 0 '['; echo",
    ] {
        assert_eq!(why(&judged(script)).0, NotJudged::Protocol, "{script}");
    }
}

#[test]
fn whatever_a_judge_process_leaves_behind_ends_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("pid");
    let well = all_well().join("\n");
    let script =
        format!("sleep 300 > /dev/null & echo $! > '{}'\ncat <<'END'\n{well}\nEND\n", mark.display());
    assert_eq!(judged(&script).overall(), Overall::Fixed);
    let pid = std::fs::read_to_string(mark).expect("it was started");
    let pid = rustix::process::Pid::from_raw(pid.trim().parse().expect("a number")).expect("an id");
    // It was killed; the machine may take a moment to do it.
    let gone = || rustix::process::test_kill_process(pid).is_err() || is_dead(pid);
    assert!((0..500).any(|_| gone() || {
        std::thread::sleep(Duration::from_millis(10));
        false
    }));
}

/// Whether a process has ended and only its entry is left, for whoever adopted it.
fn is_dead(pid: rustix::process::Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z'))
}
