// `node:async_hooks`: AsyncLocalStorage and AsyncResource.

const { capture, within, enter, start, get } = require("internal/async_context");
const { lackNames } = require("internal/lacks");

class AsyncLocalStorage {
  constructor(options) {
    start();
    this.fallback = options?.defaultValue;
    Object.defineProperty(this, "fallback", { enumerable: false });
  }
  run(store, f, ...args) {
    const next = new Map(capture() ?? []);
    next.set(this, store);
    return within(next, f, undefined, args);
  }
  exit(f, ...args) {
    const next = new Map(capture() ?? []);
    next.delete(this);
    return within(next, f, undefined, args);
  }
  enterWith(store) { enter(this, store); }
  getStore() { return get(this) ?? this.fallback; }
  disable() { enter(this, undefined); }
  static bind(f) {
    const context = capture();
    return function (...args) {
      return within(context, f, this, args);
    };
  }
  static snapshot() {
    const context = capture();
    return (f, ...args) => within(context, f, undefined, args);
  }
}

let ids = 1;

class AsyncResource {
  #context = capture();
  #id = ++ids;
  constructor(type) { this.type = type; }
  runInAsyncScope(f, self, ...args) { return within(this.#context, f, self, args); }
  bind(f) { return (...args) => this.runInAsyncScope(f, undefined, ...args); }
  emitDestroy() { return this; }
  asyncId() { return this.#id; }
  triggerAsyncId() { return 1; }
  static bind(f, type) { return new AsyncResource(type ?? f.name).bind(f); }
}

module.exports = { AsyncLocalStorage, AsyncResource, executionAsyncId: () => 1, triggerAsyncId: () => 0, executionAsyncResource: () => ({}) };
lackNames(module.exports, "async_hooks", "createHook asyncWrapProviders");
