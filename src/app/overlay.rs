//! What can lie over a screen: help, the palette of actions, a question, a message.

use super::action::{Action, Context};
use super::event::{Effect, Pane, Target};
use super::input::Input;
use super::keymap::Key;
use super::model::{Model, Screen, Shared};
use super::trust::{self, Trust};
use crate::core::answer::HintLevel;
use crossterm::event::{KeyEvent, MouseEventKind};

/// Something over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    Help(Help),
    Palette(Palette),
    Confirm(Confirm),
    Message(Message),
    Trust(Trust),
}

/// Every key of one screen.
#[derive(Debug, Clone, Copy)]
pub struct Help {
    /// The context that was current when help was asked for.
    pub of: Context,
    pub top: usize,
}

/// The palette of actions.
#[derive(Debug, Clone)]
pub struct Palette {
    /// The context that was current when the palette was opened.
    pub of: Context,
    pub input: Input,
    pub selected: usize,
}

/// A question that wants yes or no.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub title: String,
    /// What will happen; paragraphs.
    pub body: Vec<String>,
    /// What yes does, in a few words: `lock the answer`.
    pub yes: &'static str,
    pub then: Then,
}

/// What follows a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Lock the answer and go on to the reveal.
    Lock,
    /// Take a hint.
    Hint(HintLevel),
    /// Go on with what the patch stage asked about.
    Patch(super::patch::Step),
    /// Do an action once more, this time without asking.
    Do(Action),
    /// End the program.
    Quit,
}

/// A text that is read and closed.
#[derive(Debug, Clone)]
pub struct Message {
    pub title: String,
    pub body: String,
    pub top: usize,
}

impl Overlay {
    /// A message.
    pub fn message(title: &str, body: &str) -> Self {
        Self::Message(Message { title: title.to_owned(), body: body.to_owned(), top: 0 })
    }

    /// Whose keys count while it lies on top.
    pub fn context(&self) -> Context {
        match self {
            Self::Help(_) => Context::Help,
            Self::Palette(_) => Context::Palette,
            Self::Confirm(_) => Context::Confirm,
            Self::Message(_) => Context::Message,
            Self::Trust(_) => Context::Trust,
        }
    }
}

/// The groups of the help screen of a context: a title and its actions, nearest first. Actions without a key are left out.
pub fn help_groups(shared: &Shared, of: Context) -> Vec<(&'static str, Vec<Action>)> {
    of.chain()
        .map(|context| {
            let actions = Action::TABLE
                .iter()
                .filter(|row| row.contexts.contains(&context) && !shared.keys.keys(row.action).is_empty())
                .map(|row| row.action)
                .collect();
            (context.title(), actions)
        })
        .filter(|(_, actions): &(_, Vec<Action>)| !actions.is_empty())
        .collect()
}

/// What the palette lists for what was typed: actions that can do something now, best first.
pub fn palette_list(model: &Model, palette: &Palette) -> Vec<Action> {
    let chain: Vec<Context> = palette.of.chain().collect();
    let hidden = [
        Action::OpenPalette,
        Action::PaletteAnywhere,
        Action::HelpAnywhere,
        Action::PromptAccept,
        Action::PromptCancel,
        Action::PromptUp,
        Action::PromptDown,
        Action::CloseMessage,
    ];
    let words: Vec<String> = palette.input.text().split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, usize, Action)> = Action::TABLE
        .iter()
        .enumerate()
        .filter(|(_, row)| row.contexts.iter().any(|c| chain.contains(c)))
        .filter(|(_, row)| !hidden.contains(&row.action) && model.is_available(row.action))
        .filter_map(|(at, row)| {
            let help = row.help.to_lowercase();
            let rank = words.iter().try_fold(0, |sum, word| Some(sum + rank(row.id, &help, word)?))?;
            let depth = chain.iter().position(|c| row.contexts.contains(c)).unwrap_or(chain.len());
            Some((rank, depth * Action::TABLE.len() + at, row.action))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, action)| action).collect()
}

/// How well a word fits an action; lower is better. Letters that stand apart, in order, are enough in the name.
fn rank(id: &str, help: &str, word: &str) -> Option<usize> {
    if id.starts_with(word) {
        Some(0)
    } else if id.contains(word) {
        Some(1)
    } else if help.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(word)) {
        Some(2)
    } else if help.contains(word) {
        Some(3)
    } else {
        let mut letters = id.chars();
        word.chars().all(|c| letters.any(|l| l == c)).then_some(4)
    }
}

/// Opens help for what lies on top.
pub fn open_help(model: &mut Model) {
    let of = model.context();
    if !matches!(model.overlays.last(), Some(Overlay::Help(_))) {
        model.overlays.push(Overlay::Help(Help { of, top: 0 }));
    }
}

/// Opens the palette for the screen.
pub fn open_palette(model: &mut Model) {
    if model.overlays.is_empty() {
        let of = model.context();
        model.overlays.push(Overlay::Palette(Palette { of, input: Input::default(), selected: 0 }));
    }
}

/// Does an action in the overlay on top. Gives an action that is to be done below it, once it is gone.
pub fn act(model: &mut Model, action: Action) -> Option<Action> {
    match model.overlays.last_mut()? {
        Overlay::Help(Help { top, .. }) | Overlay::Message(Message { top, .. }) => {
            if let Some(to) = model.shared.seen.scrolled(Pane::Overlay, *top, action) {
                *top = to;
                return None;
            }
            match action {
                Action::Back | Action::Close | Action::CloseMessage | Action::Help => {
                    model.overlays.pop();
                }
                _ => {}
            }
            None
        }
        Overlay::Trust(_) => {
            trust::act(model, action);
            None
        }
        Overlay::Confirm(confirm) => {
            let then = confirm.then;
            match action {
                Action::ConfirmYes => {
                    model.overlays.pop();
                    return follow(model, then);
                }
                Action::ConfirmNo => {
                    model.overlays.pop();
                }
                _ => {}
            }
            None
        }
        Overlay::Palette(palette) => {
            let palette = palette.clone();
            let list = palette_list(model, &palette);
            let selected = match action {
                Action::PromptUp => palette.selected.saturating_sub(1),
                Action::PromptDown => (palette.selected + 1).min(list.len().saturating_sub(1)),
                Action::PromptAccept => {
                    model.overlays.pop();
                    return list.get(palette.selected).copied();
                }
                Action::PromptCancel => {
                    model.overlays.pop();
                    return None;
                }
                _ => palette.selected,
            };
            if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
                palette.selected = selected;
            }
            None
        }
    }
}

fn follow(model: &mut Model, then: Then) -> Option<Action> {
    match (then, &mut model.screen) {
        (Then::Lock, Screen::Play(play)) => play.lock(&mut model.shared),
        (Then::Hint(level), Screen::Play(play)) => super::review::give_hint(play, level, &mut model.shared),
        (Then::Patch(step), Screen::Play(play)) => super::patch::confirmed(play, step, &mut model.shared),
        (Then::Quit, _) => model.shared.effect(Effect::Quit),
        (Then::Do(action), _) => return Some(action),
        (Then::Lock | Then::Hint(_) | Then::Patch(_), _) => {}
    }
    None
}

/// Takes a key that stands for no action.
pub fn key(model: &mut Model, event: &KeyEvent) {
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        if palette.input.key(event) {
            palette.selected = 0;
        }
    } else if let Some(Overlay::Help(_)) = model.overlays.last() {
        // Help is a glance: any other letter closes it.
        if Key::of(event).typed().is_some() {
            model.overlays.pop();
        }
    }
}

/// Takes pasted text.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        palette.input.insert(text);
        palette.selected = 0;
    }
}

/// Takes what the mouse did. A click beside the overlay closes what is only to be read. Gives an action to be done below.
pub fn mouse(model: &mut Model, kind: MouseEventKind, target: Option<Target>) -> Option<Action> {
    match kind {
        MouseEventKind::ScrollUp => act(model, if is_palette(model) { Action::PromptUp } else { Action::Up }),
        MouseEventKind::ScrollDown => {
            act(model, if is_palette(model) { Action::PromptDown } else { Action::Down })
        }
        MouseEventKind::Down(_) => match target {
            Some(Target::Row(Pane::Overlay, row)) => {
                if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
                    palette.selected = row;
                    return act(model, Action::PromptAccept);
                }
                None
            }
            Some(Target::Act(action)) => act(model, action),
            None if !matches!(model.overlays.last(), Some(Overlay::Confirm(_) | Overlay::Trust(_))) => {
                model.overlays.pop();
                None
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_palette(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Palette(_)))
}
