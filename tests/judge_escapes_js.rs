//! Attempts of JavaScript to get out of the judge, and to reach the lab or the checks from inside. Each runs through the real
//! program.

#![cfg(feature = "javascript")]

mod judge_support;

use judge_support::{Case, run};
use riskline::core::verdict::{NotJudged, Overall, RunOutcome, RunReport, Verdict};
use std::time::Duration;

/// The weakness that every escape below tries to have counted as mended: `secret()` hands out what it must not.
const OPEN: &str = "export function secret() { return 'ana'; }\n";

fn case() -> Case {
    Case::new("app.mjs", OPEN)
        .function(
            "it answers",
            "import { secret } from './app.mjs';\nexpect(typeof (await secret()) === 'string');",
        )
        .exploit(
            "it tells",
            "import { secret } from './app.mjs';\nconst r = await attempt(secret, { a: [1] }, (x) => x);\n\
             exploited(r.ok && r.value === 'ana', 'it told');",
        )
        .wall(Duration::from_secs(10))
}

fn why(report: &RunReport) -> Option<NotJudged> {
    match &report.outcome {
        RunOutcome::NotJudged { reason, .. } => Some(*reason),
        RunOutcome::Judged => None,
    }
}

/// Runs code beside the flawed function. The verdict must stay "open", or there must be none.
fn never_fixed(name: &str, code: &str) {
    let report = run(&case(), code);
    assert!(
        matches!(report.overall(), Overall::Open | Overall::NotJudged),
        "{name}: {:?}\n{code}\n{report:#?}",
        report.overall()
    );
}

/// What comes of a probe, which returns what it got hold of; nothing or an exception is what it should get. It is handed a
/// function, data, an error and a promise of the kernel's making.
fn probed(body: &str) -> RunReport {
    let probe = format!("export async function probe(f, data, error, promise) {{\n{body}\n}}\n");
    let case = Case::new("app.mjs", "").exploit(
        "out",
        "import { probe } from './app.mjs';\n\
         const r = await attempt(probe, (x) => x, { list: [1], when: new Date() }, new TypeError('e'), Promise.resolve({ b: 2 }));\n\
         exploited(r.ok && r.value !== undefined && r.value !== null && r.value !== false, r.value);",
    );
    run(&case, &probe)
}

fn gets_nothing(name: &str, body: &str) {
    let report = probed(body);
    assert!(
        report.checks[0].verdict == Verdict::Holds
            || why(&report).is_some_and(|r| r != NotJudged::BrokenCheck),
        "{name}: {report:#?}"
    );
}

#[test]
fn nothing_real_is_reached() {
    for (name, body) in [
        ("fs", "const fs = await import('node:fs'); return fs.readFileSync('/etc/os-release', 'utf8');"),
        ("proc", "const fs = await import('node:fs'); return fs.readFileSync('/proc/self/environ', 'utf8');"),
        ("descriptor", "const fs = await import('node:fs'); return fs.readFileSync(3, 'utf8') || null;"),
        (
            "readdir",
            "const fs = await import('node:fs'); return fs.readdirSync('/').includes('lost+found') || fs.readdirSync('/').includes('sys');",
        ),
        ("import a file", "return await import('/etc/passwd');"),
        ("import a URL", "return await import('https://example.com/x.mjs');"),
        ("import data", "return await import('data:text/javascript,export default 1');"),
        ("std", "return await import('std');"),
        ("qjs:std", "return await import('qjs:std');"),
        ("qjs:os", "return await import('qjs:os');"),
        ("os of QuickJS", "return (await import('os')).open?.('/etc/passwd');"),
        (
            "std global",
            "return globalThis.std ?? globalThis.os ?? globalThis.scriptArgs ?? globalThis.bjson;",
        ),
        ("environment", "return process.env.PATH.includes('cargo') || process.env.GLIBC_TUNABLES;"),
        (
            "native modules",
            "const { createRequire } = await import('node:module'); return createRequire('/app/x.js')('./x.node');",
        ),
        ("dlopen", "return process.dlopen({}, '/lib/x86_64-linux-gnu/libc.so.6') ?? true;"),
        ("binding", "return process.binding('fs');"),
        ("WebAssembly", "return new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));"),
        (
            "worker",
            "const { Worker } = await import('node:worker_threads'); return new Worker('1', { eval: true });",
        ),
        ("Atomics.wait", "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);"),
        ("real time", "const a = Date.now(); for (let i = 0; i < 3e6; i++); return Date.now() - a || null;"),
        (
            "real time by performance",
            "const a = performance.now(); for (let i = 0; i < 3e6; i++); return performance.now() - a || null;",
        ),
        (
            "SQLite attach",
            "const { DatabaseSync } = await import('node:sqlite'); const d = new DatabaseSync(':memory:'); d.exec(\"attach '/etc/passwd' as p\"); return d.prepare('select * from p.sqlite_master').all().length || null;",
        ),
        (
            "SQLite extension",
            "const { DatabaseSync } = await import('node:sqlite'); const d = new DatabaseSync(':memory:'); return d.prepare(\"select load_extension('libc.so.6')\").get();",
        ),
        (
            "SQLite readfile",
            "const { DatabaseSync } = await import('node:sqlite'); return new DatabaseSync(':memory:').prepare(\"select readfile('/etc/passwd') as t\").get().t;",
        ),
    ] {
        gets_nothing(name, body);
    }
}

#[test]
fn nothing_of_the_lab_is_reached() {
    for (name, body) in [
        (
            "lab names",
            "return globalThis.exploited ?? globalThis.attempt ?? globalThis.lab ?? globalThis.canary ?? globalThis.host ?? globalThis.kernel;",
        ),
        ("names in eval", "return (0, eval)('typeof exploited !== \"undefined\" && exploited') || false;"),
        ("names in Function", "return new Function('return typeof lab !== \"undefined\" && lab')();"),
        ("import of a part", "return await import('lab:kernel/core.js');"),
        ("import of a stand's inside", "return await import('lab:stand/node/internal/process.js');"),
        ("internal", "return await import('internal/process');"),
        ("internal of node", "return await import('node:internal/process');"),
        (
            "require internal",
            "const { createRequire } = await import('node:module'); return createRequire('/app/x.js')('internal/process');",
        ),
        ("relative to the lab", "return await import('../kernel/core.js');"),
        ("a check's source", "return await import('<check>');"),
        (
            "function's constructor",
            "return f.constructor !== Function || f.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "data's constructor",
            "return data.constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "array's constructor",
            "return data.list.constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "date's constructor",
            "return data.when.constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "error's constructor",
            "return error.constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "promise's constructor",
            "return promise.constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "promised value",
            "return (await promise).constructor.constructor('return typeof exploited')() !== 'undefined';",
        ),
        (
            "error of a callback",
            "try { f(); f.call(null, { get x() { throw 1; } }); null.x; } catch (e) { return e.constructor.constructor('return typeof exploited')() !== 'undefined'; }",
        ),
        (
            "own realm's objects",
            "return !(data instanceof Object && data.list instanceof Array && error instanceof TypeError && promise instanceof Promise && f instanceof Function);",
        ),
        ("caller", "function g() { return g.caller; } return g() ?? null;"),
        ("arguments.callee.caller", "return new Function('return arguments.callee.caller')() ?? null;"),
        ("f.caller", "try { return f.caller ?? f.arguments ?? null; } catch { return null; }"),
        (
            "call sites",
            "Error.prepareStackTrace = (_, sites) => sites; const s = new Error('x').stack; Error.prepareStackTrace = undefined; return s.some((site) => site.getFunction?.() || site.getThis?.()) || null;",
        ),
        ("names on the stack", "return /<check>|<setup>|kernel\\//.test(new Error('x').stack) || null;"),
        (
            "names of call sites",
            "Error.prepareStackTrace = (_, sites) => sites.map((s) => s.getFileName()).join(); const s = new Error('x').stack; Error.prepareStackTrace = undefined; return /<check>|kernel\\//.test(s) || null;",
        ),
        (
            "captured stack",
            "const o = {}; Error.captureStackTrace(o); return /<check>|kernel\\//.test(o.stack) || null;",
        ),
        (
            "thenable",
            "return { then(yes, no) { const F = yes.constructor; let r; try { r = F('return typeof exploited')(); } catch { r = 'undefined'; } yes(r !== 'undefined'); } };",
        ),
        (
            "thenable that names Function's way",
            "return { then(yes) { yes(Object.getPrototypeOf(yes) !== Function.prototype && (() => { try { return yes.constructor('return this')().exploited; } catch { return null; } })()); } };",
        ),
        (
            "species",
            "class P extends Promise { static get [Symbol.species]() { return function (run) { let got; run((v) => { got = v; }, () => {}); this.then = () => {}; globalThis.stolen = run; }; } } P.resolve(1).then(() => {}); try { return globalThis.stolen.constructor('return exploited')(); } catch { return null; }",
        ),
        ("global of a sloppy function", "return new Function('return this')() !== globalThis;"),
        (
            "finalizers",
            "return new Promise((yes) => { const r = new FinalizationRegistry((v) => { try { yes(v.constructor.constructor('return exploited')()); } catch { yes(null); } }); (() => r.register({}, { a: 1 }))(); setTimeout(() => yes(null), 10); });",
        ),
        (
            "iterator",
            "return { *[Symbol.iterator]() { yield 1; } }[Symbol.iterator]().constructor?.constructor?.('return typeof exploited')?.() === 'function';",
        ),
        ("import.meta", "return import.meta.take ?? import.meta.values ?? import.meta.main;"),
        ("awaits", "return globalThis.__labSuspend ?? globalThis.__labResume;"),
    ] {
        gets_nothing(name, body);
    }
}

/// What the kernel calls to look at a value must not hand out anything of its own.
#[test]
fn what_is_looked_at_learns_nothing() {
    let look = "const seen = [];\nlet busy = false;\nconst test = (...all) => { if (busy) return; busy = true; for (const x of all) \
                try { if (x && x.constructor && x.constructor.constructor('return typeof exploited')() !== 'undefined') \
                seen.push(x); } catch {} busy = false; };\n";
    for (name, value) in [
        (
            "proxy",
            "new Proxy(() => 1, { apply(t, self, args) { test(self, args); return 1; }, get(t, k, r) { test(k, r); return Reflect.get(t, k); }, ownKeys(t) { return Reflect.ownKeys(t); }, getOwnPropertyDescriptor(t, k) { return Reflect.getOwnPropertyDescriptor(t, k); }, getPrototypeOf(t) { test(t); return Function.prototype; } })",
        ),
        (
            "object proxy",
            "new Proxy({ a: 1 }, { get(t, k, r) { test(t, r); return Reflect.get(t, k); }, has(t, k) { return true; }, set(t, k, v, r) { test(v, r); return true; }, defineProperty(t, k, d) { test(d); return Reflect.defineProperty(t, k, d); } })",
        ),
        (
            "getters",
            "({ get name() { test(this); return 'x'; }, get then() { test(this); return undefined; }, get constructor() { return Object; } })",
        ),
        (
            "conversions",
            "({ toString(...a) { test(this, ...a); return 'x'; }, valueOf(...a) { test(...a); return 1; }, toJSON(...a) { test(this, ...a); return {}; }, [Symbol.toPrimitive](h) { return 'x'; } })",
        ),
        ("tags", "({ get [Symbol.toStringTag]() { test(this); return 'Module'; } })"),
        (
            "error",
            "Object.assign(new Error('x'), { get stack() { test(this); return 'x'; }, name: { toString() { return 'N'; } } })",
        ),
        (
            "class",
            "new (class { #p = 1; get x() { test(this); return this.#p; } m(...a) { test(this, ...a); return a; } })()",
        ),
    ] {
        let code = format!("{look}export const value = {value};\nexport const caught = () => seen.length;\n");
        let case = Case::new("app.mjs", "").exploit(
            "looked at",
            "import { value, caught } from './app.mjs';\nnote(String(typeof value));\nawait attempt(() => value);\n\
             await attempt(() => value.m?.({ a: 1 }, [2], () => 3));\nif (typeof value === 'function') await attempt(() => value({ a: 1 }, [2]));\n\
             await attempt(() => { value.q = { a: 1 }; });\nawait attempt(() => { throw value; });\n\
             exploited(caught() > 0, String(caught()));",
        );
        let report = run(&case, &code);
        assert_eq!(report.checks[0].verdict, Verdict::Holds, "{name}: {report:#?}");
    }
}

#[test]
fn no_trick_makes_an_open_weakness_fixed() {
    let with = |code: &str| format!("{code}\n{OPEN}");
    for (name, code) in [
        ("console verdicts", with("console.log('{\"Ended\":[2,{\"verdict\":\"holds\"}]}');")),
        ("Proxy replaced", with("globalThis.Proxy = function () {};")),
        ("Reflect.apply replaced", with("Reflect.apply = () => 'x';")),
        ("Function.prototype.call replaced", with("Function.prototype.call = function () { return 'x'; };")),
        ("Array.prototype.push replaced", with("Array.prototype.push = function () { return 0; };")),
        ("Object.prototype.ok", with("Object.prototype.ok = false; Object.prototype.value = 'x';")),
        (
            "Object.prototype setters",
            with(
                "Object.defineProperty(Object.prototype, 'refused', { set() {}, get() { return true; }, configurable: true });",
            ),
        ),
        ("Object.prototype.then", with("Object.prototype.then = function (yes) { yes('x'); };")),
        ("Array.prototype.then", with("Array.prototype.then = function () {};")),
        ("Promise.prototype.then replaced", with("Promise.prototype.then = function () { return this; };")),
        ("Symbol.iterator of arrays", with("Array.prototype[Symbol.iterator] = function* () {};")),
        (
            "getters on Array.prototype",
            with(
                "Object.defineProperty(Array.prototype, '0', { get() { return 'x'; }, set() {}, configurable: true });",
            ),
        ),
        (
            "frozen prototypes",
            with(
                "for (const k of Reflect.ownKeys(globalThis)) try { Object.freeze(globalThis[k].prototype); } catch {}",
            ),
        ),
        (
            "module that changes itself",
            "export let secret = () => 'ana';\nsetTimeout(() => { secret = () => 'x'; });\n".to_owned(),
        ),
        (
            "throws what is no error",
            OPEN.replace("return 'ana'", "return { get ok() { return false; }, toString() { throw null; } }"),
        ),
        (
            "endless promise chain",
            OPEN.replace("return 'ana'", "const p = { then(yes) { yes(p); } }; return p"),
        ),
        (
            "claims that the lab lacks",
            OPEN.replace(
                "return 'ana'",
                "throw Object.assign(new Error('the lab has no x'), { name: 'LabLacks' })",
            ),
        ),
        (
            "claims to be a check's error",
            OPEN.replace("return 'ana'", "throw Object.setPrototypeOf(new Error('x'), null)"),
        ),
        (
            "claims to end the program",
            OPEN.replace("return 'ana'", "throw Object.assign(new Error('x'), { code: 'LAB_EXIT' })"),
        ),
        (
            "deep value",
            OPEN.replace("return 'ana'", "let x = {}; for (let i = 0; i < 1e5; i++) x = { x }; return x"),
        ),
        ("wide value", OPEN.replace("return 'ana'", "return new Array(1e7).fill({})")),
        (
            "hostile proxy",
            OPEN.replace(
                "return 'ana'",
                "return new Proxy({}, new Proxy({}, { get() { throw new Error('x'); } }))",
            ),
        ),
        (
            "proxy chain",
            OPEN.replace(
                "return 'ana'",
                "let p = () => 'x'; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p",
            ),
        ),
    ] {
        let report = run(&case(), &code);
        let got = report.overall();
        let harmless = matches!(got, Overall::Open | Overall::NotJudged | Overall::BreaksFeature);
        assert!(harmless, "{name}: {got:?}\n{code}\n{report:#?}");
    }
    never_fixed("nothing at all", OPEN);
}

#[test]
fn texts_are_fit_for_a_terminal() {
    let code = OPEN.replace("'ana'", "'\\x1b[2J\\u202e' + 'ana'");
    let case = case().exploit(
        "shown",
        "import { secret } from './app.mjs';\nconst r = await attempt(secret);\nconsole.log(r.value);\nexploited(true, r.value);",
    );
    let report = run(&case, &code);
    let shown = format!("{report:?}");
    assert!(!shown.contains('\x1b') && !shown.contains('\u{202e}'), "{shown}");
}

/// A real database beside an empty folder: no way that SQLite knows leads to either.
#[test]
fn sqlite_reaches_no_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let known = folder.path().join("known.db");
    rusqlite::Connection::open(&known)
        .and_then(|db| db.execute_batch("CREATE TABLE kept (x); INSERT INTO kept VALUES ('secret')"))
        .expect("a database");
    let before = std::fs::read(&known).expect("a file");
    let path = folder.path().display();
    for open in [
        "const { DatabaseSync } = await import('node:sqlite'); const open = (p, o) => new DatabaseSync(p, o);",
        "const D = (await import('better-sqlite3')).default; const open = (p, o) => new D(p, o);",
    ] {
        for (name, body) in [
            ("the file", format!("return open('{path}/known.db').prepare('select x from kept').all().length || null;")),
            ("read only", format!("return open('{path}/known.db', {{ readonly: true, readOnly: true, fileMustExist: true }}).prepare('select x from kept').all().length || null;")),
            ("uri", format!("for (const v of ['unix', 'unix-none', 'unix-excl', 'unix-dotfile', 'win32', 'memdb']) {{ try {{ const d = open(`file:{path}/known.db?vfs=${{v}}&immutable=1`); if (d.prepare('select x from kept').all().length) return v; d.exec('create table t(x)'); }} catch {{}} }} return null;")),
            ("attach", format!("const d = open(':memory:'); d.exec(\"attach '{path}/known.db' as k\"); return d.prepare('select x from k.kept').all().length || null;")),
            ("attach a uri", format!("const d = open(':memory:'); d.exec(\"attach 'file:{path}/known.db?vfs=unix&mode=rw' as k\"); return d.prepare('select x from k.kept').all().length || null;")),
            ("attach and write", format!("const d = open(':memory:'); d.exec(\"attach '{path}/a.db' as a\"); d.exec('create table a.t(x)'); return null;")),
            ("vacuum into", format!("const d = open(':memory:'); d.exec('create table t(x)'); d.exec(\"vacuum into '{path}/b.db'\"); return null;")),
            ("a file of its own", format!("const d = open('{path}/c.db'); d.exec('pragma journal_mode=wal; create table t(x)'); return null;")),
            ("temporary files", format!("const d = open(':memory:'); d.exec(\"pragma temp_store=1; pragma temp_store_directory='{path}'; create temp table t(x)\"); return null;")),
            ("load_extension", "const d = open(':memory:', { allowExtension: true }); d.enableLoadExtension?.(true); d.loadExtension('libm.so.6'); return 'loaded';".to_owned()),
            ("load_extension in SQL", "return open(':memory:').prepare(\"select load_extension('libm.so.6')\").get();".to_owned()),
            ("readfile", "return open(':memory:').prepare(\"select readfile('/etc/passwd') as x\").get().x;".to_owned()),
            ("writable schema", format!("const d = open(':memory:'); d.exec('pragma writable_schema=on; create table t(x)'); d.exec(\"update sqlite_master set sql = 'create virtual table t using csv(filename=''{path}/known.db'')'\"); d.exec('pragma schema_version=9'); return d.prepare('select * from t').all().length || null;")),
            ("a virtual table", format!("const d = open(':memory:'); d.exec(\"create virtual table t using csv(filename='{path}/known.db')\"); return d.prepare('select * from t').all().length || null;")),
            ("backup", format!("const d = open(':memory:'); d.exec('create table t(x)'); await d.backup('{path}/d.db'); return null;")),
            ("serialize", format!("return open('{path}/known.db').serialize?.().includes('secret') || null;")),
        ] {
            gets_nothing(name, &format!("{open}\n{body}"));
        }
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("it is there").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left, ["known.db"]);
    assert_eq!(std::fs::read(&known).expect("it is there"), before);
}
