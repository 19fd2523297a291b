//! The part of the text that is on the screen.

use super::buffer::{Buffer, Pos};
use super::columns;

/// Lines kept visible above and below the cursor where the text allows.
const MARGIN_LINES: usize = 3;
/// Columns kept visible left and right of the cursor.
const MARGIN_COLS: usize = 4;

/// What is visible: the first line and column, and the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewport {
    /// First visible line, from 0.
    pub top: usize,
    /// First visible display column, from 0.
    pub left: usize,
    /// Columns for text.
    pub cols: u16,
    /// Rows for text.
    pub rows: u16,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { top: 0, left: 0, cols: 80, rows: 24 }
    }
}

impl Viewport {
    /// Scrolls as little as is needed to show `pos` with its margins; from afar, to the middle.
    pub fn reveal(&mut self, buffer: &Buffer, pos: Pos) {
        let rows = usize::from(self.rows).max(1);
        let margin = MARGIN_LINES.min((rows - 1) / 2);
        let lowest_top = (pos.line + margin + 1).min(buffer.line_count()).saturating_sub(rows);
        let highest_top = pos.line.saturating_sub(margin).max(lowest_top);
        if self.top > pos.line + rows || self.top + 2 * rows < pos.line {
            self.top = pos.line.saturating_sub(rows / 2).min(buffer.line_count().saturating_sub(rows));
        }
        self.top = self.top.clamp(lowest_top, highest_top);

        let cols = usize::from(self.cols).max(1);
        let margin = MARGIN_COLS.min((cols - 1) / 2);
        let column = columns::column_of(buffer.line(pos.line), pos.byte);
        let lowest_left = (column + margin + 1).saturating_sub(cols);
        // Back within the first screen a line is shown from its start.
        let highest_left = if column + margin < cols { 0 } else { column.saturating_sub(margin) };
        self.left = self.left.clamp(lowest_left, highest_left.max(lowest_left));
    }

    /// Scrolls without regard to the cursor.
    pub fn scroll(&mut self, buffer: &Buffer, lines: isize, cols: isize) {
        let rows = usize::from(self.rows).max(1);
        self.top = self.top.saturating_add_signed(lines).min(last_top(buffer, rows));
        if cols != 0 {
            let shown = self.top..(self.top + rows).min(buffer.line_count());
            let widest = shown.map(|l| columns::width_of(buffer.line(l))).max().unwrap_or(0);
            let furthest = (widest + MARGIN_COLS).saturating_sub(usize::from(self.cols));
            self.left = self.left.saturating_add_signed(cols).min(furthest.max(self.left));
        }
    }

    /// The place in the text that a cell of the view shows; cells outside it count on in the same way.
    pub fn place_at(&self, buffer: &Buffer, row: i32, col: i32) -> Pos {
        let line = self.top as i64 + i64::from(row);
        if line < 0 {
            return Pos::default();
        }
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        if line >= buffer.line_count() {
            return buffer.end();
        }
        let column = usize::try_from(self.left as i64 + i64::from(col)).unwrap_or(0);
        Pos::new(line, columns::byte_at(buffer.line(line), column))
    }

    /// The visible cell of a place, as row and column of the view; nothing where it is outside.
    pub fn cell_of(&self, buffer: &Buffer, pos: Pos) -> Option<(u16, u16)> {
        let row = u16::try_from(pos.line.checked_sub(self.top)?).ok().filter(|r| *r < self.rows)?;
        let column = columns::column_of(buffer.line(pos.line), pos.byte);
        let col = u16::try_from(column.checked_sub(self.left)?).ok().filter(|c| *c < self.cols)?;
        Some((row, col))
    }
}

/// The last line may be scrolled up to the middle, no further.
fn last_top(buffer: &Buffer, rows: usize) -> usize {
    buffer.line_count().saturating_sub(rows.div_ceil(2))
}
