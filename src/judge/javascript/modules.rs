//! The modules of the challenge: CommonJS and ES modules, JSON, TypeScript, and the stand-ins as they see them.

use super::convert::{Text, throw_coded};
use super::imports::catchable;
use super::resolve::{self, Asker, Missing, Target, Tree};
use super::world::{APP, Kept, World};
use super::{awaits, erase};
use rquickjs::context::EvalOptions;
use rquickjs::function::This;
use rquickjs::module::Declared;
use rquickjs::promise::PromiseState;
use rquickjs::{
    Array, Coerced, Ctx, Error, Exception, Function, Module, Object, Persistent, Promise, Result, Value,
};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What is known of the guest's modules.
#[derive(Default)]
pub(super) struct Modules {
    /// The functions that CommonJS files have been compiled to.
    common: RefCell<HashMap<String, Kept<Function<'static>>>>,
    /// The ES modules that have been compiled.
    declared: RefCell<HashMap<String, Kept<Module<'static, ()>>>>,
    /// `require.cache`.
    cache: RefCell<Option<Kept<Object<'static>>>>,
}

/// How a file is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    CommonJs,
    Es,
    Json,
}

/// The world's files, while the runtime is entered.
struct Files<'a, 'js> {
    world: &'a Rc<World>,
    at: &'a Ctx<'js>,
}

impl Files<'_, '_> {
    /// Asks the part of the kernel that keeps the files, once there is one.
    fn ask<R: for<'js> rquickjs::FromJs<'js>>(&self, question: &str, path: &str) -> Option<R> {
        if !self.world.has_part("files") {
            return None;
        }
        let part = self.world.part(self.at, "files").ok()?;
        part.get::<_, Option<Function<'_>>>(question).ok()??.call((path,)).ok()
    }
}

impl Tree for Files<'_, '_> {
    fn text(&self, path: &str) -> Option<String> {
        self.ask::<Option<String>>("moduleText", path)
            .unwrap_or_else(|| self.world.files.borrow().get(path).cloned())
    }

    fn is_file(&self, path: &str) -> bool {
        self.ask("isFile", path).unwrap_or_else(|| self.world.files.borrow().contains_key(path))
    }
}

impl World {
    /// What a specifier in `from` leads to. Throws where it leads nowhere.
    pub fn find(self: &Rc<Self>, ctx: &Ctx<'_>, name: &str, from: &str, asker: Asker) -> Result<Target> {
        resolve::resolve(&Files { world: self, at: ctx }, name, from, asker).map_err(
            |missing| match missing {
                Missing::Node(code, message) => throw_coded(ctx, code, &message),
                Missing::Lab(what) => self.lacks(ctx, &what),
            },
        )
    }

    /// The text of a file as JavaScript.
    fn source(self: &Rc<Self>, ctx: &Ctx<'_>, path: &str) -> Result<String> {
        let text = Files { world: self, at: ctx }.text(path);
        let missing =
            || throw_coded(ctx, "ENOENT", &format!("ENOENT: no such file or directory, open '{path}'"));
        let text = text.ok_or_else(missing)?;
        if text.contains('\0') {
            return Err(Exception::throw_syntax(ctx, "a NUL character"));
        }
        let text = if erase::is_typescript(path) {
            let refused =
                |refused: erase::Refused| self.syntax_error(ctx, path, refused.line, &refused.message);
            erase::erase(&text).map_err(refused)?
        } else {
            text
        };
        Ok(if self.follows_context.get() { awaits::followed(text) } else { text })
    }

    /// Throws a `SyntaxError` that has its place as QuickJS's own have.
    fn syntax_error(self: &Rc<Self>, ctx: &Ctx<'_>, path: &str, line: usize, message: &str) -> Error {
        let error = Exception::throw_syntax(ctx, message);
        let thrown = ctx.catch();
        if let Some(object) = thrown.as_object() {
            let _ = object.set("stack", format!("    at {path}:{line}:1\n"));
        }
        ctx.throw(thrown);
        error
    }

    /// How Node would take a file. Compiles it where only that tells.
    pub fn format(self: &Rc<Self>, ctx: &Ctx<'_>, path: &str) -> Result<Format> {
        let ends = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
        if ends(&[".mjs", ".mts"]) {
            return Ok(Format::Es);
        }
        if ends(&[".json"]) {
            return Ok(Format::Json);
        }
        if ends(&[".jsx", ".tsx"]) {
            return Err(
                self.lacks(ctx, &format!("JSX, which {} is written in", path.trim_start_matches(APP)))
            );
        }
        if ends(&[".cjs", ".cts"]) {
            return Ok(Format::CommonJs);
        }
        match resolve::package_type(&Files { world: self, at: ctx }, path).as_deref() {
            Some("module") => return Ok(Format::Es),
            Some("commonjs") => return Ok(Format::CommonJs),
            _ => {}
        }
        if self.modules.declared.borrow().contains_key(path) {
            return Ok(Format::Es);
        }
        match self.common(ctx, path) {
            Ok(_) => Ok(Format::CommonJs),
            Err(error) if !error.is_exception() => Err(error),
            Err(_) => {
                let thrown = ctx.catch();
                let source = self.source(ctx, path)?;
                if source.lines().any(looks_like_es)
                    || source.contains("import.meta")
                    || source.contains("await ")
                {
                    return Ok(Format::Es);
                }
                Err(ctx.throw(thrown))
            }
        }
    }

    /// The function that a CommonJS file compiles to.
    fn common<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Function<'js>> {
        let known = self.modules.common.borrow().get(path).cloned();
        if let Some(known) = known {
            return known.restore(at);
        }
        let guest = self.guest(at);
        let mut source = self.source(&guest, path)?;
        if source.starts_with("#!") {
            source.replace_range(..2, "//");
        }
        let mut options = EvalOptions::default();
        options.strict = false;
        options.filename = Some(path.to_owned());
        let wrapped = format!("(function (exports, require, module, __filename, __dirname) {{{source}\n}})");
        let function: Function = guest.eval_with_options(wrapped, options)?;
        self.modules.common.borrow_mut().insert(path.to_owned(), Persistent::save(&guest, function.clone()));
        Ok(function)
    }

    /// Compiles an ES module of the guest's, and loads what it imports.
    pub fn declare<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Module<'js, Declared>> {
        let guest = self.guest(at);
        let source = self.source(&guest, path)?;
        let module = Module::declare(guest.clone(), path, source)?;
        let meta = module.meta()?;
        meta.set("url", format!("file://{path}"))?;
        meta.set("filename", path)?;
        meta.set("dirname", resolve::parent(path))?;
        let (world, from) = (Rc::clone(self), path.to_owned());
        let resolve = move |ctx: Ctx<'js>, name: Text| world.resolved(&ctx, &name.0, &from, Asker::Import);
        meta.set("resolve", Function::new(guest.clone(), resolve)?)?;
        // SAFETY: nothing but its lifetime is changed by keeping it; it lives as long as its realm.
        let kept = unsafe { std::mem::transmute::<Module<'js, Declared>, Module<'js, ()>>(module.clone()) };
        self.modules.declared.borrow_mut().insert(path.to_owned(), Persistent::save(&guest, kept));
        Ok(module)
    }

    /// Compiles a file without running it or anything that it imports.
    pub fn compile(self: &Rc<Self>, at: &Ctx<'_>, scratch: &Ctx<'_>, path: &str) -> Result<()> {
        match self.format(&self.guest(at), path)? {
            Format::Json => Ok(()),
            Format::CommonJs => self.common(at, path).map(drop),
            Format::Es => Module::declare(scratch.clone(), path, self.source(scratch, path)?).map(drop),
        }
    }

    /// What a file exports, after running it where that has not happened. The caller is in the guest's realm.
    pub fn load<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Value<'js>> {
        let guest = self.guest(at);
        match self.format(&guest, path)? {
            Format::Es => {
                let promise = self.start(&guest, path)?;
                match promise.1.state() {
                    PromiseState::Resolved => Ok(promise.0.namespace()?.into_value()),
                    PromiseState::Rejected => promise.1.result::<Value>().unwrap_or(Err(Error::Unknown)),
                    PromiseState::Pending => Err(throw_coded(
                        &guest,
                        "ERR_REQUIRE_ASYNC_MODULE",
                        "require() cannot be used on an ESM graph with top-level await. Use import() instead.",
                    )),
                }
            }
            format => self.run_common(&guest, path, format),
        }
    }

    /// As `load`, and waits where the file's top level does. The caller is Rust or the kernel.
    pub fn load_to_its_end<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Value<'js>> {
        let guest = self.guest(at);
        if self.format(&guest, path)? != Format::Es {
            return self.load(&guest, path);
        }
        let (module, promise) = self.start(&guest, path)?;
        let ended = self.drive(&guest, || promise.state() != PromiseState::Pending)?;
        if !ended {
            let message = format!(
                "{} waits at its top level for something that never comes",
                path.trim_start_matches(APP)
            );
            return Err(Exception::throw_message(&guest, &message));
        }
        promise.result::<Value>().unwrap_or(Err(Error::Unknown))?;
        Ok(module.namespace()?.into_value())
    }

    /// Starts an ES module, or gives what it was started as.
    fn start<'js>(self: &Rc<Self>, guest: &Ctx<'js>, path: &str) -> Result<(Module<'js, ()>, Promise<'js>)> {
        let known = self.modules.declared.borrow().get(path).cloned();
        // SAFETY: as in `declare`; evaluating what has been evaluated gives the same promise.
        let module = match known {
            Some(known) => known.restore(guest)?,
            None => unsafe {
                std::mem::transmute::<Module<'js, Declared>, Module<'js, ()>>(self.declare(guest, path)?)
            },
        };
        // SAFETY: the marker alone changes.
        let declared =
            unsafe { std::mem::transmute::<Module<'js, ()>, Module<'js, Declared>>(module.clone()) };
        let (_, promise) = declared.eval()?;
        // Whoever asked hears of a failure: it is not one that nobody handles.
        promise.then()?.call::<_, ()>((
            This(promise.clone()),
            rquickjs::Undefined,
            Function::new(guest.clone(), || ())?,
        ))?;
        Ok((module, promise))
    }

    fn cache<'js>(&self, guest: &Ctx<'js>) -> Result<Object<'js>> {
        let known = self.modules.cache.borrow().clone();
        if let Some(known) = known {
            return known.restore(guest);
        }
        let cache = Object::new_proto(guest.clone(), None)?;
        self.modules.cache.replace(Some(Persistent::save(guest, cache.clone())));
        Ok(cache)
    }

    fn run_common<'js>(self: &Rc<Self>, guest: &Ctx<'js>, path: &str, format: Format) -> Result<Value<'js>> {
        let cache = self.cache(guest)?;
        if let Some(known) = cache.get::<_, Option<Object<'js>>>(path)? {
            return known.get("exports");
        }
        let module = self.new_module(guest, path)?;
        cache.set(path, module.clone())?;
        let ran = self.run_module(guest, path, format, &module);
        match ran {
            Ok(()) => {
                module.set("loaded", true)?;
                module.get("exports")
            }
            Err(error) => {
                cache.remove(path)?;
                Err(error)
            }
        }
    }

    fn run_module<'js>(
        self: &Rc<Self>,
        guest: &Ctx<'js>,
        path: &str,
        format: Format,
        module: &Object<'js>,
    ) -> Result<()> {
        if format == Format::Json {
            let text = Files { world: self, at: guest }.text(path).unwrap_or_default();
            return module.set("exports", guest.json_parse(text)?);
        }
        let function = self.common(guest, path)?;
        let exports: Value = module.get("exports")?;
        let require: Value = module.get("require")?;
        function.call((This(exports.clone()), exports, require, module.clone(), path, resolve::parent(path)))
    }

    fn new_module<'js>(self: &Rc<Self>, guest: &Ctx<'js>, path: &str) -> Result<Object<'js>> {
        let module = Object::new(guest.clone())?;
        module.set("id", path)?;
        module.set("path", resolve::parent(path))?;
        module.set("exports", Object::new(guest.clone())?)?;
        module.set("filename", path)?;
        module.set("loaded", false)?;
        module.set("children", Array::new(guest.clone())?)?;
        module.set("paths", Array::new(guest.clone())?)?;
        module.set("require", self.require_of(guest, path)?)?;
        Ok(module)
    }

    /// The `require` of a file. `require.main` is undefined: programs are run by the kernel, which sets it.
    pub fn require_of<'js>(self: &Rc<Self>, guest: &Ctx<'js>, path: &str) -> Result<Function<'js>> {
        let (world, from) = (Rc::clone(self), path.to_owned());
        let require = move |ctx: Ctx<'js>, name: Value<'js>| world.require(&ctx, name, &from);
        let require = Function::new(guest.clone(), require)?.with_name("require")?;
        let (world, from) = (Rc::clone(self), path.to_owned());
        let resolve = move |ctx: Ctx<'js>, name: Text| world.resolved(&ctx, &name.0, &from, Asker::Require);
        require.set("resolve", Function::new(guest.clone(), resolve)?)?;
        require.set("cache", self.cache(guest)?)?;
        require.set("extensions", Object::new(guest.clone())?)?;
        Ok(require)
    }

    fn require<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, name: Value<'js>, from: &str) -> Result<Value<'js>> {
        if !name.is_string() {
            let message = "The \"id\" argument must be of type string.";
            return Err(throw_coded(ctx, "ERR_INVALID_ARG_TYPE", message));
        }
        let name: Coerced<String> = name.get()?;
        match self.find(ctx, &name.0, from, Asker::Require)? {
            Target::File(path) => self.load(ctx, &path),
            Target::Stand(path) => self.stand(ctx, &path),
        }
    }

    /// `require.resolve` and `import.meta.resolve`.
    fn resolved(self: &Rc<Self>, ctx: &Ctx<'_>, name: &str, from: &str, asker: Asker) -> Result<String> {
        Ok(match (self.find(ctx, name, from, asker)?, asker) {
            (Target::File(path), Asker::Import) => format!("file://{path}"),
            (Target::File(path), Asker::Require) => path,
            (Target::Stand(_), _) => name.to_owned(),
        })
    }

    /// The `require` of setup and checks.
    pub fn require_for_check<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
        match self.find(ctx, name, &format!("{APP}check.ts"), Asker::Require)? {
            Target::File(path) => self.load_to_its_end(ctx, &path).inspect_err(|_| catchable(ctx)),
            Target::Stand(path) => self.stand(ctx, &path),
        }
    }

    /// Runs a file as a program: afresh, whether it has been loaded or not, with `require.main` set to it.
    pub fn run_program<'js>(self: &Rc<Self>, at: &Ctx<'js>, path: &str) -> Result<Value<'js>> {
        let guest = self.guest(at);
        if self.format(&guest, path)? == Format::Es {
            let source = self.source(&guest, path)?;
            let module = Module::declare(guest.clone(), path, source)?;
            let meta = module.meta()?;
            meta.set("url", format!("file://{path}"))?;
            meta.set("filename", path)?;
            meta.set("dirname", resolve::parent(path))?;
            meta.set("main", true)?;
            return Ok(module.eval()?.1.into_value());
        }
        let module = self.new_module(&guest, path)?;
        let require: Function = module.get("require")?;
        require.set("main", module.clone())?;
        self.run_module(&guest, path, Format::CommonJs, &module)?;
        Ok(Value::new_undefined(guest))
    }
}

/// Whether a line is one that only ES modules have.
fn looks_like_es(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.strip_prefix("import").or_else(|| line.strip_prefix("export"));
    rest.is_some_and(|rest| rest.starts_with([' ', '{', '*', '"', '\'', '\t']))
}
