"use strict";

const { isFinished, whenFinished } = require("internal/web/finished");

module.exports = function onFinished(message, listener) {
  return whenFinished(message, listener);
};
module.exports.isFinished = isFinished;
