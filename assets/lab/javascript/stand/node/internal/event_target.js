// `Event`, `EventTarget`, `AbortController`, `AbortSignal`.

const { typeError, invalidType } = require("internal/errors");

class Event {
  #type;
  #init;
  #stopped = false;
  #prevented = false;
  constructor(type, init = {}) {
    if (arguments.length === 0) throw typeError("ERR_MISSING_ARGS", 'The "type" argument must be specified');
    this.#type = `${type}`;
    this.#init = { bubbles: false, cancelable: false, composed: false, ...init };
    this.timeStamp = kernel("clock").sinceStart();
    this.target = null;
    this.currentTarget = null;
    Object.defineProperty(this, "stoppedNow", { value: false, writable: true, enumerable: false });
    for (const name of ["timeStamp", "target", "currentTarget"]) Object.defineProperty(this, name, { enumerable: false });
  }
  get type() { return this.#type; }
  get bubbles() { return Boolean(this.#init.bubbles); }
  get cancelable() { return Boolean(this.#init.cancelable); }
  get composed() { return Boolean(this.#init.composed); }
  get defaultPrevented() { return this.#prevented; }
  get returnValue() { return !this.#prevented; }
  get cancelBubble() { return this.#stopped; }
  get isTrusted() { return false; }
  get eventPhase() { return this.currentTarget === null ? 0 : 2; }
  get srcElement() { return this.target; }
  composedPath() { return this.currentTarget === null ? [] : [this.currentTarget]; }
  preventDefault() { if (this.cancelable) this.#prevented = true; }
  stopPropagation() { this.#stopped = true; }
  stopImmediatePropagation() { this.#stopped = true; this.stoppedNow = true; }
  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;
}

class CustomEvent extends Event {
  #detail;
  constructor(type, init = {}) {
    super(type, init);
    this.#detail = init.detail ?? null;
  }
  get detail() { return this.#detail; }
}

class EventTarget {
  #listeners = new Map();
  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    if (typeof listener !== "function" && typeof listener !== "object") throw invalidType("listener", "EventListener", listener);
    const { capture = false, once = false, signal } = typeof options === "boolean" ? { capture: options } : (options ?? {});
    if (signal?.aborted) return;
    const all = this.#listeners.get(`${type}`) ?? [];
    if (all.some((l) => l.listener === listener && l.capture === Boolean(capture))) return;
    this.#listeners.set(`${type}`, [...all, { listener, capture: Boolean(capture), once: Boolean(once) }]);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener, options), { once: true });
  }
  removeEventListener(type, listener, options) {
    const capture = Boolean(typeof options === "boolean" ? options : options?.capture);
    const all = this.#listeners.get(`${type}`);
    if (all) this.#listeners.set(`${type}`, all.filter((l) => l.listener !== listener || l.capture !== capture));
  }
  dispatchEvent(event) {
    if (!(event instanceof Event)) throw invalidType("event", "Event", event);
    event.target = event.currentTarget = this;
    for (const entry of this.#listeners.get(event.type) ?? []) {
      if (!this.#listeners.get(event.type).includes(entry)) continue;
      if (entry.once) this.#listeners.set(event.type, this.#listeners.get(event.type).filter((l) => l !== entry));
      const call = typeof entry.listener === "function" ? entry.listener : entry.listener.handleEvent;
      try {
        const answer = call.call(typeof entry.listener === "function" ? this : entry.listener, event);
        answer?.then?.(undefined, (error) => require("internal/process").throwLater(error));
      } catch (error) {
        require("internal/process").throwLater(error);
      }
      if (event.stoppedNow) break;
    }
    event.currentTarget = null;
    return !event.defaultPrevented;
  }
}

/** Give a class `on<type>` properties. */
function handlers(kind, ...types) {
  for (const type of types) {
    const held = new WeakMap();
    Object.defineProperty(kind.prototype, `on${type}`, {
      configurable: true,
      enumerable: true,
      get() { return held.get(this)?.given ?? null; },
      set(given) {
        const old = held.get(this);
        if (old) this.removeEventListener(type, old.listener);
        held.delete(this);
        if (typeof given !== "function") return;
        const listener = (event) => given.call(this, event);
        held.set(this, { given, listener });
        this.addEventListener(type, listener);
      },
    });
  }
}

const secret = Symbol("secret");
let end;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #after = [];
  constructor(key) {
    if (key !== secret) throw typeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    super();
  }
  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }
  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `AbortSignal ${inspect({ aborted: this.#aborted })}`;
  }
  static abort(reason = new DOMException("This operation was aborted", "AbortError")) {
    const signal = new AbortSignal(secret);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }
  static timeout(delay) {
    const signal = new AbortSignal(secret);
    kernel("clock").later(delay, () => end(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError")));
    return signal;
  }
  static any(signals) {
    const made = new AbortSignal(secret);
    for (const signal of signals) {
      if (signal.aborted) return AbortSignal.abort(signal.reason);
      signal.#after.push(made);
    }
    return made;
  }
  static {
    end = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason;
      signal.dispatchEvent(new Event("abort"));
      for (const next of signal.#after) end(next, reason);
    };
  }
}
handlers(AbortSignal, "abort");

class AbortController {
  #signal = new AbortSignal(secret);
  get signal() { return this.#signal; }
  abort(reason = new DOMException("This operation was aborted", "AbortError")) { end(this.#signal, reason); }
}

for (const kind of [Event, CustomEvent, EventTarget, AbortSignal, AbortController]) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });
}

module.exports = { Event, CustomEvent, EventTarget, AbortSignal, AbortController, handlers };
