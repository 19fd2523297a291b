//! The Python engine: RustPython without any host access, with the lab frozen into the program.

mod blind;
mod early;
mod errors;
mod guard;
mod host_module;
mod seal;
#[cfg(test)]
mod tests;
mod trust;

use super::engine::{Engine, Finish};
use super::job::{Job, Outcome, Stop, Task};
use crate::core::challenge::{CheckKind, Language};
use crate::core::verdict::{NotJudged, Verdict};
use errors::Raised;
use host_module::{Record, Shared};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode, PyDictRef, PyFunction, PyTuple};
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::{
    AsObject, Interpreter, PyObjectRef, PyPayload, PyRef, PyResult, Settings, VirtualMachine,
};
use seal::Seal;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The lab's Python modules, compiled when this program was built.
const LAB: &rustpython_vm::frozen::FrozenLib = rustpython_vm::py_freeze!(dir = "../../../assets/lab/python");

/// A running interpreter with the lab in it.
pub(super) struct Python {
    interpreter: Interpreter,
    record: Shared,
    lab: PyObjectRef,
    /// Whether the lab's world stands, empty of any challenge.
    is_built: bool,
    world: Option<World>,
}

/// What `load` built.
struct World {
    lab: PyObjectRef,
    /// The names that setup and checks have without importing them.
    names: PyDictRef,
    seal: Seal,
    /// The setup, compiled; none where there is none.
    setup: Option<Result<PyRef<PyCode>, Stop>>,
    /// The setup's text, to tell a line of it.
    setup_text: String,
    /// Names of the challenge's modules.
    modules: Vec<(String, String)>,
}

impl Python {
    /// Starts the interpreter and imports the lab. Reads nothing of any job.
    pub fn start() -> Result<Self, Stop> {
        let interpreter = interpreter();
        // A process lives for one run, or one check: collecting would only copy pages that forks share.
        rustpython_vm::gc_state::gc_state().disable();
        let record: Shared = Rc::new(RefCell::new(Record::default()));
        let started = interpreter.enter(|vm| -> PyResult {
            blind::blind(vm)?;
            let host = host_module::module(vm, &record)?;
            let modules = vm.sys_module.get_attr("modules", vm)?;
            modules.set_item("_host", host.into(), vm)?;
            let lab = vm.import("lab", 0)?;
            modules.del_item("_host", vm)?;
            Ok(lab)
        });
        match started {
            Ok(lab) => Ok(Self { interpreter, record, lab, is_built: false, world: None }),
            Err(error) => Err(interpreter.enter(|vm| no_lab(vm, &error))),
        }
    }
}

/// An interpreter without any access to its host, and with nothing taken away yet.
fn interpreter() -> Interpreter {
    let mut settings = Settings::default();
    settings.install_signal_handlers = false;
    settings.import_site = false;
    settings.ignore_environment = true;
    settings.isolated = true;
    settings.write_bytecode = false;
    settings.user_site_directory = false;
    settings.allow_external_library = false;
    let builder = Interpreter::builder(settings);
    let modules = rustpython_stdlib::stdlib_module_defs(&builder.ctx);
    builder
        .add_native_modules(&modules)
        .add_frozen_modules(rustpython_pylib::FROZEN_STDLIB)
        .add_frozen_modules(LAB)
        .build()
}

impl Python {
    /// Reads what the job's code imports from the lab and the library.
    fn read_ahead(&mut self, job: &Job) -> Result<(), Stop> {
        self.interpreter.enter(|vm| {
            let read = || -> PyResult<()> {
                if !self.is_built {
                    self.lab.get_attr("build", vm)?.call((vm.ctx.new_float(job.clock),), vm)?;
                }
                early::import(vm, &self.lab, job)
            };
            read().map_err(|error| no_lab(vm, &error))
        })?;
        self.is_built = true;
        Ok(())
    }
}

/// The lab itself fails.
fn no_lab(vm: &VirtualMachine, error: &PyBaseExceptionRef) -> Stop {
    let raised = errors::describe(vm, error);
    Stop::new(NotJudged::Protocol, format!("The lab does not start: {}", raised.summary()))
}

impl Engine for Python {
    fn prepare(&mut self, job: &Job) -> Result<(), Stop> {
        self.read_ahead(job)
    }

    fn load(&mut self, job: &Job) -> Result<(), Stop> {
        {
            let mut record = self.record.borrow_mut();
            record.seed = job.seed;
            record.budget = job.output;
        }
        let parsed = self.interpreter.enter(|vm| parse(vm, &job.files))?;
        self.read_ahead(job)?;
        let world = self.interpreter.enter(|vm| {
            build_world(vm, &self.record, &self.lab, job, parsed).map_err(|error| no_lab(vm, &error))
        })?;
        self.world = Some(world);
        Ok(())
    }

    fn run(&mut self, task: &Task, finish: Finish) -> Outcome {
        let Some(world) = &self.world else {
            return Outcome::stopped(Stop::new(NotJudged::Protocol, "The judge was given nothing to judge."));
        };
        self.record.borrow_mut().finish = Some(finish);
        let record = &self.record;
        let mut outcome = self.interpreter.enter(|vm| {
            let mut outcome = match task {
                Task::Import => import_all(vm, world),
                Task::Check { kind, code, .. } => check(vm, world, record, *kind, code),
                Task::Rule(_) => Outcome::stopped(Stop::new(NotJudged::Protocol, "Rules are not run.")),
            };
            // Broken seals count for more than whatever the task came to.
            let broken = record.borrow_mut().tampering.take().or_else(|| world.seal.broken(vm));
            if let Some(what) = broken {
                let message = format!(
                    "The code reached into the lab, so its result cannot be trusted: {what}. \
                     Mend the code of the challenge itself."
                );
                outcome.stop = Some(Stop::new(NotJudged::Tampering, message));
            } else if let Some((message, place)) = record.borrow_mut().lacks.take() {
                outcome.stop = Some(Stop::new(NotJudged::LabLacks, capital(&message)).at(place));
            }
            outcome
        });
        if outcome.stop.is_some() {
            outcome.verdict = None;
        }
        record.borrow_mut().drain_into(&mut outcome);
        outcome
    }
}

/// A file of the challenge: its path in the lab, its text, and the code that it compiles to.
type Parsed = (String, String, PyRef<PyCode>);

/// Compiles every Python file, so that a slip is told with its line before anything runs.
fn parse(vm: &VirtualMachine, files: &BTreeMap<String, String>) -> Result<Vec<Parsed>, Stop> {
    let parse = |(path, text): (&String, &String)| {
        let full = format!("{}{path}", trust::APP);
        match vm.compile(text, Mode::Exec, full.clone()) {
            Ok(code) => Ok((full, text.clone(), code)),
            Err(error) => {
                let line = error.python_location().0.max(1);
                let message = format!("{path} does not parse, line {line}: {error}.");
                Err(Stop::new(NotJudged::Syntax, message).at(trust::place(&full, line)))
            }
        }
    };
    python_files(files).map(parse).collect()
}

fn python_files(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| Language::from_path(path) == Language::Python)
}

fn build_world(
    vm: &VirtualMachine,
    record: &Shared,
    lab: &PyObjectRef,
    job: &Job,
    parsed: Vec<Parsed>,
) -> PyResult<World> {
    let files = vm.ctx.new_dict();
    for (path, text) in &job.files {
        files.set_item(path.as_str(), vm.ctx.new_str(text.as_str()).into(), vm)?;
    }
    let compiled = vm.ctx.new_dict();
    for (path, text, code) in parsed {
        let known = vm.ctx.new_tuple(vec![vm.ctx.new_str(text).into(), code.into()]);
        compiled.set_item(path.as_str(), known.into(), vm)?;
    }
    lab.get_attr("put", vm)?.call((files, compiled), vm)?;
    record.borrow_mut().forget();
    let names = lab.get_attr("check_names", vm)?.call((), vm)?;
    let names: PyDictRef = names.downcast().map_err(|_| vm.new_type_error("check_names() gives no dict"))?;
    let states = names.get_item("exploited", vm)?;
    record.borrow_mut().stating_code = states
        .downcast_ref::<PyFunction>()
        .and_then(|f| blind::code_of(f, vm))
        .map(|code| code.as_object().get_id());
    // Checks keep the real built-in functions, whatever a guest does to its own.
    let builtins = vm.new_module("builtins", vm.builtins.dict().copy().into_ref(&vm.ctx), None);
    names.set_item("__builtins__", builtins.into(), vm)?;
    names.set_item("__name__", vm.ctx.new_str("__check__").into(), vm)?;
    let modules = python_files(&job.files).filter_map(|(path, _)| Some((path.clone(), module_name(path)?)));
    let has_setup = !job.setup.trim().is_empty();
    let setup = has_setup.then(|| compile(vm, record, &job.setup, trust::SETUP));
    Ok(World {
        seal: Seal::set(vm, &early::used_by_checks(job))?,
        lab: lab.clone(),
        names,
        setup,
        setup_text: job.setup.clone(),
        modules: modules.collect(),
    })
}

/// The module that a file is imported as; none for names that cannot be imported.
fn module_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".py")?;
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    (stem.split('/').all(is_name) && stem != "__main__").then(|| stem.replace('/', "."))
}

/// Compiles code of the challenge's author and remembers it as theirs.
fn compile(vm: &VirtualMachine, record: &Shared, code: &str, name: &str) -> Result<PyRef<PyCode>, Stop> {
    let compiled = vm.compile(code, Mode::Exec, name.to_owned()).map_err(|error| {
        let (line, _) = error.python_location();
        Stop::new(NotJudged::BrokenCheck, format!("{} does not parse, line {line}: {error}.", of_name(name)))
    })?;
    let mut open: Vec<PyObjectRef> = vec![compiled.clone().into()];
    while let Some(object) = open.pop() {
        if object.downcast_ref::<PyCode>().is_some() {
            record.borrow_mut().check_code.insert(object.get_id());
            if let Ok(constants) = object.get_attr("co_consts", vm)
                && let Some(constants) = constants.downcast_ref::<PyTuple>()
            {
                open.extend(constants.iter().cloned());
            }
        }
    }
    Ok(compiled)
}

fn of_name(name: &str) -> &'static str {
    if name == trust::SETUP { "The lab's setup" } else { "The check" }
}

/// Runs the setup; gives the names for the check.
fn set_up(vm: &VirtualMachine, world: &World) -> Result<PyDictRef, Stop> {
    let names = world.names.clone();
    let Some(code) = world.setup.clone() else { return Ok(names) };
    let code = code?;
    vm.run_code_obj(code, Scope::with_builtins(None, names.clone(), vm)).map_err(|error| {
        let raised = errors::describe(vm, &error);
        if raised.in_guest && !raised.ends_program {
            import_stop(&raised)
        } else {
            let line = raised.check_line.map_or(String::new(), |line| format!(", line {line}"));
            Stop::new(NotJudged::BrokenCheck, format!("The lab's setup failed{line}: {}", raised.summary()))
        }
    })?;
    Ok(names)
}

fn import_stop(raised: &Raised) -> Stop {
    if raised.memory {
        return Stop::new(NotJudged::Memory, "The code ran out of memory while it was imported.")
            .at(raised.place.clone());
    }
    let message = match &raised.place {
        Some(at) => format!("{} cannot be imported, line {}: {}", at.file, at.line, raised.summary()),
        None => format!("The code cannot be imported: {}", raised.summary()),
    };
    Stop::new(NotJudged::Import, message).at(raised.place.clone())
}

fn import_all(vm: &VirtualMachine, world: &World) -> Outcome {
    if let Err(stop) = set_up(vm, world) {
        return Outcome::stopped(stop);
    }
    for (path, module) in &world.modules {
        let imported =
            vm.builtins.get_attr("__import__", vm).and_then(|import| import.call((module.as_str(),), vm));
        if let Err(error) = imported {
            let raised = errors::describe(vm, &error);
            // A script may end itself where it stands, and configuration that is missing is rightly refused: whether the
            // feature needs the file is for the function checks to say, which import what they use.
            if !raised.ends_program && !refuses(vm, &error) {
                let mut stop = import_stop(&raised);
                if stop.at.is_none() {
                    stop.message = format!("{path} cannot be imported: {}", raised.summary());
                }
                return Outcome::stopped(stop);
            }
        }
    }
    Outcome::default()
}

/// Whether an exception may be meant, and is no slip in the code.
fn refuses(vm: &VirtualMachine, error: &PyBaseExceptionRef) -> bool {
    let kinds = &vm.ctx.exceptions;
    let slips = [
        kinds.syntax_error,
        kinds.name_error,
        kinds.attribute_error,
        kinds.type_error,
        kinds.memory_error,
        kinds.recursion_error,
    ];
    // Of an import that failed the interpreter says what was to be imported.
    let failed_import = error.fast_isinstance(kinds.import_error)
        && error.as_object().get_attr("name", vm).is_ok_and(|name| !vm.is_none(&name));
    !failed_import
        && error.fast_isinstance(kinds.exception_type)
        && !slips.iter().any(|kind| error.fast_isinstance(kind))
}

fn check(vm: &VirtualMachine, world: &World, record: &Shared, kind: CheckKind, code: &str) -> Outcome {
    let prepared = set_up(vm, world).and_then(|names| Ok((names, compile(vm, record, code, trust::CHECK)?)));
    let (names, compiled) = match prepared {
        Ok(prepared) => prepared,
        Err(stop) => return Outcome::stopped(stop),
    };
    record.borrow_mut().stated = None;
    let ended = vm.run_code_obj(compiled, Scope::with_builtins(None, names, vm));
    let stated = record.borrow_mut().stated.take();
    match (ended, kind) {
        (Err(error), _) => {
            let raised = errors::describe(vm, &error);
            failed(vm, world, kind, code, &error, &raised)
        }
        (Ok(_), CheckKind::Function) => Outcome { verdict: Some(Verdict::Holds), ..Outcome::default() },
        (Ok(_), CheckKind::Exploit) => match stated {
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

/// What an exception that left a check means.
fn failed(
    vm: &VirtualMachine,
    world: &World,
    kind: CheckKind,
    code: &str,
    error: &PyBaseExceptionRef,
    raised: &Raised,
) -> Outcome {
    let is_lacks = world
        .lab
        .get_attr("LabLacks", vm)
        .is_ok_and(|class| error.as_object().is_instance(&class, vm).unwrap_or(false));
    if is_lacks {
        return Outcome::stopped(
            Stop::new(NotJudged::LabLacks, capital(&raised.text)).at(raised.place.clone()),
        );
    }
    if raised.memory {
        return Outcome::stopped(
            Stop::new(NotJudged::Memory, "The code ran out of memory.").at(raised.place.clone()),
        );
    }
    let mut evidence = raised.summary();
    let written = if raised.in_setup { world.setup_text.as_str() } else { code };
    let source = raised.check_line.and_then(|line| written.lines().nth(line.checked_sub(1)?)).map(str::trim);
    if let Some(at) = &raised.place {
        evidence = format!("{evidence} ({}, line {})", at.file, at.line);
    } else if let (true, Some(source)) = (raised.text.is_empty(), source) {
        let whose = if raised.in_setup { " in the setup" } else { "" };
        evidence = format!("{evidence} at `{source}`{whose}");
    }
    match kind {
        CheckKind::Function => Outcome { verdict: Some(Verdict::Fails), evidence, ..Outcome::default() },
        CheckKind::Exploit => {
            let whose = if raised.in_setup { " of the setup" } else { "" };
            let line = raised.check_line.map_or(String::new(), |line| format!(" in line {line}{whose}"));
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
