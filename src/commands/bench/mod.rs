//! `riskline bench`: how long the things take that a player waits for. For developers.

mod frames;

use super::temporary::TemporaryFolder;
use super::{CommandError, Exit, json};
use crate::content::{Library, catalogue};
use crate::context::Context;
use crate::core::attempt::{ChallengeKey, Draft};
use crate::core::challenge::{Challenge, Language};
use crate::core::verdict::RunReport;
use crate::judge::{Judge, Limits, RunControl, Which};
use crate::store::Store;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// How many challenges are generated, and how many of them lie in one pack.
const CHALLENGES: usize = 2_000;
const IN_A_PACK: usize = 100;

/// A real challenge; the generated ones differ from it in their id.
const MODEL: &str = include_str!("../../../challenges/orders-api/order-lookup.toml");
const MODEL_ID: &str = "order-lookup";

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Measurements {
    /// One entry a thing that was timed.
    pub timings: Vec<Timing>,
    /// The most memory that this process ever held, in MiB; where the system says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_mib: Option<f64>,
}

/// How long one thing takes, in milliseconds.
#[derive(Debug, Serialize)]
pub struct Timing {
    /// What was timed.
    pub name: &'static str,
    /// How often.
    pub runs: usize,
    pub median: f64,
    /// 19 of 20 runs took no longer.
    pub p95: f64,
}

impl Timing {
    /// Runs `f` so many times, and once before that does not count.
    fn of(
        name: &'static str,
        runs: usize,
        mut f: impl FnMut() -> Result<(), CommandError>,
    ) -> Result<Self, CommandError> {
        f()?;
        let mut times = Vec::with_capacity(runs);
        for _ in 0..runs {
            let start = Instant::now();
            f()?;
            times.push(start.elapsed());
        }
        Ok(Self::from_times(name, times))
    }

    fn from_times(name: &'static str, mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let last = times.len().saturating_sub(1);
            let index = (last as f64 * share).ceil() as usize;
            times.get(index).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
        };
        Self { name, runs: times.len(), median: at(0.5), p95: at(0.95) }
    }
}

/// Measures everything and prints it. Nothing of the player's is touched: all files lie in a folder of their own for
/// temporary files, which is removed again.
///
/// # Errors
/// Where something that is to be measured does not work.
pub fn run(context: &Context, json: bool, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let folder = TemporaryFolder::new(context, "bench").map_err(|e| {
        CommandError::new(format!("no folder for temporary files can be made: {e}"))
            .in_file(&std::env::temp_dir())
    })?;
    let measurements = measure(context, &folder.path)?;
    if json {
        json::write(out, &measurements)?;
    } else {
        print(&measurements, out)?;
    }
    Ok(Exit::Done)
}

fn print(measurements: &Measurements, out: &mut dyn Write) -> io::Result<()> {
    let width = measurements.timings.iter().map(|t| t.name.len()).max().unwrap_or(0);
    writeln!(out, "{:width$}  {:>10}  {:>10}  {:>5}", "", "median ms", "p95 ms", "runs")?;
    for timing in &measurements.timings {
        writeln!(
            out,
            "{:width$}  {:>10.2}  {:>10.2}  {:>5}",
            timing.name, timing.median, timing.p95, timing.runs
        )?;
    }
    if let Some(peak) = measurements.peak_mib {
        writeln!(out, "{:width$}  {peak:>10.1} MiB", "peak memory of this process")?;
    }
    Ok(())
}

fn measure(context: &Context, folder: &Path) -> Result<Measurements, CommandError> {
    let catalogue = catalogue();
    let mut timings = Vec::new();
    let built_in = Library::load(true, &[], &catalogue);
    timings.push(Timing::of("built-in packs loaded", 20, || {
        std::hint::black_box(Library::load(true, &[], &catalogue));
        Ok(())
    })?);
    timings.push(load_many(&folder.join("packs"))?);
    timings.extend(save(&folder.join("riskline.db"))?);
    let flawed = |language| built_in.challenges().find(|(_, c)| c.language == language && !c.is_clean());
    if let Some((pack, challenge)) = flawed(Language::Python) {
        timings.extend(frames::measure(&catalogue, &pack.pack, challenge)?);
        timings.extend(judge(context, challenge, &JUDGE_PYTHON)?);
    }
    if let Some((_, challenge)) = flawed(Language::JavaScript) {
        timings.extend(judge(context, challenge, &JUDGE_JAVASCRIPT)?);
    }
    Ok(Measurements { timings, peak_mib: peak_memory() })
}

/// Writes [`CHALLENGES`] challenges and times how long they take to load.
fn load_many(folder: &Path) -> Result<Timing, CommandError> {
    let catalogue = catalogue();
    write_packs(folder).map_err(|e| {
        CommandError::new(format!("the generated packs cannot be written: {e}")).in_file(folder)
    })?;
    let folders = [folder.to_owned()];
    Timing::of("2,000 challenges loaded", 5, || {
        let library = Library::load(false, &folders, &catalogue);
        let loaded = library.challenges().count();
        if loaded == CHALLENGES {
            return Ok(());
        }
        let report: String = library.problems.iter().take(1).map(|problem| problem.render(true)).collect();
        Err(CommandError::new(format!("of {CHALLENGES} generated challenges {loaded} were loaded"))
            .in_file(folder)
            .report(report))
    })
}

fn write_packs(folder: &Path) -> io::Result<()> {
    for pack in 0..CHALLENGES / IN_A_PACK {
        let id = format!("generated-{pack}");
        let path = folder.join(&id);
        fs::create_dir_all(&path)?;
        let names: Vec<String> = (0..IN_A_PACK).map(|n| format!("challenge-{n}")).collect();
        for name in &names {
            let text = MODEL.replacen(&format!("\"{MODEL_ID}\""), &format!("\"{name}\""), 1);
            fs::write(path.join(format!("{name}.toml")), text)?;
        }
        let order: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let text = format!(
            "format = 1\nid = \"{id}\"\ntitle = \"Generated\"\npromise = \"To be loaded.\"\nversion = \"1\"\n\
             authors = [\"riskline bench\"]\nlicence = \"MIT\"\norder = [{}]\n",
            order.join(", ")
        );
        fs::write(path.join("pack.toml"), text)?;
    }
    Ok(())
}

/// Opening the database, and keeping a draft as it is kept at each change.
fn save(path: &Path) -> Result<[Timing; 2], CommandError> {
    let open = Timing::of("database opened", 20, || {
        std::hint::black_box(Store::open(path)?);
        Ok(())
    })?;
    let store = Store::open(path)?;
    let mut draft = Draft::new(ChallengeKey::new("bench", "draft"), "0", 0);
    draft.patch.insert("orders.py".to_owned(), "    return jsonify(dict(row))\n".repeat(400));
    let save = Timing::of("draft kept, with a patch of 400 lines", 500, || {
        draft.runs += 1;
        Ok(store.save_draft(&draft, i64::from(draft.runs))?)
    })?;
    Ok([open, save])
}

const JUDGE_PYTHON: [&str; 3] = [
    "Python: judge started, no check",
    "Python: patch graded, all checks",
    "Python: patch graded by a judge that stood by",
];
const JUDGE_JAVASCRIPT: [&str; 3] = [
    "JavaScript: judge started, no check",
    "JavaScript: patch graded, all checks",
    "JavaScript: patch graded by a judge that stood by",
];

/// The judge process alone, a whole graded run, and one by a judge that stands by, as in the game.
fn judge(
    context: &Context,
    challenge: &Challenge,
    names: &[&'static str; 3],
) -> Result<[Timing; 3], CommandError> {
    let judge = Judge::new(context.exe.clone(), Limits::default());
    let files: BTreeMap<String, String> = challenge.originals();
    let judged = |report: RunReport| match report.outcome {
        crate::core::verdict::RunOutcome::Judged => Ok(()),
        crate::core::verdict::RunOutcome::NotJudged { message, .. } => {
            Err(CommandError::new(format!("the run was not judged: {message}")).at(&challenge.id))
        }
    };
    let mut empty = challenge.clone();
    empty.checks.clear();
    let start = Timing::of(names[0], 20, || {
        std::hint::black_box(judge.run(&empty, &files, Which::All, &RunControl::new()));
        Ok(())
    })?;
    let run =
        Timing::of(names[1], 20, || judged(judge.run(challenge, &files, Which::All, &RunControl::new())))?;
    judge.stand_by(challenge);
    let mut times = Vec::new();
    for _ in 0..20 {
        // What a player does between two runs takes longer.
        std::thread::sleep(Duration::from_millis(500));
        let started = Instant::now();
        judged(judge.run(challenge, &files, Which::All, &RunControl::new()))?;
        times.push(started.elapsed());
    }
    judge.stand_down();
    let waited = Timing::from_times(names[2], times);
    Ok([start, run, waited])
}

/// The most memory this process ever held, in MiB. Only Linux says it in a file.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_p95_are_of_the_sorted_times() {
        let times = (1..=21).rev().map(Duration::from_millis).collect();
        let timing = Timing::from_times("x", times);
        assert_eq!((timing.runs, timing.median, timing.p95), (21, 11.0, 20.0));
        assert_eq!(Timing::from_times("none", Vec::new()).median, 0.0);
    }
}
