"use strict";

const { SendStream } = require("internal/web/send");

module.exports = function send(req, path, options) {
  return new SendStream(req, path, options);
};
module.exports.mime = require("internal/web/mime");
