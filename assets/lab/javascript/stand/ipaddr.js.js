// `ipaddr.js`

const ip = kernel("ip");

const bits = (address) => (address.kind() === "ipv4" ? address.octets : address.parts.flatMap((p) => [p >> 8, p & 255]));

function matches(address, [other, length]) {
  if (address.kind() !== other.kind()) throw new Error(`ipaddr: cannot match ${address.kind() === "ipv4" ? "ipv4 address with non-ipv4" : "ipv6 address with non-ipv6"} one`);
  const [a, b] = [bits(address), bits(other)];
  for (let i = 0; i * 8 < length; i++) {
    const shift = Math.max(0, 8 - (length - i * 8));
    if (a[i] >> shift !== b[i] >> shift) return false;
  }
  return true;
}

class IPv4 {
  constructor(octets) {
    if (octets.length !== 4) throw new Error("ipaddr: ipv4 octet count should be 4");
    if (octets.some((o) => !(o >= 0 && o <= 255))) throw new Error("ipaddr: ipv4 octet should fit in 8 bits");
    this.octets = octets;
  }
  kind() { return "ipv4"; }
  match(other, range) { return matches(this, Array.isArray(other) ? other : [other, range]); }
  range() { return rangeOf(this, V4); }
  toByteArray() { return [...this.octets]; }
  toString() { return this.octets.join("."); }
  toNormalizedString() { return this.toString(); }
  toIPv4MappedAddress() { return IPv6.parse(`::ffff:${this}`); }
  prefixLengthFromSubnetMask() {
    const text = this.octets.map((o) => o.toString(2).padStart(8, "0")).join("");
    return /^1*0*$/.test(text) ? text.replace(/0+$/, "").length : null;
  }
  // Every way the C library takes, octal and hexadecimal numbers too.
  static parser(text) { return ip.ipv4(text)?.split(".").map(Number) ?? null; }
  static isValid(text) { return typeof text === "string" && IPv4.parser(text) !== null; }
  static isIPv4(text) { return IPv4.isValid(text); }
  static isValidFourPartDecimal(text) { return ip.version(text) === 4; }
  static isValidCIDR(text) { return works(() => IPv4.parseCIDR(text)); }
  static parse(text) {
    const octets = IPv4.parser(text);
    if (octets === null) throw new Error("ipaddr: string is not formatted like an IPv4 Address");
    return new IPv4(octets);
  }
  static parseCIDR(text) { return cidr(text, IPv4, 32, "IPv4"); }
}

class IPv6 {
  constructor(parts, zone) {
    this.parts = parts.length === 16 ? Array.from({ length: 8 }, (_, i) => parts[2 * i] * 256 + parts[2 * i + 1]) : parts;
    if (this.parts.length !== 8) throw new Error("ipaddr: ipv6 part count should be 8 or 16");
    if (zone) this.zoneId = zone;
  }
  kind() { return "ipv6"; }
  match(other, range) { return matches(this, Array.isArray(other) ? other : [other, range]); }
  range() { return rangeOf(this, V6); }
  isIPv4MappedAddress() { return this.range() === "ipv4Mapped"; }
  toIPv4Address() {
    if (!this.isIPv4MappedAddress()) throw new Error("ipaddr: trying to convert a generic ipv6 address to ipv4");
    return new IPv4(bits(this).slice(12));
  }
  toByteArray() { return bits(this); }
  toString() { return ip.text6(this.parts) + (this.zoneId ? `%${this.zoneId}` : ""); }
  toRFC5952String() { return this.toString(); }
  toNormalizedString() { return this.parts.map((p) => p.toString(16)).join(":") + (this.zoneId ? `%${this.zoneId}` : ""); }
  toFixedLengthString() { return this.parts.map((p) => p.toString(16).padStart(4, "0")).join(":"); }
  static isValid(text) { return typeof text === "string" && text.includes(":") && ip.groups6(text) !== null; }
  static isIPv6(text) { return IPv6.isValid(text); }
  static isValidCIDR(text) { return works(() => IPv6.parseCIDR(text)); }
  static parse(text) {
    const groups = String(text).includes(":") ? ip.groups6(String(text)) : null;
    if (groups === null) throw new Error("ipaddr: string is not formatted like an IPv6 Address");
    return new IPv6([...groups], String(text).split("%")[1]);
  }
  static parseCIDR(text) { return cidr(text, IPv6, 128, "IPv6"); }
}

function works(f) {
  try {
    f();
    return true;
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    return false;
  }
}

function cidr(text, Kind, max, name) {
  const found = /^(.+)\/(\d+)$/.exec(text);
  if (!found || Number(found[2]) > max) throw new Error(`ipaddr: string is not formatted like an ${name} CIDR range`);
  return [Kind.parse(found[1]), Number(found[2])];
}

const four = (...list) => list.map((text) => IPv4.parseCIDR(text));
const six = (...list) => list.map((text) => IPv6.parseCIDR(text));
const V4 = [
  ["unspecified", four("0.0.0.0/8")], ["broadcast", four("255.255.255.255/32")], ["multicast", four("224.0.0.0/4")], ["linkLocal", four("169.254.0.0/16")], ["loopback", four("127.0.0.0/8")],
  ["carrierGradeNat", four("100.64.0.0/10")], ["private", four("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")],
  ["reserved", four("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4")], ["as112", four("192.175.48.0/24", "192.31.196.0/24")], ["amt", four("192.52.193.0/24")],
];
const V6 = [
  ["unspecified", six("::/128")], ["linkLocal", six("fe80::/10")], ["multicast", six("ff00::/8")], ["loopback", six("::1/128")], ["uniqueLocal", six("fc00::/7")], ["ipv4Mapped", six("::ffff:0:0/96")], ["discard", six("100::/64")],
  ["rfc6145", six("::ffff:0:0:0/96")], ["rfc6052", six("64:ff9b::/96")], ["6to4", six("2002::/16")], ["teredo", six("2001::/32")], ["benchmarking", six("2001:2::/48")], ["amt", six("2001:3::/32")], ["as112v6", six("2001:4:112::/48", "2620:4f:8000::/48")],
  ["deprecatedOrchid", six("2001:10::/28")], ["orchid2", six("2001:20::/28")], ["droneRemoteIdProtocolEntityTags", six("2001:30::/28")], ["reserved", six("2001::/23", "2001:db8::/32")],
];

function rangeOf(address, table) {
  for (const [name, ranges] of table) if (ranges.some((range) => matches(address, range))) return name;
  return "unicast";
}

const parse = (text) => {
  if (IPv6.isValid(text)) return IPv6.parse(text);
  if (IPv4.isValid(text)) return IPv4.parse(text);
  throw new Error("ipaddr: the address has neither IPv6 nor IPv4 format");
};

const ipaddr = {
  IPv4, IPv6, parse,
  isValid: (text) => IPv6.isValid(text) || IPv4.isValid(text),
  isValidCIDR: (text) => IPv6.isValidCIDR(text) || IPv4.isValidCIDR(text),
  process: (text) => {
    const address = parse(text);
    return address.kind() === "ipv6" && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
  },
  parseCIDR: (text) => (text.includes(":") ? IPv6.parseCIDR(text) : IPv4.parseCIDR(text)),
  fromByteArray: (bytes) => (bytes.length === 4 ? new IPv4([...bytes]) : new IPv6([...bytes])),
  subnetMatch(address, list, fallback = "unicast") {
    for (const [name, given] of Object.entries(list)) {
      const ranges = given[0] && !Array.isArray(given[0]) ? [given] : given;
      if (ranges.some((range) => address.kind() === range[0].kind() && matches(address, range))) return name;
    }
    return fallback;
  },
};
ipaddr.default = ipaddr;

module.exports = ipaddr;
