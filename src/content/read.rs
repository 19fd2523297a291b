//! Reads packs from folders, files and the program itself. What is read is bounded before it is parsed.

use super::diagnostic::{Diagnostic, Level};
use super::keys::challenge::CHALLENGE;
use super::keys::pack::{BUNDLE, MOST_CHALLENGES, PACK};
use super::library::{BUILT_IN, LoadedPack, Origin, PackReport};
use super::pack::{self, Head};
use super::part::ChallengeSource;
use super::source::{Problems, Source, about_file};
use super::table::{Fields, Section};
use super::{challenge, hash, syntax};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Pack};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most bytes of a challenge or of a `pack.toml`, of a bundled pack, and of all challenges of a folder together.
pub(super) const MOST_FILE: u64 = 1024 * 1024;
pub(super) const MOST_BUNDLE: u64 = 8 * 1024 * 1024;
const MOST_FOLDER: usize = 128 * 1024 * 1024;
/// The most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 20_000;

const HEAD: &str = "pack.toml";

/// Where the files of a pack lie.
pub(super) enum Place<'a> {
    Disk(&'a Path),
    Embedded(&'a include_dir::Dir<'static>),
}

impl Place<'_> {
    /// The name under which people know a file of it.
    fn name_of(&self, file: &str) -> String {
        match self {
            Self::Disk(folder) => folder.join(file).to_string_lossy().into_owned(),
            Self::Embedded(folder) => format!("built-in/{}/{file}", folder.path().to_string_lossy()),
        }
    }

    /// The whole of a file, if it is there, an ordinary file and not too large.
    fn read(&self, file: &str, most: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
        match self {
            Self::Disk(folder) => read_file(&folder.join(file), most),
            Self::Embedded(folder) => {
                let path = folder.path().join(file);
                folder.get_file(path).map(|f| f.contents().to_vec()).ok_or_else(|| {
                    Box::new(about_file(&self.name_of(file), "missing-file", "there is no such file", ""))
                })
            }
        }
    }

    /// The digest of a file's bytes. What is built in is the program's own and needs none.
    fn digest(&self, bytes: &[u8]) -> Option<String> {
        matches!(self, Self::Disk(_)).then(|| hash::of_bytes(bytes))
    }

    /// The names of the `.toml` files in it but the head, sorted.
    fn challenge_files(&self) -> Result<BTreeSet<String>, Box<Diagnostic>> {
        let mut names = BTreeSet::new();
        match self {
            Self::Disk(folder) => {
                let unreadable = |e: std::io::Error| {
                    let name = folder.to_string_lossy();
                    Box::new(about_file(&name, "unreadable", format!("the folder cannot be read: {e}"), ""))
                };
                for (n, entry) in std::fs::read_dir(folder).map_err(unreadable)?.enumerate() {
                    if n >= MOST_ENTRIES {
                        let message = format!("the folder has more than {MOST_ENTRIES} entries");
                        return Err(Box::new(about_file(&folder.to_string_lossy(), "too-many", message, "")));
                    }
                    names.insert(entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned());
                }
            }
            Self::Embedded(folder) => {
                let name = |f: &include_dir::File| Some(f.path().file_name()?.to_string_lossy().into_owned());
                names.extend(folder.files().filter_map(name));
            }
        }
        names.retain(|n| n.ends_with(".toml") && n != HEAD && !n.starts_with('.'));
        Ok(names)
    }
}

/// Reads an ordinary file of at most `most` bytes. Links, devices and pipes are refused without being opened.
fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let name = path.to_string_lossy();
    let fault = |code, message: String, help: &str| Box::new(about_file(&name, code, message, help));
    let meta = std::fs::symlink_metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => fault("missing-file", "there is no such file".into(), ""),
        _ => fault("unreadable", format!("the file cannot be read: {e}"), ""),
    })?;
    if meta.file_type().is_symlink() {
        return Err(fault(
            "symlink",
            "this is a symbolic link".into(),
            "a pack holds its files itself; copy the file",
        ));
    }
    if !meta.is_file() {
        return Err(fault("not-a-file", "this is not an ordinary file".into(), ""));
    }
    let too_large = || fault("too-large", format!("the file is larger than {} KiB", most / 1024), "");
    if meta.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    let file = std::fs::File::open(path)
        .map_err(|e| fault("unreadable", format!("the file cannot be read: {e}"), ""))?;
    // The file may have grown since.
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| fault("unreadable", format!("the file cannot be read: {e}"), ""))?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// A result of reading with the faults that were met on the way.
type Read<T> = (Option<T>, Vec<Diagnostic>);

/// Parses a file's bytes and hands its tables on.
fn with_tables<T>(
    name: &str,
    bytes: Vec<u8>,
    understand: impl FnOnce(&toml::Spanned<toml::de::DeTable<'_>>, &mut Problems) -> Option<T>,
) -> Read<T> {
    let source = match Source::from_bytes(name, bytes) {
        Ok(source) => source,
        Err(fault) => return (None, vec![*fault]),
    };
    let mut problems = Problems::new(&source);
    let read = match syntax::parse(source.text(), &mut problems) {
        Some(table) => understand(&table, &mut problems),
        None => None,
    };
    (read.filter(|_| !problems.has_errors()), problems.into_list())
}

/// Reads one challenge file whose id must be `id`, if one is given. Gives the digest of its bytes too.
fn read_challenge(
    place: &Place,
    file: &str,
    id: Option<&str>,
    left: &AtomicUsize,
    catalogue: &Catalogue,
) -> (Read<Challenge>, Option<String>) {
    match place.read(file, MOST_FILE) {
        Ok(bytes) => {
            let digest = place.digest(&bytes);
            (parse_challenge(place, file, bytes, id, left, catalogue), digest)
        }
        Err(fault) => ((None, vec![*fault]), None),
    }
}

fn parse_challenge(
    place: &Place,
    file: &str,
    bytes: Vec<u8>,
    id: Option<&str>,
    left: &AtomicUsize,
    catalogue: &Catalogue,
) -> Read<Challenge> {
    let name = place.name_of(file);
    let take = |bytes: usize| {
        let fits = |left: usize| left.checked_sub(bytes);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
    };
    let too_large = |what: &str| {
        let message = format!("{what} {} MiB", MOST_FOLDER / 1024 / 1024);
        (None, vec![about_file(&name, "too-large", message, "split it into several packs")])
    };
    if !take(bytes.len()) {
        return too_large("the pack is larger than");
    }
    let read = with_tables(&name, bytes, |table, problems| {
        let challenge =
            challenge::read(Section::new(&CHALLENGE, table.span(), table.get_ref()), catalogue, problems);
        let written = table.get_ref().get("id");
        if let (Some(id), Some(written)) =
            (id, written.filter(|w| w.get_ref().as_str().is_some_and(|w| Some(w) != id)))
        {
            let help = format!("`{id}.toml` holds the challenge with the id `{id}`");
            problems.error("id-not-file-name", written.span(), "the id is not the file's name", help);
        }
        challenge
    });
    // Every fix is kept as whole files, which a few edits make of a large one.
    let patched = |c: &Challenge| c.fixes.iter().flat_map(|fix| fix.code.values()).map(String::len).sum();
    if !take(read.0.as_ref().map_or(0, patched)) {
        return too_large("with the files that its fixes make the pack is larger than");
    }
    read
}

/// Reads a pack out of a folder.
pub(super) fn folder(
    place: &Place,
    path: String,
    origin: Origin,
    catalogue: &Catalogue,
) -> Result<LoadedPack, PackReport> {
    let broken = |diagnostics| PackReport { path: path.clone(), diagnostics };
    let bytes = match place.read(HEAD, MOST_FILE) {
        Ok(bytes) => bytes,
        Err(mut fault) => {
            if fault.code == "missing-file" {
                fault.message = "there is no `pack.toml` in the folder".into();
                fault.help =
                    Some("a pack is a folder with a `pack.toml` and one TOML file a challenge".into());
            }
            return Err(broken(vec![*fault]));
        }
    };
    let mut digests: BTreeMap<String, String> = BTreeMap::new();
    digests.extend(place.digest(&bytes).map(|digest| (HEAD.to_owned(), digest)));
    let files = place.challenge_files().map_err(|fault| broken(vec![*fault]))?;
    let head_name = place.name_of(HEAD);
    let (head, mut diagnostics) = with_tables(&head_name, bytes, |table, problems| {
        let head = pack::read(Section::new(&PACK, table.span(), table.get_ref()), problems)?;
        compare_with_files(&head, &files, problems);
        Some(head)
    });
    // Where the head cannot be read, the challenges are still looked at: all faults are to come at once.
    let wanted: Vec<(String, Option<&str>)> = match &head {
        Some(head) => head.order.iter().map(|(id, _)| (format!("{id}.toml"), Some(id.as_str()))).collect(),
        None => files.iter().take(MOST_CHALLENGES).map(|f| (f.clone(), f.strip_suffix(".toml"))).collect(),
    };
    let wanted: Vec<_> = wanted.into_iter().filter(|(file, _)| files.contains(file)).collect();
    let left = AtomicUsize::new(MOST_FOLDER);
    let read = in_parallel(&wanted, |(file, id)| read_challenge(place, file, *id, &left, catalogue));
    let mut challenges = Vec::new();
    let mut allowed = Vec::new();
    for ((file, _), ((challenge, faults), digest)) in wanted.iter().zip(read) {
        let own = challenge.as_ref().map_or(&[][..], |challenge| &challenge.allows);
        let of_pack = head.as_ref().map_or(&[][..], |head| &head.pack.allows);
        let is_allowed = |fault: &Diagnostic| {
            fault.level == Level::Warning
                && own.iter().chain(of_pack).any(|exception| exception.lint == fault.code)
        };
        let (let_be, others): (Vec<_>, Vec<_>) = faults.into_iter().partition(is_allowed);
        challenges.extend(challenge);
        diagnostics.extend(others);
        allowed.extend(let_be);
        digests.extend(digest.map(|digest| (file.clone(), digest)));
    }
    let content = matches!(place, Place::Disk(_)).then(|| hash::of_listing(&digests));
    let loaded = finish(head, challenges, diagnostics, (origin, content)).map_err(broken)?;
    Ok(LoadedPack { allowed, ..loaded })
}

/// Reports what the order names and the folder lacks, and what the folder holds and the order does not name.
fn compare_with_files(head: &Head, files: &BTreeSet<String>, problems: &mut Problems) {
    let named: BTreeSet<String> = head.order.iter().map(|(id, _)| format!("{id}.toml")).collect();
    let surplus: Vec<&str> = files.iter().filter(|f| !named.contains(*f)).map(String::as_str).collect();
    for (id, span) in head.order.iter().filter(|(id, _)| !files.contains(&format!("{id}.toml"))) {
        let help = match problems.nearest(&format!("{id}.toml"), surplus.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => String::new(),
        };
        problems.error(
            "missing-file",
            span.clone(),
            format!("there is no file `{id}.toml` in the folder"),
            help,
        );
    }
    if surplus.is_empty() {
        return;
    }
    let at = head.order.last().map_or(0..0, |(_, span)| span.clone());
    for file in surplus {
        let help = "add its id to `order`, or move it out of the folder";
        problems.error("surplus-file", at.clone(), format!("`order` does not name the file `{file}`"), help);
    }
}

/// Puts a pack together, unless something is wrong.
fn finish(
    head: Option<Head>,
    challenges: Vec<Challenge>,
    diagnostics: Vec<Diagnostic>,
    (origin, content): (Origin, Option<String>),
) -> Result<LoadedPack, Vec<Diagnostic>> {
    match head {
        Some(head) if diagnostics.iter().all(|d| d.level == Level::Warning) => {
            let pack = Pack { challenges, ..head.pack };
            let hash = hash::of_pack(&pack);
            Ok(LoadedPack { pack, origin, hash, content, warnings: diagnostics, allowed: Vec::new() })
        }
        _ => Err(diagnostics),
    }
}

/// Reads a bundled pack, or a single challenge, out of one file.
pub(super) fn file(path: &Path, catalogue: &Catalogue) -> Result<LoadedPack, PackReport> {
    let name = path.to_string_lossy().into_owned();
    let broken = |diagnostics| PackReport { path: name.clone(), diagnostics };
    let bytes = read_file(path, MOST_BUNDLE).map_err(|fault| broken(vec![*fault]))?;
    let size = bytes.len() as u64;
    let content = Some(hash::of_bytes(&bytes));
    let (read, diagnostics) = with_tables(&name, bytes, |table, problems| {
        let (span, root) = (table.span(), table.get_ref());
        if root.contains_key("pack") || root.contains_key("challenge") {
            let fields = Section::new(&BUNDLE, span, root).fields(problems);
            return read_bundle(&fields, catalogue, problems);
        }
        if size > MOST_FILE {
            problems.error("too-large", 0..0, format!("a challenge may have {} KiB", MOST_FILE / 1024), "");
            return None;
        }
        let challenge = challenge::read(Section::new(&CHALLENGE, span, root), catalogue, problems)?;
        Some((single(&challenge), vec![challenge]))
    });
    let (head, challenges) = read.map_or((None, Vec::new()), |(head, challenges)| (Some(head), challenges));
    finish(head, challenges, diagnostics, (Origin::File(path.to_owned()), content)).map_err(broken)
}

/// The text of the file that holds a challenge: of a pack from `origin` with the id `pack`, in which it has `index`.
pub(super) fn source(
    origin: &Origin,
    pack: &str,
    challenge: &str,
    index: Option<usize>,
) -> Result<ChallengeSource, Box<Diagnostic>> {
    let file = format!("{challenge}.toml");
    let missing = |name: &str| Box::new(about_file(name, "missing-file", "there is no such challenge", ""));
    let (name, bytes, index) = match origin {
        Origin::BuiltIn => {
            let folder = BUILT_IN.get_dir(pack).ok_or_else(|| missing(pack))?;
            let place = Place::Embedded(folder);
            (place.name_of(&file), place.read(&file, MOST_FILE)?, None)
        }
        Origin::Folder(folder) => {
            let place = Place::Disk(folder);
            (place.name_of(&file), place.read(&file, MOST_FILE)?, None)
        }
        Origin::File(path) => {
            let bytes = read_file(path, MOST_BUNDLE)?;
            (path.to_string_lossy().into_owned(), bytes, Some(index.ok_or_else(|| missing(challenge))?))
        }
    };
    let source = Source::from_bytes(&name, bytes)?;
    // A file that is a challenge itself has no list of them.
    let bundled =
        toml::de::DeTable::parse(source.text()).is_ok_and(|t| t.get_ref().contains_key("challenge"));
    Ok(ChallengeSource::new(&name, source.into_text(), index.filter(|_| bundled)))
}

/// The text of the file that holds a pack's head.
pub(super) fn head(origin: &Origin, pack: &str) -> Result<ChallengeSource, Box<Diagnostic>> {
    let (name, bytes) = match origin {
        Origin::BuiltIn => {
            let missing = || Box::new(about_file(pack, "missing-file", "there is no such pack", ""));
            let place = Place::Embedded(BUILT_IN.get_dir(pack).ok_or_else(missing)?);
            (place.name_of(HEAD), place.read(HEAD, MOST_FILE)?)
        }
        Origin::Folder(folder) => {
            let place = Place::Disk(folder);
            (place.name_of(HEAD), place.read(HEAD, MOST_FILE)?)
        }
        Origin::File(path) => (path.to_string_lossy().into_owned(), read_file(path, MOST_BUNDLE)?),
    };
    let source = Source::from_bytes(&name, bytes)?;
    Ok(ChallengeSource::new(&name, source.into_text(), None))
}

/// The pack around a challenge that is played from its own file.
fn single(challenge: &Challenge) -> Head {
    let pack = Pack {
        id: "single".into(),
        title: challenge.title.clone(),
        promise: "A single challenge from a file.".into(),
        version: "0".into(),
        authors: Vec::new(),
        licence: String::new(),
        allows: Vec::new(),
        challenges: Vec::new(),
    };
    Head { pack, order: Vec::new() }
}

fn read_bundle(
    fields: &Fields,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Option<(Head, Vec<Challenge>)> {
    let head = match fields.table("pack", problems) {
        Some(section) => pack::read(section, problems),
        None => {
            if !fields.has("pack") {
                problems.error("missing-key", fields.span(), "`[pack]` is missing in a bundled pack", "");
            }
            None
        }
    };
    let tables = fields.tables("challenge", problems);
    if tables.is_empty() {
        problems.error("missing-key", fields.span(), "a bundled pack needs at least one `[[challenge]]`", "");
    }
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut seen = BTreeSet::new();
    for section in tables {
        if let Some(id) = section.table.get("id")
            && let Some(text) = id.get_ref().as_str().filter(|t| !seen.insert(t.to_string()))
        {
            let message = format!("there are two challenges `{}`", super::table::short(text));
            problems.error("duplicate-id", id.span(), message, "");
        }
        challenges.extend(challenge::read(section, catalogue, problems));
    }
    let head = head?;
    if !head.order.is_empty() && !head.order.iter().map(|(id, _)| id).eq(challenges.iter().map(|c| &c.id)) {
        let message = "`order` is not the order of the challenges in the file";
        problems.error("bad-order", head.order[0].1.clone(), message, "leave `order` out of a bundled pack");
    }
    Some((head, challenges))
}

/// The packs in a folder that is no pack itself: its sub-folders with a `pack.toml`, and its bundled files. Sorted.
pub(super) fn packs_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)?.take(MOST_ENTRIES) {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
        let is_pack =
            path.join(HEAD).is_file() || path.is_file() && path.extension().is_some_and(|e| e == "toml");
        if is_pack && !hidden {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a folder is a pack itself.
pub(super) fn is_pack(folder: &Path) -> bool {
    folder.join(HEAD).exists()
}

/// Does the same with every item, on all cores where there are enough items to be worth it. Results in the order of the items.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    /// Fewer items than this for each thread are not worth starting one.
    const SHARE: usize = 8;
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(items.len().div_ceil(SHARE)).max(1);
    if threads == 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, items.get(i)?)))
        {
            done.push((index, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let mut all = worker();
        for handle in handles {
            match handle.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
