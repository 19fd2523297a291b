"use strict";
// `Content-Disposition: attachment` with a file name that cannot break out of the header.

const path = require("path");

const NOT_LATIN = /[^\x20-\x7e\xa0-\xff]/g;

function quoted(text) {
  return `"${text.replace(/([\\"])/g, "\\$1")}"`;
}

function extended(text) {
  return `UTF-8''${encodeURIComponent(text).replace(/[\x00-\x20"'()*,/:;<=>?@[\\\]{}\x7f]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** The header for a file name, or for none. */
module.exports = function disposition(filename) {
  if (filename === undefined) return "attachment";
  if (typeof filename !== "string") throw new TypeError("filename must be a string");
  const name = path.basename(filename);
  const fallback = name.replace(NOT_LATIN, "?");
  const plain = fallback === name && !/%[0-9A-Fa-f]{2}/.test(name);
  const shown = /^[!#$%&'*+.0-9A-Z^_`a-z|~-]+$/.test(fallback) ? fallback : quoted(fallback);
  return plain ? `attachment; filename=${quoted(fallback)}` : `attachment; filename=${shown === fallback ? quoted(fallback) : shown}; filename*=${extended(name)}`;
};
