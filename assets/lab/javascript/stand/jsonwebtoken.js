"use strict";
// JSON Web Tokens, by the rules of version 9.

const { JsonWebTokenError, TokenExpiredError, NotBeforeError } = require("internal/web/jwt_errors");
const jws = require("internal/web/jws");
const ms = require("ms");

const FAMILIES = {
  secret: ["HS256", "HS384", "HS512"],
  rsa: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  "rsa-pss": ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ec: ["ES256", "ES384", "ES512"],
};
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "none"];
const FOR_KEYS = { ec: FAMILIES.ec, rsa: ["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"], "rsa-pss": ["PS256", "PS384", "PS512"] };
const CURVES = { ES256: "prime256v1", ES384: "secp384r1", ES512: "secp521r1" };

const isPlain = (value) => value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
const isText = (value) => typeof value === "string";
const span = (value) => Number.isInteger(value) || (isText(value) && Boolean(value));

const OPTIONS = {
  expiresIn: [span, '"expiresIn" should be a number of seconds or string representing a timespan'],
  notBefore: [span, '"notBefore" should be a number of seconds or string representing a timespan'],
  audience: [(value) => isText(value) || Array.isArray(value), '"audience" must be a string or array'],
  algorithm: [(value) => ALGORITHMS.includes(value), '"algorithm" must be a valid string enum value'],
  header: [isPlain, '"header" must be an object'],
  encoding: [isText, '"encoding" must be a string'],
  issuer: [isText, '"issuer" must be a string'],
  subject: [isText, '"subject" must be a string'],
  jwtid: [isText, '"jwtid" must be a string'],
  noTimestamp: [(value) => typeof value === "boolean", '"noTimestamp" must be a boolean'],
  keyid: [isText, '"keyid" must be a string'],
  mutatePayload: [(value) => typeof value === "boolean", '"mutatePayload" must be a boolean'],
  allowInsecureKeySizes: [(value) => typeof value === "boolean", '"allowInsecureKeySizes" must be a boolean'],
  allowInvalidAsymmetricKeyTypes: [(value) => typeof value === "boolean", '"allowInvalidAsymmetricKeyTypes" must be a boolean'],
};
const CLAIMS = Object.fromEntries(["iat", "exp", "nbf"].map((name) => [name, [(value) => typeof value === "number", `"${name}" should be a number of seconds`]]));
const FROM_OPTIONS = { audience: "aud", issuer: "iss", subject: "sub", jwtid: "jti" };

function validate(schema, strict, object, what) {
  if (!isPlain(object)) throw new Error(`Expected "${what}" to be a plain object.`);
  for (const key of Object.keys(object)) {
    const rule = Object.prototype.hasOwnProperty.call(schema, key) ? schema[key] : undefined;
    if (!rule && strict) throw new Error(`"${key}" is not allowed in "${what}"`);
    if (rule && !rule[0](object[key])) throw new Error(rule[1]);
  }
}

function checkKey(algorithm, key, details) {
  const type = key && key.asymmetricKeyType;
  if (!algorithm || !type) return;
  const good = FOR_KEYS[type];
  if (!good) throw new Error(`Unknown key type "${type}".`);
  if (!good.includes(algorithm)) throw new Error(`"alg" parameter for "${type}" key type must be one of: ${good.join(", ")}.`);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (type === "ec" && curve !== undefined && curve !== CURVES[algorithm]) throw new Error(`"alg" parameter "${algorithm}" requires curve "${CURVES[algorithm]}".`);
}

/** When a span that starts at `from` is over, in seconds; undefined where it is none. */
function after(value, from) {
  if (typeof value === "number") return from + value;
  const length = isText(value) ? ms(value) : undefined;
  return length === undefined ? undefined : Math.floor(from + length / 1000);
}

/** Run `make` and hand its outcome to a callback, or back. */
function outcome(callback, make) {
  if (!callback) return make();
  let value;
  try {
    value = make();
  } catch (error) {
    return void process.nextTick(callback, error);
  }
  return void process.nextTick(callback, null, value);
}

function sign(payload, secretOrPrivateKey, options, callback) {
  const done = typeof options === "function" ? options : callback;
  return outcome(done, () => signed(payload, secretOrPrivateKey, typeof options === "function" ? {} : options || {}));
}

function signed(given, secretOrPrivateKey, options) {
  let payload = given;
  const isObject = typeof payload === "object" && !Buffer.isBuffer(payload);
  const header = { alg: options.algorithm || "HS256", typ: isObject ? "JWT" : undefined, kid: options.keyid, ...options.header };
  if (!secretOrPrivateKey && options.algorithm !== "none") throw new Error("secretOrPrivateKey must have a value");
  const key = jws.keyOf(secretOrPrivateKey, "private");
  if (key === undefined) throw new Error("secretOrPrivateKey is not valid key material");
  if (header.alg.startsWith("HS") && key.type !== "secret") throw new Error(`secretOrPrivateKey must be a symmetric key when using ${header.alg}`);
  if (/^(?:RS|PS|ES)/.test(header.alg)) {
    if (key.type !== "private") throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${header.alg}`);
    if (!options.allowInsecureKeySizes && !header.alg.startsWith("ES") && key.asymmetricKeyDetails?.modulusLength < 2048) {
      throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${header.alg}`);
    }
  }
  if (payload === undefined) throw new Error("payload is required");
  if (isObject) {
    validate(CLAIMS, false, payload, "payload");
    if (!options.mutatePayload) payload = { ...payload };
  } else {
    const bad = ["expiresIn", "notBefore", "noTimestamp", "audience", "issuer", "subject", "jwtid"].filter((name) => options[name] !== undefined);
    if (bad.length) throw new Error(`invalid ${bad.join(",")} option for ${typeof payload} payload`);
  }
  if (payload.exp !== undefined && options.expiresIn !== undefined) throw new Error('Bad "options.expiresIn" option the payload already has an "exp" property.');
  if (payload.nbf !== undefined && options.notBefore !== undefined) throw new Error('Bad "options.notBefore" option the payload already has an "nbf" property.');
  validate(OPTIONS, true, options, "options");
  if (!options.allowInvalidAsymmetricKeyTypes) checkKey(header.alg, key);
  const now = payload.iat || Math.floor(Date.now() / 1000);
  if (options.noTimestamp) delete payload.iat;
  else if (isObject) payload.iat = now;
  for (const [option, claim] of [["notBefore", "nbf"], ["expiresIn", "exp"]]) {
    if (options[option] === undefined || typeof payload !== "object") continue;
    payload[claim] = after(options[option], now);
    if (payload[claim] === undefined) throw new Error(`"${option}" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60`);
  }
  for (const option of Object.keys(FROM_OPTIONS)) {
    const claim = FROM_OPTIONS[option];
    if (options[option] === undefined) continue;
    if (payload[claim] !== undefined) throw new Error(`Bad "options.${option}" option. The payload already has an "${claim}" property.`);
    payload[claim] = options[option];
  }
  return jws.sign(header, payload, key, options.encoding || "utf8");
}

/** What a token says, nothing checked; null where it is none. */
function decode(token, options) {
  const found = jws.decode(token, options);
  if (!found) return null;
  let { payload } = found;
  if (isText(payload)) {
    try {
      const parsed = JSON.parse(payload);
      if (parsed !== null && typeof parsed === "object") payload = parsed;
    } catch {
      // A text that is no JSON is a payload too.
    }
  }
  return options && options.complete === true ? { header: found.header, payload, signature: found.signature } : payload;
}

function verify(token, secretOrPublicKey, options, callback) {
  const done = typeof options === "function" ? options : callback;
  const given = { ...(typeof options === "function" ? {} : options) };
  const finish = done || ((error, value) => {
    if (error) throw error;
    return value;
  });
  const fail = (message) => finish(new JsonWebTokenError(message));
  if (given.clockTimestamp && typeof given.clockTimestamp !== "number") return fail("clockTimestamp must be a number");
  if (given.nonce !== undefined && (!isText(given.nonce) || given.nonce.trim() === "")) return fail("nonce must be a non-empty string");
  if (given.allowInvalidAsymmetricKeyTypes !== undefined && typeof given.allowInvalidAsymmetricKeyTypes !== "boolean") return fail("allowInvalidAsymmetricKeyTypes must be a boolean");
  if (!token) return fail("jwt must be provided");
  if (!isText(token)) return fail("jwt must be a string");
  const parts = token.split(".");
  if (parts.length !== 3) return fail("jwt malformed");
  let decoded;
  try {
    decoded = decode(token, { complete: true });
  } catch (error) {
    return finish(error);
  }
  if (!decoded) return fail("invalid token");
  if (typeof secretOrPublicKey !== "function") return check(null, secretOrPublicKey);
  if (!done) return fail("verify must be called asynchronous if secret or public key is provided as a callback");
  return secretOrPublicKey(decoded.header, check);

  function check(error, material) {
    if (error) return fail(`error in secret or public key callback: ${error.message}`);
    let value;
    try {
      value = checked(token, parts, decoded, material, given);
    } catch (thrown) {
      return finish(thrown);
    }
    return finish(null, value);
  }
}

function checked(token, parts, decoded, material, o) {
  const fail = (message) => {
    throw new JsonWebTokenError(message);
  };
  const now = o.clockTimestamp || Math.floor(Date.now() / 1000);
  const { header, payload } = decoded;
  const hasSignature = parts[2].trim() !== "";
  if (!hasSignature && material) fail("jwt signature is required");
  if (hasSignature && !material) fail("secret or public key must be provided");
  if (!hasSignature && !o.algorithms) fail('please specify "none" in "algorithms" to verify unsigned tokens');
  const key = jws.keyOf(material, "public");
  if (key === undefined) fail("secretOrPublicKey is not valid key material");
  const algorithms = o.algorithms ?? FAMILIES[key.type === "secret" ? "secret" : key.asymmetricKeyType] ?? FAMILIES.rsa;
  if (algorithms.indexOf(header.alg) === -1) fail("invalid algorithm");
  if (header.alg.startsWith("HS") && key.type !== "secret") fail(`secretOrPublicKey must be a symmetric key when using ${header.alg}`);
  if (/^(?:RS|PS|ES)/.test(header.alg) && key.type !== "public") fail(`secretOrPublicKey must be an asymmetric key when using ${header.alg}`);
  if (!o.allowInvalidAsymmetricKeyTypes) checkKey(header.alg, key);
  if (!jws.verify(token, header.alg, key)) fail("invalid signature");

  const slack = o.clockTolerance || 0;
  if (payload.nbf !== undefined && !o.ignoreNotBefore) {
    if (typeof payload.nbf !== "number") fail("invalid nbf value");
    if (payload.nbf > now + slack) throw new NotBeforeError("jwt not active", new Date(payload.nbf * 1000));
  }
  if (payload.exp !== undefined && !o.ignoreExpiration) {
    if (typeof payload.exp !== "number") fail("invalid exp value");
    if (now >= payload.exp + slack) throw new TokenExpiredError("jwt expired", new Date(payload.exp * 1000));
  }
  if (o.audience) {
    const wanted = [].concat(o.audience);
    const has = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
    if (!has.some((one) => wanted.some((want) => (want instanceof RegExp ? want.test(one) : want === one)))) fail(`jwt audience invalid. expected: ${wanted.join(" or ")}`);
  }
  if (o.issuer && ((isText(o.issuer) && payload.iss !== o.issuer) || (Array.isArray(o.issuer) && !o.issuer.includes(payload.iss)))) fail(`jwt issuer invalid. expected: ${o.issuer}`);
  if (o.subject && payload.sub !== o.subject) fail(`jwt subject invalid. expected: ${o.subject}`);
  if (o.jwtid && payload.jti !== o.jwtid) fail(`jwt jwtid invalid. expected: ${o.jwtid}`);
  if (o.nonce && payload.nonce !== o.nonce) fail(`jwt nonce invalid. expected: ${o.nonce}`);
  if (o.maxAge) {
    if (typeof payload.iat !== "number") fail("iat required when maxAge is specified");
    const until = after(o.maxAge, payload.iat);
    if (until === undefined) fail('"maxAge" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60');
    if (now >= until + slack) throw new TokenExpiredError("maxAge exceeded", new Date(until * 1000));
  }
  return o.complete === true ? { header, payload, signature: decoded.signature } : payload;
}

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError };
