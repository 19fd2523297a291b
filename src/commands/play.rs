//! `riskline` and `riskline play`: everything that is needed to begin to play.

use super::CommandError;
use super::library::{self, Start};
use super::strangers;
use crate::app::browse;
use crate::app::input::Input;
use crate::app::keymap::KeyMap;
use crate::app::model::{ColourDepth, Finished, Looks, Model, Progress, Screen, Setup, ThemeChoice};
use crate::app::overlay::Overlay;
use crate::app::update;
use crate::config::{Config, LoadedConfig, Theme};
use crate::content::{Level, PackReport, catalogue};
use crate::context::Context;
use crate::store::{Store, StoreError};
use crate::ui;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The game as it begins, and the store in which it is kept.
#[derive(Debug)]
pub struct Game {
    /// On the screen where play begins, with a message for everything that is to be said once.
    pub model: Model,
    /// The player's own, or one in memory where that cannot be used.
    pub store: Store,
}

/// Reads packs and progress and begins at `target`, or on Home. Only a target that means nothing keeps the game from
/// starting: broken packs, unsound settings and a database that cannot be used are said on the screen.
///
/// # Errors
/// Where `target` cannot be played.
pub fn prepare(
    context: &Context,
    settings: &LoadedConfig,
    keys: KeyMap,
    target: Option<&str>,
) -> Result<Game, CommandError> {
    let catalogue = catalogue();
    let mut packs = library::load(context, &catalogue);
    let start = match target {
        Some(target) => library::find(&mut packs, &catalogue, target)?,
        None => Start::Home,
    };
    let (store, mut unkept) = Store::for_play(context)?;
    let (progress, unread) = progress(&store, context.now());
    // What is wrong in a challenge would give it away, so only where it is wrong is said.
    let broken: Vec<String> = packs.problems.iter().filter(|p| p.has_errors()).flat_map(faults).collect();
    let strangers = strangers::strangers(packs.packs.iter(), &store);
    let mut model = Model::new(Setup {
        packs: packs.packs.into_iter().map(|loaded| Arc::new(loaded.pack)).collect(),
        catalogue: Arc::new(catalogue),
        keys,
        looks: looks(context, &settings.config),
        progress,
        mouse: settings.config.mouse,
        light: has_light_background(context),
        unkept: unkept.take().map(|problem| explain(&problem)),
        // The terminal says it before the first frame.
        size: ui::LEAST,
        now: context.now(),
    });
    model.shared.strangers = strangers;
    model.shared.editor = settings.config.editor.clone();
    begin(&mut model, start);
    if !broken.is_empty() {
        let body = format!(
            "The other packs can be played. `riskline pack check` says what is wrong.\n\n```\n{}\n```",
            broken.join("\n")
        );
        model.overlays.push(Overlay::message("Packs that could not be loaded", &body));
    }
    if !settings.problems.is_empty() {
        let faults: String = settings.problems.iter().map(|problem| problem.render(false)).collect();
        let body = format!("The settings are unsound, so the defaults hold.\n\n```\n{faults}\n```");
        model.overlays.push(Overlay::message("Settings", &body));
    }
    if !unread.is_empty() {
        let body: Vec<String> = unread.iter().map(explain).collect();
        model.overlays.push(Overlay::message("Not everything could be read", &body.join("\n\n")));
    }
    Ok(Game { model, store })
}

/// The files of a pack that does not load, each with the lines to be mended.
fn faults(report: &PackReport) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for fault in report.diagnostics.iter().filter(|d| d.level == Level::Error) {
        let line = fault.place.as_ref().map(|place| place.line.to_string());
        lines.entry(&fault.file).or_default().extend(line);
    }
    let one = |(file, lines): (&str, Vec<String>)| match &lines[..] {
        [] => file.to_owned(),
        [line] => format!("{file}, line {line}"),
        lines => format!("{file}, lines {}", lines.join(", ")),
    };
    lines.into_iter().map(one).collect()
}

fn begin(model: &mut Model, start: Start) {
    // What is said at the start lies over whatever screen is chosen.
    let said = std::mem::take(&mut model.overlays);
    match start {
        Start::Home => {}
        Start::Pack(id) => {
            let list = browse::State { filter: Input::new(&id), ..browse::State::default() };
            model.screen = Screen::Browse(list);
        }
        Start::Challenge(key) => update::open(model, &key),
    }
    model.overlays.extend(said);
}

/// A problem of the store as a message: what, where, what to do.
fn explain(problem: &StoreError) -> String {
    let place = problem.path().map(|path| format!("\n{}", path.display())).unwrap_or_default();
    format!("{problem}.{place}\n\n{}", problem.advice())
}

/// What was kept until `now` (Unix time in milliseconds), and what of it could not be read.
pub fn progress(store: &Store, now: i64) -> (Progress, Vec<StoreError>) {
    let mut progress = Progress::default();
    let states = match store.states() {
        Ok(states) => states,
        Err(problem) => return (progress, vec![problem]),
    };
    let mut unread = Vec::new();
    for (key, state) in states {
        if state.begun {
            match store.draft(&key) {
                Ok(Some(draft)) => {
                    progress.drafts.insert(key.clone(), draft);
                }
                // Another instance finished it between the two questions.
                Ok(None) => {}
                Err(problem) => unread.push(problem),
            }
        }
        if let Some(latest) = state.latest {
            let finished = Finished {
                attempts: state.finished,
                score: u32::from(latest.points),
                hash: latest.hash,
                at: latest.at,
            };
            progress.finished.insert(key, finished);
        }
    }
    match (store.past(), store.first_finished(), store.utc_offset(now)) {
        (Ok(past), Ok(first), Ok(offset)) => {
            progress.past = past.read;
            unread.extend(past.unread);
            progress.seed = first.map_or(0, i64::unsigned_abs);
            progress.utc_offset = offset;
        }
        (Err(problem), ..) | (_, Err(problem), _) | (.., Err(problem)) => unread.push(problem),
    }
    (progress, unread)
}

/// How things look: what the settings say, as far as the terminal can show it.
pub fn looks(context: &Context, config: &Config) -> Looks {
    let theme = match config.theme {
        Theme::Dark => ThemeChoice::Dark,
        Theme::Light => ThemeChoice::Light,
        Theme::Auto | Theme::Sixteen | Theme::None => ThemeChoice::Auto,
    };
    let depth = match config.theme {
        _ if context.no_color() => ColourDepth::None,
        Theme::None => ColourDepth::None,
        Theme::Sixteen => colour_depth(context).min(ColourDepth::Sixteen),
        Theme::Auto | Theme::Dark | Theme::Light => colour_depth(context),
    };
    Looks { theme, depth }
}

/// How many colours the terminal says it has.
fn colour_depth(context: &Context) -> ColourDepth {
    let term = context.variable("TERM").unwrap_or_default();
    let colours = context.variable("COLORTERM").unwrap_or_default();
    if term == "dumb" {
        ColourDepth::None
    } else if matches!(colours, "truecolor" | "24bit")
        || context.variable("WT_SESSION").is_some()
        || term.ends_with("-direct")
    {
        ColourDepth::True
    } else if matches!(term, "linux" | "ansi" | "cygwin" | "xterm-color") || term.starts_with("vt") {
        ColourDepth::Sixteen
    } else {
        ColourDepth::Many
    }
}

/// What `COLORFGBG` says of the background; the terminal itself is asked later and knows better.
pub fn has_light_background(context: &Context) -> bool {
    let ground =
        context.variable("COLORFGBG").and_then(|colours| colours.rsplit(';').next()?.parse::<u8>().ok());
    matches!(ground, Some(7 | 9..=15))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::attempt::{ChallengeKey, Draft};
    use std::path::Path;

    fn context() -> Context {
        Context::for_test(Path::new("/nowhere"), 0)
    }

    #[test]
    fn looks_follow_settings_and_terminal() {
        let with = |theme, variables: &[(&str, &str)]| {
            let context = variables.iter().fold(context(), |c, (name, value)| c.with_variable(name, value));
            looks(&context, &Config { theme, ..Config::default() })
        };
        assert_eq!(with(Theme::Auto, &[]), Looks { theme: ThemeChoice::Auto, depth: ColourDepth::Many });
        assert_eq!(with(Theme::Light, &[]).theme, ThemeChoice::Light);
        let true_colour = [("COLORTERM", "truecolor"), ("TERM", "xterm-256color")];
        assert_eq!(with(Theme::Dark, &true_colour).depth, ColourDepth::True);
        assert_eq!(with(Theme::Sixteen, &true_colour).depth, ColourDepth::Sixteen);
        assert_eq!(with(Theme::None, &true_colour).depth, ColourDepth::None);
        assert_eq!(with(Theme::Auto, &[("NO_COLOR", "1"), ("COLORTERM", "24bit")]).depth, ColourDepth::None);
        assert_eq!(with(Theme::Auto, &[("TERM", "linux")]).depth, ColourDepth::Sixteen);
        assert_eq!(with(Theme::Auto, &[("TERM", "dumb")]).depth, ColourDepth::None);
    }

    #[test]
    fn the_background_is_guessed_from_the_environment() {
        for (value, light) in
            [("15;0", false), ("0;15", true), ("0;default;7", true), ("12;8", false), ("x", false)]
        {
            assert_eq!(has_light_background(&context().with_variable("COLORFGBG", value)), light, "{value}");
        }
    }

    #[test]
    fn unfinished_attempts_come_back() {
        let store = Store::in_memory().unwrap();
        let draft = Draft::new(ChallengeKey::new("p", "c"), "h", 1);
        store.save_draft(&draft, 2).unwrap();
        let (progress, unread) = progress(&store, 2);
        assert!(unread.is_empty() && progress.finished.is_empty());
        assert_eq!(progress.drafts[&draft.key], draft);
    }

    #[test]
    fn a_home_that_cannot_be_used_is_said_and_the_game_begins() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("riskline.db"), "not a database at all, not even nearly so")
            .unwrap();
        std::fs::write(folder.path().join("config.toml"), "mouse = 3\n").unwrap();
        let context = Context::for_test(folder.path(), 7);
        let (settings, keys) = crate::commands::config::settings(&context);
        let game = prepare(&context, &settings, keys, None).unwrap();
        assert!(!game.store.is_kept());
        let said: Vec<_> = game
            .model
            .overlays
            .iter()
            .filter_map(|overlay| match overlay {
                Overlay::Message(message) => Some(format!("{}\n{}", message.title, message.body)),
                _ => None,
            })
            .collect();
        let all = said.join("\n\n");
        for part in ["is damaged", "riskline.db", "stays as it is", "config.toml:1:9", "the defaults hold"] {
            assert!(all.contains(part), "{part} is missing in:\n{all}");
        }
    }
}
