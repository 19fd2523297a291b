//! Realms of their own beside the lab's two: a page in a browser, a context of Node's `vm`.

use super::convert::Text;
use rquickjs::{Ctx, Error, Exception, Function, Object, Result, Value, qjs};
use std::ffi::CString;
use std::ptr::NonNull;

/// Puts `newRealm` into the host object: `{ global, evaluate(code, name) }`.
pub(super) fn install<'js>(host: &Object<'js>) -> Result<()> {
    host.set("newRealm", Function::new(host.ctx().clone(), new_realm)?)
}

fn new_realm<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    // SAFETY: the runtime is the one that runs. The realm is never given back: it ends with the process, as all realms do.
    let raw = unsafe { qjs::JS_NewContext(qjs::JS_GetRuntime(ctx.as_raw().as_ptr())) };
    let Some(raw) = NonNull::new(raw) else {
        return Err(Exception::throw_internal(&ctx, "there is no memory for another realm"));
    };
    let realm = Object::new(ctx.clone())?;
    // SAFETY: the global object is of this runtime, and the reference that was made is handed on.
    let global = unsafe { Value::from_raw(ctx.clone(), qjs::JS_GetGlobalObject(raw.as_ptr())) };
    realm.set("global", global)?;
    let evaluate = move |ctx: Ctx<'js>, code: Text, name: Text| evaluate(&ctx, raw, &code.0, &name.0);
    realm.set("evaluate", Function::new(ctx, evaluate)?)?;
    Ok(realm)
}

/// Runs a script in a realm; what it throws is thrown on.
fn evaluate<'js>(ctx: &Ctx<'js>, raw: NonNull<qjs::JSContext>, code: &str, name: &str) -> Result<Value<'js>> {
    let length = code.len();
    let (Ok(code), Ok(name)) = (CString::new(code), CString::new(name)) else {
        return Err(Exception::throw_syntax(ctx, "Invalid or unexpected token"));
    };
    let flags = qjs::JS_EVAL_TYPE_GLOBAL.cast_signed();
    // SAFETY: the realm lives as long as the process, the text ends with a zero, and a value is of this runtime.
    unsafe {
        let value = qjs::JS_Eval(raw.as_ptr(), code.as_ptr(), length as _, name.as_ptr(), flags);
        if qjs::JS_IsException(value) {
            Err(Error::Exception)
        } else {
            Ok(Value::from_raw(ctx.clone(), value))
        }
    }
}
