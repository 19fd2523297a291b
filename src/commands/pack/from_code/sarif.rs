//! `riskline pack from-sarif`: challenges drafted from what a scanner found in a team's own repository.

use super::super::super::{CommandError, Exit};
use super::super::draft::{Anchor, ChallengeDraft, SiteDraft};
use super::{Destination, Outcome, family, files_of, set_what_follows, words};
use crate::content::id_from;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Language, Severity, SiteKind};
use crate::excerpt::{Cutter, Excerpt, Part, Target, WorkTree};
use crate::sarif::{self, Finding, FindingLevel, Spot, resolve};
use clap::Args;
use std::collections::BTreeMap;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

/// What `riskline pack from-sarif` is given.
#[derive(Debug, Args)]
pub struct FromSarifArgs {
    /// The scanner's results: SARIF 2.1.0, as most scanners write it
    #[arg(value_name = "RESULTS")]
    results: PathBuf,
    /// The folder with the code that was scanned
    #[arg(long, value_name = "DIR")]
    source: PathBuf,
    /// The pack that the challenges are added to; a folder that is not there becomes a new pack
    #[arg(short, long, value_name = "PACK")]
    output: Option<PathBuf>,
    /// Only findings of rules whose id holds this; can be given several times
    #[arg(long, value_name = "TEXT")]
    rule: Vec<String>,
    /// Only findings of this level or worse
    #[arg(long, value_name = "LEVEL", default_value = "note")]
    level: FindingLevel,
    /// The most challenges that are drafted, the most severe first
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

/// A finding whose place was found in the source.
struct Placed {
    finding: Finding,
    /// Its file below the source folder, and its lines there.
    path: String,
    first: usize,
    last: usize,
}

/// Wider regions than this say only where something begins.
const WIDEST: usize = 6;

/// Drafts challenges from a scanner's results.
///
/// # Errors
/// Where the results or the source cannot be read, or nothing can be drafted from them.
pub fn run(args: &FromSarifArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let text = read_results(&args.results)?;
    let tree = WorkTree::open(&args.source).map_err(|error| {
        CommandError::new(format!("the source folder cannot be read: {error}"))
            .in_file(&args.source)
            .hint("--source names the folder with the code that was scanned.")
    })?;
    let results = sarif::read(&text).map_err(|error| {
        let hint = "Most scanners write SARIF when they are asked for it: `--format sarif` or `--sarif`.";
        CommandError::new(error.to_string()).in_file(&args.results).hint(hint)
    })?;
    let name = tree.root().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut destination = Destination::new(args.output.as_deref(), &name)?;
    let mut outcome = Outcome { drafted: Vec::new(), passed_over: Vec::new(), warnings: Vec::new() };
    for (count, why) in [
        (results.passed_over, "nothing is wrong there, or somebody suppressed it"),
        (results.without_place, "without a line of a file"),
    ] {
        if count > 0 {
            outcome.passed_over.push(format!("{}: {why}", counted(count, "result")));
        }
    }
    let cutter = Cutter::new(&tree);
    let mut groups: BTreeMap<Part, Vec<Placed>> = BTreeMap::new();
    let mut unwanted = 0;
    for finding in results.findings {
        if finding.level < args.level || !is_wanted(&finding, &args.rule) {
            unwanted += 1;
            continue;
        }
        let about = format!("{}:{} {}", finding.place.uri, finding.place.first, finding.rule);
        let placed = place(finding, &tree, &cutter);
        let part = placed.and_then(|placed| match cutter.part(&placed.path, placed.first) {
            Ok(part) => Ok((part, placed)),
            Err(refusal) => Err(refusal.to_string()),
        });
        match part {
            Ok((part, mut placed)) => {
                // A finding that is the whole piece of code leaves no other line to be told from it.
                if placed.first == part.first && placed.last + 1 >= part.last {
                    placed.last = placed.first;
                }
                groups.entry(part).or_default().push(placed);
            }
            Err(why) => outcome.passed_over.push(format!("{about}: {why}")),
        }
    }
    if unwanted > 0 {
        outcome.passed_over.push(format!("{}: left out by --rule or --level", counted(unwanted, "finding")));
    }
    let mut groups: Vec<(Part, Vec<Placed>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, found)| std::cmp::Reverse(found.iter().map(|p| p.finding.severity).max()));
    let mut drafts = Vec::new();
    for (part, found) in &groups {
        let about = || format!("{}:{} {}", part.path, found[0].first, found[0].finding.rule);
        if drafts.len() >= args.limit {
            outcome.passed_over.push(format!("{}: beyond --limit {}", about(), args.limit));
            continue;
        }
        match draft(part, found, &cutter, &tree, catalogue, &mut destination) {
            Ok((draft, warnings)) => {
                outcome.drafted.push(line_about(&draft, part, found));
                outcome.warnings.extend(warnings);
                drafts.push(draft);
            }
            Err(why) => outcome.passed_over.push(format!("{}: {why}", about())),
        }
    }
    if drafts.is_empty() {
        let mut report = Vec::new();
        outcome.print_passed_over(&mut report)?;
        return Err(CommandError::new("no challenge could be drafted from these results")
            .in_file(&args.results)
            .report(String::from_utf8_lossy(&report).into_owned()));
    }
    destination.write(&drafts)?;
    outcome.print(&destination, out)?;
    Ok(Exit::Done)
}

/// "1 result", "2 results".
fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn read_results(path: &Path) -> Result<String, CommandError> {
    let refused = |what: String| CommandError::new(what).in_file(path);
    let file = std::fs::File::open(path).map_err(|e| refused(format!("the results cannot be read: {e}")))?;
    let mut text = String::new();
    file.take(sarif::MOST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(|e| refused(format!("the results cannot be read: {e}")))?;
    if text.len() as u64 > sarif::MOST_BYTES {
        let most = sarif::MOST_BYTES / 1024 / 1024;
        return Err(refused(format!("the results are larger than {most} MiB"))
            .hint("Let the scanner look at a part of the code."));
    }
    Ok(text)
}

fn is_wanted(finding: &Finding, rules: &[String]) -> bool {
    let id = finding.rule.to_lowercase();
    rules.is_empty() || rules.iter().any(|rule| id.contains(&rule.to_lowercase()))
}

/// Finds a finding's lines in the source as it is now.
fn place(finding: Finding, tree: &WorkTree, cutter: &Cutter<'_>) -> Result<Placed, String> {
    let (path, first) = found_at(&finding.place, tree, cutter)?;
    let count = finding.place.last - finding.place.first;
    let last = if count < WIDEST { first + count } else { first };
    Ok(Placed { path, first, last, finding })
}

/// The file and the first line that a scanner means; where the code has moved since, the line that still reads the same.
fn found_at(spot: &Spot, tree: &WorkTree, cutter: &Cutter<'_>) -> Result<(String, usize), String> {
    let path = resolve(&spot.uri, tree.root(), &|path| tree.has(path))
        .ok_or("there is no such file in the source folder")?;
    let snippet = spot.snippet.as_deref().and_then(|text| text.lines().find(|l| !l.trim().is_empty()));
    let (Some(snippet), Some(line)) = (snippet, cutter.line(&path, spot.first)) else {
        return Ok((path, spot.first));
    };
    // Some scanners give the lines, others only the expression.
    if line.contains(snippet.trim()) {
        return Ok((path, spot.first));
    }
    match cutter.lines_like(&path, snippet)[..] {
        [moved] => Ok((path, moved)),
        _ => Err("the code has changed since it was scanned".into()),
    }
}

fn line_about(draft: &ChallengeDraft, part: &Part, found: &[Placed]) -> String {
    let name = part.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let sites: Vec<String> =
        found.iter().map(|placed| format!("{} at line {}", placed.finding.rule, placed.first)).collect();
    format!("{}: {}{name}, {}; {}", draft.id, part.path, draft.family, sites.join(", "))
}

/// Drafts one challenge from what was found in one function, and says what looks like a credential in it.
fn draft(
    part: &Part,
    found: &[Placed],
    cutter: &Cutter<'_>,
    tree: &WorkTree,
    catalogue: &Catalogue,
    destination: &mut Destination,
) -> Result<(ChallengeDraft, Vec<String>), String> {
    let mut targets: Vec<Target> = Vec::new();
    let mut sources: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    for (index, placed) in found.iter().enumerate() {
        targets.push(Target { path: placed.path.clone(), first: placed.first, last: placed.last });
        let source = placed.finding.source.as_ref().and_then(|spot| found_at(spot, tree, cutter).ok());
        // Where the data enters is shown, if it can be.
        if let Some((path, line)) = source.filter(|(path, line)| cutter.part(path, *line).is_ok()) {
            sources.insert(index, (path, line));
        }
    }
    let entries: Vec<Target> = sources
        .values()
        .map(|(path, line)| Target { path: path.clone(), first: *line, last: *line })
        .collect();
    let excerpt = cutter.cut(&targets, &entries).map_err(|refusal| refusal.to_string())?;
    let language = Language::from_path(&part.path);
    let worst = found.iter().max_by_key(|placed| placed.finding.severity).ok_or("nothing was found")?;
    let said = |placed: &Placed| {
        let Finding { rule, title, message, .. } = &placed.finding;
        format!("{rule} {title} {message}")
    };
    let choice = family::choose(catalogue, &worst.finding.cwes, &said(worst), language);
    let mut sites: Vec<SiteDraft> = Vec::new();
    for (index, placed) in found.iter().enumerate() {
        let own = family::choose(catalogue, &placed.finding.cwes, &said(placed), language);
        let entry = sources.get(&index).and_then(|(path, line)| anchor(&excerpt, path, *line, *line));
        add_site(&mut sites, placed, own, entry, &excerpt)?;
    }
    let stem = part.path.rsplit('/').next().unwrap_or(&part.path);
    let stem = stem.split('.').find(|part| !part.is_empty()).unwrap_or("code");
    let name = part.name.as_deref().unwrap_or(stem);
    let mut draft = ChallengeDraft::new(destination.id(&words(name)), language, true);
    draft.about = vec![format!("Drafted from {} of {}.", part.path, worst.finding.tool)];
    draft.title = words(name);
    draft.family = choice.family;
    draft.family_note = choice.family_note;
    let sure = choice.cwes.iter().filter(|_| choice.cwe_note.is_empty()).take(1);
    draft.references = sure.map(|cwe| format!("https://cwe.mitre.org/data/definitions/{cwe}.html")).collect();
    draft
        .references
        .extend(worst.finding.help.iter().filter(|help| !help.contains("cwe.mitre.org")).cloned());
    draft.files = files_of(&excerpt);
    draft.sites = sites;
    let warnings = set_what_follows(&mut draft, &excerpt.left_out);
    Ok((draft, warnings))
}

/// Adds a finding as a site, or to the site that has its lines already.
fn add_site(
    sites: &mut Vec<SiteDraft>,
    placed: &Placed,
    choice: family::Choice,
    entry: Option<Anchor>,
    excerpt: &Excerpt,
) -> Result<(), String> {
    let Finding { tool, rule, message, severity, .. } = &placed.finding;
    let anchor = anchor(excerpt, &placed.path, placed.first, placed.last)
        .or_else(|| anchor(excerpt, &placed.path, placed.first, placed.first))
        .ok_or("no text tells its lines from others of the file")?;
    let about = format!("{tool} {rule}: {message}");
    if let Some(known) = sites.iter_mut().find(|site| site.anchor == anchor) {
        if !known.about.contains(&about) {
            known.about.push(about);
        }
        // A guess adds nothing to what is known, and gives way to it.
        if choice.cwe_note.is_empty() {
            if !known.cwe_note.is_empty() {
                known.cwes.clear();
                known.cwe_note.clear();
            }
            known.cwes.extend(choice.cwes);
        }
        let mut seen = std::collections::BTreeSet::new();
        known.cwes.retain(|cwe| seen.insert(*cwe));
        known.severity = Severity::max(known.severity, *severity);
        known.entries.extend(entry.filter(|entry| !known.entries.contains(entry)));
        return Ok(());
    }
    let last = rule.rsplit(['.', '/', ':']).next().unwrap_or(rule);
    // A bare number says nothing to whoever reads the reveal.
    let name = id_from(last).filter(|id| id.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let name: String = name.unwrap_or_else(|| format!("site-{}", sites.len() + 1)).chars().take(40).collect();
    let name = name.trim_end_matches('-').to_owned();
    let taken = sites.iter().any(|site| site.id == name);
    sites.push(SiteDraft {
        about: vec![about],
        id: if taken { format!("{name}-{}", sites.len() + 1) } else { name },
        kind: SiteKind::Weakness,
        anchor,
        also: Vec::new(),
        entries: entry.into_iter().collect(),
        cwes: choice.cwes,
        cwe_note: choice.cwe_note,
        severity: *severity,
        why: String::new(),
    });
    Ok(())
}

/// The anchor, in the excerpt, of lines of the original.
fn anchor(excerpt: &Excerpt, path: &str, first: usize, last: usize) -> Option<Anchor> {
    let file = excerpt.files.iter().find(|file| file.path == path)?;
    let (first, last) = (file.line_of(first)?, file.line_of(last)?);
    Anchor::of_lines(&file.name, &file.code, first..=last)
}
