//! Every pack that could be loaded, what was wrong with the others, and how a challenge is found by its name.

use super::diagnostic::{Diagnostic, Level, nearest};
use super::part::ChallengeSource;
use super::read::{self, Place};
use super::source::about_file;
use crate::core::attempt::ChallengeKey;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Pack};
use serde::Serialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// The packs that come with the program.
pub(super) static BUILT_IN: include_dir::Dir<'static> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/challenges");

/// A page that lies beside the packs that come with the program, by its file's name.
pub fn built_in_page(name: &str) -> Option<&'static str> {
    BUILT_IN.get_file(name)?.contents_utf8()
}

/// The loaded packs.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Those that loaded: the built-in ones first, in the order of their ids; then the others in the order of the folders.
    pub packs: Vec<LoadedPack>,
    /// What was wrong with those that did not, and warnings about those that did.
    pub problems: Vec<PackReport>,
}

/// A pack, and where it came from.
#[derive(Debug, Clone)]
pub struct LoadedPack {
    /// The pack itself.
    pub pack: Pack,
    /// Where it came from.
    pub origin: Origin,
    /// SHA-256, in hex, over the pack's id, version and the hashes of its challenges.
    pub hash: String,
    /// SHA-256, in hex, over every byte of its files, so over all that can ever run; none for a built-in pack.
    pub content: Option<String>,
    /// What its author should look at; none of it is an error.
    pub warnings: Vec<Diagnostic>,
    /// Warnings that an `[[allow]]` of the pack or the challenge lets be. In one file, that is told by the lints alone.
    pub allowed: Vec<Diagnostic>,
}

/// Whose code a pack that is not built in brings, as it is shown before that code first runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Where it lies: an absolute path, hidden characters written out.
    pub origin: String,
    /// SHA-256, in hex, over every byte of its files.
    pub hash: String,
}

impl LoadedPack {
    /// Where it comes from and what it is; none for a built-in pack.
    pub fn provenance(&self) -> Option<Provenance> {
        let (Origin::Folder(path) | Origin::File(path)) = &self.origin else { return None };
        let path = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let path = path.unwrap_or_default();
        let origin = super::chars::visible(&path.to_string_lossy()).into_owned();
        Some(Provenance { origin, hash: self.content.clone().unwrap_or_default() })
    }

    /// The text of the file that holds a challenge, as it is now.
    ///
    /// # Errors
    /// Where it cannot be read any more, or the pack has no challenge of that id.
    pub fn source(&self, challenge: &str) -> Result<ChallengeSource, Box<Diagnostic>> {
        let index = self.pack.challenges.iter().position(|c| c.id == challenge);
        read::source(&self.origin, &self.pack.id, challenge, index)
    }
}

impl LoadedPack {
    /// The text of the file that holds the pack's head, as it is now.
    ///
    /// # Errors
    /// Where it cannot be read any more.
    pub fn head(&self) -> Result<ChallengeSource, Box<Diagnostic>> {
        read::head(&self.origin, &self.pack.id)
    }
}

/// Where a pack came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From the program itself.
    BuiltIn,
    /// From a folder with a `pack.toml`.
    Folder(PathBuf),
    /// From a bundled pack or a single challenge.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::Folder(path) | Self::File(path) => {
                f.write_str(&super::chars::visible(&path.to_string_lossy()))
            }
        }
    }
}

/// Everything that is wrong with one pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackReport {
    /// The folder or file, as it was named to the program.
    pub path: String,
    /// The faults, file by file, each in file order.
    pub diagnostics: Vec<Diagnostic>,
}

impl PackReport {
    /// Whether the pack did not load.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.level == Level::Error)
    }

    /// All faults as text for people, and how many there are. Ends with a newline.
    pub fn render(&self, colour: bool) -> String {
        let mut out: String = self.diagnostics.iter().map(|d| d.render(colour) + "\n").collect();
        let count = |level| self.diagnostics.iter().filter(|d| d.level == level).count();
        let path = super::chars::visible(&self.path);
        out += &format!("{path}: {}\n", tally(count(Level::Error), count(Level::Warning)));
        out
    }
}

/// "2 errors, 1 warning", or "no faults".
pub fn tally(errors: usize, warnings: usize) -> String {
    let some = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let parts: Vec<_> = [some(errors, "error"), some(warnings, "warning")].into_iter().flatten().collect();
    if parts.is_empty() { "no faults".to_owned() } else { parts.join(", ") }
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Found<'l> {
    /// A whole pack.
    Pack(&'l LoadedPack),
    /// One challenge and its pack.
    Challenge(&'l LoadedPack, &'l Challenge),
}

/// A name that stands for nothing, or for more than one thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Nothing has that name. `nearest` holds names that are close, best first.
    #[error("there is no pack or challenge `{name}`{}", suggest(nearest))]
    Nothing { name: String, nearest: Vec<String> },
    /// Several packs have a challenge of that name.
    #[error("`{name}` is in several packs: {}", among.join(", "))]
    Several { name: String, among: Vec<String> },
}

fn suggest(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        [one] => format!("; did you mean `{one}`?"),
        more => format!("; did you mean one of {}?", more.join(", ")),
    }
}

/// The built-in packs, each read by a thread of its own: Home waits for them.
fn load_built_in(catalogue: &Catalogue) -> Vec<Result<LoadedPack, PackReport>> {
    let load = |dir| {
        let path = format!("built-in/{}", include_dir::Dir::path(dir).to_string_lossy());
        read::folder(&Place::Embedded(dir), path, Origin::BuiltIn, catalogue)
    };
    std::thread::scope(|scope| {
        let dirs = BUILT_IN.dirs().filter(|d| d.get_file(d.path().join("pack.toml")).is_some());
        let threads: Vec<_> = dirs.map(|dir| scope.spawn(move || load(dir))).collect();
        let loaded = threads.into_iter().map(|thread| thread.join());
        loaded.map(|pack| pack.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

impl Library {
    /// Loads the built-in packs, if asked for, and every pack in `folders`: each is a pack itself or holds packs (folders
    /// with a `pack.toml`, or bundled files). A broken pack becomes a problem; the others load.
    pub fn load(built_in: bool, folders: &[PathBuf], catalogue: &Catalogue) -> Self {
        let mut library = Self::default();
        if built_in {
            load_built_in(catalogue).into_iter().for_each(|pack| library.add(pack));
            library.packs.sort_by(|a, b| a.pack.id.cmp(&b.pack.id));
        }
        for folder in folders {
            for path in library.packs_of(folder) {
                library.add(load_pack(&path, catalogue));
            }
        }
        library
    }

    /// Adds what came of a pack. A second pack of the same id is refused: an attempt must name one challenge only.
    pub fn add(&mut self, pack: Result<LoadedPack, PackReport>) {
        let pack = match pack {
            Ok(pack) => pack,
            Err(report) => return self.problems.push(report),
        };
        let path = pack.origin.to_string();
        if let Some(other) = self.pack(&pack.pack.id) {
            let message = format!("there is already a pack `{}`: {}", pack.pack.id, other.origin);
            let fault = about_file(&path, "duplicate-pack", message, "change the `id` of one of them");
            return self.problems.push(PackReport { path, diagnostics: vec![fault] });
        }
        if !pack.warnings.is_empty() {
            self.problems.push(PackReport { path, diagnostics: pack.warnings.clone() });
        }
        self.packs.push(pack);
    }

    /// The packs that a folder stands for: itself, or those in it. An empty folder is no fault: nobody has put a pack there yet.
    fn packs_of(&mut self, folder: &Path) -> Vec<PathBuf> {
        let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        match packs_at(folder) {
            Ok(packs) => packs,
            Err(_) if is_empty => Vec::new(),
            Err(report) => {
                self.problems.push(report);
                Vec::new()
            }
        }
    }

    /// The pack of that id.
    pub fn pack(&self, id: &str) -> Option<&LoadedPack> {
        self.packs.iter().find(|p| p.pack.id == id)
    }

    /// The challenge of that key, and its pack.
    pub fn challenge(&self, key: &ChallengeKey) -> Option<(&LoadedPack, &Challenge)> {
        let pack = self.pack(&key.pack)?;
        Some((pack, pack.pack.challenges.iter().find(|c| c.id == key.challenge)?))
    }

    /// Every challenge with its pack, in order.
    pub fn challenges(&self) -> impl Iterator<Item = (&LoadedPack, &Challenge)> {
        self.packs.iter().flat_map(|p| p.pack.challenges.iter().map(move |c| (p, c)))
    }

    /// Finds `pack/challenge`, or a pack by its id, or a challenge whose id is in one pack only.
    ///
    /// # Errors
    /// [`NotFound`], with the names that come nearest.
    pub fn find(&self, name: &str) -> Result<Found<'_>, NotFound> {
        let name = name.trim().trim_end_matches('/');
        if let Some((pack, challenge)) = name.split_once('/') {
            let key = ChallengeKey::new(pack, challenge);
            if let Some((pack, challenge)) = self.challenge(&key) {
                return Ok(Found::Challenge(pack, challenge));
            }
        } else {
            if let Some(pack) = self.pack(name) {
                return Ok(Found::Pack(pack));
            }
            let all: Vec<_> = self.challenges().filter(|(_, c)| c.id == name).collect();
            match all[..] {
                [] => {}
                [(pack, challenge)] => return Ok(Found::Challenge(pack, challenge)),
                _ => {
                    let among = all.iter().map(|(p, c)| format!("{}/{}", p.pack.id, c.id)).collect();
                    return Err(NotFound::Several { name: name.to_owned(), among });
                }
            }
        }
        Err(NotFound::Nothing {
            name: super::chars::visible(name).into_owned(),
            nearest: self.nearest_names(name),
        })
    }

    /// At most three names that come near.
    fn nearest_names(&self, name: &str) -> Vec<String> {
        let mut names: Vec<String> = if name.contains('/') {
            self.challenges().map(|(p, c)| format!("{}/{}", p.pack.id, c.id)).collect()
        } else {
            let packs = self.packs.iter().map(|p| p.pack.id.clone());
            packs.chain(self.challenges().map(|(_, c)| c.id.clone())).collect()
        };
        names.sort();
        names.dedup();
        let mut found = Vec::new();
        while found.len() < 3 {
            let Some(near) = nearest(name, names.iter().map(String::as_str)).map(str::to_owned) else {
                break;
            };
            names.retain(|n| *n != near);
            found.push(near);
        }
        found
    }
}

/// Loads one pack: a folder with a `pack.toml`, a bundled pack, or a single challenge file.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load_pack(path: &Path, catalogue: &Catalogue) -> Result<LoadedPack, PackReport> {
    if path.is_dir() {
        let name = path.to_string_lossy().into_owned();
        return read::folder(&Place::Disk(path), name, Origin::Folder(path.to_owned()), catalogue);
    }
    read::file(path, catalogue)
}

/// The packs that a path stands for: a pack folder or a file is itself; another folder is every pack in it.
///
/// # Errors
/// Where the path does not exist, cannot be read, or holds no pack.
pub fn packs_at(path: &Path) -> Result<Vec<PathBuf>, PackReport> {
    if !path.is_dir() || read::is_pack(path) {
        return Ok(vec![path.to_owned()]);
    }
    let name = path.to_string_lossy();
    let report = |code, message: String, help| {
        let diagnostics = vec![about_file(&name, code, message, help)];
        PackReport { path: name.clone().into_owned(), diagnostics }
    };
    match read::packs_in(path) {
        Ok(packs) if packs.is_empty() => {
            let help = "a pack is a folder with a `pack.toml`, or one bundled TOML file";
            Err(report("no-pack", "there is no pack in this folder".into(), help))
        }
        Ok(packs) => Ok(packs),
        Err(e) => Err(report("unreadable", format!("the folder cannot be read: {e}"), "")),
    }
}
