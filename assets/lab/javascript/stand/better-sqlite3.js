"use strict";
// SQLite, synchronous.

const sql = kernel("sql");

class SqliteError extends Error {
  constructor(message, code) {
    if (typeof code !== "string") throw new TypeError("Expected second argument to be a string");
    super(message);
    Object.defineProperty(this, "message", { value: `${message}`, enumerable: false, writable: true, configurable: true });
    Object.defineProperty(this, "name", { value: "SqliteError", enumerable: false, writable: true, configurable: true });
    this.code = code;
  }
}

/** Run a function of the host's; what SQLite complains of is a `SqliteError`. */
function guarded(run) {
  try {
    return run();
  } catch (error) {
    if (error && typeof error.code === "string" && error.code.startsWith("SQLITE")) throw new SqliteError(error.message, error.code);
    throw error;
  }
}

const isNamed = (value) => {
  if (value === null || typeof value !== "object" || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  const proto = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype;
};

function bindable(value) {
  if (typeof value === "number") return (value | 0) === value && !Object.is(value, -0) ? value | 0 : value;
  if (value === null || typeof value === "string" || typeof value === "bigint" || ArrayBuffer.isView(value)) return value;
  throw new TypeError("SQLite3 can only bind numbers, strings, bigints, buffers, and null");
}

/** The values of a statement's parameters, in their order. */
function bind(parameters, args) {
  const positional = [];
  let named = null;
  for (const arg of args) {
    if (Array.isArray(arg)) positional.push(...arg);
    else if (isNamed(arg)) {
      if (named) throw new TypeError("You cannot specify named parameters in two different objects");
      named = arg;
    } else positional.push(arg);
  }
  let at = 0;
  const out = parameters.map((name) => {
    if (name === null || /^\?/.test(name)) {
      if (at >= positional.length) throw new RangeError("Too few parameter values were provided");
      return bindable(positional[at++]);
    }
    const bare = name.slice(1);
    if (!named) throw new RangeError("Missing named parameters");
    if (!Object.prototype.hasOwnProperty.call(named, bare)) throw new RangeError(`Missing named parameter "${bare}"`);
    return bindable(named[bare]);
  });
  if (at < positional.length) throw new RangeError("Too many parameter values were provided");
  return out;
}

class Statement {
  #db;
  #handle;
  #parameters;
  #columns;
  #bound = null;
  #mode = "object";

  constructor(database, db, source) {
    const text = `${source}`;
    const made = guarded(() => host.sqlPrepare(db, text));
    if (/^(\s|;|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*$/.test(text)) throw new RangeError("The supplied SQL string contains no statements");
    if (!/^(\s|;|--[^\n]*(\n|$)|\/\*[\s\S]*?(\*\/|$))*$/.test(made.rest)) throw new RangeError("The supplied SQL string contains more than one statement");
    this.#db = db;
    this.#handle = made.statement;
    this.#parameters = made.parameters;
    this.#columns = made.columns.map((column) => column.name);
    Object.defineProperties(this, {
      database: { value: database, enumerable: true },
      source: { value: text, enumerable: true },
      reader: { value: this.#columns.length > 0, enumerable: true },
      readonly: { value: made.readonly, enumerable: true },
      busy: { value: false, enumerable: true },
    });
  }

  #values(args) {
    if (!this.database.open) throw new TypeError("The database connection is not open");
    if (this.#bound) {
      if (args.length) throw new TypeError("This statement already has bound parameters");
      return this.#bound;
    }
    return bind(this.#parameters, args);
  }

  #noted(args) {
    const values = this.#values(args);
    sql.note(this.source, values);
    return values;
  }

  #row(cells) {
    if (this.#mode === "pluck") return cells[0];
    if (this.#mode === "raw") return cells.map(asBuffer);
    const row = {};
    this.#columns.forEach((name, i) => {
      row[name] = asBuffer(cells[i]);
    });
    return row;
  }

  #reads() {
    if (!this.reader) throw new TypeError("This statement does not return data. Use run() instead");
  }

  run(...args) {
    if (this.reader) throw new TypeError("This statement returns data. Use get(), all(), or iterate() instead");
    const values = this.#noted(args);
    const { changes, lastInsertRowid } = guarded(() => host.sqlRun(this.#handle, values));
    return { changes, lastInsertRowid };
  }

  get(...args) {
    this.#reads();
    const values = this.#noted(args);
    const cells = guarded(() => host.sqlGet(this.#handle, values));
    return cells === undefined ? undefined : this.#row(cells);
  }

  all(...args) {
    this.#reads();
    const values = this.#noted(args);
    return guarded(() => host.sqlAll(this.#handle, values)).map((cells) => this.#row(cells));
  }

  *iterate(...args) {
    this.#reads();
    const values = this.#noted(args);
    for (const cells of guarded(() => host.sqlAll(this.#handle, values))) yield this.#row(cells);
  }

  bind(...args) {
    if (this.#bound) throw new TypeError("The bind() method can only be invoked once per statement object");
    this.#bound = bind(this.#parameters, args);
    return this;
  }

  #set(mode, on, what) {
    if (!this.reader) throw new TypeError(`The ${what}() method is only for statements that return data`);
    if (on) this.#mode = mode;
    else if (this.#mode === mode) this.#mode = "object";
    return this;
  }
  pluck(on = true) {
    return this.#set("pluck", on, "pluck");
  }
  raw(on = true) {
    return this.#set("raw", on, "raw");
  }
  expand() {
    host.lacks("the lab has no Statement.expand of better-sqlite3");
  }
  safeIntegers(on = true) {
    if (on) host.lacks("the lab has no Statement.safeIntegers of better-sqlite3");
    return this;
  }
  columns() {
    this.#reads();
    return this.#columns.map((name) => ({ name, column: name, table: null, database: "main", type: null }));
  }
}

function asBuffer(cell) {
  return cell !== null && typeof cell === "object" ? Buffer.from(cell) : cell;
}

class Connection {
  #db = null;

  constructor(filename, options) {
    let path = filename ?? "";
    if (ArrayBuffer.isView(path)) host.lacks("the lab has no better-sqlite3 database from bytes");
    if (typeof path !== "string") throw new TypeError("Expected first argument to be a string");
    if (typeof options !== "object" || options === null) throw new TypeError("Expected second argument to be an options object");
    path = path.trim();
    const memory = path === "" || path === ":memory:";
    const readonly = Boolean(options.readonly);
    if (readonly && memory) throw new TypeError("In-memory/temporary databases cannot be readonly");
    const found = sql.locate(path, Boolean(options.fileMustExist) || readonly);
    if (found.problem === "folder") throw new TypeError("Cannot open database because the directory does not exist");
    if (found.problem) throw new SqliteError("unable to open database file", "SQLITE_CANTOPEN");
    this.#db = guarded(() => host.sqlOpen(found.name, { readonly }));
    this.verbose = typeof options.verbose === "function" ? options.verbose : null;
    Object.defineProperties(this, {
      name: { value: memory ? ":memory:" : path, enumerable: true },
      readonly: { value: readonly, enumerable: true },
      memory: { value: memory, enumerable: true },
      verbose: { enumerable: false },
    });
  }

  get open() {
    return this.#db !== null;
  }
  get inTransaction() {
    return this.#db !== null && host.sqlInTransaction(this.#db);
  }
  #need() {
    if (this.#db === null) throw new TypeError("The database connection is not open");
    return this.#db;
  }

  prepare(source) {
    if (typeof source !== "string") throw new TypeError("Expected first argument to be a string");
    return new Statement(this, this.#need(), source);
  }

  exec(source) {
    if (typeof source !== "string") throw new TypeError("Expected first argument to be a string");
    const db = this.#need();
    sql.note(source, []);
    guarded(() => host.sqlExec(db, source));
    return this;
  }

  pragma(source, options = {}) {
    if (typeof source !== "string") throw new TypeError("Expected first argument to be a string");
    const statement = new Statement(this, this.#need(), `PRAGMA ${source}`);
    if (!statement.reader) {
      statement.run();
      return options.simple ? undefined : [];
    }
    return options.simple ? statement.pluck().get() : statement.all();
  }

  /** A function that runs `f` in a transaction: kept where it returns, undone where it throws. */
  transaction(f) {
    if (typeof f !== "function") throw new TypeError("Expected first argument to be a function");
    const database = this;
    const made = (begin) =>
      function transaction(...args) {
        const inside = database.inTransaction;
        const [before, after, undo] = inside ? ["SAVEPOINT `\t_bs3.\t`", "RELEASE `\t_bs3.\t`", "ROLLBACK TO `\t_bs3.\t`"] : [begin, "COMMIT", "ROLLBACK"];
        database.exec(before);
        try {
          const result = f.apply(this, args);
          if (result && typeof result.then === "function") throw new TypeError("Transaction function cannot return a promise");
          database.exec(after);
          return result;
        } catch (error) {
          if (database.inTransaction) {
            database.exec(undo);
            if (inside) database.exec(after);
          }
          throw error;
        }
      };
    const variants = { default: made("BEGIN"), deferred: made("BEGIN DEFERRED"), immediate: made("BEGIN IMMEDIATE"), exclusive: made("BEGIN EXCLUSIVE") };
    for (const one of Object.values(variants)) {
      for (const name of Object.keys(variants)) Object.defineProperty(one, name, { value: variants[name], configurable: true });
      Object.defineProperty(one, "database", { value: this });
    }
    return variants.default;
  }

  close() {
    if (this.#db !== null) host.sqlClose(this.#db);
    this.#db = null;
    return this;
  }

  defaultSafeIntegers(on = true) {
    if (on) host.lacks("the lab has no Database.defaultSafeIntegers of better-sqlite3");
    return this;
  }
  unsafeMode() {
    return this;
  }
}

for (const name of ["function", "aggregate", "table", "loadExtension", "backup", "serialize"]) {
  Connection.prototype[name] = () => host.lacks(`the lab has no Database.${name} of better-sqlite3`);
}

function Database(filename, options = {}) {
  return new Connection(filename, options);
}
Database.prototype = Connection.prototype;
Object.defineProperty(Database.prototype, "constructor", { value: Database, writable: true, configurable: true });
Database.SqliteError = SqliteError;

module.exports = Database;
