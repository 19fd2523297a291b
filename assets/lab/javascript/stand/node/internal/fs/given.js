// What callers of `fs` may give: paths, flags, modes, options.

const { Buffer } = require("internal/buffer");
const { invalidType, invalidValue, typeError, checkInteger, outOfRange } = require("internal/errors");
const { isURL, fileURLToPath } = require("internal/url");

const constants = Object.assign(Object.create(null), {
  UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2,
  UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7, EXTENSIONLESS_FORMAT_JAVASCRIPT: 0, EXTENSIONLESS_FORMAT_WASM: 1,
  S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576, S_IFIFO: 4096, S_IFLNK: 40960, S_IFSOCK: 49152, O_CREAT: 64, O_EXCL: 128,
  UV_FS_O_FILEMAP: 0, O_NOCTTY: 256, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536, O_NOATIME: 262144, O_NOFOLLOW: 131072, O_SYNC: 1052672, O_DSYNC: 4096,
  O_DIRECT: 16384, O_NONBLOCK: 2048, S_IRWXU: 448, S_IRUSR: 256, S_IWUSR: 128, S_IXUSR: 64, S_IRWXG: 56, S_IRGRP: 32, S_IWGRP: 16, S_IXGRP: 8, S_IRWXO: 7,
  S_IROTH: 4, S_IWOTH: 2, S_IXOTH: 1, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, UV_FS_COPYFILE_EXCL: 1, COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2,
  COPYFILE_FICLONE: 2, UV_FS_COPYFILE_FICLONE_FORCE: 4, COPYFILE_FICLONE_FORCE: 4,
});
const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = constants;
const FLAGS = {
  r: O_RDONLY, rs: O_RDONLY | O_SYNC, sr: O_RDONLY | O_SYNC, "r+": O_RDWR, "rs+": O_RDWR | O_SYNC, "sr+": O_RDWR | O_SYNC,
  w: O_TRUNC | O_CREAT | O_WRONLY, wx: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL, xw: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  "w+": O_TRUNC | O_CREAT | O_RDWR, "wx+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL, "xw+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  a: O_APPEND | O_CREAT | O_WRONLY, ax: O_APPEND | O_CREAT | O_WRONLY | O_EXCL, xa: O_APPEND | O_CREAT | O_WRONLY | O_EXCL, as: O_APPEND | O_CREAT | O_WRONLY | O_SYNC, sa: O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  "a+": O_APPEND | O_CREAT | O_RDWR, "ax+": O_APPEND | O_CREAT | O_RDWR | O_EXCL, "xa+": O_APPEND | O_CREAT | O_RDWR | O_EXCL, "as+": O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

// The kernel's numbers are the C library's of x86; two of Node's names differ from its own.
const KERNEL = [[O_CREAT, 0o100], [O_EXCL, 0o200], [O_TRUNC, 0o1000], [O_APPEND, 0o2000], [65536, 0o200000], [131072, 0o400000]];

/** A path as text. */
function toPath(given, name = "path") {
  const path = isURL(given) ? fileURLToPath(given) : given;
  if (typeof path !== "string" && !(path instanceof Uint8Array)) throw invalidType(name, ["string", "Buffer", "URL"], given);
  const text = typeof path === "string" ? path : Buffer.from(path).toString();
  if (text.includes("\0")) throw invalidValue(name, path, "must be a string, Uint8Array, or URL without null bytes");
  return text;
}

function toFlags(given, name = "flags") {
  if (given === undefined || given === null) return O_RDONLY;
  if (typeof given === "number") {
    checkInteger(given, name, -(2 ** 31), 2 ** 31 - 1);
    return given;
  }
  if (typeof given === "string" && Object.hasOwn(FLAGS, given)) return FLAGS[given];
  throw invalidValue(name, given);
}

/** Flags as the kernel has them. */
const kernelFlags = (flags) => KERNEL.reduce((out, [from, to]) => (flags & from ? out | to : out), flags & 3);

function toMode(given, fallback, name = "mode") {
  if (given === undefined || given === null) return fallback;
  if (typeof given === "string") {
    if (!/^[0-7]+$/.test(given)) throw invalidValue(name, given, "must be a 32-bit unsigned integer or an octal string");
    return parseInt(given, 8);
  }
  if (typeof given !== "number") throw invalidType(name, "number", given);
  if (!Number.isInteger(given)) throw outOfRange(name, "an integer", given);
  if (given < 0 || given > 2 ** 32 - 1) throw outOfRange(name, `>= 0 && <= ${2 ** 32 - 1}`, given);
  return given;
}

/** Options that may be given as an encoding alone. */
function toOptions(given, defaults = {}) {
  if (given === null || given === undefined || typeof given === "function") return defaults;
  const options = typeof given === "string" ? { ...defaults, encoding: given } : given;
  if (typeof options !== "object") throw invalidType("options", ["string", "Object"], given);
  const { encoding } = options;
  if (encoding !== undefined && encoding !== null && encoding !== "buffer" && !Buffer.isEncoding(encoding)) {
    throw invalidValue("encoding", encoding, "is invalid encoding");
  }
  if (options.signal?.aborted) throw require("internal/errors").aborted(options.signal.reason);
  return options;
}

function toFd(given, name = "fd") {
  checkInteger(given, name, 0, 2 ** 31 - 1);
  return given;
}

/** Data to write, as bytes. */
function toBytes(data, encoding) {
  if (typeof data === "string") return Buffer.from(data, encoding || "utf8");
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw invalidType("data", ["string", "Buffer", "TypedArray", "DataView"], data);
}

/** A name in the encoding that the options ask for. */
function named(text, options) {
  const encoding = options?.encoding;
  if (!encoding || encoding === "utf8" || encoding === "utf-8") return text;
  return encoding === "buffer" ? Buffer.from(text) : Buffer.from(text).toString(encoding);
}

/** Seconds since 1970 of what `utimes` takes. */
function toSeconds(time, name) {
  if (typeof time === "string" && +time == time) return +time;
  if (Number.isFinite(time)) return time;
  if (time instanceof Date) return time.getTime() / 1000;
  throw typeError("ERR_INVALID_ARG_TYPE", `The "${name}" argument must be one of Date, Time in seconds. ${require("internal/errors").received(time)}`);
}

module.exports = { constants, toPath, toFlags, kernelFlags, toMode, toOptions, toFd, toBytes, named, toSeconds };
