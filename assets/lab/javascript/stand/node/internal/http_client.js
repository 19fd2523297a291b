// The client's side of `node:http`: agents and requests.

const EventEmitter = require("events");
const { OutgoingMessage, validateHeaderName, validateHeaderValue } = require("internal/http_outgoing");
const { IncomingMessage } = require("internal/http_incoming");
const { Buffer } = require("internal/buffer");
const { URL, isURL, urlToHttpOptions } = require("internal/url");
const { exchange, reset } = require("internal/network");
const { nextTick, setTimeout } = require("internal/timers");
const { typeError, invalidType, error: plainError, aborted } = require("internal/errors");

const METHOD = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
// What must not stand in a request's target; it is what keeps a second request out of the first.
const BAD_PATH = /[^\u0021-\u00ff]/;

class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { __proto__: null, ...options, path: null, noDelay: true };
    this.defaultPort = 80;
    this.protocol = "http:";
    this.keepAlive = Boolean(options.keepAlive);
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.maxTotalSockets = options.maxTotalSockets ?? Infinity;
    this.requests = {};
    this.sockets = {};
    this.freeSockets = {};
  }
  createConnection(options, done) { return require("net").createConnection(options, done); }
  addRequest(request, options) {
    const all = { ...options, ...this.options };
    for (const key of ["host", "port", "servername"]) if (options[key] !== undefined) all[key] = options[key];
    request._useSocket(this.createSocketFor(all));
  }
  createSocketFor(options) {
    const socket = this.createConnection(options, () => {});
    return socket;
  }
  getName(options = {}) { return `${options.host || "localhost"}:${options.port ?? ""}:${options.localAddress ?? ""}`; }
  keepSocketAlive() { return this.keepAlive; }
  reuseSocket() {}
  destroy() {}
}

class ClientResponse extends IncomingMessage {
  constructor(socket, status, pairs, body, request) {
    super(socket, { method: null, url: "", headers: pairs.flat(), upgrade: false }, body);
    this.statusCode = status;
    this.statusMessage = require("internal/http_status")[status] ?? "";
    this.req = request;
  }
}

const globalAgents = {};

class ClientRequest extends OutgoingMessage {
  #pieces = [];
  #over = false;
  #sentOff = false;
  #timer = null;
  constructor(input, given, callback) {
    super();
    let options = given;
    let done = callback;
    let base = {};
    if (typeof input === "string") base = urlToHttpOptions(new URL(input));
    else if (isURL(input)) base = urlToHttpOptions(input);
    else [options, done] = [input, given];
    if (typeof options === "function") [options, done] = [{}, options];
    const o = { ...base, ...(options ?? {}) };
    let agent = o.agent;
    if (agent === false) agent = new (o._defaultAgent ?? globalAgents.http).constructor();
    else if (agent === null || agent === undefined) agent = typeof o.createConnection === "function" ? undefined : (o._defaultAgent ?? globalAgents.http);
    else if (typeof agent.addRequest !== "function") throw invalidType("options.agent", ["Agent-like Object", "undefined", "false"], agent);
    this.agent = agent;
    const expected = agent?.protocol ?? o._defaultAgent?.protocol ?? "http:";
    const protocol = o.protocol || expected;
    if (protocol !== expected) throw typeError("ERR_INVALID_PROTOCOL", `Protocol "${protocol}" not supported. Expected "${expected}"`);
    this.path = o.path ? String(o.path) : "/";
    if (o.path && BAD_PATH.test(this.path)) throw typeError("ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters");
    const defaultPort = o.defaultPort || agent?.defaultPort || (protocol === "https:" ? 443 : 80);
    const port = (o.port = o.port || defaultPort);
    for (const key of ["hostname", "host"]) if (o[key] !== undefined && o[key] !== null && typeof o[key] !== "string") throw invalidType(`options.${key}`, ["string", "undefined", "null"], o[key]);
    const host = (o.host = o.hostname || o.host || "localhost");
    let method = o.method;
    if (method !== undefined && method !== null && typeof method !== "string") throw invalidType("options.method", "string", method);
    method = method ? method.toUpperCase() : "GET";
    if (!METHOD.test(method)) throw typeError("ERR_INVALID_HTTP_TOKEN", `Method must be a valid HTTP token ["${o.method}"]`);
    Object.assign(this, { method, protocol, host, res: null, aborted: false, timeoutCb: null, reusedSocket: false, maxHeadersCount: null, socket: null });
    this.useChunkedEncodingByDefault = !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"].includes(method);
    if (Array.isArray(o.headers)) {
      for (let i = 0; i < o.headers.length; i += 2) this.appendHeader(o.headers[i], o.headers[i + 1]);
    } else if (o.headers) for (const name of Object.keys(o.headers)) this.setHeader(name, o.headers[name]);
    if (!this.hasHeader("host") && o.setHost !== false) {
      const shown = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
      this.setHeader("Host", Number(port) === defaultPort ? shown : `${shown}:${port}`);
    }
    if (o.auth && !this.hasHeader("authorization")) this.setHeader("Authorization", `Basic ${Buffer.from(o.auth).toString("base64")}`);
    if (typeof done === "function") this.once("response", done);
    if (o.timeout !== undefined) this.setTimeout(o.timeout);
    if (o.signal) {
      const end = () => this.destroy(aborted(o.signal.reason));
      if (o.signal.aborted) nextTick(end);
      else o.signal.addEventListener("abort", end, { once: true });
    }
    o.path = null;
    if (agent) {
      try {
        agent.addRequest(this, o);
      } catch (error) {
        if (error?.name === "LabLacks") throw error;
        nextTick(() => this.#failed(error));
      }
    } else this._useSocket(o.createConnection(o, () => {}));
  }
  get connection() { return this.socket; }

  _useSocket(socket) {
    nextTick(() => {
      if (this.destroyed) return void socket.destroy();
      this.socket = socket;
      socket._httpMessage = this;
      this.emit("socket", socket);
      socket.on("error", (error) => this.#failed(error));
      socket.on("close", () => this.#failed(reset()));
      this.#send();
    });
  }
  #failed(error) {
    if (this.#over) return;
    this.#over = true;
    this.destroyed = true;
    this.#stopTimer();
    this.emit("error", error);
    nextTick(() => this.emit("close"));
  }
  _implicitHeader() { this._header = `${this.method} ${this.path} HTTP/1.1\r\n`; }
  write(chunk, encoding, done) {
    const after = typeof encoding === "function" ? encoding : done;
    if (chunk === null) throw typeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream");
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) throw invalidType("chunk", ["string", "Buffer", "Uint8Array"], chunk);
    if (this.finished) {
      const error = plainError("ERR_STREAM_WRITE_AFTER_END", "write after end");
      nextTick(() => this.emit("error", error));
      return false;
    }
    if (!this._header) this._implicitHeader();
    this.#pieces.push(typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : Buffer.from(chunk));
    if (after) nextTick(after);
    return true;
  }
  end(chunk, encoding, done) {
    if (typeof chunk === "function") [done, chunk] = [chunk, null];
    else if (typeof encoding === "function") [done, encoding] = [encoding, null];
    if (this.finished) return this;
    const whole = !this._header;
    if (chunk !== null && chunk !== undefined) this.write(chunk, encoding);
    if (whole) this._knownLength = this.#pieces.reduce((n, p) => n + p.length, 0);
    if (!this._header) this._implicitHeader();
    this.finished = true;
    nextTick(() => {
      this._flushed = true;
      this.emit("finish");
      done?.();
    });
    this.#send();
    return this;
  }
  #send() {
    const { socket } = this;
    if (!this.finished || !socket || this.#sentOff || this.destroyed) return;
    if (socket.labConnection === null || socket.labConnection === undefined) {
      socket.once(socket.encrypted ? "secureConnect" : "connect", () => this.#send());
      return;
    }
    this.#sentOff = true;
    const body = Buffer.concat(this.#pieces);
    const raw = this._rawHeaders();
    const headers = raw.flatMap((name, i) => (i % 2 ? [] : [[name, raw[i + 1]]]));
    const has = (name) => headers.some(([n]) => n.toLowerCase() === name);
    if (!has("content-length") && !has("transfer-encoding")) {
      if (this._knownLength !== null && (body.length || this.useChunkedEncodingByDefault)) headers.push(["Content-Length", String(body.length)]);
      else if (body.length) headers.push(["Transfer-Encoding", "chunked"]);
    }
    if (!has("connection")) headers.push(["Connection", this.agent?.keepAlive ? "keep-alive" : "close"]);
    const scheme = socket.encrypted ? "https" : "http";
    exchange(socket.labConnection, { method: this.method, target: this.path, headers, body, scheme }, (error, status, pairs, bytes) => {
      if (this.#over || this.destroyed) return;
      if (error) return this.#failed(error);
      this.#over = true;
      this.#stopTimer();
      const response = new ClientResponse(socket, status, pairs, bytes, this);
      this.res = response;
      response.on("end", () => nextTick(() => this.emit("close")));
      if (this.listenerCount("response") === 0) response.resume();
      this.emit("response", response);
    });
  }
  #stopTimer() {
    this.#timer?.close();
    this.#timer = null;
  }
  setTimeout(ms, done) {
    this.#stopTimer();
    if (typeof done === "function") this.once("timeout", done);
    this.timeout = ms;
    if (ms) {
      this.#timer = setTimeout(() => {
        if (!this.#over) this.emit("timeout");
      }, ms);
    }
    return this;
  }
  abort() {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit("abort"));
    this.destroy();
  }
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.#stopTimer();
    this.res?.destroy(error);
    nextTick(() => {
      if (!this.#over) {
        this.#over = true;
        this.emit("error", error ?? reset());
      }
      this.emit("close");
    });
    return this;
  }
  setNoDelay() {}
  setSocketKeepAlive() {}
  clearTimeout(done) { this.setTimeout(0, done); }
}

globalAgents.http = new Agent({ keepAlive: true });

module.exports = { Agent, ClientRequest, ClientResponse, globalAgents, validateHeaderName, validateHeaderValue };
