// `node:assert`

const { inspect } = require("internal/inspect");
const { isDeepEqual } = require("internal/equal");
const { invalidType, invalidValue, typeError } = require("internal/errors");
const { lackNames } = require("internal/lacks");

const TEXTS = {
  strictEqual: "Expected values to be strictly equal:", deepStrictEqual: "Expected values to be strictly deep-equal:", deepEqual: "Expected values to be loosely deep-equal:",
  notStrictEqual: 'Expected "actual" to be strictly unequal to:', notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:', notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};
const show = (value) => inspect(value, { compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, sorted: true, getters: true });

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== "object") throw invalidType("options", "Object", options);
    const { message, operator, actual, expected } = options;
    super(message !== undefined ? String(message) : describe(operator, actual, expected));
    this.generatedMessage = message === undefined;
    Object.assign(this, { code: "ERR_ASSERTION", actual, expected, operator });
    Object.defineProperty(this, "name", { value: "AssertionError", enumerable: false, writable: true, configurable: true });
  }
  toString() { return `${this.name} [${this.code}]: ${this.message}`; }
}

function describe(operator, actual, expected) {
  const [a, e] = [show(actual), show(expected)];
  if (operator === "deepStrictEqual" || operator === "strictEqual") {
    const simple = !a.includes("\n") && !e.includes("\n") && a.length + e.length <= 120 && (typeof actual !== "object" || actual === null || typeof expected !== "object" || expected === null);
    if (simple) return `${TEXTS[operator]}\n\n${a} !== ${e}\n`;
    return `${TEXTS[operator]}\n${difference(a.split("\n"), e.split("\n"))}`;
  }
  if (operator === "notStrictEqual" || operator === "notDeepStrictEqual") return `${TEXTS[operator]}${a.includes("\n") || a.length > 5 ? "\n\n" : " "}${a}${a.includes("\n") || a.length > 5 ? "\n" : ""}`;
  if (operator === "deepEqual") return `${TEXTS.deepEqual}\n\n${a}\n\nshould loosely deep-equal\n\n${e}`;
  if (operator === "notDeepEqual") return `${TEXTS.notDeepEqual}\n\n${a}\n\nshould not loosely deep-equal\n\n${e}`;
  return `${inspect(actual)} ${operator} ${inspect(expected)}`;
}

/** Lines that differ, marked. */
function difference(a, e) {
  const table = Array.from({ length: a.length + 1 }, () => new Array(e.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) for (let j = e.length - 1; j >= 0; j--) table[i][j] = a[i] === e[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const out = ["+ actual - expected", ""];
  let [i, j] = [0, 0];
  while (i < a.length || j < e.length) {
    if (i < a.length && j < e.length && a[i] === e[j]) {
      out.push(`  ${a[i++]}`);
      j += 1;
    } else if (i < a.length && (j >= e.length || table[i + 1][j] >= table[i][j + 1])) out.push(`+ ${a[i++]}`);
    else out.push(`- ${e[j++]}`);
  }
  return `${out.join("\n")}\n`;
}

function fail(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

function ok(...given) {
  const [value, message] = given;
  if (value) return;
  const none = given.length === 0 ? "No value argument passed to `assert.ok()`" : "The expression evaluated to a falsy value";
  const error = message instanceof Error ? message : new AssertionError({ actual: value, expected: true, message: message ?? none, operator: "==" });
  if (message === undefined) error.generatedMessage = true;
  throw error;
}

const assert = (...given) => ok(...given);

const compare = (operator, test) => (...given) => {
  if (given.length < 2) throw typeError("ERR_MISSING_ARGS", 'The "actual" and "expected" arguments must be specified');
  const [actual, expected, message] = given;
  if (!test(actual, expected)) fail({ actual, expected, message, operator });
};

/** Whether an error is the one that was expected; throws where it is not. */
function matchError(error, expected, message, name) {
  if (expected === undefined) return;
  if (typeof expected === "string") {
    if (error?.message === expected) throw typeError("ERR_AMBIGUOUS_ARGUMENT", `The "error/message" argument is ambiguous. The error message "${expected}" is identical to the message.`);
    return;
  }
  const wrong = (text, exact = {}) => fail({ actual: error, expected, message: message ?? text, operator: name, ...exact });
  if (expected instanceof RegExp) {
    if (!expected.test(String(error))) wrong(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`);
    return;
  }
  if (typeof expected === "function") {
    if (expected.prototype !== undefined && error instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      wrong(`The error is expected to be an instance of "${expected.name}". Received ${error?.constructor?.name ? `"${error.constructor.name}"` : `"${inspect(error, { depth: -1 })}"`}${error?.message ? `\n\nError message:\n\n${error.message}` : ""}`);
    }
    const answer = Reflect.apply(expected, {}, [error]);
    if (answer !== true) wrong(`The ${expected.name ? `"${expected.name}" ` : ""}validation function is expected to return "true". Received ${inspect(answer)}\n\nCaught error:\n\n${error}`);
    return;
  }
  if (typeof error !== "object" || error === null) wrong();
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push("name", "message");
  else if (keys.length === 0) throw invalidValue("error", expected, "may not be an empty object");
  for (const key of keys) {
    if (typeof error[key] === "string" && expected[key] instanceof RegExp && expected[key].test(error[key])) continue;
    if (!(key in error) || !isDeepEqual(error[key], expected[key], true)) {
      fail({ actual: error, expected, message: message ?? describe("deepStrictEqual", Object.fromEntries(keys.filter((k) => k in error).map((k) => [k, error[k]])), Object.fromEntries(keys.map((k) => [k, expected[k]]))), operator: name });
    }
  }
}

function missing(name, expected, message) {
  const kind = name === "rejects" ? "rejection" : "exception";
  const named = typeof expected === "function" && expected.name ? ` (${expected.name})` : ".";
  const text = typeof expected === "string" ? expected : message;
  fail({ actual: undefined, expected, operator: name, message: `Missing expected ${kind}${named}${named === "." ? (text ? ` ${text}` : "") : `.${text ? ` ${text}` : ""}`}`.replace(/^(.*)\.( .*)$/, (all, head, tail) => `${head.replace(/\.$/, "")}:${tail}`) });
}

const settle = async (promise) => {
  const target = typeof promise === "function" ? promise() : promise;
  if (typeof target?.then !== "function") {
    if (typeof promise === "function") throw typeError("ERR_INVALID_RETURN_VALUE", `Expected instance of Promise to be returned from the "promiseFn" function but got ${target === undefined ? "undefined" : `type ${typeof target}`}.`);
    throw invalidType("promiseFn", ["Function", "Promise"], promise);
  }
  try {
    await target;
  } catch (error) {
    return { error };
  }
  return null;
};

const needFunction = (f) => {
  if (typeof f !== "function") throw invalidType("fn", "Function", f);
};

const looseEqual = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

Object.assign(assert, {
  AssertionError, ok,
  fail: (message = "Failed") => {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message, operator: "fail" });
    error.generatedMessage = message === "Failed";
    throw error;
  },
  equal: compare("==", looseEqual),
  notEqual: compare("!=", (a, b) => !looseEqual(a, b)),
  strictEqual: compare("strictEqual", Object.is),
  notStrictEqual: compare("notStrictEqual", (a, b) => !Object.is(a, b)),
  deepEqual: compare("deepEqual", (a, b) => isDeepEqual(a, b, false)),
  notDeepEqual: compare("notDeepEqual", (a, b) => !isDeepEqual(a, b, false)),
  deepStrictEqual: compare("deepStrictEqual", (a, b) => isDeepEqual(a, b, true)),
  notDeepStrictEqual: compare("notDeepStrictEqual", (a, b) => !isDeepEqual(a, b, true)),
  throws(f, expected, message) {
    needFunction(f);
    let caught = null;
    try {
      f();
    } catch (error) {
      if (error?.name === "LabLacks") throw error;
      caught = { error };
    }
    if (caught === null) missing("throws", expected, message);
    matchError(caught.error, expected, message, "throws");
  },
  doesNotThrow(f, expected, message) {
    needFunction(f);
    try {
      f();
    } catch (error) {
      const text = typeof expected === "string" ? expected : message;
      fail({ actual: error, expected, operator: "doesNotThrow", message: `Got unwanted exception.${text ? ` ${text}` : ""}\nActual message: "${error?.message}"` });
    }
  },
  async rejects(promise, expected, message) {
    const caught = await settle(promise);
    if (caught === null) missing("rejects", expected, message);
    matchError(caught.error, expected, message, "rejects");
  },
  async doesNotReject(promise, expected, message) {
    const caught = await settle(promise);
    if (caught) fail({ actual: caught.error, expected, operator: "doesNotReject", message: `Got unwanted rejection.${message ? ` ${message}` : ""}\nActual message: "${caught.error?.message}"` });
  },
  ifError(value) {
    if (value === null || value === undefined) return;
    fail({ actual: value, expected: null, operator: "ifError", message: `ifError got unwanted exception: ${value?.message ?? inspect(value)}` });
  },
  match(text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw invalidType("regexp", "RegExp", pattern);
    if (typeof text !== "string" || !pattern.test(text)) fail({ actual: text, expected: pattern, operator: "match", message: message ?? (typeof text === "string" ? `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n` : `The "string" argument must be of type string. ${require("internal/errors").received(text)}`) });
  },
  doesNotMatch(text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw invalidType("regexp", "RegExp", pattern);
    if (typeof text !== "string" || pattern.test(text)) fail({ actual: text, expected: pattern, operator: "doesNotMatch", message: message ?? `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n` });
  },
});
const partial = (a, b) => typeof b !== "object" || b === null ? Object.is(a, b) : typeof a === "object" && a !== null && Array.isArray(a) === Array.isArray(b) && Object.keys(b).every((key) => key in a && partial(a[key], b[key]));
assert.partialDeepStrictEqual = compare("partialDeepStrictEqual", partial);

const strict = (...given) => ok(...given);
Object.assign(strict, assert, { equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual });
strict.strict = strict;
assert.strict = strict;

module.exports = assert;
lackNames(assert, "assert", "CallTracker Assert");
