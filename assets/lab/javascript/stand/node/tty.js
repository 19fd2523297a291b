// `node:tty`: nothing is a terminal.

const { lackNames } = require("internal/lacks");

module.exports = { isatty: () => false };
lackNames(module.exports, "tty", "ReadStream WriteStream");
