// `console`

const { inspect, formatWithOptions } = require("internal/inspect");
const log = kernel("log");
const clock = kernel("clock");

function isNonNull(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Rows as console.table draws them. */
function table(data, only) {
  const shown = (value) => (isNonNull(value) ? inspect(value, { depth: Object.keys(value).length > 2 ? -1 : 0, maxArrayLength: 3, breakLength: Infinity }) : inspect(value));
  const rows = data instanceof Map || data instanceof Set ? [...data.entries()].map(([k, v], i) => [data instanceof Map ? shown(k) : String(i), v]) : Object.entries(data);
  const columns = [];
  let plain = false;
  for (const [, row] of rows) {
    if (isNonNull(row)) {
      for (const key of only ?? Object.keys(row)) if (!columns.includes(key)) columns.push(key);
    } else plain = true;
  }
  const head = ["(index)", ...columns, ...(plain ? ["Values"] : [])];
  const body = rows.map(([key, row]) => [key, ...columns.map((c) => (isNonNull(row) && Object.hasOwn(row, c) ? shown(row[c]) : "")), ...(plain ? [isNonNull(row) ? "" : shown(row)] : [])]);
  const widths = head.map((h, i) => Math.max(...[head, ...body].map((r) => String(r[i]).length)) + 2);
  const rule = (l, m, r) => l + widths.map((w) => "─".repeat(w)).join(m) + r;
  const line = (cells) => `│${cells.map((c, i) => ` ${String(c).padEnd(widths[i] - 1)}`).join("│")}│`;
  return [rule("┌", "┬", "┐"), line(head), rule("├", "┼", "┤"), ...body.map(line), rule("└", "┴", "┘")].join("\n");
}

class Console {
  #write;
  #indent = "";
  #counts = new Map();
  #timers = new Map();
  constructor(stdout, stderr) {
    const out = stdout?.stdout ?? stdout;
    const err = stdout?.stderr ?? stderr ?? out;
    this.#write = out === undefined ? log.write : (fd, text) => (fd === 2 ? err : out).write(text);
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name !== "constructor") Object.defineProperty(this, name, { value: this[name].bind(this), writable: true, configurable: true, enumerable: true });
    }
    this.debug = this.info = this.log;
    this.warn = this.error;
    this.trace = (...args) => this.error(...(args.length ? [`Trace: ${formatWithOptions({}, ...args)}`] : ["Trace"]));
    this.groupCollapsed = this.group;
    this.dirxml = this.log;
  }
  #put(fd, text) {
    this.#write(fd, `${this.#indent ? this.#indent + text.replaceAll("\n", `\n${this.#indent}`) : text}\n`);
  }
  log(...args) { this.#put(1, formatWithOptions({}, ...args)); }
  error(...args) { this.#put(2, formatWithOptions({}, ...args)); }
  dir(value, options) { this.#put(1, inspect(value, { customInspect: false, ...options })); }
  table(data, only) { this.#put(1, isNonNull(data) ? table(data, only) : formatWithOptions({}, data)); }
  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === "string") args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift("Assertion failed");
    this.error(...args);
  }
  count(label = "default") {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    this.#put(1, `${label}: ${this.#counts.get(label)}`);
  }
  countReset(label = "default") { this.#counts.delete(label); }
  group(...args) {
    if (args.length) this.log(...args);
    this.#indent += "  ";
  }
  groupEnd() { this.#indent = this.#indent.slice(2); }
  time(label = "default") { this.#timers.set(label, clock.sinceStart()); }
  timeEnd(label = "default") {
    if (this.#timers.has(label)) this.#put(1, `${label}: ${(clock.sinceStart() - this.#timers.get(label)).toFixed(3)}ms`);
    this.#timers.delete(label);
  }
  timeLog(label = "default", ...args) {
    if (this.#timers.has(label)) this.log(`${label}: ${(clock.sinceStart() - this.#timers.get(label)).toFixed(3)}ms`, ...args);
  }
  clear() {}
}

const console = new Console();
console.Console = Console;
Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });

module.exports = { console, Console };
