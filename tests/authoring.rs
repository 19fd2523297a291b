//! The commands for those who write packs, from outside: arguments in; files, output and exit code out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// An author's folder, in which the program is called.
struct Desk {
    home: TempDir,
}

/// What came of a call.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(args).env_clear().env("RISKLINE_HOME", self.path("home")).env("HOME", self.path("home"));
        let output =
            command.current_dir(self.home.path()).stdin(Stdio::null()).output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let ran = Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:#?}");
        ran
    }

    #[track_caller]
    fn done(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{args:?}: {ran:#?}");
        ran.out
    }

    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {ran:#?}");
        ran.err
    }
}

fn shipped(pack: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges").join(pack)
}

fn no_wider_than_eighty(text: &str) {
    let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

/// The languages that `pack new` offers.
fn languages() -> Vec<String> {
    let err = Desk::new().refused(&["pack", "new", "a", "--language", "cobol"]);
    let list = err.split("There are: ").nth(1).unwrap_or_else(|| panic!("{err}"));
    list.trim().trim_end_matches('.').split(", ").map(str::to_owned).collect()
}

#[test]
fn a_new_pack_holds_in_every_language() {
    let languages = languages();
    assert!(languages.len() >= 3, "{languages:?}");
    for language in languages {
        let desk = Desk::new();
        let made = desk.run(&["pack", "new", "our-services", "--language", &language]);
        if made.err.contains("this build cannot judge") {
            continue;
        }
        assert_eq!(made.code, Some(0), "{made:#?}");
        let checked = desk.run(&["pack", "check", "our-services", "--deny-warnings"]);
        assert_eq!(checked.code, Some(0), "{language}: {checked:#?}");
        assert!(checked.out.ends_with("1 pack read, 2 challenges run: sound\n"), "{language}: {checked:#?}");
        assert_eq!(checked.err, "", "its author knows where it comes from");
        let help = desk.done(&["pack", "new", "--help"]);
        assert!(help.contains(&language), "the help does not name {language}");
    }
}

#[test]
fn a_new_pack_says_what_comes_next() {
    let desk = Desk::new();
    let out = desk.done(&["pack", "new", "our-services"]);
    insta::assert_snapshot!(out);
    no_wider_than_eighty(&out);
    let head = desk.text("our-services/pack.toml");
    assert!(head.contains("title   = \"Our services\""), "{head}");
    let out = desk.done(&["pack", "new", "more", "--title", "More \"of\" it", "--dir", "."]);
    assert!(out.contains("./more"), "{out}");
    assert!(desk.text("more/pack.toml").contains("title   = 'More \"of\" it'"));
}

#[test]
fn nothing_is_overwritten_and_a_bad_id_is_told_a_good_one() {
    let desk = Desk::new();
    desk.done(&["pack", "new", "mine"]);
    let before = desk.text("mine/pack.toml");
    let err = desk.refused(&["pack", "new", "mine"]);
    assert!(err.contains("the folder is not empty"), "{err}");
    assert_eq!(desk.text("mine/pack.toml"), before);
    let err = desk.refused(&["pack", "new", "Our Services!"]);
    assert!(err.contains("riskline pack new our-services"), "{err}");
    let err = desk.refused(&["pack", "new", "../away"]);
    assert!(err.contains("riskline pack new away") && !desk.path("../away").exists(), "{err}");
    let err = desk.refused(&["pack", "new", "a", "--language", "pyton"]);
    assert!(err.contains("Did you mean `python`?") && !desk.path("a").exists(), "{err}");
    let err = desk.refused(&["pack", "new", "a", "--dir", "no/such"]);
    assert!(err.contains("the folder could not be made"), "{err}");
}

#[test]
fn a_pack_is_bundled_mailed_and_unbundled() {
    let desk = Desk::new();
    let toolbox = shipped("toolbox");
    let toolbox = toolbox.to_string_lossy();
    let out = desk.done(&["pack", "bundle", &toolbox]);
    assert!(out.starts_with("toolbox.toml: 7 challenges, "), "{out}");
    let bundle = desk.text("toolbox.toml");
    desk.done(&["pack", "unbundle", "toolbox.toml"]);
    desk.done(&["pack", "bundle", "toolbox", "-o", "again.toml"]);
    assert_eq!(desk.text("again.toml"), bundle, "there and back is the same");
    assert_eq!(
        desk.done(&["pack", "stats", "toolbox.toml", "--json"]),
        desk.done(&["pack", "stats", &toolbox, "--json"])
    );

    for (args, said) in [
        (&["pack", "bundle", "toolbox"][..], "there is something of that name already"),
        (&["pack", "unbundle", "toolbox.toml"], "the folder is not empty"),
        (&["pack", "bundle", "toolbox.toml"], "this is a file, not a pack's folder"),
        (&["pack", "unbundle", "toolbox"], "this is a folder, not a bundled pack"),
        (&["pack", "unbundle", "toolbox/handles.toml", "-o", "x"], "this is no bundled pack"),
        (&["pack", "bundle", "nowhere"], "the pack does not load"),
        (&["pack", "unbundle", "nowhere.toml"], "the pack does not load"),
    ] {
        let err = desk.refused(args);
        assert!(err.contains(said), "{args:?}: {err}");
    }
    assert!(!desk.path("x").exists());
}

#[test]
fn a_hostile_bundle_writes_nothing_anywhere() {
    let desk = Desk::new();
    desk.done(&["pack", "bundle", &shipped("toolbox").to_string_lossy(), "-o", "good.toml"]);
    let good = desk.text("good.toml");
    assert!(good.contains("id         = \"handles\""));
    for id in ["../out", "/tmp/out", "a/b", "a\\\\b", "..", "", "pack", "con.x", "a\\u0000b", "\\u001b[2J"] {
        desk.file("bad.toml", &good.replacen("id         = \"handles\"", &format!("id = \"{id}\""), 1));
        desk.refused(&["pack", "unbundle", "bad.toml", "-o", "out"]);
        assert!(!desk.path("out").exists() && !desk.path("../out").exists(), "{id}");
    }
    desk.file("bad.toml", &good.replacen("id      = \"toolbox\"", "id = \"../toolbox\"", 1));
    desk.refused(&["pack", "unbundle", "bad.toml"]);
    assert!(!desk.path("../toolbox").exists());
}

#[test]
fn figures_fit_eighty_columns_and_warn_that_they_spoil() {
    let desk = Desk::new();
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
    let out = desk.done(&["pack", "stats", &tiny.to_string_lossy()]);
    no_wider_than_eighty(&out);
    insta::assert_snapshot!(out);
    no_wider_than_eighty(&desk.done(&["pack", "stats"]));
    assert!(desk.done(&["pack", "--help"]).contains("spoils the truth"));
    let json: serde_json::Value =
        serde_json::from_str(&desk.done(&["pack", "stats", "--json"])).expect("JSON");
    let sum = |what: &str| -> u64 {
        let rows = json[what].as_object().expect("a table").values();
        rows.map(|row| row["flawed"].as_u64().unwrap_or(0) + row["clean"].as_u64().unwrap_or(0)).sum()
    };
    let all = json["all"]["flawed"].as_u64().unwrap_or(0) + json["all"]["clean"].as_u64().unwrap_or(0);
    assert!(all >= 30);
    for what in ["packs", "languages", "families", "difficulty"] {
        assert_eq!(sum(what), all, "{what}");
    }
    let err = desk.refused(&["pack", "stats", "nowhere"]);
    assert!(err.contains("nowhere"), "{err}");
}

#[test]
fn a_challenge_is_added_with_the_code_that_is_given() {
    let desk = Desk::new();
    desk.done(&["pack", "new", "mine"]);
    let head = desk.text("mine/pack.toml");
    let code = "import os\r\n\r\n\r\ndef read(name):\r\n    path = os.path.join('/srv', name)\r\n    return open(path).read()\r\n";
    desk.file("files.py", code);
    desk.file("old.py", "import os\n");
    let added = [
        "pack",
        "add",
        "mine",
        "--id",
        "file-read",
        "--title",
        "File read",
        "--family",
        "path-containment",
        "--flawed",
        "--minutes",
        "3",
        "--file",
        "files.py=files.py",
        "--before",
        "files.py=old.py",
    ];
    let out = desk.done(&added);
    assert!(out.starts_with("mine/file-read.toml is written"), "{out}");
    no_wider_than_eighty(&out);
    assert_eq!(
        desk.text("mine/pack.toml"),
        head.replace("\"comment-removal\"]", "\"comment-removal\", \"file-read\"]")
    );
    let text = desk.text("mine/file-read.toml");
    assert!(text.starts_with("#:schema ") && text.contains("path = os.path.join('/srv', name)\n"), "{text}");
    assert!(text.contains("FILL IN:") && !text.contains('\r'), "{text}");
    let checked = desk.run(&["pack", "check", "mine"]);
    assert_eq!(checked.code, Some(1), "gaps are not sound: {checked:#?}");
    assert!(!checked.out.contains("address-change:") && checked.out.contains("file-read"), "{checked:#?}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&["pack", "check", "mine", "--json"]).out).expect("JSON");
    let codes: Vec<_> = json["findings"].as_array().expect("a list").iter().map(|f| &f["code"]).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == "gap"), "{codes:?}");
    let err = desk.refused(&added);
    assert!(err.contains("names `file-read` already"), "{err}");
}

#[test]
fn a_challenge_is_not_added_where_answers_are_missing_or_will_not_do() {
    let desk = Desk::new();
    desk.done(&["pack", "new", "mine"]);
    let before = desk.text("mine/pack.toml");
    desk.file("evil.py", "print('\u{1b}[2J')\n");
    desk.file("empty.py", "\n");
    for (flags, said) in [
        (&[][..], "missing: --id, --family, --flawed or --clean"),
        (&["--id", "Bad Id", "--family", "ssrf", "--clean"], "such as `bad-id`"),
        (&["--id", "pack", "--family", "ssrf", "--clean"], "such as `order-lookup`"),
        (&["--id", "a", "--family", "idor", "--clean"], "did you mean one of object-ownership"),
        (&["--id", "a", "--family", "qqqqxz", "--clean"], "no words for one"),
        (&["--id", "a", "--family", "ssrf", "--clean", "--language", "pyton"], "did you mean `python`?"),
        (&["--id", "a", "--family", "ssrf", "--clean", "--flawed"], "cannot be used with"),
        (&["--id", "a", "--family", "ssrf", "--clean", "--minutes", "0"], "1..=60"),
        (
            &["--id", "a", "--family", "ssrf", "--clean", "--file", "a.py=nowhere.py"],
            "the file cannot be read",
        ),
        (&["--id", "a", "--family", "ssrf", "--clean", "--file", "a.py=empty.py"], "the file is empty"),
        (&["--id", "a", "--family", "ssrf", "--clean", "--file", "a.py=evil.py"], "U+001B ESCAPE"),
        (
            &["--id", "a", "--family", "ssrf", "--clean", "--file", "../a.py=mine/pack.toml"],
            "no path inside a challenge",
        ),
        (
            &["--id", "a", "--family", "ssrf", "--clean", "--before", "a.py=mine/pack.toml"],
            "`--file` does not",
        ),
        (&["--id", "address-change", "--family", "ssrf", "--clean"], "already"),
    ] {
        let err = desk.refused(&[&["pack", "add", "mine"], flags].concat());
        assert!(err.contains(said), "{flags:?}: {err}");
    }
    let err = desk.refused(&["pack", "add", "nowhere", "--id", "a", "--family", "ssrf", "--clean"]);
    assert!(err.contains("riskline pack new NAME"), "{err}");
    assert_eq!(desk.text("mine/pack.toml"), before);
    assert_eq!(fs::read_dir(desk.path("mine")).expect("a folder").count(), 4);
}
