// How a value of either realm is shown in an exchange: short, on one line, near to what it would be in source.

const DEPTH = 3;
const MOST = 20;

function show(value, depth = 0, open = []) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value.description === undefined ? "Symbol()" : `Symbol(${value.description})`;
    case "function":
      return value.name ? `[function ${value.name}]` : "[function]";
    case "object":
      return value === null ? "null" : showObject(value, depth, open);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function showObject(value, depth, open) {
  if (open.includes(value)) return "[circular]";
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const inner = (item) => show(item, depth + 1, [...open, value]);
  if (tag === "Date") return Number.isNaN(+value) ? "Invalid Date" : Date.prototype.toISOString.call(new Date(+value));
  if (tag === "RegExp") return String(value);
  if (tag === "Promise") return "[promise]";
  if (tag === "Error" || typeof value.stack === "string") return `${value.name}: ${value.message}`;
  if (ArrayBuffer.isView(value)) return showBytes(value);
  if (depth >= DEPTH) return Array.isArray(value) ? "[…]" : "{…}";
  if (Array.isArray(value)) return `[${list(Array.from({ length: Math.min(value.length, MOST) }, (_, i) => inner(value[i])), value.length)}]`;
  const name = className(value);
  if (tag === "Map") {
    const entries = [...Map.prototype.entries.call(value)];
    return `Map {${list(entries.slice(0, MOST).map(([k, v]) => `${inner(k)}: ${inner(v)}`), entries.length)}}`;
  }
  if (tag === "Set") {
    const values = [...Set.prototype.values.call(value)];
    return `Set {${list(values.slice(0, MOST).map(inner), values.length)}}`;
  }
  const keys = Object.keys(value);
  const shown = keys.slice(0, MOST).map((key) => `${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: ${inner(value[key])}`);
  return `${name ? name + " " : ""}{${list(shown, keys.length)}}`;
}

function list(shown, count) {
  return shown.join(", ") + (count > shown.length ? ", …" : "");
}

function className(value) {
  const proto = Object.getPrototypeOf(value);
  const name = proto === null ? "" : proto.constructor?.name;
  return name === "Object" || typeof name !== "string" ? "" : name;
}

function showBytes(value) {
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const text = host.text(bytes);
  return /^[\x20-\x7e\n\r\t]*$/.test(text) ? `bytes ${JSON.stringify(text)}` : `bytes 0x${host.hex(bytes.subarray(0, 64))}${bytes.length > 64 ? "…" : ""}`;
}

exports.show = show;
