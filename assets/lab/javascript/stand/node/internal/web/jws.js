"use strict";
// Signed tokens: keys, encoding, signatures.

let loaded = null;
// Most tokens need none of it.
const crypto = () => (loaded ??= require("crypto"));

const SHAPE = /^[a-zA-Z0-9\-_]+?\.[a-zA-Z0-9\-_]+?\.([a-zA-Z0-9\-_]+)?$/;

const url = (bytes) => Buffer.from(bytes).toString("base64url");

/** Key material as a key: `use` is "private" or "public"; undefined where it is none; what there is none of stays so. */
function keyOf(material, use) {
  if (material === null || material === undefined || material === "") return material === "" ? { type: "secret", bytes: Buffer.alloc(0) } : { type: null };
  const text = typeof material === "string" || Buffer.isBuffer(material) ? material.toString("latin1") : "";
  if (typeof material === "object" && typeof material.type === "string" && typeof material.export === "function") return material;
  const isObject = typeof material === "object" && !ArrayBuffer.isView(material) && !(material instanceof ArrayBuffer);
  if (text.includes("-----BEGIN") || isObject) {
    try {
      return use === "private" ? crypto().createPrivateKey(material) : crypto().createPublicKey(material);
    } catch (error) {
      if (error && error.name === "LabLacks") throw error;
      if (isObject) return undefined;
    }
  }
  if (typeof material === "string") return secret(Buffer.from(material));
  if (ArrayBuffer.isView(material) || material instanceof ArrayBuffer) return secret(Buffer.from(material.buffer ?? material, material.byteOffset, material.byteLength));
  return undefined;
}

function secret(bytes) {
  return { type: "secret", bytes };
}

function signature(algorithm, input, key) {
  if (algorithm === "none") return "";
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith("HS")) return host.base64(host.hmac(hash, key.bytes ?? key.export(), host.utf8(input)), true);
  if (algorithm.startsWith("ES")) return url(crypto().sign(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }));
  if (algorithm.startsWith("PS")) {
    return url(crypto().sign(hash, Buffer.from(input), { key, padding: crypto().constants.RSA_PKCS1_PSS_PADDING, saltLength: crypto().constants.RSA_PSS_SALTLEN_DIGEST }));
  }
  return url(crypto().sign(hash, Buffer.from(input), key));
}

/** A token of a header and a payload. */
function sign(header, payload, key, encoding = "utf8") {
  const text = typeof payload === "string" ? payload : typeof payload === "number" || Buffer.isBuffer(payload) ? payload.toString() : JSON.stringify(payload);
  const input = `${Buffer.from(JSON.stringify(header), "binary").toString("base64url")}.${Buffer.from(text, encoding).toString("base64url")}`;
  return `${input}.${signature(header.alg, input, key)}`;
}

/** Whether a token's signature holds. */
function verify(token, algorithm, key) {
  const at = token.lastIndexOf(".");
  const [input, given] = [token.slice(0, at), token.slice(at + 1)];
  if (algorithm === "none") return given === "";
  if (algorithm.startsWith("HS")) {
    return given === signature(algorithm, input, key);
  }
  const hash = `sha${algorithm.slice(2)}`;
  const bytes = Buffer.from(given, "base64url");
  if (algorithm.startsWith("ES")) return crypto().verify(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }, bytes);
  if (algorithm.startsWith("PS")) {
    return crypto().verify(hash, Buffer.from(input), { key, padding: crypto().constants.RSA_PKCS1_PSS_PADDING, saltLength: crypto().constants.RSA_PSS_SALTLEN_DIGEST }, bytes);
  }
  return crypto().verify(hash, Buffer.from(input), key, bytes);
}

/** `{ header, payload, signature }` of a token, or null. */
function decode(token, options) {
  const text = typeof token === "string" ? token : Buffer.isBuffer(token) ? token.toString("utf8") : JSON.stringify(token);
  if (typeof text !== "string" || !SHAPE.test(text)) return null;
  const [head, body, end] = text.split(".");
  let header;
  try {
    header = JSON.parse(Buffer.from(head, "base64").toString("latin1"));
  } catch {
    return null;
  }
  if (header === null || typeof header !== "object") return null;
  let payload = Buffer.from(body, "base64").toString("utf8");
  if (header.typ === "JWT" || (options && options.json)) payload = JSON.parse(payload);
  return { header, payload, signature: end };
}

module.exports = { keyOf, sign, verify, decode, signature };
