"use strict";
// Hono: a router and a context over `Request` and `Response`.

const { HTTPException } = require("internal/web/hono_exception");

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A function from a path to its parameters, or null. */
function matcher(pattern, prefix = false) {
  const names = [];
  let source = "";
  for (const part of pattern.split("/").slice(1)) {
    const found = /^:([\w-]+)(?:\{(.+)\})?(\?)?$/.exec(part);
    if (part === "*") source += "(?:/.*)?";
    else if (found) {
      names.push(found[1]);
      source += found[3] ? `(?:/(${found[2] ?? "[^/]+"}))?` : `/(${found[2] ?? "[^/]+"})`;
    } else source += `/${part.replace(/[.+?^${}()|[\]\\*]/g, "\\$&")}`;
  }
  const regexp = new RegExp(`^${source || "/"}${prefix ? "(?=/|$)" : "$"}`);
  return (path) => {
    const match = regexp.exec(path);
    return match ? Object.fromEntries(names.map((name, i) => [name, match[i + 1]]).filter(([, value]) => value !== undefined)) : null;
  };
}

class HonoRequest {
  #params;
  #cache = {};

  constructor(raw, path, params) {
    this.raw = raw;
    this.path = path;
    this.#params = params;
  }
  get url() {
    return this.raw.url;
  }
  get method() {
    return this.raw.method;
  }
  param(name) {
    if (name === undefined) return Object.fromEntries(Object.entries(this.#params).map(([key, value]) => [key, decode(value)]));
    return Object.prototype.hasOwnProperty.call(this.#params, name) ? decode(this.#params[name]) : undefined;
  }
  _with(params) {
    this.#params = params;
  }
  query(name) {
    const { searchParams } = new URL(this.raw.url);
    return name === undefined ? Object.fromEntries([...new Set(searchParams.keys())].map((key) => [key, searchParams.get(key)])) : searchParams.get(name) ?? undefined;
  }
  queries(name) {
    const all = new URL(this.raw.url).searchParams.getAll(name);
    return all.length ? all : undefined;
  }
  header(name) {
    return name === undefined ? Object.fromEntries(this.raw.headers) : this.raw.headers.get(name) ?? undefined;
  }
  async text() {
    return (this.#cache.text ??= this.raw.text());
  }
  async json() {
    return JSON.parse(await this.text());
  }
  async arrayBuffer() {
    return this.raw.arrayBuffer();
  }
  async formData() {
    return this.raw.formData();
  }
  async parseBody({ all = false } = {}) {
    const out = {};
    if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(this.header("content-type") ?? "")) return out;
    const pairs = /^application/.test(this.header("content-type")) ? new URLSearchParams(await this.text()) : await this.formData();
    for (const [key, value] of pairs) {
      if ((all || key.endsWith("[]")) && Object.prototype.hasOwnProperty.call(out, key)) out[key] = [].concat(out[key], value);
      else out[key] = key.endsWith("[]") ? [value] : value;
    }
    return out;
  }
  valid() {
    return host.lacks("the lab has no validators of hono");
  }
}

class Context {
  #status = null;
  #headers = new Headers();
  #vars = new Map();

  constructor(raw, path, env) {
    this.req = new HonoRequest(raw, path, {});
    this.env = env ?? {};
    this.finalized = false;
    this._res = null;
    this.error = undefined;
    this.var = new Proxy({}, { get: (target, key) => this.#vars.get(key) });
  }
  get res() {
    return (this._res ??= new Response("404 Not Found", { status: 404 }));
  }
  set res(response) {
    this._res = response;
    this.finalized = true;
  }
  status(code) {
    this.#status = code;
  }
  header(name, value, options) {
    const target = this._res ? this._res.headers : this.#headers;
    if (value === undefined) target.delete(name);
    else if (options?.append) target.append(name, value);
    else target.set(name, value);
  }
  set(name, value) {
    this.#vars.set(name, value);
  }
  get(name) {
    return this.#vars.get(name);
  }
  #make(body, status, headers, type) {
    const given = typeof status === "object" && status !== null ? status : { status, headers };
    const all = new Headers(this.#headers);
    if (type && !all.has("content-type")) all.set("content-type", type);
    for (const [name, value] of Object.entries(given.headers ?? {})) {
      all.delete(name);
      for (const one of [].concat(value)) all.append(name, one);
    }
    return new Response(body, { status: given.status ?? this.#status ?? 200, headers: all });
  }
  body(data, status, headers) {
    return this.#make(data, status, headers);
  }
  newResponse(data, status, headers) {
    return this.#make(data, status, headers);
  }
  text(text, status, headers) {
    return this.#make(text, status, headers, "text/plain; charset=UTF-8");
  }
  json(value, status, headers) {
    return this.#make(JSON.stringify(value), status, headers, "application/json");
  }
  html(html, status, headers) {
    return this.#make(String(html), status, headers, "text/html; charset=UTF-8");
  }
  redirect(to, status = 302) {
    this.header("Location", /[^\x00-\xff]/.test(to) ? encodeURI(to) : to);
    return this.#make(null, status);
  }
  notFound() {
    return this._notFound(this);
  }
}

class Hono {
  #routes = [];
  #base = "";
  #notFound = (c) => c.text("404 Not Found", 404);
  #onError = (error, c) => {
    if (typeof error.getResponse === "function") return error.getResponse();
    console.error(error);
    c.env.incoming?.res?._raised?.(error);
    return c.text("Internal Server Error", 500);
  };

  constructor(options = {}) {
    this.strict = options.strict ?? true;
    for (const method of ["get", "post", "put", "delete", "patch", "options", "all"]) {
      this[method] = (...args) => {
        const path = typeof args[0] === "string" ? args.shift() : "*";
        this.#add(method === "all" ? "ALL" : method.toUpperCase(), path, args);
        return this;
      };
    }
    this.fetch = (request, env) => this.#dispatch(request, env);
    this.request = async (input, init) => this.fetch(input instanceof Request ? input : new Request(/^https?:/.test(input) ? input : `http://localhost${input}`, init));
  }
  #path(path) {
    const joined = `${this.#base}${path === "/" ? "" : path.startsWith("/") ? path : `/${path}`}`;
    return joined || "/";
  }
  #add(method, path, handlers) {
    for (const handler of handlers) this.#routes.push({ method, path: this.#path(path), match: matcher(this.#path(path)), handler });
  }
  on(methods, paths, ...handlers) {
    for (const method of [].concat(methods)) for (const path of [].concat(paths)) this.#add(method.toUpperCase(), path, handlers);
    return this;
  }
  use(...args) {
    const path = typeof args[0] === "string" ? args.shift() : "*";
    this.#add("ALL", path, args);
    return this;
  }
  basePath(path) {
    const other = new Hono();
    other.#routes = this.#routes;
    other.#base = this.#path(path);
    other.#notFound = this.#notFound;
    return other;
  }
  route(path, app) {
    for (const route of app.#routes) {
      const full = `${this.#path(path)}${route.path === "/" ? "" : route.path}`.replace(/\/{2,}/g, "/");
      this.#routes.push({ ...route, path: full, match: matcher(full) });
    }
    return this;
  }
  notFound(handler) {
    this.#notFound = handler;
    return this;
  }
  onError(handler) {
    this.#onError = handler;
    return this;
  }
  get routes() {
    return this.#routes.map(({ method, path, handler }) => ({ method, path, handler }));
  }

  async #dispatch(request, env) {
    const raw = new URL(request.url).pathname;
    const path = raw.replace(/%(?:[0-9a-f]{2})+/gi, (all) => (/%25/i.test(all) ? all : decode(all)));
    const c = new Context(request, path, env);
    c._notFound = this.#notFound;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const chain = this.#routes.flatMap((route) => {
      if (route.method !== "ALL" && route.method !== method) return [];
      const params = route.match(path) ?? (this.strict || path.length < 2 ? null : route.match(path.replace(/\/$/, "")));
      return params ? [{ handler: route.handler, params }] : [];
    });
    const step = async (i) => {
      if (i >= chain.length) {
        if (!c.finalized) c.res = await this.#notFound(c);
        return;
      }
      c.req._with(chain[i].params);
      try {
        const made = await chain[i].handler(c, () => step(i + 1));
        if (made && !c.finalized) c.res = made;
        else if (made) c.res = made;
      } catch (error) {
        if (!(error instanceof Error) || error.name === "LabLacks") throw error;
        c.error = error;
        c.res = await this.#onError(error, c);
      }
    };
    await step(0);
    if (!c.finalized) throw new Error("Context is not finalized. Did you forget to return a Response object or `await next()`?");
    return request.method === "HEAD" ? new Response(null, c.res) : c.res;
  }
}

module.exports = { Hono, HTTPException };
