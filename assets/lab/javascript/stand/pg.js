"use strict";
// PostgreSQL's driver over SQLite: parameters and results as the driver has them, the dialect as far as it can be put into SQLite's.

const EventEmitter = require("events");
const sql = kernel("sql");
const interleave = kernel("interleave");

const CODES = {
  SQLITE_CONSTRAINT_UNIQUE: "23505", SQLITE_CONSTRAINT_PRIMARYKEY: "23505", SQLITE_CONSTRAINT_NOTNULL: "23502", SQLITE_CONSTRAINT_FOREIGNKEY: "23503", SQLITE_CONSTRAINT_CHECK: "23514",
};

class DatabaseError extends Error {
  constructor(message, code) {
    super(message);
    this.name = "error";
    this.severity = "ERROR";
    this.code = code;
  }
}

function failed(error) {
  if (!error || typeof error.code !== "string" || !error.code.startsWith("SQLITE")) return error;
  const { code, message } = error;
  const unique = /UNIQUE constraint failed: (\w+)\.(\w+)/.exec(message);
  if (unique) return Object.assign(new DatabaseError(`duplicate key value violates unique constraint "${unique[1]}_${unique[2]}_key"`, "23505"), { table: unique[1], constraint: `${unique[1]}_${unique[2]}_key` });
  const missing = /no such table: (\S+)/.exec(message);
  if (missing) return new DatabaseError(`relation "${missing[1]}" does not exist`, "42P01");
  const column = /no such column: (\S+)/.exec(message);
  if (column) return new DatabaseError(`column "${column[1]}" does not exist`, "42703");
  const near = /near "(.*)": syntax error/.exec(message);
  if (near) return new DatabaseError(`syntax error at or near "${near[1]}"`, "42601");
  return new DatabaseError(message, CODES[code] ?? "XX000");
}

/** A statement in SQLite's words; texts and quoted names stay as they are. */
function translate(text) {
  return text.replace(/('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/)|((?:[^'"\-/]|-(?!-)|\/(?!\*))+)/g, (all, quoted, plain) =>
    quoted !== undefined
      ? quoted
      : plain
          .replace(/\$(\d+)/g, "?$1")
          .replace(/::\s*(?:jsonb?|text|varchar(?:\(\d+\))?|int(?:eger|[248])?|bigint|uuid|numeric|float8?|bool(?:ean)?|timestamptz?|date|regclass)(\[\])?/gi, "")
          .replace(/\b(BIG|SMALL)?SERIAL\s+PRIMARY\s+KEY\b/gi, "INTEGER PRIMARY KEY")
          .replace(/\b(?:INT|INTEGER|BIGINT)\s+GENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\s+PRIMARY\s+KEY\b/gi, "INTEGER PRIMARY KEY")
          .replace(/\bNOW\(\)/gi, "CURRENT_TIMESTAMP")
          .replace(/\bTIMESTAMP\s+WITH(?:OUT)?\s+TIME\s+ZONE\b|\bTIMESTAMPTZ\b/gi, "TIMESTAMP")
          .replace(/\bILIKE\b/gi, "LIKE")
          .replace(/\s+FOR\s+(?:UPDATE|SHARE)(?:\s+(?:SKIP\s+LOCKED|NOWAIT))?/gi, ""),
  );
}

/** `= ANY($1)` with a list: as many parameters as it has elements. */
function spread(text, values) {
  const out = [...values];
  const changed = text.replace(/=\s*ANY\s*\(\s*\$(\d+)(?:::[\w[\]]+)?\s*\)/gi, (all, number) => {
    const list = values[Number(number) - 1];
    if (!Array.isArray(list)) return all;
    const names = list.map((one) => `$${out.push(one)}`);
    out[Number(number) - 1] = null;
    return `IN (${names.join(", ")})`;
  });
  return [changed, out];
}

const bindable = (value) => {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number") return (value | 0) === value ? value | 0 : value;
  if (typeof value === "object" && !ArrayBuffer.isView(value)) return Array.isArray(value) ? `{${value.join(",")}}` : JSON.stringify(value);
  return typeof value === "symbol" || typeof value === "function" ? String(value) : value;
};

/** The statements of a text; with parameters there may be only one. */
function run(db, given, values, rowMode) {
  const [spreadText, all] = spread(given, values);
  let rest = translate(spreadText);
  const results = [];
  while (rest.trim()) {
    const made = host.sqlPrepare(db, rest);
    try {
      if (made.rest && values.length) throw new DatabaseError("cannot insert multiple commands into a prepared statement", "42601");
      const text = rest.slice(0, rest.length - made.rest.length);
      rest = made.rest;
      const command = (/^\s*(\w+)/.exec(text)?.[1] ?? "").toUpperCase();
      if (!command) continue;
      const wanted = made.parameters.map((name, i) => (name === null ? i : Number(name.slice(1)) - 1));
      for (const at of wanted) if (at >= all.length) throw new DatabaseError(`bind message supplies ${values.length} parameters, but prepared statement "" requires ${at + 1}`, "08P01");
      const names = made.columns.map((column) => column.name);
      const bound = wanted.map((at) => bindable(all[at]));
      let rows = [];
      let rowCount;
      if (names.length) {
        rows = host.sqlAll(made.statement, bound).map((cells) => (rowMode === "array" ? cells : Object.fromEntries(names.map((name, i) => [name, cells[i]]))));
        rowCount = rows.length;
      } else rowCount = host.sqlRun(made.statement, bound).changes;
      results.push({ command, rowCount, oid: null, rows, fields: names.map((name) => ({ name, format: "text" })), rowAsArray: rowMode === "array" });
    } finally {
      host.sqlFinalize(made.statement);
    }
  }
  const empty = { command: "", rowCount: null, oid: null, rows: [], fields: [] };
  return results.length > 1 ? results : results[0] ?? empty;
}

/** What a query's arguments are: text, values, callback. */
function args(text, values, callback) {
  const done = [callback, values].find((one) => typeof one === "function");
  const config = typeof text === "string" ? { text, values: Array.isArray(values) ? values : [] } : { values: Array.isArray(values) ? values : [], ...text };
  if (typeof config.text !== "string") throw new TypeError(config.text === undefined ? "Client was passed a null or undefined query" : "A query must have either text or a name. Supplying neither is unsupported.");
  return [config, done];
}

const databaseOf = (config) => {
  const url = typeof config === "string" ? config : config?.connectionString;
  return (url ? /^postgres(?:ql)?:\/\/[^/]*\/([^?]*)/.exec(url)?.[1] : config?.database) || process.env.PGDATABASE || "postgres";
};

/** A connection; all that have the database's name see the same tables. */
class Client extends EventEmitter {
  #db = null;
  #queue = Promise.resolve();

  constructor(config) {
    super();
    this.database = databaseOf(config);
  }
  _open() {
    this.#db ??= host.sqlOpen(sql.named(this.database), {});
    return this;
  }
  connect(done) {
    this._open();
    if (done) return void process.nextTick(done, null);
    return Promise.resolve(this);
  }
  query(text, values, callback) {
    const [config, done] = args(text, values, callback);
    const work = this.#queue.then(
      () =>
        new Promise((resolve, reject) => {
          interleave.pauseThen(sql.pointOf(config.text), () => {
            try {
              this._open();
              sql.note(config.text, config.values ?? []);
              resolve(run(this.#db, config.text, config.values ?? [], config.rowMode));
            } catch (error) {
              reject(failed(error));
            }
          });
        }),
    );
    this.#queue = work.catch(() => {});
    if (!done) return work;
    work.then((result) => done(null, result), (error) => done(error));
    return undefined;
  }
  async end(done) {
    if (this.#db !== null) host.sqlClose(this.#db);
    this.#db = null;
    if (typeof done === "function") done();
  }
  release() {}
  escapeIdentifier(name) {
    return escapeIdentifier(name);
  }
  escapeLiteral(text) {
    return escapeLiteral(text);
  }
}

const escapeIdentifier = (name) => `"${String(name).replace(/"/g, '""')}"`;
const escapeLiteral = (text) => (String(text).includes("\\") ? " E" : "") + `'${String(text).replace(/'/g, "''").replace(/\\/g, "\\\\")}'`;

class Pool extends EventEmitter {
  #config;
  #shared = null;

  constructor(config) {
    super();
    this.#config = config;
    this.options = { max: 10, ...(typeof config === "object" ? config : {}) };
    this.totalCount = this.idleCount = this.waitingCount = 0;
    this.ended = false;
  }
  connect(done) {
    const client = new Client(this.#config)._open();
    if (done) return void process.nextTick(done, null, client, () => {});
    return Promise.resolve(client);
  }
  query(...given) {
    this.#shared ??= new Client(this.#config);
    return this.#shared.query(...given);
  }
  async end(done) {
    this.ended = true;
    if (typeof done === "function") done();
  }
}

module.exports = { Client, Pool, DatabaseError, escapeIdentifier, escapeLiteral, types: { setTypeParser() {}, builtins: {} }, defaults: {} };
module.exports.default = module.exports;
