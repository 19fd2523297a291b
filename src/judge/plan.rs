//! What the processes of a run are told: one for the checks, which run the code, one for the rules, which read it.

use super::control::Limits;
use super::job::{Held, Job, Stop, Task};
use super::rules::can_read;
use crate::core::cases::{Case, What};
use crate::core::challenge::{Challenge, Language};
use crate::core::verdict::NotJudged;
use std::collections::BTreeMap;

/// The lab's clock starts here, the same in every run: 2026-01-15 12:00 UTC, a Thursday.
const CLOCK: f64 = 1_768_478_400.0;

/// A job, and the number of its first task in the run: 0 is the import, 1 the first case.
pub(super) struct Planned {
    pub first: usize,
    pub job: Job,
}

/// The jobs of a run. The cases are checks and then rules.
pub(super) fn jobs(
    challenge: &Challenge,
    files: &BTreeMap<String, String>,
    cases: &[Case],
    seed: [u8; 32],
    limits: Limits,
) -> Result<Vec<Planned>, Stop> {
    let base = Job {
        language: challenge.language,
        files: files.clone(),
        setup: challenge.lab_setup.clone(),
        tasks: Vec::new(),
        clock: CLOCK,
        seed,
        output: limits.output,
        workers: std::thread::available_parallelism().map_or(1, usize::from).min(8),
        cpu: u64::try_from(limits.cpu.as_micros()).unwrap_or(u64::MAX),
        languages: BTreeMap::new(),
        originals: BTreeMap::new(),
    };
    let mut checks = vec![Task::Import];
    let mut rules = Vec::new();
    let mut languages = BTreeMap::new();
    for case in cases {
        match case.what {
            What::Check(check) => checks.push(Task::Check {
                name: check.name.clone(),
                kind: check.kind,
                code: check.code.clone(),
            }),
            What::Rule(rule) => {
                let of = |path: &String| challenge.file(path).map_or(Language::Text, |f| f.language);
                languages.extend(rule.files.iter().map(|path| (path.clone(), of(path))));
                rules.push(Task::Rule(Held {
                    must: rule.kind,
                    kind: case.kind,
                    language: rule.files.first().map_or(Language::Text, of),
                    files: rule.files.clone(),
                    rule: rule.rule.clone(),
                    note: rule.note.clone().unwrap_or_default(),
                }));
            }
        }
    }
    let mut jobs = Vec::new();
    let first_rule = checks.len();
    // A challenge without checks and rules is run only to see whether it can be.
    if checks.len() > 1 || rules.is_empty() {
        if !can_run(challenge.language) {
            let message = format!("This build cannot run {}.", challenge.language.label());
            return Err(Stop::new(NotJudged::NoEngine, message));
        }
        jobs.push(Planned { first: 0, job: Job { tasks: checks, ..base.clone() } });
    }
    if !rules.is_empty() {
        if let Some(language) = languages.values().find(|language| !can_read(**language)) {
            let message = format!("This build cannot read {}.", language.label());
            return Err(Stop::new(NotJudged::NoEngine, message));
        }
        let originals = challenge.originals();
        let job = Job { tasks: rules, languages, originals, ..base };
        jobs.push(Planned { first: first_rule, job });
    }
    Ok(jobs)
}

/// What a process is told that gets ready for a run; none where no code is run.
pub(super) fn preparation(challenge: &Challenge, limits: Limits) -> Option<Job> {
    let cases: Vec<Case> = challenge.cases().collect();
    let jobs = jobs(challenge, &challenge.originals(), &cases, [0; 32], limits).ok()?;
    jobs.into_iter().map(|planned| planned.job).find(Job::runs_code)
}

/// Whether this build can judge code of a language: by running it, or by rules.
pub fn can_judge(language: Language) -> bool {
    can_run(language) || can_read(language)
}

/// Whether this build can run the code of a language.
fn can_run(language: Language) -> bool {
    let is_script = matches!(language, Language::JavaScript | Language::TypeScript);
    language == Language::Python && cfg!(feature = "python") || is_script && cfg!(feature = "javascript")
}
