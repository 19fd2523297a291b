"use strict";
// SQLite with callbacks.

const EventEmitter = require("events");
const sql = kernel("sql");
const interleave = kernel("interleave");

const ERRNO = { SQLITE_ERROR: 1, SQLITE_BUSY: 5, SQLITE_LOCKED: 6, SQLITE_READONLY: 8, SQLITE_CANTOPEN: 14, SQLITE_CONSTRAINT: 19, SQLITE_MISMATCH: 20, SQLITE_MISUSE: 21, SQLITE_RANGE: 25 };

function asError(error) {
  if (!error || typeof error.code !== "string" || !error.code.startsWith("SQLITE")) return error;
  const code = error.code.split("_").slice(0, 2).join("_");
  return Object.assign(new Error(`${code}: ${error.message}`), { errno: ERRNO[code] ?? 1, code });
}

const plain = (value) => {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return (value | 0) === value ? value | 0 : value;
  if (value instanceof Date) return value.getTime();
  return typeof value === "object" && !ArrayBuffer.isView(value) ? String(value) : value;
};

/** The values of a statement's parameters: what is missing is NULL. */
function bind(parameters, given) {
  const named = given.length === 1 && given[0] !== null && typeof given[0] === "object" && !ArrayBuffer.isView(given[0]) && !(given[0] instanceof Date) ? given[0] : null;
  const list = Array.isArray(named) ? named : named ? [] : given;
  return parameters.map((name, i) => {
    if (named && !Array.isArray(named)) {
      const key = name !== null && Object.prototype.hasOwnProperty.call(named, name) ? name : String(i + 1);
      return plain(named[key]);
    }
    return plain(list[i]);
  });
}

/** `[parameters, callback]` of a method's arguments. */
function split(args) {
  const done = typeof args[args.length - 1] === "function" ? args.pop() : null;
  while (args.length && args[args.length - 1] === undefined) args.pop();
  return [args, done];
}

class Statement {
  constructor(database, text) {
    this.database = database;
    this.sql = text;
    this.lastID = 0;
    this.changes = 0;
  }

  /** Prepare, bind, run; `read` makes of the rows what the method gives. */
  _go(method, args) {
    const [given, done] = split(args);
    this.database._later(sql.pointOf(this.sql), () => {
      const made = host.sqlPrepare(this.database._db, this.sql);
      try {
        const values = bind(made.parameters, given);
        sql.note(this.sql, values);
        const names = made.columns.map((column) => column.name);
        const row = (cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] !== null && typeof cells[i] === "object" ? Buffer.from(cells[i]) : cells[i]]));
        if (method === "run") {
          const { changes, lastInsertRowid } = host.sqlRun(made.statement, values);
          this.lastID = Number(lastInsertRowid);
          this.changes = changes;
          return [];
        }
        const rows = host.sqlAll(made.statement, values).map(row);
        return method === "get" ? [rows[0]] : [rows];
      } finally {
        host.sqlFinalize(made.statement);
      }
    }, (error, result) => {
      if (error && !done) this.database.emit("error", error);
      if (done) done.call(this, error, ...(result ?? []));
    });
    return this;
  }

  run(...args) {
    return this._go("run", args);
  }
  get(...args) {
    return this._go("get", args);
  }
  all(...args) {
    return this._go("all", args);
  }
  each(...args) {
    const complete = typeof args[args.length - 1] === "function" && typeof args[args.length - 2] === "function" ? args.pop() : null;
    const [given, each] = split(args);
    return this._go("all", [...given, (error, rows) => {
      if (error) return void (each && each.call(this, error));
      for (const row of rows) if (each) each.call(this, null, row);
      if (complete) complete.call(this, null, rows.length);
    }]);
  }
  bind(...args) {
    const [given, done] = split(args);
    this._bound = given;
    if (done) process.nextTick(done, null);
    return this;
  }
  reset(done) {
    if (done) process.nextTick(done, null);
    return this;
  }
  finalize(done) {
    if (done) process.nextTick(done);
    return this.database;
  }
}

class Database extends EventEmitter {
  constructor(filename, mode, callback) {
    super();
    const done = typeof mode === "function" ? mode : callback;
    const flags = typeof mode === "number" ? mode : OPEN_READWRITE | OPEN_CREATE;
    this.filename = filename;
    this.open = false;
    this._db = null;
    // What was asked for runs one after the other.
    this._queue = Promise.resolve();
    let failure = null;
    const found = sql.locate(filename, !(flags & OPEN_CREATE));
    if (found.problem) failure = Object.assign(new Error("SQLITE_CANTOPEN: unable to open database file"), { errno: 14, code: "SQLITE_CANTOPEN" });
    else {
      this._db = host.sqlOpen(found.name, { readonly: Boolean(flags & OPEN_READONLY) });
      this.open = true;
    }
    process.nextTick(() => {
      if (done) done.call(this, failure);
      else if (failure) this.emit("error", failure);
      if (!failure) this.emit("open");
    });
  }

  _later(point, run, done) {
    this._queue = this._queue.then(
      () =>
        new Promise((resolve) => {
          interleave.pauseThen(point, () => {
            let error = null;
            let result;
            try {
              if (this._db === null) throw Object.assign(new Error("SQLITE_MISUSE: Database is closed"), { errno: 21, code: "SQLITE_MISUSE" });
              result = run();
            } catch (thrown) {
              if (thrown && thrown.name === "LabLacks") throw thrown;
              error = asError(thrown);
            }
            resolve();
            setImmediate(done, error, result);
          });
        }),
    );
  }

  prepare(text, ...args) {
    const [given, done] = split(args);
    const statement = new Statement(this, String(text));
    statement._bound = given;
    if (done) process.nextTick(done, null);
    for (const name of ["run", "get", "all"]) {
      const own = statement[name].bind(statement);
      statement[name] = (...more) => own(...(statement._bound.length && (!more.length || typeof more[0] === "function") ? statement._bound : []), ...more);
    }
    return statement;
  }
  run(text, ...args) {
    new Statement(this, String(text)).run(...args);
    return this;
  }
  get(text, ...args) {
    new Statement(this, String(text)).get(...args);
    return this;
  }
  all(text, ...args) {
    new Statement(this, String(text)).all(...args);
    return this;
  }
  each(text, ...args) {
    new Statement(this, String(text)).each(...args);
    return this;
  }
  exec(text, done) {
    this._later(sql.pointOf(String(text)), () => {
      sql.note(String(text), []);
      host.sqlExec(this._db, String(text));
    }, (error) => {
      if (error && !done) this.emit("error", error);
      if (done) done.call(this, error);
    });
    return this;
  }
  serialize(f) {
    if (f) f();
  }
  parallelize(f) {
    if (f) f();
  }
  close(done) {
    this._later("sql:close", () => {
      host.sqlClose(this._db);
      this._db = null;
      this.open = false;
    }, (error) => done && done.call(this, error));
    return this;
  }
  configure() {
    return this;
  }
  loadExtension() {
    host.lacks("the lab has no extensions of sqlite3");
  }
}

const OPEN_READONLY = 1;
const OPEN_READWRITE = 2;
const OPEN_CREATE = 4;

const sqlite3 = { Database, Statement, OPEN_READONLY, OPEN_READWRITE, OPEN_CREATE, OPEN_FULLMUTEX: 0x10000, OPEN_URI: 0x40, OPEN_SHAREDCACHE: 0x20000, OPEN_PRIVATECACHE: 0x40000, verbose: () => sqlite3, cached: { Database: (...args) => new Database(...args) } };
module.exports = sqlite3;
