//! Reveal: the code with what is so, what was said beside it, and the transcript of the attack.

use super::brief;
use super::canvas::{Canvas, fit};
use super::code::{Beside, CodeView, nothing_removed};
use super::review::file_tabs;
use super::rich;
use super::theme::Role;
use super::widgets::{cells, scrollbar};
use crate::app::event::{Pane, PaneSeen, Target};
use crate::app::play::Play;
use crate::app::reveal::{
    Attack, AttackRow, Ending, Focus, Item, Outcome, Replay, Speaker, Step, summary, transcript, waiting,
};
use crate::app::text;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// From so many columns on the reasons stand beside the code, else below it.
const WIDE: u16 = 100;
/// Columns for the name of whoever does a step.
const MOST_WHO: usize = 14;

/// How an outcome looks.
fn role(outcome: Outcome) -> Role {
    match outcome {
        Outcome::Found => Role::Hit,
        Outcome::Missed => Role::Miss,
        Outcome::FalseAlarm | Outcome::Stray => Role::FalseAlarm,
        Outcome::Second | Outcome::Neutral => Role::Dim,
        Outcome::Safe => Role::Decoy,
    }
}

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let attack = transcript(play);
    if area.width >= WIDE {
        draw_wide(canvas, area, play, &attack)
    } else {
        draw_narrow(canvas, area, play, &attack)
    }
}

/// Code and reasons beside each other, the transcript below both.
fn draw_wide(canvas: &mut Canvas, area: Rect, play: &Play, attack: &Option<Replay>) {
    let wanted = attack_lines(canvas, play, attack, usize::from(area.width.saturating_sub(4))).len();
    let most = if play.reveal.focus == Focus::Attack { area.height * 3 / 5 } else { area.height * 2 / 5 };
    let height = cells(wanted + 2).clamp(3, most.max(3));
    let [upper, lower] = Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]).areas(area);
    // Borders that overlap are joined.
    let upper = Rect { height: upper.height + 1, ..upper };
    if play.reveal.wide {
        draw_items(canvas, upper, play);
    } else {
        let side = (area.width * 38 / 100).clamp(36, 70);
        let [code, side] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(side)]).areas(upper);
        draw_side(canvas, side, play);
        draw_code(canvas, Rect { width: code.width + 1, ..code }, play);
    }
    draw_attack(canvas, lower, play, attack);
}

/// The code above; below it the reasons, or the transcript while it has the keys.
fn draw_narrow(canvas: &mut Canvas, area: Rect, play: &Play, attack: &Option<Replay>) {
    if play.reveal.wide {
        return draw_items(canvas, area, play);
    }
    let height = if play.reveal.focus == Focus::Code { area.height * 2 / 5 } else { area.height * 3 / 5 };
    let [code, lower] = Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]).areas(area);
    if play.reveal.focus == Focus::Attack {
        draw_attack(canvas, lower, play, attack);
    } else {
        draw_side(canvas, lower, play);
    }
    draw_code(canvas, Rect { height: code.height + 1, ..code }, play);
}

fn draw_code(canvas: &mut Canvas, area: Rect, play: &Play) {
    let focus = play.reveal.focus == Focus::Code;
    let inner = canvas.pane(area, "", focus);
    file_tabs(canvas, area, play);
    let state = &play.reveal;
    let signs = state.signs.get(play.file).map_or(&[][..], Vec::as_slice);
    let beside = |line: usize| {
        let mut beside = Beside::default();
        let Some(sign) = signs.get(line) else { return beside };
        if let (Some(outcome), Some(item)) = (sign.outcome, sign.item) {
            beside.signs[0] = Some((outcome.sign(), role(outcome)));
            let weighty =
                matches!(outcome, Outcome::Found | Outcome::Missed | Outcome::FalseAlarm | Outcome::Stray);
            beside.ground = (weighty || item == state.item).then_some(role(outcome));
            let first =
                line.checked_sub(1).and_then(|l| signs.get(l)).is_none_or(|before| before.item != Some(item));
            if first {
                beside.note = Some((outcome.label().to_owned(), role(outcome)));
            }
        } else if sign.marked {
            beside.signs[0] = Some(('▌', Role::Mark));
        }
        if sign.entry {
            beside.signs[1] = Some(('→', Role::Entry));
            let what = beside.note.take().map_or(String::new(), |(note, _)| format!("{note} · "));
            beside.note = Some((format!("{what}data enters here"), Role::Entry));
        }
        beside
    };
    let view = CodeView {
        pane: Pane::Code,
        lines: play.doc(),
        colours: canvas.shared.colours(&play.doc().id),
        cursor: play.cursor(),
        focus,
        wrap: play.wrap,
        beside: &beside,
        removed: &nothing_removed,
    };
    view.draw(canvas, inner);
}

fn draw_side(canvas: &mut Canvas, area: Rect, play: &Play) {
    if play.reveal.brief { brief::pane(canvas, area, play) } else { draw_items(canvas, area, play) }
}

/// One line of a pane, and which of its rows it belongs to.
type Rows = Vec<(Line<'static>, Option<usize>)>;

fn draw_items(canvas: &mut Canvas, area: Rect, play: &Play) {
    let state = &play.reveal;
    let focus = state.focus == Focus::Items;
    let inner = canvas.pane(area, "What you said, what is so", focus);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let rows = item_rows(canvas, play, usize::from(room.width));
    let follow = if state.items_top.is_some() { None } else { Some(state.item) };
    let wished = state.items_top.or(canvas.shared.seen.get(Pane::Findings).map(|seen| seen.top)).unwrap_or(0);
    draw_rows(canvas, room, Pane::Findings, &rows, wished, follow);
}

fn item_rows(canvas: &Canvas, play: &Play, width: usize) -> Rows {
    let theme = &canvas.theme;
    let mut rows: Rows = Vec::new();
    if let Some(answer) = play.draft.answer() {
        let text = summary(play.challenge(), &answer);
        rows.extend(
            rich::lines(&text, width, theme, canvas.style(Role::Strong)).into_iter().map(|l| (l, None)),
        );
        rows.push((Line::default(), None));
    }
    for (index, item) in play.reveal.items.iter().enumerate() {
        let selected = index == play.reveal.item;
        rows.push((item_title(canvas, play, item, width, selected), Some(index)));
        if !selected {
            continue;
        }
        let mut body: Vec<Line> = Vec::new();
        if !item.facts.is_empty() {
            body.extend(rich::lines(&item.facts, width.saturating_sub(2), theme, canvas.style(Role::Dim)));
        }
        let both = item.texts.iter().any(|(who, _)| *who == Speaker::You);
        for (who, said) in &item.texts {
            let (lead, style) = match who {
                Speaker::Note => ("", canvas.style(Role::Dim)),
                Speaker::You => ("You: ", canvas.style(Role::Mark)),
                Speaker::Author if both => ("The author: ", Style::new()),
                Speaker::Author => ("", Style::new()),
            };
            let style = Style { bg: None, ..style };
            body.extend(rich::lines(&format!("{lead}{said}"), width.saturating_sub(2), theme, style));
        }
        rows.extend(body.into_iter().map(|mut line| {
            line.spans.insert(0, Span::raw("  "));
            (line, Some(index))
        }));
        rows.push((Line::default(), Some(index)));
    }
    rows
}

/// `✓ found  Object ownership      L13`
fn item_title(canvas: &Canvas, play: &Play, item: &Item, width: usize, selected: bool) -> Line<'static> {
    let style = Style { bg: None, ..canvas.style(role(item.outcome)) };
    let place = match (play.docs.len(), play.docs.get(item.file)) {
        (2.., Some(doc)) => {
            format!("{} {}", doc.path.rsplit('/').next().unwrap_or_default(), item.first_line())
        }
        _ => format!("line {}", item.first_line()),
    };
    let lead = format!("{} {}", item.outcome.sign(), item.outcome.label());
    let place = fit(&place, width.saturating_sub(text::width(&lead) + 2));
    let room = width.saturating_sub(text::width(&lead) + text::width(&place) + 3);
    let title = fit(&item.title, room);
    let gap = " ".repeat(room.saturating_sub(text::width(&title)) + 1);
    let mut line = Line::from(vec![
        Span::styled(lead, style.patch(canvas.style(Role::Strong))),
        Span::raw("  "),
        Span::styled(title, if selected { canvas.style(Role::Strong) } else { Style::new() }),
        Span::raw(gap),
        Span::styled(place, canvas.style(Role::Dim)),
    ]);
    if selected {
        line = line.patch_style(canvas.theme.ground(Role::Selection));
    }
    line
}

/// Draws lines so that those of row `follow` can be seen; moves as little as possible from the line `wished`.
fn draw_rows(canvas: &mut Canvas, room: Rect, pane: Pane, rows: &Rows, wished: usize, follow: Option<usize>) {
    let height = usize::from(room.height);
    let mut top = wished;
    if let Some(row) = follow {
        let first = rows.iter().position(|(_, r)| *r == Some(row));
        let last = rows.iter().rposition(|(_, r)| *r == Some(row));
        if let (Some(first), Some(last)) = (first, last) {
            // What stands above the first row belongs to it.
            let first = if row == 0 { 0 } else { first };
            top = top.clamp((last + 1).saturating_sub(height).min(first), first);
        }
    }
    let top = top.min(rows.len().saturating_sub(height));
    canvas.seen.pane(pane, PaneSeen { area: room, top, left: 0, count: rows.len(), rows: Vec::new() });
    for ((line, row), y) in rows.iter().skip(top).zip(room.top()..room.bottom()) {
        canvas.put_line(room.x, y, room.width, line);
        if let Some(row) = row {
            canvas.seen.target(Rect { y, height: 1, ..room }, Target::Row(pane, *row));
        }
    }
    scrollbar(canvas, Rect { width: room.width + 1, ..room }, top, rows.len());
}

fn draw_attack(canvas: &mut Canvas, area: Rect, play: &Play, attack: &Option<Replay>) {
    let focus = play.reveal.focus == Focus::Attack;
    let title = attack.as_ref().map_or("The attack", |a| a.heading.as_str());
    let inner = canvas.pane(area, title, focus);
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let rows = attack_lines(canvas, play, attack, usize::from(room.width));
    let wished = canvas.shared.seen.get(Pane::Attack).map_or(0, |seen| seen.top);
    let follow = focus.then_some(play.reveal.attack_row);
    draw_rows(canvas, room, Pane::Attack, &rows, if focus { wished } else { 0 }, follow);
}

fn attack_lines(canvas: &Canvas, play: &Play, attack: &Option<Replay>, width: usize) -> Rows {
    let Some(attack) = attack else {
        let text = waiting(play);
        let lines = rich::lines(&text, width, &canvas.theme, canvas.style(Role::Dim));
        return lines.into_iter().map(|l| (l, Some(0))).collect();
    };
    let focus = play.reveal.focus == Focus::Attack;
    let mut rows: Rows = Vec::new();
    for (index, row) in attack.rows().into_iter().enumerate() {
        let selected = focus && index == play.reveal.attack_row;
        for mut line in attack_row(canvas, attack, row, width, selected) {
            if selected {
                line = line.patch_style(canvas.theme.ground(Role::Selection));
            }
            rows.push((line, Some(index)));
        }
    }
    rows
}

fn attack_row(
    canvas: &Canvas,
    replay: &Replay,
    row: AttackRow,
    width: usize,
    selected: bool,
) -> Vec<Line<'static>> {
    match row {
        AttackRow::Notice => {
            let text = replay.notice.as_deref().unwrap_or_default();
            rich::lines(text, width, &canvas.theme, canvas.style(Role::Warning))
        }
        AttackRow::Name(i) => {
            let Some(attack) = replay.attacks.get(i) else { return Vec::new() };
            vec![Line::from(Span::styled(fit(&attack.name, width), canvas.style(Role::Strong)))]
        }
        AttackRow::Step(i, s) => {
            let Some(attack) = replay.attacks.get(i) else { return Vec::new() };
            attack
                .steps
                .get(s)
                .map_or_else(Vec::new, |step| step_lines(canvas, attack, step, width, selected))
        }
        AttackRow::Reached(i, r) => {
            let what = replay.attacks.get(i).and_then(|a| a.reached.get(r)).map_or("", String::as_str);
            let style = canvas.style(Role::Dim);
            verbatim(what, "  reached  ", width, selected, style, style)
        }
        AttackRow::Ending(i) => {
            let Some(attack) = replay.attacks.get(i) else { return Vec::new() };
            let style = match attack.ending {
                Ending::Exploited => canvas.style(Role::Miss),
                Ending::HeldOff => canvas.style(Role::Success),
                Ending::NotJudged => canvas.style(Role::Warning),
            };
            let style = Style { bg: None, ..style };
            let what = match (attack.label, attack.evidence.as_str()) {
                (label, "") => label.to_owned(),
                ("", evidence) => evidence.to_owned(),
                (label, evidence) => format!("{label}: {evidence}"),
            };
            let lead = format!("  {} ", attack.ending.sign());
            verbatim(&what, &lead, width, true, style, style)
        }
    }
}

/// `  bob  GET /orders/7  → 200 {...}`: in a line, or whole while it is selected.
fn step_lines(
    canvas: &Canvas,
    attack: &Attack,
    step: &Step,
    width: usize,
    selected: bool,
) -> Vec<Line<'static>> {
    let who_width = attack.steps.iter().map(|s| text::width(&s.who)).max().unwrap_or(0).min(MOST_WHO);
    let did_width = attack.steps.iter().map(|s| text::width(&s.did)).max().unwrap_or(0).min(width * 2 / 5);
    let who = fit(&step.who, who_width);
    let lead = format!("  {who}{}  ", " ".repeat(who_width.saturating_sub(text::width(&who))));
    let lead_style = canvas.style(Role::Accent);
    if !selected {
        let did = fit(&step.did, did_width);
        let pad = " ".repeat(did_width.saturating_sub(text::width(&did)));
        let what = format!("{did}{pad} → {}", step.got);
        return verbatim(&what, &lead, width, false, lead_style, Style::new());
    }
    let what = format!("{} → {}", step.did, step.got);
    verbatim(&what, &lead, width, true, lead_style, Style::new())
}

/// A text as it is, behind `lead`: cut to one line, or wrapped below itself.
pub(super) fn verbatim(
    content: &str,
    lead: &str,
    width: usize,
    whole: bool,
    lead_style: Style,
    style: Style,
) -> Vec<Line<'static>> {
    let indent = text::width(lead).min(width / 2);
    let room = width.saturating_sub(indent).max(8);
    let visible = text::visible(content);
    let mut pieces: Vec<String> = Vec::new();
    if whole {
        for line in visible.lines() {
            let starts = text::wrap_columns(line, room);
            for (i, start) in starts.iter().enumerate() {
                let from = text::byte_at(line, *start);
                let to = starts.get(i + 1).map_or(line.len(), |next| text::byte_at(line, *next));
                pieces.push(line[from..to].to_owned());
            }
        }
    } else {
        let flat: Vec<&str> = visible.lines().map(str::trim).collect();
        pieces.push(fit(&flat.join(" ⏎ "), room));
    }
    if pieces.is_empty() {
        pieces.push(String::new());
    }
    (pieces.into_iter().enumerate())
        .map(|(i, piece)| {
            let before = if i == 0 { fit(lead, indent) } else { " ".repeat(indent) };
            Line::from(vec![Span::styled(before, lead_style), Span::styled(piece, style)])
        })
        .collect()
}
