//! The one door for change: an event goes in, the model changes, effects come out.

use super::action::Action;
use super::event::{Effect, Event, StoreReply, Target};
use super::keymap::Key;
use super::model::{Model, Screen};
use super::overlay::{self, Confirm, Overlay, Then};
use super::{browse, home, preview};
use crate::core::attempt::ChallengeKey;
use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEventKind};
use ratatui::layout::Position;

/// Takes in one event that happened at `now` (Unix time in milliseconds) and gives what is to be done outside.
pub fn update(model: &mut Model, now: i64, event: Event) -> Vec<Effect> {
    model.shared.now = now;
    if let Screen::Play(play) = &mut model.screen {
        play.pass_time(now);
    }
    match event {
        // Windows sends releases too.
        Event::Key(key) if key.kind == KeyEventKind::Release => {}
        Event::Key(key) => press(model, &key),
        Event::Mouse { kind, at } => mouse(model, kind, at),
        Event::Paste(text) => paste(model, &text),
        Event::Resize(columns, rows) => {
            model.shared.size = (columns, rows);
            if let Screen::Play(play) = &mut model.screen {
                super::debrief::resized(play, &model.shared);
            }
            if let Screen::Preview(state) = &mut model.screen {
                preview::resized(state, &model.shared);
            }
        }
        Event::Drawn(seen) => {
            if let Screen::Play(play) = &mut model.screen {
                play.drawn(&seen);
            }
            if let Screen::Preview(state) = &mut model.screen {
                preview::drawn(state, &seen);
            }
            model.shared.seen = seen;
        }
        Event::Tick => {
            if let Screen::Preview(state) = &mut model.screen {
                preview::tick(state, &mut model.shared);
            }
        }
        Event::PackRead(edition) => preview::read(model, edition),
        Event::Proved { job, found } => {
            if let Screen::Preview(state) = &mut model.screen {
                preview::proved(state, job, found);
            }
        }
        Event::FileEdited(result) => {
            if let Err(why) = result {
                model.shared.warn(why);
            }
        }
        Event::JudgeProgress { job, progress } => match &mut model.screen {
            Screen::Play(play) => play.judge_progress(job, progress),
            Screen::Preview(state) => preview::judge_progress(state, job, &progress),
            Screen::Home(_) | Screen::Browse(_) => {}
        },
        Event::JudgeDone { job, report } => match &mut model.screen {
            Screen::Play(play) => play.judge_done(job, report, &mut model.shared),
            Screen::Preview(state) => preview::judge_done(state, job, report, &mut model.shared),
            Screen::Home(_) | Screen::Browse(_) => {}
        },
        Event::Highlighted(reply) => {
            model.shared.colours.entry(reply.doc.clone()).or_default().accept(reply);
        }
        Event::EditorReturned { path, result } => {
            if let Screen::Play(play) = &mut model.screen {
                super::patch::editor_returned(play, &path, result, &mut model.shared);
            }
        }
        Event::Stored(StoreReply::Failed(why)) => {
            if model.shared.unkept.is_none() {
                model.overlays.push(Overlay::message("Nothing can be kept", &why));
                model.shared.unkept = Some(why);
            }
        }
        Event::Stored(StoreReply::Finished(attempt)) => {
            model.shared.note_finished(&attempt);
            if let Screen::Play(play) = &mut model.screen {
                super::debrief::stored(play, *attempt);
            }
        }
        Event::Background { light } => model.shared.light = light,
        Event::Resumed => model.shared.effect(Effect::Redraw),
        Event::Terminate => quit(model),
    }
    settle(model);
    if model.shared.notice.as_ref().is_some_and(|n| n.until <= now) {
        model.shared.notice = None;
    }
    model.shared.take_effects()
}

fn press(model: &mut Model, event: &KeyEvent) {
    model.shared.notice = None;
    let key = Key::of(event);
    match model.shared.keys.action(model.context(), key) {
        Some(action) => perform(model, action),
        None if !model.overlays.is_empty() => overlay::key(model, event),
        None => match &mut model.screen {
            Screen::Home(_) | Screen::Preview(_) => {}
            Screen::Browse(state) => browse::key_typed(state, event),
            Screen::Play(play) => play.key(event, &mut model.shared),
        },
    }
}

/// Does an action, wherever it came from: a key, a button, the palette.
pub fn perform(model: &mut Model, action: Action) {
    match action {
        Action::Quit => return quit(model),
        Action::Redraw => return model.shared.effect(Effect::Redraw),
        Action::Suspend => {
            save(model);
            return model.shared.effect(Effect::Suspend);
        }
        Action::ToggleMouse => {
            model.shared.mouse = !model.shared.mouse;
            let taken = model.shared.mouse;
            model.shared.effect(Effect::SetMouseCapture(taken));
            let text = if taken {
                "The mouse works here again"
            } else {
                "The mouse is the terminal's: select text with it"
            };
            return model.shared.say(text);
        }
        Action::Interrupt => return interrupt(model),
        Action::PaletteAnywhere | Action::OpenPalette => return overlay::open_palette(model),
        Action::HelpAnywhere => return overlay::open_help(model),
        Action::Help if model.overlays.is_empty() => return overlay::open_help(model),
        _ => {}
    }
    if !model.overlays.is_empty() {
        if let Some(next) = overlay::act(model, action) {
            perform(model, next);
        }
        return;
    }
    match &mut model.screen {
        Screen::Home(_) => home::act(model, action),
        Screen::Browse(_) => browse::act(model, action),
        Screen::Preview(_) => preview::act(model, action),
        Screen::Play(_) if action == Action::Leave => leave(model),
        Screen::Play(play) => {
            play.act(action, &mut model.shared);
            settle(model);
        }
    }
}

/// Carries out what a stage asked for beyond itself: to leave, to ask, to tell.
fn settle(model: &mut Model) {
    let Screen::Play(play) = &mut model.screen else { return };
    if play.leaving {
        return leave(model);
    }
    if let Some(key) = play.opening.take() {
        leave(model);
        return open(model, &key);
    }
    model.overlays.extend(play.question.take().map(Overlay::Confirm));
    model.overlays.extend(play.message.take().map(Overlay::Message));
}

/// Starts a challenge, or goes on with it where it was left.
pub fn open(model: &mut Model, key: &ChallengeKey) {
    let Some((pack, index)) = model.shared.find(key) else {
        return model.shared.warn(format!("There is no challenge {key} in the packs that were loaded."));
    };
    if model.shared.strangers.contains_key(&pack.id) {
        return super::trust::ask(model, key);
    }
    let hash = &pack.challenges[index].hash;
    let draft = model.shared.progress.drafts.get(key).filter(|d| d.hash == *hash).cloned();
    let play = super::play::Play::new(pack, index, draft, &mut model.shared);
    model.overlays.clear();
    if let Screen::Preview(mut state) = std::mem::replace(&mut model.screen, Screen::Play(Box::new(play))) {
        preview::cancel(&mut state, &mut model.shared);
        model.behind = Some(state);
        model.shared.rehearsal = true;
    }
}

/// Leaves the challenge for Home; nothing is lost.
pub fn leave(model: &mut Model) {
    save(model);
    if let Screen::Play(play) = &mut model.screen {
        play.cancel_runs(&mut model.shared);
        model.shared.effect(Effect::ReleaseJudge);
    }
    model.go_home();
}

fn save(model: &mut Model) {
    if let Screen::Play(play) = &mut model.screen {
        play.keep(&mut model.shared);
    }
}

fn quit(model: &mut Model) {
    save(model);
    model.shared.effect(Effect::Quit);
}

/// Ctrl-C: ends what runs; else asks whether to quit.
fn interrupt(model: &mut Model) {
    if let Screen::Play(play) = &mut model.screen
        && play.cancel_runs(&mut model.shared)
    {
        return model.shared.say("Cancelling the run");
    }
    match model.overlays.last() {
        Some(Overlay::Confirm(Confirm { then: Then::Quit, .. })) => quit(model),
        _ => {
            let body = match &model.screen {
                Screen::Play(_) => "The attempt is kept and can be resumed.",
                Screen::Home(_) | Screen::Browse(_) | Screen::Preview(_) => "Nothing is lost.",
            };
            model.overlays.push(Overlay::Confirm(Confirm {
                title: "Quit?".to_owned(),
                body: vec![body.to_owned()],
                yes: "quit",
                then: Then::Quit,
            }));
        }
    }
}

fn paste(model: &mut Model, text: &str) {
    if !model.overlays.is_empty() {
        return overlay::paste(model, text);
    }
    match &mut model.screen {
        Screen::Home(_) | Screen::Preview(_) => {}
        Screen::Browse(state) => browse::paste(state, text),
        Screen::Play(play) => play.paste(text, &mut model.shared),
    }
}

fn mouse(model: &mut Model, kind: MouseEventKind, at: Position) {
    if matches!(kind, MouseEventKind::Moved) {
        return;
    }
    let target = model.shared.seen.at(at);
    if matches!(kind, MouseEventKind::Down(_)) {
        model.shared.notice = None;
    }
    if !model.overlays.is_empty() {
        if let Some(action) = overlay::mouse(model, kind, target) {
            perform(model, action);
        }
        return;
    }
    if let (MouseEventKind::Down(MouseButton::Left), Some(Target::Act(action))) = (kind, target) {
        return perform(model, action);
    }
    match &mut model.screen {
        Screen::Home(_) => home::mouse(model, kind, target),
        Screen::Browse(_) => browse::mouse(model, kind, target),
        Screen::Preview(_) => preview::mouse(model, kind, target),
        Screen::Play(play) => play.mouse(kind, at, target, &mut model.shared),
    }
}
