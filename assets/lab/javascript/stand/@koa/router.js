"use strict";
// Routes of Koa.

const { matcher } = require("internal/express/path5");

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

class Router {
  constructor(options = {}) {
    this.opts = options;
    this.stack = [];
    this.params = {};
    for (const method of ["get", "post", "put", "patch", "delete", "head", "options", "all"]) {
      this[method] = (...args) => {
        if (typeof args[1] === "string" || (Array.isArray(args[1]) && typeof args[1][0] === "string")) args.shift();
        const [path, ...handlers] = args;
        this.#add(method === "all" ? null : [method.toUpperCase(), ...(method === "get" ? ["HEAD"] : [])], path, handlers.flat());
        return this;
      };
    }
    this.del = this.delete;
  }
  #add(methods, path, handlers, end = true) {
    for (const one of [].concat(path)) {
      const full = one instanceof RegExp ? one : `${this.opts.prefix ?? ""}${one === "/" && this.opts.prefix ? "" : one}` || "/";
      const regexp = full instanceof RegExp ? full : null;
      const match = regexp
        ? (input) => {
            const found = regexp.exec(input);
            return found && { path: found[0], params: { ...found.slice(1), ...found.groups } };
          }
        : matcher(full, { sensitive: this.opts.sensitive, strict: this.opts.strict, end }, decode);
      this.stack.push({ methods, path: full, match, handlers, end });
    }
  }
  use(...args) {
    const path = typeof args[0] === "string" || Array.isArray(args[0]) ? args.shift() : null;
    for (const handler of args.flat()) {
      const { router } = handler;
      if (!router) {
        if (path === null && !this.opts.prefix) this.stack.push({ methods: undefined, path: "", match: () => ({ path: "", params: {} }), handlers: [handler], end: false });
        else this.#add(undefined, path ?? "", [handler], false);
        continue;
      }
      for (const layer of router.stack) {
        for (const base of [].concat(path ?? "")) {
          const full = typeof layer.path === "string" ? `${this.opts.prefix ?? ""}${base === "/" ? "" : base}${layer.path === "/" && base ? "" : layer.path}` || "/" : layer.path;
          const match = typeof full === "string" ? matcher(full, { sensitive: this.opts.sensitive, strict: this.opts.strict, end: layer.end }, decode) : layer.match;
          this.stack.push({ ...layer, path: full, match });
        }
      }
      Object.assign(this.params, router.params);
    }
    return this;
  }
  prefix(prefix) {
    const old = this.stack;
    this.opts.prefix = prefix;
    this.stack = [];
    for (const layer of old) this.#add(layer.methods, layer.path, layer.handlers, layer.end);
    return this;
  }
  param(name, handler) {
    (this.params[name] ??= []).push(handler);
    return this;
  }
  redirect(from, to, status = 301) {
    return this.all(from, (ctx) => {
      ctx.redirect(to);
      ctx.status = status;
    });
  }
  routes() {
    const dispatch = (ctx, next) => {
      const path = ctx.routerPath ?? ctx.path;
      const fits = this.stack.map((layer) => [layer, layer.match(path)]).filter(([, found]) => found);
      ctx.matched = [...(ctx.matched ?? []), ...fits.map(([layer]) => layer)];
      ctx.router = this;
      const routed = fits.some(([layer]) => layer.methods !== undefined && (layer.methods === null || layer.methods.includes(ctx.method)));
      if (!routed) return next();
      const chain = fits
        .filter(([layer]) => !layer.methods || layer.methods.includes(ctx.method))
        .flatMap(([layer, found]) => [
          (inner, go) => {
            inner.params = inner.request.params = { ...found.params };
            if (layer.methods !== undefined) inner._matchedRoute = layer.path;
            return go();
          },
          ...(layer.methods === undefined ? [] : Object.keys(found.params).flatMap((name) => (this.params[name] ?? []).map((handler) => (inner, go) => handler(inner.params[name], inner, go)))),
          ...layer.handlers,
        ]);
      return require("koa").compose(chain)(ctx, next);
    };
    dispatch.router = this;
    return dispatch;
  }
  middleware() {
    return this.routes();
  }
  allowedMethods() {
    return async (ctx, next) => {
      await next();
      if (ctx.status && ctx.status !== 404) return;
      const allowed = [...new Set((ctx.matched ?? []).flatMap((layer) => layer.methods ?? []))];
      if (!allowed.length) return;
      if (ctx.method === "OPTIONS") {
        ctx.status = 200;
        ctx.body = "";
      } else if (!allowed.includes(ctx.method)) ctx.status = 405;
      ctx.set("Allow", allowed.join(", "));
    };
  }
}

function KoaRouter(options) {
  return new Router(options);
}
KoaRouter.prototype = Router.prototype;
module.exports = KoaRouter;
module.exports.default = KoaRouter;
module.exports.Router = KoaRouter;
