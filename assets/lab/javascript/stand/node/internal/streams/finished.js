// `stream.finished`

const { error: plainError, aborted } = require("internal/errors");
const { nextTick } = require("internal/timers");

const early = () => plainError("ERR_STREAM_PREMATURE_CLOSE", "Premature close");

/** Call `done` when a stream has ended, failed, or was closed before its end. Gives a function that stops watching. */
function eos(stream, options, done) {
  const opts = typeof options === "function" ? {} : (options ?? {});
  const callback = typeof options === "function" ? options : done;
  const [r, w] = [stream._readableState, stream._writableState];
  const watchesRead = opts.readable ?? Boolean(r && (r.readable !== false || r.endEmitted));
  const watchesWrite = opts.writable ?? Boolean(w && w.writable !== false);
  const request = !r && !w && typeof stream.abort === "function";
  let called = false;
  const once = (error) => {
    if (called) return;
    called = true;
    stop();
    callback.call(stream, error);
  };
  const readDone = () => !watchesRead || !r || r.endEmitted;
  const writeDone = () => !watchesWrite || !w || w.finished;
  const check = () => { if (readDone() && writeDone()) once(); };
  const onEnd = () => check();
  const onFinish = () => check();
  const onError = (error) => once(error);
  const onClose = () => {
    const failed = r?.errored ?? w?.errored;
    if (failed && typeof failed !== "boolean") once(failed);
    else if (readDone() && writeDone()) once();
    else once(early());
  };
  const stop = () => {
    stream.removeListener("end", onEnd);
    stream.removeListener("finish", onFinish);
    stream.removeListener("error", onError);
    stream.removeListener("close", onClose);
    if (request) stream.removeListener("complete", onFinish);
  };
  stream.on("end", onEnd);
  stream.on("finish", onFinish);
  if (opts.error !== false) stream.on("error", onError);
  stream.on("close", onClose);
  if ((r ?? w)?.closed || (r ?? w)?.closeEmitted) nextTick(onClose);
  else if (r?.errorEmitted || w?.errorEmitted) nextTick(() => onError(r?.errored ?? w?.errored));
  else if ((r || w) && readDone() && writeDone()) nextTick(check);
  opts.signal?.addEventListener("abort", () => once(aborted(opts.signal.reason)), { once: true });
  return () => {
    called = true;
    stop();
  };
}

const finished = (stream, options) => new Promise((go, no) => {
  eos(stream, options ?? {}, (error) => (error ? no(error) : go()));
});

module.exports = { eos, finished };
