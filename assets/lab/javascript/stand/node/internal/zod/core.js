"use strict";
// What every schema has: parsing with all faults gathered, and the ways to build another schema of it.

class ZodError extends Error {
  constructor(issues) {
    super();
    Object.defineProperty(this, "name", { value: "ZodError", configurable: true, writable: true, enumerable: false });
    Object.defineProperty(this, "issues", { value: issues, enumerable: false });
    Object.defineProperty(this, "message", { value: JSON.stringify(issues, null, 2), enumerable: false, configurable: true, writable: true });
  }

  flatten(map = (issue) => issue.message) {
    const fieldErrors = {};
    const formErrors = [];
    for (const issue of this.issues) {
      if (issue.path.length === 0) formErrors.push(map(issue));
      else (fieldErrors[issue.path[0]] ??= []).push(map(issue));
    }
    return { formErrors, fieldErrors };
  }

  format(map = (issue) => issue.message) {
    const tree = { _errors: [] };
    for (const issue of this.issues) {
      let at = tree;
      for (const key of issue.path) at = Object.hasOwn(at, key) ? at[key] : (at[key] = { _errors: [] });
      at._errors.push(map(issue));
    }
    return tree;
  }
}

/** The name that messages give to a value's type. */
function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (Number.isNaN(value)) return "NaN";
  if (value instanceof Date || value instanceof Map || value instanceof Set) return value.constructor.name;
  return typeof value;
}

const FAILED = Symbol("failed");

/** One parse: the faults so far, and what is still being waited for. */
class Run {
  constructor(isAsync) {
    this.issues = [];
    this.isAsync = isAsync;
  }

  fault(schema, path, issue, own) {
    const message = messageOf(own, issue) ?? messageOf(schema._error, issue) ?? issue.message;
    this.issues.push({ ...issue, path: [...path], message });
    return FAILED;
  }
}

function messageOf(given, issue) {
  const told = typeof given === "object" && given !== null ? (given.error ?? given.message ?? (issue.input === undefined ? given.required_error : given.invalid_type_error)) : given;
  const text = typeof told === "function" ? told(issue) : told;
  return typeof text === "object" && text !== null ? text.message : text;
}

const then = (value, f) => (value instanceof Promise ? value.then(f) : f(value));

class ZodType {
  constructor(error) {
    this._error = error;
    this._steps = [];
  }

  /** What the type itself makes of a value; `FAILED` after a fault. */
  _base(value) {
    return value;
  }

  _parse(value, path, run) {
    let result = this._base(value, path, run);
    for (const step of this._steps) result = then(result, (so) => (so === FAILED ? so : step(so, path, run)));
    return result;
  }

  _clone(change = {}) {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(this)), this, change);
    copy._steps = [...(change._steps ?? this._steps)];
    return copy;
  }

  /** Another schema that does one thing more. */
  _with(step) {
    const copy = this._clone();
    copy._steps.push(step);
    return copy;
  }

  _invalid(expected, value, path, run) {
    return run.fault(this, path, { code: "invalid_type", expected, message: `Invalid input: expected ${expected}, received ${typeOf(value)}` });
  }

  safeParse(value) {
    const run = new Run(false);
    const result = this._parse(value, [], run);
    if (result instanceof Promise) throw new Error("Encountered Promise during synchronous parse. Use .parseAsync() instead.");
    return run.issues.length > 0 || result === FAILED ? { success: false, error: new ZodError(run.issues) } : { success: true, data: result };
  }

  parse(value) {
    const result = this.safeParse(value);
    if (!result.success) throw result.error;
    return result.data;
  }

  async safeParseAsync(value) {
    const run = new Run(true);
    const result = await this._parse(value, [], run);
    return run.issues.length > 0 || result === FAILED ? { success: false, error: new ZodError(run.issues) } : { success: true, data: result };
  }

  async parseAsync(value) {
    const result = await this.safeParseAsync(value);
    if (!result.success) throw result.error;
    return result.data;
  }

  spa(value) {
    return this.safeParseAsync(value);
  }

  isOptional() {
    return this.safeParse(undefined).success;
  }

  isNullable() {
    return this.safeParse(null).success;
  }

  refine(test, error) {
    return this._with((value, path, run) =>
      then(test(value), (holds) => {
        const own = typeof error === "function" ? error(value) : error;
        if (!holds) run.fault(this, [...path, ...(own?.path ?? [])], { code: "custom", message: "Invalid input" }, own);
        return value;
      }),
    );
  }

  superRefine(check) {
    return this._with((value, path, run) => {
      const context = {
        value,
        path,
        issues: [],
        addIssue: (given) => {
          const issue = typeof given === "string" ? { message: given } : given;
          run.fault(this, [...path, ...(issue.path ?? [])], { code: "custom", message: "Invalid input", ...issue }, issue.message);
        },
      };
      return then(check(value, context), () => {
        for (const issue of context.issues) context.addIssue(issue);
        return value;
      });
    });
  }

  check(...checks) {
    return checks.reduce((schema, check) => schema.superRefine((value, context) => check(context)), this);
  }

  transform(f) {
    return this._with((value, path, run) => {
      if (run.issues.length > 0 && run.issues.some((issue) => path.every((key, i) => issue.path[i] === key))) return FAILED;
      let failed = false;
      const addIssue = (given) => {
        failed = true;
        run.fault(this, path, { code: "custom", message: "Invalid input", ...given }, given.message);
      };
      return then(f(value, { addIssue, path, issues: { push: addIssue } }), (made) => (failed ? FAILED : made));
    });
  }

  overwrite(f) {
    return this._with((value) => f(value));
  }

  pipe(next) {
    return this._with((value, path, run) => next._parse(value, path, run));
  }

  brand() {
    return this;
  }

  readonly() {
    return this._with((value) => Object.freeze(value));
  }

  describe(description) {
    return this._clone({ description });
  }

  meta(meta) {
    return meta === undefined ? this._meta : this._clone({ _meta: meta });
  }

  optional() {
    return new Wrapped(this, (value, parse) => (value === undefined && !this._fills ? undefined : parse(value)));
  }

  nullable() {
    return new Wrapped(this, (value, parse) => (value === null ? null : parse(value)));
  }

  nullish() {
    return this.nullable().optional();
  }

  default(given) {
    const filled = new Wrapped(this, (value, parse) => (value === undefined ? (typeof given === "function" ? given() : structuredClone(given)) : parse(value)));
    return Object.assign(filled, { _fills: true });
  }

  prefault(given) {
    return new Wrapped(this, (value, parse) => parse(value === undefined ? (typeof given === "function" ? given() : given) : value));
  }

  catch(given) {
    return new Wrapped(this, (value, parse, run) => {
      const before = run.issues.length;
      return then(parse(value), (result) => {
        if (result !== FAILED && run.issues.length === before) return result;
        run.issues.length = before;
        return typeof given === "function" ? given({ input: value }) : given;
      });
    });
  }

  array() {
    return new (require("internal/zod/collections").ZodArray)(this);
  }

  or(other) {
    return new (require("internal/zod/collections").ZodUnion)([this, other]);
  }

  and(other) {
    return new (require("internal/zod/collections").ZodIntersection)(this, other);
  }
}

/** A schema around another one that decides whether the other is asked. */
class Wrapped extends ZodType {
  constructor(inner, decide) {
    super();
    this._inner = inner;
    this._decide = decide;
  }

  _base(value, path, run) {
    return this._decide(value, (given) => this._inner._parse(given, path, run), run);
  }

  unwrap() {
    return this._inner;
  }

  removeDefault() {
    return this._inner;
  }
}

module.exports = { ZodError, ZodType, Wrapped, FAILED, typeOf, then };
