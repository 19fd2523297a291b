//! What a job's code imports from the lab and the library is read once for all its tasks, before the seal is set: their
//! processes start with it, and nobody can change it unnoticed.

use super::python_files;
use crate::judge::job::{Job, Task};
use rustpython_vm::builtins::PyModule;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use std::collections::{BTreeMap, BTreeSet};

/// Imports what the job's code will. None of it is the job's own: no module of the challenge is among it.
pub(super) fn import(vm: &VirtualMachine, lab: &PyObjectRef, job: &Job) -> PyResult<()> {
    let import = vm.builtins.get_attr("__import__", vm)?;
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in python_files(&job.files).map(|(_, text)| text).chain(codes_of_author(job)) {
        imports(text, &mut wanted);
    }
    for (name, members) in wanted {
        let top = name.split('.').next().unwrap_or_default();
        let is_own = |path: &String| path.split(['/', '.']).any(|part| part == top);
        if job.files.keys().any(is_own) {
            continue;
        }
        // What is not there is the business of whoever asks for it, when it does. A list of names gives the inner module.
        let list = vm.ctx.new_list(vec![vm.ctx.new_str("x").into()]);
        let Ok(module) = import.call((name.as_str(), vm.ctx.none(), vm.ctx.none(), list), vm) else {
            continue;
        };
        let Some(dict) = module.downcast_ref::<PyModule>().map(|m| m.dict()) else { continue };
        // The lab's larger modules read their parts when these are first asked for.
        if dict.contains_key("__getattr__", vm) {
            let _ = module.get_attr("__all__", vm);
            for member in members.iter().filter(|m| !dict.contains_key(m.as_str(), vm)) {
                let _ = module.get_attr(vm.ctx.intern_str(member.as_str()), vm);
            }
        }
    }
    // The lab knows which of its own parts, and what else, such code will ask for.
    let texts = python_files(&job.files).map(|(_, text)| text).chain(codes_of_author(job));
    let texts = texts.map(|text| vm.ctx.new_str(text.as_str()).into()).collect();
    lab.get_attr("foresee", vm)?.call((vm.ctx.new_list(texts),), vm)?;
    Ok(())
}

/// The modules that the setup and the checks import.
pub(super) fn used_by_checks(job: &Job) -> BTreeSet<String> {
    let mut wanted = BTreeMap::new();
    for text in codes_of_author(job) {
        imports(text, &mut wanted);
    }
    wanted.into_keys().collect()
}

fn codes_of_author(job: &Job) -> impl Iterator<Item = &String> {
    let checks = job.tasks.iter().filter_map(|task| match task {
        Task::Check { code, .. } => Some(code),
        Task::Import | Task::Rule(_) => None,
    });
    checks.chain([&job.setup])
}

/// Notes the modules that a text imports, and the names that it takes from each. It does not parse: a wrong guess costs a
/// failed look-up, a missed one some time.
fn imports(text: &str, wanted: &mut BTreeMap<String, BTreeSet<String>>) {
    let mut open: Option<String> = None;
    let mut called: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(module) = &open {
            let names = names_in(line).map(str::to_owned);
            wanted.entry(module.clone()).or_default().extend(names);
            if line.contains(')') {
                open = None;
            }
        } else if let Some(rest) = line.strip_prefix("import ") {
            for part in rest.split(',') {
                let mut words = part.split_whitespace();
                let Some(module) = words.next().filter(|m| is_dotted(m)) else { continue };
                called.insert(words.nth(1).unwrap_or(module), module);
                wanted.entry(module.to_owned()).or_default();
            }
        } else if let Some((module, names)) =
            line.strip_prefix("from ").and_then(|rest| rest.split_once(" import "))
            && is_dotted(module.trim())
        {
            let module = module.trim().to_owned();
            wanted.entry(module.clone()).or_default().extend(names_in(names).map(str::to_owned));
            if names.contains('(') && !names.contains(')') {
                open = Some(module);
            }
        }
    }
    for (name, module) in called {
        let uses = text.match_indices(name).filter_map(|(at, _)| text[at + name.len()..].strip_prefix('.'));
        let members = uses.filter_map(|rest| names_in(rest).next().filter(|member| rest.starts_with(member)));
        wanted.entry(module.to_owned()).or_default().extend(members.map(str::to_owned));
    }
}

fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn is_dotted(text: &str) -> bool {
    !text.starts_with('.') && text.split('.').all(|part| names_in(part).next() == Some(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_without_parsing() {
        let text = "import os, flask as f  # import no\nfrom flask import (\n    Flask,\n    request as r,\n)\nfrom . import own\n\
                    if x:\n    import sqlite3\nf.abort(404)\nos.path.join(a)\n";
        let mut wanted = BTreeMap::new();
        imports(text, &mut wanted);
        let names: Vec<&String> = wanted.keys().collect();
        assert_eq!(names, ["flask", "os", "sqlite3"]);
        for member in ["Flask", "request", "abort"] {
            assert!(wanted["flask"].contains(member), "{member}: {wanted:?}");
        }
        assert!(wanted["os"].contains("path"));
    }
}
