//! What reading packs shows, and what it comes to together with what running them shows.

use super::check::Checked;
use crate::content::{LoadedPack, load_pack, packs_at};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Challenge;
use crate::judge::Unsound;
use crate::lint::{Finding, Note, read_lints, without_allowed};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Packs that were read.
#[derive(Debug, Default)]
pub struct Reading {
    packs: Vec<LoadedPack>,
    /// What is wrong with those that could not be read.
    unread: Vec<Finding>,
    /// What reading shows about the others, exceptions not yet taken out.
    findings: Vec<Finding>,
}

/// A challenge that is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Job<'p> {
    pub pack: &'p LoadedPack,
    pub challenge: &'p Challenge,
}

impl Reading {
    /// Reads every pack that the paths stand for. `others` are packs that count along for what is held over several.
    pub fn of(paths: &[PathBuf], others: &[LoadedPack], catalogue: &Catalogue) -> Self {
        let mut reading = Self::default();
        for path in paths {
            let found = packs_at(path).unwrap_or_else(|report| {
                reading.unread.extend(report.diagnostics.into_iter().map(Finding::of_unread));
                Vec::new()
            });
            for path in found {
                match load_pack(&path, catalogue) {
                    Ok(pack) => reading.packs.push(pack),
                    Err(report) => {
                        reading.unread.extend(report.diagnostics.into_iter().map(Finding::of_unread))
                    }
                }
            }
        }
        reading.findings = read_lints(&reading.packs, others, catalogue);
        reading
    }

    /// The challenges that are to be run: what is still to be filled in cannot hold yet.
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let drafts: BTreeSet<(&str, &str)> = self
            .findings
            .iter()
            .filter(|finding| finding.diagnostic.code == "gap")
            .filter_map(|finding| Some((finding.pack.as_deref()?, finding.challenge.as_deref()?)))
            .collect();
        self.packs
            .iter()
            .flat_map(|pack| pack.pack.challenges.iter().map(move |challenge| Job { pack, challenge }))
            .filter(|job| !drafts.contains(&(job.pack.pack.id.as_str(), job.challenge.id.as_str())))
            .collect()
    }

    /// How many challenges there are.
    pub fn challenges(&self) -> usize {
        self.packs.iter().map(|pack| pack.pack.challenges.len()).sum()
    }

    /// Everything that is wrong, with what running the jobs disproved. `are_all` says whether each of them was run.
    pub fn checked(&self, proofs: Vec<(Job<'_>, Vec<Unsound>)>, are_all: bool) -> Checked {
        let challenges = proofs.len();
        let mut findings = self.findings.clone();
        for (job, disproved) in proofs {
            let notes = disproved.into_iter().map(note);
            findings.extend(notes.map(|note| Finding::of(job.pack, job.challenge, note)));
        }
        let mut findings = without_allowed(&self.packs, findings, are_all);
        findings.extend(self.unread.iter().cloned());
        findings.sort_by(|a, b| {
            let at = |f: &Finding| f.diagnostic.place.as_ref().map(|place| (place.line, place.column));
            a.diagnostic.file.cmp(&b.diagnostic.file).then_with(|| at(a).cmp(&at(b)))
        });
        Checked { packs: self.packs.len(), challenges, findings }
    }
}

/// What running disproved, in the words of a finding.
fn note(unsound: Unsound) -> Note {
    let Unsound { lint, part, code, check, what, evidence, help } = unsound;
    let message = match check {
        Some(check) => format!("{code}, check \"{check}\": {what}"),
        None => format!("{code}: {what}"),
    };
    let help = if evidence.is_empty() { help } else { format!("seen: {evidence}\n{help}") };
    Note { lint, part, message, help }
}
