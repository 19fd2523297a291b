// `fs.Dir`

const { operations } = require("internal/fs/operations");
const { task } = require("internal/fs/streams");
const { error: plainError } = require("internal/errors");

class Dir {
  #entries;
  #closed = false;
  constructor(path, entries) {
    Object.defineProperty(this, "path", { value: path, enumerable: true });
    this.#entries = entries;
  }
  #check() {
    if (this.#closed) throw plainError("ERR_DIR_CLOSED", "Directory handle was closed");
  }
  readSync() {
    this.#check();
    return this.#entries.shift() ?? null;
  }
  read(done) {
    const promise = new Promise((go, no) => task(null, () => this.readSync(), (error, entry) => (error ? no(error) : go(entry))));
    if (typeof done !== "function") return promise;
    promise.then((entry) => done(null, entry), done);
  }
  closeSync() {
    this.#check();
    this.#closed = true;
  }
  close(done) {
    const promise = new Promise((go, no) => task(null, () => this.closeSync(), (error) => (error ? no(error) : go())));
    if (typeof done !== "function") return promise;
    promise.then(() => done(null), done);
  }
  async *entries() {
    try {
      for (let entry = await this.read(); entry !== null; entry = await this.read()) yield entry;
    } finally {
      if (!this.#closed) this.#closed = true;
    }
  }
  [Symbol.asyncIterator]() { return this.entries(); }
}

/** As the other operations: checks, then gives the work. */
operations.opendir = (path, options) => {
  const list = operations.readdir(path, { ...options, encoding: options?.encoding ?? "utf8", withFileTypes: true });
  return () => {
    try {
      return new Dir(String(path), list());
    } catch (error) {
      if (error.syscall === "scandir") {
        error.syscall = "opendir";
        error.message = error.message.replace(", scandir ", ", opendir ");
      }
      throw error;
    }
  };
};

module.exports = { Dir };
