//! Exceptions, described for people.

use super::trust;
use crate::core::verdict::CodePlace;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, VirtualMachine};

/// Longest text of an exception that is kept, in bytes.
const TEXT: usize = 1000;

/// What is known of an exception.
pub(super) struct Raised {
    /// Its class.
    class: String,
    /// Its own text; may be empty.
    pub text: String,
    /// The innermost line of the challenge's code that it came through.
    pub place: Option<CodePlace>,
    /// The line of the check or of the setup that it came through.
    pub check_line: Option<usize>,
    /// Whether that line is the setup's.
    pub in_setup: bool,
    /// Whether it came through the challenge's code.
    pub in_guest: bool,
    /// Whether it is a `MemoryError`.
    pub memory: bool,
    /// Whether it is a `SystemExit`.
    pub ends_program: bool,
}

impl Raised {
    /// `ValueError: no such order`.
    pub fn summary(&self) -> String {
        if self.text.is_empty() { self.class.clone() } else { format!("{}: {}", self.class, self.text) }
    }
}

/// Describes an exception. Its text may be made by the guest's code, which may fail in turn.
pub(super) fn describe(vm: &VirtualMachine, error: &PyBaseExceptionRef) -> Raised {
    let mut place = None;
    let mut check_line = None;
    let mut in_setup = false;
    if let Some(traceback) = error.__traceback__() {
        for entry in traceback.iter() {
            let path = entry.frame.code.source_path().as_str();
            let line = entry.lineno.get();
            if path == trust::CHECK || path == trust::SETUP {
                check_line = Some(line);
                in_setup = path == trust::SETUP;
            } else if let Some(at) = trust::place(path, line) {
                place = Some(at);
            }
        }
    }
    let text = error.as_object().str(vm).map(|text| text.to_string_lossy().into_owned());
    let mut text = text.unwrap_or_else(|_| "(its text cannot be shown)".to_owned());
    if text.len() > TEXT {
        text.truncate(text.floor_char_boundary(TEXT));
        text.push('…');
    }
    Raised {
        class: error.class().name().to_string(),
        text,
        in_guest: place.is_some(),
        place,
        check_line,
        in_setup,
        memory: error.fast_isinstance(vm.ctx.exceptions.memory_error),
        ends_program: error.fast_isinstance(vm.ctx.exceptions.system_exit),
    }
}
