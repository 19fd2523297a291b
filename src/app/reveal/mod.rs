//! Reveal: what is so, held beside what was said, and the attack on the original code.

mod items;
mod replay;

pub use items::{Item, LineSign, Outcome, Speaker, items, signs, summary};
pub use replay::{Attack, Ending, Replay, Step, not_judged, replay};

use super::action::{Action, Context};
use super::event::{Pane, Target};
use super::model::Shared;
use super::overlay::{Confirm, Then};
use super::play::{Play, Purpose};
use super::review::move_cursor;
use crate::core::attempt::Stage;
use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// What was said and what is so.
    #[default]
    Items,
    /// The transcript of the attack.
    Attack,
    /// The code.
    Code,
}

/// What is shown at Reveal, and where the player is in it.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Every finding and every site, in the order in which they are shown.
    pub items: Vec<Item>,
    /// The signs beside the lines of each file.
    pub signs: Vec<Vec<LineSign>>,
    /// Which item is selected.
    pub item: usize,
    /// First row of the items on the screen; where there is none, drawing goes where the selected item can be seen.
    pub items_top: Option<usize>,
    pub focus: Focus,
    /// Whether the reasons have the full width, over the code.
    pub wide: bool,
    /// Whether the brief stands in place of the reasons.
    pub brief: bool,
    /// Whether it was asked whether to go on without a patch.
    asked: bool,
    /// Which row of the transcript is selected: an attack's heading, a step or its ending.
    pub attack_row: usize,
}

/// One row of the transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttackRow {
    /// What stands in place of the transcript.
    Notice,
    /// The name of an attack.
    Name(usize),
    /// A step of an attack.
    Step(usize, usize),
    /// What was really reached.
    Reached(usize, usize),
    /// How an attack ended.
    Ending(usize),
}

impl Replay {
    /// The rows of the transcript, in order.
    pub fn rows(&self) -> Vec<AttackRow> {
        let mut rows: Vec<AttackRow> = self.notice.iter().map(|_| AttackRow::Notice).collect();
        for (i, attack) in self.attacks.iter().enumerate() {
            rows.push(AttackRow::Name(i));
            rows.extend((0..attack.steps.len()).map(|s| AttackRow::Step(i, s)));
            rows.extend((0..attack.reached.len()).map(|r| AttackRow::Reached(i, r)));
            rows.push(AttackRow::Ending(i));
        }
        rows
    }
}

/// The transcript, once the run on the original code has ended.
pub fn transcript(play: &Play) -> Option<Replay> {
    play.draft.original_run.as_ref().map(|run| replay(play.challenge(), run))
}

/// What stands in place of the transcript while there is none.
pub fn waiting(play: &Play) -> String {
    match play.run_of(Purpose::Original) {
        Some(run) => match run.total {
            Some(total) => {
                format!(
                    "The attack runs on the original code: {} of {total} checks are done.",
                    run.done.len()
                )
            }
            None => "The attack runs on the original code.".to_owned(),
        },
        None if !play.challenge().has_cases() => {
            "This challenge has no checks, so there is no attack to show.".to_owned()
        }
        None => "The attack was not run on the original code.".to_owned(),
    }
}

/// Puts what is so into words and goes to the first item.
pub fn enter(play: &mut Play, shared: &mut Shared) {
    prepare(play, shared);
    play.reveal.focus = Focus::Items;
    select(play, play.reveal.item, shared);
}

/// Puts what is so into words, once.
fn prepare(play: &mut Play, shared: &Shared) {
    let (Some(matching), Some(answer)) = (&play.matching, play.draft.answer()) else { return };
    let items = items(play.challenge(), &shared.catalogue, &answer, matching);
    play.reveal.signs = signs(play.challenge(), &answer, &items);
    play.reveal.items = items;
}

/// Whose keys count.
pub fn context(_play: &Play) -> Context {
    Context::Reveal
}

/// Whether an action can do something just now.
pub fn is_available(play: &Play, action: Action) -> bool {
    match action {
        Action::SkipPatch => play.challenge().is_patchable(),
        Action::NextItem | Action::PreviousItem => play.reveal.items.len() > 1,
        _ => true,
    }
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::GoOn if play.challenge().is_patchable() => return play.go(Stage::Patch, shared),
        Action::GoOn => return play.go(Stage::Debrief, shared),
        Action::SkipPatch => return skip_patch(play, shared),
        Action::ToggleBrief => {
            play.reveal.brief = !play.reveal.brief;
            return;
        }
        Action::ShowAttack => return turn_to(play, Focus::Attack, shared),
        Action::ShowCode => return turn_to(play, Focus::Code, shared),
        Action::ShowReasons => {
            play.reveal.wide = !play.reveal.wide;
            play.reveal.focus = Focus::Items;
            return;
        }
        Action::NextItem => return select(play, play.reveal.item + 1, shared),
        Action::PreviousItem => return select(play, play.reveal.item.saturating_sub(1), shared),
        Action::Back => return back(play, shared),
        _ => {}
    }
    match play.reveal.focus {
        Focus::Items => act_items(play, action, shared),
        Focus::Attack => act_attack(play, action, shared),
        Focus::Code => act_code(play, action, shared),
    }
}

/// Goes on to the debrief; asks first, for that ends the attempt.
fn skip_patch(play: &mut Play, shared: &mut Shared) {
    if std::mem::replace(&mut play.reveal.asked, true) || !play.challenge().is_patchable() {
        return play.go(Stage::Debrief, shared);
    }
    play.question = Some(Confirm {
        title: "Go on without a patch?".to_owned(),
        body: vec!["The attempt is finished then, and the fix earns nothing.".to_owned()],
        yes: "go on",
        then: Then::Do(Action::SkipPatch),
    });
}

fn turn_to(play: &mut Play, focus: Focus, shared: &Shared) {
    play.reveal.wide = false;
    play.reveal.focus = if play.reveal.focus == focus { Focus::Items } else { focus };
    if play.reveal.focus == Focus::Attack {
        follow_attack(play, shared);
    }
}

/// One step back: out of the wide view, then to the items; further back there is nothing, for the answer is locked.
fn back(play: &mut Play, shared: &mut Shared) {
    if play.reveal.wide || play.reveal.focus != Focus::Items {
        play.reveal.wide = false;
        play.reveal.focus = Focus::Items;
    } else {
        shared.say(format!(
            "The answer is locked, so there is no way back. {} leaves; the attempt can be resumed.",
            shared.keys.shown(Action::Leave)
        ));
    }
}

fn act_items(play: &mut Play, action: Action, shared: &Shared) {
    let page = isize::try_from(shared.seen.height(Pane::Findings).saturating_sub(1).max(1)).unwrap_or(1);
    let last = play.reveal.items.len().saturating_sub(1);
    match action {
        Action::Up => select(play, play.reveal.item.saturating_sub(1), shared),
        Action::Down => select(play, play.reveal.item + 1, shared),
        Action::Top => select(play, 0, shared),
        Action::Bottom => select(play, last, shared),
        Action::PageDown => scroll_items(play, page, shared),
        Action::HalfDown => scroll_items(play, page / 2, shared),
        Action::PageUp => scroll_items(play, -page, shared),
        Action::HalfUp => scroll_items(play, -page / 2, shared),
        _ => {}
    }
}

fn scroll_items(play: &mut Play, by: isize, shared: &Shared) {
    if let Some(seen) = shared.seen.get(Pane::Findings) {
        let last = seen.count.saturating_sub(usize::from(seen.area.height));
        play.reveal.items_top = Some(seen.top.saturating_add_signed(by).min(last));
    }
}

/// Selects an item; the code goes to its lines.
fn select(play: &mut Play, item: usize, shared: &Shared) {
    let item = item.min(play.reveal.items.len().saturating_sub(1));
    play.reveal.item = item;
    play.reveal.items_top = None;
    let Some(shown) = play.reveal.items.get(item) else { return };
    let (file, first) = (shown.file, shown.first_line());
    let last = shown.lines.iter().map(|r| r.last()).take_while(|l| *l < first + 20).max().unwrap_or(first);
    // Where the code was not on the last frame, about half of the screen will be its.
    let height = match shared.seen.get(Pane::Code) {
        Some(_) => shared.seen.height(Pane::Code),
        None => usize::from(shared.size.1) / 2,
    };
    show(play, file, (first, last), height);
}

/// Brings lines of a file (from 1) onto a screen of `height` rows, in the middle of it where they were not all to be seen.
fn show(play: &mut Play, file: usize, (first, last): (usize, usize), height: usize) {
    if file >= play.docs.len() {
        return;
    }
    play.file = file;
    let (doc, cursor) = play.doc_and_cursor();
    cursor.to(doc, first.saturating_sub(1), 0);
    // Two rows are kept free at the edges.
    let seen = cursor.top + 2..(cursor.top + height).saturating_sub(2);
    if !seen.contains(&(first - 1)) || !seen.contains(&(last - 1)) {
        let spare = height.saturating_sub(last + 1 - first) / 2;
        cursor.top = (first - 1).saturating_sub(spare);
    }
}

fn act_attack(play: &mut Play, action: Action, shared: &Shared) {
    let count = transcript(play).map_or(0, |t| t.rows().len());
    let page = shared.seen.height(Pane::Attack).saturating_sub(1).max(1);
    let row = play.reveal.attack_row;
    let row = match action {
        Action::Up => row.saturating_sub(1),
        Action::Down => row + 1,
        Action::PageUp => row.saturating_sub(page),
        Action::PageDown => row + page,
        Action::HalfUp => row.saturating_sub(page / 2),
        Action::HalfDown => row + page / 2,
        Action::Top => 0,
        Action::Bottom => count,
        _ => row,
    };
    play.reveal.attack_row = row.min(count.saturating_sub(1));
    follow_attack(play, shared);
}

/// The code goes to the place that the selected attack is about.
fn follow_attack(play: &mut Play, shared: &Shared) {
    let Some(transcript) = transcript(play) else { return };
    let attack = match transcript.rows().get(play.reveal.attack_row) {
        Some(
            AttackRow::Name(i) | AttackRow::Step(i, _) | AttackRow::Reached(i, _) | AttackRow::Ending(i),
        ) => *i,
        Some(AttackRow::Notice) | None => return,
    };
    let site = transcript.attacks.get(attack).and_then(|a| a.site);
    let Some(item) = play.reveal.items.iter().position(|i| site.is_some() && i.site == site) else { return };
    if play.reveal.item != item {
        select(play, item, shared);
    }
}

fn act_code(play: &mut Play, action: Action, shared: &Shared) {
    move_cursor(play, action, shared.seen.height(Pane::Code));
    item_of_line(play);
}

/// Selects the item that stands on the line of the cursor, if one does.
fn item_of_line(play: &mut Play) {
    let line = play.cursor().line;
    let sign = play.reveal.signs.get(play.file).and_then(|lines| lines.get(line));
    if let Some(item) = sign.and_then(|s| s.item) {
        play.reveal.item = item;
        play.reveal.items_top = None;
    }
}

/// Takes what the mouse did.
pub fn mouse(
    play: &mut Play,
    kind: MouseEventKind,
    _at: Position,
    target: Option<Target>,
    shared: &mut Shared,
) {
    let pane = match target {
        Some(Target::Text { pane, .. } | Target::Row(pane, _) | Target::Pane(pane)) => Some(pane),
        _ => None,
    };
    let wheel: isize = match kind {
        MouseEventKind::ScrollUp => -3,
        MouseEventKind::ScrollDown => 3,
        _ => 0,
    };
    match (kind, target) {
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Tab(file))) if file < play.docs.len() => {
            play.file = file;
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Text { pane: Pane::Code, line, column })) => {
            let (doc, cursor) = play.doc_and_cursor();
            let byte = super::text::byte_at(super::doc::Lines::line(doc, line), column);
            cursor.to(doc, line, byte);
            play.reveal.focus = Focus::Code;
            item_of_line(play);
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Findings, item))) => {
            play.reveal.focus = Focus::Items;
            select(play, item, shared);
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Attack, row))) => {
            play.reveal.focus = Focus::Attack;
            play.reveal.attack_row = row;
            follow_attack(play, shared);
        }
        _ if wheel != 0 => match pane {
            Some(Pane::Findings) => scroll_items(play, wheel, shared),
            Some(Pane::Attack) => {
                let count = transcript(play).map_or(0, |t| t.rows().len());
                let row = play.reveal.attack_row.saturating_add_signed(wheel.signum());
                play.reveal.attack_row = row.min(count.saturating_sub(1));
            }
            Some(Pane::Code) => {
                let height = shared.seen.height(Pane::Code);
                let (doc, cursor) = play.doc_and_cursor();
                cursor.scroll(doc, wheel, height);
            }
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
pub(crate) mod tests;
