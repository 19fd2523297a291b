//! Brief: what was asked, and what the assistant answered. Also as a pane beside the code.

use super::canvas::Canvas;
use super::rich;
use super::theme::Role;
use super::widgets::scrolled;
use crate::app::event::Pane;
use crate::app::play::Play;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Lines of running text are not longer than this: longer ones are tiring to read.
const LONGEST: u16 = 92;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let inner = canvas.pane(area, "Brief", true);
    let width = (inner.width - 2).min(LONGEST);
    let room = Rect { x: inner.x + 1, y: inner.y, width, height: inner.height };
    let lines = content(canvas, play, usize::from(width));
    scrolled(canvas, room, Pane::Brief, &lines, play.brief.top);
}

/// Draws the pane beside the code.
pub fn pane(canvas: &mut Canvas, area: Rect, play: &Play) {
    let inner = canvas.pane(area, "Brief", false);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    let lines = content(canvas, play, usize::from(room.width.saturating_sub(1)));
    scrolled(canvas, room, Pane::Brief, &lines, play.brief.pane_top);
}

fn content(canvas: &Canvas, play: &Play, width: usize) -> Vec<Line<'static>> {
    let brief = &play.challenge().brief;
    let mut out = Vec::new();
    let mut section = |name: &str, text: &str| {
        if text.trim().is_empty() {
            return;
        }
        if !out.is_empty() {
            out.push(Line::default());
        }
        out.push(Line::from(Span::styled(
            name.to_owned(),
            canvas.style(Role::Accent).patch(canvas.style(Role::Strong)),
        )));
        out.extend(rich::lines(text, width, &canvas.theme, Style::new()));
    };
    section("The ticket", &brief.ticket);
    section("What the assistant was asked", &brief.prompt);
    section("What it answered", &brief.reply);
    let context: Vec<String> = brief.context.iter().map(|c| format!("- {}", c.trim())).collect();
    section("What you know about the project", &context.join("\n"));
    out
}
