// The lab's clock and what happens later: timers, and tasks that stand for input and output being ready.

const core = part("core");

function set(when) {
  let moment = Number(when?.valueOf());
  if (typeof when === "string") moment = Date.parse(/Z$|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(when) ? when : `${when}Z`);
  else if (!(when instanceof Date)) moment *= 1000;
  if (Number.isNaN(moment)) throw new TypeError(`not a moment: ${when}`);
  core.setNow(moment);
}

/** `lab.clock`: seconds since 1970, moved by the check and by what is waited for. */
const facade = {
  now: () => core.now() / 1000,
  advance: (seconds) => void core.advance(Number(seconds) * 1000),
  set,
};

Object.assign(exports, {
  facade,
  set,
  now: facade.now,
  advance: facade.advance,
  /** Milliseconds since 1970 as whole numbers. */
  nowMs: () => Math.floor(core.now()),
  /** Milliseconds since the start. */
  sinceStart: () => core.elapsed(),
  /** Run `f` as a task of its own `ms` from now; `background` marks what keeps no program alive. Gives its number. */
  later: (ms, f, background = false) => core.later(ms, f, background),
  /** Run `f` as a task of its own as soon as what runs now gives way. */
  soon: (f) => core.later(0, f),
  cancel: (id) => void core.cancel(id),
});
