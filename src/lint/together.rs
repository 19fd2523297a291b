//! What only several challenges show: codes that are nearly the same, families without a clean challenge, the share of clean ones.

use super::tokens::{Kind, tokens};
use super::{Finding, Note};
use crate::content::{LoadedPack, Origin, Part};
use crate::core::challenge::{Challenge, FileRole};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many pieces of code in a row are compared.
const SHINGLE: usize = 6;
/// From which share of common shingles two codes are nearly the same.
const NEAR: f64 = 0.7;
/// Two codes that are nearly the same have some of their smallest hashes in common, of so many.
const SKETCH: usize = 48;
/// A shingle that more challenges have than this is common to a kind of program and tells nothing.
const COMMON: usize = 40;
/// Codes with fewer shingles are too short to be compared.
const SHORTEST: usize = 40;
/// A pack of fewer challenges has no share worth the name.
const FEW: usize = 7;

pub(super) fn find(packs: &[LoadedPack], others: &[LoadedPack]) -> Vec<Finding> {
    // What is checked may be one of the others, as when the built-in packs are.
    let others: Vec<&LoadedPack> =
        others.iter().filter(|other| packs.iter().all(|pack| pack.pack.id != other.pack.id)).collect();
    let mut found = near_duplicates(packs, &others);
    found.extend(without_twin(packs, &others));
    found.extend(packs.iter().filter_map(clean_share));
    found
}

type Entry<'p> = (&'p LoadedPack, &'p Challenge);

fn entries<'p>(packs: impl IntoIterator<Item = &'p LoadedPack>) -> Vec<Entry<'p>> {
    packs.into_iter().flat_map(|pack| pack.pack.challenges.iter().map(move |c| (pack, c))).collect()
}

fn near_duplicates(packs: &[LoadedPack], others: &[&LoadedPack]) -> Vec<Finding> {
    let own = entries(packs);
    let mut all = entries(others.iter().copied());
    let foreign = all.len();
    all.extend(&own);
    let shingles: Vec<BTreeSet<u64>> = all.iter().map(|(_, challenge)| shingles(challenge)).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (index, own) in shingles.iter().enumerate().filter(|(_, set)| set.len() >= SHORTEST) {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in own.iter().take(SKETCH) {
            let holders = holders.entry(*shingle).or_default();
            for other in holders.iter().filter(|_| index >= foreign) {
                *common.entry(*other).or_default() += 1;
            }
            if holders.len() < COMMON {
                holders.push(index);
            }
        }
        let near = common
            .into_iter()
            .filter(|(other, count)| *count >= SKETCH / 4 && !is_itself(all[index], all[*other]))
            .map(|(other, _)| (similarity(own, &shingles[other]), other))
            .filter(|(share, _)| *share >= NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((share, other)) = near {
            let (pack, challenge) = all[index];
            let (other_pack, other) = all[other];
            let message = format!(
                "{:.0} % of the code is that of `{}/{}`",
                100.0 * share,
                other_pack.pack.id,
                other.id
            );
            let help = "put the flaw, or what looks like one, into other code";
            let file = challenge.files.iter().position(|file| file.role == FileRole::Suggested).unwrap_or(0);
            let note = Note::new("near-duplicate", Part::File(file), message, help);
            found.push(Finding::of(pack, challenge, note));
        }
    }
    found
}

/// Whether the first is the other, read from its own file, which does not say what pack it belongs to.
fn is_itself((pack, challenge): Entry, (_, other): Entry) -> bool {
    let alone = matches!(pack.origin, Origin::File(_)) && pack.pack.challenges.len() == 1;
    alone && challenge.id == other.id
}

/// The hashes of all runs of pieces of the suggested code; comments and blanks do not count.
fn shingles(challenge: &Challenge) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for file in challenge.files.iter().filter(|file| file.role == FileRole::Suggested) {
        let pieces: Vec<&str> = tokens(file.language, &file.code)
            .into_iter()
            .filter(|token| token.kind != Kind::Comment)
            .map(|token| token.text)
            .collect();
        for run in pieces.windows(SHINGLE) {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            found.insert(hasher.finish());
        }
    }
    found
}

/// The share of two sets that both have.
fn similarity(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

/// Families with several flawed challenges and no clean one.
fn without_twin(packs: &[LoadedPack], others: &[&LoadedPack]) -> Vec<Finding> {
    let own = entries(packs);
    let all: Vec<Entry> = own.iter().copied().chain(entries(others.iter().copied())).collect();
    let mut families: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for entry in &own {
        families.entry(&entry.1.family).or_default().push(*entry);
    }
    let mut found = Vec::new();
    for (family, own) in families {
        let of_family = || all.iter().filter(|(_, challenge)| challenge.family == family);
        let flawed = own.iter().filter(|(_, challenge)| !challenge.is_clean()).count();
        let Some((pack, challenge)) = own.into_iter().rfind(|(_, c)| !c.is_clean()) else { continue };
        if flawed < 2 || of_family().any(|(_, challenge)| challenge.is_clean()) {
            continue;
        }
        let message = format!("all {flawed} challenges of the family `{family}` are flawed");
        let help = "add one of this family whose code is right";
        found.push(Finding::of(
            pack,
            challenge,
            Note::new("no-safe-twin", Part::Key("family"), message, help),
        ));
    }
    found
}

fn clean_share(pack: &LoadedPack) -> Option<Finding> {
    let all = pack.pack.challenges.len();
    let clean = pack.pack.challenges.iter().filter(|challenge| challenge.is_clean()).count();
    // Exact, without fractions: 30 and 50 percent are still right.
    if all < FEW || (clean * 100 >= all * 30 && clean * 100 <= all * 50) {
        return None;
    }
    let share = 100.0 * clean as f64 / all as f64;
    let message = format!("{clean} of {all} challenges are clean, which is {share:.0} %");
    let help = "from 30 to 50 % of a pack should be";
    Some(Finding::of_pack(pack, Note::new("clean-share", Part::Whole, message, help)))
}
