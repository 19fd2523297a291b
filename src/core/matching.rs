//! Holds what a player marked against what is so: which finding hits which site.

#[cfg(test)]
mod tests;

use super::answer::{Boundary, Finding};
use super::catalogue::Family;
use super::challenge::{Challenge, Site, SiteKind};
use super::lines::LineRange;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// What every finding and every site of a challenge came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matching {
    /// One entry a finding, in the order in which they were handed in.
    pub findings: Vec<FindingOutcome>,
    /// One entry a site, in the order of [`Challenge::sites`].
    pub sites: Vec<SiteOutcome>,
}

/// What a finding came to. `site` is an index into [`Challenge::sites`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum FindingOutcome {
    /// It found a weakness.
    Hit { site: usize, naming: Naming, tracing: Tracing },
    /// It marked a decoy, which is safe.
    FalseAlarm { site: usize },
    /// It counts neither way.
    Ignored { site: usize, because: Ignored },
    /// It marked a place where the author sees nothing.
    Stray,
}

/// Why a finding counts neither way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ignored {
    /// Another finding has already been matched with the site.
    Second,
    /// The site is a defensible nit.
    Neutral,
}

/// How well a weakness was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// Not at all, or as something of another family.
    None,
    /// As another weakness of the challenge's family.
    Family,
    /// As one of the site's own weaknesses.
    Exact,
}

impl Naming {
    /// What it is worth: 0, a half, 1.
    pub fn worth(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Family => 0.5,
            Self::Exact => 1.0,
        }
    }
}

/// Whether the place where untrusted data enters was marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tracing {
    /// The author names no such place, so nothing was asked.
    NotAsked,
    /// Nothing was marked.
    Unmarked,
    /// Another place was marked.
    Wrong,
    /// One of the author's places was marked.
    Right,
}

/// What a site came to. `finding` is an index into the findings that were handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum SiteOutcome {
    /// A weakness that was found.
    Found { finding: usize, naming: Naming, tracing: Tracing },
    /// A weakness that was not.
    Missed,
    /// A decoy that was marked.
    FalseAlarm { finding: usize },
    /// A decoy that was not.
    LeftAlone,
    /// A neutral site: counts neither way.
    NotScored,
}

/// The raw counts of one matching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Weaknesses that there are.
    pub weaknesses: usize,
    /// Of these, found.
    pub found: usize,
    /// Decoys that there are.
    pub decoys: usize,
    /// Of these, marked.
    pub decoys_marked: usize,
    /// Findings on nothing the author describes.
    pub strays: usize,
}

impl Tally {
    /// Decoys marked and strays together.
    pub fn false_alarms(&self) -> usize {
        self.decoys_marked + self.strays
    }
}

impl Matching {
    /// The raw counts.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for site in &self.sites {
            match site {
                SiteOutcome::Found { .. } => {
                    tally.weaknesses += 1;
                    tally.found += 1;
                }
                SiteOutcome::Missed => tally.weaknesses += 1,
                SiteOutcome::FalseAlarm { .. } => {
                    tally.decoys += 1;
                    tally.decoys_marked += 1;
                }
                SiteOutcome::LeftAlone => tally.decoys += 1,
                SiteOutcome::NotScored => {}
            }
        }
        tally.strays = self.findings.iter().filter(|f| **f == FindingOutcome::Stray).count();
        tally
    }
}

/// The most lines that one finding may mark in a file of `file_lines` lines: 8, or a tenth of a longer file.
pub fn finding_limit(file_lines: usize) -> usize {
    (file_lines / 10).max(8)
}

/// The most lines of a finding that hits a site by touching it alone: 5 and 15 % of the file, but at least 2.
fn precise_limit(file_lines: usize) -> usize {
    (file_lines * 15 / 100).clamp(2, 5)
}

/// Why a finding cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindingError {
    #[error("the challenge has no file `{file}`; it has {known}")]
    UnknownFile { file: String, known: String },
    #[error("lines {lines} go past the end of `{file}`, which has {count} lines")]
    PastEnd { file: String, lines: LineRange, count: usize },
    #[error("a finding in `{file}` marks at most {limit} lines, and this one marks {}; mark what matters, or make several findings", lines.count())]
    TooLong { file: String, lines: LineRange, limit: usize },
    #[error("a trust boundary is at most {} lines, and this one marks {}", Boundary::MAX_LINES, lines.count())]
    BoundaryTooLong { lines: LineRange },
}

/// Whether a finding may be made in a challenge.
///
/// # Errors
/// Where it names a file that is not there, lines past the end, or too many lines; each with the reason in words.
pub fn check_finding(challenge: &Challenge, finding: &Finding) -> Result<(), FindingError> {
    let count = check_lines(challenge, &finding.file, finding.lines)?;
    let limit = finding_limit(count);
    if finding.lines.count() > limit {
        return Err(FindingError::TooLong { file: finding.file.clone(), lines: finding.lines, limit });
    }
    finding.boundary.as_ref().map_or(Ok(()), |b| check_boundary(challenge, b))
}

/// Whether a trust-boundary mark may be made in a challenge.
///
/// # Errors
/// As for [`check_finding`].
pub fn check_boundary(challenge: &Challenge, boundary: &Boundary) -> Result<(), FindingError> {
    check_lines(challenge, &boundary.file, boundary.lines)?;
    if boundary.lines.count() > Boundary::MAX_LINES {
        return Err(FindingError::BoundaryTooLong { lines: boundary.lines });
    }
    Ok(())
}

/// The number of lines of a file that has those lines.
fn check_lines(challenge: &Challenge, path: &str, lines: LineRange) -> Result<usize, FindingError> {
    let Some(file) = challenge.file(path) else {
        let known: Vec<_> = challenge.files.iter().map(|f| format!("`{}`", f.path)).collect();
        return Err(FindingError::UnknownFile { file: path.to_owned(), known: known.join(", ") });
    };
    let count = file.line_count();
    if lines.last() > count {
        return Err(FindingError::PastEnd { file: path.to_owned(), lines, count });
    }
    Ok(count)
}

/// Matches findings with sites, one to one.
///
/// A finding is a candidate for a site if it touches the site's core lines and is either short (at most 5 lines and 15 % of
/// the file, but 2 are always short) or lies at least half in the site's core and context lines. Candidates are taken in
/// the order: more core lines touched, better named, shorter, weakness before decoy, order in the file. What is left
/// over is ignored if it is a candidate for a site that has its finding already or for a neutral site; otherwise it is a stray.
///
/// A neutral site never takes a finding from a weakness. It takes one from a decoy if more of its core lines are touched.
///
/// The order of the findings plays no part.
pub fn match_findings(challenge: &Challenge, family: &Family, findings: &[Finding]) -> Matching {
    let mut pairs = Vec::new();
    let mut neutral = vec![None; findings.len()];
    for (f, finding) in findings.iter().enumerate() {
        let touched: Vec<(usize, usize)> = (0..challenge.sites.len())
            .filter_map(|s| core_lines_hit(challenge, finding, s).map(|lines| (s, lines)))
            .collect();
        neutral[f] = touched
            .iter()
            .filter(|(s, _)| challenge.sites[*s].kind == SiteKind::Neutral)
            .max_by_key(|(s, lines)| (*lines, Reverse(*s)))
            .copied();
        for &(s, core_lines) in &touched {
            let nit = neutral[f].is_some_and(|(_, lines)| lines > core_lines);
            match challenge.sites[s].kind {
                SiteKind::Neutral => {}
                SiteKind::Decoy if nit => {}
                SiteKind::Weakness | SiteKind::Decoy => {
                    pairs.push(Pair::new(challenge, family, (f, finding), s, core_lines))
                }
            }
        }
    }
    pairs.sort_by_key(Pair::order);

    let mut outcome: Vec<Option<FindingOutcome>> = vec![None; findings.len()];
    let mut sites: Vec<SiteOutcome> = challenge.sites.iter().map(|s| untouched(s.kind)).collect();
    let mut taken = vec![false; challenge.sites.len()];
    for pair in &pairs {
        if taken[pair.site] || outcome[pair.finding].is_some() {
            continue;
        }
        taken[pair.site] = true;
        let Pair { site, finding, naming, tracing, .. } = *pair;
        (outcome[finding], sites[site]) = if pair.decoy {
            (Some(FindingOutcome::FalseAlarm { site }), SiteOutcome::FalseAlarm { finding })
        } else {
            (
                Some(FindingOutcome::Hit { site, naming, tracing }),
                SiteOutcome::Found { finding, naming, tracing },
            )
        };
    }
    let left_over = |f: usize| {
        // Every site this finding could have had is taken by now, or the loop above would have given it one.
        if let Some(pair) = pairs.iter().find(|p| p.finding == f) {
            FindingOutcome::Ignored { site: pair.site, because: Ignored::Second }
        } else if let Some((site, _)) = neutral[f] {
            FindingOutcome::Ignored { site, because: Ignored::Neutral }
        } else {
            FindingOutcome::Stray
        }
    };
    let findings = outcome.into_iter().enumerate().map(|(f, o)| o.unwrap_or_else(|| left_over(f))).collect();
    Matching { findings, sites }
}

fn untouched(kind: SiteKind) -> SiteOutcome {
    match kind {
        SiteKind::Weakness => SiteOutcome::Missed,
        SiteKind::Decoy => SiteOutcome::LeftAlone,
        SiteKind::Neutral => SiteOutcome::NotScored,
    }
}

/// How many of a site's core lines a finding touches, if it is a candidate for the site.
fn core_lines_hit(challenge: &Challenge, finding: &Finding, site: usize) -> Option<usize> {
    let site = &challenge.sites[site];
    let file = challenge.files.get(site.file).filter(|f| f.path == finding.file)?;
    let in_file = finding.lines.first()..=finding.lines.last().min(file.line_count());
    let core = in_file.clone().filter(|&line| site.is_core(line)).count();
    if core == 0 {
        return None;
    }
    let short = finding.lines.count() <= precise_limit(file.line_count());
    let covered = in_file.filter(|&line| site.covers(line)).count();
    (short || 2 * covered >= finding.lines.count()).then_some(core)
}

/// A finding and a site that could belong together.
struct Pair {
    finding: usize,
    site: usize,
    decoy: bool,
    core_lines: usize,
    naming: Naming,
    tracing: Tracing,
    /// Where the site begins: file and line.
    place: (usize, usize),
    lines: LineRange,
    cwe: Option<u32>,
}

impl Pair {
    fn new(
        challenge: &Challenge,
        family: &Family,
        (index, finding): (usize, &Finding),
        site_index: usize,
        core_lines: usize,
    ) -> Self {
        let site = &challenge.sites[site_index];
        Self {
            finding: index,
            site: site_index,
            decoy: site.kind == SiteKind::Decoy,
            core_lines,
            naming: naming(site, family, finding.cwe),
            tracing: tracing(challenge, site, finding.boundary.as_ref()),
            place: (site.file, site.core.first().map_or(0, |r| r.first())),
            lines: finding.lines,
            cwe: finding.cwe,
        }
    }

    /// What comes first in this order is matched first. The parts after the site's place only make sure that equal
    /// pairs are told apart by what they say and not by when they were marked.
    fn order(&self) -> impl Ord + use<> {
        (
            (
                Reverse(self.core_lines),
                Reverse(self.naming),
                self.lines.count(),
                self.decoy,
                self.place,
                self.site,
            ),
            (self.lines, self.cwe, Reverse(self.tracing), self.finding),
        )
    }
}

fn naming(site: &Site, family: &Family, cwe: Option<u32>) -> Naming {
    match cwe {
        Some(cwe) if site.cwes.contains(&cwe) => Naming::Exact,
        Some(cwe) if site.kind == SiteKind::Weakness && family.contains(cwe) => Naming::Family,
        _ => Naming::None,
    }
}

fn tracing(challenge: &Challenge, site: &Site, boundary: Option<&Boundary>) -> Tracing {
    if site.entries.is_empty() {
        return Tracing::NotAsked;
    }
    let Some(mark) = boundary else { return Tracing::Unmarked };
    let on_entry = site.entries.iter().any(|(file, lines)| {
        lines.touches(mark.lines) && challenge.files.get(*file).is_some_and(|f| f.path == mark.file)
    });
    if on_entry && mark.lines.count() <= Boundary::MAX_LINES { Tracing::Right } else { Tracing::Wrong }
}
