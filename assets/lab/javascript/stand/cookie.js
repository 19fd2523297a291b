"use strict";
// Reading and writing cookie headers.

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^("?)[\u0021\u0023-\u002B\u002D-\u003A\u003C-\u005B\u005D-\u007E]*\1$/;
const DOMAIN = /^([.]?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const PATH = /^[\u0020-\u003A\u003D-\u007E]*$/;

const trim = (text) => text.replace(/^[ \t]+|[ \t]+$/g, "");

function plain(text) {
  return text.includes("%") ? decodeURIComponent(text) : text;
}

/** The cookies of a `Cookie` header; of two with a name the first counts. */
function parse(header, options) {
  if (typeof header !== "string") throw new TypeError("argument str must be a string");
  const out = {};
  const decode = options?.decode || plain;
  for (const piece of header.length < 2 ? [] : header.split(";")) {
    const at = piece.indexOf("=");
    if (at < 0) continue;
    const name = trim(piece.slice(0, at));
    if (Object.prototype.hasOwnProperty.call(out, name)) continue;
    let value = trim(piece.slice(at + 1));
    if (value.startsWith('"') && value.endsWith('"')) value = value.slice(1, -1);
    try {
      value = decode(value);
    } catch {
      // What cannot be decoded stays as it came.
    }
    out[name] = value;
  }
  return out;
}

function oneOf(value, names, what) {
  const key = typeof value === "string" ? value.toLowerCase() : value;
  for (const name of names) if (name.toLowerCase() === key) return name;
  throw new TypeError(`option ${what} is invalid`);
}

/** A `Set-Cookie` header. */
function serialize(name, value, options) {
  const encode = options?.encode || encodeURIComponent;
  if (typeof encode !== "function") throw new TypeError("option encode is invalid");
  if (!NAME.test(name)) throw new TypeError("argument name is invalid");
  const text = encode(value);
  if (!VALUE.test(text)) throw new TypeError("argument val is invalid");
  let out = `${name}=${text}`;
  if (!options) return out;
  const o = options;
  if (o.maxAge !== null && o.maxAge !== undefined) {
    const age = Math.floor(o.maxAge);
    if (!Number.isFinite(age)) throw new TypeError("option maxAge is invalid");
    out += `; Max-Age=${age}`;
  }
  if (o.domain) {
    if (!DOMAIN.test(o.domain)) throw new TypeError("option domain is invalid");
    out += `; Domain=${o.domain}`;
  }
  if (o.path) {
    if (!PATH.test(o.path)) throw new TypeError("option path is invalid");
    out += `; Path=${o.path}`;
  }
  if (o.expires) {
    if (Object.prototype.toString.call(o.expires) !== "[object Date]" || Number.isNaN(o.expires.valueOf())) throw new TypeError("option expires is invalid");
    out += `; Expires=${o.expires.toUTCString()}`;
  }
  if (o.httpOnly) out += "; HttpOnly";
  if (o.secure) out += "; Secure";
  if (o.partitioned) out += "; Partitioned";
  if (o.priority) out += `; Priority=${oneOf(o.priority, ["Low", "Medium", "High"], "priority")}`;
  if (o.sameSite) out += `; SameSite=${o.sameSite === true ? "Strict" : oneOf(o.sameSite, ["Lax", "Strict", "None"], "sameSite")}`;
  return out;
}

module.exports = { parse, serialize, parseCookie: parse };
