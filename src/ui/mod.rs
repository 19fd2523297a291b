//! Draws the model and changes nothing; says what it drew where ([`Seen`]).
//!
//! One file a screen. Styles come from the one table in [`theme`].

mod brief;
mod browse;
pub mod canvas;
pub mod code;
mod debrief;
mod decide;
pub mod diff;
mod editor;
mod home;
mod overlay;
mod patch;
mod preview;
mod reveal;
mod review;
pub mod rich;
#[cfg(test)]
mod tests;
pub mod theme;
mod trust;
pub mod widgets;

use crate::app::event::Seen;
use crate::app::model::{Model, Screen};
use crate::core::attempt::Stage;
use canvas::Canvas;
use ratatui::Frame;
use ratatui::layout::Rect;
use theme::Role;

/// The least columns and rows on which the game can be played.
pub const LEAST: (u16, u16) = (60, 20);

/// Draws the whole program.
pub fn draw(model: &Model, frame: &mut Frame) -> Seen {
    let area = frame.area();
    let mut canvas = Canvas::new(&model.shared, frame.buffer_mut());
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(&mut canvas, area);
        return canvas.seen;
    }
    let [header, body, footer] = widgets::rows(area);
    match &model.screen {
        Screen::Home(state) => {
            widgets::home_header(&mut canvas, header);
            home::draw(&mut canvas, body, state);
        }
        Screen::Browse(state) => {
            widgets::title(&mut canvas, header, "Packs and challenges", "");
            browse::draw(&mut canvas, body, state);
        }
        Screen::Preview(state) => {
            let name = state
                .shown
                .as_ref()
                .map_or_else(String::new, |shown| format!(": {}", shown.challenge().title));
            widgets::title(&mut canvas, header, &format!("Preview{name}"), &state.status());
            preview::draw(&mut canvas, body, state);
        }
        Screen::Play(play) => {
            widgets::stage_header(&mut canvas, header, play);
            match play.stage() {
                Stage::Brief => brief::draw(&mut canvas, body, play),
                Stage::Review => review::draw(&mut canvas, body, play),
                Stage::Decide => decide::draw(&mut canvas, body, play),
                Stage::Reveal => reveal::draw(&mut canvas, body, play),
                Stage::Patch => patch::draw(&mut canvas, body, play),
                Stage::Debrief => debrief::draw(&mut canvas, body, play),
            }
        }
    }
    for overlay in &model.overlays {
        overlay::draw(&mut canvas, area, body, model, overlay);
    }
    if !model.overlays.is_empty() {
        canvas.cursor = None;
    }
    widgets::footer(&mut canvas, footer, model);
    widgets::notice(&mut canvas, Rect { y: footer.y - 1, ..footer }, model);
    let Canvas { seen, cursor, .. } = canvas;
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
    seen
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    let lines = [
        format!("The window has {} columns and {} rows.", area.width, area.height),
        format!("Riskline needs {} by {}: enlarge it.", LEAST.0, LEAST.1),
        "Nothing is lost meanwhile.".to_owned(),
    ];
    let style = canvas.style(Role::Text);
    let rows = rich::lines(&lines.join("\n\n"), usize::from(area.width), &canvas.theme, style);
    let rows = rows.iter().filter(|row| row.width() > 0);
    for (row, y) in rows.zip(area.top()..area.bottom()) {
        canvas.put_line(area.x, y, area.width, row);
    }
}
