//! The brief: whether it says who controls what.

use super::Note;
use super::giveaway::words;
use crate::content::Part;
use crate::core::challenge::Challenge;

pub(super) fn notes(challenge: &Challenge) -> Vec<Note> {
    let brief = &challenge.brief;
    let mut told = brief.context.iter().chain([&brief.ticket]);
    if told.any(|text| words().actors.iter().any(|actor| actor.is_in(text))) {
        return Vec::new();
    }
    let part = if brief.context.is_empty() { Part::Brief("prompt") } else { Part::Brief("context") };
    let message = "neither `context` nor `ticket` says who controls an input or may call this code";
    let help = "add to `context` what a reviewer would know, such as \"Anybody can register.\"";
    vec![Note::new("no-trust-statement", part, message, help)]
}
