"use strict";
// Models over the lab's mongodb: schemas with casting and validation, queries, documents.

const EventEmitter = require("events");
const { MongoClient, ObjectId } = require("mongodb");
const { isPlain, getPath, setPath, copy } = require("internal/mongo/values");
const { isOperators } = require("internal/mongo/match");
const { Schema, CastError, ValidationError, cast } = require("internal/mongo/schema");

const models = new Map();
const settings = new Map([["strictQuery", false], ["sanitizeFilter", false]]);
let database = null;

const db = () => (database ??= new MongoClient("mongodb://localhost/test").db());

/** The values of a filter as the schema has them; an object of operators stays one. */
function castFilter(schema, filter, { sanitize } = {}) {
  const out = {};
  for (const key of Object.keys(filter ?? {})) {
    let value = filter[key];
    if (key === "$and" || key === "$or" || key === "$nor") {
      out[key] = value.map((one) => castFilter(schema, one, { sanitize }));
      continue;
    }
    if (sanitize && isPlain(value) && isOperators(value) && !trusted.has(value)) value = { $eq: value };
    const type = schema.typeOf(key);
    if (type === undefined) {
      if (settings.get("strictQuery") && !key.startsWith("$") && schema.options.strictQuery !== false) continue;
      out[key] = value;
    } else if (isPlain(value) && isOperators(value)) {
      out[key] = {};
      for (const operator of Object.keys(value)) {
        const given = value[operator];
        if (["$in", "$nin", "$all"].includes(operator)) out[key][operator] = [].concat(given).map((one) => cast(type, one, key));
        else if (["$exists", "$regex", "$options", "$size", "$type", "$elemMatch", "$mod"].includes(operator)) out[key][operator] = given;
        else if (operator === "$not") out[key][operator] = isPlain(given) ? castFilter(schema, { [key]: given })[key] : given;
        else out[key][operator] = cast(type, given, key);
      }
    } else out[key] = value instanceof RegExp ? value : cast(type, value, key);
  }
  return out;
}

const trusted = new WeakSet();

/** An update as the schema has it: without operators it is a `$set`, and what is in no schema is left out. */
function castUpdate(schema, update) {
  const out = {};
  const plain = Object.keys(update).some((key) => !key.startsWith("$"));
  const all = plain ? { ...Object.fromEntries(Object.entries(update).filter(([key]) => key.startsWith("$"))), $set: { ...update.$set, ...Object.fromEntries(Object.entries(update).filter(([key]) => !key.startsWith("$"))) } } : update;
  for (const operator of Object.keys(all)) {
    const fields = {};
    for (const path of Object.keys(all[operator] ?? {})) {
      const type = schema.typeOf(path);
      if (type === undefined && schema.options.strict !== false) continue;
      const value = all[operator][path];
      const simple = ["$set", "$setOnInsert", "$inc", "$min", "$max", "$mul"].includes(operator);
      fields[path] = type === undefined || !simple ? value : cast(type, value, path);
    }
    if (Object.keys(fields).length) out[operator] = fields;
  }
  if (schema.options.timestamps) out.$set = { ...out.$set, updatedAt: new Date() };
  return out;
}

/** A query: nothing happens before it is waited for. */
class Query {
  #run;
  #promise = null;

  constructor(run, options = {}) {
    this.#run = run;
    this.options = { ...options };
  }
  #set(name, value) {
    this.options[name] = value;
    return this;
  }
  sort(given) {
    return this.#set("sort", typeof given === "string" ? Object.fromEntries(given.split(/\s+/).filter(Boolean).map((one) => (one.startsWith("-") ? [one.slice(1), -1] : [one, 1]))) : given);
  }
  select(given) {
    return this.#set("select", given);
  }
  limit(count) {
    return this.#set("limit", Number(count));
  }
  skip(count) {
    return this.#set("skip", Number(count));
  }
  lean(on = true) {
    return this.#set("lean", on);
  }
  where(field, value) {
    return this.#set("where", { ...this.options.where, ...(typeof field === "string" ? { [field]: value } : field) });
  }
  populate() {
    return host.lacks("the lab has no populate of mongoose");
  }
  setOptions(options) {
    Object.assign(this.options, options);
    return this;
  }
  session() {
    return this;
  }
  orFail(error) {
    return this.#set("orFail", error ?? true);
  }
  async exec() {
    const found = await this.#run(this.options);
    if (this.options.orFail && (found === null || (Array.isArray(found) && !found.length))) {
      throw typeof this.options.orFail === "function" ? this.options.orFail() : Object.assign(new Error("No document found for query"), { name: "DocumentNotFoundError" });
    }
    return found;
  }
  then(yes, no) {
    this.#promise ??= this.exec();
    return this.#promise.then(yes, no);
  }
  catch(no) {
    return this.then(undefined, no);
  }
  finally(f) {
    return this.then().finally(f);
  }
}

/** What `select` asks for, with the fields that the schema hides. */
function projection(schema, given) {
  const asked = typeof given === "string" ? Object.fromEntries(given.split(/\s+/).filter(Boolean).map((one) => (one.startsWith("-") ? [one.slice(1), 0] : one.startsWith("+") ? [one, 1] : [one, 1]))) : { ...given };
  const plus = Object.keys(asked).filter((key) => key.startsWith("+"));
  for (const key of plus) delete asked[key];
  const includes = Object.values(asked).some((value) => value === 1 || value === true);
  if (!includes) for (const key of schema.hidden) if (!plus.includes(`+${key}`)) asked[key] = 0;
  return asked;
}

function model(name, schema, collectionName) {
  if (schema === undefined) {
    if (models.has(name)) return models.get(name);
    throw Object.assign(new Error(`Schema hasn't been registered for model "${name}".\nUse mongoose.model(name, schema)`), { name: "MissingSchemaError" });
  }
  if (models.has(name)) throw Object.assign(new Error(`Cannot overwrite \`${name}\` model once compiled.`), { name: "OverwriteModelError" });
  const plural = collectionName ?? schema.options.collection ?? (/s$/i.test(name) ? name.toLowerCase() : /[^aeiou]y$/i.test(name) ? `${name.slice(0, -1).toLowerCase()}ies` : `${name.toLowerCase()}s`);
  const indexed = new WeakSet();
  const collection = () => {
    const found = db().collection(plural);
    if (!indexed.has(database)) {
      indexed.add(database);
      for (const path of schema.unique) found.createIndex({ [path]: 1 }, { unique: true });
    }
    return found;
  };
  const filterOf = (filter, options = {}) => castFilter(schema, { ...filter, ...options.where }, { sanitize: options.sanitizeFilter ?? settings.get("sanitizeFilter") });
  const wrap = (found, options = {}) => (found === null ? null : options.lean ? found : new Document(found, false));

  class Document {
    #isNew;

    constructor(values = {}, isNew = true) {
      this.#isNew = isNew;
      const made = isNew ? schema.make(values) : values;
      if (isNew) made._id ??= new ObjectId();
      Object.assign(this, made);
      Object.defineProperty(this, "errors", { value: undefined, writable: true, enumerable: false });
    }
    get id() {
      return String(this._id);
    }
    get isNew() {
      return this.#isNew;
    }
    toObject() {
      return copy({ ...this });
    }
    toJSON() {
      const out = this.toObject();
      const { transform, virtuals } = schema.options.toJSON ?? {};
      if (virtuals) for (const [key, get] of schema.virtuals) out[key] = get.call(this);
      return transform ? transform(this, out, {}) ?? out : out;
    }
    get(path) {
      return getPath(this, path);
    }
    set(path, value) {
      if (typeof path === "object") Object.assign(this, schema.make(path, false));
      else if (schema.typeOf(path) !== undefined || schema.options.strict === false) setPath(this, path, schema.typeOf(path) === undefined ? value : cast(schema.typeOf(path), value, path));
      return this;
    }
    async validate() {
      await schema.validate(this, name);
    }
    isModified() {
      return true;
    }
    markModified() {}
    async save() {
      for (const hook of schema.hooks("save")) await hook.call(this);
      Object.assign(this, schema.make({ ...this }, false));
      await this.validate();
      if (schema.options.timestamps) {
        this.updatedAt = new Date();
        this.createdAt ??= this.updatedAt;
      }
      if (this.#isNew) await collection().insertOne(this.toObject());
      else await collection().replaceOne({ _id: this._id }, this.toObject());
      this.#isNew = false;
      return this;
    }
    async deleteOne() {
      await collection().deleteOne({ _id: this._id });
      return this;
    }
    async updateOne(update) {
      return collection().updateOne({ _id: this._id }, castUpdate(schema, update));
    }
  }

  const finder = (run) => (filter, select, options = {}) => new Query(run(filter), { ...options, select: select ?? options.select });
  const oneAnd = (operation) => (filter, update, options = {}) =>
    new Query(async (o) => wrap(await collection()[operation](filterOf(filter, o), castUpdate(schema, update), { upsert: o.upsert, returnDocument: o.new || o.returnDocument === "after" ? "after" : "before", projection: projection(schema, o.select) }), o), options);
  const byId = (id) => ({ _id: id });

  Object.assign(Document, {
    modelName: name,
    schema,
    find: finder((filter) => async (o) => (await collection().find(filterOf(filter, o), { sort: o.sort, skip: o.skip, limit: o.limit, projection: projection(schema, o.select) }).toArray()).map((one) => wrap(one, o))),
    findOne: finder((filter) => async (o) => wrap(await collection().findOne(filterOf(filter, o), { sort: o.sort, skip: o.skip, projection: projection(schema, o.select) }), o)),
    findById: (id, select, options) => Document.findOne(byId(id), select, options),
    findOneAndUpdate: oneAnd("findOneAndUpdate"),
    findByIdAndUpdate: (id, update, options) => Document.findOneAndUpdate(byId(id), update, options),
    findOneAndDelete: (filter) => new Query(async (o) => wrap(await collection().findOneAndDelete(filterOf(filter, o)), o)),
    findByIdAndDelete: (id) => Document.findOneAndDelete(byId(id)),
    updateOne: (filter, update, options) => new Query((o) => collection().updateOne(filterOf(filter, o), castUpdate(schema, update), options)),
    updateMany: (filter, update, options) => new Query((o) => collection().updateMany(filterOf(filter, o), castUpdate(schema, update), options)),
    deleteOne: (filter) => new Query((o) => collection().deleteOne(filterOf(filter, o))),
    deleteMany: (filter) => new Query((o) => collection().deleteMany(filterOf(filter, o))),
    countDocuments: (filter) => new Query((o) => collection().countDocuments(filterOf(filter, o))),
    exists: (filter) => new Query(async (o) => {
      const found = await collection().findOne(filterOf(filter, o));
      return found && { _id: found._id };
    }),
    distinct: (path, filter) => new Query((o) => collection().distinct(path, filterOf(filter, o))),
    where: (field, value) => Document.find().where(field, value),
    aggregate: (pipeline) => new Query(() => collection().aggregate(pipeline).toArray()),
    async create(given, ...more) {
      const list = Array.isArray(given) ? given : [given, ...more];
      const made = [];
      for (const one of list) made.push(await new Document(one).save());
      return Array.isArray(given) ? made : made[0];
    },
    async insertMany(list) {
      return Document.create(list);
    },
    hydrate: (values) => new Document(values, false),
    async init() {},
    async syncIndexes() {},
  });
  for (const [key, f] of Object.entries(schema.methods)) Object.defineProperty(Document.prototype, key, { value: f, configurable: true, writable: true });
  Object.assign(Document, schema.statics);
  for (const [key, get] of schema.virtuals) Object.defineProperty(Document.prototype, key, { get, configurable: true });
  Object.defineProperty(Document, "name", { value: name });
  Object.defineProperty(Document, "collection", { get: collection, configurable: true });
  models.set(name, Document);
  return Document;
}

const connection = Object.assign(new EventEmitter(), { readyState: 0, model, models: {}, collection: (name) => db().collection(name), close: async () => {}, get db() {
  return db();
} });

const mongoose = {
  Schema, model, connection, Query, CastError,
  Types: { ObjectId },
  Error: { CastError, ValidationError },
  models: {},
  async connect(url = "mongodb://localhost/test") {
    database = new MongoClient(url).db();
    connection.readyState = 1;
    setImmediate(() => connection.emit("connected"));
    return mongoose;
  },
  async disconnect() {
    connection.readyState = 0;
  },
  set(name, value) {
    settings.set(name, value);
    return mongoose;
  },
  get: (name) => settings.get(name),
  trusted(value) {
    if (value !== null && typeof value === "object") trusted.add(value);
    return value;
  },
  isValidObjectId: (value) => value !== null && value !== undefined && ObjectId.isValid(value),
  sanitizeFilter: (filter) => {
    for (const key of Object.keys(filter)) if (isPlain(filter[key]) && isOperators(filter[key]) && !trusted.has(filter[key])) filter[key] = { $eq: filter[key] };
    return filter;
  },
  startSession: async () => host.lacks("the lab has no sessions of mongoose"),
};
mongoose.default = mongoose;
mongoose.mongoose = mongoose;
module.exports = mongoose;
