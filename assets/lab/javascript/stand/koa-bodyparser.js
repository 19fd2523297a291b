"use strict";
// Bodies of requests for Koa.

const media = require("internal/web/media");
const { readAll, bytes } = require("internal/web/body");
const createError = require("http-errors");

module.exports = function bodyParser(options = {}) {
  const limits = { json: options.jsonLimit ?? "1mb", form: options.formLimit ?? "56kb", text: options.textLimit ?? "1mb" };
  const enabled = options.enableTypes ?? ["json", "form"];
  const kinds = { json: ["application/json", "application/json-patch+json", "application/vnd.api+json", "application/csp-report"], form: ["application/x-www-form-urlencoded"], text: ["text/plain"] };

  return async function bodyParser(ctx, next) {
    if (ctx.request.body !== undefined || ctx.disableBodyParser) return next();
    const kind = enabled.find((one) => media.requestIs(ctx.req, kinds[one]));
    ctx.request.body = {};
    if (kind) {
      const raw = await new Promise((resolve, reject) => {
        const length = Number.parseInt(ctx.req.headers["content-length"], 10);
        readAll(ctx.req, { length: Number.isNaN(length) ? null : length, limit: bytes(limits[kind]) }, (error, body) => (error ? reject(error) : resolve(body.toString("utf8"))));
      });
      ctx.request.rawBody = raw;
      try {
        if (kind === "form") ctx.request.body = require("qs").parse(raw, { ...options.queryString });
        else if (kind === "text") ctx.request.body = raw;
        else if (raw.trim() !== "") {
          if ((options.strict ?? true) && !/^[\s]*[[{]/.test(raw)) throw createError(400, "invalid JSON, only supports object and array", { body: raw });
          ctx.request.body = JSON.parse(raw);
        }
      } catch (error) {
        if (options.onerror) options.onerror(error, ctx);
        else throw Object.assign(error, { status: 400, body: raw });
      }
    }
    return next();
  };
};
module.exports.bodyParser = module.exports;
