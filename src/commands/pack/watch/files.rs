//! Which files of packs have changed: looked at again and again, by their times and sizes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders below a path that are looked into: a folder of packs, a pack.
const DEPTH: usize = 2;
/// Files that are looked at, at most.
const MOST: usize = 10_000;

/// What tells one state of a file from the next.
type Stamp = (Option<SystemTime>, u64);

/// The TOML files at and below some paths.
pub(super) struct Files {
    paths: Vec<PathBuf>,
    /// As they were when somebody was last told.
    told: BTreeMap<PathBuf, Stamp>,
    /// As they were at the last look.
    seen: BTreeMap<PathBuf, Stamp>,
}

impl Files {
    /// The files as they are now.
    pub fn new(paths: &[PathBuf]) -> Self {
        let seen = look(paths);
        Self { paths: paths.to_vec(), told: seen.clone(), seen }
    }

    /// The files that changed, came or went, once nothing has moved between two looks: an editor writes in several steps.
    pub fn changed(&mut self) -> Vec<PathBuf> {
        let now = look(&self.paths);
        if now != self.seen {
            self.seen = now;
            return Vec::new();
        }
        if now == self.told {
            return Vec::new();
        }
        let came_or_changed = now.iter().filter(|(path, stamp)| self.told.get(*path) != Some(stamp));
        let went = self.told.iter().filter(|(path, _)| !now.contains_key(*path));
        let changed = came_or_changed.chain(went).map(|(path, _)| path.clone()).collect();
        self.told = now;
        changed
    }

    /// Whether a change has been seen that may not be over.
    pub fn are_moving(&self) -> bool {
        self.seen != self.told
    }
}

fn look(paths: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    let mut found = BTreeMap::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(it) if it.is_dir() => look_into(path, DEPTH, &mut found),
            Ok(it) => {
                found.insert(path.clone(), (it.modified().ok(), it.len()));
            }
            Err(_) => {}
        }
    }
    found
}

fn look_into(folder: &Path, depth: usize, found: &mut BTreeMap<PathBuf, Stamp>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, Ok(it)) = (entry.path(), entry.metadata()) else { continue };
        if it.is_dir() && depth > 0 {
            look_into(&path, depth - 1, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") && found.len() < MOST {
            found.insert(path, (it.modified().ok(), it.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_when_it_is_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.toml");
        fs::write(&file, "a = 1").expect("written");
        let mut files = Files::new(&[folder.path().to_owned()]);
        assert!(files.changed().is_empty());
        fs::write(&file, "a = 12").expect("written");
        assert!(files.changed().is_empty(), "it may be written on");
        assert!(files.are_moving());
        assert_eq!(files.changed(), std::slice::from_ref(&file));
        assert!(files.changed().is_empty());
        fs::remove_file(&file).expect("removed");
        fs::write(folder.path().join("b.txt"), "no pack").expect("written");
        files.changed();
        assert_eq!(files.changed(), [file]);
        assert!(!files.are_moving());
    }
}
