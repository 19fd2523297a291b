//! Asks git about a repository. Beside the player's editor git is the only other program that is ever started, never through a shell, and none of
//! what the repository or its owner has configured can make it start a third.

use crate::excerpt::{MOST_FILE, Sources, Unreadable, is_skipped, text_of};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The most bytes of an answer but for files.
const MOST_ANSWER: u64 = 8 * 1024 * 1024;

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    #[error("git could not be started: {0}")]
    NotStarted(std::io::Error),
    #[error("git could not be read from: {0}")]
    NotRead(std::io::Error),
    #[error("the answer of git is longer than {} MiB", MOST_ANSWER / 1024 / 1024)]
    TooLong,
    #[error("git says: {0}")]
    Refused(String),
}

/// A repository.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
}

/// One commit's files.
#[derive(Debug)]
pub struct Tree<'r> {
    repository: &'r Repository,
    /// The commit's full name.
    pub commit: String,
    /// Every file, sorted.
    all: Vec<String>,
    /// Those that are likely the project's own code.
    paths: Vec<String>,
}

/// A file that differs between two commits, and is in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub before: String,
    pub after: String,
}

impl Repository {
    /// The repository that a folder lies in; all paths count from its top.
    ///
    /// # Errors
    /// Where there is no git, or no repository.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        let here = Self { folder: folder.to_owned() };
        let top = here.text(["rev-parse", "--show-toplevel"])?;
        Ok(Self { folder: PathBuf::from(top.trim_end_matches(['\r', '\n'])) })
    }

    /// The full name of the commit that a revision stands for.
    ///
    /// # Errors
    /// Where it stands for none.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let wanted = format!("{revision}^{{commit}}");
        let name = self.text(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
        let unknown = || GitError::Refused(format!("`{revision}` is no commit of this repository"));
        name.map_err(|error| match error {
            GitError::Refused(_) => unknown(),
            other => other,
        })
        .map(|name| name.trim().to_owned())
    }

    /// The commit at which the history of two parted.
    ///
    /// # Errors
    /// Where they have nothing in common.
    pub fn merge_base(&self, a: &str, b: &str) -> Result<String, GitError> {
        self.text(["merge-base", "--end-of-options", a, b]).map(|name| name.trim().to_owned())
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// Where git does not give them.
    pub fn tree(&self, commit: &str) -> Result<Tree<'_>, GitError> {
        let listed =
            self.text(["ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", commit])?;
        let mut all: Vec<String> = listed.split('\0').filter(|p| !p.is_empty()).map(str::to_owned).collect();
        all.sort();
        let paths = all.iter().filter(|path| !path.split('/').any(is_skipped)).cloned().collect();
        Ok(Tree { repository: self, commit: commit.to_owned(), all, paths })
    }

    /// The files that were changed, moved or added between two commits, below `only` where that names any.
    ///
    /// # Errors
    /// Where git does not give them.
    pub fn changes(&self, before: &str, after: &str, only: &[String]) -> Result<Vec<Change>, GitError> {
        let mut args = vec!["diff-tree", "-r", "-z", "-M", "--no-ext-diff", "--no-textconv", "--name-status"];
        args.extend(["--diff-filter=AMR", "--end-of-options", before, after, "--"]);
        args.extend(only.iter().map(String::as_str));
        let answer = self.text(args)?;
        let mut fields = answer.split('\0').filter(|field| !field.is_empty());
        let mut changes = Vec::new();
        while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
            let after = if status.starts_with('R') { fields.next().unwrap_or(path) } else { path };
            let before = if status.starts_with('A') { "" } else { path };
            changes.push(Change { before: before.to_owned(), after: after.to_owned() });
        }
        Ok(changes)
    }

    /// The messages of the commits that are in `after` and not in `before`, the oldest first, at most `most`.
    ///
    /// # Errors
    /// Where git does not give them.
    pub fn messages(&self, before: &str, after: &str, most: usize) -> Result<Vec<String>, GitError> {
        let count = format!("--max-count={most}");
        let range = format!("{before}..{after}");
        let args = [
            "log",
            &count,
            "--no-show-signature",
            "--no-notes",
            "--format=%B%x00",
            "--end-of-options",
            &range,
            "--",
        ];
        let answer = self.text(args)?;
        let mut messages: Vec<String> =
            answer.split('\0').map(|m| m.trim().to_owned()).filter(|m| !m.is_empty()).collect();
        messages.reverse();
        Ok(messages)
    }

    fn text<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Result<String, GitError> {
        let bytes = self.run(args, MOST_ANSWER)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>, most: u64) -> Result<Vec<u8>, GitError> {
        let mut child = command(&self.folder)
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(GitError::NotStarted)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let read = |stream: Option<Box<dyn std::io::Read + Send>>, most: u64| {
            let mut bytes = Vec::new();
            let read = stream.map(|stream| stream.take(most).read_to_end(&mut bytes));
            read.transpose().map(|_| bytes)
        };
        // Both are read at once: a full pipe would keep git waiting.
        let (answer, complaint) = std::thread::scope(|scope| {
            let errors = scope.spawn(|| read(stderr.map(|s| Box::new(s) as _), 64 * 1024));
            let answer = read(stdout.map(|s| Box::new(s) as _), most + 1);
            if answer.as_ref().is_ok_and(|bytes| bytes.len() as u64 > most) {
                // Git would wait for somebody to read the rest; that it has ended already is as good.
                let _ = child.kill();
            }
            (answer, errors.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let status = child.wait().map_err(GitError::NotRead)?;
        let answer = answer.map_err(GitError::NotRead)?;
        if answer.len() as u64 > most {
            return Err(GitError::TooLong);
        }
        if status.success() {
            return Ok(answer);
        }
        let complaint = complaint.unwrap_or_default();
        let complaint = String::from_utf8_lossy(&complaint);
        let first =
            complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing, but it failed");
        Err(GitError::Refused(first.trim_start_matches("fatal: ").chars().take(300).collect()))
    }
}

/// Git in a folder, with everything off that could start another program or change the form of its answers.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "--no-replace-objects", "--no-optional-locks"]);
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=",
        "core.quotePath=false",
        "core.pager=",
        "log.showSignature=false",
        "diff.external=",
        "diff.noprefix=false",
        "i18n.logOutputEncoding=UTF-8",
        // A commit that is not there is not fetched.
        "protocol.allow=never",
    ] {
        command.args(["-c", setting]);
    }
    // What a hook or a caller has set must not point to another repository.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("GIT_")) {
            command.env_remove(name);
        }
    }
    let quiet = [
        ("GIT_TERMINAL_PROMPT", OsStr::new("0")),
        ("GIT_NO_LAZY_FETCH", OsStr::new("1")),
        ("LC_ALL", OsStr::new("C")),
    ];
    command.envs(quiet);
    command
}

impl Sources for Tree<'_> {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        if self.all.binary_search_by(|p| p.as_str().cmp(path)).is_err() {
            return Err(Unreadable::Missing);
        }
        let name = format!("{}:{path}", self.commit);
        let args = ["cat-file", "blob", &name];
        match self.repository.run(args, MOST_FILE) {
            Ok(bytes) => text_of(bytes),
            Err(GitError::TooLong) => Err(Unreadable::TooLarge),
            Err(error) => Err(Unreadable::Failed(error.to_string())),
        }
    }

    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn holding(&self, text: &str) -> Vec<String> {
        let args = ["grep", "-l", "-z", "-F", "-I", "--no-textconv", "--full-name", "-e", text, &self.commit];
        // Where nothing holds it, git fails without a word.
        let listed = self.repository.text(args).unwrap_or_default();
        let path = |entry: &str| entry.split_once(':').map(|(_, path)| path.to_owned());
        let mut found: Vec<String> = listed.split('\0').filter_map(path).collect();
        found.retain(|path| self.paths.binary_search(path).is_ok());
        found
    }
}
