//! What a screen draws on: the cells, the theme, and the record of what was drawn where.

use super::theme::{Role, Theme};
use crate::app::event::Seen;
use crate::app::model::Shared;
use crate::app::text;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::symbols::merge::MergeStrategy;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

/// What a screen draws on.
pub struct Canvas<'m, 'b> {
    pub shared: &'m Shared,
    pub theme: Theme,
    pub buffer: &'b mut Buffer,
    pub seen: Seen,
    /// Where the terminal's own cursor stands, if it is shown.
    pub cursor: Option<Position>,
}

impl<'m, 'b> Canvas<'m, 'b> {
    /// A canvas over a buffer.
    pub fn new(shared: &'m Shared, buffer: &'b mut Buffer) -> Self {
        let theme = Theme::of(shared);
        buffer.set_style(buffer.area, theme.base());
        Self { shared, theme, buffer, seen: Seen::default(), cursor: None }
    }

    /// How a thing looks.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Puts a text at a cell, spelt out where it would steer the terminal; what goes past `width` columns is cut, and an ellipsis
    /// says so. Gives the columns used.
    pub fn put(&mut self, x: u16, y: u16, width: usize, content: &str, style: Style) -> u16 {
        let shown = fit(content, width);
        // Text without a colour of its own must not take that of what was drawn below it.
        let ground = style.bg.or_else(|| self.buffer.cell((x, y)).map(|c| c.bg)).unwrap_or(Color::Reset);
        let style = Style { fg: style.fg.or(Some(self.theme.ink_on(ground))), ..style };
        let (end, _) = self.buffer.set_stringn(x, y, shown, width, style);
        end - x
    }

    /// Puts a line of several styles at a cell; what goes past `width` columns is cut.
    pub fn put_line(&mut self, x: u16, y: u16, width: u16, line: &Line) {
        self.buffer.set_line(x, y, line, width);
    }

    /// Draws a border with a title, and gives the room inside. Borders that overlap are joined.
    pub fn pane(&mut self, area: Rect, title: &str, focus: bool) -> Rect {
        let border = self.style(if focus { Role::BorderFocus } else { Role::Border });
        let block = Block::bordered().border_style(border).merge_borders(MergeStrategy::Exact);
        let inner = block.inner(area);
        block.render(area, self.buffer);
        if !title.is_empty() && area.width > 6 {
            let style = self.style(if focus { Role::TabActive } else { Role::Title });
            let shown = format!(" {} ", fit(title, usize::from(area.width) - 6));
            self.put(area.x + 1, area.y, usize::from(area.width) - 2, &shown, style);
        }
        inner
    }

    /// Clears an area in the middle of `within` and draws a border round it. Whatever lay below gets no clicks any more.
    pub fn popup(&mut self, within: Rect, width: u16, height: u16, title: &str) -> Rect {
        let (width, height) = (width.min(within.width), height.min(within.height));
        let area = Rect {
            x: within.x + (within.width - width) / 2,
            y: within.y + (within.height - height) / 2,
            width,
            height,
        };
        self.popup_at(area, title)
    }

    /// The same at a given place.
    pub fn popup_at(&mut self, area: Rect, title: &str) -> Rect {
        self.seen.cover();
        // A wide character cut in half by the edge would shift its line.
        for y in area.top()..area.bottom() {
            if area.x > 0 {
                let before = &mut self.buffer[(area.x - 1, y)];
                if text::width(before.symbol()) > 1 {
                    before.set_symbol(" ");
                }
            }
        }
        self.clear(area);
        self.pane(area, title, true)
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        Clear.render(area, self.buffer);
        self.buffer.set_style(area, self.theme.base());
    }

    /// Lays a style over an area.
    pub fn tint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }
}

/// A text of at most `width` columns, with an ellipsis where it was cut, spelt out where it would steer the terminal.
pub fn fit(content: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    let mut cells = text::cells(content).peekable();
    while let Some(cell) = cells.next() {
        let room = width - used;
        if cell.width > room || (cell.width == room && cells.peek().is_some()) {
            if room > 0 {
                out.push('…');
            }
            break;
        }
        out += &cell.shown;
        used += cell.width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_with_an_ellipsis_and_never_too_wide() {
        assert_eq!(fit("order lookup", 12), "order lookup");
        assert_eq!(fit("order lookup", 11), "order look…");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 6), "日本語");
        assert_eq!(fit("a\u{202e}b", 20), "a⟨U+202E⟩b");
        assert_eq!(fit("abc", 0), "");
    }
}
