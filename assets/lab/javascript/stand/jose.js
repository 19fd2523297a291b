"use strict";
// Tokens in the style of jose: shared secrets, and what node:crypto can do with key pairs.

const jws = require("internal/web/jws");
const ms = require("ms");

class JOSEError extends Error {
  constructor(message, code) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}
class JWTClaimValidationFailed extends JOSEError {
  constructor(message, payload, claim = "unspecified", reason = "unspecified", code = "ERR_JWT_CLAIM_VALIDATION_FAILED") {
    super(message, code);
    Object.assign(this, { payload, claim, reason });
  }
}
class JWTExpired extends JWTClaimValidationFailed {
  constructor(message, payload, claim, reason) {
    super(message, payload, claim, reason, "ERR_JWT_EXPIRED");
  }
}
class JWTInvalid extends JOSEError {
  constructor(message = "Invalid JWT") {
    super(message, "ERR_JWT_INVALID");
  }
}
class JWSInvalid extends JOSEError {
  constructor(message = "Invalid Compact JWS") {
    super(message, "ERR_JWS_INVALID");
  }
}
class JWSSignatureVerificationFailed extends JOSEError {
  constructor() {
    super("signature verification failed", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED");
  }
}
class JOSEAlgNotAllowed extends JOSEError {
  constructor(message = '"alg" (Algorithm) Header Parameter value not allowed') {
    super(message, "ERR_JOSE_ALG_NOT_ALLOWED");
  }
}

const now = () => Math.floor(Date.now() / 1000);

function seconds(given) {
  const found = /^(\+|-)? ?(\d+(?:\.\d+)?) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)(?: (ago|from now))?$/i.exec(given);
  if (!found) throw new TypeError("Invalid time period format");
  const length = Math.round(ms(`${found[2]} ${found[3]}`) / 1000);
  return found[1] === "-" || found[4] === "ago" ? -length : length;
}

const moment = (given) => (typeof given === "number" ? given : given instanceof Date ? Math.floor(given.getTime() / 1000) : now() + seconds(given));

/** A key as the signing code has it: secrets are bytes, never texts. */
function keyFor(key, algorithm, use) {
  if (typeof key === "string") throw new TypeError(`Key for the ${algorithm} algorithm must be one of type CryptoKey, KeyObject, JSON Web Key, or Uint8Array. Received type string ('${key}')`);
  if (algorithm.startsWith("HS") && key && key.type && key.type !== "secret") throw new TypeError(`Keys for symmetric algorithms must be of type "secret"`);
  if (!algorithm.startsWith("HS") && (ArrayBuffer.isView(key) || (key && key.type === "secret"))) throw new TypeError(`Key for the ${algorithm} algorithm must be one of type CryptoKey, KeyObject, or JSON Web Key. Received an instance of Uint8Array`);
  if (key && key.type && typeof key.algorithm === "object") host.lacks("the lab has no CryptoKey in jose: use a KeyObject or bytes");
  return jws.keyOf(key, use);
}

class SignJWT {
  #payload;
  #header = null;

  constructor(payload = {}) {
    if (payload === null || typeof payload !== "object") throw new TypeError("JWT Claims Set MUST be an object");
    this.#payload = { ...payload };
  }
  #set(name, value) {
    this.#payload[name] = value;
    return this;
  }
  setIssuer(value) {
    return this.#set("iss", value);
  }
  setSubject(value) {
    return this.#set("sub", value);
  }
  setAudience(value) {
    return this.#set("aud", value);
  }
  setJti(value) {
    return this.#set("jti", value);
  }
  setNotBefore(value) {
    return this.#set("nbf", moment(value));
  }
  setExpirationTime(value) {
    return this.#set("exp", moment(value));
  }
  setIssuedAt(value) {
    return this.#set("iat", value === undefined ? now() : moment(value));
  }
  setProtectedHeader(header) {
    this.#header = header;
    return this;
  }
  async sign(key) {
    if (!this.#header || typeof this.#header.alg !== "string" || !this.#header.alg) throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid');
    if (this.#header.alg === "none") throw new JOSEError("alg none is not supported", "ERR_JOSE_NOT_SUPPORTED");
    return jws.sign(this.#header, this.#payload, keyFor(key, this.#header.alg, "private"));
  }
}

async function compactVerify(token, key, options = {}) {
  const text = typeof token === "string" ? token : Buffer.from(token).toString("utf8");
  const parts = text.split(".");
  if (parts.length !== 3) throw new JWSInvalid();
  let header;
  try {
    header = JSON.parse(Buffer.from(parts[0], "base64url").toString("utf8"));
  } catch {
    throw new JWSInvalid("JWS Protected Header is invalid");
  }
  if (typeof header.alg !== "string" || !header.alg) throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid');
  if (options.algorithms && !options.algorithms.includes(header.alg)) throw new JOSEAlgNotAllowed();
  const found = typeof key === "function" ? await key(header, { payload: parts[1], signature: parts[2] }) : key;
  if (!/^(HS|RS|PS|ES)(256|384|512)$/.test(header.alg)) throw new JOSEError(`alg ${header.alg} is not supported either by JOSE or your javascript runtime`, "ERR_JOSE_NOT_SUPPORTED");
  if (!jws.verify(text, header.alg, keyFor(found, header.alg, "public"))) throw new JWSSignatureVerificationFailed();
  return { payload: new Uint8Array(Buffer.from(parts[1], "base64url")), protectedHeader: header };
}

function claims(payload, o, header) {
  const fail = (message, claim, reason) => {
    throw new JWTClaimValidationFailed(message, payload, claim, reason);
  };
  const { requiredClaims = [], issuer, subject, audience, maxTokenAge, typ, clockTolerance } = o;
  if (typ && (typeof header.typ !== "string" || header.typ.toLowerCase() !== typ.toLowerCase())) fail('unexpected "typ" JWT header value', "typ", "check_failed");
  const needed = [...requiredClaims, ...(maxTokenAge !== undefined ? ["iat"] : []), ...(audience !== undefined ? ["aud"] : []), ...(subject !== undefined ? ["sub"] : []), ...(issuer !== undefined ? ["iss"] : [])];
  for (const claim of new Set(needed.reverse())) if (!(claim in payload)) fail(`missing required "${claim}" claim`, claim, "missing");
  if (issuer !== undefined && ![].concat(issuer).includes(payload.iss)) fail('unexpected "iss" claim value', "iss", "check_failed");
  if (subject !== undefined && payload.sub !== subject) fail('unexpected "sub" claim value', "sub", "check_failed");
  if (audience !== undefined && ![].concat(payload.aud).some((one) => [].concat(audience).includes(one))) fail('unexpected "aud" claim value', "aud", "check_failed");
  const slack = typeof clockTolerance === "string" ? seconds(clockTolerance) : clockTolerance ?? 0;
  const at = o.currentDate ? Math.floor(o.currentDate.getTime() / 1000) : now();
  for (const claim of ["iat", "nbf", "exp"]) if ((payload[claim] !== undefined || (claim === "iat" && maxTokenAge !== undefined)) && typeof payload[claim] !== "number") fail(`"${claim}" claim must be a number`, claim, "invalid");
  if (payload.nbf !== undefined && payload.nbf > at + slack) fail('"nbf" claim timestamp check failed', "nbf", "check_failed");
  if (payload.exp !== undefined && payload.exp <= at - slack) throw new JWTExpired('"exp" claim timestamp check failed', payload, "exp", "check_failed");
  if (maxTokenAge !== undefined) {
    const age = at - payload.iat;
    if (age - slack > (typeof maxTokenAge === "number" ? maxTokenAge : seconds(maxTokenAge))) throw new JWTExpired('"iat" claim timestamp check failed (too far in the past)', payload, "iat", "check_failed");
    if (age < 0 - slack) fail('"iat" claim timestamp check failed (it should be in the past)', "iat", "check_failed");
  }
}

function payloadOf(bytes) {
  let payload;
  try {
    payload = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    payload = undefined;
  }
  if (payload === null || typeof payload !== "object" || Array.isArray(payload)) throw new JWTInvalid("JWT Claims Set must be a top-level JSON object");
  return payload;
}

async function jwtVerify(token, key, options = {}) {
  const { payload: bytes, protectedHeader } = await compactVerify(token, key, options);
  const payload = payloadOf(bytes);
  claims(payload, options, protectedHeader);
  return { payload, protectedHeader };
}

function decodeJwt(token) {
  if (typeof token !== "string") throw new JWTInvalid("JWTs must use Compact JWS serialization, JWT must be a string");
  const parts = token.split(".");
  if (parts.length !== 3) throw new JWTInvalid();
  return payloadOf(Buffer.from(parts[1], "base64url"));
}

const imported = (make) => async (text) => require("crypto")[make](text);

module.exports = {
  SignJWT, jwtVerify, compactVerify, decodeJwt,
  decodeProtectedHeader: (token) => JSON.parse(Buffer.from((typeof token === "string" ? token : token.protected).split(".")[0], "base64url").toString("utf8")),
  importSPKI: imported("createPublicKey"),
  importPKCS8: imported("createPrivateKey"),
  importJWK: async (jwk) => (jwk.kty === "oct" ? new Uint8Array(Buffer.from(jwk.k, "base64url")) : require("crypto")[jwk.d ? "createPrivateKey" : "createPublicKey"]({ key: jwk, format: "jwk" })),
  base64url: { encode: (data) => Buffer.from(data).toString("base64url"), decode: (text) => new Uint8Array(Buffer.from(text, "base64url")) },
  errors: { JOSEError, JWTClaimValidationFailed, JWTExpired, JWTInvalid, JWSInvalid, JWSSignatureVerificationFailed, JOSEAlgNotAllowed },
};
for (const name of ["createRemoteJWKSet", "createLocalJWKSet", "EncryptJWT", "jwtDecrypt", "CompactSign", "generateKeyPair", "generateSecret", "exportJWK", "exportSPKI", "UnsecuredJWT", "GeneralSign", "FlattenedSign", "flattenedVerify"]) {
  Object.defineProperty(module.exports, name, { configurable: true, get: () => host.lacks(`the lab has no jose.${name}`) });
}
