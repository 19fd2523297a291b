//! What keeps the guest's hands off the lab and the checks, which live in the same interpreter.
//!
//! Two layers. [`blind`] takes away the ways by which code looks at code that is not its own: frames, globals and closures
//! of others' functions, the collector, hand-made bytecode. [`Seal`] remembers every class, and every function and class that
//! a module holds, and tells afterwards whether any of them was changed, even if it was changed back.

use super::guard;
use super::trust::{self, Kind};
use rustpython_vm::builtins::{PyCode, PyDict, PyFunction, PyList, PyModule, PyStr, PyType};
use rustpython_vm::frame::Frame;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::Ordering;

/// Modules of the library on whose functions the lab's own verdicts rest.
const USED_BY_LAB: &[&str] =
    &["_io", "binascii", "base64", "hashlib", "io", "json", "re", "sqlite3", "sys", "urllib.parse"];
/// Functions of `sys` that let code watch or steer the code of others.
const SYS: &[&str] = &[
    "settrace",
    "gettrace",
    "setprofile",
    "getprofile",
    "call_tracing",
    "_current_frames",
    "_current_exceptions",
    "addaudithook",
    "monitoring",
    "_settraceallthreads",
    "_setprofileallthreads",
    "set_coroutine_origin_tracking_depth",
];
/// Functions of `gc` that find objects which nobody handed over.
const GC: &[&str] = &["get_objects", "get_referrers", "get_referents", "callbacks"];
/// Functions of `marshal` that make code out of bytes: crafted bytecode is not checked by the interpreter.
const MARSHAL: &[&str] = &["load", "loads"];
/// Functions of `_imp` that rename code, or bring native code in.
const IMP: &[&str] = &[
    "_fix_co_filename",
    "create_dynamic",
    "exec_dynamic",
    "init_frozen",
    "_override_frozen_modules_for_tests",
];

/// Takes away introspection that no challenge needs. Called once, before the lab starts.
pub(super) fn blind(vm: &VirtualMachine) -> PyResult<()> {
    blind_frames(vm);
    blind_functions(vm);
    blind_code(vm);
    let modules = [("sys", SYS), ("gc", GC), ("marshal", MARSHAL), ("_imp", IMP)];
    let mut kept = HashMap::new();
    for (name, removed) in modules {
        let module = vm.import(vm.ctx.intern_str(name), 0)?;
        for function in removed {
            if module.get_attr(vm.ctx.intern_str(*function), vm).is_ok() {
                module.del_attr(vm.ctx.intern_str(*function), vm)?;
            }
        }
        kept.insert(name, module);
    }
    kept.insert("builtins", vm.builtins.clone().into());
    guard_imp(vm, kept)?;
    guard_compile(vm)?;
    guard::install(vm)?;
    limit_recursion(vm)
}

/// Frames show where they are, and neither what they hold nor who called them; the lab's own code sees all.
fn blind_frames(vm: &VirtualMachine) {
    let frame = vm.ctx.types.frame_type;
    let sees = |f: &Frame, vm: &VirtualMachine| {
        trust::caller_is_machinery(vm) || f.code.source_path().as_str().starts_with(trust::APP)
    };
    let globals = vm.ctx.new_readonly_getset("f_globals", frame, move |f: &Frame, vm: &VirtualMachine| {
        if sees(f, vm) { f.globals.clone() } else { vm.ctx.new_dict() }
    });
    let locals = vm.ctx.new_readonly_getset(
        "f_locals",
        frame,
        move |f: &Py<Frame>, vm: &VirtualMachine| -> PyResult {
            if sees(f, vm) { Ok(f.locals(vm)?.into()) } else { Ok(vm.ctx.new_dict().into()) }
        },
    );
    let builtins =
        vm.ctx.new_readonly_getset("f_builtins", frame, |_: &Frame, vm: &VirtualMachine| vm.ctx.new_dict());
    let back = vm.ctx.new_readonly_getset("f_back", frame, |f: &Py<Frame>, vm: &VirtualMachine| {
        let behind = f.f_back(vm)?;
        trust::caller_is_machinery(vm).then_some(behind)
    });
    let nothing =
        vm.ctx.new_readonly_getset("f_generator", frame, |_: &Frame, vm: &VirtualMachine| vm.ctx.none());
    let trace = vm.ctx.new_readonly_getset("f_trace", frame, |_: &Frame, vm: &VirtualMachine| vm.ctx.none());
    for (name, value) in [
        ("f_globals", globals),
        ("f_locals", locals),
        ("f_builtins", builtins),
        ("f_back", back),
        ("f_generator", nothing),
        ("f_trace", trace),
    ] {
        frame.set_attr(vm.ctx.intern_str(name), value.into());
    }
    remove(vm, frame, &["clear", "f_trace_lines", "f_trace_opcodes"]);
}

/// Whether a function is the lab's or the standard library's.
fn is_ours(function: &Py<PyFunction>, vm: &VirtualMachine) -> bool {
    is_of(function, vm, |path| trust::kind_of(path) != Kind::Guest)
}

/// Whether a function's code has a file name like that.
fn is_of(function: &Py<PyFunction>, vm: &VirtualMachine, like: impl Fn(&str) -> bool) -> bool {
    code_of(function, vm).is_some_and(|code| like(code.source_path().as_str()))
}

/// What a guest sees of the globals of a library's function: a copy, with what it could import as well. The classical ways
/// out of a home-made sandbox and out of a template lead through here, and have to work in the lab as they do outside.
fn public_copy(function: &Py<PyFunction>, globals: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let copy = vm.ctx.new_dict();
    let Some(globals) = globals.downcast_ref::<PyDict>() else { return Ok(copy.into()) };
    if is_of(function, vm, trust::is_machinery) {
        return Ok(copy.into());
    }
    for (name, value) in globals.items_vec() {
        if name.downcast_ref::<PyStr>().is_some_and(|n| n.as_bytes() == b"__builtins__") {
            if let Some(builtins) = vm.builtins.as_object().dict() {
                copy.set_item("__builtins__", builtins.copy().into_ref(&vm.ctx).into(), vm)?;
            }
        } else if is_public(&value, vm) {
            copy.set_item(&*name, value, vm)?;
        }
    }
    Ok(copy.into())
}

/// Whether a value in a library's module is one that guests could have by importing it.
fn is_public(value: &PyObjectRef, vm: &VirtualMachine) -> bool {
    let named = |attribute: &'static str| {
        let name = value.get_attr(vm.ctx.intern_str(attribute), vm).ok()?;
        name.downcast_ref::<PyStr>().map(|name| name.to_string_lossy().into_owned())
    };
    if value.downcast_ref::<PyModule>().is_some() {
        return named("__name__").is_some_and(|name| !trust::is_inner_module(&name));
    }
    if let Some(function) = value.downcast_ref::<PyFunction>() {
        return !is_of(function, vm, trust::is_machinery);
    }
    let is_callable =
        value.downcast_ref::<PyType>().is_some() || value.class().name().starts_with("builtin_function");
    if is_callable {
        return named("__module__").is_none_or(|name| !trust::is_inner_module(&name));
    }
    value.downcast_ref::<PyStr>().is_some()
}

/// The code of a function.
pub(super) fn code_of(function: &Py<PyFunction>, vm: &VirtualMachine) -> Option<PyRef<PyCode>> {
    function.as_object().get_attr(vm.ctx.intern_str("__code__"), vm).ok()?.downcast().ok()
}

/// Functions of the lab and of the library show guests no closure and only a copy of their globals, and cannot be given other
/// code. What the library does with its own functions, as `dataclass` with those of a class, it does as ever.
fn blind_functions(vm: &VirtualMachine) {
    let function = vm.ctx.types.function_type;
    let original = |name: &'static str| function.attributes.read().get(vm.ctx.intern_str(name)).cloned();
    for name in ["__globals__", "__closure__", "__builtins__", "__code__", "__defaults__", "__kwdefaults__"] {
        let Some(descriptor) = original(name) else { continue };
        let reader = Kept(descriptor.clone());
        let writer = Kept(descriptor);
        let shown = vm.ctx.new_static_getset(
            name,
            function,
            move |f: &Py<PyFunction>, vm: &VirtualMachine| reader.get(name, f, vm),
            move |f: &Py<PyFunction>, value: PyObjectRef, vm: &VirtualMachine| {
                writer.set_of_function(name, f, value, vm)
            },
        );
        function.set_attr(vm.ctx.intern_str(name), shown.into());
    }
}

/// The descriptor that a guarded one stands for.
pub(super) struct Kept(pub PyObjectRef);

// SAFETY: the getters of this library ask for `Send + Sync`, although without its `threading` feature an interpreter, and
// with it every object of it, stays on the one thread that built it. A judge process runs no other.
unsafe impl Send for Kept {}
// SAFETY: as above.
unsafe impl Sync for Kept {}

impl Kept {
    /// Sets what it describes.
    pub fn set(&self, of: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        vm.call_method(&self.0, "__set__", (of, value)).map(drop)
    }

    fn get(&self, name: &str, function: &Py<PyFunction>, vm: &VirtualMachine) -> PyResult {
        let hidden = || match trust::caller(vm) {
            _ if trust::caller_is_machinery(vm) => false,
            Kind::Library => is_of(function, vm, |path| trust::kind_of(path) == Kind::Lab),
            Kind::Lab | Kind::Guest => is_ours(function, vm),
        };
        match name {
            "__builtins__" if hidden() => return Ok(vm.ctx.new_dict().into()),
            "__globals__" if hidden() => {
                let globals = vm.call_method(&self.0, "__get__", (function.to_owned(),))?;
                return public_copy(function, globals, vm);
            }
            "__closure__" if hidden() => return Ok(vm.ctx.none()),
            _ => {}
        }
        let shown = vm.call_method(&self.0, "__get__", (function.to_owned(), function.class().to_owned()))?;
        // What is the library's own, or one for all, is read by the library for guests, and written by nobody.
        let is_copied = match name {
            "__builtins__" => true,
            "__globals__" => is_ours(function, vm) && !trust::caller_is_machinery(vm),
            _ => name == "__kwdefaults__" && is_ours(function, vm),
        };
        if is_copied && let Some(dict) = shown.downcast_ref::<PyDict>() {
            return Ok(dict.copy().into_ref(&vm.ctx).into());
        }
        Ok(shown)
    }

    fn set_of_function(
        &self,
        name: &str,
        function: &Py<PyFunction>,
        value: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if matches!(name, "__globals__" | "__closure__" | "__builtins__") {
            return Err(
                vm.new_attribute_error(format!("attribute '{name}' of 'function' objects is not writable"))
            );
        }
        if is_ours(function, vm) {
            return Err(
                vm.new_type_error(format!("{name} of a library function cannot be changed in the lab"))
            );
        }
        self.set(function.to_owned().into(), value, vm)
    }
}

/// Code objects come from the compiler alone.
fn blind_code(vm: &VirtualMachine) {
    let code = vm.ctx.types.code_type;
    code.slots.new.store(None);
    remove(vm, code, &["__new__", "replace", "__replace__"]);
}

fn remove(vm: &VirtualMachine, class: &Py<PyType>, names: &[&'static str]) {
    class.modified();
    for name in names {
        class.attributes.write().shift_remove(vm.ctx.intern_str(*name));
    }
}

/// Built-in modules that were stripped cannot be had whole again, and no bytes become frozen code.
fn guard_imp(vm: &VirtualMachine, kept: HashMap<&'static str, PyObjectRef>) -> PyResult<()> {
    let imp = kept
        .get("_imp")
        .cloned()
        .ok_or_else(|| vm.new_import_error("no _imp", vm.ctx.new_utf8_str("_imp")))?;
    let create = imp.get_attr("create_builtin", vm)?;
    let guarded =
        vm.new_function("create_builtin", move |spec: PyObjectRef, vm: &VirtualMachine| -> PyResult {
            let name = spec.get_attr("name", vm)?;
            let known = name.downcast_ref::<PyStr>().and_then(|n| kept.get(n.to_string_lossy().as_ref()));
            match known {
                Some(module) => Ok(module.clone()),
                None => create.call((spec,), vm),
            }
        });
    imp.set_attr("create_builtin", guarded, vm)?;
    let frozen = imp.get_attr("get_frozen_object", vm)?;
    let guarded = vm
        .new_function("get_frozen_object", move |name: PyObjectRef, vm: &VirtualMachine| -> PyResult {
            frozen.call((name,), vm)
        });
    imp.set_attr("get_frozen_object", guarded, vm)
}

/// Code compiled at run time never gets a file name that frozen code has.
fn guard_compile(vm: &VirtualMachine) -> PyResult<()> {
    let compile = vm.builtins.get_attr("compile", vm)?;
    let guarded = vm.new_function("compile", move |mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let named = args.kwargs.get_mut("filename");
        if let Some(name) = named.or_else(|| args.args.get_mut(1))
            && let Some(text) = name.downcast_ref::<PyStr>()
        {
            let text = text.to_string_lossy();
            if trust::kind_of(&text) != Kind::Guest || text == trust::CHECK || text == trust::SETUP {
                *name = vm.ctx.new_str(format!("<{}>", text.trim_matches(['<', '>']))).into();
            }
        }
        compile.call(args, vm)
    });
    vm.builtins.set_attr("compile", guarded, vm)
}

/// The guest may lower the recursion limit, not raise it: the native stack is sized for the usual one.
fn limit_recursion(vm: &VirtualMachine) -> PyResult<()> {
    let guarded = vm.new_function("setrecursionlimit", |limit: i64, vm: &VirtualMachine| -> PyResult<()> {
        match usize::try_from(limit) {
            Ok(limit) if limit > vm.current_recursion_depth() => {
                vm.recursion_limit.set(limit.min(3000));
                Ok(())
            }
            _ => Err(vm.new_value_error("recursion limit must be greater than the current depth")),
        }
    });
    vm.sys_module.set_attr("setrecursionlimit", guarded, vm)
}

/// A class as it stood.
struct SealedClass {
    class: PyRef<PyType>,
    /// Changes with any change of the class or of one that it inherits from.
    version: u32,
    /// What each attribute was.
    attributes: Vec<(usize, usize)>,
}

/// How a class compares with what it was.
#[derive(PartialEq)]
enum Change {
    /// As it was, but for what the interpreter itself notes on classes.
    Noted,
    /// The same attributes, yet it was changed in between.
    Same,
    Other,
}

/// Attributes that the interpreter, `copy` and `typing` note on a class, and that no behaviour hangs on.
const NOTES: &[&str] = &[
    "__slotnames__",
    "_removal_version",
    "__annotations__",
    "__annotations_cache__",
    "__annotate__",
    "__annotate_func__",
    "__abstractmethods__",
];

impl SealedClass {
    fn new(class: PyRef<PyType>) -> Self {
        let attributes = Self::attributes(&class);
        let version = class.assign_version_tag();
        Self { class, version, attributes }
    }

    fn attributes(class: &Py<PyType>) -> Vec<(usize, usize)> {
        let is_note = |name: &str| NOTES.contains(&name);
        let attributes = class.attributes.read();
        let kept = attributes.iter().filter(|(name, _)| !is_note(name.as_str()));
        kept.map(|(name, value)| (name.as_object().get_id(), value.get_id())).collect()
    }

    fn was_touched(&self) -> bool {
        // A change takes the version away; the next use of the class gives it another one.
        self.version != 0 && self.class.tp_version_tag.load(Ordering::Relaxed) != self.version
    }

    fn change(&self) -> Change {
        let notes = self.class.attributes.read().keys().any(|name| NOTES.contains(&name.as_str()));
        match Self::attributes(&self.class) == self.attributes {
            true if notes => Change::Noted,
            true => Change::Same,
            false => Change::Other,
        }
    }
}

/// A function or class, and where it is held: the module and the name.
pub(super) type Held = (PyRef<PyModule>, String, PyObjectRef);

/// What stood when the seal was set.
pub(super) struct Seal {
    classes: Vec<SealedClass>,
    /// Those of the modules that are compared.
    held: Vec<Held>,
}

impl Seal {
    /// Remembers every class there is, the built-in functions, and what the modules hold that the lab uses and those in
    /// `used` by checks; guards these and their parts; hides the lab's classes among subclasses. To compare all modules
    /// would be too much: to compare an object a task has to copy its page of memory.
    pub fn set(vm: &VirtualMachine, used: &BTreeSet<String>) -> PyResult<Self> {
        let mut known = HashSet::new();
        let mut classes = Vec::new();
        let mut open = vec![vm.ctx.types.object_type.to_owned()];
        while let Some(class) = open.pop() {
            if !known.insert(class.as_object().get_id()) {
                continue;
            }
            // The interpreter panics where `__name__` is asked of a built-in class whose name no code has used yet.
            vm.ctx.intern_str(class.name().rsplit('.').next().unwrap_or_default().to_owned());
            for weak in class.subclasses.read().iter() {
                if let Some(sub) = weak.upgrade().and_then(|s| s.downcast::<PyType>().ok()) {
                    open.push(sub);
                }
            }
            classes.push(class);
        }
        hide_subclasses(vm, known);
        let mut seal = Self { classes: Vec::new(), held: Vec::new() };
        let mut parts = Vec::new();
        let modules = vm.sys_module.get_attr("modules", vm)?;
        let modules = modules.downcast_ref::<PyDict>().map(|d| d.items_vec()).unwrap_or_default();
        for (name, module) in modules {
            let (Some(name), Ok(module)) = (name.downcast_ref::<PyStr>(), module.downcast::<PyModule>())
            else {
                continue;
            };
            let name = name.to_string_lossy();
            let is_used = |name: &str| USED_BY_LAB.contains(&name) || used.contains(name);
            if is_used(&name) {
                remember(&module, &mut seal.held);
            } else if name.rsplit_once('.').is_some_and(|(package, _)| is_used(package)) {
                remember(&module, &mut parts);
            }
        }
        remember(&vm.builtins, &mut seal.held);
        guard::guard(vm, seal.held.iter().chain(&parts))?;
        // Last: whatever is changed after this line is a change.
        seal.classes = classes.into_iter().map(SealedClass::new).collect();
        Ok(seal)
    }

    /// The first thing that was changed since, for people.
    pub fn broken(&self, vm: &VirtualMachine) -> Option<String> {
        if let Some(what) = guard::noticed(vm) {
            return Some(what);
        }
        let touched: Vec<(&SealedClass, Change)> =
            self.classes.iter().filter(|c| c.was_touched()).map(|c| (c, c.change())).collect();
        for (sealed, change) in &touched {
            // A note on a class touches those that inherit from it.
            let is_excused = || {
                touched.iter().any(|(other, change)| {
                    *change == Change::Noted && sealed.class.fast_issubclass(other.class.as_object())
                })
            };
            if *change == Change::Other || (*change == Change::Same && !is_excused()) {
                return Some(format!("it changed the class {}", sealed.class.name()));
            }
        }
        for (module, name, value) in &self.held {
            let now = module.dict().get_item_opt(name.as_str(), vm).ok().flatten();
            if !now.is_some_and(|now| now.is(value)) {
                return Some(format!("it replaced {}.{name}", guard::name_of(module, vm)));
            }
        }
        None
    }
}

/// Adds the functions and classes that a module holds.
fn remember(module: &PyRef<PyModule>, held: &mut Vec<Held>) {
    for (name, value) in module.dict().items_vec() {
        let is_held = value.downcast_ref::<PyFunction>().is_some()
            || value.downcast_ref::<PyType>().is_some()
            || value.class().name().starts_with("builtin_function");
        if is_held && let Some(name) = name.downcast_ref::<PyStr>() {
            held.push((module.clone(), name.to_string_lossy().into_owned(), value));
        }
    }
}

/// `__subclasses__` tells guests nothing of the lab's own classes. Those of the library stay: abstract classes find out by it
/// what belongs to them, `numbers.Rational` that an `int` does.
fn hide_subclasses(vm: &VirtualMachine, known: HashSet<usize>) {
    let class = vm.ctx.types.type_type;
    let is_inner = |class: &Py<PyType>, vm: &VirtualMachine| {
        let module = class.attributes.read().get(vm.ctx.intern_str("__module__")).cloned();
        module.is_some_and(|m| {
            m.downcast_ref::<PyStr>().is_some_and(|name| trust::is_inner_module(&name.to_string_lossy()))
        })
    };
    let method = vm.new_method(
        "__subclasses__",
        class,
        move |class: PyRef<PyType>, vm: &VirtualMachine| -> PyRef<PyList> {
            let subclasses: Vec<_> =
                class.subclasses.read().iter().filter_map(|weak| weak.upgrade()).collect();
            let shown = subclasses.into_iter().filter(|sub| {
                !known.contains(&sub.get_id())
                    || sub.downcast_ref::<PyType>().is_some_and(|sub| !is_inner(sub, vm))
            });
            vm.ctx.new_list(shown.collect())
        },
    );
    class.set_attr(vm.ctx.intern_str("__subclasses__"), method.into());
}
