"use strict";
// Whether a document fits a filter.

const { isPlain, compare, equal, rank, values, MongoServerError } = require("internal/mongo/values");

const TYPES = {
  double: "number", int: "number", long: "number", number: "number", string: "string", object: "object", array: "array", bool: "boolean", date: "date",
  null: "null", objectId: "objectid", regex: "regex", 1: "number", 2: "string", 3: "object", 4: "array", 7: "objectid", 8: "boolean", 9: "date", 10: "null", 16: "number",
};
const NAMES = { 1: "null", 2: "number", 3: "string", 4: "object", 5: "array", 7: "objectid", 8: "boolean", 9: "date", 10: "regex" };

const bad = (message) => new MongoServerError(message, 2, { codeName: "BadValue" });
const isOperators = (value) => isPlain(value) && Object.keys(value).length > 0 && Object.keys(value)[0].startsWith("$");

/** A value and, where it is a list, its elements. */
const each = (value) => (Array.isArray(value) ? [value, ...value] : [value]);

function same(value, wanted) {
  if (wanted instanceof RegExp) return typeof value === "string" && new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(value);
  if (wanted === null || wanted === undefined) return value === null || value === undefined;
  return equal(value, wanted);
}

const ordered = (test) => (list, wanted) => list.flatMap(each).some((value) => value !== undefined && rank(value) === rank(wanted) && test(compare(value, wanted)));

const OPERATORS = {
  $eq: (list, wanted) => list.flatMap(each).some((value) => same(value, wanted)),
  $ne: (list, wanted) => !OPERATORS.$eq(list, wanted),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $in(list, wanted) {
    if (!Array.isArray(wanted)) throw bad("$in needs an array");
    return wanted.some((one) => OPERATORS.$eq(list, one));
  },
  $nin(list, wanted) {
    if (!Array.isArray(wanted)) throw bad("$nin needs an array");
    return !OPERATORS.$in(list, wanted);
  },
  $exists: (list, wanted) => list.some((value) => value !== undefined) === Boolean(wanted),
  $type: (list, wanted) => [].concat(wanted).some((type) => list.flatMap(each).some((value) => value !== undefined && NAMES[rank(value)] === TYPES[type])),
  $regex(list, wanted, all) {
    const flags = all.$options ?? (wanted instanceof RegExp ? wanted.flags : "");
    if (typeof wanted !== "string" && !(wanted instanceof RegExp)) throw bad("$regex has to be a string");
    let found;
    try {
      found = new RegExp(wanted instanceof RegExp ? wanted.source : wanted, flags.replace(/[^imsu]/g, ""));
    } catch (error) {
      throw new MongoServerError(`Regular expression is invalid: ${error.message}`, 51091);
    }
    return list.flatMap(each).some((value) => typeof value === "string" && found.test(value));
  },
  $options(list, wanted, all) {
    if (!("$regex" in all)) throw bad("$options needs a $regex");
    return true;
  },
  $not(list, wanted) {
    if (wanted instanceof RegExp) return !OPERATORS.$eq(list, wanted);
    if (!isPlain(wanted)) throw bad("$not needs a regex or a document");
    return !operators(list, wanted);
  },
  $size: (list, wanted) => list.some((value) => Array.isArray(value) && value.length === wanted),
  $all: (list, wanted) => Array.isArray(wanted) && wanted.length > 0 && wanted.every((one) => OPERATORS.$eq(list, one)),
  $elemMatch: (list, wanted) => list.some((value) => Array.isArray(value) && value.some((one) => (isOperators(wanted) ? operators([one], wanted) : isPlain(one) && matches(one, wanted)))),
  $mod: (list, [divisor, rest]) => list.flatMap(each).some((value) => typeof value === "number" && Math.trunc(value) % divisor === rest),
};

function operators(list, wanted) {
  return Object.keys(wanted).every((name) => {
    if (Object.prototype.hasOwnProperty.call(OPERATORS, name)) return OPERATORS[name](list, wanted[name], wanted);
    if (["$near", "$geoWithin", "$geoIntersects", "$nearSphere", "$bitsAllSet", "$bitsAnySet"].includes(name)) host.lacks(`the lab has no ${name} in queries of mongodb`);
    throw bad(`unknown operator: ${name}`);
  });
}

/** Whether a document fits a filter. */
function matches(document, filter) {
  return Object.keys(filter).every((key) => {
    const wanted = filter[key];
    if (key === "$and" || key === "$or" || key === "$nor") {
      if (!Array.isArray(wanted) || wanted.length === 0) throw bad(`${key} argument must be a non-empty array`);
      const fits = (one) => matches(document, one);
      return key === "$and" ? wanted.every(fits) : key === "$or" ? wanted.some(fits) : !wanted.some(fits);
    }
    if (key === "$expr") return Boolean(require("internal/mongo/expression").evaluate(document, wanted));
    if (key === "$comment") return true;
    if (key === "$where" || key === "$text" || key === "$jsonSchema") host.lacks(`the lab has no ${key} in queries of mongodb`);
    if (key.startsWith("$")) throw bad(`unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`);
    const found = values(document, key);
    return isOperators(wanted) ? operators(found, wanted) : OPERATORS.$eq(found, wanted);
  });
}

module.exports = { matches, isOperators };
