//! The barriers around a judge process, each tried by itself and each left out. So it is known that every one of them
//! stops what it is said to stop, and that an attempt is refused because of it and not for another reason.

use riskline::judge::{Attempt, Tried, barrier_ids, stoppers, try_attempt};
use std::path::Path;

fn tried(attempt: &Attempt, barriers: &[&str]) -> Tried {
    let folder = tempfile::tempdir().expect("a folder");
    try_attempt(Path::new(env!("CARGO_BIN_EXE_riskline")), attempt, barriers, folder.path())
}

/// Runs `check` for every attempt, several at a time: most of them only wait for a process.
fn for_each_attempt(check: impl Fn(&'static Attempt) + Sync) {
    assert!(Attempt::TABLE.len() > 10);
    std::thread::scope(|scope| {
        for attempt in Attempt::TABLE {
            scope.spawn(|| check(attempt));
        }
    });
}

#[test]
fn without_its_barriers_every_attempt_succeeds() {
    for_each_attempt(|attempt| {
        let tried_alone = tried(attempt, &[]);
        assert!(matches!(tried_alone, Tried::Got(_)), "{} with nothing up: {tried_alone:?}", attempt.id);
        let others: Vec<&str> = barrier_ids().filter(|id| stoppers(attempt).all(|own| own != *id)).collect();
        let tried_with_others = tried(attempt, &others);
        assert!(
            matches!(tried_with_others, Tried::Got(_)),
            "{} with {others:?}: {tried_with_others:?}",
            attempt.id
        );
    });
}

#[test]
fn each_barrier_stops_its_attempts_by_itself() {
    for_each_attempt(|attempt| {
        for barrier in stoppers(attempt) {
            let tried = tried(attempt, &[barrier]);
            assert!(matches!(tried, Tried::Refused(_)), "{} with {barrier}: {tried:?}", attempt.id);
        }
        let all: Vec<&str> = barrier_ids().collect();
        assert!(matches!(tried(attempt, &all), Tried::Refused(_)), "{}", attempt.id);
    });
}

#[test]
fn every_barrier_has_an_attempt() {
    for barrier in barrier_ids() {
        let has = Attempt::TABLE.iter().any(|attempt| stoppers(attempt).any(|id| id == barrier));
        let is_missing_here = barrier == "landlock";
        assert!(has || is_missing_here, "{barrier}");
    }
}
