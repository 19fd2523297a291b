// `fetch`

const { Request, makeResponse, bodyOf, dispatcherOf, rawHeaders } = require("internal/messages");
const { Headers } = require("internal/headers");
const { URL } = require("internal/url");
const { Buffer } = require("internal/buffer");
const { exchange, connect, handshake, ip } = require("internal/network");
const { setTimeout } = require("internal/timers");

const REDIRECTS = [301, 302, 303, 307, 308];
const HEADERS_TIMEOUT = 300_000;
// Ports that no browser talks to.
const BAD_PORTS = new Set("1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080".split(" "));

const failed = (cause) => new TypeError("fetch failed", { cause });

/** The address of a name, by the dispatcher's own look-up where it has one. */
function resolve(name, lookup) {
  if (ip.version(name)) return Promise.resolve([name]);
  return new Promise((go, no) => {
    (lookup ?? require("dns").lookup)(name, { all: true, hints: 0, order: "verbatim" }, (error, address) => {
      if (error) no(error);
      else go(Array.isArray(address) ? address.map((a) => a.address ?? a) : [address]);
    });
  });
}

/**
 * One request without redirects, as undici's dispatchers make it: a promise of `{ status, pairs, bytes }`.
 * `how` holds the dispatcher's connect options (`lookup`, `rejectUnauthorized`), a proxy's address, and a signal.
 */
async function once(url, { method, pairs, bytes }, how = {}) {
  const target = new URL(url);
  const secure = target.protocol === "https:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const port = Number(target.port) || (secure ? 443 : 80);
  const proxy = how.proxy ? new URL(how.proxy) : null;
  const [peer, peerPort] = proxy && !secure ? [proxy.hostname, Number(proxy.port) || 80] : [host, port];
  const addresses = await resolve(peer, how.connect?.lookup);
  if (!ip.version(addresses[0])) throw require("internal/errors").typeError("ERR_INVALID_IP_ADDRESS", `Invalid IP address: ${addresses[0]}`);
  const connection = connect(addresses[0], peerPort, peer);
  if (secure) {
    const verify = how.connect?.rejectUnauthorized ?? kernel("env").get("NODE_TLS_REJECT_UNAUTHORIZED") !== "0";
    handshake(connection, verify, ip.version(host) ? undefined : host, host);
  }
  const path = proxy && !secure ? target.href : `${target.pathname}${target.search}`;
  return new Promise((go, no) => {
    const timer = setTimeout(() => no(Object.assign(new Error("Headers Timeout Error"), { name: "HeadersTimeoutError", code: "UND_ERR_HEADERS_TIMEOUT" })), how.headersTimeout ?? HEADERS_TIMEOUT);
    exchange(connection, { method, target: path, headers: pairs, body: bytes, scheme: secure ? "https" : "http" }, (error, status, answer, body) => {
      timer.close();
      if (error) no(Object.assign(new Error("other side closed"), { name: "SocketError", code: "UND_ERR_SOCKET" }));
      else go({ status, pairs: answer, bytes: body });
    });
  });
}

async function bytesOf(request) {
  const body = bodyOf(request);
  if (body === null) return null;
  if (body.bytes !== undefined) return body.bytes;
  const pieces = [];
  for await (const piece of body.stream) pieces.push(typeof piece === "string" ? Buffer.from(piece) : piece);
  return Buffer.concat(pieces);
}

/** The headers as they go out. */
function outgoing(request, url, bytes) {
  const pairs = [["host", url.host], ["connection", "keep-alive"]];
  for (const [name, value] of rawHeaders(request.headers)) if (name.toLowerCase() !== "host" || request.headers.get("host") === null) pairs.push([name, value]);
  const own = request.headers.get("host");
  if (own !== null) pairs[0][1] = own;
  const has = (name) => request.headers.has(name);
  if (!has("accept")) pairs.push(["accept", "*/*"]);
  if (!has("accept-language")) pairs.push(["accept-language", "*"]);
  pairs.push(["sec-fetch-mode", request.mode]);
  if (!has("user-agent")) pairs.push(["user-agent", "node"]);
  if (!has("accept-encoding")) pairs.push(["accept-encoding", url.protocol === "https:" ? "br, gzip, deflate" : "gzip, deflate"]);
  if (bytes !== null) pairs.push(["content-length", String(bytes.length)]);
  else if (request.method === "POST" || request.method === "PUT") pairs.push(["content-length", "0"]);
  return pairs.filter(([name], i) => name !== "content-length" || i === pairs.findIndex(([n]) => n.toLowerCase() === "content-length"));
}

const dataUrl = (text) => {
  const found = /^data:([^,]*),([\s\S]*)$/i.exec(text.split("#")[0]);
  if (!found) throw failed(new Error("invalid data URL"));
  const body = decodeURIComponent(found[2]);
  const base64 = /;\s*base64\s*$/i.test(found[1]);
  const type = found[1].replace(/;\s*base64\s*$/i, "") || "text/plain;charset=US-ASCII";
  return { type, bytes: base64 ? Buffer.from(body, "base64") : Buffer.from(body) };
};

/** Unpack a body as its content encoding says. */
function unpacked(pairs, bytes) {
  const encoding = pairs.find(([n]) => n.toLowerCase() === "content-encoding")?.[1].toLowerCase();
  const zlib = require("zlib");
  if (encoding === "gzip" || encoding === "x-gzip") return zlib.gunzipSync(bytes);
  return encoding === "deflate" ? zlib.inflateSync(bytes) : bytes;
}

async function run(request, how) {
  let url = new URL(request.url);
  if (url.protocol === "data:") {
    const { type, bytes } = dataUrl(request.url);
    return makeResponse({ status: 200, statusText: "OK", headers: [["content-type", type]], bytes, url: url.href, type: "basic" });
  }
  if (url.protocol === "blob:") return require("internal/lacks").lacks("fetch of blob: addresses");
  let { method } = request;
  let bytes = await bytesOf(request);
  const headers = new Headers(request.headers);
  for (let hops = 0; ; hops++) {
    if (url.protocol !== "http:" && url.protocol !== "https:") throw failed(new Error(hops ? "URL scheme must be a HTTP(S) scheme" : url.protocol === "file:" ? "not implemented... yet..." : "unknown scheme"));
    if (BAD_PORTS.has(url.port)) throw failed(new Error("bad port"));
    let answer;
    try {
      answer = await once(url.href, { method, pairs: outgoing({ headers, method, mode: request.mode }, url, bytes), bytes: bytes ?? Buffer.alloc(0) }, how);
    } catch (error) {
      if (error?.name === "LabLacks") throw error;
      throw failed(error);
    }
    const location = answer.pairs.find(([n]) => n.toLowerCase() === "location")?.[1];
    const redirects = REDIRECTS.includes(answer.status) && location !== undefined;
    if (!redirects || request.redirect === "manual") {
      const empty = method === "HEAD" || [101, 103, 204, 205, 304].includes(answer.status);
      let body = answer.bytes;
      try {
        body = empty ? null : unpacked(answer.pairs, answer.bytes);
      } catch (error) {
        throw failed(error);
      }
      return makeResponse({ status: answer.status, statusText: require("internal/http_status")[answer.status] ?? "", headers: answer.pairs, bytes: body, url: url.href, redirected: hops > 0, type: "basic" });
    }
    if (request.redirect === "error") throw failed(new Error("unexpected redirect"));
    if (hops >= 20) throw failed(new Error("redirect count exceeded"));
    let next;
    try {
      next = new URL(location, url);
    } catch (error) {
      throw failed(error);
    }
    if (next.protocol !== "http:" && next.protocol !== "https:") throw failed(new Error("URL scheme must be a HTTP(S) scheme"));
    if (answer.status !== 303 && bytes !== null && bodyOf(request)?.stream) throw failed(new Error("request body stream cannot be sent again"));
    if (((answer.status === 301 || answer.status === 302) && method === "POST") || (answer.status === 303 && method !== "GET" && method !== "HEAD")) {
      method = "GET";
      bytes = null;
      for (const name of ["content-encoding", "content-language", "content-location", "content-type", "content-length"]) headers.delete(name);
    }
    // What proves who asks stays with the origin that it was meant for.
    if (next.origin !== url.origin) for (const name of ["authorization", "proxy-authorization", "cookie", "host"]) headers.delete(name);
    if (!next.hash && url.hash) next.hash = url.hash;
    url = next;
  }
}

/** A promise that rejects as soon as the signal says so. */
function abortable(promise, signal) {
  if (!signal) return promise;
  return new Promise((go, no) => {
    const end = () => no(signal.reason);
    if (signal.aborted) return end();
    signal.addEventListener("abort", end, { once: true });
    promise.then(go, no);
  });
}

async function fetch(input, init = undefined) {
  if (arguments.length === 0) throw new TypeError("fetch: 1 argument required, but only 0 present.");
  const request = new Request(input, init);
  const dispatcher = init?.dispatcher ?? dispatcherOf(request) ?? fetch.labDispatcher;
  if (request.signal.aborted) throw request.signal.reason;
  const response = await abortable(run(request, dispatcher?.labOptions ?? {}), request.signal);
  return response;
}
Object.defineProperty(fetch, "labDispatcher", { value: null, writable: true, enumerable: false });

module.exports = { fetch, once };
