// `structuredClone`

function refuse(value) {
  const shown = typeof value === "symbol" ? value.toString() : typeof value === "function" ? String(value) : "#<Object>";
  throw new DOMException(`${shown} could not be cloned.`, "DataCloneError");
}

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function clone(value, seen) {
  if (typeof value === "function" || typeof value === "symbol") return refuse(value);
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const keep = (made) => (seen.set(value, made), made);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (Array.isArray(value)) {
    const out = keep(new Array(value.length));
    for (const key of Object.keys(value)) out[key] = clone(value[key], seen);
    return out;
  }
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof Map) {
    const out = keep(new Map());
    for (const [k, v] of [...value]) out.set(clone(k, seen), clone(v, seen));
    return out;
  }
  if (value instanceof Set) {
    const out = keep(new Set());
    for (const v of [...value]) out.add(clone(v, seen));
    return out;
  }
  if (tag === "ArrayBuffer") return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    if (value instanceof DataView) return keep(new DataView(clone(value.buffer, seen), value.byteOffset, value.byteLength));
    const Kind = globalThis[tag] ?? Uint8Array;
    return keep(new Kind(clone(value.buffer, seen), value.byteOffset, value.length));
  }
  if (value instanceof Error) {
    const Kind = ERRORS[value.name] ?? Error;
    const made = keep(new Kind(value.message));
    Object.defineProperty(made, "stack", { value: value.stack, configurable: true, writable: true });
    if (Object.hasOwn(value, "cause")) Object.defineProperty(made, "cause", { value: clone(value.cause, seen), configurable: true, writable: true });
    return made;
  }
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) return keep(Object(value.valueOf()));
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) throw new DOMException(`#<${tag}> could not be cloned.`, "DataCloneError");
  const out = keep({});
  for (const key of Object.keys(value)) {
    Object.defineProperty(out, key, { value: clone(value[key], seen), writable: true, enumerable: true, configurable: true });
  }
  return out;
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw new TypeError("The \"value\" argument must be specified");
  const copy = clone(value, new Map());
  for (const buffer of options?.transfer ?? []) if (typeof buffer.transfer === "function") buffer.transfer();
  return copy;
}

module.exports = { structuredClone };
