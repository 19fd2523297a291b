"use strict";
// One helper of lodash by itself.

module.exports = require("lodash").mergeWith;
