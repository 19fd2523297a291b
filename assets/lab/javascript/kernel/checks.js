// The names that setup and checks have.

const core = part("core");
const bridge = part("bridge");

class Outcome {
  constructor(ok, value, error, thrown) {
    this.ok = ok;
    this.value = value;
    this.error = error;
    this.refused = !ok;
    Object.defineProperty(this, "thrown", { value: thrown });
  }
}

// What was thrown, as checks read it.
function errorOf(thrown) {
  if (!bridge.isObject(thrown)) return { name: "", message: String(thrown), code: undefined, status: undefined };
  const read = (key) => {
    try {
      return thrown[key];
    } catch {
      return undefined;
    }
  };
  return { name: String(read("name") ?? "Error"), message: String(read("message") ?? ""), code: read("code"), status: read("status") ?? read("statusCode") };
}

function callText(f, args) {
  const name = String(f.name ?? "").replace(/^bound /, "");
  return name ? `${name}(${args.map((arg) => core.show(arg, 120)).join(", ")})` : "calls the code";
}

// Calls the challenge's code; what it throws or rejects with comes back as the outcome's `error`.
async function attempt(f, ...args) {
  if (typeof f !== "function") throw new TypeError(`attempt(...) takes a function, not ${core.show(f, 80)}`);
  const did = callText(f, args);
  let outcome = core.call(f, undefined, args);
  if (outcome.ok) outcome = await core.wait(outcome.value, "the code");
  if (!outcome.ok) {
    core.exchange("", did, `${outcome.hung ? "" : "raises "}${outcome.hung ? outcome.error.message : core.errorText(outcome.error)}`);
    return new Outcome(false, undefined, errorOf(outcome.error), outcome.error);
  }
  const value = bridge.view(outcome.value);
  core.exchange("", did, core.show(outcome.value));
  return new Outcome(true, value, null, null);
}

class Run {
  constructor(code, out, err, error) {
    this.code = code;
    this.out = out;
    this.err = err;
    this.error = error;
  }
}

// Runs one of the challenge's files as a program. A last argument that is an object gives `stdin` and `env`.
async function run(host, path, ...argv) {
  const last = argv.at(-1);
  const { stdin = "", env = {} } = typeof last === "object" && last !== null ? argv.pop() : {};
  const full = path.startsWith("/") ? path : `/app/${path}`;
  const process = host.stand("internal/process");
  const invoke = (f, ...args) => core.call(f, undefined, args);
  const before = core.freshProgram();
  invoke(process.enter, { argv: argv.map(String), stdin, env, main: full });
  let error = null;
  try {
    let outcome = core.call(host.program, undefined, [full]);
    if (outcome.ok) outcome = await core.wait(outcome.value, "the program");
    if (outcome.ok) await core.quiet();
    else if (outcome.error?.name === "SyntaxError" && !core.ended()) throw outcome.error;
    else if (!core.ended()) core.crash("uncaughtException", outcome.error);
    if (!core.ended()) invoke(process.finish);
  } finally {
    error = core.ended()?.error ?? null;
  }
  const ended = core.ended();
  const { out, err, code } = bridge.view(invoke(process.leave).value);
  core.restoreProgram(before);
  const result = new Run(ended ? ended.code : code, out, err, error && errorOf(error));
  const words = [path, ...argv].map((word) => (/^[^\s'"\\$;&|<>()`*?]+$/.test(word) ? word : core.show(String(word), 120)));
  const got = [`exit ${result.code}`, core.shorten(out.trim()), core.shorten(err.trim().split("\n").at(-1))].filter(Boolean);
  core.exchange("", core.shorten(`runs ${words.join(" ")}${stdin ? ` with ${core.show(stdin, 120)}` : ""}`), got.join(" · "));
  return result;
}

// For function checks: throws unless the condition holds.
function expect(condition, message = "") {
  if (!condition) throw new Error(message || "what was expected does not hold");
}

const PARTS = ["files", "web", "processes", "mail", "clock", "random", "sql", "env", "log", "llm"];

function world() {
  const lab = {
    interleave: (point, f, options) => part("interleave").interleave(point, f, options),
    pause: (name) => part("interleave").pauseAsync(name),
  };
  for (const name of PARTS) {
    Object.defineProperty(lab, name, { get: () => part(name).facade, enumerable: true });
  }
  return new Proxy(lab, {
    get(target, key) {
      if (typeof key === "string" && !(key in target)) core.lacks(`lab.${key}`);
      return target[key];
    },
  });
}

// What code finds everywhere and the language itself has not: as the guest's realm has it.
const EVERYDAY = [
  "AbortController", "Blob", "Buffer", "FormData", "Headers", "Request", "Response", "TextDecoder", "TextEncoder", "URL", "URLSearchParams",
  "atob", "btoa", "clearInterval", "clearTimeout", "console", "crypto", "setImmediate", "setInterval", "setTimeout", "structuredClone",
];

exports.define = (global, host) => {
  for (const name of EVERYDAY) {
    const set = (value) => Object.defineProperty(global, name, { value, writable: true, configurable: true });
    Object.defineProperty(global, name, { get: () => bridge.view(host.guestGlobal[name]), set, configurable: true });
  }
  const names = {
    attempt,
    canary: (name) => core.canary(name),
    client: (app, who, options) => part("client").client(app, who, options),
    exploited: (yes, evidence = "") => host.state(Boolean(yes), typeof evidence === "string" ? core.shorten(evidence, 600) : core.show(evidence, 600)),
    expect,
    lab: world(),
    note: (did, got = "", who = "") => core.exchange(who, core.shorten(did), core.shorten(got)),
    page: (html, options) => part("page").page(html, options),
    require: (name) => bridge.view(host.require(name)),
    run: (path, ...argv) => run(host, path, ...argv),
  };
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  }
};
