//! Notices when code under review replaces what it stands on: the built-in objects of its realm and the stand-ins.
//!
//! What is *added* to them is an effect that a check may look for, and freezing them is a legitimate defence; but who
//! replaces `Array.prototype.includes` or `crypto.createHmac` decides what everybody else's code does.

use rquickjs::{Ctx, Value, qjs};
use std::collections::HashSet;
use std::ffi::CStr;

/// Objects whose own functions code replaces for good reasons.
const FREE: [&str; 2] = ["console", "process"];
/// Properties that are deleted or replaced for good reasons.
const FREE_NAMES: [&str; 5] = ["__proto__", "prepareStackTrace", "stackTraceLimit", "_load", "name"];
/// More slots than the lab has are not watched.
const MOST: usize = 40_000;

/// A property that has to stay what it is.
struct Slot {
    owner: usize,
    atom: qjs::JSAtom,
    /// Where its value, its getter and its setter lie; null for what is no object.
    parts: [*mut std::ffi::c_void; 3],
}

/// What has been sealed.
#[derive(Default)]
pub(super) struct Seal {
    /// The objects, held so that their addresses are theirs, and how they are called.
    owners: Vec<(qjs::JSValue, String)>,
    known: HashSet<*mut std::ffi::c_void>,
    slots: Vec<Slot>,
}

impl Seal {
    /// Seals the built-in objects of a realm, by its global object.
    pub fn add_globals(&mut self, ctx: &Ctx<'_>) {
        let globals = ctx.globals().into_value();
        self.walk(ctx, globals.as_raw(), String::new());
        // What literals and functions of each kind have as their prototypes, and no name reaches.
        let hidden = "[function* () {}, async function () {}, async function* () {}, [][Symbol.iterator](), \
                      new Map().entries(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)]";
        if let Ok(hidden) = ctx.eval::<Value<'_>, _>(hidden) {
            self.walk(ctx, hidden.as_raw(), "built-in".to_owned());
        }
    }

    /// Seals what a stand-in exports.
    pub fn add(&mut self, ctx: &Ctx<'_>, exports: &Value<'_>) {
        self.walk(ctx, exports.as_raw(), "a library".to_owned());
    }

    fn walk(&mut self, ctx: &Ctx<'_>, root: qjs::JSValue, name: String) {
        let mut open = vec![(root, name)];
        while let Some((object, name)) = open.pop() {
            if self.slots.len() >= MOST || !is_object(object) || !self.known.insert(address(object)) {
                continue;
            }
            // SAFETY: values and atoms are of this runtime; what is kept is held, what is not is given back.
            unsafe {
                if qjs::JS_IsProxy(object) {
                    continue;
                }
                let raw = ctx.as_raw().as_ptr();
                let owner = self.owners.len();
                self.owners.push((qjs::JS_DupValue(raw, object), name.clone()));
                let prototype = qjs::JS_GetPrototype(raw, object);
                open.push((prototype, format!("prototype of {name}")));
                qjs::JS_FreeValue(raw, prototype);
                let (mut table, mut length) = (std::ptr::null_mut(), 0);
                let kinds = (qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_SYMBOL_MASK) as i32;
                if qjs::JS_GetOwnPropertyNames(raw, &raw mut table, &raw mut length, object, kinds) < 0 {
                    drop(ctx.catch());
                    continue;
                }
                for at in 0..length as usize {
                    let atom = (*table.add(at)).atom;
                    let called = text_of(ctx, atom);
                    let Some(values) = property(ctx, object, atom) else { continue };
                    let parts = values.map(address_or_null);
                    let whole = if name.is_empty() { called.clone() } else { format!("{name}.{called}") };
                    if parts.iter().any(|part| !part.is_null()) && !FREE_NAMES.contains(&called.as_str()) {
                        self.slots.push(Slot { owner, atom: qjs::JS_DupAtom(raw, atom), parts });
                    }
                    for value in values {
                        if is_object(value) && !FREE.contains(&called.as_str()) {
                            open.push((value, whole.clone()));
                        }
                        // The owner holds it still.
                        qjs::JS_FreeValue(raw, value);
                    }
                }
                qjs::JS_FreePropertyEnum(raw, table, length);
            }
        }
    }

    /// What has been replaced or taken away, if anything.
    pub fn broken(&self, ctx: &Ctx<'_>) -> Option<String> {
        let raw = ctx.as_raw().as_ptr();
        self.slots.iter().find_map(|slot| {
            let (object, name) = &self.owners[slot.owner];
            let now = property(ctx, *object, slot.atom);
            let same = now.is_some_and(|values| {
                let parts = values.map(address_or_null);
                for value in values {
                    // SAFETY: `property` gave it to us.
                    unsafe { qjs::JS_FreeValue(raw, value) };
                }
                parts == slot.parts
            });
            let whole = || {
                let called = text_of(ctx, slot.atom);
                if name.is_empty() { called } else { format!("{name}.{called}") }
            };
            (!same).then(|| format!("it replaced {}", whole()))
        })
    }
}

/// Freezes all that the properties and prototypes of `root` lead to, but for the realm's global object.
pub(super) fn freeze(ctx: &Ctx<'_>, root: &Value<'_>) {
    let raw = ctx.as_raw().as_ptr();
    let mut known = HashSet::from([address(ctx.globals().into_value().as_raw())]);
    let mut open = vec![root.as_raw()];
    while let Some(object) = open.pop() {
        // SAFETY: as in `walk`; whoever owns a value goes on owning it, so that it outlives this.
        unsafe {
            if !is_object(object) || qjs::JS_IsProxy(object) || !known.insert(address(object)) {
                continue;
            }
            let prototype = qjs::JS_GetPrototype(raw, object);
            open.push(prototype);
            qjs::JS_FreeValue(raw, prototype);
            let (mut table, mut length) = (std::ptr::null_mut(), 0);
            let kinds = (qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_SYMBOL_MASK) as i32;
            if qjs::JS_GetOwnPropertyNames(raw, &raw mut table, &raw mut length, object, kinds) < 0 {
                drop(ctx.catch());
                continue;
            }
            for at in 0..length as usize {
                for value in property(ctx, object, (*table.add(at)).atom).into_iter().flatten() {
                    open.push(value);
                    qjs::JS_FreeValue(raw, value);
                }
            }
            qjs::JS_FreePropertyEnum(raw, table, length);
            if qjs::JS_FreezeObject(raw, object) < 0 {
                drop(ctx.catch());
            }
        }
    }
}

/// The value, getter and setter of an own property. The caller gives them back.
fn property(ctx: &Ctx<'_>, object: qjs::JSValue, atom: qjs::JSAtom) -> Option<[qjs::JSValue; 3]> {
    let mut found = std::mem::MaybeUninit::<qjs::JSPropertyDescriptor>::uninit();
    // SAFETY: the descriptor is read only where it was filled.
    unsafe {
        match qjs::JS_GetOwnProperty(ctx.as_raw().as_ptr(), found.as_mut_ptr(), object, atom) {
            1 => {
                let found = found.assume_init();
                Some([found.value, found.getter, found.setter])
            }
            0 => None,
            _ => {
                drop(ctx.catch());
                None
            }
        }
    }
}

fn is_object(value: qjs::JSValue) -> bool {
    // SAFETY: looks at the value's tag.
    unsafe { qjs::JS_IsObject(value) }
}

fn address(value: qjs::JSValue) -> *mut std::ffi::c_void {
    // SAFETY: called for objects alone.
    unsafe { qjs::JS_VALUE_GET_PTR(value) }
}

fn address_or_null(value: qjs::JSValue) -> *mut std::ffi::c_void {
    if is_object(value) { address(value) } else { std::ptr::null_mut() }
}

fn text_of(ctx: &Ctx<'_>, atom: qjs::JSAtom) -> String {
    let raw = ctx.as_raw().as_ptr();
    // SAFETY: the text is copied before it is given back.
    unsafe {
        let text = qjs::JS_AtomToCStringLen(raw, std::ptr::null_mut(), atom);
        if text.is_null() {
            return String::new();
        }
        let copy = CStr::from_ptr(text).to_string_lossy().into_owned();
        qjs::JS_FreeCString(raw, text);
        copy
    }
}
