// `node:timers/promises`

const timers = require("internal/timers");
const { aborted } = require("internal/errors");

function wait(start, stop, value, { signal } = {}) {
  return new Promise((go, no) => {
    if (signal?.aborted) return no(aborted(signal.reason));
    const timer = start(() => go(value));
    signal?.addEventListener("abort", () => {
      stop(timer);
      no(aborted(signal.reason));
    }, { once: true });
  });
}

const setTimeout = (delay, value, options) => wait((f) => timers.setTimeout(f, delay), timers.clearTimeout, value, options);
const setImmediate = (value, options) => wait((f) => timers.setImmediate(f), timers.clearImmediate, value, options);

async function* setInterval(delay, value, options) {
  for (;;) yield await setTimeout(delay, value, options);
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: { wait: (delay, options) => setTimeout(delay, undefined, options), yield: () => setImmediate() } };
