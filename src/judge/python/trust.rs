//! Who is running: told by where the code comes from.
//!
//! Code frozen into this program has its module's name as its file name, with neither a slash nor an angle bracket; what
//! guests compile at run time is never given such a name (see `blind`). So a file name says whether to trust.

use crate::core::verdict::CodePlace;
use rustpython_vm::frame::FrameRef;
use rustpython_vm::{AsObject, VirtualMachine};

/// Where the challenge's files lie in the lab.
pub(super) const APP: &str = "/app/";
/// File name of the checks' code.
pub(super) const CHECK: &str = "<check>";
/// File name of the setup's code.
pub(super) const SETUP: &str = "<setup>";

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Lab,
    /// The standard library.
    Library,
    /// The challenge's, or made by it; checks too, which are told apart by identity where it matters.
    Guest,
}

/// Whose code has that file name.
pub(super) fn kind_of(source_path: &str) -> Kind {
    if source_path.starts_with(['/', '<']) || source_path.is_empty() {
        Kind::Guest
    } else if source_path == "lab" || source_path.starts_with("lab.") {
        Kind::Lab
    } else {
        Kind::Library
    }
}

/// One frame of the stack.
pub(super) struct FrameView {
    pub kind: Kind,
    pub code_id: usize,
    pub frame: FrameRef,
}

/// The stack, innermost frame first.
pub(super) fn frames(vm: &VirtualMachine) -> impl Iterator<Item = FrameView> {
    let stack: Vec<FrameRef> = vm
        .frames
        .borrow()
        .iter()
        .rev()
        // SAFETY: a frame is alive as long as it stands on the machine's stack, and it is owned from here on.
        .map(|pointer| unsafe { pointer.as_ref() }.to_owned())
        .collect();
    stack.into_iter().map(|frame| {
        let code = frame.f_code();
        FrameView { kind: kind_of(code.source_path().as_str()), code_id: code.as_object().get_id(), frame }
    })
}

/// Whose code is running.
pub(super) fn caller(vm: &VirtualMachine) -> Kind {
    vm.frames.borrow().last().map_or(Kind::Lab, |pointer| {
        // SAFETY: a frame is alive as long as it stands on the machine's stack.
        let frame = unsafe { pointer.as_ref() };
        kind_of(frame.code.source_path().as_str())
    })
}

/// Whether the lab's own machinery is running, and not one of the libraries that it stands in for: those do what guests ask
/// of them, as a template reads any attribute that it names.
pub(super) fn caller_is_machinery(vm: &VirtualMachine) -> bool {
    vm.frames.borrow().last().is_none_or(|pointer| {
        // SAFETY: a frame is alive as long as it stands on the machine's stack.
        let frame = unsafe { pointer.as_ref() };
        is_machinery(frame.code.source_path().as_str())
    })
}

/// Whether a file name is that of the lab's own machinery.
pub(super) fn is_machinery(source_path: &str) -> bool {
    kind_of(source_path) == Kind::Lab && !source_path.starts_with("lab.stand.")
}

/// Whether a module is part of what guests have no business with.
pub(super) fn is_inner_module(name: &str) -> bool {
    matches!(name, "lab" | "_host") || name.starts_with("lab.")
}

/// The innermost line of the challenge's own code on the stack.
pub(super) fn guest_place(vm: &VirtualMachine) -> Option<CodePlace> {
    frames(vm).find_map(|f| place(f.frame.code.source_path().as_str(), f.frame.f_lineno()))
}

/// A line of one of the challenge's files, if it is one.
pub(super) fn place(source_path: &str, line: usize) -> Option<CodePlace> {
    source_path.strip_prefix(APP).map(|file| CodePlace { file: file.to_owned(), line })
}
