//! One attempt at one challenge: its stages and what they share.

use super::action::{Action, Context};
use super::before::Before;
use super::doc::{Cursor, Doc, Lines};
use super::event::{Effect, JobId, Pane, RunJob, Seen, Target};
use super::model::Shared;
use super::overlay::{Confirm, Message};
use super::{brief, debrief, decide, patch, reveal, review};
use crate::core::attempt::{ChallengeKey, Draft, PatchRun, Place, Places, Stage};
use crate::core::challenge::{Challenge, Pack};
use crate::core::matching::{Matching, match_findings};
use crate::core::verdict::{CheckReport, RunReport};
use crate::judge::{Progress, Which};
use crossterm::event::{KeyEvent, MouseEventKind};
use ratatui::layout::Position;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One attempt at one challenge.
#[derive(Debug)]
pub struct Play {
    pub pack: Arc<Pack>,
    /// Which challenge of the pack.
    pub index: usize,
    /// The answer as it stands, and everything else that is kept of an unfinished attempt.
    pub draft: Draft,
    /// The reviewed text of each file, in the challenge's order.
    pub docs: Vec<Doc>,
    /// What the suggestion changed in each of them, where there was code before.
    pub befores: Vec<Option<Before>>,
    /// Where the player is in each of them; Review and Reveal share it.
    pub cursors: Vec<Cursor>,
    /// Which file is on the screen.
    pub file: usize,
    pub wrap: bool,
    /// Whether the brief stands beside the code, once the player has wished it to or not to.
    pub brief_shown: Option<bool>,
    /// How the findings match the truth, once the answer is locked.
    pub matching: Option<Matching>,
    /// Runs of the checks that have not ended.
    pub runs: Vec<Run>,
    /// The key that is explained now, on somebody's first challenge.
    pub coach: bool,
    pub brief: brief::State,
    pub review: review::State,
    pub decide: decide::State,
    pub reveal: reveal::State,
    pub patch: patch::State,
    pub debrief: debrief::State,
    /// A question to be asked, set by a stage.
    pub question: Option<Confirm>,
    /// A message to be shown, set by a stage.
    pub message: Option<Message>,
    /// Set by a stage to go back to Home.
    pub leaving: bool,
    /// Set by a stage to go on to another challenge.
    pub opening: Option<ChallengeKey>,
    last_seen: i64,
    saved: Option<Draft>,
}

/// A run of the checks that has not ended.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: JobId,
    pub purpose: Purpose,
    /// What was handed in: changed files only, by path.
    pub patch: BTreeMap<String, String>,
    /// How many checks there are, once that is known.
    pub total: Option<usize>,
    /// The checks that came to a verdict so far.
    pub done: Vec<CheckReport>,
    /// When it began: Unix time in milliseconds.
    pub started_at: i64,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Every check on the original code, for the replay of the attack.
    Original,
    /// The visible checks on the patch, as often as one likes.
    Try,
    /// Every check on the patch: the one that is scored, if it is judged.
    Submit,
}

/// A gap between two events that is longer than this many milliseconds was a break and does not count as time at work.
const LONGEST_PAUSE: i64 = 120_000;

impl Play {
    /// A fresh attempt, or one that goes on where `draft` stands.
    pub fn new(pack: Arc<Pack>, index: usize, draft: Option<Draft>, shared: &mut Shared) -> Self {
        let challenge = &pack.challenges[index];
        let key = ChallengeKey::new(&pack.id, &challenge.id);
        let name = format!("{key}@{}", challenge.hash);
        let docs: Vec<Doc> = challenge.files.iter().map(|f| Doc::of_file(&name, f)).collect();
        for doc in &docs {
            if !shared.colours.contains_key(&doc.id) {
                shared.effect(Effect::Highlight(doc.highlight()));
            }
        }
        let befores = challenge
            .files
            .iter()
            .map(|f| f.before.as_ref().map(|before| Before::new(before, &f.code)))
            .collect();
        let resumed = draft.is_some();
        let mut draft = draft.unwrap_or_else(|| Draft::new(key, &challenge.hash, shared.now));
        draft.leave_out_foreign_marks(challenge);
        let cursors = docs
            .iter()
            .map(|doc| {
                draft
                    .review_places
                    .at
                    .get(&doc.path)
                    .map_or_else(Cursor::default, |p| Cursor::of_place(doc, *p))
            })
            .collect();
        let file = docs.iter().position(|d| d.path == draft.review_places.file).unwrap_or(0);
        let coach = shared.is_first_time();
        let mut play = Self {
            docs,
            befores,
            cursors,
            file,
            wrap: false,
            brief_shown: None,
            matching: None,
            runs: Vec::new(),
            coach,
            brief: brief::State::default(),
            review: review::State::default(),
            decide: decide::State::default(),
            reveal: reveal::State::default(),
            patch: patch::State::default(),
            debrief: debrief::State::default(),
            question: None,
            message: None,
            leaving: false,
            opening: None,
            last_seen: shared.now,
            saved: resumed.then(|| draft.clone()),
            draft,
            pack,
            index,
        };
        if play.draft.locked {
            play.match_findings(shared);
        }
        play.enter(shared);
        play
    }

    /// The challenge that is played.
    pub fn challenge(&self) -> &Challenge {
        &self.pack.challenges[self.index]
    }

    /// The stages of this challenge in order: a clean one has nothing to patch. Until the answer is locked all are named, so that
    /// the list gives nothing away.
    pub fn stages(&self) -> Vec<Stage> {
        let without_patch = self.draft.locked && !self.challenge().is_patchable();
        Stage::ALL.into_iter().filter(|s| !(without_patch && *s == Stage::Patch)).collect()
    }

    /// The stage on the screen.
    pub fn stage(&self) -> Stage {
        self.draft.stage
    }

    /// Goes to a stage.
    pub fn go(&mut self, stage: Stage, shared: &mut Shared) {
        self.draft.stage = stage;
        self.enter(shared);
        self.save(shared);
    }

    fn enter(&mut self, shared: &mut Shared) {
        match self.draft.stage {
            Stage::Brief | Stage::Review => {}
            Stage::Decide => {
                decide::enter(self);
                self.run_original(shared);
            }
            Stage::Reveal => {
                self.run_original(shared);
                reveal::enter(self, shared);
            }
            Stage::Patch => {
                shared.effect(Effect::ReadyJudge(self.pack.clone(), self.index));
                patch::enter(self, shared);
            }
            Stage::Debrief => debrief::enter(self, shared),
        }
    }

    /// Closes the answer: from now on it stays as it is, and the truth may be shown.
    pub fn lock(&mut self, shared: &mut Shared) {
        self.draft.locked = true;
        self.match_findings(shared);
        self.go(Stage::Reveal, shared);
    }

    fn match_findings(&mut self, shared: &Shared) {
        let challenge = self.challenge();
        self.matching = shared
            .catalogue
            .family(&challenge.family)
            .map(|family| match_findings(challenge, family, &self.draft.findings));
    }

    /// Whose keys count.
    pub fn context(&self) -> Context {
        match self.draft.stage {
            Stage::Brief => Context::Brief,
            Stage::Review => self.review.context(),
            Stage::Decide => Context::Decide,
            Stage::Reveal => reveal::context(self),
            Stage::Patch => patch::context(self),
            Stage::Debrief => debrief::context(self),
        }
    }

    /// Whether an action can do something just now.
    pub fn is_available(&self, action: Action) -> bool {
        match action {
            Action::NextFile | Action::PreviousFile if self.draft.stage != Stage::Debrief => {
                self.docs.len() > 1 && !matches!(self.draft.stage, Stage::Brief | Stage::Decide)
            }
            Action::PatchDiff if self.draft.stage != Stage::Patch => false,
            _ => match self.draft.stage {
                Stage::Review => review::is_available(self, action),
                Stage::Patch => patch::is_available(self, action),
                Stage::Reveal => reveal::is_available(self, action),
                Stage::Debrief => debrief::is_available(self, action),
                // Neither shows files or long lines.
                Stage::Brief | Stage::Decide => action != Action::ToggleWrap,
            },
        }
    }

    /// Does an action. What the stages share is done here, the rest by the stage.
    pub fn act(&mut self, action: Action, shared: &mut Shared) {
        let own = match self.draft.stage {
            Stage::Reveal => action == Action::ToggleBrief,
            Stage::Debrief => matches!(action, Action::NextFile | Action::PreviousFile),
            _ => false,
        };
        match action {
            _ if own => self.act_in_stage(action, shared),
            Action::NextFile => self.turn(1),
            Action::PreviousFile => self.turn(self.docs.len().saturating_sub(1)),
            Action::ToggleBrief => self.brief_shown = Some(!self.shows_brief(shared)),
            Action::ToggleWrap => {
                self.wrap = !self.wrap;
                shared.say(if self.wrap { "Long lines are wrapped" } else { "Long lines are cut" });
            }
            _ => self.act_in_stage(action, shared),
        }
    }

    fn act_in_stage(&mut self, action: Action, shared: &mut Shared) {
        match self.draft.stage {
            Stage::Brief => brief::act(self, action, shared),
            Stage::Review => review::act(self, action, shared),
            Stage::Decide => decide::act(self, action, shared),
            Stage::Reveal => reveal::act(self, action, shared),
            Stage::Patch => patch::act(self, action, shared),
            Stage::Debrief => debrief::act(self, action, shared),
        }
    }

    /// Takes over where the last frame had to scroll to.
    pub fn drawn(&mut self, seen: &Seen) {
        if let Some(code) = seen.get(Pane::Code) {
            let cursor = &mut self.cursors[self.file];
            (cursor.top, cursor.left) = (code.top, code.left);
        }
        patch::drawn(self, seen);
        debrief::drawn(self, seen);
    }

    /// Takes a key that stands for no action, where text is typed.
    pub fn key(&mut self, event: &KeyEvent, shared: &mut Shared) {
        match self.draft.stage {
            Stage::Review => review::key(self, event),
            Stage::Patch => patch::key(self, event, shared),
            Stage::Brief | Stage::Decide | Stage::Reveal | Stage::Debrief => {}
        }
    }

    /// Takes pasted text, where text is typed.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) {
        match self.draft.stage {
            Stage::Review => review::paste(self, text),
            Stage::Patch => patch::paste(self, text, shared),
            Stage::Brief | Stage::Decide | Stage::Reveal | Stage::Debrief => {}
        }
    }

    /// Takes what the mouse did. Buttons were taken before.
    pub fn mouse(&mut self, kind: MouseEventKind, at: Position, target: Option<Target>, shared: &mut Shared) {
        match self.draft.stage {
            Stage::Brief => brief::mouse(self, kind, shared),
            Stage::Review => review::mouse(self, kind, at, target, shared),
            Stage::Decide => decide::mouse(self, kind, target, shared),
            Stage::Reveal => reveal::mouse(self, kind, at, target, shared),
            Stage::Patch => patch::mouse(self, kind, at, target, shared),
            Stage::Debrief => debrief::mouse(self, kind, at, target, shared),
        }
    }

    fn turn(&mut self, by: usize) {
        self.file = (self.file + by) % self.docs.len().max(1);
        patch::turned(self);
    }

    /// The text on the screen.
    pub fn doc(&self) -> &Doc {
        &self.docs[self.file]
    }

    /// Where the player is in it.
    pub fn cursor(&self) -> &Cursor {
        &self.cursors[self.file]
    }

    /// The text on the screen, and where the player is in it, to be moved.
    pub fn doc_and_cursor(&mut self) -> (&Doc, &mut Cursor) {
        (&self.docs[self.file], &mut self.cursors[self.file])
    }

    /// Whether a run is under way.
    pub fn is_running(&self) -> bool {
        !self.runs.is_empty()
    }

    /// The run that the player waits for, if there is one.
    pub fn run_of(&self, purpose: Purpose) -> Option<&Run> {
        self.runs.iter().find(|r| r.purpose == purpose)
    }

    /// Starts a run of the checks on the original files with `patch` laid over them. One of each purpose at a time.
    pub fn run(&mut self, purpose: Purpose, patch: BTreeMap<String, String>, shared: &mut Shared) {
        if self.run_of(purpose).is_some() {
            return;
        }
        let id = shared.new_job();
        shared.effect(Effect::RunJudge(Box::new(RunJob {
            id,
            pack: self.pack.clone(),
            challenge: self.index,
            files: self.challenge().with_changes(&patch),
            which: if purpose == Purpose::Try { Which::Visible } else { Which::All },
        })));
        self.runs.push(Run { id, purpose, patch, total: None, done: Vec::new(), started_at: shared.now });
    }

    fn run_original(&mut self, shared: &mut Shared) {
        if self.draft.original_run.is_none() && self.challenge().has_cases() {
            self.run(Purpose::Original, BTreeMap::new(), shared);
        }
    }

    /// Ends the runs that the player started. They still report, as cancelled.
    pub fn cancel_runs(&mut self, shared: &mut Shared) -> bool {
        let own: Vec<JobId> =
            self.runs.iter().filter(|r| r.purpose != Purpose::Original).map(|r| r.id).collect();
        own.iter().for_each(|id| shared.effect(Effect::CancelJudge(*id)));
        !own.is_empty()
    }

    /// Hears of a run's progress.
    pub fn judge_progress(&mut self, job: JobId, progress: Progress) {
        if let Some(run) = self.runs.iter_mut().find(|r| r.id == job) {
            match progress {
                Progress::Started(total) => run.total = Some(total),
                Progress::CheckDone(check) => run.done.push(check),
            }
        }
    }

    /// Takes the report of a run that has ended.
    pub fn judge_done(&mut self, job: JobId, report: RunReport, shared: &mut Shared) {
        let Some(at) = self.runs.iter().position(|r| r.id == job) else { return };
        let run = self.runs.remove(at);
        match run.purpose {
            Purpose::Original => self.draft.original_run = Some(report),
            Purpose::Try => {
                self.draft.runs += 1;
                self.draft.latest_run = Some(PatchRun { patch: run.patch.clone(), report });
                patch::judged(self, run.purpose, shared);
            }
            Purpose::Submit => {
                let judged = report.is_judged();
                let result = PatchRun { patch: run.patch.clone(), report };
                self.draft.latest_run = Some(result.clone());
                if judged && self.draft.scored_run.is_none() {
                    self.draft.scored_run = Some(result);
                }
                patch::judged(self, run.purpose, shared);
            }
        }
        self.save(shared);
    }

    /// Counts the time since the last event to the stage.
    pub fn pass_time(&mut self, now: i64) {
        let gap = (now - self.last_seen).clamp(0, LONGEST_PAUSE);
        self.last_seen = now;
        self.draft.times.add(self.draft.stage, gap.unsigned_abs());
    }

    /// Keeps the draft if it differs from what was kept last in more than its times. Also notes it as the latest in `shared`.
    pub fn save(&mut self, shared: &mut Shared) {
        self.note_places();
        if let Some(saved) = &mut self.saved {
            saved.times = self.draft.times.clone();
        }
        if self.saved.as_ref() != Some(&self.draft) {
            self.keep(shared);
        }
    }

    /// Whether the brief stands beside the code: as the player wished, else where there is room.
    pub fn shows_brief(&self, shared: &Shared) -> bool {
        self.brief_shown.unwrap_or(shared.size.0 >= 100)
    }

    /// Keeps the draft, changed or not.
    pub fn keep(&mut self, shared: &mut Shared) {
        // A finished attempt has no draft any more.
        if self.debrief.score.is_some() {
            return;
        }
        self.note_places();
        self.saved = Some(self.draft.clone());
        shared.progress.drafts.insert(self.draft.key.clone(), self.draft.clone());
        shared.effect(Effect::SaveDraft(Box::new(self.draft.clone())));
    }

    fn note_places(&mut self) {
        let at: BTreeMap<String, Place> = self
            .docs
            .iter()
            .zip(&self.cursors)
            .filter(|(_, cursor)| **cursor != Cursor::default())
            .map(|(doc, cursor)| (doc.path.clone(), cursor.place(doc as &dyn Lines)))
            .collect();
        self.draft.review_places = Places { file: self.doc().path.clone(), at };
        patch::note_places(self);
    }
}
