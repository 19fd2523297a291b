//! The command line from outside: arguments in; output, errors and exit code out.

use riskline::core::attempt::{ChallengeKey, Draft};
use riskline::store::Store;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// One call of the program, in an empty home of its own and with an environment of its own.
struct Run {
    home: TempDir,
    command: Command,
}

/// What came of it.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
    home: TempDir,
}

impl Run {
    fn new(args: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(args).env_clear().env("RISKLINE_HOME", home.path()).env("HOME", home.path());
        command.current_dir(home.path());
        Self { home, command }
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.home.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    fn run(mut self) -> Ran {
        let output = self.command.stdin(Stdio::null()).output().expect("the program starts");
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).expect("UTF-8").replace(&*self.home.path().to_string_lossy(), "HOME")
        };
        Ran {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
            home: self.home,
        }
    }
}

impl Ran {
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    fn silent(self) -> Self {
        assert_eq!(self.err, "", "{self:#?}");
        self
    }

    #[track_caller]
    fn plain(self) -> Self {
        assert!(!self.out.contains('\u{1b}') && !self.err.contains('\u{1b}'), "{self:#?}");
        self
    }
}

fn riskline(args: &[&str]) -> Ran {
    Run::new(args).run().plain()
}

#[test]
fn help_says_everything() {
    insta::assert_snapshot!("help", riskline(&["--help"]).ends(0).silent().out);
    let version = riskline(&["--version"]).ends(0).silent().out;
    assert_eq!(version, concat!("riskline ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_word_that_is_no_command_is_refused_with_the_nearest() {
    let ran = riskline(&["confog"]).ends(2);
    assert!(ran.out.is_empty() && ran.err.contains("'config'"), "{ran:#?}");
}

#[test]
fn settings_are_shown_with_their_place() {
    insta::assert_snapshot!(riskline(&["config"]).ends(0).silent().out, @r#"
    # settings: HOME/config.toml (not there, so the defaults hold; `riskline config --init` writes it)
    # attempts: HOME/riskline.db
    # packs in: HOME/packs

    mouse = true
    packs = []
    theme = "auto"
    "#);
}

#[test]
fn settings_that_are_set_are_shown_as_they_hold() {
    let text =
        "theme = \"light\"\nmouse = false\neditor = \"nano\"\npacks = [\"mine\"]\n[keys]\nundo = \"f20\"\n";
    let ran = Run::new(&["--no-color", "--packs", "more", "config"]).file("config.toml", text).run().plain();
    insta::assert_snapshot!(ran.ends(0).silent().out, @r#"
    # settings: HOME/config.toml (read)
    # attempts: HOME/riskline.db
    # packs in: HOME/packs
    # packs in: HOME/mine
    # packs in: more
    # colours are off: NO_COLOR is set, or --no-color was given

    editor = "nano"
    mouse = false
    packs = ["HOME/mine"]
    theme = "light"

    [keys]
    undo = ["f20"]
    "#);
}

#[test]
fn unsound_settings_are_reported_and_the_defaults_hold() {
    let ran =
        Run::new(&["config"]).file("config.toml", "theem = 1\ntheme = \"lihgt\"\n").run().plain().ends(2);
    insta::assert_snapshot!(ran.err, @r#"
    HOME/config.toml:1:1: error: `theem` is not a key of the settings [unknown-key]
     1 | theem = 1
       | ^^^^^
       = did you mean `theme`?
    HOME/config.toml:2:9: error: `lihgt` is no theme of the settings [unknown-value]
     2 | theme = "lihgt"
       |         ^^^^^^^
       = did you mean `light`? Possible are: auto, dark, light, 16, none
    The settings are unsound, so the defaults hold.
    "#);
    assert!(ran.out.contains("theme = \"auto\""), "{ran:#?}");
    let clash = "[keys]\nundo = \"ctrl-q\"\nmark-lime = \"x\"\nquit = \"hyper-q\"\n";
    let ran = Run::new(&["config"]).file("config.toml", clash).run().plain().ends(2);
    insta::assert_snapshot!(ran.err, @r#"
    HOME/config.toml:3:1: error: [keys]: there is no action `mark-lime`; did you mean `mark-line`? [keys]
     3 | mark-lime = "x"
       | ^^^^^^^^^
    HOME/config.toml:4:1: error: [keys] quit: `hyper-q` is not a key; write for example `x`, `G`, `space`, `ctrl-s`, `alt-up`, `shift-tab`, `f5` [keys]
     4 | quit = "hyper-q"
       | ^^^^
    The settings are unsound, so the defaults hold.
    "#);
}

#[test]
fn a_settings_file_is_written_once_and_is_sound() {
    let ran = riskline(&["config", "--init"]).ends(0).silent();
    assert_eq!(ran.out.trim_end(), Path::new("HOME").join("config.toml").to_string_lossy());
    let text = fs::read_to_string(ran.home.path().join("config.toml")).expect("the file is there");
    let ran = Run::new(&["config"]).file("config.toml", &text).run().ends(0).silent();
    assert!(ran.out.contains("(read)"), "{ran:#?}");

    let ran = Run::new(&["config", "--init"]).file("config.toml", "theme = \"dark\"\n").run().ends(2);
    insta::assert_snapshot!(ran.err, @r#"
    error: there is a settings file already; it stays as it is
      in HOME/config.toml
      Change it in your editor, or move it away first.
    "#);
    assert_eq!(
        fs::read_to_string(ran.home.path().join("config.toml")).expect("it is there"),
        "theme = \"dark\"\n"
    );
}

#[test]
fn every_action_is_listed_with_its_keys() {
    let out = riskline(&["config", "--keys"]).ends(0).silent().out;
    for row in riskline::app::action::Action::TABLE {
        let line = out.lines().find(|line| line.trim_start().split(' ').next() == Some(row.id));
        let line = line.unwrap_or_else(|| panic!("{} is missing", row.id));
        assert!(row.keys.iter().all(|key| line.contains(key)) && line.ends_with(row.help), "{line}");
    }
    let own =
        Run::new(&["config", "--keys"]).file("config.toml", "[keys]\nquit = \"f20\"\n").run().ends(0).out;
    assert!(own.lines().any(|line| line.contains(" quit ") && line.contains("f20")), "{own}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let forced = |run: Run| run.env("CLICOLOR_FORCE", "1").run();
    assert!(forced(Run::new(&["config"])).out.contains('\u{1b}'));
    forced(Run::new(&["config", "--no-color"])).plain();
    forced(Run::new(&["config"]).env("NO_COLOR", "1")).plain();
    forced(Run::new(&["--no-color", "confog"])).plain();
}

#[test]
fn the_game_needs_a_terminal() {
    for args in [&[][..], &["play"], &["play", "orders-api/order-lookup"], &["play", "nothing-there"]] {
        let ran = riskline(args).ends(2);
        assert!(ran.out.is_empty() && ran.err.starts_with("error: the game needs a terminal"), "{ran:#?}");
        assert!(!ran.home.path().join("riskline.db").exists(), "nothing is made where nothing can be played");
    }
}

#[test]
fn challenges_are_listed_with_how_far_one_has_come() {
    let run = Run::new(&["list", "--json"]);
    let store = Store::open(&run.home.path().join("riskline.db")).expect("a store");
    let draft = Draft::new(ChallengeKey::new("orders-api", "order-list"), "an edition", 1);
    store.save_draft(&draft, 2).expect("a draft");
    let rows: serde_json::Value = serde_json::from_str(&run.run().ends(0).plain().out).expect("JSON");
    let state = |id: &str| {
        let row = rows.as_array().expect("a list").iter().find(|row| row["id"] == id);
        row.unwrap_or_else(|| panic!("{id} is missing"))["state"].clone()
    };
    assert_eq!(
        (state("orders-api/order-list"), state("orders-api/order-lookup")),
        ("begun".into(), "new".into())
    );
    let all = rows.to_string();
    assert!(!all.contains("family") && !all.contains("clean"), "no truth without --truth");
    let ran = riskline(&["list", "--json", "--truth"]).ends(0);
    assert!(ran.out.contains("\"family\"") && ran.out.contains("\"clean\""), "{ran:#?}");
    assert!(!ran.home.path().join("riskline.db").exists(), "listing makes no database");
}

#[test]
fn a_damaged_database_is_said_and_challenges_are_listed() {
    let ran = Run::new(&["list"]).file("riskline.db", &"no database ".repeat(400)).run().plain().ends(0);
    assert!(ran.err.contains("is damaged") && ran.err.contains("HOME/riskline.db"), "{ran:#?}");
    assert!(ran.out.contains("order-lookup"), "{ran:#?}");
}

#[test]
fn a_broken_pack_is_said_and_the_others_are_listed() {
    let ran =
        Run::new(&["list", "--packs", "mine"]).file("mine/pack.toml", "format = 99\n").run().plain().ends(0);
    assert!(ran.err.contains("left out: the pack mine"), "{ran:#?}");
    assert!(ran.out.contains("order-lookup"), "{ran:#?}");
}

#[test]
fn names_that_mean_nothing_are_refused_with_the_nearest() {
    let answer = "challenge = \"orders-api/order-lookup\"\n";
    let ran =
        Run::new(&["grade", "orders-api/order-lokup", "--answer", "a.toml"]).file("a.toml", answer).run();
    let ran = ran.plain().ends(2);
    assert!(ran.err.contains("orders-api/order-lookup"), "{ran:#?}");
    let ran = riskline(&["grade", "orders-api/order-lookup", "--answer", "nowhere.toml"]).ends(2);
    assert!(ran.err.contains("nowhere.toml"), "{ran:#?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut run = Run::new(&["licenses"]);
    let mut child =
        run.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut start = [0; 16];
    child.stdout.take().expect("its output").read_exact(&mut start).expect("it prints");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn the_doctor_finds_everything_in_order() {
    let ran = riskline(&["doctor"]).ends(0).silent();
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80 || line.contains("HOME")), "{ran:#?}");
    assert!(ran.out.ends_with("Everything is as it should be.\n"), "{ran:#?}");
    for said in ["5 s of processor time a check, 30 s", "256 MiB", "256 KiB", "HOME/riskline.db", "UTC"] {
        let flowed = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowed.contains(said), "{said}: {ran:#?}");
    }
    let left = fs::read_dir(ran.home.path()).expect("a folder").count();
    assert_eq!(left, 0, "nothing is made by looking");

    let json: serde_json::Value =
        serde_json::from_str(&riskline(&["doctor", "--json"]).ends(0).out).expect("JSON");
    assert_eq!(json["sound"], true);
    let found = |area: &str| {
        let findings = json["findings"].as_array().expect("a list");
        findings.iter().filter(|finding| finding["area"] == area).count()
    };
    assert!(found("judge") > 9 && found("engines") > 1 && found("packs") > 1, "{json:#}");
}

#[test]
fn the_doctor_says_what_to_do() {
    let broken = |args: &[&str]| {
        Run::new(args)
            .file("config.toml", "theem = 1\n")
            .file("riskline.db", &"no database ".repeat(400))
            .file("packs/mine/pack.toml", "format = 99\n")
            .run()
            .plain()
            .ends(1)
    };
    assert!(broken(&["doctor"]).silent().out.contains("\n3 faults;"));
    let json: serde_json::Value = serde_json::from_str(&broken(&["doctor", "--json"]).out).expect("JSON");
    let faults: Vec<String> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["state"] == "fault")
        .map(|finding| {
            format!("{}: {}\n-> {}", finding["what"], finding["found"], finding["todo"]).replace('"', "")
        })
        .collect();
    insta::assert_snapshot!(faults.join("\n"), @"
    attempts: the database with your attempts is damaged: file is not a database (HOME/riskline.db)
    -> The file stays as it is. Put back a copy, or move it away to begin with an empty one.
    settings: unsound, so the defaults hold (HOME/config.toml)
    -> `riskline config` says what is wrong, line by line.
    left out: HOME/packs/mine is unsound
    -> `riskline pack check HOME/packs/mine` says what is wrong with it.
    ");
}

#[test]
fn the_doctor_reads_the_attempts_and_leaves_them_as_they_are() {
    let run = Run::new(&["doctor"]);
    let path = run.home.path().join("riskline.db");
    drop(Store::open(&path).expect("a store"));
    let before = fs::read(&path).expect("a file");
    let ran = run.run().plain().ends(0);
    assert!(ran.out.contains("0 finished, format 3, in"), "{ran:#?}");
    assert_eq!(fs::read(ran.home.path().join("riskline.db")).expect("it is there"), before);
}

#[test]
fn a_pack_from_elsewhere_is_said_before_its_code_first_runs() {
    let pack = "tests/fixtures/packs/good/tiny";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(pack);
    let mut run = Run::new(&["judge", "--packs", "mine", "tiny/note-read"]);
    for entry in fs::read_dir(&folder).expect("the fixture") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        run = run.file(&format!("mine/{name}"), &fs::read_to_string(&path).expect("text"));
    }
    let (home, mut command) = (run.home, run.command);
    let mut again = |args: Option<&[&str]>| {
        if let Some(args) = args {
            let mut other = Command::new(env!("CARGO_BIN_EXE_riskline"));
            other.args(args).env_clear().env("RISKLINE_HOME", home.path()).current_dir(home.path());
            command = other;
        }
        let output = command.stdin(Stdio::null()).output().expect("the program starts");
        String::from_utf8(output.stderr).expect("UTF-8").replace(&*home.path().to_string_lossy(), "HOME")
    };
    let first = again(None);
    assert!(first.starts_with("not built in: ") && first.contains("/mine\n  sha256 "), "{first}");
    assert!(first.contains("its code runs for the first time on this machine"), "{first}");
    assert_eq!(again(None), "", "it is known now");

    let file = home.path().join("mine/pack.toml");
    let text = fs::read_to_string(&file).expect("text");
    fs::write(&file, format!("{text}# changed\n")).expect("written");
    let changed = again(None);
    assert!(changed.contains("it has changed since it ran last, when it was "), "{changed}");

    // Whoever checks a pack while writing it is told once, not at every edit.
    fs::write(&file, format!("{text}# changed again\n")).expect("written");
    assert_eq!(again(Some(&["pack", "check", "mine"])), "");
    assert_eq!(again(Some(&["judge", "--packs", "mine", "tiny/note-read"])), "");
    assert_eq!(again(Some(&["judge", "order-lookup"])), "", "built in");

    // Where nothing can be kept, it is said each time.
    let blocked =
        Run::new(&["pack", "check", &folder.to_string_lossy()]).env("RISKLINE_HOME", "/dev/null/no").run();
    assert!(blocked.err.contains("not built in: "), "{blocked:#?}");
}
