// `ReadableStream`, `WritableStream`, `TransformStream`: what bodies and small pipelines need of them.

const { lacks } = require("internal/lacks");
const { typeError } = require("internal/errors");

const invalidState = (message) => typeError("ERR_INVALID_STATE", `Invalid state: ${message}`);

let inner;

class ReadableStream {
  #queue = [];
  #waiting = [];
  #state = "readable";
  #error;
  #source;
  #reader = null;
  #disturbed = false;
  #pulling = false;
  #mark;
  #controller;
  constructor(source = {}, strategy = {}) {
    if (source?.type === "bytes") source = { ...source, start: source.start?.bind(source), pull: source.pull?.bind(source), cancel: source.cancel?.bind(source) };
    this.#source = source;
    this.#mark = strategy?.highWaterMark ?? 1;
    const self = this;
    this.#controller = {
      get desiredSize() { return self.#state === "errored" ? null : self.#state === "closed" ? 0 : self.#mark - self.#queue.length; },
      enqueue(chunk) {
        if (self.#state !== "readable" || self.#closing) throw invalidState("Controller is already closed");
        if (self.#waiting.length) self.#waiting.shift().resolve({ value: chunk, done: false });
        else self.#queue.push(chunk);
      },
      close() {
        if (self.#state !== "readable" || self.#closing) throw invalidState("Controller is already closed");
        self.#closing = true;
        self.#finish();
      },
      error(error) {
        if (self.#state !== "readable") return;
        self.#state = "errored";
        self.#error = error;
        self.#queue = [];
        for (const { reject } of self.#waiting.splice(0)) reject(error);
        self.#closed.reject(error);
      },
      byobRequest: null,
    };
    this.#closed = Promise.withResolvers();
    this.#closed.promise.catch(() => {});
    const started = source?.start?.(this.#controller);
    this.#started = Promise.resolve(started).then(() => {}, (error) => this.#controller.error(error));
  }
  #closing = false;
  #closed;
  #started;
  #finish() {
    if (!this.#closing || this.#queue.length || this.#state !== "readable") return;
    this.#state = "closed";
    for (const { resolve } of this.#waiting.splice(0)) resolve({ value: undefined, done: true });
    this.#closed.resolve();
  }
  #pull() {
    if (this.#pulling || this.#closing || this.#state !== "readable" || typeof this.#source?.pull !== "function") return;
    if (!this.#waiting.length && this.#queue.length >= this.#mark) return;
    this.#pulling = true;
    this.#started.then(() => this.#source.pull(this.#controller)).then(() => {
      this.#pulling = false;
      if (this.#waiting.length) this.#pull();
    }, (error) => this.#controller.error(error));
  }
  #read() {
    this.#disturbed = true;
    if (this.#queue.length) {
      const value = this.#queue.shift();
      this.#finish();
      this.#pull();
      return Promise.resolve({ value, done: false });
    }
    if (this.#state === "errored") return Promise.reject(this.#error);
    if (this.#state === "closed") return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#pull();
    });
  }
  async #cancel(reason) {
    this.#disturbed = true;
    if (this.#state === "errored") throw this.#error;
    if (this.#state === "closed") return;
    this.#queue = [];
    this.#closing = true;
    this.#finish();
    await this.#source?.cancel?.(reason);
  }
  static {
    inner = (stream) => ({
      read: () => stream.#read(), cancel: (reason) => stream.#cancel(reason), release: () => (stream.#reader = null), closed: stream.#closed.promise, disturbed: stream.#disturbed,
    });
  }
  get locked() { return this.#reader !== null; }
  getReader(options) {
    if (options?.mode === "byob") return lacks("byte readers of ReadableStream");
    if (this.#reader !== null) throw invalidState("ReadableStream is locked");
    this.#reader = new ReadableStreamDefaultReader(this);
    return this.#reader;
  }
  cancel(reason) {
    if (this.#reader !== null) return Promise.reject(invalidState("ReadableStream is locked"));
    return this.#cancel(reason);
  }
  async pipeTo(target, { preventClose = false } = {}) {
    const reader = this.getReader();
    const writer = target.getWriter();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        await writer.write(value);
      }
      if (!preventClose) await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => {});
      throw error;
    } finally {
      reader.releaseLock();
      writer.releaseLock();
    }
  }
  pipeThrough({ readable, writable }, options) {
    this.pipeTo(writable, options).catch(() => {});
    return readable;
  }
  tee() {
    const reader = this.getReader();
    const ends = [];
    const branch = () => new ReadableStream({
      start(controller) { ends.push(controller); },
      async pull() {
        const { value, done } = await reader.read();
        for (const end of ends) {
          if (done) end.close();
          else end.enqueue(value);
        }
      },
    }, { highWaterMark: 0 });
    return [branch(), branch()];
  }
  async *values({ preventCancel = false } = {}) {
    const reader = this.getReader();
    let ended = false;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          ended = true;
          return;
        }
        yield value;
      }
    } finally {
      if (!ended && !preventCancel) await this.#cancel().catch(() => {});
      reader.releaseLock();
    }
  }
  [Symbol.asyncIterator](options) { return this.values(options); }
  static from(iterable) {
    const source = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]();
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) { await source.return?.(reason); },
    }, { highWaterMark: 0 });
  }
}

class ReadableStreamDefaultReader {
  #stream;
  constructor(stream) { this.#stream = stream; }
  get closed() { return inner(this.#stream).closed; }
  read() {
    if (this.#stream === null) return Promise.reject(invalidState("The reader is not attached to a stream"));
    return inner(this.#stream).read();
  }
  cancel(reason) { return inner(this.#stream).cancel(reason); }
  releaseLock() {
    if (this.#stream !== null) inner(this.#stream).release();
    this.#stream = null;
  }
}

class WritableStream {
  #sink;
  #writer = null;
  #tail;
  #state = "writable";
  #error;
  #closed = Promise.withResolvers();
  constructor(sink = {}) {
    this.#sink = sink;
    this.#closed.promise.catch(() => {});
    const controller = { error: (error) => this.#fail(error), signal: new (require("internal/event_target").AbortController)().signal };
    this.#tail = Promise.resolve(sink.start?.(controller)).then(() => {}, (error) => this.#fail(error));
    this.controller = controller;
    Object.defineProperty(this, "controller", { enumerable: false });
  }
  #fail(error) {
    if (this.#state !== "writable") return;
    this.#state = "errored";
    this.#error = error;
    this.#closed.reject(error);
  }
  #add(work) {
    const next = this.#tail.then(() => {
      if (this.#state === "errored") throw this.#error;
      return work();
    });
    this.#tail = next.then(() => {}, (error) => this.#fail(error));
    return next;
  }
  get locked() { return this.#writer !== null; }
  getWriter() {
    if (this.#writer !== null) throw invalidState("WritableStream is locked");
    const self = this;
    this.#writer = {
      get closed() { return self.#closed.promise; },
      get ready() { return self.#tail; },
      get desiredSize() { return self.#state === "writable" ? 1 : 0; },
      write: (chunk) => (self.#state === "closed" ? Promise.reject(invalidState("WritableStream is closed")) : self.#add(() => self.#sink.write?.(chunk, self.controller))),
      close: () => self.#add(async () => {
        await self.#sink.close?.();
        self.#state = "closed";
        self.#closed.resolve();
      }),
      abort: (reason) => self.#abort(reason),
      releaseLock: () => (self.#writer = null),
    };
    return this.#writer;
  }
  async #abort(reason) {
    this.#fail(reason);
    await this.#sink.abort?.(reason);
  }
  abort(reason) { return this.#abort(reason); }
  async close() {
    const writer = this.getWriter();
    await writer.close();
    writer.releaseLock();
  }
}

class TransformStream {
  constructor(transformer = {}) {
    let out;
    this.readable = new ReadableStream({ start(controller) { out = controller; } }, { highWaterMark: 0 });
    const controller = { enqueue: (chunk) => out.enqueue(chunk), error: (error) => out.error(error), terminate: () => out.close(), get desiredSize() { return out.desiredSize; } };
    this.writable = new WritableStream({
      start: () => transformer.start?.(controller),
      write: (chunk) => (transformer.transform ? transformer.transform(chunk, controller) : out.enqueue(chunk)),
      close: async () => {
        await transformer.flush?.(controller);
        try {
          out.close();
        } catch (error) {
          if (error?.code !== "ERR_INVALID_STATE") throw error;
        }
      },
      abort: (reason) => out.error(reason),
    });
  }
}

class TextDecoderStream extends TransformStream {
  constructor(label, options) {
    const decoder = new (require("internal/encoding").TextDecoder)(label, options);
    super({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text) controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text) controller.enqueue(text);
      },
    });
  }
}

class TextEncoderStream extends TransformStream {
  constructor() {
    const encoder = new (require("internal/encoding").TextEncoder)();
    super({ transform: (chunk, controller) => controller.enqueue(encoder.encode(`${chunk}`)) });
  }
}

for (const kind of [ReadableStream, WritableStream, TransformStream]) Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });

module.exports = { ReadableStream, WritableStream, TransformStream, TextDecoderStream, TextEncoderStream, isDisturbed: (stream) => inner(stream).disturbed };
