// `node:net`: the client's side, over the lab's network.

const { Duplex } = require("stream");
const { Buffer } = require("internal/buffer");
const { connect: open, exchange, ip } = require("internal/network");
const { later, nextTick } = require("internal/timers");
const { rangeError, invalidType, typeError, error: plainError, aborted } = require("internal/errors");
const { lackNames, lacks } = require("internal/lacks");

const isIP = (text) => ip.version(String(text));

function portOf(given) {
  const port = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw rangeError("ERR_SOCKET_BAD_PORT", `Port should be >= 0 and < 65536. ${require("internal/errors").received(given)}.`);
  }
  return port;
}

class Socket extends Duplex {
  #pieces = [];
  constructor(options = {}) {
    super({ allowHalfOpen: Boolean(options?.allowHalfOpen), emitClose: true });
    Object.assign(this, { connecting: false, pending: true, bytesRead: 0, bytesWritten: 0, timeout: undefined, encrypted: undefined });
    // The number of the open connection; only the lab's own libraries look at it.
    Object.defineProperty(this, "labConnection", { value: null, writable: true, enumerable: false });
    Object.defineProperty(this, "timer", { value: null, writable: true, enumerable: false });
    if (options?.signal) options.signal.addEventListener("abort", () => this.destroy(aborted(options.signal.reason)), { once: true });
  }
  get readyState() { return this.connecting ? "opening" : this.labConnection === null ? "closed" : "open"; }
  get remoteFamily() { return this.remoteAddress === undefined ? undefined : this.remoteAddress.includes(":") ? "IPv6" : "IPv4"; }

  connect(...given) {
    const done = typeof given[given.length - 1] === "function" ? given.pop() : null;
    const [first, second] = given;
    if (typeof first === "string" && !/^\d+$/.test(first)) lacks("sockets at a path", "TCP is there");
    const options = first !== null && typeof first === "object" ? first : { port: first, host: second };
    if (options.path !== undefined && options.port === undefined) lacks("sockets at a path", "TCP is there");
    const port = portOf(options.port);
    const host = options.host || "localhost";
    if (done) this.once(this.encrypted ? "secureConnect" : "connect", done);
    this.connecting = true;
    this.host = host;
    if (options.timeout) this.setTimeout(options.timeout);
    const version = isIP(host);
    if (version) later(null, () => this.#open(host, version, port, host, options));
    else {
      const lookup = options.lookup ?? require("dns").lookup;
      if (typeof lookup !== "function") throw invalidType("options.lookup", "function", lookup);
      const family = options.family ?? 0;
      // `autoSelectFamily` asks for all addresses and takes the first that answers.
      const all = options.autoSelectFamily !== false && family !== 4 && family !== 6;
      lookup(host, { family: options.family, hints: 0, ...(all && { all: true }) }, (error, address, kind) => {
        const found = Array.isArray(address) ? address[0] : { address, family: kind };
        this.emit("lookup", error ?? null, found?.address, found?.family, host);
        if (!this.connecting || this.destroyed) return;
        // As in Node a look-up that answers at once fails the socket in the next tick.
        if (error) return void nextTick(() => this.destroy(error));
        if (!isIP(found?.address)) return void nextTick(() => this.destroy(typeError("ERR_INVALID_IP_ADDRESS", `Invalid IP address: ${found?.address}`)));
        nextTick(() => this.#open(found.address, found.family ?? isIP(found.address), port, host, options));
      });
    }
    return this;
  }

  #open(address, family, port, host, options) {
    if (this.destroyed) return;
    try {
      if (options.blockList?.check(address, family === 6 ? "ipv6" : "ipv4")) throw Object.assign(new Error("IP(s) blocked by net.BlockList"), { code: "ERR_IP_BLOCKED" });
      this.labConnection = open(address, port, host);
      this._secure?.(options);
    } catch (error) {
      if (error?.name === "LabLacks") throw error;
      this.connecting = false;
      this.destroy(error);
      return;
    }
    Object.assign(this, { connecting: false, pending: false, remoteAddress: address, remotePort: port, localAddress: "127.0.0.1", localPort: 50100, localFamily: "IPv4" });
    this.emit("connect");
    this.emit("ready");
    if (this.encrypted) this.emit("secureConnect");
  }

  // Requests written by hand are answered when they are whole; anything else gets no answer.
  _write(chunk, encoding, done) {
    if (this.labConnection === null) {
      this.once(this.encrypted ? "secureConnect" : "connect", () => this._write(chunk, encoding, done));
      return;
    }
    this.bytesWritten += chunk.length;
    this.#pieces.push(Buffer.from(chunk));
    done();
    this.#answer();
  }
  #answer() {
    const all = Buffer.concat(this.#pieces);
    const end = all.indexOf("\r\n\r\n");
    if (end < 0) return;
    const [line, ...rest] = all.toString("latin1", 0, end).split("\r\n");
    const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(line) ?? [];
    if (method === undefined) return;
    const headers = rest.map((h) => [h.slice(0, h.indexOf(":")).trim(), h.slice(h.indexOf(":") + 1).trim()]);
    const length = Number(headers.find(([n]) => n.toLowerCase() === "content-length")?.[1] ?? 0);
    if (all.length < end + 4 + length) return;
    this.#pieces = [all.subarray(end + 4 + length)];
    exchange(this.labConnection, { method, target, headers, body: all.subarray(end + 4, end + 4 + length), scheme: this.encrypted ? "https" : "http" }, (error, status, pairs, body) => {
      if (error) return this.destroy(error);
      const head = [`HTTP/1.1 ${status} ${require("http").STATUS_CODES[status] ?? ""}`, ...pairs.map(([n, v]) => `${n}: ${v}`), "", ""].join("\r\n");
      const bytes = Buffer.concat([Buffer.from(head, "latin1"), body]);
      this.bytesRead += bytes.length;
      this.push(bytes);
      if (headers.some(([n, v]) => n.toLowerCase() === "connection" && /close/i.test(v))) this.push(null);
      else this.#answer();
    });
  }
  _read() {}
  _final(done) { done(); }
  _destroy(error, done) {
    this.connecting = false;
    this.labConnection = null;
    this.setTimeout(0);
    done(error);
  }
  setTimeout(ms, done) {
    if (this.timer) this.timer.close();
    this.timer = null;
    this.timeout = ms;
    if (typeof done === "function") this[ms ? "once" : "removeListener"]("timeout", done);
    if (ms) this.timer = require("internal/timers").setTimeout(() => this.emit("timeout"), ms);
    return this;
  }
  setNoDelay() { return this; }
  setKeepAlive() { return this; }
  ref() { return this; }
  unref() { return this; }
  address() { return this.localAddress ? { address: this.localAddress, family: "IPv4", port: this.localPort } : {}; }
  destroySoon() { this.end(() => this.destroy()); }
  resetAndDestroy() { return this.destroy(); }
}

const connect = (...given) => new Socket(typeof given[0] === "object" ? given[0] : {}).connect(...given);

/** A number that orders the addresses of one family. */
function ordinal(address, family) {
  if (family === "ipv4") return address.split(".").reduce((n, part) => n * 256n + BigInt(part), 0n);
  return ip.groups6(address).reduce((n, group) => n * 65536n + BigInt(group), 0n);
}

class SocketAddress {
  constructor({ address, family = "ipv4", port = 0, flowlabel = 0 } = {}) {
    this.address = address ?? (family === "ipv6" ? "::" : "127.0.0.1");
    if (isIP(this.address) !== (family === "ipv6" ? 6 : 4)) throw plainError("ERR_INVALID_ADDRESS", "Invalid socket address");
    Object.assign(this, { family, port, flowlabel });
  }
}

class BlockList {
  #rules = [];
  static isBlockList(value) { return value instanceof BlockList; }
  #check(address, family) {
    const found = address instanceof SocketAddress ? [address.address, address.family] : [address, String(family ?? "ipv4").toLowerCase()];
    if (typeof found[0] !== "string") throw invalidType("address", ["string", "net.SocketAddress"], address);
    if (isIP(found[0]) !== (found[1] === "ipv6" ? 6 : 4)) throw plainError("ERR_INVALID_ADDRESS", "Invalid socket address");
    return found;
  }
  addAddress(address, family) {
    const [text, kind] = this.#check(address, family);
    const n = ordinal(text, kind);
    this.#rules.push({ kind, from: n, to: n, text: `Address: IPv${kind.slice(3)} ${text}` });
  }
  addRange(start, end, family) {
    const [[a, kind], [b]] = [this.#check(start, family), this.#check(end, family)];
    const [from, to] = [ordinal(a, kind), ordinal(b, kind)];
    if (from > to) throw require("internal/errors").invalidValue("start", start, `must come before ${end}`);
    this.#rules.push({ kind, from, to, text: `Range: IPv${kind.slice(3)} ${a}-${b}` });
  }
  addSubnet(network, prefix, family) {
    const [text, kind] = this.#check(network, family);
    const bits = kind === "ipv6" ? 128 : 32;
    if (!(prefix >= 0 && prefix <= bits)) throw require("internal/errors").outOfRange("prefix", `>= 0 && <= ${bits}`, prefix);
    const size = 1n << BigInt(bits - prefix);
    const from = (ordinal(text, kind) / size) * size;
    this.#rules.push({ kind, from, to: from + size - 1n, text: `Subnet: IPv${kind.slice(3)} ${text}/${prefix}` });
  }
  check(address, family) {
    let text;
    let kind;
    try {
      [text, kind] = this.#check(address, family);
    } catch (error) {
      if (error?.code === "ERR_INVALID_ADDRESS") return false;
      throw error;
    }
    if (this.#matches(text, kind)) return true;
    // An IPv4 address in the clothes of IPv6 is that address.
    const groups = kind === "ipv6" ? ip.groups6(text) : null;
    const mapped = groups && groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff;
    return Boolean(mapped) && this.#matches([groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255].join("."), "ipv4");
  }
  #matches(text, kind) {
    const n = ordinal(text, kind);
    return this.#rules.some((rule) => rule.kind === kind && n >= rule.from && n <= rule.to);
  }
  get rules() { return this.#rules.map((rule) => rule.text).reverse(); }
}

module.exports = {
  Socket, Stream: Socket, connect, createConnection: connect, isIP, isIPv4: (text) => isIP(text) === 4, isIPv6: (text) => isIP(text) === 6, BlockList, SocketAddress,
  getDefaultAutoSelectFamily: () => true, setDefaultAutoSelectFamily() {}, getDefaultAutoSelectFamilyAttemptTimeout: () => 250, setDefaultAutoSelectFamilyAttemptTimeout() {},
};
lackNames(module.exports, "net", "Server createServer", "node:http servers are there");
