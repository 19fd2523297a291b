//! `riskline config`: where the settings are, what holds, and which keys there are.

use super::{CommandError, Exit};
use crate::app::action::{Action, Context as Where};
use crate::app::keymap::{KeyError, KeyMap};
use crate::config::{COMMENTED, Config, LoadedConfig};
use crate::context::Context;
use anstyle::Style;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};

/// The settings, held against the table of keys. With any problem both are the defaults.
pub fn settings(context: &Context) -> (LoadedConfig, KeyMap) {
    let mut loaded = LoadedConfig::read(context);
    match KeyMap::new(&loaded.config.keys) {
        Ok(keys) => (loaded, keys),
        Err(errors) => {
            let problems = errors.iter().map(|error| {
                let place = actions_of(error).into_iter().find(|a| loaded.config.keys.contains_key(*a));
                loaded.key_problem(place.unwrap_or_default(), &error.to_string())
            });
            let problems = problems.collect();
            loaded.refuse(problems);
            (loaded, KeyMap::default())
        }
    }
}

/// The actions that an error is about; the one to blame first.
fn actions_of(error: &KeyError) -> Vec<&str> {
    match error {
        KeyError::UnknownAction(action) | KeyError::NotAKey { action, .. } => vec![action],
        KeyError::Clash { first, second, .. } => vec![second, first],
        KeyError::Typed { action, .. } => vec![action],
    }
}

/// Prints where everything is and what holds, as a settings file that says the same.
///
/// # Errors
/// Where the output cannot be written.
pub fn show(context: &Context, loaded: &LoadedConfig, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let faint = Style::new().dimmed();
    let mut line = |text: &str| writeln!(out, "{faint}{text}{faint:#}");
    let state = match (loaded.exists, loaded.problems.is_empty()) {
        (false, _) => "not there, so the defaults hold; `riskline config --init` writes it",
        (true, false) => "unsound, so the defaults hold",
        (true, true) => "read",
    };
    let shown = |path: Option<std::path::PathBuf>| match path {
        Some(path) => path.display().to_string(),
        None => "nowhere: this system names no home folder; set RISKLINE_HOME".to_owned(),
    };
    line(&format!("# settings: {} ({state})", shown(loaded.path.clone())))?;
    line(&format!("# attempts: {}", shown(context.folders.database())))?;
    for folder in &context.folders.packs {
        line(&format!("# packs in: {}", folder.display()))?;
    }
    if context.no_color() {
        line("# colours are off: NO_COLOR is set, or --no-color was given")?;
    }
    if let (None, Some(editor)) = (&loaded.config.editor, context.editor()) {
        line(&format!("# editor, from the environment: {editor}"))?;
    }
    writeln!(out)?;
    write!(out, "{}", as_toml(&loaded.config))?;
    Ok(if loaded.problems.is_empty() { Exit::Done } else { Exit::Refused })
}

/// The settings as a file that holds them.
fn as_toml(config: &Config) -> String {
    let mut table = toml::Table::new();
    table.insert("theme".to_owned(), config.theme.id().into());
    table.insert("mouse".to_owned(), config.mouse.into());
    if let Some(editor) = &config.editor {
        table.insert("editor".to_owned(), editor.as_str().into());
    }
    let packs = config.packs.iter().map(|path| path.to_string_lossy().into_owned().into()).collect();
    table.insert("packs".to_owned(), toml::Value::Array(packs));
    if !config.keys.is_empty() {
        let keys = config.keys.iter().map(|(action, keys)| (action.clone(), toml::Value::from(keys.clone())));
        table.insert("keys".to_owned(), toml::Value::Table(keys.collect()));
    }
    table.to_string()
}

/// Writes a settings file in which everything is explained and commented out.
///
/// # Errors
/// Where there is one already, or none can be written.
pub fn init(context: &Context, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let Some(path) = context.folders.config_file() else {
        return Err(CommandError::new("this system names no home folder, so there is no place for settings")
            .hint("Set RISKLINE_HOME to a folder of your own."));
    };
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            CommandError::new("there is a settings file already; it stays as it is")
                .in_file(&path)
                .hint("Change it in your editor, or move it away first.")
        }
        _ => CommandError::new(format!("the settings file cannot be written: {error}"))
            .in_file(&path)
            .hint("Give yourself the right to write there, or set RISKLINE_HOME to a folder of your own."),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(COMMENTED.as_bytes()).map_err(failed)?;
    writeln!(out, "{}", path.display())?;
    Ok(Exit::Done)
}

/// Prints every action by the place where it works: its keys, its name for the settings, what it does.
///
/// # Errors
/// Where the output cannot be written.
pub fn keys(keys: &KeyMap, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let bold = Style::new().bold();
    let names = Action::TABLE.iter().map(|row| row.id.len()).max().unwrap_or(0);
    let all: Vec<String> = Action::TABLE
        .iter()
        .map(|row| keys.keys(row.action).iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    let widest = all.iter().map(|keys| keys.chars().count()).max().unwrap_or(0);
    let mut first = true;
    for place in Where::ALL {
        let rows: Vec<_> =
            Action::TABLE.iter().zip(&all).filter(|(row, _)| row.contexts.first() == Some(&place)).collect();
        if rows.is_empty() {
            continue;
        }
        if !first {
            writeln!(out)?;
        }
        first = false;
        writeln!(out, "{bold}{}{bold:#}", place.title())?;
        for (row, keys) in rows {
            writeln!(out, "  {:names$}  {keys:widest$}  {}", row.id, row.help)?;
        }
    }
    Ok(Exit::Done)
}
