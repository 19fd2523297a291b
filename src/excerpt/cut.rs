//! What goes along with a function, and what stays: a search from the function outwards, until the excerpt is long enough.

use super::modules;
use super::names::Names;
use super::outline::{Kind, Outline, Path, Unit, WHOLE};
use super::render::{self, Cut};
use super::tree::{Sources, Unreadable};
use crate::core::challenge::Language;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Lines an excerpt may have beyond the functions that it is made for.
const MOST_LINES: usize = 90;
/// Lines a function may have to be reviewed at all.
const LONGEST: usize = 200;
/// Lines of a file that is taken whole, as nothing can be cut out of it.
const LONGEST_FILE: usize = 250;
const MOST_FILES: usize = 4;
const MOST_CALLERS: usize = 2;
/// Files with the function's name in them that are looked through for callers.
const MOST_SEARCHED: usize = 100;
/// Lines of an import, a constant or a statement in passing that come along without being weighed.
const SHORT: usize = 5;
/// Lines of a module that is taken whole where the name that is wanted of it cannot be found.
const SMALL_MODULE: usize = 40;

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
    sources: &'s dyn Sources,
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
            let place = file.as_ref().and_then(|f| target_path(f.outline.as_ref()?, target.first.checked_sub(1)?));
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
        Ok(Excerpt { files: render::files(self, &cut), left_out: left_out.into_iter().collect(), target_names })
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
                let there = outline.at(&place).is_some_and(|unit| {
                    unit.kind != Kind::Import && kept.line_of(unit.rows.end).is_some()
                });
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
        let place = outline.leaves().into_iter().find(|place| outline.name_of(place).is_some_and(|n| n == name))?;
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

/// A search from the targets outwards.
struct Search<'c, 's> {
    cutter: &'c Cutter<'s>,
    cut: Cut,
    /// What is to be looked at, the nearest first: distance and number, file and place.
    waiting: BTreeMap<(usize, usize), (String, Path)>,
    left_out: BTreeSet<String>,
}

/// What lies farther away than this is not looked for.
const FARTHEST: usize = 6;
/// How far away callers are: behind what the function itself needs.
const CALLER: usize = 3;

impl Search<'_, '_> {
    fn ask(&mut self, distance: usize, file: &str, place: &[usize]) {
        if distance <= FARTHEST {
            let number = self.waiting.last_key_value().map_or(0, |((_, n), _)| n + 1) + self.waiting.len();
            self.waiting.insert((distance, number), (file.to_owned(), place.to_vec()));
        }
    }

    fn run(&mut self) {
        while let Some(((distance, _), (path, place))) = self.waiting.pop_first() {
            let Ok(file) = self.cutter.file(&path) else { continue };
            let Some(outline) = &file.outline else { continue };
            let Some(unit) = outline.at(&place) else { continue };
            let rows = unit.rows.clone();
            // Of a class that is there already, no more is needed than what is asked for by name.
            let begun = |unit: &Unit| unit.is_class() && unit.body.iter().any(|b| self.cut.has(&path, &b.head));
            if self.cut.has(&path, &rows) || distance > 0 && begun(unit) {
                continue;
            }
            let free = distance == 0
                || unit.kind == Kind::Import
                || unit.kind != Kind::Definition && rows.len() <= SHORT && self.cut.files.contains_key(&path);
            let too_much = self.cut.line_count() + rows.len() > MOST_LINES
                || !self.cut.files.contains_key(&path) && self.cut.files.len() >= MOST_FILES;
            // A large class is there for its name only.
            if !free && (too_much || unit.body.is_some() && rows.len() > WHOLE) {
                let name = unit.name().unwrap_or("code");
                self.left_out.insert(format!("`{name}` of {path} ({} lines)", rows.len()));
                continue;
            }
            self.keep(&path, outline, &place);
            for (used, names) in names_at(outline, &place) {
                self.ask_names(distance, &path, outline, &used, names);
            }
        }
    }

    /// Keeps a unit with the heads and tails of what is around it.
    fn keep(&mut self, path: &str, outline: &Outline, place: &[usize]) {
        for depth in 1..place.len() {
            let Some(body) = outline.at(&place[..depth]).and_then(|unit| unit.body.as_ref()) else { continue };
            self.cut.keep(path, body.head.clone());
            self.cut.keep(path, body.tail.clone());
            let always = body.units.iter().filter(|unit| unit.kind == Kind::Always);
            always.for_each(|unit| self.cut.keep(path, unit.rows.clone()));
        }
        if let Some(unit) = outline.at(place) {
            self.cut.keep(path, unit.rows.clone());
        }
    }

    /// Asks for whatever the names of a unit stand for.
    fn ask_names(&mut self, distance: usize, path: &str, outline: &Outline, place: &[usize], names: &Names) {
        let bare = names.uses.iter().filter_map(|name| Some((name, outline.find(name, place)?)));
        let members = names.members.iter().filter_map(|name| Some((name, outline.find_member(name, place)?)));
        // Some languages call a class's own methods by their bare names.
        let own = names.uses.iter().filter_map(|name| Some((name, outline.find_member(name, place)?)));
        for (name, found) in bare.chain(members).chain(own).collect::<Vec<_>>() {
            let Some(unit) = outline.at(&found).filter(|_| !place.starts_with(&found)) else { continue };
            let near = unit.kind == Kind::Import || unit.kind == Kind::Value && unit.rows.len() <= SHORT;
            self.ask(if near { distance } else { distance + 2 }, path, &found);
            if unit.kind == Kind::Import {
                self.ask_import(distance + 2, path, unit_names(outline, &found), name, names);
            }
        }
        // An object is made by the constructor of its class.
        for name in ["__init__", "constructor"] {
            if let Some(found) = outline.find_member(name, place).filter(|found| found != place) {
                self.ask(distance + 2, path, &found);
            }
        }
    }

    /// Asks for what an imported name stands for, where that is a file of the tree.
    fn ask_import(&mut self, distance: usize, path: &str, import: &Names, local: &str, names: &Names) {
        let Some(import) = import.imports.iter().find(|import| import.local == local) else { return };
        let language = Language::from_path(path);
        let found = match &import.name {
            // The name may be that of a module itself.
            Some(name) if language == Language::Python => {
                let dots = if import.module.ends_with('.') { "" } else { "." };
                let module = format!("{}{dots}{name}", import.module);
                match self.cutter.module(path, language, &module) {
                    Some(found) => Some((found, None)),
                    None => self.cutter.module(path, language, &import.module).map(|f| (f, Some(name.as_str()))),
                }
            }
            name => self.cutter.module(path, language, &import.module).map(|f| (f, name.as_deref())),
        };
        let Some(((target, root), name)) = found else { return };
        self.cut.roots.insert(root);
        let Ok(file) = self.cutter.file(&target) else { return };
        let Some(outline) = &file.outline else {
            self.left_out.insert(format!("{target}, which {path} imports"));
            return;
        };
        let wanted: Vec<&str> = match name {
            Some(name) => vec![name],
            None => {
                let of_module = names.qualified.iter().filter(|(object, _)| object == local);
                of_module.map(|(_, member)| member.as_str()).collect()
            }
        };
        let places: Vec<Path> = wanted.iter().filter_map(|name| outline.find(name, &[0])).collect();
        if places.len() == wanted.len() && !places.is_empty() {
            places.iter().for_each(|place| self.ask(distance, &target, place));
        } else if file.lines.len() <= SMALL_MODULE {
            (0..outline.units.len()).for_each(|index| self.ask(distance, &target, &[index]));
        } else {
            self.left_out.insert(format!("{target}, which {path} imports ({} lines)", file.lines.len()));
        }
    }

    /// Asks for the code that calls a unit: that of its own file first, then that of files that import it.
    fn ask_callers(&mut self, path: &str, place: &[usize]) {
        let Ok(file) = self.cutter.file(path) else { return };
        let Some(outline) = &file.outline else { return };
        let Some(name) = outline.at(place).and_then(|unit| unit.name()).map(str::to_owned) else { return };
        // A method is called through what it belongs to, whatever that is called.
        let is_method = place.len() > 1 && outline.at(&place[..place.len() - 1]).is_some_and(Unit::is_class)
            || file.language == Language::Go;
        let calls_it = |names: &Names| {
            if is_method {
                names.mentions(&name)
            } else {
                names.uses.contains(&name) || names.members.contains(&name)
            }
        };
        let mut callers: Vec<(String, Path)> = Vec::new();
        for leaf in outline.leaves() {
            let calls = outline.at(&leaf).is_some_and(|unit| {
                unit.kind != Kind::Import && calls_it(&unit.names)
            });
            if calls && !leaf.starts_with(place) && !place.starts_with(&leaf) {
                callers.push((path.to_owned(), leaf));
            }
        }
        let others = self.cutter.sources.holding(&name).into_iter().filter(|other| {
            other != path && !is_test(other) && same_kind(Language::from_path(other), file.language)
        });
        for other in others.take(MOST_SEARCHED) {
            let found = self.callers_in(&other, path, &name);
            callers.extend(found.into_iter().map(|leaf| (other.clone(), leaf)));
        }
        for (caller, leaf) in callers.iter().take(MOST_CALLERS) {
            self.ask(CALLER, caller, leaf);
        }
        for (caller, _) in callers.iter().skip(MOST_CALLERS).take(3) {
            self.left_out.insert(format!("another call of `{name}` in {caller}"));
        }
    }

    /// The units of another file that use a name of `path`, which the file has to import.
    fn callers_in(&self, other: &str, path: &str, name: &str) -> Vec<Path> {
        let Ok(file) = self.cutter.file(other) else { return Vec::new() };
        let Some(outline) = &file.outline else { return Vec::new() };
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let imports = outline.units.iter().flat_map(|unit| &unit.names.imports).any(|import| {
            let means = |module: &str| {
                self.cutter.module(other, file.language, module).is_some_and(|(found, _)| found == path)
            };
            let as_module = import.name.as_ref().is_some_and(|name| {
                means(&format!("{}{}{name}", import.module, if import.module.ends_with('.') { "" } else { "." }))
            });
            means(&import.module) || file.language == Language::Python && as_module
        });
        // Go and Java see what lies in the same package without an import.
        let beside = matches!(file.language, Language::Go | Language::Java | Language::Terraform)
            && folder(other) == folder(path);
        if !imports && !beside {
            return Vec::new();
        }
        let uses = |leaf: &Path| {
            outline.at(leaf).is_some_and(|unit| unit.kind != Kind::Import && unit.names.mentions(name))
        };
        outline.leaves().into_iter().filter(uses).collect()
    }

    /// Keeps the short statements that only set up what is there: `app.use(...)`, `module.exports = ...`.
    fn keep_setup(&mut self) {
        for path in self.cut.files.keys().cloned().collect::<Vec<_>>() {
            let Ok(file) = self.cutter.file(&path) else { continue };
            let Some(outline) = &file.outline else { continue };
            let mut always: Vec<Path> = Vec::new();
            for place in outline.leaves() {
                let around_is_there = place.len() == 1
                    || outline
                        .at(&place[..place.len() - 1])
                        .is_some_and(|unit| !unit.is_class() && self.cut.has(&path, &(unit.rows.start..unit.rows.start + 1)));
                let Some(unit) = outline.at(&place).filter(|_| around_is_there) else { continue };
                let is_setup = unit.kind == Kind::Statement && unit.rows.len() <= 2 * SHORT && !unit.names.has_function;
                let own: Vec<Path> =
                    unit.names.uses.iter().filter_map(|name| outline.find(name, &place)).collect();
                let is_there = |found: &Path| outline.at(found).is_some_and(|unit| self.is_there(&path, &file, unit));
                let concerns = own.iter().any(|found| {
                    outline.at(found).is_some_and(|unit| unit.kind != Kind::Import) && is_there(found)
                });
                if unit.kind == Kind::Always || is_setup && concerns && own.iter().all(is_there) {
                    always.extend(own);
                    always.push(place);
                }
            }
            always.iter().for_each(|place| self.keep(&path, outline, place));
        }
    }
}

impl Search<'_, '_> {
    /// Whether a unit is kept, or is an import of something that will be there: of another package, or of a kept file.
    fn is_there(&self, path: &str, file: &File, unit: &Unit) -> bool {
        if unit.kind != Kind::Import {
            return self.cut.has(path, &(unit.rows.start..unit.rows.start + 1));
        }
        unit.names.imports.iter().all(|import| {
            let modules = [import.module.clone(), format!("{}.{}", import.module, import.local)];
            let means = |module: &String| self.cutter.module(path, file.language, module);
            modules.iter().filter_map(means).all(|(found, _)| self.cut.files.contains_key(&found))
        })
    }
}

fn unit_names<'o>(outline: &'o Outline, place: &[usize]) -> &'o Names {
    static NONE: std::sync::LazyLock<Names> = std::sync::LazyLock::new(Names::default);
    outline.at(place).map_or(&NONE, |unit| &unit.names)
}

/// The names in a unit, in all that its body holds, and in the heads of what is around it; each with its place.
fn names_at<'o>(outline: &'o Outline, place: &[usize]) -> Vec<(Path, &'o Names)> {
    let mut found: Vec<(Path, &Names)> = Vec::new();
    for depth in 1..place.len() {
        found.extend(outline.at(&place[..depth]).map(|unit| (place[..depth].to_vec(), &unit.names)));
    }
    let mut waiting = vec![place.to_vec()];
    while let Some(place) = waiting.pop() {
        let Some(unit) = outline.at(&place) else { continue };
        let inside = unit.body.iter().flat_map(|body| 0..body.units.len());
        waiting.extend(inside.map(|index| [place.as_slice(), &[index]].concat()));
        found.push((place, &unit.names));
    }
    found
}

fn same_kind(a: Language, b: Language) -> bool {
    let script = |l| matches!(l, Language::JavaScript | Language::TypeScript);
    a == b || script(a) && script(b)
}

/// Whether a path is that of a test, which calls everything.
fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| matches!(part, "test" | "tests" | "spec" | "__tests__" | "testing"))
        || name.starts_with("test_")
        || name == "conftest.py"
        || [".test.", ".spec.", "_test."].iter().any(|mark| name.contains(mark))
}
