//! Home.

use super::canvas::{Canvas, fit};
use super::rich;
use super::theme::Role;
use super::widgets::{cells, list};
use crate::app::action::Action;
use crate::app::event::Pane;
use crate::app::home::{Entry, State, entries};
use crate::app::model::{ChallengeState, Shared};
use crate::app::text;
use crate::core::attempt::ChallengeKey;
use ratatui::layout::Rect;

/// What a newcomer reads.
const WELCOME: &str = "An assistant wrote some code. Read what it was asked, review what it wrote, and decide whether you \
would merge it. Some of it is fine. Everything stays on this machine.";

/// Draws Home.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let shared = canvas.shared;
    let border = canvas.style(Role::Border);
    for y in [area.y, area.bottom() - 1] {
        canvas.put(area.x, y, usize::from(area.width), &"─".repeat(usize::from(area.width)), border);
    }
    let entries = entries(shared);
    let selected = state.selected.min(entries.len() - 1);
    let room =
        Rect { x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height.saturating_sub(4) };
    let wanted = Rect { height: room.height.min(cells(entries.len())), ..room };
    list(canvas, wanted, Pane::List, entries.len(), Some(selected), |canvas, row, index, _| {
        let room = usize::from(row.width).saturating_sub(22);
        let (name, about, action) = describe(shared, &entries[index], room);
        let key = if index == selected {
            "enter".to_owned()
        } else {
            action.map_or(String::new(), |a| shared.keys.shown(a))
        };
        canvas.put(row.x, row.y, 18, name, canvas.style(Role::Strong));
        let key_width = text::width(&key);
        let width = usize::from(row.width).saturating_sub(20 + key_width + 1);
        canvas.put(row.x + 19, row.y, width, &about, canvas.style(Role::Dim));
        let x = row.right().saturating_sub(cells(key_width));
        canvas.put(x, row.y, key_width, &key, canvas.style(Role::Key));
    });
    if shared.packs.is_empty() {
        let text = "No pack could be loaded, so there is nothing to play.";
        canvas.put(
            room.x + 2,
            wanted.bottom() + 1,
            usize::from(room.width),
            text,
            canvas.style(Role::Warning),
        );
    } else if shared.is_first_time() && wanted.bottom() + 3 < area.bottom() {
        let style = canvas.style(Role::Dim);
        let lines = rich::lines(WELCOME, usize::from(room.width.min(92)) - 2, &canvas.theme, style);
        for (line, y) in lines.iter().zip(wanted.bottom() + 1..area.bottom() - 1) {
            canvas.put_line(room.x + 2, y, room.width - 2, line);
        }
    }
}

/// Name, description in about `room` columns, and the key that also does it.
fn describe(shared: &Shared, entry: &Entry, room: usize) -> (&'static str, String, Option<Action>) {
    match entry {
        Entry::Resume(key) => {
            let stage = shared.progress.drafts.get(key).map_or("", |d| d.stage.label());
            ("Resume", format!("{}. In {stage}.", title(shared, key)), None)
        }
        Entry::Next(key, reason) => {
            let about = match shared.find(key) {
                Some((pack, index)) => {
                    let c = &pack.challenges[index];
                    let unit = if c.minutes == 1 { "minute" } else { "minutes" };
                    let reason = text::capital(reason.label());
                    let full = format!("{}, {}, about {} {unit}. {reason}.", c.title, c.language, c.minutes);
                    if text::width(&full) + 6 <= room {
                        full
                    } else {
                        let rest = format!(", {} min. {reason}.", c.minutes);
                        fit(&c.title, room.saturating_sub(text::width(&rest) + 6)) + &rest
                    }
                }
                None => String::new(),
            };
            ("Next review", about, Some(Action::HomeNext))
        }
        Entry::Packs => {
            let packs = shared.packs.len();
            let all = shared.challenges().count();
            let new =
                shared.challenges().filter(|(p, _, c)| shared.state(p, c) == ChallengeState::New).count();
            let word = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
            (
                "Packs",
                format!("{}, {}, {new} new", word(packs, "pack"), word(all, "challenge")),
                Some(Action::HomePacks),
            )
        }
        Entry::Help => ("Help", "Every key of this screen".to_owned(), Some(Action::Help)),
        Entry::Quit => ("Quit", String::new(), Some(Action::Close)),
    }
}

fn title(shared: &Shared, key: &ChallengeKey) -> String {
    shared.find(key).map_or_else(|| key.to_string(), |(pack, index)| pack.challenges[index].title.clone())
}
