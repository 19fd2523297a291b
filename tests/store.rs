//! The store across processes: killed writers and several instances at once.

use riskline::core::attempt::{ChallengeKey, Draft};
use riskline::store::Store;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const ROLE: &str = "RISKLINE_TEST_WRITER";

fn key() -> ChallengeKey {
    ChallengeKey::new("orders-api", "order-lookup")
}

/// Not a test of its own: what the child processes of the tests below do. Saves draft after draft, says on standard
/// output which one is kept, and goes on until it is killed.
#[test]
fn writer() {
    let Ok(path) = std::env::var(ROLE) else { return };
    let store = Store::open(Path::new(&path)).expect("the store opens");
    let mut draft = Draft::new(key(), "hash", 1);
    for runs in 1..=u32::MAX {
        draft.runs = runs;
        draft.patch.insert("orders.py".to_owned(), format!("# {runs}\n").repeat(2_000));
        store.save_draft(&draft, i64::from(runs)).expect("the draft is saved");
        println!("kept {runs}");
        std::io::stdout().flush().expect("the parent listens");
    }
}

fn start_writer(path: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test's own file"))
        .args(["--exact", "writer", "--nocapture", "--test-threads=1"])
        .env(ROLE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child process")
}

#[test]
fn killing_a_writer_loses_no_kept_draft() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("riskline.db");
    for round in 0..8 {
        let mut child = start_writer(&path);
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut kept = 0u32;
        for line in output.lines() {
            let line = line.expect("text");
            if let Some(number) = line.rsplit("kept ").next().and_then(|n| n.parse().ok()) {
                kept = number;
            }
            if kept >= 20 + 7 * round {
                child.kill().expect("it can be killed");
            }
        }
        child.wait().expect("it ends");
        assert!(kept > 0, "the writer wrote nothing");
        let store = Store::open(&path).expect("the file is sound");
        let draft = store.draft(&key()).expect("the draft can be read").expect("there is a draft");
        assert!(draft.runs >= kept, "kept {kept}, found {}", draft.runs);
        assert_eq!(draft.patch["orders.py"], format!("# {}\n", draft.runs).repeat(2_000));
    }
}

#[test]
fn instances_started_at_once_make_one_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("riskline.db");
    let mut writers: Vec<_> = (0..4).map(|_| start_writer(&path)).collect();
    for child in &mut writers {
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let kept = lines.by_ref().map_while(Result::ok).filter(|line| line.contains("kept ")).take(5).count();
        assert_eq!(kept, 5, "every instance can write");
    }
    for mut child in writers {
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    assert!(Store::open(&path).expect("the file is sound").draft(&key()).expect("it can be read").is_some());
}
