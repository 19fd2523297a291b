//! The player's settings: one TOML file, every key of it optional.

use crate::content::Diagnostic;
use crate::content::keys::{ANY, Choices, FileKind, Key, NAME, Shape, Table, Value};
use crate::content::source::{Problems, Source, about_file};
use crate::content::table::{Section, short};
use crate::context::Context;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The settings.
pub static CONFIG_FILE: FileKind =
    FileKind { name: "config", title: "Settings of Riskline", table: &SETTINGS };

static SETTINGS: Table = Table::new(
    "the settings",
    "The settings of one player. Every key may be left out.",
    &[
        Key::new("theme", Shape::Choice(&Theme::ALL), "How things look.").or(Value::Text("auto")),
        Key::new(
            "mouse",
            Shape::Flag,
            "Whether the program takes the mouse. Without it, the terminal's own selection works.",
        )
        .or(Value::Flag(true)),
        Key::new(
            "editor",
            NAME,
            "The command that edits a patch, such as `\"vim\"`. Without it: `$VISUAL`, then `$EDITOR`.",
        ),
        Key::new(
            "packs",
            Shape::List(&NAME, ANY),
            "More folders with packs. A relative path counts from the folder of this file; `~` is your home folder.",
        ),
        Key::new(
            "keys",
            Shape::TextsByName,
            "Other keys for actions: `undo = [\"u\", \"ctrl-z\"]`. `riskline config --keys` lists every action with its keys. What stands here takes the place of all keys of that action; an empty list takes them away.",
        ),
    ],
);

/// A file larger than this is not read: no settings are.
const MOST_BYTES: u64 = 256 * 1024;

/// What can be set. The default is what holds without a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How things look.
    pub theme: Theme,
    /// Whether the program takes the mouse; without it the terminal's own selection works.
    pub mouse: bool,
    /// The command that edits a patch, instead of the one that the environment names.
    pub editor: Option<String>,
    /// More folders with packs.
    pub packs: Vec<PathBuf>,
    /// Other keys: the name of an action, and its keys as they are written. Only the key table knows whether both exist.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Default for Config {
    fn default() -> Self {
        Self { theme: Theme::Auto, mouse: true, editor: None, packs: Vec::new(), keys: BTreeMap::new() }
    }
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark or light by the terminal's background.
    Auto,
    Dark,
    Light,
    /// The terminal's own sixteen colours.
    Sixteen,
    /// No colours: bold, reverse and underline only.
    None,
}

impl Theme {
    /// Every theme by its name in the file.
    pub const ALL: Choices<Theme> = Choices(&[
        ("auto", Theme::Auto, "Dark or light, by the terminal's background."),
        ("dark", Theme::Dark, "For a dark background."),
        ("light", Theme::Light, "For a light background."),
        ("16", Theme::Sixteen, "The terminal's own sixteen colours."),
        ("none", Theme::None, "No colours: bold, reverse and underline only."),
    ]);

    /// Its name in the file.
    pub fn id(self) -> &'static str {
        Self::ALL.0.iter().find(|(_, theme, _)| *theme == self).map_or("auto", |(id, ..)| id)
    }
}

/// What came of reading the settings. With any problem the settings are the defaults, all of them.
#[derive(Debug)]
pub struct LoadedConfig {
    /// What holds.
    pub config: Config,
    /// The file; `None` where the system names no folder for it.
    pub path: Option<PathBuf>,
    /// Whether the file is there.
    pub exists: bool,
    /// Everything that is wrong with it.
    pub problems: Vec<Diagnostic>,
    source: Option<Source>,
    key_places: BTreeMap<String, Range<usize>>,
}

impl LoadedConfig {
    /// Reads the settings. A file that is not there is fine.
    pub fn read(context: &Context) -> Self {
        match context.folders.config_file() {
            Some(path) => Self::read_file(&path, context.folders.home.as_deref()),
            None => Self::defaults(None),
        }
    }

    /// Reads the settings in the file at `path`. `home` is what `~` stands for.
    pub fn read_file(path: &Path, home: Option<&Path>) -> Self {
        let mut loaded = Self::defaults(Some(path.to_owned()));
        let bytes = match read_bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return loaded,
            Err(error) => {
                loaded.exists = true;
                let help = "mend or remove the file; until then the defaults hold";
                let message = format!("the settings cannot be read: {error}");
                loaded.problems.push(about_file(&path.to_string_lossy(), "unreadable", message, help));
                return loaded;
            }
        };
        loaded.exists = true;
        match Source::from_bytes(&path.to_string_lossy(), bytes) {
            Ok(source) => loaded.parse(source, path.parent().unwrap_or(Path::new("")), home),
            Err(problem) => loaded.problems.push(*problem),
        }
        loaded
    }

    fn defaults(path: Option<PathBuf>) -> Self {
        Self {
            config: Config::default(),
            path,
            exists: false,
            problems: Vec::new(),
            source: None,
            key_places: BTreeMap::new(),
        }
    }

    fn parse(&mut self, source: Source, folder: &Path, home: Option<&Path>) {
        let mut problems = Problems::new(&source);
        let (table, errors) = DeTable::parse_recoverable(source.text());
        for error in errors {
            problems.error("toml", error.span().unwrap_or(0..0), error.message().trim(), "");
        }
        let mut config = Config::default();
        if !problems.has_errors() {
            let fields = Section::new(&SETTINGS, table.span(), table.get_ref()).fields(&mut problems);
            config.theme = fields.choice("theme", &mut problems).unwrap_or(config.theme);
            config.mouse = fields.flag("mouse", &mut problems).unwrap_or(config.mouse);
            config.editor = fields
                .text("editor", &mut problems)
                .map(|text| text.value.trim().to_owned())
                .filter(|editor| !editor.is_empty());
            for text in fields.texts("packs", &mut problems) {
                match folder_of(text.value, folder, home) {
                    Some(path) => config.packs.push(path),
                    None => problems.error(
                        "no-home",
                        text.span,
                        "this system names no home folder that `~` could stand for",
                        "write the whole path",
                    ),
                }
            }
            if let Some(keys) = fields.by_name("keys", &mut problems) {
                (config.keys, self.key_places) = read_keys(keys, &mut problems);
            }
        }
        self.problems = problems.into_list();
        if self.problems.is_empty() {
            self.config = config;
        }
        self.source = Some(source);
    }

    /// A problem that the key table has with the keys of an action, at its place in the file.
    pub fn key_problem(&self, action: &str, message: &str) -> Diagnostic {
        match (&self.source, self.key_places.get(action)) {
            (Some(source), Some(place)) => {
                let mut problems = Problems::new(source);
                problems.error("keys", place.clone(), message, "");
                problems.into_list().swap_remove(0)
            }
            _ => {
                let path = self.path.as_deref().unwrap_or(Path::new("")).to_string_lossy();
                about_file(&path, "keys", message, "")
            }
        }
    }

    /// Falls back on the defaults because of problems found outside the file's own rules, such as clashing keys.
    pub fn refuse(&mut self, problems: Vec<Diagnostic>) {
        if !problems.is_empty() {
            self.problems.extend(problems);
            self.config = Config::default();
        }
    }
}

/// The `[keys]`, and where each action stands. One key may be written without a list.
fn read_keys(
    table: &DeTable<'_>,
    problems: &mut Problems<'_>,
) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, Range<usize>>) {
    let (mut keys, mut places) = (BTreeMap::new(), BTreeMap::new());
    for (action, value) in table {
        let text = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(text) => Some(text.clone().into_owned()),
            _ => None,
        };
        let list = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(text).collect(),
            _ => text(value).map(|one| vec![one]),
        };
        let name = action.get_ref().clone().into_owned();
        let Some(list) = list else {
            let message = format!("the keys of `{}` must be a text or a list of texts", short(&name));
            problems.error("wrong-type", value.span(), message, "write for example `[\"x\", \"ctrl-s\"]`");
            continue;
        };
        places.insert(name.clone(), action.span());
        keys.insert(name, list);
    }
    (keys, places)
}

/// A folder as it is written: `~` is home, anything relative lies beside the file.
fn folder_of(text: &str, beside: &Path, home: Option<&Path>) -> Option<PathBuf> {
    let below_home = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match below_home {
        Some(rest) => Some(home?.join(rest.trim_start_matches(['/', '\\']))),
        None => Some(beside.join(text)),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if meta.len() > MOST_BYTES {
        return Err(io::Error::other(format!("it is larger than {} KiB", MOST_BYTES / 1024)));
    }
    fs::read(path)
}

/// What `riskline config --init` writes: every setting with its default and what it means.
pub const COMMENTED: &str = r#"# Settings of riskline. Every line that is commented out shows what holds without it.

# How things look: "auto" (dark or light, by the terminal's background), "dark", "light",
# "16" (the terminal's own sixteen colours) or "none" (bold and underline only).
# theme = "auto"

# Whether the program takes the mouse. Without it, the terminal's own selection works.
# mouse = true

# The command that edits a patch. Without it: $VISUAL, then $EDITOR.
# editor = "vim"

# More folders with packs. A relative path counts from this file's folder; ~ is your home folder.
# packs = ["~/riskline-packs"]

# Other keys. `riskline config --keys` lists every action with its keys. What stands here takes
# the place of all keys of that action; an empty list takes them away.
# A key is a character, or one of space, enter, esc, tab, up, down, left, right, home, end, pgup,
# pgdn, backspace, delete, insert, f1 to f24; with ctrl-, alt- or shift- before it.
[keys]
# undo = ["u", "ctrl-z"]
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> LoadedConfig {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, text).unwrap();
        let mut loaded = LoadedConfig::read_file(&path, Some(Path::new("/home/ana")));
        for problem in &mut loaded.problems {
            problem.file = "config.toml".to_owned();
        }
        loaded
    }

    fn report(text: &str) -> String {
        let loaded = read(text);
        assert_eq!(loaded.config, Config::default(), "with a problem the defaults hold");
        loaded.problems.iter().map(|p| p.render(false)).collect()
    }

    #[test]
    fn without_a_file_the_defaults_hold() {
        let loaded = LoadedConfig::read_file(Path::new("/nowhere/config.toml"), None);
        assert_eq!((loaded.config, loaded.exists), (Config::default(), false));
        assert!(loaded.problems.is_empty());
        assert_eq!(read("").config, Config::default());
    }

    #[test]
    fn the_commented_file_holds_the_defaults_and_every_line_of_it_can_be_used() {
        let loaded = read(COMMENTED);
        assert!(loaded.problems.is_empty() && loaded.exists);
        assert_eq!(loaded.config, Config::default());
        let used: String = COMMENTED
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if setting.split(' ').nth(1) == Some("=") => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let loaded = read(&used);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        assert_eq!(loaded.config.editor.as_deref(), Some("vim"));
        assert_eq!(loaded.config.packs, [PathBuf::from("/home/ana/riskline-packs")]);
        assert_eq!(loaded.config.keys["undo"], ["u", "ctrl-z"]);
    }

    #[test]
    fn everything_can_be_set() {
        let loaded = read(
            "theme = \"16\"\nmouse = false\npacks = [\"mine\", \"/x\"]\n[keys]\nquit = \"Q\"\nundo = []\n",
        );
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let config = &loaded.config;
        assert_eq!((config.theme, config.mouse, config.editor.clone()), (Theme::Sixteen, false, None));
        assert_eq!(config.packs, [loaded.path.as_ref().unwrap().with_file_name("mine"), PathBuf::from("/x")]);
        assert_eq!(config.keys["quit"], ["Q"]);
        assert!(config.keys["undo"].is_empty());
    }

    #[test]
    fn each_fault_is_said_with_its_place_and_the_nearest_name() {
        insta::assert_snapshot!(report("theme = \"drak\"\nmuose = true\nmouse = 1\n[keys]\nundo = 3\n"), @r#"
        config.toml:1:9: error: `drak` is no theme of the settings [unknown-value]
         1 | theme = "drak"
           |         ^^^^^^
           = did you mean `dark`? Possible are: auto, dark, light, 16, none
        config.toml:2:1: error: `muose` is not a key of the settings [unknown-key]
         2 | muose = true
           | ^^^^^
           = did you mean `mouse`?
        config.toml:3:9: error: `mouse` must be `true` or `false`, not a whole number [wrong-type]
         3 | mouse = 1
           |         ^
        config.toml:5:8: error: the keys of `undo` must be a text or a list of texts [wrong-type]
         5 | undo = 3
           |        ^
           = write for example `["x", "ctrl-s"]`
        "#);
    }

    #[test]
    fn text_that_is_no_toml_is_said_with_its_place() {
        insta::assert_snapshot!(report("theme = \"dark\nmouse = \n"), @r#"
        config.toml:1:14: error: invalid basic string, expected `"` [toml]
         1 | theme = "dark
           |              ^
        config.toml:2:9: error: string values must be quoted, expected literal string [toml]
         2 | mouse = 
           |         ^
        "#);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let loaded = LoadedConfig::read_file(folder.path(), None);
        assert_eq!(loaded.problems[0].message, "the settings cannot be read: it is not a file");
        assert_eq!(read(&"# long\n".repeat(50_000)).problems.len(), 1);
    }

    #[test]
    fn a_fault_of_the_key_table_finds_its_place() {
        let mut loaded = read("[keys]\nundo = \"u\"\nquit = \"u\"\n");
        let problem = loaded.key_problem("quit", "`u` stands for both `undo` and `quit`");
        assert_eq!(problem.place.as_ref().map(|p| (p.line, p.column)), Some((3, 1)));
        assert!(loaded.key_problem("other", "x").place.is_none());
        loaded.refuse(vec![problem]);
        assert_eq!(loaded.config, Config::default());
    }

    #[test]
    fn home_is_known_or_missed() {
        assert_eq!(folder_of("~/a", Path::new("/c"), Some(Path::new("/h"))), Some(PathBuf::from("/h/a")));
        assert_eq!(folder_of("~", Path::new("/c"), Some(Path::new("/h"))), Some(PathBuf::from("/h")));
        assert_eq!(folder_of("~ana/x", Path::new("/c"), None), Some(PathBuf::from("/c/~ana/x")));
        assert_eq!(folder_of("~/a", Path::new("/c"), None), None);
    }
}
