"use strict";
// Schemas of mongoose: types, defaults, validation.

const { ObjectId, isPlain, getPath, setPath } = require("internal/mongo/values");

class CastError extends Error {
  constructor(kind, value, path) {
    super(`Cast to ${kind} failed for value "${typeof value === "object" ? JSON.stringify(value) : value}" (type ${value === null ? "null" : Array.isArray(value) ? "Array" : typeof value === "object" ? value.constructor?.name ?? "Object" : typeof value}) at path "${path}"`);
    this.name = "CastError";
    Object.assign(this, { kind, value, path, stringValue: JSON.stringify(value) });
  }
}

class ValidationError extends Error {
  constructor(model, errors) {
    super(`${model} validation failed: ${Object.entries(errors).map(([path, one]) => `${path}: ${one.message}`).join(", ")}`);
    this.name = "ValidationError";
    this.errors = errors;
    this._message = `${model} validation failed`;
  }
}

class Mixed {}

/** The kind of a field: a name, a list of one, or a schema. */
function kindOf(type) {
  if (type instanceof Schema) return type;
  if (Array.isArray(type)) return [type.length ? kindOf(isField(type[0]) ? type[0].type : type[0]) : "Mixed"];
  if (type === String) return "String";
  if (type === Number) return "Number";
  if (type === Boolean) return "Boolean";
  if (type === Date) return "Date";
  if (type === Buffer) return "Buffer";
  if (type === ObjectId) return "ObjectId";
  if (type === Array) return ["Mixed"];
  if (typeof type === "string") return { string: "String", number: "Number", boolean: "Boolean", date: "Date", objectid: "ObjectId" }[type.toLowerCase()] ?? "Mixed";
  if (isPlain(type) && Object.keys(type).length) return new Schema(type, { _id: false });
  return "Mixed";
}

const isField = (value) => isPlain(value) && value.type !== undefined && !(isPlain(value.type) && value.type.type !== undefined);

/** A value as its kind has it. */
function cast(kind, value, path) {
  if (value === null || value === undefined || kind === "Mixed") return value;
  const fail = () => {
    throw new CastError(Array.isArray(kind) ? "Array" : kind instanceof Schema ? "Embedded" : kind === "String" ? "string" : kind === "Date" ? "date" : kind, value, path);
  };
  if (Array.isArray(kind)) return [].concat(value).map((one) => cast(kind[0], one, path));
  if (kind instanceof Schema) return typeof value === "object" && !Array.isArray(value) ? kind.make(value) : fail();
  switch (kind) {
    case "String":
      if (Array.isArray(value) || (typeof value === "object" && (typeof value.toString !== "function" || value.toString === Object.prototype.toString)) || typeof value === "function") return fail();
      return String(value);
    case "Number": {
      if (value === "") return null;
      if (typeof value === "object" && !(value instanceof Date) && !(value instanceof Number)) return fail();
      const number = Number(value);
      return Number.isNaN(number) ? fail() : number;
    }
    case "Boolean":
      if ([true, "true", 1, "1", "yes"].includes(value)) return true;
      if ([false, "false", 0, "0", "no"].includes(value)) return false;
      return fail();
    case "Date": {
      const date = value instanceof Date ? value : new Date(typeof value === "string" && /^\d+$/.test(value) && value.length > 4 ? Number(value) : value);
      return typeof value === "object" && !(value instanceof Date) ? fail() : Number.isNaN(date.getTime()) ? fail() : date;
    }
    case "ObjectId": {
      const id = isPlain(value) && value._id ? value._id : value;
      return ObjectId.isValid(id) && typeof id !== "number" ? new ObjectId(id) : fail();
    }
    default:
      return value;
  }
}

class Schema {
  #hooks = [];

  constructor(definition = {}, options = {}) {
    this.options = { ...options };
    this.fields = new Map();
    this.methods = {};
    this.statics = {};
    this.virtuals = new Map();
    this.add(definition);
  }

  add(definition, prefix = "") {
    for (const [name, given] of Object.entries(definition)) {
      const field = isField(given) ? given : { type: given };
      const nested = !isField(given) && isPlain(given) && Object.keys(given).length > 0;
      if (nested) this.add(given, `${prefix}${name}.`);
      else this.fields.set(prefix + name, { ...field, kind: kindOf(field.type) });
    }
    return this;
  }

  get unique() {
    return [...this.fields].filter(([, field]) => field.unique).map(([path]) => path);
  }
  get hidden() {
    return [...this.fields].filter(([, field]) => field.select === false).map(([path]) => path);
  }

  /** The kind of what lies at a path; undefined where the schema has nothing there. */
  typeOf(path) {
    if (path === "_id") return this.fields.get("_id")?.kind ?? "ObjectId";
    if (this.options.timestamps && (path === "createdAt" || path === "updatedAt")) return "Date";
    const found = this.fields.get(path);
    if (found) return Array.isArray(found.kind) && found.kind[0] !== "Mixed" ? found.kind : found.kind;
    const keys = path.split(".");
    for (let i = keys.length - 1; i > 0; i--) {
      const above = this.fields.get(keys.slice(0, i).join("."));
      if (!above) continue;
      const inner = Array.isArray(above.kind) ? above.kind[0] : above.kind;
      if (inner === "Mixed") return "Mixed";
      return inner instanceof Schema ? inner.typeOf(keys.slice(i).filter((key) => !/^\d+$/.test(key)).join(".")) : inner;
    }
    return undefined;
  }

  /** A document of given values: cast, without what the schema does not know, with defaults. */
  make(values, defaults = true) {
    const out = {};
    if (values && values._id !== undefined) out._id = cast(this.typeOf("_id"), values._id, "_id");
    for (const [path, field] of this.fields) {
      let value = getPath(values ?? {}, path);
      if (value === undefined && defaults && field.default !== undefined) value = typeof field.default === "function" ? field.default.call(out) : field.default;
      if (value === undefined && defaults && Array.isArray(field.kind)) value = [];
      if (value === undefined) continue;
      value = cast(field.kind, value, path);
      if (typeof value === "string") {
        if (field.lowercase) value = value.toLowerCase();
        if (field.uppercase) value = value.toUpperCase();
        if (field.trim) value = value.trim();
      }
      setPath(out, path, value);
    }
    for (const name of this.options.timestamps ? ["createdAt", "updatedAt"] : []) if (values?.[name] !== undefined) out[name] = values[name];
    if (this.options.strict === false) for (const key of Object.keys(values ?? {})) if (!(key in out)) setPath(out, key, values[key]);
    return out;
  }

  async validate(document, model) {
    const errors = {};
    const say = (path, kind, message, value) => void (errors[path] ??= Object.assign(new Error(message), { name: "ValidatorError", kind, path, value }));
    for (const [path, field] of this.fields) {
      const value = getPath(document, path);
      const rule = (given) => (Array.isArray(given) ? given : [given, undefined]);
      const needed = typeof field.required === "function" ? field.required.call(document) : rule(field.required)[0];
      if (needed && (value === undefined || value === null || value === "")) say(path, "required", rule(field.required)[1] ?? `Path \`${path}\` is required.`, value);
      if (value === undefined || value === null) continue;
      const list = Array.isArray(field.enum) ? field.enum : field.enum?.values;
      if (list && !list.includes(value)) say(path, "enum", `\`${value}\` is not a valid enum value for path \`${path}\`.`, value);
      if (field.min !== undefined && value < rule(field.min)[0]) say(path, "min", rule(field.min)[1] ?? `Path \`${path}\` (${value}) is less than minimum allowed value (${rule(field.min)[0]}).`, value);
      if (field.max !== undefined && value > rule(field.max)[0]) say(path, "max", rule(field.max)[1] ?? `Path \`${path}\` (${value}) is more than maximum allowed value (${rule(field.max)[0]}).`, value);
      if (field.minlength !== undefined && value.length < rule(field.minlength)[0]) say(path, "minlength", `Path \`${path}\` (\`${value}\`) is shorter than the minimum allowed length (${rule(field.minlength)[0]}).`, value);
      if (field.maxlength !== undefined && value.length > rule(field.maxlength)[0]) say(path, "maxlength", `Path \`${path}\` (\`${value}\`) is longer than the maximum allowed length (${rule(field.maxlength)[0]}).`, value);
      if (field.match && !rule(field.match)[0].test(value)) say(path, "regexp", `Path \`${path}\` is invalid (${value}).`, value);
      const check = typeof field.validate === "function" ? field.validate : field.validate?.validator;
      if (check && !(await check.call(document, value))) say(path, "user defined", field.validate.message ?? `Validator failed for path \`${path}\` with value \`${value}\``, value);
    }
    if (Object.keys(errors).length) throw new ValidationError(model, errors);
  }

  pre(name, hook) {
    const run = function () {
      if (hook.length === 0) return hook.call(this);
      return new Promise((resolve, reject) => hook.call(this, (error) => (error ? reject(error) : resolve())));
    };
    for (const one of [].concat(name)) {
      if (one !== "save" && one !== "validate") host.lacks(`the lab has no ${one} hooks of mongoose`);
      this.#hooks.push(["save", run]);
    }
    return this;
  }
  post() {
    return host.lacks("the lab has no post hooks of mongoose");
  }
  hooks(name) {
    return this.#hooks.filter(([one]) => one === name).map(([, run]) => run);
  }
  method(name, f) {
    Object.assign(this.methods, typeof name === "object" ? name : { [name]: f });
    return this;
  }
  static(name, f) {
    Object.assign(this.statics, typeof name === "object" ? name : { [name]: f });
    return this;
  }
  virtual(name) {
    const made = {
      get: (f) => {
        this.virtuals.set(name, f);
        return made;
      },
      set: () => made,
    };
    return made;
  }
  index() {
    return this;
  }
  plugin(f, options) {
    f(this, options);
    return this;
  }
  set(name, value) {
    this.options[name] = value;
    return this;
  }
  path(name) {
    return this.fields.get(name);
  }
  static Types = { ObjectId, Mixed, String, Number, Boolean, Date };
}

module.exports = { Schema, CastError, ValidationError, cast };
