"use strict";

const { readAll, bytes } = require("internal/web/body");

module.exports = function getRawBody(stream, options, callback) {
  const given = typeof options === "string" || options === true ? { encoding: options } : typeof options === "function" ? {} : options || {};
  const done = typeof options === "function" ? options : callback;
  const length = given.length === undefined || given.length === null ? null : Number.parseInt(given.length, 10);
  const encoding = given.encoding === true ? "utf-8" : given.encoding;
  const read = (resolve) =>
    readAll(stream, { length, limit: bytes(given.limit) }, (error, body) => resolve(error, error || !encoding ? body : body.toString(encoding)));
  if (done) return void read(done);
  return new Promise((resolve, reject) => read((error, body) => (error ? reject(error) : resolve(body))));
};
