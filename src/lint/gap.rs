//! Drafts: the places that only their author can fill in.

use super::{Finding, table};
use crate::content::{Level, LoadedPack, Origin};
use std::collections::BTreeSet;

/// What a gap begins with, in a text, a piece of code or a comment.
pub const MARK: &str = "FILL IN:";

/// The lint's own name.
pub(super) const NAME: &str = "gap";

/// Every gap in a pack's challenges.
pub(super) fn find(pack: &LoadedPack) -> Vec<Finding> {
    let mut found = Vec::new();
    // All challenges of a bundle stand in the one file.
    let files = if matches!(pack.origin, Origin::File(_)) { 1 } else { usize::MAX };
    for challenge in pack.pack.challenges.iter().take(files) {
        let Ok(source) = pack.source(&challenge.id) else { continue };
        if !source.text().contains(MARK) {
            continue;
        }
        let starts = source.challenge_lines();
        for (at, _) in source.text().match_indices(MARK) {
            let line = &source.text()[at..];
            let end = line.find('\n').unwrap_or(line.len());
            // What closes the text around it is no part of it.
            let what = line[MARK.len()..end].trim_matches([' ', '"', '\'', ']', '}', ',']);
            let message = if what.is_empty() {
                "this is still to be filled in".to_owned()
            } else {
                format!("still to be filled in: {what}")
            };
            let span = Some(at..at + end);
            let diagnostic = source.diagnostic_at(span, (table::level(NAME), NAME), message, "");
            let line = diagnostic.place.as_ref().map_or(1, |place| place.line);
            let before = starts.partition_point(|start| *start <= line);
            let of = before.checked_sub(1).and_then(|index| pack.pack.challenges.get(index));
            found.push(Finding {
                pack: Some(pack.pack.id.clone()),
                challenge: Some(of.unwrap_or(challenge).id.clone()),
                diagnostic,
            });
        }
    }
    found
}

/// The findings without the warnings about challenges that have gaps: what is still to be written cannot be wrong yet.
pub(super) fn alone(mut findings: Vec<Finding>) -> Vec<Finding> {
    let whose = |finding: &Finding| (finding.pack.clone(), finding.challenge.clone());
    let drafts: BTreeSet<_> = findings.iter().filter(|f| f.diagnostic.code == NAME).map(whose).collect();
    findings.retain(|f| {
        f.diagnostic.code == NAME || f.diagnostic.level == Level::Error || !drafts.contains(&whose(f))
    });
    findings
}
