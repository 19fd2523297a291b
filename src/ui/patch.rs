//! The stage of that name.

use super::canvas::Canvas;
use super::code::{Beside, CodeView, nothing_removed};
use super::review::file_tabs;
use crate::app::event::Pane;
use crate::app::play::Play;
use ratatui::layout::Rect;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let inner = canvas.pane(area, "", true);
    file_tabs(canvas, area, play);
    let view = CodeView {
        pane: Pane::Code,
        lines: play.doc(),
        colours: canvas.shared.colours(&play.doc().id),
        cursor: play.cursor(),
        focus: true,
        wrap: play.wrap,
        beside: &|_| Beside::default(),
        removed: &nothing_removed,
    };
    view.draw(canvas, inner);
}
