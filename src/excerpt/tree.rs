//! Where the code comes from: a folder on disk of which nothing outside is ever read.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The most bytes of a file that are read.
pub const MOST_FILE: u64 = 1024 * 1024;
/// The most files of a tree that are looked at.
const MOST_FILES: usize = 20_000;
/// How deep folders are followed.
const DEEPEST: usize = 40;

/// Folders with code of others, or with what was made from the code.
const SKIPPED: &[&str] = &[
    "node_modules",
    "bower_components",
    "vendor",
    "third_party",
    "target",
    "dist",
    "build",
    "out",
    "venv",
    "env",
    "__pycache__",
    "site-packages",
    "coverage",
];

/// Why a file of the tree is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("its path leads out of the source folder")]
    Outside,
    #[error("there is no such file in the source folder")]
    Missing,
    #[error("it is no ordinary file")]
    NotAFile,
    #[error("it is larger than {} KiB", MOST_FILE / 1024)]
    TooLarge,
    #[error("it is not UTF-8 text")]
    NotText,
    #[error("it cannot be read: {0}")]
    Failed(String),
}

/// A tree of files with paths of `/` and names below its root.
pub trait Sources {
    /// The text of a file, with plain line ends.
    ///
    /// # Errors
    /// Where there is none, or it is not to be read.
    fn read(&self, path: &str) -> Result<String, Unreadable>;

    /// Every path that may hold code of the project, sorted.
    fn paths(&self) -> &[String];

    /// Those of the paths whose files hold a text.
    fn holding(&self, text: &str) -> Vec<String> {
        let holds = |path: &&String| self.read(path).is_ok_and(|code| code.contains(text));
        self.paths().iter().filter(holds).cloned().collect()
    }
}

/// A folder on disk.
#[derive(Debug)]
pub struct WorkTree {
    root: PathBuf,
    paths: Vec<String>,
}

impl WorkTree {
    /// Opens a folder and lists its files. Links are not followed.
    ///
    /// # Errors
    /// Where it is no folder or cannot be read.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let root = root.canonicalize()?;
        if !root.is_dir() {
            return Err(std::io::ErrorKind::NotADirectory.into());
        }
        let mut paths = Vec::new();
        list(&root, "", 0, &mut paths)?;
        paths.sort();
        Ok(Self { root, paths })
    }

    /// The folder, with links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether there is such an ordinary file.
    pub fn has(&self, path: &str) -> bool {
        self.real_path(path).is_ok_and(|real| real.is_file())
    }

    /// Where a file really is; links within the tree may lead out of it.
    fn real_path(&self, path: &str) -> Result<PathBuf, Unreadable> {
        let relative = Path::new(path);
        if path.is_empty() || !relative.components().all(|c| matches!(c, Component::Normal(_))) {
            return Err(Unreadable::Outside);
        }
        let real = self.root.join(relative).canonicalize().map_err(failed)?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(Unreadable::Outside) }
    }
}

fn failed(error: std::io::Error) -> Unreadable {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Unreadable::Missing,
        _ => Unreadable::Failed(error.to_string()),
    }
}

impl Sources for WorkTree {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let real = self.real_path(path)?;
        let meta = fs::metadata(&real).map_err(failed)?;
        if !meta.is_file() {
            return Err(Unreadable::NotAFile);
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&real).map_err(failed)?;
        // The file may have grown since.
        file.take(MOST_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
        text_of(bytes)
    }

    fn paths(&self) -> &[String] {
        &self.paths
    }
}

/// Bytes as text with plain line ends.
pub(crate) fn text_of(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.len() as u64 > MOST_FILE {
        return Err(Unreadable::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| Unreadable::NotText)?;
    if text.contains('\0') {
        return Err(Unreadable::NotText);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Whether the folder or file of that name is passed over when a tree is listed.
pub(crate) fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || SKIPPED.contains(&name)
}

fn list(folder: &Path, prefix: &str, depth: usize, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if paths.len() >= MOST_FILES || is_skipped(&name) {
            continue;
        }
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < DEEPEST => {
                // A folder that cannot be listed holds nothing that could be read.
                let _ = list(&entry.path(), &path, depth + 1, paths);
            }
            Ok(kind) if kind.is_file() => paths.push(path),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> (tempfile::TempDir, WorkTree) {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        };
        write("secret.txt", b"outside");
        write("code/app.py", "\u{feff}a = 1\r\nb = 2\r\n".as_bytes());
        write("code/image.py", &[0xff, 0xfe, 0]);
        write("code/node_modules/x/index.js", b"x");
        write("code/.git/config", b"x");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.txt", folder.path().join("code/link.py")).expect("a link");
        let tree = WorkTree::open(&folder.path().join("code")).expect("it opens");
        (folder, tree)
    }

    #[test]
    fn only_the_projects_own_files_are_listed() {
        let (_folder, tree) = tree();
        assert_eq!(tree.paths(), ["app.py", "image.py"]);
    }

    #[test]
    fn nothing_outside_of_the_folder_is_read() {
        let (_folder, tree) = tree();
        assert_eq!(tree.read("app.py").as_deref(), Ok("a = 1\nb = 2\n"));
        assert_eq!(tree.read("image.py"), Err(Unreadable::NotText));
        assert_eq!(tree.read("none.py"), Err(Unreadable::Missing));
        for path in ["../secret.txt", "/etc/passwd", "./../secret.txt", "a/../../secret.txt", "", "."] {
            assert_eq!(tree.read(path), Err(Unreadable::Outside), "{path}");
        }
        #[cfg(unix)]
        assert_eq!(tree.read("link.py"), Err(Unreadable::Outside));
    }
}
