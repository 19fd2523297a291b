"use strict";
// An answer as a listener writes it.

const { Stream } = require("stream");
const STATUS_CODES = require("internal/http_status");

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const NOT_IN_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** An error with a code, as Node's own have. */
function coded(Type, code, message) {
  const error = new Type(message);
  error.code = code;
  const { name } = error;
  if (typeof error.stack === "string" && error.stack.startsWith(name)) error.stack = `${name} [${code}]${error.stack.slice(name.length)}`;
  return error;
}

/** `http.validateHeaderName`. */
function validateHeaderName(name, label) {
  if (typeof name !== "string" || !name || !TOKEN.test(name)) {
    throw coded(TypeError, "ERR_INVALID_HTTP_TOKEN", `${label || "Header name"} must be a valid HTTP token ["${String(name)}"]`);
  }
}

/** `http.validateHeaderValue`. */
function validateHeaderValue(name, value) {
  if (value === undefined) throw coded(TypeError, "ERR_HTTP_INVALID_HEADER_VALUE", `Invalid value "${value}" for header "${name}"`);
  for (const one of Array.isArray(value) ? value : [value]) {
    if (NOT_IN_A_VALUE.test(String(one))) throw coded(TypeError, "ERR_INVALID_CHAR", `Invalid character in header content ["${name}"]`);
  }
}

function sent(what) {
  return coded(Error, "ERR_HTTP_HEADERS_SENT", `Cannot ${what} headers after they are sent to the client`);
}

/** `http.OutgoingMessage`: headers and a body. */
class OutgoingMessage extends Stream {
  #headers = new Map();

  constructor() {
    super();
    this.finished = false;
    this.destroyed = false;
    this.writable = true;
    this.sendDate = true;
    this.shouldKeepAlive = true;
    this.chunkedEncoding = false;
    this.useChunkedEncodingByDefault = true;
    this._header = null;
    this._hasBody = true;
    // The length of a body that is known when the head is written.
    this._knownLength = null;
    this.errored = null;
  }

  get headersSent() {
    return Boolean(this._header);
  }
  get writableEnded() {
    return this.finished;
  }
  get writableFinished() {
    return Boolean(this._flushed);
  }
  get writableObjectMode() {
    return false;
  }
  get writableLength() {
    return 0;
  }
  get writableHighWaterMark() {
    return 16384;
  }
  get writableNeedDrain() {
    return false;
  }
  get writableCorked() {
    return 0;
  }

  setHeader(name, value) {
    if (this._header) throw sent("set");
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#headers.set(name.toLowerCase(), [name, Array.isArray(value) ? [...value] : value]);
    return this;
  }
  setHeaders(headers) {
    if (this._header) throw sent("set");
    if (!headers || Array.isArray(headers) || typeof headers.keys !== "function" || typeof headers.get !== "function") {
      throw coded(TypeError, "ERR_INVALID_ARG_TYPE", 'The "headers" argument must be an instance of Headers or Map.');
    }
    for (const [name, value] of headers) {
      if (name.toLowerCase() === "set-cookie") this.appendHeader(name, value);
      else this.setHeader(name, value);
    }
    return this;
  }
  appendHeader(name, value) {
    if (this._header) throw sent("append");
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const had = this.#headers.get(name.toLowerCase());
    const list = had ? (Array.isArray(had[1]) ? had[1] : [had[1]]) : [];
    this.#headers.set(name.toLowerCase(), [had ? had[0] : name, had || Array.isArray(value) ? list.concat(value) : value]);
    return this;
  }
  getHeader(name) {
    if (typeof name !== "string") throw coded(TypeError, "ERR_INVALID_ARG_TYPE", `The "name" argument must be of type string. Received ${typeof name}`);
    return this.#headers.get(name.toLowerCase())?.[1];
  }
  getHeaders() {
    const out = Object.create(null);
    for (const [key, entry] of this.#headers) out[key] = entry[1];
    return out;
  }
  getHeaderNames() {
    return [...this.#headers.keys()];
  }
  getRawHeaderNames() {
    return [...this.#headers.values()].map((entry) => entry[0]);
  }
  hasHeader(name) {
    return this.#headers.has(String(name).toLowerCase());
  }
  removeHeader(name) {
    if (this._header) throw sent("remove");
    this.#headers.delete(String(name).toLowerCase());
  }
  _rawHeaders() {
    const out = [];
    for (const [name, value] of this.#headers.values()) {
      if (Array.isArray(value) && name.toLowerCase() !== "cookie") for (const one of value) out.push(name, String(one));
      else out.push(name, Array.isArray(value) ? value.join("; ") : String(value));
    }
    return out;
  }
  pipe() {
    const error = coded(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable");
    this.emit("error", error);
  }
  cork() {}
  uncork() {}
  flushHeaders() {
    if (!this._header) this._implicitHeader();
  }
  setTimeout(ms, done) {
    if (typeof done === "function") this.on("timeout", done);
    return this;
  }
  addTrailers() {
    host.lacks("the lab has no trailers of an HTTP message");
  }
}

/** `http.ServerResponse`. */
class ServerResponse extends OutgoingMessage {
  #told = null;
  #flushedHead = false;

  constructor(req) {
    super();
    this.statusCode = 200;
    this.statusMessage = undefined;
    this.req = req;
    this._sent100 = false;
    this.strictContentLength = false;
    this.socket = null;
    if (req && req.method === "HEAD") this._hasBody = false;
  }

  get connection() {
    return this.socket;
  }

  /** Tie the answer to the connection it goes out by. */
  _attach(socket, told) {
    this.socket = socket;
    this.#told = told;
  }
  assignSocket(socket) {
    this.socket = socket;
  }
  detachSocket() {
    this.socket = null;
  }
  /** The kernel's ear for what an error page hides. */
  _raised(error) {
    if (this.#told) this.#told.raised(error);
  }

  _implicitHeader() {
    this.writeHead(this.statusCode);
  }

  writeHead(code, reason, headers) {
    if (this._header) throw sent("write");
    const status = code | 0;
    if (status < 100 || status > 999) {
      throw coded(RangeError, "ERR_HTTP_INVALID_STATUS_CODE", `Invalid status code: ${typeof code === "symbol" ? String(code) : code}`);
    }
    if (typeof reason === "string") this.statusMessage = reason;
    else {
      this.statusMessage ||= STATUS_CODES[status] || "unknown";
      headers ??= reason;
    }
    this.statusCode = status;
    if (Array.isArray(headers)) {
      const flat = headers.length && Array.isArray(headers[0]) ? headers.flat() : headers;
      if (flat.length % 2) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", "The argument 'headers' is invalid.");
      for (let i = 0; i < flat.length; i += 2) this.removeHeader(flat[i]);
      for (let i = 0; i < flat.length; i += 2) this.appendHeader(flat[i], flat[i + 1]);
    } else if (headers) {
      for (const name of Object.keys(headers)) if (name) this.setHeader(name, headers[name]);
    }
    if (NOT_IN_A_VALUE.test(this.statusMessage)) throw coded(TypeError, "ERR_INVALID_CHAR", "Invalid character in statusMessage");
    if (status === 204 || status === 304 || (status >= 100 && status < 200)) this._hasBody = false;
    this._header = `HTTP/1.1 ${status} ${this.statusMessage}\r\n`;
    return this;
  }

  /** Send the head, and a piece of the body. */
  #out(bytes, end) {
    if (this.#told === null) return;
    let raw = null;
    if (!this.#flushedHead) {
      this.#flushedHead = true;
      raw = this._rawHeaders();
      if (this.sendDate && !this.hasHeader("date")) raw.push("Date", new Date().toUTCString());
      if (!this.hasHeader("connection")) raw.push("Connection", "keep-alive", "Keep-Alive", "timeout=5");
      if (!this.hasHeader("content-length") && !this.hasHeader("transfer-encoding")) {
        if (this._hasBody && this._knownLength !== null) raw.push("Content-Length", String(this._knownLength));
        else if (this._hasBody) raw.push("Transfer-Encoding", "chunked");
      }
    }
    this.#told.answer(this.statusCode, this.statusMessage, raw, this._hasBody ? bytes : null, end);
  }

  #bytes(chunk, encoding) {
    if (chunk === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
    if (typeof chunk === "string") return Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8");
    if (chunk instanceof Uint8Array) return chunk;
    throw coded(
      TypeError,
      "ERR_INVALID_ARG_TYPE",
      `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ${describe(chunk)}`,
    );
  }

  #late(error, done) {
    process.nextTick(() => {
      if (typeof done === "function") done(error);
      if (!this.destroyed) this.emit("error", error);
    });
  }

  write(chunk, encoding, done) {
    if (typeof encoding === "function") [encoding, done] = [undefined, encoding];
    const bytes = this.#bytes(chunk, encoding);
    if (this.finished) {
      this.#late(coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end"), done);
      return false;
    }
    if (this.destroyed) {
      this.#late(coded(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed"), done);
      return false;
    }
    if (!this._header) this._implicitHeader();
    if (bytes.length) this.#out(bytes, false);
    if (typeof done === "function") process.nextTick(done);
    return true;
  }

  end(chunk, encoding, done) {
    if (typeof chunk === "function") [chunk, encoding, done] = [undefined, undefined, chunk];
    else if (typeof encoding === "function") [encoding, done] = [undefined, encoding];
    if (chunk) {
      const bytes = this.#bytes(chunk, encoding);
      if (this.finished) {
        this.#late(coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end"), done);
        return this;
      }
      if (!this._header) {
        this._knownLength = bytes.length;
        this._implicitHeader();
      }
      this.#finish(bytes, done);
      return this;
    }
    if (this.finished) {
      if (typeof done === "function") {
        const error = coded(Error, "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished");
        if (this._flushed) process.nextTick(done, error);
        else this.once("finish", done);
      }
      return this;
    }
    if (!this._header) {
      this._knownLength = 0;
      this._implicitHeader();
    }
    this.#finish(null, done);
    return this;
  }

  #finish(bytes, done) {
    if (typeof done === "function") this.once("finish", done);
    this.finished = true;
    if (this.destroyed) return;
    this.#out(bytes, true);
    process.nextTick(() => {
      this._flushed = true;
      this.emit("prefinish");
      this.emit("finish");
      this._closed();
    });
  }

  flushHeaders() {
    super.flushHeaders();
    if (!this.#flushedHead) this.#out(null, false);
  }

  /** The connection is no more, or the answer is complete. */
  _closed() {
    if (this._gone) return;
    this._gone = true;
    process.nextTick(() => {
      this.destroyed = true;
      this.emit("close");
      if (this.req && !this.req.destroyed && this.req.complete) this.req.destroy();
    });
  }

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error || null;
    if (this.#told && !this.finished) this.#told.reset();
    if (this.socket) this.socket.destroy();
    this._closed();
    if (error && this.listenerCount("error") > 0) process.nextTick(() => this.emit("error", error));
    return this;
  }

  writeContinue() {}
  writeProcessing() {}
  writeEarlyHints() {}
}

/** How Node names a value of the wrong kind. */
function describe(value) {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") return value.constructor && value.constructor.name ? `an instance of ${value.constructor.name}` : "[Object]";
  return `type ${typeof value} (${typeof value === "bigint" ? `${value}n` : String(value)})`;
}

ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

module.exports = { OutgoingMessage, ServerResponse, coded, validateHeaderName, validateHeaderValue };
