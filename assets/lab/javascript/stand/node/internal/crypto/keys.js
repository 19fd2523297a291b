// `KeyObject` and what makes one.

const { Buffer } = require("internal/buffer");
const { typeError, invalidType, invalidValue } = require("internal/errors");
const { toBytes, view, isBytes, openssl, randomBytes } = require("internal/crypto/common");
const { lacks } = require("internal/lacks");

const KINDS = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"];
const der = () => require("internal/crypto/der");
const secret = Symbol("key");

class KeyObject {
  #data;
  #type;
  constructor(key, type, data) {
    if (key !== secret) throw typeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    this.#type = type;
    this.#data = data;
  }
  get type() { return this.#type; }
  static dataOf(object) { return object.#data; }
  static from(key) { return keyOfCryptoKey(key); }
  equals(other) {
    if (!(other instanceof KeyObject)) throw invalidType("otherKeyObject", "KeyObject", other);
    if (other.#type !== this.#type) return false;
    return this.#type === "secret" ? this.#data.equals(other.#data) : this.#data.n === other.#data.n && this.#data.e === other.#data.e;
  }
}
const { dataOf } = KeyObject;
delete KeyObject.dataOf;
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: "KeyObject", configurable: true });

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() { return dataOf(this).length; }
  export(options) {
    if (options?.format === "jwk") return { kty: "oct", k: dataOf(this).toString("base64url") };
    return Buffer.from(dataOf(this));
  }
}

const b64 = (value) => der().fromBig(value).toString("base64url");

function formatted(label, bytes, options) {
  if (options?.format === "der") return bytes;
  if (options?.format === "pem") return der().pem(label, bytes);
  throw invalidValue("options.format", options?.format);
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() { return dataOf(this).kind ?? "rsa"; }
  get asymmetricKeyDetails() { return { modulusLength: dataOf(this).n.toString(2).length, publicExponent: dataOf(this).e }; }
}

class PublicKeyObject extends AsymmetricKeyObject {
  export(options) {
    const key = dataOf(this);
    if (options?.format === "jwk") return { kty: "RSA", n: b64(key.n), e: b64(key.e) };
    if (options?.type === "pkcs1") return formatted("RSA PUBLIC KEY", der().publicPkcs1(key), options);
    if (options?.type === "spki") return formatted("PUBLIC KEY", der().spki(key), options);
    throw invalidValue("options.type", options?.type);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  export(options) {
    const key = dataOf(this);
    if (options?.format === "jwk") return { kty: "RSA", n: b64(key.n), e: b64(key.e), d: b64(key.d), p: b64(key.p), q: b64(key.q), dp: b64(key.d % (key.p - 1n)), dq: b64(key.d % (key.q - 1n)), qi: b64(key.qi) };
    if (options?.cipher) return lacks("encrypted private keys");
    if (options?.type === "pkcs1") return formatted("RSA PRIVATE KEY", der().privatePkcs1(key), options);
    if (options?.type === "pkcs8") return formatted("PRIVATE KEY", der().pkcs8(key), options);
    throw invalidValue("options.type", options?.type);
  }
}

const makeSecret = (bytes) => new SecretKeyObject(secret, "secret", Buffer.from(bytes));
const makePublic = (data) => new PublicKeyObject(secret, "public", { n: data.n, e: data.e });
const makePrivate = (data) => new PrivateKeyObject(secret, "private", data);

/** The bytes of a secret key, however it is given. */
function secretBytes(key, encoding, name = "key") {
  if (key instanceof KeyObject) {
    if (key.type !== "secret") throw typeError("ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${key.type}, expected secret.`);
    return dataOf(key);
  }
  if (require("internal/webcrypto").isCryptoKey(key)) return dataOf(keyOfCryptoKey(key));
  if (typeof key !== "string" && !isBytes(key)) throw invalidType(name, KINDS, key);
  return toBytes(key, encoding, name, KINDS);
}

const keyOfCryptoKey = (key) => require("internal/webcrypto").keyObjectOf(key);
const unsupported = () => openssl("1E08010C", "DECODER routines", "unsupported");

function rsaOnly(found, read) {
  if (found.kind === "rsa" || found.kind === "pss") return read(found.inner);
  return lacks(`keys of the kind ${found.kind}`, "RSA keys are there");
}

function fromJwk(jwk) {
  if (jwk.kty !== "RSA") return lacks(`keys of the kind ${jwk.kty}`, "RSA keys are there");
  const big = (name) => der().toBig(Buffer.from(jwk[name], "base64url"));
  const key = { n: big("n"), e: big("e") };
  if (jwk.d === undefined) return { key };
  Object.assign(key, { d: big("d"), p: big("p"), q: big("q"), qi: big("qi") });
  return { key, isPrivate: true };
}

/** The RSA numbers of a key in any form: `{ key, isPrivate }`. */
function readAsymmetric(given) {
  if (given instanceof KeyObject) {
    if (given.type === "secret") throw typeError("ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", "Invalid key object type secret, expected private or public.");
    return { key: dataOf(given), isPrivate: given.type === "private" };
  }
  if (require("internal/webcrypto").isCryptoKey(given)) return readAsymmetric(keyOfCryptoKey(given));
  if (given !== null && typeof given === "object" && !isBytes(given)) {
    const { key, format = "pem", type, passphrase } = given;
    if (key instanceof KeyObject) return readAsymmetric(key);
    if (format === "jwk") return fromJwk(key);
    if (format === "der") return fromDer(view(key), type);
    if (key === undefined) throw invalidType("key.key", KINDS.slice(0, 5), key);
    return fromPem(toBytes(key).toString(), passphrase);
  }
  if (typeof given !== "string" && !isBytes(given)) throw invalidType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"], given);
  return fromPem(toBytes(given).toString());
}

function fromDer(bytes, type) {
  const d = der();
  try {
    if (type === "pkcs1") {
      try {
        const key = d.readPrivatePkcs1(bytes);
        if (key.qi !== undefined) return { key, isPrivate: true };
      } catch {
        // It is a public key then.
      }
      return { key: d.readPublicPkcs1(bytes) };
    }
    if (type === "pkcs8") return { key: rsaOnly(d.readPkcs8(bytes), d.readPrivatePkcs1), isPrivate: true };
    return { key: rsaOnly(d.readSpki(bytes), d.readPublicPkcs1) };
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    throw unsupported();
  }
}

function fromPem(text) {
  const d = der();
  const found = d.unpem(text);
  if (found === null) throw unsupported();
  if (found.encrypted || found.label === "ENCRYPTED PRIVATE KEY") return lacks("encrypted private keys");
  switch (found.label) {
    case "PUBLIC KEY": return fromDer(found.der, "spki");
    case "PRIVATE KEY": return fromDer(found.der, "pkcs8");
    case "RSA PUBLIC KEY":
    case "RSA PRIVATE KEY": return fromDer(found.der, "pkcs1");
    case "CERTIFICATE":
      try {
        return { key: rsaOnly(d.readCertificate(found.der), d.readPublicPkcs1) };
      } catch (error) {
        if (error?.name === "LabLacks") throw error;
        throw unsupported();
      }
    case "EC PRIVATE KEY": return lacks("elliptic curve keys", "RSA keys are there");
    default: throw unsupported();
  }
}

function privateKey(given) {
  const found = readAsymmetric(given);
  if (!found.isPrivate) {
    if (given instanceof KeyObject) throw typeError("ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", "Invalid key object type public, expected private.");
    throw unsupported();
  }
  return found.key;
}

const publicKey = (given) => readAsymmetric(given).key;

function createSecretKey(key, encoding) {
  if (typeof key !== "string" && !isBytes(key)) throw invalidType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], key);
  return makeSecret(toBytes(key, encoding, "key"));
}

function createPublicKey(given) {
  if (given instanceof KeyObject && given.type !== "private") throw typeError("ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${given.type}, expected private.`);
  return makePublic(publicKey(given));
}

function createPrivateKey(given) {
  if (given instanceof KeyObject) throw invalidType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], given);
  return makePrivate(privateKey(given));
}

function generateKeyPairSync(type, options = {}) {
  if (type !== "rsa" && type !== "rsa-pss") return ["ec", "ed25519", "ed448", "x25519", "x448", "dsa", "dh"].includes(type) ? lacks(`key pairs of the type ${type}`, "rsa is there") : (() => { throw invalidValue("type", type, "must be a supported key type"); })();
  if (typeof options?.modulusLength !== "number") throw invalidType("options.modulusLength", "number", options?.modulusLength);
  const data = require("internal/crypto/rsa").generate(options.modulusLength, BigInt(options.publicExponent ?? 65537));
  const [open, hidden] = [makePublic(data), makePrivate(data)];
  return {
    publicKey: options.publicKeyEncoding ? open.export(options.publicKeyEncoding) : open,
    privateKey: options.privateKeyEncoding ? hidden.export(options.privateKeyEncoding) : hidden,
  };
}

function generateKeySync(type, options) {
  if (type !== "hmac" && type !== "aes") throw invalidValue("type", type, "must be a supported key type");
  if (type === "aes" && ![128, 192, 256].includes(options?.length)) throw invalidValue("options.length", options?.length, "must be one of: 128, 192, 256");
  return makeSecret(randomBytes(Math.floor(options.length / 8)));
}

module.exports = { KeyObject, secretBytes, privateKey, publicKey, dataOf, makeSecret, makePublic, makePrivate, createSecretKey, createPublicKey, createPrivateKey, generateKeyPairSync, generateKeySync };
