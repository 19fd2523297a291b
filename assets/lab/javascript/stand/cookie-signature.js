"use strict";

const crypto = require("crypto");

exports.sign = function sign(value, secret) {
  if (typeof value !== "string") throw new TypeError("Cookie value must be provided as a string.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  return `${value}.${crypto.createHmac("sha256", secret).update(value).digest("base64").replace(/=+$/, "")}`;
};

exports.unsign = function unsign(input, secret) {
  if (typeof input !== "string") throw new TypeError("Signed cookie string must be provided.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  const value = input.slice(0, input.lastIndexOf("."));
  const expected = Buffer.from(exports.sign(value, secret));
  const given = Buffer.from(input);
  return expected.length === given.length && crypto.timingSafeEqual(expected, given) ? value : false;
};
