// `node:timers`

const timers = require("internal/timers");

module.exports = {
  setTimeout: timers.setTimeout, setInterval: timers.setInterval, setImmediate: timers.setImmediate,
  clearTimeout: timers.clearTimeout, clearInterval: timers.clearInterval, clearImmediate: timers.clearImmediate,
};
Object.defineProperty(module.exports, "promises", { enumerable: true, get: () => require("timers/promises") });
