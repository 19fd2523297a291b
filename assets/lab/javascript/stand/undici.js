// `undici`: fetch, request and dispatchers.

const { fetch, once } = require("internal/fetch");
const { Headers } = require("internal/headers");
const { Request, Response } = require("internal/messages");
const { Blob, File, FormData, multipart } = require("internal/blob");
const { Readable } = require("stream");
const { Buffer } = require("internal/buffer");
const { lacks, lackNames } = require("internal/lacks");

const secret = Symbol("options");

class Dispatcher {
  constructor(options = {}) {
    if (typeof options.connect === "function") lacks("undici connectors of one's own", "connect: { lookup, rejectUnauthorized } is there");
    Object.defineProperty(this, "labOptions", { value: { connect: options.connect ?? {}, headersTimeout: options.headersTimeout, proxy: options[secret] }, enumerable: false });
  }
  compose() { return lacks("undici interceptors"); }
  request(options) { return request(new URL(options.path, options.origin), { ...options, dispatcher: this }); }
  async close() {}
  async destroy() {}
}
class Agent extends Dispatcher {}
class Pool extends Dispatcher { constructor(origin, options) { super(options); this.origin = origin; } request(options) { return super.request({ origin: this.origin, ...options }); } }
class Client extends Pool {}
class ProxyAgent extends Dispatcher { constructor(options) { super({ [secret]: typeof options === "string" ? options : options.uri }); } }

/** `request`: redirects are not followed. */
async function request(input, options = {}) {
  const url = new URL(String(input?.href ?? input));
  for (const [name, value] of Object.entries(options.query ?? {})) for (const each of [value].flat()) url.searchParams.append(name, each);
  if (options.maxRedirections) lacks("undici's maxRedirections");
  const headers = [];
  const given = options.headers ?? {};
  if (Array.isArray(given)) for (let i = 0; i < given.length; i += 2) headers.push([given[i], given[i + 1]]);
  else for (const [name, value] of given instanceof Headers ? given : Object.entries(given)) for (const each of [value].flat()) if (each !== undefined) headers.push([name, String(each)]);
  let { body } = options;
  if (body instanceof FormData) {
    const made = multipart(body);
    headers.push(["content-type", made.type]);
    body = made.bytes;
  } else if (typeof body === "string") body = Buffer.from(body);
  else if (body?.[Symbol.asyncIterator]) {
    const pieces = [];
    for await (const piece of body) pieces.push(Buffer.from(piece));
    body = Buffer.concat(pieces);
  }
  const pairs = [["host", url.host], ["connection", "keep-alive"], ...headers];
  if (body) pairs.push(["content-length", String(body.length)]);
  const answer = await once(url.href, { method: String(options.method ?? "GET").toUpperCase(), pairs, bytes: body ?? Buffer.alloc(0) }, (options.dispatcher ?? fetch.labDispatcher)?.labOptions ?? {});
  const stream = Readable.from(answer.bytes.length ? [answer.bytes] : [], { objectMode: false });
  const response = new Response(answer.bytes.length ? answer.bytes : null);
  for (const name of ["text", "json", "arrayBuffer", "blob", "bytes"]) stream[name] = () => response[name]();
  stream.dump = async () => {};
  const shown = {};
  for (const [name, value] of answer.pairs) {
    const key = name.toLowerCase();
    shown[key] = key in shown ? [shown[key], value].flat() : value;
  }
  return { statusCode: answer.status, headers: shown, trailers: {}, body: stream, opaque: options.opaque ?? null };
}

module.exports = {
  fetch, request, Headers, Request, Response, FormData, Blob, File, Dispatcher, Agent, Pool, Client, ProxyAgent,
  setGlobalDispatcher: (dispatcher) => void (fetch.labDispatcher = dispatcher),
  getGlobalDispatcher: () => (fetch.labDispatcher ??= new Agent()),
};
lackNames(module.exports, "undici", "BalancedPool RetryAgent EnvHttpProxyAgent MockAgent MockPool MockClient stream pipeline connect upgrade interceptors errors WebSocket EventSource CacheStorage caches cookies");
