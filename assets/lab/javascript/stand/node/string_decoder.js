// `node:string_decoder`

const { Buffer } = require("internal/buffer");
const { canonicalEncoding } = require("internal/encodings");
const { typeError, invalidType } = require("internal/errors");

/** How many bytes at the end belong to a character that is not whole. */
function unfinished(bytes, kind) {
  if (kind === "utf16le") {
    // A whole first half of a pair waits for the other only if it stands at the very end.
    const odd = bytes.length % 2;
    return odd ? 1 : bytes.length >= 2 && (bytes[bytes.length - 1] & 0xfc) === 0xd8 ? 2 : 0;
  }
  if (kind === "base64" || kind === "base64url") return bytes.length % 3;
  if (kind !== "utf8") return 0;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf8 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return needs > back ? back : 0;
  }
  return 0;
}

function StringDecoder(encoding) {
  const kind = canonicalEncoding(encoding ?? "utf8");
  if (kind === undefined) throw typeError("ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  this.encoding = kind;
  Object.defineProperty(this, "rest", { value: Buffer.alloc(0), writable: true, enumerable: false });
}

StringDecoder.prototype.write = function (chunk) {
  if (typeof chunk === "string") return chunk;
  if (!ArrayBuffer.isView(chunk)) throw invalidType("buf", ["Buffer", "TypedArray", "DataView"], chunk);
  const bytes = Buffer.concat([this.rest, new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)]);
  const keep = unfinished(bytes, this.encoding);
  this.rest = bytes.subarray(bytes.length - keep);
  return bytes.subarray(0, bytes.length - keep).toString(this.encoding);
};

StringDecoder.prototype.end = function (chunk) {
  const out = chunk === undefined ? "" : this.write(chunk);
  const rest = this.rest;
  this.rest = Buffer.alloc(0);
  return out + (rest.length === 0 ? "" : this.encoding === "utf8" ? "\ufffd" : rest.toString(this.encoding));
};

StringDecoder.prototype.text = function (chunk, offset) {
  this.rest = Buffer.alloc(0);
  return this.write(chunk.subarray(offset));
};

Object.defineProperties(StringDecoder.prototype, {
  lastNeed: { get() { return this.rest.length; } },
  lastTotal: { get() { return this.rest.length; } },
});

module.exports = { StringDecoder };
