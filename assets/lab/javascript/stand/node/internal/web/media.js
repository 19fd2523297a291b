"use strict";
// Content types: reading them, comparing them, and choosing by `Accept*`.

const mime = require("internal/web/mime");

const edition = require("internal/web/edition");

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PARAMETER = /; *([!#$%&'*+.^_`|~0-9A-Za-z-]+) *= *("(?:[\v\u0020\u0021\u0023-\u005b\u005d-\u007e\u0080-\u00ff]|\\[\v\u0020-\u00ff])*"|[!#$%&'*+.^_`|~0-9A-Za-z-]+) */g;

/** `{ type, parameters }` of a Content-Type; a TypeError where it is none. Express 4 takes no malformed parameters either. */
function parse(header) {
  const cut = header.indexOf(";");
  const type = (cut < 0 ? header : header.slice(0, cut)).trim();
  if (!TYPE.test(type)) throw new TypeError("invalid media type");
  const parameters = Object.create(null);
  if (cut >= 0) {
    let at = cut;
    PARAMETER.lastIndex = cut;
    for (let match = PARAMETER.exec(header); match; match = PARAMETER.exec(header)) {
      if (match.index !== at) break;
      at += match[0].length;
      parameters[match[1].toLowerCase()] = match[2][0] === '"' ? match[2].slice(1, -1).replace(/\\(.)/g, "$1") : match[2];
    }
    if (at !== header.length && edition.four) throw new TypeError("invalid parameter format");
  }
  return { type: type.toLowerCase(), parameters };
}

/** A Content-Type with its parameters in order of their names. */
function format({ type, parameters }) {
  let out = type;
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name];
    out += `; ${name}=${TOKEN.test(value) ? value : `"${value.replace(/([\\"])/g, "\\$1")}"`}`;
  }
  return out;
}

/** A Content-Type with this charset. */
function withCharset(type, charset) {
  if (!type || !charset) return type;
  const parsed = parse(type);
  parsed.parameters.charset = charset;
  return format(parsed);
}

function expand(wanted) {
  if (typeof wanted !== "string") return false;
  if (wanted === "urlencoded") return "application/x-www-form-urlencoded";
  if (wanted === "multipart") return "multipart/*";
  if (wanted[0] === "+") return `*/*${wanted}`;
  return wanted.includes("/") ? wanted : mime.lookup(wanted);
}

function fits(wanted, actual) {
  if (wanted === false) return false;
  const [w, a] = [wanted.split("/"), actual.split("/")];
  if (w.length !== 2 || a.length !== 2) return false;
  if (w[0] !== "*" && w[0] !== a[0]) return false;
  if (w[1].startsWith("*+")) return w[1].length <= a[1].length + 1 && a[1].endsWith(w[1].slice(1));
  return w[1] === "*" || w[1] === a[1];
}

/** Which of `types` a Content-Type is: the type as asked for, or the type itself, or false. */
function isType(value, types) {
  let actual;
  try {
    actual = parse(String(value)).type;
  } catch {
    return false;
  }
  if (!types || !types.length) return actual;
  for (const type of types) {
    if (fits(expand(type), actual)) return type[0] === "+" || type.includes("*") ? actual : type;
  }
  return false;
}

/** Whether a request has a body at all. */
function hasBody(req) {
  return req.headers["transfer-encoding"] !== undefined || !Number.isNaN(Number.parseInt(req.headers["content-length"], 10));
}

/** `isType` for a request: null where there is no body. */
function requestIs(req, types) {
  if (!hasBody(req)) return null;
  const value = req.headers["content-type"];
  return value ? isType(value, Array.isArray(types) ? types : [types]) : false;
}

/** The entries of an `Accept*` header, as `{ value, params, q, i }`. */
function accepted(header) {
  const out = [];
  header.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).forEach((piece, i) => {
    const [value, ...rest] = piece.trim().split(/\s*;\s*/);
    if (!value) return;
    const params = {};
    let q = 1;
    for (const one of rest) {
      const cut = one.indexOf("=");
      const name = (cut < 0 ? one : one.slice(0, cut)).toLowerCase().trim();
      const text = cut < 0 ? "" : one.slice(cut + 1).replace(/^"(.*)"$/, "$1");
      if (name === "q") {
        q = Number.parseFloat(text);
        break;
      }
      params[name] = text;
    }
    out.push({ value, params, q, i });
  });
  return out;
}

function rank(entries, offered, compare) {
  const scored = offered.map((offer, i) => {
    let best = { s: 0, q: 0, o: -1, i };
    for (const entry of entries) {
      const s = compare(entry, offer);
      if (s === null) continue;
      if (best.s - s < 0 || (best.s === s && (best.q - entry.q || best.o - entry.i) < 0)) best = { s, q: entry.q, o: entry.i, i };
    }
    return best;
  });
  return scored
    .filter((one) => one.q > 0)
    .sort((a, b) => b.q - a.q || b.s - a.s || a.o - b.o || a.i - b.i)
    .map((one) => offered[one.i]);
}

function mediaScore(entry, offer) {
  const parts = offer.split(";").map((part) => part.trim());
  const [type, subtype] = parts[0].toLowerCase().split("/");
  const [eType, eSubtype] = entry.value.toLowerCase().split("/");
  if (!subtype || !eSubtype) return null;
  let score = 0;
  if (eType === type) score |= 4;
  else if (eType !== "*") return null;
  if (eSubtype === subtype) score |= 2;
  else if (eSubtype !== "*") return null;
  const names = Object.keys(entry.params);
  if (names.length) {
    const given = Object.fromEntries(parts.slice(1).map((part) => part.split("=")));
    if (!names.every((name) => entry.params[name] === "*" || (given[name] ?? "").toLowerCase() === entry.params[name].toLowerCase())) return null;
    score |= 1;
  }
  return score;
}

function plainScore(entry, offer) {
  if (entry.value.toLowerCase() === offer.toLowerCase()) return 1;
  return entry.value === "*" ? 0 : null;
}

function languageScore(entry, offer) {
  const [a, b] = [entry.value.toLowerCase(), offer.toLowerCase()];
  if (a === b) return 4;
  if (a.split("-")[0] === b) return 2;
  if (a === b.split("-")[0]) return 1;
  return a === "*" ? 0 : null;
}

function preferred(entries) {
  return entries
    .filter((entry) => entry.q > 0)
    .sort((a, b) => b.q - a.q || a.i - b.i)
    .map((entry) => entry.value);
}

/** `req.accepts`: the best of the offered types, or false; all accepted ones where nothing is offered. */
function types(req, offered) {
  const header = req.headers.accept;
  const entries = header === undefined ? [{ value: "*/*", params: {}, q: 1, i: 0 }] : accepted(header).filter((e) => e.value.includes("/"));
  if (!offered.length) return preferred(entries);
  if (!header) return offered[0];
  const full = offered.map((type) => (type.includes("/") ? type : mime.lookup(type)));
  const best = rank(entries, full.filter((type) => typeof type === "string"), mediaScore)[0];
  return best === undefined ? false : offered[full.indexOf(best)];
}

function encodings(req, offered) {
  const header = req.headers["accept-encoding"];
  const entries = header === undefined ? [] : accepted(header);
  if (!entries.some((entry) => plainScore(entry, "identity") !== null)) {
    entries.push({ value: "identity", params: {}, q: Math.min(1, ...entries.map((e) => e.q || 1)), i: entries.length });
  }
  if (!offered.length) return preferred(entries);
  return rank(entries, offered, plainScore)[0] ?? false;
}

function charsets(req, offered) {
  const header = req.headers["accept-charset"];
  const entries = header === undefined ? [{ value: "*", params: {}, q: 1, i: 0 }] : accepted(header);
  if (!offered.length) return preferred(entries);
  return rank(entries, offered, plainScore)[0] ?? false;
}

function languages(req, offered) {
  const header = req.headers["accept-language"];
  const entries = header === undefined ? [{ value: "*", params: {}, q: 1, i: 0 }] : accepted(header);
  if (!offered.length) return preferred(entries);
  return rank(entries, offered, languageScore)[0] ?? false;
}

Object.assign(exports, { parse, format, withCharset, isType, requestIs, hasBody, types, encodings, charsets, languages, accepted });
