"use strict";
// `qs.parse`.

const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isInherited = (key) => own(Object.prototype, key);

const DEFAULTS = {
  allowDots: false, allowEmptyArrays: false, allowPrototypes: false, allowSparse: false, arrayLimit: 20, charset: "utf-8",
  charsetSentinel: false, comma: false, decodeDotInKeys: false, delimiter: "&", depth: 5, duplicates: "combine", ignoreQueryPrefix: false,
  interpretNumericEntities: false, parameterLimit: 1000, parseArrays: true, plainObjects: false, strictDepth: false, strictMerge: true,
  strictNullHandling: false, throwOnLimitExceeded: false,
};

// Lists that grew over the limit are objects with numbers as names; so are values that met an object. What comes next is known of each.
const grown = new WeakMap();
const conflicts = new WeakMap();

function decoder(text, unused, charset) {
  const spaced = text.replace(/\+/g, " ");
  if (charset === "iso-8859-1") return spaced.replace(/%([0-9a-f]{2})/gi, (all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function put(object, key, value) {
  if (key === "__proto__") Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}

function empty(o) {
  return o.plainObjects ? { __proto__: null } : {};
}

function asObject(list, o) {
  const out = empty(o);
  list.forEach((item, i) => {
    if (item !== undefined) out[i] = item;
  });
  return out;
}

/** A list, or an object where it is longer than the limit allows. */
function limited(list, count, o) {
  if (count <= o.arrayLimit) return list;
  if (o.throwOnLimitExceeded) throw limitError(o.arrayLimit);
  const out = asObject(list, o);
  grown.set(out, list.length - 1);
  return out;
}

function limitError(limit) {
  return new RangeError(`Array limit exceeded. Only ${limit} element${limit === 1 ? "" : "s"} allowed in an array.`);
}

function combine(a, b, o) {
  if (grown.has(a)) {
    const next = grown.get(a) + 1;
    a[next] = b;
    grown.set(a, next);
    return a;
  }
  const list = [].concat(a, b);
  return limited(list, list.length, o);
}

const filled = (list) => list.reduce((count) => count + 1, 0);
const isObject = (value) => value !== null && typeof value === "object";

/** Put what one name stands for into what the names before it stood for. */
function merge(target, source, o) {
  if (!source) return target;
  if (!isObject(source)) return mergeValue(target, source, o);
  if (!isObject(target)) {
    if (grown.has(source)) {
      const out = Object.assign(empty(o), { 0: target });
      for (const key of Object.keys(source)) out[Number.parseInt(key, 10) + 1] = source[key];
      grown.set(out, grown.get(source) + 1);
      return out;
    }
    const list = [target].concat(source);
    return limited(list, list.length, o);
  }
  if (Array.isArray(target) && Array.isArray(source)) {
    source.forEach((item, i) => {
      if (!own(target, i)) target[i] = item;
      else if (isObject(target[i]) && isObject(item)) target[i] = merge(target[i], item, o);
      else target.push(item);
    });
    return limited(target, filled(target), o);
  }
  let out = target;
  if (Array.isArray(target)) {
    out = asObject(target, o);
    if (conflicts.has(target)) conflicts.set(out, target.length - 1);
  }
  for (const key of Object.keys(source)) {
    put(out, key, own(out, key) ? merge(out[key], source[key], o) : source[key]);
    const number = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
    if (grown.has(source) && !grown.has(out)) grown.set(out, Math.max(grown.get(source), ...Object.keys(out).filter((k) => /^(0|[1-9]\d*)$/.test(k)).map(Number)));
    if (grown.has(out) && number > grown.get(out)) grown.set(out, number);
    if (conflicts.has(out) && number > conflicts.get(out)) conflicts.set(out, number);
  }
  return out;
}

function mergeValue(target, source, o) {
  if (Array.isArray(target)) {
    if (filled(target) >= o.arrayLimit) return limited(target.concat(source), Infinity, o);
    target.push(source);
    return target;
  }
  if (!isObject(target)) return limited([target, source], 2, o);
  if (grown.has(target)) {
    const next = grown.get(target) + 1;
    target[next] = source;
    grown.set(target, next);
  } else if (o.strictMerge && conflicts.has(target)) {
    const next = conflicts.get(target) + 1;
    if (o.throwOnLimitExceeded && next >= o.arrayLimit) throw limitError(o.arrayLimit);
    target[next] = source;
    conflicts.set(target, next);
  } else if (o.strictMerge) {
    const pair = limited([target, source], 2, o);
    if (Array.isArray(pair)) conflicts.set(pair, 1);
    return pair;
  } else if (o.plainObjects || o.allowPrototypes || !isInherited(source)) target[source] = true;
  return target;
}

function elements(text, o, count) {
  if (text && typeof text === "string" && o.comma && text.includes(",")) {
    const list = text.split(",");
    if (o.throwOnLimitExceeded && list.length > o.arrayLimit) throw limitError(o.arrayLimit);
    return list;
  }
  if (o.throwOnLimitExceeded && count >= o.arrayLimit && count > 0) throw limitError(o.arrayLimit);
  return text;
}

const mapped = (value, f) => (Array.isArray(value) ? value.map(f) : f(value));

/** The pairs of a text, by their whole names. */
function values(text, o) {
  const out = { __proto__: null };
  const clean = (o.ignoreQueryPrefix ? text.replace(/^\?/, "") : text).replace(/%5B/gi, "[").replace(/%5D/gi, "]");
  const limit = o.parameterLimit === Infinity ? undefined : o.parameterLimit;
  const pieces = clean.split(o.delimiter, o.throwOnLimitExceeded && limit !== undefined ? limit + 1 : limit);
  if (o.throwOnLimitExceeded && limit !== undefined && pieces.length > limit) {
    throw new RangeError(`Parameter limit exceeded. Only ${limit} parameter${limit === 1 ? "" : "s"} allowed.`);
  }
  let { charset } = o;
  let sentinel = -1;
  if (o.charsetSentinel) {
    sentinel = pieces.findIndex((piece) => piece.startsWith("utf8="));
    if (pieces[sentinel] === "utf8=%E2%9C%93") charset = "utf-8";
    else if (pieces[sentinel] === "utf8=%26%2310003%3B") charset = "iso-8859-1";
  }
  pieces.forEach((piece, i) => {
    if (i === sentinel) return;
    const bracket = piece.indexOf("]=");
    const at = bracket < 0 ? piece.indexOf("=") : bracket + 1;
    const isList = at > 1 && piece.slice(at - 2, at) === "[]";
    const key = o.decoder(at < 0 ? piece : piece.slice(0, at), decoder, charset, "key");
    if (key === null) return;
    let value;
    if (at < 0) value = o.strictNullHandling ? null : "";
    else {
      const had = Array.isArray(out[key]) && (o.duplicates === "combine" || isList) ? out[key].length : 0;
      value = mapped(elements(piece.slice(at + 1), o, had), (one) => o.decoder(one, decoder, charset, "value"));
    }
    if (value && o.interpretNumericEntities && charset === "iso-8859-1") {
      value = mapped(value, (one) => (one ? String(one).replace(/&#(\d+);/g, (all, code) => String.fromCodePoint(Number(code))) : one));
    }
    if (isList && Array.isArray(value)) value = [value];
    if (o.comma && Array.isArray(value) && value.length > o.arrayLimit) value = combine([], value, o);
    const had = own(out, key);
    if (had && (o.duplicates === "combine" || isList)) out[key] = combine(out[key], value, o);
    else if (!had || o.duplicates === "last") out[key] = value;
  });
  return out;
}

/** `a.b.c` as `a[b][c]`. */
function bracketed(key) {
  let out = "";
  let depth = 0;
  for (let i = 0; i < key.length; i++) {
    if (key[i] === "[") depth++;
    else if (key[i] === "]") depth = Math.max(0, depth - 1);
    if (key[i] !== "." || depth > 0 || i + 1 >= key.length || key[i + 1] === "." || key[i + 1] === "[") {
      out += key[i];
      continue;
    }
    const name = /^[^.[]*/.exec(key.slice(i + 1))[0];
    out += `[${name}]`;
    i += name.length;
  }
  return out;
}

/** The segments of a name, or null where one may not be set. */
function segments(given, o) {
  const key = o.allowDots ? bracketed(given) : given;
  const forbidden = (name) => !o.plainObjects && !o.allowPrototypes && isInherited(name);
  if (o.depth <= 0) return forbidden(key.replace(/^\[(.*)\]$/s, "$1")) ? null : [key];
  const first = key.indexOf("[");
  const parent = first < 0 ? key : key.slice(0, first);
  const out = [];
  if (parent) {
    if (forbidden(parent)) return null;
    out.push(parent);
  }
  let open = first;
  for (let depth = 0; open >= 0 && depth < o.depth; depth++) {
    let level = 1;
    let close = open;
    while (level > 0 && ++close < key.length) {
      if (key[close] === "[") level++;
      else if (key[close] === "]") level--;
    }
    if (level > 0) {
      out.push(`[${key.slice(open)}]`);
      return out;
    }
    if (forbidden(key.slice(open + 1, close))) return null;
    out.push(key.slice(open, close + 1));
    open = key.indexOf("[", close + 1);
  }
  if (open >= 0) {
    if (o.strictDepth) throw new RangeError(`Input depth exceeded depth option of ${o.depth} and strictDepth is true`);
    out.push(`[${key.slice(open)}]`);
  }
  return out;
}

/** The object that a name with its segments stands for. */
function nested(chain, value, o, read) {
  let leaf = read ? value : elements(value, o, 0);
  for (let i = chain.length - 1; i >= 0; i--) {
    const segment = chain[i];
    if (segment === "[]" && o.parseArrays) {
      if (grown.has(leaf)) continue;
      leaf = o.allowEmptyArrays && (leaf === "" || (o.strictNullHandling && leaf === null)) ? [] : combine([], leaf, o);
      continue;
    }
    let name = segment[0] === "[" && segment.endsWith("]") ? segment.slice(1, -1) : segment;
    if (o.decodeDotInKeys) name = name.replace(/%2E/gi, ".");
    const index = segment !== name && o.parseArrays && /^(0|[1-9]\d*)$/.test(name) && Number.isSafeInteger(Number(name)) ? Number(name) : -1;
    let object = empty(o);
    if (!o.parseArrays && name === "") object[0] = leaf;
    else if (index >= 0 && index < o.arrayLimit) {
      object = [];
      object[index] = leaf;
    } else if (index >= 0) {
      if (o.throwOnLimitExceeded) throw limitError(o.arrayLimit);
      object[index] = leaf;
      grown.set(object, index);
    } else if (name !== "__proto__") object[name] = leaf;
    leaf = object;
  }
  return leaf;
}

/** Lists without their holes, all the way down. */
function compact(value, seen = new Set()) {
  if (!isObject(value) || seen.has(value)) return value;
  seen.add(value);
  for (const key of Object.keys(value)) {
    compact(value[key], seen);
    if (Array.isArray(value[key])) value[key] = value[key].filter((item) => item !== undefined);
  }
  return value;
}

function settings(given) {
  const o = { ...DEFAULTS, decoder };
  if (!given) return o;
  for (const name of Object.keys(DEFAULTS)) {
    if (given[name] === undefined) continue;
    const kind = typeof DEFAULTS[name];
    if (typeof given[name] === kind || name === "depth" || name === "delimiter" || name === "allowDots") o[name] = given[name];
  }
  if (given.allowDots === undefined && given.decodeDotInKeys === true) o.allowDots = true;
  o.depth = o.depth === false ? 0 : Number(o.depth);
  o.parseArrays = given.parseArrays !== false;
  if (given.decoder !== null && given.decoder !== undefined && typeof given.decoder !== "function") throw new TypeError("Decoder has to be a function.");
  if (given.charset !== undefined && given.charset !== "utf-8" && given.charset !== "iso-8859-1") {
    throw new TypeError("The charset option must be either utf-8, iso-8859-1, or undefined");
  }
  if (!["combine", "first", "last"].includes(o.duplicates)) throw new TypeError("The duplicates option must be either combine, first, or last");
  if (typeof given.decoder === "function") o.decoder = given.decoder;
  return o;
}

exports.parse = function parse(text, given) {
  const o = settings(given);
  if (text === "" || text === null || text === undefined) return empty(o);
  const read = typeof text === "string";
  const pairs = read ? values(text, o) : text;
  let out = empty(o);
  for (const key of Object.keys(pairs)) {
    const chain = key ? segments(key, o) : null;
    if (chain) out = merge(out, nested(chain, pairs[key], o, read), o);
  }
  return o.allowSparse ? out : compact(out);
};
