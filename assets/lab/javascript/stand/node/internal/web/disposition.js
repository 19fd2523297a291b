"use strict";
// `Content-Disposition: attachment` with a file name that cannot break out of the header.

const path = require("path");

function quoted(text) {
  return `"${text.replace(/([\\"])/g, "\\$1")}"`;
}

function extended(text) {
  return `UTF-8''${encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** The header for a file name, or for none. Express 4 quotes always and keeps what is Latin-1. */
module.exports = function disposition(filename, version) {
  if (filename === undefined) return "attachment";
  if (typeof filename !== "string") throw new TypeError("filename must be a string");
  const name = path.basename(filename);
  const fallback = name.replace(version === 4 ? /[^\x20-\x7e\xa0-\xff]/g : /[^\x20-\x7e]/g, "?");
  const isToken = version !== 4 && /^[!#$%&'*+.0-9A-Z^_`a-z|~-]+$/.test(fallback);
  const short = `attachment; filename=${isToken ? fallback : quoted(fallback)}`;
  return fallback === name && !/%[0-9A-Fa-f]{2}/.test(name) ? short : `${short}; filename*=${extended(name)}`;
};
