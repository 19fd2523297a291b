"use strict";
// Schemas for data from outside: the names of edition 4, and those of 3 that still work there.

const { ZodError, ZodType } = require("internal/zod/core");
const values = require("internal/zod/values");
const collections = require("internal/zod/collections");
const { lackNames } = require("internal/lacks");

const { ZodString, ZodNumber, ZodBigInt, ZodDate, ZodTest, ZodValues } = values;
const { ZodArray, ZodTuple, ZodObject, ZodRecord, ZodUnion, ZodDiscriminatedUnion, ZodIntersection, ZodLazy } = collections;

const isBoolean = (value) => typeof value === "boolean";

/** The values of an enumeration; TypeScript's numeric ones have their names among them. */
function valuesOf(entries) {
  const names = Object.keys(entries).filter((name) => typeof entries[entries[name]] !== "number");
  return names.map((name) => entries[name]);
}

function coerced(schema, coerce = true) {
  schema._coerce = coerce;
  return schema;
}

class Preprocessed extends ZodType {
  constructor(f, schema) {
    super();
    this._f = f;
    this._schema = schema;
  }

  _base(value, path, run) {
    return this._schema._parse(this._f(value), path, run);
  }
}

const z = {
  string: (error) => new ZodString(error),
  number: (error) => new ZodNumber(error),
  int: (error) => new ZodNumber(error).int(error),
  bigint: (error) => new ZodBigInt(error),
  boolean: (error) => new ZodTest("boolean", isBoolean, error),
  date: (error) => new ZodDate(error),
  symbol: (error) => new ZodTest("symbol", (value) => typeof value === "symbol", error),
  undefined: (error) => new ZodTest("undefined", (value) => value === undefined, error),
  void: (error) => new ZodTest("void", (value) => value === undefined, error),
  null: (error) => new ZodTest("null", (value) => value === null, error),
  nan: (error) => new ZodTest("nan", Number.isNaN, error),
  never: (error) => new ZodTest("never", () => false, error),
  any: () => new ZodType(),
  unknown: () => new ZodType(),
  literal: (value, error) => new ZodValues(Array.isArray(value) ? value : [value], error),
  enum: (given, error) => Object.assign(new ZodValues(Array.isArray(given) ? [...given] : valuesOf(given), error), Array.isArray(given) ? {} : { _enum: given }),
  nativeEnum: (given, error) => Object.assign(new ZodValues(valuesOf(given), error), { _enum: given }),
  array: (element, error) => new ZodArray(element, error),
  tuple: (items, rest, error) => (rest instanceof ZodType ? new ZodTuple(items, rest, error) : new ZodTuple(items, undefined, rest)),
  object: (shape = {}, error) => new ZodObject(shape, error),
  strictObject: (shape, error) => new ZodObject(shape, error, "strict"),
  looseObject: (shape, error) => new ZodObject(shape, error, "loose"),
  record: (keys, of, error) => (of instanceof ZodType ? new ZodRecord(keys, of, error) : new ZodRecord(new ZodString(), keys, of)),
  union: (options, error) => new ZodUnion(options, error),
  discriminatedUnion: (key, options, error) => new ZodDiscriminatedUnion(key, options, error),
  intersection: (left, right) => new ZodIntersection(left, right),
  lazy: (get) => new ZodLazy(get),
  instanceof: (kind, error) => new ZodTest(kind.name, (value) => value instanceof kind, error),
  custom: (test, error) => (test ? new ZodType().refine(test, error) : new ZodType()),
  optional: (schema) => schema.optional(),
  nullable: (schema) => schema.nullable(),
  nullish: (schema) => schema.nullish(),
  preprocess: (f, schema) => new Preprocessed(f, schema),
  pipe: (from, to) => from.pipe(to),
  transform: (f) => new ZodType().transform(f),
  coerce: {
    string: (error) => coerced(new ZodString(error)),
    number: (error) => coerced(new ZodNumber(error)),
    bigint: (error) => coerced(new ZodBigInt(error)),
    boolean: (error) => coerced(new ZodTest("boolean", isBoolean, error), Boolean),
    date: (error) => coerced(new ZodDate(error)),
  },
  iso: {
    datetime: (given) => new ZodString(given).datetime(given),
    date: (given) => new ZodString(given).date(given),
    time: (given) => new ZodString(given).time(given),
  },
  flattenError: (error, map) => error.flatten(map),
  formatError: (error, map) => error.format(map),
  prettifyError: (error) => error.issues.map(({ message, path }) => `✖ ${message}${path.length > 0 ? `\n  → at ${path.join(".")}` : ""}`).join("\n"),
  NEVER: Object.freeze({ status: "aborted" }),
  ZodError,
  ZodType,
  ...values,
  ...collections,
  ZodIssueCode: { custom: "custom", invalid_type: "invalid_type", too_small: "too_small", too_big: "too_big", unrecognized_keys: "unrecognized_keys", invalid_union: "invalid_union" },
};
for (const format of ["email", "url", "uuid", "guid", "nanoid", "cuid", "cuid2", "ulid", "ipv4", "ipv6", "base64", "base64url", "hex", "e164"]) {
  z[format] = (given) => new ZodString(given)[format](given);
}
z.z = z;
z.default = z;
delete z.ZodTest;
delete z.ZodValues;
lackNames(z, "zod", "map set file promise function codec templateLiteral stringbool json toJSONSchema treeifyError registry globalRegistry config locales setErrorMap xid ksuid cidrv4 cidrv6 jwt emoji int32 uint32 float32 float64 partialRecord keyof");

module.exports = z;
