//! What the reference proves when it is taken apart: that each of its changes is needed, and that what closes a weakness is
//! the change at its site.

use super::found::{about, part_of_check};
use super::{Code, Proof, Unsound};
use crate::core::challenge::{Challenge, CheckKind, Fix, FixKind, Language, Site};
use crate::core::diff::Diff;
use crate::core::verdict::{CheckReport, RunReport, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A change this many lines away from a site may still be its repair.
const NEAR: usize = 6;
/// What engines say of a name that nothing defines: such an attack is held off by the cut, not by the fix.
const UNDEFINED: [&str; 4] = ["NameError", "UnboundLocalError", "ReferenceError", "is not defined"];
/// A reference with more changes than this is not taken apart.
const MOST: usize = 24;

/// The lint that names a change which no check needs.
const TOO_LARGE: &str = "reference-too-large";

/// One change of the reference.
struct Hunk {
    /// Index of the file in the challenge.
    file: usize,
    /// Lines of the original, from 0; empty where lines were only added.
    old: Range<usize>,
    /// Lines of the reference, from 0; empty where lines were only removed.
    new: Range<usize>,
    old_text: String,
    new_text: String,
}

impl Proof<'_> {
    /// Takes the reference apart. Says something only of a challenge that is otherwise sound.
    pub(super) fn reference_is_what_it_must_be(&mut self) {
        let Some((fix, code)) =
            super::fixes(self.challenge).into_iter().find(|(fix, _)| fix.kind == FixKind::Reference)
        else {
            return;
        };
        let hunks = hunks(self.challenge, fix);
        if hunks.len() > MOST {
            return;
        }
        self.every_change_is_needed(&code, &hunks);
        // With a change too many it cannot be told which of them closes what.
        if self.found.iter().any(|found| found.lint == TOO_LARGE) {
            return;
        }
        for site in self.challenge.weaknesses() {
            self.site_is_what_lets_attacks_in(&hunks, site);
            self.site_can_be_mended_alone(&hunks, site);
        }
    }

    /// Without any one of its changes, or those of a whole file, the reference does not pass any more.
    fn every_change_is_needed(&mut self, code: &Code, hunks: &[Hunk]) {
        // A reference of one change without it is the original.
        if hunks.len() < 2 {
            return;
        }
        let mut spared: BTreeSet<usize> = BTreeSet::new();
        for left_out in 0..hunks.len() {
            let hunk = &hunks[left_out];
            // The flawed lines themselves may be written anew as the author likes.
            let is_at_site = self.challenge.weaknesses().any(|site| touches(hunk, site));
            if is_at_site || is_tidy(self.challenge, hunks, hunk) || !self.passes_without(hunks, &[left_out])
            {
                continue;
            }
            spared.insert(left_out);
            self.say_spared(code, hunks, &[left_out]);
        }
        let files: BTreeSet<usize> = hunks.iter().map(|h| h.file).collect();
        for file in files.iter().filter(|_| files.len() > 1) {
            let of_file: Vec<usize> = (0..hunks.len()).filter(|at| hunks[*at].file == *file).collect();
            let is_said = of_file.iter().any(|at| spared.contains(at)) || of_file.len() < 2;
            let is_code = !of_file.iter().all(|at| is_tidy(self.challenge, hunks, &hunks[*at]));
            if !is_said && is_code && self.passes_without(hunks, &of_file) {
                self.say_spared(code, hunks, &of_file);
            }
        }
    }

    fn passes_without(&mut self, hunks: &[Hunk], left_out: &[usize]) -> bool {
        if self.runs.is_cancelled() || defines_for_others(self.challenge, hunks, left_out) {
            return false;
        }
        let report = self.runs.once(&without(self.challenge, hunks, |at| left_out.contains(&at)));
        report.is_judged()
            && report.checks.iter().all(|c| c.verdict == Verdict::Holds)
            && !report.checks.iter().any(is_undefined)
    }

    fn say_spared(&mut self, code: &Code, hunks: &[Hunk], spared: &[usize]) {
        let Some(first) = spared.first().and_then(|at| hunks.get(*at)) else { return };
        let path = &self.challenge.files[first.file].path;
        let what = if spared.len() > 1 {
            format!("without its changes of {path} every check still holds")
        } else if first.new.is_empty() {
            let (first_line, last) = (first.old.start + 1, first.old.end);
            format!("without its removal of {} of {path} every check still holds", lines(first_line, last))
        } else {
            let (first_line, last) = (first.new.start + 1, first.new.end);
            format!("without its change of {} of {path} every check still holds", lines(first_line, last))
        };
        let text = if first.new.is_empty() { &first.old_text } else { &first.new_text };
        let shown = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        self.found.push(Unsound {
            evidence: shown.chars().take(100).collect(),
            ..about(code, TOO_LARGE, what, "Leave that change out, or add the check that needs it.")
        });
    }

    /// The reference without its changes at or near a site leaves every attack on it open.
    fn site_is_what_lets_attacks_in(&mut self, hunks: &[Hunk], site: &Site) {
        let own: Vec<usize> = (0..hunks.len()).filter(|at| is_near(&hunks[*at], site, NEAR)).collect();
        if own.is_empty()
            || own.len() == hunks.len()
            || self.runs.is_cancelled()
            || defines_for_others(self.challenge, hunks, &own)
        {
            return;
        }
        let report = self.runs.once(&without(self.challenge, hunks, |at| own.contains(&at)));
        if !report.keeps_feature() {
            return;
        }
        let name = format!("the reference without its changes at `{}`", site.id);
        for check in of_site(&report, site) {
            if check.verdict == Verdict::Holds && !is_undefined(check) {
                let what =
                    "this attack is held off all the same, so it succeeds for another reason than the site's";
                self.say_beside(&name, check, what);
            }
        }
    }

    /// Among several weaknesses: with the changes of the others left out, the reference closes this one.
    fn site_can_be_mended_alone(&mut self, hunks: &[Hunk], site: &Site) {
        let is_said = |fix: &Fix| fix.kind == FixKind::Partial && fix.sites == [site.id.clone()];
        if self.challenge.weaknesses().count() < 2 || self.challenge.fixes.iter().any(is_said) {
            return;
        }
        let others: Vec<usize> = (0..hunks.len())
            .filter(|at| !is_near(&hunks[*at], site, NEAR))
            .filter(|at| self.challenge.weaknesses().any(|s| s.id != site.id && is_near(&hunks[*at], s, 1)))
            .collect();
        let has_own = hunks.iter().any(|hunk| is_near(hunk, site, 1));
        if !has_own
            || others.is_empty()
            || self.runs.is_cancelled()
            || defines_for_others(self.challenge, hunks, &others)
        {
            return;
        }
        let report = self.runs.once(&without(self.challenge, hunks, |at| others.contains(&at)));
        if !report.keeps_feature() {
            return;
        }
        let name = format!("the reference with only its changes at `{}`", site.id);
        for check in of_site(&report, site) {
            if check.verdict == Verdict::Open {
                let what = "this attack still works, so it succeeds for another reason than the site's";
                self.say_beside(&name, check, what);
            }
        }
    }

    fn say_beside(&mut self, name: &str, check: &CheckReport, what: &str) {
        const LINT: &str = "attack-without-site";
        if self.found.iter().any(|f| f.lint == LINT && f.check.as_ref() == Some(&check.name)) {
            return;
        }
        let code = Code { name: name.to_owned(), part: part_of_check(self.challenge, &check.name) };
        let help = "Make the check attack its site and nothing else, or mark the other place as part of the site with `also`.";
        self.found.push(Unsound {
            check: Some(check.name.clone()),
            evidence: check.evidence.clone(),
            ..about(&code, LINT, what, help)
        });
    }
}

fn of_site<'r>(report: &'r RunReport, site: &Site) -> impl Iterator<Item = &'r CheckReport> {
    report.checks.iter().filter(|c| c.kind == CheckKind::Exploit && c.site.as_deref() == Some(&site.id))
}

/// Whether a check ran into a name that nothing defines, as code does that was cut apart.
fn is_undefined(check: &CheckReport) -> bool {
    let said = check.exchange.iter().map(|e| e.got.as_str()).chain([check.evidence.as_str()]);
    said.into_iter().any(|text| UNDEFINED.iter().any(|sign| text.contains(sign)))
}

fn lines(first: usize, last: usize) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

/// Every change of a fix, in the order of the challenge's files.
fn hunks(challenge: &Challenge, fix: &Fix) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    for (file, original) in challenge.files.iter().enumerate() {
        let Some(code) = fix.code.get(&original.path) else { continue };
        let diff = Diff::new(&original.code, code);
        hunks.extend(diff.changes().iter().map(|change| Hunk {
            file,
            old: change.old.clone(),
            new: change.new.clone(),
            old_text: diff.old_text(change),
            new_text: diff.new_text(change),
        }));
    }
    hunks
}

/// The files of the reference with some of its changes left out.
fn without(
    challenge: &Challenge,
    hunks: &[Hunk],
    left_out: impl Fn(usize) -> bool,
) -> BTreeMap<String, String> {
    let mut changed = BTreeMap::new();
    for (index, file) in challenge.files.iter().enumerate() {
        let lines: Vec<&str> = file.code.split_inclusive('\n').collect();
        let (mut text, mut at) = (String::new(), 0);
        for (number, hunk) in hunks.iter().enumerate().filter(|(_, h)| h.file == index) {
            text.extend(lines[at..hunk.old.start].iter().copied());
            text.push_str(if left_out(number) { &hunk.old_text } else { &hunk.new_text });
            at = hunk.old.end;
        }
        text.extend(lines[at..].iter().copied());
        if text != file.code {
            changed.insert(file.path.clone(), text);
        }
    }
    changed
}

/// Whether a change replaces, removes or parts flawed lines of a site.
fn touches(hunk: &Hunk, site: &Site) -> bool {
    hunk.file == site.file && hunk.old.clone().any(|line| site.is_core(line + 1))
}

/// Whether a change touches the lines of a site or lies no more than so many lines from them.
fn is_near(hunk: &Hunk, site: &Site, lines: usize) -> bool {
    // From 1, both ends included; a change that only adds lies between two lines.
    let (first, last) = (hunk.old.start + usize::from(!hunk.old.is_empty()), hunk.old.end);
    hunk.file == site.file
        && site
            .core
            .iter()
            .chain(&site.context)
            .any(|range| first <= range.last() + lines && range.first() <= last + lines)
}

/// Whether a change is one that no check can need: of blank lines and comments alone, or the removal of what nothing uses any
/// more.
fn is_tidy(challenge: &Challenge, hunks: &[Hunk], hunk: &Hunk) -> bool {
    let language = challenge.files[hunk.file].language;
    let is_remark = |line: &str| {
        let line = line.trim();
        let signs: &[&str] = match language {
            Language::Python | Language::Yaml | Language::Dockerfile | Language::Shell | Language::Toml => {
                &["#"]
            }
            Language::Terraform => &["#", "//", "/*", "*"],
            Language::Sql => &["--"],
            _ => &["//", "/*", "*"],
        };
        line.is_empty() || signs.iter().any(|sign| line.starts_with(sign))
    };
    if hunk.old_text.lines().chain(hunk.new_text.lines()).all(is_remark) {
        return true;
    }
    let after = without(challenge, hunks, |_| false);
    let left: BTreeSet<&str> = after.values().flat_map(|text| names(text)).collect();
    let unchanged = || challenge.files.iter().filter(|f| !after.contains_key(&f.path));
    let is_gone =
        |name: &str| !left.contains(name) && !unchanged().any(|f| names(&f.code).any(|n| n == name));
    hunk.new.is_empty() && names(&hunk.old_text).any(is_gone)
}

/// Whether the changes left out bring names that the changes which stay use: without them the code is cut apart.
fn defines_for_others(challenge: &Challenge, hunks: &[Hunk], left_out: &[usize]) -> bool {
    let before: BTreeSet<&str> = challenge.files.iter().flat_map(|f| names(&f.code)).collect();
    let (mut brought, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (at, hunk) in hunks.iter().enumerate() {
        let side = if left_out.contains(&at) { &mut brought } else { &mut used };
        side.extend(names(&hunk.new_text).filter(|name| !before.contains(name)));
    }
    brought.intersection(&used).next().is_some()
}

/// The names in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}
