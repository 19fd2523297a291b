//! What keeps the guest's hands off the lab and the checks, which live in the same interpreter.
//!
//! Three layers. `blind` takes away the ways by which code looks at code that is not its own. `guard` notices writes into
//! modules of the library. [`Seal`] remembers every class, and every function and class that a module holds, and tells
//! afterwards whether any of them was changed, even if it was changed back.

use super::{guard, trust};
use rustpython_vm::builtins::{PyDict, PyFunction, PyList, PyModule, PyStr, PyType};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::Ordering;

/// Modules of the library on whose functions the lab's own verdicts rest.
const USED_BY_LAB: &[&str] =
    &["_io", "binascii", "base64", "hashlib", "io", "json", "re", "sqlite3", "sys", "urllib.parse"];
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
            if !now.is_some_and(|now| now.is(value)) && !guard::is_excused(module, name) {
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
