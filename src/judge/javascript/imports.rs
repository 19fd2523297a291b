//! How `import` finds and loads what it names, in both realms. Whatever is no ES module of the guest's stands as one that is made
//! of its exports.

use super::convert::{Text, throw_coded};
use super::modules::Format;
use super::resolve::{Asker, Target};
use super::world::{APP, World};
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{Array, Ctx, Module, Result, Value, qjs};
use std::rc::Rc;

/// In front of the path of a stand-in, where modules are known by name.
pub(super) const STAND: &str = "lab:";

/// Finds and loads what is imported, in both realms.
#[derive(Clone)]
pub(super) struct Importer(pub Rc<World>);

impl Resolver for Importer {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if self.0.is_scratch(ctx) {
            return Ok(name.to_owned());
        }
        if base.starts_with(STAND) || name.starts_with(STAND) {
            return Err(throw_coded(ctx, "ERR_MODULE_NOT_FOUND", &format!("Cannot find package '{name}'")));
        }
        if !self.0.is_guest(ctx) && !self.0.is_kernel(ctx) {
            let message = "A dynamic import callback was not specified.";
            return Err(throw_coded(ctx, "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING", message));
        }
        // A check stands where the challenge's files are.
        let base = if base.starts_with('/') { base.to_owned() } else { format!("{APP}check.ts") };
        Ok(match self.0.find(ctx, name, &base, Asker::Import)? {
            Target::File(path) => path,
            Target::Stand(path) => format!("{STAND}{path}"),
        })
    }
}

impl Loader for Importer {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let world = Rc::clone(&self.0);
        if world.is_scratch(ctx) {
            return Module::declare(ctx.clone(), name, "");
        }
        let is_guest = world.is_guest(ctx);
        let exports = match name.strip_prefix(STAND) {
            Some(path) => world.stand(ctx, path)?,
            None => {
                let format = world.format(ctx, name)?;
                if is_guest && format == Format::Es {
                    return world.declare(ctx, name);
                }
                let kind = attributes.and_then(|a| a.get_type().ok().flatten());
                if is_guest && format == Format::Json && kind.as_deref() != Some("json") {
                    let message = format!("Module \"{name}\" needs an import attribute of \"type: json\"");
                    return Err(throw_coded(ctx, "ERR_IMPORT_ATTRIBUTE_MISSING", &message));
                }
                if is_guest {
                    world.load(ctx, name)?
                } else {
                    // That the guest's program ends itself ends no check.
                    world.load_to_its_end(ctx, name).inspect_err(|_| catchable(ctx))?
                }
            }
        };
        if is_guest { surrogate(ctx, name, &exports) } else { world.surrogate_for_check(ctx, name, exports) }
    }
}

/// Lets a `catch` catch what is being thrown, though it be the end of the guest's program.
pub(super) fn catchable(ctx: &Ctx<'_>) {
    // SAFETY: changes a mark of the exception that is pending, if there is one.
    unsafe { qjs::JS_ResetUncatchableError(ctx.as_raw().as_ptr()) }
}

/// A module that stands for a value: its default export, and an export for each of its properties.
fn surrogate<'js>(ctx: &Ctx<'js>, name: &str, exports: &Value<'js>) -> Result<Module<'js, Declared>> {
    let values = Array::new(ctx.clone())?;
    let mut names = vec!["default".to_owned()];
    values.set(0, exports.clone())?;
    if let Some(object) = exports.as_object() {
        for key in object.keys::<String>() {
            let Ok(key) = key else { continue };
            if key != "default" {
                values.set(names.len(), object.get::<_, Value<'js>>(key.as_str())?)?;
                names.push(key);
            }
        }
    }
    declare_values(ctx, name, &names, values)
}

fn declare_values<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    names: &[String],
    values: Array<'js>,
) -> Result<Module<'js, Declared>> {
    use std::fmt::Write;
    let mut source = String::from("const v = import.meta.values;");
    for (at, name) in names.iter().enumerate() {
        let name = serde_json::to_string(name).unwrap_or_default();
        let _ = write!(source, "const v{at} = v[{at}]; export {{ v{at} as {name} }};");
    }
    let module = Module::declare(ctx.clone(), name, source)?;
    module.meta()?.set("values", values)?;
    Ok(module)
}

impl World {
    /// A module of the guest's as checks import it: what it exports, through the bridge.
    fn surrogate_for_check<'js>(
        self: &Rc<Self>,
        kernel: &Ctx<'js>,
        name: &str,
        exports: Value<'js>,
    ) -> Result<Module<'js, Declared>> {
        let both: Array = self.call_core(kernel, "surrogate", (exports,))?;
        let names: Vec<Text> = both.get(0)?;
        let names: Vec<String> = names.into_iter().map(|name| name.0).collect();
        declare_values(kernel, name, &names, both.get(1)?)
    }
}
