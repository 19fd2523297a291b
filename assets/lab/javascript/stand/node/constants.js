// `node:constants`

module.exports = Object.assign({}, require("fs").constants, require("os").constants.signals, require("os").constants.errno);
