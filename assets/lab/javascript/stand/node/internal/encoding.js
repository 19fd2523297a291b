// `TextEncoder`, `TextDecoder`, `atob`, `btoa`.

const { typeError, rangeError, invalidType } = require("internal/errors");
const { own } = require("internal/buffer");

class TextEncoder {
  get encoding() { return "utf-8"; }
  encode(text = "") { return new Uint8Array(host.utf8(`${text}`)); }
  encodeInto(text, target) {
    let [read, written] = [0, 0];
    for (const c of text) {
      const bytes = host.utf8(c);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += c.length;
    }
    return { read, written };
  }
}

const LABELS = {
  "utf-8": ["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"],
  "utf-16le": ["utf-16le", "utf-16", "ucs-2", "unicode", "iso-10646-ucs-2", "csunicode", "unicodefeff"],
  "windows-1252": ["windows-1252", "latin1", "iso-8859-1", "iso8859-1", "ascii", "us-ascii", "l1", "cp1252", "x-cp1252", "ansi_x3.4-1968"],
};

/** Where a text that may go on ends: bytes of an unfinished character are kept. */
function unfinished(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? back : 0;
  }
  return 0;
}

class TextDecoder {
  #name;
  #fatal;
  #keepMark;
  #rest = new Uint8Array(0);
  #begun = false;
  constructor(label = "utf-8", options = {}) {
    const asked = `${label}`.trim().toLowerCase();
    this.#name = Object.keys(LABELS).find((name) => LABELS[name].includes(asked));
    if (this.#name === undefined) throw rangeError("ERR_ENCODING_NOT_SUPPORTED", `The "${label}" encoding is not supported`);
    this.#fatal = Boolean(options?.fatal);
    this.#keepMark = Boolean(options?.ignoreBOM);
  }
  get encoding() { return this.#name; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#keepMark; }
  decode(input = new Uint8Array(0), { stream = false } = {}) {
    if (!ArrayBuffer.isView(input) && Object.prototype.toString.call(input) !== "[object ArrayBuffer]") throw invalidType("list", ["ArrayBuffer", "ArrayBufferView"], input);
    const given = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    let bytes = new Uint8Array(this.#rest.length + given.length);
    bytes.set(this.#rest);
    bytes.set(given, this.#rest.length);
    const keep = !stream ? 0 : this.#name === "utf-8" ? unfinished(bytes) : this.#name === "utf-16le" ? bytes.length % 2 : 0;
    this.#rest = bytes.slice(bytes.length - keep);
    bytes = bytes.subarray(0, bytes.length - keep);
    let text;
    if (this.#name === "utf-8") {
      try {
        text = host.text(bytes, this.#fatal);
      } catch {
        throw typeError("ERR_ENCODING_INVALID_ENCODED_DATA", "The encoded data was not valid for encoding utf-8");
      }
    } else text = own(bytes).toString(this.#name === "utf-16le" ? "utf16le" : "latin1");
    if (!this.#keepMark && !this.#begun && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    this.#begun = stream && (this.#begun || text.length > 0);
    return text;
  }
}

function btoa(given) {
  const text = `${given}`;
  if (/[^\x00-\xff]/.test(text)) throw new DOMException("Invalid character", "InvalidCharacterError");
  return own(Uint8Array.from(text, (c) => c.charCodeAt(0))).toString("base64");
}

function atob(given) {
  const text = `${given}`.replace(/[\t\n\f\r ]/g, "");
  const bare = text.length % 4 === 0 ? text.replace(/={1,2}$/, "") : text;
  if (bare.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(bare)) throw new DOMException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
  return host.latin1(host.unbase64(bare));
}

for (const kind of [TextEncoder, TextDecoder]) Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });

module.exports = { TextEncoder, TextDecoder, atob, btoa };
