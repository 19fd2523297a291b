//! What was said held beside what is so, as rows that can be read one after the other.

use crate::core::answer::{Answer, Decision, Finding};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Site, SiteKind};
use crate::core::lines::LineRange;
use crate::core::matching::{FindingOutcome, Ignored, Matching, Naming, SiteOutcome, Tracing};

/// What a finding or a site came to, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// A weakness that was found.
    Found,
    /// A weakness that was not.
    Missed,
    /// Something safe that was marked.
    FalseAlarm,
    /// A finding where the author sees nothing.
    Stray,
    /// A further finding on a weakness that is found already.
    Second,
    /// A defensible nit: marked or not, it counts neither way.
    Neutral,
    /// Something that looks risky, is safe, and was left alone.
    Safe,
}

impl Outcome {
    /// The sign beside the line; each outcome has its own, so that colour is not needed.
    pub fn sign(self) -> char {
        match self {
            Self::Found => '✓',
            Self::Missed => '!',
            Self::FalseAlarm => '✗',
            Self::Stray => '?',
            Self::Second | Self::Neutral => '·',
            Self::Safe => '○',
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Missed => "missed",
            Self::FalseAlarm => "false alarm",
            Self::Stray => "nothing here",
            Self::Second => "found already",
            Self::Neutral => "counts neither way",
            Self::Safe => "safe, left alone",
        }
    }
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The program.
    Note,
    /// The player.
    You,
    /// The challenge's author.
    Author,
}

/// One row of what was said and what is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub outcome: Outcome,
    /// Index into the challenge's files.
    pub file: usize,
    /// The lines it stands on, in order. Never empty.
    pub lines: Vec<LineRange>,
    /// Index into the challenge's sites.
    pub site: Option<usize>,
    /// Index into the answer's findings.
    pub finding: Option<usize>,
    /// Its name in a few words.
    pub title: String,
    /// Severity, number and naming, in a line; may be empty.
    pub facts: String,
    /// What is said about it, in order.
    pub texts: Vec<(Speaker, String)>,
}

impl Item {
    /// The first of its lines, from 1.
    pub fn first_line(&self) -> usize {
        self.lines.first().map_or(1, |r| r.first())
    }
}

/// What is shown beside one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineSign {
    /// The item that stands on the line.
    pub item: Option<usize>,
    /// What that item came to.
    pub outcome: Option<Outcome>,
    /// Whether untrusted data enters here.
    pub entry: bool,
    /// Whether the player marked the line.
    pub marked: bool,
}

/// Every site and every finding, weaknesses first, then what was marked wrongly, then what was rightly left alone.
pub fn items(
    challenge: &Challenge,
    catalogue: &Catalogue,
    answer: &Answer,
    matching: &Matching,
) -> Vec<Item> {
    let teller = Teller { challenge, catalogue, answer, matching };
    let mut items: Vec<Item> = (challenge.sites.iter().enumerate().zip(&matching.sites))
        .map(|((i, site), outcome)| teller.site(i, site, outcome))
        .collect();
    for (i, (finding, outcome)) in answer.findings.iter().zip(&matching.findings).enumerate() {
        items.extend(teller.finding(i, finding, outcome));
    }
    items.sort_by_key(|item| (rank(item.outcome), item.file, item.first_line()));
    items
}

/// Found and missed weaknesses stand together in the order of the file.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Found | Outcome::Missed => 0,
        Outcome::FalseAlarm | Outcome::Stray => 1,
        Outcome::Second => 2,
        Outcome::Safe => 3,
        Outcome::Neutral => 4,
    }
}

/// The signs beside the lines of each file, from the first line on.
pub fn signs(challenge: &Challenge, answer: &Answer, items: &[Item]) -> Vec<Vec<LineSign>> {
    let mut signs: Vec<Vec<LineSign>> =
        challenge.files.iter().map(|f| vec![LineSign::default(); f.line_count()]).collect();
    let mut each = |file: usize, lines: LineRange, change: &mut dyn FnMut(&mut LineSign)| {
        if let Some(file) = signs.get_mut(file) {
            lines.iter().filter_map(|l| l.checked_sub(1)).for_each(|l| {
                if let Some(sign) = file.get_mut(l) {
                    change(sign);
                }
            });
        }
    };
    // The items come in the order of their weight: what stands on a line first stays.
    for (i, item) in items.iter().enumerate() {
        for lines in &item.lines {
            each(item.file, *lines, &mut |sign| {
                if sign.item.is_none() {
                    (sign.item, sign.outcome) = (Some(i), Some(item.outcome));
                }
            });
        }
    }
    for site in challenge.weaknesses() {
        for (file, lines) in &site.entries {
            each(*file, *lines, &mut |sign| sign.entry = true);
        }
    }
    for finding in &answer.findings {
        if let Some(file) = challenge.files.iter().position(|f| f.path == finding.file) {
            each(file, finding.lines, &mut |sign| sign.marked = true);
        }
    }
    signs
}

/// The outcome as a whole in a sentence: what was decided, and what is so.
pub fn summary(challenge: &Challenge, answer: &Answer) -> String {
    let count = challenge.weaknesses().count();
    let truth = match count {
        0 => "the code is right as it stands".to_owned(),
        1 => "the code has a weakness".to_owned(),
        n => format!("the code has {n} weaknesses"),
    };
    let right = challenge.is_clean() == (answer.decision == Decision::Accept);
    format!(
        "You said {}, {} % sure; {truth}. {}",
        answer.decision.label(),
        answer.sure.percent(),
        if right { "That was right." } else { "That was wrong." }
    )
}

/// Puts things into words.
struct Teller<'a> {
    challenge: &'a Challenge,
    catalogue: &'a Catalogue,
    answer: &'a Answer,
    matching: &'a Matching,
}

impl Teller<'_> {
    fn site(&self, index: usize, site: &Site, outcome: &SiteOutcome) -> Item {
        let mut lines = site.core.clone();
        let mut texts = Vec::new();
        let mut facts = Vec::new();
        if site.kind == SiteKind::Weakness {
            facts.push(format!("{} severity", site.severity.label()));
            facts.extend(site.cwes.first().map(|cwe| self.cwe(*cwe)));
        }
        let mut finding = None;
        let outcome = match *outcome {
            SiteOutcome::Found { finding: f, naming, tracing } => {
                finding = Some(f);
                let said = self.answer.findings.get(f);
                facts.extend(said.map(|said| self.naming(site, said, naming)));
                texts.extend(
                    said.and_then(|said| self.tracing(site, said, tracing)).map(|t| (Speaker::Note, t)),
                );
                Outcome::Found
            }
            SiteOutcome::Missed => {
                texts.extend(
                    self.entries(site).map(|at| (Speaker::Note, format!("The data enters at {at}."))),
                );
                Outcome::Missed
            }
            SiteOutcome::FalseAlarm { finding: f } => {
                finding = Some(f);
                if let Some(said) = self.answer.findings.get(f) {
                    facts.extend(said.cwe.map(|cwe| format!("you named it {}", self.cwe(cwe))));
                    lines.push(said.lines);
                    lines.sort();
                }
                Outcome::FalseAlarm
            }
            SiteOutcome::LeftAlone => Outcome::Safe,
            SiteOutcome::NotScored => {
                let marks = FindingOutcome::Ignored { site: index, because: Ignored::Neutral };
                finding = self.matching.findings.iter().position(|f| *f == marks);
                Outcome::Neutral
            }
        };
        if let Some(said) = finding.and_then(|f| self.answer.findings.get(f)) {
            let reason = said.reason.trim();
            texts.push(match reason {
                "" => (Speaker::Note, "You gave no reason of your own.".to_owned()),
                _ => (Speaker::You, reason.to_owned()),
            });
        }
        texts.push((Speaker::Author, site.why.trim().to_owned()));
        let title = match site.kind {
            SiteKind::Weakness => self.weakness(site),
            SiteKind::Decoy | SiteKind::Neutral => self.code(site.file, lines.first()),
        };
        Item {
            outcome,
            file: site.file,
            lines,
            site: Some(index),
            finding,
            title,
            facts: facts.join(" · "),
            texts,
        }
    }

    /// A row for a finding that no site speaks of.
    fn finding(&self, index: usize, said: &Finding, outcome: &FindingOutcome) -> Option<Item> {
        let (outcome, site, note) = match *outcome {
            FindingOutcome::Hit { .. } | FindingOutcome::FalseAlarm { .. } => return None,
            FindingOutcome::Stray => (
                Outcome::Stray,
                None,
                "The author sees no weakness here, so it counts as half a false alarm.",
            ),
            FindingOutcome::Ignored { site, because: Ignored::Second } => (
                Outcome::Second,
                Some(site),
                "Another of your findings stands for this place, so it counts neither way.",
            ),
            // The row of the nit itself says so.
            FindingOutcome::Ignored { because: Ignored::Neutral, .. } => return None,
        };
        let file = self.challenge.files.iter().position(|f| f.path == said.file)?;
        let mut texts = vec![(Speaker::Note, note.to_owned())];
        if !said.reason.trim().is_empty() {
            texts.push((Speaker::You, said.reason.trim().to_owned()));
        }
        Some(Item {
            outcome,
            file,
            lines: vec![said.lines],
            site,
            finding: Some(index),
            title: said.cwe.map_or_else(|| self.code(file, Some(&said.lines)), |cwe| self.cwe(cwe)),
            facts: String::new(),
            texts,
        })
    }

    /// The code on the first of some lines.
    fn code(&self, file: usize, lines: Option<&LineRange>) -> String {
        let line = lines.map_or(0, |l| l.first() - 1);
        let code = self.challenge.files.get(file).and_then(|f| f.code.lines().nth(line));
        code.unwrap_or_default().trim().to_owned()
    }

    /// The everyday name of a weakness: its family's, where it belongs to the challenge's family.
    fn weakness(&self, site: &Site) -> String {
        let family = self.catalogue.family(&self.challenge.family);
        let own = family.filter(|f| site.cwes.iter().any(|cwe| f.contains(*cwe)));
        match own.or_else(|| site.cwes.first().and_then(|cwe| self.catalogue.families_of(*cwe).next())) {
            Some(family) => family.title.clone(),
            None => site.id.replace('-', " "),
        }
    }

    /// `CWE-639 Authorization Bypass Through User-Controlled Key`.
    fn cwe(&self, number: u32) -> String {
        match self.catalogue.cwe(number) {
            Some(cwe) => format!("CWE-{number} {}", cwe.name),
            None => format!("CWE-{number}"),
        }
    }

    fn naming(&self, site: &Site, said: &Finding, naming: Naming) -> String {
        match (naming, said.cwe) {
            (Naming::Exact, cwe) if cwe == site.cwes.first().copied() => "named exactly".to_owned(),
            (Naming::Exact, Some(cwe)) => format!("you named it {}, which is exact too", self.cwe(cwe)),
            (Naming::Family, Some(cwe)) => {
                format!("you named it {}, which is of the same family", self.cwe(cwe))
            }
            (_, Some(cwe)) => format!("you named it {}, which is something else", self.cwe(cwe)),
            (_, None) => "you did not name it".to_owned(),
        }
    }

    fn tracing(&self, site: &Site, said: &Finding, tracing: Tracing) -> Option<String> {
        let at = self.entries(site)?;
        let yours = |b: &crate::core::answer::Boundary| self.place(&b.file, b.lines);
        Some(match tracing {
            Tracing::NotAsked => return None,
            Tracing::Unmarked => format!("The data enters at {at}. You did not mark where."),
            Tracing::Right => format!("The data enters at {at}, as you marked."),
            Tracing::Wrong => match said.boundary.as_ref().map(yours) {
                Some(yours) => format!("The data enters at {at}. You marked {yours}."),
                None => format!("The data enters at {at}."),
            },
        })
    }

    /// Where the data enters: `line 12 or line 30`.
    fn entries(&self, site: &Site) -> Option<String> {
        let places: Vec<String> = (site.entries.iter())
            .filter_map(|(file, lines)| Some(self.place(&self.challenge.files.get(*file)?.path, *lines)))
            .collect();
        (!places.is_empty()).then(|| places.join(" or "))
    }

    /// `line 12`, with the file where there are several.
    fn place(&self, file: &str, lines: LineRange) -> String {
        let word = if lines.count() == 1 { "line" } else { "lines" };
        match self.challenge.files.len() {
            1 => format!("{word} {lines}"),
            _ => format!("{file} {word} {lines}"),
        }
    }
}
