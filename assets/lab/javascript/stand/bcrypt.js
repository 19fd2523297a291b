"use strict";
// Password hashes in bcrypt's form that cost nothing and match only the lab's own.

const passwords = require("internal/passwords");

function checkSalt(data, salt) {
  if (data == null || salt == null) throw new Error("data and salt arguments required");
  const isData = typeof data === "string" || data instanceof Uint8Array;
  if (!isData || (typeof salt !== "string" && typeof salt !== "number")) {
    throw new Error("data must be a string or Buffer and salt must either be a salt string or a number of rounds");
  }
  if (typeof salt === "string" && !passwords.isBcrypt(salt)) throw new Error("Invalid salt. Salt must be in the form of: $Vers$log2(NumRounds)$saltvalue");
}

function genSaltSync(rounds = 10, minor = "b") {
  if (typeof rounds !== "number") throw new Error("rounds must be a number");
  if (minor !== "b" && minor !== "a") throw new Error('minor must be either "a" or "b"');
  return passwords.bcryptSalt(rounds || 10, minor);
}

function hashSync(data, salt) {
  checkSalt(data, salt);
  return passwords.bcryptHash(data, typeof salt === "number" ? genSaltSync(salt) : salt);
}

function compareSync(data, hash) {
  if (data == null || hash == null) throw new Error("data and hash arguments required");
  if ((typeof data !== "string" && !(data instanceof Uint8Array)) || typeof hash !== "string") {
    throw new Error("data must be a string or Buffer and hash must be a string");
  }
  return passwords.bcryptMatches(data, hash);
}

function getRounds(hash) {
  if (hash == null) throw new Error("hash argument required");
  if (typeof hash !== "string") throw new Error("hash must be a string");
  if (!passwords.isBcrypt(hash)) throw new Error("invalid hash provided");
  return passwords.bcryptRounds(hash);
}

module.exports = {
  genSaltSync,
  genSalt(rounds, minor, done) {
    const callback = [rounds, minor, done].find((given) => typeof given === "function");
    const given = (value) => (typeof value === "function" ? undefined : value);
    return passwords.later(() => genSaltSync(given(rounds), given(minor)), callback);
  },
  hashSync,
  hash: (data, salt, done) => passwords.later(() => hashSync(data, salt), done),
  compareSync,
  compare: (data, hash, done) => passwords.later(() => compareSync(data, hash), done),
  getRounds,
};
