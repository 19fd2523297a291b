"use strict";
// When a request was read to its end, or an answer was given.

/** Whether a request or an answer is over. */
function isFinished(message) {
  if (typeof message.finished === "boolean" && typeof message.setHeader === "function") {
    return Boolean(message.finished || (message.socket && message.socket.writable === false));
  }
  if (typeof message.complete === "boolean") return Boolean(message.upgrade || (message.complete && !message.readable) || message.destroyed);
  return undefined;
}

/** Call `listener(error, message)` when it is over: at once (in the next turn) where it is over already. */
function whenFinished(message, listener) {
  if (isFinished(message) !== false) {
    setImmediate(listener, null, message);
    return message;
  }
  let done = false;
  const finish = (error) => {
    if (done) return;
    done = true;
    for (const name of ["end", "finish", "close", "error"]) message.removeListener(name, handlers[name]);
    listener(error ?? null, message);
  };
  const handlers = { end: () => finish(), finish: () => finish(), close: () => finish(), error: finish };
  for (const name of ["end", "finish", "close", "error"]) message.on(name, handlers[name]);
  return message;
}

module.exports = { isFinished, whenFinished };
