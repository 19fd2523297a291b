"use strict";
// Expressions of aggregations.

const { isPlain, compare, equal, getPath, values, MongoServerError } = require("internal/mongo/values");

const number = (list) => list.filter((one) => typeof one === "number");

const FUNCTIONS = {
  $eq: ([a, b]) => equal(a, b),
  $ne: ([a, b]) => !equal(a, b),
  $gt: ([a, b]) => compare(a, b) > 0,
  $gte: ([a, b]) => compare(a, b) >= 0,
  $lt: ([a, b]) => compare(a, b) < 0,
  $lte: ([a, b]) => compare(a, b) <= 0,
  $and: (list) => list.every(Boolean),
  $or: (list) => list.some(Boolean),
  $not: ([a]) => !a,
  $in: ([a, list]) => list.some((one) => equal(one, a)),
  $add: (list) => list.reduce((a, b) => a + b, 0),
  $subtract: ([a, b]) => a - b,
  $multiply: (list) => list.reduce((a, b) => a * b, 1),
  $divide: ([a, b]) => a / b,
  $concat: (list) => list.join(""),
  $toLower: ([a]) => String(a ?? "").toLowerCase(),
  $toUpper: ([a]) => String(a ?? "").toUpperCase(),
  $toString: ([a]) => String(a),
  $size: ([a]) => a.length,
  $ifNull: (list) => list.find((one) => one !== null && one !== undefined) ?? null,
  $cond: ([a, b, c]) => (a ? b : c),
  $sum: (list) => number(list.flat()).reduce((a, b) => a + b, 0),
};

/** The value of an expression for a document. */
function evaluate(document, expression) {
  if (typeof expression === "string" && expression.startsWith("$")) {
    if (expression === "$$ROOT") return document;
    if (expression.startsWith("$$")) host.lacks(`the lab has no variable ${expression} of mongodb`);
    const found = values(document, expression.slice(1));
    return found.length === 1 ? found[0] : found;
  }
  if (Array.isArray(expression)) return expression.map((one) => evaluate(document, one));
  if (!isPlain(expression)) return expression;
  const [name] = Object.keys(expression);
  if (name === "$literal") return expression.$literal;
  if (name && name.startsWith("$")) {
    if (!Object.prototype.hasOwnProperty.call(FUNCTIONS, name)) host.lacks(`the lab has no expression ${name} of mongodb`);
    const given = expression[name];
    const list = name === "$cond" && isPlain(given) ? [given.if, given.then, given.else] : [].concat(given);
    return FUNCTIONS[name](list.map((one) => evaluate(document, one)));
  }
  return Object.fromEntries(Object.entries(expression).map(([key, one]) => [key, evaluate(document, one)]));
}

const GROUPS = {
  $sum: (list) => number(list).reduce((a, b) => a + b, 0),
  $avg: (list) => (number(list).length ? GROUPS.$sum(list) / number(list).length : null),
  $min: (list) => list.filter((one) => one !== undefined && one !== null).sort(compare)[0] ?? null,
  $max: (list) => list.filter((one) => one !== undefined && one !== null).sort(compare).pop() ?? null,
  $first: (list) => list[0] ?? null,
  $last: (list) => list[list.length - 1] ?? null,
  $push: (list) => list.filter((one) => one !== undefined),
  $addToSet: (list) => list.filter((one, i) => one !== undefined && list.findIndex((other) => equal(one, other)) === i),
};

/** `$group`. */
function group(documents, { _id, ...fields }) {
  const groups = [];
  for (const document of documents) {
    const key = _id === null ? null : evaluate(document, _id) ?? null;
    const found = groups.find((one) => equal(one.key, key));
    if (found) found.documents.push(document);
    else groups.push({ key, documents: [document] });
  }
  return groups.map(({ key, documents: inside }) => {
    const out = { _id: key };
    for (const name of Object.keys(fields)) {
      const [kind] = Object.keys(fields[name]);
      if (kind === "$count") out[name] = inside.length;
      else if (Object.prototype.hasOwnProperty.call(GROUPS, kind)) out[name] = GROUPS[kind](inside.map((one) => evaluate(one, fields[name][kind])));
      else throw new MongoServerError(`unknown group operator '${kind}'`, 15952);
    }
    return out;
  });
}

/** What a projection leaves of a document. */
function project(document, projection) {
  const keys = Object.keys(projection ?? {});
  if (!keys.length) return document;
  const { setPath } = require("internal/mongo/values");
  const takes = keys.some((key) => key !== "_id" && projection[key] !== 0 && projection[key] !== false);
  if (!takes) {
    const { copy } = require("internal/mongo/values");
    const out = copy(document);
    for (const key of keys) if (!projection[key]) setPath(out, key, undefined, true);
    return out;
  }
  const out = {};
  if (projection._id !== 0 && projection._id !== false && document._id !== undefined) out._id = document._id;
  for (const key of keys) {
    const wanted = projection[key];
    if (key === "_id" || wanted === 0 || wanted === false) continue;
    const value = wanted === 1 || wanted === true ? getPath(document, key) : evaluate(document, wanted);
    if (value !== undefined) setPath(out, key, value);
  }
  return out;
}

module.exports = { evaluate, group, project };
