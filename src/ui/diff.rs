//! Two versions of a text: one column with old lines above new ones, or two columns. Only what can be seen is laid out.

use super::canvas::Canvas;
use super::code::put_cell;
use super::theme::Role;
use super::widgets::{cells, scrollbar};
use crate::app::diff::{DiffLayout, DiffView, Entry, Version};
use crate::app::event::{Pane, PaneSeen, Target};
use crate::app::text;
use crate::core::diff::{Row, RowKind, words};
use crate::highlight::SyntaxClass;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;

/// Rows that are kept between the cursor and the edge, where the text allows it.
const MARGIN: usize = 2;

/// One of the two sides of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// A line of one side, ready to be drawn.
struct Piece<'a> {
    content: &'a str,
    /// Index of the line, from 0.
    line: usize,
    version: &'a Version,
    /// The ground of the line and the style of its changed words, where it changed.
    change: Option<(Role, Role)>,
    sign: char,
    changed: Vec<Range<usize>>,
    /// Whether the last line lacks its line feed.
    open: bool,
}

/// Draws the view into `area` and notes what it drew where.
pub fn draw(canvas: &mut Canvas, area: Rect, view: &DiffView, wrap: bool) {
    if area.is_empty() {
        return;
    }
    let plan = Plan::new(view, area, wrap);
    let top = plan.top(view);
    let left = if wrap { 0 } else { plan.left(view, top) };
    let (mut y, mut rows) = (area.y, Vec::new());
    for (index, entry) in view.entries().iter().enumerate().skip(top) {
        if y >= area.bottom() {
            break;
        }
        let height = cells(plan.rows_of(view, entry)).min(area.bottom() - y);
        let place = Rect { y, height, ..area };
        let here = index == view.cursor;
        if here {
            canvas.tint(place, canvas.style(Role::CursorLine));
        }
        match entry {
            Entry::Fold { lines, .. } => draw_fold(canvas, place, *lines),
            Entry::Line(row) => plan.draw_row(canvas, place, view, row, left),
        }
        if here {
            canvas.put(place.x, place.y, 1, "▸", canvas.style(Role::Key));
        }
        rows.extend((0..height).map(|_| (index, left)));
        y += height;
    }
    let count = view.entries().len();
    canvas.seen.pane(Pane::Diff, PaneSeen { area, top, left, count, rows });
    // What is noted later lies on top: the rows must, over their pane.
    let places: Vec<(Rect, usize)> = canvas
        .seen
        .get(Pane::Diff)
        .map(|seen| {
            seen.rows.iter().zip(area.y..).map(|((i, _), y)| (Rect { y, height: 1, ..area }, *i)).collect()
        })
        .unwrap_or_default();
    for (place, index) in places {
        canvas.seen.target(place, Target::Row(Pane::Diff, index));
    }
    scrollbar(canvas, area, top, count);
}

fn draw_fold(canvas: &mut Canvas, place: Rect, lines: usize) {
    let what = format!("  ⋯ {lines} unchanged lines");
    canvas.put(place.x, place.y, usize::from(place.width), &what, canvas.style(Role::Dim));
}

/// How the columns of the area are shared out.
struct Plan {
    digits: usize,
    /// Where the text of the old and the new side stands; the same for both in one column.
    old: Rect,
    new: Rect,
    layout: DiffLayout,
    wrap: bool,
    height: usize,
}

impl Plan {
    fn new(view: &DiffView, area: Rect, wrap: bool) -> Self {
        let most = view.diff.old_len().max(view.diff.new_len());
        let digits = most.to_string().len().max(2);
        let layout = view.layout();
        let text = |x: u16, right: u16| Rect { x: x.min(right), width: right.saturating_sub(x), ..area };
        let (old, new) = match layout {
            DiffLayout::Unified => {
                // Cursor, two numbers, sign.
                let whole = text(area.x + cells(2 * digits + 5), area.right());
                (whole, whole)
            }
            DiffLayout::SideBySide => {
                let middle = area.x + area.width / 2;
                let gutter = cells(digits + 4);
                (text(area.x + gutter, middle.saturating_sub(1)), text(middle + gutter, area.right()))
            }
        };
        Self { digits, old, new, layout, wrap, height: usize::from(area.height) }
    }

    fn room(&self, side: Side) -> Rect {
        if side == Side::Old { self.old } else { self.new }
    }

    /// How many rows of the screen an entry takes.
    fn rows_of(&self, view: &DiffView, entry: &Entry) -> usize {
        let Entry::Line(row) = entry else { return 1 };
        if !self.wrap {
            return 1;
        }
        let rows =
            |content: &str, side| text::wrap_columns(content, usize::from(self.room(side).width)).len();
        let old = row.old.map_or(1, |l| rows(view.diff.old_line(l), Side::Old));
        let new = row.new.map_or(1, |l| rows(view.diff.new_line(l), Side::New));
        old.max(new)
    }

    /// The first entry to draw: as wished, but so that the cursor can be seen and no room is wasted below the end.
    fn top(&self, view: &DiffView) -> usize {
        let entries = view.entries();
        let last = entries.len().saturating_sub(1);
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        // The earliest first entry with which all of `end` still fits.
        let earliest = |end: usize| {
            let (mut used, mut first) = (0, end);
            for at in (0..=end.min(last)).rev() {
                used += entries.get(at).map_or(0, |e| self.rows_of(view, e));
                if used > self.height {
                    break;
                }
                first = at;
            }
            first
        };
        let cursor = view.cursor.min(last);
        let lowest = earliest((cursor + margin).min(last)).min(cursor);
        let full = earliest(last);
        view.top.clamp(lowest, cursor.saturating_sub(margin).max(lowest)).min(full.max(lowest))
    }

    /// The first display column to draw: as wished, but not past the longest line that can be seen.
    fn left(&self, view: &DiffView, top: usize) -> usize {
        if view.left == 0 {
            return 0;
        }
        let longest = view.entries().iter().skip(top).take(self.height).filter_map(|e| match e {
            Entry::Line(row) => {
                let old = row.old.map_or(0, |l| text::width(view.diff.old_line(l)));
                Some(old.max(row.new.map_or(0, |l| text::width(view.diff.new_line(l)))))
            }
            Entry::Fold { .. } => None,
        });
        let width = usize::from(self.old.width.min(self.new.width));
        view.left.min((longest.max().unwrap_or(0) + 1).saturating_sub(width))
    }

    fn draw_row(&self, canvas: &mut Canvas, place: Rect, view: &DiffView, row: &Row, left: usize) {
        let pieces = [piece(view, row, Side::Old), piece(view, row, Side::New)];
        match self.layout {
            DiffLayout::Unified => {
                let number = |line: Option<usize>| line.map_or(String::new(), |l| (l + 1).to_string());
                let digits = self.digits;
                let numbers = format!(" {:>digits$} {:>digits$}", number(row.old), number(row.new));
                let piece = if row.new.is_some() { &pieces[1] } else { &pieces[0] };
                let Some(piece) = piece else { return };
                ground(canvas, place, piece);
                canvas.put(place.x, place.y, 2 * digits + 2, &numbers, canvas.style(Role::LineNumber));
                self.draw_piece(canvas, place, piece, self.new, left);
            }
            DiffLayout::SideBySide => {
                let middle = place.x + place.width / 2;
                let halves = [
                    Rect { width: (middle - place.x).saturating_sub(1), ..place },
                    Rect { x: middle, width: place.right() - middle, ..place },
                ];
                for ((piece, half), side) in pieces.iter().zip(halves).zip([Side::Old, Side::New]) {
                    if let Some(piece) = piece {
                        ground(canvas, half, piece);
                        let number = format!(" {:>width$}", piece.line + 1, width = self.digits);
                        canvas.put(half.x, half.y, self.digits + 1, &number, canvas.style(Role::LineNumber));
                        self.draw_piece(canvas, half, piece, self.room(side), left);
                    }
                }
                for y in place.top()..place.bottom() {
                    canvas.put(middle.saturating_sub(1), y, 1, "│", canvas.style(Role::Border));
                }
            }
        }
    }

    /// Sign and text of one line; `room` says between which columns the text stands.
    fn draw_piece(&self, canvas: &mut Canvas, place: Rect, piece: &Piece, room: Rect, left: usize) {
        if room.width == 0 {
            return;
        }
        if let Some((role, _)) = piece.change {
            let style = Style { bg: None, ..canvas.style(role) };
            canvas.put(room.x.saturating_sub(2), place.y, 1, piece.sign.encode_utf8(&mut [0; 4]), style);
        }
        let width = usize::from(room.width);
        let starts = if self.wrap { text::wrap_columns(piece.content, width) } else { vec![left] };
        for (i, y) in (0..starts.len()).zip(place.top()..place.bottom()) {
            let from = starts[i];
            let until = starts.get(i + 1).copied().unwrap_or(usize::MAX);
            let row = Rect { y, height: 1, ..room };
            let end = draw_text(canvas, row, piece, from, until);
            if left > 0 && !self.wrap && !piece.content.is_empty() {
                canvas.put(room.x.saturating_sub(1), y, 1, "‹", canvas.style(Role::Accent));
            }
            if piece.open && i + 1 == starts.len() && end < room.right() {
                let space = usize::from(room.right() - end);
                canvas.put(end, y, space, "  no line feed at the end", canvas.style(Role::Dim));
            }
        }
    }
}

fn ground(canvas: &mut Canvas, place: Rect, piece: &Piece) {
    if let Some((role, _)) = piece.change {
        canvas.tint(place, canvas.theme.ground(role));
    }
}

/// The line of a row on one side, if there is one.
fn piece<'a>(view: &'a DiffView, row: &Row, side: Side) -> Option<Piece<'a>> {
    let diff = &view.diff;
    let (line, version) = match side {
        Side::Old => (row.old?, &view.old),
        Side::New => (row.new?, &view.new),
    };
    let (content, open) = match side {
        Side::Old => (diff.old_line(line), diff.old_ends_open(line)),
        Side::New => (diff.new_line(line), diff.new_ends_open(line)),
    };
    let changed = match row.pair {
        Some((old, new)) => {
            let words = words(diff.old_line(old), diff.new_line(new));
            if side == Side::Old { words.old } else { words.new }
        }
        None => Vec::new(),
    };
    let same = row.kind == RowKind::Same;
    let change = match side {
        _ if same => None,
        Side::Old => Some((Role::Removed, Role::WordRemoved)),
        Side::New => Some((Role::Added, Role::WordAdded)),
    };
    let sign = match row.kind {
        RowKind::Same => ' ',
        RowKind::Removed => '-',
        RowKind::Added => '+',
        RowKind::Changed => '~',
    };
    let content = content.trim_end_matches('\r');
    Some(Piece { content, line, version, change, sign, changed, open: open && !same })
}

/// Draws the text of a line from display column `from` up to `until`, and gives the screen column behind it.
fn draw_text(canvas: &mut Canvas, room: Rect, piece: &Piece, from: usize, until: usize) -> u16 {
    let width = usize::from(room.width);
    let colours = canvas.shared.colours(&piece.version.doc);
    let parts = colours.map(|c| c.parts(piece.line, piece.content)).unwrap_or_default();
    let mut parts = parts.iter().peekable();
    let mut changed = piece.changed.iter().peekable();
    let (mut end, mut cut) = (room.x, false);
    for cell in text::cells(piece.content) {
        if cell.column + cell.width <= from {
            continue;
        }
        if cell.column >= until || cell.column >= from + width {
            cut = cell.column < until;
            break;
        }
        while parts.next_if(|p| p.range.end <= cell.range.start).is_some() {}
        while changed.next_if(|r| r.end <= cell.range.start).is_some() {}
        let class = parts.peek().map_or(SyntaxClass::Plain, |p| p.class);
        let mut style = canvas.theme.syntax(class);
        if let (Some((_, word)), Some(range)) = (piece.change, changed.peek())
            && range.start < cell.range.end
        {
            style = style.patch(canvas.style(word));
        }
        if cell.odd {
            style = canvas.style(Role::Odd);
        }
        end = put_cell(canvas, room, from, &cell, style);
    }
    if cut {
        canvas.put(room.right() - 1, room.y, 1, "›", canvas.style(Role::Accent));
    }
    end
}
