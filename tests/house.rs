//! The floors of the house: layers, sizes, what may lie where. Read from the sources as text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up; a module may use its own layer and those before it.
const LAYERS: &[&[&str]] = &[
    &["core"],
    &["content", "lint", "store", "judge", "highlight", "context", "config", "excerpt", "sarif", "git"],
    &["app"],
    &["ui"],
    &["term"],
    &["commands", "cli"],
];

/// Lines a source file may have, its tests left out.
const MOST_LINES: usize = 500;

/// What `core` may use.
const CORE_CRATES: &[&str] = &[
    "std",
    "crate",
    "super",
    "self",
    "serde",
    "similar",
    "statrs",
    "thiserror",
    "rand",
    "unicode_segmentation",
    "unicode_width",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file: its path below `src` and its text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    assert!(found.len() > 10, "no sources found");
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a source folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root().join("src")).expect("below src");
            let name = name.to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("a source file is text")));
        }
    }
}

/// The part of a file that is not its tests.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]").next().unwrap_or(text)
}

fn is_test_file(name: &str) -> bool {
    name.ends_with("tests.rs") || name.contains("/tests/") || name.ends_with("testing.rs")
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn arrows_only_point_down() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let module = name.split('/').next().unwrap_or(&name).trim_end_matches(".rs");
        if module == "main" || module == "lib" || is_test_file(&name) {
            continue;
        }
        let Some(own) = layer_of(module) else {
            wrong.push(format!("{name}: `{module}` stands in no layer"));
            continue;
        };
        for used in used_modules(without_tests(&text)) {
            match layer_of(&used) {
                Some(layer) if layer <= own => {}
                Some(_) => wrong.push(format!("{name}: uses `crate::{used}`, which lies above it")),
                None => wrong.push(format!("{name}: uses `crate::{used}`, which stands in no layer")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules named as `crate::NAME`, and those in `use crate::{a::..., b::...}`.
fn used_modules(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => used.extend(first_name(rest)),
            Some(group) => used.extend(items(group).iter().filter_map(|item| first_name(item))),
        }
    }
    used
}

/// The items of a `{...}` group, without what stands in groups within it.
fn items(group: &str) -> Vec<String> {
    let (mut depth, mut found) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => found.push(String::new()),
            _ if depth == 0 => found.last_mut().expect("never empty").push(c),
            _ => {}
        }
    }
    found
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn core_knows_no_clock_no_files_no_terminal() {
    let banned = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::time",
        "std::io",
        "std::thread",
        "static mut",
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(n, _)| n.starts_with("core/") && !is_test_file(n)) {
        let text = without_tests(&text);
        wrong.extend(banned.iter().filter(|b| text.contains(**b)).map(|b| format!("{name}: {b}")));
        for line in text.lines().filter_map(|l| l.strip_prefix("use ")) {
            if !CORE_CRATES.contains(&first_name(line).unwrap_or_default().as_str()) {
                wrong.push(format!("{name}: use {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|(name, _)| !is_test_file(name))
        .map(|(name, text)| (without_tests(&text).lines().count(), name))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, name)| format!("{name}: {lines} lines without its tests, at most {MOST_LINES}"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_unfinished_is_left_in_the_sources() {
    let marks = ["todo!", "unimplemented!", "FIXME", "TODO", "XXX", "dbg!"];
    let mut found = Vec::new();
    for (name, text) in sources() {
        let text = without_tests(&text);
        found.extend(marks.iter().filter(|m| text.contains(**m)).map(|m| format!("{name}: {m}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|(name, text)| !is_test_file(name) && !text.starts_with("//!"))
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "no `//!` at the top of: {}", silent.join(", "));
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "challenges",
        "assets",
        "tests",
        "benches",
        "fuzz",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "CONTRIBUTING.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "deny.toml",
        "rustfmt.toml",
        "clippy.toml",
        "build.rs",
        "target",
    ];
    let odd: Vec<_> = fs::read_dir(root())
        .expect("the project can be listed")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()))
        .collect();
    assert!(odd.is_empty(), "top-level names beyond the project's card: {}", odd.join(", "));
}

#[test]
fn the_lock_file_holds_the_versions_that_build() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock is part of the product");
    let versions = |name: &str| -> Vec<String> {
        lock.split("[[package]]")
            .filter(|block| block.contains(&format!("name = \"{name}\"\n")))
            .filter_map(|block| Some(block.split("version = \"").nth(1)?.split('"').next()?.to_owned()))
            .collect()
    };
    assert_eq!(versions("malachite-bigint"), ["0.9.2"], "RustPython's math module builds with this one only");
    assert_eq!(versions("rusqlite"), ["0.39.0"], "it shares libsqlite3-sys with RustPython");
    assert_eq!(versions("libsqlite3-sys").len(), 1, "one SQLite in the binary");
    assert_eq!(
        versions("onig").len() + versions("onig_sys").len(),
        0,
        "regular expressions are pure Rust here"
    );
}
