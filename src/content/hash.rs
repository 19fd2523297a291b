//! Fingerprints that tell one edition of a challenge, or of a pack, from the next.

use crate::core::challenge::{Challenge, Pack};
use crate::core::lines::LineRange;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Collects values so that no two different sequences of them look alike.
struct Feed(Sha256);

impl Feed {
    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, number: usize) {
        self.0.update((number as u64).to_le_bytes());
    }

    fn lines(&mut self, lines: LineRange) {
        self.number(lines.first());
        self.number(lines.last());
    }

    fn hex(self) -> String {
        hex(self.0)
    }
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::with_capacity(64), |mut out, byte| {
        write!(out, "{byte:02x}").expect("writing to a String cannot fail");
        out
    })
}

/// SHA-256 of a file as it lies on the disk: what `sha256sum` prints.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// SHA-256 over the files of a folder, given their digests by name: what `LC_ALL=C sha256sum *.toml | sha256sum` prints in
/// it, so that two people can compare a pack without this program.
pub(super) fn of_listing(digests: &BTreeMap<String, String>) -> String {
    let listing: String = digests.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    of_bytes(listing.as_bytes())
}

/// SHA-256 over everything that bears on an answer: what the player is shown, what is so, and how it is judged.
/// Names, reasons, known fixes and further reading may be mended without making a new edition.
pub(super) fn of_challenge(c: &Challenge) -> String {
    let mut feed = Feed(Sha256::new());
    feed.text("riskline challenge 1");
    for text in [c.language.id(), &c.family, &c.brief.ticket, &c.brief.prompt, &c.brief.reply] {
        feed.text(text);
    }
    feed.number(c.brief.context.len());
    c.brief.context.iter().for_each(|t| feed.text(t));
    feed.text(c.hints.strategy.as_deref().unwrap_or_default());
    if let Some((file, lines)) = c.hints.region {
        feed.number(file);
        feed.lines(lines);
    }
    feed.number(c.files.len());
    for file in &c.files {
        feed.text(&file.path);
        feed.number(file.role as usize);
        feed.text(file.language.id());
        feed.number(usize::from(file.before.is_some()));
        feed.text(file.before.as_deref().unwrap_or_default());
        feed.text(&file.code);
    }
    feed.number(c.sites.len());
    for site in &c.sites {
        feed.number(site.kind as usize);
        feed.number(site.file);
        feed.number(site.severity as usize);
        for ranges in [&site.core, &site.context] {
            feed.number(ranges.len());
            ranges.iter().for_each(|r| feed.lines(*r));
        }
        feed.number(site.entries.len());
        for (file, lines) in &site.entries {
            feed.number(*file);
            feed.lines(*lines);
        }
        feed.number(site.cwes.len());
        site.cwes.iter().for_each(|id| feed.number(*id as usize));
    }
    feed.text(&c.lab_setup);
    feed.number(c.checks.len());
    for check in &c.checks {
        feed.number(check.kind as usize);
        feed.text(check.site.as_deref().unwrap_or_default());
        feed.number(usize::from(check.hidden));
        feed.text(&check.code);
    }
    feed.number(c.rules.len());
    for rule in &c.rules {
        feed.number(rule.kind as usize);
        feed.text(rule.site.as_deref().unwrap_or_default());
        feed.number(rule.files.len());
        rule.files.iter().for_each(|path| feed.text(path));
        feed.text(&rule.rule);
    }
    for worth in [c.decision.accept, c.decision.modify, c.decision.reject] {
        feed.0.update(worth.to_le_bytes());
    }
    feed.number(usize::from(c.decision.patch));
    feed.hex()
}

/// SHA-256 over a pack's id, version and the editions of its challenges.
pub(super) fn of_pack(pack: &Pack) -> String {
    let mut feed = Feed(Sha256::new());
    feed.text("riskline pack 1");
    feed.text(&pack.id);
    feed.text(&pack.version);
    feed.number(pack.challenges.len());
    for challenge in &pack.challenges {
        feed.text(&challenge.id);
        feed.text(&challenge.hash);
    }
    feed.hex()
}
