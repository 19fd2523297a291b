"use strict";
// Identifiers after RFC 9562.

const { Buffer } = require("node:buffer");
const { lackNames } = require("internal/lacks");

const FORM = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

function written(bytes, kind) {
  bytes[6] = (bytes[6] & 0x0f) | (kind << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Buffer.from(bytes).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const random = () => Buffer.from(kernel("core").randomBytes(16));

function parse(text) {
  if (!validate(text)) throw new TypeError("Invalid UUID");
  return new Uint8Array(Buffer.from(text.replace(/-/g, ""), "hex"));
}

function validate(text) {
  return typeof text === "string" && FORM.test(text);
}

function named(algorithm, kind) {
  return (name, namespace) => {
    const space = typeof namespace === "string" ? parse(namespace) : namespace;
    if (space?.length !== 16) throw new TypeError("Namespace must be array-like (16 iterable integer values, 0-255)");
    return written(Buffer.from(host.hash(algorithm, Buffer.concat([Buffer.from(space), Buffer.from(name)]))).subarray(0, 16), kind);
  };
}

let node;
let last = 0n;

/** Time in units of 100 ns since 1582, and a node that stays the same: the one before can be told from the one after. */
function v1() {
  node ??= random().subarray(0, 8);
  let ticks = BigInt(Date.now()) * 10000n + 122192928000000000n;
  if (ticks <= last) ticks = last + 1n;
  last = ticks;
  const time = ticks.toString(16).padStart(15, "0");
  const bytes = Buffer.concat([Buffer.from(`${time.slice(7)}${time.slice(3, 7)}0${time.slice(0, 3)}`, "hex"), node]);
  bytes[10] |= 1;
  return written(bytes, 1);
}

function v7() {
  const bytes = random();
  bytes.writeUIntBE(Date.now(), 0, 6);
  return written(bytes, 7);
}

module.exports = {
  v1,
  v3: named("md5", 3),
  v4: (options) => written(Buffer.from(options?.random ?? options?.rng?.() ?? random()), 4),
  v5: named("sha1", 5),
  v7,
  validate,
  parse,
  stringify: (bytes) => Buffer.from(bytes).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  version: (text) => {
    if (!validate(text)) throw new TypeError("Invalid UUID");
    return Number.parseInt(text[14], 16);
  },
  NIL: "00000000-0000-0000-0000-000000000000",
  MAX: "ffffffff-ffff-ffff-ffff-ffffffffffff",
};
lackNames(module.exports, "uuid", "v6 v1ToV6 v6ToV1");
