// Writable streams.

const { Stream, destroy, fail, construct, wrongMethod, tell } = require("internal/streams/base");
const { nextTick } = require("internal/timers");
const { Buffer } = require("internal/buffer");
const { canonicalEncoding } = require("internal/encodings");
const { invalidType, typeError, error: plainError } = require("internal/errors");

class WritableState {
  constructor(options, stream, duplex) {
    this.objectMode = Boolean(options?.objectMode || (duplex && options?.writableObjectMode));
    const mark = options?.highWaterMark ?? (duplex ? options?.writableHighWaterMark : undefined);
    this.highWaterMark = mark ?? (this.objectMode ? 16 : 65536);
    this.decodeStrings = options?.decodeStrings !== false;
    this.defaultEncoding = options?.defaultEncoding ?? "utf8";
    this.length = this.corked = this.pendingcb = 0;
    this.writing = this.ending = this.ended = this.finished = this.prefinished = this.finalCalled = false;
    this.needDrain = this.bufferProcessing = this.destroyed = this.errorEmitted = this.closed = this.closeEmitted = false;
    this.sync = true;
    this.buffered = [];
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.constructed = true;
    this.onFinish = [];
    Object.defineProperty(this, "stream", { value: stream, enumerable: false });
  }
  getBuffer() { return this.buffered; }
}

function Writable(options) {
  const duplex = this instanceof require("internal/streams/duplex").Duplex;
  if (!duplex && !(this instanceof Writable)) return new Writable(options);
  this._writableState = new WritableState(options, this, duplex);
  takeOptions(this, options);
  Stream.call(this, options);
  construct(this, () => {
    clear(this);
    maybeFinish(this);
  });
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && object?._writableState instanceof WritableState;
  },
});

function takeOptions(stream, options) {
  if (!options) return;
  for (const name of ["write", "writev", "destroy", "final", "construct"]) if (typeof options[name] === "function") stream[`_${name}`] = options[name];
  if (options.signal) require("internal/streams/pipeline").addAbortSignal(options.signal, stream);
}

function put(stream, chunk, encoding, done) {
  const s = stream._writableState;
  const length = s.objectMode ? 1 : chunk.length;
  s.length += length;
  const room = s.length < s.highWaterMark;
  if (!room) s.needDrain = true;
  if (s.writing || s.corked || s.errored || !s.constructed) s.buffered.push({ chunk, encoding, callback: done });
  else send(stream, false, length, chunk, encoding, done);
  return room && !s.errored && !s.destroyed;
}

function send(stream, many, length, chunk, encoding, done) {
  const s = stream._writableState;
  s.writelen = length;
  s.writecb = done;
  s.writing = s.sync = true;
  const answered = (error) => written(stream, error);
  if (s.destroyed) answered(destroyedError("write"));
  else {
    try {
      if (many) stream._writev(chunk, answered);
      else stream._write(chunk, encoding, answered);
    } catch (error) {
      s.sync = false;
      s.writing = false;
      fail(stream, error);
    }
  }
  s.sync = false;
}

const destroyedError = (name) => plainError("ERR_STREAM_DESTROYED", `Cannot call ${name} after a stream was destroyed`);

function written(stream, error) {
  const s = stream._writableState;
  const { sync, writecb: done } = s;
  if (typeof done !== "function") {
    fail(stream, plainError("ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
    return;
  }
  s.writing = false;
  s.writecb = null;
  s.length -= s.writelen;
  s.writelen = 0;
  if (error) {
    s.errored ??= error;
    const r = stream._readableState;
    if (r) r.errored ??= error;
    const after = () => {
      s.pendingcb -= 1;
      done(error);
      dropBuffered(s);
      if (s.autoDestroy) destroy(stream, error);
      else tell(stream, error);
    };
    if (sync) nextTick(after);
    else after();
    return;
  }
  if (s.buffered.length) clear(stream);
  const after = () => {
    const drain = !s.ending && !s.destroyed && s.length === 0 && s.needDrain;
    if (drain) {
      s.needDrain = false;
      stream.emit("drain");
    }
    s.pendingcb -= 1;
    done(null);
    if (s.destroyed) dropBuffered(s);
    maybeFinish(stream);
  };
  if (sync) nextTick(after);
  else after();
}

function dropBuffered(s) {
  for (const { chunk, callback } of s.buffered.splice(0)) {
    s.length -= s.objectMode ? 1 : chunk.length;
    s.pendingcb -= 1;
    callback(s.errored ?? destroyedError("write"));
  }
  for (const f of s.onFinish.splice(0)) f(s.errored ?? destroyedError("end"));
}

function clear(stream) {
  const s = stream._writableState;
  if (s.corked || s.bufferProcessing || s.destroyed || !s.constructed || !s.buffered.length || s.writing) return;
  s.bufferProcessing = true;
  if (typeof stream._writev === "function" && s.buffered.length > 1) {
    const all = s.buffered.splice(0);
    s.pendingcb -= all.length - 1;
    send(stream, true, s.length, all, "", (error) => {
      for (const { callback } of all) callback(error);
    });
  } else {
    do {
      const { chunk, encoding, callback } = s.buffered.shift();
      send(stream, false, s.objectMode ? 1 : chunk.length, chunk, encoding, callback);
    } while (s.buffered.length && !s.writing);
  }
  s.bufferProcessing = false;
}

const needsFinish = (s) => s.ending && !s.destroyed && s.constructed && s.length === 0 && !s.errored && !s.buffered.length && !s.finished && !s.writing && !s.errorEmitted && !s.closeEmitted;

function maybeFinish(stream) {
  const s = stream._writableState;
  if (!needsFinish(s)) return;
  if (!s.prefinished && !s.finalCalled) {
    if (typeof stream._final === "function" && !s.destroyed) {
      s.finalCalled = true;
      s.pendingcb += 1;
      let called = false;
      const done = (error) => {
        if (called) return;
        called = true;
        s.pendingcb -= 1;
        if (error) {
          for (const f of s.onFinish.splice(0)) f(error);
          fail(stream, error, s.sync);
        } else if (needsFinish(s)) {
          s.prefinished = true;
          stream.emit("prefinish");
          s.pendingcb += 1;
          nextTick(() => {
            s.pendingcb -= 1;
            finish(stream);
          });
        }
      };
      try {
        stream._final(done);
      } catch (error) {
        done(error);
      }
    } else {
      s.prefinished = true;
      stream.emit("prefinish");
    }
  }
  if (s.prefinished && s.pendingcb === 0) {
    s.pendingcb += 1;
    nextTick(() => {
      s.pendingcb -= 1;
      if (needsFinish(s)) finish(stream);
    });
  }
}

function finish(stream) {
  const s = stream._writableState;
  if (s.finished) return;
  s.finished = true;
  for (const f of s.onFinish.splice(0)) f(null);
  stream.emit("finish");
  const r = stream._readableState;
  if (s.autoDestroy && (!r || (r.autoDestroy && (r.endEmitted || r.readable === false)))) stream.destroy();
}

function write(stream, chunk, encoding, done) {
  const s = stream._writableState;
  let kind = encoding;
  let after = done;
  if (typeof kind === "function") [after, kind] = [kind, s.defaultEncoding];
  else {
    if (!kind) kind = s.defaultEncoding;
    else if (kind !== "buffer" && canonicalEncoding(kind) === undefined) throw typeError("ERR_UNKNOWN_ENCODING", `Unknown encoding: ${kind}`);
    if (typeof after !== "function") after = () => {};
  }
  if (chunk === null) throw typeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream");
  let piece = chunk;
  if (!s.objectMode) {
    if (typeof piece === "string") {
      if (s.decodeStrings) {
        piece = Buffer.from(piece, kind);
        kind = "buffer";
      }
    } else if (Buffer.isBuffer(piece)) kind = "buffer";
    else if (ArrayBuffer.isView(piece)) {
      piece = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      kind = "buffer";
    } else throw invalidType("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
  }
  let error;
  if (s.ending) error = plainError("ERR_STREAM_WRITE_AFTER_END", "write after end");
  else if (s.destroyed) error = destroyedError("write");
  if (error) {
    nextTick(() => after(error));
    fail(stream, error, true);
    return error;
  }
  s.pendingcb += 1;
  return put(stream, piece, kind, after);
}

const methods = {
  write(chunk, encoding, done) { return write(this, chunk, encoding, done) === true; },
  pipe() { fail(this, plainError("ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable")); },
  cork() { this._writableState.corked += 1; },
  uncork() {
    const s = this._writableState;
    if (s.corked) {
      s.corked -= 1;
      if (!s.writing) clear(this);
    }
  },
  setDefaultEncoding(encoding) {
    if (canonicalEncoding(encoding) === undefined) throw typeError("ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    this._writableState.defaultEncoding = String(encoding).toLowerCase();
    return this;
  },
  _write(chunk, encoding, done) {
    if (typeof this._writev !== "function") throw wrongMethod("_write()");
    this._writev([{ chunk, encoding }], done);
  },
  _writev: null,
  end(chunk, encoding, done) {
    const s = this._writableState;
    let [piece, kind, after] = [chunk, encoding, done];
    if (typeof piece === "function") [after, piece, kind] = [piece, null, null];
    else if (typeof kind === "function") [after, kind] = [kind, null];
    let error;
    if (piece !== null && piece !== undefined) {
      const answer = write(this, piece, kind);
      if (answer instanceof Error) error = answer;
    }
    if (s.corked) {
      s.corked = 1;
      this.uncork();
    }
    if (!error) {
      if (!s.errored && !s.ending) {
        s.ending = true;
        maybeFinish(this);
        s.ended = true;
      } else if (s.finished) error = plainError("ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished");
      else if (s.destroyed) error = destroyedError("end");
    }
    if (typeof after === "function") {
      if (error) nextTick(() => after(error));
      else if (s.finished) nextTick(() => after(null));
      else s.onFinish.push(after);
    }
    return this;
  },
  destroy(error, done) {
    const s = this._writableState;
    if (!s.destroyed && (s.buffered.length || s.onFinish.length)) nextTick(() => dropBuffered(s));
    return destroy(this, error, done);
  },
  _destroy(error, done) { done(error); },
  [Symbol.for("nodejs.rejection")](error) { this.destroy(error); },
};
for (const key of Reflect.ownKeys(methods)) Object.defineProperty(Writable.prototype, key, { value: methods[key], writable: true, configurable: true, enumerable: typeof key === "string" });

const getters = {
  closed: { get() { return this._writableState?.closed ?? false; } },
  destroyed: { get() { return this._writableState?.destroyed ?? false; }, set(value) { if (this._writableState) this._writableState.destroyed = value; } },
  writable: {
    get() { const s = this._writableState; return Boolean(s) && s.writable !== false && !s.destroyed && !s.errored && !s.ending && !s.ended; },
    set(value) { if (this._writableState) this._writableState.writable = Boolean(value); },
  },
  writableFinished: { get() { return this._writableState?.finished ?? false; } },
  writableObjectMode: { get() { return this._writableState?.objectMode ?? false; } },
  writableBuffer: { get() { return this._writableState?.buffered; } },
  writableEnded: { get() { return this._writableState?.ending ?? false; } },
  writableNeedDrain: { get() { const s = this._writableState; return Boolean(s) && !s.destroyed && !s.ending && s.needDrain; } },
  writableHighWaterMark: { get() { return this._writableState?.highWaterMark; } },
  writableCorked: { get() { return this._writableState?.corked ?? 0; } },
  writableLength: { get() { return this._writableState?.length; } },
  writableAborted: { get() { const s = this._writableState; return s.writable !== false && (s.destroyed || Boolean(s.errored)) && !s.finished; } },
  errored: { get() { return this._writableState?.errored ?? null; } },
};
for (const [name, descriptor] of Object.entries(getters)) Object.defineProperty(Writable.prototype, name, { configurable: true, enumerable: false, ...descriptor });

Writable.WritableState = WritableState;
Writable.fromWeb = (web, options) => {
  const writer = web.getWriter();
  return new Writable({ ...options, write(chunk, encoding, done) { writer.write(chunk).then(() => done(), done); }, final(done) { writer.close().then(() => done(), done); } });
};
Writable.toWeb = (stream) => new (require("internal/web_streams").WritableStream)({
  write: (chunk) => new Promise((go, no) => stream.write(chunk, (error) => (error ? no(error) : go()))),
  close: () => new Promise((go) => stream.end(go)),
});

module.exports = { Writable, takeOptions };
