//! `riskline pack check`: whether packs are sound, by reading them and by running what they claim.

use super::super::{CommandError, Exit};
use crate::content::{LoadedPack, PackReport, load_pack, packs_at};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Challenge;
use serde::Serialize;
use std::fmt::Display;
use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What running a challenge disproved.
#[derive(Debug, Serialize)]
struct Disproved<F> {
    /// `pack/challenge`.
    challenge: String,
    /// What came out otherwise than the challenge says.
    findings: Vec<F>,
}

/// The whole result for scripts.
#[derive(Debug, Serialize)]
struct Outcome<'r, F> {
    sound: bool,
    packs: usize,
    challenges: usize,
    /// What was wrong with the files, warnings too.
    reports: &'r [PackReport],
    /// What did not hold when it was run.
    disproved: &'r [Disproved<F>],
}

/// Where a check writes.
pub struct Streams<'o, 'p> {
    /// The result.
    pub out: &'o mut dyn Write,
    /// How far it is, on a line that is written over again and again; only for a terminal.
    pub progress: Option<&'p mut dyn Write>,
}

/// Reads every pack that the paths stand for, runs every challenge of those that are sound, and prints every fault.
/// `prove` runs one challenge and gives what it disproves; it is called on all cores.
///
/// # Errors
/// Where the output cannot be written.
pub fn check<F: Display + Serialize + Send>(
    paths: &[PathBuf],
    json: bool,
    catalogue: &Catalogue,
    prove: impl Fn(&Challenge) -> Vec<F> + Sync,
    streams: Streams,
) -> Result<Exit, CommandError> {
    let Streams { out, progress } = streams;
    let (packs, reports) = read(paths, catalogue);
    let jobs: Vec<(String, &Challenge)> = packs
        .iter()
        .flat_map(|p| p.pack.challenges.iter().map(|c| (format!("{}/{}", p.pack.id, c.id), c)))
        .collect();
    let mut disproved = prove_all(&jobs, &prove, progress)?;
    disproved.retain(|d| !d.findings.is_empty());
    let sound = disproved.is_empty() && !reports.iter().any(PackReport::has_errors);
    if json {
        let outcome = Outcome {
            sound,
            packs: packs.len(),
            challenges: jobs.len(),
            reports: &reports,
            disproved: &disproved,
        };
        serde_json::to_writer_pretty(&mut *out, &outcome)?;
        writeln!(out)?;
    } else {
        for report in &reports {
            writeln!(out, "{}", report.render(true))?;
        }
        for d in &disproved {
            for finding in &d.findings {
                writeln!(out, "{}: {finding}\n", d.challenge)?;
            }
        }
        let some = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
        let verdict = if sound { "sound" } else { "not sound" };
        let (packs, challenges) = (some(packs.len(), "pack"), some(jobs.len(), "challenge"));
        writeln!(out, "{packs} read, {challenges} run: {verdict}")?;
    }
    Ok(if sound { Exit::Done } else { Exit::DoesNotHold })
}

/// The packs that can be read, and every fault and warning.
fn read(paths: &[PathBuf], catalogue: &Catalogue) -> (Vec<LoadedPack>, Vec<PackReport>) {
    let (mut packs, mut reports) = (Vec::new(), Vec::new());
    for path in paths {
        let found = packs_at(path).unwrap_or_else(|report| {
            reports.push(report);
            Vec::new()
        });
        for path in found {
            match load_pack(&path, catalogue) {
                Ok(pack) => {
                    if !pack.warnings.is_empty() {
                        let path = path.to_string_lossy().into_owned();
                        reports.push(PackReport { path, diagnostics: pack.warnings.clone() });
                    }
                    packs.push(pack);
                }
                Err(report) => reports.push(report),
            }
        }
    }
    (packs, reports)
}

/// Runs every challenge, on all cores; the results in the order of the jobs.
fn prove_all<F: Send>(
    jobs: &[(String, &Challenge)],
    prove: &(impl Fn(&Challenge) -> Vec<F> + Sync),
    mut progress: Option<&mut dyn Write>,
) -> Result<Vec<Disproved<F>>, CommandError> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let mut results: Vec<(usize, Vec<F>)> = Vec::with_capacity(jobs.len());
    std::thread::scope(|scope| -> Result<(), CommandError> {
        let (send, receive) = mpsc::channel();
        for _ in 0..cores.min(jobs.len()) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, challenge)) = jobs.get(index) else { break };
                    if send.send((index, prove(challenge))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        for (index, findings) in receive {
            results.push((index, findings));
            if let Some(to) = progress.as_deref_mut() {
                write!(to, "\r\x1b[K{} of {}  {}", results.len(), jobs.len(), jobs[index].0)?;
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
    let named = |(index, findings): (usize, Vec<F>)| Disproved { challenge: jobs[index].0.clone(), findings };
    Ok(results.into_iter().map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::catalogue;
    use std::path::Path;

    fn run(
        fixture: &str,
        json: bool,
        prove: impl Fn(&Challenge) -> Vec<String> + Sync,
    ) -> (Exit, String, String) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs").join(fixture);
        let (mut out, mut progress) = (Vec::new(), Vec::new());
        let streams = Streams { out: &mut out, progress: Some(&mut progress) };
        let exit = check(&[path], json, &catalogue(), prove, streams).expect("printed");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (exit, text(out), text(progress))
    }

    #[test]
    fn a_sound_pack_is_run_and_said_to_be_sound() {
        let (exit, out, progress) = run("good", false, |_| Vec::new());
        assert_eq!((exit, out.as_str()), (Exit::Done, "1 pack read, 2 challenges run: sound\n"));
        assert!(progress.contains("2 of 2"));
    }

    #[test]
    fn what_running_disproves_makes_a_pack_unsound() {
        let prove =
            |c: &Challenge| if c.is_clean() { vec!["the original: nothing".to_owned()] } else { Vec::new() };
        let (exit, out, _) = run("good", false, prove);
        assert_eq!(exit, Exit::DoesNotHold);
        assert!(out.starts_with("tiny/note-count: the original: nothing\n"), "{out}");
        let (_, json, _) = run("good", true, prove);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["sound"], false);
        assert_eq!(json["disproved"][0]["challenge"], "tiny/note-count");
    }

    #[test]
    fn faults_of_the_files_are_all_printed() {
        let (exit, out, _) = run("bad", false, |_| Vec::<String>::new());
        assert_eq!(exit, Exit::DoesNotHold);
        assert!(out.contains("[unknown-key]") && out.contains("[syntax]") && out.contains("[surplus-file]"));
        assert!(out.ends_with("0 packs read, 0 challenges run: not sound\n"));
    }
}
