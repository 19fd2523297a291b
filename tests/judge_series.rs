//! Many runs of a challenge one after another, as `pack check` has them.

#![cfg(all(target_os = "linux", feature = "python"))]

mod judge_support;

use judge_support::{Case, exe};
use riskline::content::Part;
use riskline::core::challenge::{Fix, FixKind};
use riskline::judge::{Judge, RunControl, prove};
use rustix::process::{Pid, Signal, kill_process};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn fix(kind: FixKind, code: &str) -> Fix {
    let code = [("vault.py".to_owned(), code.to_owned())].into();
    Fix { kind, note: String::new(), sites: Vec::new(), code }
}

#[test]
fn what_one_run_does_is_nothing_to_the_next() {
    let mut case = Case::new(
        "vault.py",
        "import random\nkept = []\ndef secret():\n    kept.append(1)\n    return 'key'\n",
    )
    .setup("import vault")
    .function("it answers for the first time", "vault.secret()\nassert len(vault.kept) == 1, vault.kept")
    .exploit("it leaks", "exploited(vault.secret() == 'key', str(canary('x')))");
    let good =
        "import random\nkept = []\ndef secret():\n    kept.append(1)\n    return str(random.random())\n";
    case.challenge.fixes = vec![
        fix(FixKind::Wrong, "kept = []\ndef secret():\n    kept.append(1)\n    return 'k' + 'ey'\n"),
        fix(FixKind::Wrong, "def secret(:\n"),
        fix(
            FixKind::Wrong,
            "import sys, json\njson.loads = None\nkept = []\ndef secret():\n    kept.append(1)\n    return 'key'\n",
        ),
        fix(FixKind::Wrong, "kept = []\ndef secret():\n    while True: kept.append('x' * 1000000)\n"),
        fix(FixKind::Reference, good),
    ];
    let judge = Judge::new(exe(), case.limits);
    let found = prove(&case.challenge, &judge, &RunControl::new());
    let seen: Vec<(&str, &str)> = found.iter().map(|f| (f.code.as_str(), f.what.as_str())).collect();
    assert_eq!(found.len(), 3, "{seen:#?}");
    for (found, (code, what)) in seen.iter().zip([
        ("wrong fix 2", "parse"),
        ("wrong fix 3", "reached into the lab"),
        ("wrong fix 4", "memory"),
    ]) {
        assert!(found.0 == code && found.1.contains(what), "{seen:#?}");
    }
    let parts: Vec<(&str, &Part)> = found.iter().map(|f| (f.lint, &f.part)).collect();
    assert_eq!(parts, [1, 2, 3].map(Part::Fix).each_ref().map(|part| ("not-judged", part)));
}

/// The processes whose parent is `of`.
fn children(of: u32) -> Vec<i32> {
    let of = of.to_string();
    let is_child =
        |stat: &str| stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)) == Some(of.as_str());
    let entries = std::fs::read_dir("/proc").expect("Linux has it").flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| is_child(&stat)))
        .collect()
}

fn until<T>(what: &str, get: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(got) = get() {
            return got;
        }
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_interrupted_check_of_packs_leaves_no_process() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges");
    let mut check = Command::new(exe())
        .args(["pack", "check"])
        .args([packs.join("orders-api"), packs.join("toolbox")])
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    let started = until("it runs code", || {
        let judges = children(check.id());
        let tasks: Vec<i32> = judges.iter().flat_map(|pid| children(pid.unsigned_abs())).collect();
        (!tasks.is_empty()).then(|| [judges, tasks].concat())
    });
    kill_process(Pid::from_child(&check), Signal::INT).expect("it runs");
    assert!(!check.wait().expect("it ends").success());
    for pid in started {
        until("a process outlives the check", || {
            (!Path::new(&format!("/proc/{pid}")).exists()).then_some(())
        });
    }
}
