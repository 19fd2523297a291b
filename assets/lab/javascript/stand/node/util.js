// `node:util`

const { inspect, format, formatWithOptions } = require("internal/inspect");
const { invalidType, invalidValue, checkFunction, checkString, error: plainError } = require("internal/errors");
const { lackNames } = require("internal/lacks");
const types = require("util/types");
const { isDeepEqual } = require("internal/equal");

const custom = Symbol.for("nodejs.util.promisify.custom");

/** A function that promises what `f` gives its callback. */
function promisify(f) {
  checkFunction(f, "original");
  if (f[custom]) {
    const made = f[custom];
    if (typeof made !== "function") throw invalidType("util.promisify.custom", "Function", made);
    return Object.defineProperty(made, custom, { value: made, enumerable: false, writable: false, configurable: true });
  }
  function promised(...given) {
    return new Promise((go, no) => {
      Reflect.apply(f, this, [...given, (error, ...values) => (error ? no(error) : go(values[0]))]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(f));
  Object.defineProperty(promised, custom, { value: promised, enumerable: false, writable: false, configurable: true });
  const own = Object.getOwnPropertyDescriptors(f);
  delete own[custom];
  for (const [name, what] of Object.entries(own)) {
    try {
      Object.defineProperty(promised, name, what);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return promised;
}
promisify.custom = custom;

/** The other way round: a callback function of an async one. */
function callbackify(f) {
  checkFunction(f, "original");
  function called(...given) {
    const done = given.pop();
    checkFunction(done, "last argument");
    const { nextTick } = require("internal/timers");
    Reflect.apply(f, this, given).then((value) => nextTick(done, null, value), (reason) => {
      const error = reason || plainError("ERR_FALSY_VALUE_REJECTION", "Promise was rejected with falsy value", { reason });
      nextTick(done, error);
    });
  }
  Object.defineProperty(called, "name", { value: `${f.name}Callbackified`, configurable: true });
  return called;
}

function inherits(kind, base) {
  checkFunction(kind, "ctor");
  checkFunction(base, "superCtor");
  if (base.prototype === undefined) throw invalidType("superCtor.prototype", "Object", base.prototype);
  Object.defineProperty(kind, "super_", { value: base, writable: true, configurable: true });
  Object.setPrototypeOf(kind.prototype, base.prototype);
}

const deprecated = new Set();
function deprecate(f, message, code) {
  let said = false;
  function wrapped(...given) {
    if (!said && !(code && deprecated.has(code))) {
      said = true;
      if (code) deprecated.add(code);
      require("internal/process").process.emitWarning(message, "DeprecationWarning", code);
    }
    return new.target ? Reflect.construct(f, given, new.target) : Reflect.apply(f, this, given);
  }
  Object.setPrototypeOf(wrapped, f);
  if (f.prototype) wrapped.prototype = f.prototype;
  return wrapped;
}

const debuglog = () => Object.assign(() => {}, { enabled: false });

const stripVTControlCharacters = (text) => {
  checkString(text, "str");
  return text.replace(/[\u001B\u009B][[\]()#;?]*(?:(?:(?:[a-zA-Z\d]*(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?\u0007)|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g, "");
};

/** Names and values of a .env text, as `node --env-file` reads it. */
function parseEnv(content) {
  checkString(content, "content");
  const out = {};
  const line = /^[ \t]*(?:export[ \t]+)?([^=\s#]+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\r\n#]*))[^\r\n]*$/gm;
  for (const [, name, double, single, back, bare] of content.matchAll(line)) {
    out[name] = double !== undefined ? double.replaceAll("\\n", "\n") : (single ?? back ?? bare.trim());
  }
  return out;
}

const styled = (text, codes) => codes.reduce((out, name) => {
  const found = inspect.colors[name];
  if (found === undefined) throw invalidValue("format", name, `must be one of: ${Object.keys(inspect.colors).join(", ")}`);
  return `\u001b[${found[0]}m${out}\u001b[${found[1]}m`;
}, text);

const SIGNALS = { 1: "EPERM", 2: "ENOENT", 9: "EBADF", 13: "EACCES", 17: "EEXIST", 20: "ENOTDIR", 21: "EISDIR", 22: "EINVAL", 39: "ENOTEMPTY", 40: "ELOOP", 98: "EADDRINUSE", 104: "ECONNRESET", 110: "ETIMEDOUT", 111: "ECONNREFUSED" };

const util = {
  inspect, format, formatWithOptions, promisify, callbackify, inherits, deprecate, debuglog, debug: debuglog, types, stripVTControlCharacters, parseEnv,
  isDeepStrictEqual: (a, b, options) => isDeepEqual(a, b, true, options),
  isArray: Array.isArray,
  styleText: (names, text) => styled(text, [names].flat()),
  toUSVString: (text) => `${text}`.toWellFormed(),
  getSystemErrorName: (n) => SIGNALS[-n] ?? `Unknown system error ${n}`,
  getSystemErrorMap: () => new Map(Object.entries(SIGNALS).map(([n, code]) => [-n, [code, code]])),
  aborted: (signal) => new Promise((go) => (signal.aborted ? go() : signal.addEventListener("abort", () => go(), { once: true }))),
  parseArgs: (config) => require("internal/parse_args").parseArgs(config),
  getCallSites: () => [],
};
for (const [name, from] of [["TextEncoder", "internal/encoding"], ["TextDecoder", "internal/encoding"]]) {
  Object.defineProperty(util, name, { configurable: true, enumerable: true, get: () => require(from)[name] });
}
module.exports = util;
lackNames(util, "util", "MIMEType MIMEParams transferableAbortController transferableAbortSignal getCallSite diff setTraceSigInt");
