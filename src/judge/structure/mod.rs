//! Holds rules against the structure of code that is not run.
//!
//! The parsers are C code on texts that nobody vouches for, so all of this runs in the judge process that has locked itself in.

mod code;
mod dockerfile;
mod grammar;
mod hcl;
mod lint;
mod reading;
mod rule;
mod show;
mod yaml;
mod yaml_tree;

use super::engine::{Engine, Finish};
use super::job::{Held, Job, Outcome, Stop, Task};
use crate::core::challenge::{CheckKind, Language, RuleKind};
use crate::core::verdict::{CodePlace, Exchange, NotJudged, Verdict};
use grammar::Syntax;
pub(super) use lint::lint;
use reading::{Reading, Source, Tree};
use rule::Compiler;
pub(super) use show::shown;
use std::collections::BTreeMap;

/// So many of the places that a rule matches are shown.
const SHOWN: usize = 6;
/// Most characters that are shown of a line.
const LINE: usize = 160;

/// Whether this build can read a language.
pub(super) fn can_read(language: Language) -> bool {
    Syntax::of(language).is_some()
}

/// What a job's rules are held against, made ready before the process of any rule is started.
#[derive(Default)]
pub(super) struct Structure {
    files: BTreeMap<String, String>,
    compilers: BTreeMap<Language, Compiler>,
    /// By the paths of the files that are read as one.
    readings: BTreeMap<Vec<String>, (Reading, Tree)>,
}

impl Engine for Structure {
    fn load(&mut self, job: &Job) -> Result<(), Stop> {
        for (path, language) in &job.languages {
            let Some(syntax) = Syntax::of(*language) else {
                let message = format!("This build cannot read {}.", language.label());
                return Err(Stop::new(NotJudged::NoEngine, message));
            };
            let text = job.files.get(path).map_or("", String::as_str);
            let original = job.originals.get(path).map(String::as_str);
            parses(syntax, path, text, original)?;
            let compiler = Compiler::new(syntax).map_err(|what| Stop::new(NotJudged::Protocol, what))?;
            self.compilers.insert(*language, compiler);
        }
        self.files.clone_from(&job.files);
        for task in &job.tasks {
            if let Task::Rule(held) = task
                && !self.readings.contains_key(&held.files)
                && let Some(syntax) = Syntax::of(held.language)
            {
                self.readings.insert(held.files.clone(), read(syntax, &self.sources(held))?);
            }
        }
        Ok(())
    }

    fn run(&mut self, task: &Task, _finish: Finish) -> Outcome {
        match task {
            Task::Rule(held) => self.hold(held).unwrap_or_else(Outcome::stopped),
            _ => Outcome::default(),
        }
    }
}

/// Whether a file parses at least as well as it did originally.
fn parses(syntax: Syntax, path: &str, text: &str, original: Option<&str>) -> Result<(), Stop> {
    let stop = |line: usize, why: String| {
        let message = format!("{path} does not parse, line {line}: {why}.");
        Stop::new(NotJudged::Syntax, message).at(Some(CodePlace { file: path.to_owned(), line }))
    };
    let faults = match syntax.0.language {
        // Read by a parser of its own, which tells by itself what is wrong.
        Language::Yaml => Vec::new(),
        _ => reading::faults(syntax, text).map_err(|(line, why)| stop(line, why))?,
    };
    // Where a parser does not know all of a language, what it stumbles over in the original is no fault of a patch.
    let mut known: Vec<String> = match original.filter(|_| !faults.is_empty()) {
        Some(original) => {
            reading::faults(syntax, original).unwrap_or_default().into_iter().map(|(_, what)| what).collect()
        }
        None => Vec::new(),
    };
    for (line, what) in faults {
        match known.iter().position(|k| *k == what) {
            Some(at) => drop(known.swap_remove(at)),
            None => {
                let what: String = what.lines().next().unwrap_or_default().chars().take(60).collect();
                return Err(stop(line, format!("there is something wrong at or before `{}`", what.trim())));
            }
        }
    }
    Ok(())
}

/// The reading of files as one, and its tree.
fn read(syntax: Syntax, sources: &[Source]) -> Result<(Reading, Tree), Stop> {
    let reading = (syntax.0.read)(syntax, sources).map_err(|bad| {
        let file = sources.get(bad.file).map_or_else(String::new, |s| s.path.to_owned());
        let message = format!("{file} does not parse, line {}: {}.", bad.line, bad.what);
        Stop::new(NotJudged::Syntax, message).at(Some(CodePlace { file, line: bad.line }))
    })?;
    let tree = reading::parse(syntax, &reading.text).map_err(|e| Stop::new(NotJudged::Syntax, e))?;
    Ok((reading, tree))
}

impl Structure {
    /// The files that a rule reads.
    fn sources<'s>(&'s self, held: &'s Held) -> Vec<Source<'s>> {
        let text = |path| self.files.get(path).map_or("", String::as_str);
        held.files.iter().map(|path| Source { path, text: text(path) }).collect()
    }

    /// Holds one rule against its files.
    fn hold(&self, held: &Held) -> Result<Outcome, Stop> {
        let broken =
            |what: String| Stop::new(NotJudged::BrokenCheck, format!("Its rule cannot be used: {what}"));
        let (Some(compiler), Some((reading, tree))) =
            (self.compilers.get(&held.language), self.readings.get(&held.files))
        else {
            return Err(Stop::new(NotJudged::Protocol, "The judge was given nothing to judge."));
        };
        let rule = compiler.compile(&held.rule).map_err(broken)?;
        let sources = self.sources(held);
        let (places, more) = rule::places(&rule, tree, reading);
        let line = |(file, line): &(usize, usize)| -> Exchange {
            let source = &sources[*file];
            let text = source.text.lines().nth(line - 1).unwrap_or_default().trim();
            let shown: String = text.chars().take(LINE).collect();
            Exchange { who: String::new(), did: format!("{} line {line}", source.path), got: shown }
        };
        let mut shown: Vec<Exchange> = places.iter().take(SHOWN).map(line).collect();
        let count = if more { format!("more than {}", places.len()) } else { places.len().to_string() };
        let evidence = in_words(held, shown.first(), places.len(), &count);
        // One place, or the first that does, is told of in the evidence.
        if shown.len() == 1 || held.must == RuleKind::Must {
            shown.clear();
        }
        let holds = places.is_empty() == (held.must == RuleKind::MustNot);
        let verdict = match (holds, held.kind) {
            (true, _) => Verdict::Holds,
            (false, CheckKind::Function) => Verdict::Fails,
            (false, CheckKind::Exploit) => Verdict::Open,
        };
        Ok(Outcome { verdict: Some(verdict), evidence, exchange: shown, ..Outcome::default() })
    }
}

/// What a rule found, for whoever wrote the code.
fn in_words(held: &Held, first: Option<&Exchange>, found: usize, count: &str) -> String {
    let files = held.files.join(", ");
    let note = held.note.trim();
    let because = if note.is_empty() { String::new() } else { format!(" {note}") };
    match (held.must, first) {
        (RuleKind::MustNot, None) => format!("nothing of the kind stands in {files}"),
        (RuleKind::MustNot, Some(place)) => {
            let others = match found {
                1 => String::new(),
                _ => format!(", {count} places in all"),
            };
            format!("still there: {} `{}`{others}.{because}", place.did, place.got)
        }
        // What stands under the name of a weakness answers to that name.
        (RuleKind::Must, Some(place)) if held.kind == CheckKind::Exploit => {
            format!("ruled out by {} `{}`", place.did, place.got)
        }
        (RuleKind::Must, None) if held.kind == CheckKind::Exploit => {
            format!("nothing in {files} rules it out.{because}")
        }
        (RuleKind::Must, Some(place)) => format!("found: {} `{}`", place.did, place.got),
        (RuleKind::Must, None) => format!("missing in {files}.{because}"),
    }
}

#[cfg(test)]
mod tests;
