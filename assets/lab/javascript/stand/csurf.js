"use strict";
// Tokens against forged requests, from a secret in the session or in a cookie.

const cookies = require("cookie");
const createError = require("http-errors");

const digest = (salt, secret) => `${salt}-${host.base64(host.hash("sha1", host.utf8(`${salt}-${secret}`)), true)}`;
const random = (count) => host.base64(kernel("random").bytes(count), true);

module.exports = function csurf(options = {}) {
  const cookie = options.cookie ? { key: "_csrf", path: "/", ...(options.cookie === true ? {} : options.cookie) } : null;
  const sessionKey = options.sessionKey || "session";
  const ignored = (options.ignoreMethods ?? ["GET", "HEAD", "OPTIONS"]).map((method) => method.toUpperCase());
  const valueOf =
    options.value ||
    ((req) => (req.body && req.body._csrf) || (req.query && req.query._csrf) || req.headers["csrf-token"] || req.headers["xsrf-token"] || req.headers["x-csrf-token"] || req.headers["x-xsrf-token"]);

  return function csrf(req, res, next) {
    const bag = cookie ? (cookie.signed ? req.signedCookies : req.cookies) : req[sessionKey];
    if (!bag) return next(new Error("misconfigured csrf"));
    let secret = bag[cookie ? cookie.key : "csrfSecret"];
    const keep = () => {
      secret = random(18);
      if (!cookie) req[sessionKey].csrfSecret = secret;
      else {
        const value = cookie.signed ? `s:${require("cookie-signature").sign(secret, req.secret)}` : secret;
        res.setHeader("Set-Cookie", [].concat(res.getHeader("Set-Cookie") ?? [], cookies.serialize(cookie.key, value, cookie)));
      }
    };
    req.csrfToken = () => {
      if (!secret) keep();
      return digest(random(6).slice(0, 8).replace(/-/g, "_"), secret);
    };
    if (!secret) keep();
    const fresh = secret;
    if (!ignored.includes(req.method)) {
      const token = valueOf(req);
      const good = typeof token === "string" && token.includes("-") && digest(token.slice(0, token.indexOf("-")), fresh) === token;
      if (!good) return next(createError(403, "invalid csrf token", { code: "EBADCSRFTOKEN" }));
    }
    return next();
  };
};
