// Readable streams.

const { Stream, destroy, fail, construct, wrongMethod } = require("internal/streams/base");
const { nextTick } = require("internal/timers");
const { Buffer } = require("internal/buffer");
const { invalidType, error: plainError, typeError } = require("internal/errors");

class ReadableState {
  constructor(options, stream, duplex) {
    this.objectMode = Boolean(options?.objectMode || (duplex && options?.readableObjectMode));
    const mark = options?.highWaterMark ?? (duplex ? options?.readableHighWaterMark : undefined);
    this.highWaterMark = mark ?? (this.objectMode ? 16 : 65536);
    this.buffer = [];
    this.length = 0;
    this.pipes = [];
    this.flowing = null;
    this.ended = this.endEmitted = this.reading = false;
    this.sync = true;
    this.needReadable = this.emittedReadable = this.readableListening = this.resumeScheduled = this.readingMore = false;
    this.errorEmitted = this.closed = this.closeEmitted = this.destroyed = this.dataEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.defaultEncoding = options?.defaultEncoding ?? "utf8";
    this.awaitDrainWriters = new Set();
    this.decoder = null;
    this.encoding = null;
    this.paused = null;
    this.constructed = true;
    Object.defineProperty(this, "stream", { value: stream, enumerable: false });
    if (options?.encoding) this.setEncoding(options.encoding);
  }
  setEncoding(encoding) {
    const { StringDecoder } = require("string_decoder");
    this.decoder = new StringDecoder(encoding);
    this.encoding = this.decoder.encoding;
  }
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  this._readableState = new ReadableState(options, this, this instanceof require("internal/streams/duplex").Duplex);
  if (options) {
    if (typeof options.read === "function") this._read = options.read;
    if (typeof options.destroy === "function") this._destroy = options.destroy;
    if (typeof options.construct === "function") this._construct = options.construct;
    if (options.signal) require("internal/streams/pipeline").addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (!(this instanceof require("internal/streams/duplex").Duplex)) construct(this, () => maybeReadMore(this));
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function add(stream, chunk, encoding, front) {
  const s = stream._readableState;
  let piece = chunk;
  if (!s.objectMode) {
    if (typeof piece === "string") {
      const kind = encoding || s.defaultEncoding;
      if (s.encoding !== kind) piece = front && s.encoding ? Buffer.from(piece, kind).toString(s.encoding) : Buffer.from(piece, kind);
    } else if (piece instanceof Uint8Array) {
      if (!Buffer.isBuffer(piece)) piece = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    } else if (ArrayBuffer.isView(piece)) piece = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    else if (piece !== null && piece !== undefined) {
      fail(stream, invalidType("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk), false);
      return false;
    }
  }
  if (piece === null || piece === undefined && !s.objectMode) {
    if (piece === null) {
      s.reading = false;
      endOfInput(stream);
    } else s.reading = false;
    return false;
  }
  if (s.objectMode || piece.length > 0) {
    if (front) {
      if (s.endEmitted) fail(stream, plainError("ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event"), true);
      else put(stream, piece, true);
    } else if (s.ended) fail(stream, plainError("ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF"), true);
    else if (!s.destroyed && !s.errored) {
      s.reading = false;
      if (s.decoder && !encoding) {
        piece = s.decoder.write(piece);
        if (s.objectMode || piece.length) put(stream, piece, false);
        else maybeReadMore(stream);
      } else put(stream, piece, false);
    }
  } else if (!front) {
    s.reading = false;
    maybeReadMore(stream);
  }
  return !s.ended && (s.length < s.highWaterMark || s.length === 0);
}

function put(stream, piece, front) {
  const s = stream._readableState;
  if (s.flowing && s.length === 0 && !s.sync && stream.listenerCount("data") > 0) {
    s.awaitDrainWriters.clear();
    s.dataEmitted = true;
    stream.emit("data", piece);
  } else {
    s.length += s.objectMode ? 1 : piece.length;
    if (front) s.buffer.unshift(piece);
    else s.buffer.push(piece);
    if (s.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream);
}

function endOfInput(stream) {
  const s = stream._readableState;
  if (s.ended) return;
  if (s.decoder) {
    const rest = s.decoder.end();
    if (rest?.length) {
      s.buffer.push(rest);
      s.length += s.objectMode ? 1 : rest.length;
    }
  }
  s.ended = true;
  if (s.sync) emitReadable(stream);
  else {
    s.needReadable = false;
    s.emittedReadable = true;
    emitNow(stream);
  }
}

function emitReadable(stream) {
  const s = stream._readableState;
  s.needReadable = false;
  if (s.emittedReadable) return;
  s.emittedReadable = true;
  nextTick(() => emitNow(stream));
}

function emitNow(stream) {
  const s = stream._readableState;
  if (!s.destroyed && !s.errored && (s.length || s.ended)) {
    stream.emit("readable");
    s.emittedReadable = false;
  }
  s.needReadable = !s.flowing && !s.ended && s.length <= s.highWaterMark;
  flow(stream);
}

function maybeReadMore(stream) {
  const s = stream._readableState;
  if (s.readingMore || !s.constructed) return;
  s.readingMore = true;
  nextTick(() => {
    while (!s.reading && !s.ended && (s.length < s.highWaterMark || (s.flowing && s.length === 0))) {
      const before = s.length;
      stream.read(0);
      if (before === s.length) break;
    }
    s.readingMore = false;
  });
}

function flow(stream) {
  const s = stream._readableState;
  while (s.flowing && stream.read() !== null);
}

function howMuch(n, s) {
  if (n <= 0 || (s.length === 0 && s.ended)) return 0;
  if (s.objectMode) return 1;
  if (Number.isNaN(n)) return s.flowing && s.length ? s.buffer[0].length : s.length;
  if (n <= s.length) return n;
  return s.ended ? s.length : 0;
}

function take(n, s) {
  if (s.length === 0) return null;
  if (s.objectMode) return s.buffer.shift();
  if (!n || n >= s.length) {
    const all = s.buffer.length === 1 ? s.buffer[0] : s.decoder ? s.buffer.join("") : Buffer.concat(s.buffer);
    s.buffer = [];
    return all;
  }
  const out = [];
  for (let left = n; left > 0; ) {
    const first = s.buffer[0];
    if (first.length <= left) {
      out.push(s.buffer.shift());
      left -= first.length;
    } else {
      out.push(first.slice(0, left));
      s.buffer[0] = first.slice(left);
      left = 0;
    }
  }
  return s.decoder ? out.join("") : Buffer.concat(out);
}

function endReadable(stream) {
  const s = stream._readableState;
  if (s.endEmitted) return;
  s.ended = true;
  nextTick(() => {
    if (s.errored || s.closeEmitted || s.endEmitted || s.length !== 0) return;
    s.endEmitted = true;
    stream.emit("end");
    const w = stream._writableState;
    if (stream.writable && stream.allowHalfOpen === false) {
      nextTick(() => {
        if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
      });
    } else if (s.autoDestroy && (!w || (w.autoDestroy && (w.finished || w.writable === false)))) stream.destroy();
  });
}

function checkFlow(stream) {
  const s = stream._readableState;
  s.readableListening = stream.listenerCount("readable") > 0;
  if (s.resumeScheduled && s.paused === false) s.flowing = true;
  else if (stream.listenerCount("data") > 0) stream.resume();
  else if (!s.readableListening) s.flowing = null;
}

const methods = {
  push(chunk, encoding) { return add(this, chunk, encoding, false); },
  unshift(chunk, encoding) { return add(this, chunk, encoding, true); },
  isPaused() { return this._readableState.paused === true || this._readableState.flowing === false; },
  setEncoding(encoding) {
    const s = this._readableState;
    s.setEncoding(encoding);
    const text = s.buffer.map((b) => s.decoder.write(b)).join("");
    s.buffer = text === "" ? [] : [text];
    s.length = text.length;
    return this;
  },
  read(n) {
    const s = this._readableState;
    let size = n === undefined ? NaN : Number.isInteger(n) ? n : parseInt(n, 10);
    const asked = size;
    if (size > s.highWaterMark) s.highWaterMark = size;
    if (size !== 0) s.emittedReadable = false;
    if (size === 0 && s.needReadable && ((s.highWaterMark !== 0 ? s.length >= s.highWaterMark : s.length > 0) || s.ended)) {
      if (s.length === 0 && s.ended) endReadable(this);
      else emitReadable(this);
      return null;
    }
    size = howMuch(size, s);
    if (size === 0 && s.ended) {
      if (s.length === 0) endReadable(this);
      return null;
    }
    let wants = s.needReadable || s.length === 0 || s.length - size < s.highWaterMark;
    if (s.ended || s.reading || s.destroyed || s.errored || !s.constructed) wants = false;
    if (wants) {
      s.reading = s.sync = true;
      if (s.length === 0) s.needReadable = true;
      try {
        this._read(s.highWaterMark);
      } catch (error) {
        fail(this, error);
      }
      s.sync = false;
      if (!s.reading) size = howMuch(asked, s);
    }
    const out = size > 0 ? take(size, s) : null;
    if (out === null) {
      s.needReadable = s.length <= s.highWaterMark;
      size = 0;
    } else {
      s.length -= s.objectMode ? 1 : size;
      s.awaitDrainWriters.clear();
    }
    if (s.length === 0) {
      if (!s.ended) s.needReadable = true;
      if (asked !== size && s.ended) endReadable(this);
    }
    if (out !== null && !s.errored && !s.closeEmitted) {
      s.dataEmitted = true;
      this.emit("data", out);
    }
    return out;
  },
  _read() { throw wrongMethod("_read()"); },
  on(type, listener) {
    const answer = Stream.prototype.on.call(this, type, listener);
    const s = this._readableState;
    if (type === "data") {
      s.readableListening = this.listenerCount("readable") > 0;
      if (s.flowing !== false) this.resume();
    } else if (type === "readable" && !s.endEmitted && !s.readableListening) {
      s.readableListening = s.needReadable = true;
      s.flowing = false;
      s.emittedReadable = false;
      if (s.length) emitReadable(this);
      else if (!s.reading) nextTick(() => this.read(0));
    }
    return answer;
  },
  addListener(type, listener) { return this.on(type, listener); },
  removeListener(type, listener) {
    const answer = Stream.prototype.removeListener.call(this, type, listener);
    if (type === "readable") nextTick(() => checkFlow(this));
    return answer;
  },
  off(type, listener) { return this.removeListener(type, listener); },
  resume() {
    const s = this._readableState;
    if (!s.flowing) {
      s.flowing = !s.readableListening;
      if (!s.resumeScheduled) {
        s.resumeScheduled = true;
        nextTick(() => {
          if (!s.reading) this.read(0);
          s.resumeScheduled = false;
          this.emit("resume");
          flow(this);
          if (s.flowing && !s.reading) this.read(0);
        });
      }
    }
    s.paused = false;
    return this;
  },
  pause() {
    const s = this._readableState;
    if (s.flowing !== false) {
      s.flowing = false;
      this.emit("pause");
    }
    s.paused = true;
    return this;
  },
  pipe(target, options) {
    const s = this._readableState;
    s.pipes.push(target);
    const ends = options?.end !== false && target !== require("internal/process").process.stdout && target !== require("internal/process").process.stderr;
    const onEnd = () => target.end();
    const drained = () => {
      s.awaitDrainWriters.delete(target);
      if (s.awaitDrainWriters.size === 0 && this.listenerCount("data")) this.resume();
    };
    const onData = (chunk) => {
      if (target.write(chunk) === false) {
        s.awaitDrainWriters.add(target);
        this.pause();
        target.once("drain", drained);
      }
    };
    const onError = (error) => {
      this.unpipe(target);
      if (target.listenerCount("error") === 0) {
        const w = target._writableState ?? target._readableState;
        if (w && !w.errorEmitted) fail(target, error);
        else target.emit("error", error);
      }
    };
    const leave = () => this.unpipe(target);
    const cleanup = (stream) => {
      if (stream !== this) return;
      this.removeListener("data", onData);
      this.removeListener("end", onEnd);
      this.removeListener("end", leave);
      for (const [name, f] of [["unpipe", cleanup], ["drain", drained], ["error", onError], ["close", leave], ["finish", leave]]) target.removeListener(name, f);
      if (s.awaitDrainWriters.delete(target)) drained();
    };
    if (s.endEmitted) nextTick(ends ? onEnd : leave);
    else this.once("end", ends ? onEnd : leave);
    target.on("unpipe", cleanup);
    this.on("data", onData);
    target.prependListener("error", onError);
    target.once("close", leave);
    target.once("finish", leave);
    target.emit("pipe", this);
    if (target.writableNeedDrain === true) this.pause();
    else if (!s.flowing) this.resume();
    return target;
  },
  unpipe(target) {
    const s = this._readableState;
    const gone = target === undefined ? s.pipes : s.pipes.filter((p) => p === target);
    s.pipes = target === undefined ? [] : s.pipes.filter((p) => p !== target);
    if (target === undefined) this.pause();
    for (const each of gone) each.emit("unpipe", this, { hasUnpiped: false });
    if (gone.length && s.pipes.length === 0 && target !== undefined && this.listenerCount("data") === 0) this.pause();
    return this;
  },
  wrap(old) {
    old.on("data", (chunk) => {
      if (!this.push(chunk)) old.pause?.();
    });
    old.on("end", () => this.push(null));
    old.on("error", (error) => fail(this, error));
    this._read = () => old.resume?.();
    return this;
  },
  destroy(error, done) { return destroy(this, error, done); },
  _destroy(error, done) { done(error); },
  _undestroy() {},
  [Symbol.asyncIterator]() { return iterate(this, {}); },
  iterator(options) { return iterate(this, options ?? {}); },
  [Symbol.for("nodejs.rejection")](error) { this.destroy(error); },
};

async function* iterate(stream, { destroyOnReturn = true }) {
  let wake = () => {};
  const next = () => {
    wake();
    wake = () => {};
  };
  stream.on("readable", next);
  let failed;
  require("internal/streams/finished").eos(stream, { writable: false }, (error) => {
    failed = error ? { error } : null;
    next();
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failed) throw failed.error;
      else if (failed === null) return;
      else await new Promise((go) => (wake = go));
    }
  } finally {
    if ((failed || destroyOnReturn) && (failed === undefined || stream._readableState.autoDestroy)) stream.destroy();
    else stream.removeListener("readable", next);
  }
}

for (const key of Reflect.ownKeys(methods)) Object.defineProperty(Readable.prototype, key, { value: methods[key], writable: true, configurable: true, enumerable: typeof key === "string" });

const getters = {
  readable: { get() { const s = this._readableState; return Boolean(s) && s.readable !== false && !s.destroyed && !s.errorEmitted && !s.endEmitted; }, set(value) { if (this._readableState) this._readableState.readable = Boolean(value); } },
  readableDidRead: { get() { return this._readableState.dataEmitted; } },
  readableAborted: { get() { const s = this._readableState; return s.readable !== false && (s.destroyed || Boolean(s.errored)) && !s.endEmitted; } },
  readableHighWaterMark: { get() { return this._readableState.highWaterMark; } },
  readableBuffer: { get() { return this._readableState?.buffer; } },
  readableFlowing: { get() { return this._readableState.flowing; }, set(value) { this._readableState.flowing = value; } },
  readableLength: { get() { return this._readableState.length; } },
  readableObjectMode: { get() { return this._readableState?.objectMode ?? false; } },
  readableEncoding: { get() { return this._readableState?.encoding ?? null; } },
  readableEnded: { get() { return this._readableState?.endEmitted ?? false; } },
  errored: { get() { return this._readableState?.errored ?? null; } },
  closed: { get() { return this._readableState?.closed ?? false; } },
  destroyed: { get() { return this._readableState?.destroyed ?? false; }, set(value) { if (this._readableState) this._readableState.destroyed = value; } },
};
for (const [name, descriptor] of Object.entries(getters)) Object.defineProperty(Readable.prototype, name, { configurable: true, enumerable: false, ...descriptor });

/** A stream of what an iterable gives. */
function from(iterable, options) {
  if (typeof iterable === "string" || Buffer.isBuffer(iterable)) {
    return new Readable({ objectMode: true, ...options, read() { this.push(iterable); this.push(null); } });
  }
  const source = iterable?.[Symbol.asyncIterator]?.() ?? iterable?.[Symbol.iterator]?.();
  if (source === undefined) throw invalidType("iterable", ["Iterable"], iterable);
  const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let busy = false;
  stream._read = () => {
    if (!busy) {
      busy = true;
      void next();
    }
  };
  stream._destroy = (error, done) => {
    Promise.resolve(source.return?.()).then(() => done(error), (other) => done(other ?? error));
  };
  async function next() {
    try {
      for (;;) {
        const { value, done } = await source.next();
        if (done) {
          stream.push(null);
          return;
        }
        const chunk = typeof value?.then === "function" ? await value : value;
        if (chunk === null) throw typeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream");
        if (!stream.push(chunk)) {
          busy = false;
          return;
        }
      }
    } catch (error) {
      stream.destroy(error);
    }
  }
  return stream;
}
Readable.from = from;
Readable.ReadableState = ReadableState;
Readable.fromWeb = (web, options) => from(web, { objectMode: false, ...options });
Readable.toWeb = (stream) => require("internal/web_streams").ReadableStream.from(stream);
require("internal/streams/operators").install(Readable);

module.exports = { Readable };
