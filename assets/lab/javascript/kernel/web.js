// The network: hosts, names, connections. Every client library of the lab ends in `connect` and `exchange`.

const { literal, canonical, isInside } = part("ip");
const { shorten } = part("core");

const reached = [];
const TIMEOUT = Object.freeze({ timeout: true });
let hosts = [];
const connections = [];
let count = 0;
const names = new Map();

/** Headers by name in any case; also plain properties in lower case. */
class HeaderDict {
  constructor(pairs = []) {
    for (const [name, value] of pairs) {
      const key = String(name).toLowerCase();
      const old = Object.hasOwn(this, key) ? this[key] : undefined;
      Object.defineProperty(this, key, { value: old === undefined ? String(value) : `${old}, ${value}`, enumerable: true, configurable: true, writable: true });
    }
  }
  get(name) {
    const key = String(name).toLowerCase();
    return Object.hasOwn(this, key) ? this[key] : undefined;
  }
  has(name) {
    return Object.hasOwn(this, String(name).toLowerCase());
  }
}

/** Name and value pairs of a form or query text. */
function parseForm(text) {
  const decode = (piece) => {
    const raw = host.utf8(piece.replaceAll("+", " "));
    const out = [];
    for (let i = 0; i < raw.length; i++) {
      const hex = raw[i] === 37 ? /^[0-9a-f]{2}/i.exec(String.fromCharCode(raw[i + 1] ?? 0, raw[i + 2] ?? 0)) : null;
      out.push(hex ? parseInt(hex[0], 16) : raw[i]);
      if (hex) i += 2;
    }
    return host.text(Uint8Array.from(out), false);
  };
  return text.split("&").filter(Boolean).map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
}

/** A request as the reached host got it. */
class Sent {
  constructor(fields) {
    Object.assign(this, fields);
    const [front, ...rest] = this.url.replace(/^[a-z]+:\/\//i, "").split("#")[0].split("?");
    this.queryString = rest.join("?");
    this.path = front.includes("/") ? front.slice(front.indexOf("/")) : "/";
  }
  get query() {
    return Object.fromEntries(parseForm(this.queryString));
  }
  get form() {
    return Object.fromEntries(parseForm(this.text));
  }
  get text() {
    return host.text(this.body, false);
  }
  get json() {
    try {
      return JSON.parse(this.text);
    } catch {
      return null;
    }
  }
}

/** What goes wrong on the way; stands turn it into their library's errors. */
class NetFault extends Error {
  constructor(code, message) {
    super(message);
    this.name = "NetFault";
    this.isNetFault = true;
    this.code = code;
  }
}

/** A host name as it is looked up. */
function clean(name) {
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name : host.domainToASCII(name);
  const lower = ascii.toLowerCase();
  return lower === "." ? lower : lower.replace(/\.$/, "");
}

/** The addresses that a name has now; each look-up may give another answer. */
function lookUp(given) {
  const name = clean(given);
  const found = literal(name);
  if (found !== null) return [found];
  part("interleave").pause("dns");
  const answers = names.get(name);
  const known = answers?.length ? (answers.length > 1 ? answers.shift() : answers[0]) : undefined;
  const here = known ?? hosts.filter((h) => h.name === name).slice(0, 1).map((h) => h.address);
  if (here.length) {
    host.trace("dns", `${name} is ${here.join(", ")}`);
    return [...here];
  }
  if (name === "localhost" || name.endsWith(".localhost")) return ["127.0.0.1"];
  host.trace("dns", `${name} is unknown`);
  throw new NetFault("ENOTFOUND", name);
}

/** The host that listens at an address, the one of that name first. */
function server(given, port, name) {
  const address = canonical(given);
  const local = address === "::1" || address.startsWith("127.");
  const here = hosts.filter((h) => h.port === null || h.port === port);
  let there = here.filter((h) => canonical(h.address) === address);
  if (!there.length && local) there = here.filter((h) => h.address === "127.0.0.1" || h.address === "::1");
  const named = there.find((h) => h.name === name) ?? there[0];
  if (named !== undefined) return named;
  if (local && part("serving").ports().includes(port)) return own(port);
  return isInside(address) ? null : (here.find((h) => h.name === name) ?? null);
}

/** The challenge's own server at a port, as a host of the network. */
function own(port) {
  const handler = async (sent) => {
    const head = { method: sent.method, url: sent.url.replace(/^[a-z]+:\/\/[^/?#]*/i, "") || "/", headers: sent.raw.flat(), address: "127.0.0.1", port: 50000, localPort: port, secure: false };
    const { status, headers, data, problem } = await part("serving").request(part("serving").find(port), head, sent.body);
    if (problem) throw new NetFault("ECONNRESET", problem);
    return [status, data, headers.flatMap((name, i) => (i % 2 ? [] : [[name, headers[i + 1]]]))];
  };
  return { name: "localhost", port, handler, address: "127.0.0.1", certificate: null };
}

/** Open a connection; `name` is the host as the code gave it. Gives its number. */
function connect(address, port, name) {
  const found = server(address, port, clean(name));
  if (found === null) {
    host.trace("connect", `${address}:${port} refused`);
    throw new NetFault("ECONNREFUSED", `${address}:${port}`);
  }
  host.trace("connect", `${address}:${port}`);
  connections.push({ address, port, name, host: found, verified: null });
  return connections.length - 1;
}

/** Shake hands: with verification a bad certificate ends it. */
function tls(number, verify, name) {
  const connection = connections[number];
  connection.verified = Boolean(verify);
  let bad = connection.host.certificate;
  const asked = clean(name ?? connection.name);
  if (!bad && literal(asked) === null && connection.host.name !== asked) bad = "for another name";
  if (verify && bad) throw new NetFault("CERT", bad);
}

function answerParts(answer) {
  let [status, body, extra] = [200, answer, []];
  if (Array.isArray(answer) && typeof answer[0] === "number") {
    [status, body] = answer;
    if (answer[2]) extra = Array.isArray(answer[2]) ? answer[2] : Object.entries(answer[2]).flatMap(([n, v]) => (Array.isArray(v) ? v.map((x) => [n, x]) : [[n, v]]));
  }
  let kind = "text/html; charset=utf-8";
  if (body === null || body === undefined) body = "";
  if (typeof body === "object" && !ArrayBuffer.isView(body)) {
    body = JSON.stringify(body);
    kind = "application/json";
  }
  const bytes = typeof body === "string" ? host.utf8(body) : Uint8Array.from(body);
  const present = extra.map(([n]) => String(n).toLowerCase());
  const headers = extra.map(([n, v]) => [String(n), String(v)]);
  if (!present.includes("content-type") && bytes.length) headers.push(["Content-Type", kind]);
  if (!present.includes("content-length")) headers.push(["Content-Length", String(bytes.length)]);
  return { status, headers, bytes };
}

/**
 * Send a request over a connection; `done(fault, status, headers, body)` is called with the answer.
 * `target` is the path with its query, or a whole address as to a proxy; `headers` are pairs.
 */
function exchange(number, { method, target, headers, body, scheme }, done) {
  const connection = connections[number];
  part("interleave").pauseThen("http:out", () => {
    const given = new HeaderDict(headers);
    const shown = given.get("host") ?? connection.name;
    const url = target.split("?")[0].includes("://") ? target : `${scheme}://${shown}${target}`;
    const named = shown.startsWith("[") ? shown : clean(shown.slice(shown.lastIndexOf("@") + 1).split(":")[0]);
    const found = server(connection.address, connection.port, named) ?? connection.host;
    const sent = new Sent({ method, url, host: connection.name, address: canonical(connection.address), port: connection.port, headers: given, raw: headers, body: Uint8Array.from(body), verify: connection.verified });
    reached.push(sent);
    host.trace("request", `${method} ${shorten(url, 200)} at ${sent.address}`);
    const failed = (error) => {
      if (error?.isNetFault) done({ name: "NetFault", code: error.code, message: error.message });
      else if (error?.name === "LabLacks") throw error;
      else host.lacks(`the lab has no answer of ${found.name} (its handler raised ${error?.name}: ${error?.message})`);
    };
    const give = (answer) => {
      if (answer === TIMEOUT) return done({ name: "NetFault", code: "TIMEOUT", message: "no answer" });
      const { status, headers: out, bytes } = answerParts(answer);
      done(null, status, out, method === "HEAD" ? new Uint8Array(0) : bytes);
    };
    let answer = found.handler;
    if (typeof answer === "function") {
      try {
        answer = answer(sent);
      } catch (error) {
        return failed(error);
      }
    }
    if (typeof answer?.then === "function") answer.then(give, failed);
    else give(answer);
  });
}

/** `lab.web`: the hosts there are, and what was reached. */
const facade = {
  reached,
  timeout: TIMEOUT,
  /** Put a host on the network. `certificate` names what is wrong with it, as in "self-signed". */
  host(given, answer = "", { address = null, certificate = null } = {}) {
    let name = String(given);
    let port = null;
    const ported = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(name);
    if (ported) [name, port] = [ported[1], Number(ported[2])];
    const found = literal(name);
    if (name.startsWith("[")) name = name.slice(1, -1);
    const key = found ?? clean(name);
    let at = address;
    if (at === null) {
      if (found !== null) at = found;
      else if (name === "localhost") at = "127.0.0.1";
      else {
        count += 1;
        at = hosts.find((h) => h.name === key)?.address ?? `93.184.${216 + Math.floor(count / 250)}.${(count % 250) + 1}`;
      }
    }
    hosts = hosts.filter((h) => h.name !== key || h.port !== port);
    hosts.push({ name: key, port, handler: answer, address: at, certificate });
    return at;
  },
  /** What a name resolves to, one answer a look-up in turn; the last one stays. An answer may be a list. */
  resolve: (name, ...answers) => void names.set(clean(name), answers.map((a) => (typeof a === "string" ? [a] : [...a]))),
  /** Whether a host or an address was reached. */
  wasReached: (what) => reached.some((r) => r.host === what || r.address === what),
  clear: () => void reached.splice(0),
};

Object.assign(exports, { facade, HeaderDict, NetFault, lookUp, connect, tls, exchange, clean, parseForm });
