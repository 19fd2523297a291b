//! What the author says about the code: whether it is enough to play and to learn from.

use super::Note;
use crate::content::Part;
use crate::core::challenge::{Challenge, SiteKind};

/// Reasons of fewer words than this say nothing.
const FEWEST_WORDS: usize = 4;

pub(super) fn notes(challenge: &Challenge) -> Vec<Note> {
    let mut notes = Vec::new();
    let decoys: Vec<usize> = sites_of(challenge, SiteKind::Decoy).collect();
    if let [only] = decoys[..] {
        let help = "two to four places that look risky and are safe are usual";
        notes.push(Note::new("few-decoys", Part::Site(only), "this is the only decoy", help));
    }
    for index in sites_of(challenge, SiteKind::Weakness) {
        let site = &challenge.sites[index];
        if site.entries.is_empty() {
            let message = format!("the weakness `{}` does not say where the untrusted data enters", site.id);
            let help = "write `entry = [{ at = \"...\" }]` with the line where data of others comes in";
            notes.push(Note::new("no-entry", Part::Site(index), message, help));
        }
    }
    for (index, site) in challenge.sites.iter().enumerate() {
        let words = site.why.split_whitespace().count();
        if words < FEWEST_WORDS {
            let message = format!("the reason of `{}` is {words} words long", site.id);
            let help = "say where the data comes from and what is missing, or what makes the place safe";
            notes.push(Note::new("short-why", Part::Site(index), message, help));
        }
    }
    notes
}

fn sites_of(challenge: &Challenge, kind: SiteKind) -> impl Iterator<Item = usize> {
    challenge.sites.iter().enumerate().filter(move |(_, site)| site.kind == kind).map(|(index, _)| index)
}
