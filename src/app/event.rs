//! What comes in (events), what goes out (effects), and what was seen on the last frame.

use super::action::Action;
use crate::content::{Edition, LoadedPack, Part, Provenance};
use crate::core::attempt::{Attempt, ChallengeKey, Draft};
use crate::core::challenge::Pack;
use crate::core::verdict::RunReport;
use crate::highlight::{HighlightReply, HighlightRequest};
use crate::judge::{Progress, Unsound, Which};
use crossterm::event::{KeyEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Something that happened. The time comes in beside it.
#[derive(Debug, Clone)]
pub enum Event {
    /// A key was pressed or repeats. Releases never get here.
    Key(KeyEvent),
    /// The mouse did something at a cell.
    Mouse { kind: MouseEventKind, at: Position },
    /// Text was pasted as a whole.
    Paste(String),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// A frame was drawn; this is what it showed where.
    Drawn(Seen),
    /// Time passed: comes while something on the screen depends on it ([`Model::wants_ticks`](super::model::Model::wants_ticks)).
    Tick,
    /// A run of checks goes on.
    JudgeProgress { job: JobId, progress: Progress },
    /// A run of checks has ended, however it ended.
    JudgeDone { job: JobId, report: RunReport },
    /// A pack was read because of [`Effect::ReadPack`].
    PackRead(Edition),
    /// The proof of a challenge has ended: what was disproved.
    Proved { job: JobId, found: Vec<Unsound> },
    /// The player's own editor has ended, or why it could not be used.
    FileEdited(Result<(), String>),
    /// Colours of a text are there.
    Highlighted(HighlightReply),
    /// The player's own editor has ended: the new text, or why there is none.
    EditorReturned { path: String, result: Result<String, String> },
    /// The store did what it was asked, or says why not.
    Stored(StoreReply),
    /// The terminal said whether its background is light.
    Background { light: bool },
    /// The program came back from the shell.
    Resumed,
    /// The program was told to end (SIGTERM, SIGHUP, the window was closed).
    Terminate,
}

/// Tells one run of the checks from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct JobId(pub u64);

/// What the store answered.
#[derive(Debug, Clone)]
pub enum StoreReply {
    /// A draft or an attempt could not be kept; the reason is for people.
    Failed(String),
    /// A finished attempt was kept; its number and whether it is evidence are set now.
    Finished(Box<Attempt>),
}

/// Something to be done outside the model.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Keep the draft in place of the one before.
    SaveDraft(Box<Draft>),
    /// Forget the draft of a challenge.
    DeleteDraft(ChallengeKey),
    /// Keep a finished attempt and forget the draft it grew from; answers with [`StoreReply::Finished`].
    FinishAttempt(Box<Attempt>),
    /// Remember that the pack of that id, from that origin, may run its code while it has that content.
    TrustPack(String, Provenance),
    /// Have the judge ready for runs of this challenge of the pack.
    ReadyJudge(Arc<Pack>, usize),
    /// No runs are expected any more.
    ReleaseJudge,
    /// Run the checks; answers with `JudgeProgress` and one `JudgeDone`.
    RunJudge(Box<RunJob>),
    /// Prove by running that a challenge of the pack is sound; answers with [`Event::Proved`].
    Prove(JobId, Arc<Pack>, usize),
    /// Read a pack, unless its files are as they were at that stamp; answers with [`Event::PackRead`] if it was read.
    ReadPack(PathBuf, Option<u64>),
    /// Open the file of a pack's challenge in the player's own editor, at a part of it.
    EditPack(Arc<LoadedPack>, usize, Part),
    /// Open a file in the player's own editor, at a line from 1.
    EditFile(PathBuf, usize),
    /// End a run early; it still answers with `JudgeDone`.
    CancelJudge(JobId),
    /// Work out colours.
    Highlight(HighlightRequest),
    /// Hand a text to the player's own editor, at a line from 1.
    OpenEditor { path: String, text: String, line: usize },
    /// Put a text on the clipboard of the terminal.
    CopyToClipboard(String),
    /// Take the mouse, or leave it to the terminal.
    SetMouseCapture(bool),
    /// Clear the terminal and draw everything anew.
    Redraw,
    /// Go back to the shell until the player returns.
    Suspend,
    /// End the program.
    Quit,
}

/// One run of a challenge's checks on a set of files.
#[derive(Debug, Clone)]
pub struct RunJob {
    pub id: JobId,
    /// The pack, and which of its challenges.
    pub pack: Arc<Pack>,
    pub challenge: usize,
    /// Every file of the challenge, by path.
    pub files: BTreeMap<String, String>,
    pub which: Which,
}

/// What the last frame showed where: the only way in which drawing speaks to the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    targets: Vec<(Rect, Target)>,
    panes: Vec<(Pane, PaneSeen)>,
}

/// What lies under the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A button.
    Act(Action),
    /// A tab of the files, from 0.
    Tab(usize),
    /// A row of a list, from 0.
    Row(Pane, usize),
    /// A place in a text: the line from 0, and the display column in it from 0.
    Text { pane: Pane, line: usize, column: usize },
    /// Somewhere else in a pane.
    Pane(Pane),
}

/// A part of the screen that scrolls or can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pane {
    /// The code under review, also on the reveal.
    Code,
    Findings,
    Brief,
    /// The main list of a screen.
    List,
    /// The code in the editor.
    Editor,
    Checks,
    /// The replay of the attack.
    Attack,
    Diff,
    /// What the debrief says.
    Debrief,
    /// A list or text that lies over the screen.
    Overlay,
}

/// How a pane was drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaneSeen {
    /// The cells of its content, without border, tabs and gutter.
    pub area: Rect,
    /// The first line or row that was drawn, from 0.
    pub top: usize,
    /// The first display column that was drawn, from 0. Always 0 where lines are wrapped.
    pub left: usize,
    /// How many lines or rows there are.
    pub count: usize,
    /// For texts: what each drawn row shows, as line and display column of its first cell.
    pub rows: Vec<(usize, usize)>,
}

impl Seen {
    /// Notes that a click into `area` means `target`. What is noted later lies on top.
    pub fn target(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.targets.push((area, target));
        }
    }

    /// Notes how a pane was drawn.
    pub fn pane(&mut self, pane: Pane, seen: PaneSeen) {
        self.targets.push((seen.area, Target::Pane(pane)));
        self.panes.push((pane, seen));
    }

    /// Forgets every target so far: something lies over the whole screen and takes the mouse.
    pub fn cover(&mut self) {
        self.targets.clear();
    }

    /// Where a pane of text that shows its line `top` first (from 0) is after an action; none where the action does not scroll.
    pub fn scrolled(&self, pane: Pane, top: usize, action: Action) -> Option<usize> {
        let height = self.height(pane);
        let last = self.get(pane).map_or(0, |seen| seen.count).saturating_sub(height);
        Some(match action {
            Action::Up => top.saturating_sub(1),
            Action::Down => (top + 1).min(last),
            Action::HalfUp => top.saturating_sub(height / 2),
            Action::HalfDown => (top + height / 2).min(last),
            Action::PageUp => top.saturating_sub(height),
            Action::PageDown => (top + height).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return None,
        })
    }

    /// How a pane was drawn, if it was.
    pub fn get(&self, pane: Pane) -> Option<&PaneSeen> {
        self.panes.iter().rev().find(|(p, _)| *p == pane).map(|(_, seen)| seen)
    }

    /// How many rows of content a pane had; 1 if it was never drawn.
    pub fn height(&self, pane: Pane) -> usize {
        self.get(pane).map_or(1, |seen| usize::from(seen.area.height)).max(1)
    }

    /// What lies at a cell.
    pub fn at(&self, at: Position) -> Option<Target> {
        let target = self.targets.iter().rev().find(|(area, _)| area.contains(at))?.1;
        match target {
            Target::Pane(pane) => self.text_at(pane, at).or(Some(target)),
            other => Some(other),
        }
    }

    /// The place in a pane's text that is nearest to a cell, also for cells beside the pane: a drag may leave it.
    pub fn nearest_text(&self, pane: Pane, at: Position) -> Option<Target> {
        let area = self.get(pane)?.area;
        let inside = Position::new(
            at.x.clamp(area.left(), area.right().saturating_sub(1).max(area.left())),
            at.y.clamp(area.top(), area.bottom().saturating_sub(1).max(area.top())),
        );
        self.text_at(pane, inside)
    }

    fn text_at(&self, pane: Pane, at: Position) -> Option<Target> {
        let seen = self.get(pane)?;
        let last = seen.rows.len().checked_sub(1)?;
        let row = usize::from(at.y.saturating_sub(seen.area.y)).min(last);
        let (line, column) = seen.rows[row];
        Some(Target::Text { pane, line, column: column + usize::from(at.x.saturating_sub(seen.area.x)) })
    }
}
