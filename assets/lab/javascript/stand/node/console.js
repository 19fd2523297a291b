// `node:console`

module.exports = require("internal/console").console;
