//! `riskline pack check --watch`: checks again what changes, as it is saved.

mod files;
mod keys;
mod rounds;
mod show;

use super::super::{CommandError, Exit};
use super::reading::Reading;
use super::report::counts;
use crate::content::{Level, Library, LoadedPack, chars};
use crate::core::catalogue::Catalogue;
use crate::judge::Judge;
use crate::lint::Finding;
use crossterm::cursor::MoveTo;
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType, size};
use files::Files;
use keys::{Heard, Keys};
use rounds::{Key, Rounds, key};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The longest wait between two looks at files, keys and proofs.
const TICK: Duration = Duration::from_millis(40);
/// How often files are looked at while nothing moves.
const LOOK: Duration = Duration::from_millis(150);

/// Checks packs, and again whatever of them changes, until a key or a signal ends it.
///
/// # Errors
/// Where the output cannot be written, or the terminal does not obey.
pub fn watch(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    judge: Judge,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let built_in = Library::load(true, &[], catalogue).packs;
    let keys = Keys::listen()?;
    let mut files = Files::new(paths);
    let mut state = State::new(paths, &built_in, catalogue, judge);
    let mut output = Output { out, keys: &keys, printed: BTreeSet::new() };
    output.begin(&state)?;
    let mut looked = Instant::now();
    loop {
        match keys.wait(TICK)? {
            Heard::End => break,
            Heard::Resized => output.show(&state)?,
            Heard::Nothing => {}
        }
        if state.take_proofs() {
            output.show(&state)?;
        }
        if files.are_moving() || looked.elapsed() >= LOOK {
            looked = Instant::now();
            let changed = files.changed();
            if !changed.is_empty() {
                state.read_again(changed, &built_in, catalogue);
                output.begin(&state)?;
            }
        }
    }
    state.rounds.end();
    Ok(Exit::Done)
}

/// How the packs stand.
pub(super) struct State {
    paths: Vec<PathBuf>,
    reading: Reading,
    rounds: Rounds,
    /// What is wrong, as far as it is known.
    findings: Vec<Finding>,
    /// The files that changed last; none at the beginning.
    changed: Vec<PathBuf>,
    /// The challenges that were not like this before they changed.
    fresh: BTreeSet<(String, String)>,
    before: BTreeSet<Key>,
    began: Instant,
    took: Option<Duration>,
}

impl State {
    fn new(paths: &[PathBuf], others: &[LoadedPack], catalogue: &Catalogue, judge: Judge) -> Self {
        let mut state = Self {
            paths: paths.to_vec(),
            reading: Reading::default(),
            rounds: Rounds::new(judge),
            findings: Vec::new(),
            changed: Vec::new(),
            fresh: BTreeSet::new(),
            before: BTreeSet::new(),
            began: Instant::now(),
            took: None,
        };
        state.read_again(Vec::new(), others, catalogue);
        state
    }

    /// Reads everything and begins to prove what is new in it.
    fn read_again(&mut self, changed: Vec<PathBuf>, others: &[LoadedPack], catalogue: &Catalogue) {
        self.began = Instant::now();
        self.took = None;
        self.reading = Reading::of(&self.paths, others, catalogue);
        let now: Vec<(Key, (String, String))> = self
            .reading
            .jobs()
            .iter()
            .map(|job| (key(job.challenge), (job.pack.pack.id.clone(), job.challenge.id.clone())))
            .collect();
        self.fresh =
            now.iter().filter(|(key, _)| !self.before.contains(key)).map(|(_, name)| name.clone()).collect();
        self.before = now.into_iter().map(|(key, _)| key).collect();
        self.changed = changed;
        self.rounds.begin(&self.reading);
        self.settle();
    }

    /// Takes what has been proven; says whether there is anything new.
    fn take_proofs(&mut self) -> bool {
        let took = self.rounds.take();
        if took {
            self.settle();
        }
        took
    }

    fn settle(&mut self) {
        let proofs = self.reading.jobs().into_iter().filter_map(|job| {
            let found = self.rounds.of(job.challenge)?;
            Some((job, found.to_vec()))
        });
        let is_over = self.rounds.are_over();
        self.findings = self.reading.checked(proofs.collect(), is_over).findings;
        if is_over && self.took.is_none() {
            self.took = Some(self.began.elapsed());
            let jobs = self.reading.jobs();
            let worked_on = jobs.iter().find(|job| {
                self.fresh.len() == 1
                    && self.fresh.contains(&(job.pack.pack.id.clone(), job.challenge.id.clone()))
            });
            if let Some(job) = worked_on {
                self.rounds.expect(job.challenge);
            }
        }
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether a finding is about what changed.
    fn is_in_focus(&self, finding: &Finding) -> bool {
        let is_fresh = match (&finding.pack, &finding.challenge) {
            (Some(pack), Some(challenge)) => self.fresh.contains(&(pack.clone(), challenge.clone())),
            _ => self.changed.is_empty(),
        };
        is_fresh || self.changed.iter().any(|path| path.to_string_lossy() == finding.diagnostic.file)
    }

    fn counts(&self) -> (usize, usize) {
        counts(&self.findings)
    }

    /// How many challenges are sound, how many are proven, how many there are.
    fn progress(&self) -> (usize, usize, usize) {
        let jobs = self.reading.jobs();
        let faulty: BTreeSet<(&str, &str)> = self
            .findings
            .iter()
            .filter(|finding| finding.diagnostic.level == Level::Error)
            .filter_map(|finding| Some((finding.pack.as_deref()?, finding.challenge.as_deref()?)))
            .collect();
        let proven = jobs.iter().filter(|job| self.rounds.of(job.challenge).is_some());
        let sound = proven
            .clone()
            .filter(|job| !faulty.contains(&(job.pack.pack.id.as_str(), job.challenge.id.as_str())));
        (sound.count(), proven.count(), self.reading.challenges())
    }

    fn is_over(&self) -> bool {
        self.took.is_some()
    }

    fn took(&self) -> Duration {
        self.took.unwrap_or_else(|| self.began.elapsed())
    }

    /// What changed, in a line.
    fn changed_line(&self) -> String {
        const SHOWN: usize = 3;
        let name = |path: &PathBuf| {
            let name = path.file_name().unwrap_or(path.as_os_str());
            chars::visible(&name.to_string_lossy()).into_owned()
        };
        let mut names: Vec<String> = self.changed.iter().take(SHOWN).map(name).collect();
        if self.changed.len() > SHOWN {
            names.push(format!("{} more", self.changed.len() - SHOWN));
        }
        match (names.is_empty(), self.reading.challenges()) {
            (false, _) => format!("changed: {}", names.join(", ")),
            (true, 0) => "watching".to_owned(),
            (true, 1) => "watching 1 challenge".to_owned(),
            (true, count) => format!("watching {count} challenges"),
        }
    }
}

/// Where the state is shown: a terminal is drawn anew each time, anything else gets line after line.
struct Output<'o, 'k> {
    out: &'o mut dyn Write,
    keys: &'k Keys,
    /// The findings that have been printed since the last change.
    printed: BTreeSet<String>,
}

impl Output<'_, '_> {
    /// Something changed.
    fn begin(&mut self, state: &State) -> io::Result<()> {
        self.printed.clear();
        if !self.keys.is_terminal() {
            writeln!(self.out, "{}", state.changed_line())?;
        }
        self.show(state)
    }

    /// Shows what is known by now.
    fn show(&mut self, state: &State) -> io::Result<()> {
        if self.keys.is_terminal() {
            let height = size().ok().map(|(_, rows)| usize::from(rows));
            self.out.flush()?;
            execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))?;
            // The terminal is read key by key, and then a line feed is only that.
            self.out.write_all(show::screen(state, height).replace('\n', "\r\n").as_bytes())?;
        } else {
            for finding in state.findings().iter().filter(|finding| state.is_in_focus(finding)) {
                let text = finding.diagnostic.render(true);
                if self.printed.insert(text.clone()) {
                    writeln!(self.out, "{text}")?;
                }
            }
            if state.is_over() {
                writeln!(self.out, "{}\n", show::state_line(state))?;
            }
        }
        self.out.flush()
    }
}
