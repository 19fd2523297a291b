"use strict";
// Routers and routes.

const { METHODS } = require("_http_server");
const { layers } = require("internal/express/layer");
const url = require("internal/web/url");

const VERBS = METHODS.map((method) => method.toLowerCase());
const MAX_SYNC = 100;

function handlersOf(list, what) {
  const flat = list.flat(Infinity);
  if (flat.length === 0) throw new TypeError(what);
  return flat;
}

/** `protocol://host` at the front of a target in absolute form. */
function originOf(target) {
  if (typeof target !== "string" || target.length === 0 || target[0] === "/") return "";
  const path = target.split("?")[0];
  const at = path.indexOf("://");
  return at < 0 ? "" : target.slice(0, target.indexOf("/", 3 + at));
}

/** Merge the parameters of a parent router into a router's own; numbered ones go after the parent's. */
function mergeParams(params, parent) {
  if (typeof parent !== "object" || !parent) return params;
  const out = { ...parent };
  if (!(0 in params) || !(0 in parent)) return Object.assign(out, params);
  let own = 0;
  let outer = 0;
  while (own in params) own++;
  while (outer in parent) outer++;
  for (own--; own >= 0; own--) {
    params[own + outer] = params[own];
    if (own < outer) delete params[own];
  }
  return Object.assign(out, params);
}

/** Give back what a router changes on a request, then call `done`. */
function restoring(done, req, names) {
  const values = names.map((name) => req[name]);
  return function restored(...args) {
    names.forEach((name, i) => {
      req[name] = values[i];
    });
    return done.apply(this, args);
  };
}

function allowed(version, res, methods, done) {
  const list = [...new Set(methods)];
  try {
    if (version === 4) {
      const text = list.join(",");
      res.set("Allow", text);
      res.send(text);
      return;
    }
    const text = list.sort().join(", ");
    res.setHeader("Allow", text);
    res.setHeader("Content-Length", Buffer.byteLength(text));
    res.setHeader("Content-Type", "text/plain");
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.end(text);
  } catch (error) {
    done(error);
  }
}

/** `{ Router, Route }` of one version of Express. */
function routing(version) {
  const Layer = layers(version === 4 ? require("internal/express/path4") : require("internal/express/path5"), version !== 4);

  class Route {
    constructor(path) {
      this.path = path;
      this.stack = [];
      this.methods = version === 4 ? {} : Object.create(null);
    }

    _handles(method) {
      if (this.methods._all) return true;
      const name = String(method).toLowerCase();
      return Boolean(this.methods[name === "head" && !this.methods.head ? "get" : name]);
    }

    _options() {
      const out = Object.keys(this.methods).filter((name) => name !== "_all").map((name) => name.toUpperCase());
      if (this.methods.get && !this.methods.head) out.push("HEAD");
      return out;
    }

    dispatch(req, res, done) {
      const stack = this.stack;
      if (stack.length === 0) return done();
      let method = String(req.method).toLowerCase();
      if (method === "head" && !this.methods.head) method = "get";
      req.route = this;
      let at = 0;
      let sync = 0;
      const next = (error) => {
        if (error && error === "route") return done();
        if (error && error === "router") return done(error);
        if (++sync > MAX_SYNC) return setImmediate(next, error);
        while (at < stack.length && stack[at].method && stack[at].method !== method) at++;
        if (at >= stack.length) return done(error);
        const layer = stack[at++];
        if (error) layer.handleError(error, req, res, next);
        else layer.handleRequest(req, res, next);
        sync = 0;
      };
      next();
    }

    all(...handlers) {
      this.#add(undefined, handlers, "all");
      this.methods._all = true;
      return this;
    }

    _verb(verb, handlers) {
      this.#add(verb, handlers, verb);
      return this;
    }

    #add(method, given, verb) {
      const kind = version === 4 ? `Route.${verb}() requires a callback function but got a [object Undefined]` : "argument handler is required";
      for (const handler of handlersOf(given, kind)) {
        if (typeof handler !== "function") {
          const type = Object.prototype.toString.call(handler);
          throw new TypeError(version === 4 ? `Route.${verb}() requires a callback function but got a ${type}` : "argument handler must be a function");
        }
        const layer = new Layer("/", {}, handler);
        layer.method = method;
        if (method) this.methods[method] = true;
        this.stack.push(layer);
      }
    }
  }

  /** `express.Router(options)`: a function that handles requests. */
  function Router(options = {}) {
    const router = (req, res, next) => router.handle(req, res, next);
    Object.setPrototypeOf(router, new.target ? new.target.prototype : Router.prototype);
    const given = options || {};
    router.caseSensitive = given.caseSensitive;
    router.mergeParams = given.mergeParams;
    router.strict = given.strict;
    router.params = {};
    router.stack = [];
    return router;
  }

  Router.prototype = Object.assign(Object.create(Object.getPrototypeOf(routing)), {
    param(name, handler) {
      if (typeof name !== "string") throw new TypeError(name ? "argument name must be a string" : "argument name is required");
      if (typeof handler !== "function") throw new TypeError(handler ? "argument fn must be a function" : "argument fn is required");
      (this.params[name[0] === ":" && version === 4 ? name.slice(1) : name] ??= []).push(handler);
      return this;
    },

    route(path) {
      const route = new Route(path);
      const layer = new Layer(path, { sensitive: this.caseSensitive, strict: this.strict, end: true }, function handle(req, res, next) {
        route.dispatch(req, res, next);
      });
      layer.route = route;
      this.stack.push(layer);
      return route;
    },

    use(...given) {
      let path = "/";
      if (typeof given[0] !== "function") {
        let first = given[0];
        while (Array.isArray(first) && first.length !== 0) first = first[0];
        if (typeof first !== "function") path = given.shift();
      }
      for (const handler of handlersOf(given, version === 4 ? "Router.use() requires a middleware function" : "argument handler is required")) {
        if (typeof handler !== "function") {
          throw new TypeError(version === 4 ? `Router.use() requires a middleware function but got a ${typeName(handler)}` : "argument handler must be a function");
        }
        const layer = new Layer(path, { sensitive: this.caseSensitive, strict: false, end: false }, handler);
        layer.route = undefined;
        this.stack.push(layer);
      }
      return this;
    },

    handle(req, res, callback) {
      if (!callback) throw new TypeError("argument callback is required");
      walk(this, req, res, callback);
    },
  });

  for (const verb of [...VERBS, "all"]) {
    if (verb !== "all") {
      Route.prototype[verb] = function (...handlers) {
        return this._verb(verb, handlers);
      };
    }
    Router.prototype[verb] = function (path, ...handlers) {
      const route = this.route(path);
      route[verb](...handlers);
      return this;
    };
  }

  function typeName(value) {
    return value === null || typeof value !== "object" ? typeof value : (value.constructor && value.constructor.name) || "Object";
  }

  function walk(router, req, res, callback) {
    const { stack } = router;
    const origin = originOf(req.url);
    const parentParams = req.params;
    const parentUrl = req.baseUrl || "";
    const called = {};
    const methods = [];
    let done = restoring(callback, req, ["baseUrl", "next", "params"]);
    if (req.method === "OPTIONS") {
      const inner = done;
      done = (error) => (error || methods.length === 0 ? inner(error) : allowed(version, res, methods, inner));
    }
    let at = 0;
    let sync = 0;
    let removed = "";
    let slashAdded = false;

    req.next = next;
    req.baseUrl = parentUrl;
    req.originalUrl = req.originalUrl || req.url;
    next();

    function undo() {
      if (slashAdded) {
        const root = req.url === "/" || req.url.startsWith("/?") || version === 4;
        if (root || (removed.endsWith("/") && req.url[0] === "/")) req.url = req.url.slice(1);
        slashAdded = false;
      }
      if (removed) {
        req.baseUrl = parentUrl;
        req.url = origin + removed + req.url.slice(origin.length);
        removed = "";
      }
    }

    function next(error) {
      let problem = error === "route" ? null : error;
      undo();
      if (problem === "router") return void setImmediate(done, null);
      if (at >= stack.length) return void setImmediate(done, problem);
      if (++sync > MAX_SYNC) return void setImmediate(next, error);
      const path = url.pieces(req)?.pathname;
      if (path === null || path === undefined) return done(problem);

      let found = null;
      while (found === null && at < stack.length) {
        const layer = stack[at++];
        let fits;
        try {
          fits = layer.match(path);
        } catch (failure) {
          problem = problem || failure;
          continue;
        }
        if (!fits) continue;
        if (layer.route) {
          if (problem) continue;
          const handles = layer.route._handles(req.method);
          if (!handles && req.method === "OPTIONS") methods.push(...layer.route._options());
          if (!handles && req.method !== "HEAD") continue;
        }
        found = layer;
      }
      if (found === null) return done(problem);

      const layer = found;
      const { route } = layer;
      const { keys } = layer;
      const layerPath = layer.path;
      if (route) req.route = route;
      req.params = router.mergeParams ? mergeParams(layer.params, parentParams) : layer.params;
      runParams(router.params, keys, called, req, res, (failure) => {
        if (failure) next(problem || failure);
        else if (route) layer.handleRequest(req, res, next);
        else mounted(layer, problem, layerPath, path);
        sync = 0;
      });
    }

    function mounted(layer, problem, layerPath, path) {
      if (layerPath.length !== 0) {
        const after = path[layerPath.length];
        if (layerPath !== path.slice(0, layerPath.length) || (after && after !== "/" && !(version === 4 && after === "."))) {
          next(problem);
          return;
        }
        removed = layerPath;
        req.url = origin + req.url.slice(origin.length + removed.length);
        if (!origin && req.url[0] !== "/") {
          req.url = `/${req.url}`;
          slashAdded = true;
        }
        req.baseUrl = parentUrl + (removed.endsWith("/") ? removed.slice(0, -1) : removed);
      }
      if (problem) layer.handleError(problem, req, res, next);
      else layer.handleRequest(req, res, next);
    }
  }

  /** Call the callbacks of `router.param` for the parameters of a layer, each value once a request. */
  function runParams(callbacks, keys, called, req, res, done) {
    let at = 0;
    const param = (error) => {
      if (error) return done(error);
      if (at >= keys.length) return done();
      const key = keys[at++];
      const value = req.params[key];
      const list = Object.prototype.hasOwnProperty.call(callbacks, key) ? callbacks[key] : undefined;
      if (value === undefined || !list) return param();
      const before = called[key];
      if (before && (before.match === value || (before.error && before.error !== "route"))) {
        req.params[key] = before.value;
        return param(before.error);
      }
      const state = (called[key] = { error: null, match: value, value });
      let i = 0;
      const one = (failure) => {
        const handler = list[i++];
        state.value = req.params[key];
        if (failure) {
          state.error = failure;
          return param(failure);
        }
        if (!handler) return param();
        let result;
        try {
          result = handler(req, res, one, value, key);
        } catch (thrown) {
          return one(thrown);
        }
        if (version !== 4 && result && typeof result.then === "function") result.then(() => {}, (thrown) => one(thrown || new Error("Rejected promise")));
      };
      one();
    };
    param();
  }

  return { Router, Route };
}

module.exports = { routing, VERBS };
