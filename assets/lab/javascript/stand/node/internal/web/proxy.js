"use strict";
// Whom an app behind proxies believes: the forms of Express' `trust proxy`.

const isIP = kernel("ip").version;

const NAMED = {
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  loopback: ["127.0.0.1/8", "::1/128"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** An address as `{ bits, value }`; one that maps an IPv4 address counts as that. */
function parse(address) {
  if (isIP(address) === 4) return { bits: 32, value: address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
  let text = address.split("%")[0];
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted) {
    const [a, b, c, d] = dotted.slice(2).map(Number);
    text = `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const [head, tail] = text.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group || "0"}`), 0n);
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn, mapped: true } : { bits: 128, value };
}

function subnet(note) {
  const at = note.lastIndexOf("/");
  const text = at < 0 ? note : note.slice(0, at);
  if (!isIP(text)) throw new TypeError(`invalid IP address: ${text}`);
  const address = parse(text);
  const written = isIP(text) === 6 ? 128 : 32;
  let range = at < 0 ? written : note.slice(at + 1);
  if (typeof range === "string") {
    if (/^\d+$/.test(range)) range = Number(range);
    else if (written === 32 && isIP(range) === 4) range = prefixOf(parse(range).value);
    else range = null;
  }
  if (range === null || range <= 0 || range > written) throw new TypeError(`invalid range on address: ${note}`);
  if (written === 128 && address.bits === 32) {
    if (range < 96) return { bits: 128, value: (0xffffn << 32n) | address.value, range };
    return { ...address, range: range - 96 };
  }
  return { ...address, range };
}

/** The length of a netmask, or null where it is none. */
function prefixOf(mask) {
  const bits = mask.toString(2).padStart(32, "0");
  return /^1*0*$/.test(bits) ? bits.indexOf("0") < 0 ? 32 : bits.indexOf("0") : null;
}

/** Whether an address lies in one of these: `compile("loopback, 10.0.0.0/8")(address)`. */
function compile(value) {
  if (!value) throw new TypeError("argument is required");
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) throw new TypeError("unsupported trust argument");
  const nets = list.flatMap((one) => (Object.prototype.hasOwnProperty.call(NAMED, one) ? NAMED[one] : [one])).map(subnet);
  return function trust(address) {
    if (!isIP(address)) return false;
    const given = parse(address);
    return nets.some((net) => {
      if (net.bits !== given.bits) return false;
      const shift = BigInt(net.bits - net.range);
      return given.value >> shift === net.value >> shift;
    });
  };
}

/** Express' setting: true, false, a number of hops, names and addresses, or a function. */
function compileTrust(value) {
  if (typeof value === "function") return value;
  if (value === true) return () => true;
  if (typeof value === "number") return (address, i) => i < value;
  return compile(typeof value === "string" ? value.split(",").map((one) => one.trim()) : value || []);
}

/** The addresses that a request came by, nearest first. */
function forwarded(req) {
  const header = req.headers["x-forwarded-for"] || "";
  const list = [];
  let end = header.length;
  let start = header.length;
  for (let i = header.length - 1; i >= 0; i--) {
    const char = header[i];
    if (char === " ") {
      if (start === end) start = end = i;
    } else if (char === ",") {
      if (start !== end) list.push(header.slice(start, end));
      start = end = i;
    } else start = i;
  }
  if (start !== end) list.push(header.slice(start, end));
  return [req.socket.remoteAddress, ...list];
}

/** All addresses up to the first that is not trusted. */
function all(req, trust) {
  const addresses = forwarded(req);
  if (!trust) return addresses;
  const test = typeof trust === "function" ? trust : compile(trust);
  for (let i = 0; i < addresses.length - 1; i++) {
    if (!test(addresses[i], i)) addresses.length = i + 1;
  }
  return addresses;
}

/** The address that the request is taken to come from. */
function proxyaddr(req, trust) {
  if (!trust) throw new TypeError("trust argument is required");
  const addresses = all(req, trust);
  return addresses[addresses.length - 1];
}

module.exports = { compile, compileTrust, all, proxyaddr };
