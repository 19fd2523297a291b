"use strict";
// `express()`: settings, mounting, views, and the way into the router.

const EventEmitter = require("events");
const http = require("_http_server");
const path = require("path");
const { VERBS } = require("internal/express/router");
const { finalHandler, stackOf } = require("internal/web/final");
const { etag } = require("internal/web/validators");
const { compileTrust } = require("internal/web/proxy");

const byDefault = Symbol("trust proxy by default");

function compileEtag(value) {
  if (typeof value === "function") return value;
  if (value === false) return undefined;
  const weak = value === true || value === "weak";
  if (!weak && value !== "strong") throw new TypeError(`unknown value for etag function: ${value}`);
  return (body, encoding) => etag(Buffer.isBuffer(body) ? body : Buffer.from(body, encoding), weak);
}

function compileQueryParser(value, version) {
  if (typeof value === "function") return value;
  if (value === false) return version === 4 ? () => ({}) : undefined;
  if (value === "extended" || (version === 4 && value === true)) {
    const qs = require("qs");
    return (text) => qs.parse(text, version === 4 ? { allowPrototypes: true, arrayLimit: 1000 } : { allowPrototypes: true });
  }
  if (value === true || value === "simple") return (text) => require("querystring").parse(text);
  throw new TypeError(`unknown value for query parser function: ${value}`);
}

/** The methods of apps of one version. */
function application(version, { Router, View }) {
  const app = {
    init() {
      this.cache = version === 4 ? {} : Object.create(null);
      this.engines = version === 4 ? {} : Object.create(null);
      this.settings = version === 4 ? {} : Object.create(null);
      this.defaultConfiguration();
      let router = null;
      const make = () =>
        (router ??= new Router({ caseSensitive: this.enabled("case sensitive routing"), strict: this.enabled("strict routing") }));
      if (version === 4) {
        Object.defineProperty(this, "router", {
          configurable: true,
          get() {
            throw new Error("'app.router' is deprecated!\nPlease see the 3.x to 4.x migration guide for details on how to update your app.");
          },
        });
        this.lazyrouter = () => void (this._router = make());
      } else Object.defineProperty(this, "router", { configurable: true, enumerable: true, get: make });
      Object.defineProperty(this, "_routing", { get: make });
    },

    defaultConfiguration() {
      const env = process.env.NODE_ENV || "development";
      this.enable("x-powered-by");
      this.set("etag", "weak");
      this.set("env", env);
      this.set("query parser", version === 4 ? "extended" : "simple");
      this.set("subdomain offset", 2);
      this.set("trust proxy", false);
      Object.defineProperty(this.settings, byDefault, { configurable: true, value: true });
      this.on("mount", function onmount(parent) {
        if (this.settings[byDefault] === true && typeof parent.settings["trust proxy fn"] === "function") {
          delete this.settings["trust proxy"];
          delete this.settings["trust proxy fn"];
        }
        for (const name of ["request", "response", "engines", "settings"]) Object.setPrototypeOf(this[name], parent[name]);
      });
      this.locals = Object.create(null);
      this.mountpath = "/";
      this.locals.settings = this.settings;
      this.set("view", View);
      this.set("views", path.resolve("views"));
      this.set("jsonp callback name", "callback");
      if (env === "production") this.enable("view cache");
    },

    handle(req, res, callback) {
      const done = callback || finalHandler(req, res, { env: this.get("env"), onerror: (error) => this.get("env") !== "test" && console.error(version === 4 ? stackOf(error) || String(error) : error) });
      if (this.enabled("x-powered-by")) res.setHeader("X-Powered-By", "Express");
      req.res = res;
      res.req = req;
      req.next = callback;
      Object.setPrototypeOf(req, this.request);
      Object.setPrototypeOf(res, this.response);
      res.locals ||= Object.create(null);
      if (version === 4 && !req.query) req.query = this.get("query parser fn")(require("internal/web/url").pieces(req)?.query);
      this._routing.handle(req, res, done);
    },

    use(...given) {
      let mountpath = "/";
      if (typeof given[0] !== "function") {
        let first = given[0];
        while (Array.isArray(first) && first.length !== 0) first = first[0];
        if (typeof first !== "function") mountpath = given.shift();
      }
      const handlers = given.flat(Infinity);
      if (handlers.length === 0) throw new TypeError("app.use() requires a middleware function");
      for (const handler of handlers) {
        if (!handler || !handler.handle || !handler.set) {
          this._routing.use(mountpath, handler);
          continue;
        }
        handler.mountpath = mountpath;
        handler.parent = this;
        this._routing.use(mountpath, function mounted_app(req, res, next) {
          const outer = req.app;
          handler.handle(req, res, (error) => {
            Object.setPrototypeOf(req, outer.request);
            Object.setPrototypeOf(res, outer.response);
            next(error);
          });
        });
        handler.emit("mount", this);
      }
      return this;
    },

    route(at) {
      return this._routing.route(at);
    },

    engine(ending, render) {
      if (typeof render !== "function") throw new Error("callback function required");
      this.engines[ending[0] === "." ? ending : `.${ending}`] = render;
      return this;
    },

    param(name, handler) {
      if (Array.isArray(name)) for (const one of name) this.param(one, handler);
      else this._routing.param(name, handler);
      return this;
    },

    set(...args) {
      const [name, value] = args;
      if (args.length === 1) return this.settings[name];
      this.settings[name] = value;
      if (name === "etag") this.settings["etag fn"] = compileEtag(value);
      else if (name === "query parser") this.settings["query parser fn"] = compileQueryParser(value, version);
      else if (name === "trust proxy") {
        this.settings["trust proxy fn"] = compileTrust(value);
        Object.defineProperty(this.settings, byDefault, { configurable: true, value: false });
      }
      return this;
    },

    path() {
      return this.parent ? this.parent.path() + this.mountpath : "";
    },
    enabled(name) {
      return Boolean(this.set(name));
    },
    disabled(name) {
      return !this.set(name);
    },
    enable(name) {
      return this.set(name, true);
    },
    disable(name) {
      return this.set(name, false);
    },

    all(at, ...handlers) {
      const route = this.route(at);
      for (const verb of VERBS) route[verb](...handlers);
      return this;
    },

    render(name, options, callback) {
      const done = typeof options === "function" ? options : callback;
      const given = typeof options === "function" ? {} : options || {};
      const all = { ...this.locals, ...given._locals, ...given };
      all.cache ??= this.enabled("view cache");
      let view = all.cache ? this.cache[name] : undefined;
      if (!view) {
        const Kind = this.get("view");
        view = new Kind(name, { defaultEngine: this.get("view engine"), root: this.get("views"), engines: this.engines });
        if (!view.path) {
          const roots = [].concat(view.root);
          const where = roots.length > 1 ? `directories "${roots.slice(0, -1).join('", "')}" or "${roots[roots.length - 1]}"` : `directory "${view.root}"`;
          const error = new Error(`Failed to lookup view "${name}" in views ${where}`);
          error.view = view;
          return done(error);
        }
        if (all.cache) this.cache[name] = view;
      }
      try {
        view.render(all, done);
      } catch (error) {
        done(error);
      }
    },

    listen(...args) {
      const server = http.createServer(this);
      if (version !== 4 && typeof args[args.length - 1] === "function") {
        const given = args[args.length - 1];
        let called = false;
        const once = (...values) => {
          if (called) return;
          called = true;
          given.apply(server, values);
        };
        args[args.length - 1] = once;
        server.once("error", once);
      }
      return server.listen(...args);
    },
  };

  for (const verb of VERBS) {
    app[verb] = function (at, ...handlers) {
      if (verb === "get" && handlers.length === 0) return this.set(at);
      const route = this.route(at);
      route[verb](...handlers);
      return this;
    };
  }
  if (version === 4) app.del = app.delete;
  return app;
}

/** Make an app: a function that handles requests. */
function create(proto, request, response) {
  const app = function (req, res, next) {
    app.handle(req, res, next);
  };
  for (const name of Object.getOwnPropertyNames(EventEmitter.prototype)) {
    if (name !== "constructor") Object.defineProperty(app, name, Object.getOwnPropertyDescriptor(EventEmitter.prototype, name));
  }
  Object.assign(app, proto);
  app.request = Object.create(request, { app: { configurable: true, enumerable: true, writable: true, value: app } });
  app.response = Object.create(response, { app: { configurable: true, enumerable: true, writable: true, value: app } });
  app.init();
  return app;
}

module.exports = { application, create };
