// Internet addresses: every way to write one, and what it is for.

/** A number of an old-style address: decimal, `0x` or leading-zero octal; null if it is none. */
function number(text) {
  if (/^0x[0-9a-f]*$/i.test(text)) return parseInt(text.slice(2) || "0", 16);
  if (/^0[0-7]+$/.test(text)) return parseInt(text, 8);
  return /^(0|[1-9][0-9]*)$/.test(text) ? parseInt(text, 10) : null;
}

/** The dotted form of every way to write an IPv4 address that the C library takes, or null. */
function ipv4(text) {
  const parts = text.split(".");
  if (parts.length > 4) return null;
  const numbers = parts.map(number);
  if (numbers.includes(null)) return null;
  const last = numbers.pop();
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  const whole = numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((s) => Math.floor(whole / 2 ** s) % 256).join(".");
}

const strict4 = (text) => /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text) && !/(^|\.)0\d/.test(text);

/** The eight groups of an IPv6 address, or null. */
function groups6(text) {
  let bare = text.split("%")[0];
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (tail) {
    if (!strict4(tail[2])) return null;
    const [a, b, c, d] = tail[2].split(".").map(Number);
    bare = `${tail[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = bare.split("::");
  if (halves.length > 2) return null;
  const read = (half) => (half === "" ? [] : half.split(":"));
  const [head, rest] = [read(halves[0]), read(halves[1] ?? "")];
  if ([...head, ...rest].some((g) => !/^[0-9a-f]{1,4}$/i.test(g))) return null;
  const gap = 8 - head.length - rest.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  return [...head, ...Array(Math.max(gap, 0)).fill("0"), ...rest].map((g) => parseInt(g, 16));
}

/** The shortest text of eight groups. */
function text6(groups) {
  let [best, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > length) [best, length] = [i, n];
  }
  const hex = groups.map((g) => g.toString(16));
  return best < 0 ? hex.join(":") : `${hex.slice(0, best).join(":")}::${hex.slice(best + length).join(":")}`;
}

/** The address that a host name is, if it is one, else null. */
function literal(name) {
  const bare = name.startsWith("[") && name.endsWith("]") ? name.slice(1, -1) : name;
  if (!bare.includes(":")) return ipv4(bare);
  const groups = groups6(bare);
  return groups && text6(groups);
}

/** The IPv4 address inside a mapped IPv6 address, or null. */
function mapped(groups) {
  if (groups.slice(0, 5).some(Boolean) || groups[5] !== 0xffff) return null;
  return [groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255].join(".");
}

/** The address that really answers: mapped and unspecified ones lead to others. */
function canonical(address) {
  if (!address.includes(":")) return address === "0.0.0.0" ? "127.0.0.1" : address;
  const groups = groups6(address);
  if (groups === null) return address;
  const four = mapped(groups);
  if (four !== null) return canonical(four);
  return groups.every((g) => g === 0) ? "::1" : text6(groups);
}

/** Whether an address is loopback, private or link-local. */
function isInside(address) {
  const found = canonical(address);
  if (found.includes(":")) return found === "::1" || /^f[cd]/.test(found) || /^fe[89ab]/.test(found);
  const [a, b] = found.split(".").map(Number);
  return a === 10 || a === 127 || a === 0 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128);
}

/** 4, 6 or 0, as Node's `net.isIP`. */
function version(text) {
  if (strict4(text)) return 4;
  return /^[0-9a-f:.]+(%[0-9a-z-.:]{1,})?$/i.test(text) && text.includes(":") && groups6(text) !== null ? 6 : 0;
}

Object.assign(exports, { ipv4, groups6, text6, literal, canonical, isInside, version });
