//! The list of checks beside the editor: what each said on the original, and what it says on the patch.

use super::Focus;
use super::runs::own_run;
use crate::app::action::Action;
use crate::app::event::Pane;
use crate::app::model::Shared;
use crate::app::play::{Play, Purpose};
use crate::core::challenge::CheckKind;
use crate::core::verdict::{
    CheckReport, CodePlace, Grading, NotJudged, Overall, RunOutcome, RunReport, Verdict,
};

/// No more lines of what the code printed are shown than this, the last ones.
const MOST_PRINTED: usize = 40;

/// One check in the list.
#[derive(Debug, Clone)]
pub struct CheckRow<'a> {
    pub name: &'a str,
    pub kind: CheckKind,
    /// Shown only because the patch was submitted.
    pub hidden: bool,
    /// What it said on the code as the assistant wrote it.
    pub before: Option<&'a CheckReport>,
    /// What it says on the patch.
    pub now: Now<'a>,
    /// Whether what it sent and got is shown below it.
    pub unfolded: bool,
}

/// How far a check is on the patch.
#[derive(Debug, Clone, Copy)]
pub enum Now<'a> {
    /// It was not run on a patch.
    NotRun,
    /// A run is under way and has not come to it.
    Waiting,
    /// It came to a verdict.
    Done(&'a CheckReport),
}

impl<'a> CheckRow<'a> {
    /// What it said on the patch.
    pub fn report(&self) -> Option<&'a CheckReport> {
        match self.now {
            Now::Done(report) => Some(report),
            Now::NotRun | Now::Waiting => None,
        }
    }
}

/// How a line of the list is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Bad,
    Warning,
}

/// What is said above the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    pub text: String,
    pub tone: Tone,
}

/// Every check that may be seen, in order: function checks first.
pub fn rows(play: &Play) -> Vec<CheckRow<'_>> {
    let scored = play.draft.scored_run.as_ref().map(|r| &r.report);
    let latest = play.draft.latest_run.as_ref().map(|r| &r.report);
    let original = play.draft.original_run.as_ref();
    let run = own_run(play);
    let may_show = |hidden: bool| !hidden || scored.is_some();
    let mut seen: Vec<(&str, CheckKind, bool)> = Vec::new();
    let known = play.challenge().cases().map(|c| (c.name, c.kind, c.hidden));
    let reported = [original, latest, scored].into_iter().flatten().flat_map(|r| &r.checks);
    for row in known.chain(reported.map(|c| (c.name.as_str(), c.kind, c.hidden))) {
        if may_show(row.2) && !seen.iter().any(|s| s.0 == row.0) {
            seen.push(row);
        }
    }
    seen.sort_by_key(|row| row.1 != CheckKind::Function);
    let find = |report: Option<&'_ RunReport>, name: &str| -> Option<usize> {
        report.and_then(|r| r.checks.iter().position(|c| c.name == name))
    };
    seen.into_iter()
        .map(|(name, kind, hidden)| {
            let before = find(original, name).and_then(|i| original.map(|r| &r.checks[i]));
            let now = match run {
                Some(run) => match run.done.iter().find(|c| c.name == name) {
                    Some(report) => Now::Done(report),
                    None if hidden && run.purpose == Purpose::Try => kept(scored, name),
                    None => Now::Waiting,
                },
                None => match latest.and_then(|r| r.checks.iter().find(|c| c.name == name)) {
                    Some(report) => Now::Done(report),
                    None => kept(scored, name),
                },
            };
            let by_itself = matches!(now, Now::Done(report) if report.verdict != Verdict::Holds);
            let unfolded = by_itself != play.patch.turned.contains(name);
            CheckRow { name, kind, hidden, before, now, unfolded }
        })
        .collect()
}

/// What the scored run said about a check that was not run since.
fn kept<'a>(scored: Option<&'a RunReport>, name: &str) -> Now<'a> {
    scored.and_then(|r| r.checks.iter().find(|c| c.name == name)).map_or(Now::NotRun, Now::Done)
}

/// Where the last run says that the code stopped it from being judged.
pub fn problem(play: &Play) -> Option<&CodePlace> {
    match &play.draft.latest_run.as_ref()?.report.outcome {
        RunOutcome::NotJudged { at, .. } => at.as_ref(),
        RunOutcome::Judged => None,
    }
}

/// How many checks of the run under way came to a verdict, and of how many.
pub fn progress(play: &Play) -> Option<(usize, Option<usize>, Purpose)> {
    own_run(play).map(|run| (run.done.len(), run.total, run.purpose))
}

/// What is said above the checks: the state of the run in words.
pub fn headline(play: &Play, shared: &Shared) -> Vec<Headline> {
    let line = |tone, text: String| Headline { text, tone };
    if let Some((done, total, purpose)) = progress(play) {
        let what = if purpose == Purpose::Submit { "Submitting" } else { "Running" };
        let count = total.map_or_else(|| "starting".to_owned(), |total| format!("{done} of {total}"));
        return vec![line(Tone::Warning, format!("{what}: {count}. esc cancels."))];
    }
    let mut lines = Vec::new();
    let Some(run) = &play.draft.latest_run else {
        let (run, submit) = (shared.keys.shown(Action::RunChecks), shared.keys.shown(Action::SubmitPatch));
        return vec![line(Tone::Plain, format!("Not run yet. {run} runs the checks, {submit} submits."))];
    };
    let is_scored = play.draft.scored_run.as_ref().is_some_and(|scored| scored == run);
    match &run.report.outcome {
        RunOutcome::NotJudged { reason, message, at } => {
            lines.push(line(
                Tone::Bad,
                format!("Not judged, not scored: {}.", lower_first(reason_label(*reason))),
            ));
            if !message.is_empty() {
                lines.push(line(Tone::Plain, message.clone()));
            }
            if let Some(place) = at {
                let key = shared.keys.shown(Action::ToProblem);
                lines.push(line(Tone::Plain, format!("{key} goes to {} line {}.", place.file, place.line)));
            }
        }
        RunOutcome::Judged => {
            let (tone, text) = match run.report.overall() {
                Overall::Fixed => (Tone::Good, "Every check holds."),
                Overall::Open if run.report.grading == Grading::Structure => {
                    (Tone::Bad, "A weakness is still there.")
                }
                Overall::Open => (Tone::Bad, "An attack still works."),
                Overall::BreaksFeature => (Tone::Bad, "The patch breaks what the code is for."),
                Overall::NotJudged => (Tone::Bad, "A check came to no verdict."),
            };
            lines.push(line(tone, text.to_owned()));
            if run.report.overall() == Overall::BreaksFeature
                && let Some(error) = printed_error(&run.report)
            {
                lines.push(line(Tone::Plain, format!("It stopped at: {error}")));
            }
            if is_scored {
                let key = shared.keys.shown(Action::PatchDone);
                lines.push(line(Tone::Plain, format!("Submitted and scored. {key} goes on to the debrief.")));
            }
        }
    }
    if play.draft.scored_run.is_some() && !is_scored {
        lines.push(line(
            Tone::Plain,
            "A patch was submitted and scored before; this run is not scored.".to_owned(),
        ));
    }
    if run.patch != play.draft.patch {
        lines.push(line(Tone::Warning, "The code has changed since this run.".to_owned()));
    }
    lines
}

/// The end of what the code printed in the last run, tracebacks without the lab's own part.
pub fn printed(play: &Play) -> Vec<&str> {
    let Some(run) = play.draft.latest_run.as_ref().filter(|_| own_run(play).is_none()) else {
        return Vec::new();
    };
    let lines: Vec<&str> = run.report.console.lines().filter(|l| !l.starts_with("  File \"lab.")).collect();
    let mut out: Vec<&str> = Vec::new();
    // Each check that trips over the same line prints the same.
    for block in lines.split(|line| line.starts_with("Exception on ")).filter(|block| !block.is_empty()) {
        if !out.ends_with(block) {
            out.extend(block);
        }
    }
    out.split_off(out.len().saturating_sub(MOST_PRINTED))
}

/// The last error that the code printed: `NameError: name 'x' is not defined`.
fn printed_error(report: &RunReport) -> Option<&str> {
    report.console.lines().rev().find(|line| {
        let name = line.split(':').next().unwrap_or("");
        line.contains(": ")
            && (name.ends_with("Error") || name.ends_with("Exception"))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "._".contains(c))
    })
}

/// Why a run was not judged, in words.
pub fn reason_label(reason: NotJudged) -> &'static str {
    match reason {
        NotJudged::Syntax => "The code does not parse",
        NotJudged::Import => "A file could not be imported",
        NotJudged::LabLacks => "The code uses something that the lab does not have",
        NotJudged::Timeout => "The time ran out",
        NotJudged::Memory => "The memory ran out",
        NotJudged::Output => "The code printed too much",
        NotJudged::Crash => "The program ended before its time",
        NotJudged::Tampering => "The lab or a check was tampered with",
        NotJudged::BrokenCheck => "A check itself is faulty",
        NotJudged::Cancelled => "The run was cancelled",
        NotJudged::NoEngine => "This build cannot run the language",
        NotJudged::Protocol => "The judge could not be started",
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Does an action in the list.
pub fn act(play: &mut Play, action: Action, shared: &mut Shared) {
    let count = rows(play).len();
    let last = count.saturating_sub(1);
    let page = isize::try_from(shared.seen.height(Pane::Checks).saturating_sub(1).max(1)).unwrap_or(1);
    let state = &mut play.patch;
    state.follow_check = true;
    match action {
        Action::Up => state.check = state.check.saturating_sub(1),
        Action::Down => state.check = (state.check + 1).min(last),
        Action::Top => state.check = 0,
        Action::Bottom => state.check = last,
        Action::PageUp => scroll(play, -page, shared),
        Action::PageDown => scroll(play, page, shared),
        Action::HalfUp => scroll(play, -page / 2, shared),
        Action::HalfDown => scroll(play, page / 2, shared),
        Action::ToggleCheck => toggle(play),
        Action::Back => {
            state.follow_check = false;
            if play.cancel_runs(shared) {
                shared.say("Cancelling the run");
            } else {
                play.patch.focus = Focus::Code;
            }
        }
        _ => state.follow_check = false,
    }
}

fn toggle(play: &mut Play) {
    let Some(name) = rows(play).get(play.patch.check).map(|r| r.name.to_owned()) else { return };
    if !play.patch.turned.remove(&name) {
        play.patch.turned.insert(name);
    }
}

/// A click on a row selects it; on the selected one, folds or unfolds it.
pub fn click(play: &mut Play, row: usize) {
    if play.patch.check == row {
        toggle(play);
    }
    play.patch.check = row;
}

/// Scrolls the list; drawing keeps it within its lines.
pub fn scroll(play: &mut Play, by: isize, shared: &Shared) {
    let seen = shared.seen.get(Pane::Checks);
    let last = seen.map_or(0, |s| s.count.saturating_sub(usize::from(s.area.height)));
    play.patch.checks_top = play.patch.checks_top.saturating_add_signed(by).min(last);
    play.patch.follow_check = false;
}
