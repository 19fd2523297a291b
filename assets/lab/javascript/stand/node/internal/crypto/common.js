// What the parts of `crypto` share.

const { Buffer, own } = require("internal/buffer");
const { make, typeError, invalidType, error: plainError } = require("internal/errors");
const { lacks } = require("internal/lacks");

const HERE = { md5: "md5", sha1: "sha1", sha224: "sha224", sha256: "sha256", sha384: "sha384", sha512: "sha512" };
const REAL = new Set("blake2b512 blake2s256 md5-sha1 ripemd ripemd160 rmd160 sha3-224 sha3-256 sha3-384 sha3-512 sha512-224 sha512-256 shake128 shake256 sm3".split(" "));
const SIZES = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

/** The host's name of a digest; undefined where there is none; lacks where only the lab has none. */
function digestName(given) {
  const plain = String(given).toLowerCase().replace(/^rsa-/, "").replace(/^(sha)-(?=\d)/, "$1").replace(/^sha2-/, "sha").replace(/^sha512\/(\d+)$/, "sha512-$1");
  if (Object.hasOwn(HERE, plain)) return HERE[plain];
  if (REAL.has(plain)) lacks(`digest ${given}`, "md5, sha1, sha224, sha256, sha384 and sha512 are there");
  return undefined;
}

const isBytes = (value) => ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]";
const view = (value) => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.from(value));

/** Bytes of a text or of anything that has bytes. */
function toBytes(value, encoding, name = "data", kinds = ["string", "Buffer", "TypedArray", "DataView"]) {
  if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding || "utf8");
  if (isBytes(value)) return view(value);
  throw invalidType(name, kinds, value);
}

/** Bytes, as a text where an encoding is asked for. */
const encoded = (bytes, encoding) => (encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes);

/** An error of OpenSSL as Node shows it. */
function openssl(number, library, reason, code) {
  return plainError(code ?? `ERR_OSSL_${reason.toUpperCase().replaceAll(" ", "_")}`, `error:${number}:${library}::${reason}`, { library, reason });
}

const invalidDigest = (name) => typeError("ERR_CRYPTO_INVALID_DIGEST", name === undefined ? "Invalid digest" : `Invalid digest: ${name}`);

const randomBytes = (n) => own(kernel("random").bytes(n));

/** The callback form of something that is computed at once. */
function later(compute, done) {
  require("internal/timers").later(null, () => {
    let value;
    try {
      value = compute();
    } catch (error) {
      if (error?.name === "LabLacks") throw error;
      return done(error);
    }
    done(null, value);
  });
}

module.exports = { digestName, isBytes, view, toBytes, encoded, openssl, invalidDigest, randomBytes, later, make, SIZES };
