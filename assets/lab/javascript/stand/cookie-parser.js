"use strict";

const cookie = require("cookie");
const signature = require("cookie-signature");

const listOf = (secret) => (Array.isArray(secret) ? secret : secret ? [secret] : []);

function JSONCookie(text) {
  if (typeof text !== "string" || !text.startsWith("j:")) return undefined;
  try {
    return JSON.parse(text.slice(2));
  } catch {
    return undefined;
  }
}

function JSONCookies(cookies) {
  for (const name of Object.keys(cookies)) {
    const value = JSONCookie(cookies[name]);
    if (value) cookies[name] = value;
  }
  return cookies;
}

/** The value of a signed cookie: false where the signature is wrong, the value itself where it has none. */
function signedCookie(text, secret) {
  if (typeof text !== "string") return undefined;
  if (!text.startsWith("s:")) return text;
  for (const one of listOf(secret)) {
    const value = signature.unsign(text.slice(2), one);
    if (value !== false) return value;
  }
  return false;
}

function signedCookies(cookies, secret) {
  const out = Object.create(null);
  for (const name of Object.keys(cookies)) {
    const value = signedCookie(cookies[name], secret);
    if (value === cookies[name]) continue;
    out[name] = value;
    delete cookies[name];
  }
  return out;
}

module.exports = function cookieParser(secret, options) {
  const secrets = listOf(secret);
  return function cookieParser(req, res, next) {
    if (req.cookies) return next();
    [req.secret] = secrets;
    req.cookies = Object.create(null);
    req.signedCookies = Object.create(null);
    const header = req.headers.cookie;
    if (!header) return next();
    req.cookies = cookie.parse(header, options);
    if (secrets.length) req.signedCookies = JSONCookies(signedCookies(req.cookies, secrets));
    req.cookies = JSONCookies(req.cookies);
    return next();
  };
};
Object.assign(module.exports, { JSONCookie, JSONCookies, signedCookie, signedCookies });
