//! What lies over a screen: help, palette, questions, messages.

use super::canvas::Canvas;
use super::rich;
use super::theme::Role;
use super::widgets::{cells, field, list, parts, scrolled};
use crate::app::action::{Action, Context};
use crate::app::event::{Pane, Target};
use crate::app::model::Model;
use crate::app::overlay::{Confirm, Help, Message, Overlay, Palette, help_groups, palette_list};
use crate::app::text;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws an overlay over the body of the screen.
pub fn draw(canvas: &mut Canvas, area: Rect, body: Rect, model: &Model, overlay: &Overlay) {
    match overlay {
        Overlay::Help(help) => draw_help(canvas, body, help),
        Overlay::Palette(palette) => draw_palette(canvas, body, model, palette),
        Overlay::Confirm(confirm) => draw_confirm(canvas, area, confirm),
        Overlay::Message(message) => draw_message(canvas, body, message),
        Overlay::Trust(trust) => super::trust::draw(canvas, body, trust),
    }
}

fn draw_help(canvas: &mut Canvas, body: Rect, help: &Help) {
    let shared = canvas.shared;
    let inner = canvas.popup(body, body.width.min(86), body.height, &format!("Keys: {}", help.of.title()));
    let width = usize::from(inner.width.saturating_sub(2));
    let mut lines: Vec<Line> = Vec::new();
    for (title, actions) in help_groups(shared, help.of) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::from(Span::styled(title, canvas.style(Role::Title))));
        for action in actions {
            let keys: Vec<String> = shared.keys.keys(action).iter().map(ToString::to_string).collect();
            let keys = keys.join(" ");
            let pad = 18usize.saturating_sub(text::width(&keys));
            let help = rich::lines(action.info().help, width.saturating_sub(20), &canvas.theme, Style::new());
            for (at, part) in help.into_iter().enumerate() {
                let first = if at == 0 { format!("  {keys}{}", " ".repeat(pad)) } else { " ".repeat(20) };
                let mut line = Line::from(Span::styled(first, canvas.style(Role::Key)));
                line.spans.extend(part.spans);
                lines.push(line);
            }
        }
    }
    let extra: &[&str] = match help.of {
        Context::Review => &[
            "With the mouse: click a line, drag over a range, turn the wheel, click tabs, findings and keys.",
        ],
        c if c.takes_text() => &["Other keys type; arrows, home, end, ctrl-w and ctrl-u work as in a shell."],
        _ => &[],
    };
    for line in extra {
        lines.push(Line::default());
        lines.extend(rich::lines(line, width, &canvas.theme, canvas.style(Role::Dim)));
    }
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    scrolled(canvas, room, Pane::Overlay, &lines, help.top);
}

fn draw_palette(canvas: &mut Canvas, body: Rect, model: &Model, palette: &Palette) {
    let found = palette_list(model, palette);
    let inner = canvas.popup(body, body.width.min(76), body.height.min(20), "Actions");
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    field(canvas, Rect { height: 1, ..room }, "› ", &palette.input, "type to find an action");
    let below = Rect { y: room.y + 2, height: room.height.saturating_sub(2), ..room };
    if found.is_empty() {
        canvas.put(below.x, below.y, usize::from(below.width), "No action fits.", canvas.style(Role::Dim));
    }
    let selected = palette.selected.min(found.len().saturating_sub(1));
    list(canvas, below, Pane::Overlay, found.len(), Some(selected), |canvas, row, index, _| {
        action_row(canvas, row, found[index]);
    });
}

fn action_row(canvas: &mut Canvas, row: Rect, action: Action) {
    let info = action.info();
    let key = canvas.shared.keys.shown(action);
    let key_width = text::width(&key);
    let name = format!("{:<17}", info.id);
    let right = row.right().saturating_sub(cells(key_width + 3));
    parts(
        canvas,
        row.x,
        row.y,
        right,
        &[(&name, canvas.style(Role::Strong)), (" ", Style::new()), (info.help, canvas.style(Role::Dim))],
    );
    canvas.put(right + 1, row.y, key_width, &key, canvas.style(Role::Key));
}

fn draw_confirm(canvas: &mut Canvas, area: Rect, confirm: &Confirm) {
    let width = area.width.saturating_sub(4).min(72);
    let text_width = usize::from(width.saturating_sub(4));
    let mut lines = Vec::new();
    for paragraph in &confirm.body {
        if paragraph.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(rich::lines(paragraph, text_width, &canvas.theme, Style::new()));
    }
    let most = usize::from(area.height.saturating_sub(6));
    let shown = lines.len().min(most);
    let inner = canvas.popup(area, width, cells(shown + 4), &confirm.title);
    for (line, y) in lines.iter().take(shown).zip(inner.top()..) {
        canvas.put_line(inner.x + 1, y, inner.width.saturating_sub(2), line);
    }
    let y = inner.bottom() - 1;
    let mut x = inner.x + 1;
    for (action, label) in [(Action::ConfirmYes, confirm.yes), (Action::ConfirmNo, "go back")] {
        let key = canvas.shared.keys.shown(action);
        let end = parts(
            canvas,
            x,
            y,
            inner.right(),
            &[
                ("[ ", canvas.style(Role::Border)),
                (&key, canvas.style(Role::Key)),
                (" ", Style::new()),
                (label, canvas.style(Role::Strong)),
                (" ]", canvas.style(Role::Border)),
            ],
        );
        canvas.seen.target(Rect { x, y, width: end - x, height: 1 }, Target::Act(action));
        x = end + 3;
    }
}

fn draw_message(canvas: &mut Canvas, body: Rect, message: &Message) {
    let width = body.width.saturating_sub(4).min(80);
    let lines = rich::lines(&message.body, usize::from(width.saturating_sub(4)), &canvas.theme, Style::new());
    let height = cells(lines.len() + 2).min(body.height);
    let inner = canvas.popup(body, width, height, &message.title);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    scrolled(canvas, room, Pane::Overlay, &lines, message.top);
}
