//! What an author should look at: the table of lints, the lints that only read, and the exceptions that authors make.
//!
//! What the loader refuses is said by `content`, and what running disproves by `judge`; all of it comes out as the same
//! [`Finding`]s under the names of one table, `assets/lints.toml`.

mod allow;
mod brief;
mod fix;
mod gap;
mod giveaway;
mod sarif;
mod statistics;
mod table;
mod together;
mod tokens;
mod truth;

pub use allow::without_allowed;
pub use fix::{Mended, mend};
pub use gap::MARK as GAP;
pub use sarif::Sarif;
pub use table::{Lint, lint, lints, nearest_lint};

use crate::content::{Diagnostic, LoadedPack, Origin, Part};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Challenge;
use serde::Serialize;
use std::path::Path;

/// Something that is wrong, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The pack's id, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The challenge's id, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// What is wrong, and where.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// What is wrong with a pack that could not be read.
    pub fn of_unread(diagnostic: Diagnostic) -> Self {
        Self { pack: None, challenge: None, diagnostic }
    }

    /// A finding about a challenge, at the place of the part that is meant.
    pub fn of(pack: &LoadedPack, challenge: &Challenge, note: Note) -> Self {
        let Note { lint: code, part, message, help } = note;
        let level = table::level(code);
        let diagnostic = match pack.source(&challenge.id) {
            Ok(source) => source.diagnostic(challenge, &part, (level, code), message, help),
            // The file went away since it was read.
            Err(fault) => *fault,
        };
        Self { pack: Some(pack.pack.id.clone()), challenge: Some(challenge.id.clone()), diagnostic }
    }

    /// A finding about a pack as a whole.
    fn of_pack(pack: &LoadedPack, note: Note) -> Self {
        let Note { lint: code, message, help, .. } = note;
        let diagnostic = match pack.head() {
            Ok(head) => head.diagnostic_at(None, (table::level(code), code), message, help),
            Err(fault) => *fault,
        };
        Self { pack: Some(pack.pack.id.clone()), challenge: None, diagnostic }
    }
}

/// What a lint says about a challenge, before its place in the file is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The lint's name.
    pub lint: &'static str,
    /// The part of the challenge that is meant.
    pub part: Part,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl Note {
    fn new(lint: &'static str, part: Part, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { lint, part, message: message.into(), help: help.into() }
    }
}

/// Everything that reading shows about packs, beside what the loader warned of. `others` are packs that count along for what
/// is held over several: the built-in ones.
pub fn read_lints(packs: &[LoadedPack], others: &[LoadedPack], catalogue: &Catalogue) -> Vec<Finding> {
    let mut found = Vec::new();
    for pack in packs {
        found.extend(of_loader(pack));
        found.extend(gap::find(pack));
        for challenge in &pack.pack.challenges {
            let notes = notes(challenge, catalogue);
            found.extend(notes.into_iter().map(|note| Finding::of(pack, challenge, note)));
        }
    }
    found.extend(together::find(packs, others));
    found.extend(statistics::find(packs));
    found
}

/// What reading one challenge alone shows.
fn notes(challenge: &Challenge, catalogue: &Catalogue) -> Vec<Note> {
    let mut notes = truth::notes(challenge);
    notes.extend(brief::notes(challenge));
    notes.extend(giveaway::notes(challenge, catalogue));
    notes
}

/// The loader's warnings, each with the challenge in whose file it stands.
fn of_loader(pack: &LoadedPack) -> Vec<Finding> {
    let challenges = &pack.pack.challenges;
    let bundle = match (&pack.origin, challenges.first()) {
        (Origin::File(_), Some(first)) if !pack.warnings.is_empty() => pack.source(&first.id).ok(),
        _ => None,
    };
    let starts = bundle.map(|source| source.challenge_lines()).unwrap_or_default();
    let challenge_of = |diagnostic: &Diagnostic| {
        if let (Origin::File(_), [only]) = (&pack.origin, &challenges[..]) {
            return Some(only);
        }
        if starts.is_empty() {
            let name = Path::new(&diagnostic.file).file_stem()?.to_str()?;
            return challenges.iter().find(|challenge| challenge.id == name);
        }
        let line = diagnostic.place.as_ref()?.line;
        challenges.get(starts.partition_point(|start| *start <= line).checked_sub(1)?)
    };
    let finding = |diagnostic: &Diagnostic| Finding {
        pack: Some(pack.pack.id.clone()),
        challenge: challenge_of(diagnostic).map(|challenge| challenge.id.clone()),
        diagnostic: diagnostic.clone(),
    };
    // What is let be counts along: an exception that meets nothing is needless.
    pack.warnings.iter().chain(&pack.allowed).map(finding).collect()
}

#[cfg(test)]
mod tests;
