//! `riskline pack stats`: what packs hold, in figures.

use super::super::{CommandError, Exit, json};
use crate::content::{Library, LoadedPack, PackReport, load_pack, packs_at};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, CheckKind, SiteKind};
use anstyle::Style;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// What `pack stats` is asked for.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Packs, bundled packs or folders of packs; without one the built-in packs
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// How many challenges are flawed and clean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Split {
    flawed: usize,
    clean: usize,
}

impl Split {
    fn add(&mut self, challenge: &Challenge) {
        let side = if challenge.is_clean() { &mut self.clean } else { &mut self.flawed };
        *side += 1;
    }

    fn total(self) -> usize {
        self.flawed + self.clean
    }
}

/// The spread of something that every challenge has a number of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Spread {
    least: usize,
    median: usize,
    most: usize,
    total: usize,
}

impl Spread {
    fn of(mut numbers: Vec<usize>) -> Self {
        numbers.sort_unstable();
        let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
        let count = numbers.len();
        Self {
            least: at(0),
            median: at(count / 2),
            most: at(count.saturating_sub(1)),
            total: numbers.iter().sum(),
        }
    }
}

/// All figures.
#[derive(Debug, Serialize)]
struct Stats {
    packs: BTreeMap<String, Split>,
    all: Split,
    languages: BTreeMap<&'static str, Split>,
    families: BTreeMap<String, Split>,
    /// By the sum of the three parts of difficulty, 0 to 6.
    difficulty: BTreeMap<u8, Split>,
    a_challenge: BTreeMap<&'static str, Spread>,
}

/// What is counted of every challenge, in the order in which it is shown.
type Count = fn(&Challenge) -> usize;
const COUNTS: &[(&str, Count)] = &[
    ("minutes", |c| c.minutes as usize),
    ("files", |c| c.files.len()),
    ("lines", |c| c.files.iter().map(|file| file.line_count()).sum()),
    ("weaknesses", |c| c.weaknesses().count()),
    ("decoys", |c| c.sites.iter().filter(|site| site.kind == SiteKind::Decoy).count()),
    ("function checks", |c| cases(c, CheckKind::Function, None)),
    ("attacks shown", |c| cases(c, CheckKind::Exploit, Some(false))),
    ("attacks hidden", |c| cases(c, CheckKind::Exploit, Some(true))),
    ("known patches", |c| c.fixes.len()),
];

fn cases(challenge: &Challenge, kind: CheckKind, hidden: Option<bool>) -> usize {
    challenge
        .cases()
        .filter(|case| case.kind == kind && hidden.is_none_or(|hidden| case.hidden == hidden))
        .count()
}

/// Prints the figures of the packs that the paths stand for.
///
/// # Errors
/// Where one of them does not load, or the output cannot be written.
pub fn run(args: &StatsArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let packs = read(&args.paths, catalogue)?;
    let stats = count(&packs);
    if args.json {
        json::write(out, &stats)?;
    } else {
        print(&stats, out)?;
    }
    Ok(Exit::Done)
}

fn read(paths: &[PathBuf], catalogue: &Catalogue) -> Result<Vec<LoadedPack>, CommandError> {
    if paths.is_empty() {
        return Ok(Library::load(true, &[], catalogue).packs);
    }
    let mut packs = Vec::new();
    for path in paths {
        let broken = |report: PackReport| {
            CommandError::new("figures of a pack that does not load would mislead")
                .in_file(path)
                .report(report.render(true))
                .hint("Mend what is reported above first.")
        };
        for path in packs_at(path).map_err(broken)? {
            packs.push(load_pack(&path, catalogue).map_err(broken)?);
        }
    }
    Ok(packs)
}

fn count(packs: &[LoadedPack]) -> Stats {
    let mut stats = Stats {
        packs: BTreeMap::new(),
        all: Split::default(),
        languages: BTreeMap::new(),
        families: BTreeMap::new(),
        difficulty: BTreeMap::new(),
        a_challenge: BTreeMap::new(),
    };
    let challenges =
        || packs.iter().flat_map(|pack| pack.pack.challenges.iter().map(move |c| (&pack.pack.id, c)));
    for (pack, challenge) in challenges() {
        stats.packs.entry(pack.clone()).or_default().add(challenge);
        stats.all.add(challenge);
        stats.languages.entry(challenge.language.id()).or_default().add(challenge);
        stats.families.entry(challenge.family.clone()).or_default().add(challenge);
        stats.difficulty.entry(challenge.difficulty.total()).or_default().add(challenge);
    }
    let spread =
        |(name, of): &(&'static str, Count)| (*name, Spread::of(challenges().map(|(_, c)| of(c)).collect()));
    stats.a_challenge = COUNTS.iter().map(spread).collect();
    stats
}

/// Columns of the names, and of the longest bar.
const NAME: usize = 26;
const BAR: usize = 34;

fn print(stats: &Stats, out: &mut dyn Write) -> Result<(), CommandError> {
    let some = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let minutes = stats.a_challenge.get("minutes").map_or(0, |minutes| minutes.total);
    let (packs, challenges) = (some(stats.packs.len(), "pack"), some(stats.all.total(), "challenge"));
    let share = (100 * stats.all.clean + stats.all.total() / 2).checked_div(stats.all.total()).unwrap_or(0);
    writeln!(out, "{packs}, {challenges}, {}, {share} % of them clean", some(minutes, "minute"))?;
    writeln!(out, "In the bars, █ is flawed and ░ is clean.")?;
    chart("PACK", stats.packs.iter().map(|(id, split)| (id.as_str(), *split)), out)?;
    chart("LANGUAGE", stats.languages.iter().map(|(id, split)| (*id, *split)), out)?;
    chart("FAMILY", stats.families.iter().map(|(id, split)| (id.as_str(), *split)), out)?;
    let levels: Vec<_> = (0..=6u8).map(|n| (n.to_string(), stats.difficulty.get(&n).copied())).collect();
    let levels = levels.iter().map(|(name, split)| (name.as_str(), split.unwrap_or_default()));
    chart("DIFFICULTY (0 TO 6)", levels, out)?;
    let dim = Style::new().dimmed();
    writeln!(
        out,
        "\n{dim}{:NAME$}  {:>6}  {:>6}  {:>6}  {:>6}{dim:#}",
        "A CHALLENGE HAS", "LEAST", "MEDIAN", "MOST", "ALL"
    )?;
    for (name, _) in COUNTS {
        let Spread { least, median, most, total } = stats.a_challenge.get(name).copied().unwrap_or_default();
        writeln!(out, "{name:NAME$}  {least:>6}  {median:>6}  {most:>6}  {total:>6}")?;
    }
    Ok(())
}

/// A row a name: how many are flawed and clean, and both as one bar.
fn chart<'n>(
    head: &str,
    rows: impl Iterator<Item = (&'n str, Split)> + Clone,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let dim = Style::new().dimmed();
    writeln!(out, "\n{dim}{head:NAME$}  {:>6}  {:>6}{dim:#}", "FLAWED", "CLEAN")?;
    let longest = rows.clone().map(|(_, split)| split.total()).max().unwrap_or(0).max(BAR);
    for (name, split) in rows {
        // Rounded at both ends of a part, so that the parts of a bar add up to its whole.
        let columns = |n: usize| (n * BAR).div_ceil(longest);
        let flawed = "█".repeat(columns(split.flawed));
        let clean = "░".repeat(columns(split.total()) - columns(split.flawed));
        let row = format!("{:NAME$}  {:>6}  {:>6}  {flawed}{clean}", cut(name), split.flawed, split.clean);
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// A name as far as its column goes; ids are ASCII.
fn cut(name: &str) -> String {
    if name.len() <= NAME { name.to_owned() } else { name.chars().take(NAME - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_that_of_its_numbers() {
        assert_eq!(Spread::of(vec![5, 1, 2]), Spread { least: 1, median: 2, most: 5, total: 8 });
        assert_eq!(Spread::of(Vec::new()), Spread::default());
    }

    #[test]
    fn bars_never_leave_eighty_columns() {
        let mut out = Vec::new();
        let rows =
            [("a".repeat(64), Split { flawed: 4000, clean: 1 }), ("b".into(), Split { flawed: 0, clean: 1 })];
        chart("X", rows.iter().map(|(name, split)| (name.as_str(), *split)), &mut out).expect("printed");
        let text = anstream::adapter::strip_str(&String::from_utf8(out).expect("text")).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.lines().last().expect("a row").ends_with('░'), "{text}");
    }
}
