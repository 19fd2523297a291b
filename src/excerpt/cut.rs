//! What goes along with a function, and what stays: a search from the function outwards, until the excerpt is long enough.

use super::modules;

use super::outline::{Kind, Outline, Path};
use super::render::{self, Cut};
use super::search::Search;
use super::tree::{Sources, Unreadable};
use crate::core::challenge::Language;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Lines a function may have to be reviewed at all.
const LONGEST: usize = 200;
/// Lines of a file that is taken whole, as nothing can be cut out of it.
const LONGEST_FILE: usize = 250;

/// Lines of a file that an excerpt is made for, from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    pub path: String,
    pub first: usize,
    pub last: usize,
}

/// The piece of code around a line: what is kept or left out as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub path: String,
    /// Its lines, from 1.
    pub first: usize,
    pub last: usize,
    pub name: Option<String>,
}

/// Code cut out of a tree.
#[derive(Debug)]
pub struct Excerpt {
    /// The files with targets first.
    pub files: Vec<ExcerptFile>,
    /// What it needs and does not hold, for people.
    pub left_out: Vec<String>,
    /// The names of the pieces of code that it is made for, as far as they have any.
    pub target_names: Vec<String>,
}

impl Excerpt {
    /// Whether it holds a target's first line.
    pub fn has(&self, target: &Target) -> bool {
        self.files.iter().any(|file| file.path == target.path && file.line_of(target.first).is_some())
    }
}

/// A file of an excerpt.
#[derive(Debug)]
pub struct ExcerptFile {
    /// Its path in the tree.
    pub path: String,
    /// Its path in the excerpt, so that its imports still find each other.
    pub name: String,
    pub code: String,
    /// Whether it holds a target.
    pub is_target: bool,
    /// The original line of each line that is one, by the new number.
    pub(super) lines: BTreeMap<usize, usize>,
}

impl ExcerptFile {
    /// The line of the excerpt that was that line of the original.
    pub fn line_of(&self, original: usize) -> Option<usize> {
        self.lines.iter().find(|(_, line)| **line == original).map(|(new, _)| *new)
    }
}

/// Why no excerpt can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{path}: {why}")]
    Unreadable { path: String, why: Unreadable },
    #[error("{path} has no line {line}")]
    NoSuchLine { path: String, line: usize },
    #[error("{path} is neither run nor read by rules here, so nothing could prove a fix")]
    NotJudged { path: String },
    #[error("an import alone is nothing to review")]
    ImportAlone,
    #[error("it is a test")]
    Test,
    #[error("{path} has {lines} lines, and {why}")]
    TooLong { path: String, lines: usize, why: &'static str },
}

/// Whether a language's code is run or held against rules.
pub(super) fn is_judged(language: Language) -> bool {
    use Language as L;
    matches!(
        language,
        L::Python | L::JavaScript | L::TypeScript | L::Go | L::Java | L::Terraform | L::Yaml | L::Dockerfile
    )
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    pub language: Language,
    pub lines: Vec<String>,
    /// None where it is taken whole.
    pub outline: Option<Outline>,
}

/// Cuts excerpts out of one tree.
pub struct Cutter<'s> {
    pub(super) sources: &'s dyn Sources,
    files: RefCell<BTreeMap<String, Result<Rc<File>, Unreadable>>>,
}

impl<'s> Cutter<'s> {
    /// A cutter for a tree.
    pub fn new(sources: &'s dyn Sources) -> Self {
        Self { sources, files: RefCell::default() }
    }

    pub(super) fn file(&self, path: &str) -> Result<Rc<File>, Unreadable> {
        if let Some(known) = self.files.borrow().get(path) {
            return known.clone();
        }
        let read = self.sources.read(path).map(|text| {
            let language = Language::from_path(path);
            let outline = Outline::of(language, &text);
            Rc::new(File { language, lines: text.lines().map(str::to_owned).collect(), outline })
        });
        self.files.borrow_mut().insert(path.to_owned(), read.clone());
        read
    }

    /// The text of a line, from 1.
    pub fn line(&self, path: &str, line: usize) -> Option<String> {
        self.file(path).ok()?.lines.get(line.checked_sub(1)?).cloned()
    }

    /// The lines of a file, from 1, that read like a text.
    pub fn lines_like(&self, path: &str, text: &str) -> Vec<usize> {
        let Ok(file) = self.file(path) else { return Vec::new() };
        let like = |line: &String| line.trim() == text.trim();
        file.lines.iter().enumerate().filter(|(_, l)| like(l)).map(|(i, _)| i + 1).collect()
    }

    /// The piece of code that a line belongs to.
    ///
    /// # Errors
    /// Where the file cannot be read, is too long, or is in a language that nobody judges.
    pub fn part(&self, path: &str, line: usize) -> Result<Part, Refusal> {
        let why = |why| Refusal::Unreadable { path: path.to_owned(), why };
        let file = self.file(path).map_err(why)?;
        if is_test(path) {
            return Err(Refusal::Test);
        }
        if !is_judged(file.language) {
            return Err(Refusal::NotJudged { path: path.to_owned() });
        }
        let row = line.checked_sub(1).filter(|row| *row < file.lines.len());
        let row = row.ok_or(Refusal::NoSuchLine { path: path.to_owned(), line })?;
        let too_long = |lines, why| Refusal::TooLong { path: path.to_owned(), lines, why };
        let Some(outline) = &file.outline else {
            let rows = whole_document(&file, row);
            if rows.len() > LONGEST_FILE {
                return Err(too_long(rows.len(), "nothing can be cut out of it"));
            }
            return Ok(Part { path: path.to_owned(), first: rows.start + 1, last: rows.end, name: None });
        };
        let Some(unit) = target_path(outline, row).and_then(|path| outline.at(&path)) else {
            // A comment, or a blank line.
            return Err(Refusal::NoSuchLine { path: path.to_owned(), line });
        };
        if unit.kind == Kind::Import {
            return Err(Refusal::ImportAlone);
        }
        if unit.rows.len() > LONGEST && unit.body.is_none() {
            return Err(too_long(unit.rows.len(), "the function there is too long to be reviewed"));
        }
        let name = unit.name().map(str::to_owned);
        Ok(Part { path: path.to_owned(), first: unit.rows.start + 1, last: unit.rows.end, name })
    }

    /// Cuts out the code around the targets, with what it needs and who calls it. What is `wanted` comes along where
    /// there is room.
    ///
    /// # Errors
    /// Where a target is no piece of code that can be cut out.
    pub fn cut(&self, targets: &[Target], wanted: &[Target]) -> Result<Excerpt, Refusal> {
        let mut search =
            Search { cutter: self, cut: Cut::default(), waiting: BTreeMap::new(), left_out: BTreeSet::new() };
        let mut parts = BTreeSet::new();
        for target in targets {
            let part = self.part(&target.path, target.first)?;
            let file = self.file(&target.path);
            let Ok(file) = file else { continue };
            search.cut.targets.insert(target.path.clone());
            match &file.outline {
                None => search.cut.keep(&target.path, part.first - 1..part.last),
                Some(outline) => {
                    for row in [target.first - 1, target.last - 1] {
                        if let Some(path) = target_path(outline, row) {
                            parts.insert((target.path.clone(), path));
                        }
                    }
                }
            }
        }
        for (path, place) in &parts {
            search.ask(0, path, place);
        }
        for target in wanted {
            let file = self.file(&target.path).ok();
            let place =
                file.as_ref().and_then(|f| target_path(f.outline.as_ref()?, target.first.checked_sub(1)?));
            if let Some(place) = place {
                search.ask(1, &target.path, &place);
            }
        }
        search.run();
        for (path, place) in &parts {
            search.ask_callers(path, place);
        }
        search.run();
        search.keep_setup();
        let Search { cut, left_out, .. } = search;
        let name = |(path, place): &(String, Path)| {
            let file = self.file(path).ok()?;
            file.outline.as_ref()?.at(place)?.name().map(str::to_owned)
        };
        let target_names = parts.iter().filter_map(name).collect();
        Ok(Excerpt {
            files: render::files(self, &cut),
            left_out: left_out.into_iter().collect(),
            target_names,
        })
    }

    /// Why nothing is made of a file of that name: it is a test, or in a language that nobody judges.
    pub fn is_passed_over(path: &str) -> Option<&'static str> {
        match Language::from_path(path) {
            _ if is_test(path) => Some("it is a test"),
            language if !is_judged(language) => Some("code like this is neither run nor read by rules here"),
            _ => None,
        }
    }

    /// A target for each piece of code that lines touch, imports and comments aside.
    pub fn units(&self, lines: &Target) -> Vec<Target> {
        let mut found: BTreeSet<Target> = BTreeSet::new();
        for line in lines.first..=lines.last {
            if let Ok(part) = self.part(&lines.path, line) {
                found.insert(Target { path: part.path, first: part.first, last: part.first });
            }
        }
        found.into_iter().collect()
    }

    /// The named pieces of code of an excerpt, by file.
    pub fn kept_names(&self, excerpt: &Excerpt) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for kept in excerpt.files.iter().filter(|file| file.is_target) {
            let Ok(file) = self.file(&kept.path) else { continue };
            let Some(outline) = &file.outline else { continue };
            for place in outline.leaves() {
                let there = outline
                    .at(&place)
                    .is_some_and(|unit| unit.kind != Kind::Import && kept.line_of(unit.rows.end).is_some());
                if there && let Some(name) = outline.name_of(&place) {
                    found.push((kept.path.clone(), name));
                }
            }
        }
        found
    }

    /// The piece of code of that name, as [`kept_names`](Self::kept_names) gives it.
    pub fn named(&self, path: &str, name: &[String]) -> Option<Target> {
        let file = self.file(path).ok()?;
        let outline = file.outline.as_ref()?;
        let place =
            outline.leaves().into_iter().find(|place| outline.name_of(place).is_some_and(|n| n == name))?;
        let line = outline.at(&place)?.rows.end;
        Some(Target { path: path.to_owned(), first: line, last: line })
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.sources.paths().binary_search_by(|p| p.as_str().cmp(path)).is_ok()
    }

    /// The file that an import means, and the folder from which it is found.
    pub(super) fn module(&self, from: &str, language: Language, module: &str) -> Option<(String, String)> {
        modules::file_of(language, from, module, &|path| self.has(path))
    }
}

/// A file that nothing can be cut out of; of several YAML documents the one around the row.
fn whole_document(file: &File, row: usize) -> std::ops::Range<usize> {
    let ends = |line: &String| file.language == Language::Yaml && line.trim_end() == "---";
    let start = file.lines[..row].iter().rposition(ends).map_or(0, |at| at + 1);
    let end = file.lines[row..].iter().position(ends).map_or(file.lines.len(), |at| row + at);
    start..end.max(row + 1)
}

/// The unit that a row is reviewed with: the smallest around it that can stand alone. A statement cannot.
fn target_path(outline: &Outline, row: usize) -> Option<Path> {
    let mut path = outline.path_of(row)?;
    while path.len() > 1 {
        let around = outline.at(&path[..path.len() - 1])?;
        let unit = outline.at(&path)?;
        let stands_alone = around.is_class() || unit.kind == Kind::Definition || unit.names.has_function;
        if stands_alone || around.kind == Kind::Import {
            break;
        }
        path.pop();
    }
    Some(path)
}

pub(super) fn same_kind(a: Language, b: Language) -> bool {
    let script = |l| matches!(l, Language::JavaScript | Language::TypeScript);
    a == b || script(a) && script(b)
}

/// Whether a path is that of a test, which calls everything.
pub(super) fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| matches!(part, "test" | "tests" | "spec" | "__tests__" | "testing"))
        || name.starts_with("test_")
        || name == "conftest.py"
        || [".test.", ".spec.", "_test."].iter().any(|mark| name.contains(mark))
}
