// The context that AsyncLocalStorage follows. Callbacks of timers, ticks, promises' `then` and events take it along; the
// engine calls `suspend` and `resume` around each `await` of the challenge's code.

let current = null;

/** The context as it is now: an immutable Map of storages to values, or null. */
const capture = () => current;

/** Call `f` with `context` as the current one. */
function within(context, f, self, args = []) {
  const before = current;
  current = context;
  try {
    return Reflect.apply(f, self, args);
  } finally {
    current = before;
  }
}

let used = false;

/** `f` with today's context, whenever it is called. */
function bind(f) {
  if (!used) return f;
  const context = current;
  return function (...args) {
    return within(context, f, this, args);
  };
}

function enter(storage, value) {
  start();
  const next = new Map(current ?? []);
  next.set(storage, value);
  current = next;
}

/** From the first storage on, promises take the context along. */
function start() {
  if (used) return;
  used = true;
}

const suspend = () => current;
function resume(context, value) {
  current = context;
  return value;
}

module.exports = { capture, within, bind, enter, start, suspend, resume, get: (storage) => current?.get(storage), isUsed: () => used };
