//! The browser of packs and challenges.

use super::action::{Action, Context};
use super::event::{Pane, Target};
use super::input::Input;
use super::model::{ChallengeState, Model, Screen, Shared};
use super::update::open;
use crate::core::attempt::ChallengeKey;
use crate::core::challenge::Language;
use crossterm::event::{KeyEvent, MouseEventKind};

/// What is shown, and where the player is in it.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub filter: Input,
    /// Whether keys go into the filter.
    pub typing: bool,
    pub state: Option<ChallengeState>,
    pub language: Option<Language>,
    /// Id of a family; narrows to finished challenges, as the family of others must stay unknown.
    pub family: Option<String>,
    /// Which challenge of the list is selected, from 0.
    pub selected: usize,
}

/// One challenge of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Index of the pack.
    pub pack: usize,
    /// Index of the challenge in it.
    pub challenge: usize,
    pub state: ChallengeState,
}

impl State {
    /// Whose keys count.
    pub fn context(&self) -> Context {
        if self.typing { Context::Filter } else { Context::Browse }
    }

    /// Whether anything is left out.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.text().is_empty()
            || self.state.is_some()
            || self.language.is_some()
            || self.family.is_some()
    }
}

/// The challenges that are shown, in the order of the packs.
pub fn items(state: &State, shared: &Shared) -> Vec<Item> {
    let words: Vec<String> = state.filter.text().split_whitespace().map(str::to_lowercase).collect();
    let mut items = Vec::new();
    for (at, pack) in shared.packs.iter().enumerate() {
        for (index, challenge) in pack.challenges.iter().enumerate() {
            let item = Item { pack: at, challenge: index, state: shared.state(pack, challenge) };
            let text = format!(
                "{} {} {} {} {}",
                pack.title, pack.id, challenge.title, challenge.id, challenge.language
            )
            .to_lowercase();
            let family = state.family.as_ref().is_none_or(|family| {
                *family == challenge.family && shared.progress.finished.contains_key(&key(shared, item))
            });
            if words.iter().all(|w| text.contains(w.as_str()))
                && state.state.is_none_or(|s| s == item.state)
                && state.language.is_none_or(|l| l == challenge.language)
                && family
            {
                items.push(item);
            }
        }
    }
    items
}

fn key(shared: &Shared, item: Item) -> ChallengeKey {
    let pack = &shared.packs[item.pack];
    ChallengeKey::new(&pack.id, &pack.challenges[item.challenge].id)
}

/// Does an action.
pub fn act(model: &mut Model, action: Action) {
    let height = model.shared.seen.height(Pane::List);
    let shared = &model.shared;
    let Screen::Browse(state) = &mut model.screen else { return };
    let list = items(state, shared);
    let last = list.len().saturating_sub(1);
    match action {
        Action::Up | Action::PromptUp => state.selected = state.selected.saturating_sub(1),
        Action::Down | Action::PromptDown => state.selected = (state.selected + 1).min(last),
        Action::HalfUp => state.selected = state.selected.saturating_sub(height / 2),
        Action::HalfDown => state.selected = (state.selected + height / 2).min(last),
        Action::PageUp => state.selected = state.selected.saturating_sub(height),
        Action::PageDown => state.selected = (state.selected + height).min(last),
        Action::Top => state.selected = 0,
        Action::Bottom => state.selected = last,
        Action::BrowseFilter => state.typing = true,
        Action::PromptAccept if state.typing => state.typing = false,
        Action::PromptCancel => {
            state.typing = false;
            state.filter.clear();
            state.selected = 0;
        }
        Action::BrowseState => {
            use ChallengeState::{Finished, New, Unfinished};
            state.state = next([New, Unfinished, Finished].into_iter(), state.state.as_ref());
            state.selected = 0;
        }
        Action::BrowseLanguage => {
            let mut languages: Vec<Language> = shared.challenges().map(|(_, _, c)| c.language).collect();
            languages.sort();
            languages.dedup();
            state.language = next(languages.into_iter(), state.language.as_ref());
            state.selected = 0;
        }
        Action::BrowseFamily => {
            let families = finished_families(shared);
            if families.is_empty() {
                model.shared.say("A family can be chosen once a challenge of it is finished");
                return;
            }
            state.family = next(families.into_iter(), state.family.as_ref());
            state.selected = 0;
        }
        Action::BrowseClear => *state = State::default(),
        Action::HomeOpen | Action::Right => {
            if let Some(item) = list.get(state.selected) {
                let key = key(shared, *item);
                open(model, &key);
            }
        }
        Action::Back if state.is_narrowed() => *state = State::default(),
        Action::Back | Action::Close | Action::Left => model.go_home(),
        _ => {}
    }
}

/// The families of finished challenges, in the order of the catalogue.
fn finished_families(shared: &Shared) -> Vec<String> {
    let done = |family: &str| {
        shared.challenges().any(|(pack, _, c)| {
            c.family == family && shared.progress.finished.contains_key(&ChallengeKey::new(&pack.id, &c.id))
        })
    };
    shared.catalogue.families().iter().filter(|f| done(&f.id)).map(|f| f.id.clone()).collect()
}

/// The value after `now` in a circle that goes through "all".
fn next<T: PartialEq>(mut values: impl Iterator<Item = T>, now: Option<&T>) -> Option<T> {
    match now {
        None => values.next(),
        Some(now) => {
            values.find(|v| v == now);
            values.next()
        }
    }
}

/// Takes a key of the filter.
pub fn key_typed(state: &mut State, event: &KeyEvent) {
    if state.typing && state.filter.key(event) {
        state.selected = 0;
    }
}

/// Takes pasted text.
pub fn paste(state: &mut State, text: &str) {
    if state.typing {
        state.filter.insert(text);
        state.selected = 0;
    }
}

/// Takes what the mouse did.
pub fn mouse(model: &mut Model, kind: MouseEventKind, target: Option<Target>) {
    match (kind, target) {
        (MouseEventKind::ScrollUp, _) => act(model, Action::Up),
        (MouseEventKind::ScrollDown, _) => act(model, Action::Down),
        (MouseEventKind::Down(_), Some(Target::Row(Pane::List, row))) => {
            let Screen::Browse(state) = &mut model.screen else { return };
            let again = state.selected == row;
            state.selected = row;
            if again {
                act(model, Action::HomeOpen);
            }
        }
        _ => {}
    }
}
