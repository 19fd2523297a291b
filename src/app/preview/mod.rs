//! Preview: a challenge from its author's side, read and run again whenever its file changes.

mod moves;
mod pages;
mod runs;

pub use moves::{act, is_available, mouse};
pub use pages::{LineTruth, brief_page, fix_paras, proof_page, report_page, score_page, site_paras, truth};
pub use runs::{cancel, judge_done, judge_progress, proved, read, resume, start, tick, trusted};

use super::before::Before;
use super::debrief::{CodeVersion, Para, compare, differing_files};
use super::diff::{self, DiffView};
use super::doc::{Cursor, Doc};
use super::event::{Effect, JobId, Pane, Seen};
use super::model::Shared;
use crate::content::{LoadedPack, PackReport};
use crate::core::attempt::ChallengeKey;
use crate::core::challenge::{Challenge, FixKind, Pack};
use crate::core::verdict::RunReport;
use crate::judge::Unsound;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// One page of the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Page {
    /// The challenges of the pack.
    List,
    Code,
    Brief,
    Score,
    Fixes,
    Proof,
}

impl Page {
    /// Its name on its tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "Challenges",
            Self::Code => "Truth",
            Self::Brief => "Brief",
            Self::Score => "Scores",
            Self::Fixes => "Fixes",
            Self::Proof => "Proof",
        }
    }
}

/// What is previewed, and where its author is in it.
#[derive(Debug)]
pub struct State {
    /// The pack's folder or file.
    pub path: PathBuf,
    /// Id of the challenge; none until one is chosen, where there are several.
    pub wanted: Option<String>,
    /// What was read last; none until then.
    pub read: Option<Result<Arc<LoadedPack>, PackReport>>,
    /// The challenge that is shown, and what came of running it.
    pub shown: Option<Shown>,
    pub page: Page,
    /// Which row is selected on the pages that have rows.
    pub row: BTreeMap<Page, usize>,
    /// How far each page is scrolled.
    pub tops: BTreeMap<Page, usize>,
    /// Whether the Fixes page shows the code, and not the verdicts.
    pub as_diff: bool,
    /// Whether the reasons have the full width, over the code.
    pub wide: bool,
    /// Whether the code is shown without what was removed from it.
    pub hide_before: bool,
    pub wrap: bool,
    /// Whether the pack's code may run.
    pub trusted: bool,
    stamp: Option<u64>,
    looked: i64,
}

/// The challenge that is shown.
#[derive(Debug)]
pub struct Shown {
    pub pack: Arc<Pack>,
    pub index: usize,
    pub docs: Vec<Doc>,
    pub befores: Vec<Option<Before>>,
    pub cursors: Vec<Cursor>,
    /// Which file is on the screen.
    pub file: usize,
    pub truth: Vec<Vec<LineTruth>>,
    /// What each version came to: the original, then every fix.
    pub reports: Vec<Option<RunReport>>,
    /// The version that is being run, and how many of its checks are done.
    pub running: Option<(JobId, usize, usize)>,
    /// The proof, once it has come to an end.
    pub proof: Option<Vec<Unsound>>,
    /// The proof under way.
    pub proving: Option<JobId>,
    pub diff: Option<DiffView>,
    /// Which of the files that differ is compared.
    diff_file: usize,
}

impl Shown {
    /// The challenge.
    pub fn challenge(&self) -> &Challenge {
        &self.pack.challenges[self.index]
    }

    /// The version of the code at a row of the Fixes page.
    pub fn version(&self, row: usize) -> CodeVersion {
        let Some(fix) = row.checked_sub(1) else { return CodeVersion::Original };
        match self.challenge().fixes.get(fix).map(|fix| fix.kind) {
            Some(FixKind::Reference) => CodeVersion::Reference,
            _ => CodeVersion::Fix(fix),
        }
    }

    fn key(&self) -> ChallengeKey {
        ChallengeKey::new(&self.pack.id, &self.challenge().id)
    }
}

impl State {
    /// A preview of the pack at `path`, before anything was read.
    pub fn new(path: PathBuf, wanted: Option<String>, trusted: bool) -> Self {
        Self {
            path,
            page: if wanted.is_some() { Page::Code } else { Page::List },
            wanted,
            read: None,
            shown: None,
            row: BTreeMap::new(),
            tops: BTreeMap::new(),
            as_diff: false,
            wide: false,
            hide_before: false,
            wrap: true,
            trusted,
            stamp: None,
            looked: 0,
        }
    }

    /// The pages there are, in order.
    pub fn pages(&self) -> Vec<Page> {
        let several = matches!(&self.read, Some(Ok(loaded)) if loaded.pack.challenges.len() > 1);
        let own = [Page::Code, Page::Brief, Page::Score, Page::Fixes, Page::Proof];
        let list = several.then_some(Page::List);
        list.into_iter().chain(own.into_iter().filter(|_| self.shown.is_some())).collect()
    }

    /// The selected row of the page on the screen.
    pub fn selected(&self) -> usize {
        self.row.get(&self.page).copied().unwrap_or(0)
    }

    /// How many rows the page on the screen has.
    fn rows(&self) -> usize {
        match (self.page, &self.shown, &self.read) {
            (Page::List, _, Some(Ok(loaded))) => loaded.pack.challenges.len(),
            (Page::Code, Some(shown), _) => shown.challenge().sites.len(),
            (Page::Fixes, Some(shown), _) => shown.reports.len(),
            (Page::Proof, Some(shown), _) => shown.proof.as_ref().map_or(0, Vec::len),
            _ => 0,
        }
    }

    /// How far it has come, in a few words.
    pub fn status(&self) -> String {
        match (&self.read, &self.shown) {
            (None, _) => "reading".to_owned(),
            (Some(Err(_)), _) => "does not load".to_owned(),
            (Some(Ok(_)), None) => String::new(),
            (Some(Ok(_)), Some(shown)) if !shown.challenge().has_cases() => "nothing to run".to_owned(),
            (Some(Ok(_)), Some(shown)) => match (&shown.proof, shown.running, shown.proving) {
                (Some(found), ..) if found.is_empty() => "✓ sound".to_owned(),
                (Some(found), ..) if found.len() == 1 => "✗ 1 finding".to_owned(),
                (Some(found), ..) => format!("✗ {} findings", found.len()),
                (None, Some((_, done, total)), _) => {
                    let at = shown.reports.iter().filter(|r| r.is_some()).count() + 1;
                    format!("running {at} of {}: check {done} of {total}", shown.reports.len())
                }
                (None, None, Some(_)) => "proving".to_owned(),
                (None, None, None) => "not run".to_owned(),
            },
        }
    }
}

/// The paragraphs of the page on the screen, where it has any.
pub fn paragraphs(state: &State, shared: &Shared) -> Vec<Para> {
    match (&state.read, &state.shown) {
        (Some(Err(report)), _) => report_page(report),
        (Some(Ok(loaded)), Some(shown)) => match state.page {
            Page::Brief => brief_page(shown.challenge()),
            Page::Score => score_page(shown.challenge(), &shared.catalogue, &shown.reports),
            Page::Fixes => fix_paras(shown, state.selected()),
            Page::Proof => proof_page(state, shown, &loaded.warnings),
            Page::Code => site_paras(shown.challenge(), &shared.catalogue, state.selected()),
            Page::List => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Takes over what the last frame showed where.
pub fn drawn(state: &mut State, seen: &Seen) {
    let Some(shown) = &mut state.shown else { return };
    if let (Some(code), Some(cursor)) = (seen.get(Pane::Code), shown.cursors.get_mut(shown.file)) {
        (cursor.top, cursor.left) = (code.top, code.left);
    }
    if let (Some(view), Some(pane)) = (&mut shown.diff, seen.get(Pane::Diff)) {
        view.drawn(pane);
    }
}

/// The terminal has another size.
pub fn resized(state: &mut State, shared: &Shared) {
    if let Some(view) = state.shown.as_mut().and_then(|shown| shown.diff.as_mut()) {
        view.fit(diff::room(shared.size));
    }
}

/// Lays the selected version beside the original; the original itself beside what was there before the suggestion.
fn compare_version(state: &mut State, shared: &mut Shared) {
    let row = state.row.get(&Page::Fixes).copied().unwrap_or(0);
    let Some(shown) = &mut state.shown else { return };
    let pair = match shown.version(row) {
        CodeVersion::Original => (CodeVersion::Before, CodeVersion::Original),
        version => (CodeVersion::Original, version),
    };
    let files = differing_files(shown.challenge(), None, pair);
    let file = files.get(shown.diff_file % files.len().max(1)).copied().unwrap_or(0);
    let key = ChallengeKey::new(&shown.pack.id, format!("{}@{}", shown.challenge().id, shown.pack.version));
    let mut view = compare(&key, shown.challenge(), None, pair, file, diff::room(shared.size));
    if let Some(view) = &mut view {
        // The texts change while they are written: their colours must not be those of an older one.
        for version in [&mut view.old, &mut view.new] {
            version.doc = format!("preview/{}", pages::digest(&version.text)).as_str().into();
        }
        for request in view.highlights() {
            if !shared.colours.contains_key(&request.doc) {
                shared.effect(Effect::Highlight(request));
            }
        }
    }
    shown.diff = view;
}

#[cfg(test)]
mod tests;
