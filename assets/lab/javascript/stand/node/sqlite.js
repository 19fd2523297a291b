// `node:sqlite` over the host's databases.

const { error: plainError, invalidType } = require("internal/errors");
const { lackNames } = require("internal/lacks");
const sql = kernel("sql");

function failed(error) {
  if (error?.name === "LabLacks") throw error;
  const made = plainError("ERR_SQLITE_ERROR", error.message);
  made.errstr = error.message;
  return made;
}

function attempt(f) {
  try {
    return f();
  } catch (error) {
    throw failed(error);
  }
}

/** Parameters as the host takes them: names, or in order. */
function bound(given) {
  const [first, ...rest] = given;
  if (first !== null && typeof first === "object" && !ArrayBuffer.isView(first) && !Array.isArray(first)) {
    if (rest.length) return require("internal/lacks").lacks("node:sqlite statements with both named and positional parameters");
    return first;
  }
  for (const [i, value] of given.entries()) {
    if (!["number", "bigint", "string"].includes(typeof value) && value !== null && !ArrayBuffer.isView(value)) throw invalidType(`${i + 1}`, "a value SQLite can store", value);
  }
  return given;
}

class StatementSync {
  #statement;
  #columns;
  #source;
  #big = false;
  constructor(db, text) {
    const made = attempt(() => host.sqlPrepare(db, text));
    this.#statement = made.statement;
    this.#columns = made.columns;
    this.#source = text;
  }
  get sourceSQL() { return this.#source; }
  get expandedSQL() { return this.#source; }
  #row(cells) {
    const out = Object.create(null);
    this.#columns.forEach((column, i) => (out[column.name] = this.#big && typeof cells[i] === "number" && Number.isInteger(cells[i]) ? BigInt(cells[i]) : cells[i]));
    return out;
  }
  #note(given) {
    const parameters = bound(given);
    sql.note(this.#source, parameters);
    return parameters;
  }
  all(...given) {
    const parameters = this.#note(given);
    return attempt(() => host.sqlAll(this.#statement, parameters)).map((cells) => this.#row(cells));
  }
  get(...given) {
    const parameters = this.#note(given);
    const cells = attempt(() => host.sqlGet(this.#statement, parameters));
    return cells === undefined || cells === null ? undefined : this.#row(cells);
  }
  run(...given) {
    const parameters = this.#note(given);
    const { changes, lastInsertRowid } = attempt(() => host.sqlRun(this.#statement, parameters));
    return { changes, lastInsertRowid };
  }
  *iterate(...given) { yield* this.all(...given); }
  columns() { return this.#columns.map(({ name, table, column, type }) => ({ column, database: "main", name, table, type })); }
  setReadBigInts(on) { this.#big = Boolean(on); }
  setAllowBareNamedParameters() {}
}

class DatabaseSync {
  #db = null;
  #path;
  #options;
  constructor(path, options = {}) {
    if (typeof path !== "string" && !(path instanceof URL) && !ArrayBuffer.isView(path)) throw invalidType("path", ["string", "Uint8Array", "URL"], path);
    this.#path = String(path);
    this.#options = options;
    if (options.open !== false) this.open();
  }
  get isOpen() { return this.#db !== null; }
  get isTransaction() { return this.#db !== null && host.sqlInTransaction(this.#db); }
  open() {
    if (this.#db !== null) throw plainError("ERR_INVALID_STATE", "database is already open");
    const place = sql.locate(this.#path, Boolean(this.#options.readOnly));
    if (place.problem) throw failed(new Error("unable to open database file"));
    this.#db = attempt(() => host.sqlOpen(place.name, { readonly: Boolean(this.#options.readOnly) }));
    if (this.#options.enableForeignKeyConstraints !== false) host.sqlExec(this.#db, "PRAGMA foreign_keys = ON");
  }
  #open() {
    if (this.#db === null) throw plainError("ERR_INVALID_STATE", "database is not open");
    return this.#db;
  }
  close() {
    host.sqlClose(this.#open());
    this.#db = null;
  }
  exec(text) {
    const db = this.#open();
    if (typeof text !== "string") throw invalidType("sql", "string", text);
    sql.note(text, []);
    attempt(() => host.sqlExec(db, text));
  }
  prepare(text) {
    const db = this.#open();
    if (typeof text !== "string") throw invalidType("sql", "string", text);
    return new StatementSync(db, text);
  }
  [Symbol.dispose]() { if (this.#db !== null) this.close(); }
}
lackNames(DatabaseSync.prototype, "sqlite", "function aggregate createSession applyChangeset loadExtension enableLoadExtension location backup");

module.exports = { DatabaseSync, StatementSync, constants: {} };
lackNames(module.exports, "sqlite", "backup Session");
