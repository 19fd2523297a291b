//! A judge that stands by for runs of a challenge comes to the same verdicts, and leaves no process behind.

#![cfg(all(target_os = "linux", feature = "python"))]

mod judge_support;

use judge_support::{Case, exe, run_with};
use riskline::core::verdict::Overall;
use riskline::judge::Judge;
use std::time::{Duration, Instant};

const LEAKS: &str =
    "import os, random\ndef secret():\n    return open('/app/key').read() + str(random.random())\n";
const MENDED: &str =
    "import os, random, json, re\ndef secret():\n    return json.dumps(re.sub('.', '*', 'x'))\n";

fn case() -> Case {
    Case::new("vault.py", LEAKS)
        .setup("lab.files.write('/app/key', canary('key'))\nimport vault")
        .function("it answers", "assert vault.secret()")
        .exploit("it leaks", "got = vault.secret()\nexploited(canary('key') in got, got)")
}

/// The processes that this one started and that are still there.
fn children() -> Vec<i32> {
    let own = std::process::id().to_string();
    let is_own = |stat: &str| {
        // After the name, which may hold anything, come the state and the parent.
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)) == Some(own.as_str())
    };
    let entries = std::fs::read_dir("/proc").expect("Linux has it").flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| std::fs::read_to_string(stat_of(*pid)).is_ok_and(|stat| is_own(&stat))).collect()
}

fn stat_of(pid: i32) -> String {
    format!("/proc/{pid}/stat")
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "{what}: {:?}", children());
        std::thread::sleep(Duration::from_millis(5));
    }
}

// One test: its processes are all the children that there are.
#[test]
fn a_judge_stands_by_and_stands_down() {
    let case = case();
    let judge = Judge::new(exe(), case.limits);
    assert!(children().is_empty(), "nothing was started yet");
    judge.stand_by(&case.challenge);
    judge.stand_by(&case.challenge);
    let waiting = children();
    assert_eq!(waiting.len(), 1, "one waits, however often it is asked for");

    let mut leaked = Vec::new();
    for _ in 0..2 {
        let report = run_with(&judge, &case, LEAKS);
        assert_eq!(report.overall(), Overall::Open, "{report:#?}");
        leaked.push(report.checks[1].evidence.clone());
    }
    assert_ne!(leaked[0], leaked[1], "each run has secrets and chance of its own");
    let report = run_with(&judge, &case, MENDED);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    assert_eq!(children().len(), 1, "each run had a process, and another waits");
    assert_ne!(children(), waiting);

    // What ends while it waits is not missed.
    for pid in children() {
        let pid = rustix::process::Pid::from_raw(pid).expect("a process");
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).expect("it was there");
        let (tasks, stat) =
            (format!("/proc/{}/task", pid.as_raw_nonzero()), stat_of(pid.as_raw_nonzero().get()));
        let threads = || std::fs::read_dir(&tasks).map_or(0, Iterator::count);
        until("it ends", || {
            threads() == 1 && std::fs::read_to_string(&stat).is_ok_and(|s| s.contains(") Z "))
        });
    }
    assert_eq!(run_with(&judge, &case, LEAKS).overall(), Overall::Open);
    let [waiting] = children()[..] else { panic!("one waits: {:?}", children()) };
    assert!(
        !std::fs::read_to_string(stat_of(waiting)).expect("it is there").contains(") Z "),
        "and it lives"
    );

    let other = Case::new("other.py", "x = 1\n").function("it is there", "import other\nassert other.x");
    judge.stand_by(&other.challenge);
    assert_eq!(run_with(&judge, &case, LEAKS).overall(), Overall::Open, "another challenge's runs go on");
    assert_eq!(run_with(&judge, &other, "x = 1\n").overall(), Overall::Fixed);

    judge.stand_by(&case.challenge);
    judge.clone().stand_down();
    until("it stands down at once", || children().is_empty());
    judge.stand_by(&case.challenge);
    drop(judge);
    until("nothing outlives the judge", || children().is_empty());
}
