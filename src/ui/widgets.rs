//! What several screens show: header, footer, tabs, lists, fields, the message line.

use super::canvas::{Canvas, fit};
use super::rich;
use super::theme::Role;
use crate::app::action::{Action, Context};
use crate::app::coach;
use crate::app::event::{Pane, PaneSeen, Target};
use crate::app::input::Input;
use crate::app::model::{Model, NoticeKind, Screen};
use crate::app::play::Play;
use crate::app::text;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

/// Header, body and footer.
pub fn rows(area: Rect) -> [Rect; 3] {
    Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(area)
}

/// A number of columns or rows as the terminal counts them.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The header of a screen: its name, and something at the right.
pub fn title(canvas: &mut Canvas, area: Rect, name: &str, right: &str) {
    let right_width = text::width(right);
    let width = usize::from(area.width).saturating_sub(right_width + 3);
    canvas.put(area.x + 1, area.y, width, name, canvas.style(Role::Title));
    let x = area.right().saturating_sub(cells(right_width + 1));
    canvas.put(x, area.y, right_width, right, canvas.style(Role::Dim));
}

/// The header of Home.
pub fn home_header(canvas: &mut Canvas, area: Rect) {
    let shared = canvas.shared;
    let all = shared.challenges().count();
    let finished = shared
        .challenges()
        .filter(|(pack, _, c)| shared.state(pack, c) == crate::app::model::ChallengeState::Finished)
        .count();
    let right = if finished == 0 {
        format!("{all} challenges")
    } else {
        format!("{finished} of {all} challenges finished")
    };
    title(canvas, area, "riskline", &right);
}

/// The header of a stage: what is played, and where in it the player is. The names of stages are the same for every challenge.
pub fn stage_header(canvas: &mut Canvas, area: Rect, play: &Play) {
    let stages = play.stages();
    let now = stages.iter().position(|s| *s == play.stage()).unwrap_or(0);
    let mut parts: Vec<(String, Role)> = Vec::new();
    if area.width >= 80 {
        for (at, stage) in stages.iter().enumerate() {
            if at > 0 {
                parts.push((" ▸ ".to_owned(), Role::Border));
            }
            let label = stage.label();
            parts.push(if at == now {
                (label.to_uppercase(), Role::Stage)
            } else {
                (label.to_owned(), Role::Dim)
            });
        }
    } else {
        parts.push((format!("{}/{} ", now + 1, stages.len()), Role::Dim));
        parts.push((play.stage().label().to_uppercase(), Role::Stage));
    }
    let width: usize = parts.iter().map(|(p, _)| text::width(p)).sum();
    let room = usize::from(area.width).saturating_sub(width + 4);
    let (pack, challenge) = (&play.pack.title, &play.challenge().title);
    let whole = format!("{pack} · {challenge}");
    let name = if text::width(&whole) <= room { whole } else { challenge.clone() };
    canvas.put(area.x + 1, area.y, room, &name, canvas.style(Role::Title));
    let mut x = area.right().saturating_sub(cells(width + 1));
    for (part, role) in parts {
        x += canvas.put(x, area.y, text::width(&part), &part, canvas.style(role));
    }
}

/// The keys of the screen, as many as fit; the key for all keys is always among them. Each is a button.
pub fn footer(canvas: &mut Canvas, area: Rect, model: &Model) {
    let context = model.context();
    let keys = &model.shared.keys;
    let mut items: Vec<(Action, String, &str)> = Vec::new();
    for link in context.chain() {
        for row in Action::TABLE.iter().filter(|row| row.contexts.contains(&link) && !row.label.is_empty()) {
            let shown = keys.shown(row.action);
            let own_help = row.action == Action::Help;
            if !shown.is_empty() && !own_help && model.is_available(row.action) {
                items.push((row.action, shown, row.label));
            }
        }
    }
    let help =
        if context.takes_text() || context == Context::Confirm { Action::HelpAnywhere } else { Action::Help };
    let help_item = (help, keys.shown(help), "all keys");
    let width_of = |(_, key, label): &(Action, String, &str)| text::width(key) + 1 + text::width(label) + 2;
    let room = usize::from(area.width).saturating_sub(1 + width_of(&help_item));
    let mut used = 0;
    items.retain(|item| {
        let fits = used + width_of(item) <= room;
        if fits {
            used += width_of(item);
        }
        fits
    });
    if !help_item.1.is_empty() && context != Context::Help {
        items.push(help_item);
    }
    let mut x = area.x + 1;
    for (action, key, label) in items {
        let start = x;
        x += canvas.put(x, area.y, usize::from(area.right() - x), &key, canvas.style(Role::Key));
        x += 1;
        x += canvas.put(
            x,
            area.y,
            usize::from(area.right().saturating_sub(x)),
            label,
            canvas.style(Role::Dim),
        );
        canvas.seen.target(Rect { x: start, width: x - start, ..area }, Target::Act(action));
        x += 2;
        if x >= area.right() {
            break;
        }
    }
}

/// The message line: the last row of the body, over its border. A long message takes rows above it too.
pub fn notice(canvas: &mut Canvas, area: Rect, model: &Model) {
    let (content, role) = match (&model.shared.notice, &model.screen) {
        (Some(notice), _) => {
            let role = if notice.kind == NoticeKind::Warning { Role::Warning } else { Role::Info };
            (notice.text.clone(), role)
        }
        (None, Screen::Play(play)) if model.overlays.is_empty() => match coach::line(play, &model.shared) {
            Some(line) => (line, Role::Coach),
            None => return,
        },
        _ => return,
    };
    let width = usize::from(area.width).saturating_sub(4);
    let lines = rich::lines(&content, width, &canvas.theme, canvas.style(role));
    let height = cells(lines.len().min(4));
    for (row, line) in lines.iter().take(4).enumerate() {
        let y = area.y + 1 - height + cells(row);
        let used = if height == 1 { cells(line.width() + 2) } else { area.width - 2 };
        let place = Rect { x: area.x + 1, y, width: used.min(area.width - 2), height: 1 };
        canvas.clear(place);
        canvas.put_line(place.x + 1, y, place.width - 1, line);
    }
}

/// The tabs of a challenge's files on the upper border of a pane. `marks` says how many marks a file has.
pub fn tabs(canvas: &mut Canvas, area: Rect, names: &[(String, usize, bool)], active: usize) {
    let label = |(name, marks, context): &(String, usize, bool)| {
        let marks = if *marks > 0 { format!(" ▌{marks}") } else { String::new() };
        format!(" {name}{}{marks} ", if *context { " (context)" } else { "" })
    };
    let labels: Vec<String> = names.iter().map(label).collect();
    let room = usize::from(area.width).saturating_sub(4);
    let mut first = 0;
    while first < active && labels[first..=active].iter().map(|l| text::width(l) + 1).sum::<usize>() > room {
        first += 1;
    }
    let mut x = area.x + 1;
    for (at, label) in labels.iter().enumerate().skip(first) {
        let left = usize::from((area.right() - 1).saturating_sub(x));
        if left < 4 {
            break;
        }
        let style = canvas.style(if at == active { Role::TabActive } else { Role::Tab });
        let used = canvas.put(x, area.y, left, label, style);
        canvas.seen.target(Rect { x, y: area.y, width: used, height: 1 }, Target::Tab(at));
        x += used + 1;
    }
}

/// The first row of a list to draw, so that the selected one can be seen near the middle.
pub fn list_top(selected: usize, count: usize, height: usize) -> usize {
    selected.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// A list of which one row is selected. `draw_row` draws a row into its cells; the sign of the selected one is drawn here.
pub fn list(
    canvas: &mut Canvas,
    area: Rect,
    pane: Pane,
    count: usize,
    selected: Option<usize>,
    draw_row: impl Fn(&mut Canvas, Rect, usize, bool),
) {
    let height = usize::from(area.height);
    let top = list_top(selected.unwrap_or(0), count, height);
    canvas.seen.pane(pane, PaneSeen { area, top, left: 0, count, rows: Vec::new() });
    for (index, y) in (top..count).zip(area.top()..area.bottom()) {
        let row = Rect { y, height: 1, ..area };
        let is_selected = selected == Some(index);
        if is_selected {
            canvas.tint(row, canvas.style(Role::Selection));
            canvas.put(row.x, y, 1, "▸", canvas.style(Role::Key));
        }
        let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
        draw_row(canvas, inner, index, is_selected);
        canvas.seen.target(row, Target::Row(pane, index));
    }
    scrollbar(canvas, area, top, count);
}

/// A thumb on the right border where not everything fits.
pub fn scrollbar(canvas: &mut Canvas, area: Rect, top: usize, count: usize) {
    let height = usize::from(area.height);
    if count <= height || height == 0 || area.right() >= canvas.buffer.area.right() {
        return;
    }
    let size = (height * height / count).max(1);
    let start = top * (height - size) / (count - height).max(1);
    for offset in start..(start + size).min(height) {
        let style = canvas.style(Role::Accent);
        canvas.put(area.right(), area.y + cells(offset), 1, "┃", style);
    }
}

/// Running text that scrolls.
pub fn scrolled(canvas: &mut Canvas, area: Rect, pane: Pane, lines: &[Line], top: usize) {
    let top = top.min(lines.len().saturating_sub(usize::from(area.height)));
    canvas.seen.pane(pane, PaneSeen { area, top, left: 0, count: lines.len(), rows: Vec::new() });
    for (line, y) in lines.iter().skip(top).zip(area.top()..area.bottom()) {
        canvas.put_line(area.x, y, area.width, line);
    }
    scrollbar(canvas, area, top, lines.len());
}

/// A field of one line with its cursor.
pub fn field(canvas: &mut Canvas, area: Rect, label: &str, input: &Input, hint: &str) {
    let used = canvas.put(area.x, area.y, usize::from(area.width), label, canvas.style(Role::Accent));
    let room = usize::from(area.width.saturating_sub(used + 1)).max(1);
    let x = area.x + used;
    if input.text().is_empty() {
        canvas.put(x + 1, area.y, room.saturating_sub(1), hint, canvas.style(Role::Dim));
    }
    let column = text::column_at(input.text(), input.cursor());
    let from = (column + 1).saturating_sub(room);
    let shown: String = input.text()[text::byte_at(input.text(), from)..].to_owned();
    let shown = if text::width(&shown) > room { fit(&shown, room) } else { shown };
    canvas.put(x, area.y, room, &shown, canvas.style(Role::Text));
    let cursor = x + cells(column - from);
    if cursor < area.right() {
        canvas.tint(Rect { x: cursor, y: area.y, width: 1, height: 1 }, canvas.style(Role::Cursor));
    }
}

/// Puts parts of different styles one behind the other, no further than `right`.
pub fn parts(canvas: &mut Canvas, x: u16, y: u16, right: u16, parts: &[(&str, Style)]) -> u16 {
    let mut at = x;
    for (part, style) in parts {
        at += canvas.put(at, y, usize::from(right.saturating_sub(at)), part, *style);
    }
    at
}
