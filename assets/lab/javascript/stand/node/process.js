// `node:process`

module.exports = require("internal/process").process;
