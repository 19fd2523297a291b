//! Attempts to get out of the judge, and to reach the lab or the checks from inside. Each runs through the real program.

#![cfg(feature = "python")]

mod judge_support;

use judge_support::{Case, run};
use riskline::core::verdict::{NotJudged, Overall, RunOutcome, RunReport, Verdict};
use std::time::Duration;

/// The weakness that every escape below tries to have counted as mended: `secret()` hands out what it must not.
const OPEN: &str = "def secret():\n    return 'ana'\n";

fn case() -> Case {
    Case::new("app.py", OPEN)
        .function("it answers", "import app\nassert isinstance(app.secret(), str)")
        .exploit(
            "it tells",
            "import app\nr = attempt(app.secret)\nexploited(r.ok and r.value == 'ana', 'it told')",
        )
        .wall(Duration::from_secs(10))
}

fn why(report: &RunReport) -> Option<NotJudged> {
    match &report.outcome {
        RunOutcome::NotJudged { reason, .. } => Some(*reason),
        RunOutcome::Judged => None,
    }
}

/// Runs code before the flawed function. The verdict must stay "open", or there must be none.
fn never_fixed(name: &str, code: &str) -> RunReport {
    let report = run(&case(), &format!("{code}\n{OPEN}"));
    assert!(
        matches!(report.overall(), Overall::Open | Overall::NotJudged),
        "{name}: {:?}\n{code}\n{report:#?}",
        report.overall()
    );
    report
}

/// A probe returns what it got hold of; `None` or an exception is what it should get.
fn gets_nothing(name: &str, body: &str) {
    let probe = format!("def probe():\n    {}\n", body.replace('\n', "\n    "));
    let case = Case::new("app.py", "").exploit(
        "out",
        "import app\nr = attempt(app.probe)\nexploited(r.ok and r.value is not None, repr(r.value)[:300])",
    );
    let report = run(&case, &probe);
    assert!(
        report.checks[0].verdict == Verdict::Holds
            || why(&report).is_some_and(|r| r != NotJudged::BrokenCheck),
        "{name}: {report:#?}"
    );
}

#[test]
fn no_real_file_is_read() {
    for (name, body) in [
        ("open", "return open('/etc/os-release').read() or None"),
        (
            "open passwd",
            "text = open('/etc/passwd').read()\nreturn text if '_apt' in text or 'nobody' in text else None",
        ),
        ("io.open", "import io\nreturn io.open('/etc/os-release').read()"),
        ("_io", "import _io\nreturn _io.FileIO('/etc/os-release').read()"),
        ("_io.open_code", "import _io\nreturn _io.open_code('/etc/os-release').read()"),
        ("proc", "return open('/proc/self/environ').read()"),
        ("proc maps", "return open('/proc/self/maps').read()"),
        ("descriptor", "import io\nreturn io.FileIO(3).read()"),
        (
            "os.listdir",
            "import os\nreturn [n for n in os.listdir('/') if n in ('boot', 'sys', 'lost+found', 'media')] or None",
        ),
        (
            "os.scandir",
            "import os\nreturn [e.name for e in os.scandir('/') if e.name in ('boot', 'sys', 'lost+found', 'media')] or None",
        ),
        ("pathlib", "import pathlib\nreturn pathlib.Path('/etc/os-release').read_text()"),
        ("posix", "import posix\nfd = posix.open('/etc/os-release', 0)\nreturn posix.read(fd, 100)"),
        ("linecache", "import linecache\nreturn linecache.getline('/etc/os-release', 1) or None"),
        ("tokenize", "import tokenize\nreturn tokenize.open('/etc/os-release').read()"),
        (
            "loader",
            "import importlib.util\ns = importlib.util.spec_from_file_location('x', '/usr/lib/python3/os.py')\nm = importlib.util.module_from_spec(s)\ns.loader.exec_module(m)\nreturn m",
        ),
        ("zipimport", "import zipimport\nreturn zipimport.zipimporter('/usr/share/x.zip')"),
    ] {
        gets_nothing(name, body);
    }
}

#[test]
fn nothing_is_written_to_the_real_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().display();
    for (name, body) in [
        ("open", format!("open('{path}/a', 'w').write('x')")),
        ("os.mkdir", format!("import os\nos.mkdir('{path}/b')")),
        (
            "sqlite connect",
            format!(
                "import sqlite3\nc = sqlite3.connect('{path}/c.db')\nc.execute('create table t(x)')\nc.commit()"
            ),
        ),
        (
            "sqlite uri",
            format!(
                "import sqlite3\nfor v in ('unix', 'unix-none', 'unix-dotfile', 'win32', 'memdb'):\n    try:\n        c = sqlite3.connect('file:{path}/d.db?vfs=' + v, uri=True)\n        c.execute('create table t(x)')\n        c.commit()\n    except sqlite3.Error: pass"
            ),
        ),
        (
            "attach",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute(\"attach '{path}/e.db' as e\")\nc.execute('create table e.t(x)')\nc.commit()"
            ),
        ),
        (
            "vacuum into",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t(x)')\nc.commit()\nc.execute(\"vacuum into '{path}/f.db'\")"
            ),
        ),
        (
            "backup",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t(x)')\nd = sqlite3.connect('{path}/g.db')\nc.backup(d)"
            ),
        ),
        (
            "temp store",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute(\"pragma temp_store_directory='{path}'\")\nc.execute('create temp table t(x)')"
            ),
        ),
    ] {
        let probe = format!("def probe():\n    {}\n", body.replace('\n', "\n    "));
        let case = Case::new("app.py", "").function("write", "import app\nattempt(app.probe)");
        run(&case, &probe);
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder is there").collect();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
}

#[test]
fn sqlite_loads_no_extension_and_reads_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let known = folder.path().join("known.db");
    rusqlite::Connection::open(&known)
        .and_then(|db| db.execute_batch("CREATE TABLE kept (x); INSERT INTO kept VALUES ('secret')"))
        .expect("a database");
    let known = known.display();
    for (name, body) in [
        (
            "the file",
            format!(
                "import sqlite3\nreturn sqlite3.connect('{known}').execute('select x from kept').fetchone()"
            ),
        ),
        (
            "uri",
            format!(
                "import sqlite3\nreturn sqlite3.connect('file:{known}?mode=ro&immutable=1&vfs=unix', uri=True).execute('select x from kept').fetchone()"
            ),
        ),
        (
            "attach",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute(\"attach 'file:{known}?mode=ro' as k\")\nreturn c.execute('select x from k.kept').fetchone()"
            ),
        ),
        (
            "writable schema",
            format!(
                "import sqlite3\nc = sqlite3.connect(':memory:')\nc.executescript(\"pragma writable_schema=on; create table t(x); update sqlite_master set sql = 'create virtual table t using csv(filename=''{known}'')'; pragma schema_version=9\")\nreturn c.execute('select * from t').fetchone()"
            ),
        ),
    ] {
        gets_nothing(name, &body);
    }
    for (name, body) in [
        (
            "load_extension",
            "import sqlite3\nc = sqlite3.connect(':memory:')\nc.enable_load_extension(True)\nc.load_extension('/usr/lib/x86_64-linux-gnu/libm.so.6')\nreturn 'loaded'",
        ),
        (
            "load_extension in SQL",
            "import sqlite3\nc = sqlite3.connect(':memory:')\nreturn c.execute(\"select load_extension('/usr/lib/libm.so.6')\").fetchall()",
        ),
        (
            "readfile",
            "import sqlite3\nreturn sqlite3.connect(':memory:').execute(\"select readfile('/etc/os-release')\").fetchone()",
        ),
    ] {
        gets_nothing(name, body);
    }
}

#[test]
fn no_process_is_started_and_no_socket_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("made");
    let shown = path.display();
    for (name, body) in [
        ("os.system", format!("import os\nos.system('touch {shown}')")),
        ("os.popen", format!("import os\nos.popen('touch {shown}').read()")),
        ("subprocess", format!("import subprocess\nsubprocess.run(['/usr/bin/touch', '{shown}'])")),
        (
            "_posixsubprocess",
            format!("import _posixsubprocess\n_posixsubprocess.fork_exec([b'/usr/bin/touch', b'{shown}'])"),
        ),
        ("os.execv", format!("import os\nos.execv('/usr/bin/touch', ['touch', '{shown}'])")),
        (
            "os.posix_spawn",
            format!("import os\nos.posix_spawn('/usr/bin/touch', ['touch', '{shown}'], {{}})"),
        ),
        ("pty", format!("import pty\npty.spawn(['/usr/bin/touch', '{shown}'])")),
    ] {
        let probe = format!("def probe():\n    {}\n", body.replace('\n', "\n    "));
        let case = Case::new("app.py", "").function("spawn", "import app\nattempt(app.probe)");
        run(&case, &probe);
        assert!(!path.exists(), "{name}");
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let port = listener.local_addr().expect("an address").port();
    for (name, body) in [
        ("socket", format!("import socket\ns = socket.create_connection(('127.0.0.1', {port}), 1)")),
        ("_socket", format!("import _socket\ns = _socket.socket()\ns.connect(('127.0.0.1', {port}))")),
        ("urllib", format!("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}/')")),
    ] {
        let probe = format!("def probe():\n    {}\n", body.replace('\n', "\n    "));
        let case = Case::new("app.py", "").function("connect", "import app\nattempt(app.probe)");
        run(&case, &probe);
        assert!(listener.accept().is_err(), "{name}");
    }
}

#[test]
fn native_doors_are_shut() {
    for (name, body) in [
        ("ctypes", "import ctypes\nreturn ctypes.CDLL(None)"),
        ("_ctypes", "import _ctypes\nreturn _ctypes.dlopen('libc.so.6', 2)"),
        ("fork", "import os\nreturn os.fork()"),
        ("posix fork", "import posix\nreturn posix.fork()"),
        ("threads", "import _thread\nreturn _thread.start_new_thread(print, ())"),
        ("mmap", "import mmap\nreturn mmap.mmap(-1, 4096)"),
        ("faulthandler", "import faulthandler\nfaulthandler._sigsegv()\nreturn 1"),
        (
            "code from parts",
            "c = probe.__code__\nreturn type(c)(0, 0, 0, 0, 0, 0, b'd\\x00S\\x00', (), (), (), 'f', 'n', 'q', 1, b'', b'')",
        ),
        ("code replaced", "return probe.__code__.replace(co_code=b'\\xff' * 64)"),
        ("marshal", "import marshal\nreturn marshal.loads(marshal.dumps(probe.__code__))"),
        ("frozen from bytes", "import _imp\nreturn _imp.get_frozen_object('x', b'\\x00' * 64)"),
        ("create_dynamic", "import _imp\nreturn _imp.create_dynamic"),
        (
            "environment",
            "import os\nreturn os.environ.get('PATH') if 'cargo' in os.environ.get('PATH', '') else None",
        ),
        ("clock", "import time\nreturn time.time() if time.time() > 1780000000 else None"),
    ] {
        gets_nothing(name, body);
    }
}

#[test]
fn introspection_shows_nothing_of_the_lab_or_the_check() {
    for (name, body) in [
        ("caller", "import sys\nreturn sys._getframe(0).f_back"),
        (
            "deeper frames",
            "import sys\nreturn [n for n in sys._getframe(2).f_globals if n == 'exploited'] or None",
        ),
        (
            "traceback frames",
            "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    return e.__traceback__.tb_frame.f_back",
        ),
        ("inspect", "import inspect\nreturn [f for f in inspect.stack() if 'check' in f.filename] or None"),
        ("gc objects", "import gc\nreturn gc.get_objects()"),
        ("gc referrers", "import gc\nreturn gc.get_referrers(probe)"),
        ("settrace", "import sys\nsys.settrace(lambda *a: None)\nreturn 1"),
        ("setprofile", "import sys\nsys.setprofile(lambda *a: None)\nreturn 1"),
        ("current frames", "import sys\nreturn sys._current_frames()"),
        ("globals of open", "return dict(open.__globals__) or None"),
        (
            "globals of a library function",
            "import json\njson.dumps.__globals__['dumps'] = None\nreturn None if json.dumps else 1",
        ),
        (
            "globals of the lab",
            "import flask\nd = flask.Flask.__call__.__globals__\nreturn [k for k, v in d.items() if 'lab' in k or 'host' in getattr(v, '__name__', '') or str(getattr(v, '__module__', '')).startswith('lab')] or None",
        ),
        (
            "globals of the lab in a template",
            "import flask\nwith flask.Flask('x').app_context():\n    text = flask.render_template_string('{{ cycler.__init__.__globals__ }} {{ url_for.__globals__ }}')\nreturn text if '_lab' in text or 'lab.core' in text else None",
        ),
        (
            "closure of the lab",
            "import flask\nreturn [c for c in (getattr(f, '__closure__', None) for f in vars(flask.Flask).values()) if c] or None",
        ),
        (
            "subclasses",
            "return [c for c in object.__subclasses__() if 'lab' in str(getattr(c, '__module__', ''))] or None",
        ),
        ("host", "import _host\nreturn _host"),
        ("host in modules", "import sys\nreturn sys.modules.get('_host')"),
        ("lab", "import lab\nreturn lab.core"),
        (
            "lab in modules",
            "import sys\nreturn sys.modules.get('lab') or [n for n in sys.modules if n.startswith('lab')] or None",
        ),
        (
            "fresh gc",
            "import sys, importlib\nsys.modules.pop('gc', None)\nreturn getattr(importlib.import_module('gc'), 'get_objects', None)",
        ),
        (
            "fresh sys",
            "import sys, importlib\nsys.modules.pop('sys')\nimport sys as s\nreturn getattr(s, 'settrace', None)",
        ),
        (
            "trusted name",
            "import sys\nreturn eval(compile('__import__(\"sys\")._getframe(0).f_back', 'lab.core', 'eval'))",
        ),
        (
            "trusted name by keyword",
            "return eval(compile('__import__(\"sys\")._getframe(0).f_back', filename='lab.core', mode='eval'))",
        ),
    ] {
        gets_nothing(name, body);
    }
}

#[test]
fn tampering_is_noticed_or_changes_nothing() {
    for (name, code) in [
        ("builtins", "import builtins\nbuiltins.isinstance = lambda *a: False"),
        ("builtins by dict", "__builtins__['repr'] = lambda *a: ''"),
        ("library function", "import json\njson.dumps = lambda *a, **k: '{}'"),
        ("library code", "import json\njson.dumps.__code__ = (lambda *a, **k: '{}').__code__"),
        ("library defaults", "import json\njson.dumps.__defaults__ = ()"),
        ("lab class", "import flask\nflask.Flask.__call__ = lambda *a: None"),
        ("lab class by type", "import flask\ntype.__setattr__(flask.Flask, '__call__', lambda *a: None)"),
        ("bases", "import flask\nclass X: pass\nflask.Flask.__bases__ = (X,)"),
        ("names of the check", "import sys\nsys.modules['__check__'] = None"),
        (
            "states itself",
            "import sys\nfor m in list(sys.modules.values()):\n    f = getattr(m, 'exploited', None)\n    if f: f(False)",
        ),
        ("exits at import", "import atexit\natexit.register(print, 'x')"),
        ("modules emptied", "import sys\nsys.modules.clear()"),
        ("meta path", "import sys\nsys.meta_path.clear()"),
        ("excepthook", "import sys\nsys.excepthook = lambda *a: None"),
        ("recursion limit", "import sys\nsys.setrecursionlimit(10 ** 9)"),
        ("del builtins", "import builtins\ndel builtins.str"),
    ] {
        let report = never_fixed(name, code);
        if let RunOutcome::NotJudged { message, .. } = &report.outcome {
            assert!(message.len() > 20, "{name}: {message}");
        }
    }
}

#[test]
fn changing_a_class_back_is_noticed_too() {
    let code = "import json\nkept = json.JSONEncoder.encode\njson.JSONEncoder.encode = None\njson.JSONEncoder.encode = kept\n";
    assert_eq!(why(&never_fixed("changed back", code)), Some(NotJudged::Tampering));
    let code = "import flask\nkept = flask.Flask.__call__\nflask.Flask.__call__ = None\nflask.Flask.__call__ = kept\n";
    assert_eq!(why(&never_fixed("the lab changed back", code)), Some(NotJudged::Tampering));
    let code = "import json\njson.loads = lambda text: {}\n";
    let report = never_fixed("replaced", code);
    assert_eq!(why(&report), Some(NotJudged::Tampering));
    let RunOutcome::NotJudged { message, .. } = &report.outcome else { unreachable!("it was just seen") };
    assert!(message.contains("json.loads"), "{message}");
}

/// What replaces `json.loads` until it is first called, and then puts it back. `{back}` says how.
const ONCE: &str = "import json, sys, builtins, functools, types
real = json.loads
def once(text, *a, **k):
    {back}
    return {}
";

/// The flawed function, which replaces something before it answers. What it is refused keeps it from nothing else.
fn replacing(put: &str) -> String {
    let put = put.replace('\n', "\n        ");
    format!(
        "def secret():\n    global names, d, bag, old, kept, set_class, fake\n    try:\n        {put}\n    \
         except Exception as e:\n        print('refused:', e)\n    return 'ana'\n"
    )
}

/// Whether a change was noticed, or changed nothing.
fn noticed(report: &RunReport) -> bool {
    report.overall() == Overall::Open || why(report) == Some(NotJudged::Tampering)
}

/// Its attack reads what it got through `json`, as the lab's own code does.
fn reading() -> Case {
    Case::new("app.py", OPEN)
        .function("it is there", "import app\nassert callable(app.secret)")
        .exploit(
            "it tells",
            "import app\nr = attempt(app.secret)\nimport json\nread = json.loads('{\"a\": 1}')\nwritten = json.dumps('b')\n\
             exploited(r.ok and r.value == 'ana' and read == {'a': 1} and written == '\"b\"', 'it told')",
        )
        .wall(Duration::from_secs(10))
}

#[test]
fn a_library_function_that_is_put_back_is_noticed_too() {
    let mut wrong = Vec::new();
    for (name, put, back) in [
        ("assigned", "json.loads = once", "json.loads = real"),
        ("set", "setattr(json, 'loads', once)", "setattr(json, 'loads', real)"),
        (
            "set past the module",
            "object.__setattr__(json, 'loads', once)",
            "object.__setattr__(json, 'loads', real)",
        ),
        (
            "set by its type",
            "types.ModuleType.__setattr__(json, 'loads', once)",
            "types.ModuleType.__setattr__(json, 'loads', real)",
        ),
        ("deleted", "del json.loads\njson.loads = once", "json.loads = real"),
        ("by its names", "json.__dict__['loads'] = once", "json.__dict__['loads'] = real"),
        ("by vars", "vars(json).update(loads=once)", "vars(json).update(loads=real)"),
        ("by its state", "json.__getstate__()['loads'] = once", "json.__getstate__()['loads'] = real"),
        (
            "by the state of any object",
            "object.__getstate__(json)['loads'] = once",
            "object.__getstate__(json)['loads'] = real",
        ),
        (
            "by the descriptor",
            "d = types.ModuleType.__dict__['__dict__'].__get__(json)\nd['loads'] = once",
            "d['loads'] = real",
        ),
        (
            "by what the library reads",
            "import string\nnames = string.Formatter().get_field('0.__globals__', (real,), {})[0]\nnames['loads'] = once",
            "names['loads'] = real",
        ),
        ("run inside", "exec('loads = once', json.__dict__)", "exec('loads = real', json.__dict__)"),
        (
            "other names",
            "names = json.__dict__\njson.__dict__ = dict(names, loads=once)",
            "json.__dict__ = names",
        ),
        (
            "a wrapper's update",
            "class Bag: pass\nbag, old = Bag(), Bag()\nbag.loads, old.loads = once, real\n\
             functools.update_wrapper(json, bag, ('loads',), ())",
            "functools.update_wrapper(json, old, ('loads',), ())",
        ),
        (
            "another class",
            "class Module(types.ModuleType):\n    def __getattribute__(self, name):\n        \
             return once if name == 'loads' else super().__getattribute__(name)\n\
             kept = type(json)\njson.__class__ = Module",
            "object.__setattr__(json, '__class__', kept)",
        ),
        (
            "another class by the descriptor",
            "class Module(types.ModuleType):\n    def __getattribute__(self, name):\n        \
             return once if name == 'loads' else super().__getattribute__(name)\n\
             kept = type(json)\nset_class = object.__dict__['__class__'].__set__\nset_class(json, Module)",
            "set_class(json, kept)",
        ),
        (
            "another module",
            "fake = types.ModuleType('json')\nfake.loads, fake.dumps = once, json.dumps\nsys.modules['json'] = fake",
            "sys.modules['json'] = json",
        ),
        (
            "another importer",
            "kept = builtins.__import__\nfake = types.ModuleType('json')\nfake.loads = once\n\
             builtins.__import__ = lambda name, *a, **k: fake if name == 'json' else kept(name, *a, **k)",
            "builtins.__import__ = kept",
        ),
        (
            "a part of it",
            "kept = json.encoder.encode_basestring_ascii\njson.encoder.encode_basestring_ascii = once",
            "json.encoder.encode_basestring_ascii = kept",
        ),
        ("its decoder", "json._default_decoder.decode = once", "del json._default_decoder.decode"),
        (
            "its decoder replaced",
            "class Decoder:\n    decode = staticmethod(once)\nkept = json._default_decoder\njson._default_decoder = Decoder",
            "json._default_decoder = kept",
        ),
    ] {
        let code = ONCE.replace("{back}", back) + &replacing(put);
        let report = run(&reading(), &code);
        if !noticed(&report) {
            wrong.push(format!(
                "{name}: {:?}
{code}",
                report.overall()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}

#[test]
fn a_built_in_function_that_is_put_back_is_noticed_too() {
    let mut wrong = Vec::new();
    for (name, put, back) in [
        ("assigned", "builtins.isinstance = once", "builtins.isinstance = real"),
        ("by its names", "builtins.__dict__['isinstance'] = once", "builtins.__dict__['isinstance'] = real"),
        ("by a module's names", "__builtins__['isinstance'] = once", "__builtins__['isinstance'] = real"),
        (
            "by a library module's",
            "import json\njson.__builtins__['isinstance'] = once",
            "json.__builtins__['isinstance'] = real",
        ),
        (
            "by a function's",
            "once.__builtins__['isinstance'] = once",
            "once.__builtins__['isinstance'] = real",
        ),
        (
            "by what is run",
            "names = {}\nexec('', names)\nnames['__builtins__']['isinstance'] = once",
            "names['__builtins__']['isinstance'] = real",
        ),
        (
            "by what is evaluated",
            "names = {}\neval('1', names)\nnames['__builtins__']['isinstance'] = once",
            "names['__builtins__']['isinstance'] = real",
        ),
    ] {
        let code = format!(
            "import builtins, json\nreal = isinstance\ndef once(value, kind):\n    {back}\n    return False\n{}",
            replacing(put)
        );
        // The lab's own code calls it while it decodes what the check gives it.
        let case = Case::new("app.py", OPEN).function("it answers", "import app").exploit(
            "it tells",
            "import app, json\nr = attempt(app.secret)\nread = True\ntry:\n    json.loads('1')\nexcept TypeError:\n    \
             read = False\nexploited(r.ok and r.value == 'ana' and read, 'it told')",
        );
        let report = run(&case, &code);
        if !noticed(&report) {
            wrong.push(format!(
                "{name}: {:?}
{code}",
                report.overall()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}

#[test]
fn what_right_fixes_do_to_modules_is_no_tampering() {
    for (name, code) in [
        (
            "own module",
            "import sys\nsys.modules[__name__].LIMIT = 5\nsys.modules[__name__].__dict__['MORE'] = 6\nassert LIMIT + MORE == 11",
        ),
        (
            "own module's class",
            "import sys, types\nclass Own(types.ModuleType):\n    limit = 5\nsys.modules[__name__].__class__ = Own\nassert sys.modules[__name__].limit == 5",
        ),
        (
            "a module of its own making",
            "import types, sys\nm = types.ModuleType('conf')\nm.__dict__.update(a=1)\nsys.modules['conf'] = m\nimport conf\nassert conf.a == 1 and vars(conf)['a'] == 1",
        ),
        (
            "wraps",
            "import functools\ndef deco(f):\n    @functools.wraps(f)\n    def inner(*a): return f(*a)\n    return inner\n@deco\ndef g():\n    'doc'\nassert g.__name__ == 'g' and g.__doc__ == 'doc'",
        ),
        (
            "encoder of its own",
            "import json\nclass Own(json.JSONEncoder):\n    def default(self, o): return 'x'\nOwn.encode = lambda self, o: 'y'\nassert json.dumps({}, cls=Own) == 'y'",
        ),
        (
            "output taken",
            "import sys, io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    print('x')\nassert out.getvalue() == 'x\\n'\nsys.stdout.write('')",
        ),
        ("a new built-in name", "import builtins\nbuiltins._ = lambda text: text\nassert _('x') == 'x'"),
        (
            "look at names",
            "import json\nassert 'loads' in vars(json) and 'loads' in dir(json) and json.__dict__['loads'] is json.loads",
        ),
        (
            "run with own names",
            "names = {'a': 1}\nexec('b = a + len([1])', names)\nassert names['b'] == 2 and eval('b', names) == 2 and eval('len([1])', {}) == 1",
        ),
        (
            "run without built-ins",
            "try:\n    eval('len([])', {'__builtins__': {}})\nexcept NameError:\n    pass\nelse:\n    raise AssertionError",
        ),
        (
            "any attribute",
            "class X: pass\nx = X()\nx.a = 1\nobject.__setattr__(x, 'b', 2)\ndel x.a\nassert vars(x) == {'b': 2} and x.__class__ is X\nclass Y: pass\nx.__class__ = Y\nassert type(x) is Y",
        ),
        (
            "frozen",
            "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass P:\n    a: int\ntry:\n    P(1).a = 2\nexcept dataclasses.FrozenInstanceError: pass\nelse: raise AssertionError\nassert dataclasses.replace(P(1), a=3).a == 3",
        ),
        (
            "copies",
            "import copy, pickle\nclass P:\n    def __init__(self): self.a = [1]\np = copy.deepcopy(P())\nassert p.a == [1] and p.__getstate__() == {'a': [1]} and copy.copy(p).a is p.a",
        ),
        (
            "a slot",
            "class S:\n    __slots__ = ('a',)\ns = S()\ns.a = 1\ntry:\n    s.b = 1\nexcept AttributeError: pass\nelse: raise AssertionError",
        ),
        (
            "a patched clock",
            "import time\nreal = time.sleep\ntime.sleep = lambda s: None\ntime.sleep(1)\ntime.sleep = real",
        ),
        (
            "named tuple and enum",
            "import collections, enum\nP = collections.namedtuple('P', 'a b')\nassert P(1, 2)._replace(a=3).a == 3\nclass C(enum.IntFlag):\n    A = 1\n    B = 2\nassert (C.A | C.B).value == 3",
        ),
        (
            "built-ins as a dictionary",
            "import warnings\nb = __builtins__\nassert b['len'] is len and b.get('int') is int and 'open' in b and 'nothing' not in b\n\
             assert dict(b)['str'] is str and warnings.__builtins__['__import__']('os').getcwd() == '/app'\n\
             import types\nassert isinstance(__import__('builtins'), types.ModuleType)",
        ),
        (
            "reads the built-ins",
            "import builtins\nassert builtins.len([1]) == 1 and getattr(builtins, 'int') is int and 'len' in dir(builtins)",
        ),
    ] {
        let report = never_fixed(name, code);
        assert_eq!(report.overall(), Overall::Open, "{name}: {report:#?}");
    }
}

#[test]
fn texts_are_fit_for_a_terminal() {
    let code = "def secret():\n    raise ValueError('\\x1b]0;owned\\x07\\u202e\\x9b31m' * 3)\nprint('\\x1b[2J\\x00')\n";
    let report = run(&case(), code);
    let all = serde_json::to_string(&report).expect("a report is data");
    let shown: String = report.checks.iter().map(|c| format!("{}{:?}", c.evidence, c.exchange)).collect();
    assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'), "{all}");
    assert!(!report.console.chars().any(|c| c.is_control() && c != '\n'), "{all}");
}

#[test]
fn what_the_library_notes_on_its_own_classes_is_no_tampering() {
    for (name, code) in [
        ("copied mail", "import copy\nfrom email.message import EmailMessage\ncopy.copy(EmailMessage())"),
        ("pickled", "import pickle, decimal\npickle.dumps(decimal.Decimal(1))"),
        (
            "annotations",
            "import json, typing\njson.JSONEncoder.__annotations__\ntyping.get_type_hints(json.JSONEncoder)",
        ),
        (
            "late imports",
            "__import__('ast'), __import__('typing'), __import__('decimal'), __import__('dataclasses'), __import__('http')",
        ),
        (
            "subclass",
            "import json\nclass Own(json.JSONEncoder):\n    def default(self, o): return str(o)\njson.dumps({1: Own}, cls=Own)",
        ),
        (
            "printed traceback",
            "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
        ),
    ] {
        let report = never_fixed(name, code);
        assert_eq!(report.overall(), Overall::Open, "{name}: {report:#?}");
    }
}
