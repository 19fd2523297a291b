"use strict";
// The same names under the address of edition 4.

module.exports = require("zod");
