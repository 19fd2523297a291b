//! The author's guide holds what it says: its worked examples are sound, and the commands that it names exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The guide's text.
fn guide() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges/README.md");
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What the program says and with which code it ends, in a home of its own.
fn riskline(home: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
    command.args(args).env_clear().env("RISKLINE_HOME", home).env("HOME", home).current_dir(home);
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

/// Every block of TOML that is a whole file: the line before it names the file, as "`pack/challenge.toml`:".
fn whole_files(guide: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut named = None;
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        if line == "```toml" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if let Some(path) = named.take() {
                let twice = files.insert(path, block.join("\n") + "\n");
                assert!(twice.is_none(), "two blocks are the same file:\n{}", block.join("\n"));
            }
        } else if !line.is_empty() {
            let name = line.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:"));
            named = name.filter(|name| name.ends_with(".toml")).map(str::to_owned);
        }
    }
    files
}

#[test]
fn the_worked_examples_are_sound() {
    let files = whole_files(&guide());
    let home = tempfile::tempdir().expect("a folder");
    for (path, text) in &files {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    assert_eq!(files.len(), 7, "a pack's head and six challenges: {:?}", files.keys());
    let (code, said) = riskline(home.path(), &["pack", "check", "workbench"]);
    assert!(code == Some(0) && !said.contains("warning") && said.contains("6 challenges"), "{said}");
}

#[test]
fn the_program_brings_the_guide_along() {
    let home = tempfile::tempdir().expect("a folder");
    let (code, said) = riskline(home.path(), &["pack", "guide"]);
    assert!(code == Some(0) && said == guide(), "{said:.200}");
    let (code, said) = riskline(home.path(), &["pack", "guide", "--reference"]);
    assert!(code == Some(0) && said.contains("## The lab for Python"), "{said:.200}");
}

#[test]
fn the_findings_that_are_named_exist() {
    let guide = guide();
    let home = tempfile::tempdir().expect("a folder");
    let table = guide.lines().skip_while(|line| !line.starts_with("| name | what it mostly means"));
    let cells =
        table.skip(2).map_while(|line| line.strip_prefix("| ")).filter_map(|row| row.split(" |").next());
    let names: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 8, "names are found: {names:?}");
    for name in names {
        let (code, said) = riskline(home.path(), &["explain", name]);
        assert_eq!(code, Some(0), "`riskline explain {name}`:\n{said}");
    }
}

/// Every piece of code in the text that calls the program, as its words.
fn calls(guide: &str) -> Vec<Vec<&str>> {
    let mut fenced = false;
    let mut pieces: Vec<&str> = Vec::new();
    for line in guide.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            pieces.push(line);
        } else {
            pieces.extend(line.split('`').skip(1).step_by(2));
        }
    }
    let words =
        pieces.into_iter().map(|piece| piece.trim_start_matches("$ ").split_whitespace().collect::<Vec<_>>());
    words.filter(|words| words.first() == Some(&"riskline")).collect()
}

#[test]
fn the_commands_that_are_named_exist() {
    let guide = guide();
    let home = tempfile::tempdir().expect("a folder");
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut help_of = |command: &[&str]| {
        let help = helps.entry(command.join(" ")).or_insert_with(|| {
            let args: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
            let (code, said) = riskline(home.path(), &args);
            assert_eq!(code, Some(0), "`riskline {}` is no command:\n{said}", command.join(" "));
            said
        });
        help.clone()
    };
    let calls = calls(&guide);
    assert!(calls.len() > 5, "calls are found: {calls:?}");
    for call in calls {
        let has_commands = |help: &str| help.contains("\nCommands:\n");
        let mut command: Vec<&str> = Vec::new();
        let mut help = help_of(&command);
        for word in call.iter().skip(1).take_while(|word| !word.starts_with('-')) {
            if !has_commands(&help) {
                break;
            }
            command.push(word);
            help = help_of(&command);
        }
        for flag in call.iter().filter(|word| word.starts_with("--")) {
            let flag = flag.split('=').next().unwrap_or_default();
            assert!(help.contains(flag), "`{}` has no {flag}:\n{help}", command.join(" "));
        }
    }
}
