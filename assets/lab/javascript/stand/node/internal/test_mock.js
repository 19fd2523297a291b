// `mock` of `node:test`: functions that remember their calls, methods replaced and put back, a clock of the test's own.

const { lacks, lackNames } = require("internal/lacks");

function mocked(original, implementation, options = {}) {
  const calls = [];
  const once = new Map();
  let now = implementation ?? original;
  const f = function (...args) {
    const call = { arguments: args, this: this, target: new.target, stack: new Error(), result: undefined, error: undefined };
    const how = once.get(calls.length) ?? (options.times !== undefined && calls.length >= options.times ? original : now);
    once.delete(calls.length);
    calls.push(call);
    try {
      call.result = new.target ? Reflect.construct(how, args, new.target) : Reflect.apply(how, this, args);
    } catch (error) {
      call.error = error;
      throw error;
    }
    return call.result;
  };
  Object.defineProperty(f, "name", { value: original.name, configurable: true });
  Object.defineProperty(f, "length", { value: original.length, configurable: true });
  f.mock = {
    get calls() { return [...calls]; },
    callCount: () => calls.length,
    mockImplementation(next) { now = next; },
    mockImplementationOnce(next, at = calls.length) { once.set(at, next); },
    resetCalls: () => void calls.splice(0),
    restore() { now = original; },
  };
  return f;
}

class MockTracker {
  #undo = [];
  fn(original = function () {}, implementation, options) {
    if (implementation !== null && typeof implementation === "object") [implementation, options] = [undefined, implementation];
    const f = mocked(original, implementation, options);
    this.#undo.push(() => f.mock.restore());
    return f;
  }
  method(object, name, implementation, options) {
    if (implementation !== null && typeof implementation === "object") [implementation, options] = [undefined, implementation];
    let owner = object;
    while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
    const kind = options?.getter ? "get" : options?.setter ? "set" : "value";
    let found = owner && Object.getOwnPropertyDescriptor(owner, name);
    // The lab's globals are accessors where Node's are values.
    if (owner === globalThis && kind === "value" && found?.get) found = { value: found.get(), writable: true, enumerable: true };
    if (typeof found?.[kind] !== "function") throw require("internal/errors").invalidValue("methodName", String(name), "must be a method");
    const f = mocked(found[kind], implementation, options);
    const had = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { ...found, [kind]: f, configurable: true });
    const undo = () => (had ? Object.defineProperty(object, name, had) : delete object[name]);
    f.mock.restore = undo;
    this.#undo.push(undo);
    return f;
  }
  getter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, getter: true }); }
  setter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, setter: true }); }
  module() { return lacks("mock.module"); }
  get timers() {
    const clock = kernel("clock");
    return { enable(options) { if (options?.now !== undefined) clock.set(Number(options.now) / 1000); }, tick: (ms = 1) => clock.advance(ms / 1000), setTime: (ms) => clock.set(ms / 1000), runAll: () => clock.advance(86400), reset() {} };
  }
  reset() { for (const undo of this.#undo.splice(0).reverse()) undo(); }
  restoreAll() { this.reset(); }
}
lackNames(MockTracker.prototype, "mock", "property");

module.exports = { mock: new MockTracker(), MockTracker };
