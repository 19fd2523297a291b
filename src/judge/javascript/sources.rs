//! The lab's own JavaScript: compiled into the program, or read from the source tree for work on the lab.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The lab's files by their path under `assets/lab/javascript`.
pub(super) struct Sources(BTreeMap<Cow<'static, str>, Cow<'static, str>>);

/// All of them, read once. Has to be called first before the process locks itself in where they are read from disk.
pub(super) fn sources() -> &'static Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    SOURCES.get_or_init(|| Sources(read()))
}

#[cfg(not(feature = "lab-from-disk"))]
fn read() -> BTreeMap<Cow<'static, str>, Cow<'static, str>> {
    static LAB: include_dir::Dir<'static> =
        include_dir::include_dir!("$CARGO_MANIFEST_DIR/assets/lab/javascript");
    let mut found = BTreeMap::new();
    let mut open = vec![&LAB];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                let path = if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() };
                found.insert(path, text.into());
            }
        }
    }
    found
}

#[cfg(feature = "lab-from-disk")]
fn read() -> BTreeMap<Cow<'static, str>, Cow<'static, str>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lab/javascript");
    let mut found = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let (Ok(name), Ok(text)) = (path.strip_prefix(&root), std::fs::read_to_string(&path)) {
                found.insert(name.to_string_lossy().replace('\\', "/").into(), text.into());
            }
        }
    }
    found
}

impl Sources {
    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// The paths of a folder's files.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .keys()
            .map(AsRef::as_ref)
            .filter(move |path: &&str| path.starts_with(folder) && path.ends_with(".js"))
    }

    /// The file that stands for a module of Node's, if the lab has it: `fs/promises`.
    pub fn node(&self, name: &str) -> Option<String> {
        Some(format!("stand/node/{name}.js")).filter(|path| self.text(path).is_some())
    }

    /// The file that stands for a package or a part of it, if the lab has it: `express`, `pg/lib/defaults`.
    pub fn package(&self, name: &str) -> Option<String> {
        let path = format!("stand/{name}.js");
        Some(path).filter(|path| !name.starts_with("node/") && self.text(path).is_some())
    }
}
