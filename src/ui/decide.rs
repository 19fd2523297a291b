//! Decide: accept, modify or reject, and how sure.

use super::canvas::Canvas;
use super::review::finding_row;
use super::theme::Role;
use super::widgets::{cells, parts};
use crate::app::action::Action;
use crate::app::decide::{DECISIONS, SURE, SURE_ROW, missing};
use crate::app::event::{Pane, Target};
use crate::app::play::Play;
use crate::core::answer::Confidence;
use ratatui::layout::Rect;

/// Draws the stage.
pub fn draw(canvas: &mut Canvas, area: Rect, play: &Play) {
    let inner = canvas.pane(area, "Your decision", true);
    let x = inner.x + 2;
    let width = inner.width.saturating_sub(4);
    let mut y = inner.y + 1;
    let question = "Would you merge this suggestion?";
    canvas.put(x, y, usize::from(width), question, heading(canvas, !play.decide.on_sure));
    y += 1;
    let keys = [Action::DecideAccept, Action::DecideModify, Action::DecideReject];
    for (row, ((decision, meaning), key)) in DECISIONS.iter().zip(keys).enumerate() {
        let chosen = play.draft.decision == Some(*decision);
        let place = Rect { x, y, width, height: 1 };
        option(canvas, place, chosen, &canvas.shared.keys.shown(key), decision.label(), meaning);
        canvas.seen.target(place, Target::Row(Pane::List, row));
        y += 1;
    }
    y += 1;
    canvas.put(
        x,
        y,
        usize::from(width),
        "How sure are you that this is right?",
        heading(canvas, play.decide.on_sure),
    );
    y += 1;
    let mut at = x;
    for (index, (step, meaning)) in Confidence::STEPS.iter().zip(SURE).enumerate() {
        let chosen = play.draft.sure == Some(*step);
        let sign = if chosen { "(●)" } else { "( )" };
        let label = format!("{sign} {} %", step.percent());
        let style = canvas.style(if chosen { Role::Key } else { Role::Text });
        let used = canvas.put(at, y, usize::from((x + width).saturating_sub(at)), &label, style);
        canvas.put(at + 4, y + 1, 16, meaning, canvas.style(Role::Dim));
        let place = Rect { x: at, y, width: used.max(16), height: 2 };
        canvas.seen.target(place, Target::Row(Pane::List, SURE_ROW + index));
        at += if width >= 84 { 21 } else { (width / 4).max(14) };
    }
    y += 3;
    let count = play.draft.findings.len();
    let title = match count {
        0 => "You marked nothing.".to_owned(),
        1 => "You marked one place:".to_owned(),
        count => format!("You marked {count} places:"),
    };
    canvas.put(x, y, usize::from(width), &title, canvas.style(Role::Strong));
    y += 1;
    let last = inner.bottom().saturating_sub(2);
    for index in 0..count {
        if y >= last {
            canvas.put(
                x,
                y,
                usize::from(width),
                &format!("and {} more", count - index),
                canvas.style(Role::Dim),
            );
            y += 1;
            break;
        }
        let place = Rect { x, y, width, height: 1 };
        finding_row(canvas, place, play, index, true);
        canvas.seen.target(place, Target::Row(Pane::Findings, index));
        y += 1;
    }
    if let Some(why) = missing(play)
        && play.draft.decision.is_some()
        && y < inner.bottom()
    {
        canvas.put(x, y, usize::from(width), why, canvas.style(Role::Warning));
    }
}

fn heading(canvas: &Canvas, active: bool) -> ratatui::style::Style {
    canvas.style(if active { Role::TabActive } else { Role::Title })
}

fn option(canvas: &mut Canvas, row: Rect, chosen: bool, key: &str, label: &str, meaning: &str) {
    if chosen {
        canvas.tint(row, canvas.style(Role::Selection));
    }
    let sign = if chosen { "(●) " } else { "( ) " };
    let padded = format!("{label:<9}");
    let key = format!("{key:<3}");
    let end = parts(
        canvas,
        row.x,
        row.y,
        row.right(),
        &[
            (sign, canvas.style(Role::Text)),
            (&key, canvas.style(Role::Key)),
            (&padded, canvas.style(Role::Strong)),
        ],
    );
    let room = usize::from(row.right().saturating_sub(end + 1));
    canvas.put(end + cells(1), row.y, room, meaning, canvas.style(Role::Dim));
}
