"use strict";
// Databases in memory, one a path, shared by all connections; every statement of the challenge's is noted.

const { pause, quietly } = part("interleave");

const ran = [];
// A connection of the lab's own to each database keeps it alive.
const anchors = new Map();

function shown(parameters) {
  const list = Array.isArray(parameters) ? parameters : Object.values(parameters);
  return `[${list.map((value) => (typeof value === "string" ? JSON.stringify(value) : typeof value === "object" && value !== null ? "<bytes>" : String(value))).join(", ")}]`;
}

/** Note a statement before it runs: another request may come in here. */
function note(statement, parameters = []) {
  const text = String(statement);
  const given = Array.isArray(parameters) ? [...parameters] : { ...parameters };
  ran.push({ statement: text, parameters: given });
  const has = Array.isArray(given) ? given.length : Object.keys(given).length;
  const line = has ? `${text} ${shown(given)}` : text;
  host.trace("query", line.length > 300 ? `${line.slice(0, 299)}…` : line);
  pause(pointOf(text));
}

/** The name of the point that a statement makes. */
function pointOf(text) {
  return `sql:${/^[\s(]*([a-z]*)/i.exec(text)[1].toLowerCase()}`;
}

/** What to open for a path: `{ name }`, or `{ problem }`: "folder", "missing". A private database has the name ":memory:". */
function locate(given, mustExist = false) {
  const path = String(given);
  if (path === "" || path === ":memory:") return { name: ":memory:" };
  const { tree } = part("tree");
  let place;
  try {
    place = tree.walk(path, true);
  } catch {
    return { problem: "folder" };
  }
  if (place.node !== null && place.node.kind === "dir") return { problem: "missing" };
  const name = place.real.startsWith("/") ? place.real : `/${place.real}`;
  if (place.node === null && !anchors.has(name)) {
    if (mustExist) return { problem: "missing" };
    tree.write(name, host.utf8("SQLite format 3\0"));
  }
  anchor(name);
  return { name };
}

/** `locate` for the challenge's code: the file counts as touched. */
function use(given, mustExist = false) {
  const found = locate(given, mustExist);
  if (found.name && found.name !== ":memory:") part("files").record("db", found.name);
  return found;
}

function anchor(name) {
  if (!anchors.has(name)) anchors.set(name, host.sqlOpen(name, {}));
  return anchors.get(name);
}

/** The name of a database server's own database, which is no file. */
function named(name) {
  const full = `/ server ${name}`;
  anchor(full);
  return full;
}

/** A connection of the check's own: what it does is in no record. */
class Quiet {
  #db;

  constructor(db) {
    this.#db = db;
  }

  #each(sql, parameters, use) {
    return quietly(() => {
      const { statement, columns } = host.sqlPrepare(this.#db, String(sql));
      try {
        return use(statement, columns.map((column) => column.name), bindable(parameters));
      } finally {
        host.sqlFinalize(statement);
      }
    });
  }

  /** The rows of a query, as objects. */
  rows(sql, parameters = []) {
    return this.#each(sql, parameters, (statement, names, values) =>
      host.sqlAll(statement, values).map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]]))));
  }

  /** The first column of the first row, or null. */
  value(sql, parameters = []) {
    return this.#each(sql, parameters, (statement, names, values) => host.sqlGet(statement, values)?.[0] ?? null);
  }

  /** Run a statement: `{ changes, lastInsertRowid }`. */
  execute(sql, parameters = []) {
    return this.#each(sql, parameters, (statement, names, values) => host.sqlRun(statement, values));
  }

  /** Run any number of statements. */
  executeScript(sql) {
    quietly(() => host.sqlExec(this.#db, String(sql)));
  }
  executescript(sql) {
    this.executeScript(sql);
  }
  exec(sql) {
    this.executeScript(sql);
  }
  /** Run a statement once for each list of parameters. */
  executemany(sql, lists) {
    for (const parameters of lists) this.execute(sql, parameters);
  }
}

function bindable(parameters) {
  const plain = (value) => (typeof value === "boolean" ? Number(value) : value ?? null);
  if (Array.isArray(parameters)) return parameters.map(plain);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, plain(value)]));
}

const facade = {
  ran,
  /** The database that the code sees under that path. */
  connect(path) {
    const server = /^postgres(?:ql)?:(?:\/\/[^/]*\/)?([^?]*)/.exec(String(path));
    if (server) return new Quiet(anchor(named(server[1] || "postgres")));
    const { name, problem } = locate(path);
    if (problem) throw new Error(`there is no folder for a database at ${path}`);
    return new Quiet(name === ":memory:" ? host.sqlOpen(name, {}) : anchor(name));
  },
  clear() {
    ran.length = 0;
  },
};

Object.assign(exports, { facade, note, locate: use, named, pointOf });
