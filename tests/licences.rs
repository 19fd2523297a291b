//! Whose code is in the program, under which licences: only those allowed here, and every notice that must go along.
//!
//! `RISKLINE_WRITE_NOTICES=1 cargo test --release --locked --test licences` writes `assets/notices.txt` anew.

use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Crates that state their licence in a file only; read, and found to be what is said here.
const BY_FILE: &[(&str, &str)] = &[
    ("mt19937", "BSD-3-Clause"),
    ("rustpython-doc", "Python-2.0.1"),
    ("rustpython-pylib", "Python-2.0.1"),
    ("syn-ext", "BSD-2-Clause"),
];

/// What `deny.toml` allows.
#[derive(Deserialize)]
struct Policy {
    /// Licences that anything may have; where a crate offers several, the first of these is taken.
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

/// A crate that is taken in spite of its licence.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

fn policy() -> Policy {
    #[derive(Deserialize)]
    struct Deny {
        licenses: Policy,
    }
    let text = fs::read_to_string(root().join("deny.toml")).expect("deny.toml is part of the product");
    toml::from_str::<Deny>(&text).expect("deny.toml is TOML").licenses
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize, Clone)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<PathBuf>,
    authors: Vec<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
}

impl Package {
    fn folder(&self) -> &Path {
        self.manifest_path.parent().expect("a manifest lies in a folder")
    }

    fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The licences under which it is taken, or why it cannot be.
    fn licences(&self, policy: &Policy) -> Result<Vec<String>, String> {
        let Some(text) = &self.license else {
            let known = BY_FILE.iter().find(|f| f.0 == self.name && self.license_file.is_some());
            return known
                .map(|f| vec![f.1.to_owned()])
                .ok_or_else(|| format!("{} has no licence", self.label()));
        };
        let wrong = |e: &dyn std::fmt::Display| format!("{}: `{text}`: {e}", self.label());
        let expression = Expression::parse_mode(text, ParseMode::LAX).map_err(|e| wrong(&e))?;
        let excepted = policy.exceptions.iter().filter(|e| e.name == self.name).flat_map(|e| &e.allow);
        let allowed: Vec<Licensee> = policy
            .allow
            .iter()
            .chain(excepted)
            .map(|l| Licensee::parse(l).expect("deny.toml names licences by their SPDX names"))
            .collect();
        let needed = expression.minimized_requirements(&allowed).map_err(|e| wrong(&e))?;
        Ok(needed.iter().map(ToString::to_string).collect())
    }

    /// The texts beside its manifest whose names begin like this, in order of name.
    fn texts(&self, beginnings: &[&str]) -> Vec<String> {
        let begins = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            path.is_file() && beginnings.iter().any(|b| name.starts_with(b))
        };
        let entries = fs::read_dir(self.folder()).expect("a crate's folder can be listed");
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(begins).collect();
        paths.sort();
        paths
            .iter()
            .map(|p| String::from_utf8_lossy(&fs::read(p).expect("a licence can be read")).into())
            .collect()
    }

    /// Who holds the rights, as its own files say; its authors where they do not.
    fn holders(&self) -> Vec<String> {
        let mut lines = BTreeSet::new();
        for text in self.texts(&["LICEN", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"]) {
            for line in text.lines().map(str::trim) {
                let lower = line.to_lowercase();
                let claims = lower.starts_with("copyright") && (lower.contains("(c)") || line.contains('©'))
                    || lower.starts_with("copyright") && line.contains(|c: char| c.is_ascii_digit());
                if claims && !line.contains(['[', '{', '<']) && line.len() < 160 {
                    lines.insert(line.to_owned());
                }
            }
        }
        if lines.is_empty() {
            let authors: Vec<_> = self.authors.iter().map(|a| a.split(" <").next().unwrap_or(a)).collect();
            let who =
                if authors.is_empty() { format!("the {} authors", self.name) } else { authors.join(", ") };
            lines.insert(format!("Copyright {who}"));
        }
        lines.into_iter().collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo starts");
    assert!(run.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("cargo writes text")
}

/// Every package of this platform, or of all platforms (which may have to be fetched).
fn packages(everywhere: bool) -> BTreeMap<(String, String), Package> {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|l| l.strip_prefix("host: ")).expect("cargo knows its host");
    let mut arguments = vec!["metadata", "--locked", "--format-version", "1"];
    if !everywhere {
        arguments.extend(["--offline", "--filter-platform", host]);
    }
    let metadata: Metadata = serde_json::from_str(&cargo(&arguments)).expect("metadata is JSON");
    let others = metadata.packages.into_iter().filter(|p| p.name != "riskline");
    others.map(|p| ((p.name.clone(), p.version.clone()), p)).collect()
}

/// The packages whose code gets into the program.
fn shipped(everywhere: bool) -> Vec<Package> {
    let all = packages(everywhere);
    let mut arguments = vec!["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none"];
    arguments.extend(["--format", "{p}"]);
    arguments.extend(if everywhere { ["--target", "all"].as_slice() } else { &["--offline"] });
    let tree = cargo(&arguments);
    let keys: BTreeSet<(String, String)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
        })
        .filter(|(name, _)| name != "riskline")
        .collect();
    keys.iter()
        .map(|key| all.get(key).unwrap_or_else(|| panic!("{key:?} is in the metadata too")).clone())
        .collect()
}

/// What must go along with the program.
fn notices(shipped: &[Package]) -> String {
    let policy = policy();
    let mut by_licence: BTreeMap<String, Vec<&Package>> = BTreeMap::new();
    for package in shipped {
        for licence in package.licences(&policy).expect("another test says what is wrong") {
            by_licence.entry(licence).or_default().push(package);
        }
    }
    let mut text = String::new();
    for (licence, packages) in &by_licence {
        writeln!(text, "{licence}\n{}\n", "=".repeat(licence.len())).expect("a string takes it");
        for package in packages {
            let home = package.repository.as_deref().unwrap_or("https://crates.io");
            writeln!(text, "{}  {home}", package.label()).expect("a string takes it");
            for holder in package.holders() {
                writeln!(text, "    {holder}").expect("a string takes it");
            }
        }
        let id = licence.split(" WITH ").next().and_then(spdx::license_id);
        let words = id.unwrap_or_else(|| panic!("{licence} has a text")).text();
        writeln!(text, "\n{}\n", plain(words)).expect("a string takes it");
        if licence.starts_with("LGPL") {
            let gpl = spdx::license_id("GPL-3.0-only").expect("the licence it refers to").text();
            writeln!(text, "{}\n", plain(gpl)).expect("a string takes it");
        }
    }
    for package in shipped {
        let own = if package.license.is_none() { package.own_text() } else { package.texts(&["NOTICE"]) };
        for words in own {
            let title = format!("The notice of {}", package.label());
            writeln!(text, "{title}\n{}\n\n{}\n", "=".repeat(title.len()), plain(&words))
                .expect("a string takes it");
        }
    }
    text
}

impl Package {
    fn own_text(&self) -> Vec<String> {
        let path = self.license_file.as_ref().map(|file| self.folder().join(file));
        path.map(|p| fs::read_to_string(p).expect("a licence can be read")).into_iter().collect()
    }
}

/// Without ends of lines from elsewhere and spaces at their ends.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[test]
fn every_licence_is_allowed() {
    let policy = policy();
    let wrong: Vec<String> = packages(false).values().filter_map(|p| p.licences(&policy).err()).collect();
    assert!(wrong.is_empty(), "licences that are not allowed here:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_whole_numbers_get_into_the_program_by_an_exception() {
    let policy = policy();
    let excepted = shipped(false).into_iter().filter(|p| policy.exceptions.iter().any(|e| e.name == p.name));
    let names: BTreeSet<String> = excepted.map(|p| p.name).collect();
    let whole_numbers = ["malachite-base", "malachite-bigint", "malachite-nz", "malachite-q"];
    assert_eq!(names, whole_numbers.map(str::to_owned).into());
}

#[test]
fn the_notices_are_current() {
    let path = root().join("assets/notices.txt");
    if std::env::var_os("RISKLINE_WRITE_NOTICES").is_some() {
        fs::write(&path, notices(&shipped(true))).expect("the notices can be written");
    }
    let kept = fs::read_to_string(&path).expect("assets/notices.txt is part of the product");
    let missing: Vec<String> = shipped(false)
        .iter()
        .map(Package::label)
        .filter(|label| {
            !kept.lines().any(|line| line.strip_prefix(label.as_str()).is_some_and(|r| r.starts_with("  ")))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "no notice for {}; run `RISKLINE_WRITE_NOTICES=1 cargo test --release --locked --test licences`",
        missing.join(", ")
    );
    assert!(
        kept.contains("\nmalachite-bigint 0.9.2  ") && kept.contains("GNU LESSER GENERAL PUBLIC LICENSE")
    );
}
