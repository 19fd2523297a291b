"use strict";
// `express.static`.

const path = require("path");
const { SendStream, redirect } = require("internal/web/send");
const { pieces, original, encodeUrl, oneLeadingSlash } = require("internal/web/url");

module.exports = function serveStatic(root, options) {
  if (!root) throw new TypeError("root path required");
  if (typeof root !== "string") throw new TypeError("root path must be a string");
  const given = Object.create(options || null);
  const fallthrough = given.fallthrough !== false;
  const redirects = given.redirect !== false;
  if (given.setHeaders && typeof given.setHeaders !== "function") throw new TypeError("option setHeaders must be function");
  given.maxage = given.maxage || given.maxAge || 0;
  given.root = path.resolve(root);

  return function serveStatic(req, res, next) {
    if (req.method !== "GET" && req.method !== "HEAD") {
      if (fallthrough) return next();
      res.statusCode = 405;
      res.setHeader("Allow", "GET, HEAD");
      res.setHeader("Content-Length", "0");
      return res.end();
    }
    let forward = !fallthrough;
    const outer = original(req);
    let target = pieces(req).pathname;
    if (target === "/" && !outer.pathname.endsWith("/")) target = "";
    const stream = new SendStream(req, target, given);
    stream.on("directory", function onDirectory(to) {
      if (!redirects || this.hasTrailingSlash()) {
        this.error(404);
        return;
      }
      redirect(to, encodeUrl(oneLeadingSlash(`${outer.pathname}/`) + (outer.search ?? "")));
    });
    if (given.setHeaders) stream.on("headers", given.setHeaders);
    if (fallthrough) stream.on("file", () => void (forward = true));
    stream.on("error", (error) => {
      if (forward || !(error.statusCode < 500)) next(error);
      else next();
    });
    stream.pipe(res);
    return undefined;
  };
};
module.exports.mime = require("internal/web/mime");
