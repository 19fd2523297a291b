//! Notices whoever replaces what a sealed module holds, at the moment when it happens, so that it is noticed also where it
//! is put back before anybody looks.
//!
//! Every way to write into a module leads through here: its attributes and its class are set through [`set`], and the
//! dictionary behind it is handed to nobody but the lab's machinery; all others get a copy.

use super::blind::Kept;
use super::seal::Held;
use super::trust;
use rustpython_vm::builtins::{PyDict, PyDictRef, PyModule, PyStr, PyStrRef};
use rustpython_vm::compiler::Mode;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Objects of the library that do the work of its functions: module and name.
const WORKERS: &[(&str, &str)] = &[("json", "_default_decoder"), ("json", "_default_encoder")];

/// The built-in names, which modules have as a dictionary under `__builtins__`: their module can be read as one.
const BUILTINS: &str = r#"
class module(type(builtins)):
    def __getitem__(self, name):
        return self.__dict__[name]

    def __setitem__(self, name, value):
        setattr(self, name, value)

    def __contains__(self, name):
        return name in self.__dict__

    def __iter__(self):
        return iter(list(self.__dict__))

    def __len__(self):
        return len(self.__dict__)

    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def keys(self):
        return self.copy().keys()

    def values(self):
        return self.copy().values()

    def items(self):
        return self.copy().items()

    def copy(self):
        return self.__dict__.copy()


builtins.__class__ = module
"#;

/// What is guarded, and the first thing that was done to it. An interpreter stays on its thread, and so does this.
#[derive(Default)]
struct Guarded {
    /// By the identity of each module: its name, and the identities of what it holds.
    modules: HashMap<usize, (String, HashMap<String, usize>)>,
    /// By the identity of each of the [`WORKERS`]: its name.
    workers: HashMap<usize, String>,
    /// By its name: the identity of each module.
    names: HashMap<String, usize>,
    /// What the author of the checks replaced: the identity of the module, and the name.
    excused: HashSet<(usize, String)>,
    noticed: Option<String>,
}

thread_local! {
    static GUARDED: RefCell<Guarded> = RefCell::default();
}

/// Puts the guards up. Nothing is guarded before [`guard`].
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let (object, module) = (vm.ctx.types.object_type, vm.ctx.types.module_type);
    module.slots.setattro.store(Some(set));
    let set_any = vm.new_method(
        "__setattr__",
        object,
        |of: PyObjectRef, name: PyStrRef, value: PyObjectRef, vm: &VirtualMachine| {
            set(&of, &name, PySetterValue::Assign(value), vm)
        },
    );
    object.set_attr(vm.ctx.intern_str("__setattr__"), set_any.into());
    let delete_any =
        vm.new_method("__delattr__", object, |of: PyObjectRef, name: PyStrRef, vm: &VirtualMachine| {
            set(&of, &name, PySetterValue::Delete, vm)
        });
    object.set_attr(vm.ctx.intern_str("__delattr__"), delete_any.into());
    guard_class(vm);
    guard_state(vm);
    let names = vm.ctx.new_static_getset(
        "__dict__",
        module,
        names_of,
        |_: PyObjectRef, _: PyObjectRef, vm: &VirtualMachine| -> PyResult<()> {
            Err(vm.new_attribute_error("readonly attribute"))
        },
    );
    module.set_attr(vm.ctx.intern_str("__dict__"), names.into());
    for name in ["exec", "eval"] {
        guard_run(vm, name)?;
    }
    guard_import(vm)?;
    // The file name is one of the lab's, so that the class sees the dictionary itself.
    let code = vm
        .compile(BUILTINS, Mode::Exec, "lab.builtins".to_owned())
        .map_err(|error| vm.new_syntax_error(&error, Some(BUILTINS)))?;
    let names = vm.ctx.new_dict();
    names.set_item("builtins", vm.builtins.clone().into(), vm)?;
    names.set_item("__name__", vm.ctx.new_str("builtins").into(), vm)?;
    vm.run_code_obj(code, Scope::with_builtins(None, names, vm)).map(drop)
}

/// Sets or deletes an attribute, as `object.__setattr__` does.
fn set(of: &PyObject, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    if of.downcast_ref::<PyModule>().is_some()
        || GUARDED.with_borrow(|g| g.workers.contains_key(&of.get_id()))
    {
        let kept = match &value {
            PySetterValue::Assign(value) => Some(value.get_id()),
            PySetterValue::Delete => None,
        };
        if is_authors(vm) {
            excuse(of, &name.to_string_lossy());
        } else {
            notice(of, &name.to_string_lossy(), kept);
        }
    }
    of.generic_setattr(name, value, vm)
}

/// Whether it is the setup or a check that does what is done, itself or through the library: `unittest.mock` for one.
fn is_authors(vm: &VirtualMachine) -> bool {
    let guest = trust::frames(vm).find(|frame| frame.kind == trust::Kind::Guest);
    guest.is_some_and(|guest| matches!(guest.frame.code.source_path().as_str(), trust::CHECK | trust::SETUP))
}

/// An attribute that the author replaces is guarded no more: they may watch what the code asks of a library.
fn excuse(of: &PyObject, name: &str) {
    GUARDED.with_borrow_mut(|guarded| {
        if let Some((_, held)) = guarded.modules.get_mut(&of.get_id())
            && held.remove(name).is_some()
        {
            guarded.excused.insert((of.get_id(), name.to_owned()));
        }
    });
}

/// Whether the author replaced an attribute of a module.
pub(super) fn is_excused(module: &Py<PyModule>, name: &str) -> bool {
    let key = (module.get_id(), name.to_owned());
    GUARDED.with_borrow(|guarded| guarded.excused.contains(&key))
}

/// Notes that an attribute becomes another object, if it is guarded.
fn notice(of: &PyObject, name: &str, becomes: Option<usize>) {
    GUARDED.with_borrow_mut(|guarded| {
        let what = match guarded.modules.get(&of.get_id()) {
            Some((module, held)) => {
                let is_other = held.get(name).is_some_and(|now| Some(*now) != becomes);
                (is_other || name == "__class__").then(|| format!("it replaced {module}.{name}"))
            }
            None => guarded.workers.get(&of.get_id()).map(|worker| format!("it changed {worker}")),
        };
        if guarded.noticed.is_none() {
            guarded.noticed = what;
        }
    });
}

/// The names of a module; a guarded one's only to look at.
fn names_of(of: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let names = of.dict().ok_or_else(|| vm.new_attribute_error("This object has no __dict__"))?;
    let guarded = GUARDED.with_borrow(|guarded| guarded.modules.contains_key(&of.get_id()));
    if guarded && !trust::caller_is_machinery(vm) { Ok(names.copy().into_ref(&vm.ctx)) } else { Ok(names) }
}

/// `__class__` can be set without `__setattr__`, by its descriptor.
fn guard_class(vm: &VirtualMachine) {
    let (object, name) = (vm.ctx.types.object_type, vm.ctx.intern_str("__class__"));
    let Some(original) = object.attributes.read().get(name).cloned() else { return };
    let original = Kept(original);
    let class = vm.ctx.new_static_getset(
        "__class__",
        object,
        |of: PyObjectRef| of.class().to_owned(),
        move |of: PyObjectRef, class: PyObjectRef, vm: &VirtualMachine| -> PyResult<()> {
            notice(&of, "__class__", None);
            original.set(of, class, vm)
        },
    );
    object.set_attr(name, class.into());
}

/// What `pickle` and `copy` ask an object for is its dictionary itself; a module has no such thing to give, as in CPython.
fn guard_state(vm: &VirtualMachine) {
    let (object, name) = (vm.ctx.types.object_type, vm.ctx.intern_str("__getstate__"));
    let Some(original) = object.attributes.read().get(name).cloned() else { return };
    let state =
        vm.new_method("__getstate__", object, move |of: PyObjectRef, vm: &VirtualMachine| -> PyResult {
            if of.downcast_ref::<PyModule>().is_some() {
                return Err(vm.new_type_error("cannot pickle 'module' object"));
            }
            original.call((of,), vm)
        });
    object.set_attr(name, state.into());
}

/// Code that is run with names of its own finds the built-in ones in their module, not in the dictionary behind it.
fn guard_run(vm: &VirtualMachine, name: &'static str) -> PyResult<()> {
    let run = vm.builtins.get_attr(name, vm)?;
    let builtins = vm.builtins.clone();
    let guarded = vm.new_function(name, move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let names = args.args.get(1).or_else(|| args.kwargs.get("globals"));
        if let Some(names) = names.and_then(|names| names.downcast_ref::<PyDict>())
            && !names.contains_key("__builtins__", vm)
        {
            names.set_item("__builtins__", builtins.clone().into(), vm)?;
        }
        run.call(args, vm)
    });
    vm.builtins.set_attr(name, guarded, vm)
}

/// Whoever imports a guarded module gets that one: another in its place is noticed before it is handed out.
fn guard_import(vm: &VirtualMachine) -> PyResult<()> {
    let import = vm.builtins.get_attr("__import__", vm)?;
    let guarded = vm.new_function("__import__", move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        if let Some(name) = args.args.first().and_then(|name| name.downcast_ref::<PyStr>()) {
            notice_other(&name.to_string_lossy(), vm);
        }
        import.call(args, vm)
    });
    vm.builtins.set_attr("__import__", guarded, vm)
}

/// Notes that another module stands where a guarded one should.
fn notice_other(name: &str, vm: &VirtualMachine) {
    let Some(known) = GUARDED.with_borrow(|guarded| guarded.names.get(name).copied()) else { return };
    let modules = vm.sys_module.get_attr("modules", vm).ok();
    let now = modules.and_then(|modules| modules.get_item(name, vm).ok());
    if now.is_none_or(|now| now.get_id() != known) {
        GUARDED.with_borrow_mut(|guarded| {
            guarded.noticed.get_or_insert_with(|| format!("it replaced the module {name}"));
        });
    }
}

/// Guards these modules, with what each holds that is to stay: functions and classes.
pub(super) fn guard<'h>(vm: &VirtualMachine, held: impl Iterator<Item = &'h Held>) -> PyResult<()> {
    let mut guarded = Guarded::default();
    for (module, name, value) in held {
        let (_, names) =
            guarded.modules.entry(module.get_id()).or_insert_with(|| (name_of(module, vm), HashMap::new()));
        names.insert(name.clone(), value.get_id());
    }
    let modules = vm.sys_module.get_attr("modules", vm)?;
    let Some(modules) = modules.downcast_ref::<PyDict>() else { return Ok(()) };
    for (name, module) in modules.items_vec() {
        if let Some(name) = name.downcast_ref::<PyStr>()
            && guarded.modules.contains_key(&module.get_id())
        {
            guarded.names.insert(name.to_string_lossy().into_owned(), module.get_id());
        }
    }
    for (module, name) in WORKERS {
        let Some(module) = modules.get_item_opt(*module, vm)?.and_then(|m| m.downcast::<PyModule>().ok())
        else {
            continue;
        };
        if let Some(worker) = module.dict().get_item_opt(*name, vm)? {
            let module_name = name_of(&module, vm);
            guarded.workers.insert(worker.get_id(), format!("{module_name}.{name}"));
            if let Some((_, names)) = guarded.modules.get_mut(&module.get_id()) {
                names.insert((*name).to_owned(), worker.get_id());
            }
        }
    }
    // Modules that were read natively have the dictionary itself among their names.
    for module in modules.values_vec() {
        if let Some(module) = module.downcast_ref::<PyModule>()
            && module.dict().contains_key("__builtins__", vm)
        {
            module.dict().set_item("__builtins__", vm.builtins.clone().into(), vm)?;
        }
    }
    GUARDED.set(guarded);
    Ok(())
}

/// The name of a module, for people.
pub(super) fn name_of(module: &Py<PyModule>, vm: &VirtualMachine) -> String {
    let name = module.dict().get_item_opt("__name__", vm).ok().flatten();
    name.and_then(|name| name.downcast_ref::<PyStr>().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_default()
}

/// The first thing that was noticed, for people.
pub(super) fn noticed(vm: &VirtualMachine) -> Option<String> {
    let names: Vec<String> = GUARDED.with_borrow(|guarded| guarded.names.keys().cloned().collect());
    names.iter().for_each(|name| notice_other(name, vm));
    GUARDED.with_borrow(|guarded| guarded.noticed.clone())
}
