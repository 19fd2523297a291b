// `node:child_process` over the lab's fake shell.

const EventEmitter = require("events");
const { Readable, Writable } = require("stream");
const { Buffer, own } = require("internal/buffer");
const { later, nextTick, setTimeout } = require("internal/timers");
const { invalidType, invalidValue, checkString, outOfRange, rangeError, system, aborted } = require("internal/errors");
const { toPath } = require("internal/fs/given");
const { lackNames } = require("internal/lacks");

const processes = kernel("processes");
const environment = kernel("env");
const log = kernel("log");
const MAX_BUFFER = 1024 * 1024;

function noNull(value, name) {
  if (value.includes("\0")) throw invalidValue(name, value, "must be a string without null bytes");
}

/** What spawn and its kin were given, checked: program, arguments, options, and the shell's line if one is asked for. */
function normalize(file, given, options) {
  checkString(file, "file");
  noNull(file, "file");
  if (file.length === 0) throw invalidValue("file", file, "cannot be empty");
  let [args, o] = [given, options];
  if (Array.isArray(args)) args = [...args];
  else if (args === null || args === undefined) args = [];
  else if (typeof args !== "object") throw invalidType("args", "object", args);
  else [args, o] = [[], args];
  if (o === undefined || o === null) o = {};
  else if (typeof o !== "object") throw invalidType("options", "object", o);
  args = args.map((a, i) => {
    noNull(`${a}`, `args[${i}]`);
    return `${a}`;
  });
  const cwd = o.cwd === undefined || o.cwd === null ? null : toPath(o.cwd, "options.cwd");
  for (const name of ["detached", "windowsHide"]) if (o[name] !== undefined && o[name] !== null && typeof o[name] !== "boolean") throw invalidType(`options.${name}`, "boolean", o[name]);
  if (o.shell !== undefined && o.shell !== null && typeof o.shell !== "boolean" && typeof o.shell !== "string") throw invalidType("options.shell", ["boolean", "string"], o.shell);
  if (o.timeout !== undefined && o.timeout !== null && !(Number.isInteger(o.timeout) && o.timeout >= 0)) throw outOfRange("timeout", "an unsigned integer", o.timeout);
  const env = {};
  const source = o.env ?? Object.fromEntries(environment.pairs());
  // Names that the environment inherits count too, as in Node.
  for (const name in source) if (source[name] !== undefined) env[name] = `${source[name]}`;
  return { file, args, options: o, cwd, env, line: o.shell ? [file, ...args].join(" ") : null };
}

/** Run it: code, out and err, or an error where it cannot be started. */
function run({ file, args, cwd, env, line }, input) {
  const folder = cwd === null ? null : cwd.startsWith("/") ? cwd : require("path").resolve(cwd);
  if (folder !== null && !processes.isFolder(folder)) return { error: "ENOENT" };
  const stdin = input ?? Buffer.alloc(0);
  if (line !== null) {
    const [code, out, err] = processes.shell(line, stdin, env, folder);
    return { code, out: own(out), err: own(err) };
  }
  if (!processes.knows(file)) {
    // It is noted that it was asked for, as the shell notes it.
    processes.execute([file, ...args], { stdin, shell: false, line: [file, ...args].join(" "), env, cwd: folder });
    return { error: "ENOENT" };
  }
  const [code, out, err] = processes.execute([file, ...args], { stdin, shell: false, line: [file, ...args].join(" "), env, cwd: folder });
  return { code, out: own(out), err: own(err) };
}

const notStarted = (code, syscall, file, args) => Object.assign(system({ code, errno: -2, text: "" }, syscall), { message: `${syscall} ${code}`, path: file, spawnargs: args });
let pids = 5000;

class ChildProcess extends EventEmitter {
  #input = [];
  constructor(what, wantsInput) {
    super();
    const { options } = what;
    Object.assign(this, { pid: ++pids, connected: false, killed: false, exitCode: null, signalCode: null, spawnfile: what.line === null ? what.file : "/bin/sh", spawnargs: what.line === null ? [what.file, ...what.args] : ["/bin/sh", "-c", what.line] });
    const given = options.stdio ?? "pipe";
    const kinds = Array.isArray(given) ? given : [given, given, given];
    const piped = (i) => kinds[i] === undefined || kinds[i] === null || kinds[i] === "pipe" || kinds[i] === "overlapped";
    if (kinds.includes("ipc")) require("internal/lacks").lacks("child_process with ipc");
    this.stdout = piped(1) ? new Readable({ read() {} }) : null;
    this.stderr = piped(2) ? new Readable({ read() {} }) : null;
    let started = false;
    const start = () => {
      if (started) return;
      started = true;
      later("process", () => this.#run(what, kinds));
    };
    this.stdin = piped(0) ? new Writable({
      write: (chunk, encoding, done) => {
        this.#input.push(Buffer.from(chunk));
        done();
      },
      final: (done) => {
        start();
        done();
      },
    }) : null;
    this.stdio = [this.stdin, this.stdout, this.stderr];
    // What waits for its input is run when the input is complete; what is given none by then is run all the same.
    if (!wantsInput || this.stdin === null) start();
    else setTimeout(start, 10);
    options.signal?.addEventListener("abort", () => {
      if (this.exitCode !== null) return;
      this.killed = true;
      this.signalCode = "SIGTERM";
      nextTick(() => this.emit("error", aborted(options.signal.reason)));
    }, { once: true });
  }
  #run(what, kinds) {
    if (this.killed) return this.#end(null, "SIGTERM", null);
    const answer = run(what, Buffer.concat(this.#input));
    if (answer.error) {
      this.pid = undefined;
      this.exitCode = -2;
      this.stdout?.push(null);
      this.stderr?.push(null);
      this.emit("error", notStarted(answer.error, `spawn ${what.file}`, what.file, what.args));
      nextTick(() => this.emit("close", -2, null));
      return;
    }
    this.emit("spawn");
    if (kinds[1] === "inherit") log.write(1, answer.out.toString());
    if (kinds[2] === "inherit") log.write(2, answer.err.toString());
    this.#end(answer.code, null, answer);
  }
  #end(code, signal, answer) {
    for (const [stream, bytes] of [[this.stdout, answer?.out], [this.stderr, answer?.err]]) {
      if (bytes?.length) stream?.push(bytes);
      stream?.push(null);
    }
    later(null, () => {
      this.exitCode = code;
      this.signalCode = signal;
      this.emit("exit", code, signal);
      const open = [this.stdout, this.stderr].filter((s) => s && !s.readableEnded && !s.destroyed);
      let left = open.length;
      const close = () => {
        if (--left <= 0) this.emit("close", code, signal);
      };
      for (const stream of open) stream.once("close", close);
      if (left === 0) nextTick(() => this.emit("close", code, signal));
      // Output that nobody reads does not keep it open for ever.
      else for (const stream of open) if (stream.readableFlowing === null && stream.listenerCount("readable") === 0) stream.resume();
    });
  }
  kill(signal = "SIGTERM") {
    if (this.exitCode !== null || this.signalCode !== null) return false;
    this.killed = true;
    this.signalCode = signal;
    return true;
  }
  ref() {}
  unref() {}
  disconnect() {}
  send() { return require("internal/lacks").lacks("ChildProcess.send"); }
  [Symbol.dispose]() { this.kill(); }
}

const spawn = (file, args, options) => new ChildProcess(normalize(file, args, options), true);

/** The error of a program that ended badly. */
function badEnd(line, code, signal, killed, out, err) {
  const error = new Error(`Command failed: ${line}\n${err}`);
  return Object.assign(error, { code, killed, signal, cmd: line, stdout: out, stderr: err });
}

function execFile(file, ...given) {
  const done = given.find((g) => typeof g === "function");
  const args = Array.isArray(given[0]) ? given[0] : [];
  const options = given.find((g) => g !== null && typeof g === "object" && !Array.isArray(g)) ?? {};
  const what = normalize(file, args, { encoding: "utf8", maxBuffer: MAX_BUFFER, ...options, stdio: "pipe" });
  const child = new ChildProcess(what, true);
  const line = what.line ?? [file, ...args].join(" ");
  const encoding = what.options.encoding;
  const texts = encoding && encoding !== "buffer" && Buffer.isEncoding(encoding);
  const pieces = { stdout: [], stderr: [] };
  let failed = null;
  for (const name of ["stdout", "stderr"]) {
    let size = 0;
    child[name].on("data", (chunk) => {
      size += chunk.length;
      if (size > what.options.maxBuffer) {
        const room = what.options.maxBuffer - (size - chunk.length);
        if (room > 0) pieces[name].push(chunk.subarray(0, room));
        failed ??= rangeError("ERR_CHILD_PROCESS_STDIO_MAXBUFFER", `${name} maxBuffer length exceeded`);
      } else pieces[name].push(chunk);
    });
  }
  const output = (name) => {
    const all = Buffer.concat(pieces[name]);
    return texts ? all.toString(encoding) : all;
  };
  let over = false;
  const finish = (error) => {
    if (over) return;
    over = true;
    done?.(error, output("stdout"), output("stderr"));
  };
  child.on("error", (error) => {
    if (error.cmd === undefined) error.cmd = line;
    finish(error);
  });
  child.on("close", (code, signal) => {
    if (failed) return finish(Object.assign(failed, { cmd: line, stdout: output("stdout"), stderr: output("stderr") }));
    finish(code === 0 && signal === null ? null : badEnd(line, code, signal, child.killed, output("stdout"), output("stderr")));
  });
  if (!done) child.on("error", () => {});
  return child;
}

function exec(command, ...given) {
  checkString(command, "command");
  const done = given.find((g) => typeof g === "function");
  const options = given.find((g) => g !== null && typeof g === "object") ?? {};
  return execFile(command, { ...options, shell: typeof options.shell === "string" ? options.shell : true }, done);
}

const promised = (f) => (...given) => {
  let child;
  const promise = new Promise((go, no) => {
    child = f(...given, (error, stdout, stderr) => (error ? no(Object.assign(error, { stdout, stderr })) : go({ stdout, stderr })));
  });
  promise.child = child;
  return promise;
};
const custom = Symbol.for("nodejs.util.promisify.custom");
Object.defineProperty(exec, custom, { value: promised(exec) });
Object.defineProperty(execFile, custom, { value: promised(execFile) });

function spawnSync(file, args, options) {
  const what = normalize(file, args, options);
  const o = what.options;
  const input = o.input === undefined || o.input === null ? undefined : typeof o.input === "string" ? Buffer.from(o.input) : Buffer.from(o.input.buffer, o.input.byteOffset, o.input.byteLength);
  const answer = run(what, input);
  const shown = (bytes) => (o.encoding && o.encoding !== "buffer" ? bytes.toString(o.encoding) : bytes);
  if (answer.error) {
    const error = notStarted(answer.error, `spawnSync ${what.file}`, what.file, what.args);
    return { error, status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null };
  }
  const kinds = Array.isArray(o.stdio) ? o.stdio : [o.stdio, o.stdio, o.stdio];
  const outputs = [answer.out, answer.err].map((bytes, i) => {
    const kind = kinds[i + 1];
    if (kind === "inherit") log.write(i + 1, bytes.toString());
    return kind === "inherit" || kind === "ignore" ? null : shown(bytes);
  });
  const result = { status: answer.code, signal: null, output: [null, ...outputs], pid: ++pids, stdout: outputs[0], stderr: outputs[1] };
  const limit = o.maxBuffer ?? MAX_BUFFER;
  if (answer.out.length > limit || answer.err.length > limit) {
    result.error = Object.assign(system({ code: "ENOBUFS", errno: -105, text: "" }, `spawnSync ${what.file}`), { message: `spawnSync ${what.file} ENOBUFS`, path: what.file, spawnargs: what.args });
  }
  return result;
}

function checked(line, result, inherits) {
  if (result.error) throw Object.assign(result.error, result);
  if (result.status === 0) return result.stdout;
  if (!inherits && result.stderr?.length) log.write(2, result.stderr.toString());
  const said = result.stderr?.length ? `\n${result.stderr.toString()}` : "";
  throw Object.assign(new Error(`Command failed: ${line}${said}`), result);
}

function execFileSync(file, args, options) {
  const o = (Array.isArray(args) ? options : args) ?? {};
  const list = Array.isArray(args) ? args : [];
  return checked([file, ...list].join(" "), spawnSync(file, list, o), Boolean(o.stdio));
}

function execSync(command, options = {}) {
  checkString(command, "command");
  const result = spawnSync(command, [], { ...options, shell: typeof options?.shell === "string" ? options.shell : true });
  return checked(command, result, Boolean(options?.stdio));
}

module.exports = { ChildProcess, spawn, exec, execFile, spawnSync, execFileSync, execSync };
lackNames(module.exports, "child_process", "fork _forkChild");
