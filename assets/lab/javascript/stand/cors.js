"use strict";
// Cross-origin headers.

const { vary } = require("internal/express/response");

const DEFAULTS = { origin: "*", methods: "GET,HEAD,PUT,PATCH,POST,DELETE", preflightContinue: false, optionsSuccessStatus: 204 };

const isText = (value) => typeof value === "string" || value instanceof String;
const joined = (value) => (value && value.join ? value.join(",") : value);

function allows(origin, allowed) {
  if (Array.isArray(allowed)) return allowed.some((one) => allows(origin, one));
  if (isText(allowed)) return origin === allowed;
  if (allowed instanceof RegExp) return allowed.test(origin);
  return Boolean(allowed);
}

function put(res, name, value) {
  if (value) res.setHeader(name, value);
}

function answer(options, req, res, next) {
  const preflight = String(req.method ?? "").toUpperCase() === "OPTIONS";
  const { origin } = req.headers;
  if (!options.origin || options.origin === "*") put(res, "Access-Control-Allow-Origin", "*");
  else {
    if (isText(options.origin)) put(res, "Access-Control-Allow-Origin", options.origin);
    else put(res, "Access-Control-Allow-Origin", allows(origin, options.origin) ? origin : false);
    vary(res, "Origin");
  }
  if (options.credentials === true) put(res, "Access-Control-Allow-Credentials", "true");
  if (!preflight) {
    put(res, "Access-Control-Expose-Headers", joined(options.exposedHeaders));
    return next();
  }
  put(res, "Access-Control-Allow-Methods", joined(options.methods));
  let headers = options.allowedHeaders || options.headers;
  if (!headers) {
    headers = req.headers["access-control-request-headers"];
    vary(res, "Access-Control-Request-Headers");
  }
  put(res, "Access-Control-Allow-Headers", joined(headers));
  const age = (typeof options.maxAge === "number" || options.maxAge) && options.maxAge.toString();
  put(res, "Access-Control-Max-Age", age);
  put(res, "Access-Control-Expose-Headers", joined(options.exposedHeaders));
  if (options.preflightContinue) return next();
  res.statusCode = options.optionsSuccessStatus;
  res.setHeader("Content-Length", "0");
  return res.end();
}

module.exports = function cors(given) {
  const optionsOf = typeof given === "function" ? given : (req, done) => done(null, given);
  return function corsMiddleware(req, res, next) {
    optionsOf(req, (error, own) => {
      if (error) return next(error);
      const options = { ...DEFAULTS, ...own };
      if (!options.origin) return next();
      const originOf = typeof options.origin === "function" ? options.origin : (origin, done) => done(null, options.origin);
      return originOf(req.headers.origin, (failure, origin) => {
        if (failure || !origin) return next(failure);
        return answer({ ...options, origin }, req, res, next);
      });
    });
  };
};
