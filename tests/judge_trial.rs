//! A trial of the judge on programs as they come: each is vulnerable, with checks, and with right and wrong fixes by several
//! hands in several styles.
//!
//! The texts in `tests/trial` hold the programs. `@@@ NAME FAMILY` begins one; its parts begin with `@@ file PATH` (the first
//! is the one that is fixed), `@@ setup`, `@@ function NAME`, `@@ exploit NAME`, and `@@ right LABEL` or `@@ wrong LABEL` for
//! a fix. A fix is the whole file, or replacements in it: `<<<`, the old text, `===`, the new text, `>>>`. Where it changes
//! other files, `## file PATH` comes before the text of each.

mod judge_support;

use judge_support::{Case, exe};
use riskline::core::challenge::{CodeFile, FileRole, Language};
use riskline::core::verdict::{Overall, RunOutcome, RunReport, Verdict};
use riskline::judge::{Judge, RunControl, Which};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// One vulnerable program.
struct Program {
    name: String,
    case: Case,
    /// Whether the fix is right, its label, and the files that it changes.
    fixes: Vec<(bool, String, BTreeMap<String, String>)>,
}

/// What came of all programs of a language.
#[derive(Default)]
struct Tally {
    programs: usize,
    right: usize,
    wrong: usize,
    /// Originals that withstand an attack or are not judged, and wrong fixes that pass.
    accepted: Vec<String>,
    /// Right fixes that do not pass.
    refused: Vec<String>,
}

/// The parts of a text that begin with lines of a prefix: what follows the prefix, and the text up to the next such line.
fn parts<'t>(text: &'t str, prefix: &str) -> Vec<(&'t str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix(prefix), found.last_mut()) {
            (Some(head), _) => found.push((head.trim(), String::new())),
            (None, Some((_, body))) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    for (_, body) in &mut found {
        *body = format!("{}\n", body.trim_matches('\n'));
    }
    found
}

/// A file after a fix.
fn mended(base: &str, fix: &str) -> String {
    if !fix.starts_with("<<<\n") {
        return fix.to_owned();
    }
    let mut text = base.to_owned();
    for edit in fix.split("<<<\n").skip(1) {
        let (old, rest) = edit.split_once("\n===\n").expect("an edit has a line ===");
        let new = rest.rsplit_once(">>>").expect("an edit ends with >>>").0;
        assert!(text.contains(old), "an edit finds nothing: {old:?}");
        text = text.replacen(old, new.strip_suffix('\n').unwrap_or(new), 1);
    }
    text
}

fn program(head: &str, text: &str) -> Program {
    let name = head.split_whitespace().next().expect("a program has a name").to_owned();
    let parts = parts(text, "@@ ");
    let files: Vec<(&str, &str)> =
        parts.iter().filter_map(|(head, body)| Some((head.strip_prefix("file ")?, body.as_str()))).collect();
    let (main, base) = files[0];
    let mut case = Case::new(main, base);
    case.challenge.files.extend(files[1..].iter().map(|(path, code)| CodeFile {
        path: (*path).into(),
        role: FileRole::Context,
        language: Language::from_path(path),
        before: None,
        code: (*code).into(),
    }));
    let mut fixes = Vec::new();
    for (head, body) in &parts {
        let (kind, label) = head.split_once(' ').unwrap_or((head, ""));
        case = match kind {
            "setup" => case.setup(body),
            "function" => case.function(label, body),
            "exploit" => case.exploit(label, body),
            _ => case,
        };
        if kind == "right" || kind == "wrong" {
            let others = self::parts(body, "## file ");
            let original = |path: &str| files.iter().find(|(p, _)| *p == path).map_or("", |(_, text)| *text);
            let changed = match others.is_empty() {
                true => BTreeMap::from([(main.to_owned(), mended(base, body))]),
                false => others.iter().map(|(p, b)| ((*p).to_owned(), mended(original(p), b))).collect(),
            };
            fixes.push((kind == "right", label.to_owned(), changed));
        }
    }
    Program { name, case, fixes }
}

/// A report in a line, for a failure.
fn told(report: &RunReport) -> String {
    let mut line = format!("{:?}", report.overall());
    if let RunOutcome::NotJudged { message, .. } = &report.outcome {
        let _ = write!(line, " ({message})");
    }
    for check in report.checks.iter().filter(|check| check.verdict != Verdict::Holds) {
        let _ = write!(line, "; {}: {:?} {}", check.name, check.verdict, check.evidence);
    }
    line
}

fn try_program(program: &Program, tally: &mut Tally) {
    let judge = Judge::new(exe(), program.case.limits);
    let challenge = &program.case.challenge;
    let judged = |changed: &BTreeMap<String, String>| {
        judge.run(challenge, &challenge.with_changes(changed), Which::All, &RunControl::new())
    };
    tally.programs += 1;
    let report = judged(&BTreeMap::new());
    let withstands =
        |c: &riskline::core::verdict::CheckReport| c.site.is_some() && c.verdict != Verdict::Open;
    if report.overall() != Overall::Open || report.checks.iter().any(withstands) {
        tally.accepted.push(format!("{}, the original: {}", program.name, told(&report)));
    }
    for (is_right, label, changed) in &program.fixes {
        let report = judged(changed);
        let passes = report.overall() == Overall::Fixed;
        *if *is_right { &mut tally.right } else { &mut tally.wrong } += 1;
        if *is_right && !passes {
            tally.refused.push(format!("{}, {label}: {}", program.name, told(&report)));
        } else if !is_right && passes {
            tally.accepted.push(format!("{}, {label}: a wrong fix passes", program.name));
        }
    }
}

/// Tries every program whose text's name begins so.
fn try_all(prefix: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trial");
    let mut texts: Vec<_> = std::fs::read_dir(folder).expect("tests/trial is there").flatten().collect();
    texts.retain(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    texts.sort_by_key(std::fs::DirEntry::file_name);
    let mut tally = Tally::default();
    for entry in texts {
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        for (head, body) in parts(&text, "@@@ ") {
            try_program(&program(head, &body), &mut tally);
        }
    }
    let Tally { programs, right, wrong, accepted, refused } = tally;
    println!(
        "{prefix}: {programs} vulnerable programs, {wrong} wrong fixes, {} accepted; {right} right fixes, {} refused",
        accepted.len(),
        refused.len()
    );
    assert!(programs > 0, "nothing was tried");
    assert!(accepted.is_empty(), "accepted:\n{}", accepted.join("\n"));
    assert!(
        refused.len() * 20 <= right,
        "more than one right fix in twenty is refused:\n{}",
        refused.join("\n")
    );
}

#[test]
fn python_programs() {
    try_all("python");
}

#[test]
fn javascript_programs() {
    try_all("javascript");
}
