// `node:readline` over a stream.

const EventEmitter = require("events");
const { StringDecoder } = require("string_decoder");
const { lackNames } = require("internal/lacks");
const { error: plainError } = require("internal/errors");

class Interface extends EventEmitter {
  #rest = "";
  #asked = [];
  #lines = [];
  #prompt;
  constructor(input, output) {
    super();
    const options = input?.input ? input : { input, output };
    this.input = options.input;
    this.output = options.output;
    this.closed = false;
    this.line = "";
    this.#prompt = options.prompt ?? "> ";
    const decoder = new StringDecoder("utf8");
    this.input.on("data", (chunk) => this.#take(decoder.write(chunk)));
    this.input.on("end", () => {
      this.#take(decoder.end());
      if (this.#rest !== "") this.#line(this.#rest);
      this.#rest = "";
      this.close();
    });
    this.input.on("error", (error) => this.emit("error", error));
    this.input.resume?.();
  }
  #take(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)|[\u2028\u2029]/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }
  #line(line) {
    const asked = this.#asked.shift();
    if (asked) asked(line);
    else if (this.listenerCount("line")) this.emit("line", line);
    else this.#lines.push(line);
  }
  on(type, listener) {
    super.on(type, listener);
    if (type === "line") for (const line of this.#lines.splice(0)) require("internal/timers").nextTick(() => this.emit("line", line));
    return this;
  }
  setPrompt(text) { this.#prompt = text; }
  getPrompt() { return this.#prompt; }
  prompt() { this.output?.write(this.#prompt); }
  question(query, options, done) {
    if (this.closed) throw plainError("ERR_USE_AFTER_CLOSE", "readline was closed");
    this.output?.write(query);
    const answer = typeof options === "function" ? options : done;
    if (this.#lines.length) require("internal/timers").nextTick(() => answer(this.#lines.shift()));
    else this.#asked.push(answer);
  }
  write(text) { if (typeof text === "string") this.#take(text); }
  pause() { this.input.pause(); this.emit("pause"); return this; }
  resume() { this.input.resume(); this.emit("resume"); return this; }
  close() {
    if (this.closed) return;
    this.closed = true;
    this.emit("close");
  }
  [Symbol.dispose]() { this.close(); }
  async *[Symbol.asyncIterator]() {
    const queue = [];
    let wake = () => {};
    const put = (line) => { queue.push(line); wake(); };
    this.on("line", put);
    this.on("close", () => wake());
    for (;;) {
      while (queue.length) yield queue.shift();
      if (this.closed) return;
      await new Promise((go) => (wake = go));
    }
  }
}

const createInterface = (...given) => new Interface(...given);

class PromiseInterface extends Interface {
  question(query) { return new Promise((go) => super.question(query, go)); }
}

module.exports = { Interface, createInterface, clearLine: () => true, cursorTo: () => true, moveCursor: () => true, clearScreenDown: () => true, promises: { createInterface: (...given) => new PromiseInterface(...given), Interface: PromiseInterface } };
lackNames(module.exports, "readline", "emitKeypressEvents");
