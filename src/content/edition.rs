//! A pack as it lies on the disk at one moment, for those who look at it while its author writes.

use super::library::{LoadedPack, Origin, PackReport, load_pack};
use super::part::Part;
use crate::core::catalogue::Catalogue;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A pack as it was read at one moment.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Differs from that of another moment where a file was changed in between.
    pub stamp: u64,
    /// The pack, or everything that is wrong with it.
    pub read: Result<Arc<LoadedPack>, PackReport>,
}

/// Reads the pack at `path`, unless its files are as they were when `known` was its stamp.
pub fn edition(path: &Path, known: Option<u64>, catalogue: &Catalogue) -> Option<Edition> {
    // Taken before reading: what is changed meanwhile is then read again.
    let stamp = stamp(path);
    (known != Some(stamp)).then(|| Edition { stamp, read: load_pack(path, catalogue).map(Arc::new) })
}

/// Names, sizes and times of change of the files of a pack.
fn stamp(path: &Path) -> u64 {
    let mut files: Vec<PathBuf> = match std::fs::read_dir(path) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => vec![path.to_owned()],
    };
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let found = std::fs::metadata(&file).ok().map(|meta| (meta.len(), meta.modified().ok()));
        (file, found).hash(&mut hasher);
    }
    hasher.finish()
}

impl LoadedPack {
    /// The file and the line, from 1, at which a part of one of its challenges is written. The first line where the part is not
    /// found; none for a built-in pack.
    pub fn place(&self, challenge: usize, part: &Part) -> Option<(PathBuf, usize)> {
        let challenge = self.pack.challenges.get(challenge)?;
        let file = match &self.origin {
            Origin::BuiltIn => return None,
            Origin::Folder(folder) => folder.join(format!("{}.toml", challenge.id)),
            Origin::File(file) => file.clone(),
        };
        let source = self.source(&challenge.id).ok();
        let start = source.as_ref().and_then(|s| Some(&s.text()[..s.span(challenge, part)?.start]));
        Some((file, start.map_or(1, |text| text.matches('\n').count() + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::catalogue;

    #[test]
    fn a_change_is_seen_and_parts_have_lines() {
        let folder = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        let catalogue = catalogue();
        let first = edition(folder.path(), None, &catalogue).expect("read");
        assert!(edition(folder.path(), Some(first.stamp), &catalogue).is_none());
        let pack = first.read.expect("it loads");
        let (file, line) = pack.place(0, &Part::Site(0)).expect("a place");
        let text = std::fs::read_to_string(&file).unwrap();
        let site = &pack.pack.challenges[0].sites[0];
        let code = pack.pack.challenges[0].files[site.file].code.lines().nth(site.core[0].first() - 1);
        assert_eq!(text.lines().nth(line - 1), code);

        std::fs::write(&file, "title = \n").unwrap();
        let second = edition(folder.path(), Some(first.stamp), &catalogue).expect("it has changed");
        assert!(second.read.is_err_and(|report| report.has_errors()));
    }
}
