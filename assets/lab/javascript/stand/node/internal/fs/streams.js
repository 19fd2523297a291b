// `fs.createReadStream`, `fs.createWriteStream`

const { Readable, Writable } = require("stream");
const { operations } = require("internal/fs/operations");
const { toPath, toOptions } = require("internal/fs/given");
const { later } = require("internal/timers");
const { own } = require("internal/buffer");
const { checkInteger, outOfRange, call, invalidType } = require("internal/errors");

const files = kernel("files");

/** Do one operation as a task of its own. */
function task(point, f, done) {
  later(point, () => {
    let value;
    try {
      value = f();
    } catch (error) {
      if (error?.code === undefined) throw error;
      return done(error);
    }
    done(null, value);
  });
}

function openLater(stream, done) {
  if (typeof stream.fd === "number") return done();
  task("file:open", operations.open(stream.path, stream.flags, stream.mode), (error, fd) => {
    if (error) return done(error);
    stream.fd = fd;
    done();
    stream.emit("open", fd);
    stream.emit("ready");
  });
}

function closeLater(stream, error, done) {
  const { fd } = stream;
  if (typeof fd !== "number" || !stream.closes) return done(error);
  stream.fd = null;
  task(null, operations.close(fd), (failed) => done(error ?? failed));
}

function ReadStream(path, given) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, given);
  const options = { ...toOptions(given) };
  if (options.highWaterMark === undefined) options.highWaterMark = 65536;
  this.fd = options.fd === undefined || options.fd === null ? null : (options.fd.fd ?? options.fd);
  this.path = this.fd === null ? toPath(path) : path;
  this.flags = options.flags ?? options.flag ?? "r";
  this.mode = options.mode ?? 0o666;
  this.start = options.start;
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  this.closes = options.autoClose !== false;
  if (this.start !== undefined) {
    checkInteger(this.start, "start", 0);
    this.pos = this.start;
  }
  if (options.end !== undefined && options.end !== Infinity) {
    checkInteger(this.end, "end", 0);
    if (this.start !== undefined && this.start > this.end) throw outOfRange("start", `<= "end" (here: ${this.end})`, this.start);
  }
  Readable.call(this, options);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);
Object.assign(ReadStream.prototype, {
  _construct(done) { openLater(this, done); },
  _read(n) {
    const left = this.end === Infinity ? n : this.end - (this.pos ?? this.bytesRead) + 1;
    const size = Math.min(n, left);
    if (size <= 0) return this.push(null);
    task(null, () => own(call("read", undefined, undefined, () => files.read(this.fd, size, this.pos ?? null))), (error, bytes) => {
      if (error) return this.destroy(error);
      if (this.pos !== undefined) this.pos += bytes.length;
      this.bytesRead += bytes.length;
      this.push(bytes.length ? bytes : null);
    });
  },
  _destroy(error, done) { closeLater(this, error, done); },
  close(done) { this.destroy(null, done); },
});
Object.defineProperties(ReadStream.prototype, {
  pending: { get() { return this.fd === null; }, configurable: true },
  autoClose: { get() { return this.closes; }, set(value) { this.closes = value; }, configurable: true },
});

function WriteStream(path, given) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, given);
  const options = { ...toOptions(given), decodeStrings: true };
  this.fd = options.fd === undefined || options.fd === null ? null : (options.fd.fd ?? options.fd);
  this.path = this.fd === null ? toPath(path) : path;
  this.flags = options.flags ?? options.flag ?? "w";
  this.mode = options.mode ?? 0o666;
  this.start = options.start;
  this.pos = options.start;
  this.bytesWritten = 0;
  this.closes = options.autoClose !== false;
  if (this.start !== undefined) checkInteger(this.start, "start", 0);
  if (options.highWaterMark === undefined) options.highWaterMark = 16384;
  Writable.call(this, options);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);
Object.assign(WriteStream.prototype, {
  _construct(done) { openLater(this, done); },
  _write(chunk, encoding, done) {
    if (!(chunk instanceof Uint8Array)) return done(invalidType("chunk", ["string", "Buffer"], chunk));
    task(null, () => call("write", undefined, undefined, () => files.write(this.fd, chunk, this.pos ?? null)), (error, n) => {
      if (error) return done(error);
      this.bytesWritten += n;
      if (this.pos !== undefined) this.pos += n;
      done();
    });
  },
  _destroy(error, done) { closeLater(this, error, done); },
  close(done) {
    if (done) {
      if (this.closed) return void require("internal/timers").nextTick(done);
      this.on("close", done);
    }
    if (!this.closes) this.on("finish", this.destroy);
    this.end();
  },
});
WriteStream.prototype.destroySoon = WriteStream.prototype.end;
Object.defineProperties(WriteStream.prototype, {
  pending: { get() { return this.fd === null; }, configurable: true },
  autoClose: { get() { return this.closes; }, set(value) { this.closes = value; }, configurable: true },
});

module.exports = { ReadStream, WriteStream, task };
