//! What keeps guests from the lab and the checks is left out first, and then put up: what it stops has to succeed before.

use super::{Shared, blind, guard, host_module, interpreter, seal::Seal};
use rustpython_vm::builtins::PyFunction;
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, VirtualMachine};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Each defines `attempt()`, which says whether it got what it was after.
const ATTEMPTS: &[(&str, &str)] = &[
    ("who called", "import sys\ndef attempt(): return sys._getframe(0).f_back is not None"),
    ("names of others", "import sys\ndef attempt(): return 'secret' in sys._getframe(1).f_globals"),
    ("values of others", "import sys\ndef attempt(): return 'secret' in sys._getframe(1).f_locals"),
    (
        "globals of the library",
        "import json\ndef attempt():\n    json.loads.__globals__['mine'] = 1\n    return hasattr(json, 'mine')",
    ),
    ("names of a module", "import json\ndef attempt():\n    return json.__getstate__() is not None"),
    (
        "code of the library",
        "import json\ndef attempt():\n    json.load.__code__ = (lambda *a, **k: 7).__code__\n    return json.load(1) == 7",
    ),
    (
        "defaults of the library",
        "import json\ndef attempt():\n    json.detect_encoding.__defaults__ = (b'',)\n    return json.detect_encoding() == 'utf-8'",
    ),
    ("all objects", "import gc\ndef attempt(): return callable(gc.get_objects)"),
    ("tracing", "import sys\ndef attempt(): return callable(sys.settrace)"),
    ("code by hand", "def attempt(): return attempt.__code__.replace(co_name='other').co_name == 'other'"),
    (
        "code from bytes",
        "import marshal\ndef attempt(): return marshal.loads(marshal.dumps(attempt.__code__)) is not None",
    ),
    (
        "a name of the lab's",
        "def attempt(): return compile('1', 'lab.core', 'eval').co_filename == 'lab.core'",
    ),
    (
        "a name of the check's",
        "def attempt(): return compile('1', '<check>', 'eval').co_filename == '<check>'",
    ),
    (
        "depth",
        "import sys\ndef attempt():\n    sys.setrecursionlimit(100000)\n    return sys.getrecursionlimit() == 100000",
    ),
];

/// Changes that are taken back at once.
const CHANGES: &[(&str, &str)] = &[
    ("a function", "import json\nkept = json.loads\njson.loads = None\njson.loads = kept"),
    (
        "past the module",
        "import json\nkept = json.loads\nobject.__setattr__(json, 'loads', None)\njson.loads = kept",
    ),
    ("a built-in function", "import builtins\nkept = builtins.len\nbuiltins.len = None\nbuiltins.len = kept"),
    (
        "a class",
        "import json\nkept = json.JSONEncoder.encode\njson.JSONEncoder.encode = None\njson.JSONEncoder.encode = kept",
    ),
    ("a worker", "import json\njson._default_decoder.decode = None\ndel json._default_decoder.decode"),
];

/// Runs code as a file of the challenge; gives the names that it made.
fn run(vm: &VirtualMachine, code: &str, file: &str) -> PyObjectRef {
    let compiled = vm.compile(code, Mode::Exec, file.to_owned()).expect("it parses");
    let names = vm.ctx.new_dict();
    names.set_item("__name__", vm.ctx.new_str("app").into(), vm).expect("a name");
    let ran = vm.run_code_obj(compiled, Scope::with_builtins(None, names.clone(), vm));
    ran.unwrap_or_else(|error| panic!("{code}: {:?}", error.as_object().str(vm).map(|s| s.to_string())));
    names.into()
}

/// Whether an attempt succeeds, called by code with a secret.
fn succeeds(vm: &VirtualMachine, code: &str) -> bool {
    let attempt = run(vm, code, "/app/app.py").get_item("attempt", vm).expect("it defines attempt()");
    let caller = run(vm, "secret = 1\ndef call(attempt):\n    secret = 2\n    return attempt()", "<caller>");
    let call = caller.get_item("call", vm).expect("it is defined");
    call.call((attempt,), vm).is_ok_and(|got| got.is(&vm.ctx.true_value))
}

/// One test: what is taken away is taken from the classes that all interpreters of a process share.
#[test]
fn what_is_stopped_succeeds_where_nothing_stops_it() {
    let interpreter = interpreter();
    let record: Shared = Rc::default();
    interpreter.enter(|vm| {
        vm.import("json", 0).expect("a module");
        let missed: Vec<_> =
            ATTEMPTS.iter().filter(|(_, code)| !succeeds(vm, code)).map(|(name, _)| name).collect();
        assert!(missed.is_empty(), "with nothing taken away these fail: {missed:?}");

        // What an attempt changed while it could is not there for the next.
        vm.sys_module.get_attr("modules", vm).and_then(|m| m.del_item("json", vm)).expect("it was there");
        blind::blind(vm).expect("it can be taken away");
        vm.import("json", 0).expect("a module");
        let got: Vec<_> =
            ATTEMPTS.iter().filter(|(_, code)| succeeds(vm, code)).map(|(name, _)| name).collect();
        assert!(got.is_empty(), "these get through: {got:?}");

        for (name, code) in CHANGES {
            run(vm, code, "/app/app.py");
            assert_eq!(guard::noticed(vm), None, "{name} is noticed before anything is sealed");
        }
        for (name, code) in CHANGES {
            let seal = Seal::set(vm, &BTreeSet::new()).expect("a seal");
            assert_eq!(seal.broken(vm), None, "{name}: broken from the start");
            run(vm, code, "/app/app.py");
            assert!(seal.broken(vm).is_some(), "{name}");
        }

        // Whose call it is decides whether an outcome counts: the same call does, or does not.
        let host = host_module::module(vm, &record).expect("a module");
        let defined = |code: &str, file: &str, name: &str| -> PyRef<PyFunction> {
            let function = run(vm, code, file).get_item(name, vm).expect("it is defined");
            function.downcast().expect("a function")
        };
        let code_of = |f: &PyRef<PyFunction>| blind::code_of(f, vm).map(|code| code.as_object().get_id());
        let state = defined("def exploited(host): host.state(False, '')", "lab.names", "exploited");
        let ask = defined("def ask(state, host): state(host)", "<check>", "ask");
        record.borrow_mut().stating_code = code_of(&state);
        for is_check in [false, true] {
            record.borrow_mut().check_code.extend(is_check.then(|| code_of(&ask)).flatten());
            ask.as_object().call((state.clone(), host.clone()), vm).expect("it returns");
            let mut record = record.borrow_mut();
            assert_eq!(record.stated.take().is_some(), is_check);
            assert_eq!(record.tampering.take().is_none(), is_check);
        }
    });
}
