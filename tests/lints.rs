//! Lints from outside: what running shows, what `explain` prints, what `pack check` writes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn riskline(args: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
    command.args(args).env_clear().env("RISKLINE_HOME", home.path()).env("HOME", home.path());
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn base(name: &str) -> String {
    fs::read_to_string(root().join(format!("tests/fixtures/lints/base/{name}.toml"))).expect("a fixture")
}

fn table() -> Vec<toml::Table> {
    let text = fs::read_to_string(root().join("assets/lints.toml")).expect("the table");
    let table: toml::Table = toml::from_str(&text).expect("TOML");
    let lints = table["lint"].as_array().expect("a list").iter();
    lints.map(|lint| lint.as_table().expect("a table").clone()).collect()
}

fn value<'t>(lint: &'t toml::Table, key: &str) -> Option<&'t str> {
    lint.get(key).and_then(toml::Value::as_str)
}

#[test]
fn every_example_of_a_lint_that_runs_code_is_met() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut names = Vec::new();
    for lint in table().iter().filter(|lint| lint.get("runs").is_some()) {
        let (name, good) = (value(lint, "name").expect("a name"), value(lint, "good").expect("good"));
        let text = base(value(lint, "base").unwrap_or("note-read"));
        assert_eq!(text.matches(good).count(), 1, "the good example of {name} stands once in its base");
        let text = text.replacen(good, value(lint, "bad").expect("bad"), 1);
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("written");
        names.push(name.to_owned());
    }
    assert!(names.len() >= 10);
    let path = folder.path().to_string_lossy().into_owned();
    let ran = riskline(&["pack", "check", "--json", &path]);
    assert_eq!(ran.status.code(), Some(1), "{}", text(&ran.stderr));
    let json: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("a list");
    for name in names {
        let of_file = || {
            findings
                .iter()
                .filter(|f| f["file"].as_str().is_some_and(|f| f.ends_with(&format!("/{name}.toml"))))
        };
        let codes: Vec<_> = of_file().filter_map(|f| f["code"].as_str()).collect();
        assert!(codes.contains(&name.as_str()), "{name}: {codes:?}");
        let met = of_file().find(|f| f["code"] == name.as_str()).expect("met");
        assert!(met["line"].as_u64().is_some(), "{name} has no place: {met}");
    }
}

#[test]
fn the_base_of_the_examples_is_sound() {
    let path = root().join("tests/fixtures/lints/base").to_string_lossy().into_owned();
    let ran = riskline(&["pack", "check", &path]);
    assert_eq!(text(&ran.stdout), "1 pack read, 3 challenges run: sound\n");
}

#[test]
fn a_lint_is_explained_on_a_plain_terminal() {
    let ran = riskline(&["explain", "few-decoys"]);
    let out = text(&ran.stdout);
    assert_eq!((ran.status.code(), text(&ran.stderr)), (Some(0), String::new()));
    assert!(
        out.starts_with("few-decoys  warning, about truth\n\nThere are fewer than two decoys.\n\n"),
        "{out}"
    );
    assert!(
        out.contains("\nBad\n\n") && out.contains("\nGood\n\n    [[site]]\n") && out.contains("`[[allow]]`")
    );
    let slip = riskline(&["explain", "few-decoy"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(text(&slip.stderr).contains("Did you mean `few-decoys`?"));
    let family = text(&riskline(&["explain", "object-ownership"]).stdout);
    assert!(family.starts_with("object-ownership  Object ownership, a family of weakness"), "{family}");
    assert!(family.contains("\n  CWE-639 "), "{family}");
    for lint in table() {
        let ran = riskline(&["explain", value(&lint, "name").expect("a name")]);
        let out = text(&ran.stdout);
        assert!(out.lines().all(|line| line.chars().count() <= 80) && !out.contains('\u{1b}'), "{out}");
    }
}

#[test]
fn all_lints_are_listed_by_group() {
    let out = text(&riskline(&["explain"]).stdout);
    for lint in table() {
        assert!(out.contains(&format!(" {} ", value(&lint, "name").expect("a name"))));
    }
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let json: serde_json::Value =
        serde_json::from_slice(&riskline(&["explain", "--json"]).stdout).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(table().len()));
    assert_eq!(json[0]["name"], "syntax");
}

#[test]
fn sarif_names_rules_files_and_lines() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(
        home.path().join("my note.toml"),
        base("note-read").replacen("minutes    = 2", "minutes    = 99", 1),
    )
    .expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
    command.args(["pack", "check", "--format", "sarif", "my note.toml"]).current_dir(home.path()).env_clear();
    let ran = command.env("RISKLINE_HOME", home.path()).output().expect("the program starts");
    assert_eq!(ran.status.code(), Some(1));
    let sarif: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    assert_eq!((sarif["version"].as_str(), sarif["runs"].as_array().map(Vec::len)), (Some("2.1.0"), Some(1)));
    let run = &sarif["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(
        (rule["id"].as_str(), rule["defaultConfiguration"]["level"].as_str()),
        (Some("out-of-range"), Some("error"))
    );
    assert!(
        rule["help"]["markdown"].as_str().is_some_and(|text| text.contains("```toml\nminutes    = 90\n```"))
    );
    let result = &run["results"][0];
    assert_eq!((result["ruleId"].as_str(), result["ruleIndex"].as_u64()), (Some("out-of-range"), Some(0)));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20note.toml");
    let region = &place["region"];
    assert_eq!(
        (region["startLine"].as_u64(), region["startColumn"].as_u64(), region["endColumn"].as_u64()),
        (Some(6), Some(14), Some(16))
    );
}

#[test]
fn what_can_be_mended_is_mended_where_asked() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("note-read.toml");
    let slip = base("note-read").replacen("cwe      = [639, 862]", "cwe      = [639, 862, 862]", 1);
    fs::write(&path, &slip).expect("written");
    let name = path.to_string_lossy().into_owned();
    let ran = riskline(&["pack", "check", &name]);
    assert!(text(&ran.stdout).contains("[duplicate-cwe]"), "{}", text(&ran.stdout));
    assert_eq!(fs::read_to_string(&path).expect("text"), slip, "nothing is changed unasked");
    let ran = riskline(&["pack", "check", "--fix", &name]);
    let told = format!("mended: {name}: removed the second CWE-862\n1 pack read, 1 challenge run: sound\n");
    assert_eq!(text(&ran.stdout), told);
    assert_eq!(fs::read_to_string(&path).expect("text"), base("note-read"));
    let left = fs::read_dir(home.path()).expect("a folder").count();
    assert_eq!(left, 1, "no other file is left behind");
}
