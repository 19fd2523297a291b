"use strict";
// A database of documents, in memory.

const { ObjectId, isPlain, copy, compare, equal, values, MongoError, MongoServerError, MongoInvalidArgumentError } = require("internal/mongo/values");
const { matches } = require("internal/mongo/match");
const { apply, checked, seed } = require("internal/mongo/update");
const { group, project, evaluate } = require("internal/mongo/expression");
const interleave = kernel("interleave");
const sql = kernel("sql");

// What all clients see, by database and collection.
const stores = new Map();

function store(database, name) {
  const key = `${database}.${name}`;
  if (!stores.has(key)) stores.set(key, { documents: [], unique: [] });
  return stores.get(key);
}

/** Do something at the database's, after a point where another request may come between. */
function later(point, run) {
  return new Promise((resolve, reject) => {
    interleave.pauseThen(point, () => {
      try {
        resolve(run());
      } catch (error) {
        reject(error);
      }
    });
  });
}

function sortKeys(given) {
  if (typeof given === "string") return [[given, 1]];
  const list = Array.isArray(given) ? (Array.isArray(given[0]) ? given : [given]) : given instanceof Map ? [...given] : Object.entries(given ?? {});
  return list.map(([key, way]) => [key, way === -1 || way === "desc" || way === "descending" ? -1 : 1]);
}

function sorted(documents, given) {
  const keys = sortKeys(given);
  if (!keys.length) return documents;
  return [...documents].sort((a, b) => {
    for (const [key, way] of keys) {
      const found = compare(values(a, key)[0], values(b, key)[0]);
      if (found) return found * way;
    }
    return 0;
  });
}

class Cursor {
  #run;
  #options;
  #rows = null;
  #at = 0;
  #map = (one) => one;

  constructor(run, options) {
    this.#run = run;
    this.#options = { ...options };
  }
  #set(name, value) {
    this.#options[name] = value;
    return this;
  }
  sort(key, way) {
    return this.#set("sort", typeof key === "string" ? { [key]: way ?? 1 } : key);
  }
  limit(count) {
    return this.#set("limit", count);
  }
  skip(count) {
    return this.#set("skip", count);
  }
  project(projection) {
    return this.#set("projection", projection);
  }
  filter(filter) {
    return this.#set("filter", filter);
  }
  batchSize() {
    return this;
  }
  maxTimeMS() {
    return this;
  }
  hint() {
    return this;
  }
  collation() {
    host.lacks("the lab has no collations of mongodb");
  }
  map(f) {
    const before = this.#map;
    this.#map = (one) => f(before(one));
    return this;
  }
  async #load() {
    this.#rows ??= (await this.#run(this.#options)).map(this.#map);
    return this.#rows;
  }
  async toArray() {
    return [...(await this.#load())];
  }
  async next() {
    return (await this.#load())[this.#at++] ?? null;
  }
  async hasNext() {
    return this.#at < (await this.#load()).length;
  }
  async count() {
    return (await this.#load()).length;
  }
  async forEach(f) {
    for (const one of await this.#load()) f(one);
  }
  async close() {}
  async *[Symbol.asyncIterator]() {
    yield* await this.#load();
  }
}

class Collection {
  #store;

  constructor(database, name) {
    this.collectionName = name;
    this.dbName = database;
    this.namespace = `${database}.${name}`;
    this.#store = store(database, name);
  }

  #note(operation, ...args) {
    sql.note(`${this.collectionName}.${operation}(${args.map((arg) => JSON.stringify(arg, (key, value) => (value instanceof RegExp ? String(value) : value))).join(", ")})`, []);
  }
  #filter(filter) {
    if (filter === undefined || filter === null) return {};
    if (typeof filter !== "object" || Array.isArray(filter)) throw new MongoInvalidArgumentError("Argument \"filter\" must be an object");
    return filter;
  }
  #rows(filter, { sort, skip = 0, limit = 0, projection } = {}) {
    const wanted = this.#filter(filter);
    const found = sorted(this.#store.documents.filter((one) => matches(one, wanted)), sort).slice(skip);
    return (limit ? found.slice(0, Math.abs(limit)) : found).map((one) => copy(project(one, projection)));
  }
  #unique(document, except) {
    for (const keys of [["_id"], ...this.#store.unique]) {
      const taken = this.#store.documents.some((one) => one !== except && keys.every((key) => equal(values(one, key)[0] ?? null, values(document, key)[0] ?? null)));
      if (!taken) continue;
      const shown = keys.map((key) => `${key}: ${JSON.stringify(values(document, key)[0] ?? null)}`).join(", ");
      const index = keys[0] === "_id" ? "_id_" : keys.map((key) => `${key}_1`).join("_");
      throw new MongoServerError(`E11000 duplicate key error collection: ${this.namespace} index: ${index} dup key: { ${shown} }`, 11000, {
        keyPattern: Object.fromEntries(keys.map((key) => [key, 1])), keyValue: Object.fromEntries(keys.map((key) => [key, values(document, key)[0] ?? null])),
      });
    }
  }
  #insert(document) {
    const kept = copy(document);
    for (const key of Object.keys(kept)) if (key.startsWith("$")) throw new MongoServerError(`Document can't have $ prefixed field names: ${key}`, 2);
    const whole = "_id" in kept ? kept : { _id: new ObjectId(), ...kept };
    this.#unique(whole, null);
    this.#store.documents.push(whole);
    return whole._id;
  }

  find(filter, options) {
    this.#filter(filter);
    return new Cursor((o) => later("sql:find", () => {
      this.#note("find", filter ?? {});
      return this.#rows(o.filter ?? filter, o);
    }), options);
  }
  findOne(filter, options) {
    return later("sql:find", () => {
      this.#note("findOne", filter ?? {});
      return this.#rows(filter, { ...options, limit: 1 })[0] ?? null;
    });
  }
  insertOne(document) {
    return later("sql:insert", () => {
      if (!isPlain(document)) throw new MongoInvalidArgumentError("Document must be an object");
      this.#note("insertOne", document);
      const insertedId = this.#insert(document);
      document._id ??= insertedId;
      return { acknowledged: true, insertedId };
    });
  }
  insertMany(documents) {
    return later("sql:insert", () => {
      if (!Array.isArray(documents)) throw new MongoInvalidArgumentError('Argument "docs" must be an array of documents');
      this.#note("insertMany", documents);
      const insertedIds = {};
      documents.forEach((one, i) => {
        insertedIds[i] = this.#insert(one);
        one._id ??= insertedIds[i];
      });
      return { acknowledged: true, insertedCount: documents.length, insertedIds };
    });
  }

  #change(filter, update, { upsert = false, many = false, replace = false, sort } = {}) {
    const wanted = this.#filter(filter);
    const found = sorted(this.#store.documents.filter((one) => matches(one, wanted)), sort);
    const targets = many ? found : found.slice(0, 1);
    let modifiedCount = 0;
    const pairs = [];
    for (const target of targets) {
      const next = replace ? { _id: target._id, ...copy(update) } : copy(target);
      if (!replace) apply(next, update);
      this.#unique(next, target);
      if (!equal(next, target)) modifiedCount++;
      const before = copy(target);
      for (const key of Object.keys(target)) delete target[key];
      Object.assign(target, next);
      pairs.push([before, target]);
    }
    const result = { acknowledged: true, matchedCount: targets.length, modifiedCount, upsertedCount: 0, upsertedId: null };
    if (!targets.length && upsert) {
      const made = seed(wanted);
      if (replace) Object.assign(made, copy(update));
      else apply(made, update, true);
      result.upsertedId = this.#insert(made);
      result.upsertedCount = 1;
      pairs.push([null, this.#store.documents[this.#store.documents.length - 1]]);
    }
    return [result, pairs];
  }
  #updates(name, filter, update, options) {
    return later("sql:update", () => {
      this.#note(name, filter, update);
      return this.#change(filter, update, options)[0];
    });
  }
  async updateOne(filter, update, options) {
    return this.#updates("updateOne", filter, checked(update), options);
  }
  async updateMany(filter, update, options) {
    return this.#updates("updateMany", filter, checked(update), { ...options, many: true });
  }
  async replaceOne(filter, replacement, options) {
    if (Object.keys(replacement).some((key) => key.startsWith("$"))) throw new MongoInvalidArgumentError("Replacement document must not contain atomic operators");
    return this.#updates("replaceOne", filter, replacement, { ...options, replace: true });
  }
  async #findAnd(name, filter, update, options = {}, replace = false) {
    return later("sql:update", () => {
      this.#note(name, filter, update);
      const [, [pair]] = this.#change(filter, update, { ...options, replace });
      const found = pair ? (options.returnDocument === "after" ? pair[1] : pair[0]) : null;
      const value = found ? copy(project(found, options.projection)) : null;
      return options.includeResultMetadata ? { value, ok: 1, lastErrorObject: { updatedExisting: Boolean(pair && pair[0]), n: pair ? 1 : 0 } } : value;
    });
  }
  findOneAndUpdate(filter, update, options) {
    return this.#findAnd("findOneAndUpdate", filter, checked(update), options);
  }
  findOneAndReplace(filter, replacement, options) {
    return this.#findAnd("findOneAndReplace", filter, replacement, options, true);
  }
  #removes(name, filter, many) {
    return later("sql:delete", () => {
      this.#note(name, filter ?? {});
      const wanted = this.#filter(filter);
      const all = this.#store.documents.filter((one) => matches(one, wanted));
      const gone = many ? all : all.slice(0, 1);
      this.#store.documents = this.#store.documents.filter((one) => !gone.includes(one));
      return gone;
    });
  }
  async deleteOne(filter) {
    return { acknowledged: true, deletedCount: (await this.#removes("deleteOne", filter, false)).length };
  }
  async deleteMany(filter) {
    return { acknowledged: true, deletedCount: (await this.#removes("deleteMany", filter, true)).length };
  }
  async findOneAndDelete(filter) {
    return (await this.#removes("findOneAndDelete", filter, false))[0] ?? null;
  }
  countDocuments(filter) {
    return later("sql:count", () => {
      this.#note("countDocuments", filter ?? {});
      return this.#rows(filter).length;
    });
  }
  async estimatedDocumentCount() {
    return this.#store.documents.length;
  }
  distinct(key, filter) {
    return later("sql:distinct", () => {
      const all = this.#rows(filter).flatMap((one) => values(one, key).flat()).filter((one) => one !== undefined);
      return all.filter((one, i) => all.findIndex((other) => equal(one, other)) === i);
    });
  }

  aggregate(pipeline = []) {
    const run = () => {
      this.#note("aggregate", pipeline);
      let rows = this.#rows({});
      for (const stage of pipeline) {
        const [name] = Object.keys(stage);
        const given = stage[name];
        if (name === "$match") rows = rows.filter((one) => matches(one, given));
        else if (name === "$sort") rows = sorted(rows, given);
        else if (name === "$limit") rows = rows.slice(0, given);
        else if (name === "$skip") rows = rows.slice(given);
        else if (name === "$project") rows = rows.map((one) => project(one, given));
        else if (name === "$addFields" || name === "$set") rows = rows.map((one) => ({ ...one, ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, evaluate(one, value)])) }));
        else if (name === "$group") rows = group(rows, given);
        else if (name === "$count") rows = rows.length ? [{ [given]: rows.length }] : [];
        else if (name === "$unwind") {
          const path = (typeof given === "string" ? given : given.path).slice(1);
          rows = rows.flatMap((one) => [].concat(one[path] ?? []).map((value) => ({ ...one, [path]: value })));
        } else if (name === "$lookup" && given.localField) {
          const others = store(this.dbName, given.from).documents;
          rows = rows.map((one) => ({ ...one, [given.as]: others.filter((other) => values(other, given.foreignField).some((v) => [].concat(values(one, given.localField)[0] ?? null).some((w) => equal(v ?? null, w)))).map(copy) }));
        } else if (name === "$unionWith") rows = rows.concat(store(this.dbName, typeof given === "string" ? given : given.coll).documents.map(copy));
        else host.lacks(`the lab has no stage ${name} in aggregations of mongodb`);
      }
      return rows;
    };
    return new Cursor(() => later("sql:aggregate", run));
  }

  async createIndex(keys, { unique } = {}) {
    const names = sortKeys(keys).map(([key]) => key);
    if (unique) this.#store.unique.push(names);
    return names.map((name) => `${name}_1`).join("_");
  }
  async createIndexes(list) {
    return Promise.all(list.map(({ key, ...options }) => this.createIndex(key, options)));
  }
  async indexes() {
    return [{ v: 2, key: { _id: 1 }, name: "_id_" }, ...this.#store.unique.map((keys) => ({ v: 2, key: Object.fromEntries(keys.map((key) => [key, 1])), name: keys.map((key) => `${key}_1`).join("_"), unique: true }))];
  }
  async drop() {
    this.#store.documents = [];
    return true;
  }
  async bulkWrite(operations) {
    const result = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 };
    for (const one of operations) {
      const [name] = Object.keys(one);
      const { filter, update, replacement, document, ...options } = one[name];
      const made = await this[name](...(name === "insertOne" ? [document] : name.startsWith("delete") ? [filter] : [filter, update ?? replacement, options]));
      for (const key of Object.keys(result)) result[key] += made[key] ?? 0;
      if (name === "insertOne") result.insertedCount++;
    }
    return result;
  }
  watch() {
    host.lacks("the lab has no change streams of mongodb");
  }
}

class Db {
  constructor(name) {
    this.databaseName = name;
  }
  collection(name) {
    return new Collection(this.databaseName, name);
  }
  async createCollection(name) {
    return this.collection(name);
  }
  async dropDatabase() {
    for (const [key, one] of stores) if (key.startsWith(`${this.databaseName}.`)) one.documents = [];
    return true;
  }
  listCollections() {
    const names = [...stores.keys()].filter((key) => key.startsWith(`${this.databaseName}.`)).map((key) => ({ name: key.slice(this.databaseName.length + 1), type: "collection" }));
    return new Cursor(async () => names);
  }
  async command(command) {
    if (command.ping) return { ok: 1 };
    return host.lacks("the lab has no commands of mongodb");
  }
  admin() {
    return { ping: async () => ({ ok: 1 }) };
  }
}

class MongoClient {
  #name;

  constructor(url = "mongodb://localhost/test", options = {}) {
    if (!/^mongodb(\+srv)?:\/\//.test(url)) throw Object.assign(new MongoError('Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"'), { name: "MongoParseError" });
    this.options = options;
    this.#name = /^mongodb(?:\+srv)?:\/\/[^/]*\/([^?]*)/.exec(url)?.[1] || "test";
  }
  async connect() {
    return this;
  }
  db(name = this.#name) {
    return new Db(name);
  }
  async close() {}
  startSession() {
    return { withTransaction: async (f) => f(this), startTransaction() {}, commitTransaction: async () => {}, abortTransaction: async () => host.lacks("the lab has no rollback of mongodb"), endSession: async () => {} };
  }
  async withSession(f) {
    return f(this.startSession());
  }
  on() {
    return this;
  }
  static async connect(url, options) {
    return new MongoClient(url, options).connect();
  }
}

module.exports = { MongoClient, Db, Collection, ObjectId, ObjectID: ObjectId, MongoError, MongoServerError, MongoInvalidArgumentError };
