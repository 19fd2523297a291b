//! `riskline pack preview`: a challenge from its author's side, in the terminal.

use super::super::play::looks;
use super::super::{CommandError, Exit};
use crate::app::keymap::KeyMap;
use crate::app::model::{Model, Progress, Screen, Setup};
use crate::app::preview::{State, start};
use crate::config::LoadedConfig;
use crate::content::{catalogue, load_pack};
use crate::context::Context;
use crate::store::Store;
use crate::term::{self, TermError};
use crate::ui;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `riskline pack preview` is told.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// A pack's folder, a bundled pack or a challenge file; `PATH/ID` names one challenge of it
    #[arg(value_name = "PATH[/CHALLENGE]")]
    pub path: PathBuf,
}

/// Shows the challenge until its author quits.
///
/// # Errors
/// Where there is no such file or folder, or no terminal.
pub fn run(
    args: &PreviewArgs,
    context: &Context,
    (settings, keys, terminal): (&LoadedConfig, KeyMap, bool),
) -> Result<Exit, CommandError> {
    let (path, wanted) = target(&args.path)?;
    if !terminal {
        return Err(TermError::NoTerminal.into());
    }
    let (store, _) = Store::for_play(context)?;
    let mut model = Model::new(Setup {
        packs: Vec::new(),
        catalogue: Arc::new(catalogue()),
        keys,
        looks: looks(context, &settings.config),
        // Nothing of what was played bears on a preview, and nothing of it is kept.
        progress: Progress::default(),
        mouse: settings.config.mouse,
        light: super::super::play::has_light_background(context),
        unkept: None,
        size: ui::LEAST,
        now: context.now(),
    });
    model.shared.editor = settings.config.editor.clone();
    let trusted = is_trusted(&path, &store);
    model.screen = Screen::Preview(Box::new(State::new(path, wanted, trusted)));
    start(&mut model);
    term::run(context, model, store)?;
    Ok(Exit::Done)
}

/// Whether a pack at this place was let run before. Who writes a pack is not asked at every change.
fn is_trusted(path: &Path, store: &Store) -> bool {
    let Ok(pack) = load_pack(path, &catalogue()) else { return false };
    let known = |origin: &str| store.trusted(&pack.pack.id, origin).unwrap_or_default().is_some();
    pack.provenance().is_none_or(|what| known(&what.origin))
}

/// The pack, and the challenge where one is named.
fn target(path: &Path) -> Result<(PathBuf, Option<String>), CommandError> {
    if path.exists() {
        return Ok((path.to_owned(), None));
    }
    match (path.parent().filter(|parent| parent.exists()), path.file_name()) {
        (Some(parent), Some(name)) if !parent.as_os_str().is_empty() => {
            Ok((parent.to_owned(), Some(name.to_string_lossy().into_owned())))
        }
        _ => Err(CommandError::new("there is no such file or folder").in_file(path).hint(
            "Name a pack's folder, a bundled pack or a challenge file; `PATH/ID` names one challenge of it.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_named_behind_its_pack() {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().to_owned();
        assert_eq!(target(&pack).unwrap(), (pack.clone(), None));
        assert_eq!(target(&pack.join("note-read")).unwrap(), (pack.clone(), Some("note-read".to_owned())));
        let error = target(&pack.join("no/such")).unwrap_err().to_string();
        assert!(error.contains("there is no such file or folder"), "{error}");
    }
}
