//! The editor on the screen: line numbers, signs of change, syntax colours, selection, matches. Only visible lines are laid out.

use super::canvas::Canvas;
use super::theme::Role;
use super::widgets::cells;
use crate::app::editor::columns::{self, Cell, CellKind};
use crate::app::editor::{Editor, LineMark, Viewport};
use crate::app::event::{Pane, PaneSeen, Target};
use crate::highlight::{Highlights, Span, SyntaxClass};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;

/// An editor to be drawn.
pub struct EditorView<'a> {
    pub editor: &'a Editor,
    pub colours: Option<&'a Highlights>,
    /// Whether it has the keys: then the terminal's cursor stands in it.
    pub focus: bool,
}

/// What lies over one line, as bytes of it.
struct Over {
    matches: Vec<(usize, usize)>,
    selected: Option<Range<usize>>,
    brackets: Vec<usize>,
}

impl EditorView<'_> {
    /// Draws the editor into `area` and notes what it drew where.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let editor = self.editor;
        let count = editor.buffer().line_count();
        let digits = count.to_string().len().max(3);
        let gutter = cells(digits + 3);
        if area.width <= gutter || area.height == 0 {
            return;
        }
        let room = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
        let view = editor.view_for(room.width, room.height);
        let pair = if self.focus { editor.bracket_pair() } else { None };
        let mut rows = Vec::with_capacity(usize::from(room.height));
        for (line, y) in (view.top..count).zip(area.top()..area.bottom()) {
            self.draw_gutter(canvas, Rect { y, height: 1, ..area }, digits, line);
            let over = Over {
                matches: editor.matches_in(line),
                selected: self.selected_in(line),
                brackets: pair.map_or_else(Vec::new, |(a, b)| {
                    [a, b].into_iter().filter(|p| p.line == line).map(|p| p.byte).collect()
                }),
            };
            self.draw_text(canvas, Rect { y, height: 1, ..room }, view, line, &over);
            rows.push((line, view.left));
        }
        canvas.seen.target(area, Target::Pane(Pane::Editor));
        canvas.seen.pane(Pane::Editor, PaneSeen { area: room, top: view.top, left: view.left, count, rows });
        if self.focus
            && let Some((row, col)) = view.cell_of(editor.buffer(), editor.selection().head)
        {
            canvas.cursor = Some(Position::new(room.x + col, room.y + row));
        }
    }

    fn draw_gutter(&self, canvas: &mut Canvas, row: Rect, digits: usize, line: usize) {
        let here = line == self.editor.selection().head.line && self.focus;
        if here && self.editor.selection().is_empty() {
            canvas.tint(row, canvas.style(Role::CursorLine));
        }
        let number = canvas.style(if here { Role::Strong } else { Role::LineNumber });
        canvas.put(row.x, row.y, digits, &format!("{:>digits$}", line + 1), number);
        let (sign, role) = match self.editor.changes().mark(line) {
            None => return,
            Some(LineMark::Added) => ("+", Role::Added),
            Some(LineMark::Changed) => ("~", Role::Warning),
            Some(LineMark::DeletedAbove) => ("▔", Role::Removed),
            Some(LineMark::DeletedBelow) => ("▁", Role::Removed),
        };
        let style = Style { bg: None, ..canvas.style(role) };
        canvas.put(row.x + cells(digits + 1), row.y, 1, sign, style);
    }

    /// The selected bytes of a line; one past its end where the line's end is selected too.
    fn selected_in(&self, line: usize) -> Option<Range<usize>> {
        let selection = self.editor.selection();
        let (start, end) = (selection.start(), selection.end());
        if selection.is_empty() || line < start.line || line > end.line {
            return None;
        }
        let from = if line == start.line { start.byte } else { 0 };
        let to = if line == end.line { end.byte } else { self.editor.buffer().line(line).len() + 1 };
        Some(from..to)
    }

    fn draw_text(&self, canvas: &mut Canvas, room: Rect, view: Viewport, line: usize, over: &Over) {
        let content = self.editor.buffer().line(line);
        let (left, right) = (view.left, view.left + usize::from(room.width));
        let parts: Vec<Span> = self.colours.map(|c| c.parts(line, content)).unwrap_or_default();
        let mut parts = parts.iter().peekable();
        let mut end = 0;
        let mut cut = false;
        for cell in columns::cells(content) {
            end = cell.column + cell.width;
            if end <= left {
                continue;
            }
            if cell.column >= right {
                cut = true;
                break;
            }
            while parts.next_if(|p| p.range.end <= cell.bytes.start).is_some() {}
            let class = parts.peek().map_or(SyntaxClass::Plain, |p| p.class);
            let style = self.style_of(canvas, &cell, class, over);
            put_cell(canvas, room, left, &cell, style);
        }
        if over.selected.as_ref().is_some_and(|s| s.contains(&content.len())) && (left..right).contains(&end)
        {
            let x = room.x + cells(end - left);
            canvas.put(x, room.y, 1, " ", canvas.style(Role::Selected));
        }
        let dim = canvas.style(Role::Accent);
        if cut {
            canvas.put(room.right() - 1, room.y, 1, "›", dim);
        }
        if left > 0 && !content.is_empty() {
            canvas.put(room.x - 1, room.y, 1, "‹", dim);
        }
    }

    fn style_of(&self, canvas: &Canvas, cell: &Cell, class: SyntaxClass, over: &Over) -> Style {
        let at = cell.bytes.start;
        let mut style = match cell.kind {
            CellKind::Invisible => canvas.style(Role::Odd),
            CellKind::Text | CellKind::Tab => canvas.theme.syntax(class),
        };
        if over.matches.iter().any(|m| (m.0..m.1).contains(&at)) {
            style = style.patch(canvas.style(Role::Match));
        }
        if over.brackets.contains(&at) {
            style = style.patch(canvas.style(Role::Bracket));
        }
        if over.selected.as_ref().is_some_and(|s| s.contains(&at)) {
            style = style.patch(canvas.style(Role::Selected));
        }
        style
    }
}

/// Puts a cell of a line that is drawn from column `left` on. What does not fit whole is filled with blanks, as half a wide
/// character cannot be drawn.
fn put_cell(canvas: &mut Canvas, room: Rect, left: usize, cell: &Cell, style: Style) {
    let (start, end) =
        (cell.column.max(left), (cell.column + cell.width).min(left + usize::from(room.width)));
    let x = room.x + cells(start - left);
    if end - start == cell.width {
        canvas.buffer.set_stringn(x, room.y, &cell.text, cell.width, style);
        return;
    }
    let shown: String = match cell.kind {
        CellKind::Invisible => cell.text.chars().skip(start - cell.column).take(end - start).collect(),
        CellKind::Text | CellKind::Tab => " ".repeat(end - start),
    };
    canvas.buffer.set_stringn(x, room.y, shown, end - start, style);
}

/// What the status line says: place, selection, search, indentation.
pub fn status(editor: &Editor) -> String {
    let (line, column) = editor.cursor_label();
    let mut parts = Vec::new();
    if let Some((at, all)) = editor.search_count() {
        parts.push(if at == 0 { format!("{all} found") } else { format!("{at} of {all}") });
    }
    let selection = editor.selection();
    if !selection.is_empty() {
        let (first, last) = selection.lines();
        let selected = editor.buffer().slice(selection.start(), selection.end());
        let letters = selected.chars().filter(|c| *c != '\n').count();
        parts.push(match last - first {
            0 => format!("{letters} selected"),
            more => format!("{} lines selected", more + 1),
        });
    }
    if editor.is_read_only() {
        parts.push("read-only".to_owned());
    }
    parts.push(editor.indent().label());
    parts.push(format!("{line}:{column}"));
    parts.join(" · ")
}
