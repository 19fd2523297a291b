// `createSign`, `createVerify`, `sign`, `verify`, `publicEncrypt` and the like, with RSA keys.

const { Writable } = require("stream");
const { Buffer } = require("internal/buffer");
const { error: plainError, checkString, typeError } = require("internal/errors");
const { digestName, toBytes, encoded, invalidDigest, later, view } = require("internal/crypto/common");
const { privateKey, publicKey } = require("internal/crypto/keys");
const { lacks } = require("internal/lacks");
const rsa = () => require("internal/crypto/rsa");

const constants = {
  RSA_PKCS1_PADDING: 1, RSA_NO_PADDING: 3, RSA_PKCS1_OAEP_PADDING: 4, RSA_PKCS1_PSS_PADDING: 6, RSA_X931_PADDING: 5, RSA_PSS_SALTLEN_DIGEST: -1,
  RSA_PSS_SALTLEN_MAX_SIGN: -2, RSA_PSS_SALTLEN_AUTO: -2, defaultCoreCipherList: "TLS_AES_256_GCM_SHA384", TLS1_VERSION: 769, TLS1_1_VERSION: 770, TLS1_2_VERSION: 771,
  TLS1_3_VERSION: 772, SSL_OP_ALL: 2147485776, SSL_OP_NO_SSLv2: 0, SSL_OP_NO_SSLv3: 33554432, SSL_OP_NO_TLSv1: 67108864, SSL_OP_NO_TLSv1_1: 268435456, SSL_OP_LEGACY_SERVER_CONNECT: 4,
};

/** The options that may stand beside a key. */
const beside = (key) => (key !== null && typeof key === "object" && !ArrayBuffer.isView(key) && key.type === undefined ? key : key?.key !== undefined ? key : {});

function signWith(given, name, data) {
  const key = privateKey(given);
  const { padding, saltLength } = beside(given);
  return padding === constants.RSA_PKCS1_PSS_PADDING ? rsa().signPss(key, name, data, saltLength) : rsa().sign(key, name, data);
}

function verifyWith(given, name, data, signature) {
  const key = publicKey(given);
  const { padding, saltLength } = beside(given);
  return padding === constants.RSA_PKCS1_PSS_PADDING ? rsa().verifyPss(key, name, data, signature, saltLength) : rsa().verify(key, name, data, signature);
}

function collector(Kind, methods) {
  Object.setPrototypeOf(Kind.prototype, Writable.prototype);
  Object.setPrototypeOf(Kind, Writable);
  Object.assign(Kind.prototype, {
    update(data, encoding) {
      this.pieces.push(Buffer.from(toBytes(data, encoding)));
      return this;
    },
    _write(chunk, encoding, done) {
      this.update(chunk, encoding);
      done();
    },
    ...methods,
  });
}

function begin(self, algorithm) {
  checkString(algorithm, "algorithm");
  const name = digestName(algorithm);
  if (name === undefined) throw invalidDigest();
  Writable.call(self);
  Object.defineProperty(self, "pieces", { value: [], enumerable: false });
  Object.defineProperty(self, "digest", { value: name, enumerable: false });
}

function Sign(algorithm) {
  if (!(this instanceof Sign)) return new Sign(algorithm);
  begin(this, algorithm);
}
collector(Sign, {
  sign(key, encoding) {
    if (!key) throw plainError("ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
    return encoded(signWith(key, this.digest, Buffer.concat(this.pieces)), encoding);
  },
});

function Verify(algorithm) {
  if (!(this instanceof Verify)) return new Verify(algorithm);
  begin(this, algorithm);
}
collector(Verify, {
  verify(key, signature, encoding) {
    return verifyWith(key, this.digest, Buffer.concat(this.pieces), toBytes(signature, encoding, "signature"));
  },
});

function digestOf(algorithm) {
  if (algorithm === null || algorithm === undefined) return "sha256";
  const name = digestName(algorithm);
  if (name === undefined) throw invalidDigest(algorithm);
  return name;
}

function sign(algorithm, data, key, done) {
  const work = () => signWith(key, digestOf(algorithm), toBytes(data));
  return typeof done === "function" ? later(work, done) : work();
}

function verify(algorithm, data, key, signature, done) {
  const work = () => verifyWith(key, digestOf(algorithm), toBytes(data), view(signature));
  return typeof done === "function" ? later(work, done) : work();
}

function oaep(given) {
  const { oaepHash = "sha1", oaepLabel = Buffer.alloc(0) } = beside(given);
  const name = digestName(oaepHash);
  if (name === undefined) throw typeError("ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest used");
  return [name, toBytes(oaepLabel)];
}

function publicEncrypt(given, data) {
  const key = publicKey(given);
  const bytes = toBytes(data, undefined, "buffer");
  const { padding = constants.RSA_PKCS1_OAEP_PADDING } = beside(given);
  if (padding === constants.RSA_PKCS1_OAEP_PADDING) return rsa().encryptOaep(key, bytes, ...oaep(given));
  if (padding === constants.RSA_PKCS1_PADDING) return rsa().publicRaw(key, rsa().pad(2, bytes, rsa().sizeOf(key)));
  return padding === constants.RSA_NO_PADDING ? rsa().publicRaw(key, bytes) : lacks(`RSA padding ${padding}`);
}

function privateDecrypt(given, data) {
  const key = privateKey(given);
  const bytes = toBytes(data, undefined, "buffer");
  const { padding = constants.RSA_PKCS1_OAEP_PADDING } = beside(given);
  if (padding === constants.RSA_PKCS1_OAEP_PADDING) return rsa().decryptOaep(key, bytes, ...oaep(given));
  if (padding === constants.RSA_PKCS1_PADDING) return rsa().unpad(2, rsa().privateRaw(key, bytes));
  return padding === constants.RSA_NO_PADDING ? rsa().privateRaw(key, bytes) : lacks(`RSA padding ${padding}`);
}

const privateEncrypt = (given, data) => {
  const key = privateKey(given);
  return rsa().privateRaw(key, rsa().pad(1, toBytes(data, undefined, "buffer"), rsa().sizeOf(key)));
};
const publicDecrypt = (given, data) => {
  const key = publicKey(given);
  return rsa().unpad(1, rsa().publicRaw(key, toBytes(data, undefined, "buffer")));
};

module.exports = {
  constants, Sign, Verify, sign, verify, publicEncrypt, privateDecrypt, privateEncrypt, publicDecrypt,
  createSign: (algorithm) => new Sign(algorithm),
  createVerify: (algorithm) => new Verify(algorithm),
};
