//! What a job's code will ask of the lab is read once for all its tasks, before the seal is set: their processes start with
//! it. A wrong guess costs some time, a missed one too; none changes what is found.

use super::resolve::{Asker, Target};
use super::world::{APP, World};
use crate::judge::job::{Job, Task};
use rquickjs::{Ctx, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Names that code has without importing them and that stand-ins are behind.
const GLOBALS: [&str; 16] = [
    "process",
    "console",
    "Buffer",
    "URL",
    "URLSearchParams",
    "TextEncoder",
    "TextDecoder",
    "setTimeout",
    "setImmediate",
    "setInterval",
    "fetch",
    "Headers",
    "Response",
    "crypto",
    "AbortController",
    "structuredClone",
];
/// Stand-ins that every request goes through.
const SERVING: [&str; 4] =
    ["_http_server", "internal/process", "internal/async_context", "internal/encoding"];
/// Parts of the kernel, by what mentions them.
const PARTS: [(&str, &str); 12] = [
    ("client(", "client"),
    ("page(", "page"),
    ("lab.files", "files"),
    ("lab.web", "web"),
    ("lab.processes", "processes"),
    ("lab.mail", "mail"),
    ("lab.clock", "clock"),
    ("lab.random", "random"),
    ("lab.sql", "sql"),
    ("lab.env", "env"),
    ("lab.log", "log"),
    ("lab.interleave", "interleave"),
];

/// Loads stand-ins and parts that a job mentions. None of its own code runs.
pub(super) fn load(world: &Rc<World>, at: &Ctx<'_>, job: &Job) {
    let checks = job.tasks.iter().filter_map(|task| match task {
        Task::Check { code, .. } => Some(code),
        _ => None,
    });
    let own = job.files.iter().filter(|(path, _)| super::run::is_code(path)).map(|(_, text)| text);
    let texts: Vec<&String> = own.chain(checks).chain([&job.setup]).collect();
    let mentions = |word: &str| texts.iter().any(|text| text.contains(word));
    // What cannot be loaded is the business of whoever asks for it, when it does.
    let forget = |failed: bool| {
        if failed {
            drop(at.catch());
        }
    };
    for name in ["log", "hanging", "interleave", "show"] {
        forget(world.part(at, name).is_err());
    }
    for (word, name) in PARTS {
        if mentions(word) {
            forget(world.part(at, name).is_err());
        }
    }
    if mentions("client(") {
        for name in SERVING {
            forget(world.require_stand(at, name).is_err());
        }
        forget(world.part(at, "env").is_err());
    }
    let globals = world.guest(at).globals();
    for name in GLOBALS {
        if mentions(name) {
            forget(globals.get::<_, Value<'_>>(name).is_err());
        }
    }
    let names: BTreeSet<&str> = texts.iter().flat_map(|text| specifiers(text)).collect();
    for name in names {
        if name.starts_with('.') || !world.knows_stand(name) {
            continue;
        }
        match world.find(at, name, &format!("{APP}early.ts"), Asker::Require) {
            Ok(Target::Stand(path)) => forget(world.stand(at, &path).is_err()),
            Ok(Target::File(_)) => {}
            Err(_) => forget(true),
        }
    }
    while at.execute_pending_job() {}
}

/// What a text seems to import: every short string behind `from`, `import` or `require(`.
fn specifiers(text: &str) -> impl Iterator<Item = &str> {
    ["from", "import", "require"].into_iter().flat_map(move |word| {
        text.match_indices(word).filter_map(move |(at, _)| {
            let rest = text[at + word.len()..].trim_start_matches([' ', '(']);
            let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c))?;
            let name = rest[1..].split(quote).next()?;
            ((1..80).contains(&name.len()) && !name.contains(['\n', ' '])).then_some(name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::specifiers;

    #[test]
    fn imports_are_found_without_parsing() {
        let text = "import a, { b } from 'x';\nimport \"y/z\";\nconst c = require('node:fs'), d = await import(\"w\");\nfrom();\n'from'";
        let mut found: Vec<&str> = specifiers(text).collect();
        found.sort_unstable();
        assert_eq!(found, ["node:fs", "w", "x", "y/z"]);
    }
}
