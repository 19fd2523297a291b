"use strict";

const range = kernel("packages").wants("body-parser");
const parsers = require("internal/web/body")(range !== null && /^[\^~=v ]*1(\D|$)/.test(range) ? 4 : 5);

module.exports = function bodyParser() {
  throw new Error("The bodyParser() generic has been split into individual middleware to use instead.");
};
Object.assign(module.exports, parsers);
