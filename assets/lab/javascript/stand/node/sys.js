// `node:sys`

module.exports = require("util");
