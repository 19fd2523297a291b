//! Patch: the code is mended in an editor and held against the checks.
//!
//! Running and submitting are two things: a run is free and shows the checks one may see; the submitted run holds the patch
//! against all of them and is the one that is scored, provided that it was judged.

pub mod checks;
mod commands;
mod runs;
mod typing;

pub use checks::{CheckRow, Headline, Now, Tone};
pub use typing::{Prompt, PromptKind};

use super::action::{Action, Context};
use super::editor::{Editor, EditorCommand, Motion};
use super::event::{Effect, Pane, Seen, Target};
use super::model::Shared;
use super::overlay::{Confirm, Message, Then};
use super::play::{Play, Purpose};
use crate::app::diff::{self, DiffView, Version};
use crate::core::attempt::{Places, Stage};
use crate::core::challenge::FileRole;
use crate::highlight::{DocId, HighlightRequest};
use crossterm::event::{KeyEvent, MouseButton, MouseEventKind};
use ratatui::layout::Position;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The editor and what goes on around it.
#[derive(Debug, Default)]
pub struct State {
    /// One a file, in the challenge's order; empty until the stage was entered.
    pub editors: Vec<Editor>,
    /// The names under which the colours of the editors' texts are kept.
    pub colours: Vec<DocId>,
    /// Whose keys count.
    pub focus: Focus,
    /// A field above the keys, while something is typed there.
    pub prompt: Option<Prompt>,
    /// Which row of the checks is selected, from 0.
    pub check: usize,
    /// Names of the checks that the player folded or unfolded by hand: they are not as they would be by themselves.
    pub turned: BTreeSet<String>,
    /// First visible line of the checks, as wished.
    pub checks_top: usize,
    /// Set when the selected check must be brought into view.
    pub follow_check: bool,
    /// The changes of the file on the screen as a diff, while it is shown in the editor's place.
    pub diff: Option<DiffView>,
    /// Counts the edits of all files.
    pub edits: u64,
    /// What `edits` was when the latest run began, so that it can be said that it is of older code.
    pub run_edits: u64,
}

/// Whose keys count in the patch stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    #[default]
    Code,
    Checks,
}

/// What the stage asks about before it does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Submit the patch.
    Submit,
    /// Put the original file back.
    ResetFile,
    /// Go on without having submitted.
    Debrief,
}

/// Comes from Reveal, or back from the debrief.
pub fn enter(play: &mut Play, shared: &mut Shared) {
    if play.patch.editors.is_empty() {
        let challenge = play.challenge();
        let editors: Vec<Editor> = challenge
            .files
            .iter()
            .map(|file| {
                let mut editor = Editor::new(&file.code, file.language, file.role == FileRole::Context);
                if let Some(text) = play.draft.patch.get(&file.path) {
                    editor.restore(text);
                }
                if let Some(place) = play.draft.patch_places.at.get(&file.path) {
                    editor.go_to(*place);
                }
                editor
            })
            .collect();
        let name = format!("{}@{}", play.draft.key, challenge.hash);
        let colours = challenge.files.iter().map(|f| format!("{name}/patch/{}", f.path).into()).collect();
        let first = challenge.files.iter().position(|f| f.role == FileRole::Suggested).unwrap_or(0);
        let kept = &play.draft.patch_places.file;
        let file = challenge.files.iter().position(|f| f.path == *kept);
        let here = play.docs.get(play.file).filter(|d| d.role == FileRole::Suggested).map(|_| play.file);
        play.file = file.or(here).unwrap_or(first);
        play.patch.editors = editors;
        play.patch.colours = colours;
        if play.draft.patch_places.at.is_empty() {
            go_to_first_weakness(play);
        }
        (0..play.patch.editors.len()).for_each(|file| ask_for_colours(play, file, shared));
    }
    play.patch.focus = Focus::Code;
    play.patch.prompt = None;
    play.patch.diff = None;
}

/// The first time, each cursor stands on the first weakness of its file: it is known by now.
fn go_to_first_weakness(play: &mut Play) {
    let challenge = &play.pack.challenges[play.index];
    for (index, editor) in play.patch.editors.iter_mut().enumerate() {
        if let Some(site) = challenge.weaknesses().find(|s| s.file == index) {
            editor.apply(EditorCommand::GoToLine(site.core[0].first()), 0);
        }
    }
}

/// Whose keys count.
pub fn context(play: &Play) -> Context {
    match (&play.patch.prompt, play.patch.focus) {
        (Some(prompt), _) if prompt.kind == PromptKind::Find => Context::Search,
        (Some(_), _) => Context::Prompt,
        (None, Focus::Checks) => Context::Checks,
        (None, Focus::Code) if play.patch.diff.is_some() => Context::Diff,
        (None, Focus::Code) => Context::Patch,
    }
}

/// Whether an action can do something just now.
pub fn is_available(play: &Play, action: Action) -> bool {
    let editor = play.editor();
    match action {
        Action::PatchNextFile | Action::PatchPreviousFile => play.docs.len() > 1,
        Action::SubmitPatch => play.draft.scored_run.is_none() && !runs::is_busy(play),
        Action::RunChecks => !runs::is_busy(play),
        Action::ToProblem => checks::problem(play).is_some(),
        Action::RevertHunk | Action::ResetFile => editor.is_some_and(|e| e.is_changed() && !e.is_read_only()),
        Action::OwnEditor => editor.is_some_and(|e| !e.is_read_only()),
        Action::ToggleWrap => play.patch.diff.is_some(),
        // Of the keys of a diff these belong to the debrief, which shows other versions too.
        Action::GoOn | Action::NextPage | Action::PreviousPage | Action::OldVersion | Action::NewVersion => {
            false
        }
        _ => true,
    }
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    if play.patch.prompt.is_some() {
        return typing::act(play, action, shared);
    }
    match action {
        Action::RunChecks => runs::run(play, shared),
        Action::SubmitPatch => runs::ask_to_submit(play, shared),
        Action::ToProblem => to_problem(play, shared),
        Action::FocusChecks => {
            play.patch.focus = if play.patch.focus == Focus::Code { Focus::Checks } else { Focus::Code };
        }
        Action::PatchDiff => toggle_diff(play, shared),
        Action::PatchDone => done(play, shared),
        Action::PatchNextFile => turn(play, 1),
        Action::PatchPreviousFile => turn(play, play.docs.len().saturating_sub(1)),
        Action::PatchBrief => play.message = Some(brief(play)),
        Action::BackToReveal => play.go(Stage::Reveal, shared),
        Action::PatchLeave => play.leaving = true,
        Action::EditSuspend => {
            play.keep(shared);
            shared.effect(Effect::Suspend);
        }
        _ if play.patch.focus == Focus::Checks => checks::act(play, action, shared),
        Action::Back if play.patch.diff.is_some() => play.patch.diff = None,
        _ if play.patch.diff.is_some() => {
            if let Some(view) = &mut play.patch.diff {
                diff::act(view, action, shared);
            }
        }
        Action::OwnEditor => own_editor(play, shared),
        Action::ResetFile => ask_to_reset(play, shared),
        Action::EditFind => typing::open(play, PromptKind::Find),
        Action::EditGoToLine => typing::open(play, PromptKind::GoToLine),
        Action::EditEscape => escape(play, shared),
        _ => {
            if let Some(command) = commands::of(action) {
                edit(play, command, shared);
            }
        }
    }
}

fn turn(play: &mut Play, by: usize) {
    play.file = (play.file + by) % play.docs.len().max(1);
    turned(play);
}

/// Another file came onto the screen: a diff of the one before has no place there.
pub fn turned(play: &mut Play) {
    play.patch.diff = None;
}

/// Shows what was changed as a diff, or the editor again.
fn toggle_diff(play: &mut Play, shared: &mut Shared) {
    play.patch.focus = Focus::Code;
    if play.patch.diff.take().is_some() {
        return;
    }
    let Some(editor) = play.editor() else { return };
    if !editor.is_changed() {
        return shared.say("This file is as it was.");
    }
    let doc = play.doc();
    let version = |label: &str, id: &DocId, text: Arc<str>| Version {
        label: label.to_owned(),
        doc: id.clone(),
        language: doc.language,
        text,
    };
    let old = version("original", &doc.id, doc.text.clone());
    let new = version("yours", &play.patch.colours[play.file], Arc::from(editor.text()));
    play.patch.diff = Some(DiffView::new(old, new, usize::from(shared.size.0)));
}

fn escape(play: &mut Play, shared: &mut Shared) {
    if play.cancel_runs(shared) {
        return shared.say("Cancelling the run");
    }
    let selected = play.editor().is_some_and(|e| !e.selection().is_empty() || e.search_count().is_some());
    edit(play, EditorCommand::Unselect, shared);
    if !selected {
        let keys = [Action::BackToReveal, Action::PatchDone].map(|a| shared.keys.shown(a));
        shared.say(format!("{} goes back to the reveal, {} on to the debrief", keys[0], keys[1]));
    }
}

/// Tells the editor on the screen something, and keeps what came of it.
pub(super) fn edit(play: &mut Play, command: EditorCommand, shared: &mut Shared) {
    let file = play.file;
    let now = u64::try_from(shared.now).unwrap_or(0);
    let copies = matches!(command, EditorCommand::Copy | EditorCommand::Cut);
    let Some(editor) = play.patch.editors.get_mut(file) else { return };
    let outcome = editor.apply(command, now);
    if let Some(note) = outcome.note {
        shared.warn(note.text());
    }
    if let Some(register) = outcome.copied {
        if copies && register.whole_lines && outcome.edited.is_none() {
            shared.say(format!("Copied the line. {} quits.", shared.keys.shown(Action::Quit)));
        }
        shared.effect(Effect::CopyToClipboard(register.text.clone()));
        play.patch.editors.iter_mut().for_each(|e| e.set_register(register.clone()));
    }
    if let Some(lines) = outcome.edited {
        if let Some(colours) = shared.colours.get_mut(&play.patch.colours[file]) {
            colours.shift(lines.first, lines.old, lines.new);
        }
        play.patch.edits += 1;
        note_patch(play, file);
        ask_for_colours(play, file, shared);
        play.save(shared);
    }
}

/// Brings the draft up to date with the text of a file.
fn note_patch(play: &mut Play, file: usize) {
    let path = play.docs[file].path.clone();
    let editor = &play.patch.editors[file];
    if editor.is_changed() {
        play.draft.patch.insert(path, editor.text());
    } else {
        play.draft.patch.remove(&path);
    }
}

fn ask_for_colours(play: &Play, file: usize, shared: &mut Shared) {
    let editor = &play.patch.editors[file];
    shared.effect(Effect::Highlight(HighlightRequest {
        doc: play.patch.colours[file].clone(),
        version: editor.revision(),
        language: editor.language(),
        text: Arc::from(editor.text()),
    }));
}

fn own_editor(play: &mut Play, shared: &mut Shared) {
    let Some(editor) = play.editor() else { return };
    if editor.is_read_only() {
        return shared.warn("This file is here for context and cannot be changed.");
    }
    let (path, text) = (play.doc().path.clone(), editor.text());
    let line = editor.selection().head.line + 1;
    play.keep(shared);
    shared.effect(Effect::OpenEditor { path, text, line });
}

/// Takes the text that comes back from the player's own editor.
pub fn editor_returned(play: &mut Play, path: &str, result: Result<String, String>, shared: &mut Shared) {
    let Some(file) = play.docs.iter().position(|d| d.path == path) else { return };
    match result {
        Ok(text) if play.patch.editors.get(file).is_some() => {
            play.file = file;
            turned(play);
            let before = play.patch.edits;
            edit(play, EditorCommand::ReplaceAll(text), shared);
            if shared.notice.is_none() {
                let changed = play.patch.edits != before;
                shared.say(if changed { "Took over your text" } else { "The text is as it was" });
            }
        }
        Ok(_) => {}
        Err(why) => shared.warn(why),
    }
}

fn ask_to_reset(play: &mut Play, shared: &mut Shared) {
    let Some(editor) = play.editor() else { return };
    if editor.is_read_only() || !editor.is_changed() {
        return shared.say("This file is as it was.");
    }
    play.question = Some(Confirm {
        title: "Put the original back?".to_owned(),
        body: vec![
            format!("All your changes to {} are taken back.", play.doc().path),
            format!("{} brings them back.", shared.keys.shown(Action::EditUndo)),
        ],
        yes: "put it back",
        then: Then::Patch(Step::ResetFile),
    });
}

fn done(play: &mut Play, shared: &mut Shared) {
    if runs::is_busy(play) {
        return shared.warn("A run is under way; wait for it, or cancel it with esc.");
    }
    if play.draft.scored_run.is_some() {
        return play.go(Stage::Debrief, shared);
    }
    let submit = shared.keys.shown(Action::SubmitPatch);
    play.question = Some(Confirm {
        title: "Go on without submitting?".to_owned(),
        body: vec![
            "Nothing was submitted yet, so the fix earns no points, and the attempt is finished then."
                .to_owned(),
            format!("{submit} submits your patch."),
        ],
        yes: "go on",
        then: Then::Patch(Step::Debrief),
    });
}

/// Goes on after a question that was answered with yes.
pub fn confirmed(play: &mut Play, step: Step, shared: &mut Shared) {
    match step {
        Step::Submit => runs::submit(play, shared),
        Step::ResetFile => edit(play, EditorCommand::ResetFile, shared),
        Step::Debrief => play.go(Stage::Debrief, shared),
    }
}

/// Hears that a run has ended; its report is in the draft.
pub fn judged(play: &mut Play, purpose: Purpose, shared: &mut Shared) {
    runs::judged(play, purpose, shared);
}

fn to_problem(play: &mut Play, shared: &mut Shared) {
    let Some(place) = checks::problem(play).cloned() else {
        return shared.say("The last run names no line.");
    };
    if let Some(file) = play.docs.iter().position(|d| d.path == place.file) {
        play.file = file;
        turned(play);
        play.patch.focus = Focus::Code;
        edit(play, EditorCommand::GoToLine(place.line), shared);
        edit(play, EditorCommand::Extend(Motion::LineEnd), shared);
    }
}

fn brief(play: &Play) -> Message {
    let brief = &play.challenge().brief;
    let mut parts = vec![
        format!("Ticket\n{}", brief.ticket.trim()),
        format!("Prompt\n{}", brief.prompt.trim()),
        format!("The assistant's reply\n{}", brief.reply.trim()),
    ];
    if !brief.context.is_empty() {
        let facts: Vec<String> = brief.context.iter().map(|c| format!("- {}", c.trim())).collect();
        parts.push(format!("What a reviewer knows\n{}", facts.join("\n")));
    }
    Message { title: "Brief".to_owned(), body: parts.join("\n\n"), top: 0 }
}

/// Takes what the mouse did.
pub fn mouse(
    play: &mut Play,
    kind: MouseEventKind,
    at: Position,
    target: Option<Target>,
    shared: &mut Shared,
) {
    let cell = shared.seen.get(Pane::Editor).map(|seen| {
        let row = i32::from(at.y) - i32::from(seen.area.y);
        (row, i32::from(at.x) - i32::from(seen.area.x))
    });
    let over_checks = matches!(target, Some(Target::Row(Pane::Checks, _) | Target::Pane(Pane::Checks)));
    match (kind, target) {
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Tab(tab))) => {
            play.file = tab.min(play.docs.len() - 1);
            turned(play);
            play.patch.focus = Focus::Code;
        }
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Row(Pane::Checks, row))) => {
            play.patch.focus = Focus::Checks;
            checks::click(play, row);
        }
        (
            MouseEventKind::Down(MouseButton::Left),
            Some(Target::Text { pane: Pane::Editor, .. } | Target::Pane(Pane::Editor)),
        ) => {
            play.patch.focus = Focus::Code;
            if let Some((row, col)) = cell {
                edit(play, EditorCommand::MouseDown { row, col, extend: false }, shared);
            }
        }
        (MouseEventKind::Drag(MouseButton::Left), _) if play.patch.focus == Focus::Code => {
            if let Some((row, col)) = cell {
                edit(play, EditorCommand::MouseDrag { row, col }, shared);
            }
        }
        (_, target) if play.patch.diff.is_some() && !over_checks => {
            if let Some(view) = &mut play.patch.diff {
                diff::mouse(view, kind, target, shared);
            }
        }
        (MouseEventKind::ScrollUp, _) if over_checks => checks::scroll(play, -3, shared),
        (MouseEventKind::ScrollDown, _) if over_checks => checks::scroll(play, 3, shared),
        (MouseEventKind::ScrollUp, _) => edit(play, EditorCommand::Scroll { lines: -3, cols: 0 }, shared),
        (MouseEventKind::ScrollDown, _) => edit(play, EditorCommand::Scroll { lines: 3, cols: 0 }, shared),
        (MouseEventKind::ScrollLeft, _) => edit(play, EditorCommand::Scroll { lines: 0, cols: -4 }, shared),
        (MouseEventKind::ScrollRight, _) => edit(play, EditorCommand::Scroll { lines: 0, cols: 4 }, shared),
        _ => {}
    }
}

/// Takes a key that stands for no action.
pub fn key(play: &mut Play, event: &KeyEvent, shared: &mut Shared) {
    typing::key(play, event, shared);
}

/// Takes pasted text.
pub fn paste(play: &mut Play, text: &str, shared: &mut Shared) {
    typing::paste(play, text, shared);
}

/// Takes over how large the editor was on the last frame, and where the checks had to scroll to.
pub fn drawn(play: &mut Play, seen: &Seen) {
    if let Some(pane) = seen.get(Pane::Editor) {
        let (cols, rows) = (pane.area.width, pane.area.height);
        for editor in &mut play.patch.editors {
            editor.apply(EditorCommand::Resize { cols, rows }, 0);
        }
    }
    if let (Some(view), Some(pane)) = (&mut play.patch.diff, seen.get(Pane::Diff)) {
        view.drawn(pane);
    }
    if let Some(pane) = seen.get(Pane::Checks) {
        play.patch.checks_top = pane.top;
        play.patch.follow_check = false;
    }
}

/// Writes into the draft where the player is in the editor.
pub fn note_places(play: &mut Play) {
    if play.patch.editors.is_empty() {
        return;
    }
    let at = play.docs.iter().zip(&play.patch.editors).map(|(d, e)| (d.path.clone(), e.place())).collect();
    play.draft.patch_places = Places { file: play.doc().path.clone(), at };
}

impl Play {
    /// The editor of the file on the screen, once the patch stage was entered.
    pub fn editor(&self) -> Option<&Editor> {
        self.patch.editors.get(self.file)
    }
}

#[cfg(test)]
mod tests;
