//! The JavaScript engine: QuickJS without any host access, with the lab in a realm of its own.

mod awaits;
mod convert;
mod crypto;
mod early;
mod erase;
mod errors;
mod host;
mod imports;
mod modules;
mod realms;
mod record;
mod resolve;
mod run;
mod seal;
mod share;
mod sources;
mod sql;
mod text;
mod world;

use super::engine::{Engine, Finish};
use super::job::{Job, Outcome, Stop, Task};
use crate::core::verdict::NotJudged;
use imports::Importer;
use rquickjs::allocator::RustAllocator;
use rquickjs::{Context, Runtime};
use std::mem::ManuallyDrop;
use std::rc::Rc;
use world::World;

/// Room for calls within calls: about what Node has, far less than the thread's stack.
const STACK: usize = 4 << 20;

/// Bytes before the engine first looks for circles of garbage: most runs end before, and looking copies pages that forks share.
const GARBAGE: usize = 48 << 20;

/// A running engine with the lab in it.
pub(super) struct JavaScript {
    // Values that outlive a visit to the runtime are kept all over; a process ends without taking them apart.
    runtime: ManuallyDrop<Runtime>,
    kernel: ManuallyDrop<Context>,
    guest: ManuallyDrop<Context>,
    world: Rc<World>,
    job: Option<run::Loaded>,
}

/// The engine's name and version.
pub(super) fn version() -> String {
    // SAFETY: the text lies in the program.
    let version = unsafe { std::ffi::CStr::from_ptr(rquickjs::qjs::JS_GetVersion()) };
    format!("QuickJS {}", version.to_string_lossy())
}

/// Reads what has to be read before the process locks itself in.
pub(super) fn prepare() {
    sources::sources();
}

impl JavaScript {
    /// Starts the engine and the lab. Reads nothing of any job.
    pub fn start() -> Result<Self, Stop> {
        let failed =
            |e: rquickjs::Error| Stop::new(NotJudged::Protocol, format!("The engine does not start: {e}."));
        let runtime = Runtime::new_with_alloc(RustAllocator).map_err(failed)?;
        runtime.set_max_stack_size(STACK);
        runtime.set_gc_threshold(GARBAGE);
        let kernel = Context::full(&runtime).map_err(failed)?;
        let guest = Context::full(&runtime).map_err(failed)?;
        let world = World::new(kernel.as_raw(), guest.as_raw());
        let importer = Importer(Rc::clone(&world));
        runtime.set_loader(importer.clone(), importer);
        let tracker = Rc::clone(&world);
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx, promise, reason, is_handled| {
                tracker.track_rejection(&ctx, &promise, reason, is_handled);
            },
        )));
        let engine = Self {
            runtime: ManuallyDrop::new(runtime),
            kernel: ManuallyDrop::new(kernel),
            guest: ManuallyDrop::new(guest),
            world,
            job: None,
        };
        engine
            .kernel
            .with(|at| engine.world.build(&at).map_err(|error| engine.world.broken_lab(&at, error)))?;
        Ok(engine)
    }
}

impl Engine for JavaScript {
    fn prepare(&mut self, job: &Job) -> Result<(), Stop> {
        self.kernel.with(|at| run::prepare(&self.world, &at, job))
    }

    fn load(&mut self, job: &Job) -> Result<(), Stop> {
        let scratch = Context::full(&self.runtime)
            .map_err(|e| Stop::new(NotJudged::Protocol, format!("The engine does not start: {e}.")))?;
        self.world.set_scratch(Some(scratch.as_raw()));
        let loaded = self.kernel.with(|at| run::load(&self.world, &at, scratch.as_raw(), job));
        self.world.set_scratch(None);
        self.job = Some(loaded?);
        Ok(())
    }

    fn run(&mut self, task: &Task, finish: Finish) -> Outcome {
        let Some(job) = &self.job else {
            return Outcome::stopped(Stop::new(NotJudged::Protocol, "The judge was given nothing to judge."));
        };
        self.world.record.borrow_mut().finish = Some(finish);
        let _ = &self.guest;
        self.kernel.with(|at| run::run(&self.world, &at, job, task))
    }
}
