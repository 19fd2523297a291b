"use strict";
// Sessions in a store, with a signed cookie that names them.

const cookie = require("cookie");
const signature = require("cookie-signature");
const { original } = require("internal/web/url");
const { onHeaders } = require("internal/web/on_headers");
const { Cookie, Session, Store, MemoryStore } = require("internal/web/session_store");

function fingerprint(session) {
  const text = JSON.stringify(session, function (key, value) {
    return this === session && key === "cookie" ? undefined : value;
  });
  return host.hex(host.hash("sha1", host.utf8(text)));
}

function unsign(value, secrets) {
  for (const secret of secrets) {
    const found = signature.unsign(value, secret);
    if (found !== false) return found;
  }
  return undefined;
}

/** The id in a request's cookie, where its signature holds. */
function idOf(req, name, secrets) {
  const header = req.headers.cookie;
  const raw = header ? cookie.parse(header)[name] : undefined;
  let id = raw && raw.startsWith("s:") ? unsign(raw.slice(2), secrets) : undefined;
  if (!id && req.signedCookies) id = req.signedCookies[name];
  if (!id && req.cookies && typeof req.cookies[name] === "string" && req.cookies[name].startsWith("s:")) id = unsign(req.cookies[name].slice(2), secrets);
  return id || undefined;
}

function isSecure(req, proxy) {
  if (req.connection && req.connection.encrypted) return true;
  if (proxy === false) return false;
  if (proxy !== true) return req.secure === true;
  return (req.headers["x-forwarded-proto"] || "").split(",")[0].toLowerCase().trim() === "https";
}

function session(options) {
  const o = options || {};
  const cookieOptions = o.cookie || {};
  const generateId = o.genid || (() => host.base64(kernel("random").bytes(24), true));
  const name = o.name || o.key || "connect.sid";
  const store = o.store || new MemoryStore();
  const resave = o.resave === undefined ? true : o.resave;
  const saveUninitialized = o.saveUninitialized === undefined ? true : o.saveUninitialized;
  if (typeof generateId !== "function") throw new TypeError("genid option must be a function");
  if (o.unset && o.unset !== "destroy" && o.unset !== "keep") throw new TypeError('unset option must be "destroy" or "keep"');
  if (Array.isArray(o.secret) && o.secret.length === 0) throw new TypeError("secret option array must contain one or more strings");
  const secret = o.secret && !Array.isArray(o.secret) ? [o.secret] : o.secret;
  const optionsFor = (req) => (typeof cookieOptions === "function" ? cookieOptions(req) : cookieOptions);

  store.generate = function generate(req) {
    req.sessionID = generateId(req);
    req.session = new Session(req);
    req.session.cookie = new Cookie(optionsFor(req));
    const secure = isSecure(req, o.proxy);
    if (cookieOptions.secure === "auto") req.session.cookie.secure = secure;
    if (cookieOptions.sameSite === "auto") req.session.cookie.sameSite = secure ? "none" : "lax";
  };
  const canTouch = typeof store.touch === "function";
  let ready = true;
  store.on("disconnect", () => void (ready = false));
  store.on("connect", () => void (ready = true));

  return function session(req, res, next) {
    if (req.session || !ready) return next();
    const path = original(req).pathname || "/";
    if (!path.startsWith(optionsFor(req).path || "/")) return next();
    if (!secret && !req.secret) return next(new Error("secret option required for sessions"));
    const secrets = secret || [req.secret];
    req.sessionStore = store;
    const cookieId = (req.sessionID = idOf(req, name, secrets));
    let firstHash;
    let firstId;
    let savedHash;
    let touched = false;

    const touch = () => {
      if (!touched) req.session.touch();
      touched = true;
    };
    const modified = () => firstId !== req.session.id || firstHash !== fingerprint(req.session);
    const saved = () => firstId === req.session.id && savedHash === fingerprint(req.session);
    const mustSave = () => {
      if (typeof req.sessionID !== "string") return false;
      return !saveUninitialized && !savedHash && cookieId !== req.sessionID ? modified() : !saved();
    };
    const mustSetCookie = () => {
      if (typeof req.sessionID !== "string") return false;
      if (cookieId !== req.sessionID) return saveUninitialized || modified();
      return Boolean(o.rolling) || (req.session.cookie.expires !== null && req.session.cookie.expires !== undefined && modified());
    };
    const later = (error) => error && setImmediate(next, error);

    onHeaders(res, () => {
      if (!req.session || !mustSetCookie()) return;
      if (req.session.cookie.secure && !isSecure(req, o.proxy)) return;
      touch();
      try {
        const line = cookie.serialize(name, `s:${signature.sign(req.sessionID, secrets[0])}`, req.session.cookie.data);
        const had = res.getHeader("Set-Cookie") || [];
        res.setHeader("Set-Cookie", [].concat(had, line));
      } catch (error) {
        later(error);
      }
    });

    // The answer's end waits until the session lies in the store.
    const end = res.end;
    let ended = false;
    res.end = function (chunk, encoding) {
      if (ended) return false;
      ended = true;
      const finish = (error) => {
        later(error);
        end.call(res, chunk, encoding);
      };
      if (req.sessionID && o.unset === "destroy" && (req.session === null || req.session === undefined)) {
        if (!res._header) res._implicitHeader();
        store.destroy(req.sessionID, finish);
        return true;
      }
      if (!req.session) return end.call(res, chunk, encoding);
      touch();
      if (mustSave()) {
        if (!res._header) res._implicitHeader();
        req.session.save(finish);
        return true;
      }
      if (canTouch && cookieId === req.sessionID && typeof req.sessionID === "string") {
        if (!res._header) res._implicitHeader();
        store.touch(req.sessionID, req.session, finish);
        return true;
      }
      return end.call(res, chunk, encoding);
    };

    const hide = (object, key, value) => Object.defineProperty(object, key, { configurable: true, enumerable: false, writable: true, value });
    const wrap = (one) => {
      const { reload, save } = one;
      hide(one, "reload", function (done) {
        reload.call(this, (...args) => {
          if (req.session !== one) wrap(req.session);
          done(...args);
        });
        return this;
      });
      hide(one, "save", function (...args) {
        savedHash = fingerprint(this);
        save.apply(this, args);
        return this;
      });
    };
    const generate = () => {
      store.generate(req);
      firstId = req.sessionID;
      firstHash = fingerprint(req.session);
      wrap(req.session);
    };

    if (!req.sessionID) {
      generate();
      return next();
    }
    store.get(req.sessionID, (error, found) => {
      if (error && error.code !== "ENOENT") return next(error);
      try {
        if (error || !found) generate();
        else {
          store.createSession(req, found);
          firstId = req.sessionID;
          firstHash = fingerprint(found);
          if (!resave) savedHash = firstHash;
          wrap(req.session);
        }
      } catch (thrown) {
        return next(thrown);
      }
      return next();
    });
    return undefined;
  };
}

module.exports = Object.assign(session, { Store, Cookie, Session, MemoryStore });
