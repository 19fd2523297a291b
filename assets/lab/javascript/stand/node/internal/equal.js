// Deep equality, strict and loose, as `assert` and `util.isDeepStrictEqual` have it.

const same = (a, b, strict) => (strict ? Object.is(a, b) : a == b || (Number.isNaN(a) && Number.isNaN(b)));
const tag = (value) => Object.prototype.toString.call(value);
const enumerable = (value) => [...Object.keys(value), ...Object.getOwnPropertySymbols(value).filter((s) => Object.prototype.propertyIsEnumerable.call(value, s))];

function equal(a, b, strict, seen) {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) {
    if (strict && typeof a === "object" !== (typeof b === "object")) return false;
    if (!strict && ((typeof a === "object" && a !== null) || (typeof b === "object" && b !== null))) return false;
    return same(a, b, strict);
  }
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (tag(a) !== tag(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  for (const [x, y] of seen) if (x === a) return y === b;
  const below = [...seen, [a, b]];
  if (Array.isArray(a) && a.length !== b.length) return false;
  if (a instanceof Date || tag(a) === "[object Date]") {
    if (!Object.is(Number(a), Number(b))) return false;
  } else if (a instanceof RegExp) {
    if (String(a) !== String(b) || a.lastIndex !== b.lastIndex) return false;
  } else if (a instanceof Error) {
    if (a.message !== b.message || a.name !== b.name) return false;
    if (strict && !equal(a.cause, b.cause, strict, below)) return false;
    if (strict && !equal(a.errors, b.errors, strict, below)) return false;
  } else if (ArrayBuffer.isView(a)) {
    if (a.byteLength !== b.byteLength) return false;
    const [x, y] = [a, b].map((v) => new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
    if (x.some((byte, i) => byte !== y[i])) return false;
  } else if (tag(a) === "[object ArrayBuffer]") {
    return equal(new Uint8Array(a), new Uint8Array(b), strict, below);
  } else if (a instanceof Set) {
    if (a.size !== b.size) return false;
    const rest = [...b];
    for (const x of a) {
      const at = rest.findIndex((y) => equal(x, y, strict, below));
      if (at < 0) return false;
      rest.splice(at, 1);
    }
  } else if (a instanceof Map) {
    if (a.size !== b.size) return false;
    const rest = [...b];
    for (const [k, v] of a) {
      const at = rest.findIndex(([l, w]) => equal(k, l, strict, below) && equal(v, w, strict, below));
      if (at < 0) return false;
      rest.splice(at, 1);
    }
  } else if (a instanceof Number || a instanceof String || a instanceof Boolean || a instanceof Symbol || a instanceof BigInt) {
    if (!Object.is(a.valueOf(), b.valueOf())) return false;
  } else if (a instanceof Promise || a instanceof WeakMap || a instanceof WeakSet) return false;
  const keys = ArrayBuffer.isView(a) ? [] : enumerable(a);
  const others = ArrayBuffer.isView(b) ? [] : enumerable(b);
  if (keys.length !== others.length) return false;
  return keys.every((key) => Object.prototype.hasOwnProperty.call(b, key) && equal(a[key], b[key], strict, below));
}

module.exports = { isDeepEqual: (a, b, strict) => equal(a, b, strict, []) };
