"use strict";
// Errors with a status: `createError(404, "no such order")`, `new createError.NotFound()`.

const STATUS = require("internal/http_status");

class HttpError extends Error {
  constructor() {
    super();
    if (new.target === HttpError) throw new TypeError("cannot construct abstract class");
  }
}

function nameOf(status) {
  const words = (STATUS[status] ?? "").replace(/[^A-Za-z0-9 ]/g, "").split(" ");
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return joined.endsWith("Error") ? joined : `${joined}Error`;
}

const kinds = new Map();

/** The class of a status. */
function kindOf(status) {
  if (kinds.has(status)) return kinds.get(status);
  const name = nameOf(status);
  const kind = {
    [name]: class extends HttpError {
      constructor(message) {
        super();
        Object.defineProperty(this, "message", { value: message ?? STATUS[status], writable: true, configurable: true });
        Object.defineProperty(this, "name", { value: name, writable: true, configurable: true });
      }
    },
  }[name];
  Object.assign(kind.prototype, { status, statusCode: status, expose: status < 500 });
  kinds.set(status, kind);
  return kind;
}

/** `createError(status?, message? | error?, properties?)` in any order. */
function createError(...args) {
  let error;
  let message;
  let status = 500;
  let properties = {};
  args.forEach((arg, i) => {
    if (arg instanceof Error) {
      error = arg;
      status = arg.status || arg.statusCode || status;
    } else if (typeof arg === "number" && i === 0) status = arg;
    else if (typeof arg === "string") message = arg;
    else if (arg !== null && typeof arg === "object") properties = arg;
    else throw new TypeError(`argument #${i + 1} unsupported type ${typeof arg}`);
  });
  if (typeof status !== "number" || (!STATUS[status] && (status < 400 || status >= 600))) status = 500;
  if (!error) {
    if (STATUS[status] && status >= 400) error = new (kindOf(status))(message);
    else error = new Error(message || STATUS[status]);
  }
  if (error.status !== status || !(error instanceof HttpError)) {
    error.expose = status < 500;
    error.status = error.statusCode = status;
  }
  for (const key of Object.keys(properties)) if (key !== "status" && key !== "statusCode") error[key] = properties[key];
  return error;
}

createError.HttpError = HttpError;
createError.isHttpError = (value) =>
  value instanceof HttpError ||
  (value instanceof Error && typeof value.expose === "boolean" && typeof value.statusCode === "number" && value.status === value.statusCode);
for (const code of Object.keys(STATUS).map(Number)) {
  if (code < 400) continue;
  const name = code === 500 ? "InternalServerError" : nameOf(code).replace(/Error$/, "");
  for (const key of [code, name]) Object.defineProperty(createError, key, { configurable: true, enumerable: true, get: () => kindOf(code) });
}

module.exports = createError;
