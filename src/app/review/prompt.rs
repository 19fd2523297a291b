//! Typing in Review: a weakness's name, a reason, a search.

use super::{find, marks};
use crate::app::action::Action;
use crate::app::event::{Pane, Target};
use crate::app::input::Input;
use crate::app::model::Shared;
use crate::app::play::Play;
use crossterm::event::{KeyEvent, MouseEventKind};

/// What keys do in Review.
#[derive(Debug, Clone, Default)]
pub enum Mode {
    /// They move in the code and mark it.
    #[default]
    Code,
    /// They name the weakness of a finding.
    Naming(Naming),
    /// They give the reason of a finding, which is the one touched last.
    Reason(Input),
    /// They say what to search for.
    Search(Input),
}

/// Naming a weakness.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    pub input: Input,
    /// Which suggestion is selected, from 0.
    pub selected: usize,
}

/// A weakness that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    pub cwe: u32,
    pub name: String,
    /// The word by which it was found, where that is not its name.
    pub by: Option<String>,
}

/// How many suggestions are listed.
const LISTED: usize = 40;

/// The weaknesses that fit what was typed, best first.
pub fn suggestions(shared: &Shared, typed: &str) -> Vec<Suggested> {
    let found = shared.search.search(typed, LISTED);
    found
        .into_iter()
        .map(|s| Suggested { by: (s.matched != s.name).then_some(s.matched), cwe: s.cwe, name: s.name })
        .collect()
}

/// The finding under the cursor, or one made of the selected lines.
fn finding_for(play: &mut Play, shared: &mut Shared) -> bool {
    if play.review.anchor.is_none()
        && let Some(index) = marks::meant(play)
    {
        play.review.selected = index;
        return true;
    }
    marks::add(play, marks::selected_range(play), shared)
}

/// Asks for the weakness of the finding that is meant.
pub fn begin_naming(play: &mut Play, shared: &mut Shared) {
    if finding_for(play, shared) {
        play.review.mode = Mode::Naming(Naming::default());
    }
}

/// Asks for the reason of the finding that is meant.
pub fn begin_reason(play: &mut Play, shared: &mut Shared) {
    if finding_for(play, shared) {
        let reason = play.draft.findings[play.review.selected].reason.clone();
        play.review.mode = Mode::Reason(Input::new(&reason));
    }
}

/// Asks what to search for.
pub fn begin_search(play: &mut Play) {
    play.review.mode = Mode::Search(Input::default());
}

/// Does an action while a field has the keys.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::PromptCancel => play.review.mode = Mode::Code,
        Action::PromptAccept => accept(play, shared),
        Action::PromptUp | Action::PromptDown => {
            if let Mode::Naming(naming) = &mut play.review.mode {
                let last = suggestions(shared, naming.input.text()).len().saturating_sub(1);
                naming.selected = if action == Action::PromptUp {
                    naming.selected.saturating_sub(1)
                } else {
                    (naming.selected + 1).min(last)
                };
            }
        }
        _ => {}
    }
}

fn accept(play: &mut Play, shared: &mut Shared) {
    let index = play.review.selected;
    match std::mem::take(&mut play.review.mode) {
        Mode::Code => {}
        Mode::Naming(naming) => match suggestions(shared, naming.input.text()).get(naming.selected) {
            Some(found) => {
                let cwe = found.cwe;
                marks::change(play, index, shared, |f| f.cwe = Some(cwe));
            }
            None => {
                shared.warn("Nothing fits what was typed; try a number or a plainer word");
                play.review.mode = Mode::Naming(naming);
            }
        },
        Mode::Reason(input) => {
            let reason = input.text().trim().to_owned();
            marks::change(play, index, shared, |f| f.reason = reason);
        }
        Mode::Search(input) => {
            if let Some(found) = find::find_text(play, input.text()) {
                find::tell(&found, shared);
                play.review.found = Some(found);
                find::show(play, shared);
            }
        }
    }
}

/// Takes a key of the field.
pub fn key(play: &mut Play, event: &KeyEvent) {
    match &mut play.review.mode {
        Mode::Code => {}
        Mode::Naming(naming) => {
            if naming.input.key(event) {
                naming.selected = 0;
            }
        }
        Mode::Reason(input) | Mode::Search(input) => {
            input.key(event);
        }
    }
}

/// Takes pasted text.
pub fn paste(play: &mut Play, text: &str) {
    match &mut play.review.mode {
        Mode::Code => {}
        Mode::Naming(naming) => {
            naming.input.insert(text);
            naming.selected = 0;
        }
        Mode::Reason(input) | Mode::Search(input) => input.insert(text),
    }
}

/// Takes what the mouse did. A click beside the field leaves it.
pub fn mouse(play: &mut Play, kind: MouseEventKind, target: Option<Target>, shared: &mut Shared) {
    match (kind, target) {
        (MouseEventKind::ScrollUp, _) => act(play, Action::PromptUp, shared),
        (MouseEventKind::ScrollDown, _) => act(play, Action::PromptDown, shared),
        (MouseEventKind::Down(_), Some(Target::Row(Pane::Overlay, row))) => {
            if let Mode::Naming(naming) = &mut play.review.mode {
                naming.selected = row;
            }
            accept(play, shared);
        }
        (MouseEventKind::Down(_), Some(Target::Pane(Pane::Overlay))) => {}
        (MouseEventKind::Down(_), _) => play.review.mode = Mode::Code,
        _ => {}
    }
}
