//! Packs from outside: what loads, what every fault looks like to an author, and what hostile input does.

use proptest::prelude::*;
use riskline::content::{Diagnostic, Found, Level, Library, Origin, PackReport, catalogue, load_pack};
use riskline::core::challenge::{Challenge, FixKind, SiteKind};
use riskline::core::lines::LineRange;
use std::fs;
use std::path::{Path, PathBuf};

fn fixtures(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs").join(kind)
}

fn good(file: &str) -> String {
    fs::read_to_string(fixtures("good/tiny").join(file)).expect("a fixture")
}

/// What an author is shown, without the folder of this machine.
fn shown(path: &Path) -> String {
    let report = load_pack(path, &catalogue()).expect_err("the pack is bad");
    let here = fixtures("");
    report.render(false).replace('\\', "/").replace(&here.to_string_lossy().replace('\\', "/"), "")
}

/// The codes of the faults of one challenge file.
fn faults(challenge: &str) -> Vec<&'static str> {
    faults_of_bytes(challenge.as_bytes())
}

fn faults_of_bytes(bytes: &[u8]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("challenge.toml");
    fs::write(&file, bytes).expect("written");
    match load_pack(&file, &catalogue()) {
        Ok(pack) => pack.warnings.iter().map(|d| d.code).collect(),
        Err(report) => {
            check_printable(&report);
            report.diagnostics.iter().map(|d| d.code).collect()
        }
    }
}

/// Nothing that is printed may steer a terminal.
fn check_printable(report: &PackReport) {
    let text = report.render(false);
    let steers = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(steers), "{text:?}");
    serde_json::to_string(report).expect("a report is JSON");
}

fn challenge(text: &str) -> Challenge {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("challenge.toml");
    fs::write(&file, text).expect("written");
    let pack = load_pack(&file, &catalogue()).unwrap_or_else(|r| panic!("{}", r.render(false)));
    pack.pack.challenges.into_iter().next().expect("a challenge")
}

#[test]
fn a_good_pack_loads_with_every_anchor_resolved() {
    let pack =
        load_pack(&fixtures("good/tiny"), &catalogue()).unwrap_or_else(|r| panic!("{}", r.render(false)));
    assert_eq!(pack.warnings, []);
    assert!(matches!(pack.origin, Origin::Folder(_)));
    let [read, count] = &pack.pack.challenges[..] else { panic!("two challenges") };
    assert_eq!((read.id.as_str(), count.id.as_str()), ("note-read", "note-count"));
    assert!(!read.is_clean() && count.is_clean());

    let weakness = read.site("any-note").expect("the weakness");
    assert_eq!(weakness.core, [LineRange::new(5, 8), LineRange::line(4)]);
    assert_eq!(weakness.entries, [(0, LineRange::line(4))]);
    let decoy = read.sites.iter().find(|s| s.kind == SiteKind::Decoy).expect("the decoy");
    assert_eq!((decoy.id.as_str(), decoy.core.as_slice()), ("decoy-1", &[LineRange::line(12)][..]));
    assert_eq!(read.hints.region, Some((0, LineRange::new(5, 8))));
    assert_eq!(count.hints.region, Some((0, LineRange::line(5))));

    let file = &read.files[0];
    assert!(file.code.starts_with("NOTES = ") && file.code.ends_with("== user)\n"));
    assert_eq!(count.files[1].code, "from notes import count\n");
    let reference = read.reference().expect("a reference");
    assert!(reference.code["notes.py"].contains("if note is None or note[0] != user:\n"));
    assert_eq!(read.fixes.iter().filter(|f| f.kind == FixKind::Wrong).count(), 2);
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    for name in ["many-faults", "syntax", "head", "missing-and-surplus", "incomplete.toml"] {
        insta::assert_snapshot!(name.trim_end_matches(".toml"), shown(&fixtures("bad").join(name)));
    }
}

#[test]
fn a_report_is_json_that_scripts_can_use() {
    let report = load_pack(&fixtures("bad/missing-and-surplus"), &catalogue()).expect_err("bad");
    let json = serde_json::to_value(&report.diagnostics[0]).expect("JSON");
    assert_eq!(json["level"], "error");
    assert_eq!(json["code"], "missing-file");
    assert_eq!((json["line"].as_u64(), json["column"].as_u64()), (Some(8), Some(10)));
}

#[test]
fn a_bad_pack_leaves_the_others_alone_and_a_second_of_one_id_is_refused() {
    let folders = [fixtures("bad"), fixtures("good"), fixtures("good"), fixtures("nowhere")];
    let library = Library::load(false, &folders, &catalogue());
    assert_eq!(library.packs.len(), 1);
    let codes = |r: &PackReport| r.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
    assert!(library.problems.iter().any(|r| codes(r) == ["duplicate-pack"]));
    assert!(library.problems.iter().any(|r| codes(r) == ["missing-file"] && r.path.ends_with("nowhere")));
    assert_eq!(library.problems.iter().filter(|r| r.path.contains("bad")).count(), 5);
}

#[test]
fn the_built_in_packs_load_without_a_fault() {
    let library = Library::load(true, &[], &catalogue());
    let faults: String = library.problems.iter().map(|r| r.render(false)).collect();
    assert!(library.problems.is_empty(), "{faults}");
    assert!(library.packs.iter().all(|p| p.origin == Origin::BuiltIn && !p.pack.challenges.is_empty()));
    assert!(!library.packs.is_empty());
}

#[test]
fn names_are_found_and_near_ones_offered() {
    let library = Library::load(false, &[fixtures("good")], &catalogue());
    assert!(matches!(library.find("tiny"), Ok(Found::Pack(_))));
    assert!(matches!(library.find("tiny/note-read"), Ok(Found::Challenge(_, c)) if c.id == "note-read"));
    assert!(matches!(library.find("note-count"), Ok(Found::Challenge(..))));
    let error = library.find("tiny/note-raed").expect_err("no such").to_string();
    assert!(error.contains("did you mean") && error.contains("tiny/note-read"), "{error}");
    assert!(!library.find("\u{1b}[2J").expect_err("no such").to_string().contains('\u{1b}'));
}

#[test]
fn the_hash_follows_what_bears_on_an_answer_and_nothing_else() {
    let text = good("note-read.toml");
    let hash = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        challenge(&text.replacen(from, to, 1)).hash
    };
    let original = challenge(&text).hash;
    assert_eq!(original.len(), 64);
    assert_eq!(hash("Read a note", "Reading"), original);
    assert_eq!(hash("found by its id alone", "found by id"), original);
    assert_ne!(hash("severity = \"high\"", "severity = \"low\""), original);
    assert_ne!(hash("return None", "return ''"), original);
    assert_ne!(hash("Note ids count upwards.", "Note ids are random."), original);
    assert_eq!(challenge(&text.replace('\n', "\r\n")).hash, original, "line ends of another system");
}

#[test]
fn lints_that_an_author_lets_stand_are_read_and_leave_the_hash_alone() {
    let text = good("note-read.toml");
    let allow = "\n[[allow]]\nlint = \"few-mutants\"\nwhy = \"One is enough here.\"\n";
    let read = challenge(&format!("{text}{allow}"));
    assert_eq!(read.hash, challenge(&text).hash);
    let [one] = &read.allows[..] else { panic!("one lint is let stand") };
    assert_eq!((one.lint.as_str(), one.why.as_str()), ("few-mutants", "One is enough here."));
    assert!(format!("{text}{allow}")[one.at.clone()].starts_with("[[allow]]"));
    assert_eq!(faults(&format!("{text}\n[[allow]]\nlint = \"few-mutants\"\n")), ["missing-key"]);
}

#[test]
fn what_a_challenge_lets_stand_is_no_warning_of_its_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |file: &str, text: String| fs::write(folder.path().join(file), text).expect("written");
    for file in ["pack.toml", "note-read.toml", "note-count.toml"] {
        write(file, good(file));
    }
    let load = || load_pack(folder.path(), &catalogue()).expect("it loads");
    let codes = |list: &[Diagnostic]| list.iter().map(|d| d.code).collect::<Vec<_>>();
    let text = good("note-read.toml").replace("cwe      = [639]", "cwe      = [639, 79]");
    write("note-read.toml", text.clone());
    assert_eq!(codes(&load().warnings), ["cwe-not-of-family"]);
    write(
        "note-read.toml",
        format!("{text}\n[[allow]]\nlint = \"cwe-not-of-family\"\nwhy = \"A name that some give it.\"\n"),
    );
    let pack = load();
    assert_eq!((codes(&pack.warnings), codes(&pack.allowed)), (vec![], vec!["cwe-not-of-family"]));
}

#[test]
fn a_text_of_several_lines_that_is_not_found_is_told_by_its_first_line_that_is_not() {
    let text = good("note-read.toml");
    let help = |at: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("challenge.toml");
        let start = text.find("at       = ").expect("an anchor");
        let end = start + text[start..].find('\n').expect("a line end");
        fs::write(&file, format!("{}at = {at}{}", &text[..start], &text[end..])).expect("written");
        let report = load_pack(&file, &catalogue()).expect_err("the anchor is wrong");
        report.diagnostics.iter().find(|d| d.code == "anchor-not-found").and_then(|d| d.help.clone())
    };
    let told = help("\"def read(user, note_id):\\n    note = NOTES.gett(note_id)\"").expect("help");
    assert!(told.contains("`note = NOTES.gett(note_id)` is no line of it"), "{told}");
    let told = help("\"def read(user, note_id):\\nnote = NOTES.get(int(note_id))\"").expect("help");
    assert!(told.contains("indentation"), "{told}");
}

#[test]
fn control_characters_are_refused_in_every_text() {
    let text = good("note-read.toml");
    for (key, from) in [
        ("title", "\"Read a note\""),
        ("principle", "\"Ask for the row of the one who asks.\""),
        ("prompt", "\"Return one note by its id.\""),
        ("reply", "\"Done: the id is checked and a missing note gives None.\""),
        ("context", "\"Note ids count upwards.\""),
        ("strategy", "\"Whose note is it?\""),
        ("path", "\"notes.py\""),
        ("why", "\"The note is found by its id alone.\""),
        ("name", "\"ana reads her note\""),
        ("note", "\"The owner is compared.\""),
        ("with", "\"    if note is None or note[0] != user:\\n\""),
    ] {
        assert!(text.contains(from), "{key}");
        for bad in ["\\u001b[2J", "\\u0000", "\\u009b", "\\u007f", "\\r", "\\u0007"] {
            let hostile = text.replacen(from, &format!("\"x{bad}y\""), 1);
            assert!(
                faults(&hostile).contains(&"control-character"),
                "{key} with {bad}: {:?}",
                faults(&hostile)
            );
        }
    }
    let in_code = text.replacen("buy milk", "buy\u{1b}milk", 1);
    assert!(faults(&in_code).contains(&"syntax"), "{:?}", faults(&in_code));
}

#[test]
fn hidden_characters_are_told_in_texts_and_refused_in_names() {
    let text = good("note-read.toml");
    for hidden in ["\u{202e}", "\u{2066}", "\u{200b}", "\u{e0041}"] {
        assert_eq!(faults(&text.replacen("buy milk", &format!("buy{hidden}milk"), 1)), ["hidden-character"]);
        assert!(
            challenge(&text.replacen("buy milk", &format!("buy{hidden}milk"), 1)).files[0]
                .code
                .contains(hidden)
        );
        let report = faults(&text.replacen("Read a note", &format!("Read{hidden}a note"), 1));
        assert!(report.contains(&"hidden-character"));
    }
    assert_eq!(faults(&text.replacen("buy milk", "buy 👩‍👩‍👧 ✔️ 日本", 1)), [""; 0]);
}

#[test]
fn paths_never_lead_out() {
    let text = good("note-read.toml");
    for path in [
        "/etc/passwd",
        "../notes.py",
        "a/../../b.py",
        "C:/x.py",
        "a\\\\b.py",
        "a//b.py",
        ".",
        "..",
        "x/",
        "nul\\u0000.py",
    ] {
        let hostile = text.replacen("path = \"notes.py\"", &format!("path = \"{path}\""), 1);
        let codes = faults(&hostile);
        assert!(codes.contains(&"bad-path") || codes.contains(&"control-character"), "{path}: {codes:?}");
    }
}

#[test]
fn sizes_and_nesting_are_bounded() {
    let text = good("note-read.toml");
    assert_eq!(faults_of_bytes(&vec![b'#'; 50 * 1024 * 1024]), ["too-large"]);
    assert!(faults_of_bytes(&vec![b'#'; 2 * 1024 * 1024]).contains(&"too-large"));
    let long = text.replacen("buy milk", &"x".repeat(400_000), 1);
    assert!(faults(&long).contains(&"too-long"));
    let lines = text.replacen("buy milk\")", &format!("buy milk\"){}", "\n".repeat(3000)), 1);
    assert!(faults(&lines).contains(&"too-long"));
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let deep = format!("{text}\n[deep]\nx = {}1{}\n", open.repeat(100_000), close.repeat(100_000));
        assert!(faults(&deep).contains(&"syntax"), "{open}");
    }
    let dotted = format!("{}x = 1\n{text}", "a.".repeat(100_000));
    assert!(!faults(&dotted).is_empty());
    let tables: String = (0..20_000).map(|_| "[[site]]\n").collect();
    assert!(faults(&format!("{text}{tables}")).contains(&"too-many"));
    let keys: String = (0..50_000).map(|n| format!("k{n}=1\n")).collect();
    let many = faults(&format!("{keys}{text}"));
    assert!(many.len() <= 201 && many.last() == Some(&"more-faults"), "{}", many.len());
    let garbage = faults_of_bytes(&b"]".repeat(1024 * 1024 - 1));
    assert!(garbage.len() <= 201, "{}", garbage.len());
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_line() {
    let mut bytes = good("note-read.toml").into_bytes();
    let at = bytes.windows(4).position(|w| w == b"milk").expect("there");
    bytes[at] = 0xff;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("c.toml");
    fs::write(&file, &bytes).expect("written");
    let report = load_pack(&file, &catalogue()).expect_err("bad");
    let place = |d: &Diagnostic| d.place.as_ref().map(|p| (p.line, p.text.clone()));
    assert_eq!(report.diagnostics.len(), 1);
    assert_eq!(report.diagnostics[0].code, "not-utf8");
    let (line, text) = place(&report.diagnostics[0]).expect("a place");
    assert!(line == 23 && text.contains("buy \u{fffd}"), "{line} {text}");
    assert!(faults_of_bytes(b"a = \"\0\"").contains(&"syntax"));
    assert!(!faults_of_bytes(b"").is_empty());
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("tiny");
    fs::create_dir(&pack).expect("made");
    fs::write(pack.join("pack.toml"), good("pack.toml")).expect("written");
    fs::write(pack.join("note-read.toml"), good("note-read.toml")).expect("written");
    std::os::unix::fs::symlink("/etc/passwd", pack.join("note-count.toml")).expect("linked");
    let report = load_pack(&pack, &catalogue()).expect_err("bad");
    assert_eq!(report.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["symlink"]);
    assert_eq!(report.diagnostics[0].level, Level::Error);
    let device = load_pack(Path::new("/dev/zero"), &catalogue()).expect_err("bad");
    assert_eq!(device.diagnostics[0].code, "not-a-file");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_the_loader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        faults_of_bytes(&bytes);
    }

    #[test]
    fn no_damage_to_a_good_challenge_makes_it_panic(
        damage in proptest::collection::vec((0usize..3000, 0usize..40, "[\\PC\\[\\]{}=\"'#\\n]{0,6}"), 1..6)
    ) {
        let mut text: Vec<char> = good("note-read.toml").chars().collect();
        for (at, length, new) in damage {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, new.chars());
        }
        faults(&text.into_iter().collect::<String>());
    }
}

#[test]
fn a_faulty_rule_is_shown_at_its_place() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges/platform/service-image.toml"),
    )
    .expect("a challenge");
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("challenge.toml");
        let text = text.replacen(from, to, 1);
        fs::write(&file, &text).expect("written");
        let report = load_pack(&file, &catalogue()).expect_err("the rule is bad");
        let line = text.lines().position(|l| l.contains(to)).expect("it is there") + 1;
        let column = text.lines().nth(line - 1).and_then(|l| l.find(to)).expect("it is there") + 1;
        check_printable(&report);
        (report.render(false), format!("challenge.toml:{line}:{column}: error: "))
    };
    for (from, to, what) in [
        ("kind: run_instruction", "kind: run_instructions", "has no kind `run_instructions`"),
        ("matches: in-final-stage", "matches: in-last-stage", "there is no rule `in-last-stage`"),
        ("regex: --from=", "regexp: --from=", "`regexp` is no key of a rule"),
    ] {
        let (shown, place) = broken(from, to);
        // The place is that of the value, or of the key where the key is at fault.
        let key_length = if to.starts_with("regexp") { 0 } else { to.find(' ').map_or(0, |at| at + 1) };
        let (head, column) = place.trim_end_matches(": error: ").rsplit_once(':').expect("a column");
        let column = column.parse::<usize>().expect("a number") + key_length;
        let place = format!("{head}:{column}: error: ");
        assert!(shown.contains(&place) && shown.contains(what), "{place}\n{shown}");
    }
    assert!(
        faults(&text.replace(
            "name = \"the build gets the token as a BuildKit secret\"",
            "name = \"the dependencies are installed from the lock file\""
        ))
        .contains(&"duplicate-name")
    );
    assert!(
        faults(&text.replacen("file = \"Dockerfile\"\nrule", "files = \"*.tf\"\nrule", 1))
            .contains(&"unknown-file")
    );
    assert!(
        faults(&text.replacen("kind: run_instruction\n", "kind: [run_instruction\n", 1))
            .contains(&"bad-rule")
    );
}
