"use strict";
// The app that the differential test sends its requests to, once with the lab's Express and once with the real one.
// `make(require, version)` gives an Express app.

module.exports = function make(require, version) {
  const path = require("path");
  const express = require("express");
  const cookieParser = require("cookie-parser");
  const session = require("express-session");
  const cors = require("cors");
  const jwt = require("jsonwebtoken");
  const qs = require("qs");
  const rateLimit = require("express-rate-limit").default;
  const helmet = require("helmet");

  const app = express();
  const handled = (f) => (req, res, next) => {
    try {
      f(req, res, next);
    } catch (error) {
      res.status(500).json({ name: error.name, code: error.code, message: error.message });
    }
  };

  // --- what a request is ---
  app.all("/echo", (req, res) => {
    const headers = { ...req.headers };
    delete headers.connection;
    delete headers.host;
    res.json({
      method: req.method, url: req.url, originalUrl: req.originalUrl, path: req.path, query: req.query, headers,
      distinct: req.headersDistinct["x-two"] ?? null, hostname: req.hostname, host: req.host, protocol: req.protocol,
      secure: req.secure, ip: req.ip, ips: req.ips, subdomains: req.subdomains, xhr: req.xhr, fresh: req.fresh, body: req.body ?? null,
    });
  });
  for (const [name, value] of Object.entries({
    all: true, one: 1, two: 2, loopback: "loopback", net: "10.0.0.0/8, 127.0.0.1", list: ["loopback", "uniquelocal"], six: "::1/128, fc00::/7", off: false, zero: 0,
    mask: "127.0.0.1/255.0.0.0", call: (address, i) => i < 1 || address === "1.2.3.4",
  })) {
    const behind = express();
    behind.set("trust proxy", value);
    behind.get("/", (req, res) => {
      res.json({ ip: req.ip, ips: req.ips, protocol: req.protocol, secure: req.secure, hostname: req.hostname, host: req.host, subdomains: req.subdomains });
    });
    app.use(`/proxy/${name}`, behind);
  }
  app.get("/is", (req, res) => res.json(["json", "html", "text/*", "application/*", "+json", "urlencoded", "multipart"].map((t) => req.is(t))));
  app.post("/is", (req, res) => res.json(["json", "html", "text/*", "application/*", "+json", "urlencoded", "multipart"].map((t) => req.is(t))));
  app.get("/accepts", (req, res) => {
    res.json([req.accepts(), req.accepts("html"), req.accepts("json", "html"), req.accepts(["text", "png"]), req.acceptsEncodings("gzip", "br"),
      req.acceptsLanguages("en", "de"), req.acceptsCharsets("utf-8", "latin1"), req.acceptsLanguages()]);
  });
  app.get("/get", (req, res) => res.json([req.get("referer"), req.get("Referrer"), req.get("X-A") ?? null, req.header("host")]));
  app.get("/range", (req, res) => res.json({ range: req.range(1000) ?? null }));

  // --- routing ---
  const names = express.Router({ caseSensitive: true, strict: true });
  names.get("/Case", (req, res) => res.send("Case"));
  names.get("/strict/", (req, res) => res.send("strict/"));
  app.use("/sensitive", names);
  app.get("/loose", (req, res) => res.send("loose"));
  app.get("/user/:id", (req, res) => res.json(req.params));
  app.get("/user/:id/file/:name.:ext", (req, res) => res.json(req.params));
  app.get("/range/:from-:to", (req, res) => res.json(req.params));
  app.get(/^\/re\/(\d+)(?:\/(\w+))?$/, (req, res) => res.json(req.params));
  app.get(/^\/named\/(?<year>\d{4})-(?<month>\d\d)/, (req, res) => res.json(req.params));
  app.get(["/alpha", "/beta/:x"], (req, res) => res.json([req.path, req.params]));
  if (version === 4) {
    app.get("/wild/*", (req, res) => res.json(req.params));
    app.get("/opt/:a/:b?", (req, res) => res.json(req.params));
    app.get("/num/:n(\\d+)", (req, res) => res.json(req.params));
    app.get("/ab?cd", (req, res) => res.send("ab?cd"));
    app.get("/x(yz)?w", (req, res) => res.json(req.params));
    app.get("/plus/:name+", (req, res) => res.json(req.params));
    app.get("/star/:name*", (req, res) => res.json(req.params));
  } else {
    app.get("/wild/*rest", (req, res) => res.json(req.params));
    app.get("/opt/:a{/:b}", (req, res) => res.json(req.params));
    app.get("/files{/*where}/end", (req, res) => res.json(req.params));
    app.get('/quoted/:"a b"', (req, res) => res.json(req.params));
    app.get("/escaped/\\:id", (req, res) => res.send("escaped"));
  }
  app.get("/multi", (req, res, next) => next(), [(req, res, next) => next("route"), (req, res) => res.send("no")], (req, res) => res.send("never"));
  app.get("/multi", (req, res) => res.send("second route"));
  const inner = express.Router({ mergeParams: true });
  inner.use((req, res, next) => {
    req.seen = [req.baseUrl, req.url, req.path, req.originalUrl];
    next();
  });
  inner.get("/", (req, res) => res.json([req.seen, req.params]));
  inner.get("/deep/:z", (req, res) => res.json([req.seen, req.params, req.baseUrl, req.route.path]));
  inner.get("/out", (req, res, next) => next("router"));
  inner.get("/error", (req, res, next) => next(new Error("inner")));
  app.use("/mount/:who", inner);
  app.use("/mount/:who", (req, res) => res.json(["after", req.baseUrl, req.url, req.params]));
  const closed = express.Router();
  closed.get("/:x", (req, res) => res.json(req.params));
  app.use("/noparams/:who", closed);
  const sub = express();
  sub.locals.name = "sub";
  sub.get("/", (req, res) => res.json([req.baseUrl, req.url, sub.mountpath, sub.path(), req.app === sub]));
  sub.get("/boom", () => {
    throw new Error("sub boom");
  });
  app.use(["/sub", "/sub2"], sub);
  app.use("/prefix", (req, res) => res.json([req.baseUrl, req.url, req.path]));
  const params = express.Router();
  const calls = [];
  params.param("id", (req, res, next, id, name) => {
    calls.push(`${name}=${id}`);
    if (id === "bad") return next(new Error("bad id"));
    req.found = id.toUpperCase();
    return next();
  });
  params.get("/:id", (req, res, next) => next());
  params.get("/:id", (req, res) => res.json([req.found, calls.splice(0)]));
  app.use("/param", params);
  app.route("/chain").get((req, res) => res.send("get")).post((req, res) => res.send("post")).all((req, res) => res.status(418).send("all"));
  app.head("/only-head", (req, res) => res.set("X-Head", "1").end());
  app.options("/own-options", (req, res) => res.send("mine"));
  app.get("/rewrite", (req, res, next) => {
    req.url = "/rewritten?a=1";
    next();
  });
  app.get("/rewritten", (req, res) => res.json([req.url, req.originalUrl, req.query]));
  app.get("/method", (req, res, next) => {
    req.method = "POST";
    next();
  });
  app.post("/method", (req, res) => res.send("as post"));

  // --- query strings ---
  for (const kind of ["simple", "extended"]) {
    const parsed = express();
    parsed.set("query parser", kind);
    parsed.get("/", (req, res) => res.json([req.query, Object.getPrototypeOf(req.query) === null, typeof req.query.a, Array.isArray(req.query.a)]));
    app.use(`/query/${kind}`, parsed);
  }
  app.get("/qs", (req, res) => {
    const text = req.url.slice(req.url.indexOf("?") + 1);
    const tries = [{}, { allowDots: true }, { depth: 1 }, { depth: 0 }, { arrayLimit: 1 }, { comma: true }, { parameterLimit: 2 }, { strictNullHandling: true },
      { allowPrototypes: true }, { plainObjects: true }, { parseArrays: false }, { duplicates: "last" }, { duplicates: "first" }, { allowSparse: true },
      { strictDepth: true, depth: 1 }, { throwOnLimitExceeded: true, arrayLimit: 1 }, { strictMerge: false }, { charset: "iso-8859-1" }];
    res.json(tries.map((o) => {
      try {
        return qs.parse(text, o);
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    }));
  });
  app.get("/qs-back", (req, res) => {
    const value = JSON.parse(req.query.v);
    res.json([{}, { arrayFormat: "brackets" }, { arrayFormat: "repeat" }, { arrayFormat: "comma" }, { encode: false }, { allowDots: true }, { skipNulls: true },
      { strictNullHandling: true }, { addQueryPrefix: true }, { encodeValuesOnly: true }].map((o) => qs.stringify(value, o)));
  });

  // --- bodies ---
  const shown = (req, res) => {
    const { body } = req;
    const seen = Buffer.isBuffer(body) ? { base64: body.toString("base64") } : body;
    res.json({ body: seen ?? null, kind: typeof body, own: Object.keys(body ?? {}), polluted: ({}).polluted ?? null, raw: req.raw ?? null });
  };
  app.post("/json", express.json(), shown);
  app.put("/json", express.json(), shown);
  app.get("/json", express.json(), shown);
  app.delete("/json", express.json(), shown);
  app.post("/json-loose", express.json({ strict: false }), shown);
  app.post("/json-limit", express.json({ limit: 20 }), shown);
  app.post("/json-kb", express.json({ limit: "1kb" }), shown);
  app.post("/json-type", express.json({ type: ["application/*+json", "text/plain"] }), shown);
  app.post("/json-any", express.json({ type: "*/*" }), shown);
  app.post("/json-fn", express.json({ type: (req) => req.headers["x-json"] === "1" }), shown);
  app.post("/json-noinflate", express.json({ inflate: false }), shown);
  app.post("/json-verify", express.json({ verify: (req, res, body, encoding) => {
    req.raw = [body.toString("latin1"), encoding, Buffer.isBuffer(body)];
    if (body.includes("deny")) throw new Error("denied");
  } }), shown);
  app.post("/form", express.urlencoded({ extended: true }), shown);
  app.post("/form-simple", express.urlencoded({ extended: false }), shown);
  app.post("/form-few", express.urlencoded({ extended: true, parameterLimit: 2 }), shown);
  app.post("/form-flat", express.urlencoded({ extended: true, depth: 1 }), shown);
  app.post("/form-limit", express.urlencoded({ extended: true, limit: 10 }), shown);
  app.post("/text", express.text(), shown);
  app.post("/text-any", express.text({ type: "*/*" }), shown);
  app.post("/raw", express.raw({ type: "*/*" }), shown);
  app.post("/raw-default", express.raw(), shown);
  app.post("/both", express.json(), express.urlencoded({ extended: true }), shown);
  app.post("/none", shown);
  app.post("/stream", (req, res) => {
    const pieces = [];
    req.on("data", (piece) => pieces.push(piece));
    req.on("end", () => res.send(Buffer.concat(pieces).toString("utf8")));
  });
  app.post("/iterate", async (req, res, next) => {
    try {
      let text = "";
      req.setEncoding("utf8");
      for await (const piece of req) text += piece;
      res.send(text);
    } catch (error) {
      next(error);
    }
  });
  app.post("/pipe", (req, res) => {
    res.type("text/plain");
    req.pipe(res);
  });

  require("./express-differential-answers.cjs")(require, app, { version, handled, path, express, cookieParser, session, cors, jwt, rateLimit, helmet });

  app.use((error, req, res, next) => {
    if (req.headers["x-default"] || res.headersSent) return next(error);
    const syntax = error instanceof SyntaxError;
    return res.status(error.status || 500).json({
      error: error.name, type: error.type ?? null, status: error.status ?? null, expose: error.expose ?? null, code: error.code ?? null,
      message: syntax ? "syntax" : error.message, body: typeof error.body === "string" ? error.body : null, limit: error.limit ?? null, length: error.length ?? null,
    });
  });
  return app;
};
