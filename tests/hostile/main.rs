//! Packs that were written to do harm, opened through the real program: whatever they hold, it ends with a clear message, in
//! bounded time and memory, without a file made and with nothing on the terminal that steers it.
#![cfg(all(unix, feature = "python", feature = "javascript", feature = "structure"))]

mod checks;
mod files;
mod screen;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes this long; what does has hung.
const PATIENCE: Duration = Duration::from_secs(120);

/// A place of its own for one test: packs in `packs`, the program's home and working folder beside them.
struct Place(TempDir);

/// What came of one call of the program.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        for folder in ["packs", "home", "work"] {
            fs::create_dir(place.path(folder)).expect("a folder");
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file below `packs`, and gives its path.
    fn pack(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path("packs").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path.to_str().expect("a path in UTF-8").to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(args).env_clear().env("RISKLINE_HOME", self.path("home")).env("HOME", self.path("home"));
        command.env("HOSTILE_TOKEN", TOKEN).current_dir(self.path("work"));
        command
    }

    /// Calls the program; whatever the pack is, this much holds.
    fn run(&self, args: &[&str]) -> Ran {
        let before = (listing(&self.path("packs")), listing(&self.path("work")));
        let ran = ended(self.command(args));
        assert_eq!(
            before,
            (listing(&self.path("packs")), listing(&self.path("work"))),
            "{args:?} made files"
        );
        for name in listing(&self.path("home")).keys() {
            assert!(name.starts_with("riskline.db"), "{args:?} made {name}");
        }
        ran.fit_for_a_terminal();
        ran
    }
}

/// What no code of a pack may come to know: it lies in the environment and in a file.
const TOKEN: &str = "token-8d1f6b2c";

/// Every file below a folder with its length; links and pipes are not followed.
fn listing(folder: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        let meta = fs::symlink_metadata(&path).expect("it is there");
        if meta.is_dir() {
            found.extend(
                listing(&path).into_iter().map(|(name, len)| (format!("{}/{name}", path.display()), len)),
            );
        } else {
            found.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), meta.len());
        }
    }
    found
}

/// Runs it to its end; one that does not come fails the test.
fn ended(mut command: Command) -> Ran {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let read = |mut from: Box<dyn Read + Send>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).expect("it can be read");
            String::from_utf8(bytes).expect("UTF-8")
        })
    };
    let out = read(Box::new(child.stdout.take().expect("a pipe")));
    let err = read(Box::new(child.stderr.take().expect("a pipe")));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().expect("it can be killed");
                panic!("{command:?} did not end");
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    Ran { code: status.code(), out: out.join().expect("text"), err: err.join().expect("text") }
}

impl Ran {
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Says every one of these.
    #[track_caller]
    fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part) || self.err.contains(part), "{part:?} is not in {self:#?}");
        }
        self
    }

    #[track_caller]
    fn fit_for_a_terminal(&self) {
        for text in [&self.out, &self.err] {
            let odd = text.chars().find(|c| steers(*c));
            assert!(odd.is_none(), "{odd:?} in {self:#?}");
            assert!(!text.contains("panicked") && !text.contains("stack overflow"), "{self:#?}");
            assert!(text.len() < 2 << 20, "{} bytes were printed", text.len());
        }
        assert!(matches!(self.code, Some(0..=3)), "{self:#?}");
    }
}

/// Whether a character steers a terminal or hides in it. A table of its own: it does not trust the program's.
fn steers(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{3164}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// A challenge in the making, as its author writes it.
#[derive(Clone)]
struct Draft {
    language: &'static str,
    file: &'static str,
    code: String,
    setup: String,
    /// Kind, name and code of each.
    checks: Vec<(&'static str, String, String)>,
    fix: String,
}

impl Draft {
    fn python() -> Self {
        Self {
            language: "python",
            file: "app.py",
            code: "def secret():\n    return 'ana'  # told\n".into(),
            setup: String::new(),
            checks: vec![
                ("function", "it answers".into(), "import app\nexpect(isinstance(app.secret(), str))".into()),
                (
                    "exploit",
                    "it tells".into(),
                    "import app\nexploited(attempt(app.secret).value == 'ana')".into(),
                ),
            ],
            fix: "def secret():\n    return ''  # told\n".into(),
        }
    }

    fn javascript() -> Self {
        Self {
            language: "javascript",
            file: "app.js",
            code: "export function secret() {\n  return 'ana'; // told\n}\n".into(),
            setup: String::new(),
            checks: vec![
                (
                    "function",
                    "it answers".into(),
                    "import { secret } from './app.js';\nexpect(typeof secret() === 'string')".into(),
                ),
                (
                    "exploit",
                    "it tells".into(),
                    "import { secret } from './app.js';\nexploited((await attempt(secret)).value === 'ana')"
                        .into(),
                ),
            ],
            fix: "export function secret() {\n  return ''; // told\n}\n".into(),
        }
    }

    /// With another function check.
    fn function(mut self, name: impl Into<String>, code: impl Into<String>) -> Self {
        self.checks.push(("function", name.into(), code.into()));
        self
    }

    fn text(&self) -> String {
        let Self { language, file, code, setup, checks, fix } = self;
        let mut text = format!(
            "format = 1\nid = 'hostile'\ntitle = 'Told'\nlanguage = '{language}'\nfamily = 'object-ownership'\nminutes = 1\n\
             difficulty = {{ cues = 1, plausibility = 1, distance = 1 }}\nprinciple = 'p'\n[brief]\nprompt = 'p'\nreply = 'r'\n\
             context = ['The caller is anybody.']\n[hints]\nstrategy = 's'\n[[file]]\npath = '{file}'\ncode = '''\n{code}'''\n\
             [[site]]\nid = 'w'\nkind = 'weakness'\nat = '// told'\ncwe = [639]\nseverity = 'low'\nwhy = 'w'\n\
             [[site]]\nkind = 'decoy'\nat = 'secret('\nwhy = 'd'\n[lab]\nsetup = '''\n{setup}\n'''\n"
        );
        if *language == "python" {
            text = text.replace("'// told'", "'# told'");
        }
        for (kind, name, code) in checks {
            let site = if *kind == "exploit" { "site = 'w'\n" } else { "" };
            text += &format!("[[check]]\nkind = '{kind}'\n{site}name = '{name}'\ncode = '''\n{code}\n'''\n");
        }
        text + &format!("[[fix]]\nkind = 'reference'\nnote = 'n'\ncode.'{file}' = '''\n{fix}'''\n")
    }
}
