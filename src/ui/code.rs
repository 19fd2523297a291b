//! Code on the screen: line numbers, signs beside the lines, syntax colours, marks, wrapped or cut. Only what can be seen is laid out.

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::doc::{Cursor, Lines};
use crate::app::event::{Pane, PaneSeen};
use crate::app::text::{self, Cell};
use crate::highlight::{Highlights, SyntaxClass};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;

/// What stands beside and below one line.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Signs between the number and the text, left and right.
    pub signs: [Option<(char, Role)>; 2],
    /// The ground of the line.
    pub ground: Option<Role>,
    /// A few words behind the text, where there is room.
    pub note: Option<(String, Role)>,
    /// Bytes of the line with a style of their own, later ones on top.
    pub ranges: Vec<(Range<usize>, Role)>,
}

/// A view of code.
pub struct CodeView<'a> {
    pub pane: Pane,
    pub lines: &'a dyn Lines,
    pub colours: Option<&'a Highlights>,
    pub cursor: &'a Cursor,
    /// Whether the cursor's cell is shown: this pane has the keys.
    pub focus: bool,
    pub wrap: bool,
    /// What stands beside a line, counted from 0.
    pub beside: &'a dyn Fn(usize) -> Beside,
    /// Lines that are no longer there, shown above a line; that after the last line stands for the end.
    pub removed: &'a dyn Fn(usize) -> &'a [String],
}

/// Nothing was removed anywhere.
pub fn nothing_removed<'a>(_line: usize) -> &'a [String] {
    &[]
}

/// Lines that are kept between the cursor and the edge, where the text allows it.
const MARGIN: usize = 2;

/// Columns that are kept between the cursor and the edge.
const SIDE_MARGIN: usize = 4;

/// One row of the screen.
enum Row {
    /// A line that was removed: index of the line below it, and which of those above that.
    Removed(usize, usize),
    /// A line from a display column on; the first row of a line has its number.
    Text { line: usize, column: usize, first: bool },
}

impl CodeView<'_> {
    /// Draws the view into `area` and notes what it drew where.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let digits = self.lines.count().to_string().len().max(3);
        let gutter = u16::try_from(digits + 4).unwrap_or(7);
        if area.width <= gutter || area.height == 0 {
            return;
        }
        let room = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
        let (width, height) = (usize::from(room.width), usize::from(room.height));
        let top = self.top(width, height);
        let left = if self.wrap { 0 } else { self.left(width) };
        let rows = self.rows(top, left, width, height);
        let mut seen = Vec::with_capacity(rows.len());
        for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
            match *row {
                Row::Removed(line, index) => {
                    let content = &(self.removed)(line)[index];
                    let style = canvas.style(Role::Removed);
                    canvas.tint(
                        Rect { x: area.x, y, width: area.width, height: 1 },
                        canvas.theme.ground(Role::Removed),
                    );
                    canvas.put(area.x + gutter - 3, y, 1, "-", style);
                    let skip = text::byte_at(content, left);
                    canvas.put(room.x, y, width, &content[skip..], style);
                    seen.push((line.min(self.lines.count().saturating_sub(1)), left));
                }
                Row::Text { line, column, first } => {
                    self.draw_line(canvas, area, gutter, y, line, column, first);
                    seen.push((line, column));
                }
            }
        }
        canvas
            .seen
            .pane(self.pane, PaneSeen { area: room, top, left, count: self.lines.count(), rows: seen });
    }

    /// How many rows a line takes, with those of removed lines above it.
    fn rows_of(&self, line: usize, width: usize) -> usize {
        let own = if self.wrap { text::wrap_columns(self.lines.line(line), width).len() } else { 1 };
        own + (self.removed)(line).len()
    }

    /// The first line to draw: as wished, but so that the cursor can be seen and no room is wasted below the end.
    fn top(&self, width: usize, height: usize) -> usize {
        let count = self.lines.count();
        let line = self.cursor.line.min(count.saturating_sub(1));
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        // The earliest first line with which all of `last` still fits.
        let earliest = |last: usize, spare: usize| {
            let mut used = spare;
            let mut first = last;
            for at in (0..=last).rev() {
                used += self.rows_of(at, width);
                if used > height {
                    break;
                }
                first = at;
            }
            first
        };
        let lowest = earliest((line + margin).min(count.saturating_sub(1)), 0).min(line);
        let full = earliest(count.saturating_sub(1), (self.removed)(count).len());
        self.cursor.top.clamp(lowest, line.saturating_sub(margin).max(lowest)).min(full.max(lowest))
    }

    /// The first display column to draw, so that the cursor can be seen.
    fn left(&self, width: usize) -> usize {
        let column = text::column_at(self.lines.line(self.cursor.line), self.cursor.byte);
        let margin = SIDE_MARGIN.min(width.saturating_sub(1) / 2);
        if column + margin < width && self.cursor.left <= column {
            // Back to the start as soon as the cursor allows it.
            return 0;
        }
        self.cursor.left.clamp((column + margin + 1).saturating_sub(width), column.saturating_sub(margin))
    }

    fn rows(&self, top: usize, left: usize, width: usize, height: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(height);
        for line in top..=self.lines.count() {
            rows.extend((0..(self.removed)(line).len()).map(|i| Row::Removed(line, i)));
            if line == self.lines.count() || rows.len() >= height {
                break;
            }
            if self.wrap {
                let starts = text::wrap_columns(self.lines.line(line), width);
                rows.extend(starts.into_iter().map(|column| Row::Text { line, column, first: column == 0 }));
            } else {
                rows.push(Row::Text { line, column: left, first: true });
            }
        }
        rows.truncate(height);
        rows
    }

    #[expect(clippy::too_many_arguments, reason = "the place of one row")]
    fn draw_line(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        gutter: u16,
        y: u16,
        line: usize,
        from: usize,
        first: bool,
    ) {
        let content = self.lines.line(line);
        let beside = (self.beside)(line);
        let here = line == self.cursor.line;
        let whole = Rect { x: area.x, y, width: area.width, height: 1 };
        if here && self.focus {
            canvas.tint(whole, canvas.theme.ground(Role::CursorLine));
        }
        if let Some(role) = beside.ground {
            canvas.tint(whole, canvas.theme.ground(role));
        }
        if first {
            let digits = usize::from(gutter) - 4;
            let role = if here && self.focus { Role::Strong } else { Role::LineNumber };
            canvas.put(area.x, y, digits, &format!("{:>digits$}", line + 1), canvas.style(role));
        }
        for (offset, sign) in [3, 2].into_iter().zip(beside.signs) {
            if let Some((sign, role)) = sign {
                let style = Style { bg: None, ..canvas.style(role) };
                canvas.put(area.x + gutter - offset, y, 1, sign.encode_utf8(&mut [0; 4]), style);
            }
        }
        let room = Rect { x: area.x + gutter, y, width: area.width - gutter, height: 1 };
        let end = self.draw_text(canvas, room, line, content, from, &beside);
        if let Some((note, role)) = &beside.note {
            let width = text::width(note) + 2;
            if end + u16::try_from(width).unwrap_or(u16::MAX) <= room.right() {
                let x = room.right() - u16::try_from(width).unwrap_or(0);
                canvas.put(x + 1, y, width, note, Style { bg: None, ..canvas.style(*role) });
            }
        }
    }

    /// Draws the text of one row and gives the column behind it.
    fn draw_text(
        &self,
        canvas: &mut Canvas,
        room: Rect,
        line: usize,
        content: &str,
        from: usize,
        beside: &Beside,
    ) -> u16 {
        let width = usize::from(room.width);
        let next = if self.wrap {
            text::wrap_columns(content, width).into_iter().find(|c| *c > from).unwrap_or(usize::MAX)
        } else {
            usize::MAX
        };
        let parts = self.colours.map(|c| c.parts(line, content)).unwrap_or_default();
        let mut parts = parts.iter().peekable();
        let cursor = (self.focus && line == self.cursor.line).then_some(self.cursor.byte);
        let mut end = room.x;
        let mut cut = false;
        for cell in text::cells(content) {
            if cell.column + cell.width <= from {
                continue;
            }
            if cell.column >= next || cell.column >= from + width {
                cut = cell.column < next;
                break;
            }
            while parts.next_if(|p| p.range.end <= cell.range.start).is_some() {}
            let class = parts.peek().map_or(SyntaxClass::Plain, |p| p.class);
            let style = self.cell_style(canvas, &cell, class, beside, cursor);
            end = put_cell(canvas, room, from, &cell, style);
        }
        if cursor.is_some_and(|byte| byte >= content.len()) {
            let column = text::width(content);
            if (from..from + width).contains(&column) && column < next {
                let x = room.x + u16::try_from(column - from).unwrap_or(0);
                let style = canvas.style(Role::Cursor);
                canvas.buffer[(x, room.y)].set_symbol(" ").set_style(style);
            }
        }
        let dim = canvas.style(Role::Accent);
        if cut {
            canvas.buffer[(room.right() - 1, room.y)].set_symbol("›").set_style(dim);
        }
        if from > 0 && !self.wrap && !content.is_empty() {
            canvas.buffer[(room.x - 1, room.y)].set_symbol("‹").set_style(dim);
        }
        end
    }

    fn cell_style(
        &self,
        canvas: &Canvas,
        cell: &Cell,
        class: SyntaxClass,
        beside: &Beside,
        cursor: Option<usize>,
    ) -> Style {
        let mut style = canvas.theme.syntax(class);
        for (_, role) in
            beside.ranges.iter().filter(|(r, _)| r.start < cell.range.end && cell.range.start < r.end)
        {
            style = style.patch(canvas.style(*role));
        }
        if cell.odd {
            style = canvas.style(Role::Odd);
        }
        if cursor.is_some_and(|byte| cell.range.contains(&byte)) {
            style = style.patch(canvas.style(Role::Cursor));
        }
        style
    }
}

/// Puts one cell of a line that is drawn from display column `from` on; gives the screen column behind it. What does not fit whole is
/// filled with spaces, as half a wide character cannot be drawn.
pub(super) fn put_cell(canvas: &mut Canvas, room: Rect, from: usize, cell: &Cell, style: Style) -> u16 {
    let width = usize::from(room.width);
    let start = cell.column.max(from) - from;
    let end = (cell.column + cell.width - from).min(width);
    let x = room.x + u16::try_from(start).unwrap_or(0);
    let whole = cell.column >= from && cell.column + cell.width - from <= width;
    if whole {
        canvas.buffer.set_stringn(x, room.y, &cell.shown, cell.width, style);
    } else {
        let shown: String = if cell.odd || cell.shown.starts_with(' ') {
            let skip = from.saturating_sub(cell.column);
            cell.shown.chars().skip(skip).take(end - start).collect()
        } else {
            " ".repeat(end - start)
        };
        canvas.buffer.set_stringn(x, room.y, shown, end - start, style);
    }
    room.x + u16::try_from(end).unwrap_or(0)
}
