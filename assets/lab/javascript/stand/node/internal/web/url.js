"use strict";
// The pieces of a request's target, and URLs made fit for a header.

const cache = Symbol("pieces of the target");

/** `{ pathname, search, query, path }` of a target; a leading slash is taken as it is, anything else as an old-style URL. */
function split(target) {
  if (typeof target !== "string") return undefined;
  if (target[0] !== "/" || /[\t\n\f\r #\u00a0\ufeff]/.test(target)) {
    const parsed = require("url").parse(target);
    return { pathname: parsed.pathname, search: parsed.search, query: parsed.query, path: parsed.path, parsed };
  }
  const at = target.indexOf("?");
  if (at < 0) return { pathname: target, search: null, query: null, path: target };
  return { pathname: target.slice(0, at), search: target.slice(at), query: target.slice(at + 1), path: target };
}

function remembered(req, name, target) {
  const known = req[cache];
  if (known && known[name] && known[name].target === target) return known[name].pieces;
  const pieces = split(target);
  if (!known) Object.defineProperty(req, cache, { value: {}, writable: true });
  req[cache][name] = { target, pieces };
  return pieces;
}

/** The pieces of `req.url`. */
function pieces(req) {
  return remembered(req, "url", req.url);
}

/** The pieces of `req.originalUrl`. */
function original(req) {
  return typeof req.originalUrl === "string" ? remembered(req, "original", req.originalUrl) : pieces(req);
}

/** A URL with what may not stand in one percent-encoded; what is encoded already stays. */
function encodeUrl(url) {
  return String(url)
    .replace(/([\uD800-\uDBFF][\uDC00-\uDFFF])|[\uD800-\uDFFF]/g, (all, pair) => pair || "\ufffd")
    .replace(/(?:[^!#-;=?-_a-z|~]+|%+(?![0-9A-Fa-f]{2})){1,1024}/g, encodeURI);
}

/** `//a//b` leads to another host: several leading slashes become one. */
function oneLeadingSlash(path) {
  return path.replace(/^\/{2,}/, "/");
}

module.exports = { pieces, original, encodeUrl, oneLeadingSlash };
