// `node:events`

const { error: plainError, invalidType, outOfRange, aborted } = require("internal/errors");

const rejections = Symbol.for("nodejs.rejection");
const monitor = Symbol("events.errorMonitor");
const capture = Symbol("kCapture");
let defaultMax = 10;

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections || EventEmitter.captureRejections) this[capture] = true;
};

function check(listener) {
  if (typeof listener !== "function") throw invalidType("listener", "Function", listener);
}

const listOf = (emitter, type) => {
  const found = emitter._events?.[type];
  return found === undefined ? [] : typeof found === "function" ? [found] : found;
};

function add(emitter, type, listener, front) {
  check(listener);
  if (emitter._events === undefined) {
    emitter._events = Object.create(null);
    emitter._eventsCount = 0;
  } else if (emitter._events.newListener !== undefined) emitter.emit("newListener", type, listener.listener ?? listener);
  const all = listOf(emitter, type);
  if (all.length === 0) emitter._eventsCount += 1;
  const now = front ? [listener, ...all] : [...all, listener];
  emitter._events[type] = now.length === 1 ? now[0] : now;
  const max = emitter.getMaxListeners?.() ?? defaultMax;
  if (max > 0 && now.length > max && !emitter[warned]?.has(type)) {
    Object.defineProperty(emitter, warned, { value: (emitter[warned] ?? new Set()).add(type), configurable: true });
    const shown = emitter.constructor?.name ?? "EventEmitter";
    require("internal/process").process.emitWarning(Object.assign(new Error(`Possible EventEmitter memory leak detected. ${now.length} ${String(type)} listeners added to [${shown}]. MaxListeners is ${max}. Use emitter.setMaxListeners() to increase limit`), { name: "MaxListenersExceededWarning" }));
  }
  return emitter;
}
const warned = Symbol("warned");

function onceWrapper(emitter, type, listener) {
  check(listener);
  const wrapped = function (...args) {
    emitter.removeListener(type, wrapped);
    return listener.apply(emitter, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function rejected(emitter, error, type, args) {
  if (typeof emitter[rejections] === "function") emitter[rejections](error, type, ...args);
  else {
    const before = emitter[capture];
    try {
      emitter[capture] = false;
      emitter.emit("error", error);
    } finally {
      emitter[capture] = before;
    }
  }
}

const methods = {
  on(type, listener) { return add(this, type, listener, false); },
  addListener(type, listener) { return add(this, type, listener, false); },
  prependListener(type, listener) { return add(this, type, listener, true); },
  once(type, listener) { return this.on(type, onceWrapper(this, type, listener)); },
  prependOnceListener(type, listener) { return this.prependListener(type, onceWrapper(this, type, listener)); },
  emit(type, ...args) {
    if (type === "error") {
      if (this._events?.[monitor] !== undefined) this.emit(monitor, ...args);
      if (this._events?.error === undefined) {
        const [error] = args;
        if (error instanceof Error) throw error;
        throw plainError("ERR_UNHANDLED_ERROR", `Unhandled error. (${typeof error === "string" ? `'${error}'` : require("internal/inspect").inspect(error)})`, { context: error });
      }
    }
    const all = listOf(this, type);
    for (const listener of all) {
      const answer = Reflect.apply(listener, this, args);
      if (this[capture] && answer !== undefined && answer !== null && typeof answer.then === "function") {
        answer.then(undefined, (error) => require("internal/timers").nextTick(() => rejected(this, error, type, args)));
      }
    }
    return all.length > 0;
  },
  removeListener(type, listener) {
    check(listener);
    const all = listOf(this, type);
    const at = all.findLastIndex((l) => l === listener || l.listener === listener);
    if (at < 0) return this;
    const rest = all.toSpliced(at, 1);
    if (rest.length === 0) {
      delete this._events[type];
      this._eventsCount -= 1;
    } else this._events[type] = rest.length === 1 ? rest[0] : rest;
    if (this._events.removeListener !== undefined) this.emit("removeListener", type, listener);
    return this;
  },
  off(type, listener) { return this.removeListener(type, listener); },
  removeAllListeners(type) {
    if (this._events === undefined) return this;
    const types = type === undefined ? Reflect.ownKeys(this._events).filter((t) => t !== "removeListener") : [type];
    for (const each of types) for (const listener of [...listOf(this, each)].reverse()) this.removeListener(each, listener);
    if (type === undefined) delete this._events.removeListener;
    return this;
  },
  setMaxListeners(n) {
    if (typeof n !== "number" || n < 0 || Number.isNaN(n)) throw outOfRange("setMaxListeners", ">= 0", n);
    this._maxListeners = n;
    return this;
  },
  getMaxListeners() { return this._maxListeners ?? defaultMax; },
  listeners(type) { return listOf(this, type).map((l) => l.listener ?? l); },
  rawListeners(type) { return [...listOf(this, type)]; },
  listenerCount(type, listener) {
    const all = listOf(this, type);
    return listener === undefined ? all.length : all.filter((l) => l === listener || l.listener === listener).length;
  },
  eventNames() { return this._events === undefined ? [] : Reflect.ownKeys(this._events); },
};
Object.assign(EventEmitter.prototype, methods);

/** A promise of the next `name` event. */
function once(emitter, name, options = {}) {
  const { signal } = options ?? {};
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal.reason));
    if (typeof emitter.addEventListener === "function" && typeof emitter.on !== "function") {
      emitter.addEventListener(name, (event) => resolve([event]), { once: true });
      return;
    }
    const done = (...args) => {
      emitter.removeListener("error", failed);
      resolve(args);
    };
    const failed = (error) => {
      emitter.removeListener(name, done);
      reject(error);
    };
    emitter.once(name, done);
    if (name !== "error") emitter.once("error", failed);
    signal?.addEventListener("abort", () => {
      emitter.removeListener(name, done);
      emitter.removeListener("error", failed);
      reject(aborted(signal.reason));
    }, { once: true });
  });
}

/** An async iterator over `name` events. */
function on(emitter, name, options = {}) {
  const waiting = [];
  const queued = [];
  let failed = null;
  let over = false;
  const put = (...args) => (waiting.length ? waiting.shift().resolve({ value: args, done: false }) : queued.push(args));
  const fail = (error) => (waiting.length ? waiting.shift().reject(error) : (failed = error));
  const close = () => {
    over = true;
    emitter.removeListener(name, put);
    emitter.removeListener("error", fail);
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  emitter.on(name, put);
  if (name !== "error") emitter.on("error", fail);
  for (const end of options.close ?? []) emitter.on(end, close);
  options.signal?.addEventListener("abort", () => fail(aborted(options.signal.reason)), { once: true });
  return {
    next() {
      if (queued.length) return Promise.resolve({ value: queued.shift(), done: false });
      if (failed !== null) {
        const error = failed;
        failed = null;
        return Promise.reject(error);
      }
      if (over) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return: close,
    throw(error) {
      fail(error);
      return close();
    },
    [Symbol.asyncIterator]() { return this; },
  };
}

Object.assign(EventEmitter, {
  EventEmitter, once, on, errorMonitor: monitor, captureRejectionSymbol: rejections, captureRejections: false, usingDomains: false,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
  getEventListeners: (emitter, type) => (typeof emitter.listeners === "function" ? emitter.listeners(type) : []),
  getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? defaultMax,
  setMaxListeners(n = defaultMax, ...targets) {
    if (typeof n !== "number" || n < 0) throw outOfRange("setMaxListeners", ">= 0", n);
    if (targets.length === 0) defaultMax = n;
    for (const target of targets) target.setMaxListeners?.(n);
  },
  addAbortListener(signal, listener) {
    if (signal.aborted) queueMicrotask(listener);
    else signal.addEventListener("abort", listener, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener("abort", listener) };
  },
});
Object.defineProperty(EventEmitter, "defaultMaxListeners", {
  enumerable: true,
  get: () => defaultMax,
  set(n) {
    if (typeof n !== "number" || n < 0 || Number.isNaN(n)) throw outOfRange("defaultMaxListeners", ">= 0", n);
    defaultMax = n;
  },
});
EventEmitter.EventEmitterAsyncResource = class EventEmitterAsyncResource extends EventEmitter {};

module.exports = EventEmitter;
