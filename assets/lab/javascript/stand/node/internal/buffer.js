// `Buffer`: bytes with encodings, over Uint8Array.

const { invalidType, outOfRange, typeError, rangeError, received } = require("internal/errors");
const { encode, decode, canonicalEncoding } = require("internal/encodings");

const MAX_LENGTH = 2 ** 53 - 1;
const MEMORY = 256 * 1024 * 1024;

class FastBuffer extends Uint8Array {
  constructor(...given) {
    super(...given);
  }
}

/** A Buffer over the same memory as `view`. */
const wrap = (view) => new FastBuffer(view.buffer, view.byteOffset, view.byteLength);
/** A Buffer with a copy of bytes of any realm. */
const own = (bytes) => new FastBuffer(bytes);

function unknownEncoding(name) {
  return typeError("ERR_UNKNOWN_ENCODING", `Unknown encoding: ${name}`);
}

function encodingOf(given) {
  const found = canonicalEncoding(given === undefined || given === null || given === "" ? "utf8" : given);
  if (found === undefined) throw unknownEncoding(given);
  return found;
}

function checkSize(size, name = "size") {
  if (typeof size !== "number") throw invalidType(name, "number", size);
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange(name, `>= 0 && <= ${MAX_LENGTH}`, size);
  if (size > MEMORY) throw new RangeError("Array buffer allocation failed");
}

function Buffer(first, encodingOrOffset, length) {
  if (typeof first === "number") {
    if (typeof encodingOrOffset === "string") throw invalidType("string", "string", first);
    return Buffer.alloc(first);
  }
  return Buffer.from(first, encodingOrOffset, length);
}
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(FastBuffer.prototype, "constructor", { value: Buffer, writable: true, configurable: true });
Object.defineProperty(Buffer, Symbol.species, { configurable: true, get: () => FastBuffer });
Buffer.poolSize = 8192;

const isBytes = (value) => ArrayBuffer.isView(value);
const isArrayBuffer = (value) => Object.prototype.toString.call(value) === "[object ArrayBuffer]" || Object.prototype.toString.call(value) === "[object SharedArrayBuffer]";

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === "string") return own(encode(value, encodingOf(encodingOrOffset)));
  if (typeof value === "object" && value !== null) {
    if (isArrayBuffer(value)) {
      const offset = encodingOrOffset === undefined ? 0 : Number.isNaN(+encodingOrOffset) ? 0 : +encodingOrOffset;
      if (offset > value.byteLength) throw rangeError("ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
      if (length === undefined) return new FastBuffer(value, offset);
      const size = +length > 0 ? +length : 0;
      if (size > value.byteLength - offset) throw rangeError("ERR_BUFFER_OUT_OF_BOUNDS", '"length" is outside of buffer bounds');
      return new FastBuffer(value, offset, size);
    }
    const plain = value.valueOf && value.valueOf();
    if (plain != null && plain !== value && (typeof plain === "string" || typeof plain === "object")) return Buffer.from(plain, encodingOrOffset, length);
    if (isBytes(value) || value.length !== undefined) {
      if (typeof value.length !== "number") return new FastBuffer(0);
      return own(isBytes(value) && !(value instanceof DataView) ? value : Array.from(value, (n) => Number(n) & 255));
    }
    if (value.type === "Buffer" && Array.isArray(value.data)) return own(value.data.map((n) => Number(n) & 255));
    const primitive = value[Symbol.toPrimitive];
    if (typeof primitive === "function") {
      const text = primitive.call(value, "string");
      if (typeof text === "string") return Buffer.from(text, encodingOrOffset);
    }
  }
  throw typeError("ERR_INVALID_ARG_TYPE", `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. ${received(value)}`);
};

Buffer.copyBytesFrom = function copyBytesFrom(view, offset = 0, length) {
  const part = view.subarray(offset, length === undefined ? undefined : offset + length);
  return own(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  const made = new FastBuffer(size);
  return fill !== undefined && fill !== 0 && size > 0 ? made.fill(fill, encoding) : made;
};
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return new FastBuffer(size);
};
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return new FastBuffer(size);
};
Buffer.isBuffer = function isBuffer(value) {
  return value instanceof FastBuffer;
};
Buffer.isEncoding = function isEncoding(name) {
  return typeof name === "string" && name.length !== 0 && canonicalEncoding(name) !== undefined;
};
Buffer.byteLength = function byteLength(value, encoding) {
  if (typeof value === "string") {
    const name = canonicalEncoding(encoding ?? "utf8") ?? "utf8";
    if (name === "latin1" || name === "ascii") return value.length;
    if (name === "utf16le") return value.length * 2;
    if (name === "hex") return value.length >>> 1;
    if (name === "base64" || name === "base64url") return Math.floor((value.replace(/={1,2}$/, "").length * 3) / 4);
    return host.utf8(value).length;
  }
  if (isBytes(value) || isArrayBuffer(value)) return value.byteLength;
  throw invalidType("string", ["string", "Buffer", "ArrayBuffer"], value);
};

function compareBytes(a, b) {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return Math.sign(a.length - b.length);
}

const needBytes = (value, name) => {
  if (!(value instanceof Uint8Array)) throw invalidType(name, ["Buffer", "Uint8Array"], value);
};

Buffer.compare = function compare(a, b) {
  needBytes(a, "buf1");
  needBytes(b, "buf2");
  return compareBytes(a, b);
};

Buffer.concat = function concat(pieces, length) {
  if (!Array.isArray(pieces)) throw invalidType("list", "Array", pieces);
  if (pieces.length === 0) return new FastBuffer(0);
  pieces.forEach((piece, i) => needBytes(piece, `list[${i}]`));
  const total = length === undefined ? pieces.reduce((sum, piece) => sum + piece.length, 0) : length;
  checkSize(total, "length");
  const out = new FastBuffer(total);
  let at = 0;
  for (const piece of pieces) {
    if (at >= total) break;
    out.set(at + piece.length > total ? piece.subarray(0, total - at) : piece, at);
    at += piece.length;
  }
  return out;
};

const clamp = (n, min, max) => (Number.isNaN(n) ? min : Math.min(Math.max(Math.trunc(n), min), max));

const methods = {
  toString(encoding, start, end) {
    if (arguments.length === 0) return decode(this, "utf8");
    const from = start === undefined || start <= 0 ? 0 : Math.trunc(start) || 0;
    const to = end === undefined || end > this.length ? this.length : Math.trunc(end) || 0;
    if (from >= this.length || to <= from) return "";
    return decode(from === 0 && to === this.length ? this : this.subarray(from, to), encodingOf(encoding));
  },
  toLocaleString(encoding, start, end) {
    return this.toString(encoding, start, end);
  },
  toJSON() {
    return { type: "Buffer", data: Array.from(this) };
  },
  equals(other) {
    if (!(other instanceof Uint8Array)) throw invalidType("otherBuffer", ["Buffer", "Uint8Array"], other);
    return this === other || (this.length === other.length && compareBytes(this, other) === 0);
  },
  compare(target, targetStart = 0, targetEnd = target?.length, start = 0, end = this.length) {
    needBytes(target, "target");
    for (const [name, value, max] of [["targetStart", targetStart, MAX_LENGTH], ["targetEnd", targetEnd, target.length], ["sourceStart", start, MAX_LENGTH], ["sourceEnd", end, this.length]]) {
      if (value < 0 || value > max) throw outOfRange(name, `>= 0 && <= ${max}`, value);
    }
    return compareBytes(this.subarray(start, end), target.subarray(targetStart, targetEnd));
  },
  slice(start, end) {
    return this.subarray(start, end);
  },
  subarray(start, end) {
    const from = start === undefined ? 0 : clamp(+start < 0 ? +start + this.length : +start, 0, this.length);
    const to = end === undefined ? this.length : clamp(+end < 0 ? +end + this.length : +end, 0, this.length);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
  },
  copy(target, targetStart = 0, start = 0, end = this.length) {
    needBytes(target, "target");
    const at = Math.trunc(+targetStart) || 0;
    if (at < 0) throw outOfRange("targetStart", ">= 0", at);
    const from = Math.trunc(+start) || 0;
    if (from < 0 || from > this.length) throw outOfRange("sourceStart", `>= 0 && <= ${this.length}`, from);
    if (end < 0) throw outOfRange("sourceEnd", ">= 0", end);
    if (at >= target.length || from >= end) return 0;
    const piece = new Uint8Array(this.buffer, this.byteOffset + from, Math.min(end, this.length, from + target.length - at) - from);
    Uint8Array.prototype.set.call(target, piece, at);
    return piece.length;
  },
  write(text, offset, length, encoding) {
    if (typeof text !== "string") throw invalidType("argument", "string", text);
    let [at, room, name] = [0, this.length, encoding];
    if (typeof offset === "string") name = offset;
    else if (offset !== undefined) {
      if (typeof offset !== "number") throw invalidType("offset", "number", offset);
      if (offset < 0 || offset > this.length) throw outOfRange("offset", `>= 0 && <= ${this.length}`, offset);
      at = offset;
      if (typeof length === "string") name = length;
    }
    room = this.length - at;
    if (typeof length === "number") {
      if (length < 0 || length > this.length) throw outOfRange("length", `>= 0 && <= ${this.length}`, length);
      room = Math.min(room, length);
    }
    const kind = encodingOf(name);
    let bytes = encode(text, kind);
    if (bytes.length > room) {
      let cut = room;
      if (kind === "utf8") while (cut > 0 && (bytes[cut] & 0xc0) === 0x80) cut -= 1;
      else if (kind === "utf16le") cut -= cut % 2;
      bytes = bytes.subarray(0, cut);
    }
    this.set(bytes, at);
    return bytes.length;
  },
  fill(value, offset, end, encoding) {
    if (typeof value === "string") {
      if (typeof offset === "string") [encoding, offset, end] = [offset, undefined, undefined];
      else if (typeof end === "string") [encoding, end] = [end, undefined];
      const kind = encodingOf(encoding);
      const bytes = encode(value, kind);
      if (value.length && bytes.length === 0) throw typeError("ERR_INVALID_ARG_VALUE", `The argument 'value' is invalid. Received '${value}'`);
      value = bytes.length === 0 ? 0 : bytes;
    } else if (typeof value === "boolean") value = +value;
    const from = offset === undefined ? 0 : offset;
    const to = end === undefined ? this.length : end;
    if (from < 0 || from > this.length) throw outOfRange("offset", `>= 0 && <= ${this.length}`, from);
    if (to < 0 || to > this.length) throw outOfRange("end", `>= 0 && <= ${this.length}`, to);
    if (typeof value === "number" || value === undefined || value === null) Uint8Array.prototype.fill.call(this, (value ?? 0) & 255, from, to);
    else for (let i = from; i < to; i++) this[i] = value[(i - from) % value.length];
    return this;
  },
  indexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, true);
  },
  lastIndexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, false);
  },
  includes(value, offset, encoding) {
    return search(this, value, offset, encoding, true) !== -1;
  },
  swap16() {
    return swap(this, 2, "16-bits");
  },
  swap32() {
    return swap(this, 4, "32-bits");
  },
  swap64() {
    return swap(this, 8, "64-bits");
  },
  [Symbol.for("nodejs.util.inspect.custom")](depth, options) {
    const shown = Array.from(this.subarray(0, 50), (b) => b.toString(16).padStart(2, "0")).join(" ");
    const more = this.length > 50 ? ` ... ${this.length - 50} more byte${this.length > 51 ? "s" : ""}` : "";
    return `<${this.constructor.name} ${shown}${more}>`;
  },
};

function swap(buffer, size, name) {
  if (buffer.length % size !== 0) throw rangeError("ERR_INVALID_BUFFER_SIZE", `Buffer size must be a multiple of ${name}`);
  for (let i = 0; i < buffer.length; i += size) buffer.subarray(i, i + size).reverse();
  return buffer;
}

function search(buffer, value, offset, encoding, forward) {
  if (typeof offset === "string") [encoding, offset] = [offset, undefined];
  let at = +offset;
  if (offset === undefined || Number.isNaN(at)) at = forward ? 0 : buffer.length;
  at = Math.trunc(Math.min(Math.max(at, -0x80000000), 0x7fffffff));
  if (at < 0) at += buffer.length;
  let needle;
  if (typeof value === "number") needle = [value & 255];
  else if (typeof value === "string") needle = encode(value, encodingOf(encoding));
  else if (value instanceof Uint8Array) needle = value;
  else throw invalidType("value", ["number", "string", "Buffer", "Uint8Array"], value);
  if (at < 0) {
    if (!forward) return -1;
    at = 0;
  }
  const last = buffer.length - needle.length;
  if (needle.length === 0) return forward ? Math.min(at, buffer.length) : Math.min(at, buffer.length);
  const step = forward ? 1 : -1;
  for (let i = forward ? at : Math.min(at, last); i >= 0 && i <= last; i += step) {
    let j = 0;
    while (j < needle.length && buffer[i + j] === needle[j]) j += 1;
    if (j === needle.length) return i;
  }
  return -1;
}

for (const [name, method] of [...Object.entries(methods), ...Object.getOwnPropertySymbols(methods).map((s) => [s, methods[s]])]) {
  Object.defineProperty(FastBuffer.prototype, name, { value: method, writable: true, configurable: true, enumerable: typeof name === "string" });
}
for (const [name, field] of [["parent", "buffer"], ["offset", "byteOffset"]]) {
  Object.defineProperty(FastBuffer.prototype, name, { configurable: true, enumerable: true, get() { return this instanceof FastBuffer ? this[field] : undefined; } });
}
require("internal/buffer_numbers").install(FastBuffer.prototype);
for (const kind of ["utf8", "latin1", "ascii", "hex", "base64", "base64url", "ucs2", "utf16le"]) {
  Object.defineProperty(FastBuffer.prototype, `${kind}Slice`, { value(start, end) { return this.toString(kind, start, end); }, writable: true, configurable: true });
  Object.defineProperty(FastBuffer.prototype, `${kind}Write`, { value(text, offset, length) { return this.write(text, offset, length, kind); }, writable: true, configurable: true });
}

module.exports = { Buffer, FastBuffer, wrap, own, MAX_LENGTH };
