//! What keys and mouse do in the preview.

use super::runs::{ask, cancel, show};
use super::{Page, Shown, State, compare_version};
use crate::app::action::Action;
use crate::app::diff;
use crate::app::doc::Lines;
use crate::app::event::{Effect, Pane, Target};
use crate::app::model::{Model, Screen, Shared};
use crate::app::{text, update};
use crate::content::Part;
use crossterm::event::{MouseButton, MouseEventKind};
use std::path::PathBuf;

/// Whether an action can do something just now.
pub fn is_available(state: &State, action: Action) -> bool {
    let files = state.shown.as_ref().map_or(0, |shown| shown.docs.len());
    match action {
        Action::HomeOpen => state.page == Page::List,
        Action::NextFile | Action::PreviousFile => {
            files > 1 && (state.page == Page::Code || (state.page == Page::Fixes && state.as_diff))
        }
        Action::PreviewNext | Action::PreviewPrevious => state.rows() > 1,
        Action::PreviewDiff => match state.page {
            Page::Code => state.shown.as_ref().is_some_and(|shown| shown.befores.iter().any(Option::is_some)),
            page => page == Page::Fixes,
        },
        Action::DiffLayout | Action::DiffFolds => state.page == Page::Fixes && state.as_diff,
        Action::ToggleWrap => state.page == Page::Code || (state.page == Page::Fixes && state.as_diff),
        Action::PreviewPlay => state.shown.is_some(),
        Action::ShowReasons => state.page == Page::Code,
        Action::NextPage | Action::PreviousPage => state.pages().len() > 1,
        Action::Back => state.pages().first().is_some_and(|first| *first != state.page),
        _ => true,
    }
}

/// Does an action.
pub fn act(model: &mut Model, action: Action) {
    let Screen::Preview(state) = &mut model.screen else { return };
    let shared = &mut model.shared;
    match action {
        Action::Close => {
            cancel(state, shared);
            shared.effect(Effect::Quit);
        }
        Action::PreviewReload => {
            shared.say("The files are read and run again");
            shared.effect(Effect::ReadPack(state.path.clone(), None));
        }
        Action::PreviewEdit => edit(state, shared),
        Action::PreviewPlay => {
            let key = state.shown.as_ref().filter(|_| matches!(state.read, Some(Ok(_)))).map(Shown::key);
            match key {
                Some(_) if !state.trusted => ask(model),
                Some(key) => update::open(model, &key),
                None => shared.warn("There is nothing to play until the pack loads."),
            }
        }
        Action::HomeOpen if state.page == Page::List => choose(state, shared),
        Action::NextPage => turn(state, 1),
        Action::PreviousPage => turn(state, -1),
        Action::Back => state.page = state.pages().first().copied().unwrap_or(state.page),
        Action::PreviewNext => select(state, 1, shared),
        Action::PreviewPrevious => select(state, -1, shared),
        Action::NextFile | Action::PreviousFile => next_file(state, action == Action::NextFile, shared),
        Action::ToggleWrap => state.wrap = !state.wrap,
        Action::ShowReasons if state.page == Page::Code => state.wide = !state.wide,
        Action::PreviewDiff if state.page == Page::Code => state.hide_before = !state.hide_before,
        Action::PreviewDiff if state.page == Page::Fixes => {
            state.as_diff = !state.as_diff;
            compare_version(state, shared);
        }
        _ => move_in_page(state, action, shared),
    }
}

fn choose(state: &mut State, shared: &mut Shared) {
    let Some(Ok(loaded)) = &state.read else { return };
    state.wanted = loaded.pack.challenges.get(state.selected()).map(|c| c.id.clone());
    let same = state.shown.as_ref().is_some_and(|shown| Some(&shown.challenge().id) == state.wanted.as_ref());
    state.page = Page::Code;
    if !same {
        cancel(state, shared);
        show(state, shared);
    }
}

/// Opens the challenge's file in the author's editor, where the author is looking; a pack that does not load at its first fault.
fn edit(state: &State, shared: &mut Shared) {
    let selected = state.selected();
    match (&state.read, &state.shown) {
        (Some(Ok(loaded)), Some(shown)) => {
            let part = match state.page {
                Page::Code => {
                    let line = shown.cursors[shown.file].line;
                    let site = shown.truth[shown.file].get(line).and_then(|l| l.site);
                    let here = Part::Line { file: shown.file, line: line + 1 };
                    site.filter(|site| *site == selected).map_or(here, Part::Site)
                }
                Page::Fixes => selected.checked_sub(1).map_or(Part::File(0), Part::Fix),
                Page::Proof => {
                    let found = shown.proof.as_ref().and_then(|found| found.get(selected));
                    found.map_or(Part::Whole, |found| found.part.clone())
                }
                Page::Brief => Part::Brief("prompt"),
                Page::List | Page::Score => Part::Whole,
            };
            shared.effect(Effect::EditPack(loaded.clone(), shown.index, part));
        }
        (Some(Err(report)), _) => {
            let fault = report.diagnostics.iter().find(|fault| fault.place.is_some());
            let at = fault.map(|fault| (fault.file.as_str(), fault.place.as_ref().map_or(1, |p| p.line)));
            let (file, line) = at.unwrap_or((report.path.as_str(), 1));
            shared.effect(Effect::EditFile(PathBuf::from(file), line));
        }
        _ => shared.say("Choose a challenge first"),
    }
}

fn turn(state: &mut State, by: isize) {
    let pages = state.pages();
    let at = pages.iter().position(|page| *page == state.page).unwrap_or(0);
    let to = at.saturating_add_signed(by).min(pages.len().saturating_sub(1));
    state.page = pages.get(to).copied().unwrap_or(state.page);
}

/// Selects the row so many further on.
fn select(state: &mut State, by: isize, shared: &mut Shared) {
    let last = state.rows().saturating_sub(1);
    let row = state.selected().saturating_add_signed(by).min(last);
    select_row(state, row, shared);
}

fn select_row(state: &mut State, row: usize, shared: &mut Shared) {
    state.row.insert(state.page, row.min(state.rows().saturating_sub(1)));
    match state.page {
        Page::Code => {
            state.tops.remove(&Page::Code);
            go_to_site(state, shared);
        }
        Page::Fixes => {
            state.tops.remove(&Page::Fixes);
            if let Some(shown) = &mut state.shown {
                shown.diff_file = 0;
            }
            compare_version(state, shared);
        }
        _ => {}
    }
}

/// The code goes to the selected site.
pub(super) fn go_to_site(state: &mut State, shared: &Shared) {
    let selected = state.row.get(&Page::Code).copied().unwrap_or(0);
    let Some(shown) = &mut state.shown else { return };
    let Some(site) = shown.challenge().sites.get(selected) else { return };
    let (file, line) = (site.file, site.core.first().map_or(0, |lines| lines.first() - 1));
    shown.file = file;
    let height =
        shared.seen.get(Pane::Code).map_or(usize::from(shared.size.1) / 2, |p| usize::from(p.area.height));
    let (Some(cursor), Some(doc)) = (shown.cursors.get_mut(file), shown.docs.get(file)) else { return };
    cursor.to(doc, line, 0);
    cursor.centre(height.saturating_sub(2));
}

fn next_file(state: &mut State, forward: bool, shared: &mut Shared) {
    let Some(shown) = &mut state.shown else { return };
    let step =
        |at: usize, count: usize| (at + if forward { 1 } else { count.saturating_sub(1) }) % count.max(1);
    if state.page == Page::Code {
        shown.file = step(shown.file, shown.docs.len());
    } else {
        shown.diff_file = step(shown.diff_file, shown.docs.len());
        compare_version(state, shared);
    }
}

fn move_in_page(state: &mut State, action: Action, shared: &mut Shared) {
    let loads = matches!(state.read, Some(Ok(_)));
    match state.page {
        Page::List if loads => match action {
            Action::Up => select(state, -1, shared),
            Action::Down => select(state, 1, shared),
            Action::Top => select_row(state, 0, shared),
            Action::Bottom => select_row(state, usize::MAX, shared),
            Action::Right => choose(state, shared),
            _ => {}
        },
        Page::Code if loads && !state.wide => move_cursor(state, action, shared.seen.height(Pane::Code)),
        Page::Fixes if loads && state.as_diff => {
            if let Some(view) = state.shown.as_mut().and_then(|shown| shown.diff.as_mut()) {
                diff::act(view, action, shared);
            }
        }
        page => {
            let top = state.tops.get(&page).copied().unwrap_or(0);
            match (shared.seen.scrolled(Pane::Debrief, top, action), action) {
                (Some(top), _) => drop(state.tops.insert(page, top)),
                (None, Action::Left) => turn(state, -1),
                (None, Action::Right) => turn(state, 1),
                _ => {}
            }
        }
    }
}

fn move_cursor(state: &mut State, action: Action, height: usize) {
    let Some(shown) = &mut state.shown else { return };
    let (doc, cursor) = (&shown.docs[shown.file], &mut shown.cursors[shown.file]);
    let page = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    match action {
        Action::Up => cursor.by(doc, -1),
        Action::Down => cursor.by(doc, 1),
        Action::HalfUp => cursor.by(doc, -page / 2),
        Action::HalfDown => cursor.by(doc, page / 2),
        Action::PageUp => cursor.by(doc, -page),
        Action::PageDown => cursor.by(doc, page),
        Action::Top => cursor.to_line(doc, 0),
        Action::Bottom => cursor.to_line(doc, usize::MAX),
        Action::Left => cursor.to(doc, cursor.line, text::step(doc.line(cursor.line), cursor.byte, false)),
        Action::Right => cursor.to(doc, cursor.line, text::step(doc.line(cursor.line), cursor.byte, true)),
        Action::LineStart => cursor.to(doc, cursor.line, 0),
        Action::LineEnd => cursor.to(doc, cursor.line, doc.line(cursor.line).len()),
        _ => return,
    }
    let line = cursor.line;
    if let Some(site) = shown.truth[shown.file].get(line).and_then(|l| l.site) {
        state.row.insert(Page::Code, site);
    }
}

/// Takes what the mouse did.
pub fn mouse(model: &mut Model, kind: MouseEventKind, target: Option<Target>) {
    let Screen::Preview(state) = &mut model.screen else { return };
    let shared = &mut model.shared;
    match (kind, target) {
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Tab(tab))) => {
            state.page = state.pages().get(tab).copied().unwrap_or(state.page);
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::List, row))) => {
            let again = state.selected() == row && state.page == Page::List;
            select_row(state, row, shared);
            if again {
                choose(state, shared);
            }
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Text { pane: Pane::Code, line, .. })) => {
            if let Some(shown) = &mut state.shown {
                shown.cursors[shown.file].to_line(&shown.docs[shown.file], line);
            }
            move_cursor(state, Action::LineStart, 1);
        }
        (_, target) if state.page == Page::Fixes && state.as_diff => {
            if let Some(view) = state.shown.as_mut().and_then(|shown| shown.diff.as_mut()) {
                diff::mouse(view, kind, target, shared);
            }
        }
        (MouseEventKind::ScrollUp, _) => (0..3).for_each(|_| move_in_page(state, Action::Up, shared)),
        (MouseEventKind::ScrollDown, _) => (0..3).for_each(|_| move_in_page(state, Action::Down, shared)),
        _ => {}
    }
}
