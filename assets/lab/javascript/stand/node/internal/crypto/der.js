// The little of ASN.1 that keys need.

const { Buffer } = require("internal/buffer");

const OIDS = { rsa: "2a864886f70d010101", pss: "2a864886f70d01010a", ec: "2a8648ce3d0201", ed25519: "2b6570", x25519: "2b656e" };

/** The element at the beginning of bytes: its tag, what is in it, and what follows. */
function read(bytes) {
  if (bytes.length < 2) throw new Error("too short");
  let [length, at] = [bytes[1], 2];
  if (length & 0x80) {
    const n = length & 0x7f;
    length = 0;
    for (let i = 0; i < n; i++) length = length * 256 + bytes[at++];
  }
  if (at + length > bytes.length) throw new Error("too short");
  return { tag: bytes[0], inner: bytes.subarray(at, at + length), rest: bytes.subarray(at + length) };
}

/** Every element in bytes. */
function all(bytes) {
  const out = [];
  for (let rest = bytes; rest.length; ) {
    const found = read(rest);
    out.push(found);
    rest = found.rest;
  }
  return out;
}

function element(tag, ...inner) {
  const body = Buffer.concat(inner);
  let length = [body.length];
  if (body.length > 127) {
    const size = [];
    for (let n = body.length; n > 0; n = Math.floor(n / 256)) size.unshift(n % 256);
    length = [0x80 | size.length, ...size];
  }
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const toBig = (bytes) => (bytes.length ? BigInt(`0x${bytes.toString("hex")}`) : 0n);

/** A number as at least `size` bytes. */
function fromBig(value, size = 0) {
  let hex = value.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  return Buffer.from(hex.padStart(size * 2, "0"), "hex");
}

function integer(value) {
  const bytes = fromBig(value);
  return element(2, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

const oid = (name) => element(6, Buffer.from(OIDS[name], "hex"));
const sequence = (...inner) => element(0x30, ...inner);
const NULL = Buffer.from([5, 0]);

/** PEM text of DER bytes. */
function pem(label, der) {
  return `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
}

/** Label and bytes of a PEM text, or null. */
function unpem(text) {
  const found = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
  if (!found) return null;
  const body = found[2].replace(/^[\s\S]*?\n\s*\n(?=[A-Za-z0-9+/])/, (head) => (/:/.test(head) ? "" : head));
  return { label: found[1], der: Buffer.from(body.replace(/\s+/g, ""), "base64"), encrypted: /Proc-Type: 4,ENCRYPTED/.test(found[2]) };
}

const publicPkcs1 = (key) => sequence(integer(key.n), integer(key.e));
const privatePkcs1 = (key) => sequence(integer(0n), ...[key.n, key.e, key.d, key.p, key.q, key.d % (key.p - 1n), key.d % (key.q - 1n), key.qi].map(integer));
const spki = (key) => sequence(sequence(oid("rsa"), NULL), element(3, Buffer.from([0]), publicPkcs1(key)));
const pkcs8 = (key) => sequence(integer(0n), sequence(oid("rsa"), NULL), element(4, privatePkcs1(key)));

function readPublicPkcs1(der) {
  const [n, e] = all(read(der).inner).map((x) => toBig(x.inner));
  return { n, e };
}

function readPrivatePkcs1(der) {
  const [, n, e, d, p, q, , , qi] = all(read(der).inner).map((x) => toBig(x.inner));
  return { n, e, d, p, q, qi };
}

/** The algorithm's name and what it holds, of a public (`spki`) or private (`pkcs8`) key. */
function readSpki(der) {
  const [algorithm, key] = all(read(der).inner);
  return { kind: kindOf(algorithm), inner: key.inner.subarray(1) };
}

function readPkcs8(der) {
  const [, algorithm, key] = all(read(der).inner);
  return { kind: kindOf(algorithm), inner: key.inner };
}

function kindOf(algorithm) {
  const hex = all(algorithm.inner)[0].inner.toString("hex");
  return Object.keys(OIDS).find((name) => OIDS[name] === hex) ?? "unknown";
}

/** The public key in a certificate. */
function readCertificate(der) {
  const [body] = all(read(der).inner);
  const found = all(body.inner).find((x) => x.tag === 0x30 && (() => {
    try {
      return all(x.inner)[1].tag === 3;
    } catch {
      return false;
    }
  })());
  return readSpki(element(0x30, found.inner));
}

module.exports = { read, all, element, sequence, integer, toBig, fromBig, pem, unpem, publicPkcs1, privatePkcs1, spki, pkcs8, readPublicPkcs1, readPrivatePkcs1, readSpki, readPkcs8, readCertificate, NULL };
