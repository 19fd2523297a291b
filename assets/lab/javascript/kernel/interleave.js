// Points where another request could come between.

// Milliseconds of the lab's clock.
const PATIENCE = 1000;
const points = new Map();
let depth = 0;
let away = 0;

/** Run `f` once when the code next reaches `point`; `process` makes it another process, which locks in memory do not stop. */
function interleave(point, f, options) {
  points.set(String(point), { f, process: options === true || Boolean(options?.process) });
}

function take(name) {
  if (points.size === 0) return undefined;
  const found = points.get(name);
  points.delete(name);
  return found;
}

function begin({ f, process }) {
  depth += 1;
  away += process;
  let result;
  try {
    result = f();
  } catch (error) {
    depth -= 1;
    away -= process;
    throw error;
  }
  const end = () => {
    depth -= 1;
    away -= process;
  };
  if (typeof result?.then !== "function") {
    end();
    return null;
  }
  return result.then(end, (error) => {
    end();
    throw error;
  });
}

/**
 * A point inside of code that does not give way. Another process comes between at once; another request of the same
 * process can only come when the running code next waits for something.
 */
function pause(name) {
  const found = take(name);
  if (found === undefined) return;
  if (!found.process) {
    part("clock").soon(() => begin(found));
    return;
  }
  begin(found);
}

/** A point where the code waits anyway: calls `go` when the other has been (or cannot get on without this one). */
function pauseThen(name, go) {
  const found = take(name);
  const going = found === undefined ? null : begin(found);
  if (going === null) return go();
  let gone = false;
  const once = () => {
    if (!gone) {
      gone = true;
      go();
    }
  };
  going.then(once, once);
  // One that waits for what this one holds cannot end before it: when nothing else is left to happen, this one goes on.
  part("clock").later(PATIENCE, once);
}

const pauseAsync = (name) => new Promise((go) => pauseThen(name, go));

Object.assign(exports, {
  interleave, pause, pauseThen, pauseAsync,
  /** Whether what runs now stands for another process of the same service. */
  elsewhere: () => away > 0,
  interrupted: () => depth,
  /** Set the points aside, for the check's own look at the world. */
  quietly(f) {
    const kept = [...points];
    points.clear();
    try {
      return f();
    } finally {
      for (const [name, entry] of kept) points.set(name, entry);
    }
  },
});
