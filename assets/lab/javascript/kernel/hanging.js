"use strict";
// What waits for an answer of the challenge's code. When nothing moves any more, the oldest of them is told so.

const waiting = [];

/** Wait: `end` is called once if no answer can come any more. Gives the function to call when one came. */
exports.enter = function enter(end) {
  const entry = { end };
  waiting.push(entry);
  return function leave() {
    const at = waiting.indexOf(entry);
    if (at >= 0) waiting.splice(at, 1);
  };
};

/** End the one that has waited longest; whether there was one. */
exports.endOldest = function endOldest() {
  const entry = waiting.shift();
  if (!entry) return false;
  entry.end();
  return true;
};
