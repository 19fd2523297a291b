// `stream.pipeline`, `addAbortSignal`

const { eos } = require("internal/streams/finished");
const { aborted, invalidType, typeError, checkFunction } = require("internal/errors");

const isStream = (value) => typeof value?.pipe === "function" || typeof value?.write === "function";
const isReadable = (value) => typeof value?.pipe === "function" && value._readableState !== undefined;
const isIterable = (value) => value !== null && value !== undefined && typeof value !== "function" && (typeof value[Symbol.asyncIterator] === "function" || typeof value[Symbol.iterator] === "function");

function toReadable(value) {
  const { Readable } = require("internal/streams/readable");
  return isReadable(value) ? value : Readable.from(value);
}

/** Put iterable chunks into a writable, waiting for it to drain. */
async function pump(source, target, ends) {
  for await (const chunk of source) {
    if (target.destroyed) return;
    if (!target.write(chunk)) {
      await new Promise((go) => {
        const on = () => {
          target.removeListener("drain", on);
          target.removeListener("close", on);
          go();
        };
        target.on("drain", on);
        target.on("close", on);
      });
    }
  }
  if (ends) target.end();
}

/** Join streams, iterables and generator functions; every one of them is destroyed when one fails. */
function run(given, options, callback) {
  const parts = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
  if (parts.length < 2) throw typeError("ERR_MISSING_ARGS", 'The "streams" argument must be specified');
  const all = [];
  let over = false;
  let value;
  let waiting = 0;
  let failed;
  const finish = (error) => {
    if (error && (!failed || failed.code === "ERR_STREAM_PREMATURE_CLOSE")) failed = error;
    if (error) for (const stream of all) stream.destroy?.(failed);
    if (!failed && --waiting > 0) return;
    if (over) return;
    over = true;
    require("internal/timers").nextTick(() => callback(failed, value));
  };
  const watch = (stream, first, last) => {
    all.push(stream);
    waiting += 1;
    eos(stream, { readable: !last, writable: !first }, (error) => finish(error));
    // What was destroyed must not raise its error at nobody.
    stream.on("error", () => {});
  };
  let current;
  parts.forEach((part, i) => {
    const [first, last] = [i === 0, i === parts.length - 1];
    if (typeof part === "function" && !isStream(part)) {
      const answer = part(first ? { signal: options.signal } : isReadable(current) || isIterable(current) ? current : toReadable(current), { signal: options.signal });
      if (last) {
        waiting += 1;
        if (isIterable(answer)) {
          (async () => { for await (const each of answer) void each; })().then(() => finish(), finish);
        } else Promise.resolve(answer).then((v) => { value = v; finish(); }, finish);
      } else current = answer;
      return;
    }
    if (isStream(part)) {
      if (first) watch(part, true, false);
      else {
        watch(part, false, last);
        if (isReadable(current)) {
          current.pipe(part, { end: !last || options.end !== false });
        } else {
          waiting += 1;
          pump(current, part, !last || options.end !== false).then(() => finish(), (error) => finish(error));
        }
      }
      current = part;
      return;
    }
    if (first && isIterable(part)) current = typeof part === "string" ? [part] : part;
    else throw invalidType(first ? "source" : last ? "destination" : `transform[${i - 1}]`, ["Stream", "Function"], part);
  });
  options.signal?.addEventListener("abort", () => finish(aborted(options.signal.reason)), { once: true });
  if (options.signal?.aborted) finish(aborted(options.signal.reason));
  return current;
}

const optionsOf = (parts) => {
  const last = parts[parts.length - 1];
  return last !== null && typeof last === "object" && !isStream(last) && !isIterable(last) && !Array.isArray(last) ? parts.pop() : {};
};

function pipeline(...parts) {
  const callback = parts.pop();
  checkFunction(callback, "streams[stream.length - 1]");
  return run(parts, optionsOf(parts), callback);
}

const pipelinePromise = (...parts) => new Promise((go, no) => {
  run(parts, optionsOf(parts), (error, value) => (error ? no(error) : go(value)));
});

function addAbortSignal(signal, stream) {
  const end = () => stream.destroy(aborted(signal.reason));
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return stream;
}

module.exports = { pipeline, pipelinePromise, addAbortSignal };
