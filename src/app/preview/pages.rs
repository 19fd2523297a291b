//! What the preview says, as paragraphs, and the truth beside the lines.

use super::{Shown, State};
use crate::app::debrief::{CodeVersion, Para, Tone, lesson_page, number, verdict};
use crate::app::{reveal, secrets, traces};
use crate::content::{Diagnostic, PackReport};
use crate::core::answer::{Answer, Boundary, Confidence, Decision, Finding, HintLevel};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Site, SiteKind};
use crate::core::lines::LineRange;
use crate::core::matching::finding_limit;
use crate::core::score::score;
use crate::core::verdict::{CheckReport, RunOutcome, RunReport, Verdict};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Of what was really reached, so many entries are shown for a check.
const MOST_REACHED: usize = 5;

/// What is so about one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineTruth {
    /// The site whose core or context it is; a core goes before a context.
    pub site: Option<usize>,
    /// Whether it is a core line.
    pub core: bool,
    /// Whether the site begins here.
    pub first: bool,
    /// The site whose data enters here.
    pub entry: Option<usize>,
}

/// What is so about every line of every file.
pub fn truth(challenge: &Challenge) -> Vec<Vec<LineTruth>> {
    let mut truth: Vec<Vec<LineTruth>> =
        challenge.files.iter().map(|file| vec![LineTruth::default(); file.line_count()]).collect();
    let mut each = |file: usize, lines: LineRange, change: &mut dyn FnMut(&mut LineTruth)| {
        let file = truth.get_mut(file).map_or(&mut [][..], Vec::as_mut_slice);
        file.iter_mut().skip(lines.first() - 1).take(lines.count()).for_each(change);
    };
    for core in [false, true] {
        for (index, site) in challenge.sites.iter().enumerate() {
            for lines in if core { &site.core } else { &site.context } {
                each(site.file, *lines, &mut |line| (line.site, line.core) = (Some(index), core));
                let start = LineRange::line(lines.first());
                each(site.file, start, &mut |line| line.first |= core);
            }
            for (file, lines) in &site.entries {
                each(*file, *lines, &mut |line| line.entry = Some(index));
            }
        }
    }
    truth
}

/// A name for a text: two texts of the same name are the same.
pub(super) fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What the author says about a site.
pub fn site_paras(challenge: &Challenge, catalogue: &Catalogue, selected: usize) -> Vec<Para> {
    let Some(site) = challenge.sites.get(selected) else {
        return vec![Para::new(Tone::Quiet, "The challenge has no sites.")];
    };
    let (kind, tone) = match site.kind {
        SiteKind::Weakness => (format!("weakness, {} severity", site.severity.label()), Tone::Bad),
        SiteKind::Decoy => ("decoy: looks risky, is safe".to_owned(), Tone::Good),
        SiteKind::Neutral => ("neutral: never scored".to_owned(), Tone::Quiet),
    };
    let mut paras = vec![
        Para::new(Tone::Heading, format!("{} of {}: {}", selected + 1, challenge.sites.len(), site.id)),
        Para::new(tone, kind),
    ];
    paras.push(Para::gap());
    paras.push(Para::new(Tone::Plain, site.why.trim()));
    paras.push(Para::gap());
    let ranges = |lines: &[LineRange]| lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    paras.push(Para::new(Tone::Plain, ranges(&site.core)).lead("Core     "));
    if !site.context.is_empty() {
        paras.push(Para::new(Tone::Plain, ranges(&site.context)).lead("Context  "));
    }
    for (file, lines) in &site.entries {
        let path = challenge.files.get(*file).map_or("", |f| f.path.as_str());
        paras.push(Para::new(Tone::Plain, format!("{path} {lines}")).lead("Entry    "));
    }
    for id in &site.cwes {
        let name = catalogue.cwe(*id).map_or("", |cwe| cwe.name.as_str());
        paras.push(Para::new(Tone::Plain, name).lead(format!("{:<9}", format!("CWE-{id}"))));
    }
    paras
}

/// The brief as players see it, then what they see only afterwards.
pub fn brief_page(challenge: &Challenge) -> Vec<Para> {
    let brief = &challenge.brief;
    let mut paras = vec![Para::new(Tone::Heading, challenge.title.as_str())];
    paras.push(Para::new(
        Tone::Quiet,
        format!(
            "{}, {} minutes, family {}; difficulty: cues {}, plausibility {}, distance {}",
            challenge.language,
            challenge.minutes,
            challenge.family,
            challenge.difficulty.cues,
            challenge.difficulty.plausibility,
            challenge.difficulty.distance
        ),
    ));
    let mut section = |heading: &str, texts: &[&str], lead: &str| {
        let texts: Vec<&str> = texts.iter().flat_map(|t| t.trim().lines()).collect();
        if !texts.is_empty() {
            paras.push(Para::gap());
            paras.push(Para::new(Tone::Heading, heading));
            paras.extend(texts.into_iter().map(|t| Para::new(Tone::Plain, t).lead(lead).indent(2)));
        }
    };
    section("The ticket", &[&brief.ticket], "");
    section("What the assistant was asked", &[&brief.prompt], "");
    section("What it answered", &[&brief.reply], "");
    let context: Vec<&str> = brief.context.iter().map(String::as_str).collect();
    section("What you know about the project", &context, "· ");
    let strategy: Vec<&str> = challenge.hints.strategy.iter().map(String::as_str).collect();
    section("Hint: where to begin", &strategy, "");
    if let Some((file, lines)) = challenge.hints.region {
        let path = challenge.files.get(file).map_or("", |f| f.path.as_str());
        section("Hint: which lines", &[&format!("{path}, {lines}")], "");
    }
    paras.push(Para::gap());
    paras.push(Para::new(Tone::Quiet, "Shown on the debrief:"));
    paras.push(Para::gap());
    paras.extend(lesson_page(challenge));
    paras
}

/// What each decision scores, for a review that was right and for one that was wrong.
pub fn score_page(challenge: &Challenge, catalogue: &Catalogue, reports: &[Option<RunReport>]) -> Vec<Para> {
    let Some(family) = catalogue.family(&challenge.family) else { return Vec::new() };
    let sure = Confidence::STEPS[2];
    let reference = challenge.fixes.iter().position(|f| std::ptr::eq(f, challenge.reference().unwrap_or(f)));
    let patch = reference.filter(|_| challenge.is_patchable()).and_then(|at| reports.get(at + 1)?.as_ref());
    let of_kind = |kind: SiteKind| -> Vec<Finding> {
        challenge.sites.iter().filter(|s| s.kind == kind).filter_map(|s| finding(challenge, s)).collect()
    };
    let rows = if challenge.is_clean() {
        [("Nothing marked", Vec::new()), ("Every decoy marked", of_kind(SiteKind::Decoy))]
    } else {
        [("Everything found, named and traced", of_kind(SiteKind::Weakness)), ("Nothing found", Vec::new())]
    };
    let mut paras = vec![Para::new(
        Tone::Quiet,
        format!("By the rules of the game, for a player who is {} % sure and takes no hint.", sure.percent()),
    )];
    for (at, (what, findings)) in rows.into_iter().enumerate() {
        let patch = patch.filter(|_| at == 0);
        let patched = match (patch, challenge.is_patchable()) {
            (Some(_), _) => ", and the reference submitted",
            (None, true) => ", and no patch submitted",
            (None, false) => "",
        };
        paras.push(Para::gap());
        paras.push(Para::new(Tone::Heading, format!("{what}{patched}")));
        for decision in [Decision::Accept, Decision::Modify, Decision::Reject] {
            let impossible = decision != Decision::Accept && findings.is_empty();
            let answer = Answer { findings: findings.clone(), decision, sure, hint: HintLevel::None };
            let score = score(challenge, &answer, patch, family);
            let parts: Vec<String> = (score.parts.iter())
                .map(|p| {
                    format!("{} {}/{}", p.kind.label().to_lowercase(), number(p.earned), number(p.available))
                })
                .collect();
            let only = if impossible { "  (the game asks for a finding first)" } else { "" };
            let lead = format!("{:<7} {:>3} of 100   ", decision.label(), score.points);
            let tone = if impossible { Tone::Quiet } else { Tone::Plain };
            paras.push(Para::new(tone, format!("{}{only}", parts.join(", "))).lead(lead).indent(2));
        }
    }
    paras
}

/// The finding of somebody who marks a site as its author would.
fn finding(challenge: &Challenge, site: &Site) -> Option<Finding> {
    let file = challenge.files.get(site.file)?;
    let core = site.core.first()?;
    let most = finding_limit(file.line_count());
    let boundary = site.entries.first().and_then(|(at, lines)| {
        let last = lines.last().min(lines.first() + Boundary::MAX_LINES - 1);
        let lines = LineRange::new(lines.first(), last);
        Some(Boundary { file: challenge.files.get(*at)?.path.clone(), lines })
    });
    Some(Finding {
        file: file.path.clone(),
        lines: LineRange::new(core.first(), core.last().min(core.first() + most - 1)),
        cwe: site.cwes.first().copied(),
        reason: String::new(),
        boundary,
    })
}

/// What a version came to: each check with its verdict, its evidence and what was sent and came back.
pub fn fix_paras(shown: &Shown, row: usize) -> Vec<Para> {
    let challenge = shown.challenge();
    let mut paras = Vec::new();
    paras.extend(shown.version(row).note(challenge).map(|note| Para::new(Tone::Plain, note)));
    if let (CodeVersion::Fix(fix), false) = (shown.version(row), paras.is_empty()) {
        let sites = &challenge.fixes[fix].sites;
        if !sites.is_empty() {
            paras.push(Para::new(Tone::Quiet, format!("closes {}", sites.join(", "))));
        }
    }
    let Some(report) = shown.reports.get(row).and_then(Option::as_ref) else {
        let text =
            if challenge.has_cases() { "Not run yet." } else { "The challenge has no checks and no rules." };
        paras.push(Para::new(Tone::Quiet, text));
        return paras;
    };
    if let RunOutcome::NotJudged { reason, message, at } = &report.outcome {
        let place = at.as_ref().map_or(String::new(), |at| format!(" ({}, line {})", at.file, at.line));
        paras.push(Para::new(Tone::Warning, format!("{}{place}", reveal::not_judged(*reason, message))));
    }
    for check in &report.checks {
        paras.extend(check_paras(report, check));
    }
    if !report.console.trim().is_empty() {
        paras.push(Para::gap());
        paras.push(Para::new(Tone::Heading, "What the code printed"));
        let lines = report.console.lines().map(|line| Para::new(Tone::Verbatim, line).indent(2));
        paras.extend(lines);
    }
    paras
}

fn check_paras(report: &RunReport, check: &CheckReport) -> Vec<Para> {
    let (sign, _, tone) = verdict(check);
    let hidden = if check.hidden { "  (hidden)" } else { "" };
    let site = check.site.as_ref().map_or(String::new(), |site| format!("  [{site}]"));
    let lead = format!("{sign} {:<10}  ", word(check.verdict));
    let mut paras = vec![Para::gap(), Para::new(tone, format!("{}{site}{hidden}", check.name)).lead(lead)];
    if !check.evidence.trim().is_empty() {
        paras.push(Para::new(Tone::Plain, secrets::short(check.evidence.trim())).indent(4));
    }
    for step in &check.exchange {
        let who = if step.who.is_empty() { String::new() } else { format!("{}  ", step.who) };
        let said = secrets::short(&format!("{} → {}", step.did, step.got));
        paras.push(Para::new(Tone::Verbatim, said).lead(who).indent(4));
    }
    for trace in traces::own(report, check, MOST_REACHED) {
        paras.push(Para::new(Tone::Verbatim, traces::line(trace)).lead("reached ").indent(4));
    }
    paras
}

/// A verdict in the words of the format.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Open => "open",
        Verdict::Fails => "fails",
        Verdict::NotJudged => "not judged",
    }
}

/// Whether the challenge is sound, and what is not.
pub fn proof_page(state: &State, shown: &Shown, warnings: &[Diagnostic]) -> Vec<Para> {
    let mut paras = Vec::new();
    match &shown.proof {
        _ if !shown.challenge().has_cases() => {
            paras.push(Para::new(
                Tone::Quiet,
                "The challenge has no checks and no rules, so nothing can be proven by running.",
            ));
        }
        None => {
            paras.push(Para::new(
                Tone::Quiet,
                "Every version is run twice, with other random values each time. ",
            ));
            paras.push(Para::new(Tone::Quiet, state.status()));
        }
        Some(found) if found.is_empty() => {
            let text =
                "Sound: the original and every known fix came to what the challenge says of them, twice.";
            paras.push(Para::new(Tone::Good, text).lead("✓ "));
        }
        Some(found) => {
            for (index, one) in found.iter().enumerate() {
                if index > 0 {
                    paras.push(Para::gap());
                }
                let lead = if index == state.selected() { "▸ " } else { "  " };
                let check = one.check.as_ref().map_or(String::new(), |check| format!(", check \"{check}\""));
                paras.push(Para::new(Tone::Bad, format!("{}{check}: {}", one.code, one.what)).lead(lead));
                if !one.evidence.is_empty() {
                    paras.push(Para::new(Tone::Verbatim, one.evidence.as_str()).lead("seen  ").indent(4));
                }
                paras.push(Para::new(Tone::Plain, one.help.as_str()).indent(4));
                paras.push(Para::new(Tone::Quiet, one.lint).indent(4));
            }
        }
    }
    if !warnings.is_empty() {
        paras.push(Para::gap());
        paras.push(Para::new(Tone::Heading, "Warnings about the pack's files"));
        paras.extend(warnings.iter().flat_map(diagnostic));
    }
    paras
}

/// Why a pack does not load.
pub fn report_page(report: &PackReport) -> Vec<Para> {
    let text = "The pack does not load. It is read again as soon as a file of it changes.";
    let mut paras = vec![Para::new(Tone::Warning, text)];
    paras.extend(report.diagnostics.iter().flat_map(diagnostic));
    paras
}

fn diagnostic(fault: &Diagnostic) -> Vec<Para> {
    let mut paras = vec![Para::gap()];
    paras.extend(fault.render(false).trim_end().lines().map(|line| Para::new(Tone::Verbatim, line)));
    paras
}
