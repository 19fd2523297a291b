//! The reference for authors lists every module that the lab brings, from the lab's own files.
//!
//! `RISKLINE_WRITE_GUIDE=1 cargo test --release --locked --test lab_guide` writes the table in `challenges/REFERENCE.md` anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- modules: begin -->\n";
const END: &str = "<!-- modules: end -->";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = found.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The first paragraph of a Python module's documentation, without the module's own name.
fn python_note(text: &str) -> String {
    let inner = text.strip_prefix("\"\"\"").and_then(|rest| rest.split("\"\"\"").next()).unwrap_or_default();
    let first = inner.split("\n\n").next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(rest) = line.strip_prefix('`') else { return line };
    let rest = rest.split_once('`').map_or("", |(_, rest)| rest);
    rest.trim_start_matches([':', ',', '.', ' ']).to_owned()
}

/// The comment at the head of a JavaScript file.
fn javascript_note(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("//"));
    let comment: Vec<&str> = lines.map_while(|line| line.strip_prefix("//")).map(str::trim).collect();
    comment.join(" ")
}

/// Modules of the lab's Python by name, with what each says of itself.
fn python() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for path in entries(&root().join("assets/lab/python/lab/stand")) {
        let name = stem(&path);
        if path.is_dir() {
            let head = path.join("__init__.py");
            if head.exists() {
                out.insert(name, python_note(&read(&head)));
            } else {
                let inner = entries(&path).into_iter().filter(|p| p.extension().is_some_and(|e| e == "py"));
                out.extend(inner.map(|p| (format!("{name}.{}", stem(&p)), python_note(&read(&p)))));
            }
        } else if path.extension().is_some_and(|e| e == "py") && !name.starts_with('_') {
            out.insert(name, python_note(&read(&path)));
        }
    }
    out
}

/// Modules of the lab's JavaScript by name, with what each says of itself; those of Node with `node:` before them.
fn javascript() -> BTreeMap<String, String> {
    let folder = root().join("assets/lab/javascript/stand");
    let mut out = BTreeMap::new();
    for (folder, prefix) in [(folder.clone(), ""), (folder.join("node"), "node:")] {
        for path in entries(&folder) {
            let head = if path.is_dir() { path.join("index.js") } else { path.clone() };
            let name = stem(&path);
            if head.extension().is_some_and(|e| e == "js") && head.exists() && !name.starts_with('_') {
                out.insert(format!("{prefix}{name}"), javascript_note(&read(&head)));
            }
        }
    }
    out
}

/// The entries of a table in `hooks.py` such as `LACKS = { "name": "note", ... }`.
fn python_table(name: &str) -> BTreeMap<String, String> {
    let hooks = read(&root().join("assets/lab/python/lab/hooks.py"));
    let after =
        hooks.split(&format!("\n{name} = {{\n")).nth(1).unwrap_or_else(|| panic!("no {name} in hooks.py"));
    let lines = after.lines().take_while(|line| *line != "}");
    let pair = |line: &str| {
        let mut texts = line.split('"').skip(1).step_by(2).map(str::to_owned);
        Some((texts.next()?, texts.next()?))
    };
    lines.filter_map(pair).collect()
}

/// The modules of the standard library that the lab changes when they are read: the functions of `patch.py`, with their notes.
fn python_patched() -> BTreeMap<String, String> {
    let text = read(&root().join("assets/lab/python/lab/patch.py"));
    let mut out = BTreeMap::new();
    for part in text.split("\ndef ").skip(1) {
        let Some((name, rest)) = part.split_once("(module):\n") else { continue };
        let note = rest.trim_start();
        out.insert(name.to_owned(), python_note(note));
    }
    out
}

fn rows(out: &mut String, language: &str, state: &str, modules: &BTreeMap<String, String>) {
    for (name, note) in modules {
        let _ = writeln!(out, "| {language} | `{name}` | {state} | {} |", note.replace('|', "\\|"));
    }
}

fn table() -> String {
    let mut out = String::from("| language | module | in the lab | what it is there |\n|---|---|---|---|\n");
    rows(&mut out, "Python", "the lab's own", &python());
    rows(&mut out, "Python", "the library's, changed", &python_patched());
    rows(&mut out, "Python", "not there; use", &python_table("LACKS"));
    rows(&mut out, "JavaScript", "the lab's own", &javascript());
    out
}

#[test]
fn the_reference_lists_the_labs_modules() {
    let path = root().join("challenges/REFERENCE.md");
    let reference = read(&path);
    let (head, rest) = reference.split_once(BEGIN).expect("the reference has a place for the modules");
    let (kept, tail) = rest.split_once(END).expect("the place for the modules ends");
    let table = table();
    assert!(table.lines().count() > 40, "the lab's modules are found:\n{table}");
    if std::env::var_os("RISKLINE_WRITE_GUIDE").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}")).expect("the reference can be written");
        return;
    }
    assert!(
        kept == table,
        "the table of modules is not current; run `RISKLINE_WRITE_GUIDE=1 cargo test --release --locked --test lab_guide`"
    );
}

#[test]
fn every_module_says_what_it_is() {
    let silent = python().into_iter().filter(|(_, note)| note.is_empty());
    let without: Vec<String> = silent.map(|(name, _)| name).collect();
    assert!(without.is_empty(), "no words at the head of: {}", without.join(", "));
}
