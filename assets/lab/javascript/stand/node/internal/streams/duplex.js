// Duplex, Transform and PassThrough.

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  Readable.call(this, options);
  Writable.call(this, options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options?.readable === false) {
    this._readableState.readable = false;
    this._readableState.ended = this._readableState.endEmitted = true;
  }
  if (options?.writable === false) {
    const s = this._writableState;
    s.writable = false;
    s.ending = s.ended = s.finished = true;
  }
}
module.exports = { Duplex };

const { Readable } = require("internal/streams/readable");
const { Writable } = require("internal/streams/writable");
const { wrongMethod } = require("internal/streams/base");

Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);
for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(Writable.prototype))) {
  if (name === "constructor" || name in { pipe: 1, destroyed: 1, closed: 1, errored: 1, destroy: 1, _destroy: 1 }) continue;
  Object.defineProperty(Duplex.prototype, name, descriptor);
}
Object.defineProperties(Duplex.prototype, {
  destroyed: {
    configurable: true,
    get() { return Boolean(this._readableState?.destroyed && this._writableState?.destroyed); },
    set(value) { if (this._readableState && this._writableState) this._readableState.destroyed = this._writableState.destroyed = value; },
  },
});
Object.defineProperty(Duplex.prototype, "destroy", { value: Writable.prototype.destroy, writable: true, configurable: true, enumerable: true });

Duplex.from = function (body) {
  if (body instanceof Duplex) return body;
  if (typeof body === "function") return require("internal/lacks").lacks("stream.Duplex.from of a function", "use Transform");
  const readable = body?.readable ?? (body instanceof Readable ? body : Readable.from(body));
  const duplex = new Duplex({ objectMode: true, writable: Boolean(body?.writable), read() { readable.resume(); } });
  readable.on("data", (chunk) => { if (!duplex.push(chunk)) readable.pause(); });
  readable.on("end", () => duplex.push(null));
  readable.on("error", (error) => duplex.destroy(error));
  if (body?.writable) {
    duplex._write = (chunk, encoding, done) => (body.writable.write(chunk) ? done() : body.writable.once("drain", done));
    duplex._final = (done) => { body.writable.end(); done(); };
  }
  return duplex;
};

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  const mark = options?.readableHighWaterMark;
  Duplex.call(this, mark === 0 ? { ...options, highWaterMark: null, readableHighWaterMark: 0 } : options);
  this._readableState.sync = false;
  this._held = null;
  if (options) {
    if (typeof options.transform === "function") this._transform = options.transform;
    if (typeof options.flush === "function") this._flush = options.flush;
  }
  this.on("prefinish", function () {
    if (this._final !== Transform.prototype._final) flush.call(this);
  });
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function flush(done) {
  if (typeof this._flush === "function" && !this.destroyed) {
    this._flush((error, data) => {
      if (error) {
        if (done) done(error);
        else this.destroy(error);
        return;
      }
      if (data !== null && data !== undefined) this.push(data);
      this.push(null);
      done?.();
    });
  } else {
    this.push(null);
    done?.();
  }
}
Transform.prototype._final = flush;
Transform.prototype._transform = function () {
  throw wrongMethod("_transform()");
};
Transform.prototype._write = function (chunk, encoding, done) {
  const [r, w] = [this._readableState, this._writableState];
  const length = r.length;
  let called = false;
  this._transform(chunk, encoding, (error, value) => {
    if (called) throw require("internal/errors").error("ERR_MULTIPLE_CALLBACK", "Callback called multiple times");
    called = true;
    if (error) return done(error);
    if (value !== null && value !== undefined) this.push(value);
    if (w.ended || length === r.length || r.length < r.highWaterMark) done();
    else this._held = done;
  });
};
Transform.prototype._read = function () {
  if (this._held) {
    const done = this._held;
    this._held = null;
    done();
  }
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = (chunk, encoding, done) => done(null, chunk);

Object.assign(module.exports, { Transform, PassThrough });
