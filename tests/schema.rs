//! The schemas that editors check files by say what the loader says, are current, and are found by every shipped file.
//!
//! `RISKLINE_WRITE_SCHEMA=1 cargo test --release --locked --test schema` writes `assets/schema` and the list of keys in
//! `challenges/REFERENCE.md` anew.

use regex::Regex;
use riskline::commands::pack::schema::{KINDS, file_name};
use riskline::config::{COMMENTED, LoadedConfig};
use riskline::content::keys::challenge::CHALLENGE_FILE;
use riskline::content::keys::pack::PACK_FILE;
use riskline::content::keys::{FileKind, markdown};
use riskline::content::schema::schema;
use riskline::content::{Level, catalogue, load_pack, packs_at};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// The faults that a schema can see. The others need to know the code, another table or another file.
const SEEN: &[&str] = &[
    "bad-id",
    "bad-path",
    "empty-text",
    "file-and-files",
    "function-with-site",
    "missing-key",
    "only-for-partial",
    "only-for-weaknesses",
    "out-of-range",
    "too-many",
    "unknown-cwe",
    "unknown-family",
    "unknown-format",
    "unknown-key",
    "unknown-value",
    "wrong-type",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every file that comes with the program, and the good packs of the tests.
fn good_files() -> Vec<PathBuf> {
    let mut files = toml_files(&root().join("challenges"));
    files.extend(toml_files(&root().join("tests/fixtures/packs/good")));
    assert!(files.len() > 30);
    files
}

fn kind_of(path: &Path) -> &'static FileKind {
    if path.ends_with("pack.toml") { &PACK_FILE } else { &CHALLENGE_FILE }
}

fn schema_of(kind: &FileKind) -> Value {
    serde_json::from_str(&schema(kind, &catalogue())).expect("a schema is JSON")
}

fn as_json(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    serde_json::to_value(table).expect("TOML without dates is JSON")
}

/// Holds a value against a schema. A keyword that is not known here is a failure, so none is passed over.
fn validate(schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        if schema == &json!(false) {
            faults.push(format!("{at}: nothing may stand here"));
        }
        return;
    };
    let holds = |schema: &Value| {
        let mut faults = Vec::new();
        validate(schema, value, at, &mut faults);
        faults.is_empty()
    };
    let number = |value: &Value| value.as_f64().expect("a number");
    let size = |value: &Value| usize::try_from(value.as_u64().expect("a size")).expect("small");
    let named = |value: &Value| value.as_str().expect("a name").to_owned();
    for (keyword, rule) in keywords {
        let good = match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "default" | "x-taplo" => true,
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                types.iter().any(|t| match named(t).as_str() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    other => panic!("the type `{other}` is not known here"),
                })
            }
            "enum" => rule.as_array().expect("a list").contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= number(rule)),
            "maximum" => value.as_f64().is_none_or(|n| n <= number(rule)),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() <= size(rule)),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().expect("a pattern"), text)),
            "minItems" => value.as_array().is_none_or(|list| list.len() >= size(rule)),
            "maxItems" => value.as_array().is_none_or(|list| list.len() <= size(rule)),
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    validate(rule, item, &format!("{at}/{n}"), faults);
                }
                true
            }
            "properties" => {
                for (key, rule) in rule.as_object().expect("a table") {
                    if let Some(value) = value.get(key) {
                        validate(rule, value, &format!("{at}/{key}"), faults);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (key, value) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(key)) {
                        validate(rule, value, &format!("{at}/{key}"), faults);
                    }
                }
                true
            }
            "required" => rule
                .as_array()
                .expect("a list")
                .iter()
                .all(|key| value.as_object().is_none_or(|table| table.contains_key(&named(key)))),
            "not" => !holds(rule),
            "if" => {
                let branch = if holds(rule) { "then" } else { "else" };
                if let Some(rule) = keywords.get(branch) {
                    validate(rule, value, at, faults);
                }
                true
            }
            "then" | "else" => true,
            other => panic!("the keyword `{other}` is not known here"),
        };
        if !good {
            faults.push(format!("{at}: {keyword} {rule}"));
        }
    }
}

/// Whether a text fits a pattern. Making one of it takes longer than using it, and there are few.
fn matches(pattern: &str, text: &str) -> bool {
    thread_local! {
        static MADE: RefCell<HashMap<String, Regex>> = RefCell::default();
    }
    MADE.with_borrow_mut(|made| {
        let new = || Regex::new(pattern).expect("a regular expression");
        made.entry(pattern.to_owned()).or_insert_with(new).is_match(text)
    })
}

fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    validate(schema, value, "", &mut faults);
    faults
}

#[test]
fn the_shipped_schemas_are_current() {
    let folder = root().join("assets/schema");
    for kind in KINDS {
        let path = folder.join(file_name(kind));
        let text = schema(kind, &catalogue());
        if std::env::var_os("RISKLINE_WRITE_SCHEMA").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &text).expect("written");
        }
        assert!(
            read(&path).replace("\r\n", "\n") == text,
            "{} is not current; run `RISKLINE_WRITE_SCHEMA=1 cargo test --release --locked --test schema`",
            path.display()
        );
    }
    let kept = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(kept, KINDS.len(), "assets/schema holds what no kind of file has");
}

#[test]
fn the_reference_lists_every_key() {
    const BEGIN: &str = "<!-- keys: begin -->\n";
    const END: &str = "<!-- keys: end -->";
    let path = root().join("challenges/REFERENCE.md");
    let page = read(&path);
    let (head, rest) = page.split_once(BEGIN).expect("the reference has a place for the keys");
    let (kept, tail) = rest.split_once(END).expect("the place for the keys ends");
    let list = markdown(KINDS);
    assert!(list.contains("| `severity` | if `kind` is `weakness` |"), "{list}");
    if std::env::var_os("RISKLINE_WRITE_SCHEMA").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{list}{END}{tail}")).expect("written");
        return;
    }
    assert!(
        kept == list,
        "the list of keys is not current; run `RISKLINE_WRITE_SCHEMA=1 cargo test --release --locked --test schema`"
    );
}

#[test]
fn every_shipped_file_names_its_schema_and_holds_by_it() {
    let schemas = root().join("assets/schema").canonicalize().expect("it is there");
    for path in good_files() {
        let (text, kind) = (read(&path), kind_of(&path));
        let mut lines = text.lines();
        let named = lines.next().and_then(|line| line.strip_prefix("#:schema "));
        let named = named.unwrap_or_else(|| {
            panic!(
                "{} names no schema, such as `#:schema ../../assets/schema/challenge.schema.json`",
                path.display()
            )
        });
        let found = path.parent().expect("a folder").join(named).canonicalize();
        assert_eq!(found.ok(), Some(schemas.join(file_name(kind))), "{}", path.display());
        assert_eq!(lines.next(), Some(""), "{}: Tombi wants an empty line after it", path.display());
        assert_eq!(faults(&schema_of(kind), &as_json(&text)), [""; 0], "{}", path.display());
    }
}

#[test]
fn answers_bundles_and_settings_hold_by_their_schemas() {
    let schema_named =
        |name: &str| schema_of(KINDS.iter().find(|kind| kind.name == name).expect("there is such a kind"));
    let answer = "challenge = \"tiny/note-read\"\ndecision = \"modify\"\nsure = 80\nhint = \"strategy\"\n\
        [[finding]]\nfile = \"notes.py\"\nlines = \"4-8\"\ncwe = 639\nreason = \"r\"\nboundary = { lines = \"4\" }\n\
        [patch]\n\"notes.py\" = \"x = 1\"\n";
    let schema = schema_named("answer");
    assert_eq!(faults(&schema, &as_json(answer)), [""; 0]);
    for (good, bad) in [
        ("sure = 80", "sure = 70"),
        ("[[finding]]", "[[found]]"),
        ("\"4-8\"", "\"four\""),
        ("cwe = 639", "cwe = 7"),
        ("\"modify\"", "\"modfy\""),
    ] {
        assert_ne!(faults(&schema, &as_json(&answer.replacen(good, bad, 1))), [""; 0], "{bad}");
    }

    let mut head = as_json(&read(&root().join("tests/fixtures/packs/good/tiny/pack.toml")));
    head.as_object_mut().expect("a table").remove("order");
    let challenges = ["note-read", "note-count"]
        .map(|id| as_json(&read(&root().join(format!("tests/fixtures/packs/good/tiny/{id}.toml")))));
    let bundle = json!({ "pack": head, "challenge": challenges });
    assert_eq!(faults(&schema_named("bundle"), &bundle), [""; 0]);
    assert_ne!(faults(&schema_named("bundle"), &json!({ "pack": head, "challenge": [] })), [""; 0]);
    assert_eq!(faults(&schema_named("config"), &as_json(COMMENTED)), [""; 0]);
}

#[test]
fn what_the_loader_refuses_and_a_schema_can_see_is_seen() {
    let folder = root().join("tests/fixtures/packs/bad");
    let mut seen = BTreeSet::new();
    let mut packs = packs_at(&folder).expect("bad packs");
    packs.push(folder.join("incomplete.toml"));
    for pack in packs {
        let report = load_pack(&pack, &catalogue()).expect_err("it is bad");
        for fault in report.diagnostics.iter().filter(|d| d.level == Level::Error && SEEN.contains(&d.code)) {
            let path = PathBuf::from(&fault.file);
            if !path.is_file() || !seen.insert((path.clone(), fault.code)) {
                continue;
            }
            assert_ne!(
                faults(&schema_of(kind_of(&path)), &as_json(&read(&path))),
                [""; 0],
                "{}: {}",
                path.display(),
                fault.message
            );
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

/// The place of a value: keys and numbers from the top.
type Pointer = String;

fn pointers(value: &Value, at: &str, found: &mut Vec<Pointer>) {
    if !at.is_empty() {
        found.push(at.to_owned());
    }
    match value {
        Value::Object(table) => {
            for (key, value) in table {
                pointers(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(list) => {
            for (n, value) in list.iter().enumerate() {
                pointers(value, &format!("{at}/{n}"), found);
            }
        }
        _ => {}
    }
}

/// The value with one thing changed at each place in turn, and what was changed.
fn mutants(original: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    pointers(original, "", &mut places);
    let mut out = Vec::new();
    let replacements = [
        json!(true),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(1_000_000),
        json!(""),
        json!(" "),
        json!("zz"),
        json!("../zz"),
        json!("x".repeat(300_000)),
        json!([]),
        json!(["zz"]),
        json!([7]),
        json!([{}]),
        json!(vec!["zz"; 60]),
        json!({}),
        json!({ "zz": 1 }),
    ];
    for place in &places {
        for to in &replacements {
            let mut changed = original.clone();
            *changed.pointer_mut(place).expect("a place") = to.clone();
            let shown: String = to.to_string().chars().take(20).collect();
            out.push((format!("{place} = {shown}"), changed));
        }
        let mut changed = original.clone();
        let (parent, key) = place.rsplit_once('/').expect("below the top");
        match changed.pointer_mut(parent) {
            Some(Value::Object(table)) => drop(table.remove(&key.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(list)) => drop(list.remove(key.parse().expect("a number"))),
            _ => panic!("{parent} holds {key}"),
        }
        out.push((format!("without {place}"), changed));
    }
    for place in places.iter().map(String::as_str).chain([""]) {
        let mut changed = original.clone();
        if let Some(Value::Object(table)) = changed.pointer_mut(place) {
            table.insert("zz".into(), json!("zz"));
            out.push((format!("{place} with an unknown key"), changed));
        }
    }
    out
}

/// Holds what the loader says of each mutant against what its schema says.
fn compare(kind: &FileKind, original: &Value, load: impl Fn(&str) -> Vec<(&'static str, String)>) -> usize {
    let schema = schema_of(kind);
    let mutants = mutants(original);
    let mut refused = 0;
    for (what, mutant) in &mutants {
        let text = toml::to_string(mutant).expect("TOML");
        let (found, loaded) = (faults(&schema, mutant), load(&text));
        refused += usize::from(!found.is_empty());
        assert!(
            found.is_empty() || !loaded.is_empty(),
            "{what}: the schema refuses what the loader takes: {found:?}"
        );
        let depends_on_the_rest = |message: &str| {
            message.contains("exploit check needs the `site`") || message.contains("as there are")
        };
        let visible = loaded.iter().find(|(code, m)| SEEN.contains(code) && !depends_on_the_rest(m));
        if let Some((code, message)) = visible {
            assert!(
                !found.is_empty(),
                "{what}: the schema takes what the loader refuses: {message} [{code}]"
            );
        }
    }
    assert!(refused < mutants.len() && refused * 2 > mutants.len(), "{refused} of {}", mutants.len());
    mutants.len()
}

fn errors(report: &riskline::content::PackReport) -> Vec<(&'static str, String)> {
    let errors = report.diagnostics.iter().filter(|d| d.level == Level::Error);
    errors.map(|d| (d.code, d.message.clone())).collect()
}

#[test]
fn loader_and_schema_agree_on_every_change_of_a_challenge() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("challenge.toml");
    let catalogue = catalogue();
    let load = |text: &str| {
        fs::write(&file, text).expect("written");
        load_pack(&file, &catalogue).map_or_else(|report| errors(&report), |_| Vec::new())
    };
    for name in ["note-read", "note-count"] {
        let original = as_json(&read(&root().join(format!("tests/fixtures/packs/good/tiny/{name}.toml"))));
        assert!(compare(&CHALLENGE_FILE, &original, load) > 500);
    }
}

#[test]
fn loader_and_schema_agree_on_every_change_of_a_head() {
    let folder = tempfile::tempdir().expect("a folder");
    let tiny = root().join("tests/fixtures/packs/good/tiny");
    for name in ["note-read.toml", "note-count.toml"] {
        fs::copy(tiny.join(name), folder.path().join(name)).expect("copied");
    }
    let catalogue = catalogue();
    let load = |text: &str| {
        fs::write(folder.path().join("pack.toml"), text).expect("written");
        load_pack(folder.path(), &catalogue).map_or_else(|report| errors(&report), |_| Vec::new())
    };
    assert!(compare(&PACK_FILE, &as_json(&read(&tiny.join("pack.toml"))), load) > 100);
}

#[test]
fn loader_and_schema_agree_on_every_change_of_the_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.toml");
    let kind = KINDS.iter().find(|kind| kind.name == "config").expect("settings have a schema");
    let original = json!({
        "theme": "dark", "mouse": false, "editor": "vim", "packs": ["packs"], "keys": { "undo": ["u"], "quit": "q" },
    });
    let load = |text: &str| {
        fs::write(&file, text).expect("written");
        let problems = LoadedConfig::read_file(&file, Some(folder.path())).problems;
        problems.into_iter().map(|d| (d.code, d.message)).collect()
    };
    assert!(compare(kind, &original, load) > 100);
}

#[test]
fn a_folder_of_schemas_is_no_part_of_a_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("tiny");
    fs::create_dir_all(pack.join(".schema")).expect("a folder");
    for path in toml_files(&root().join("tests/fixtures/packs/good/tiny")) {
        fs::copy(&path, pack.join(path.file_name().expect("a name"))).expect("copied");
    }
    let load = || load_pack(&pack, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let before = load();
    riskline::commands::pack::schema::write(KINDS, &pack.join(".schema")).expect("written");
    fs::write(pack.join(".schema/pack.toml"), "not = 'a pack'").expect("written");
    let after = load();
    assert_eq!((before.hash, &after.warnings[..]), (after.hash.clone(), &[][..]));
    assert_eq!(packs_at(folder.path()).expect("one pack"), std::slice::from_ref(&pack));
    fs::create_dir(folder.path().join(".schema")).expect("a folder");
    fs::write(folder.path().join(".schema/pack.toml"), "not = 'a pack'").expect("written");
    assert_eq!(packs_at(folder.path()).expect("one pack still"), [pack]);
}
