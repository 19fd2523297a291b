//! `_host`: what the lab can tell the host, and the host's own record of it.

use super::trust::{self, Kind};
use crate::core::verdict::{CodePlace, Exchange, NotJudged, Trace};
use crate::judge::engine::Finish;
use crate::judge::job::{Outcome, Stop};
use rustpython_vm::builtins::{PyBytes, PyModule, PyStrRef};
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// What one task did, kept out of the guest's reach.
#[derive(Default)]
pub(super) struct Record {
    pub exchange: Vec<Exchange>,
    pub trace: Vec<Trace>,
    pub console: String,
    /// The outcome that an exploit check stated last.
    pub stated: Option<(bool, String)>,
    /// The first thing that the lab had not.
    pub lacks: Option<(String, Option<CodePlace>)>,
    /// The first sign of tampering.
    pub tampering: Option<String>,
    /// Where the run takes its random values from.
    pub seed: [u8; 32],
    /// Bytes that may be printed, and as many recorded.
    pub budget: usize,
    recorded: usize,
    /// Code objects of the setup and of the check.
    pub check_code: HashSet<usize>,
    /// The code object of the lab's own `exploited`.
    pub stating_code: Option<usize>,
    /// Ends the process with an outcome.
    pub finish: Option<Finish>,
}

pub(super) type Shared = Rc<RefCell<Record>>;

impl Record {
    /// Whether so many bytes more may be recorded; counts them if so.
    fn has_room(&mut self, bytes: usize) -> bool {
        let room = self.recorded + bytes <= self.budget;
        if room {
            self.recorded += bytes;
        }
        room
    }

    /// Drops what was noted while the world was built.
    pub fn forget(&mut self) {
        (self.exchange, self.trace, self.console, self.lacks) = Default::default();
        self.recorded = 0;
    }

    pub fn tampered(&mut self, what: impl Into<String>) {
        self.tampering.get_or_insert_with(|| what.into());
    }

    /// Moves what was recorded into an outcome.
    pub fn drain_into(&mut self, outcome: &mut Outcome) {
        outcome.exchange = std::mem::take(&mut self.exchange);
        outcome.trace = std::mem::take(&mut self.trace);
        outcome.console = std::mem::take(&mut self.console);
    }
}

/// Builds the module around a record.
pub(super) fn module(vm: &VirtualMachine, record: &Shared) -> PyResult<PyRef<PyModule>> {
    let module = vm.new_module("_host", vm.ctx.new_dict(), None);

    let r = Rc::clone(record);
    let exchange = vm.new_function("exchange", move |who: PyStrRef, did: PyStrRef, got: PyStrRef| {
        let exchange = Exchange { who: text(&who), did: text(&did), got: text(&got) };
        let mut r = r.borrow_mut();
        if r.has_room(exchange.who.len() + exchange.did.len() + exchange.got.len() + 16) {
            r.exchange.push(exchange);
        }
    });
    module.set_attr("exchange", exchange, vm)?;

    let r = Rc::clone(record);
    let trace = vm.new_function("trace", move |kind: PyStrRef, what: PyStrRef| {
        let trace = Trace { kind: text(&kind), what: text(&what) };
        let mut r = r.borrow_mut();
        if r.has_room(trace.kind.len() + trace.what.len() + 16) {
            r.trace.push(trace);
        }
    });
    module.set_attr("trace", trace, vm)?;

    let r = Rc::clone(record);
    let state = vm.new_function("state", move |yes: bool, evidence: PyStrRef, vm: &VirtualMachine| {
        let mut r = r.borrow_mut();
        if comes_from_check(&r, vm) {
            r.stated = Some((yes, text(&evidence)));
        } else {
            r.tampered("it tried to state the outcome of an attack itself");
        }
    });
    module.set_attr("state", state, vm)?;

    let r = Rc::clone(record);
    let seed = vm.new_function("seed", move |vm: &VirtualMachine| -> PyRef<PyBytes> {
        vm.ctx.new_bytes(r.borrow().seed.to_vec())
    });
    module.set_attr("seed", seed, vm)?;

    let r = Rc::clone(record);
    let write = vm.new_function("write", move |_stream: PyObjectRef, printed: PyStrRef| {
        let mut r = r.borrow_mut();
        r.console.push_str(&printed.to_string_lossy());
        if r.console.len() > r.budget {
            flooded(&mut r);
        }
    });
    module.set_attr("write", write, vm)?;

    let r = Rc::clone(record);
    let lacks = vm.new_function("lacks", move |message: PyStrRef, vm: &VirtualMachine| {
        let place = trust::guest_place(vm);
        r.borrow_mut().lacks.get_or_insert_with(|| (text(&message), place));
    });
    module.set_attr("lacks", lacks, vm)?;
    Ok(module)
}

/// Only a check may state an outcome: the call must come from its own code, through the lab's own function.
fn comes_from_check(record: &Record, vm: &VirtualMachine) -> bool {
    let mut frames = trust::frames(vm);
    let through = frames.next().map(|f| f.code_id);
    let from = frames.find(|f| f.kind != Kind::Lab || record.check_code.contains(&f.code_id));
    through.is_some()
        && through == record.stating_code
        && from.is_some_and(|f| record.check_code.contains(&f.code_id))
}

/// Ends the task: whoever prints without end is not given the chance to carry on.
fn flooded(record: &mut Record) {
    let Some(finish) = record.finish.clone() else { return };
    let mut outcome = Outcome::stopped(Stop::new(
        NotJudged::Output,
        format!(
            "The code printed more than {} KiB: look for a loop that prints, or for debug output.",
            record.budget >> 10
        ),
    ));
    record.drain_into(&mut outcome);
    outcome.console.truncate(outcome.console.floor_char_boundary(4 << 10));
    outcome.exchange.truncate(8);
    outcome.trace.truncate(8);
    finish(&outcome);
}

/// A text of the guest's; lone surrogates become replacement characters.
fn text(from: &PyStrRef) -> String {
    from.to_string_lossy().into_owned()
}
