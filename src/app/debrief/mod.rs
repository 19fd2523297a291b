//! Debrief: the score and how it came about, the versions of the code, the checks before and after, the lesson, and what is next.

mod pages;
mod versions;

pub use pages::{Para, Tone, checks_page, lesson_page, number, others_page, score_page, verdict};
pub use versions::{CodeVersion, compare, differing_files, versions};

use super::action::{Action, Context};
use super::diff::{self, DiffView};
use super::event::{Effect, Pane, Seen, Target};
use super::model::{Finished, Shared};
use super::play::Play;
use super::text;
use crate::core::attempt::Attempt;
use crate::core::next::Why;
use crate::core::score::{Score, score_matching};
use crate::core::verdict::{RunOutcome, RunReport};
use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;
use std::collections::BTreeMap;

/// One page of the debrief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Page {
    #[default]
    Score,
    Diff,
    Checks,
    Lesson,
    Others,
    Next,
}

impl Page {
    /// Its name on its tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Score => "Score",
            Self::Diff => "Diff",
            Self::Checks => "Checks",
            Self::Lesson => "Lesson",
            Self::Others => "Other patches",
            Self::Next => "Next",
        }
    }
}

/// What the debrief shows, and where the player is in it.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub page: Page,
    /// How far each page is scrolled, as wished.
    pub tops: BTreeMap<Page, usize>,
    /// What was scored, once the debrief was entered.
    pub score: Option<Score>,
    /// The versions on the Diff page.
    pub pair: Option<(CodeVersion, CodeVersion)>,
    /// The file on the Diff page: index into the challenge's files.
    pub file: usize,
    pub diff: Option<DiffView>,
    /// The finished attempt as it was kept, once the store has counted it.
    pub kept: Option<Attempt>,
    /// Why the schedule had proposed this challenge; nothing where it had not.
    pub why: Option<Why>,
}

/// The pages of this debrief, in order.
pub fn pages(play: &Play) -> Vec<Page> {
    let challenge = play.challenge();
    let mut pages = vec![Page::Score];
    if versions(challenge, patch_of(play)).len() > 1 {
        pages.push(Page::Diff);
    }
    if challenge.has_cases() {
        pages.push(Page::Checks);
    }
    pages.push(Page::Lesson);
    if !challenge.fixes.is_empty() {
        pages.push(Page::Others);
    }
    pages.push(Page::Next);
    pages
}

/// The patch that stands beside the original: the one that was scored, else what stands in the editor.
pub fn patch_of(play: &Play) -> Option<&BTreeMap<String, String>> {
    let scored = play.draft.scored_run.as_ref().map(|run| &run.patch);
    scored.or(Some(&play.draft.patch)).filter(|patch| !patch.is_empty())
}

/// The run that decides about the fix. Where no patch was judged through no fault of the player's, that run says so.
fn fix_run(play: &Play) -> Option<&RunReport> {
    let blameless = |run: &&RunReport| match run.outcome {
        RunOutcome::NotJudged { reason, .. } => !reason.is_own_fault(),
        RunOutcome::Judged => false,
    };
    let draft = &play.draft;
    let scored = draft.scored_run.as_ref().map(|run| &run.report);
    let latest = draft.latest_run.as_ref().map(|run| &run.report).filter(blameless);
    scored.or(latest).or_else(|| draft.original_run.as_ref().filter(blameless))
}

/// Scores the answer, hands the attempt to the store, and shows the first page.
pub fn enter(play: &mut Play, shared: &mut Shared) {
    finish(play, shared);
    // What changed is often at the end of a line.
    play.wrap = true;
    if play.debrief.pair.is_none() {
        let all = versions(play.challenge(), patch_of(play));
        let new = [CodeVersion::Yours, CodeVersion::Reference].into_iter().find(|v| all.contains(v));
        let new = new.or_else(|| all.iter().copied().find(|v| *v != CodeVersion::Original));
        play.debrief.pair = new.map(|new| match new {
            CodeVersion::Before => (CodeVersion::Before, CodeVersion::Original),
            new => (CodeVersion::Original, new),
        });
        compare_pair(play, shared);
    }
}

/// Scores the answer and hands the attempt to the store, once.
fn finish(play: &mut Play, shared: &mut Shared) {
    if play.debrief.score.is_some() {
        return;
    }
    let (Some(answer), Some(matching)) = (play.draft.answer(), play.matching.clone()) else { return };
    let score = score_matching(play.challenge(), &answer, fix_run(play), &matching);
    play.debrief.score = Some(score.clone());
    let challenge = play.challenge();
    let draft = &play.draft;
    let scored = draft.scored_run.as_ref();
    let attempt = Attempt {
        key: draft.key.clone(),
        hash: draft.hash.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        // Only the store can count.
        number: 0,
        evidence: false,
        started_at: draft.started_at,
        finished_at: shared.now,
        times: draft.times.clone(),
        answer,
        patch: scored.map(|run| run.patch.clone()),
        patch_run: scored.map(|run| run.report.clone()),
        original_run: draft.original_run.clone(),
        matching,
        score,
        family: challenge.family.clone(),
        flawed: !challenge.is_clean(),
    };
    let earlier = shared.progress.finished.get(&attempt.key).map_or(0, |f| f.attempts);
    let finished = Finished {
        attempts: earlier.saturating_add(1),
        score: u32::from(attempt.score.points),
        hash: attempt.hash.clone(),
        at: attempt.finished_at,
    };
    shared.progress.finished.insert(attempt.key.clone(), finished);
    play.debrief.why = shared.why_proposed(&attempt.key);
    shared.note_past(&attempt);
    shared.progress.drafts.remove(&attempt.key);
    shared.propose();
    shared.effect(Effect::FinishAttempt(Box::new(attempt)));
}

/// Takes the attempt as the store has counted it.
pub fn stored(play: &mut Play, attempt: Attempt) {
    if attempt.key == play.draft.key && play.debrief.score.is_some() {
        play.debrief.kept = Some(attempt);
    }
}

/// Lays the chosen versions of the chosen file beside each other.
fn compare_pair(play: &mut Play, shared: &mut Shared) {
    let Some(pair) = play.debrief.pair else { return };
    let files = differing_files(play.challenge(), patch_of(play), pair);
    if !files.contains(&play.debrief.file) {
        play.debrief.file = files.first().copied().unwrap_or(0);
    }
    let width = diff::room(shared.size);
    let view = compare(&play.draft.key, play.challenge(), patch_of(play), pair, play.debrief.file, width);
    if let Some(view) = &view {
        for request in view.highlights() {
            if !shared.colours.contains_key(&request.doc) {
                shared.effect(Effect::Highlight(request));
            }
        }
    }
    play.debrief.diff = view;
}

/// The paragraphs of the page on the screen. The Diff page has none.
pub fn paragraphs(play: &Play, shared: &Shared) -> Vec<Para> {
    let state = &play.debrief;
    let challenge = play.challenge();
    match state.page {
        Page::Diff => Vec::new(),
        Page::Score => match (&state.score, play.draft.answer()) {
            (Some(score), Some(answer)) => {
                score_page(score, &answer, state.kept.as_ref().map(|a| a.evidence))
            }
            _ => Vec::new(),
        },
        Page::Checks => {
            let after = play.draft.scored_run.as_ref().map(|run| &run.report);
            checks_page(challenge, play.draft.original_run.as_ref(), after)
        }
        Page::Lesson => lesson_page(challenge),
        Page::Others => others_page(challenge),
        Page::Next => next_page(play, shared),
    }
}

/// What this challenge trained, and what comes next: the same that Home proposes.
fn next_page(play: &Play, shared: &Shared) -> Vec<Para> {
    let family = shared.catalogue.family(&play.challenge().family).map_or("", |f| f.title.as_str());
    let why = play.debrief.why.map_or_else(|| "you chose it yourself".to_owned(), |why| why.explain(family));
    let next = shared.proposal.as_ref().and_then(|next| {
        let (pack, index) = shared.find(&next.key)?;
        let challenge = &pack.challenges[index];
        let (title, language) = (&challenge.title, challenge.language.label());
        let reason = text::capital(next.reason().label());
        Some(format!("{}: {title}, {language}, about {} minutes. {reason}.", pack.title, challenge.minutes))
    });
    let keys = [shared.keys.shown(Action::NextChallenge), shared.keys.shown(Action::GoOn)];
    pages::next_page(family, &why, next, &keys)
}

/// Whose keys count.
pub fn context(play: &Play) -> Context {
    if play.debrief.page == Page::Diff { Context::Diff } else { Context::Debrief }
}

/// Whether an action can do something just now.
pub fn is_available(play: &Play, action: Action) -> bool {
    let on_diff = play.debrief.page == Page::Diff;
    match action {
        Action::ToggleWrap => on_diff,
        Action::NextFile | Action::PreviousFile => {
            let pair = play.debrief.pair.filter(|_| on_diff);
            pair.is_some_and(|pair| differing_files(play.challenge(), patch_of(play), pair).len() > 1)
        }
        Action::OldVersion | Action::NewVersion => {
            on_diff && versions(play.challenge(), patch_of(play)).len() > 2
        }
        _ => true,
    }
}

/// Does an action.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::NextPage => return turn(play, 1),
        Action::PreviousPage | Action::Back => return turn(play, -1),
        Action::GoOn => {
            if play.debrief.page == Page::Next {
                play.leaving = true;
            } else {
                turn(play, 1);
            }
            return;
        }
        Action::NextChallenge => {
            match &shared.proposal {
                Some(next) => play.opening = Some(next.key.clone()),
                None => shared.say("There is nothing new to review; resume what you began"),
            }
            return;
        }
        _ => {}
    }
    if play.debrief.page == Page::Diff {
        act_diff(play, action, shared)
    } else {
        act_text(play, action, shared)
    }
}

/// Goes so many pages on; stays within them.
fn turn(play: &mut Play, by: isize) {
    let pages = pages(play);
    let at = pages.iter().position(|p| *p == play.debrief.page).unwrap_or(0);
    play.debrief.page = pages[at.saturating_add_signed(by).min(pages.len() - 1)];
}

fn act_text(play: &mut Play, action: Action, shared: &Shared) {
    let seen = shared.seen.get(Pane::Debrief);
    let height = shared.seen.height(Pane::Debrief);
    let last = seen.map_or(0, |s| s.count).saturating_sub(height);
    let top = play.debrief.tops.entry(play.debrief.page).or_default();
    let page = height.saturating_sub(1).max(1);
    *top = match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => *top + 1,
        Action::HalfUp => top.saturating_sub(height / 2),
        Action::HalfDown => *top + height / 2,
        Action::PageUp => top.saturating_sub(page),
        Action::PageDown => *top + page,
        Action::Top => 0,
        Action::Bottom => last,
        Action::Left => return turn(play, -1),
        Action::Right => return turn(play, 1),
        _ => *top,
    }
    .min(last);
}

fn act_diff(play: &mut Play, action: Action, shared: &mut Shared) {
    match action {
        Action::OldVersion | Action::NewVersion => {
            other_version(play, action == Action::OldVersion);
            compare_pair(play, shared);
        }
        Action::NextFile | Action::PreviousFile => {
            let Some(pair) = play.debrief.pair else { return };
            let files = differing_files(play.challenge(), patch_of(play), pair);
            let at = files.iter().position(|f| *f == play.debrief.file).unwrap_or(0);
            let by = if action == Action::NextFile { 1 } else { files.len().saturating_sub(1) };
            play.debrief.file = files.get((at + by) % files.len().max(1)).copied().unwrap_or(0);
            compare_pair(play, shared);
        }
        _ => {
            if let Some(view) = &mut play.debrief.diff {
                diff::act(view, action, shared);
            }
        }
    }
}

/// Chooses another version for one side; the two sides are never the same.
fn other_version(play: &mut Play, old: bool) {
    let Some((left, right)) = play.debrief.pair else { return };
    let all = versions(play.challenge(), patch_of(play));
    let (this, that) = if old { (left, right) } else { (right, left) };
    let at = all.iter().position(|v| *v == this).unwrap_or(0);
    let found = (1..=all.len()).map(|i| all[(at + i) % all.len()]).find(|v| *v != that);
    if let Some(next) = found {
        play.debrief.pair = Some(if old { (next, right) } else { (left, next) });
    }
}

/// The terminal has another size.
pub fn resized(play: &mut Play, shared: &Shared) {
    if let Some(view) = &mut play.debrief.diff {
        view.fit(diff::room(shared.size));
    }
}

/// Takes over what the last frame showed where.
pub fn drawn(play: &mut Play, seen: &Seen) {
    if let (Some(view), Some(pane)) = (&mut play.debrief.diff, seen.get(Pane::Diff)) {
        view.drawn(pane);
    }
}

/// Takes what the mouse did.
pub fn mouse(
    play: &mut Play,
    kind: MouseEventKind,
    _at: Position,
    target: Option<Target>,
    shared: &mut Shared,
) {
    match (kind, target) {
        (MouseEventKind::Down(MouseButton::Left), Some(Target::Tab(tab))) => {
            if let Some(page) = pages(play).get(tab) {
                play.debrief.page = *page;
            }
        }
        (_, target) if play.debrief.page == Page::Diff => {
            if let Some(view) = &mut play.debrief.diff {
                diff::mouse(view, kind, target, shared);
            }
        }
        (MouseEventKind::ScrollUp, _) => (0..3).for_each(|_| act_text(play, Action::Up, shared)),
        (MouseEventKind::ScrollDown, _) => (0..3).for_each(|_| act_text(play, Action::Down, shared)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
