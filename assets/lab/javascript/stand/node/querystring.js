// `node:querystring`

const { Buffer } = require("internal/buffer");
const SAFE = /[A-Za-z0-9\-_.!~*'()]/;

/** Percent-encode all but letters, digits and `-_.!~*'()`. */
function escape(value) {
  const text = typeof value === "string" ? value : typeof value === "object" ? String(value) : `${value}`;
  let out = "";
  for (const c of text) {
    if (SAFE.test(c)) out += c;
    else {
      if (/[\ud800-\udfff]/.test(c) && c.length === 1) throw require("internal/errors").make(URIError, "ERR_INVALID_URI", "URI malformed");
      for (const byte of host.utf8(c)) out += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    }
  }
  return out;
}

/** The bytes of a text with its percent signs undone, however malformed. */
function unescapeBuffer(text, decodeSpaces) {
  const out = [];
  const raw = Buffer.from(text);
  for (let i = 0; i < raw.length; i++) {
    const hex = raw[i] === 37 && i + 2 < raw.length ? raw.toString("latin1", i + 1, i + 3) : "";
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      out.push(parseInt(hex, 16));
      i += 2;
    } else out.push(decodeSpaces && raw[i] === 43 ? 32 : raw[i]);
  }
  return Buffer.from(out);
}

function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(decodeSpaces ? text.replaceAll("+", " ") : text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

const primitive = (value) => {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "";
};

function stringify(object, separator = "&", equals = "=", options) {
  const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : querystring.escape;
  if (object === null || typeof object !== "object") return "";
  return Object.keys(object).flatMap((key) => {
    const name = encode(primitive(key)) + (equals || "=");
    const value = object[key];
    return Array.isArray(value) ? value.map((v) => name + encode(primitive(v))) : [name + encode(primitive(value))];
  }).join(separator || "&");
}

function parse(text, separator = "&", equals = "=", options) {
  const out = Object.create(null);
  if (typeof text !== "string" || text.length === 0) return out;
  const max = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
  const own = options?.decodeURIComponent ?? (querystring.unescape === unescape ? null : querystring.unescape);
  const decode = (piece) => {
    const spaced = piece.replaceAll("+", " ");
    if (own === null) return spaced.includes("%") ? unescape(spaced) : spaced;
    try {
      return own(spaced);
    } catch {
      return unescape(spaced);
    }
  };
  let pieces = text.split(separator || "&").filter((piece) => piece !== "");
  if (max > 0) pieces = pieces.slice(0, max);
  for (const piece of pieces) {
    const at = piece.indexOf(equals || "=");
    const [name, value] = at < 0 ? [decode(piece), ""] : [decode(piece.slice(0, at)), decode(piece.slice(at + (equals || "=").length))];
    if (!(name in out)) out[name] = value;
    else if (Array.isArray(out[name])) out[name].push(value);
    else out[name] = [out[name], value];
  }
  return out;
}

const querystring = { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse };
module.exports = querystring;
