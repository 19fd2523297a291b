"use strict";
// Password hashes in argon2's form that cost nothing and match only the lab's own.

const passwords = require("internal/passwords");
const { Buffer } = require("node:buffer");
const { lacks } = require("internal/lacks");

const KINDS = ["argon2d", "argon2i", "argon2id"];
const DEFAULTS = { hashLength: 32, timeCost: 3, memoryCost: 65536, parallelism: 4, type: 2 };

module.exports = {
  argon2d: 0,
  argon2i: 1,
  argon2id: 2,
  defaults: DEFAULTS,
  hash(password, options = {}) {
    const { hashLength, timeCost, memoryCost, parallelism, type, salt, secret, raw } = { ...DEFAULTS, ...options };
    if (raw) lacks("argon2.hash with raw", "leave the encoded form");
    return passwords.later(() =>
      passwords.argonHash(password, { kind: KINDS[type], memory: memoryCost, time: timeCost, lanes: parallelism, length: hashLength, salt, secret }),
    );
  },
  verify(digest, password, options = {}) {
    return passwords.later(() => {
      const matches = passwords.argonMatches(Buffer.from(password), String(digest), options.secret);
      if (matches === null) throw new TypeError("pchstr must contain a $ as first char");
      return matches;
    });
  },
  needsRehash(digest, options = {}) {
    const { timeCost, memoryCost, parallelism } = { ...DEFAULTS, ...options };
    return !digest.includes(`$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
  },
};
