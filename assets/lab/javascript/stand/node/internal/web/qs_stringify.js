"use strict";
// `qs.stringify`.

const PREFIX = {
  indices: (prefix, key) => `${prefix}[${key}]`,
  brackets: (prefix) => `${prefix}[]`,
  repeat: (prefix) => prefix,
  comma: (prefix) => prefix,
};

function encoder(value) {
  return encodeURIComponent(typeof value === "string" ? value : String(value)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

exports.stringify = function stringify(object, given = {}) {
  if (object === null || typeof object !== "object") return "";
  const o = given || {};
  const format = (text) => (o.format === "RFC1738" ? text.replace(/%20/g, "+") : text);
  const encode = o.encode === false ? null : typeof o.encoder === "function" ? o.encoder : encoder;
  const style = o.arrayFormat in PREFIX ? o.arrayFormat : o.indices === false ? "repeat" : "indices";
  const out = [];
  const seen = [];
  const name = (text) => (encode && !o.encodeValuesOnly ? encode(text, encoder, "utf-8", "key") : text);
  const pair = (prefix, value) => out.push(`${format(name(prefix))}=${format(encode ? encode(value, encoder, "utf-8", "value") : String(value))}`);

  function walk(value, prefix) {
    if (typeof o.filter === "function") value = o.filter(prefix, value);
    if (value instanceof Date) value = o.serializeDate ? o.serializeDate(value) : value.toISOString();
    if (value === null) {
      if (o.strictNullHandling) return void out.push(format(name(prefix)));
      value = "";
    }
    if (value === undefined || typeof value === "function") return;
    if (typeof value !== "object" || Buffer.isBuffer(value)) return void pair(prefix, value);
    if (seen.includes(value)) throw new RangeError("Cyclic object value");
    seen.push(value);
    if (Array.isArray(value) && style === "comma") {
      if (value.length) pair(prefix, value.map((one) => (one === null || one === undefined ? "" : String(one))).join(","));
    } else {
      const keys = Array.isArray(o.filter) ? o.filter : Object.keys(value);
      if (o.sort) keys.sort(o.sort);
      if (o.allowEmptyArrays && Array.isArray(value) && value.length === 0) out.push(`${format(name(prefix))}[]`);
      for (const key of keys) {
        if (o.skipNulls && value[key] === null) continue;
        walk(value[key], Array.isArray(value) ? PREFIX[style](prefix, key) : o.allowDots ? `${prefix}.${key}` : `${prefix}[${key}]`);
      }
    }
    seen.pop();
  }

  const keys = Array.isArray(o.filter) ? [...o.filter] : Object.keys(object);
  if (o.sort) keys.sort(o.sort);
  for (const key of keys) if (!(o.skipNulls && object[key] === null)) walk(object[key], String(key));
  const joined = out.join(o.delimiter ?? "&");
  const sentinel = o.charsetSentinel ? `utf8=%E2%9C%93${o.delimiter ?? "&"}` : "";
  return joined ? (o.addQueryPrefix ? "?" : "") + sentinel + joined : "";
};
