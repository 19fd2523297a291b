//! The world of a run: one runtime with two realms, and what both share.
//!
//! The *kernel* realm holds the lab's world, the setup and the checks; the *guest* realm holds the globals that code under
//! review finds, the stand-ins of its libraries, and that code itself. They meet only in the bridge of `kernel/core.js`.

use super::awaits;
use super::convert::Text;
use super::errors::{self, Raised};
use super::host;
use super::modules::Modules;
use super::record::Record;
use super::seal::Seal;
use super::sources::sources;
use super::sql::Databases;
use crate::core::verdict::NotJudged;
use crate::judge::job::Stop;
use rquickjs::context::EvalOptions;
use rquickjs::object::Property;
use rquickjs::prelude::IntoArgs;
use rquickjs::{Ctx, Exception, FromJs, Function, Object, Persistent, Result, Value, qjs};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ptr::NonNull;
use std::rc::Rc;

/// Where the challenge's files lie in the lab.
pub(super) const APP: &str = "/app/";

/// A value that outlives a visit to the runtime.
pub(super) type Kept<T> = Persistent<T>;

/// A promise, its reason, and whether it is the guest's.
type Rejected = (Kept<Value<'static>>, Kept<Value<'static>>, bool);

/// What both realms and the host share.
pub(super) struct World {
    kernel: NonNull<qjs::JSContext>,
    guest: NonNull<qjs::JSContext>,
    pub record: RefCell<Record>,
    /// The job's files by absolute path.
    pub files: RefCell<BTreeMap<String, String>>,
    pub databases: Databases,
    pub modules: Modules,
    pub seal: RefCell<Seal>,
    /// Exports of the kernel's parts by name.
    parts: RefCell<HashMap<String, Kept<Object<'static>>>>,
    /// What `kernel(name)` gives to stand-ins, by name.
    bridged: RefCell<HashMap<String, Kept<Value<'static>>>>,
    /// The `module` objects of the stand-ins, by path among the lab's sources.
    stands: RefCell<HashMap<String, Kept<Object<'static>>>>,
    /// The host object of the guest realm.
    guest_host: RefCell<Option<Kept<Object<'static>>>>,
    /// Rejected promises that nobody handles.
    rejected: RefCell<Vec<Rejected>>,
    /// The host object of the kernel's parts.
    kernel_host: RefCell<Option<Kept<Object<'static>>>>,
    /// The kernel's own getter of an error's stack.
    stack_getter: RefCell<Option<Kept<Function<'static>>>>,
    /// A realm in which files are compiled only to see whether they can be.
    scratch: Cell<Option<NonNull<qjs::JSContext>>>,
    /// Whether the guest's code is made to carry along what `AsyncLocalStorage` holds.
    pub follows_context: Cell<bool>,
    /// Whether the code that runs is that of a check, which may state an outcome.
    pub checking: Cell<bool>,
}

impl World {
    pub fn new(kernel: NonNull<qjs::JSContext>, guest: NonNull<qjs::JSContext>) -> Rc<Self> {
        Rc::new(Self {
            kernel,
            guest,
            record: RefCell::default(),
            files: RefCell::default(),
            databases: Databases::default(),
            modules: Modules::default(),
            seal: RefCell::default(),
            parts: RefCell::default(),
            bridged: RefCell::default(),
            stands: RefCell::default(),
            guest_host: RefCell::default(),
            rejected: RefCell::default(),
            kernel_host: RefCell::default(),
            stack_getter: RefCell::default(),
            scratch: Cell::new(None),
            follows_context: Cell::new(false),
            checking: Cell::new(false),
        })
    }

    /// The kernel realm. `_at` proves that the runtime is entered.
    pub fn kernel<'js>(&self, _at: &Ctx<'js>) -> Ctx<'js> {
        // SAFETY: the context lives as long as the process; `_at` has the lifetime of the visit to its runtime.
        unsafe { Ctx::from_raw(self.kernel) }
    }

    /// The guest realm.
    pub fn guest<'js>(&self, _at: &Ctx<'js>) -> Ctx<'js> {
        // SAFETY: as above.
        unsafe { Ctx::from_raw(self.guest) }
    }

    /// Whether a realm is the guest's.
    pub fn is_guest(&self, ctx: &Ctx<'_>) -> bool {
        ctx.as_raw() == self.guest
    }

    /// Sets or takes away the realm in which files are compiled only to see whether they can be.
    pub fn set_scratch(&self, scratch: Option<NonNull<qjs::JSContext>>) {
        self.scratch.set(scratch);
    }

    /// Whether a realm is that one.
    pub fn is_scratch(&self, ctx: &Ctx<'_>) -> bool {
        self.scratch.get() == Some(ctx.as_raw())
    }

    /// The kernel's own getter of an error's stack.
    pub fn stack_getter<'js>(&self, at: &Ctx<'js>) -> Option<Function<'js>> {
        self.stack_getter.borrow().clone()?.restore(at).ok()
    }

    /// Whether a realm is the kernel's.
    pub fn is_kernel(&self, ctx: &Ctx<'_>) -> bool {
        ctx.as_raw() == self.kernel
    }

    /// From now on, what `AsyncLocalStorage` holds follows the guest's code across each `await`.
    pub fn follow_context(self: &Rc<Self>, at: &Ctx<'_>) -> Result<()> {
        let guest = self.guest(at);
        let stand = self.require_stand(at, "internal/async_context")?;
        let Some(stand) = stand.as_object() else { return Ok(()) };
        for (name, function) in awaits::NAMES {
            guest.globals().prop(name, Property::from(stand.get::<_, Value>(function)?))?;
        }
        self.follows_context.set(true);
        Ok(())
    }

    /// Builds both realms up to the point where a job can be loaded.
    pub fn build(self: &Rc<Self>, at: &Ctx<'_>) -> Result<()> {
        let (kernel, guest) = (self.kernel(at), self.guest(at));
        let kernel_host = host::object(&kernel, self)?;
        let guest_host = host::object(&guest, self)?;
        self.guest_host.replace(Some(Persistent::save(&guest, guest_host.clone())));
        self.kernel_host.replace(Some(Persistent::save(&kernel, kernel_host.clone())));
        self.stack_getter.replace(errors::find_stack_getter(&kernel));

        let make = function(&guest, "realm/guest.js", "host")?;
        let helpers: Object = make.call((guest_host,))?;
        let core_host = host::core_object(&kernel, self, &kernel_host)?;
        core_host.set("guest", helpers)?;
        core_host.set("guestGlobal", guest.globals())?;
        self.part_with(&kernel, "core", core_host)?;

        let now: Value = self.core(&kernel)?.get("now")?;
        function(&kernel, "realm/date.js", "now")?.call::<_, ()>((now,))?;
        for path in sources().under("globals/") {
            self.run_stand(&guest, path)?;
        }
        self.core(&kernel)?.get::<_, Function>("seal")?.call::<_, ()>((kernel.globals(),))
    }

    /// The exports of the kernel's core.
    pub fn core<'js>(self: &Rc<Self>, at: &Ctx<'js>) -> Result<Object<'js>> {
        self.part(&self.kernel(at), "core")
    }

    /// Calls a function of the kernel's core.
    pub fn call_core<'js, R: FromJs<'js>>(
        self: &Rc<Self>,
        at: &Ctx<'js>,
        name: &str,
        arguments: impl IntoArgs<'js>,
    ) -> Result<R> {
        self.core(at)?.get::<_, Function>(name)?.call(arguments)
    }

    /// The exports of a part of the kernel, which is loaded at first use.
    pub fn part<'js>(self: &Rc<Self>, at: &Ctx<'js>, name: &str) -> Result<Object<'js>> {
        let known = self.parts.borrow().get(name).cloned();
        if let Some(known) = known {
            return known.restore(at);
        }
        let host = self.kernel_host.borrow().clone();
        let Some(host) = host else { return Err(Exception::throw_internal(at, "the lab has no host yet")) };
        self.part_with(&self.kernel(at), name, host.restore(at)?)
    }

    /// Whether a part has been loaded.
    pub fn has_part(&self, name: &str) -> bool {
        self.parts.borrow().contains_key(name)
    }

    fn part_with<'js>(
        self: &Rc<Self>,
        kernel: &Ctx<'js>,
        name: &str,
        host: Object<'js>,
    ) -> Result<Object<'js>> {
        let body = function(kernel, &format!("kernel/{name}.js"), "host, part, exports")?;
        let exports = Object::new(kernel.clone())?;
        let world = Rc::clone(self);
        let part = move |ctx: Ctx<'js>, name: Text| world.part(&ctx, &name.0);
        let part = Function::new(kernel.clone(), part)?;
        self.parts.borrow_mut().insert(name.to_owned(), Persistent::save(kernel, exports.clone()));
        let ran = body.call::<_, ()>((host, part, exports.clone()));
        if ran.is_err() {
            self.parts.borrow_mut().remove(name);
        }
        ran.map(|()| exports)
    }

    /// A part of the kernel as stand-ins see it: through the bridge.
    fn bridged<'js>(self: &Rc<Self>, at: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
        let known = self.bridged.borrow().get(name).cloned();
        if let Some(known) = known {
            return known.restore(at);
        }
        let part = self.part(at, name)?;
        let value: Value<'js> = self.call_core(at, "bridge", (part,))?;
        self.bridged.borrow_mut().insert(name.to_owned(), Persistent::save(at, value.clone()));
        Ok(value)
    }

    /// What a stand-in exports; it is run at first use.
    pub fn stand<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Value<'js>> {
        let known = self.stands.borrow().get(path).cloned();
        let module = match known {
            Some(known) => known.restore(at)?,
            None => self.run_stand(&self.guest(at), path)?,
        };
        module.get("exports")
    }

    fn run_stand<'js>(self: &Rc<Self>, guest: &Ctx<'js>, path: &str) -> Result<Object<'js>> {
        let body = function(guest, path, "host, kernel, require, module, exports")?;
        let module = Object::new(guest.clone())?;
        let exports = Object::new(guest.clone())?;
        module.set("exports", exports.clone())?;
        self.stands.borrow_mut().insert(path.to_owned(), Persistent::save(guest, module.clone()));
        let world = Rc::clone(self);
        let kernel = move |ctx: Ctx<'js>, name: Text| world.bridged(&ctx, &name.0);
        let world = Rc::clone(self);
        let require = move |ctx: Ctx<'js>, name: Text| world.require_stand(&ctx, &name.0);
        let host = self.guest_host.borrow().clone();
        let Some(host) = host else {
            return Err(Exception::throw_internal(guest, "the lab has no host yet"));
        };
        let ran = body.call::<_, ()>((
            host.restore(guest)?,
            Function::new(guest.clone(), kernel)?,
            Function::new(guest.clone(), require)?,
            module.clone(),
            exports,
        ));
        match ran {
            Ok(()) => {
                let exports: Value = module.get("exports")?;
                self.seal.borrow_mut().add(guest, &exports);
                Ok(module)
            }
            Err(error) => {
                self.stands.borrow_mut().remove(path);
                Err(error)
            }
        }
    }

    /// Whether the lab has a stand-in of that name.
    pub fn knows_stand(&self, name: &str) -> bool {
        let bare = name.strip_prefix("node:").unwrap_or(name);
        sources().node(bare).or_else(|| sources().package(bare)).is_some()
    }

    /// Another stand-in, asked for by one.
    pub fn require_stand<'js>(self: &Rc<Self>, at: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
        let bare = name.strip_prefix("node:").unwrap_or(name);
        match sources().node(bare).or_else(|| sources().package(bare)) {
            Some(path) => self.stand(at, &path),
            None => Err(self.lacks(at, &format!("module {name}"))),
        }
    }

    /// Notes that the lab lacks something, and throws.
    pub fn lacks(self: &Rc<Self>, ctx: &Ctx<'_>, what: &str) -> rquickjs::Error {
        self.lacks_saying(ctx, format!("the lab has no {what}"))
    }

    /// As `lacks`, with the whole message.
    pub fn lacks_saying(self: &Rc<Self>, ctx: &Ctx<'_>, message: String) -> rquickjs::Error {
        let place = errors::guest_place(self, ctx);
        self.record.borrow_mut().lacks.get_or_insert_with(|| (message.clone(), place));
        match Exception::from_message(ctx.clone(), &message) {
            Ok(error) => {
                let _ = error.as_object().set("name", "LabLacks");
                error.throw()
            }
            Err(error) => error,
        }
    }

    /// Takes a note of a promise that was rejected or, later, handled.
    pub fn track_rejection<'js>(
        &self,
        ctx: &Ctx<'js>,
        promise: &Value<'js>,
        reason: Value<'js>,
        is_handled: bool,
    ) {
        let mut rejected = self.rejected.borrow_mut();
        if is_handled {
            rejected.retain(|(known, _, _)| known.clone().restore(ctx).is_ok_and(|known| known != *promise));
        } else {
            let kept =
                (Persistent::save(ctx, promise.clone()), Persistent::save(ctx, reason), !self.is_kernel(ctx));
            rejected.push(kept);
        }
    }

    /// The reason of a rejection in the kernel that nobody handled.
    pub fn unhandled_in_kernel<'js>(&self, at: &Ctx<'js>) -> Option<Value<'js>> {
        let mut rejected = self.rejected.borrow_mut();
        let found = rejected.iter().position(|(_, _, is_guest)| !is_guest)?;
        rejected.remove(found).1.restore(at).ok()
    }

    /// Lets everything happen that can, until `done` says so. False where nothing more can happen before that.
    pub fn drive<'js>(self: &Rc<Self>, at: &Ctx<'js>, done: impl Fn() -> bool) -> Result<bool> {
        loop {
            while at.execute_pending_job() {}
            self.crash_on_rejections(at)?;
            if done() {
                return Ok(true);
            }
            if !self.call_core::<bool>(at, "step", ())? {
                return Ok(false);
            }
        }
    }

    /// As in Node, a rejection that nobody handles ends the guest's program.
    fn crash_on_rejections(self: &Rc<Self>, at: &Ctx<'_>) -> Result<()> {
        loop {
            let next = {
                let mut rejected = self.rejected.borrow_mut();
                let found = rejected.iter().position(|(_, _, is_guest)| *is_guest);
                found.map(|found| rejected.remove(found))
            };
            let Some((_, reason, _)) = next else { return Ok(()) };
            let reason = reason.restore(at)?;
            self.call_core::<()>(at, "crash", ("unhandledRejection", reason))?;
            while at.execute_pending_job() {}
        }
    }

    /// Describes what was thrown last.
    pub fn caught(self: &Rc<Self>, at: &Ctx<'_>, error: rquickjs::Error) -> Raised {
        errors::caught(self, at, error)
    }

    /// A mistake of the lab itself.
    pub fn broken_lab(self: &Rc<Self>, at: &Ctx<'_>, error: rquickjs::Error) -> Stop {
        let raised = self.caught(at, error);
        let place = raised.stack_top.clone().map_or(String::new(), |at| format!(" ({at})"));
        Stop::new(NotJudged::Protocol, format!("The lab does not start: {}{place}", raised.summary()))
    }
}

/// Compiles one of the lab's files into a strict function.
fn function<'js>(ctx: &Ctx<'js>, path: &str, parameters: &str) -> Result<Function<'js>> {
    let Some(text) = sources().text(path) else {
        return Err(Exception::throw_reference(ctx, &format!("the lab has no file {path}")));
    };
    let mut options = EvalOptions::default();
    options.filename = Some(path.to_owned());
    ctx.eval_with_options(format!("(function ({parameters}) {{ \"use strict\"; {text}\n}})"), options)
}
