// Every operation of `fs` once: each takes its arguments, checks them, and gives a function that does the work.
// The synchronous, the callback and the promise interface are made of these.

const { Buffer, own } = require("internal/buffer");
const { call, error: plainError, invalidType, outOfRange, checkInteger } = require("internal/errors");
const { toPath, toFlags, kernelFlags, toMode, toOptions, toFd, toBytes, named, toSeconds, constants } = require("internal/fs/given");
const { Dirent, statsOf } = require("internal/fs/stats");
const path = require("path");

const files = kernel("files");

const open = (name, flags, mode) => call("open", name, undefined, () => files.open(name, kernelFlags(flags), mode));
const close = (fd) => call("close", undefined, undefined, () => files.close(fd));

/** Do something with a descriptor, or with a file opened for it. */
function withFd(given, flags, mode, f) {
  if (typeof given === "number") return f(given);
  const fd = open(given, flags, mode);
  try {
    return f(fd);
  } finally {
    close(fd);
  }
}

const target = (given) => (typeof given === "number" ? toFd(given) : toPath(given));
const readAll = (fd) => own(call("read", undefined, undefined, () => files.read(fd, Number.MAX_SAFE_INTEGER, null)));
const text = (bytes, encoding) => (encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes);

function writeAll(fd, bytes, position = null) {
  return call("write", undefined, undefined, () => files.write(fd, bytes, position));
}

const ifThere = (f) => {
  try {
    return f();
  } catch (error) {
    if (error?.code === "ENOENT" || error?.code === "ENOTDIR") return undefined;
    throw error;
  }
};

function statOp(follow) {
  const syscall = follow ? "stat" : "lstat";
  return (given, options) => {
    const name = toPath(given);
    return () => {
      const f = () => statsOf(call(syscall, name, undefined, () => files.stat(name, follow)), options);
      return options?.throwIfNoEntry === false ? ifThere(f) : f();
    };
  };
}

/** What `read` was given: (fd, buffer, offset, length, position) or options in place of the offset. */
function readArguments(fd, buffer, offset, length, position) {
  toFd(fd);
  let [at, size, from] = [offset, length, position];
  let into = buffer;
  if (buffer !== null && typeof buffer === "object" && !ArrayBuffer.isView(buffer)) {
    ({ buffer: into = Buffer.alloc(16384), offset: at, length: size, position: from } = buffer);
  } else if (at !== null && typeof at === "object") ({ offset: at, length: size, position: from } = at);
  if (!ArrayBuffer.isView(into)) throw invalidType("buffer", ["Buffer", "TypedArray", "DataView"], buffer);
  at ??= 0;
  checkInteger(at, "offset", 0);
  size ??= into.byteLength - at;
  if (size < 0) throw outOfRange("length", ">= 0", size);
  if (size + at > into.byteLength) throw outOfRange("length", `<= ${into.byteLength - at}`, size);
  const place = typeof from === "bigint" ? Number(from) : typeof from === "number" && from >= 0 ? from : null;
  return { fd, into, at, size, place };
}

function readInto({ fd, into, at, size, place }) {
  const bytes = call("read", undefined, undefined, () => files.read(fd, size, place));
  new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes, at);
  return bytes.length;
}

function writeArguments(fd, data, offset, length, position) {
  toFd(fd);
  if (typeof data === "string") {
    return { fd, bytes: Buffer.from(data, typeof length === "string" ? length : "utf8"), place: typeof offset === "number" ? offset : null };
  }
  if (!ArrayBuffer.isView(data)) throw invalidType("buffer", ["string", "Buffer", "TypedArray", "DataView"], data);
  let [at, size, from] = [offset, length, position];
  if (at !== null && typeof at === "object") ({ offset: at, length: size, position: from } = at);
  at ??= 0;
  if (at < 0 || at > data.byteLength) throw outOfRange("offset", `>= 0 && <= ${data.byteLength}`, at);
  size ??= data.byteLength - at;
  if (size < 0 || size > data.byteLength - at) throw outOfRange("length", `>= 0 && <= ${data.byteLength - at}`, size);
  return { fd, bytes: Buffer.from(data.buffer, data.byteOffset + at, size), place: typeof from === "number" ? from : null };
}

/** The entries of a folder, and with `recursive` of all below it. */
function entries(name, options) {
  const out = [];
  const visit = (at, inner) => {
    for (const [entry, kind] of call("scandir", at, undefined, () => files.list(at))) {
      const relative = inner ? `${inner}/${entry}` : entry;
      if (options.withFileTypes) out.push(new Dirent(named(entry, options), inner ? path.join(name, inner) : name, kind));
      else out.push(named(relative, options));
      if (options.recursive && kind === "dir") visit(path.join(at, entry), relative);
    }
  };
  visit(name, "");
  return out;
}

/** The real path found step by step, as Node's own does: the step that is not there is named. */
function realpath(name) {
  let at = "/";
  const full = path.resolve(name);
  for (const part of full.split("/").filter(Boolean)) {
    at = at === "/" ? `/${part}` : `${at}/${part}`;
    const step = at;
    call("lstat", step, undefined, () => files.stat(step, false));
    if (call("lstat", step, undefined, () => files.stat(step, false)).kind === "link") at = call("stat", step, undefined, () => files.realpath(step));
  }
  return at;
}

function copy(from, to, mode) {
  call("copyfile", from, to, () => {
    if (files.stat(from, true).kind === "dir") throw require("internal/errors").system({ code: "EISDIR", errno: -21, text: "illegal operation on a directory", path: from, dest: to }, "copyfile");
    const fd = files.open(from, 0, 0);
    const bytes = files.read(fd, Number.MAX_SAFE_INTEGER, null);
    const stat = files.statFd(fd);
    files.close(fd);
    const out = files.open(to, 1 | 0o100 | (mode & constants.COPYFILE_EXCL ? 0o200 : 0o1000), stat.mode & 0o777);
    files.write(out, bytes, null);
    files.close(out);
  });
}

/** What `cp` and `rm` refuse by themselves. */
function refusal(code, message, syscall, path, errno) {
  const error = plainError(code, message, { info: { code, message, path, syscall, errno }, errno, syscall, path });
  Object.defineProperty(error, "name", { value: "SystemError", enumerable: false, writable: true, configurable: true });
  return error;
}

function cp(from, to, options) {
  if (options.filter && !options.filter(from, to)) return;
  const stat = call("lstat", from, undefined, () => files.stat(from, Boolean(options.dereference)));
  const there = ifThere(() => call("lstat", to, undefined, () => files.stat(to, Boolean(options.dereference))));
  if (there && there.ino === stat.ino) throw refusal("ERR_FS_CP_EINVAL", `Invalid src or dest: cp returned EINVAL (src and dest cannot be the same) ${to}`, "cp", to, 22);
  if (stat.kind === "dir") {
    if ((`${path.resolve(to)}/`).startsWith(`${path.resolve(from)}/`)) throw refusal("ERR_FS_CP_EINVAL", `Invalid src or dest: cp returned EINVAL (cannot copy ${from} to a subdirectory of self ${to}) ${to}`, "cp", to, 22);
    if (!options.recursive) throw refusal("ERR_FS_EISDIR", `Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${from} is a directory (not copied)) ${from}`, "cp", from, 21);
    if (there && there.kind !== "dir") throw refusal("ERR_FS_CP_DIR_TO_NON_DIR", `Cannot overwrite non-directory with directory: cp returned EISDIR (cannot overwrite non-directory ${to} with directory ${from}) ${to}`, "cp", to, 21);
    if (!there) call("mkdir", to, undefined, () => files.mkdir(to, stat.mode & 0o777, true));
    for (const [entry] of call("scandir", from, undefined, () => files.list(from))) cp(path.join(from, entry), path.join(to, entry), options);
    return;
  }
  if (there?.kind === "dir") throw refusal("ERR_FS_CP_NON_DIR_TO_DIR", `Cannot overwrite directory with non-directory: cp returned ENOTDIR (cannot overwrite directory ${to} with non-directory ${from}) ${to}`, "cp", to, 20);
  if (there && options.force === false) {
    if (options.errorOnExist) throw refusal("ERR_FS_CP_EEXIST", `Target already exists: cp returned EEXIST (${to} already exists) ${to}`, "cp", to, 17);
    return;
  }
  call("mkdir", path.dirname(to), undefined, () => files.mkdir(path.dirname(to), 0o777, true));
  if (stat.kind === "link") {
    if (there) files.unlink(to);
    const at = files.readlink(from);
    call("symlink", at, to, () => files.symlink(options.verbatimSymlinks ? at : path.resolve(path.dirname(from), at), to));
  } else copy(from, to, options.mode ?? 0);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const simple = (syscall, f) => (given, ...rest) => {
  const name = toPath(given);
  return () => call(syscall, name, undefined, () => f(name, ...rest));
};

const operations = {
  access(given, mode = 0) {
    const name = toPath(given);
    const wanted = toMode(mode, 0);
    return () => void call("access", name, undefined, () => files.access(name, wanted));
  },
  appendFile(given, data, options) {
    const o = toOptions(options, { encoding: "utf8" });
    return operations.writeFile(given, data, { ...o, flag: o.flag ?? "a", flush: undefined });
  },
  chmod(given, mode) {
    const [name, bits] = [toPath(given), toMode(mode)];
    return () => void call("chmod", name, undefined, () => files.chmod(name, bits));
  },
  fchmod: (fd, mode) => (toFd(fd), () => void call("fchmod", undefined, undefined, () => files.chmodFd(fd, toMode(mode)))),
  chown: simple("chown", (name, uid, gid) => void files.chown(name, uid, gid)),
  lchown: simple("lchown", (name, uid, gid) => void files.chown(name, uid, gid)),
  close: (fd) => (toFd(fd), () => void close(fd)),
  copyFile(from, to, mode = 0) {
    const [a, b] = [toPath(from, "src"), toPath(to, "dest")];
    return () => copy(a, b, mode);
  },
  cp(from, to, options = {}) {
    const [a, b] = [toPath(from, "src"), toPath(to, "dest")];
    return () => cp(a, b, options ?? {});
  },
  fstat: (fd, options) => (toFd(fd), () => statsOf(call("fstat", undefined, undefined, () => files.statFd(fd)), options)),
  fsync: (fd) => (toFd(fd), () => void call("fsync", undefined, undefined, () => files.handle(fd))),
  fdatasync: (fd) => (toFd(fd), () => void call("fdatasync", undefined, undefined, () => files.handle(fd))),
  ftruncate: (fd, size = 0) => (toFd(fd), () => void call("ftruncate", undefined, undefined, () => files.truncate(fd, Math.max(0, size)))),
  link(from, to) {
    const [a, b] = [toPath(from, "existingPath"), toPath(to, "newPath")];
    return () => void call("link", a, b, () => files.link(a, b));
  },
  lstat: statOp(false),
  stat: statOp(true),
  mkdir(given, options) {
    const name = toPath(given);
    const o = typeof options === "object" && options !== null ? options : { mode: options };
    if (o.recursive !== undefined && typeof o.recursive !== "boolean") throw invalidType("options.recursive", "boolean", o.recursive);
    const mode = toMode(o.mode, 0o777);
    return () => call("mkdir", name, undefined, () => files.mkdir(name, mode, Boolean(o.recursive)));
  },
  mkdtemp(given, options) {
    const prefix = toPath(given, "prefix");
    return () => {
      const name = prefix + Array.from(kernel("random").bytes(6), (b) => LETTERS[b % 62]).join("");
      call("mkdtemp", `${prefix}XXXXXX`, undefined, () => files.mkdir(name, 0o700, false));
      return named(name, typeof options === "string" ? { encoding: options } : options);
    };
  },
  open(given, flags, mode) {
    const name = toPath(given);
    const [f, m] = [toFlags(flags), toMode(mode, 0o666)];
    return () => open(name, f, m);
  },
  read(...given) {
    const what = readArguments(...given);
    return () => readInto(what);
  },
  readv(fd, buffers, position) {
    toFd(fd);
    return () => {
      let total = 0;
      for (const into of buffers) {
        const n = readInto({ fd, into, at: 0, size: into.byteLength, place: typeof position === "number" ? position + total : null });
        total += n;
        if (n < into.byteLength) break;
      }
      return total;
    };
  },
  readdir(given, options) {
    const o = toOptions(options);
    const name = toPath(given);
    return () => entries(name, o);
  },
  readFile(given, options) {
    const o = toOptions(options, { flag: "r" });
    const what = target(given);
    const flags = toFlags(o.flag ?? "r", "flags");
    return () => text(withFd(what, flags, 0o666, readAll), o.encoding);
  },
  readlink(given, options) {
    const o = toOptions(options);
    const name = toPath(given);
    return () => named(call("readlink", name, undefined, () => files.readlink(name)), o);
  },
  realpath(given, options) {
    const o = toOptions(options);
    const name = toPath(given);
    return () => named(realpath(name), o);
  },
  realpathNative(given, options) {
    const o = toOptions(options);
    const name = toPath(given);
    return () => named(call("realpath", name, undefined, () => files.realpath(name)), o);
  },
  rename(from, to) {
    const [a, b] = [toPath(from, "oldPath"), toPath(to, "newPath")];
    return () => void call("rename", a, b, () => files.rename(a, b));
  },
  rm(given, options) {
    const name = toPath(given);
    const o = options ?? {};
    for (const key of ["recursive", "force"]) if (o[key] !== undefined && typeof o[key] !== "boolean") throw invalidType(`options.${key}`, "boolean", o[key]);
    return () => {
      const look = () => call("lstat", name, undefined, () => files.stat(name, false));
      const stat = o.force ? ifThere(look) : look();
      if (stat === undefined) return;
      if (stat.kind === "dir" && !o.recursive) throw refusal("ERR_FS_EISDIR", `Path is a directory: rm returned EISDIR (is a directory) ${name}`, "rm", name, 21);
      call("rm", name, undefined, () => (stat.kind === "dir" ? files.prune(name) : files.unlink(name)));
    };
  },
  rmdir(given, options) {
    const name = toPath(given);
    return () => {
      if (options?.recursive) call("rmdir", name, undefined, () => files.prune(name));
      else call("rmdir", name, undefined, () => files.rmdir(name));
    };
  },
  statfs: simple("statfs", (name) => (files.stat(name, true), { type: 61267, bsize: 4096, blocks: 25600000, bfree: 12800000, bavail: 12800000, files: 6400000, ffree: 6300000 })),
  symlink(to, given) {
    const [a, b] = [toPath(to, "target"), toPath(given)];
    return () => void call("symlink", a, b, () => files.symlink(a, b));
  },
  truncate(given, size = 0) {
    const name = toPath(given);
    return () => void withFd(name, toFlags("r+"), 0o666, (fd) => files.truncate(fd, Math.max(0, size ?? 0)));
  },
  unlink: simple("unlink", (name) => void files.unlink(name)),
  utimes(given, atime, mtime) {
    const name = toPath(given);
    const [a, m] = [toSeconds(atime, "time"), toSeconds(mtime, "time")];
    return () => void call("utime", name, undefined, () => files.utimes(name, a, m));
  },
  lutimes: (...given) => operations.utimes(...given),
  futimes: (fd) => (toFd(fd), () => void call("futime", undefined, undefined, () => files.handle(fd))),
  write(...given) {
    const { fd, bytes, place } = writeArguments(...given);
    return () => writeAll(fd, bytes, place);
  },
  writev(fd, buffers, position) {
    toFd(fd);
    return () => writeAll(fd, Buffer.concat(buffers.map((b) => Buffer.from(b.buffer, b.byteOffset, b.byteLength))), typeof position === "number" ? position : null);
  },
  writeFile(given, data, options) {
    const o = toOptions(options, { encoding: "utf8" });
    const bytes = toBytes(data, o.encoding);
    const what = target(given);
    const [flags, mode] = [toFlags(o.flag ?? "w", "flags"), toMode(o.mode, 0o666)];
    return () => void withFd(what, flags, mode, (fd) => writeAll(fd, bytes));
  },
  glob(pattern, options = {}) {
    const patterns = [pattern].flat();
    if (patterns.some((p) => typeof p !== "string")) throw invalidType("patterns", ["string", "string[]"], pattern);
    return () => {
      const cwd = options.cwd ? toPath(options.cwd) : ".";
      const tests = patterns.map((p) => require("internal/glob").compile(p));
      const excluded = typeof options.exclude === "function" ? options.exclude : () => false;
      return entries(cwd, { recursive: true }).filter((name) => tests.some((t) => t.test(name)) && !excluded(name));
    };
  },
};

/** Where another request may come between, by operation. */
const POINTS = { stat: "file:stat", lstat: "file:stat", fstat: "file:stat", access: "file:access", rename: "file:rename", open: "file:open", readFile: "file:open", writeFile: "file:open", appendFile: "file:open", copyFile: "file:open" };

module.exports = { operations, POINTS, files };
