// `node:fs`

const { operations, POINTS, files } = require("internal/fs/operations");
const { ReadStream, WriteStream, task } = require("internal/fs/streams");
const { Dir } = require("internal/fs/dir");
const { Stats, Dirent } = require("internal/fs/stats");
const { constants, toPath } = require("internal/fs/given");
const { checkFunction } = require("internal/errors");
const { lackNames } = require("internal/lacks");

const custom = Symbol.for("nodejs.util.promisify.custom");

/** The callback form of an operation: `done` is its last argument. */
const later = (name) => (...given) => {
  const done = given.length > 1 ? given.pop() : undefined;
  checkFunction(done, "cb");
  task(POINTS[name] ?? null, operations[name](...given), (error, value) => (error ? done(error) : value === undefined ? done(null) : done(null, value)));
};

const fs = {};
for (const name of Object.keys(operations)) {
  if (name === "realpathNative") continue;
  fs[name] = { [name]: later(name) }[name];
  fs[`${name}Sync`] = { [`${name}Sync`]: (...given) => operations[name](...given)() }[`${name}Sync`];
}
fs.realpath.native = later("realpathNative");
fs.realpathSync.native = (...given) => operations.realpathNative(...given)();

const known = (path) => {
  try {
    return files.exists(toPath(path));
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    return false;
  }
};

Object.assign(fs, {
  constants, Stats, Dirent, Dir, ReadStream, WriteStream, FileReadStream: ReadStream, FileWriteStream: WriteStream,
  F_OK: constants.F_OK, R_OK: constants.R_OK, W_OK: constants.W_OK, X_OK: constants.X_OK,
  existsSync: known,
  exists(path, done) {
    checkFunction(done, "cb");
    task("file:stat", () => known(path), (error, value) => done(value));
  },
  createReadStream: (path, options) => new ReadStream(path, options),
  createWriteStream: (path, options) => new WriteStream(path, options),
  openAsBlob: async (path, options) => new (require("internal/blob").Blob)([operations.readFile(path)()], options),
  read(fd, ...given) {
    const done = given.pop();
    checkFunction(done, "cb");
    const into = ArrayBuffer.isView(given[0]) ? given[0] : (given[0]?.buffer ?? require("internal/buffer").Buffer.alloc(16384));
    const rest = ArrayBuffer.isView(given[0]) ? given : [{ ...given[0], buffer: into }];
    task(null, operations.read(fd, ...rest), (error, n) => (error ? done(error) : done(null, n, into)));
  },
  write(fd, data, ...given) {
    const done = given.pop();
    checkFunction(done, "cb");
    task(null, operations.write(fd, data, ...given), (error, n) => (error ? done(error) : done(null, n, data)));
  },
});
Object.defineProperty(fs.exists, custom, { value: (path) => new Promise((go) => fs.exists(path, go)) });
Object.defineProperty(fs.read, custom, { value: (...given) => new Promise((go, no) => fs.read(...given, (error, bytesRead, buffer) => (error ? no(error) : go({ bytesRead, buffer })))) });
Object.defineProperty(fs.write, custom, { value: (...given) => new Promise((go, no) => fs.write(...given, (error, bytesWritten, buffer) => (error ? no(error) : go({ bytesWritten, buffer })))) });
Object.defineProperty(fs, "promises", { configurable: true, enumerable: true, get: () => require("fs/promises") });

module.exports = fs;
lackNames(fs, "fs", "watch watchFile unwatchFile lchmod lchmodSync fchown fchownSync _toUnixTimestamp");
