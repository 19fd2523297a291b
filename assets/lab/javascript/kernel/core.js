// What every part of the lab shares: the clock and its timers, the seed, how values are shown, how guest code is called and
// waited for, and the end of its program. Loaded first, with the host that also states outcomes.

const bridge = part("bridge");
bridge.init(host.guest);

exports.guest = host.guest.intrinsics;
exports.guestGlobal = host.guestGlobal;
exports.stand = (name) => host.stand(name);
exports.adopt = bridge.adopt;
exports.bridge = bridge.bridge;
exports.surrogate = bridge.surrogate;
exports.fromGuest = bridge.fromGuest;
exports.kernelStack = bridge.kernelStack;
exports.view = bridge.view;

// --- what the lab has not --------------------------------------------------------------------------

class LabLacks extends Error {
  constructor(message) {
    super(message);
    this.name = "LabLacks";
  }
}

function lacks(what, hint = "") {
  return host.lacks(hint ? `the lab has no ${what}: ${hint}` : `the lab has no ${what}`);
}

exports.LabLacks = LabLacks;
exports.lacks = lacks;
exports.isLacks = (error) => bridge.isObject(error) && error.name === "LabLacks";

// --- clock and timers ------------------------------------------------------------------------------

const DAY = 86400e3;
const MANY = 20000;
let now = 0;
let elapsed = 0;
let timers = [];
let lastTimer = 0;

exports.now = () => now;
exports.elapsed = () => elapsed;

exports.setNow = (ms) => {
  if (ms > now) exports.advance(ms - now);
  else now = ms;
};

// Moves the clock; timers that fall due run in their order, each at its time.
exports.advance = (ms) => {
  const until = elapsed + Math.max(0, ms);
  for (;;) {
    const next = dueTimer();
    if (!next || next.at > until) break;
    fire(next);
  }
  if (until > elapsed) moveTo(until);
};

function moveTo(at) {
  now += at - elapsed;
  elapsed = at;
}

// Calls `f` when the clock has moved on so far; `background` marks what keeps no program alive.
exports.later = (ms, f, background = false) => {
  timers.push({ id: ++lastTimer, at: elapsed + (ms > 0 ? +ms : 0), f, background: Boolean(background) });
  return lastTimer;
};

exports.cancel = (id) => {
  timers = timers.filter((timer) => timer.id !== id);
};

function dueTimer() {
  let next = null;
  for (const timer of timers) if (!next || timer.at < next.at) next = timer;
  return next;
}

function fire(timer) {
  if (timer.at > elapsed) moveTo(timer.at);
  timers = timers.filter((other) => other !== timer);
  const outcome = call(timer.f, undefined, []);
  if (!outcome.ok) crash("uncaughtException", outcome.error);
}

// --- seed and chance -------------------------------------------------------------------------------

let seed = null;
let stream = new Uint8Array(0);
let blocks = 0;

// 32 bytes that depend on the run's seed and a name alone.
function derived(name) {
  seed ??= host.seed();
  const bytes = host.utf8("/" + name);
  const all = new Uint8Array(seed.length + bytes.length);
  all.set(seed);
  all.set(bytes, seed.length);
  return host.hash("sha256", all);
}

// The next bytes of the run's unguessable stream.
exports.randomBytes = (count) => {
  const out = new Uint8Array(count);
  for (let filled = 0; filled < count; ) {
    if (!stream.length) stream = derived(`stream ${blocks++}`);
    const piece = stream.subarray(0, count - filled);
    out.set(piece, filled);
    filled += piece.length;
    stream = stream.subarray(piece.length);
  }
  return out;
};
exports.derived = derived;
exports.canary = (name) => "canary-" + host.hex(derived(`canary ${name}`)).slice(0, 24);

// --- how things are shown --------------------------------------------------------------------------

exports.shorten = (text, limit = 300) => {
  const whole = String(text);
  return whole.length <= limit ? whole : whole.slice(0, limit - 1) + "…";
};

exports.show = (value, limit = 300) => {
  try {
    return exports.shorten(part("show").show(value), limit);
  } catch (error) {
    if (exports.isLacks(error)) throw error;
    return "<a value that cannot be shown>";
  }
};

exports.errorText = (error) => {
  if (!bridge.isObject(error)) return exports.shorten(exports.show(error));
  let name = "Error";
  let message = "";
  try {
    name = String(error.name ?? error.constructor?.name ?? "Error");
    message = String(error.message ?? "");
  } catch {
    message = "(its text cannot be shown)";
  }
  return exports.shorten(message ? `${name}: ${message}` : name);
};

exports.exchange = (who, did, got) => host.exchange(String(who), exports.shorten(did, 4000), exports.shorten(got, 4000));
exports.trace = (kind, what) => host.trace(String(kind), exports.shorten(what, 4000));

// --- calling guest code ----------------------------------------------------------------------------

// Calls code of the challenge's, or of a check's that calls it. What the guest throws is an outcome; what is the lab's or
// the check's own fault is thrown on.
function call(f, self, args) {
  const [ok, value] = host.invoke(f, bridge.outward(self), args.map((arg) => bridge.outward(arg)));
  return ok ? { ok, value } : { ok, error: answer(value) };
}

// An error that the guest answers for; any other is thrown.
function answer(error) {
  const origin = bridge.origin(error);
  if (origin) throw origin;
  if (exports.isLacks(error) || !bridge.fromGuest(error)) throw error;
  return error;
}

// What becomes of a value that may be a promise of either realm.
function settle(value) {
  if (!bridge.isObject(value)) return Promise.resolve({ ok: true, value });
  if (value instanceof Promise) return value.then((inner) => settle(inner), (error) => ({ ok: false, error: answer(error) }));
  let then;
  try {
    then = value.then;
  } catch (error) {
    return Promise.resolve({ ok: false, error });
  }
  if (typeof then !== "function") return Promise.resolve({ ok: true, value });
  return new Promise((resolve, reject) => {
    const yes = bridge.adopt((inner) => resolve(settle(inner)));
    const no = bridge.adopt((error) => {
      try {
        resolve({ ok: false, error: answer(error) });
      } catch (own) {
        reject(own);
      }
    });
    host.guest.then(bridge.outward(value), yes, no);
  });
}

exports.call = call;
exports.settle = settle;
exports.answer = answer;

// --- waiting, and the end of the guest's program ----------------------------------------------------

let hanging = [];
let since = 0;
let fired = 0;
let ended = null;
let crashHandlers = [];
class NeverAnswered extends Error {
  constructor(what) {
    super(`${what} never answered`);
    this.name = "NeverAnswered";
  }
}

// A wait for the guest: `done(value)` ends it well, and the engine ends it where nothing can happen any more.
exports.hang = (what) => {
  const wait = { what };
  progress();
  wait.promise = new Promise((resolve) => {
    wait.done = (value) => {
      hanging = hanging.filter((other) => other !== wait);
      resolve({ hung: false, value });
    };
    wait.give = (error) => {
      hanging = hanging.filter((other) => other !== wait);
      resolve({ hung: true, error });
    };
  });
  hanging.push(wait);
  return { promise: wait.promise, done: wait.done };
};

// Waits for a value of the guest's: its outcome, or that it never comes.
exports.wait = async (value, what) => {
  const wait = exports.hang(what);
  settle(value).then(
    (outcome) => wait.done(outcome),
    (error) => wait.done({ broken: error }),
  );
  const { hung, value: outcome, error } = await wait.promise;
  if (hung) return { ok: false, error, hung: true };
  if ("broken" in outcome) throw outcome.broken;
  return outcome;
};

// Comes back when nothing is left to happen but what keeps no program alive: a program that has nothing left to do ends.
exports.quiet = async () => {
  for (;;) {
    const left = timers.filter((timer) => !timer.background);
    if (ended || !left.length) return;
    const wait = exports.hang("the program");
    exports.later(Math.max(...left.map((timer) => timer.at)) - elapsed, () => wait.done());
    await wait.promise;
  }
};

// The engine asks for something to happen when no job is left: the next timer, or the end of the oldest wait. Timers that
// follow each other for a day, or many thousands of them, lead nowhere.
exports.step = () => {
  const timer = dueTimer();
  if (timer && timer.at - since < DAY && fired++ < MANY) {
    fire(timer);
    return true;
  }
  progress();
  if (part("hanging").endOldest()) return true;
  const oldest = hanging[0];
  if (!oldest) return false;
  oldest.give(ended ? new Error(`the program has ended (${endText()})`) : new NeverAnswered(oldest.what));
  return true;
};

function progress() {
  since = elapsed;
  fired = 0;
}

function endText() {
  return ended.error ? exports.errorText(ended.error) : `exit code ${ended.code}`;
}

exports.endProgram = (code, error = null) => {
  ended ??= { code, error };
};
exports.ended = () => ended;
exports.endText = () => (ended ? endText() : "");
// The program that comes next: `run` starts one and forgets it.
exports.freshProgram = () => {
  const before = ended;
  ended = null;
  return before;
};
exports.restoreProgram = (before) => {
  ended = before;
};
exports.onCrash = (f) => {
  crashHandlers.push(f);
};

// An error that nothing of the guest's caught.
function crash(kind, error) {
  if (exports.isLacks(error) || (bridge.isObject(error) && error.code === "LAB_EXIT")) return;
  for (const handler of crashHandlers) {
    const outcome = call(handler, undefined, [kind, error]);
    if (outcome.ok && outcome.value === true) return;
  }
  exports.log(`Uncaught ${exports.errorText(error)}\n`);
  exports.endProgram(1, error);
}
exports.crash = crash;

// What the program's own end prints.
exports.log = (text) => part("log").write(2, text);

// --- the life of a run -----------------------------------------------------------------------------

exports.start = (hasFiles) => {
  now = host.clock() * 1000;
  // What was read ahead has made the files of the code as it was.
  if (hasFiles) part("tree").build(host.files());
};

// Gives checks their names, and freezes what they stand on.
exports.seal = (global) => {
  part("checks").define(global, host);
  part("freeze").freeze(global, host);
};
