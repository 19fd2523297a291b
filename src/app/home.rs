//! Home: what to do next.

use super::action::Action;
use super::browse;
use super::event::{Effect, Pane, Target};
use super::model::{Model, Screen, Shared};
use super::update::open;
use crate::core::attempt::ChallengeKey;
use crate::core::next::Reason;
use crossterm::event::MouseEventKind;

/// Where the player is on Home.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Which entry is selected, from 0.
    pub selected: usize,
}

/// One line of Home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An attempt that can be resumed.
    Resume(ChallengeKey),
    /// The challenge to be played next, and why. The reason never tells what it trains.
    Next(ChallengeKey, Reason),
    Packs,
    Help,
    Quit,
}

/// The lines of Home, in order.
pub fn entries(shared: &Shared) -> Vec<Entry> {
    let mut entries: Vec<Entry> = resumable(shared).into_iter().take(3).map(Entry::Resume).collect();
    entries.extend(shared.proposal.iter().map(|next| Entry::Next(next.key.clone(), next.reason())));
    entries.extend([Entry::Packs, Entry::Help, Entry::Quit]);
    entries
}

/// Unfinished attempts at the challenges as they are now, the latest first.
fn resumable(shared: &Shared) -> Vec<ChallengeKey> {
    let mut drafts: Vec<_> = shared
        .progress
        .drafts
        .values()
        .filter(|d| shared.find(&d.key).is_some_and(|(pack, i)| pack.challenges[i].hash == d.hash))
        .collect();
    drafts.sort_by_key(|d| std::cmp::Reverse((d.started_at, d.key.clone())));
    drafts.into_iter().map(|d| d.key.clone()).collect()
}

/// Does an action.
pub fn act(model: &mut Model, action: Action) {
    let entries = entries(&model.shared);
    let Screen::Home(state) = &mut model.screen else { return };
    let last = entries.len() - 1;
    state.selected = state.selected.min(last);
    match action {
        Action::Up => state.selected = state.selected.checked_sub(1).unwrap_or(last),
        Action::Down => state.selected = if state.selected == last { 0 } else { state.selected + 1 },
        Action::Top | Action::PageUp | Action::HalfUp => state.selected = 0,
        Action::Bottom | Action::PageDown | Action::HalfDown => state.selected = last,
        Action::HomeOpen | Action::Right => {
            let entry = entries[state.selected].clone();
            choose(model, &entry);
        }
        Action::HomeNext => match entries.iter().find(|e| matches!(e, Entry::Next(..))) {
            Some(entry) => choose(model, entry),
            None => model.shared.say("There is nothing new to review; resume what you began"),
        },
        Action::HomePacks => choose(model, &Entry::Packs),
        Action::Close => choose(model, &Entry::Quit),
        _ => {}
    }
}

fn choose(model: &mut Model, entry: &Entry) {
    match entry {
        Entry::Resume(key) | Entry::Next(key, _) => open(model, key),
        Entry::Packs => model.screen = Screen::Browse(browse::State::default()),
        Entry::Help => super::overlay::open_help(model),
        Entry::Quit => model.shared.effect(Effect::Quit),
    }
}

/// Takes what the mouse did.
pub fn mouse(model: &mut Model, kind: MouseEventKind, target: Option<Target>) {
    match (kind, target) {
        (MouseEventKind::ScrollUp, _) => act(model, Action::Up),
        (MouseEventKind::ScrollDown, _) => act(model, Action::Down),
        (MouseEventKind::Down(_), Some(Target::Row(Pane::List, row))) => {
            if let Screen::Home(state) = &mut model.screen {
                state.selected = row;
            }
            act(model, Action::HomeOpen);
        }
        _ => {}
    }
}
