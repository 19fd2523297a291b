//! Running the checks on the patch, and submitting it.

use super::checks::{self, reason_label};
use super::{Focus, Step};
use crate::app::action::Action;
use crate::app::model::Shared;
use crate::app::overlay::{Confirm, Then};
use crate::app::play::{Play, Purpose};
use crate::core::verdict::{Grading, Overall, RunOutcome, Verdict};

/// Whether a run that the player started is under way.
pub fn is_busy(play: &Play) -> bool {
    own_run(play).is_some()
}

/// The run that the player waits for.
pub fn own_run(play: &Play) -> Option<&crate::app::play::Run> {
    play.run_of(Purpose::Submit).or_else(|| play.run_of(Purpose::Try))
}

/// Runs the checks that can be seen.
pub fn run(play: &mut Play, shared: &mut Shared) {
    if is_busy(play) {
        return shared.warn("A run is under way; esc cancels it.");
    }
    if !play.challenge().has_cases() {
        return shared.warn("This challenge has no checks.");
    }
    start(play, Purpose::Try, shared);
}

fn start(play: &mut Play, purpose: Purpose, shared: &mut Shared) {
    play.patch.run_edits = play.patch.edits;
    play.patch.turned.clear();
    let patch = play.draft.patch.clone();
    play.run(purpose, patch, shared);
}

/// Asks whether to submit: it can be done once.
pub fn ask_to_submit(play: &mut Play, shared: &mut Shared) {
    if is_busy(play) {
        return shared.warn("A run is under way; esc cancels it.");
    }
    if play.draft.scored_run.is_some() {
        return shared.warn("A patch was submitted and scored already. Running the checks stays free.");
    }
    let mut body = vec![
        "Every check runs once, also those that you have not seen. This run is scored, and there is just one.".to_owned(),
        "If it cannot be judged, for example because the code does not parse, it does not count and you can submit again."
            .to_owned(),
    ];
    if play.draft.patch.is_empty() {
        body.push("You have not changed anything yet.".to_owned());
    } else if let Some(warning) = warning(play) {
        body.push(warning);
    }
    play.question = Some(Confirm {
        title: "Submit this patch?".to_owned(),
        body,
        yes: "submit it",
        then: Then::Patch(Step::Submit),
    });
}

/// What speaks against submitting now, as far as the checks that can be seen tell.
fn warning(play: &Play) -> Option<String> {
    let run = play.draft.latest_run.as_ref().filter(|run| run.patch == play.draft.patch);
    let Some(run) = run else { return Some("You have not run the checks on this version.".to_owned()) };
    match run.report.overall() {
        Overall::Fixed => None,
        Overall::Open if run.report.grading == Grading::Structure => {
            Some("In your last run a weakness was still there.".to_owned())
        }
        Overall::Open => Some("In your last run an attack still worked.".to_owned()),
        Overall::BreaksFeature => Some("In your last run the feature was broken.".to_owned()),
        Overall::NotJudged => Some("Your last run could not be judged.".to_owned()),
    }
}

/// Submits the patch.
pub fn submit(play: &mut Play, shared: &mut Shared) {
    if !is_busy(play) && play.draft.scored_run.is_none() {
        start(play, Purpose::Submit, shared);
    }
}

/// Hears that a run has ended; its report is in the draft.
pub fn judged(play: &mut Play, purpose: Purpose, shared: &mut Shared) {
    let Some(run) = &play.draft.latest_run else { return };
    let submitted = purpose == Purpose::Submit;
    if let RunOutcome::NotJudged { reason, at, .. } = &run.report.outcome {
        let counts = if submitted { " This run does not count; you can submit again." } else { "" };
        let jump = match at {
            Some(place) => {
                format!(
                    " {} goes to {} line {}.",
                    shared.keys.shown(Action::ToProblem),
                    place.file,
                    place.line
                )
            }
            None => String::new(),
        };
        return shared.warn(format!("{}.{counts}{jump}", reason_label(*reason)));
    }
    let open = run.report.checks.iter().filter(|c| c.verdict == Verdict::Open).count();
    let overall = run.report.overall();
    match (submitted, overall) {
        (true, _) => {
            let key = shared.keys.shown(Action::PatchDone);
            shared.say(format!("Submitted and scored. {key} goes on to the debrief."));
        }
        (false, Overall::Fixed) => {
            let key = shared.keys.shown(Action::SubmitPatch);
            shared.say(format!("Every check you can see holds. {key} submits the patch."));
        }
        (false, Overall::Open) if run.report.grading == Grading::Structure => {
            shared.say("A weakness is still there.");
        }
        (false, Overall::Open) if open == 1 => shared.say("One attack still works."),
        (false, Overall::Open) => shared.say(format!("{open} attacks still work.")),
        (false, Overall::BreaksFeature) => shared.say("The patch breaks what the code is for."),
        (false, Overall::NotJudged) => shared.warn("The run came to no verdict."),
    }
    // The row to look at first is the first that does not hold.
    let rows = checks::rows(play);
    let first =
        rows.iter().position(|r| r.report().is_some_and(|c| c.verdict != Verdict::Holds)).unwrap_or(0);
    if play.patch.focus == Focus::Code {
        play.patch.check = first;
        play.patch.follow_check = true;
    }
}
