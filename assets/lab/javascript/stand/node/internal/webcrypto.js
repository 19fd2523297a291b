// `crypto` as browsers have it: random values, digests, HMAC, AES, PBKDF2, RSA signatures.

const { Buffer, own } = require("internal/buffer");
const { lacks, lackNames } = require("internal/lacks");
const { typeError } = require("internal/errors");

const common = () => require("internal/crypto/common");
const keysPart = () => require("internal/crypto/keys");
const secret = Symbol("key");

class CryptoKey {
  #object;
  constructor(key, object, algorithm, extractable, usages) {
    if (key !== secret) throw typeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    this.#object = object;
    this.type = object.type;
    this.extractable = extractable;
    this.algorithm = algorithm;
    this.usages = [...usages];
  }
  static objectOf(key) { return key.#object; }
  static is(value) { return typeof value === "object" && value !== null && #object in value; }
}
const { objectOf, is } = CryptoKey;
delete CryptoKey.objectOf;
delete CryptoKey.is;
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: "CryptoKey", configurable: true });

const fail = (name, message) => { throw new DOMException(message, name); };
const nameOf = (algorithm) => String(typeof algorithm === "string" ? algorithm : algorithm?.name).toUpperCase();
const hashOf = (algorithm) => {
  const name = /^SHA-(1|256|384|512)$/.exec(nameOf(algorithm?.hash ?? algorithm));
  return name ? `sha${name[1]}` : fail("NotSupportedError", "Unrecognized algorithm name");
};
const bytesOf = (data) => {
  if (!common().isBytes(data)) throw typeError("ERR_INVALID_ARG_TYPE", "The provided value is not of type '(ArrayBuffer or ArrayBufferView)'.");
  return Buffer.from(common().view(data));
};
const buffer = (bytes) => Uint8Array.from(bytes).buffer;
/** Answers come in a task of their own. */
const soon = (work) => new Promise((go, no) => common().later(work, (error, value) => (error ? no(error) : go(value))));

function may(key, usage) {
  if (!is(key)) throw typeError("ERR_INVALID_ARG_TYPE", "parameter is not of type 'CryptoKey'.");
  if (!key.usages.includes(usage)) fail("InvalidAccessError", `Unable to use this key to ${usage}`);
  return objectOf(key);
}

const make = (object, algorithm, extractable, usages) => new CryptoKey(secret, object, algorithm, Boolean(extractable), usages);
const secretOf = (key) => keysPart().dataOf(key);
const HASH_BITS = { sha1: 512, sha256: 512, sha384: 1024, sha512: 1024 };

function keyAlgorithm(algorithm, name, object) {
  const hash = algorithm?.hash && { name: nameOf(algorithm.hash) };
  if (name === "HMAC") return { name, hash, length: secretOf(object).length * 8 };
  if (name.startsWith("AES")) return { name, length: secretOf(object).length * 8 };
  if (name.startsWith("RS")) return { name: name === "RSASSA-PKCS1-V1_5" ? "RSASSA-PKCS1-v1_5" : name, hash, modulusLength: object.asymmetricKeyDetails.modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
  return { name };
}

function gcm(encrypt, algorithm, key, data) {
  const { iv, additionalData, tagLength = 128 } = algorithm;
  const size = tagLength / 8;
  const aad = additionalData ? bytesOf(additionalData) : Buffer.alloc(0);
  const bits = key.length * 8;
  if (encrypt) {
    const made = host.cipher(`aes-${bits}-gcm`, true, key, bytesOf(iv), data, aad);
    return Buffer.concat([own(made.data), own(made.tag).subarray(0, size)]);
  }
  if (data.length < size) fail("OperationError", "The provided data is too small.");
  try {
    const made = host.cipher(`aes-${bits}-gcm`, false, key, bytesOf(iv), data.subarray(0, -size), aad, data.subarray(-size));
    return own(made.data ?? made);
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    return fail("OperationError", "The operation failed for an operation-specific reason");
  }
}

function aes(encrypt, algorithm, key, data) {
  const name = nameOf(algorithm);
  if (name === "AES-GCM") return gcm(encrypt, algorithm, key, data);
  const iv = bytesOf(algorithm.iv ?? algorithm.counter);
  try {
    return own(host.cipher(`aes-${key.length * 8}-${name.slice(4).toLowerCase()}`, encrypt, key, iv, data));
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    return fail("OperationError", "The operation failed for an operation-specific reason");
  }
}

const subtle = {
  digest: async (algorithm, data) => {
    const [name, bytes] = [hashOf(algorithm), bytesOf(data)];
    return soon(() => buffer(host.hash(name, bytes)));
  },
  importKey: async (format, data, algorithm, extractable, usages) => {
    const name = nameOf(algorithm);
    const { makeSecret, createPublicKey, createPrivateKey } = keysPart();
    let object;
    if (["HMAC", "AES-GCM", "AES-CBC", "AES-CTR", "PBKDF2", "HKDF"].includes(name)) {
      if (format === "raw") object = makeSecret(bytesOf(data));
      else if (format === "jwk") object = makeSecret(Buffer.from(data.k, "base64url"));
      else fail("NotSupportedError", `Unable to import ${name} key with format ${format}`);
      if (name.startsWith("AES") && ![16, 24, 32].includes(secretOf(object).length)) fail("DataError", "Invalid key length");
      if (name === "HMAC" && secretOf(object).length === 0) fail("DataError", "Zero-length key is not supported");
    } else if (name.startsWith("RSA")) {
      if (format === "spki") object = createPublicKey({ key: bytesOf(data), format: "der", type: "spki" });
      else if (format === "pkcs8") object = createPrivateKey({ key: bytesOf(data), format: "der", type: "pkcs8" });
      else if (format === "jwk") object = data.d ? createPrivateKey({ key: data, format: "jwk" }) : createPublicKey({ key: data, format: "jwk" });
      else fail("NotSupportedError", `Unable to import ${name} key with format ${format}`);
    } else return /^(ECDSA|ECDH|ED25519|X25519|AES-KW)$/.test(name) ? lacks(`subtle.importKey for ${name}`) : fail("NotSupportedError", "Unrecognized algorithm name");
    return make(object, keyAlgorithm(algorithm, name, object), extractable, usages);
  },
  exportKey: async (format, key) => {
    if (!key.extractable) fail("InvalidAccessError", "key is not extractable");
    const object = objectOf(key);
    if (format === "raw") return buffer(secretOf(object));
    if (format === "jwk") return { key_ops: [...key.usages], ext: true, ...object.export({ format: "jwk" }) };
    return buffer(object.export({ format: "der", type: format }));
  },
  generateKey: async (algorithm, extractable, usages) => {
    const name = nameOf(algorithm);
    if (name === "HMAC" || name.startsWith("AES")) {
      const bits = algorithm.length ?? HASH_BITS[hashOf(algorithm)];
      const object = keysPart().makeSecret(common().randomBytes(Math.floor(bits / 8)));
      return make(object, keyAlgorithm(algorithm, name, object), extractable, usages);
    }
    if (!name.startsWith("RSA")) return lacks(`subtle.generateKey for ${name}`);
    const pair = keysPart().generateKeyPairSync("rsa", { modulusLength: algorithm.modulusLength });
    const of = (list) => usages.filter((u) => list.includes(u));
    return {
      publicKey: make(pair.publicKey, keyAlgorithm(algorithm, name, pair.publicKey), true, of(["verify", "encrypt", "wrapKey"])),
      privateKey: make(pair.privateKey, keyAlgorithm(algorithm, name, pair.privateKey), extractable, of(["sign", "decrypt", "unwrapKey"])),
    };
  },
  sign: async (algorithm, key, data) => {
    const object = may(key, "sign");
    const bytes = bytesOf(data);
    const name = key.algorithm.name.toUpperCase();
    if (name === "HMAC") return soon(() => buffer(host.hmac(hashOf(key.algorithm), secretOf(object), bytes)));
    const rsa = require("internal/crypto/rsa");
    const hash = hashOf(key.algorithm);
    return soon(() => buffer(name === "RSA-PSS" ? rsa.signPss(secretOf(object), hash, bytes, algorithm.saltLength) : rsa.sign(secretOf(object), hash, bytes)));
  },
  verify: async (algorithm, key, signature, data) => {
    const object = may(key, "verify");
    const [given, bytes] = [bytesOf(signature), bytesOf(data)];
    const name = key.algorithm.name.toUpperCase();
    const hash = hashOf(key.algorithm);
    if (name === "HMAC") return soon(() => own(host.hmac(hash, secretOf(object), bytes)).equals(given));
    const rsa = require("internal/crypto/rsa");
    return soon(() => (name === "RSA-PSS" ? rsa.verifyPss(secretOf(object), hash, bytes, given, algorithm.saltLength) : rsa.verify(secretOf(object), hash, bytes, given)));
  },
  encrypt: async (algorithm, key, data) => {
    const object = may(key, "encrypt");
    const bytes = bytesOf(data);
    if (nameOf(algorithm) === "RSA-OAEP") return soon(() => buffer(require("internal/crypto/rsa").encryptOaep(secretOf(object), bytes, hashOf(key.algorithm), Buffer.alloc(0))));
    return soon(() => buffer(aes(true, algorithm, secretOf(object), bytes)));
  },
  decrypt: async (algorithm, key, data) => {
    const object = may(key, "decrypt");
    const bytes = bytesOf(data);
    if (nameOf(algorithm) === "RSA-OAEP") return soon(() => buffer(require("internal/crypto/rsa").decryptOaep(secretOf(object), bytes, hashOf(key.algorithm), Buffer.alloc(0))));
    return soon(() => buffer(aes(false, algorithm, secretOf(object), bytes)));
  },
  deriveBits: async (algorithm, key, length) => {
    const object = may(key, "deriveBits");
    return soon(() => derive(algorithm, secretOf(object), length));
  },
  deriveKey: async (algorithm, key, wanted, extractable, usages) => {
    const object = may(key, "deriveKey");
    const bits = wanted.length ?? HASH_BITS[hashOf(wanted)];
    return subtle.importKey("raw", derive(algorithm, secretOf(object), bits), wanted, extractable, usages);
  },
};

function derive(algorithm, bytes, bits) {
  const hash = hashOf(algorithm);
  if (nameOf(algorithm) === "PBKDF2") return buffer(host.pbkdf2(hash, bytes, bytesOf(algorithm.salt), algorithm.iterations, bits / 8));
  if (nameOf(algorithm) === "HKDF") return require("crypto").hkdfSync(hash, bytes, bytesOf(algorithm.salt), bytesOf(algorithm.info), bits / 8);
  return lacks(`subtle.deriveBits for ${nameOf(algorithm)}`);
}
lackNames(subtle, "subtle", "wrapKey unwrapKey");

const crypto = {
  subtle,
  getRandomValues(target) {
    if (!ArrayBuffer.isView(target) || target instanceof Float32Array || target instanceof Float64Array || target instanceof DataView) fail("TypeMismatchError", "The data argument must be an integer-type TypedArray");
    if (target.byteLength > 65536) fail("QuotaExceededError", `The requested length exceeds 65,536 bytes`);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(kernel("random").bytes(target.byteLength));
    return target;
  },
  randomUUID: () => require("crypto").randomUUID(),
};
Object.defineProperty(crypto, Symbol.toStringTag, { value: "Crypto", configurable: true });

module.exports = { crypto, CryptoKey, isCryptoKey: is, keyObjectOf: objectOf };
