"use strict";
// What Express adds to an answer.

const http = require("_http_server");
const path = require("path");
const mime = require("internal/web/mime");
const media = require("internal/web/media");
const { encodeUrl } = require("internal/web/url");
const cookies = require("cookie");
const escapeHtml = require("escape-html");
const createError = require("http-errors");

const STATUS = http.STATUS_CODES;

/** JSON as `res.json` writes it. */
function stringify(app, value) {
  const replacer = app.get("json replacer");
  const spaces = app.get("json spaces");
  const json = replacer || spaces ? JSON.stringify(value, replacer, spaces) : JSON.stringify(value);
  if (!app.get("json escape") || typeof json !== "string") return json;
  return json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

function mediaOf(type) {
  return type.includes("/") ? type.split(";")[0].trim() : mime.lookup(type) || "application/octet-stream";
}

/** A list of field names in `Vary`. */
function vary(res, field) {
  const had = [].concat(res.getHeader("Vary") ?? []).join(", ");
  const names = Array.isArray(field) ? field : String(field).split(/ *, */);
  for (const name of names) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new TypeError("field argument contains an invalid header name");
  }
  if (had === "*") return;
  const list = had ? had.split(/ *, */) : [];
  if (names.includes("*") || list.includes("*")) return void res.setHeader("Vary", "*");
  let out = had;
  for (const name of names) {
    if (list.some((one) => one.toLowerCase() === name.toLowerCase())) continue;
    list.push(name);
    out = out ? `${out}, ${name}` : name;
  }
  if (out) res.setHeader("Vary", out);
}

/** The prototype of answers of one version. */
function response(version) {
  const res = Object.create(http.ServerResponse.prototype);

  const methods = {
    status(code) {
      if (version !== 4) {
        const shown = JSON.stringify(code);
        if (!Number.isInteger(code)) throw new TypeError(`Invalid status code: ${shown}. Status code must be an integer.`);
        if (code < 100 || code > 999) throw new RangeError(`Invalid status code: ${shown}. Status code must be greater than 99 and less than 1000.`);
      }
      this.statusCode = code;
      return this;
    },

    links(links) {
      const had = this.get("Link");
      const all = Object.keys(links).flatMap((rel) => [].concat(version === 4 ? String(links[rel]) : links[rel]).map((link) => `<${link}>; rel="${rel}"`));
      return this.set("Link", (had ? `${had}, ` : "") + all.join(", "));
    },

    send(...args) {
      let [body] = args;
      if (version === 4 && args.length === 2) {
        // The old forms `send(status, body)` and `send(body, status)`.
        if (typeof args[0] !== "number" && typeof args[1] === "number") this.statusCode = args[1];
        else [this.statusCode, body] = args;
      } else if (version === 4 && typeof body === "number") {
        if (!this.get("Content-Type")) this.type("txt");
        this.statusCode = body;
        body = STATUS[body];
      }
      return sendBody(this, body, version);
    },

    json(...args) {
      let [value] = args;
      if (version === 4 && args.length === 2) {
        if (typeof args[1] === "number") this.statusCode = args[1];
        else [this.statusCode, value] = args;
      }
      const body = stringify(this.app, value);
      if (!this.get("Content-Type")) this.set("Content-Type", "application/json");
      return this.send(body);
    },

    jsonp(value) {
      let body = stringify(this.app, value);
      let callback = this.req.query[this.app.get("jsonp callback name")];
      if (!this.get("Content-Type")) {
        this.set("X-Content-Type-Options", "nosniff");
        this.set("Content-Type", "application/json");
      }
      if (Array.isArray(callback)) [callback] = callback;
      if (typeof callback === "string" && callback.length !== 0) {
        this.set("X-Content-Type-Options", "nosniff");
        this.set("Content-Type", "text/javascript");
        callback = callback.replace(/[^[\]\w$.]/g, "");
        body = body === undefined ? "" : body.replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
        body = `/**/ typeof ${callback} === 'function' && ${callback}(${body});`;
      }
      return this.send(body);
    },

    sendStatus(code) {
      const body = STATUS[code] || String(code);
      this.status(code);
      this.type("txt");
      return this.send(body);
    },

    sendFile(file, options, callback) {
      const done = typeof options === "function" ? options : callback;
      const given = typeof options === "function" ? {} : options || {};
      if (!file) throw new TypeError("path argument is required to res.sendFile");
      if (typeof file !== "string") throw new TypeError("path must be a string to res.sendFile");
      if (!given.root && !path.isAbsolute(file)) throw new TypeError("path must be absolute or specify root to res.sendFile");
      const { next } = this.req;
      if (version !== 4 || given.etag === undefined) given.etag = this.app.enabled("etag");
      require("internal/web/send").transfer(this.req, this, encodeURI(file), given, version, (error) => {
        if (done) return done(error);
        if (error && error.code === "EISDIR") return next();
        if (error && error.code !== "ECONNABORTED" && error.syscall !== "write") return next(error);
        return undefined;
      });
    },

    download(file, filename, options, callback) {
      let [name, given, done] = [filename, options || null, callback];
      if (typeof filename === "function") [name, given, done] = [null, null, filename];
      else if (typeof options === "function") [given, done] = [null, options];
      if (filename && typeof filename === "object" && (typeof options === "function" || options === undefined)) [name, given] = [null, filename];
      const headers = { "Content-Disposition": require("internal/web/disposition")(name || file, version) };
      if (given && given.headers) {
        for (const key of Object.keys(given.headers)) if (key.toLowerCase() !== "content-disposition") headers[key] = given.headers[key];
      }
      const all = Object.create(given);
      all.headers = headers;
      return this.sendFile(all.root ? file : path.resolve(file), all, done);
    },

    type(type) {
      const found = type.includes("/") ? type : version === 4 ? mime.lookup(type) || "application/octet-stream" : mime.contentType(type) || "application/octet-stream";
      return this.set("Content-Type", found);
    },

    format(handlers) {
      const keys = Object.keys(handlers).filter((key) => key !== "default");
      const key = keys.length > 0 ? this.req.accepts(keys) : false;
      this.vary("Accept");
      if (key) {
        this.set("Content-Type", mediaOf(key));
        handlers[key](this.req, this, this.req.next);
      } else if (handlers.default) handlers.default(this.req, this, this.req.next);
      else this.req.next(createError(406, { types: keys.map(mediaOf) }));
      return this;
    },

    attachment(filename) {
      if (filename) this.type(path.extname(filename));
      this.set("Content-Disposition", require("internal/web/disposition")(filename, version));
      return this;
    },

    append(field, value) {
      const had = this.get(field);
      return this.set(field, had ? [].concat(had, value) : value);
    },

    set(...args) {
      const [field, given] = args;
      if (args.length !== 2) {
        for (const key in field) this.set(key, field[key]);
        return this;
      }
      let value = Array.isArray(given) ? given.map(String) : String(given);
      if (field.toLowerCase() === "content-type") {
        if (Array.isArray(value)) throw new TypeError("Content-Type cannot be set to an Array");
        if (version !== 4) value = mime.contentType(value);
        else if (!/;\s*charset\s*=/.test(value)) {
          const charset = mime.charset(value);
          if (charset) value += `; charset=${charset.toLowerCase()}`;
        }
      }
      this.setHeader(field, value);
      return this;
    },

    get(field) {
      return this.getHeader(field);
    },

    clearCookie(name, options) {
      if (version === 4) return this.cookie(name, "", { expires: new Date(1), path: "/", ...options });
      const given = { path: "/", ...options, expires: new Date(1) };
      delete given.maxAge;
      return this.cookie(name, "", given);
    },

    cookie(name, value, options) {
      const given = { ...options };
      const { secret } = this.req;
      if (given.signed && !secret) throw new Error('cookieParser("secret") required for signed cookies');
      let text = typeof value === "object" ? `j:${JSON.stringify(value)}` : String(value);
      if (given.signed) text = `s:${require("cookie-signature").sign(text, secret)}`;
      if (given.maxAge !== null && given.maxAge !== undefined) {
        const age = given.maxAge - 0;
        if (!Number.isNaN(age)) {
          given.expires = new Date(Date.now() + age);
          given.maxAge = Math.floor(age / 1000);
        }
      }
      given.path ??= "/";
      this.append("Set-Cookie", cookies.serialize(name, String(text), given));
      return this;
    },

    location(to) {
      const target = version === 4 && to === "back" ? this.req.get("Referrer") || "/" : to;
      return this.set("Location", encodeUrl(target));
    },

    redirect(...args) {
      let [status, address] = args.length === 2 ? args : [302, args[0]];
      if (version === 4 && args.length === 2 && typeof args[0] !== "number" && typeof args[1] === "number") [address, status] = args;
      address = this.location(address).get("Location");
      let body = "";
      this.format({
        text: () => void (body = `${STATUS[status]}. Redirecting to ${address}`),
        html: () => {
          const shown = escapeHtml(address);
          body =
            version === 4
              ? `<p>${STATUS[status]}. Redirecting to ${shown}</p>`
              : `<!DOCTYPE html><head><title>${STATUS[status]}</title></head><body><p>${STATUS[status]}. Redirecting to ${shown}</p></body>`;
        },
        default: () => {},
      });
      if (version === 4) this.statusCode = status;
      else this.status(status);
      this.set("Content-Length", Buffer.byteLength(body));
      if (this.req.method === "HEAD") this.end();
      else this.end(body);
    },

    vary(field) {
      if (version === 4 && (!field || (Array.isArray(field) && !field.length))) return this;
      vary(this, field);
      return this;
    },

    render(view, options, callback) {
      const given = typeof options === "function" ? {} : options || {};
      const done = typeof options === "function" ? options : callback;
      given._locals = this.locals;
      this.req.app.render(
        view,
        given,
        done || ((error, text) => (error ? this.req.next(error) : this.send(text))),
      );
    },
  };
  methods.header = methods.set;
  methods.contentType = methods.type;
  if (version === 4) methods.sendfile = methods.sendFile;
  return Object.assign(res, methods);
}

/** `res.send` with its body in any of the kinds it takes. */
function sendBody(res, body, version) {
  const { req, app } = res;
  let chunk = body;
  let encoding;
  if (typeof chunk === "string") {
    encoding = "utf8";
    const type = res.get("Content-Type");
    if (typeof type === "string") res.set("Content-Type", media.withCharset(type, "utf-8"));
    else res.type("html");
  } else if (chunk === null) chunk = "";
  else if (version === 4 ? Buffer.isBuffer(chunk) : ArrayBuffer.isView(chunk)) {
    if (!res.get("Content-Type")) res.type("bin");
  } else if (["boolean", "number", "object"].includes(typeof chunk)) return res.json(chunk);

  const makeTag = app.get("etag fn");
  const wantsTag = !res.get("ETag") && typeof makeTag === "function";
  if (chunk !== undefined) {
    if (!Buffer.isBuffer(chunk)) {
      chunk = Buffer.from(chunk, encoding);
      encoding = undefined;
    }
    if (!res.get("Transfer-Encoding")) res.set("Content-Length", chunk.length);
    if (wantsTag) {
      const tag = makeTag(chunk, encoding);
      if (tag) res.set("ETag", tag);
    }
  }
  if (req.fresh) res.statusCode = 304;
  if (res.statusCode === 204 || res.statusCode === 304) {
    for (const name of ["Content-Type", "Content-Length", "Transfer-Encoding"]) res.removeHeader(name);
    chunk = "";
  }
  if (res.statusCode === 205) {
    res.set("Content-Length", "0");
    res.removeHeader("Transfer-Encoding");
    chunk = "";
  }
  if (req.method === "HEAD") res.end();
  else res.end(chunk, encoding);
  return res;
}

module.exports = { response, vary };
