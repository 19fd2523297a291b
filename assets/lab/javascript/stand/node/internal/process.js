// `process`, and what the engine does with it.

const { EventEmitter } = require("events");
const { invalidType, typeError } = require("internal/errors");
const { lackNames } = require("internal/lacks");
const { nextTick, drainTicks } = require("internal/timers");
const { Buffer } = require("internal/buffer");

const clock = kernel("clock");
const [environment, log, files] = [kernel("env"), kernel("log"), kernel("files")];

/** The environment as an object: every value is a text. */
const env = new Proxy({}, {
  get: (target, name) => (typeof name === "symbol" ? undefined : (environment.get(name) ?? Reflect.get(Object.prototype, name))),
  set: (target, name, value) => {
    if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    environment.set(String(name), `${value}`);
    return true;
  },
  has: (target, name) => typeof name === "string" && environment.has(name),
  deleteProperty: (target, name) => (environment.remove(String(name)), true),
  ownKeys: () => [...environment.names()],
  getOwnPropertyDescriptor: (target, name) => (typeof name === "string" && environment.has(name) ? { value: environment.get(name), writable: true, enumerable: true, configurable: true } : undefined),
  defineProperty: (target, name, what) => {
    if (!("value" in what)) throw typeError("ERR_INVALID_OBJECT_DEFINE_PROPERTY", "'process.env' does not accept an accessor(getter/setter) descriptor");
    environment.set(String(name), `${what.value}`);
    return true;
  },
});

function Process() {}
Object.setPrototypeOf(Process.prototype, EventEmitter.prototype);
Object.defineProperty(Process.prototype, "constructor", { value: Process, writable: true, configurable: true });
Object.defineProperty(Process, "name", { value: "process" });
const process = Object.create(Process.prototype);
EventEmitter.call(process);

function hrtime(before) {
  const ns = Math.round(clock.sinceStart() * 1e6) + 1e12;
  const [s, n] = [Math.floor(ns / 1e9), ns % 1e9];
  if (before === undefined) return [s, n];
  const [ds, dn] = [s - before[0], n - before[1]];
  return dn < 0 ? [ds - 1, dn + 1e9] : [ds, dn];
}
hrtime.bigint = () => BigInt(Math.round(clock.sinceStart() * 1e6)) + 1000000000000n;

let code;
let exiting = false;

/** End the program; nothing of it runs on. */
function exit(given) {
  if (given !== undefined) process.exitCode = given;
  if (!exiting) {
    exiting = true;
    process.emit("exit", process.exitCode ?? 0);
  }
  host.exit(Number(process.exitCode ?? 0) & 255);
  for (;;);
}

function output(fd) {
  const stream = {
    fd,
    writable: true,
    isTTY: undefined,
    columns: undefined,
    write(chunk, encoding, done) {
      log.write(fd, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const then = typeof encoding === "function" ? encoding : done;
      if (typeof then === "function") nextTick(then);
      return true;
    },
    end(chunk) {
      if (chunk !== undefined) stream.write(chunk);
    },
    hasColors: () => false,
    getColorDepth: () => 1,
  };
  Object.setPrototypeOf(stream, EventEmitter.prototype);
  EventEmitter.call(stream);
  return stream;
}

let input = "";
let stdin;
const stdout = output(1);
const stderr = output(2);

const versions = { node: "22.12.0", v8: "12.4.254.21-node.21", uv: "1.49.1", zlib: "1.3.0.1-motley", modules: "127", openssl: "3.0.15+quic", ares: "1.34.3", napi: "9" };

Object.assign(process, {
  title: "node", version: "v22.12.0", versions, arch: "x64", platform: "linux",
  release: { name: "node", lts: "Jod" }, argv: ["/usr/local/bin/node", "/app/main.js"], execArgv: [], env, pid: 4242, ppid: 4241,
  execPath: "/usr/local/bin/node", debugPort: 9229, argv0: "node", exitCode: undefined, features: { inspector: true, debug: false, uv: true, ipv6: true, tls: true },
  config: { target_defaults: {}, variables: {} }, allowedNodeEnvironmentFlags: new Set(), report: undefined, stdout, stderr, nextTick, hrtime, exit,
  cwd: () => files.cwd(),
  chdir(path) {
    if (typeof path !== "string") throw invalidType("directory", "string", path);
    require("internal/errors").call("chdir", files.cwd(), path, () => files.chdir(path));
  },
  umask(mask) {
    return files.umask(mask === undefined ? undefined : typeof mask === "string" ? parseInt(mask, 8) : mask);
  },
  uptime: () => clock.sinceStart() / 1000 + 0.05,
  getuid: () => 1000, geteuid: () => 1000, getgid: () => 1000, getegid: () => 1000, getgroups: () => [1000],
  memoryUsage: Object.assign(() => ({ rss: 52428800, heapTotal: 20971520, heapUsed: 12582912, external: 2097152, arrayBuffers: 1048576 }), { rss: () => 52428800 }),
  cpuUsage: () => ({ user: 40000, system: 10000 }), resourceUsage: () => ({ userCPUTime: 40000, systemCPUTime: 10000, maxRSS: 51200 }),
  constrainedMemory: () => 0, availableMemory: () => 268435456,
  abort: () => exit(134),
  emitWarning(warning, options, given) {
    const type = typeof options === "string" ? options : (options?.type ?? "Warning");
    const shown = typeof warning === "string" ? Object.assign(new Error(warning), { name: type, code: options?.code ?? given }) : warning;
    nextTick(() => {
      process.emit("warning", shown);
      log.write(2, `(node:4242) ${shown.code ? `[${shown.code}] ` : ""}${shown.name}: ${shown.message}\n`);
    });
  },
  kill(pid, signal = "SIGTERM") {
    if (typeof pid !== "number") throw invalidType("pid", "number", pid);
    if (pid === process.pid && signal === 0) return true;
    if (pid === process.pid && signal !== 0) return process.emit(signal, signal, 15) || exit(143);
    throw require("internal/errors").system({ code: "ESRCH", errno: -3, text: "no such process" }, "kill");
  },
  getBuiltinModule: (name) => {
    try {
      return require("module").isBuiltin(name) ? require(name) : undefined;
    } catch (error) {
      if (error?.code === "MODULE_NOT_FOUND") return undefined;
      throw error;
    }
  },
  setUncaughtExceptionCaptureCallback: (f) => void (capture = f),
  hasUncaughtExceptionCaptureCallback: () => capture !== null,
  loadEnvFile: (path = ".env") => {
    const { parseEnv } = require("util");
    for (const [name, value] of Object.entries(parseEnv(require("fs").readFileSync(path, "utf8")))) if (!environment.has(name)) environment.set(name, value);
  },
});
let capture = null;

Object.defineProperty(process, "stdin", {
  configurable: true,
  enumerable: true,
  get() {
    if (stdin === undefined) {
      const { Readable } = require("stream");
      stdin = Readable.from(input === "" ? [] : [Buffer.from(input)], { objectMode: false });
      stdin.fd = 0;
      stdin.setRawMode = () => stdin;
      stdin.ref = stdin.unref = () => stdin;
    }
    return stdin;
  },
});
Object.defineProperty(process, "exitCode", { configurable: true, enumerable: true, get: () => code, set: (value) => void (code = value) });
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });
lackNames(process, "process", "binding dlopen setuid setgid setgroups seteuid setegid initgroups send disconnect connected channel permission sourceMapsEnabled setSourceMapsEnabled getActiveResourcesInfo openStdin reallyExit _kill _getActiveHandles");

/** Begin a program of its own: its arguments, what its environment adds, its standard input. */
let outer = null;
function enter({ argv = [], env: added = {}, stdin: given = "", main = "/app/main.js" } = {}) {
  outer = { argv: process.argv, env: environment.pairs(), code };
  process.argv = [process.execPath, main, ...Array.from(argv, String)];
  for (const name of Object.keys(added)) environment.set(name, String(added[name]));
  input = given;
  stdin = undefined;
  code = undefined;
  exiting = false;
  log.capture();
}

/** End it; gives what it wrote and its exit code. */
function leave() {
  const written = log.release();
  const exitCode = Number(code ?? 0);
  process.argv = outer.argv;
  for (const name of [...environment.names()]) environment.remove(name);
  for (const [name, value] of outer.env) environment.set(name, value);
  code = outer.code;
  stdin = undefined;
  exiting = false;
  return { out: written.out, err: written.err, code: exitCode };
}

/** The program's own end, when nothing is left to do: "beforeExit" and "exit" listeners. */
function finish() {
  process.emit("beforeExit", code ?? 0);
  if (!exiting) {
    exiting = true;
    process.emit("exit", code ?? 0);
  }
}

/** An exception that nobody caught: whether the program handles it. */
function crash(error, origin = "uncaughtException") {
  process.emit("uncaughtExceptionMonitor", error, origin);
  if (capture !== null) {
    capture(error);
    return true;
  }
  return process.emit("uncaughtException", error, origin);
}

/** A rejection that nobody handled: whether the program does. Else it is an uncaught exception, as in Node. */
function rejection(reason, promise) {
  return process.emit("unhandledRejection", reason, promise) || crash(reason, "unhandledRejection");
}

kernel("core").onCrash?.((kind, error) => (kind === "unhandledRejection" ? rejection(error) : crash(error)));

/** Raise an error outside of the running code. */
function throwLater(error) {
  clock.soon(() => {
    throw error;
  });
}

module.exports = { process, enter, leave, finish, crash, rejection, throwLater, drainTicks };
