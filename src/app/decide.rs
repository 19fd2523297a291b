//! Decide: accept, modify or reject, and how sure.

use super::action::Action;
use super::event::{Pane, Target};
use super::model::Shared;
use super::overlay::{Confirm, Then};
use super::play::Play;
use super::review;
use crate::core::answer::{Confidence, Decision};
use crate::core::attempt::Stage;
use crossterm::event::{MouseButton, MouseEventKind};

/// What goes on in Decide besides what the draft keeps.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    /// Whether the row of confidences has the arrow keys, not the row of decisions.
    pub on_sure: bool,
}

/// The three decisions in the order of the screen, with what each means.
pub const DECISIONS: [(Decision, &str); 3] = [
    (Decision::Accept, "Merge it as it stands"),
    (Decision::Modify, "Merge it once it is mended"),
    (Decision::Reject, "Throw it away and begin anew"),
];

/// What each confidence means, in the order of [`Confidence::STEPS`].
pub const SURE: [&str; 4] = ["a coin toss", "leaning", "fairly sure", "would bet on it"];

/// Comes from Review.
pub fn enter(play: &mut Play) {
    play.decide.on_sure = false;
}

/// Why the answer cannot be locked yet; nothing where it can.
pub fn missing(play: &Play) -> Option<&'static str> {
    match play.draft.decision {
        None => Some("Choose accept, modify or reject first"),
        Some(Decision::Modify | Decision::Reject) if play.draft.findings.is_empty() => {
            Some("Modify and reject need a finding: mark in Review what you object to")
        }
        Some(_) if play.draft.sure.is_none() => Some("Say how sure you are first"),
        Some(_) => None,
    }
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::DecideAccept => choose(play, Decision::Accept),
        Action::DecideModify => choose(play, Decision::Modify),
        Action::DecideReject => choose(play, Decision::Reject),
        Action::MoreSure => sure_by(play, 1),
        Action::LessSure => sure_by(play, -1),
        Action::Up | Action::Top => play.decide.on_sure = false,
        Action::Down | Action::Bottom => play.decide.on_sure = true,
        Action::Right | Action::Left => {
            let by = if action == Action::Right { 1 } else { -1 };
            if play.decide.on_sure {
                sure_by(play, by);
            } else {
                let now = DECISIONS.iter().position(|(d, _)| Some(*d) == play.draft.decision);
                let next = now.map_or(0, |_| step(now, by, DECISIONS.len()));
                choose_only(play, DECISIONS[next].0);
            }
        }
        Action::LockAnswer => lock(play, shared),
        Action::Back => play.go(Stage::Review, shared),
        _ => return,
    }
    if play.stage() == Stage::Decide {
        play.save(shared);
    }
}

fn choose(play: &mut Play, decision: Decision) {
    choose_only(play, decision);
    play.decide.on_sure = true;
}

fn choose_only(play: &mut Play, decision: Decision) {
    play.draft.decision = Some(decision);
}

fn sure_by(play: &mut Play, by: isize) {
    let now = Confidence::STEPS.iter().position(|c| Some(*c) == play.draft.sure);
    play.draft.sure = Some(Confidence::STEPS[step(now, by, Confidence::STEPS.len())]);
}

/// The index before or after. From nothing it begins at the first, or the one after it when going up.
fn step(now: Option<usize>, by: isize, count: usize) -> usize {
    match now {
        None if by > 0 => 1,
        None => 0,
        Some(now) => now.saturating_add_signed(by).min(count - 1),
    }
}

fn lock(play: &mut Play, shared: &mut Shared) {
    if let Some(why) = missing(play) {
        play.decide.on_sure = play.draft.decision.is_some() && play.draft.sure.is_none();
        return shared.warn(why);
    }
    let Some(answer) = play.draft.answer() else { return };
    let decided = format!("**{}**, {} % sure.", answer.decision.label(), answer.sure.percent());
    let mut body = vec![decided, String::new()];
    body.push(match answer.findings.len() {
        0 => "You marked nothing.".to_owned(),
        1 => "You marked one place:".to_owned(),
        count => format!("You marked {count} places:"),
    });
    for (number, finding) in answer.findings.iter().enumerate() {
        let name =
            finding.cwe.and_then(|id| shared.catalogue.cwe(id)).map_or("not named", |c| c.name.as_str());
        let (word, lines) = (review::lines_word(finding.lines), finding.lines);
        body.push(format!("{}. {}, {word} {lines}: {name}", number + 1, finding.file));
    }
    body.push(String::new());
    let unnamed = answer.findings.iter().filter(|f| f.cwe.is_none()).count();
    if unnamed > 0 {
        body.push("A finding without a name earns nothing for naming it.".to_owned());
    }
    body.push("Once locked, the answer stays as it is.".to_owned());
    play.question =
        Some(Confirm { title: "Lock the answer?".to_owned(), body, yes: "lock it", then: Then::Lock });
}

/// Takes what the mouse did. Rows 0-2 are the decisions, 10-13 the confidences.
pub fn mouse(play: &mut Play, kind: MouseEventKind, target: Option<Target>, shared: &mut Shared) {
    match (kind, target) {
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::List, row))) => {
            if let Some((decision, _)) = DECISIONS.get(row) {
                choose(play, *decision);
            } else if let Some(sure) = row.checked_sub(SURE_ROW).and_then(|i| Confidence::STEPS.get(i)) {
                play.draft.sure = Some(*sure);
                play.decide.on_sure = true;
            }
            play.save(shared);
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Findings, row))) => {
            play.go(Stage::Review, shared);
            review::show_finding(play, row);
        }
        _ => {}
    }
}

/// The row number under which the first confidence is noted as a mouse target.
pub const SURE_ROW: usize = 10;
