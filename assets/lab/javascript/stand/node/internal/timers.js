// Timers on the lab's clock, and `process.nextTick`.

const { checkFunction } = require("internal/errors");
const clock = kernel("clock");
const ticks = [];
let scheduled = false;

/** Run what `process.nextTick` was given. */
function drainTicks() {
  scheduled = false;
  while (ticks.length) {
    const { f, args } = ticks.shift();
    f(...args);
  }
}

function nextTick(f, ...args) {
  checkFunction(f);
  ticks.push({ f: bound(f), args });
  if (!scheduled) {
    scheduled = true;
    queueMicrotask(drainTicks);
  }
}

/** A task of the loop: `f`, then what it put off to the next tick. */
function task(f) {
  const run = bound(f);
  return () => {
    run();
    drainTicks();
  };
}

// AsyncLocalStorage follows what is put off.
const bound = (f) => require("internal/async_context").bind(f);

const active = new Map();

class Timeout {
  #again;
  #f;
  #id = null;
  #referenced = true;
  #delay;
  #due;
  constructor(f, delay, args, again) {
    const wait = +delay;
    this.#delay = wait >= 1 && wait <= 2 ** 31 - 1 ? Math.trunc(wait) : 1;
    this.#again = again;
    const run = task(() => f(...args));
    this.#f = () => {
      this.#forget();
      if (this.#again) this.#start();
      run();
    };
    this.#start();
  }
  // What repeats itself, or was told so, keeps no program alive.
  #start(delay = this.#delay) {
    this.#due = clock.sinceStart() + delay;
    this.#id = clock.later(delay, this.#f, this.#again || !this.#referenced);
    active.set(this.#id, this);
  }
  #forget() {
    active.delete(this.#id);
    this.#id = null;
  }
  ref() { this.#referenced = true; return this; }
  unref() {
    const running = this.#id !== null && this.#referenced;
    this.#referenced = false;
    if (running) {
      const left = this.#due - clock.sinceStart();
      this.close();
      this.#start(left);
    }
    return this;
  }
  hasRef() { return this.#referenced; }
  refresh() {
    this.close();
    this.#start();
    return this;
  }
  close() {
    if (this.#id === null) return this;
    clock.cancel(this.#id);
    this.#forget();
    return this;
  }
  [Symbol.toPrimitive]() { return this.#id ?? 0; }
  [Symbol.dispose]() { this.close(); }
}

class Immediate {
  #id;
  constructor(f, args) { this.#id = clock.soon(task(() => f(...args))); }
  ref() { return this; }
  unref() { return this; }
  hasRef() { return true; }
  close() { clock.cancel(this.#id); }
}

const setTimeout = (f, delay, ...args) => (checkFunction(f), new Timeout(f, delay, args, false));
const setInterval = (f, delay, ...args) => (checkFunction(f), new Timeout(f, delay, args, true));
const setImmediate = (f, ...args) => (checkFunction(f), new Immediate(f, args));
function clearTimeout(timer) {
  if (timer instanceof Timeout || timer instanceof Immediate) timer.close();
  else if (typeof timer === "number" || typeof timer === "string") active.get(Number(timer))?.close();
}
const clearInterval = (timer) => clearTimeout(timer);
const clearImmediate = (timer) => { if (timer instanceof Immediate) timer.close(); };

for (const f of [setTimeout, setImmediate]) {
  Object.defineProperty(f, Symbol.for("nodejs.util.promisify.custom"), { configurable: true, get: () => require("timers/promises")[f.name] });
}

/** Call `f` in a task of its own, as when input or output is ready; `point` is where another request may come between. */
function later(point, f) {
  const run = task(f);
  clock.soon(() => (point === null ? run() : kernel("interleave").pauseThen(point, run)));
}

module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate, nextTick, later, task, drainTicks, Timeout, Immediate };
