//! The browser of packs and challenges.

use super::canvas::{Canvas, fit};
use super::theme::Role;
use super::widgets::{cells, field, list_top, scrollbar};
use crate::app::browse::{Item, State, items};
use crate::app::event::{Pane, PaneSeen, Target};
use crate::app::model::ChallengeState;
use crate::app::text;
use crate::core::attempt::ChallengeKey;
use ratatui::layout::Rect;

/// One row: the heading of a pack, or a challenge.
enum Row {
    Pack(usize),
    Challenge(usize, Item),
}

/// Draws the browser.
pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let shared = canvas.shared;
    let inner = canvas.pane(area, "", false);
    let all = shared.challenges().count();
    let list = items(state, shared);
    let filters = filter_text(canvas, state);
    let count =
        if state.is_narrowed() { format!("{} of {all}", list.len()) } else { format!("{all} challenges") };
    canvas.put(
        area.right().saturating_sub(cells(text::width(&count) + 4)),
        area.y,
        30,
        &format!(" {count} "),
        canvas.style(Role::Dim),
    );
    let top_row = Rect { x: inner.x + 1, width: inner.width - 2, height: 1, ..inner };
    if state.typing {
        field(canvas, top_row, "Filter: ", &state.filter, "title, pack or language");
    } else {
        canvas.put(top_row.x, top_row.y, usize::from(top_row.width), &filters, canvas.style(Role::Accent));
    }
    let room = Rect { x: inner.x + 1, y: inner.y + 1, width: inner.width - 2, height: inner.height - 1 };
    if list.is_empty() {
        let text = if all == 0 { "There are no packs." } else { "No challenge fits." };
        canvas.put(room.x, room.y + 1, usize::from(room.width), text, canvas.style(Role::Dim));
    }
    let selected = state.selected.min(list.len().saturating_sub(1));
    let mut rows = Vec::new();
    let mut selected_row = 0;
    for (index, item) in list.iter().enumerate() {
        if index == 0 || list[index - 1].pack != item.pack {
            rows.push(Row::Pack(item.pack));
        }
        if index == selected {
            selected_row = rows.len();
        }
        rows.push(Row::Challenge(index, *item));
    }
    let top = list_top(selected_row, rows.len(), usize::from(room.height));
    canvas.seen.pane(Pane::List, PaneSeen { area: room, top, left: 0, count: rows.len(), rows: Vec::new() });
    for (row, y) in rows.iter().skip(top).zip(room.top()..room.bottom()) {
        let place = Rect { y, height: 1, ..room };
        match row {
            Row::Pack(pack) => pack_row(canvas, place, *pack),
            Row::Challenge(index, item) => {
                if *index == selected {
                    canvas.tint(place, canvas.style(Role::Selection));
                    canvas.put(place.x, y, 1, "▸", canvas.style(Role::Key));
                }
                challenge_row(canvas, place, *item);
                canvas.seen.target(place, Target::Row(Pane::List, *index));
            }
        }
    }
    scrollbar(canvas, Rect { width: room.width + 1, ..room }, top, rows.len());
}

fn filter_text(canvas: &Canvas, state: &State) -> String {
    let mut parts = Vec::new();
    if !state.filter.text().is_empty() {
        parts.push(format!("\"{}\"", state.filter.text()));
    }
    parts.extend(state.state.map(|s| state_name(s).to_owned()));
    parts.extend(state.language.map(|l| l.label().to_owned()));
    if let Some(family) = &state.family {
        let title = canvas.shared.catalogue.family(family).map_or(family.as_str(), |f| f.title.as_str());
        parts.push(format!("finished: {title}"));
    }
    if parts.is_empty() { String::new() } else { format!("Only: {}", parts.join(", ")) }
}

fn state_name(state: ChallengeState) -> &'static str {
    match state {
        ChallengeState::New => "new",
        ChallengeState::Unfinished => "unfinished",
        ChallengeState::Finished => "finished",
    }
}

fn pack_row(canvas: &mut Canvas, row: Rect, pack: usize) {
    let pack = &canvas.shared.packs[pack];
    let used = canvas.put(row.x, row.y, usize::from(row.width), &pack.title, canvas.style(Role::Title));
    let room = usize::from(row.width.saturating_sub(used + 2));
    if room > 10 {
        canvas.put(row.x + used + 2, row.y, room, &pack.promise, canvas.style(Role::Dim));
    }
}

fn challenge_row(canvas: &mut Canvas, row: Rect, item: Item) {
    let shared = canvas.shared;
    let pack = &shared.packs[item.pack];
    let challenge = &pack.challenges[item.challenge];
    let key = ChallengeKey::new(&pack.id, &challenge.id);
    let (sign, note, role) = match item.state {
        ChallengeState::New => ("·", "new".to_owned(), Role::Dim),
        ChallengeState::Unfinished => {
            let stage = shared.progress.drafts.get(&key).map_or("", |d| d.stage.label());
            ("◐", format!("in {stage}"), Role::Warning)
        }
        ChallengeState::Finished => {
            let score = shared.progress.finished.get(&key).map_or(0, |f| f.score);
            ("●", if score == 1 { "1 point".to_owned() } else { format!("{score} points") }, Role::Success)
        }
    };
    let files = challenge.files.len();
    let about = format!(
        "{:<11} {:<8} {:>3} min",
        fit(challenge.language.label(), 11),
        if files == 1 { "1 file".to_owned() } else { format!("{files} files") },
        challenge.minutes
    );
    let note_width = 12;
    let about_width = text::width(&about);
    canvas.put(row.x + 2, row.y, 1, sign, canvas.style(role));
    let width = usize::from(row.width).saturating_sub(4 + about_width + note_width + 3);
    canvas.put(row.x + 4, row.y, width, &challenge.title, canvas.style(Role::Text));
    let x = row.right().saturating_sub(cells(about_width + note_width + 1));
    canvas.put(x, row.y, about_width, &about, canvas.style(Role::Dim));
    let x = row.right().saturating_sub(cells(note_width - 1));
    canvas.put(x, row.y, note_width - 1, &note, canvas.style(role));
}
