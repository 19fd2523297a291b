// `Request` and `Response`, and the bodies of both.

const { Headers, rawHeaders, lockHeaders } = require("internal/headers");
const { Blob, FormData, multipart, parseForm, blobBytes } = require("internal/blob");
const { Buffer } = require("internal/buffer");
const { URL, URLSearchParams } = require("internal/url");
const { AbortController, AbortSignal } = require("internal/event_target");

const custom = Symbol.for("nodejs.util.inspect.custom");
const streams = () => require("internal/web_streams");

/** A body as given: its bytes (or a stream) and the content type that it brings. */
function takeBody(given) {
  if (given === null || given === undefined) return null;
  if (typeof given === "string") return { bytes: Buffer.from(given.toWellFormed()), type: "text/plain;charset=UTF-8" };
  if (given instanceof URLSearchParams) return { bytes: Buffer.from(given.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  if (given instanceof Blob) return { bytes: blobBytes(given), type: given.type || null };
  if (given instanceof FormData) return multipart(given);
  if (ArrayBuffer.isView(given)) return { bytes: Buffer.from(Buffer.from(given.buffer, given.byteOffset, given.byteLength)), type: null };
  if (Object.prototype.toString.call(given) === "[object ArrayBuffer]") return { bytes: Buffer.from(Buffer.from(given)), type: null };
  if (given instanceof streams().ReadableStream) {
    if (given.locked || streams().isDisturbed(given)) throw new TypeError("Response body object should not be disturbed or locked");
    return { stream: given, type: null };
  }
  if (typeof given[Symbol.asyncIterator] === "function") return { stream: streams().ReadableStream.from(given), type: null };
  return { bytes: Buffer.from(`${given}`.toWellFormed()), type: "text/plain;charset=UTF-8" };
}

let hold;
let bodyOf;

class Body {
  #body = null;
  #used = false;
  #stream = null;
  static {
    hold = (message, body) => (message.#body = body);
    bodyOf = (message) => message.#body;
  }
  get body() {
    if (this.#body === null) return null;
    this.#stream ??= this.#body.stream ?? streams().ReadableStream.from(this.#body.bytes.length ? [Uint8Array.from(this.#body.bytes)] : []);
    return this.#stream;
  }
  get bodyUsed() { return this.#used || (this.#stream !== null && streams().isDisturbed(this.#stream)); }
  async #consume() {
    if (this.bodyUsed || this.#stream?.locked) throw new TypeError("Body is unusable: Body has already been read");
    if (this.#body === null) return Buffer.alloc(0);
    this.#used = true;
    if (this.#body.bytes !== undefined) return this.#body.bytes;
    const pieces = [];
    for await (const piece of this.#body.stream) {
      if (!(piece instanceof Uint8Array)) throw new TypeError("Received non-Uint8Array chunk");
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
  async text() { return (await this.#consume()).toString().replace(/^\ufeff/, ""); }
  async json() { return JSON.parse(await this.text()); }
  async arrayBuffer() { return Uint8Array.from(await this.#consume()).buffer; }
  async bytes() { return Uint8Array.from(await this.#consume()); }
  async blob() { return new Blob([await this.#consume()], { type: this.headers.get("content-type") ?? "" }); }
  async formData() {
    const type = this.headers.get("content-type") ?? "";
    return parseForm(await this.#consume(), type);
  }
}

const NORMAL = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"]);

function methodOf(given) {
  const method = `${given}`;
  if (!/^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (["CONNECT", "TRACE", "TRACK"].includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return NORMAL.has(upper) && upper !== "PATCH" ? upper : method;
}

const oneOf = (value, name, allowed) => {
  if (!allowed.includes(value)) throw new TypeError(`Request constructor: ${value} is not an accepted type. Expected one of ${allowed.join(", ")}.`);
  return value;
};

class Request extends Body {
  #state;
  constructor(input, init = {}) {
    super();
    if (arguments.length === 0) throw new TypeError("Request constructor: 1 argument required, but only 0 present.");
    const from = input instanceof Request ? input : null;
    let url;
    if (from) url = from.url;
    else {
      let parsed;
      try {
        parsed = new URL(`${input}`);
      } catch (cause) {
        throw new TypeError(`Failed to parse URL from ${input}`, { cause });
      }
      if (parsed.username || parsed.password) throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
      url = parsed.href;
    }
    const options = init ?? {};
    const method = options.method === undefined ? (from?.method ?? "GET") : methodOf(options.method);
    const headers = new Headers(options.headers ?? from?.headers);
    const given = options.body ?? null;
    if ((given !== null || (from && bodyOf(from) !== null && options.body === undefined)) && (method === "GET" || method === "HEAD")) throw new TypeError("Request with GET/HEAD method cannot have body.");
    if (options.signal !== undefined && options.signal !== null && !(options.signal instanceof AbortSignal)) throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
    const body = given === null ? (from ? bodyOf(from) : null) : takeBody(given);
    if (body?.stream && given !== null && options.duplex !== "half") throw new TypeError("RequestInit: duplex option is required when sending a body.");
    if (from && given === null && body !== null && from.bodyUsed) throw new TypeError("Cannot construct a Request with a Request object that has already been used.");
    hold(this, body);
    if (body?.type && given !== null && !headers.has("content-type")) headers.append("content-type", body.type);
    this.#state = {
      url, method, headers,
      redirect: options.redirect === undefined ? (from?.redirect ?? "follow") : oneOf(options.redirect, "redirect", ["follow", "error", "manual"]),
      credentials: options.credentials === undefined ? (from?.credentials ?? "same-origin") : oneOf(options.credentials, "credentials", ["omit", "same-origin", "include"]),
      mode: options.mode ?? from?.mode ?? "cors", cache: options.cache ?? from?.cache ?? "default", referrer: options.referrer ?? "about:client", integrity: options.integrity ?? "", keepalive: Boolean(options.keepalive),
      signal: options.signal ?? from?.signal ?? new AbortController().signal, duplex: "half",
      dispatcher: options.dispatcher ?? (from && dispatcherOf(from)),
    };
  }
  static { dispatcherOf = (request) => request.#state.dispatcher; }
  get url() { return this.#state.url; }
  get method() { return this.#state.method; }
  get headers() { return this.#state.headers; }
  get redirect() { return this.#state.redirect; }
  get credentials() { return this.#state.credentials; }
  get mode() { return this.#state.mode; }
  get cache() { return this.#state.cache; }
  get referrer() { return this.#state.referrer; }
  get referrerPolicy() { return ""; }
  get integrity() { return this.#state.integrity; }
  get keepalive() { return this.#state.keepalive; }
  get destination() { return ""; }
  get signal() { return this.#state.signal; }
  get duplex() { return "half"; }
  clone() {
    if (this.bodyUsed) throw new TypeError("unusable");
    return new Request(this);
  }
  [custom](depth, options, inspect) {
    const { url, method, headers, redirect } = this;
    return `Request ${inspect({ method, url, headers, redirect, bodyUsed: this.bodyUsed }, options)}`;
  }
}
var dispatcherOf;

const NO_BODY = [101, 103, 204, 205, 304];
let make;

class Response extends Body {
  #state = { type: "default", url: "", redirected: false };
  #headers;
  #status;
  #statusText;
  constructor(body = null, init = {}) {
    super();
    const status = init?.status === undefined ? 200 : Number(init.status);
    if (!Number.isInteger(status) || status < 200 || status > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    const statusText = init?.statusText === undefined ? "" : `${init.statusText}`;
    if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError("Invalid statusText");
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = new Headers(init?.headers ?? undefined);
    const taken = takeBody(body);
    if (taken !== null && NO_BODY.includes(status)) throw new TypeError(`Response constructor: Invalid response status code ${status}`);
    hold(this, taken);
    if (taken?.type && !this.#headers.has("content-type")) this.#headers.append("content-type", taken.type);
  }
  static {
    make = ({ status, statusText = "", headers = [], bytes = null, type = "default", url = "", redirected = false, guard = false }) => {
      const response = new Response();
      response.#status = status;
      response.#statusText = statusText;
      response.#headers = new Headers();
      for (const [name, value] of headers) response.#headers.append(name, value);
      response.#state = { type, url, redirected };
      hold(response, bytes === null ? null : { bytes, type: null });
      if (guard) lockHeaders(response.#headers);
      return response;
    };
  }
  static error() { return make({ status: 0, type: "error", guard: true }); }
  static json(data, init = {}) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError("Value is not JSON serializable");
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(text, { ...init, headers });
  }
  static redirect(url, status = 302) {
    let parsed;
    try {
      parsed = new URL(`${url}`);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
    return make({ status, headers: [["location", parsed.href]], guard: true });
  }
  get type() { return this.#state.type; }
  get url() { return this.#state.url; }
  get redirected() { return this.#state.redirected; }
  get status() { return this.#status; }
  get ok() { return this.#status >= 200 && this.#status <= 299; }
  get statusText() { return this.#statusText; }
  get headers() { return this.#headers; }
  clone() {
    if (this.bodyUsed || this.body?.locked) throw new TypeError("Response.clone: Body has already been consumed.");
    const body = bodyOf(this);
    const copy = make({ status: this.#status, statusText: this.#statusText, headers: rawHeaders(this.#headers), ...this.#state });
    if (body?.bytes !== undefined) hold(copy, { ...body });
    else if (body !== null) {
      const [a, b] = body.stream.tee();
      hold(this, { stream: a, type: null });
      hold(copy, { stream: b, type: null });
    }
    return copy;
  }
  [custom](depth, options, inspect) {
    const { status, statusText, headers, ok, redirected, type, url } = this;
    return `Response ${inspect({ status, statusText, headers, body: this.body, bodyUsed: this.bodyUsed, ok, redirected, type, url }, options)}`;
  }
}
for (const kind of [Request, Response]) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });
  // The methods of a body are the class's own, as code that looks for them expects.
  for (const name of Object.getOwnPropertyNames(Body.prototype)) {
    if (name !== "constructor") Object.defineProperty(kind.prototype, name, Object.getOwnPropertyDescriptor(Body.prototype, name));
  }
  Object.setPrototypeOf(kind.prototype, Object.prototype);
}

module.exports = { Request, Response, makeResponse: make, bodyOf, dispatcherOf: (request) => dispatcherOf(request), rawHeaders };
