//! From kept lines to the files of an excerpt.

use super::cut::{Cutter, ExcerptFile, File};
use super::modules;
use super::names::Import;
use super::outline::Kind;
use crate::core::challenge::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rows, from 0, that are kept of each file.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub files: BTreeMap<String, BTreeSet<usize>>,
    /// The files that the excerpt is made for.
    pub targets: BTreeSet<String>,
    /// The folders from which modules are found.
    pub roots: BTreeSet<String>,
}

impl Cut {
    pub fn keep(&mut self, path: &str, rows: Range<usize>) {
        self.files.entry(path.to_owned()).or_default().extend(rows);
    }

    pub fn has(&self, path: &str, rows: &Range<usize>) -> bool {
        self.files.get(path).is_some_and(|kept| rows.clone().all(|row| kept.contains(&row)))
    }

    pub fn line_count(&self) -> usize {
        self.files.values().map(BTreeSet::len).sum()
    }
}

/// The files of an excerpt, those with targets first.
pub(super) fn files(cutter: &Cutter<'_>, cut: &Cut) -> Vec<ExcerptFile> {
    let root = root_of(cutter, cut);
    let mut files: Vec<ExcerptFile> = Vec::new();
    for (path, rows) in &cut.files {
        let Ok(file) = cutter.file(path) else { continue };
        let replaced = shorter_imports(cutter, path, &file, rows);
        let (code, lines) = code_of(&file, rows, &replaced);
        let name = path.strip_prefix(&root).unwrap_or(path).trim_start_matches('/');
        let is_target = cut.targets.contains(path);
        files.push(ExcerptFile { path: path.clone(), name: valid(name), code, is_target, lines });
    }
    files.sort_by_key(|file| !file.is_target);
    files
}

/// The characters that a path in a pack may have.
fn valid(name: &str) -> String {
    let good = |c: char| c.is_alphanumeric() || "._-+@[]()/".contains(c);
    name.chars().map(|c| if good(c) { c } else { '_' }).collect()
}

/// The folder that is left away from all paths.
fn root_of(cutter: &Cutter<'_>, cut: &Cut) -> String {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut folders: Vec<String> = cut.files.keys().map(|path| folder(path)).collect();
    if cut.files.keys().any(|path| path.starts_with('.')) {
        // Where such a file lies is part of what it means: .github/workflows.
        return String::new();
    }
    let python = cut.files.keys().any(|path| Language::from_path(path) == Language::Python);
    if python && cut.files.len() > 1 {
        folders.extend(cut.roots.iter().cloned());
        folders =
            folders.iter().map(|folder| modules::package_root(folder, &|path| cutter.has(path))).collect();
    }
    let shared = folders.into_iter().reduce(|a, b| {
        let parts = a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b);
        parts.map(|(part, _)| part).collect::<Vec<_>>().join("/")
    });
    shared.unwrap_or_default()
}

/// The kept rows as text, and the original line of each new one, both from 1.
fn code_of(
    file: &File,
    rows: &BTreeSet<usize>,
    replaced: &BTreeMap<usize, Option<String>>,
) -> (String, BTreeMap<usize, usize>) {
    let mut code = String::new();
    let mut lines = BTreeMap::new();
    let mut count = 0;
    let mut last: Option<usize> = None;
    for row in rows.iter().copied().filter(|row| *row < file.lines.len()) {
        let line = match replaced.get(&row) {
            None => file.lines[row].as_str(),
            Some(None) => continue,
            Some(Some(line)) => line,
        };
        // Where something was left out, the blank lines stay that stood before what follows.
        if let Some(before) = last.filter(|before| before + 1 < row) {
            let is_blank = |line: &&String| line.trim().is_empty();
            let gap = &file.lines[before + 1..row];
            let right_before = gap.iter().rev().take_while(is_blank).count();
            let blank = right_before.min(2).max(usize::from(gap.iter().any(|line| is_blank(&line))));
            code.extend(std::iter::repeat_n('\n', blank));
            count += blank;
        }
        last = Some(row);
        if code.is_empty() && line.trim().is_empty() {
            continue;
        }
        code.push_str(line);
        code.push('\n');
        count += 1;
        lines.insert(count, row + 1);
    }
    (code, lines)
}

/// Imports from other files of the excerpt without the names that those do not have any more: the first row of each gets
/// the new text, its others none.
fn shorter_imports(
    cutter: &Cutter<'_>,
    path: &str,
    file: &File,
    rows: &BTreeSet<usize>,
) -> BTreeMap<usize, Option<String>> {
    let mut replaced = BTreeMap::new();
    let Some(outline) = &file.outline else { return replaced };
    let used: BTreeSet<&str> = outline
        .leaves()
        .iter()
        .filter_map(|place| outline.at(place))
        .filter(|unit| unit.kind != Kind::Import && rows.contains(&unit.rows.start))
        .flat_map(|unit| &unit.names.uses)
        .map(String::as_str)
        .collect();
    // Decorators and bases stand in the heads of what has a body.
    let in_heads = outline.units.iter().filter(|unit| unit.body.is_some() && rows.contains(&unit.rows.start));
    let used: BTreeSet<&str> =
        used.into_iter().chain(in_heads.flat_map(|unit| &unit.names.uses).map(String::as_str)).collect();
    for unit in
        outline.units.iter().filter(|unit| unit.kind == Kind::Import && rows.contains(&unit.rows.start))
    {
        let imports = &unit.names.imports;
        let own = imports.iter().any(|import| cutter.module(path, file.language, &import.module).is_some());
        let is_used = |import: &&Import| used.contains(import.local.as_str());
        let kept: Vec<&Import> = imports.iter().filter(is_used).collect();
        if !own || kept.len() == imports.len() || kept.is_empty() {
            continue;
        }
        if let Some(text) = import_text(file.language, &kept, &file.lines[unit.rows.start]) {
            replaced.extend(unit.rows.clone().map(|row| (row, None)));
            replaced.insert(unit.rows.start, Some(text));
        }
    }
    replaced
}

fn import_text(language: Language, imports: &[&Import], written: &str) -> Option<String> {
    let module = &imports.first()?.module;
    let named = |joint: &str| {
        let one = |import: &&Import| {
            let name = import.name.as_ref()?;
            Some(if *name == import.local { name.clone() } else { format!("{name}{joint}{}", import.local) })
        };
        imports.iter().map(one).collect::<Option<Vec<String>>>().map(|names| names.join(", "))
    };
    let semicolon = if written.trim_end().ends_with(';') { ";" } else { "" };
    match language {
        Language::Python => Some(format!("from {module} import {}", named(" as ")?)),
        Language::JavaScript | Language::TypeScript if written.starts_with("import ") => {
            let quote = if written.contains('\'') { '\'' } else { '"' };
            Some(format!("import {{ {} }} from {quote}{module}{quote}{semicolon}", named(" as ")?))
        }
        _ => None,
    }
}
