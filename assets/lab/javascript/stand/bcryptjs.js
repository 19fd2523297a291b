"use strict";
// Password hashes in bcrypt's form that cost nothing and match only the lab's own.

const passwords = require("internal/passwords");

const illegal = (...values) => new Error(`Illegal arguments: ${values.map((value) => typeof value).join(", ")}`);

function genSaltSync(rounds = 10) {
  if (typeof rounds !== "number") throw illegal(rounds);
  return passwords.bcryptSalt(rounds);
}

function hashSync(password, salt = 10) {
  const own = typeof salt === "number" ? genSaltSync(salt) : salt;
  if (typeof password !== "string" || typeof own !== "string") throw illegal(password, own);
  if (!passwords.isBcrypt(own)) throw new Error("Invalid salt version: " + own.slice(0, 2));
  return passwords.bcryptHash(password, own);
}

function compareSync(password, hash) {
  if (typeof password !== "string" || typeof hash !== "string") throw illegal(password, hash);
  return hash.length === 60 && passwords.bcryptMatches(password, hash);
}

module.exports = {
  genSaltSync,
  genSalt(rounds, seedLength, done) {
    const callback = [rounds, seedLength, done].find((given) => typeof given === "function");
    return passwords.later(() => genSaltSync(typeof rounds === "function" ? undefined : rounds), callback);
  },
  hashSync,
  hash: (password, salt, done) => passwords.later(() => hashSync(password, salt), done),
  compareSync,
  compare: (password, hash, done) => passwords.later(() => compareSync(password, hash), done),
  getRounds(hash) {
    if (typeof hash !== "string") throw illegal(hash);
    return Number.parseInt(hash.split("$")[2], 10);
  },
  getSalt(hash) {
    if (typeof hash !== "string") throw illegal(hash);
    if (hash.length !== 60) throw new Error(`Illegal hash length: ${hash.length} != 60`);
    return hash.slice(0, 29);
  },
  truncates(password) {
    if (typeof password !== "string") throw illegal(password);
    return new TextEncoder().encode(password).length > 72;
  },
};
