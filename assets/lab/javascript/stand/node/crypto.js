// `node:crypto`

const { Buffer, own } = require("internal/buffer");
const { checkFunction, checkInteger, checkString, invalidType, outOfRange, rangeError, typeError } = require("internal/errors");
const { digestName, isBytes, view, toBytes, invalidDigest, randomBytes: draw, later } = require("internal/crypto/common");
const keys = require("internal/crypto/keys");
const { Hash, Hmac, hash, createHash, createHmac } = require("internal/crypto/hash");
const ciphers = require("internal/crypto/cipher");
const signing = require("internal/crypto/signing");
const { lackNames } = require("internal/lacks");

const MAX = 2 ** 31 - 1;

function randomBytes(size, done) {
  if (typeof size !== "number") throw invalidType("size", "number", size);
  if (!(size >= 0 && size <= MAX)) throw outOfRange("size", `>= 0 && <= ${MAX}`, size);
  if (done !== undefined) checkFunction(done);
  return done === undefined ? draw(size) : later(() => draw(size), done);
}

function randomFillSync(target, offset = 0, size) {
  if (!isBytes(target)) throw invalidType("buf", ["ArrayBuffer", "ArrayBufferView"], target);
  const bytes = ArrayBuffer.isView(target) ? new Uint8Array(target.buffer, target.byteOffset, target.byteLength) : new Uint8Array(target);
  const count = size ?? bytes.length - offset;
  if (offset < 0 || offset > bytes.length) throw outOfRange("offset", `>= 0 && <= ${bytes.length}`, offset);
  if (count + offset > bytes.length) throw outOfRange("size + offset", `<= ${bytes.length}`, count + offset);
  bytes.set(draw(count), offset);
  return target;
}

function randomFill(target, ...given) {
  const done = given.pop();
  checkFunction(done);
  later(() => randomFillSync(target, ...given), done);
}

/** A number out of [min, max) that nobody can guess, without bias. */
function randomInt(min, max, done) {
  if (max === undefined || typeof max === "function") return randomInt(0, min, max);
  if (!Number.isSafeInteger(min)) throw invalidType("min", "a safe integer", min);
  if (!Number.isSafeInteger(max)) throw invalidType("max", "a safe integer", max);
  if (max <= min) throw outOfRange("max", `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range >= 2 ** 48) throw outOfRange(min === 0 ? "max" : "max - min", `<= ${2 ** 48 - 1}`, range);
  const limit = 2 ** 48 - (2 ** 48 % range);
  const compute = () => {
    let n;
    do n = draw(6).readUIntBE(0, 6);
    while (n >= limit);
    return min + (n % range);
  };
  if (done === undefined) return compute();
  checkFunction(done);
  later(compute, done);
}

function randomUUID(options) {
  if (options !== undefined && (options === null || typeof options !== "object")) throw invalidType("options", "object", options);
  const bytes = draw(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function timingSafeEqual(a, b) {
  for (const [name, value] of [["buf1", a], ["buf2", b]]) {
    if (!isBytes(value)) throw typeError("ERR_INVALID_ARG_TYPE", `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  }
  const [x, y] = [view(a), view(b)];
  if (x.length !== y.length) throw rangeError("ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
  return x.equals(y);
}

const SECRETS = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"];

function pbkdf2Work(password, salt, iterations, length, digest) {
  checkString(digest, "digest");
  const [p, s] = [toBytes(password, "utf8", "password", SECRETS), toBytes(salt, "utf8", "salt", SECRETS)];
  checkInteger(iterations, "iterations", 1, MAX);
  checkInteger(length, "keylen", 0, MAX);
  const name = digestName(digest);
  if (name === undefined) throw invalidDigest(digest);
  return () => own(host.pbkdf2(name, p, s, iterations, length));
}

function pbkdf2(password, salt, iterations, length, digest, done) {
  if (typeof digest === "function") throw invalidType("digest", "string", undefined);
  const work = pbkdf2Work(password, salt, iterations, length, digest);
  checkFunction(done);
  later(work, done);
}

function scryptWork(password, salt, length, options = {}) {
  const [p, s] = [toBytes(password, "utf8", "password", SECRETS), toBytes(salt, "utf8", "salt", SECRETS)];
  checkInteger(length, "keylen", 0, MAX);
  const N = options.N ?? options.cost ?? 16384;
  const r = options.r ?? options.blockSize ?? 8;
  const parallel = options.p ?? options.parallelization ?? 1;
  const maxmem = options.maxmem ?? 32 * 1024 * 1024;
  if (!(N > 1) || (N & (N - 1)) !== 0) throw rangeError("ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params");
  if (128 * N * r + 128 * r * parallel + 32 * r * 4 > maxmem) throw rangeError("ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded");
  return () => own(host.scrypt(p, s, N, r, parallel, length));
}

function scrypt(password, salt, length, options, done) {
  const after = typeof options === "function" ? options : done;
  const work = scryptWork(password, salt, length, typeof options === "function" ? {} : (options ?? {}));
  checkFunction(after);
  later(work, after);
}

/** HMAC-based key derivation (RFC 5869). */
function hkdfSync(digest, key, salt, info, length) {
  const name = digestName(digest);
  if (name === undefined) throw invalidDigest(digest);
  checkInteger(length, "length", 0, MAX);
  const [k, s, i] = [keys.secretBytes(key, undefined, "ikm"), toBytes(salt, "utf8", "salt", SECRETS), toBytes(info, "utf8", "info", SECRETS)];
  const size = host.hash(name, Buffer.alloc(0)).length;
  if (length > 255 * size) throw rangeError("ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
  const prk = own(host.hmac(name, s.length ? s : Buffer.alloc(size), k));
  let [out, last] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let n = 1; out.length < length; n++) {
    last = own(host.hmac(name, prk, Buffer.concat([last, i, Buffer.from([n])])));
    out = Buffer.concat([out, last]);
  }
  return Uint8Array.from(out.subarray(0, length)).buffer;
}

const crypto = {
  randomBytes, pseudoRandomBytes: randomBytes, rng: randomBytes, prng: randomBytes, randomFillSync, randomFill, randomInt, randomUUID, timingSafeEqual, hash, createHash, createHmac, Hash, Hmac,
  pbkdf2, pbkdf2Sync: (...given) => pbkdf2Work(...given)(),
  scrypt, scryptSync: (...given) => scryptWork(...given)(),
  hkdfSync,
  hkdf: (digest, key, salt, info, length, done) => later(() => hkdfSync(digest, key, salt, info, length), done),
  createCipheriv: ciphers.createCipheriv, createDecipheriv: ciphers.createDecipheriv, Cipheriv: ciphers.Cipheriv, Decipheriv: ciphers.Decipheriv,
  getCipherInfo: ciphers.getCipherInfo, getCiphers: () => [...ciphers.CIPHERS],
  getHashes: () => ["RSA-MD5", "RSA-SHA1", "RSA-SHA224", "RSA-SHA256", "RSA-SHA384", "RSA-SHA512", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"],
  getCurves: () => [], getFips: () => 0,
  KeyObject: keys.KeyObject, createSecretKey: keys.createSecretKey, createPublicKey: keys.createPublicKey, createPrivateKey: keys.createPrivateKey,
  generateKeyPairSync: keys.generateKeyPairSync, generateKeySync: keys.generateKeySync,
  generateKey: (type, options, done) => later(() => keys.generateKeySync(type, options), done),
  generateKeyPair(type, options, done) {
    later(() => keys.generateKeyPairSync(type, options), (error, pair) => (error ? done(error) : done(null, pair.publicKey, pair.privateKey)));
  },
  ...signing,
};
Object.defineProperty(crypto.generateKeyPair, Symbol.for("nodejs.util.promisify.custom"), {
  value: (type, options) => new Promise((go, no) => later(() => keys.generateKeyPairSync(type, options), (error, pair) => (error ? no(error) : go(pair)))),
});
for (const name of ["webcrypto", "subtle", "getRandomValues"]) {
  Object.defineProperty(crypto, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      const { crypto: web } = require("internal/webcrypto");
      return name === "webcrypto" ? web : name === "subtle" ? web.subtle : web.getRandomValues.bind(web);
    },
  });
}

module.exports = crypto;
lackNames(crypto, "crypto", "Certificate DiffieHellman DiffieHellmanGroup ECDH X509Certificate checkPrime checkPrimeSync createDiffieHellman createDiffieHellmanGroup createECDH diffieHellman generatePrime generatePrimeSync getDiffieHellman secureHeapUsed setEngine setFips secureHeapUsed fips argon2 argon2Sync");
