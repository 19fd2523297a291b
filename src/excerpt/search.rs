//! The search from a function outwards: what it needs, who calls it, and what sets those up.

use super::cut::{Cutter, File, is_test, same_kind};
use super::names::Names;
use super::outline::{Kind, Outline, Path, Unit, WHOLE};
use super::render::Cut;

use crate::core::challenge::Language;
use std::collections::{BTreeMap, BTreeSet};

/// Lines an excerpt may have beyond the functions that it is made for.
const MOST_LINES: usize = 90;
const MOST_FILES: usize = 4;
const MOST_CALLERS: usize = 2;
/// Files with the function's name in them that are looked through for callers.
const MOST_SEARCHED: usize = 100;
/// Lines of an import, a constant or a statement in passing that come along without being weighed.
const SHORT: usize = 5;
/// Lines of a module that is taken whole where the name that is wanted of it cannot be found.
const SMALL_MODULE: usize = 40;

/// A search from the targets outwards.
pub(super) struct Search<'c, 's> {
    pub cutter: &'c Cutter<'s>,
    pub cut: Cut,
    /// What is to be looked at, the nearest first: distance and number, file and place.
    pub waiting: BTreeMap<(usize, usize), (String, Path)>,
    pub left_out: BTreeSet<String>,
}

/// What lies farther away than this is not looked for.
const FARTHEST: usize = 6;
/// How far away callers are: behind what the function itself needs.
const CALLER: usize = 3;

impl Search<'_, '_> {
    pub fn ask(&mut self, distance: usize, file: &str, place: &[usize]) {
        if distance <= FARTHEST {
            let number = self.waiting.last_key_value().map_or(0, |((_, n), _)| n + 1) + self.waiting.len();
            self.waiting.insert((distance, number), (file.to_owned(), place.to_vec()));
        }
    }

    pub fn run(&mut self) {
        while let Some(((distance, _), (path, place))) = self.waiting.pop_first() {
            let Ok(file) = self.cutter.file(&path) else { continue };
            let Some(outline) = &file.outline else { continue };
            let Some(unit) = outline.at(&place) else { continue };
            let rows = unit.rows.clone();
            // Of a class that is there already, no more is needed than what is asked for by name.
            let begun =
                |unit: &Unit| unit.is_class() && unit.body.iter().any(|b| self.cut.has(&path, &b.head));
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
            let Some(body) = outline.at(&place[..depth]).and_then(|unit| unit.body.as_ref()) else {
                continue;
            };
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
                    None => {
                        self.cutter.module(path, language, &import.module).map(|f| (f, Some(name.as_str())))
                    }
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
    pub fn ask_callers(&mut self, path: &str, place: &[usize]) {
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
            let calls =
                outline.at(&leaf).is_some_and(|unit| unit.kind != Kind::Import && calls_it(&unit.names));
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
        let folder =
            |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let imports = outline.units.iter().flat_map(|unit| &unit.names.imports).any(|import| {
            let means = |module: &str| {
                self.cutter.module(other, file.language, module).is_some_and(|(found, _)| found == path)
            };
            let as_module = import.name.as_ref().is_some_and(|name| {
                means(&format!(
                    "{}{}{name}",
                    import.module,
                    if import.module.ends_with('.') { "" } else { "." }
                ))
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
    pub fn keep_setup(&mut self) {
        for path in self.cut.files.keys().cloned().collect::<Vec<_>>() {
            let Ok(file) = self.cutter.file(&path) else { continue };
            let Some(outline) = &file.outline else { continue };
            let mut always: Vec<Path> = Vec::new();
            for place in outline.leaves() {
                let around_is_there = place.len() == 1
                    || outline.at(&place[..place.len() - 1]).is_some_and(|unit| {
                        !unit.is_class() && self.cut.has(&path, &(unit.rows.start..unit.rows.start + 1))
                    });
                let Some(unit) = outline.at(&place).filter(|_| around_is_there) else { continue };
                let is_setup =
                    unit.kind == Kind::Statement && unit.rows.len() <= 2 * SHORT && !unit.names.has_function;
                let own: Vec<Path> =
                    unit.names.uses.iter().filter_map(|name| outline.find(name, &place)).collect();
                let is_there =
                    |found: &Path| outline.at(found).is_some_and(|unit| self.is_there(&path, &file, unit));
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
