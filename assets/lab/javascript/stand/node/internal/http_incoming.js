"use strict";
// A request as a listener gets it, and the socket that it came over.

const { Readable, Duplex } = require("stream");

// Of these only the first counts where a request repeats them; `set-cookie` is always a list, `cookie` is joined by "; ".
const FIRST_ONLY = new Set(
  (
    "age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location " +
    "max-forwards proxy-authorization referer retry-after server user-agent"
  ).split(" "),
);

/** Headers as Node joins them. */
function joined(raw) {
  const out = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i].toLowerCase();
    const had = Object.prototype.hasOwnProperty.call(out, name);
    let value = raw[i + 1];
    if (name === "set-cookie") value = had ? [...out[name], value] : [value];
    else if (had && FIRST_ONLY.has(name)) continue;
    else if (had) value = out[name] + (name === "cookie" ? "; " : ", ") + value;
    if (name === "__proto__") Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true });
    else out[name] = value;
  }
  return out;
}

/** Headers with every value as a list. */
function distinct(raw) {
  const out = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i].toLowerCase();
    if (Object.prototype.hasOwnProperty.call(out, name)) out[name].push(raw[i + 1]);
    else out[name] = [raw[i + 1]];
  }
  return out;
}

/** One connection from the lab's browser. */
class Socket extends Duplex {
  #told;
  #written = [];
  #side = null;
  #meeting = null;

  constructor(head, told) {
    super({ allowHalfOpen: true });
    this.remoteAddress = head.address;
    this.remotePort = head.port;
    this.remoteFamily = head.address.includes(":") ? "IPv6" : "IPv4";
    this.localAddress = head.address.includes(":") ? "::1" : "127.0.0.1";
    this.localPort = head.localPort;
    this.connecting = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.timeout = 0;
    if (head.secure) {
      this.encrypted = true;
      this.authorized = false;
      this.servername = head.servername;
      this.getPeerCertificate = () => ({});
    }
    this.#told = told;
    this.on("error", () => {});
  }

  _read() {}

  _write(chunk, encoding, done) {
    // Only an upgraded connection is written to by hand: its first lines are the answer.
    if (this._raw && !this.#side) this.#written.push(Buffer.from(chunk));
    done();
  }

  _final(done) {
    this.#flush();
    done();
  }

  _destroy(error, done) {
    this.#flush();
    if (this.#side) this.#side.close(1006, "");
    done(error);
  }

  /** What was written by hand to an upgraded connection, as the answer that the browser reads. */
  #flush() {
    if (!this._raw || this.#side || this.#told === null) return;
    const text = Buffer.concat(this.#written).toString("latin1");
    this.#told.raw(text);
    this.#told = null;
  }

  /** A WebSocket server accepts: `side` is its end of the channel. */
  _accept(headers, side) {
    this.#side = side;
    const told = this.#told;
    this.#told = null;
    const other = told.upgraded(headers, side);
    return other;
  }

  setTimeout(ms, done) {
    this.timeout = ms;
    if (typeof done === "function") this.once("timeout", done);
    return this;
  }
  setNoDelay() {
    return this;
  }
  setKeepAlive() {
    return this;
  }
  address() {
    return { address: this.localAddress, family: "IPv4", port: this.localPort };
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  destroySoon() {
    this.destroy();
  }
}

const CHUNK = 65536;

/** `http.IncomingMessage` of a request. */
class IncomingMessage extends Readable {
  #headers = null;
  #distinct = null;
  #body;
  #at = 0;

  constructor(socket, head, body) {
    super();
    if (!head) {
      this.socket = socket;
      this.#headers = {};
      this.rawHeaders = [];
      this.#body = null;
      return;
    }
    this.httpVersion = "1.1";
    this.httpVersionMajor = 1;
    this.httpVersionMinor = 1;
    this.method = head.method;
    this.url = head.url;
    this.rawHeaders = [...head.headers];
    this.rawTrailers = [];
    this.trailers = {};
    this.complete = false;
    this.aborted = false;
    this.upgrade = Boolean(head.upgrade);
    this.statusCode = null;
    this.statusMessage = null;
    this.socket = socket;
    this.#body = body && body.length ? Buffer.from(body) : null;
  }

  get headers() {
    return (this.#headers ??= joined(this.rawHeaders));
  }
  set headers(value) {
    this.#headers = value;
  }
  get headersDistinct() {
    return (this.#distinct ??= distinct(this.rawHeaders));
  }
  set headersDistinct(value) {
    this.#distinct = value;
  }
  get trailersDistinct() {
    return {};
  }
  get connection() {
    return this.socket;
  }
  set connection(value) {
    this.socket = value;
  }

  _read() {
    if (this.#body !== null && this.#at < this.#body.length) {
      const piece = this.#body.subarray(this.#at, this.#at + CHUNK);
      this.#at += CHUNK;
      this.push(piece);
      return;
    }
    this.complete = true;
    this.push(null);
  }

  /** An upgrade's request has no body to read. */
  _empty() {
    this.#body = null;
  }

  _abort() {
    if (this.complete) {
      process.nextTick(() => this.destroy());
      return;
    }
    this.aborted = true;
    this.emit("aborted");
    const error = new Error("aborted");
    error.code = "ECONNRESET";
    if (this.listenerCount("error") > 0) this.destroy(error);
    else this.destroy();
  }

  setTimeout(ms, done) {
    if (typeof done === "function") this.on("timeout", done);
    return this;
  }
}

module.exports = { IncomingMessage, Socket, joined };
