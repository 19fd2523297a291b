"use strict";
// Lodash on objects: paths, merging, copying, comparing. Keys that lead to a prototype are left alone, as its present edition does.

const tag = (value) => Object.prototype.toString.call(value);
const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");
const isObjectLike = (value) => value !== null && typeof value === "object";
const isArguments = (value) => tag(value) === "[object Arguments]";
const isTyped = (value) => ArrayBuffer.isView(value) && !(value instanceof DataView);

function isPlainObject(value) {
  if (!isObjectLike(value) || tag(value) !== "[object Object]") return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  const maker = Object.hasOwn(prototype, "constructor") && prototype.constructor;
  return typeof maker === "function" && maker === Object;
}

function put(target, key, value) {
  if (key === "__proto__") Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

// --- paths --------------------------------------------------------------------------------------

/** The keys of a path: `a.b[0]["c d"]`. */
function toPath(path) {
  if (Array.isArray(path)) return path.map((key) => (typeof key === "symbol" ? key : String(key)));
  if (typeof path === "symbol") return [path];
  const text = String(path);
  const keys = [];
  if (text.startsWith(".")) keys.push("");
  for (const [whole, number, quote, quoted] of text.matchAll(/[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g)) {
    keys.push(quote ? quoted.replace(/\\(\\)?/g, "$1") : (number ?? whole));
  }
  return keys;
}

function pathIn(object, path) {
  return !Array.isArray(path) && isObject(object) && typeof path !== "symbol" && String(path) in object ? [String(path)] : toPath(path);
}

function get(object, path, otherwise) {
  const keys = pathIn(object, path);
  let at = object;
  for (const key of keys) {
    if (at == null) return otherwise;
    at = at[key];
  }
  return at === undefined || keys.length === 0 ? otherwise : at;
}

const leadsOut = (key) => key === "__proto__" || key === "constructor" || key === "prototype";

function setWith(object, path, value, customize) {
  if (!isObject(object)) return object;
  const keys = pathIn(object, path);
  let at = object;
  for (const [i, key] of keys.entries()) {
    if (leadsOut(key)) return object;
    let next = value;
    if (i < keys.length - 1) {
      const there = at[key];
      next = customize?.(there, key, at);
      if (next === undefined) next = isObject(there) ? there : /^(?:0|[1-9]\d*)$/.test(keys[i + 1]) ? [] : {};
    }
    at[key] = next;
    at = at[key];
  }
  return object;
}

function unset(object, path) {
  const keys = pathIn(object, path);
  if (keys.some(leadsOut)) return false;
  const holder = keys.length > 1 ? get(object, keys.slice(0, -1)) : object;
  return holder == null || delete holder[keys.at(-1)];
}

function hasBy(object, path, has) {
  let at = object;
  for (const key of pathIn(object, path)) {
    if (at == null || !has(at, key)) return false;
    at = at[key];
  }
  return true;
}

// --- copying and comparing ----------------------------------------------------------------------

function clone(value, deep, seen = new Map()) {
  if (!isObject(value)) return value;
  if (typeof value === "function") return seen.size > 0 ? value : {};
  if (seen.has(value)) return seen.get(value);
  const inner = (item) => (deep ? clone(item, true, seen) : item);
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return Object.assign(new RegExp(value.source, value.flags), { lastIndex: value.lastIndex });
  if (isTyped(value) || value instanceof ArrayBuffer) return value.slice();
  if (value instanceof Map || value instanceof Set) {
    const copy = new value.constructor();
    seen.set(value, copy);
    if (value instanceof Map) value.forEach((item, key) => copy.set(key, inner(item)));
    else value.forEach((item) => copy.add(inner(item)));
    return copy;
  }
  if (value instanceof Error || value instanceof WeakMap || value instanceof Promise) return {};
  const copy = Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value));
  seen.set(value, copy);
  for (const key of Reflect.ownKeys(value)) {
    if (Object.prototype.propertyIsEnumerable.call(value, key)) put(copy, key, inner(value[key]));
  }
  return copy;
}

function isEqual(a, b, seen = new Map()) {
  if (Object.is(a, b) || a === b) return true;
  if (!isObjectLike(a) || !isObjectLike(b) || tag(a) !== tag(b)) return false;
  if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof RegExp) return String(a) === String(b);
  if (a instanceof Error) return a.name === b.name && a.message === b.message;
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  if (a instanceof Map || a instanceof Set) {
    if (a.size !== b.size) return false;
    if (a instanceof Map) return [...a].every(([key, item]) => b.has(key) && isEqual(item, b.get(key), seen));
    return [...a].every((item) => b.has(item) || [...b].some((other) => isEqual(item, other, seen)));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || (Array.isArray(a) && a.length !== b.length)) return false;
  if (!Array.isArray(a) && a.constructor !== b.constructor && "constructor" in a && "constructor" in b) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key], seen));
}

// --- merging ------------------------------------------------------------------------------------

function keysIn(object) {
  const keys = [];
  for (const key in object) keys.push(key);
  return keys;
}

function safe(object, key) {
  return (key === "constructor" && typeof object[key] === "function") || key === "__proto__" ? undefined : object[key];
}

function mergeInto(target, source, customize, seen) {
  if (target === source) return;
  for (const key of isObject(source) ? keysIn(source) : []) {
    const given = safe(source, key);
    const there = safe(target, key);
    if (!isObject(given)) {
      let made = customize?.(there, source[key], key, target, source);
      if (made === undefined) made = source[key];
      if (made !== undefined || !(key in target)) if (made !== undefined) put(target, key, made);
      continue;
    }
    if (seen.has(given)) {
      put(target, key, seen.get(given));
      continue;
    }
    let made = customize?.(there, given, key, target, source, seen);
    if (made === undefined) {
      let walk = true;
      if (Array.isArray(given) || isTyped(given)) {
        if (Array.isArray(there)) made = there;
        else if (isTyped(given)) [made, walk] = [given.slice(), false];
        else made = isObjectLike(there) && typeof there.length === "number" ? Array.from(there) : [];
      } else if (isPlainObject(given) || isArguments(given)) {
        if (isArguments(there)) made = { ...there };
        else made = isObject(there) && typeof there !== "function" ? there : {};
      } else [made, walk] = [given, false];
      if (walk) {
        seen.set(given, made);
        mergeInto(made, given, customize, seen);
      }
    }
    put(target, key, made);
  }
}

function assigner(each) {
  return (target, ...sources) => {
    const object = Object(target);
    for (const source of sources) if (source != null) each(object, source);
    return object;
  };
}

const merge = assigner((target, source) => mergeInto(target, source, undefined, new Map()));

function mergeWith(target, ...rest) {
  const customize = rest.length > 1 && typeof rest.at(-1) === "function" ? rest.pop() : undefined;
  return assigner((object, source) => mergeInto(object, source, customize, new Map()))(target, ...rest);
}

function defaultsDeep(target, ...sources) {
  const keep = (there, given, key, object, source, seen) => {
    if (isObject(there) && isObject(given)) {
      seen?.set(given, there);
      mergeInto(there, given, keep, seen ?? new Map());
      return there;
    }
    return there;
  };
  return mergeWith(target, ...sources, keep);
}

const defaults = assigner((target, source) => {
  for (const key of keysIn(source)) {
    const there = target[key];
    if (there === undefined || (there === Object.prototype[key] && !Object.hasOwn(target, key))) target[key] = source[key];
  }
});

function pickBy(object, test) {
  const out = {};
  for (const key of keysIn(object)) if (test(object[key], key)) put(out, key, object[key]);
  return out;
}

module.exports = {
  tag, isObject, isObjectLike, isPlainObject, put, toPath, get, setWith, unset, hasBy, clone, isEqual, keysIn, merge, mergeWith, defaultsDeep, defaults, pickBy,
  assign: assigner((target, source) => Object.assign(target, source)),
  assignIn: assigner((target, source) => keysIn(source).forEach((key) => put(target, key, source[key]))),
  pick(object, ...paths) {
    const out = {};
    for (const path of paths.flat(2)) {
      if (object != null && hasBy(object, path, (at, key) => isObject(at) && key in at)) setWith(out, pathIn(object, path), get(object, path));
    }
    return out;
  },
  omit(object, ...paths) {
    const out = clone(Object.assign({}, object), true);
    for (const path of paths.flat(2)) unset(out, path);
    return out;
  },
};
