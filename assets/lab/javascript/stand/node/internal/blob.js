// `Blob`, `File`, `FormData`

const { Buffer } = require("internal/buffer");

let bytesOf;

class Blob {
  #bytes;
  #type;
  constructor(parts = [], options = {}) {
    if (parts === null || typeof parts !== "object" || typeof parts[Symbol.iterator] !== "function") throw require("internal/errors").invalidType("sources", "a sequence", parts);
    const pieces = [];
    for (const part of parts) {
      if (part instanceof Blob) pieces.push(part.#bytes);
      else if (ArrayBuffer.isView(part)) pieces.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
      else if (Object.prototype.toString.call(part) === "[object ArrayBuffer]") pieces.push(Buffer.from(part));
      else pieces.push(Buffer.from(`${part}`.toWellFormed()));
    }
    this.#bytes = Buffer.concat(pieces);
    const type = `${options?.type ?? ""}`;
    this.#type = /[^\x20-\x7e]/.test(type) ? "" : type.toLowerCase();
  }
  static { bytesOf = (blob) => blob.#bytes; }
  get size() { return this.#bytes.length; }
  get type() { return this.#type; }
  slice(start, end, type = "") { return new Blob([this.#bytes.subarray(start, end)], { type }); }
  async text() { return this.#bytes.toString(); }
  async arrayBuffer() { return Uint8Array.from(this.#bytes).buffer; }
  async bytes() { return Uint8Array.from(this.#bytes); }
  stream() { return require("internal/web_streams").ReadableStream.from([Uint8Array.from(this.#bytes)]); }
  [Symbol.for("nodejs.util.inspect.custom")]() { return `${this.constructor.name} { size: ${this.size}, type: '${this.type}' }`; }
}

class File extends Blob {
  #name;
  #modified;
  constructor(parts, name, options = {}) {
    if (arguments.length < 2) throw new TypeError("The \"fileBits\" and \"fileName\" arguments must be specified");
    super(parts, options);
    this.#name = `${name}`.toWellFormed();
    this.#modified = options?.lastModified === undefined ? Date.now() : Number(options.lastModified);
  }
  get name() { return this.#name; }
  get lastModified() { return this.#modified; }
  get webkitRelativePath() { return ""; }
}

class FormData {
  #entries = [];
  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError("FormData constructor: Argument 1 could not be converted to: undefined.");
  }
  #entry(name, value, filename) {
    let kept = value;
    if (value instanceof Blob) {
      if (!(value instanceof File) || filename !== undefined) kept = new File([value], filename ?? value.name ?? "blob", { type: value.type });
    } else {
      if (filename !== undefined) throw new TypeError("FormData.append: Argument 2 could not be converted to Blob.");
      kept = `${value}`.toWellFormed();
    }
    return [`${name}`.toWellFormed(), kept];
  }
  append(name, value, filename) { this.#entries.push(this.#entry(name, value, filename)); }
  set(name, value, filename) {
    const entry = this.#entry(name, value, filename);
    const at = this.#entries.findIndex(([n]) => n === entry[0]);
    if (at < 0) this.#entries.push(entry);
    else this.#entries = this.#entries.flatMap((e, i) => (i === at ? [entry] : e[0] === entry[0] ? [] : [e]));
  }
  get(name) { return this.#entries.find(([n]) => n === `${name}`)?.[1] ?? null; }
  getAll(name) { return this.#entries.filter(([n]) => n === `${name}`).map(([, v]) => v); }
  has(name) { return this.#entries.some(([n]) => n === `${name}`); }
  delete(name) { this.#entries = this.#entries.filter(([n]) => n !== `${name}`); }
  forEach(f, self) { for (const [name, value] of this.#entries) f.call(self, value, name, this); }
  *entries() { for (const [name, value] of this.#entries) yield [name, value]; }
  *keys() { for (const [name] of this.#entries) yield name; }
  *values() { for (const [, value] of this.#entries) yield value; }
  [Symbol.iterator]() { return this.entries(); }
}

/** A form as multipart text: its content type and bytes. */
function multipart(form) {
  const mark = `----formdata-undici-0${String(require("crypto").randomInt(10 ** 11)).padStart(11, "0")}`;
  const escape = (text) => text.replace(/\n/g, "%0A").replace(/\r/g, "%0D").replace(/"/g, "%22");
  const pieces = [];
  for (const [name, value] of form) {
    let head = `--${mark}\r\nContent-Disposition: form-data; name="${escape(name.replace(/\r?\n|\r/g, "\r\n"))}"`;
    if (value instanceof Blob) head += `; filename="${escape(value.name)}"\r\nContent-Type: ${value.type || "application/octet-stream"}`;
    pieces.push(Buffer.from(`${head}\r\n\r\n`), value instanceof Blob ? bytesOf(value) : Buffer.from(value.replace(/\r?\n|\r/g, "\r\n")), Buffer.from("\r\n"));
  }
  pieces.push(Buffer.from(`--${mark}--\r\n`));
  return { type: `multipart/form-data; boundary=${mark}`, bytes: Buffer.concat(pieces) };
}

/** A form out of a body. */
function parseForm(bytes, type) {
  const form = new FormData();
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    for (const [name, value] of new (require("internal/url").URLSearchParams)(bytes.toString())) form.append(name, value);
    return form;
  }
  const mark = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(type);
  if (!/^multipart\/form-data/i.test(type) || !mark) throw new TypeError("Content-Type was not one of \"multipart/form-data\" or \"application/x-www-form-urlencoded\".");
  const text = bytes.toString("latin1");
  for (const part of text.split(`--${mark[1] ?? mark[2]}`).slice(1, -1)) {
    const cut = part.indexOf("\r\n\r\n");
    const head = Buffer.from(part.slice(0, cut), "latin1").toString();
    const body = Buffer.from(part.slice(cut + 4).replace(/\r\n$/, ""), "latin1");
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) throw new TypeError("Failed to parse body as FormData.");
    const filename = /filename="([^"]*)"/i.exec(head)?.[1];
    const decode = (s) => s.replace(/%22/g, '"').replace(/%0D/g, "\r").replace(/%0A/g, "\n");
    if (filename === undefined) form.append(decode(name), body.toString());
    else form.append(decode(name), new File([body], decode(filename), { type: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? "text/plain" }));
  }
  return form;
}

for (const kind of [Blob, File, FormData]) Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });

module.exports = { Blob, File, FormData, multipart, parseForm, blobBytes: bytesOf };
