"use strict";
// What Express adds to a request.

const http = require("_http_server");
const isIP = kernel("ip").version;
const media = require("internal/web/media");
const { pieces } = require("internal/web/url");
const { proxyaddr, all } = require("internal/web/proxy");
const { fresh, ranges } = require("internal/web/validators");

/** The prototype of requests of one version. */
function request(version) {
  const req = Object.create(http.IncomingMessage.prototype);

  req.get = req.header = function header(name) {
    if (!name) throw new TypeError("name argument is required to req.get");
    if (typeof name !== "string") throw new TypeError("name must be a string to req.get");
    const lower = name.toLowerCase();
    if (lower === "referer" || lower === "referrer") return this.headers.referrer || this.headers.referer;
    return this.headers[lower];
  };
  req.accepts = function accepts(...types) {
    return media.types(this, types.flat());
  };
  req.acceptsEncodings = function acceptsEncodings(...names) {
    return media.encodings(this, names.flat());
  };
  req.acceptsCharsets = function acceptsCharsets(...names) {
    return media.charsets(this, names.flat());
  };
  req.acceptsLanguages = function acceptsLanguages(...names) {
    return media.languages(this, names.flat());
  };
  req.range = function range(size, options) {
    const header = this.get("Range");
    return header ? ranges(size, header, options) : undefined;
  };
  req.is = function is(...types) {
    return media.requestIs(this, types.flat());
  };

  const getter = (name, get) => Object.defineProperty(req, name, { configurable: true, enumerable: true, get });
  const trusts = (self, i) => self.app.get("trust proxy fn")(self.socket.remoteAddress, i);

  if (version === 4) {
    req.acceptsEncoding = req.acceptsEncodings;
    req.acceptsCharset = req.acceptsCharsets;
    req.acceptsLanguage = req.acceptsLanguages;
    req.param = function param(name, otherwise) {
      const own = (object) => object && object[name] !== null && object[name] !== undefined;
      const params = this.params || {};
      if (own(params) && Object.prototype.hasOwnProperty.call(params, name)) return params[name];
      if (own(this.body || {})) return this.body[name];
      return own(this.query || {}) ? this.query[name] : otherwise;
    };
  } else {
    getter("query", function query() {
      const parse = this.app.get("query parser fn");
      return parse ? parse(pieces(this)?.query) : Object.create(null);
    });
  }
  getter("protocol", function protocol() {
    const own = this.socket.encrypted ? "https" : "http";
    if (!trusts(this, 0)) return own;
    return (this.get("X-Forwarded-Proto") || own).split(",")[0].trim();
  });
  getter("secure", function secure() {
    return this.protocol === "https";
  });
  getter("ip", function ip() {
    return proxyaddr(this, this.app.get("trust proxy fn"));
  });
  getter("ips", function ips() {
    const list = all(this, this.app.get("trust proxy fn"));
    list.reverse().pop();
    return list;
  });
  getter("subdomains", function subdomains() {
    const name = this.hostname;
    if (!name) return [];
    return (isIP(name) ? [name] : name.split(".").reverse()).slice(this.app.get("subdomain offset"));
  });
  getter("path", function path() {
    return pieces(this)?.pathname;
  });
  const fullHost = (self) => {
    const given = self.get("X-Forwarded-Host");
    if (!given || !trusts(self, 0)) return self.get("Host") || undefined;
    return (given.includes(",") ? given.slice(0, given.indexOf(",")).trimEnd() : given) || undefined;
  };
  getter("hostname", function hostname() {
    const name = fullHost(this);
    if (!name) return undefined;
    const at = name.indexOf(":", name[0] === "[" ? name.indexOf("]") + 1 : 0);
    return at < 0 ? name : name.slice(0, at);
  });
  getter("host", function host() {
    return version === 4 ? this.hostname : fullHost(this);
  });
  getter("fresh", function isFresh() {
    if (this.method !== "GET" && this.method !== "HEAD") return false;
    const status = this.res.statusCode;
    if (!((status >= 200 && status < 300) || status === 304)) return false;
    return fresh(this.headers, { etag: this.res.get("ETag"), "last-modified": this.res.get("Last-Modified") });
  });
  getter("stale", function stale() {
    return !this.fresh;
  });
  getter("xhr", function xhr() {
    return (this.get("X-Requested-With") || "").toLowerCase() === "xmlhttprequest";
  });
  return req;
}

module.exports = { request };
