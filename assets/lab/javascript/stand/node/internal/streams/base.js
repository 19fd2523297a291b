// What readable and writable streams share: destroying, errors, closing.

const EventEmitter = require("events");
const { nextTick } = require("internal/timers");
const { error: plainError } = require("internal/errors");

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/** Tell of an error once, then of the end. */
function tell(stream, error) {
  const [r, w] = [stream._readableState, stream._writableState];
  if (error) {
    if (r?.errorEmitted || w?.errorEmitted) return;
    if (r) r.errorEmitted = true;
    if (w) w.errorEmitted = true;
    stream.emit("error", error);
  }
}

function close(stream) {
  const [r, w] = [stream._readableState, stream._writableState];
  if (r) r.closeEmitted = true;
  if (w) w.closeEmitted = true;
  if ((r ?? w).emitClose !== false) stream.emit("close");
}

/** End a stream before its time, or after it. */
function destroy(stream, error, done) {
  const [r, w] = [stream._readableState, stream._writableState];
  if (r?.destroyed || w?.destroyed) {
    done?.();
    return stream;
  }
  if (error) {
    if (r) r.errored ??= error;
    if (w) w.errored ??= error;
  }
  if (r) r.destroyed = true;
  if (w) w.destroyed = true;
  const go = (failure) => {
    let called = false;
    const ended = (other) => {
      if (called) return;
      called = true;
      const shown = other ?? failure ?? null;
      if (shown) {
        if (r) r.errored ??= shown;
        if (w) w.errored ??= shown;
      }
      if (r) r.closed = true;
      if (w) w.closed = true;
      done?.(shown);
      nextTick(() => {
        if (shown) tell(stream, shown);
        close(stream);
      });
    };
    try {
      stream._destroy(failure ?? null, ended);
    } catch (other) {
      ended(other);
    }
  };
  if ((r ?? w).constructed === false) stream.once("lab:constructed", () => go(error));
  else go(error);
  return stream;
}

/** An error that the stream met: with `autoDestroy` it ends the stream. */
function fail(stream, error, sync = false) {
  const [r, w] = [stream._readableState, stream._writableState];
  if (r?.destroyed || w?.destroyed) return;
  if (r?.autoDestroy || w?.autoDestroy) stream.destroy(error);
  else {
    if (r) r.errored ??= error;
    if (w) w.errored ??= error;
    if (sync) nextTick(() => tell(stream, error));
    else tell(stream, error);
  }
}

/** Call `_construct` where there is one; `ready` when it is done. */
function construct(stream, ready) {
  if (typeof stream._construct !== "function") return;
  const states = [stream._readableState, stream._writableState].filter(Boolean);
  for (const state of states) state.constructed = false;
  nextTick(() => {
    const done = (error) => {
      for (const state of states) state.constructed = true;
      stream.emit("lab:constructed");
      if (error) fail(stream, error, true);
      else ready();
    };
    try {
      stream._construct((error) => nextTick(() => done(error)));
    } catch (error) {
      nextTick(() => done(error));
    }
  });
}

const wrongMethod = (name) => plainError("ERR_METHOD_NOT_IMPLEMENTED", `The ${name} method is not implemented`);

module.exports = { Stream, destroy, fail, construct, wrongMethod, tell };
