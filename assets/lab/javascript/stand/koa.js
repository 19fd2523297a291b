"use strict";
// Koa: middlewares around a context.

const EventEmitter = require("events");
const { createServer } = require("_http_server");
const STATUS = require("internal/http_status");
const media = require("internal/web/media");
const mime = require("internal/web/mime");
const { pieces, encodeUrl } = require("internal/web/url");
const cookies = require("cookie");
const createError = require("http-errors");
const escapeHtml = require("escape-html");
const { vary } = require("internal/express/response");

function compose(list) {
  return (ctx, next) => {
    let last = -1;
    const step = (i) => {
      if (i <= last) return Promise.reject(new Error("next() called multiple times"));
      last = i;
      const f = i === list.length ? next : list[i];
      if (!f) return Promise.resolve();
      try {
        return Promise.resolve(f(ctx, () => step(i + 1)));
      } catch (error) {
        return Promise.reject(error);
      }
    };
    return step(0);
  };
}

class Request {
  constructor(ctx, req) {
    Object.assign(this, { ctx, req, app: ctx.app, originalUrl: req.url });
  }
  get headers() {
    return this.req.headers;
  }
  get header() {
    return this.req.headers;
  }
  get method() {
    return this.req.method;
  }
  get url() {
    return this.req.url;
  }
  set url(value) {
    this.req.url = value;
  }
  get path() {
    return pieces(this.req).pathname;
  }
  set path(value) {
    this.req.url = value + (pieces(this.req).search ?? "");
  }
  get querystring() {
    return pieces(this.req).query ?? "";
  }
  get search() {
    return pieces(this.req).search ?? "";
  }
  get query() {
    return require("querystring").parse(this.querystring);
  }
  get host() {
    const given = this.app.proxy && this.get("X-Forwarded-Host");
    return (given || this.get("Host")).split(/\s*,\s*/)[0];
  }
  get hostname() {
    return this.host.startsWith("[") ? this.host : this.host.split(":")[0];
  }
  get protocol() {
    if (this.req.socket.encrypted) return "https";
    return this.app.proxy ? this.get("X-Forwarded-Proto").split(/\s*,\s*/)[0] || "http" : "http";
  }
  get secure() {
    return this.protocol === "https";
  }
  get origin() {
    return `${this.protocol}://${this.host}`;
  }
  get href() {
    return /^https?:\/\//i.test(this.originalUrl) ? this.originalUrl : this.origin + this.originalUrl;
  }
  get ips() {
    const value = this.get(this.app.proxyIpHeader);
    const list = this.app.proxy && value ? value.split(/\s*,\s*/) : [];
    return this.app.maxIpsCount > 0 ? list.slice(-this.app.maxIpsCount) : list;
  }
  get ip() {
    return this.ips[0] || this.req.socket.remoteAddress || "";
  }
  get type() {
    return this.get("Content-Type").split(";")[0];
  }
  get(name) {
    const lower = name.toLowerCase();
    if (lower === "referer" || lower === "referrer") return this.req.headers.referrer || this.req.headers.referer || "";
    return this.req.headers[lower] || "";
  }
  is(...types) {
    return media.requestIs(this.req, types.flat());
  }
  accepts(...types) {
    return media.types(this.req, types.flat());
  }
}

class Response {
  #body;

  constructor(ctx, res) {
    Object.assign(this, { ctx, res, app: ctx.app });
    this.explicit = false;
  }
  get status() {
    return this.res.statusCode;
  }
  set status(code) {
    if (!Number.isInteger(code) || code < 100 || code > 999) throw new Error(`invalid status code: ${code}`);
    this.explicit = true;
    this.res.statusCode = code;
    if ([204, 205, 304].includes(code)) this.#body = null;
  }
  get message() {
    return this.res.statusMessage || STATUS[this.status];
  }
  get headerSent() {
    return this.res.headersSent;
  }
  get headers() {
    return this.res.getHeaders();
  }
  get body() {
    return this.#body;
  }
  set body(value) {
    this.#body = value;
    if (value === null || value === undefined) {
      if (![204, 205, 304].includes(this.status)) this.status = 204;
      for (const name of ["Content-Type", "Content-Length", "Transfer-Encoding"]) this.remove(name);
      return;
    }
    if (!this.explicit) this.status = 200;
    const untyped = !this.res.hasHeader("Content-Type");
    if (typeof value === "string") {
      if (untyped) this.type = /^\s*</.test(value) ? "html" : "text";
      this.set("Content-Length", Buffer.byteLength(value));
    } else if (Buffer.isBuffer(value)) {
      if (untyped) this.type = "bin";
      this.set("Content-Length", value.length);
    } else if (typeof value.pipe === "function") {
      if (untyped) this.type = "bin";
    } else {
      this.remove("Content-Length");
      this.type = "json";
    }
  }
  get type() {
    return String(this.get("Content-Type") ?? "").split(";")[0];
  }
  set type(type) {
    const found = mime.contentType(type === "bin" ? "application/octet-stream" : type === "text" ? "txt" : type);
    if (found) this.set("Content-Type", found);
    else this.remove("Content-Type");
  }
  get(name) {
    return this.res.getHeader(name) ?? "";
  }
  has(name) {
    return this.res.hasHeader(name);
  }
  set(name, value) {
    if (this.headerSent) return;
    if (typeof name === "object") for (const key of Object.keys(name)) this.set(key, name[key]);
    else this.res.setHeader(name, Array.isArray(value) ? value.map(String) : String(value));
  }
  append(name, value) {
    const had = this.res.getHeader(name);
    this.set(name, had ? [].concat(had, value) : value);
  }
  remove(name) {
    if (!this.headerSent) this.res.removeHeader(name);
  }
  vary(field) {
    if (!this.headerSent) vary(this.res, field);
  }
  redirect(to) {
    const url = /^https?:\/\//i.test(to) ? new URL(to).toString() : to;
    this.set("Location", encodeUrl(url));
    if (![300, 301, 302, 303, 305, 307, 308].includes(this.status)) this.status = 302;
    if (this.ctx.request.accepts("html")) {
      this.type = "text/html; charset=utf-8";
      this.body = `Redirecting to <a href="${escapeHtml(url)}">${escapeHtml(url)}</a>.`;
    } else {
      this.type = "text/plain; charset=utf-8";
      this.body = `Redirecting to ${url}.`;
    }
  }
  attachment(name) {
    if (name) this.type = /\.[^.]*$/.exec(name)?.[0] ?? "bin";
    this.set("Content-Disposition", require("internal/web/disposition")(name));
  }
}

class Context {
  constructor(app, req, res) {
    this.app = app;
    this.req = req;
    this.res = res;
    this.state = {};
    this.request = new Request(this, req);
    this.response = new Response(this, res);
    this.originalUrl = req.url;
    this.cookies = {
      get: (name, options = {}) => {
        const value = cookies.parse(req.headers.cookie ?? "", { decode: String })[name];
        if (value === undefined || !(options.signed ?? Boolean(app.keys))) return value;
        const signature = cookies.parse(req.headers.cookie ?? "", { decode: String })[`${name}.sig`];
        return app.keys.some((key) => signed(key, `${name}=${value}`) === signature) ? value : undefined;
      },
      set: (name, value, options = {}) => {
        const gone = value === null || value === undefined || value === "";
        if (options.secure && !this.request.secure) throw new Error("Cannot send secure cookie over unencrypted connection");
        const { maxAge, signed: wants = Boolean(app.keys), ...rest } = options;
        const given = { path: "/", httpOnly: true, ...rest, encode: String, expires: gone ? new Date(0) : maxAge ? new Date(Date.now() + maxAge) : rest.expires };
        this.response.append("Set-Cookie", cookies.serialize(name, gone ? "" : String(value), given));
        if (!wants) return;
        if (!app.keys) throw new Error(".keys required for signed cookies");
        this.response.append("Set-Cookie", cookies.serialize(`${name}.sig`, signed(app.keys[0], `${name}=${gone ? "" : value}`), given));
      },
    };
  }
  throw(...args) {
    throw createError(...args);
  }
  assert(value, ...args) {
    if (!value) throw createError(...args);
  }
  onerror(error) {
    if (error === null || error === undefined) return;
    const { res, app } = this;
    const known = error instanceof Error ? error : new Error(`non-error thrown: ${JSON.stringify(error)}`);
    app.emit("error", known, this);
    let status = known.status || known.statusCode;
    if (known.code === "ENOENT") status = 404;
    if (typeof status !== "number" || !STATUS[status]) status = 500;
    if (status >= 500) res._raised?.(known);
    if (res.headersSent) return;
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    for (const [name, value] of Object.entries(known.headers ?? {})) res.setHeader(name, value);
    const text = known.expose ? known.message : STATUS[status];
    res.statusCode = status;
    res.setHeader("Content-Type", "text/plain; charset=utf-8");
    res.setHeader("Content-Length", Buffer.byteLength(text));
    res.end(text);
  }
}

const signed = (key, text) => host.base64(host.hmac("sha1", host.utf8(key), host.utf8(text)), true);

// What the context has of the request and of the answer.
const delegate = (part, names, writable) => {
  for (const name of names.split(" ")) {
    Object.defineProperty(Context.prototype, name, {
      configurable: true,
      get() {
        const value = this[part][name];
        return typeof value === "function" ? value.bind(this[part]) : value;
      },
      set: writable
        ? function (value) {
            this[part][name] = value;
          }
        : undefined,
    });
  }
};
delegate("request", "headers header method query querystring search host hostname protocol secure origin href ip ips get is accepts", false);
delegate("request", "url path", true);
delegate("response", "headerSent redirect attachment set append remove vary has message", false);
delegate("response", "status body type", true);

class Koa extends EventEmitter {
  constructor(options = {}) {
    super();
    this.middleware = [];
    this.proxy = options.proxy || false;
    this.proxyIpHeader = options.proxyIpHeader || "X-Forwarded-For";
    this.maxIpsCount = options.maxIpsCount || 0;
    this.env = options.env || process.env.NODE_ENV || "development";
    if (options.keys) this.keys = options.keys;
    this.context = Object.create(Context.prototype);
  }
  use(middleware) {
    if (typeof middleware !== "function") throw new TypeError("middleware must be a function!");
    this.middleware.push(middleware);
    return this;
  }
  callback() {
    const run = compose(this.middleware);
    if (!this.listenerCount("error")) this.on("error", (error) => (error.status === 404 || error.expose || this.silent ? undefined : console.error(error)));
    return (req, res) => {
      const ctx = new Context(this, req, res);
      for (const key of Object.keys(this.context)) ctx[key] = this.context[key];
      res.statusCode = 404;
      return run(ctx).then(() => respond(ctx)).catch((error) => {
        if (error && error.name === "LabLacks") throw error;
        ctx.onerror(error);
      });
    };
  }
  listen(...args) {
    return createServer(this.callback()).listen(...args);
  }
}

function respond(ctx) {
  if (ctx.respond === false) return;
  const { res } = ctx;
  const { body } = ctx.response;
  if ([204, 205, 304].includes(res.statusCode)) return void res.end();
  if (ctx.req.method === "HEAD") return void res.end();
  if (body === null || body === undefined) {
    const text = ctx.response.message || String(res.statusCode);
    if (!res.headersSent) {
      res.setHeader("Content-Type", "text/plain; charset=utf-8");
      res.setHeader("Content-Length", Buffer.byteLength(text));
    }
    return void res.end(text);
  }
  if (Buffer.isBuffer(body) || typeof body === "string") return void res.end(body);
  if (typeof body.pipe === "function") return void body.pipe(res);
  const json = JSON.stringify(body);
  if (!res.headersSent) res.setHeader("Content-Length", Buffer.byteLength(json));
  return void res.end(json);
}

Koa.HttpError = createError.HttpError;
Koa.compose = compose;
module.exports = Koa;
module.exports.default = Koa;
