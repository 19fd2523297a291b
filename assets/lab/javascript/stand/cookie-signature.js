"use strict";

/** Bytes of a secret: a text, bytes, or a key object. */
function bytesOf(secret) {
  if (typeof secret === "string") return host.utf8(secret);
  return ArrayBuffer.isView(secret) ? secret : secret.export();
}

/** Whether two texts are the same; how long that takes says nothing. */
function same(a, b) {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}

exports.sign = function sign(value, secret) {
  if (typeof value !== "string") throw new TypeError("Cookie value must be provided as a string.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  return `${value}.${host.base64(host.hmac("sha256", bytesOf(secret), host.utf8(value)), false).replace(/=+$/, "")}`;
};

exports.unsign = function unsign(input, secret) {
  if (typeof input !== "string") throw new TypeError("Signed cookie string must be provided.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  const value = input.slice(0, input.lastIndexOf("."));
  return same(exports.sign(value, secret), input) ? value : false;
};
