//! Keys that type: into the editor, or into the field for searching and going to a line.

use super::{Focus, commands, edit};
use crate::app::action::{Action, Context};
use crate::app::editor::EditorCommand;
use crate::app::input::Input;
use crate::app::keymap::Key;
use crate::app::model::Shared;
use crate::app::play::Play;
use crossterm::event::KeyEvent;

/// A field above the keys.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub kind: PromptKind,
    pub input: Input,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// What to search for; found while it is typed.
    Find,
    /// The number of a line.
    GoToLine,
}

/// Opens the field. A search begins with the selected word, if it lies in one line.
pub fn open(play: &mut Play, kind: PromptKind) {
    let Some(editor) = play.editor() else { return };
    let selection = editor.selection();
    let selected = editor.buffer().slice(selection.start(), selection.end());
    let start = match kind {
        PromptKind::Find if !selected.is_empty() && !selected.contains('\n') => selected,
        PromptKind::Find | PromptKind::GoToLine => String::new(),
    };
    play.patch.prompt = Some(Prompt { kind, input: Input::new(&start) });
}

/// Does an action while the field is open.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    let Some(prompt) = play.patch.prompt.clone() else { return };
    match (action, prompt.kind) {
        (Action::PromptAccept, PromptKind::Find) => {
            play.patch.prompt = None;
            if play.editor().is_some_and(|e| e.search_text() != prompt.input.text()) {
                edit(play, EditorCommand::SearchFor(prompt.input.text().to_owned()), shared);
            }
            edit(play, EditorCommand::SearchEnd { stay: true }, shared);
        }
        (Action::PromptAccept, PromptKind::GoToLine) => match prompt.input.text().trim().parse::<usize>() {
            Ok(line) => {
                play.patch.prompt = None;
                edit(play, EditorCommand::GoToLine(line), shared);
            }
            Err(_) => shared.warn("That is not a number of a line."),
        },
        (Action::PromptCancel, kind) => {
            play.patch.prompt = None;
            if kind == PromptKind::Find {
                edit(play, EditorCommand::SearchEnd { stay: false }, shared);
            }
        }
        (Action::PromptDown, PromptKind::Find) => edit(play, EditorCommand::SearchNext, shared),
        (Action::PromptUp, PromptKind::Find) => edit(play, EditorCommand::SearchPrevious, shared),
        _ => {}
    }
}

/// Takes a key that stands for no action.
pub fn key(play: &mut Play, event: &KeyEvent, shared: &mut Shared) {
    if let Some(prompt) = &mut play.patch.prompt {
        if prompt.input.key(event) {
            typed(play, shared);
        }
        return;
    }
    if play.patch.focus == Focus::Checks {
        return;
    }
    let key = Key::of(event);
    if let Some(c) = key.typed() {
        return edit(play, EditorCommand::Insert(c), shared);
    }
    let action = key.without_shift().and_then(|plain| shared.keys.action(Context::Patch, plain));
    if let Some(command) = action.and_then(commands::with_shift) {
        edit(play, command, shared);
    }
}

/// Takes pasted text.
pub fn paste(play: &mut Play, text: &str, shared: &mut Shared) {
    match &mut play.patch.prompt {
        Some(prompt) => {
            prompt.input.insert(text);
            typed(play, shared);
        }
        None if play.patch.focus == Focus::Code => {
            edit(play, EditorCommand::PasteText(text.to_owned()), shared);
        }
        None => {}
    }
}

/// The text of the field has changed.
fn typed(play: &mut Play, shared: &mut Shared) {
    if let Some(Prompt { kind: PromptKind::Find, input }) = &play.patch.prompt {
        let text = input.text().to_owned();
        edit(play, EditorCommand::SearchFor(text), shared);
    }
}
