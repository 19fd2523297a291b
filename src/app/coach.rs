//! On somebody's first challenge: one line that explains the keys as they are needed.

use super::action::Action;
use super::model::Shared;
use super::play::Play;
use super::review::Mode;
use crate::core::attempt::Stage;

/// The line for where the player is, with the keys as they are set.
pub fn line(play: &Play, shared: &Shared) -> Option<String> {
    if !play.coach {
        return None;
    }
    let key = |action| shared.keys.shown(action);
    let findings = &play.draft.findings;
    Some(match play.stage() {
        Stage::Brief => {
            format!(
                "Read what was asked and what the assistant says. {} goes on to the code.",
                key(Action::BriefReview)
            )
        }
        Stage::Review => match &play.review.mode {
            Mode::Naming(_) => {
                "Type a number, a name or plain words such as `anyone can read`; arrows choose.".to_owned()
            }
            Mode::Reason(_) => {
                "One sentence is enough. You see it again beside the author's reason.".to_owned()
            }
            Mode::Search(_) => "Capitals count only if you type one.".to_owned(),
            Mode::Code if play.review.anchor.is_some() => {
                format!("Move to the other end, then {} marks the range.", key(Action::MarkLine))
            }
            Mode::Code if findings.is_empty() => format!(
                "Move with arrows or j k. {} marks a line you would object to. Nothing wrong? {} goes on.",
                key(Action::MarkLine),
                key(Action::ReviewDecide)
            ),
            Mode::Code if findings.iter().any(|f| f.cwe.is_none()) => format!(
                "Say what is weak there: go to the mark and press {}. {} takes a mark back.",
                key(Action::NameWeakness),
                key(Action::Undo)
            ),
            Mode::Code => format!(
                "{} adds a reason, {} marks where the data enters. {} goes on to your decision.",
                key(Action::GiveReason),
                key(Action::MarkBoundary),
                key(Action::ReviewDecide)
            ),
        },
        Stage::Decide if play.draft.decision.is_none() => format!(
            "{}, {} or {}: accept, modify or reject. Good code may be accepted.",
            key(Action::DecideAccept),
            key(Action::DecideModify),
            key(Action::DecideReject)
        ),
        Stage::Decide if play.draft.sure.is_none() => {
            format!(
                "How sure are you? {} and {}, or the arrows.",
                key(Action::LessSure),
                key(Action::MoreSure)
            )
        }
        Stage::Decide => {
            format!("{} locks the answer; you see first what is locked.", key(Action::LockAnswer))
        }
        Stage::Reveal | Stage::Patch | Stage::Debrief => return None,
    })
}
