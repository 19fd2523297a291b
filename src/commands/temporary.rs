//! A folder for what a command needs only while it runs.

use crate::context::Context;
use std::path::PathBuf;
use std::{fs, io};

/// A folder that only this user can look into, and that goes when this value does.
pub(super) struct TemporaryFolder {
    pub path: PathBuf,
}

impl TemporaryFolder {
    /// Makes one; `what` is part of its name.
    pub fn new(context: &Context, what: &str) -> io::Result<Self> {
        let name = format!("riskline-{what}-{}-{:x}", std::process::id(), context.seed);
        let path = std::env::temp_dir().join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self { path })
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed stays where the system clears up by itself.
        let _ = fs::remove_dir_all(&self.path);
    }
}
