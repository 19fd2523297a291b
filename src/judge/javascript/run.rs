//! A job's life in the engine: its files are compiled, then one task is run and comes to a verdict.

use super::errors::{CHECK, Raised, SETUP};
use super::world::{APP, World};
use super::{awaits, early, share};
use crate::core::challenge::{CheckKind, Language};
use crate::core::verdict::{NotJudged, Verdict};
use crate::judge::job::{Job, Outcome, Stop, Task};
use rquickjs::function::{Rest, This};
use rquickjs::promise::PromiseState;
use rquickjs::{Ctx, Exception, Function, Module, Object, Promise, Result, Undefined, Value, qjs};
use std::ptr::NonNull;
use std::rc::Rc;

/// What is kept of a job.
pub(super) struct Loaded {
    setup: String,
    /// The challenge's own files of code, by absolute path.
    code: Vec<String>,
}

/// Reads what code like the job's will ask for, which is all that a run of changed code can take over.
pub(super) fn prepare(world: &Rc<World>, at: &Ctx<'_>, job: &Job) -> std::result::Result<(), Stop> {
    begin(world, at, job)?;
    early::load(world, at, job);
    Ok(())
}

/// Tells the world of a job.
fn begin(world: &Rc<World>, at: &Ctx<'_>, job: &Job) -> std::result::Result<(), Stop> {
    {
        let mut record = world.record.borrow_mut();
        record.seed = job.seed;
        record.clock = job.clock;
        record.budget = job.output;
    }
    let files = job.files.iter().map(|(path, text)| (format!("{APP}{path}"), text.clone()));
    world.files.borrow_mut().extend(files);
    world.call_core::<()>(at, "start", (world.has_part("tree"),)).map_err(|error| world.broken_lab(at, error))
}

/// Builds the job's world. Runs none of its code.
pub(super) fn load(
    world: &Rc<World>,
    at: &Ctx<'_>,
    scratch: NonNull<qjs::JSContext>,
    job: &Job,
) -> std::result::Result<Loaded, Stop> {
    begin(world, at, job)?;
    early::load(world, at, job);
    if job.files.values().any(|text| awaits::concerns(text)) {
        world.follow_context(at).map_err(|error| world.broken_lab(at, error))?;
    }
    // SAFETY: the scratch realm outlives this call, and `at` has the lifetime of the visit to its runtime.
    let scratch = unsafe { Ctx::from_raw(scratch) };
    let code: Vec<String> =
        job.files.keys().filter(|path| is_code(path)).map(|path| format!("{APP}{path}")).collect();
    for path in &code {
        world.compile(at, &scratch, path).map_err(|error| {
            let raised = world.caught(at, error);
            let file = path.trim_start_matches(APP);
            let place = raised.place.clone();
            let line = place.as_ref().map_or(String::new(), |at| format!(", line {}", at.line));
            Stop::new(NotJudged::Syntax, format!("{file} does not parse{line}: {}.", raised.text)).at(place)
        })?;
    }
    world.record.borrow_mut().forget();
    world.seal.borrow_mut().add_globals(&world.guest(at));
    Ok(Loaded { setup: job.setup.clone(), code })
}

/// Whether a file is one that the engine runs: JavaScript or TypeScript, but neither declarations nor JSX.
pub(super) fn is_code(path: &str) -> bool {
    matches!(Language::from_path(path), Language::JavaScript | Language::TypeScript)
        && ![".d.ts", ".d.mts", ".d.cts", ".jsx", ".tsx"].iter().any(|end| path.ends_with(end))
}

/// Runs a task.
pub(super) fn run(world: &Rc<World>, at: &Ctx<'_>, job: &Loaded, task: &Task) -> Outcome {
    let mut outcome = match task {
        Task::Import => import_all(world, at, job),
        Task::Check { kind, code, .. } => check(world, at, job, *kind, code),
        Task::Rule(_) => Outcome::stopped(Stop::new(NotJudged::Protocol, "Rules are not run.")),
    };
    // Broken seals count for more than whatever the task came to.
    let broken =
        world.record.borrow_mut().take_tampering().or_else(|| world.seal.borrow().broken(&world.guest(at)));
    let mut record = world.record.borrow_mut();
    if let Some(what) = broken {
        let message = format!(
            "The code reached into the lab, so its result cannot be trusted: {what}. \
             Mend the code of the challenge itself."
        );
        outcome.stop = Some(Stop::new(NotJudged::Tampering, message));
    } else if let Some((message, place)) = record.lacks.take() {
        outcome.stop = Some(Stop::new(NotJudged::LabLacks, capital(&message)).at(place));
    }
    if outcome.stop.is_some() {
        outcome.verdict = None;
    }
    record.drain_into(&mut outcome);
    outcome
}

/// How the code of an author ended.
enum Ended {
    Well,
    Threw(Raised),
    /// It waits for what never comes.
    Hangs,
}

/// Runs a module of the author's to its end.
fn run_module<'js>(world: &Rc<World>, at: &Ctx<'js>, name: &str, code: String) -> Ended {
    let kernel = world.kernel(at);
    let ran = (|| -> Result<Option<Value<'js>>> {
        let module = Module::declare(kernel.clone(), name, code)?;
        module.meta()?.set("take", Function::new(kernel.clone(), take)?)?;
        let (_, promise): (_, Promise<'js>) = module.eval()?;
        // A rejection is reported from here.
        promise.then()?.call::<_, ()>((
            This(promise.clone()),
            Undefined,
            Function::new(kernel.clone(), || ())?,
        ))?;
        if !world.drive(at, || promise.state() != PromiseState::Pending)? {
            return Ok(None);
        }
        promise.result::<Value<'js>>().unwrap_or(Err(rquickjs::Error::Unknown)).map(Some)
    })();
    match ran {
        Err(error) => Ended::Threw(world.caught(at, error)),
        Ok(None) => Ended::Hangs,
        Ok(Some(_)) => match world.unhandled_in_kernel(at) {
            Some(reason) => Ended::Threw(super::errors::describe(world, at, &reason)),
            None => Ended::Well,
        },
    }
}

/// Sees that a module has what an author's code imports of it.
fn take<'js>(ctx: Ctx<'js>, module: Object<'js>, names: Rest<String>) -> Result<Object<'js>> {
    for name in names.0 {
        if !module.contains_key(name.as_str())? {
            let message = if name == "default" {
                "a file of the challenge has no default export".to_owned()
            } else {
                format!("a file of the challenge exports no {name}")
            };
            return Err(Exception::throw_reference(&ctx, &message));
        }
    }
    Ok(module)
}

/// Runs the setup.
fn set_up(world: &Rc<World>, at: &Ctx<'_>, job: &Loaded) -> std::result::Result<(), Stop> {
    if job.setup.trim().is_empty() {
        return Ok(());
    }
    let broken = |message: String| Err(Stop::new(NotJudged::BrokenCheck, message));
    match run_module(world, at, SETUP, share::setup(&job.setup)) {
        Ended::Well => Ok(()),
        Ended::Hangs => broken("The lab's setup waits for something that never comes.".to_owned()),
        Ended::Threw(raised) if raised.in_guest && !raised.ends_program => Err(import_stop(&raised)),
        Ended::Threw(raised) => {
            let line = raised.check_line.map_or(String::new(), |line| format!(", line {line}"));
            broken(format!("The lab's setup failed{line}: {}", raised.summary()))
        }
    }
}

fn import_stop(raised: &Raised) -> Stop {
    let message = match &raised.place {
        Some(at) => format!("{} cannot be imported, line {}: {}", at.file, at.line, raised.summary()),
        None => format!("The code cannot be imported: {}", raised.summary()),
    };
    Stop::new(NotJudged::Import, message).at(raised.place.clone())
}

fn import_all(world: &Rc<World>, at: &Ctx<'_>, job: &Loaded) -> Outcome {
    if let Err(stop) = set_up(world, at, job) {
        return Outcome::stopped(stop);
    }
    for path in &job.code {
        let Err(error) = world.load_to_its_end(at, path) else { continue };
        let raised = world.caught(at, error);
        // A script may end itself where it stands, one of a page's is not for this place, and missing configuration is
        // rightly refused: whether the feature needs the file is for the function checks to say, which import what they use.
        if raised.ends_program || raised.wants_browser() || raised.is_refusal() {
            continue;
        }
        let mut stop = import_stop(&raised);
        if stop.at.is_none() {
            stop.message =
                format!("{} cannot be imported: {}", path.trim_start_matches(APP), raised.summary());
        }
        return Outcome::stopped(stop);
    }
    Outcome::default()
}

fn check(world: &Rc<World>, at: &Ctx<'_>, job: &Loaded, kind: CheckKind, code: &str) -> Outcome {
    if let Err(stop) = set_up(world, at, job) {
        return Outcome::stopped(stop);
    }
    world.record.borrow_mut().stated = None;
    world.checking.set(true);
    let ended = run_module(world, at, CHECK, share::check(code));
    world.checking.set(false);
    let stated = world.record.borrow_mut().stated.take();
    match (ended, kind) {
        (Ended::Threw(raised), _) => failed(kind, code, &raised),
        (Ended::Hangs, CheckKind::Function) => Outcome {
            verdict: Some(Verdict::Fails),
            evidence: "The code never answers.".to_owned(),
            ..Outcome::default()
        },
        (Ended::Hangs, CheckKind::Exploit) => Outcome::stopped(Stop::new(
            NotJudged::BrokenCheck,
            "The check waits for something that never comes: call the code through client(...) or attempt(...).",
        )),
        (Ended::Well, CheckKind::Function) => Outcome { verdict: Some(Verdict::Holds), ..Outcome::default() },
        (Ended::Well, CheckKind::Exploit) => match stated {
            Some((true, evidence)) => {
                Outcome { verdict: Some(Verdict::Open), evidence, ..Outcome::default() }
            }
            Some((false, evidence)) => {
                Outcome { verdict: Some(Verdict::Holds), evidence, ..Outcome::default() }
            }
            None => Outcome::stopped(Stop::new(
                NotJudged::BrokenCheck,
                "The check ended without saying whether its attack worked: it must call exploited(...).",
            )),
        },
    }
}

/// What an error that left a check means.
fn failed(kind: CheckKind, code: &str, raised: &Raised) -> Outcome {
    let mut evidence = raised.summary();
    let source = raised.check_line.and_then(|line| code.lines().nth(line - 1)).map(str::trim);
    if let Some(at) = &raised.place {
        evidence = format!("{evidence} ({}, line {})", at.file, at.line);
    } else if let (true, Some(source)) = (raised.text.is_empty(), source) {
        evidence = format!("{evidence} at `{source}`");
    }
    match kind {
        CheckKind::Function => Outcome { verdict: Some(Verdict::Fails), evidence, ..Outcome::default() },
        CheckKind::Exploit => {
            let line = raised.check_line.map_or(String::new(), |line| format!(" in line {line}"));
            let hint =
                if raised.in_guest { " Call the code through client(...) or attempt(...)." } else { "" };
            let message = format!("The check itself failed{line}: {evidence}.{hint}");
            Outcome::stopped(Stop::new(NotJudged::BrokenCheck, message))
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
