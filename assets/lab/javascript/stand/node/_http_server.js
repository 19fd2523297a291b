"use strict";
// The server side of node:http: what a listener gets, and how the lab's client hands a request to it.

const EventEmitter = require("events");
const { ServerResponse, coded } = require("internal/http_outgoing");
const { IncomingMessage, Socket } = require("internal/http_incoming");

const METHODS = (
  "ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS " +
  "PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE"
).split(" ");
const MAX_HEADER_BYTES = 16384;
const listening = new Map();
let nextPort = 49152;

/** A server: an emitter of `request` and `upgrade`, and a port that it may be reached by. */
class Server extends EventEmitter {
  constructor(options, listener) {
    super();
    if (typeof options === "function") [options, listener] = [{}, options];
    this.listening = false;
    this.timeout = 0;
    this.keepAliveTimeout = 5000;
    this.requestTimeout = 300000;
    this.headersTimeout = 60000;
    this.maxHeadersCount = null;
    this.maxRequestsPerSocket = 0;
    this._options = options || {};
    this._at = null;
    if (typeof listener === "function") this.on("request", listener);
  }

  listen(...args) {
    const done = typeof args[args.length - 1] === "function" ? args.pop() : null;
    if (done) this.once("listening", done);
    if (this.listening) throw coded(Error, "ERR_SERVER_ALREADY_LISTEN", "Listen method has been called more than once without closing.");
    const first = args[0];
    const given = first !== null && typeof first === "object" ? first : { port: first, host: typeof args[1] === "string" ? args[1] : undefined };
    if (typeof given.path === "string" || (typeof first === "string" && !/^\d+$/.test(first))) {
      this._at = String(given.path ?? first);
    } else {
      const port = given.port === undefined || given.port === null ? 0 : Number(given.port);
      if (!Number.isInteger(port) || port < 0 || port > 65535) {
        throw coded(RangeError, "ERR_SOCKET_BAD_PORT", `options.port should be >= 0 and < 65536. Received type ${typeof given.port} (${String(given.port)}).`);
      }
      const host = given.host ?? "::";
      this._at = { address: host === "localhost" ? "127.0.0.1" : host, family: host.includes(":") ? "IPv6" : "IPv4", port: port || nextPort++ };
    }
    const key = typeof this._at === "string" ? this._at : this._at.port;
    if (listening.has(key)) {
      const error = coded(Error, "EADDRINUSE", `listen EADDRINUSE: address already in use ${typeof key === "number" ? `${this._at.address}:${key}` : key}`);
      Object.assign(error, { errno: -98, syscall: "listen", address: this._at.address, port: this._at.port });
      this._at = null;
      process.nextTick(() => this.emit("error", error));
      return this;
    }
    listening.set(key, this);
    this.listening = true;
    process.nextTick(() => this.listening && this.emit("listening"));
    return this;
  }

  address() {
    return this._at && typeof this._at === "object" ? { ...this._at } : this._at;
  }

  close(done) {
    const was = this.listening;
    if (was) listening.delete(typeof this._at === "string" ? this._at : this._at.port);
    this.listening = false;
    this._at = null;
    if (typeof done === "function") {
      this.once("close", () => done(was ? undefined : coded(Error, "ERR_SERVER_NOT_RUNNING", "Server is not running.")));
    }
    process.nextTick(() => this.emit("close"));
    return this;
  }

  closeAllConnections() {}
  closeIdleConnections() {}
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  setTimeout(ms, done) {
    this.timeout = ms;
    if (typeof done === "function") this.on("timeout", done);
    return this;
  }
  getConnections(done) {
    process.nextTick(done, null, 0);
    return this;
  }
  async [Symbol.asyncDispose || Symbol.for("asyncDispose")]() {
    if (this.listening) await new Promise((resolve) => this.close(resolve));
  }
}

/** `http.createServer`, with or without `new`'s options. */
function createServer(options, listener) {
  return new Server(options, listener);
}

/** Why the parser of Node would not let this request through to a listener: a status, or 0. */
function refusedByParser(head) {
  if (!METHODS.includes(head.method)) return 400;
  let size = head.method.length + head.url.length + 12;
  let hosts = 0;
  let lengths = 0;
  for (let i = 0; i < head.headers.length; i += 2) {
    const name = head.headers[i].toLowerCase();
    size += name.length + head.headers[i + 1].length + 4;
    if (!/^[\w!#$%&'*+\-.^`|~]+$/.test(name) || /[\0\r\n]/.test(head.headers[i + 1])) return 400;
    if (name === "host") hosts++;
    if (name === "content-length" && (++lengths > 1 || !/^\d+$/.test(head.headers[i + 1].trim()))) return 400;
  }
  if (size > MAX_HEADER_BYTES) return 431;
  return hosts === 0 ? 400 : 0;
}

/**
 * Give `target` (a listener function, or a server) one request. `head` is plain data, `body` bytes, `told` the kernel's functions:
 * `answer(status, message, rawHeaders, bytes, end)` for each piece, `upgraded(channel)`, `raised(error)`, `crashed(error)`.
 */
function serve(target, head, body, told) {
  const socket = new Socket(head, told);
  const refused = refusedByParser(head);
  if (refused) {
    told.answer(refused, refused === 431 ? "Request Header Fields Too Large" : "Bad Request", ["Connection", "close"], null, true);
    return { close() {} };
  }
  const expects = head.headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === "expect");
  if (expects >= 0 && !/^100-continue$/i.test(head.headers[expects + 1])) {
    told.answer(417, "Expectation Failed", ["Connection", "keep-alive", "Transfer-Encoding", "chunked"], null, true);
    return { close() {} };
  }
  const req = new IncomingMessage(socket, head, body);
  const isServer = target instanceof EventEmitter && typeof target !== "function";
  if (head.upgrade && isServer && target.listenerCount("upgrade") > 0) {
    socket._raw = true;
    req._empty();
    guarded(() => target.emit("upgrade", req, socket, Buffer.alloc(0)), told);
    return { close: () => socket.destroy() };
  }
  const res = new ServerResponse(req);
  res._attach(socket, told);
  req.res = res;
  if (isServer) {
    guarded(() => {
      target.emit("connection", socket);
      target.emit("request", req, res);
    }, told);
  } else guarded(() => target(req, res), told);
  return {
    /** The browser goes away before the answer is complete. */
    close() {
      if (res.writableFinished) return;
      req._abort();
      socket.destroy();
      res._closed();
    },
  };
}

/** A listener's promise is not awaited by Node: what it rejects with is an unhandled rejection; what it throws ends the program. */
function guarded(run, told) {
  try {
    run();
  } catch (error) {
    told.crashed(error);
  }
}

/**
 * What requests to `app` go to: a listener, a server, or a promise of one. Apps of other frameworks say so themselves: Koa by
 * `callback()`, Fastify by `ready()` and `server`, Hono and its like by `fetch`.
 */
function targetOf(app) {
  if (app instanceof Server) return app;
  if (typeof app === "number" || typeof app === "string") return byAddress(app);
  const isFunction = typeof app === "function";
  if (isFunction && (app.length !== 1 || typeof app.handle === "function")) return app;
  if (isFunction) return require("internal/web/fetch_serve").listener(app);
  if (app === null || typeof app !== "object") return null;
  if (app.server instanceof Server && typeof app.ready === "function") return Promise.resolve(app.ready()).then(() => app.server);
  if (typeof app.callback === "function") return app.callback();
  if (typeof app.fetch === "function") return require("internal/web/fetch_serve").listener((request) => app.fetch(request));
  if (app.default !== undefined && app.default !== app) return targetOf(app.default);
  return null;
}

/** The server that listens at a port or at `http://localhost:port`. */
function byAddress(given) {
  const port = typeof given === "number" ? given : Number(/:(\d+)\/?$/.exec(given)?.[1] ?? (/^https:/.test(given) ? 443 : 80));
  return listening.get(port) ?? null;
}

kernel("serving").connect({
  serve,
  targetOf,
  find: (key) => listening.get(key) ?? null,
  ports: () => [...listening.keys()],
});

module.exports = { METHODS, STATUS_CODES: require("internal/http_status"), Server, ServerResponse, IncomingMessage, createServer };
