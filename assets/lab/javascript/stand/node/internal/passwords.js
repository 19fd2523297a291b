"use strict";
// Password hashes in the true forms that cost nothing: a keyed digest stands where the slow function's result would. They match
// only what the lab has made; the limits of the real functions (72 bytes of bcrypt) hold.

const { Buffer } = require("node:buffer");
const { setImmediate } = require("node:timers");

const CRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function random(length) {
  return Buffer.from(kernel("core").randomBytes(length));
}

function mac(key, data) {
  return Buffer.from(host.hmac("sha256", Buffer.from(key), data));
}

/** Bytes in the alphabet of `crypt`, so many characters of them. */
function crypt(bytes, length) {
  const plain = Buffer.from(bytes).toString("base64").replace(/=+$/, "");
  return plain.replace(/./g, (char) => CRYPT[BASE64.indexOf(char)]).slice(0, length);
}

function same(a, b) {
  if (a.length !== b.length) return false;
  let different = 0;
  for (let i = 0; i < a.length; i += 1) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}

const SALT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{22}/;

/** A salt of bcrypt for so many rounds. */
exports.bcryptSalt = function bcryptSalt(rounds = 10, minor = "b") {
  const cost = Math.min(Math.max(Math.trunc(rounds), 4), 31);
  return `$2${minor}$${String(cost).padStart(2, "0")}$${crypt(random(16), 22)}`;
};

/** Whether a text begins as a salt or a hash of bcrypt does. */
exports.isBcrypt = (text) => SALT.test(text);

exports.bcryptRounds = (hash) => Number(SALT.exec(hash)[1]);

/** The hash of a password under a salt, of which only the first 29 characters count. */
exports.bcryptHash = function bcryptHash(password, salt) {
  const prefix = salt.slice(0, 29);
  // The letter of the edition is no part of what is computed.
  return prefix + crypt(mac(prefix.slice(4), Buffer.from(password).subarray(0, 72)), 31);
};

exports.bcryptMatches = function bcryptMatches(password, hash) {
  return SALT.test(hash) && hash.length === 60 && same(exports.bcryptHash(password, hash), hash);
};

/** A hash of argon2 for a password, in the form that says how it was made. */
exports.argonHash = function argonHash(password, { kind, memory, time, lanes, length, salt = random(16), secret }) {
  const head = `$${kind}$v=19$m=${memory},t=${time},p=${lanes}$${Buffer.from(salt).toString("base64").replace(/=+$/, "")}`;
  const key = secret ? Buffer.concat([Buffer.from(head), Buffer.from(secret)]) : head;
  const digest = Buffer.concat([mac(key, Buffer.from(password)), mac(Buffer.concat([Buffer.from(key), Buffer.from("2")]), Buffer.from(password))]).subarray(0, length);
  return `${head}$${digest.toString("base64").replace(/=+$/, "")}`;
};

exports.argonMatches = function argonMatches(password, hash, secret) {
  const found = /^\$(argon2(?:id|i|d))\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (!found) return null;
  const [, kind, memory, time, lanes, salt, digest] = found;
  const length = Buffer.from(digest, "base64").length;
  return same(exports.argonHash(password, { kind, memory, time, lanes, length, salt: Buffer.from(salt, "base64"), secret }), hash);
};

/** Runs `f` as work that is done elsewhere: later, for a promise, or for a callback if there is one. */
exports.later = function later(f, done) {
  const promise = new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(f());
      } catch (error) {
        reject(error);
      }
    });
  });
  if (typeof done !== "function") return promise;
  promise.then((value) => done(null, value), (error) => done(error));
  return undefined;
};
