//! What `pack check` finds by running beyond what a challenge says: attacks that succeed for another reason than their
//! site's or never go there, references that do more than they need, hidden checks that nothing asks for.

#![cfg(all(feature = "python", feature = "javascript"))]

mod judge_support;

use judge_support::{Case, exe};
use riskline::core::challenge::{CheckKind, Fix, FixKind, Language};
use riskline::core::lines::LineRange;
use riskline::judge::{Judge, Memory, RunControl, Unsound, prove, prove_again};
use std::collections::BTreeMap;

/// A small program with two holes, the same in each language: any note is read, and all notes are exported.
struct Program {
    path: &'static str,
    code: &'static str,
    /// The line that reads, and the one that exports.
    lines: [usize; 2],
    /// A line as it is, and as it must be: reading, exporting.
    mended: [(&'static str, &'static str); 2],
    /// A line that nothing is wrong with, and another way to write it.
    same: (&'static str, &'static str),
    function: &'static str,
    reads: &'static str,
    reads_by_text: &'static str,
    exports: &'static str,
    /// Goes through reading and succeeds by exporting.
    reads_and_exports: &'static str,
}

const PYTHON: Program = Program {
    path: "notes.py",
    code: "import sys
NOTES = {1: ('ana', 'milk'), 2: ('bob', 'call ana')}


def read(user, number):
    note = NOTES.get(int(number))
    return note[1] if note else None


def first_line(text):
    return text.splitlines()[0]


def count():
    return len(NOTES)


def export(user):
    return [text for owner, text in NOTES.values()]
",
    lines: [7, 19],
    mended: [
        ("note[1] if note else", "note[1] if note and note[0] == user else"),
        ("for owner, text in NOTES.values()", "for owner, text in NOTES.values() if owner == user"),
    ],
    same: ("len(NOTES)", "sum(1 for _ in NOTES)"),
    function: "import notes\nassert notes.read('ana', 1) == 'milk' and notes.export('ana')[0] == 'milk' and notes.count() == 2",
    reads: "import notes\nexploited(attempt(notes.read, 'bob', 1).value == 'milk')",
    reads_by_text: "import notes\nexploited(attempt(notes.read, 'bob', '1').value == 'milk')",
    exports: "import notes\nexploited('milk' in attempt(notes.export, 'bob').value)",
    reads_and_exports: "import notes\nattempt(notes.read, 'bob', 2)\nexploited('milk' in attempt(notes.export, 'bob').value)",
};

const JAVASCRIPT: Program = Program {
    path: "notes.js",
    code: "import os from \"node:os\";
const notes = new Map([[1, [\"ana\", \"milk\"]], [2, [\"bob\", \"call ana\"]]]);


export function read(user, number) {
  const note = notes.get(Number(number));
  return note ? note[1] : null;
}

export function firstLine(text) {
  return text.split(\"\\n\")[0];
}

export function count() {
  return notes.size;
}

export const share = (user) => {
  return [...notes.values()].map((note) => note[1]);
};
",
    lines: [7, 19],
    mended: [
        ("note ? note[1]", "note && note[0] === user ? note[1]"),
        ("[...notes.values()].map", "[...notes.values()].filter((note) => note[0] === user).map"),
    ],
    same: ("notes.size", "[...notes].length"),
    function: "import { read, share, count } from './notes.js';\nexpect(read('ana', 1) === 'milk' && share('ana')[0] === 'milk' && count() === 2);",
    reads: "import { read } from './notes.js';\nexploited((await attempt(read, 'bob', 1)).value === 'milk');",
    reads_by_text: "import { read } from './notes.js';\nexploited((await attempt(read, 'bob', '1')).value === 'milk');",
    exports: "import { share } from './notes.js';\nexploited((await attempt(share, 'bob')).value.includes('milk'));",
    reads_and_exports: "import { read, share } from './notes.js';\nawait attempt(read, 'bob', 2);\nexploited((await attempt(share, 'bob')).value.includes('milk'));",
};

impl Program {
    /// A challenge whose weakness is the line that reads.
    fn challenge(&self) -> Case {
        let mut case = Case::new(self.path, self.code).function("both work", self.function);
        case.challenge.sites[0].core = vec![LineRange::line(self.lines[0])];
        case
    }

    fn with(&self, changes: &[(&str, &str)]) -> BTreeMap<String, String> {
        let code = changes.iter().fold(self.code.to_owned(), |code, (old, new)| {
            assert_eq!(code.matches(old).count(), 1, "{old}");
            code.replace(old, new)
        });
        BTreeMap::from([(self.path.to_owned(), code)])
    }

    fn fix(&self, kind: FixKind, changes: &[(&str, &str)]) -> Fix {
        Fix { kind, note: String::new(), sites: Vec::new(), code: self.with(changes) }
    }
}

/// Lints and checks of what a proof finds.
fn found(case: &Case) -> Vec<(&'static str, Option<String>)> {
    let judge = Judge::new(exe(), case.limits);
    let found = prove(&case.challenge, &judge, &RunControl::new());
    found.into_iter().map(|Unsound { lint, check, .. }| (lint, check)).collect()
}

fn lints(case: &Case) -> Vec<&'static str> {
    found(case).into_iter().map(|(lint, _)| lint).collect()
}

#[test]
fn an_attack_that_goes_another_way_is_told() {
    for program in [&PYTHON, &JAVASCRIPT] {
        let mut case = program.challenge().exploit("bob reads", program.reads);
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended)];
        // The change of the export is in no check's way.
        assert_eq!(lints(&case), ["reference-too-large"], "{}", program.path);
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended[..1])];
        assert_eq!(lints(&case), [""; 0], "{}", program.path);

        let mut case = case.exploit("bob exports", program.exports);
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended)];
        let other = Some("bob exports".to_owned());
        assert_eq!(
            found(&case),
            [("check-misses-site", other.clone()), ("attack-without-site", other)],
            "{}",
            program.path
        );
        // With its line named as part of the site it is right.
        case.challenge.sites[0].core.push(LineRange::line(program.lines[1]));
        assert_eq!(lints(&case), [""; 0], "{}", program.path);
    }
}

#[test]
fn an_attack_that_passes_through_its_site_and_succeeds_elsewhere_is_told() {
    for program in [&PYTHON, &JAVASCRIPT] {
        let mut case = program
            .challenge()
            .exploit("bob reads", program.reads)
            .exploit("bob reads and exports", program.reads_and_exports);
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended)];
        let expected = [("attack-without-site", Some("bob reads and exports".to_owned()))];
        assert_eq!(found(&case), expected, "{}", program.path);
    }
}

#[test]
fn of_two_weaknesses_each_is_mended_alone() {
    for program in [&PYTHON, &JAVASCRIPT] {
        let mut case =
            program.challenge().exploit("bob reads", program.reads).exploit("bob exports", program.exports);
        let mut second = case.challenge.sites[0].clone();
        second.id = "all-notes".to_owned();
        second.core = vec![LineRange::line(program.lines[1])];
        case.challenge.sites.push(second);
        case.challenge.checks[2].site = Some("all-notes".to_owned());
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended)];
        assert_eq!(lints(&case), [""; 0], "{}", program.path);
        // An attack on the second that either mend stops.
        let both = format!("{}\n{}", program.reads.replace("exploited(", "const_one = ("), program.exports);
        case.challenge.checks[2].code = match case.challenge.language {
            Language::Python => both.replace("exploited(", "exploited(const_one and "),
            _ => both.replace("const_one", "const one").replace("exploited(", "exploited(one && "),
        };
        let expected = [("attack-without-site", Some("bob exports".to_owned()))];
        assert_eq!(found(&case), expected, "{}", program.path);
    }
}

#[test]
fn changes_that_no_check_needs_are_told_unless_they_tidy_up() {
    for program in [&PYTHON, &JAVASCRIPT] {
        let mut case = program.challenge().exploit("bob reads", program.reads);
        let mend = program.mended[0];
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &[mend, program.same])];
        let judge = Judge::new(exe(), case.limits);
        let found = prove(&case.challenge, &judge, &RunControl::new());
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].lint, "reference-too-large");
        assert!(found[0].what.contains("line 15 of notes."), "{}", found[0].what);
        assert!(found[0].evidence.contains(program.same.1), "{}", found[0].evidence);

        let first = program.code.lines().next().expect("a line");
        let remark = if program.path.ends_with("py") { "# Notes." } else { "// Notes." };
        case.challenge.fixes =
            vec![program.fix(FixKind::Reference, &[mend, (&format!("{first}\n"), &format!("{remark}\n"))])];
        assert_eq!(lints(&case), ["reference-too-large"], "an import is replaced: {}", program.path);
        case.challenge.fixes =
            vec![program.fix(FixKind::Reference, &[mend, (first, &format!("{remark}\n{first}"))])];
        assert_eq!(lints(&case), [""; 0], "a remark is added: {}", program.path);
    }
}

#[test]
fn hidden_checks_have_a_wrong_fix_that_only_they_catch() {
    for program in [&PYTHON, &JAVASCRIPT] {
        let mut case = program
            .challenge()
            .exploit("bob reads", program.reads)
            .exploit("bob reads by another number", program.reads_by_text);
        case.challenge.checks[2].hidden = true;
        assert_eq!(case.challenge.checks[2].kind, CheckKind::Exploit);
        let useless = program.fix(FixKind::Wrong, &[program.same]);
        case.challenge.fixes = vec![program.fix(FixKind::Reference, &program.mended[..1]), useless.clone()];
        let name = Some("bob reads by another number".to_owned());
        let judge = Judge::new(exe(), case.limits);
        let told = prove(&case.challenge, &judge, &RunControl::new());
        assert_eq!(told.iter().map(|f| f.lint).collect::<Vec<_>>(), ["hidden-adds-nothing"]);
        assert_eq!(case.challenge.checks.get(2).map(|c| c.name.clone()), name);
        assert_eq!(told[0].part, riskline::content::Part::Check(2));

        let one_spelling = match case.challenge.language {
            Language::Python => ("if note else", "if note and not (user == 'bob' and number == 1) else"),
            _ => ("note ? note[1]", "note && !(user === 'bob' && number === 1) ? note[1]"),
        };
        case.challenge.fixes.push(program.fix(FixKind::Wrong, &[one_spelling]));
        assert_eq!(lints(&case), [""; 0], "{}", program.path);
    }
}

#[test]
fn a_proof_that_is_made_again_runs_only_what_has_changed() {
    let mut case = PYTHON.challenge().exploit("bob reads", PYTHON.reads);
    case.challenge.fixes = vec![PYTHON.fix(FixKind::Reference, &PYTHON.mended[..1])];
    let judge = Judge::new(exe(), case.limits);
    let memory = Memory::default();
    let runs = || {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = std::sync::Arc::clone(&count);
        let control = RunControl::with_listener(move |progress| {
            if matches!(progress, riskline::judge::Progress::Started(_)) {
                counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        });
        (control, count)
    };
    let (control, first) = runs();
    assert_eq!(prove_again(&case.challenge, &judge, &control, &memory), []);
    assert!(first.load(std::sync::atomic::Ordering::Relaxed) >= 4);
    let (control, second) = runs();
    assert_eq!(prove_again(&case.challenge, &judge, &control, &memory), []);
    assert_eq!(second.load(std::sync::atomic::Ordering::Relaxed), 0);

    // Another text of the fix is run; so is all where a check is another.
    case.challenge.fixes.push(PYTHON.fix(FixKind::Wrong, &[PYTHON.same]));
    let (control, third) = runs();
    assert_eq!(prove_again(&case.challenge, &judge, &control, &memory), []);
    assert_eq!(third.load(std::sync::atomic::Ordering::Relaxed), 2);
    case.challenge.checks[1].code = "exploited(False)".to_owned();
    let (control, _) = runs();
    let found = prove_again(&case.challenge, &judge, &control, &memory);
    assert!(found.iter().any(|f| f.lint == "attack-does-not-work"), "{found:#?}");
}
