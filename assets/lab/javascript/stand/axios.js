// `axios` over the lab's http client.

const { Buffer } = require("internal/buffer");
const { URL, URLSearchParams } = require("internal/url");
const { FormData, multipart } = require("internal/blob");
const { lacks, lackNames } = require("internal/lacks");

const isPlain = (value) => value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));

class AxiosError extends Error {
  constructor(message, code, config, request, response) {
    super(message);
    Object.assign(this, { name: "AxiosError", ...(code && { code }), ...(config && { config }), ...(request && { request }) });
    if (response) Object.assign(this, { response, status: response.status });
  }
  toJSON() { return { message: this.message, name: this.name, code: this.code, status: this.status }; }
  get isAxiosError() { return true; }
}
class CanceledError extends AxiosError {
  constructor(message = "canceled", config, request) {
    super(message, "ERR_CANCELED", config, request);
    this.name = "CanceledError";
  }
}

/** Headers by name in any case, kept as they were written. */
class AxiosHeaders {
  constructor(headers) { if (headers) this.set(headers); }
  #find(name) { return Object.keys(this).find((key) => key.toLowerCase() === String(name).toLowerCase()); }
  set(name, value) {
    if (name !== null && typeof name === "object") for (const [key, each] of name instanceof Headers ? name : Object.entries(name)) this.set(key, each);
    else if (value !== undefined) this[this.#find(name) ?? name] = value === null || value === false ? value : Array.isArray(value) ? value.map(String) : String(value);
    return this;
  }
  get(name) { return this[this.#find(name)]; }
  has(name) { return this.#find(name) !== undefined; }
  delete(name) {
    const key = this.#find(name);
    if (key !== undefined) delete this[key];
    return key !== undefined;
  }
  toJSON() { return { ...this }; }
  *[Symbol.iterator]() { yield* Object.entries(this); }
  static from(headers) { return headers instanceof AxiosHeaders ? headers : new AxiosHeaders(headers); }
}

/** What both give, deeply for plain objects. `__proto__` and its kin are left out. */
function merge(a, b) {
  const out = { ...a };
  for (const key of Object.keys(b ?? {})) {
    if (["__proto__", "constructor", "prototype"].includes(key) || b[key] === undefined) continue;
    out[key] = isPlain(b[key]) && isPlain(out[key]) ? merge(out[key], b[key]) : isPlain(b[key]) ? merge({}, b[key]) : b[key];
  }
  return out;
}

const encode = (value) => encodeURIComponent(value).replace(/%3A/gi, ":").replace(/%24/g, "$").replace(/%2C/gi, ",").replace(/%20/g, "+").replace(/%5B/gi, "[").replace(/%5D/gi, "]");

function queryOf(params, serializer) {
  if (params instanceof URLSearchParams) return params.toString();
  if (typeof serializer === "function") return serializer(params);
  if (typeof serializer?.serialize === "function") return serializer.serialize(params);
  const out = [];
  const add = (key, value) => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const each of value) add(`${key}[]`, each);
    else if (value instanceof Date) out.push(`${encode(key)}=${encode(value.toISOString())}`);
    else if (typeof value === "object") for (const inner of Object.keys(value)) add(`${key}[${inner}]`, value[inner]);
    else out.push(`${encode(key)}=${encode(value)}`);
  };
  for (const key of Object.keys(params)) add(key, params[key]);
  return out.join("&");
}

const isAbsolute = (url) => /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
const combine = (base, url) => (url ? `${base.replace(/\/?\/$/, "")}/${url.replace(/^\/+/, "")}` : base);

/** The whole address of a request. */
function addressOf(config) {
  const relative = config.url ?? "";
  let full = config.baseURL && (!isAbsolute(relative) || config.allowAbsoluteUrls === false) ? combine(config.baseURL, relative) : relative;
  if (config.params) {
    const query = queryOf(config.params, config.paramsSerializer);
    full = full.split("#")[0];
    if (query) full += (full.includes("?") ? "&" : "?") + query;
  }
  return full;
}

function bodyOf(config, headers) {
  const { data } = config;
  if (data === undefined || data === null) return null;
  const type = String(headers.get("Content-Type") ?? "");
  const kind = (value) => { if (!headers.has("Content-Type") || headers.get("Content-Type") === false) headers.set("Content-Type", value); };
  if (data instanceof FormData) {
    const { type: made, bytes } = multipart(data);
    headers.set("Content-Type", made);
    return bytes;
  }
  if (typeof data.getHeaders === "function" && typeof data.getBuffer === "function") {
    headers.set(data.getHeaders());
    return data.getBuffer();
  }
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (Object.prototype.toString.call(data) === "[object ArrayBuffer]") return Buffer.from(data);
  if (data instanceof URLSearchParams) {
    kind("application/x-www-form-urlencoded;charset=utf-8");
    return Buffer.from(data.toString());
  }
  if (typeof data === "object" && typeof data.pipe === "function") return data;
  if (typeof data === "object" && type.includes("application/x-www-form-urlencoded")) return Buffer.from(queryOf(data));
  if (typeof data === "object" || type.includes("application/json")) {
    kind("application/json");
    return Buffer.from(typeof data === "string" ? data : JSON.stringify(data));
  }
  kind("application/x-www-form-urlencoded");
  return Buffer.from(String(data));
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** One request after the other until none redirects; `beforeRedirect` may look at each. */
function send(url, options, body, config, hops, done) {
  const target = new URL(url);
  if (target.protocol !== "http:" && target.protocol !== "https:") return done(new AxiosError(`Unsupported protocol ${target.protocol}`, "ERR_BAD_REQUEST", config));
  const secure = target.protocol === "https:";
  const lookup = config.lookup && ((name, o, cb) => {
    const answer = config.lookup(name, o, cb);
    answer?.then?.((found) => (Array.isArray(found) && !o.all ? cb(null, ...found) : cb(null, found)), cb);
  });
  const request = require(secure ? "https" : "http").request(url, { method: options.method, headers: options.headers, agent: secure ? config.httpsAgent : config.httpAgent, ...(lookup && { lookup }), ...(config.auth && { auth: `${config.auth.username ?? ""}:${config.auth.password ?? ""}` }) });
  const stop = () => request.destroy(new CanceledError(undefined, config));
  config.signal?.addEventListener("abort", stop, { once: true });
  if (config.timeout) request.setTimeout(config.timeout, () => request.destroy(new AxiosError(config.timeoutErrorMessage ?? `timeout of ${config.timeout}ms exceeded`, "ECONNABORTED", config, request)));
  request.on("error", (error) => done(error instanceof AxiosError ? error : Object.assign(new AxiosError(error.message, error.code, config, request), { cause: error, errno: error.errno, syscall: error.syscall, address: error.address, port: error.port, hostname: error.hostname })));
  request.on("response", (response) => {
    const { location } = response.headers;
    if (REDIRECTS.includes(response.statusCode) && location !== undefined && config.maxRedirects !== 0) {
      response.resume();
      if (hops >= (config.maxRedirects ?? 21)) return done(new AxiosError("Maximum number of redirects exceeded", "ERR_FR_TOO_MANY_REDIRECTS", config, request));
      const next = new URL(location, url);
      const changes = (response.statusCode < 303 && options.method === "POST") || (response.statusCode === 303 && !/^(GET|HEAD)$/.test(options.method));
      const headers = { ...options.headers };
      for (const name of Object.keys(headers)) {
        if (changes && /^content-/i.test(name)) delete headers[name];
        if (/^host$/i.test(name) || (next.host !== target.host && /^(authorization|proxy-authorization|cookie)$/i.test(name))) delete headers[name];
      }
      const made = { method: changes ? "GET" : options.method, headers, href: next.href, protocol: next.protocol, hostname: next.hostname, host: next.host, port: next.port, path: next.pathname + next.search };
      try {
        config.beforeRedirect?.(made, { headers: response.headers, statusCode: response.statusCode });
      } catch (error) {
        return done(AxiosError.from(error, config, request));
      }
      return send(next.href, made, changes ? null : body, { ...config, auth: next.host === target.host ? config.auth : undefined }, hops + 1, done);
    }
    if (config.responseType === "stream") return done(null, response, response, request);
    const pieces = [];
    let size = 0;
    response.on("data", (piece) => {
      pieces.push(piece);
      size += piece.length;
      if (config.maxContentLength > -1 && size > config.maxContentLength) {
        response.destroy();
        done(new AxiosError(`maxContentLength size of ${config.maxContentLength} exceeded`, "ERR_BAD_RESPONSE", config, request));
      }
    });
    response.on("error", (error) => done(new AxiosError(error.message, error.code, config, request)));
    response.on("end", () => done(null, response, Buffer.concat(pieces), request));
  });
  if (typeof body?.pipe === "function") body.pipe(request);
  else request.end(body ?? undefined);
}
AxiosError.from = (error, config, request, response) => Object.assign(new AxiosError(error.message, error.code, config, request, response), { cause: error, name: error.name });

async function dispatch(config) {
  if (config.signal?.aborted) throw new CanceledError(undefined, config);
  const headers = AxiosHeaders.from(config.headers);
  if (!headers.has("Accept")) headers.set("Accept", "application/json, text/plain, */*");
  let body = bodyOf(config, headers);
  for (const f of config.transformRequest ?? []) body = f(config.data, headers);
  if (typeof body === "string") body = Buffer.from(body);
  if (!headers.has("User-Agent")) headers.set("User-Agent", "axios/1.7.9");
  if (body && typeof body.pipe !== "function") headers.set("Content-Length", String(body.length));
  headers.set("Accept-Encoding", headers.get("Accept-Encoding") ?? "gzip, compress, deflate, br");
  if (config.proxy) lacks("axios proxies");
  let url;
  try {
    url = new URL(addressOf(config)).href;
  } catch (error) {
    throw AxiosError.from(Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", cause: error }), config);
  }
  if (body && config.maxBodyLength > -1 && body.length > config.maxBodyLength) throw new AxiosError("Request body larger than maxBodyLength limit", "ERR_BAD_REQUEST", config);
  const method = String(config.method ?? "get").toUpperCase();
  const plain = Object.fromEntries([...headers].filter(([, value]) => value !== null && value !== false));
  const [response, bytes, request] = await new Promise((go, no) => {
    send(url, { method, headers: plain }, body, config, 0, (error, ...rest) => (error ? no(error) : go(rest)));
  });
  let data = bytes;
  if (config.responseType !== "stream") {
    const encoding = response.headers["content-encoding"];
    if (config.decompress !== false && /^(x-)?gzip$/.test(encoding)) data = require("zlib").gunzipSync(data);
    if (config.decompress !== false && encoding === "deflate") data = require("zlib").inflateSync(data);
    if (config.responseType === "arraybuffer") data = Buffer.from(data);
    else {
      data = data.toString(config.responseEncoding === "latin1" ? "latin1" : "utf8").replace(/^\ufeff/, "");
      if (config.responseType === "json" || config.responseType === undefined) {
        try {
          data = data === "" ? data : JSON.parse(data);
        } catch (error) {
          if (config.responseType === "json") throw AxiosError.from(error, config, request);
        }
      }
    }
    for (const f of config.transformResponse ?? []) data = f(data, response.headers, response.statusCode);
  }
  const answer = { data, status: response.statusCode, statusText: response.statusMessage, headers: new AxiosHeaders(response.headers), config, request };
  const good = config.validateStatus === null ? true : (config.validateStatus ?? ((status) => status >= 200 && status < 300))(answer.status);
  if (!good) throw new AxiosError(`Request failed with status code ${answer.status}`, answer.status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE", config, request, answer);
  return answer;
}

class Interceptors {
  constructor() { this.handlers = []; }
  use(fulfilled, rejected) { return this.handlers.push({ fulfilled, rejected }) - 1; }
  eject(id) { this.handlers[id] = null; }
  clear() { this.handlers = []; }
}

function create(defaults = {}) {
  const own = merge({ headers: {}, timeout: 0, maxContentLength: -1, maxBodyLength: -1 }, defaults);
  const interceptors = { request: new Interceptors(), response: new Interceptors() };
  const request = (first, second = {}) => {
    const given = typeof first === "string" || first instanceof URL ? { ...second, url: String(first) } : (first ?? {});
    const config = merge(instance.defaults, given);
    const { common, get, post, put, patch, delete: del, head, options: opts, ...rest } = instance.defaults.headers;
    const byMethod = { get, post, put, patch, delete: del, head, options: opts }[String(config.method ?? "get").toLowerCase()];
    const headers = new AxiosHeaders();
    for (const set of [common, byMethod, rest, given.headers instanceof AxiosHeaders ? { ...given.headers } : given.headers]) if (set) headers.set(set);
    let chain = Promise.resolve({ ...config, headers, method: String(config.method ?? "get").toLowerCase() });
    for (const h of [...interceptors.request.handlers].reverse()) if (h) chain = chain.then(h.fulfilled, h.rejected);
    chain = chain.then(dispatch);
    for (const h of interceptors.response.handlers) if (h) chain = chain.then(h.fulfilled, h.rejected);
    return chain;
  };
  const instance = Object.assign((...given) => request(...given), { defaults: own, interceptors, request, getUri: (config) => addressOf(merge(own, config)), create: (more) => create(merge(instance.defaults, more)) });
  for (const method of ["get", "delete", "head", "options"]) instance[method] = (url, config = {}) => request({ ...config, method, url, data: config.data });
  for (const method of ["post", "put", "patch"]) {
    instance[method] = (url, data, config = {}) => request({ ...config, method, url, data });
    instance[`${method}Form`] = (url, data, config = {}) => request({ ...config, method, url, data, headers: { ...config.headers, "Content-Type": "multipart/form-data" } });
  }
  return instance;
}

const axios = create();
Object.assign(axios, {
  Axios: function Axios() {}, AxiosError, CanceledError, AxiosHeaders, Cancel: CanceledError, VERSION: "1.7.9", default: axios, axios, isAxiosError: (error) => error?.isAxiosError === true, isCancel: (error) => error instanceof CanceledError,
  all: (list) => Promise.all(list), spread: (f) => (list) => f(...list), mergeConfig: merge, HttpStatusCode: { Ok: 200, Created: 201, BadRequest: 400, Unauthorized: 401, Forbidden: 403, NotFound: 404, InternalServerError: 500 },
});
lackNames(axios, "axios", "CancelToken toFormData formToJSON getAdapter");
module.exports = axios;
