// Runs once in the guest realm, before anything else there: makes what the kernel's bridge needs to have made in this realm.
// What it uses of the built-in objects is taken now, so that nothing a guest does later can change it.

const { Array, ArrayBuffer, Date, Error, Map, Object, Promise, Proxy, Reflect, RegExp, Set, Symbol, Uint8Array } = globalThis;
const { apply, construct, defineProperty } = Reflect;
const then = Promise.prototype.then;
const mapSet = Map.prototype.set;
const setAdd = Set.prototype.add;
const errors = {
  __proto__: null, AggregateError: globalThis.AggregateError, Error, EvalError: globalThis.EvalError, RangeError: globalThis.RangeError,
  ReferenceError: globalThis.ReferenceError, SyntaxError: globalThis.SyntaxError, TypeError: globalThis.TypeError, URIError: globalThis.URIError,
};

// Stacks end where the lab begins: `Error.prepareStackTrace` is given, and the text of a stack has, the places of the
// challenge's code and of its libraries alone. Call sites hand out no functions, which would be the lab's own too.
const LAB = ["kernel/", "realm/", "<check>", "<setup>"];
const { startsWith } = String.prototype;
let prepare;

let sample;
Error.prepareStackTrace = (_, sites) => { sample = sites[0]; };
void new Error("").stack;
const sitePrototype = Reflect.getPrototypeOf(sample);
Reflect.deleteProperty(sitePrototype, "getFunction");
Object.freeze(sitePrototype);

function isOwn(site) {
  const file = site.getFileName();
  if (typeof file !== "string") return true;
  for (let i = 0; i < LAB.length; i++) if (apply(startsWith, file, [LAB[i]])) return false;
  return true;
}

function textOf(site) {
  const name = site.getFunctionName() || "<anonymous>";
  if (site.isNative()) return `    at ${name} (native)\n`;
  return `    at ${name} (${site.getFileName()}:${site.getLineNumber()}:${site.getColumnNumber()})\n`;
}

Error.prepareStackTrace = (error, sites) => {
  const own = [];
  let text = "";
  for (let i = 0; i < sites.length; i++) {
    if (!isOwn(sites[i])) continue;
    text += textOf(sites[i]);
    defineProperty(own, own.length, { __proto__: null, value: sites[i], writable: true, enumerable: true, configurable: true });
  }
  return typeof prepare === "function" ? apply(prepare, Error, [error, own]) : text;
};
defineProperty(Error, "prepareStackTrace", { get: () => prepare, set(value) { prepare = value; }, enumerable: true, configurable: true });

return {
  // A function of this realm that calls `call(self, args)`, and the same as a class: `make(args)`.
  func(call, name, length) {
    const f = { f(...args) { return call(this, args); } }.f;
    defineProperty(f, "name", { value: name, configurable: true });
    defineProperty(f, "length", { value: length, configurable: true });
    return f;
  },
  klass(make, name, length) {
    const f = function (...args) { return make(args); };
    defineProperty(f, "name", { value: name, configurable: true });
    defineProperty(f, "length", { value: length, configurable: true });
    return f;
  },
  object: () => ({}),
  array: () => [],
  map: () => new Map(),
  set: () => new Set(),
  date: (time) => new Date(time),
  regexp: (source, flags) => new RegExp(source, flags),
  bytes: (bytes) => new Uint8Array(bytes),
  buffer: (bytes) => new Uint8Array(bytes).buffer,
  error: (name, message) => new (errors[name] ?? Error)(message),
  deferred() {
    let resolve, reject;
    const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
    return { promise, resolve, reject };
  },
  // Subscribes to a promise or to anything with a `then`.
  then(value, yes, no) {
    if (value instanceof Promise) apply(then, value, [yes, no]);
    else apply(then, new Promise((resolve) => resolve(value)), [yes, no]);
  },
  isPromise: (value) => value instanceof Promise,
  mapSet: (map, key, value) => apply(mapSet, map, [key, value]),
  setAdd: (set, value) => apply(setAdd, set, [value]),
  intrinsics: { Array, ArrayBuffer, Date, Error, Function: globalThis.Function, Map, Object, Promise, Proxy, RegExp, Set, Symbol, Uint8Array, ...errors },
};
