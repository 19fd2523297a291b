"use strict";
// Files as answers: paths made safe, dot files, indexes, conditional requests and ranges.

const fs = require("fs");
const path = require("path");
const Stream = require("stream");
const STATUS = require("internal/http_status");
const mime = require("internal/web/mime");
const edition = require("internal/web/edition");
const { statTag, fresh, ranges } = require("internal/web/validators");
const { encodeUrl, oneLeadingSlash } = require("internal/web/url");
const { whenFinished } = require("internal/web/finished");
const { page } = require("internal/web/final");
const createError = require("http-errors");
const escapeHtml = require("escape-html");

const UP = /(?:^|[\\/])\.\.(?:[\\/]|$)/;
const YEAR = 60 * 60 * 24 * 365 * 1000;
const UNITS = { ms: 1, s: 1000, m: 60000, h: 3600000, d: 86400000, w: 604800000, y: 31557600000 };

/** Milliseconds of "1d", "2 hours" or a number. */
function milliseconds(value) {
  if (typeof value !== "string") return Number(value);
  const found = /^(-?\d*\.?\d+) *(ms|s|m|h|d|w|y|milliseconds?|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|years?|yrs?)?$/i.exec(value);
  if (!found) return NaN;
  const unit = (found[2] || "ms").toLowerCase();
  return Number(found[1]) * (UNITS[unit] ?? UNITS[unit.startsWith("m") && !unit.startsWith("min") ? "ms" : unit[0]]);
}

function list(value, name) {
  const out = [].concat(value || []);
  if (out.some((one) => typeof one !== "string")) throw new TypeError(`${name} must be array of strings or false`);
  return out;
}

/** One file on its way to a browser. */
class SendStream extends Stream {
  constructor(req, target, options = {}) {
    super();
    this.req = req;
    this.options = options;
    this.path = target;
    this._etag = options.etag !== undefined ? Boolean(options.etag) : true;
    this._dotfiles = options.dotfiles !== undefined ? options.dotfiles : "ignore";
    // Those below Express 4 ignore a hidden file, but not what lies in a hidden folder, unless they are told.
    this._lastOnly = edition.four && options.dotfiles === undefined;
    if (!["allow", "deny", "ignore"].includes(this._dotfiles)) throw new TypeError('dotfiles option must be "allow", "deny", or "ignore"');
    this._extensions = options.extensions !== undefined ? list(options.extensions, "extensions option") : [];
    this._index = options.index !== undefined ? list(options.index, "index option") : ["index.html"];
    this._lastModified = options.lastModified !== undefined ? Boolean(options.lastModified) : true;
    this._acceptRanges = options.acceptRanges !== undefined ? Boolean(options.acceptRanges) : true;
    this._cacheControl = options.cacheControl !== undefined ? Boolean(options.cacheControl) : true;
    this._immutable = Boolean(options.immutable);
    const age = milliseconds(options.maxAge || options.maxage);
    this._maxage = Number.isNaN(age) ? 0 : Math.min(Math.max(0, age), YEAR);
    this._root = options.root ? path.resolve(options.root) : null;
  }

  error(status, cause) {
    if (this.listenerCount("error") > 0) {
      const error = cause instanceof Error ? createError(status, cause, { expose: false }) : createError(status, cause ?? {});
      this.emit("error", error);
      return;
    }
    const { res } = this;
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    if (cause && cause.headers) for (const [name, value] of Object.entries(cause.headers)) res.setHeader(name, value);
    res.statusCode = status;
    html(res, page("Error", escapeHtml(STATUS[status] || String(status))));
  }

  pipe(res) {
    this.res = res;
    let target;
    try {
      target = decodeURIComponent(this.path);
    } catch {
      this.error(400);
      return res;
    }
    if (target.includes("\0")) {
      this.error(400);
      return res;
    }
    if (this._root !== null && target) target = path.normalize(`./${target}`);
    if (UP.test(target)) {
      this.error(403);
      return res;
    }
    const parts = (this._root !== null ? target : path.normalize(target)).split("/");
    target = this._root !== null ? path.normalize(path.join(this._root, target)) : path.resolve(target);
    if ((this._lastOnly ? parts.slice(-1) : parts).some((part) => part.length > 1 && part[0] === ".") && this._dotfiles !== "allow") {
      this.error(this._dotfiles === "deny" ? 403 : 404);
      return res;
    }
    if (this._index.length && this.hasTrailingSlash()) this.#tryAll(this._index.map((name) => path.join(target, name)), null);
    else this.#file(target);
    return res;
  }

  hasTrailingSlash() {
    return this.path.endsWith("/");
  }

  #statError(error) {
    this.error(["ENAMETOOLONG", "ENOENT", "ENOTDIR"].includes(error.code) ? 404 : 500, error);
  }

  #file(target) {
    fs.stat(target, (error, stat) => {
      if (error && error.code === "ENOENT" && !path.extname(target) && !target.endsWith("/")) {
        this.#tryAll(this._extensions.map((ending) => `${target}.${ending}`), error);
      } else if (error) this.#statError(error);
      else if (stat.isDirectory()) this.#directory(target);
      else if (target.endsWith("/")) this.error(404);
      else {
        this.emit("file", target, stat);
        this.#send(target, stat);
      }
    });
  }

  #tryAll(candidates, error) {
    if (!candidates.length) {
      if (error) this.#statError(error);
      else this.error(404);
      return;
    }
    const [target, ...rest] = candidates;
    fs.stat(target, (failure, stat) => {
      if (failure || stat.isDirectory()) this.#tryAll(rest, failure || null);
      else {
        this.emit("file", target, stat);
        this.#send(target, stat);
      }
    });
  }

  #directory(target) {
    const { res } = this;
    if (this.listenerCount("directory") > 0) {
      this.emit("directory", res, target);
      return;
    }
    if (this.hasTrailingSlash()) {
      this.error(403);
      return;
    }
    redirect(res, encodeUrl(oneLeadingSlash(`${this.path}/`)));
  }

  #send(target, stat) {
    const { res, req, options } = this;
    if (res.headersSent) {
      this.error(500, new Error("Can't set headers after they are sent."));
      return;
    }
    this.emit("headers", res, target, stat);
    const put = (name, value) => {
      if (!res.getHeader(name)) res.setHeader(name, value);
    };
    if (this._acceptRanges) put("Accept-Ranges", "bytes");
    if (this._cacheControl) put("Cache-Control", `public, max-age=${Math.floor(this._maxage / 1000)}${this._immutable ? ", immutable" : ""}`);
    if (this._lastModified) put("Last-Modified", stat.mtime.toUTCString());
    if (this._etag) put("ETag", statTag(stat));
    put("Content-Type", typeOf(target));

    if (["if-match", "if-unmodified-since", "if-none-match", "if-modified-since"].some((name) => req.headers[name])) {
      if (this.#preconditionFails()) {
        this.error(412);
        return;
      }
      const good = (res.statusCode >= 200 && res.statusCode < 300) || res.statusCode === 304;
      if (good && fresh(req.headers, { etag: res.getHeader("ETag"), "last-modified": res.getHeader("Last-Modified") })) {
        for (const name of ["Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "Content-Type"]) res.removeHeader(name);
        res.statusCode = 304;
        res.end();
        return;
      }
    }
    let start = options.start || 0;
    let size = Math.max(0, stat.size - start);
    if (options.end !== undefined) size = Math.min(size, options.end - start + 1);
    if (this._acceptRanges && /^ *bytes=/.test(req.headers.range)) {
      let found = ranges(size, req.headers.range, { combine: true });
      if (!this.#rangeFresh()) found = -2;
      if (found === -1) {
        res.setHeader("Content-Range", `bytes */${size}`);
        this.error(416, { headers: { "Content-Range": `bytes */${size}` } });
        return;
      }
      if (found !== -2 && found.length === 1) {
        res.statusCode = 206;
        res.setHeader("Content-Range", `bytes ${found[0].start}-${found[0].end}/${size}`);
        start += found[0].start;
        size = found[0].end - found[0].start + 1;
      }
    }
    res.setHeader("Content-Length", size);
    if (req.method === "HEAD") {
      res.end();
      return;
    }
    const source = fs.createReadStream(target, { start, end: Math.max(start, start + size - 1) });
    this.emit("stream", source);
    source.pipe(res);
    whenFinished(res, () => source.destroy());
    source.on("error", (error) => {
      source.destroy();
      this.#statError(error);
    });
    source.on("end", () => this.emit("end"));
  }

  #preconditionFails() {
    const { req, res } = this;
    const match = req.headers["if-match"];
    if (match) {
      const tag = res.getHeader("ETag");
      return !tag || (match !== "*" && match.split(",").map((one) => one.trim()).every((one) => one !== tag && one !== `W/${tag}` && `W/${one}` !== tag));
    }
    const since = Date.parse(req.headers["if-unmodified-since"]);
    return !Number.isNaN(since) && !(Date.parse(res.getHeader("Last-Modified")) <= since);
  }

  #rangeFresh() {
    const given = this.req.headers["if-range"];
    if (!given) return true;
    if (given.includes('"')) return Boolean(this.res.getHeader("ETag") && given.includes(this.res.getHeader("ETag")));
    return Date.parse(this.res.getHeader("Last-Modified")) <= Date.parse(given);
  }
}

function html(res, body) {
  res.setHeader("Content-Type", "text/html; charset=UTF-8");
  res.setHeader("Content-Length", Buffer.byteLength(body));
  res.setHeader("Content-Security-Policy", "default-src 'none'");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.end(body);
}

/** The Content-Type of a file by its ending. */
function typeOf(target) {
  const type = mime.contentType(path.extname(target)) || "application/octet-stream";
  return edition.four ? type.replace("; charset=utf-8", "; charset=UTF-8").replace("text/javascript", "application/javascript") : type;
}

/** Lead to the folder's own path. */
function redirect(res, location) {
  res.statusCode = 301;
  res.setHeader("Location", location);
  html(res, page("Redirecting", `Redirecting to ${escapeHtml(location)}`));
}

/** `res.sendFile`: send, and call back when it is done or failed. */
function transfer(req, res, target, options, version, callback) {
  let over = false;
  let streaming;
  const done = (error) => {
    if (over) return;
    over = true;
    callback(error);
  };
  const coded = (message, code) => Object.assign(new Error(message), { code });
  const file = new SendStream(req, target, options);
  file.on("directory", () => done(coded("EISDIR, read", "EISDIR")));
  file.on("end", () => done());
  file.on("error", done);
  file.on("file", () => void (streaming = false));
  file.on("stream", () => void (streaming = true));
  whenFinished(res, (error) => {
    if (error && error.code === "ECONNRESET") return done(coded("Request aborted", "ECONNABORTED"));
    if (error) return done(error);
    setImmediate(() => (streaming !== false && !over ? done(coded("Request aborted", "ECONNABORTED")) : done()));
    return undefined;
  });
  if (options.headers) {
    file.on("headers", (to) => {
      for (const name of Object.keys(options.headers)) to.setHeader(name, options.headers[name]);
    });
  }
  file.pipe(res);
}

module.exports = { SendStream, transfer, redirect, milliseconds };
