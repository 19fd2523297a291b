//! What JavaScript throws, described for people.

use super::convert::Text;
use super::erase::is_typescript;
use super::imports::STAND;
use super::world::{APP, World};
use crate::core::verdict::CodePlace;
use rquickjs::{Ctx, Exception, FromJs, Function, Object, Persistent, Value, function::This};
use std::rc::Rc;

/// File name of the checks' code.
pub(super) const CHECK: &str = "<check>";
/// File name of the setup's code.
pub(super) const SETUP: &str = "<setup>";
/// The code of what is thrown where a program ends itself.
pub(super) const EXIT: &str = "LAB_EXIT";
/// Longest text of an error that is kept, in bytes.
const TEXT: usize = 1000;

/// What is known of something thrown.
#[derive(Debug)]
pub(super) struct Raised {
    /// Its class.
    class: String,
    /// Its own text; may be empty.
    pub text: String,
    /// Its `code`, as Node's errors have; else empty.
    code: String,
    /// The innermost line of the challenge's code that it came through.
    pub place: Option<CodePlace>,
    /// The line of the check or of the setup that it came through.
    pub check_line: Option<usize>,
    /// Whether it came out of the challenge's code.
    pub in_guest: bool,
    /// Whether the code ended its program on purpose.
    pub ends_program: bool,
    /// The innermost place of all, for mistakes of the lab's own.
    pub stack_top: Option<String>,
}

impl Raised {
    /// `TypeError: no such order`.
    pub fn summary(&self) -> String {
        match (self.class.is_empty(), self.text.is_empty()) {
            (true, _) => self.text.clone(),
            (false, true) => self.class.clone(),
            (false, false) => format!("{}: {}", self.class, self.text),
        }
    }

    /// Whether it may be meant, and is no slip in the code: configuration that is missing is rightly refused.
    pub fn is_refusal(&self) -> bool {
        let slips = ["SyntaxError", "ReferenceError", "TypeError", "InternalError", "LabLacks"];
        let is_missing = self.code.starts_with("ERR_") && self.code.contains("MODULE")
            || self.code == "MODULE_NOT_FOUND"
            || self.code.starts_with("ERR_PACKAGE_");
        !slips.contains(&self.class.as_str()) && !is_missing && !self.text.contains("call stack")
    }

    /// Whether it says that something is no part of this environment but of a browser's.
    pub fn wants_browser(&self) -> bool {
        const NAMES: [&str; 6] =
            ["window", "document", "localStorage", "sessionStorage", "location", "HTMLElement"];
        self.class == "ReferenceError"
            && NAMES
                .iter()
                .any(|name| self.text.strip_suffix(" is not defined").is_some_and(|text| text == *name))
    }
}

/// Describes what a call left behind.
pub(super) fn caught(world: &Rc<World>, at: &Ctx<'_>, error: rquickjs::Error) -> Raised {
    if !error.is_exception() {
        return Raised {
            class: "Error".to_owned(),
            text: error.to_string(),
            code: String::new(),
            place: None,
            check_line: None,
            in_guest: false,
            ends_program: false,
            stack_top: None,
        };
    }
    describe(world, at, &at.catch())
}

/// Describes what was thrown. Its text may be made by the guest's code, which may fail in turn.
pub(super) fn describe<'js>(world: &Rc<World>, at: &Ctx<'js>, thrown: &Value<'js>) -> Raised {
    let object = thrown.as_object();
    let property = |name: &str| {
        let value = object?.get::<_, Value<'js>>(name);
        let value = value.inspect_err(|_| drop(at.catch())).ok()?;
        value.is_string().then(|| Text::from_js(at, value).ok()).flatten().map(|text| text.0)
    };
    let class = match object {
        Some(_) => property("name").filter(|name| !name.is_empty()).unwrap_or_else(|| "Error".to_owned()),
        None => String::new(),
    };
    let text = match object {
        Some(_) => property("message").unwrap_or_default(),
        None => Text::from_js(at, thrown.clone()).map_or_else(|_| String::new(), |text| text.0),
    };
    let (class, mut text) =
        if object.is_some() { (class, text) } else { (String::new(), format!("threw {text}")) };
    if let Some(missing) = missing_export(world, at, &text) {
        text = missing;
    }
    if text.len() > TEXT {
        text.truncate(text.floor_char_boundary(TEXT));
        text.push('…');
    }
    let stack = stack_of(world, at, thrown).or_else(|| property("stack")).unwrap_or_default();
    let places = || stack.lines().filter_map(frame);
    let place = places().find_map(|(path, line)| guest_line(path, line));
    // The guest's own errors have no places of the kernel's in their stacks.
    let called_from =
        world.call_core::<Text>(at, "kernelStack", (thrown.clone(),)).map_or(String::new(), |text| text.0);
    let is_author = |(path, _): &(&str, usize)| *path == CHECK || *path == SETUP;
    let check_line =
        places().chain(called_from.lines().filter_map(frame)).find(is_author).map(|(_, line)| line);
    let from_guest = world.call_core::<bool>(at, "fromGuest", (thrown.clone(),)).unwrap_or(false);
    let code = property("code").unwrap_or_default();
    Raised {
        class,
        text,
        in_guest: place.is_some() || from_guest,
        place,
        check_line,
        ends_program: code == EXIT,
        code,
        stack_top: places().next().map(|(path, line)| format!("{path}:{line}")),
    }
}

/// Says for people that a module has no such export. Where it is a stand-in of the lab, asks it for the name: what the lab
/// lacks is noted then.
fn missing_export(world: &Rc<World>, at: &Ctx<'_>, text: &str) -> Option<String> {
    let (name, module) =
        text.strip_prefix("Could not find export '")?.strip_suffix('\'')?.split_once("' in module '")?;
    if let Some(path) = module.strip_prefix(STAND) {
        let stand = world.stand(at, path).ok()?;
        if stand.as_object()?.get::<_, Value<'_>>(name).is_err() {
            drop(at.catch());
        }
        let library = path.trim_start_matches("stand/").trim_start_matches("node/").trim_end_matches(".js");
        return Some(format!("{library} exports no {name}"));
    }
    let hint = if is_typescript(module) { "; a type has to be imported with `import type`" } else { "" };
    Some(format!("{} exports no {name}{hint}", module.trim_start_matches(APP)))
}

/// The stack that the engine itself keeps of an error, whatever the guest has made of the property.
fn stack_of<'js>(world: &Rc<World>, at: &Ctx<'js>, thrown: &Value<'js>) -> Option<String> {
    let own = thrown.as_object()?.get::<_, Value<'js>>("stack");
    let own = own.inspect_err(|_| drop(at.catch())).ok().filter(Value::is_string);
    let real = world.stack_getter(at)?.call::<_, Value<'js>>((This(thrown.clone()),));
    let real = real.inspect_err(|_| drop(at.catch())).ok().filter(Value::is_string);
    // A syntax error that TypeScript's own rules gave has its place in the property alone.
    let text = |value: Option<Value<'js>>| value.and_then(|v| Text::from_js(at, v).ok()).map(|t| t.0);
    let real =
        text(real).filter(|stack| stack.lines().filter_map(frame).any(|(path, _)| path.starts_with(APP)));
    real.or_else(|| text(own))
}

/// The innermost line of the challenge's code that runs now.
pub(super) fn guest_place(world: &Rc<World>, at: &Ctx<'_>) -> Option<CodePlace> {
    let error = Exception::from_message(world.kernel(at), "").ok()?;
    let stack = stack_of(world, at, error.as_object().as_value())?;
    stack.lines().filter_map(frame).find_map(|(path, line)| guest_line(path, line))
}

/// The file and the line of a line of a stack: `    at f (/app/x.js:3:5)` or `    at /app/x.js:3:5`.
fn frame(line: &str) -> Option<(&str, usize)> {
    let line = line.trim().strip_prefix("at ")?;
    let place = match line.rsplit_once(" (") {
        Some((_, place)) => place.strip_suffix(')')?,
        None => line,
    };
    let (rest, last) = place.rsplit_once(':')?;
    let last = last.parse().ok()?;
    match rest.rsplit_once(':') {
        Some((path, line)) if line.parse::<usize>().is_ok() => Some((path, line.parse().ok()?)),
        _ => Some((rest, last)),
    }
}

fn guest_line(path: &str, line: usize) -> Option<CodePlace> {
    path.strip_prefix(APP).map(|file| CodePlace { file: file.to_owned(), line })
}

/// The kernel's own getter of `stack`, kept from the time before any guest ran.
pub(super) fn find_stack_getter(kernel: &Ctx<'_>) -> Option<Persistent<Function<'static>>> {
    let object: Object<'_> = kernel.globals().get("Object").ok()?;
    let error: Object<'_> = kernel.globals().get("Error").ok()?;
    let prototype: Object<'_> = error.get("prototype").ok()?;
    let descriptor: Object<'_> =
        object.get::<_, Function<'_>>("getOwnPropertyDescriptor").ok()?.call((prototype, "stack")).ok()?;
    Some(Persistent::save(kernel, descriptor.get::<_, Function<'_>>("get").ok()?))
}

#[cfg(test)]
mod tests {
    use super::frame;

    #[test]
    fn places_are_read_from_stacks() {
        assert_eq!(frame("    at f (/app/x.js:3:5)"), Some(("/app/x.js", 3)));
        assert_eq!(frame("    at /app/x.js:3:5"), Some(("/app/x.js", 3)));
        assert_eq!(frame("    at <anonymous> (<check>:12:1)"), Some(("<check>", 12)));
        assert_eq!(frame("    at map (native)"), None);
        assert_eq!(frame("    at f (missing)"), None);
    }
}
