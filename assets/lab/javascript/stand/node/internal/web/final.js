"use strict";
// The last handler of an app: the pages for what nobody answered and for errors.

const STATUS = require("internal/http_status");
const { original, encodeUrl } = require("internal/web/url");
const { whenFinished, isFinished } = require("internal/web/finished");
const escapeHtml = require("escape-html");

/** A page with one text on it. */
function page(title, body) {
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>\n<pre>${body}</pre>\n</body>\n</html>\n`;
}

/** An error with its stack as V8 prints it: the message comes first. */
function stackOf(error) {
  const stack = error.stack;
  if (typeof stack !== "string" || !(error instanceof Error)) return stack;
  const head = typeof error.code === "string" && error.code.startsWith("ERR_") ? `${error.name} [${error.code}]: ${error.message}` : String(error);
  return stack.startsWith(head.split("\n")[0]) || stack.startsWith(String(error).split("\n")[0]) ? stack : `${head}\n${stack.trimEnd()}`;
}

function statusOf(error, res) {
  for (const status of [error.status, error.statusCode]) {
    if (typeof status === "number" && status >= 400 && status < 600) return [status, error.headers];
  }
  const status = res.statusCode;
  return [typeof status === "number" && status >= 400 && status <= 599 ? status : 500, undefined];
}

/** What is called when nobody answered: `(error) => void`. */
function finalHandler(req, res, { env = process.env.NODE_ENV || "development", onerror } = {}) {
  return function last(error) {
    if (!error && res.headersSent) return;
    let status = 404;
    let headers;
    let message;
    if (error) {
      [status, headers] = statusOf(error, res);
      if (env !== "production") message = stackOf(error) || (typeof error.toString === "function" ? error.toString() : undefined);
      message ||= STATUS[status];
      if (status >= 500 && typeof res._raised === "function") res._raised(error);
      if (onerror) setImmediate(onerror, error, req, res);
    } else {
      message = `Cannot ${req.method} ${encodeUrl(original(req)?.pathname ?? "resource")}`;
    }
    if (res.headersSent) {
      // Nothing can be said any more: the browser sees a connection that breaks off.
      res.destroy();
      return;
    }
    answer(req, res, status, headers, message);
  };
}

function answer(req, res, status, headers, message) {
  const write = () => {
    const body = page("Error", escapeHtml(message).replaceAll("\n", "<br>").replaceAll("  ", " &nbsp;"));
    res.statusCode = status;
    res.statusMessage = STATUS[status];
    for (const name of ["Content-Encoding", "Content-Language", "Content-Range"]) res.removeHeader(name);
    if (headers && typeof headers === "object") for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.setHeader("Content-Security-Policy", "default-src 'none'");
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    res.setHeader("Content-Length", Buffer.byteLength(body, "utf8"));
    if (req.method === "HEAD") res.end();
    else res.end(body, "utf8");
  };
  if (isFinished(req)) write();
  else {
    req.unpipe();
    whenFinished(req, write);
    req.resume();
  }
}

module.exports = { finalHandler, page, stackOf };
