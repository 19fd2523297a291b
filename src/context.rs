//! The one value through which time, seed, folders and environment come in.
//!
//! Nothing below the top reads the environment, the clock or the home folder by itself, so that many players can live
//! in one process and a test can stand anywhere in time.

use rand::TryRngCore;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The variables that the program looks at; no others are kept.
const VARIABLES: &[&str] = &[
    "RISKLINE_HOME",
    "NO_COLOR",
    "COLORTERM",
    "COLORFGBG",
    "TERM",
    "TERM_PROGRAM",
    "WT_SESSION",
    "VISUAL",
    "EDITOR",
    "TMPDIR",
];

/// Where the program stands: environment, folders, time, seed. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// Where things are kept.
    pub folders: Folders,
    /// What random choices start from. Different at each start, unless it was given.
    pub seed: u64,
    /// This program's own file; the judge starts it again as its child process.
    pub exe: PathBuf,
    variables: BTreeMap<String, String>,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
}

/// Where things are kept. A folder may not exist yet; `None` where the system names no home folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// Holds the database.
    pub data: Option<PathBuf>,
    /// The player's home folder, which `~` stands for.
    pub home: Option<PathBuf>,
    /// Holds `config.toml`.
    pub config: Option<PathBuf>,
    /// Folders with packs of the player's own, in the order in which they are searched.
    pub packs: Vec<PathBuf>,
}

impl Folders {
    /// The database with all attempts.
    pub fn database(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|folder| folder.join("riskline.db"))
    }

    /// The player's settings.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|folder| folder.join("config.toml"))
    }

    /// The folder for the player's own packs; it may not exist.
    pub fn own_packs(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|folder| folder.join("packs"))
    }

    /// Everything below one folder: settings and database in it, packs in its `packs`.
    pub fn below(home: &Path) -> Self {
        let home = home.to_owned();
        Self {
            packs: vec![home.join("packs")],
            data: Some(home.clone()),
            config: Some(home.clone()),
            home: Some(home),
        }
    }

    /// The folders this system has for such things.
    fn of_system() -> Self {
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        match directories::ProjectDirs::from("", "", "riskline") {
            Some(dirs) => Self {
                data: Some(dirs.data_dir().to_owned()),
                home,
                config: Some(dirs.config_dir().to_owned()),
                packs: vec![dirs.data_dir().join("packs")],
            },
            None => Self { home, ..Self::default() },
        }
    }
}

impl Context {
    /// The real one: this process's environment, this machine's clock and folders. `RISKLINE_HOME` moves every folder.
    pub fn from_system() -> Self {
        let variables: BTreeMap<String, String> = VARIABLES
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), std::env::var_os(name)?)))
            .filter(|(_, value): &(String, OsString)| !value.is_empty())
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect();
        // Asked for again and not taken from above: a path need not be valid Unicode.
        let moved = std::env::var_os("RISKLINE_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
        let folders = match moved {
            Some(moved) => {
                let home = Folders::of_system().home;
                Folders { home, ..Folders::below(&std::path::absolute(&moved).unwrap_or(moved)) }
            }
            None => Folders::of_system(),
        };
        Self {
            folders,
            seed: random_seed(),
            exe: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("riskline")),
            variables,
            clock: Arc::new(system_clock),
        }
    }

    /// One for tests: everything below `home`, no variables, a clock that stands at `now` (Unix milliseconds), seed 1.
    pub fn for_test(home: &Path, now: i64) -> Self {
        Self {
            folders: Folders::below(home),
            seed: 1,
            exe: PathBuf::from("riskline"),
            variables: BTreeMap::new(),
            clock: Arc::new(move || now),
        }
    }

    /// The same with another clock.
    pub fn with_clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The same with one variable set; an empty value unsets it.
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        if value.is_empty() {
            self.variables.remove(name);
        } else {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// The same with more folders to search for packs, after those there are.
    pub fn with_packs(mut self, folders: impl IntoIterator<Item = PathBuf>) -> Self {
        self.folders.packs.extend(folders);
        self
    }

    /// The present: Unix time in milliseconds.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// An environment variable. `None` too where it is empty, and for those that the program has no business with.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Whether colours are unwanted: `NO_COLOR` is set to anything but nothing.
    pub fn no_color(&self) -> bool {
        self.variable("NO_COLOR").is_some()
    }

    /// The editor that the environment names: `VISUAL` before `EDITOR`.
    pub fn editor(&self) -> Option<&str> {
        self.variable("VISUAL").or_else(|| self.variable("EDITOR"))
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("folders", &self.folders)
            .field("seed", &self.seed)
            .field("exe", &self.exe)
            .field("variables", &self.variables)
            .finish_non_exhaustive()
    }
}

/// A number from the system's own randomness; from the clock where it has none to give.
fn random_seed() -> u64 {
    rand::rngs::OsRng.try_next_u64().unwrap_or_else(|_| system_clock().unsigned_abs())
}

/// Unix time in milliseconds. A clock set before 1970 reads as 0.
fn system_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_moves_everything() {
        let context = Context::for_test(Path::new("/somewhere"), 5);
        assert_eq!(context.folders.database(), Some(PathBuf::from("/somewhere/riskline.db")));
        assert_eq!(context.folders.config_file(), Some(PathBuf::from("/somewhere/config.toml")));
        assert_eq!(context.folders.packs, [PathBuf::from("/somewhere/packs")]);
        assert_eq!(context.now(), 5);
    }

    #[test]
    fn an_empty_variable_is_none() {
        let context = Context::for_test(Path::new("/x"), 0).with_variable("EDITOR", "vi");
        assert_eq!(context.editor(), Some("vi"));
        assert_eq!(context.clone().with_variable("VISUAL", "code -w").editor(), Some("code -w"));
        assert!(!context.with_variable("NO_COLOR", "").no_color());
    }

    #[test]
    fn the_system_has_a_time_and_its_own_file() {
        let context = Context::from_system();
        assert!(context.now() > 1_600_000_000_000);
        assert!(context.exe.is_absolute());
    }
}
