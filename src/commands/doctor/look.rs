//! What the doctor looks at.

use super::{Area, Finding, State};
use crate::app::model::ColourDepth;
use crate::commands::{library, play};
use crate::config::LoadedConfig;
use crate::content::chars::visible;
use crate::content::{Origin, catalogue};
use crate::context::Context;
use crate::core::challenge::Challenge;
use crate::core::verdict::{NotJudged, RunOutcome};
use crate::judge::{self, Holds, Judge, Limits, RunControl, Which};
use crate::store::{Store, StoreError};
use crate::ui;
use std::path::{Path, PathBuf};

/// With less room than this, in MiB, keeping attempts is about to fail.
const LEAST_ROOM: u64 = 20;
/// 2026-01-01: no clock of a machine that runs this is before it. Unix time in milliseconds.
const PUBLISHED: i64 = 1_767_225_600_000;
const DAY: i64 = 86_400_000;

/// The system and the machine.
pub fn system() -> String {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let name = format!("{} {} {}", std::env::consts::OS, release.trim(), std::env::consts::ARCH);
    name.replace("  ", " ")
}

/// A path as it can be shown.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Everything, area by area. `folder` is for what is only needed while looking.
pub fn at_everything(
    context: &Context,
    settings: &LoadedConfig,
    terminal: bool,
    folder: &Path,
) -> Vec<Finding> {
    let mut findings = at_barriers(context, folder);
    let catalogue = catalogue();
    let library = library::load(context, &catalogue);
    findings.extend(at_engines(context, library.challenges().map(|(_, challenge)| challenge)));
    findings.extend(at_terminal(context, settings, terminal));
    findings.extend(at_what_is_kept(context, settings));
    findings.extend(at_packs(context, &library));
    findings.push(at_clock(context));
    findings
}

fn at_barriers(context: &Context, folder: &Path) -> Vec<Finding> {
    let barriers = judge::try_barriers(&context.exe, folder);
    // Every check stands behind the judge's own filter and then some.
    let judges: Vec<&str> =
        barriers.iter().filter(|b| b.id == "seccomp").flat_map(|b| b.keeps_from.clone()).collect();
    let mut findings: Vec<Finding> = barriers.iter().map(|barrier| at_barrier(barrier, &judges)).collect();
    let limits = Limits::default();
    findings.push(Finding::new(
        Area::Judge,
        State::Ok,
        "limits of a run",
        format!(
            "{} s of processor time a check, {} s from start to end, {} MiB of memory a check, {} KiB printed a check",
            limits.cpu.as_secs(),
            limits.wall.as_secs(),
            limits.memory >> 20,
            limits.output >> 10
        ),
    ));
    findings
}

fn at_barrier(barrier: &judge::Barrier, judges: &[&str]) -> Finding {
    let new = |state, found: String| Finding::new(Area::Judge, state, barrier.title, found);
    let mut stopped = barrier.keeps_from.clone();
    let also = barrier.id == "task";
    if also {
        stopped.retain(|what| !judges.contains(what));
    }
    let stopped = stopped.join(", ");
    match &barrier.holds {
        Holds::Yes if also => new(State::Ok, format!("stopped, besides what the judge's stops: {stopped}")),
        Holds::Yes if barrier.id == "landlock" => {
            let level = judge::landlock_level().unwrap_or_default();
            new(State::Ok, format!("level {level}; stopped: {stopped}"))
        }
        Holds::Yes => new(State::Ok, format!("stopped: {stopped}")),
        Holds::NotHere if barrier.id == "landlock" && cfg!(target_os = "linux") => {
            new(State::Note, "this kernel has none; seccomp refuses the same calls".to_owned())
        }
        Holds::NotHere => {
            new(State::Note, "this system has none; SECURITY.md says what that means".to_owned())
        }
        Holds::No(got) => new(State::Fault, format!("DOES NOT HOLD. {got}")).todo(
            "Do not run packs or patches of strangers here. If a container or a security tool restricts this \
             program, start it outside; otherwise please report it with these lines.",
        ),
    }
}

/// Every engine judges a challenge of each of its languages, through the whole of the judge.
fn at_engines<'c>(context: &Context, challenges: impl Iterator<Item = &'c Challenge>) -> Vec<Finding> {
    let mut tried: Vec<&Challenge> = Vec::new();
    for challenge in challenges {
        if tried.iter().all(|known| known.language != challenge.language) {
            tried.push(challenge);
        }
    }
    tried.sort_by_key(|challenge| challenge.language);
    let judge = Judge::new(context.exe.clone(), Limits::default());
    let built_in = judge::engines().into_iter();
    let built_in = built_in.map(|e| Finding::new(Area::Engines, State::Ok, e.languages, e.name));
    built_in.chain(tried.into_iter().map(|challenge| at_language(&judge, challenge))).collect()
}

fn at_language(judge: &Judge, challenge: &Challenge) -> Finding {
    let report = judge.run(challenge, &challenge.originals(), Which::Visible, &RunControl::new());
    let what = format!("{}, tried", challenge.language.label());
    let new = |state, found: String| Finding::new(Area::Engines, state, what, found);
    match report.outcome {
        RunOutcome::Judged => {
            new(State::Ok, format!("`{}` was judged in {} ms", challenge.id, report.millis))
        }
        RunOutcome::NotJudged { reason: NotJudged::NoEngine, .. } => new(
            State::Note,
            "this build has no engine for it: it is played and scored, but not run".to_owned(),
        ),
        RunOutcome::NotJudged { message, .. } => {
            new(State::Fault, format!("`{}` was not judged. {message}", challenge.id))
                .todo(format!("`riskline judge {} --json` prints everything about it.", challenge.id))
        }
    }
}

fn at_terminal(context: &Context, settings: &LoadedConfig, terminal: bool) -> Vec<Finding> {
    let new = |state, what: &str, found: String| Finding::new(Area::Terminal, state, what, found);
    let mut findings = Vec::new();
    if !terminal {
        let found = "input or output is a file or a pipe: the game itself needs a terminal".to_owned();
        findings.push(new(State::Note, "size", found));
    } else {
        let (least, best) = (ui::LEAST, (80, 24));
        findings.push(match crossterm::terminal::size() {
            Ok((columns, rows)) if columns < least.0 || rows < least.1 => {
                new(State::Fault, "size", format!("{columns} by {rows}"))
                    .todo(format!("Enlarge the window to {} by {} or more.", least.0, least.1))
            }
            Ok((columns, rows)) if columns < best.0 || rows < best.1 => new(
                State::Note,
                "size",
                format!("{columns} by {rows}; from {} by {} on there is more room", best.0, best.1),
            ),
            Ok((columns, rows)) => new(State::Ok, "size", format!("{columns} by {rows}")),
            Err(error) => new(State::Note, "size", format!("the terminal does not say: {error}")),
        });
    }
    let term = context.variable("TERM").unwrap_or("not set");
    let depth = play::looks(context, &settings.config).depth;
    let colours = match depth {
        ColourDepth::None if context.no_color() => "none, because NO_COLOR is set or --no-color was given",
        ColourDepth::None => "none; marks and selection show without",
        ColourDepth::Sixteen => "16",
        ColourDepth::Many => "256",
        ColourDepth::True => "all",
    };
    let state = if context.variable("TERM").is_none() && terminal { State::Note } else { State::Ok };
    findings.push(new(state, "colours", format!("{colours} (TERM is {})", visible(term))));
    let mouse =
        if settings.config.mouse { "used, where the terminal sends it" } else { "off, in the settings" };
    findings.push(new(State::Ok, "mouse", mouse.to_owned()));
    if terminal && cfg!(unix) && term != "dumb" {
        findings.push(match crossterm::terminal::supports_keyboard_enhancement() {
            Ok(true) => new(State::Ok, "keyboard", "every key is told from every other (kitty protocol)".to_owned()),
            _ => new(
                State::Note,
                "keyboard",
                "as terminals have always had it: Esc acts after a moment, and some keys with Ctrl are the same"
                    .to_owned(),
            ),
        });
    }
    findings
}

fn at_what_is_kept(context: &Context, settings: &LoadedConfig) -> Vec<Finding> {
    let new = |state, what: &str, found: String| Finding::new(Area::Kept, state, what, found);
    let mut findings = Vec::new();
    match context.folders.data.as_deref() {
        None => {
            let problem = StoreError::NoFolder;
            findings.push(new(State::Fault, "folder", problem.to_string()).todo(problem.advice()));
        }
        Some(folder) => {
            findings.push(at_folder(folder));
            findings.extend(free_space(folder).map(|mib| {
                let found = new(State::Ok, "free space", format!("{mib} MiB"));
                match mib {
                    0..LEAST_ROOM => Finding { state: State::Fault, ..found }
                        .todo("Make room, or set RISKLINE_HOME to a folder on another disk."),
                    _ => found,
                }
            }));
        }
    }
    if let Some(path) = context.folders.database() {
        let shown = shown(&path);
        findings.push(match Store::examine(&path) {
            Ok(None) => new(State::Ok, "attempts", format!("none yet; they will be in {shown}")),
            Ok(Some(found)) => new(
                State::Ok,
                "attempts",
                format!("{} finished, format {}, in {shown}", found.finished, found.edition),
            ),
            Err(problem) => {
                new(State::Fault, "attempts", format!("{problem} ({shown})")).todo(problem.advice())
            }
        });
    }
    let place = settings.path.as_deref().map(shown).unwrap_or_default();
    findings.push(match (settings.exists, settings.problems.len()) {
        (_, 1..) => new(State::Fault, "settings", format!("unsound, so the defaults hold ({place})"))
            .todo("`riskline config` says what is wrong, line by line."),
        (true, 0) => new(State::Ok, "settings", format!("read from {place}")),
        (false, 0) => new(State::Ok, "settings", "the defaults; there is no file".to_owned()),
    });
    findings
}

/// Whether the folder can be written in, or made where it is not there. What is made to find out is removed again.
fn at_folder(folder: &Path) -> Finding {
    let there = folder.ancestors().find(|above| above.is_dir());
    let shown = shown(folder);
    let name = format!(".riskline-doctor-{}", std::process::id());
    let tried = match there {
        Some(there) => {
            let probe = there.join(name);
            std::fs::create_dir(&probe).and_then(|()| std::fs::remove_dir(&probe))
        }
        None => Err(std::io::ErrorKind::NotFound.into()),
    };
    let new = |state, found| Finding::new(Area::Kept, state, "folder", found);
    match tried {
        Ok(()) if there == Some(folder) => new(State::Ok, format!("{shown} can be written in")),
        Ok(()) => new(State::Ok, format!("{shown} is not there yet and can be made")),
        Err(source) => {
            let problem = StoreError::Folder { path: PathBuf::from(folder), source };
            new(State::Fault, format!("{shown} cannot be written in: {problem}")).todo(problem.advice())
        }
    }
}

/// Room on the disk of a folder, or of what it would be made in, in MiB; none where the system does not say.
fn free_space(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let there = folder.ancestors().find(|above| above.is_dir())?;
        let disk = rustix::fs::statvfs(there).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

fn at_packs(context: &Context, library: &crate::content::Library) -> Vec<Finding> {
    let new = |state, what: &str, found: String| Finding::new(Area::Packs, state, what, found);
    let (built_in, own): (Vec<_>, Vec<_>) =
        library.packs.iter().partition(|pack| pack.origin == Origin::BuiltIn);
    let count = |packs: &[&crate::content::LoadedPack]| -> usize {
        packs.iter().map(|pack| pack.pack.challenges.len()).sum()
    };
    let found = format!("{} with {} challenges", built_in.len(), count(&built_in));
    let mut findings = vec![new(State::Ok, "built in", found)];
    for pack in own {
        let found = format!("{} challenges, from {}", pack.pack.challenges.len(), pack.origin);
        findings.push(new(State::Ok, "your own", format!("{}: {found}", visible(&pack.pack.id))));
    }
    for problem in library.problems.iter().filter(|problem| problem.has_errors()) {
        let path = visible(&problem.path).into_owned();
        findings.push(
            new(State::Fault, "left out", format!("{path} is unsound"))
                .todo(format!("`riskline pack check {path}` says what is wrong with it.")),
        );
    }
    let searched: Vec<_> = context.folders.packs.iter().map(|path| shown(path)).collect();
    findings.push(new(State::Ok, "searched", searched.join(", ")));
    findings
}

/// The schedule of what comes next counts days: a clock that is wrong by days spoils it.
fn at_clock(context: &Context) -> Finding {
    let now = context.now();
    let new = |state, found: String| Finding::new(Area::Clock, state, "time", found);
    let latest = context.folders.database().and_then(|path| Store::examine(&path).ok().flatten()?.latest);
    let shown = utc(now);
    match latest {
        _ if now < PUBLISHED => new(State::Fault, format!("{shown}, which is before this program was made"))
            .todo("Set the clock of this machine."),
        Some(latest) if latest > now + DAY => {
            new(State::Fault, format!("{shown}, but an attempt was finished on {}", utc(latest))).todo(
                "Set the clock of this machine: what comes next is chosen by the days that have passed.",
            )
        }
        _ => new(State::Ok, shown),
    }
}

/// `2026-01-15 12:00 UTC`.
fn utc(millis: i64) -> String {
    let minutes = millis.div_euclid(60_000);
    let (days, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    // Days are counted in eras of 400 years that begin with a March, so that the leap day is the last of its year.
    let from_era_start = days + 719_468;
    let (era, day) = (from_era_start.div_euclid(146_097), from_era_start.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    format!("{:04}-{month:02}-{day_of_month:02} {:02}:{:02} UTC", year + era * 400, minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told() {
        for (millis, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (1_768_478_400_000, "2026-01-15 12:00 UTC"),
            (951_782_400_000, "2000-02-29 00:00 UTC"),
            (1_709_251_199_000, "2024-02-29 23:59 UTC"),
            (4_107_542_400_000, "2100-03-01 00:00 UTC"),
            (-1, "1969-12-31 23:59 UTC"),
        ] {
            assert_eq!(utc(millis), text);
        }
    }

    #[test]
    fn a_clock_that_stands_before_what_was_played_is_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        let at = |now| at_clock(&Context::for_test(folder.path(), now)).state;
        assert_eq!((at(0), at(PUBLISHED)), (State::Fault, State::Ok));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(at_folder(folder.path()).state, State::Ok);
        let below = at_folder(&folder.path().join("a/b"));
        assert!(below.state == State::Ok && below.found.contains("can be made"), "{below:?}");
        assert!(!folder.path().join("a").exists(), "nothing is left behind");
        if cfg!(target_os = "linux") {
            assert_eq!(at_folder(Path::new("/proc/riskline")).state, State::Fault);
        }
    }
}
