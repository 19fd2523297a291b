// `pino`: lines of JSON on standard output, and in `lab.log`.

const { format } = require("internal/inspect");
const log = kernel("log");
const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

const serializeError = (error) => ({ type: error.name, message: error.message, stack: error.stack, ...error });

/** A copy with some paths censored: `a.b`, `a[*].b`, `*.b`, `a["b-c"]`. */
function redacted(object, rules) {
  const { paths = [], censor = "[Redacted]", remove = false } = Array.isArray(rules) ? { paths: rules } : (rules ?? {});
  if (!paths.length) return object;
  const copy = JSON.parse(JSON.stringify(object));
  const visit = (value, [head, ...rest]) => {
    if (value === null || typeof value !== "object") return;
    for (const key of head === "*" ? Object.keys(value) : [head]) {
      if (!Object.hasOwn(value, key)) continue;
      if (rest.length) visit(value[key], rest);
      else if (remove) delete value[key];
      else value[key] = typeof censor === "function" ? censor(value[key], [key]) : censor;
    }
  };
  for (const path of paths) visit(copy, path.match(/[^.[\]"']+/g) ?? []);
  return copy;
}

function pino(given = {}, stream) {
  const options = typeof given?.write === "function" ? {} : given;
  const target = typeof given?.write === "function" ? given : stream;
  return make(options, target, options.base === null ? {} : (options.base ?? { pid: 4242, hostname: "lab" }));
}

function make(options, target, bindings) {
  let level = options.level ?? "info";
  const put = (name, args) => {
    const [first, ...rest] = args;
    let fields = {};
    let words = args;
    if (first instanceof Error) {
      fields = { err: serializeError(first) };
      words = rest.length ? rest : [first.message];
    } else if (first !== null && typeof first === "object") {
      fields = { ...first };
      words = rest;
    }
    for (const [key, f] of Object.entries({ err: (e) => (e instanceof Error ? serializeError(e) : e), ...options.serializers })) if (Object.hasOwn(fields, key)) fields[key] = f(fields[key]);
    const mixed = options.mixin?.() ?? {};
    const shown = options.formatters?.level?.(name, LEVELS[name]) ?? { level: LEVELS[name] };
    const record = redacted({ ...shown, time: Date.now(), ...bindings, ...mixed, ...(options.formatters?.log?.(fields) ?? fields), ...(words.length && { [options.messageKey ?? "msg"]: format(...words) }) }, options.redact);
    const line = `${JSON.stringify(record)}\n`;
    // What the level keeps back is kept back from the log too.
    if (LEVELS[name] >= (LEVELS[level] ?? 0) && level !== "silent") (target ?? { write: (text) => log.write(1, text) }).write(line);
  };
  const logger = {
    get level() { return level; },
    set level(next) { level = next; },
    levels: { values: { ...LEVELS } },
    bindings: () => ({ ...bindings }),
    isLevelEnabled: (name) => LEVELS[name] >= LEVELS[level],
    child: (more, over = {}) => make({ ...options, ...over, level: over.level ?? level }, target, { ...bindings, ...more }),
    flush(done) { done?.(); },
    silent() {},
  };
  for (const name of Object.keys(LEVELS)) logger[name] = (...args) => put(name, args);
  return logger;
}

module.exports = Object.assign(pino, {
  pino, default: pino, levels: { values: LEVELS, labels: Object.fromEntries(Object.entries(LEVELS).map(([n, v]) => [v, n])) },
  stdSerializers: { err: serializeError, req: (r) => ({ method: r.method, url: r.url, headers: r.headers }), res: (r) => ({ statusCode: r.statusCode }) },
  stdTimeFunctions: { isoTime: () => `,"time":"${new Date().toISOString()}"`, epochTime: () => `,"time":${Date.now()}` },
  destination: () => ({ write: (text) => log.write(1, text) }), transport: () => ({ write: (text) => log.write(1, text) }),
});
