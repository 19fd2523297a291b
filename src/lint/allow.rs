//! The exceptions that authors make: which findings they let be, and which exceptions are not needed.

use super::{Finding, gap, lint, nearest_lint, table};
use crate::content::{Level, LoadedPack};
use crate::core::challenge::{Allow, Challenge};
use std::collections::BTreeSet;

/// An exception: the pack's place in the list, the challenge's where it is one's own, and the exception's in its list.
type Place = (usize, Option<usize>, usize);

/// The findings without those that an exception lets be, and with those about exceptions that nothing meets. Only warnings
/// can be let be, and drafts have none. `proven` says whether the challenges were run: if not, an exception for what running shows may be needed.
pub fn without_allowed(packs: &[LoadedPack], findings: Vec<Finding>, proven: bool) -> Vec<Finding> {
    let mut met: BTreeSet<Place> = BTreeSet::new();
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        let exceptions = exceptions_for(packs, &finding);
        if exceptions.is_empty() {
            kept.push(finding);
        }
        met.extend(exceptions);
    }
    for (pack_index, pack) in packs.iter().enumerate() {
        let of_challenges = pack.pack.challenges.iter().enumerate().map(|(c, it)| (Some(c), &it.allows));
        for (challenge, allowed) in std::iter::once((None, &pack.pack.allows)).chain(of_challenges) {
            for (index, exception) in allowed.iter().enumerate() {
                if !met.contains(&(pack_index, challenge, index))
                    && let Some((message, help)) = why_needless(exception, proven)
                {
                    let challenge = challenge.map(|c| &pack.pack.challenges[c]);
                    kept.extend(needless(pack, challenge, exception, message, &help));
                }
            }
        }
    }
    gap::alone(kept)
}

fn exceptions_for(packs: &[LoadedPack], finding: &Finding) -> Vec<Place> {
    let mut places = Vec::new();
    if finding.diagnostic.level != Level::Warning {
        return places;
    }
    let named = |list: &[Allow]| list.iter().position(|it| it.lint == finding.diagnostic.code);
    for (p, pack) in packs.iter().enumerate().filter(|(_, it)| Some(&it.pack.id) == finding.pack.as_ref()) {
        places.extend(named(&pack.pack.allows).map(|index| (p, None, index)));
        for (c, challenge) in pack.pack.challenges.iter().enumerate() {
            if Some(&challenge.id) == finding.challenge.as_ref() {
                places.extend(named(&challenge.allows).map(|index| (p, Some(c), index)));
            }
        }
    }
    places
}

/// What is wrong with an exception that nothing met; nothing where that cannot be told.
fn why_needless(exception: &Allow, proven: bool) -> Option<(String, String)> {
    let name = &exception.lint;
    let Some(known) = lint(name) else {
        let help = match nearest_lint(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`riskline explain` lists the lints".to_owned(),
        };
        return Some((format!("there is no lint `{name}`"), help));
    };
    if known.level == Level::Error {
        return Some((
            format!("`{name}` is an error, which cannot be allowed"),
            "mend what it reports".into(),
        ));
    }
    let cannot_tell = known.group == "proof" && !proven;
    (!cannot_tell).then(|| (format!("nothing meets `{name}` here any more"), "remove the exception".into()))
}

fn needless(
    pack: &LoadedPack,
    challenge: Option<&Challenge>,
    exception: &Allow,
    message: String,
    help: &str,
) -> Option<Finding> {
    const NAME: &str = "needless-allow";
    let source = match challenge {
        Some(challenge) => pack.source(&challenge.id).ok()?,
        None => pack.head().ok()?,
    };
    let at = Some(exception.at.clone());
    let diagnostic = source.diagnostic_at(at, (table::level(NAME), NAME), message, help);
    Some(Finding { pack: Some(pack.pack.id.clone()), challenge: challenge.map(|c| c.id.clone()), diagnostic })
}
