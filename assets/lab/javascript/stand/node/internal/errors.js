// Node's errors: their codes and messages.

const classes = new Map();

/** An error class that shows its code as Node's do: `TypeError [ERR_X]: message` in the stack, `name` as ever. */
function coded(Base, code) {
  const key = `${Base.name} ${code}`;
  let found = classes.get(key);
  if (found === undefined) {
    found = class NodeError extends Base {
      constructor(message, extra) {
        super(message);
        Object.defineProperty(this, "code", { value: code, writable: true, enumerable: true, configurable: true });
        if (extra !== undefined) Object.assign(this, extra);
      }
      toString() {
        return `${this.name} [${code}]: ${this.message}`;
      }
    };
    Object.defineProperty(found.prototype, "constructor", { value: Base, writable: true, configurable: true });
    classes.set(key, found);
  }
  return found;
}

const make = (Base, code, message, extra) => new (coded(Base, code))(message, extra);
const typeError = (code, message, extra) => make(TypeError, code, message, extra);
const rangeError = (code, message, extra) => make(RangeError, code, message, extra);
const error = (code, message, extra) => make(Error, code, message, extra);

/** How a message shows what was received. */
function received(value) {
  if (value === null || value === undefined) return `Received ${value}`;
  if (typeof value === "function") return `Received function ${value.name}`;
  if (typeof value === "object") {
    const name = value.constructor?.name;
    return name ? `Received an instance of ${name}` : `Received ${require("internal/inspect").inspect(value, { depth: -1 })}`;
  }
  let shown = require("internal/inspect").inspect(value, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
  return `Received type ${typeof value} (${shown})`;
}

function list(words, joint) {
  if (words.length < 2) return words.join("");
  return words.length === 2 ? `${words[0]} ${joint} ${words[1]}` : `${words.slice(0, -1).join(", ")}, ${joint} ${words[words.length - 1]}`;
}

const PRIMITIVES = ["string", "function", "number", "object", "boolean", "bigint", "symbol", "Function", "Object"];

/** `ERR_INVALID_ARG_TYPE` */
function invalidType(name, expected, value) {
  const wanted = [expected].flat();
  const types = wanted.filter((t) => PRIMITIVES.includes(t)).map((t) => t.toLowerCase());
  const kinds = wanted.filter((t) => !PRIMITIVES.includes(t) && /^[A-Z]/.test(t));
  const other = wanted.filter((t) => !PRIMITIVES.includes(t) && !/^[A-Z]/.test(t));
  const asKind = types.includes("object") && kinds.length;
  const plain = asKind ? types.filter((t) => t !== "object") : types;
  if (asKind) kinds.push("Object");
  const said = [];
  if (plain.length) said.push(`${plain.length > 1 ? "one of type" : "of type"} ${list(plain, "or")}`);
  if (kinds.length) said.push(`an instance of ${list(kinds, "or")}`);
  if (other.length) said.push(other.length > 1 ? `one of ${list(other, "or")}` : (other[0].toLowerCase() !== other[0] ? "an " : "") + other[0]);
  const subject = name.endsWith(" argument") ? `The ${name}` : `The "${name}" ${name.includes(".") ? "property" : "argument"}`;
  return typeError("ERR_INVALID_ARG_TYPE", `${subject} must be ${said.join(" or ")}. ${received(value)}`);
}

/** `ERR_INVALID_ARG_VALUE` */
function invalidValue(name, value, reason = "is invalid") {
  let shown = require("internal/inspect").inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  return typeError("ERR_INVALID_ARG_VALUE", `The ${name.includes(".") ? "property" : "argument"} '${name}' ${reason}. Received ${shown}`);
}

const grouped = (value) => String(value).replace(/(?<=\d)(?=(\d{3})+n?$)/g, "_");

/** `ERR_OUT_OF_RANGE` */
function outOfRange(name, range, value) {
  const shown = (typeof value === "number" && Number.isInteger(value) && Math.abs(value) > 2 ** 32) || typeof value === "bigint"
    ? grouped(value) + (typeof value === "bigint" ? "n" : "")
    : require("internal/inspect").inspect(value);
  return rangeError("ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`);
}

function checkString(value, name) {
  if (typeof value !== "string") throw invalidType(name, "string", value);
}

function checkFunction(value, name = "callback") {
  if (typeof value !== "function") throw invalidType(name, "function", value);
}

function checkObject(value, name) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw invalidType(name, "Object", value);
}

function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== "number") throw invalidType(name, "number", value);
  if (!Number.isInteger(value)) throw outOfRange(name, "an integer", value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}

/** A system error as libuv words it. */
function system({ code, errno, text, path, dest }, syscall) {
  let message = `${code}: ${text}, ${syscall}`;
  if (path !== undefined) message += ` '${path}'`;
  if (dest !== undefined) message += ` -> '${dest}'`;
  const made = new Error(message);
  Object.assign(made, { errno, code, syscall });
  if (path !== undefined) made.path = path;
  if (dest !== undefined) made.dest = dest;
  return made;
}

/** Call a kernel function; its faults become system errors of this realm. `path` and `dest` are shown as the caller gave them. */
function call(syscall, path, dest, f) {
  try {
    return f();
  } catch (caught) {
    if (caught?.isFault !== true) throw caught;
    throw system({ code: caught.code, errno: caught.errno, text: caught.text, path: path ?? undefined, dest: dest ?? undefined }, syscall);
  }
}

/** The error of an operation that an AbortSignal ended. */
function aborted(cause) {
  const made = error("ABORT_ERR", "The operation was aborted", undefined);
  Object.defineProperty(made, "name", { value: "AbortError", enumerable: false, writable: true, configurable: true });
  if (cause !== undefined) Object.defineProperty(made, "cause", { value: cause, enumerable: false, writable: true, configurable: true });
  return made;
}

module.exports = {
  make, error, typeError, rangeError, received, invalidType, invalidValue, outOfRange, checkString, checkFunction, checkObject,
  checkInteger, system, call, aborted,
};
