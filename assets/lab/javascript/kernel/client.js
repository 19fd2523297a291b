"use strict";
// `client(app)`: a browser for a web app, that notes what it sent and what came back.

const bridge = part("bridge");
const serving = part("serving");
const { bytesOf, pairs, urlencode, multipart, shorten } = part("client/text");
const { Jar, readSetCookie } = part("client/cookies");
const { Answer, got, REDIRECTS } = part("client/answer");

const MAX_REDIRECTS = 20;
let nextPort = 50000;

/** A path and query as a browser puts them on the wire: what is not plain ASCII is percent-encoded, `..` stays. */
function onTheWire(target) {
  let out = "";
  for (const char of target.split("#")[0]) {
    const code = char.codePointAt(0);
    if (code > 32 && code < 127) out += char;
    else for (const byte of host.utf8(char)) out += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

/** A header's value as it arrives: without spaces around it, as the bytes of its UTF-8 form where it does not fit into Latin-1. */
function headerText(value) {
  const text = String(value).replace(/^[ \t]+|[ \t]+$/g, "");
  return /[^\0-\xff]/.test(text) ? String.fromCharCode(...host.utf8(text)) : text;
}

/** What counts as one site: the last two labels of a name, or the whole of an address. */
function siteOf(hostName) {
  const name = hostName.startsWith("[") ? hostName : hostName.split(":")[0].toLowerCase();
  return /^[\d.]+$/.test(name) || name.startsWith("[") ? name : name.split(".").slice(-2).join(".");
}

/** Whether the headers that a check gives say that a page of another site sends the request: then cookies stay at home that would. */
function crossBy(given, scheme, hostName, method) {
  const value = (name) => given.find(([n]) => n.toLowerCase() === name)?.[1];
  const origin = value("origin");
  const site = value("sec-fetch-site");
  // An opaque origin does not tell its site: a page that hides its address may be a neighbour's, and the browser knows.
  const opaque = String(origin) === "null" && site !== undefined && site !== null;
  const other = origin !== undefined && origin !== null && !opaque && siteOf(host.url(String(origin), undefined)?.host ?? "null") !== siteOf(hostName);
  if (!other && site !== "cross-site") return null;
  return value("sec-fetch-mode") === "navigate" && method === "GET" ? "navigate" : "other";
}

/** Where a redirect leads. */
function follow(scheme, hostName, target, location) {
  const url = host.url(location, `${scheme}://${hostName}${target}`);
  return url === null ? null : [url.protocol.slice(0, -1), url.host, (url.pathname || "/") + url.search];
}

/** A browser with its own cookies. Every request is in the exchange as `who`. */
class Client {
  #app;
  #jar = new Jar();

  constructor(app, who, options) {
    this.#app = app;
    this.who = who;
    this.address = options.address ?? "127.0.0.1";
    this.host = options.host ?? "localhost";
    this.scheme = options.scheme ?? "http";
    this.headers = pairs(options.headers ?? {});
    this.cookies = this.#jar.view();
  }

  get(path, options) {
    return this.request("GET", path, options);
  }
  post(path, options) {
    return this.request("POST", path, options);
  }
  put(path, options) {
    return this.request("PUT", path, options);
  }
  patch(path, options) {
    return this.request("PATCH", path, options);
  }
  delete(path, options) {
    return this.request("DELETE", path, options);
  }
  head(path, options) {
    return this.request("HEAD", path, options);
  }
  options(path, options) {
    return this.request("OPTIONS", path, options);
  }

  /**
   * Send a request. `from` is the origin of another site whose page makes the browser send it: `Origin`, `Referer` and `Sec-Fetch-Site`
   * are set, and cookies with `SameSite` stay at home.
   */
  async request(method, path, given = {}) {
    const o = { ...given };
    let [scheme, hostName, target] = this.#split(String(path), o);
    if (o.query !== undefined && o.query !== null) {
      const query = typeof o.query === "string" ? o.query : urlencode(o.query);
      if (query) target += (target.includes("?") ? "&" : "?") + query;
    }
    let [body, kind] = this.#body(o);
    kind = o.contentType ?? o.type ?? kind;
    let headers = pairs(o.headers ?? {});
    const app = await this.#target();
    let verb = String(method);
    let answer = await this.#once(app, verb, target, headers, body, kind, scheme, hostName, o);
    for (let hops = 0; o.follow && REDIRECTS.includes(answer.status) && answer.location !== null; hops++) {
      if (hops >= MAX_REDIRECTS) throw new Error("the app redirects in a circle");
      const next = follow(scheme, hostName, target, answer.location);
      if (next === null || next[1].split(":")[0] !== this.host.split(":")[0]) break;
      [scheme, hostName, target] = next;
      if (answer.status !== 307 && answer.status !== 308) {
        if (verb !== "HEAD") verb = "GET";
        [body, kind] = [null, null];
        headers = headers.filter(([name]) => !/^content-(type|length)$/i.test(name));
      }
      answer = await this.#once(app, verb, target, headers, body, kind, scheme, hostName, o);
    }
    return answer;
  }

  /** Ask for a WebSocket: a promise of one, open or refused (`.status`). */
  async ws(path, given = {}) {
    const o = { ...given };
    const [scheme, hostName, target] = this.#split(String(path).replace(/^ws(s?):\/\//, "http$1://"), o);
    const headers = pairs(o.headers ?? {});
    const has = (name) => headers.some(([n]) => n.toLowerCase() === name);
    headers.push(["Connection", "Upgrade"], ["Upgrade", "websocket"], ["Sec-WebSocket-Version", "13"]);
    headers.push(["Sec-WebSocket-Key", host.base64(host.hash("sha1", host.seed()).slice(0, 16), false)]);
    const protocols = [].concat(o.protocols ?? []);
    if (protocols.length) headers.push(["Sec-WebSocket-Protocol", protocols.join(", ")]);
    if (o.origin !== undefined && !has("origin")) headers.push(["Origin", o.origin]);
    const app = await this.#target();
    const { head } = this.#head("GET", target, headers, null, null, scheme, hostName, o);
    head.upgrade = true;
    const shown = pairs(o.headers ?? {}).concat(o.origin === undefined ? [] : [["Origin", o.origin]]);
    const said = this.#said("WebSocket", target, shown, null, null);
    const result = await serving.request(app, head, new Uint8Array(0));
    return part("client/websocket").open(this.who, said, result);
  }

  /** Open a page of the app as this browser shows it: its scripts run, its requests go to the app. */
  async page(path, options = {}) {
    const answer = await this.get(path, { ...options, follow: true });
    const url = `${this.scheme}://${this.host}${path}`;
    return part("page").page(answer.text, { url, client: this, scripts: true, ...options });
  }

  /** What `document.cookie` gives in a page of this browser. */
  documentCookie() {
    return this.#jar.live().filter((cookie) => !cookie.httpOnly).map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
  }
  setDocumentCookie(line, url) {
    const cookie = readSetCookie(line);
    if (!cookie.httpOnly) this.#jar.keep(cookie, this.scheme, this.host, host.url(url, undefined)?.pathname ?? "/");
  }

  #split(path, o) {
    let scheme = o.scheme ?? this.scheme;
    let hostName = o.host ?? this.host;
    const absolute = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(path);
    if (absolute) {
      [scheme, hostName, path] = [absolute[1].toLowerCase(), absolute[2], absolute[3]];
      if (!path.startsWith("/")) path = `/${path}`;
    }
    return [scheme, hostName, path];
  }

  async #target() {
    const target = await serving.stand().targetOf(bridge.outward(this.#app));
    if (target === null || target === undefined) {
      throw new TypeError("client needs an Express app, a server, a request listener, a fetch handler or the port of a listening server");
    }
    return target;
  }

  #body(o) {
    if ("json" in o) return [host.utf8(JSON.stringify(o.json) ?? ""), "application/json"];
    if (o.files) return multipart(o.form ?? {}, o.files);
    if (o.form !== undefined) return [host.utf8(typeof o.form === "string" ? o.form : urlencode(o.form)), "application/x-www-form-urlencoded"];
    const body = o.body ?? o.data;
    return [body === undefined || body === null ? null : bytesOf(body), null];
  }

  #head(method, target, given, body, kind, scheme, hostName, o) {
    const raw = [];
    const seen = new Set();
    const put = (name, value) => {
      raw.push(name, headerText(value));
      seen.add(name.toLowerCase());
    };
    const mine = [...this.headers.filter(([name]) => !given.some(([n]) => n.toLowerCase() === name.toLowerCase())), ...given];
    const named = new Set(mine.map(([name]) => name.toLowerCase()));
    if (!named.has("host")) put("Host", hostName);
    for (const [name, value] of mine) if (value !== undefined && value !== null && !(kind && name.toLowerCase() === "content-type")) put(name, value);
    if (!named.has("user-agent")) put("User-Agent", "lab");
    if (!named.has("accept")) put("Accept", "*/*");
    if (kind) put("Content-Type", kind);
    const sends = body !== null || /^(POST|PUT|PATCH)$/i.test(method);
    if (sends && !seen.has("content-length") && !seen.has("transfer-encoding")) put("Content-Length", String(body ? body.length : 0));
    const wire = onTheWire(target) || "/";
    let cross = null;
    if (o.from !== undefined) {
      const origin = host.url(String(o.from), undefined)?.origin ?? "null";
      const safe = method === "GET" || method === "HEAD";
      const at = host.url(String(o.from), undefined);
      const own = origin === `${scheme}://${hostName}`;
      const same = at !== null && at !== undefined && at.protocol === `${scheme}:` && siteOf(at.host) === siteOf(hostName);
      cross = own || same ? null : safe && o.mode !== "cors" ? "navigate" : "other";
      if (!seen.has("origin") && !(safe && o.mode !== "cors")) put("Origin", origin);
      if (!seen.has("referer") && origin !== "null") put("Referer", `${origin}/`);
      if (!seen.has("sec-fetch-site")) put("Sec-Fetch-Site", own ? "same-origin" : same ? "same-site" : "cross-site");
    }
    cross ??= crossBy(given, scheme, hostName, method);
    // A cookie header that a check gives takes the place of the browser's own cookies.
    if (!named.has("cookie")) {
      const cookie = this.#jar.header(scheme, hostName, wire.split("?")[0], cross);
      if (cookie) put("Cookie", cookie);
    }
    const port = Number(/:(\d+)$/.exec(hostName)?.[1] ?? (scheme === "https" ? 443 : 80));
    const head = {
      method, url: wire, headers: raw, address: String(o.address ?? this.address), port: nextPort++, localPort: port,
      secure: scheme === "https", servername: hostName.split(":")[0], upgrade: false,
    };
    return { head, wire };
  }

  async #once(app, method, target, given, body, kind, scheme, hostName, o) {
    const { head, wire } = this.#head(method, target, given, body, kind, scheme, hostName, o);
    const said = this.#said(method, target, given, body, kind, o);
    part("interleave").pause("http");
    const result = await serving.request(app, head, body ?? new Uint8Array(0));
    const answer = new Answer(result);
    if (!result.problem) {
      for (const line of answer.headers.all("set-cookie")) {
        const cookie = readSetCookie(line);
        if (cookie) this.#jar.keep(cookie, scheme, hostName, wire);
      }
    }
    host.exchange(this.who, said, got(answer));
    return answer;
  }

  #said(method, target, given, body, kind, o = {}) {
    let text = `${method} ${target}`;
    const shown = given.filter(([name]) => !(kind && name.toLowerCase() === "content-type")).map(([name, value]) => shorten(`${name}: ${value}`, 80));
    if (o.from !== undefined) shown.push(`from ${o.from}`);
    if (shown.length) text += ` [${shown.join("; ")}]`;
    if (body && body.length) {
      text += kind && kind.startsWith("multipart/") ? ` (${body.length} bytes of form data)` : ` ${shorten(host.text(body.subarray(0, 2000), false), 160)}`;
    }
    return shorten(text, 400);
  }
}

/** A browser for `app`. `options`: `address`, `host`, `scheme`, `headers` for all its requests. */
exports.client = function client(app, who = "", options = {}) {
  if (who !== null && typeof who === "object") [who, options] = ["", who];
  return new Client(app, String(who), options);
};
