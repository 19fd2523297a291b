//! `riskline pack check`: whether packs are sound, by reading them and by running what they claim.

use super::super::{CommandError, Exit};
use super::folder::replace;
use super::reading::{Job, Reading};
use super::report::{self, Format};
use crate::content::Library;
use crate::content::chars::visible;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Challenge;
use crate::judge::Unsound;
use crate::lint::{Finding, mend};
use clap::Args;
use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What `riskline pack check` is told.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A pack, a bundled pack, a folder of packs or a challenge file
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Mend what can be mended without asking: needless exceptions, doubled entries, an id that is not the file's name
    ///
    /// Code, and what is said to be true of it, is never changed. Comments and layout stay.
    #[arg(long, conflicts_with = "watch")]
    pub fix: bool,
    /// End with exit code 1 where there are warnings, too
    #[arg(long)]
    pub deny_warnings: bool,
    /// Go on, and check again what changes as it is saved; q ends it
    #[arg(long, conflicts_with_all = ["format", "json", "deny_warnings"])]
    pub watch: bool,
}

/// What a look at packs found.
#[derive(Debug)]
pub struct Checked {
    /// How many packs could be read.
    pub packs: usize,
    /// How many challenges were run.
    pub challenges: usize,
    /// Everything that is wrong, file by file.
    pub findings: Vec<Finding>,
}

/// Where a check writes.
pub struct Streams<'o, 'p> {
    /// The result.
    pub out: &'o mut dyn Write,
    /// How far it is, on a line that is written over again and again; only for a terminal.
    pub progress: Option<&'p mut dyn Write>,
}

/// Reads every pack that the paths stand for, runs every challenge of those that can be read, and prints every finding.
/// `prove` runs one challenge and gives what it disproves; it is called on all cores.
///
/// # Errors
/// Where the output cannot be written.
pub fn check(
    args: &CheckArgs,
    catalogue: &Catalogue,
    prove: impl Fn(&Challenge) -> Vec<Unsound> + Sync,
    streams: Streams,
) -> Result<Exit, CommandError> {
    let Streams { out, progress } = streams;
    let format = if args.json { Format::Json } else { args.format };
    if args.fix {
        let changes = mend_files(&args.paths, catalogue)?;
        if format == Format::Text {
            changes.iter().try_for_each(|change| writeln!(out, "mended: {}", visible(change)))?;
        }
    }
    let checked = look(&args.paths, catalogue, prove, progress)?;
    report::print(&checked, format, out)?;
    let (errors, warnings) = checked.counts();
    let fails = errors > 0 || args.deny_warnings && warnings > 0;
    Ok(if fails { Exit::DoesNotHold } else { Exit::Done })
}

/// Mends what needs nobody's judgement, and says what that was.
fn mend_files(paths: &[PathBuf], catalogue: &Catalogue) -> Result<Vec<String>, CommandError> {
    let found = Reading::of(paths, &[], catalogue).checked(Vec::new(), false).findings;
    let mut changes = Vec::new();
    for mended in mend(&found, |file| fs::read_to_string(file).ok()) {
        let unwritable = |error| {
            CommandError::new(format!("the file could not be mended: {error}"))
                .in_file(Path::new(&mended.file))
        };
        replace(Path::new(&mended.file), &mended.text).map_err(unwritable)?;
        changes.extend(mended.changes.iter().map(|change| format!("{}: {change}", mended.file)));
    }
    Ok(changes)
}

/// Reads, lints and runs.
///
/// # Errors
/// Where the progress cannot be written.
pub fn look(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    prove: impl Fn(&Challenge) -> Vec<Unsound> + Sync,
    progress: Option<&mut dyn Write>,
) -> Result<Checked, CommandError> {
    let built_in = Library::load(true, &[], catalogue);
    let reading = Reading::of(paths, &built_in.packs, catalogue);
    let jobs = reading.jobs();
    let proofs = prove_all(&jobs, &prove, progress)?;
    Ok(reading.checked(proofs, true))
}

/// Runs every challenge, on all cores; the results in the order of the jobs.
fn prove_all<'p>(
    jobs: &[Job<'p>],
    prove: &(impl Fn(&Challenge) -> Vec<Unsound> + Sync),
    mut progress: Option<&mut dyn Write>,
) -> Result<Vec<(Job<'p>, Vec<Unsound>)>, CommandError> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let mut results: Vec<(usize, Vec<Unsound>)> = Vec::with_capacity(jobs.len());
    std::thread::scope(|scope| -> Result<(), CommandError> {
        let (send, receive) = mpsc::channel();
        for _ in 0..cores.min(jobs.len()) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(index) else { break };
                    if send.send((index, prove(job.challenge))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        for (index, findings) in receive {
            results.push((index, findings));
            if let Some(to) = progress.as_deref_mut() {
                let Job { pack, challenge } = &jobs[index];
                let (done, all) = (results.len(), jobs.len());
                write!(to, "\r\x1b[K{done} of {all}  {}/{}", pack.pack.id, challenge.id)?;
                to.flush()?;
            }
        }
        Ok(())
    })?;
    if let Some(to) = progress {
        write!(to, "\r\x1b[K")?;
        to.flush()?;
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(index, findings)| (jobs[index], findings)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Part, catalogue};
    use std::path::Path;

    fn run(
        path: &str,
        options: impl FnOnce(&mut CheckArgs),
        prove: impl Fn(&Challenge) -> Vec<Unsound> + Sync,
    ) -> (Exit, String, String) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path);
        let mut args = CheckArgs {
            paths: vec![path],
            format: Format::Text,
            json: false,
            deny_warnings: false,
            watch: false,
            fix: false,
        };
        options(&mut args);
        let (mut out, mut progress) = (Vec::new(), Vec::new());
        let streams = Streams { out: &mut out, progress: Some(&mut progress) };
        let exit = check(&args, &catalogue(), prove, streams).expect("printed");
        let text = |bytes| anstream::adapter::strip_str(&String::from_utf8(bytes).expect("text")).to_string();
        (exit, text(out), String::from_utf8(progress).expect("text"))
    }

    fn nothing_works(challenge: &Challenge) -> Vec<Unsound> {
        if !challenge.is_clean() {
            return Vec::new();
        }
        vec![Unsound {
            lint: "clean-is-open",
            part: Part::Check(1),
            code: "the original".into(),
            check: Some("learns of others".into()),
            what: "this attack works".into(),
            evidence: "2".into(),
            help: "Mend the code.".into(),
        }]
    }

    #[test]
    fn a_sound_pack_is_run_and_said_to_be_sound() {
        let (exit, out, progress) = run("lints/base", |_| (), |_| Vec::new());
        assert_eq!((exit, out.as_str()), (Exit::Done, "1 pack read, 3 challenges run: sound\n"));
        assert!(progress.contains("3 of 3"));
    }

    #[test]
    fn what_running_disproves_stands_at_its_place() {
        let (exit, out, _) = run("lints/base", |_| (), nothing_works);
        assert_eq!(exit, Exit::DoesNotHold);
        let told = "error: the original, check \"learns of others\": this attack works [clean-is-open]\n";
        assert!(out.contains("note-count.toml:50:1: ") && out.contains(told), "{out}");
        assert!(
            out.contains("| [[check]]\n")
                && out.contains("= seen: 2\n")
                && out.contains("= Mend the code.\n")
        );
        assert!(out.contains("1 pack read, 3 challenges run: 1 error\n"), "{out}");
        assert!(out.ends_with(
            "`riskline explain clean-is-open` says more; so it does for every name in brackets.\n"
        ));
    }

    #[test]
    fn json_holds_everything_in_one_list() {
        let (_, out, _) = run("lints/base", |args| args.json = true, nothing_works);
        let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let count = |key: &str| json[key].as_u64();
        assert_eq!(
            (json["sound"].as_bool(), count("packs"), count("challenges")),
            (Some(false), Some(1), Some(3))
        );
        assert_eq!((count("errors"), count("warnings")), (Some(1), Some(0)));
        let finding = &json["findings"][0];
        assert_eq!(
            (finding["pack"].as_str(), finding["challenge"].as_str()),
            (Some("base"), Some("note-count"))
        );
        assert_eq!(
            (finding["level"].as_str(), finding["code"].as_str()),
            (Some("error"), Some("clean-is-open"))
        );
        assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(50), Some(1)));
    }

    #[test]
    fn faults_of_the_files_are_all_printed() {
        let (exit, out, _) = run("packs/bad", |_| (), |_| Vec::new());
        assert_eq!(exit, Exit::DoesNotHold);
        assert!(out.contains("[unknown-key]") && out.contains("[syntax]") && out.contains("[surplus-file]"));
        assert!(out.contains("0 packs read, 0 challenges run: "));
    }

    #[test]
    fn warnings_fail_only_where_they_are_denied() {
        let (exit, out, _) = run("packs/good", |_| (), |_| Vec::new());
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("[few-decoys]") && out.contains("warnings\n"), "{out}");
        assert_eq!(run("packs/good", |args| args.deny_warnings = true, |_| Vec::new()).0, Exit::DoesNotHold);
    }
}
