// `node:fs/promises`

const { operations, POINTS } = require("internal/fs/operations");
const { ReadStream, WriteStream, task } = require("internal/fs/streams");
require("internal/fs/dir");
const { constants, toOptions } = require("internal/fs/given");
const { Buffer } = require("internal/buffer");
const EventEmitter = require("events");
const { lackNames } = require("internal/lacks");

/** Do an operation as a task of its own and promise its outcome. */
function perform(name, ...given) {
  return new Promise((go, no) => {
    task(POINTS[name] ?? null, operations[name](...given), (error, value) => (error ? no(error) : go(value)));
  });
}

class FileHandle extends EventEmitter {
  #fd;
  constructor(fd) {
    super();
    this.#fd = fd;
  }
  get fd() { return this.#fd; }
  async close() {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    await perform("close", fd);
    this.emit("close");
  }
  async read(buffer, ...rest) {
    let into = buffer;
    if (buffer === undefined) into = Buffer.alloc(16384);
    else if (!ArrayBuffer.isView(buffer)) {
      const { buffer: inner = Buffer.alloc(16384), offset = 0, length, position = null } = buffer ?? {};
      into = inner;
      rest = [offset, length ?? inner.byteLength - offset, position];
    }
    return { bytesRead: await perform("read", this.#fd, into, ...rest), buffer: into };
  }
  async write(data, ...rest) { return { bytesWritten: await perform("write", this.#fd, data, ...rest), buffer: data }; }
  async readv(buffers, position) { return { bytesRead: await perform("readv", this.#fd, buffers, position), buffers }; }
  async writev(buffers, position) { return { bytesWritten: await perform("writev", this.#fd, buffers, position), buffers }; }
  readFile(options) { return perform("readFile", this.#fd, options); }
  writeFile(data, options) { return writeFile(this, data, options); }
  appendFile(data, options) { return writeFile(this, data, options); }
  stat(options) { return perform("fstat", this.#fd, options); }
  truncate(size) { return perform("ftruncate", this.#fd, size); }
  sync() { return perform("fsync", this.#fd); }
  datasync() { return perform("fdatasync", this.#fd); }
  chmod(mode) { return perform("fchmod", this.#fd, mode); }
  async chown() {}
  utimes() { return perform("futimes", this.#fd); }
  createReadStream(options) { return new ReadStream(undefined, { ...options, fd: this }); }
  createWriteStream(options) { return new WriteStream(undefined, { ...options, fd: this }); }
  readLines(options) { return require("readline").createInterface({ input: this.createReadStream(options), crlfDelay: Infinity }); }
  readableWebStream() { return require("internal/web_streams").ReadableStream.from(this.createReadStream()); }
  [Symbol.asyncDispose]() { return this.close(); }
}

const bare = (target) => (target instanceof FileHandle ? target.fd : target);

async function writeFile(target, data, options) {
  const o = toOptions(options, { encoding: "utf8" });
  if (typeof data === "string" || ArrayBuffer.isView(data)) return perform("writeFile", bare(target), data, o);
  if (data?.[Symbol.asyncIterator] === undefined && data?.[Symbol.iterator] === undefined) return perform("writeFile", bare(target), data, o);
  const pieces = [];
  for await (const piece of data) pieces.push(typeof piece === "string" ? Buffer.from(piece, o.encoding) : piece);
  return perform("writeFile", bare(target), Buffer.concat(pieces), o);
}

const promises = {
  FileHandle, constants, writeFile,
  open: async (path, flags, mode) => new FileHandle(await perform("open", path, flags, mode)),
  readFile: async (target, options) => perform("readFile", bare(target), options),
  appendFile: async (target, data, options) => perform("appendFile", bare(target), data, options),
  realpath: async (path, options) => perform("realpathNative", path, options),
  async *glob(pattern, options) { yield* await perform("glob", pattern, options); },
};
for (const name of "access chmod chown lchown copyFile cp link lstat stat mkdir mkdtemp readdir readlink rename rm rmdir statfs symlink truncate unlink utimes lutimes opendir".split(" ")) {
  promises[name] = { async [name](...given) { return perform(name, ...given); } }[name];
}
delete promises.FileHandle;

module.exports = promises;
lackNames(promises, "fs.promises", "watch lchmod");
