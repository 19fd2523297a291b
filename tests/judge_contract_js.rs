//! The contract between challenge, check, lab and judge for JavaScript and TypeScript, held against the real program.

mod judge_support;

use judge_support::{Case, run, run_with};
use riskline::core::verdict::{NotJudged, Overall, RunOutcome, RunReport, Verdict};
use riskline::judge::Judge;
use std::time::Duration;

/// Hands out orders without asking whose they are.
const FLAWED: &str = r#"
const ORDERS = { 7: { owner: "ana", total: 129 }, 8: { owner: "bob", total: 12 } };

export function getOrder(id, user) {
  const order = ORDERS[id];
  if (!order) throw new RangeError("no such order");
  return order;
}
"#;

const FIXED: &str = r#"
const ORDERS = { 7: { owner: "ana", total: 129 }, 8: { owner: "bob", total: 12 } };

export function getOrder(id, user) {
  const order = ORDERS[id];
  if (!order || order.owner !== user) throw new RangeError("no such order");
  return order;
}
"#;

fn orders() -> Case {
    Case::new("orders.js", FLAWED)
        .function(
            "an owner reads her own order",
            "import { getOrder } from './orders.js';\nexpect((await getOrder(7, 'ana')).total === 129);",
        )
        .function(
            "an unknown order is refused",
            "import { getOrder } from './orders.js';\nconst r = await attempt(getOrder, 99, 'ana');\nexpect(r.refused, r.value);",
        )
        .exploit(
            "bob reads ana's order",
            "import { getOrder } from './orders.js';\nconst r = await attempt(getOrder, 7, 'bob');\n\
             exploited(r.ok && r.value?.owner === 'ana', r.value);",
        )
}

fn reason(report: &RunReport) -> NotJudged {
    match &report.outcome {
        RunOutcome::NotJudged { reason, message, .. } => {
            assert!(message.ends_with('.'), "a message is a sentence: {message}");
            assert_eq!(report.overall(), Overall::NotJudged);
            *reason
        }
        RunOutcome::Judged => panic!("judged, with {:?}: {report:#?}", report.overall()),
    }
}

fn message(report: &RunReport) -> &str {
    match &report.outcome {
        RunOutcome::NotJudged { message, .. } => message,
        RunOutcome::Judged => "",
    }
}

fn place(report: &RunReport) -> (&str, usize) {
    match &report.outcome {
        RunOutcome::NotJudged { at: Some(at), .. } => (&at.file, at.line),
        _ => panic!("without a place: {report:#?}"),
    }
}

/// A fix that is not one, by what it does instead of looking the order up.
fn instead(body: &str) -> String {
    format!("export function getOrder(id, user) {{\n{body}\n}}\n")
}

#[test]
fn the_flawed_original_is_open_and_the_fix_is_fixed() {
    let report = run(&orders(), FLAWED);
    assert_eq!(report.overall(), Overall::Open, "{report:#?}");
    assert_eq!(report.checks[2].verdict, Verdict::Open);
    assert!(report.checks[2].evidence.contains("129"), "{report:#?}");
    assert!(report.checks[2].exchange[0].did.contains("getOrder(7, \"bob\")"), "{report:#?}");
    let report = run(&orders(), FIXED);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    assert!(report.closes("any-order"));
    assert!(report.checks[2].exchange[0].got.contains("RangeError: no such order"), "{report:#?}");
}

#[test]
fn modules_of_both_kinds_and_typescript_are_judged_alike() {
    let common = |text: &str| text.replace("export function", "exports.getOrder = function");
    let typed = |text: &str| {
        format!(
            "interface Order {{ owner: string; total: number }}\n{}",
            text.replace("(id, user)", "(id: number, user: string): Order")
        )
    };
    for (path, flawed, fixed) in [
        ("orders.cjs", common(FLAWED), common(FIXED)),
        ("orders.js", common(FLAWED), common(FIXED)),
        ("orders.mjs", FLAWED.to_owned(), FIXED.to_owned()),
        ("orders.ts", typed(FLAWED), typed(FIXED)),
        ("orders.mts", typed(FLAWED), typed(FIXED)),
    ] {
        let mut case = orders();
        case.challenge.files[0].path = path.to_owned();
        for check in &mut case.challenge.checks {
            check.code = check.code.replace("./orders.js", &format!("./{path}"));
        }
        case.challenge.language = riskline::core::challenge::Language::from_path(path);
        let report = run(&case, &flawed);
        assert_eq!(report.overall(), Overall::Open, "{path}: {report:#?}");
        let report = run(&case, &fixed);
        assert_eq!(report.overall(), Overall::Fixed, "{path}: {report:#?}");
    }
}

#[test]
fn what_breaks_the_feature_is_never_a_fix() {
    for broken in [
        instead("throw new Error('no');"),
        instead("throw 'no';"),
        instead("return undefined;"),
        instead("return null;"),
        instead("return {};"),
        instead("return new Promise(() => {});"),
        instead("return Promise.reject(new Error('no'));"),
        instead("return getOrder(id, user);"),
        FIXED.replace("getOrder", "fetchOrder"),
        "export {};\n".to_owned(),
        "export const getOrder = 7;\n".to_owned(),
        instead("process.exit(0);"),
        String::new(),
    ] {
        let report = run(&orders(), &broken);
        assert_eq!(report.overall(), Overall::BreaksFeature, "{broken}\n{report:#?}");
        assert!(!report.keeps_feature() && !report.closes("gone"));
        assert!(
            report.checks.iter().all(|c| c.verdict == Verdict::Holds || !c.evidence.is_empty()),
            "{report:#?}"
        );
    }
}

#[test]
fn what_never_answers_is_a_refusal() {
    let case = orders().exploit(
        "waits",
        "import { getOrder } from './orders.js';\nconst r = await attempt(getOrder, 7, 'ana');\n\
         exploited(!r.refused, r.error.message);",
    );
    let report = run(&case, &instead("return new Promise(() => {});"));
    assert_eq!(report.checks[3].verdict, Verdict::Holds, "{report:#?}");
    assert!(report.checks[3].evidence.contains("never answered"), "{report:#?}");
}

#[test]
fn a_syntax_error_is_told_with_its_line() {
    for (path, text) in [
        ("orders.js", "const x = 1;\nexport function getOrder(: {\n}\n"),
        ("orders.js", "const x = 1;\nmodule.exports = { getOrder(: };\n"),
        ("orders.ts", "const x: number = 1;\nexport function getOrder(: {\n}\n"),
        ("orders.ts", "const x: number = 1;\nenum Colour { Red }\n"),
    ] {
        let mut case = orders();
        case.challenge.files[0].path = path.to_owned();
        let report = run(&case, text);
        assert_eq!(reason(&report), NotJudged::Syntax, "{text}: {report:#?}");
        assert_eq!(place(&report), (path, 2), "{text}: {report:#?}");
        assert!(message(&report).contains("line 2"), "{report:#?}");
    }
}

#[test]
fn a_file_that_does_not_import_is_told_with_its_line() {
    let report = run(&orders(), "const x = 1;\nconst y = x + undefinedName;\n");
    assert_eq!(reason(&report), NotJudged::Import);
    assert_eq!(place(&report), ("orders.js", 2));
    assert!(message(&report).contains("undefinedName"), "{report:#?}");
    let report = run(&orders(), &format!("import {{ nothing }} from './other.js';\n{FIXED}"));
    assert_eq!(reason(&report), NotJudged::Import);
    assert!(message(&report).contains("other.js"), "{report:#?}");
    // What may be meant, as the refusal of missing configuration, is for the function checks to judge.
    let report = run(&orders(), &format!("{FIXED}\nawait Promise.reject(new Error('no database'));\n"));
    assert_eq!(report.overall(), Overall::BreaksFeature, "{report:#?}");
    assert!(report.checks[0].evidence.contains("no database"), "{report:#?}");
}

#[test]
fn what_the_lab_lacks_is_not_judged() {
    for lacking in ["import tf from 'tensorflow';\n", "try { await import('tensorflow'); } catch {}\n"] {
        let report = run(&orders(), &format!("{lacking}{FIXED}"));
        assert_eq!(reason(&report), NotJudged::LabLacks, "{lacking}{report:#?}");
        assert!(message(&report).contains("tensorflow"), "{report:#?}");
    }
}

#[test]
fn a_loop_ends_at_the_time_limit() {
    let case = orders().wall(Duration::from_millis(1500));
    for endless in [
        instead("for (;;);"),
        instead("return (async () => { for (;;) await null; })();"),
        format!("{FIXED}\nfor (;;);\n"),
        instead("return /^(a|aa|a?)*$/.test('a'.repeat(60) + 'b');"),
        instead("try { for (;;); } finally { return {}; }"),
        instead("let x = 7n;\nfor (;;) x = x ** 30n % 10n ** 3000n;"),
    ] {
        let report = run(&case, &endless);
        let got = reason(&report);
        assert!(matches!(got, NotJudged::Timeout | NotJudged::Memory), "{endless}: {report:#?}");
    }
}

#[test]
fn timers_that_lead_nowhere_end() {
    let report = run(&orders(), &instead("setInterval(() => {}, 1000);\nreturn new Promise(() => {});"));
    assert_eq!(report.overall(), Overall::BreaksFeature, "{report:#?}");
    let fixed =
        FIXED.replace("return order;", "return new Promise((done) => setTimeout(done, 5000, order));");
    let report = run(&orders(), &fixed);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
}

#[test]
fn memory_is_bounded() {
    for hungry in [
        instead("return new Uint8Array(10 * 1024 ** 3);"),
        instead("const held = [];\nfor (;;) held.push(new Uint8Array(1 << 20));"),
        instead("let held = 'x';\nfor (;;) held += held;"),
        instead("const held = [];\nfor (;;) held.push({});"),
        instead(
            "try { const held = [];\nfor (;;) held.push('x'.repeat(1 << 20) + held.length); } catch { throw new RangeError('no'); }",
        ),
        format!("{FIXED}\nconst held = [];\nfor (;;) held.push([held.length]);\n"),
    ] {
        let report = run(&orders(), &hungry);
        assert!(
            matches!(report.overall(), Overall::NotJudged | Overall::BreaksFeature),
            "{hungry}\n{report:#?}"
        );
        if report.overall() == Overall::NotJudged {
            assert_eq!(reason(&report), NotJudged::Memory, "{hungry}\n{report:#?}");
        }
    }
}

#[test]
fn output_is_bounded() {
    for loud in [
        instead("for (;;) console.log('x'.repeat(1000));"),
        instead("try { for (;;) console.error('x'.repeat(1000)); } catch { throw new RangeError('no'); }"),
        instead("for (;;) process.stdout.write('\\x1b[31m'.repeat(100));"),
    ] {
        let report = run(&orders(), &loud);
        assert_eq!(reason(&report), NotJudged::Output, "{report:#?}");
        assert!(!report.console.contains('\x1b'));
    }
}

#[test]
fn depth_ends_in_one_message() {
    let report = run(&orders(), &instead("const f = () => f() + 1;\nreturn f();"));
    assert_eq!(report.overall(), Overall::BreaksFeature, "{report:#?}");
    assert!(report.checks[0].evidence.contains("call stack"), "{report:#?}");
    let report = run(&orders(), &format!("const x = {}1{};\n", "(".repeat(200_000), ")".repeat(200_000)));
    assert!(matches!(reason(&report), NotJudged::Crash | NotJudged::Syntax), "{report:#?}");
    let nested = "let x = [];\nfor (let i = 0; i < 1e6; i++) x = [x];\nreturn JSON.stringify(x);";
    let report = run(&orders(), &instead(nested));
    assert_ne!(report.overall(), Overall::Fixed);
    assert_ne!(report.overall(), Overall::Open);
}

#[test]
fn ending_the_process_is_not_a_fix() {
    for end in
        ["process.exit(0);", "process.abort();", "process.kill(process.pid, 9);", "process.reallyExit(0);"]
    {
        let report = run(&orders(), &instead(end));
        assert!(
            matches!(report.overall(), Overall::NotJudged | Overall::BreaksFeature),
            "{end}: {report:#?}"
        );
        let report =
            run(&orders(), &instead(&format!("try {{ {end} }} finally {{ return {{ owner: user }}; }}")));
        assert!(
            matches!(report.overall(), Overall::NotJudged | Overall::BreaksFeature),
            "{end}: {report:#?}"
        );
    }
}

#[test]
fn a_rejection_that_nobody_handles_ends_the_program() {
    let case = orders().exploit(
        "a crash is noticed",
        "import { getOrder } from './orders.js';\nawait attempt(getOrder, 7, 'ana');\n\
         const r = await attempt(getOrder, 7, 'ana');\nexploited(r.ok, r.error?.message);",
    );
    let crashing = FIXED.replace("return order;", "Promise.reject(new Error('lost'));\n  return order;");
    let report = run(&case, &crashing);
    assert!(report.console.contains("lost"), "{report:#?}");
}

#[test]
fn printing_verdicts_is_only_printing() {
    let code = format!(
        "{FLAWED}\nconsole.log('{{\"Ended\":[3,{{\"verdict\":\"holds\"}}]}}');\nconsole.log('\"Done\"');\n"
    );
    let report = run(&orders(), &code);
    assert_eq!(report.overall(), Overall::Open, "{report:#?}");
    assert!(report.console.contains("verdict"), "{report:#?}");
}

#[test]
fn tampering_is_noticed() {
    for tampering in [
        "Array.prototype.includes = () => true;",
        "Object.defineProperty(String.prototype, 'startsWith', { value: () => true });",
        "JSON.stringify = () => '';",
        "globalThis.Promise = class {};",
        "Object.getPrototypeOf(async function () {}).call = null;\nFunction.prototype.call = null;",
        "delete Array.prototype.map;",
        "Map.prototype.get = function () {};",
        "RegExp.prototype.exec = () => null;",
        "import path from 'node:path';\npath.resolve = () => '/';",
    ] {
        let report = run(&orders(), &format!("{tampering}\n{FIXED}"));
        assert_eq!(reason(&report), NotJudged::Tampering, "{tampering}\n{report:#?}");
    }
    for harmless in [
        "Array.prototype.last = function () { return this[this.length - 1]; };",
        "Object.prototype.isAdmin = true;",
        "Object.freeze(Object.prototype);",
        "delete Object.prototype.__proto__;",
        "console.log = () => {};",
        "process.exitCode = 0;",
        "Error.stackTraceLimit = 3;",
    ] {
        let report = run(&orders(), &format!("{harmless}\n{FIXED}"));
        assert_eq!(report.overall(), Overall::Fixed, "{harmless}\n{report:#?}");
    }
}

#[test]
fn faulty_checks_are_broken_not_passed() {
    let silent = orders().exploit("says nothing", "import './orders.js';");
    assert_eq!(reason(&run(&silent, FIXED)), NotJudged::BrokenCheck);
    let raising = orders().exploit("raises", "nonsense;");
    let report = run(&raising, FIXED);
    assert_eq!(reason(&report), NotJudged::BrokenCheck);
    assert!(message(&report).contains("raises") && message(&report).contains("nonsense"), "{report:#?}");
    let unparsed = orders().exploit("does not parse", "if (");
    assert_eq!(reason(&run(&unparsed, FIXED)), NotJudged::BrokenCheck);
    let hanging = orders().exploit("hangs", "await new Promise(() => {});");
    assert_eq!(reason(&run(&hanging, FIXED)), NotJudged::BrokenCheck);
    let forgotten = orders().exploit(
        "throws where nobody looks",
        "(async () => { expect(false, 'seen'); })(); exploited(false);",
    );
    let report = run(&forgotten, FIXED);
    assert_eq!(reason(&report), NotJudged::BrokenCheck);
    assert!(message(&report).contains("seen"), "{report:#?}");
    let misspelt =
        orders().exploit("misspelt", "const r = await attempt(getOrdr, 1); exploited(!r.refused);");
    assert_eq!(reason(&run(&misspelt, FIXED)), NotJudged::BrokenCheck);
    let setup = orders().setup("boom();");
    assert_eq!(reason(&run(&setup, FIXED)), NotJudged::BrokenCheck);
}

#[test]
fn every_check_has_a_world_of_its_own() {
    let code = "export const SEEN = [];\n";
    let case = Case::new("state.js", code)
        .setup("import { SEEN } from './state.js';\nSEEN.push('setup');\nconst start = 5;\nlet count = 0;\nfunction more() { return ++count; }")
        .function("one", "import { SEEN } from './state.js';\nSEEN.push(1);\nexpect(start === 5 && more() === 1 && count === 1);\nexpect(SEEN.join() === 'setup,1', SEEN.join());")
        .function("two", "import { SEEN } from './state.js';\nSEEN.push(2);\nexpect(SEEN.join() === 'setup,2', SEEN.join());")
        .exploit("three", "import { SEEN } from './state.js';\nexploited(SEEN.join() !== 'setup');");
    for judge in [
        Judge::new(judge_support::exe(), case.limits),
        Judge::new(judge_support::exe(), case.limits).without_fork(),
    ] {
        let report = run_with(&judge, &case, code);
        assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
    }
}

#[test]
fn a_test_of_the_challenge_replaces_a_global_and_puts_it_back() {
    let code = "import { mock } from 'node:test';\n\
        export async function asked() {\n\
        \x20 const fetched = mock.method(globalThis, 'fetch', async () => Response.json({ name: 'stub' }));\n\
        \x20 const { name } = await (await fetch('https://people.test/7')).json();\n\
        \x20 fetched.mock.restore();\n\
        \x20 return [name, fetched.mock.callCount(), (await fetch('https://people.test/7')).status].join();\n\
        }\n";
    let case = Case::new("asks.js", code).function(
        "the stub answers, then the host",
        "import { asked } from './asks.js';\nlab.web.host('people.test', () => [404, 'none']);\n\
         const r = await attempt(asked);\nexpect(r.value === 'stub,1,404', r.ok ? r.value : r.error.message);",
    );
    let report = run(&case, code);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
}

#[test]
fn a_failing_test_of_the_challenge_leaves_nothing_replaced() {
    let code = "import assert from 'node:assert';\nimport { afterEach, mock, test } from 'node:test';\n\
        afterEach(() => console.log('cleared up'));\n\
        test('own', (t) => { t.mock.method(globalThis, 'fetch', () => 1); assert.equal(fetch(), 2); });\n\
        test('shared', () => { mock.method(globalThis, 'setTimeout', () => 1); assert.equal(setTimeout(), 2); });\n";
    let case = Case::new("all.test.js", code).function(
        "both fail, and are cleared up after",
        "const ran = await run('all.test.js');\n\
         expect(ran.code === 1 && ran.out.includes('# fail 2') && ran.out.split('cleared up').length === 3, ran.out);",
    );
    let report = run(&case, code);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
}

#[test]
fn canaries_differ_by_run_and_agree_within_one() {
    let case = Case::new("a.js", "\n")
        .exploit("x", "exploited(true, canary('k'));")
        .exploit("y", "exploited(true, canary('k'));");
    let seen = |report: RunReport| {
        assert_eq!(report.checks[0].evidence, report.checks[1].evidence, "{report:#?}");
        assert!(report.checks[0].evidence.len() > 10);
        report.checks[0].evidence.clone()
    };
    assert_ne!(seen(run(&case, "\n")), seen(run(&case, "\n")));
}

/// What checks hand to the code is made of its own realm's objects, and what it hands back is what it is.
#[test]
fn values_cross_between_the_realms() {
    let code = r#"
export function look(o) {
  return [o instanceof Object, o.list instanceof Array, o.when instanceof Date, o.bytes instanceof Uint8Array,
    o.map instanceof Map, o.constructor === Object, o.f instanceof Function, o.f([1]) instanceof Array,
    o.pattern instanceof RegExp, o.error instanceof TypeError];
}
export class Store {
  #items = [];
  static made = 0;
  constructor(first) { Store.made++; this.first = first; this.plain = first.constructor === Object; }
  add(item) { this.#items.push(item); return this; }
  get size() { return this.#items.length; }
  all() { return this.#items; }
}
export const store = new Store({ a: 1 });
export default async function (x) { if (!(x instanceof Object)) throw new TypeError("not mine"); return { x }; }
export const thenable = { then(yes) { yes(42); } };
"#;
    let check = r#"
import ask, { look, store, Store, thenable } from './a.js';
const all = look({ list: [], when: new Date(), bytes: new Uint8Array(2), map: new Map(), f: (x) => x.concat(2), pattern: /a/, error: new TypeError("e") });
expect(all.every((x) => x === true), JSON.stringify(all));
expect((await ask({ b: 1 })).x.b === 1);
const own = new Store({ c: 2 });
expect(own instanceof Store && own.plain && own.first.c === 2);
expect(own.add({ d: 3 }).add(4).size === 2 && own.all()[0].d === 3);
expect(Store.made === 2, Store.made);
expect(store.first.a === 1);
expect((await attempt(() => thenable)).value === 42);
const r = await attempt(ask, 5);
expect(r.refused && r.error.name === "TypeError" && r.error.message === "not mine");
expect((await attempt(() => own.add)).ok);
const failed = await attempt(() => { throw new Error("mine"); }).catch((e) => e.message);
expect(failed === "mine", failed);
"#;
    let report = run(&Case::new("a.js", code).function("all", check), code);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
}

#[test]
fn a_neighbour_is_the_same_site_to_the_browser() {
    let code = r#"
import express from "express";
export const app = express();
app.get("/login", (req, res) => res.cookie("sid", "s", { sameSite: "lax" }).send("in"));
app.post("/look", (req, res) => res.json({ site: req.get("Sec-Fetch-Site") ?? "", cookie: req.get("Cookie") ?? "" }));
"#;
    let check = r#"
import { app } from "./a.js";
const ana = client(app, "ana", { host: "market.example", scheme: "https" });
await ana.get("/login");
const seen = async (options) => { const { site, cookie } = (await ana.post("/look", options)).json; return `${site} ${cookie}`; };
const all = [
  await seen({ from: "https://market.example" }),
  await seen({ from: "https://stall.market.example" }),
  await seen({ from: "http://stall.market.example" }),
  await seen({ from: "https://evil.test" }),
  await seen({ headers: { Origin: "null", "Sec-Fetch-Site": "same-site" } }),
  await seen({ headers: { Origin: "null", "Sec-Fetch-Site": "cross-site" } }),
  await seen({ headers: { Origin: "null" } }),
];
const expected = ["same-origin sid=s", "same-site sid=s", "cross-site ", "cross-site ", "same-site sid=s", "cross-site ", " "];
expect(JSON.stringify(all) === JSON.stringify(expected), JSON.stringify(all));
"#;
    let report = run(&Case::new("a.js", code).function("all", check), code);
    assert_eq!(report.overall(), Overall::Fixed, "{report:#?}");
}
