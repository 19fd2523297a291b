//! What the game believes of what a judge process says. A shell that prints the input stands in for the process.

use super::answer::LIBRARY;
use super::loader::in_folder;
use super::shown;
use riskline::core::challenge::{Challenge, Language};
use riskline::core::verdict::{Overall, Verdict};
use riskline::judge::{Judge, Limits, RunControl, Which};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;

const SCRIPT: &str = "#!/bin/sh\ncat > /dev/null\nexec cat \"$0.says\"\n";

/// A built-in challenge in a language that every build of the targets knows.
static CHALLENGE: LazyLock<&Challenge> = LazyLock::new(|| {
    let read = LIBRARY
        .challenges()
        .map(|(_, c)| c)
        .filter(|c| matches!(c.language, Language::Yaml | Language::Dockerfile));
    read.min_by_key(|c| c.rules.len()).expect("there is one")
});

pub fn run(data: &[u8]) {
    in_folder(|folder| {
        let path = folder.join("judge");
        if !path.exists() {
            fs::write(&path, SCRIPT).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
        }
        fs::write(folder.join("judge.says"), data).expect("a file");
        let challenge = *CHALLENGE;
        let files: BTreeMap<String, String> =
            challenge.files.iter().map(|f| (f.path.clone(), f.code.clone())).collect();
        let report =
            Judge::new(path, Limits::default()).run(challenge, &files, Which::All, &RunControl::new());
        assert_eq!(report.checks.len(), challenge.rules.len());
        if report.overall() == Overall::Fixed {
            assert!(report.checks.iter().all(|c| c.verdict == Verdict::Holds));
            // Nobody says in fewer bytes that each of them held.
            assert!(data.len() > challenge.rules.len() * "{\"Ended\":[1,{\"verdict\":\"holds\"}]}".len());
        }
        if let riskline::core::verdict::RunOutcome::NotJudged { message, at, .. } = &report.outcome {
            assert_eq!(report.overall(), Overall::NotJudged);
            shown::plain(message);
            at.iter().for_each(|at| shown::plain(&at.file));
        }
        shown::plain(&report.console);
        for check in &report.checks {
            shown::plain(&check.evidence);
            for exchange in &check.exchange {
                [&exchange.who, &exchange.did, &exchange.got].into_iter().for_each(|t| shown::plain(t));
            }
            check.trace.iter().for_each(|t| shown::plain(&t.what));
        }
    });
}
