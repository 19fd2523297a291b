//! Takes away the ways by which code looks at code that is not its own: frames, globals and closures of others' functions,
//! the collector, hand-made bytecode.

use super::guard;
use super::trust::{self, Kind};
use rustpython_vm::builtins::{PyCode, PyDict, PyFunction, PyModule, PyStr, PyType};
use rustpython_vm::frame::Frame;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};
use std::collections::HashMap;

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
        } else if let Some(module) = module_for_later(&value, vm) {
            copy.set_item(&*name, module, vm)?;
        } else if is_public(&value, vm) {
            copy.set_item(&*name, value, vm)?;
        }
    }
    Ok(copy.into())
}

/// The module that the lab's `later` stands for, which outside is there from the start.
fn module_for_later(value: &PyObjectRef, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let name = (*value.class().name() == *"later").then(|| value.get_attr("_name", vm).ok())??;
    vm.import(name.downcast_ref::<PyStr>()?, 0).ok()
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

/// Code compiled at run time never gets a file name that frozen code or a check has.
fn guard_compile(vm: &VirtualMachine) -> PyResult<()> {
    let compile = vm.builtins.get_attr("compile", vm)?;
    let guarded = vm.new_function("compile", move |mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let named = args.kwargs.get_mut("filename");
        if let Some(name) = named.or_else(|| args.args.get_mut(1))
            && let Some(text) = name.downcast_ref::<PyStr>()
        {
            let text = text.to_string_lossy();
            if trust::kind_of(&text) != Kind::Guest {
                *name = vm.ctx.new_str(format!("<{text}>")).into();
            } else if text == trust::CHECK || text == trust::SETUP {
                *name = vm.ctx.new_str("<string>").into();
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
