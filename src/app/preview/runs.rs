//! The files of the pack read again when they change, and every version run.

use super::moves::go_to_site;
use super::{Page, Shown, State, compare_version, truth};
use crate::app::before::Before;
use crate::app::doc::{Cursor, Doc};
use crate::app::event::{Effect, JobId, RunJob};
use crate::app::model::{Model, Screen, Shared};
use crate::app::overlay::Overlay;
use crate::app::trust::{Stranger, Trust};
use crate::content::Edition;
use crate::core::verdict::RunReport;
use crate::judge::{Progress, Unsound, Which};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Milliseconds between two looks at the files.
const LOOK: i64 = 700;

/// Has the files read for the first time.
pub fn start(model: &mut Model) {
    let Screen::Preview(state) = &model.screen else { return };
    model.shared.effect(Effect::ReadPack(state.path.clone(), None));
}

/// Looks at the files again once in a while.
pub fn tick(state: &mut State, shared: &mut Shared) {
    if shared.now - state.looked >= LOOK {
        state.looked = shared.now;
        shared.effect(Effect::ReadPack(state.path.clone(), state.stamp));
    }
}

/// Takes the pack as it is now.
pub fn read(model: &mut Model, edition: Edition) {
    let Screen::Preview(state) = &mut model.screen else { return };
    state.stamp = Some(edition.stamp);
    cancel(state, &mut model.shared);
    if let Ok(loaded) = &edition.read {
        model.shared.packs = vec![Arc::new(loaded.pack.clone())];
        if let ([only], None) = (&loaded.pack.challenges[..], &state.wanted) {
            state.wanted = Some(only.id.clone());
            state.page = Page::Code;
        }
    }
    state.read = Some(edition.read);
    show(state, &mut model.shared);
    ask(model);
}

/// Asks whether the pack's code may run, where its author is a stranger.
pub(super) fn ask(model: &mut Model) {
    let Screen::Preview(state) = &model.screen else { return };
    let Some(Ok(loaded)) = &state.read else { return };
    let asked = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Trust(_)));
    if let (false, false, Some(what)) = (state.trusted, asked, loaded.provenance()) {
        let stranger = Stranger { what, before: None };
        let pack = Arc::new(loaded.pack.clone());
        model.overlays.push(Overlay::Trust(Trust { pack, stranger, then: None, top: 0 }));
    }
}

/// The pack's code may run.
pub fn trusted(model: &mut Model) {
    if let Screen::Preview(state) = &mut model.screen {
        state.trusted = true;
        run_next(state, &mut model.shared);
    }
}

/// Shows the wanted challenge as it was read last, and runs it. What the author was looking at stays.
pub(super) fn show(state: &mut State, shared: &mut Shared) {
    let Some(Ok(loaded)) = &state.read else { return };
    let index = loaded.pack.challenges.iter().position(|c| Some(&c.id) == state.wanted.as_ref());
    let Some(index) = index else {
        if let Some(id) = state.wanted.take() {
            shared.warn(format!("The pack has no challenge `{id}`."));
        }
        (state.shown, state.page) = (None, Page::List);
        return;
    };
    let pack = shared.packs.first().cloned().unwrap_or_else(|| Arc::new(loaded.pack.clone()));
    let challenge = &pack.challenges[index];
    let name = format!("preview/{}@{}", challenge.id, challenge.hash);
    let docs: Vec<Doc> = challenge.files.iter().map(|file| Doc::of_file(&name, file)).collect();
    for doc in &docs {
        if !shared.colours.contains_key(&doc.id) {
            shared.effect(Effect::Highlight(doc.highlight()));
        }
    }
    let same = state.shown.take().filter(|old| old.challenge().id == challenge.id);
    let mut cursors = same.as_ref().map_or_else(Vec::new, |old| old.cursors.clone());
    cursors.resize(docs.len(), Cursor::default());
    for (cursor, doc) in cursors.iter_mut().zip(&docs) {
        cursor.to_line(doc, cursor.line);
    }
    let befores = challenge.files.iter().map(|f| Some(Before::new(f.before.as_ref()?, &f.code))).collect();
    let shown = Shown {
        truth: truth(challenge),
        reports: vec![None; 1 + challenge.fixes.len()],
        file: same.as_ref().map_or(0, |old| old.file.min(docs.len() - 1)),
        docs,
        befores,
        cursors,
        running: None,
        proof: None,
        proving: None,
        diff: None,
        diff_file: 0,
        pack,
        index,
    };
    state.shown = Some(shown);
    if same.is_none() {
        state.row.retain(|page, _| *page == Page::List);
        state.tops.clear();
        go_to_site(state, shared);
    }
    let last = state.rows().saturating_sub(1);
    state.row.entry(state.page).and_modify(|row| *row = (*row).min(last));
    compare_version(state, shared);
    run_next(state, shared);
}

/// Runs the next version that was not run yet; the proof comes last.
fn run_next(state: &mut State, shared: &mut Shared) {
    let Some(shown) = state.shown.as_mut().filter(|_| state.trusted) else { return };
    if shown.running.is_some() || shown.proving.is_some() || !shown.challenge().has_cases() {
        return;
    }
    let id = shared.new_job();
    match shown.reports.iter().position(Option::is_none) {
        Some(at) => {
            let none = BTreeMap::new();
            let patch = at.checked_sub(1).map_or(&none, |fix| &shown.challenge().fixes[fix].code);
            let files = shown.challenge().with_changes(patch);
            let total = shown.challenge().cases().count();
            shown.running = Some((id, 0, total));
            let (pack, challenge) = (shown.pack.clone(), shown.index);
            shared.effect(Effect::RunJudge(Box::new(RunJob {
                id,
                pack,
                challenge,
                files,
                which: Which::All,
            })));
        }
        None if shown.proof.is_none() => {
            shown.proving = Some(id);
            shared.effect(Effect::Prove(id, shown.pack.clone(), shown.index));
        }
        None => {}
    }
}

/// Hears of a run's progress.
pub fn judge_progress(state: &mut State, job: JobId, progress: &Progress) {
    if let Some(Shown { running: Some((id, done, total)), .. }) = &mut state.shown
        && *id == job
    {
        match progress {
            Progress::Started(count) => *total = *count,
            Progress::CheckDone(_) => *done += 1,
        }
    }
}

/// Takes the report of a version.
pub fn judge_done(state: &mut State, job: JobId, report: RunReport, shared: &mut Shared) {
    let Some(shown) = &mut state.shown else { return };
    if shown.running.is_some_and(|(id, ..)| id == job) {
        shown.running = None;
        if let Some(slot) = shown.reports.iter_mut().find(|r| r.is_none()) {
            *slot = Some(report);
        }
        run_next(state, shared);
    }
}

/// Takes what the proof found.
pub fn proved(state: &mut State, job: JobId, found: Vec<Unsound>) {
    if let Some(shown) = state.shown.as_mut().filter(|shown| shown.proving == Some(job)) {
        shown.proving = None;
        shown.proof = Some(found);
    }
}

/// Goes on with what was not run yet.
pub fn resume(model: &mut Model) {
    if let Screen::Preview(state) = &mut model.screen {
        run_next(state, &mut model.shared);
    }
}

/// Ends what runs.
pub fn cancel(state: &mut State, shared: &mut Shared) {
    let Some(shown) = &mut state.shown else { return };
    let running = shown.running.take().map(|(id, ..)| id);
    for id in running.into_iter().chain(shown.proving.take()) {
        shared.effect(Effect::CancelJudge(id));
    }
}
