//! The packs there are for a player, and what a name or a path among them means.

use super::CommandError;
use crate::content::{Found, Library, Origin, load_pack};
use crate::context::Context;
use crate::core::attempt::ChallengeKey;
use crate::core::catalogue::Catalogue;
use std::path::{Path, PathBuf};

/// Where play begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// On Home.
    Home,
    /// On the list of a pack's challenges.
    Pack(String),
    /// In a challenge.
    Challenge(ChallengeKey),
}

/// Every pack there is for this player: the built-in ones, those in the own folder, and those in the folders that the
/// settings and the command line name.
pub fn load(context: &Context, catalogue: &Catalogue) -> Library {
    let own = context.folders.own_packs();
    // Nobody has promised that the own folder is there; the others were named by somebody.
    let wanted = |folder: &&PathBuf| own.as_ref() != Some(*folder) || folder.exists();
    let folders: Vec<PathBuf> = context.folders.packs.iter().filter(wanted).cloned().collect();
    Library::load(true, &folders, catalogue)
}

/// Finds what `target` means: a path to a pack, a folder of packs or a challenge, else a name among the loaded packs.
/// What a path names is added to the library, in place of a pack of the same id.
///
/// # Errors
/// Where there is no such thing, or the pack at that path is broken.
pub fn find(library: &mut Library, catalogue: &Catalogue, target: &str) -> Result<Start, CommandError> {
    let path = Path::new(target);
    if is_path(target) {
        return open(library, catalogue, path);
    }
    let missing = match library.find(target) {
        Ok(Found::Pack(pack)) => return Ok(Start::Pack(pack.pack.id.clone())),
        Ok(Found::Challenge(pack, challenge)) => {
            return Ok(Start::Challenge(ChallengeKey::new(pack.pack.id.clone(), challenge.id.clone())));
        }
        Err(missing) => missing,
    };
    if path.exists() || in_pack(path).is_some() {
        return open(library, catalogue, path);
    }
    let broken: Vec<&str> =
        library.problems.iter().filter(|p| p.has_errors()).map(|problem| problem.path.as_str()).collect();
    let hint = match broken[..] {
        [] => "`riskline list` shows every pack and challenge.".to_owned(),
        _ => format!(
            "`riskline list` shows every pack and challenge. Could not be loaded: {}; `riskline pack check` says why.",
            broken.join(", ")
        ),
    };
    Err(CommandError::new(missing.to_string()).hint(hint))
}

/// Whether a text can only be meant as a path: ids have neither dots nor backslashes, and at most one slash.
fn is_path(target: &str) -> bool {
    target.contains(['.', '\\', '~']) || target.starts_with('/') || target.matches('/').count() > 1
}

/// The pack and the challenge of it that `PATH/ID` names; none where there is no pack at that path.
fn in_pack(path: &Path) -> Option<(&Path, &str)> {
    let (pack, id) = (path.parent()?, path.file_name()?.to_str()?);
    (pack.is_file() || pack.join("pack.toml").is_file()).then_some((pack, id))
}

fn open(library: &mut Library, catalogue: &Catalogue, path: &Path) -> Result<Start, CommandError> {
    if !path.exists() {
        if let Some((pack, id)) = in_pack(path) {
            return open_challenge(library, catalogue, pack, id);
        }
        return Err(CommandError::new("there is no such file or folder")
            .in_file(path)
            .hint("Name a pack's folder, a bundled pack, or a pack from `riskline list`."));
    }
    if path.is_dir() && !path.join("pack.toml").exists() {
        return open_folder(library, catalogue, path);
    }
    let loaded = load_pack(path, catalogue).map_err(|report| {
        CommandError::new("the pack cannot be played as it is")
            .in_file(path)
            .report(report.render(true))
            .hint("Mend what is reported above; `riskline pack check` says everything about a pack.")
    })?;
    let id = loaded.pack.id.clone();
    let start = match (&loaded.origin, &loaded.pack.challenges[..]) {
        (Origin::File(_), [only]) => Start::Challenge(ChallengeKey::new(id.clone(), only.id.clone())),
        _ => Start::Pack(id.clone()),
    };
    library.packs.retain(|pack| pack.pack.id != id);
    library.packs.push(loaded);
    Ok(start)
}

/// A pack is added, and one challenge of it begins.
fn open_challenge(
    library: &mut Library,
    catalogue: &Catalogue,
    path: &Path,
    id: &str,
) -> Result<Start, CommandError> {
    let (Start::Pack(pack) | Start::Challenge(ChallengeKey { pack, .. })) = open(library, catalogue, path)?
    else {
        return Ok(Start::Home);
    };
    match library.find(&format!("{pack}/{id}")) {
        Ok(Found::Challenge(pack, challenge)) => {
            Ok(Start::Challenge(ChallengeKey::new(pack.pack.id.clone(), challenge.id.clone())))
        }
        Ok(Found::Pack(_)) => Ok(Start::Pack(pack)),
        Err(missing) => Err(CommandError::new(missing.to_string()).in_file(path)),
    }
}

/// A folder that holds packs: all of them are added, and the broken ones reported with the others.
fn open_folder(library: &mut Library, catalogue: &Catalogue, path: &Path) -> Result<Start, CommandError> {
    let found = Library::load(false, &[path.to_owned()], catalogue);
    if found.packs.is_empty() {
        let report: String = found.problems.iter().map(|report| report.render(true)).collect();
        return Err(CommandError::new("no pack in this folder can be played")
            .in_file(path)
            .report(report)
            .hint("A pack is a folder with a `pack.toml`, or one bundled file."));
    }
    library.packs.retain(|pack| found.packs.iter().all(|new| new.pack.id != pack.pack.id));
    let start = match &found.packs[..] {
        [only] => Start::Pack(only.pack.id.clone()),
        _ => Start::Home,
    };
    library.packs.extend(found.packs);
    library.problems.extend(found.problems);
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_a_name() {
        for path in ["./orders", "../x", "/x", "pack.toml", "a\\b", "~/packs", "a/b/c"] {
            assert!(is_path(path), "{path}");
        }
        for name in ["orders-api", "orders-api/order-lookup"] {
            assert!(!is_path(name), "{name}");
        }
    }

    #[test]
    fn a_challenge_is_named_behind_the_path_of_its_pack() {
        let catalogue = crate::content::catalogue();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lints/base");
        let open = |id: &str| {
            let target = fixture.join(id).to_string_lossy().into_owned();
            find(&mut Library::default(), &catalogue, &target)
        };
        let start = open("note-count").expect("found");
        assert!(matches!(start, Start::Challenge(key) if key == ChallengeKey::new("base", "note-count")));
        let error = open("note-cont").unwrap_err().to_string();
        assert!(error.contains("there is no") && error.contains("note-cont"), "{error}");
    }

    #[test]
    fn what_does_not_exist_is_said() {
        let catalogue = crate::content::catalogue();
        let mut library = Library::default();
        let say = |library: &mut Library, target| find(library, &catalogue, target).unwrap_err().to_string();
        assert!(say(&mut library, "nothing-here").contains("there is no pack or challenge `nothing-here`"));
        assert!(say(&mut library, "./nothing-here").contains("there is no such file or folder"));
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().to_string_lossy().into_owned();
        assert!(say(&mut library, &empty).contains("no pack in this folder"));
    }
}
