"use strict";
// Cookies of hono.

const cookies = require("cookie");

const all = (c) => cookies.parse(c.req.header("cookie") ?? "");
const bytes = (secret) => (typeof secret === "string" ? host.utf8(secret) : secret);
const sign = (value, secret) => host.base64(host.hmac("sha256", bytes(secret), host.utf8(value)), false);

exports.getCookie = (c, name) => (name === undefined ? all(c) : all(c)[name]);
exports.setCookie = (c, name, value, options = {}) => c.header("Set-Cookie", cookies.serialize(name, value, { path: "/", ...options }), { append: true });
exports.deleteCookie = (c, name, options = {}) => {
  const had = all(c)[name];
  exports.setCookie(c, name, "", { ...options, maxAge: 0 });
  return had;
};
exports.setSignedCookie = async (c, name, value, secret, options) => exports.setCookie(c, name, `${value}.${sign(value, secret)}`, options);
exports.getSignedCookie = async (c, secret, name) => {
  const text = all(c)[name];
  if (text === undefined) return undefined;
  const at = text.lastIndexOf(".");
  return at > 0 && sign(text.slice(0, at), secret) === text.slice(at + 1) ? text.slice(0, at) : false;
};
