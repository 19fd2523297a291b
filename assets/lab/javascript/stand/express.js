"use strict";

const range = kernel("packages").wants("express");

module.exports = require("internal/express/index")(range !== null && /^[\^~=v ]*4(\D|$)/.test(range) ? 4 : 5);
