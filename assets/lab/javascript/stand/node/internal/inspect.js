// `util.inspect` and `util.format`.

const custom = Symbol.for("nodejs.util.inspect.custom");
const DEFAULTS = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100, maxStringLength: 10000,
  breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};
const STYLES = { special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline" };
const COLORS = { reset: [0, 0], bold: [1, 22], underline: [4, 24], cyan: [36, 39], yellow: [33, 39], grey: [90, 39], green: [32, 39], magenta: [35, 39], red: [31, 39], blue: [34, 39], white: [37, 39], black: [30, 39], italic: [3, 23], inverse: [7, 27], gray: [90, 39] };

function paint(text, style) {
  const [on, off] = COLORS[STYLES[style]] ?? [];
  return on === undefined ? text : `\u001b[${on}m${text}\u001b[${off}m`;
}
const unpainted = (text) => text;

function quote(text) {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes("`") && !text.includes("${")) mark = "`";
  }
  const escaped = text.replace(/[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (c) => {
    if (c === "'") return mark === "'" ? "\\'" : c;
    const named = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" }[c];
    if (named) return named;
    const code = c.charCodeAt(0);
    return code > 255 ? `\\u${code.toString(16)}` : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return mark + escaped + mark;
}

function separated(text) {
  const [, whole, rest] = /^(-?\d+)(.*)$/.exec(text) ?? [null, text, ""];
  return whole.replace(/(?<=\d)(?=(\d{3})+$)/g, "_") + rest;
}

function primitive(value, ctx) {
  const { style } = ctx;
  switch (typeof value) {
    case "string": {
      let [text, more] = [value, ""];
      if (text.length > ctx.maxStringLength) {
        const left = text.length - ctx.maxStringLength;
        more = `... ${left} more character${left > 1 ? "s" : ""}`;
        text = text.slice(0, ctx.maxStringLength);
      }
      // A long text of several lines is shown in pieces.
      if (ctx.compact !== true && text.length > 16 && text.length > ctx.breakLength - ctx.indent - 4) {
        return text.split(/(?<=\n)/).map((line) => style(quote(line), "string")).join(` +\n${" ".repeat(ctx.indent + 2)}`) + more;
      }
      return style(quote(text), "string") + more;
    }
    case "number":
      return style(Object.is(value, -0) ? "-0" : ctx.numericSeparator ? separated(String(value)) : String(value), "number");
    case "bigint":
      return style(`${ctx.numericSeparator ? separated(String(value)) : value}n`, "bigint");
    case "boolean":
      return style(String(value), "boolean");
    case "undefined":
      return style("undefined", "undefined");
    default:
      return style(value.toString(), "symbol");
  }
}

const own = (value, key) => Object.prototype.hasOwnProperty.call(value, key);
const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

function brandOf(value) {
  if (Array.isArray(value)) return "Array";
  if (ArrayBuffer.isView(value)) return value instanceof DataView || tagOf(value) === "DataView" ? "DataView" : "TypedArray";
  for (const [name, test] of BRANDS) {
    try {
      test(value);
      return name;
    } catch {
      // Not of this kind.
    }
  }
  return value instanceof Error || tagOf(value) === "Error" ? "Error" : "Object";
}
const getter = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
const [mapSize, setSize, bufferSize, flagsOf] = [getter(Map.prototype, "size"), getter(Set.prototype, "size"), getter(ArrayBuffer.prototype, "byteLength"), getter(RegExp.prototype, "source")];
const BRANDS = [
  ["Map", (v) => mapSize.call(v)], ["Set", (v) => setSize.call(v)], ["Date", (v) => Date.prototype.getTime.call(v)],
  ["RegExp", (v) => { if (v === RegExp.prototype) throw v; flagsOf.call(v); }], ["Promise", (v) => { if (tagOf(v) !== "Promise" || !(v instanceof Promise)) throw v; }],
  ["ArrayBuffer", (v) => bufferSize.call(v)], ["WeakSet", (v) => WeakSet.prototype.has.call(v, v)], ["WeakMap", (v) => WeakMap.prototype.has.call(v, v)],
  ["Boxed", (v) => { const p = v.valueOf(); if (typeof p === "object" || typeof p === "function" || ![Number, String, Boolean, Symbol, BigInt].some((B) => v instanceof B)) throw v; }],
];

function constructorName(value, ctx) {
  for (let at = value; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, "constructor");
    if (found !== undefined && typeof found.value === "function" && found.value.name !== "" && inherits(value, found.value)) return found.value.name;
  }
  return null;
}
function inherits(value, kind) {
  try {
    return value instanceof kind;
  } catch {
    return false;
  }
}

function prefix(name, tag, fallback, size = "") {
  if (name === null) return `[${fallback}${size}: null prototype] ${tag !== "" && tag !== fallback ? `[${tag}] ` : ""}`;
  return `${name}${size} ${tag !== "" && tag !== name ? `[${tag}] ` : ""}`;
}

function formatValue(ctx, value, depth, typed) {
  if (typeof value !== "object" && typeof value !== "function") return primitive(value, ctx);
  if (value === null) return ctx.style("null", "null");
  const proxy = host.proxyDetails?.(value);
  if (proxy !== undefined && proxy[0] !== null) {
    if (ctx.showProxy) return `Proxy [ ${formatValue(ctx, proxy[0], depth)}, ${formatValue(ctx, proxy[1], depth)} ]`;
    value = proxy[0];
  }
  if (ctx.customInspect) {
    const own = value[custom];
    if (typeof own === "function" && own !== inspect && !(value.constructor && value.constructor.prototype === value)) {
      const left = ctx.depth === null ? null : ctx.depth - depth;
      const answer = own.call(value, left, { ...ctx.options, depth: left, stylize: ctx.style }, inspect);
      if (answer !== value) return typeof answer === "object" ? formatValue(ctx, answer, depth) : String(answer).replaceAll("\n", `\n${" ".repeat(ctx.indent)}`);
    }
  }
  if (ctx.seen.includes(value)) {
    if (!ctx.circular.has(value)) ctx.circular.set(value, ctx.circular.size + 1);
    return ctx.style(`[Circular *${ctx.circular.get(value)}]`, "special");
  }
  return formatRaw(ctx, value, depth, typed);
}

function keysOf(value, ctx) {
  const names = ctx.showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const symbols = Object.getOwnPropertySymbols(value).filter((s) => ctx.showHidden || Object.prototype.propertyIsEnumerable.call(value, s));
  return [...names, ...symbols];
}

function functionBase(value, name, tag) {
  const source = Function.prototype.toString.call(value);
  if (source.startsWith("class") && /^class[\s{]/.test(source)) {
    const named = own(value, "name") && value.name ? value.name : "(anonymous)";
    const above = Object.getPrototypeOf(value)?.name;
    return `[class ${named}${name !== "Function" && name !== null ? ` [${name}]` : ""}${above ? ` extends ${above}` : ""}${Object.getPrototypeOf(value) === null ? " extends [null prototype]" : ""}]`;
  }
  const kind = { "GeneratorFunction": "GeneratorFunction", "AsyncFunction": "AsyncFunction", "AsyncGeneratorFunction": "AsyncGeneratorFunction" }[tagOf(value)] ?? "Function";
  let base = `[${kind}${name === null ? " (null prototype)" : ""}`;
  base += value.name === "" ? " (anonymous)]" : `: ${value.name}]`;
  if (name !== kind && name !== null) base += ` ${name}`;
  if (tag !== "" && name !== tag) base += ` [${tag}]`;
  return base;
}

function errorBase(ctx, error, keys) {
  const name = error.name != null ? String(error.name) : "Error";
  const stack = ownStack(error);
  let head = stack ?? Error.prototype.toString.call(error);
  for (const key of ["name", "message", "stack"]) {
    const at = keys.indexOf(key);
    if (at !== -1 && head.includes(String(error[key]))) keys.splice(at, 1);
  }
  if ("cause" in error && own(error, "cause") && !keys.includes("cause")) keys.push("cause");
  if (Array.isArray(error.errors) && own(error, "errors") && !keys.includes("errors")) keys.push("errors");
  const made = error.constructor?.name;
  if (made && !head.split("\n")[0].includes(made) && name === "Error" && made !== "Error") head = head.replace(/^Error/, `${made} [Error]`.includes(head) ? made : made);
  if (!/\n\s+at /.test(head)) head = `[${head}]`;
  return ctx.indent ? head.replaceAll("\n", `\n${" ".repeat(ctx.indent)}`) : head;
}

/** The stack as Node has it: the error's own line first, then where it came from. */
function ownStack(error) {
  const { stack } = error;
  if (typeof stack !== "string" || stack === "") return null;
  const head = typeof error.code === "string" && /^ERR_/.test(error.code) ? `${error.name} [${error.code}]: ${error.message}` : Error.prototype.toString.call(error);
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return lines.length ? `${head}\n${lines.join("\n")}` : stack.startsWith(String(error.name)) ? stack : head;
}

function formatRaw(ctx, value, depth, typed) {
  const name = constructorName(value, ctx);
  let tag = value[Symbol.toStringTag];
  // A tag of the object's own is listed among its properties.
  if (typeof tag !== "string" || tag === name || Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag)) tag = "";
  let keys = keysOf(value, ctx);
  let braces = ["{", "}"];
  let [base, list, entries] = ["", false, null];
  const brand = typeof value === "function" ? "Function" : brandOf(value);
  const deep = () => ctx.depth !== null && depth > ctx.depth;
  switch (brand) {
    case "Array": {
      keys = keys.filter((k) => typeof k === "symbol" || !/^(0|[1-9]\d*)$/.test(k)).filter((k) => k !== "length" || ctx.showHidden);
      braces = [`${name !== "Array" || tag !== "" ? prefix(name, tag, "Array", `(${value.length})`) : ""}[`, "]"];
      if (value.length === 0 && keys.length === 0) return `${braces[0]}]`;
      list = true;
      entries = (below) => arrayEntries(ctx, value, below);
      break;
    }
    case "Set":
    case "Map": {
      const size = (brand === "Set" ? setSize : mapSize).call(value);
      braces = [`${prefix(name, tag, brand, `(${size})`)}{`, "}"];
      if (size === 0 && keys.length === 0) return `${braces[0]}}`;
      entries = (below) => {
        ctx.indent += 2;
        const out = brand === "Set"
          ? [...Set.prototype.values.call(value)].map((v) => formatValue(ctx, v, below))
          : [...Map.prototype.entries.call(value)].map(([k, v]) => `${formatValue(ctx, k, below)} => ${formatValue(ctx, v, below)}`);
        ctx.indent -= 2;
        return out;
      };
      break;
    }
    case "TypedArray": {
      keys = keys.filter((k) => typeof k === "symbol" || !/^(0|[1-9]\d*)$/.test(k));
      const kind = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(value);
      braces = [`${prefix(name, tag === kind ? "" : tag, kind, `(${value.length})`)}[`, "]"];
      if (value.length === 0 && keys.length === 0) return `${braces[0]}]`;
      list = true;
      entries = (below) => arrayEntries(ctx, value, below);
      break;
    }
    case "Function":
      base = functionBase(value, name, tag);
      if (keys.length === 0) return ctx.style(base, "special");
      break;
    case "RegExp":
      base = RegExp.prototype.toString.call(value);
      if (keys.length === 0 || deep()) return ctx.style(base, "regexp");
      break;
    case "Date":
      base = Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
      if (keys.length === 0 || deep()) return ctx.style(base, "date");
      break;
    case "Error":
      base = errorBase(ctx, value, keys);
      if (keys.length === 0) return base;
      break;
    case "Promise": {
      braces[0] = `${prefix(name, tag, "Promise")}{`;
      const [state, settled] = host.promiseState?.(value) ?? ["pending"];
      entries = (below) => {
        if (state === "pending") return [ctx.style("<pending>", "special")];
        const shown = formatValue(ctx, settled, below);
        return [state === "rejected" ? `${ctx.style("<rejected>", "special")} ${shown}` : shown];
      };
      break;
    }
    case "ArrayBuffer": {
      braces[0] = `${prefix(name, tag, "ArrayBuffer")}{`;
      const bytes = Array.from(new Uint8Array(value).subarray(0, ctx.maxArrayLength ?? 50), (b) => b.toString(16).padStart(2, "0")).join(" ");
      entries = () => [`[${ctx.style("Uint8Contents", "special")}]: <${bytes}>`, `byteLength: ${formatValue(ctx, value.byteLength, depth)}`];
      break;
    }
    case "DataView":
      braces[0] = `${prefix(name, tag, "DataView")}{`;
      keys = ["byteLength", "byteOffset", "buffer", ...keys];
      break;
    case "WeakSet":
    case "WeakMap":
      braces[0] = `${prefix(name, tag, brand)}{`;
      entries = () => [ctx.style("<items unknown>", "special")];
      break;
    case "Boxed": {
      const inner = value.valueOf();
      const kind = { number: "Number", string: "String", boolean: "Boolean", symbol: "Symbol", bigint: "BigInt" }[typeof inner];
      if (kind === "String") keys = keys.filter((k) => typeof k === "symbol" || !/^\d+$/.test(k));
      base = `[${kind}${name !== kind ? (name === null ? " (null prototype)" : ` (${name})`) : ""}: ${primitive(inner, { ...ctx, style: unpainted })}]`;
      if (keys.length === 0) return ctx.style(base, { Number: "number", String: "string", Boolean: "boolean", Symbol: "symbol", BigInt: "bigint" }[kind]);
      break;
    }
    default:
      if (tagOf(value) === "Arguments" && !own(value, Symbol.toStringTag)) {
        braces[0] = "[Arguments] {";
        if (keys.length === 0) return `${braces[0]}}`;
      } else if (/ Iterator$/.test(tag)) {
        braces = [`[${tag}] {`, "}"];
        if (keys.length === 0) return `Object [${tag}] {}`;
      } else {
        braces[0] = name === "Object" && tag === "" ? "{" : `${prefix(name, tag, "Object")}{`;
        if (keys.length === 0) return `${braces[0]}}`;
      }
  }
  if (deep()) {
    const shown = prefix(name, tag, brand === "Array" ? "Array" : "Object").slice(0, -1);
    return ctx.style(`[${name === null ? shown : brand === "Array" ? (name === "Array" ? "Array" : shown) : shown}]`, "special");
  }
  depth += 1;
  ctx.seen.push(value);
  ctx.current = depth;
  const output = entries ? entries(depth) : [];
  const listed = output.length;
  for (const key of keys) output.push(formatProperty(ctx, value, key, depth, list));
  ctx.seen.pop();
  if (ctx.circular.has(value)) {
    const mark = ctx.style(`<ref *${ctx.circular.get(value)}>`, "special");
    if (ctx.compact !== true) base = base === "" ? mark : `${mark} ${base}`;
    else braces[0] = `${mark} ${braces[0]}`;
  }
  if (ctx.sorted && !list) output.sort(ctx.sorted === true ? undefined : ctx.sorted);
  return reduce(ctx, output, base, braces, list, depth, value, listed);
}

function arrayEntries(ctx, value, depth) {
  const limit = Math.min(Math.max(0, ctx.maxArrayLength ?? Infinity), value.length);
  const out = [];
  let i = 0;
  while (i < value.length && out.length < limit) {
    if (!own(value, i) && !ArrayBuffer.isView(value)) {
      let n = 0;
      while (i < value.length && !own(value, i)) (n += 1), (i += 1);
      out.push(ctx.style(`<${n} empty item${n > 1 ? "s" : ""}>`, "undefined"));
      continue;
    }
    out.push(ArrayBuffer.isView(value) ? primitive(value[i], ctx) : formatProperty(ctx, value, i, depth, true, true));
    i += 1;
  }
  const left = value.length - i;
  if (left > 0) out.push(`... ${left} more item${left > 1 ? "s" : ""}`);
  ctx.more = left > 0;
  return out;
}

function formatProperty(ctx, value, key, depth, list, element = false) {
  const found = Object.getOwnPropertyDescriptor(value, key) ?? { value: value[key], enumerable: true };
  let shown;
  if (found.value !== undefined || !("get" in found)) {
    const diff = ctx.compact !== true || !element ? 2 : 3;
    ctx.indent += diff;
    shown = formatValue(ctx, found.value, depth);
    ctx.indent -= diff;
  } else if (found.get !== undefined) {
    const label = found.set === undefined ? "[Getter]" : "[Getter/Setter]";
    shown = ctx.style(label, "special");
    if (ctx.getters && (ctx.getters === true || (ctx.getters === "get") === (found.set === undefined))) {
      try {
        shown = `${ctx.style(`${label.slice(0, -1)}:`, "special")} ${formatValue(ctx, found.get.call(value), depth)}${ctx.style("]", "special")}`;
      } catch (error) {
        shown = `[Getter: <Inspection threw (${error.message})>]`;
      }
    }
  } else shown = ctx.style(found.set !== undefined ? "[Setter]" : "undefined", found.set !== undefined ? "special" : "undefined");
  if (element) return shown;
  let name;
  if (typeof key === "symbol") name = `[${ctx.style(key.toString(), "symbol")}]`;
  else if (key === "__proto__") name = "['__proto__']";
  else if (!found.enumerable) name = `[${key}]`;
  else if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) name = ctx.style(key, "name");
  else name = ctx.style(quote(String(key)), "string");
  return `${name}: ${shown}`;
}

const width = (text) => (text.includes("\u001b") ? text.replace(/\u001b\[\d+m/g, "") : text).length;

/** Put more than six short entries of an array in columns. */
function group(ctx, output, value) {
  let total = 0;
  let longest = 0;
  const more = ctx.more ? 1 : 0;
  const count = output.length - more;
  const lengths = [];
  for (let i = 0; i < count; i++) {
    lengths[i] = width(output[i]);
    total += lengths[i] + 2;
    longest = Math.max(longest, lengths[i]);
  }
  const actual = longest + 2;
  if (!(actual * 3 + ctx.indent < ctx.breakLength && (total / actual > 5 || longest <= 6))) return output;
  const biased = Math.max(actual - 3 - Math.sqrt(actual - total / output.length), 1);
  const columns = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased), Math.floor((ctx.breakLength - ctx.indent) / actual), ctx.compact * 4, 15);
  if (columns <= 1) return output;
  const out = [];
  const widths = [];
  for (let i = 0; i < columns; i++) {
    let w = 0;
    for (let j = i; j < count; j += columns) w = Math.max(w, lengths[j]);
    widths.push(w + 2);
  }
  const numbers = value !== undefined && Array.prototype.every.call(value, (v) => typeof v === "number" || typeof v === "bigint");
  for (let i = 0; i < count; i += columns) {
    const end = Math.min(i + columns, count);
    let line = "";
    let j = i;
    for (; j < end - 1; j++) {
      const cell = `${output[j]}, `;
      const pad = widths[j - i] + output[j].length - lengths[j];
      line += numbers ? cell.padStart(pad) : cell.padEnd(pad);
    }
    if (numbers) line += output[j].padStart(widths[j - i] + output[j].length - lengths[j] - 2);
    else line += output[j];
    out.push(line);
  }
  if (more) out.push(output[count]);
  return out;
}

function reduce(ctx, given, base, braces, list, depth, value, listed) {
  let output = given;
  if (ctx.compact !== true) {
    if (typeof ctx.compact === "number" && ctx.compact >= 1) {
      const entries = output.length;
      if (list && entries > 6) output = [...group(ctx, output.slice(0, listed), value), ...output.slice(listed)];
      if (ctx.current - depth < ctx.compact && entries === output.length) {
        const start = output.length + ctx.indent + braces[0].length + base.length + 10;
        const total = output.reduce((sum, text) => sum + width(text), output.length + start);
        if (total <= ctx.breakLength && !output.some((text) => text.includes("\n")) && (base === "" || !base.includes("\n"))) {
          return `${base ? `${base} ` : ""}${braces[0]} ${output.join(", ")} ${braces[1]}`;
        }
      }
    }
    const indent = `\n${" ".repeat(ctx.indent)}`;
    return `${base ? `${base} ` : ""}${braces[0]}${indent}  ${output.join(`,${indent}  `)}${indent}${braces[1]}`;
  }
  return `${base ? `${base} ` : ""}${braces[0]} ${output.join(", ")} ${braces[1]}`;
}

/** `util.inspect(value, options)` */
function inspect(value, given, ...rest) {
  let options = given;
  if (typeof given === "boolean") options = { showHidden: given, ...(rest[0] !== undefined && { depth: rest[0] }), ...(rest[1] !== undefined && { colors: rest[1] }) };
  const wanted = { ...DEFAULTS, ...inspect.own, ...(options ?? {}) };
  const ctx = { ...wanted, options: wanted, seen: [], circular: new Map(), indent: 0, current: 0, style: wanted.colors ? paint : unpainted };
  if (given === undefined || wanted.breakLength === undefined) ctx.breakLength = options?.breakLength ?? 80;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  if (ctx.depth === Infinity) ctx.depth = null;
  return formatValue(ctx, value, 0, true);
}
inspect.custom = custom;
inspect.colors = Object.assign(Object.create(null), COLORS);
inspect.styles = Object.assign(Object.create(null), STYLES);
inspect.own = {};
Object.defineProperty(inspect, "defaultOptions", { get: () => ({ ...DEFAULTS, ...inspect.own }), set: (v) => void Object.assign(inspect.own, v) });
Object.defineProperty(inspect, "own", { enumerable: false });

/** Whether an object says itself how it is shown as a text. */
function hasOwnText(value) {
  if (typeof value.toString !== "function") return false;
  if (own(value, "toString")) return true;
  let at = value;
  do at = Object.getPrototypeOf(at);
  while (at !== null && !own(at, "toString"));
  const made = at === null ? undefined : Object.getOwnPropertyDescriptor(at, "constructor");
  return made !== undefined && typeof made.value === "function" && ![Object, Array, Error, Function, Date, RegExp, Map, Set].includes(made.value);
}

function asText(value, options) {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null || (hasOwnText(value) && !(value instanceof Error))) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

/** `util.formatWithOptions` */
function formatWithOptions(options, ...args) {
  if (args.length === 0) return "";
  let [out, at] = ["", 0];
  if (typeof args[0] === "string") {
    if (args.length === 1) return args[0];
    at = 1;
    out = args[0].replace(/%[sjdOoifc%]/g, (what) => {
      if (what === "%%") return "%";
      if (at >= args.length) return what;
      const value = args[at++];
      switch (what) {
        case "%s": return asText(value, options);
        case "%d": return typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? "NaN" : Object.is(Number(value), -0) ? "-0" : String(typeof value === "object" && value !== null ? Number(value) : Number(value));
        case "%i": return typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? "NaN" : String(parseInt(value, 10));
        case "%f": return typeof value === "symbol" ? "NaN" : String(parseFloat(value));
        case "%j":
          try {
            return JSON.stringify(value);
          } catch (error) {
            if (/circular/i.test(error.message)) return "[Circular]";
            throw error;
          }
        case "%O": return inspect(value, options);
        case "%o": return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
        default: return "";
      }
    });
  }
  const rest = args.slice(at).map((value) => (typeof value === "string" ? value : inspect(value, { ...options, compact: 3, colors: false })));
  return at ? [out, ...rest].join(" ") : rest.join(" ");
}

const format = (...args) => formatWithOptions({}, ...args);

module.exports = { inspect, format, formatWithOptions, custom, ownStack };
