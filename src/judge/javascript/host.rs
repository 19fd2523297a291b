//! The host object: what the lab's own code can ask of Rust. Code under review never has it.

use super::convert::{Bytes, Text};
use super::imports::catchable;
use super::world::World;
use super::{crypto, erase, errors, realms, seal, sql, text};
use rquickjs::function::{Args, Opt};
use rquickjs::promise::PromiseState;
use rquickjs::{Array, Ctx, Exception, Function, Object, Promise, Result, Value, qjs};
use std::rc::Rc;

/// A host object of a realm.
pub(super) fn object<'js>(ctx: &Ctx<'js>, world: &Rc<World>) -> Result<Object<'js>> {
    let host = Object::new(ctx.clone())?;
    let w = Rc::clone(world);
    let exchange = move |who: Text, did: Text, got: Text| w.record.borrow_mut().exchange(who.0, did.0, got.0);
    host.set("exchange", Function::new(ctx.clone(), exchange)?)?;
    let w = Rc::clone(world);
    let trace = move |kind: Text, what: Text| w.record.borrow_mut().trace(kind.0, what.0);
    host.set("trace", Function::new(ctx.clone(), trace)?)?;
    let w = Rc::clone(world);
    let write = move |printed: Text| w.record.borrow_mut().write(&printed.0);
    host.set("write", Function::new(ctx.clone(), write)?)?;
    let w = Rc::clone(world);
    let lacks = move |ctx: Ctx<'js>, message: Text| Err::<(), _>(w.lacks_saying(&ctx, message.0));
    host.set("lacks", Function::new(ctx.clone(), lacks)?)?;
    let w = Rc::clone(world);
    host.set("seed", Function::new(ctx.clone(), move || Bytes(w.record.borrow().seed.to_vec()))?)?;
    let w = Rc::clone(world);
    host.set("clock", Function::new(ctx.clone(), move || w.record.borrow().clock)?)?;
    let w = Rc::clone(world);
    host.set("files", Function::new(ctx.clone(), move |ctx: Ctx<'js>| files(&ctx, &w))?)?;
    let w = Rc::clone(world);
    let place = move |ctx: Ctx<'js>| frozen_place(&ctx, &w);
    host.set("frozenPlace", Function::new(ctx.clone(), place)?)?;
    let w = Rc::clone(world);
    host.set(
        "exit",
        Function::new(ctx.clone(), move |ctx: Ctx<'js>, code: Value<'js>| exit(&ctx, &w, code))?,
    )?;
    let w = Rc::clone(world);
    let require = move |ctx: Ctx<'js>, path: Text| w.require_of(&w.guest(&ctx), &path.0);
    host.set("createRequire", Function::new(ctx.clone(), require)?)?;
    host.set("promiseState", Function::new(ctx.clone(), promise_state)?)?;
    host.set("proxyDetails", Function::new(ctx.clone(), proxy_details)?)?;
    host.set("eraseTypes", Function::new(ctx.clone(), erase_types)?)?;
    crypto::install(&host)?;
    text::install(&host)?;
    realms::install(&host)?;
    sql::install(&host, &world.databases)?;
    Ok(host)
}

/// The host object of the kernel's core: with it, checks state outcomes, and guest code is run.
pub(super) fn core_object<'js>(
    ctx: &Ctx<'js>,
    world: &Rc<World>,
    common: &Object<'js>,
) -> Result<Object<'js>> {
    let host = Object::new(ctx.clone())?;
    for name in common.keys::<String>() {
        let name = name?;
        host.set(name.as_str(), common.get::<_, Value<'js>>(name.as_str())?)?;
    }
    let w = Rc::clone(world);
    let state = move |yes: bool, evidence: Text| {
        let mut record = w.record.borrow_mut();
        if w.checking.get() {
            record.stated = Some((yes, evidence.0));
        } else {
            record.tampered("it tried to state the outcome of an attack itself");
        }
    };
    host.set("state", Function::new(ctx.clone(), state)?)?;
    host.set(
        "freeze",
        Function::new(ctx.clone(), |ctx: Ctx<'js>, roots: Value<'js>| seal::freeze(&ctx, &roots))?,
    )?;
    let w = Rc::clone(world);
    let require = move |ctx: Ctx<'js>, name: Text| w.require_for_check(&ctx, &name.0);
    host.set("require", Function::new(ctx.clone(), require)?)?;
    let w = Rc::clone(world);
    let stand = move |ctx: Ctx<'js>, name: Text| w.require_stand(&ctx, &name.0);
    host.set("stand", Function::new(ctx.clone(), stand)?)?;
    host.set("invoke", Function::new(ctx.clone(), invoke)?)?;
    let w = Rc::clone(world);
    let program = move |ctx: Ctx<'js>, path: Text| w.run_program(&ctx, &path.0);
    host.set("program", Function::new(ctx.clone(), program)?)?;
    Ok(host)
}

/// Ends the guest's program where it stands: what is thrown passes by every `catch` and `finally`.
fn exit<'js>(ctx: &Ctx<'js>, world: &Rc<World>, code: Value<'js>) -> Result<()> {
    world.call_core::<()>(ctx, "endProgram", (code,))?;
    let error = Exception::from_message(ctx.clone(), "the program ended itself")?;
    error.as_object().set("code", errors::EXIT)?;
    // SAFETY: marks an error that was just made.
    unsafe { qjs::JS_SetUncatchableError(ctx.as_raw().as_ptr(), error.as_object().as_value().as_raw()) };
    Err(error.throw())
}

/// `["pending"]`, `["fulfilled", value]` or `["rejected", reason]`.
fn promise_state<'js>(ctx: Ctx<'js>, promise: Promise<'js>) -> Result<Array<'js>> {
    let both = Array::new(ctx.clone())?;
    let state = promise.state();
    let name = match state {
        PromiseState::Pending => "pending",
        PromiseState::Resolved => "fulfilled",
        PromiseState::Rejected => "rejected",
    };
    both.set(0, name)?;
    if let Some(result) = promise.result::<Value<'js>>() {
        both.set(1, result.unwrap_or_else(|_| ctx.catch()))?;
    }
    Ok(both)
}

/// `[target, handler]` of a proxy; nothing for anything else.
fn proxy_details<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Array<'js>>> {
    let Some(proxy) = value.as_proxy() else { return Ok(None) };
    let both = Array::new(ctx)?;
    both.set(0, proxy.target()?)?;
    both.set(1, proxy.handler()?)?;
    Ok(Some(both))
}

/// Calls a function: `[true, value]` or `[false, error]`, whatever it throws.
fn invoke<'js>(
    ctx: Ctx<'js>,
    f: Function<'js>,
    this: Value<'js>,
    arguments: Array<'js>,
) -> Result<Array<'js>> {
    let mut all = Args::new(ctx.clone(), arguments.len());
    all.this(this)?;
    for argument in arguments.iter::<Value<'js>>() {
        all.push_arg(argument?)?;
    }
    let (ok, value) = match f.call_arg::<Value<'js>>(all) {
        Ok(value) => (true, value),
        Err(_) => {
            catchable(&ctx);
            (false, ctx.catch())
        }
    };
    let both = Array::new(ctx)?;
    both.set(0, ok)?;
    both.set(1, value)?;
    Ok(both)
}

/// The challenge's files: path under `/app` to text.
fn files<'js>(ctx: &Ctx<'js>, world: &Rc<World>) -> Result<Object<'js>> {
    let all = Object::new(ctx.clone())?;
    for (path, text) in world.files.borrow().iter() {
        all.set(path.strip_prefix(super::world::APP).unwrap_or(path), text.as_str())?;
    }
    Ok(all)
}

fn frozen_place<'js>(ctx: &Ctx<'js>, world: &Rc<World>) -> Result<Value<'js>> {
    let Some(at) = errors::guest_place(world, ctx) else { return Ok(Value::new_null(ctx.clone())) };
    let place = Object::new(ctx.clone())?;
    place.set("file", at.file)?;
    place.set("line", at.line)?;
    Ok(place.into_value())
}

fn erase_types(ctx: Ctx<'_>, text: Text, _path: Opt<Text>) -> Result<String> {
    erase::erase(&text.0).map_err(|refused| {
        Exception::throw_syntax(&ctx, &format!("line {}: {}", refused.line, refused.message))
    })
}
