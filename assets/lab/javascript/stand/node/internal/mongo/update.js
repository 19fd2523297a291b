"use strict";
// Updates of documents.

const { isPlain, copy, compare, equal, getPath, setPath, MongoServerError, MongoInvalidArgumentError } = require("internal/mongo/values");
const { matches, isOperators } = require("internal/mongo/match");

function list(document, path) {
  const value = getPath(document, path);
  if (value !== undefined && !Array.isArray(value)) throw new MongoServerError(`The field '${path}' must be an array`, 2);
  return value ? [...value] : [];
}

function number(document, path, operator) {
  const value = getPath(document, path) ?? 0;
  if (typeof value !== "number") throw new MongoServerError(`Cannot apply ${operator} to a value of non-numeric type`, 14);
  return value;
}

const OPERATORS = {
  $set: (document, path, value) => setPath(document, path, copy(value)),
  $unset: (document, path) => setPath(document, path, undefined, true),
  $inc: (document, path, value) => setPath(document, path, number(document, path, "$inc") + value),
  $mul: (document, path, value) => setPath(document, path, number(document, path, "$mul") * value),
  $min: (document, path, value) => (getPath(document, path) === undefined || compare(value, getPath(document, path)) < 0) && setPath(document, path, value),
  $max: (document, path, value) => (getPath(document, path) === undefined || compare(value, getPath(document, path)) > 0) && setPath(document, path, value),
  $push: (document, path, value) => setPath(document, path, [...list(document, path), ...(isPlain(value) && "$each" in value ? value.$each : [value]).map(copy)]),
  $addToSet(document, path, value) {
    const out = list(document, path);
    for (const one of isPlain(value) && "$each" in value ? value.$each : [value]) if (!out.some((had) => equal(had, one))) out.push(copy(one));
    setPath(document, path, out);
  },
  $pull: (document, path, value) =>
    setPath(document, path, list(document, path).filter((one) => !(isOperators(value) ? matches({ one }, { one: value }) : isPlain(value) ? isPlain(one) && matches(one, value) : equal(one, value)))),
  $pop: (document, path, value) => setPath(document, path, value < 0 ? list(document, path).slice(1) : list(document, path).slice(0, -1)),
  $rename(document, path, value) {
    const had = getPath(document, path);
    if (had === undefined) return;
    setPath(document, path, undefined, true);
    setPath(document, value, had);
  },
  $currentDate: (document, path) => setPath(document, path, new Date()),
  $setOnInsert() {},
};

/** Change a document by an update's operators. */
function apply(document, update, inserting = false) {
  for (const operator of Object.keys(update)) {
    if (!Object.prototype.hasOwnProperty.call(OPERATORS, operator)) {
      if (operator === "$bit" || operator === "$pullAll") host.lacks(`the lab has no ${operator} in updates of mongodb`);
      throw new MongoServerError(`Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`, 9);
    }
    for (const path of Object.keys(update[operator] ?? {})) {
      if (path === "_id" && !inserting && operator === "$set" && !equal(update.$set._id, document._id)) {
        throw new MongoServerError("Performing an update on the path '_id' would modify the immutable field '_id'", 66);
      }
      if (operator === "$setOnInsert" ? inserting : true) (operator === "$setOnInsert" ? OPERATORS.$set : OPERATORS[operator])(document, path, update[operator][path]);
    }
  }
}

/** An update has to consist of operators, a replacement of none. */
function checked(update) {
  if (Array.isArray(update)) host.lacks("the lab has no pipelines as updates of mongodb");
  if (!isOperators(update) || Object.keys(update).some((key) => !key.startsWith("$"))) throw new MongoInvalidArgumentError("Update document requires atomic operators");
  return update;
}

/** The document that an upsert begins with: what the filter says that is equal. */
function seed(filter) {
  const out = {};
  for (const key of Object.keys(filter)) {
    if (key === "$and") for (const one of filter.$and) Object.assign(out, seed(one));
    else if (!key.startsWith("$") && !(filter[key] instanceof RegExp)) {
      if (!isOperators(filter[key])) setPath(out, key, copy(filter[key]));
      else if ("$eq" in filter[key]) setPath(out, key, copy(filter[key].$eq));
    }
  }
  return out;
}

module.exports = { apply, checked, seed };
