// RSA in plain arithmetic: keys, signatures (PKCS #1 v1.5, PSS), encryption (OAEP, PKCS #1 v1.5).

const { Buffer, own } = require("internal/buffer");
const { toBig, fromBig } = require("internal/crypto/der");
const { openssl, randomBytes, SIZES } = require("internal/crypto/common");
const { PRIMES } = require("internal/crypto/primes");

const PREFIX = {
  md5: "3020300c06082a864886f70d020505000410", sha1: "3021300906052b0e03021a05000414", sha224: "302d300d06096086480165030402040500041c",
  sha256: "3031300d060960864801650304020105000420", sha384: "3041300d060960864801650304020205000430", sha512: "3051300d060960864801650304020305000440",
};

function power(base, exponent, modulus) {
  let out = 1n;
  let square = base % modulus;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) out = (out * square) % modulus;
    square = (square * square) % modulus;
  }
  return out;
}

function inverse(a, modulus) {
  let [r, next, s, t] = [modulus, ((a % modulus) + modulus) % modulus, 0n, 1n];
  while (next) {
    const q = r / next;
    [r, next, s, t] = [next, r - q * next, t, s - q * t];
  }
  return ((s % modulus) + modulus) % modulus;
}

const sizeOf = (key) => Math.ceil(key.n.toString(16).length / 2);
const bitsOf = (key) => key.n.toString(2).length;

/** With the private key, by way of the two primes. */
function withPrivate(key, m) {
  if (!key.p) return power(m, key.d, key.n);
  const [a, b] = [power(m, key.d % (key.p - 1n), key.p), power(m, key.d % (key.q - 1n), key.q)];
  return b + ((((a - b) * key.qi) % key.p) + key.p) % key.p * key.q;
}

/** For each size the pairs of primes that are left, in an order of the run's own: no two keys of a run are the same. */
const left = {};

function drawPair(size, table) {
  left[size] ??= table.flatMap((_, i) => table.slice(0, i).map((_other, j) => [i, j]));
  const pairs = left[size];
  if (pairs.length === 0) return require("internal/lacks").lacks(`so many RSA keys of one size`, "make them once, in the setup");
  const draw = kernel("core").derived(`rsa ${size} ${pairs.length}`);
  return pairs.splice(((draw[0] << 8) | draw[1]) % pairs.length, 1)[0];
}

/** A key of about `bits` bits: two primes out of a table, chosen by the run's seed. */
function generate(bits, e = 65537n) {
  const size = bits <= 1024 ? 512 : bits <= 2048 ? 1024 : 2048;
  const table = PRIMES[size] ?? require("internal/lacks").lacks(`RSA keys of ${bits} bits`, "512 to 4096 are there");
  let [p, q] = drawPair(size, table).map((place) => BigInt(`0x${table[place]}`));
  if (p < q) [p, q] = [q, p];
  return { n: p * q, e, d: inverse(e, (p - 1n) * (q - 1n)), p, q, qi: inverse(q, p) };
}

const hash = (name, ...pieces) => own(host.hash(name, Buffer.concat(pieces)));

/** The mask generation function MGF1. */
function mask(name, seed, size) {
  const out = [];
  for (let i = 0, n = 0; n < size; i++, n += SIZES[name]) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    out.push(hash(name, seed, counter));
  }
  return Buffer.concat(out).subarray(0, size);
}

const xor = (a, b) => Buffer.from(a.map((byte, i) => byte ^ b[i]));

function paddedSignature(name, digest, size) {
  const body = Buffer.concat([Buffer.from(PREFIX[name], "hex"), digest]);
  if (size < body.length + 11) throw openssl("02000070", "rsa routines", "digest too big for rsa key");
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(size - body.length - 3, 255), Buffer.from([0]), body]);
}

function sign(key, name, data) {
  return fromBig(withPrivate(key, toBig(paddedSignature(name, hash(name, data), sizeOf(key)))), sizeOf(key));
}

function verify(key, name, data, signature) {
  if (signature.length !== sizeOf(key) || toBig(signature) >= key.n) return false;
  return fromBig(power(toBig(signature), key.e, key.n), sizeOf(key)).equals(paddedSignature(name, hash(name, data), sizeOf(key)));
}

function signPss(key, name, data, saltLength, mgf = name) {
  const bits = bitsOf(key) - 1;
  const size = Math.ceil(bits / 8);
  const h = SIZES[name];
  const saltSize = saltLength === -1 ? h : saltLength === -2 || saltLength === undefined ? size - h - 2 : saltLength;
  if (saltSize < 0 || size < h + saltSize + 2) throw openssl("0200006E", "rsa routines", "data too large for key size");
  const salt = randomBytes(saltSize);
  const sum = hash(name, Buffer.alloc(8), hash(name, data), salt);
  const db = Buffer.concat([Buffer.alloc(size - saltSize - h - 2), Buffer.from([1]), salt]);
  const masked = xor(db, mask(mgf, sum, db.length));
  masked[0] &= 255 >> (8 * size - bits);
  return fromBig(withPrivate(key, toBig(Buffer.concat([masked, sum, Buffer.from([0xbc])]))), sizeOf(key));
}

function verifyPss(key, name, data, signature, saltLength, mgf = name) {
  if (signature.length !== sizeOf(key) || toBig(signature) >= key.n) return false;
  const bits = bitsOf(key) - 1;
  const size = Math.ceil(bits / 8);
  const h = SIZES[name];
  const em = fromBig(power(toBig(signature), key.e, key.n), size).subarray(-size);
  if (em[em.length - 1] !== 0xbc || size < h + 2) return false;
  const [masked, sum] = [em.subarray(0, size - h - 1), em.subarray(size - h - 1, size - 1)];
  const db = xor(masked, mask(mgf, sum, masked.length));
  db[0] &= 255 >> (8 * size - bits);
  const one = db.findIndex((b) => b !== 0);
  if (one < 0 || db[one] !== 1) return false;
  const salt = db.subarray(one + 1);
  const wanted = saltLength === -1 ? h : saltLength;
  if (wanted !== undefined && wanted >= 0 && salt.length !== wanted) return false;
  return hash(name, Buffer.alloc(8), hash(name, data), salt).equals(sum);
}

function encryptOaep(key, data, name, label) {
  const [size, h] = [sizeOf(key), SIZES[name]];
  if (data.length > size - 2 * h - 2) throw openssl("0200006E", "rsa routines", "data too large for key size");
  const seed = randomBytes(h);
  const db = Buffer.concat([hash(name, label), Buffer.alloc(size - data.length - 2 * h - 2), Buffer.from([1]), data]);
  const masked = xor(db, mask(name, seed, db.length));
  const em = Buffer.concat([Buffer.from([0]), xor(seed, mask(name, masked, h)), masked]);
  return fromBig(power(toBig(em), key.e, key.n), size);
}

const badOaep = () => openssl("02000079", "rsa routines", "oaep decoding error");

function decryptOaep(key, data, name, label) {
  const [size, h] = [sizeOf(key), SIZES[name]];
  if (data.length !== size || toBig(data) >= key.n) throw badOaep();
  const em = fromBig(withPrivate(key, toBig(data)), size);
  const masked = em.subarray(1 + h);
  const seed = xor(em.subarray(1, 1 + h), mask(name, masked, h));
  const db = xor(masked, mask(name, seed, masked.length));
  const at = db.indexOf(1, h);
  if (em[0] !== 0 || !db.subarray(0, h).equals(hash(name, label)) || at < 0 || db.subarray(h, at).some(Boolean)) throw badOaep();
  return db.subarray(at + 1);
}

/** PKCS #1 v1.5: kind 2 with random filling for encryption, kind 1 for what the private key encrypts. */
function pad(kind, data, size) {
  if (data.length > size - 11) throw openssl("0200006E", "rsa routines", "data too large for key size");
  const filling = kind === 1 ? Buffer.alloc(size - data.length - 3, 255) : Buffer.from(randomBytes(size - data.length - 3).map((b) => b || 1));
  return Buffer.concat([Buffer.from([0, kind]), filling, Buffer.from([0]), data]);
}

function unpad(kind, em) {
  const at = em.indexOf(0, 2);
  if (em[0] !== 0 || em[1] !== kind || at < 10) throw openssl("0200009F", "rsa routines", "pkcs decoding error");
  return em.subarray(at + 1);
}

const publicRaw = (key, data) => fromBig(power(toBig(data), key.e, key.n), sizeOf(key));
const privateRaw = (key, data) => fromBig(withPrivate(key, toBig(data)), sizeOf(key));

module.exports = { generate, sizeOf, bitsOf, inverse, sign, verify, signPss, verifyPss, encryptOaep, decryptOaep, pad, unpad, publicRaw, privateRaw };
