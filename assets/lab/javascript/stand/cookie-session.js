"use strict";
// Sessions that lie in a signed cookie of their own.

const cookies = require("cookie");
const { onHeaders } = require("internal/web/on_headers");

const sign = (key, text) => host.base64(host.hmac("sha1", typeof key === "string" ? host.utf8(key) : key, host.utf8(text)), true);

class Session {
  #context;

  constructor(context, values) {
    this.#context = context;
    Object.assign(this, values);
  }
  get isNew() {
    return this.#context.isNew;
  }
  get isChanged() {
    return this.#context.before !== JSON.stringify(this);
  }
  get isPopulated() {
    return Object.keys(this).length > 0;
  }
}

module.exports = function cookieSession(options = {}) {
  const name = options.name || "session";
  const signed = options.signed ?? true;
  const keys = options.keys || (options.secret ? [options.secret] : null);
  if (!keys && signed) throw new Error(".keys required.");
  const given = { overwrite: true, httpOnly: true, path: "/", ...options };
  for (const key of ["name", "keys", "secret", "signed", "overwrite"]) delete given[key];

  return function cookieSession(req, res, next) {
    const jar = req.headers.cookie ? cookies.parse(req.headers.cookie) : {};
    const context = { isNew: true, before: "{}" };
    let values = {};
    const text = jar[name];
    const good = !signed || (text !== undefined && keys.some((key) => sign(key, `${name}=${text}`) === jar[`${name}.sig`]));
    if (text && good) {
      try {
        values = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
        context.isNew = false;
        context.before = JSON.stringify(values);
      } catch {
        values = {};
      }
    }
    let session = new Session(context, values);
    req.sessionOptions = { ...given };
    Object.defineProperty(req, "session", {
      configurable: true,
      get: () => session,
      set(value) {
        if (value === null || value === false) session = null;
        else if (typeof value === "object") session = new Session(context, value);
        else throw new Error("req.session can only be set as null or an object.");
      },
    });
    onHeaders(res, () => {
      if (session === null ? context.isNew : !session.isChanged || (context.isNew && !session.isPopulated)) return;
      const secure = Boolean(req.sessionOptions.secure);
      if (secure && !(req.secure || req.socket.encrypted)) return;
      const value = session === null ? "" : Buffer.from(JSON.stringify(session)).toString("base64");
      const { maxAge, ...rest } = req.sessionOptions;
      const expires = session === null ? new Date(0) : typeof maxAge === "number" ? new Date(Date.now() + maxAge) : rest.expires;
      const line = (key, one) => cookies.serialize(key, one, { ...rest, expires, encode: String });
      const lines = [line(name, value)];
      if (signed) lines.push(line(`${name}.sig`, sign(keys[0], `${name}=${value}`)));
      res.setHeader("Set-Cookie", [].concat(res.getHeader("Set-Cookie") ?? [], lines));
    });
    next();
  };
};
