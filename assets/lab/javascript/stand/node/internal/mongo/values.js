"use strict";
// Values of documents: identity, order, copies, paths.

let counter = null;
let machine = null;

/** `ObjectId`: time, what the process is, and a counter. */
class ObjectId {
  #hex;

  constructor(given) {
    if (given === undefined || given === null || typeof given === "number") {
      machine ??= host.hex(kernel("random").bytes(5));
      counter = counter === null ? Number.parseInt(host.hex(kernel("random").bytes(3)), 16) : (counter + 1) % 0x1000000;
      const seconds = typeof given === "number" ? given : Math.floor(Date.now() / 1000);
      this.#hex = (seconds >>> 0).toString(16).padStart(8, "0") + machine + counter.toString(16).padStart(6, "0");
    } else if (given instanceof ObjectId) this.#hex = given.toHexString();
    else if (typeof given === "string" && /^[0-9a-fA-F]{24}$/.test(given)) this.#hex = given.toLowerCase();
    else if (ArrayBuffer.isView(given) && given.length === 12) this.#hex = host.hex(given);
    else {
      const error = new Error("input must be a 24 character hex string, 12 byte Uint8Array, or an integer");
      error.name = "BSONError";
      throw error;
    }
  }
  get id() {
    return Buffer.from(this.#hex, "hex");
  }
  get _bsontype() {
    return "ObjectId";
  }
  toHexString() {
    return this.#hex;
  }
  toString(encoding) {
    return encoding === "base64" ? this.id.toString("base64") : this.#hex;
  }
  toJSON() {
    return this.#hex;
  }
  equals(other) {
    return other !== null && other !== undefined && String(other).toLowerCase() === this.#hex;
  }
  getTimestamp() {
    return new Date(Number.parseInt(this.#hex.slice(0, 8), 16) * 1000);
  }
  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `new ObjectId('${this.#hex}')`;
  }
  static isValid(given) {
    if (given instanceof ObjectId || typeof given === "number") return true;
    return (typeof given === "string" && /^[0-9a-fA-F]{24}$/.test(given)) || (ArrayBuffer.isView(given) && given.length === 12);
  }
  static createFromHexString(hex) {
    return new ObjectId(hex);
  }
  static createFromTime(seconds) {
    return new ObjectId(`${seconds.toString(16).padStart(8, "0")}0000000000000000`);
  }
}

const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof RegExp) && !(value instanceof ObjectId) && !ArrayBuffer.isView(value);

/** A document as the database keeps it: its own copy, without functions; undefined becomes null. */
function copy(value) {
  if (Array.isArray(value)) return value.map((one) => (one === undefined || typeof one === "function" ? null : copy(one)));
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof ObjectId || value instanceof RegExp) return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.toBSON === "function") return copy(value.toBSON());
  const out = {};
  for (const key of Object.keys(value)) {
    if (typeof value[key] === "function" || value[key] === undefined) continue;
    Object.defineProperty(out, key, { value: copy(value[key]), enumerable: true, configurable: true, writable: true });
  }
  return out;
}

/** The place of a value's type in the order of types; values of different types are never less or greater in a query. */
function rank(value) {
  if (value === null || value === undefined) return 1;
  if (typeof value === "number" || typeof value === "bigint") return 2;
  if (typeof value === "string") return 3;
  if (isPlain(value)) return 4;
  if (Array.isArray(value)) return 5;
  if (ArrayBuffer.isView(value)) return 6;
  if (value instanceof ObjectId) return 7;
  if (typeof value === "boolean") return 8;
  if (value instanceof Date) return 9;
  return 10;
}

/** Less, equal or greater, over all types. */
function compare(a, b) {
  const [x, y] = [rank(a), rank(b)];
  if (x !== y) return x < y ? -1 : 1;
  if (x === 1) return 0;
  if (x === 4) {
    const [left, right] = [Object.entries(a), Object.entries(b)];
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const found = compare(left[i][0], right[i][0]) || compare(left[i][1], right[i][1]);
      if (found) return found;
    }
    return left.length - right.length;
  }
  if (x === 5) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const found = compare(a[i], b[i]);
      if (found) return found;
    }
    return a.length - b.length;
  }
  const plain = (value) => (value instanceof Date ? value.getTime() : value instanceof ObjectId || value instanceof RegExp ? String(value) : ArrayBuffer.isView(value) ? host.hex(value) : value);
  const [p, q] = [plain(a), plain(b)];
  return p < q ? -1 : p > q ? 1 : 0;
}

const equal = (a, b) => rank(a) === rank(b) && compare(a, b) === 0;

const own = (object, key) => object !== null && typeof object === "object" && Object.prototype.hasOwnProperty.call(object, key);

/** All values that a dotted path leads to: lists on the way are gone through. */
function values(document, path) {
  const [head, ...rest] = path.split(".");
  const value = own(document, head) ? document[head] : undefined;
  const here = Array.isArray(document) && !/^\d+$/.test(head) ? document.flatMap((one) => (isPlain(one) ? values(one, path) : [])) : null;
  if (here) return here;
  return rest.length ? (value === undefined ? [undefined] : values(value, rest.join("."))) : [value];
}

/** Get, set or remove by a dotted path, as updates do. */
function setPath(document, path, value, remove = false) {
  const keys = path.split(".");
  let at = document;
  for (const key of keys.slice(0, -1)) {
    if (!own(at, key) || at[key] === null || typeof at[key] !== "object") {
      if (remove) return;
      Object.defineProperty(at, key, { value: {}, enumerable: true, configurable: true, writable: true });
    }
    at = at[key];
  }
  const last = keys[keys.length - 1];
  if (remove) {
    if (Array.isArray(at)) at[last] = null;
    else delete at[last];
  } else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
}

function getPath(document, path) {
  return path.split(".").reduce((at, key) => (own(at, key) ? at[key] : undefined), document);
}

class MongoError extends Error {
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}
class MongoServerError extends MongoError {
  constructor(message, code, extra) {
    super(message);
    this.code = code;
    Object.assign(this, extra);
  }
}
class MongoInvalidArgumentError extends MongoError {}

module.exports = { ObjectId, isPlain, copy, rank, compare, equal, values, setPath, getPath, own, MongoError, MongoServerError, MongoInvalidArgumentError };
