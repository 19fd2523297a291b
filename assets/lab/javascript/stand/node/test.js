// `node:test`: tests run when the program's own code has run to its end, one after the other; failures set the exit code.

const { later } = require("internal/timers");
const { process } = require("internal/process");
const log = kernel("log");
const { lackNames } = require("internal/lacks");
const { mock, MockTracker } = require("internal/test_mock");

let current = null;
let planned = false;
let number = 0;
const root = suite("root", null);

function suite(name, parent) {
  return { name, parent, tests: [], hooks: { before: [], after: [], beforeEach: [], afterEach: [] }, only: false };
}

const isFunction = (value) => typeof value === "function";

function add(kind, given, extra = {}) {
  const name = typeof given[0] === "string" ? given[0] : (given.find(isFunction)?.name || "<anonymous>");
  const options = { ...given.find((g) => g !== null && typeof g === "object"), ...extra };
  const f = given.find(isFunction);
  const place = current ?? root;
  plan();
  if (kind === "suite") {
    const made = Object.assign(suite(name, place), { options });
    place.tests.push(made);
    const before = current;
    current = made;
    try {
      f?.(made);
    } finally {
      current = before;
    }
    return Promise.resolve();
  }
  return new Promise((done) => place.tests.push({ name, options, f, done }));
}

function plan() {
  if (planned) return;
  planned = true;
  later(null, async () => {
    const result = await runSuite(root, "");
    log.write(1, `# tests ${result.pass + result.fail + result.skipped}\n# pass ${result.pass}\n# fail ${result.fail}\n# skipped ${result.skipped}\n`);
    if (result.fail) process.exitCode = 1;
    planned = false;
    // With the tests the program ends, and so does what it replaced.
    mock.reset();
  });
}

/** What a test's function is given. */
class TestContext {
  #cleanups = [];
  constructor(name, depth, tally) {
    this.name = name;
    this.fullName = name;
    this.signal = new (require("internal/event_target").AbortController)().signal;
    this.mock = new MockTracker();
    this.assert = require("assert");
    Object.defineProperty(this, "tally", { value: tally, enumerable: false });
    Object.defineProperty(this, "depth", { value: depth, enumerable: false });
  }
  async test(...given) {
    const name = typeof given[0] === "string" ? given[0] : "<anonymous>";
    await runTest({ name, options: { ...given.find((g) => g !== null && typeof g === "object") }, f: given.find(isFunction), done() {} }, this.depth + "    ", this.tally, []);
  }
  diagnostic(text) { log.write(1, `${this.depth}# ${text}\n`); }
  skip() { this.skipped = true; }
  todo() { this.skipped = true; }
  plan(count) { this.planned = count; }
  after(f) { this.#cleanups.push(f); }
  before(f) { f(this); }
  beforeEach() {}
  afterEach() {}
  async finish() { for (const f of this.#cleanups) await f(this); this.mock.reset(); }
}

/** Call a test's function: it may take a callback, or promise. */
function invoke(f, context) {
  if (f.length < 2) return f(context);
  return new Promise((go, no) => f(context, (error) => (error ? no(error) : go())));
}

async function runTest(test, depth, tally, chain) {
  const { name, options } = test;
  const id = ++number;
  if (options.skip || options.todo || !test.f) {
    tally.skipped += 1;
    log.write(1, `${depth}ok ${id} - ${name} # ${options.todo ? "TODO" : "SKIP"}\n`);
    return test.done();
  }
  const context = new TestContext(name, depth, tally);
  let failed = null;
  try {
    try {
      for (const s of chain) for (const f of s.hooks.beforeEach) await invoke(f, context);
      await invoke(test.f, context);
    } finally {
      for (const s of [...chain].reverse()) for (const f of s.hooks.afterEach) await invoke(f, context);
      await context.finish();
    }
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    failed = { error };
  }
  if (context.skipped) tally.skipped += 1;
  else tally[failed ? "fail" : "pass"] += 1;
  log.write(1, `${depth}${failed ? "not ok" : "ok"} ${id} - ${name}\n`);
  if (failed) log.write(1, `${depth}  ---\n${depth}  error: ${failed.error?.message ?? failed.error}\n${depth}  code: ${failed.error?.code ?? "ERR_TEST_FAILURE"}\n${depth}  ...\n`);
  test.done();
}

async function runSuite(place, depth, chain = []) {
  const tally = { pass: 0, fail: 0, skipped: 0 };
  const all = [...chain, place];
  try {
    for (const f of place.hooks.before) await invoke(f, place);
    for (let i = 0; i < place.tests.length; i++) {
      const test = place.tests[i];
      if (test.tests === undefined) await runTest(test, depth, tally, all);
      else if (test.options.skip) tally.skipped += 1;
      else {
        log.write(1, `${depth}# Subtest: ${test.name}\n`);
        const below = await runSuite(test, `${depth}    `, all);
        for (const key of Object.keys(tally)) tally[key] += below[key];
      }
    }
    for (const f of place.hooks.after) await invoke(f, place);
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    tally.fail += 1;
    log.write(1, `${depth}not ok - ${place.name}: ${error?.message ?? error}\n`);
  }
  place.tests.splice(0);
  return tally;
}

const variants = (kind) => {
  const f = (...given) => add(kind, given);
  f.skip = (...given) => add(kind, given, { skip: true });
  f.todo = (...given) => add(kind, given, { todo: true });
  f.only = (...given) => add(kind, given);
  return f;
};

const test = variants("test");
const hook = (name) => (f) => {
  plan();
  (current ?? root).hooks[name].push(f);
};

module.exports = Object.assign(test, { test, it: variants("test"), describe: variants("suite"), suite: variants("suite"), before: hook("before"), after: hook("after"), beforeEach: hook("beforeEach"), afterEach: hook("afterEach"), mock });
lackNames(module.exports, "test", "run snapshot assert");
