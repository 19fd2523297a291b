"use strict";
// Helpers for objects, lists and texts.

const objects = require("internal/lodash/objects");
const texts = require("internal/lodash/text");
const { lackNames } = require("internal/lacks");

const { get, isObject, isObjectLike, isPlainObject, isEqual, tag, put } = objects;

/** What a lodash function takes where it wants a function: a function, a path, a pair or a pattern. */
function iteratee(given) {
  if (given == null) return (value) => value;
  if (typeof given === "function") return given;
  if (Array.isArray(given)) return (value) => isEqual(get(value, given[0]), given[1]);
  if (isObject(given)) return matches(given);
  return (value) => get(value, given);
}

function matches(pattern) {
  return (value) => value != null && Object.keys(pattern).every((key) => key in Object(value) && (isPlainObject(pattern[key]) ? matches(pattern[key])(value[key]) : isEqual(value[key], pattern[key])));
}

const isList = (value) => value != null && typeof value !== "function" && Number.isSafeInteger(value.length) && value.length >= 0;
const entries = (given) => (given == null ? [] : isList(given) ? Array.from(given, (value, i) => [value, i]) : Object.keys(given).map((key) => [given[key], key]));
const values = (given) => entries(given).map(([value]) => value);
const list = (given) => (isList(given) ? Array.from(given) : []);

function compare(a, b) {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a > b ? 1 : a < b ? -1 : 0;
}

function orderBy(given, keys = [], orders = []) {
  const by = [keys].flat().map(iteratee);
  const marked = values(given).map((value) => ({ value, keys: by.map((key) => key(value)) }));
  marked.sort((a, b) => {
    for (let i = 0; i < by.length; i += 1) {
      const order = compare(a.keys[i], b.keys[i]);
      if (order !== 0) return [orders].flat()[i] === "desc" ? -order : order;
    }
    return 0;
  });
  return marked.map(({ value }) => value);
}

function grouper(add) {
  return (given, by) => {
    const key = iteratee(by);
    const out = {};
    for (const value of values(given)) add(out, String(key(value)), value);
    return out;
  };
}

function uniqBy(given, by) {
  const key = iteratee(by);
  const seen = new Set();
  return list(given).filter((value) => !seen.has(key(value)) && seen.add(key(value)));
}

function debounce(f, wait = 0, { leading = false, trailing = true, maxWait } = {}) {
  let timer, last, started, result;
  const fire = () => {
    timer = undefined;
    started = undefined;
    if (trailing && last) result = f.apply(last.self, last.given);
    last = undefined;
  };
  function debounced(...given) {
    last = { self: this, given };
    if (timer === undefined && leading) {
      result = f.apply(this, given);
      last = undefined;
    }
    started ??= Date.now();
    clearTimeout(timer);
    timer = setTimeout(fire, maxWait === undefined ? wait : Math.max(0, Math.min(wait, maxWait - (Date.now() - started))));
    return result;
  }
  return Object.assign(debounced, {
    cancel: () => {
      clearTimeout(timer);
      timer = last = started = undefined;
    },
    flush: () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        fire();
      }
      return result;
    },
  });
}

const extreme = (better) => (given, by) => {
  const key = iteratee(by);
  return values(given).reduce((best, value) => (best === undefined || better(key(value), key(best)) ? value : best), undefined);
};
const greatest = extreme((a, b) => a > b);
const least = extreme((a, b) => a < b);
const random = (...given) => {
  const [low, high] = given.filter((one) => typeof one === "number").length > 1 ? given : [0, given[0] ?? 1];
  const whole = Number.isInteger(low) && Number.isInteger(high) && given.at(-1) !== true;
  return whole ? low + Math.floor(Math.random() * (high - low + 1)) : Math.min(low + Math.random() * (high - low), high);
};
function shuffle(given) {
  const items = values(given);
  for (let i = 0; i < items.length; i += 1) {
    const j = random(i, items.length - 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

const kinds = { Date: "Date", RegExp: "RegExp", Map: "Map", Set: "Set", Error: "Error", Symbol: "Symbol" };
const _ = {
  ...texts,
  get, has: (object, path) => object != null && objects.hasBy(object, path, (at, key) => Object.hasOwn(Object(at), key)),
  hasIn: (object, path) => object != null && objects.hasBy(object, path, (at, key) => key in Object(at)),
  set: (object, path, value) => objects.setWith(object, path, value),
  setWith: objects.setWith, unset: objects.unset, toPath: objects.toPath,
  update: (object, path, f) => objects.setWith(object, path, f(get(object, path))),
  result: (object, path, otherwise) => {
    const value = get(object, path, otherwise);
    return typeof value === "function" ? value.call(get(object, objects.toPath(path).slice(0, -1), object)) : value;
  },
  merge: objects.merge, mergeWith: objects.mergeWith, defaults: objects.defaults, defaultsDeep: objects.defaultsDeep,
  assign: objects.assign, assignIn: objects.assignIn, extend: objects.assignIn,
  pick: objects.pick, omit: objects.omit,
  pickBy: (object, by) => objects.pickBy(object, iteratee(by)),
  omitBy: (object, by) => objects.pickBy(object, (value, key) => !iteratee(by)(value, key)),
  clone: (value) => objects.clone(value, false), cloneDeep: (value) => objects.clone(value, true),
  isEqual: (a, b) => isEqual(a, b), isMatch: (value, pattern) => matches(pattern)(value), matches, iteratee,
  property: (path) => (object) => get(object, path),
  isObject, isObjectLike, isPlainObject,
  isArray: Array.isArray, isArrayLike: isList,
  isString: (value) => tag(value) === "[object String]", isNumber: (value) => tag(value) === "[object Number]", isBoolean: (value) => tag(value) === "[object Boolean]",
  isFunction: (value) => typeof value === "function", isNil: (value) => value == null, isNull: (value) => value === null, isUndefined: (value) => value === undefined,
  isNaN: (value) => tag(value) === "[object Number]" && Number.isNaN(Number(value)), isFinite: Number.isFinite, isInteger: Number.isInteger, isSafeInteger: Number.isSafeInteger,
  isEmpty: (value) => (value == null || !isObject(value) ? !(typeof value === "string" && value.length > 0) : value instanceof Map || value instanceof Set ? value.size === 0 : values(value).length === 0),
  keys: (value) => (value == null ? [] : Object.keys(value)), keysIn: objects.keysIn, values, valuesIn: (value) => objects.keysIn(value).map((key) => value[key]),
  toPairs: (value) => entries(value).map(([item, key]) => [String(key), item]), entries: (value) => entries(value).map(([item, key]) => [String(key), item]),
  fromPairs: (pairs) => list(pairs).reduce((out, [key, value]) => (put(out, String(key), value), out), {}),
  invert: (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [value, key])),
  mapValues: (object, by) => entries(object).reduce((out, [value, key]) => (put(out, key, iteratee(by)(value, key, object)), out), {}),
  mapKeys: (object, by) => entries(object).reduce((out, [value, key]) => (put(out, String(iteratee(by)(value, key, object)), value), out), {}),
  map: (given, by) => entries(given).map(([value, key]) => iteratee(by)(value, key, given)),
  flatMap: (given, by) => entries(given).flatMap(([value, key]) => iteratee(by)(value, key, given)),
  filter: (given, by) => entries(given).filter(([value, key]) => iteratee(by)(value, key, given)).map(([value]) => value),
  reject: (given, by) => entries(given).filter(([value, key]) => !iteratee(by)(value, key, given)).map(([value]) => value),
  partition: (given, by) => [_.filter(given, by), _.reject(given, by)],
  find: (given, by) => entries(given).find(([value, key]) => iteratee(by)(value, key, given))?.[0],
  findLast: (given, by) => entries(given).findLast(([value, key]) => iteratee(by)(value, key, given))?.[0],
  findIndex: (given, by) => list(given).findIndex(iteratee(by)), findKey: (object, by) => entries(object).find(([value, key]) => iteratee(by)(value, key))?.[1],
  some: (given, by) => entries(given).some(([value, key]) => iteratee(by)(value, key, given)), every: (given, by) => entries(given).every(([value, key]) => iteratee(by)(value, key, given)),
  reduce: (given, f, ...first) => entries(given).reduce((so, [value, key], i) => (i === 0 && first.length === 0 ? value : f(so, value, key, given)), first[0]),
  forEach(given, by) {
    for (const [value, key] of entries(given)) if (iteratee(by)(value, key, given) === false) break;
    return given;
  },
  forOwn: (object, by) => _.forEach(Object.assign({}, object), by) && object,
  forIn: (object, by) => (objects.keysIn(object).some((key) => by(object[key], key, object) === false), object),
  includes: (given, value, from = 0) => (typeof given === "string" ? given.includes(value, from) : values(given).slice(from).includes(value)),
  size: (given) => (given instanceof Map || given instanceof Set ? given.size : values(given).length),
  groupBy: grouper((out, key, value) => (Object.hasOwn(out, key) ? out[key].push(value) : put(out, key, [value]))),
  keyBy: grouper(put), countBy: grouper((out, key) => put(out, key, (Object.hasOwn(out, key) ? out[key] : 0) + 1)),
  orderBy, sortBy: (given, ...keys) => orderBy(given, keys.flat()),
  uniq: (given) => [...new Set(list(given))], uniqBy, uniqWith: (given, same) => list(given).reduce((out, value) => (out.some((one) => same(one, value)) ? out : [...out, value]), []),
  union: (...lists) => [...new Set(lists.flatMap(list))], intersection: (first, ...rest) => [...new Set(list(first))].filter((value) => rest.every((one) => list(one).includes(value))),
  difference: (first, ...rest) => list(first).filter((value) => !rest.some((one) => list(one).includes(value))),
  differenceBy: (first, second, by) => list(first).filter((value) => !list(second).some((one) => iteratee(by)(one) === iteratee(by)(value))),
  without: (given, ...out) => list(given).filter((value) => !out.includes(value)), compact: (given) => list(given).filter(Boolean),
  chunk: (given, size = 1) => Array.from({ length: Math.ceil(list(given).length / size) }, (_unused, i) => list(given).slice(i * size, (i + 1) * size)),
  flatten: (given) => list(given).flat(), flattenDeep: (given) => list(given).flat(Infinity), concat: (first, ...rest) => [first].flat().concat(...rest),
  zip: (...lists) => Array.from({ length: Math.max(0, ...lists.map((one) => one.length)) }, (_unused, i) => lists.map((one) => one[i])),
  zipObject: (keys, given = []) => list(keys).reduce((out, key, i) => (put(out, String(key), given[i]), out), {}),
  head: (given) => given?.[0], first: (given) => given?.[0], last: (given) => given?.[given.length - 1], nth: (given, i = 0) => list(given).at(i),
  tail: (given) => list(given).slice(1), initial: (given) => list(given).slice(0, -1), take: (given, n = 1) => list(given).slice(0, n), takeRight: (given, n = 1) => (n === 0 ? [] : list(given).slice(-n)),
  drop: (given, n = 1) => list(given).slice(n), dropRight: (given, n = 1) => list(given).slice(0, Math.max(0, list(given).length - n)), slice: (given, from, to) => list(given).slice(from, to),
  reverse: (given) => given.reverse(), join: (given, by) => list(given).join(by), indexOf: (given, value, from) => list(given).indexOf(value, from),
  remove: (given, by) => given.splice(0).filter((value, i) => !iteratee(by)(value, i) && given.push(value) < 0 ? true : iteratee(by)(value, i)),
  pull: (given, ...out) => (given.splice(0, given.length, ...given.filter((value) => !out.includes(value))), given),
  range: (from, to, step) => {
    const [low, high] = to === undefined ? [0, from] : [from, to];
    const by = step ?? (low < high ? 1 : -1);
    return Array.from({ length: Math.max(0, Math.ceil((high - low) / (by || 1))) }, (_unused, i) => low + i * by);
  },
  times: (n, f = (i) => i) => Array.from({ length: n }, (_unused, i) => f(i)),
  sum: (given) => list(given).reduce((a, b) => a + b, 0), sumBy: (given, by) => list(given).reduce((so, value) => so + iteratee(by)(value), 0), mean: (given) => _.sum(given) / list(given).length,
  max: (given) => greatest(given), min: (given) => least(given), maxBy: greatest, minBy: least,
  clamp: (value, ...bounds) => Math.min(Math.max(value, bounds.length > 1 ? bounds[0] : -Infinity), bounds.at(-1)), inRange: (value, from, to) => (to === undefined ? value >= 0 && value < from : value >= from && value < to),
  random, shuffle, sample: (given) => values(given)[random(0, values(given).length - 1)], sampleSize: (given, n = 1) => shuffle(given).slice(0, n),
  round: (value, digits = 0) => Math.round(`${value}e${digits}`) / 10 ** digits, floor: (value, digits = 0) => Math.floor(`${value}e${digits}`) / 10 ** digits, ceil: (value, digits = 0) => Math.ceil(`${value}e${digits}`) / 10 ** digits,
  toNumber: Number, toInteger: (value) => Math.trunc(Number(value)) || 0, toArray: values, castArray: (value) => (Array.isArray(value) ? value : [value]),
  identity: (value) => value, noop: () => undefined, constant: (value) => () => value, stubTrue: () => true, stubFalse: () => false,
  debounce, throttle: (f, wait = 0, options = {}) => debounce(f, wait, { leading: true, ...options, maxWait: wait }),
  once: (f) => _.before(2, f),
  before(n, f) {
    let left = n, result;
    return function (...given) {
      left -= 1;
      if (left > 0) result = f.apply(this, given);
      return result;
    };
  },
  memoize(f, key = (first) => first) {
    function memoized(...given) {
      const name = key.apply(this, given);
      if (!memoized.cache.has(name)) memoized.cache.set(name, f.apply(this, given));
      return memoized.cache.get(name);
    }
    memoized.cache = new Map();
    return memoized;
  },
  negate: (f) => (...given) => !f(...given), partial: (f, ...first) => (...rest) => f(...first, ...rest), flow: (...all) => (value) => all.flat().reduce((so, f) => f(so), value),
  delay: (f, wait, ...given) => setTimeout(f, wait, ...given), defer: (f, ...given) => setTimeout(f, 1, ...given), tap: (value, f) => (f(value), value), thru: (value, f) => f(value),
  attempt(f, ...given) {
    try {
      return f(...given);
    } catch (error) {
      return error instanceof Error ? error : new Error(error);
    }
  },
  uniqueId: (() => {
    let last = 0;
    return (prefix = "") => `${prefix}${(last += 1)}`;
  })(),
  defaultTo: (value, otherwise) => (value == null || Number.isNaN(value) ? otherwise : value), now: () => Date.now(), eq: Object.is,
};
for (const [name, kind] of Object.entries(kinds)) _[`is${name}`] = (value) => tag(value) === `[object ${kind}]`;
Object.assign(_, { each: _.forEach, eachRight: undefined, collect: _.map });
delete _.eachRight;
delete _.collect;
lackNames(_, "lodash", "chain curry curryRight zipObjectDeep unzip xor sortedUniq sortedIndex transform invoke invokeMap bind bindAll bindKey after ary rest spread wrap overEvery overSome cond conforms cloneWith cloneDeepWith isEqualWith setWith updateWith mixin runInContext findLastKey forEachRight reduceRight dropWhile takeWhile unionBy intersectionBy fill pullAll pullAt parseInt lastIndexOf flattenDepth swapCase upperCase create functions at");

module.exports = _;
