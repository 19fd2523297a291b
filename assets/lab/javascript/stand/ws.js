"use strict";
// WebSockets: the server's side is whole, and clients reach servers of the same program.

const EventEmitter = require("events");

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

function bytesOf(data) {
  if (typeof data === "string") return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(new Uint8Array(data));
  if (Array.isArray(data)) return Buffer.concat(data.map(bytesOf));
  return Buffer.from(data.buffer ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data);
}

/** One end of a connection. */
class WebSocket extends EventEmitter {
  #peer = null;
  #limit = 0;

  constructor(address, protocols, options) {
    super();
    this.binaryType = "nodebuffer";
    this.protocol = "";
    this.extensions = "";
    this.url = "";
    this.readyState = STATES.CONNECTING;
    this.bufferedAmount = 0;
    this.isPaused = false;
    if (address !== null && address !== undefined) host.lacks("the lab has no WebSocket client of ws: checks connect with client(...).ws(...)");
  }

  /** The server's end of an upgraded connection; `connect` is called by the browser's end. */
  _open(socket, limit) {
    this._socket = socket;
    this.#limit = limit;
    this.readyState = STATES.OPEN;
    const waiting = [];
    this.#peer = { message: (data) => waiting.push(["message", data]), closed: (code, reason) => waiting.push(["closed", code, reason]) };
    return {
      connect: (peer) => {
        this.#peer = peer;
        for (const [name, ...args] of waiting.splice(0)) peer[name](...args);
      },
      receive: (data, isBinary) => setImmediate(() => this.#receive(data, isBinary)),
      close: (code, reason) => this.#end(code, reason),
      closedByPeer: (code, reason) => setImmediate(() => this.#end(code, reason)),
    };
  }

  #receive(data, isBinary) {
    if (this.readyState !== STATES.OPEN) return;
    const bytes = bytesOf(data);
    if (this.#limit > 0 && bytes.length > this.#limit) {
      const error = Object.assign(new RangeError("Max payload size exceeded"), { code: "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" });
      this.emit("error", error);
      this.#close(1009, "");
      return;
    }
    const whole = this.binaryType === "arraybuffer" ? Uint8Array.from(bytes).buffer : this.binaryType === "fragments" ? [bytes] : bytes;
    this.emit("message", whole, isBinary);
  }

  #end(code, reason) {
    if (this.readyState === STATES.CLOSED) return;
    this.readyState = STATES.CLOSED;
    this.emit("close", code, Buffer.from(String(reason ?? "")));
  }

  #close(code, reason) {
    const peer = this.#peer;
    this.readyState = STATES.CLOSING;
    setImmediate(() => {
      peer.closed(code, reason);
      this.#end(code, reason);
    });
  }

  send(data, options, done) {
    const after = typeof options === "function" ? options : done;
    if (this.readyState === STATES.CONNECTING) throw new Error("WebSocket is not open: readyState 0 (CONNECTING)");
    const given = typeof data === "number" ? String(data) : data ?? "";
    if (this.readyState !== STATES.OPEN) {
      const error = new Error(`WebSocket is not open: readyState ${this.readyState} (${Object.keys(STATES)[this.readyState]})`);
      if (after) process.nextTick(after, error);
      return;
    }
    const isBinary = options && typeof options === "object" && options.binary !== undefined ? options.binary : typeof given !== "string";
    const bytes = bytesOf(given);
    this.#peer.message(isBinary ? new Uint8Array(bytes) : bytes.toString("utf8"));
    if (after) process.nextTick(after);
  }

  close(code, reason) {
    if (this.readyState === STATES.CLOSED || this.readyState === STATES.CLOSING) return;
    if (code !== undefined && !(code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) && !(code >= 3000 && code <= 4999)) {
      throw new TypeError("First argument must be a valid error code number");
    }
    this.#close(code ?? 1005, String(reason ?? ""));
  }
  terminate() {
    if (this.readyState !== STATES.CLOSED) this.#close(1006, "");
  }
  ping(data, mask, done) {
    const after = [data, mask, done].find((one) => typeof one === "function");
    setImmediate(() => {
      this.emit("pong", Buffer.alloc(0));
      if (after) after();
    });
  }
  pong() {}
  pause() {
    this.isPaused = true;
  }
  resume() {
    this.isPaused = false;
  }

  addEventListener(type, listener) {
    const make = {
      message: (data, isBinary) => ({ type, data: isBinary ? data : data.toString(), target: this }),
      close: (code, reason) => ({ type, code, reason: reason.toString(), wasClean: code !== 1006, target: this }),
      error: (error) => ({ type, error, message: error.message, target: this }),
      open: () => ({ type, target: this }),
    }[type];
    if (make) this.on(type, (...args) => (typeof listener === "function" ? listener : listener.handleEvent).call(this, make(...args)));
  }
}

for (const [name, value] of Object.entries(STATES)) {
  Object.defineProperty(WebSocket, name, { value, enumerable: true });
  Object.defineProperty(WebSocket.prototype, name, { value, enumerable: true });
}
for (const type of ["open", "message", "close", "error"]) {
  const listeners = new WeakMap();
  Object.defineProperty(WebSocket.prototype, `on${type}`, {
    enumerable: true,
    configurable: true,
    get() {
      return listeners.get(this) ?? null;
    },
    set(listener) {
      listeners.set(this, listener);
      if (typeof listener === "function") this.addEventListener(type, listener);
    },
  });
}

/** Answer an upgrade by hand, and close. */
function refuse(socket, code, message, headers = {}) {
  const text = message || require("internal/http_status")[code];
  const all = { Connection: "close", "Content-Type": "text/html", "Content-Length": Buffer.byteLength(text), ...headers };
  socket.once("finish", socket.destroy);
  socket.end(
    `HTTP/1.1 ${code} ${require("internal/http_status")[code]}\r\n${Object.keys(all).map((name) => `${name}: ${all[name]}`).join("\r\n")}\r\n\r\n${text}`,
  );
}

/** `new WebSocketServer({ server | port | noServer })`. */
class WebSocketServer extends EventEmitter {
  constructor(options = {}, callback) {
    super();
    this.options = { clientTracking: true, maxPayload: 100 * 1024 * 1024, path: null, server: null, noServer: false, port: null, verifyClient: null, handleProtocols: null, WebSocket, ...options };
    const o = this.options;
    if ((o.port === null && !o.server && !o.noServer) || (o.port !== null && (o.server || o.noServer)) || (o.server && o.noServer)) {
      throw new TypeError('One and only one of the "port", "server", or "noServer" options must be specified');
    }
    let server = o.server;
    if (o.port !== null) {
      server = require("_http_server").createServer((req, res) => {
        res.writeHead(426, { "Content-Length": 16, "Content-Type": "text/plain" });
        res.end("Upgrade Required");
      });
      server.listen(o.port, o.host, callback);
    }
    this._server = server ?? null;
    if (server) {
      server.on("listening", () => this.emit("listening"));
      server.on("upgrade", (req, socket, head) => this.handleUpgrade(req, socket, head, (ws) => this.emit("connection", ws, req)));
    }
    if (o.clientTracking) this.clients = new Set();
    this._closed = false;
  }

  address() {
    if (this.options.noServer) throw new Error('The server is operating in "noServer" mode');
    return this._server ? this._server.address() : null;
  }

  shouldHandle(req) {
    return !this.options.path || req.url.split("?")[0] === this.options.path;
  }

  handleUpgrade(req, socket, head, callback) {
    const key = req.headers["sec-websocket-key"];
    const version = Number(req.headers["sec-websocket-version"]);
    if (req.method !== "GET") return refuse(socket, 405, "Invalid HTTP method");
    if ((req.headers.upgrade ?? "").toLowerCase() !== "websocket") return refuse(socket, 400, "Invalid Upgrade header");
    if (key === undefined || !/^[+/0-9A-Za-z]{22}==$/.test(key)) return refuse(socket, 400, "Missing or invalid Sec-WebSocket-Key header");
    if (version !== 13 && version !== 8) return refuse(socket, 400, "Missing or invalid Sec-WebSocket-Version header", { "Sec-WebSocket-Version": "13, 8" });
    if (!this.shouldHandle(req)) return refuse(socket, 400);
    const list = req.headers["sec-websocket-protocol"];
    const protocols = new Set(list ? list.split(",").map((one) => one.trim()) : []);
    const { verifyClient } = this.options;
    if (verifyClient) {
      const info = { origin: req.headers[version === 8 ? "sec-websocket-origin" : "origin"], secure: Boolean(req.socket.authorized || req.socket.encrypted), req };
      if (verifyClient.length === 2) {
        verifyClient(info, (verified, code, message, headers) => (verified ? this.#complete(key, protocols, req, socket, callback) : refuse(socket, code || 401, message, headers)));
        return undefined;
      }
      if (!verifyClient(info)) return refuse(socket, 401);
    }
    return this.#complete(key, protocols, req, socket, callback);
  }

  #complete(key, protocols, req, socket, callback) {
    if (!socket.readable || !socket.writable) return socket.destroy();
    if (this._closed) return refuse(socket, 503);
    const accept = host.base64(host.hash("sha1", host.utf8(key + GUID)), false);
    const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
    const ws = new this.options.WebSocket(null);
    if (protocols.size) {
      const chosen = this.options.handleProtocols ? this.options.handleProtocols(protocols, req) : protocols.values().next().value;
      if (chosen) {
        lines.push(`Sec-WebSocket-Protocol: ${chosen}`);
        ws.protocol = chosen;
      }
    }
    this.emit("headers", lines, req);
    const headers = lines.slice(1).flatMap((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
    socket._accept(headers, ws._open(socket, this.options.maxPayload));
    if (this.clients) {
      this.clients.add(ws);
      ws.on("close", () => this.clients.delete(ws));
    }
    callback(ws, req);
    return undefined;
  }

  close(done) {
    this._closed = true;
    if (this.options.port !== null && this._server) this._server.close();
    process.nextTick(() => {
      this.emit("close");
      if (done) done();
    });
  }
}

Object.assign(WebSocket, { WebSocket, WebSocketServer, Server: WebSocketServer });
module.exports = WebSocket;
