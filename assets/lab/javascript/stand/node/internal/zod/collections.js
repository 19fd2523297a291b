"use strict";
// Schemas of what holds other values.

const { ZodType, FAILED, then } = require("internal/zod/core");

/** All of several results, waited for only where one has to be. */
function all(results, f) {
  if (!results.some((result) => result instanceof Promise)) return f(results);
  return Promise.all(results).then(f);
}

function put(target, key, value) {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

class ZodArray extends ZodType {
  constructor(element, error) {
    super(error);
    this.element = element;
  }

  _base(value, path, run) {
    if (!Array.isArray(value)) return this._invalid("array", value, path, run);
    const items = value.map((item, i) => this.element._parse(item, [...path, i], run));
    return all(items, (made) => (made.includes(FAILED) ? FAILED : made));
  }

  _size(holds, issue, error) {
    return this._with((value, path, run) => {
      if (!holds(value.length)) run.fault(this, path, { origin: "array", inclusive: true, ...issue }, error);
      return value;
    });
  }

  min(least, error) {
    return this._size((n) => n >= least, { code: "too_small", minimum: least, message: `Too small: expected array to have >=${least} items` }, error);
  }

  max(most, error) {
    return this._size((n) => n <= most, { code: "too_big", maximum: most, message: `Too big: expected array to have <=${most} items` }, error);
  }

  length(size, error) {
    return this._size((n) => n === size, { code: "too_small", minimum: size, message: `Too small: expected array to have exactly ${size} items` }, error);
  }

  nonempty(error) {
    return this.min(1, error);
  }

  unwrap() {
    return this.element;
  }
}

class ZodTuple extends ZodType {
  constructor(items, rest, error) {
    super(error);
    this._items = items;
    this._rest = rest;
  }

  rest(schema) {
    return this._clone({ _rest: schema });
  }

  _base(value, path, run) {
    if (!Array.isArray(value)) return this._invalid("tuple", value, path, run);
    if (value.length > this._items.length && !this._rest) {
      return run.fault(this, path, { code: "too_big", maximum: this._items.length, message: `Too big: expected array to have <=${this._items.length} items` });
    }
    const length = Math.max(value.length, this._items.length);
    const items = Array.from({ length }, (_, i) => (this._items[i] ?? this._rest)._parse(value[i], [...path, i], run));
    return all(items, (made) => (made.includes(FAILED) ? FAILED : made));
  }
}

class ZodObject extends ZodType {
  constructor(shape, error, unknown = "strip") {
    super(error);
    this._shape = shape;
    this._unknown = unknown;
  }

  get shape() {
    return typeof this._shape === "function" ? this._shape() : this._shape;
  }

  _base(value, path, run) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Map) && !(value instanceof Set);
    if (!isObject) return this._invalid("object", value, path, run);
    const { shape } = this;
    const names = Object.keys(shape);
    const results = names.map((name) => shape[name]._parse(value[name], [...path, name], run));
    const others = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
    if (this._unknown === "strict" && others.length > 0) {
      const shown = others.map((name) => `"${name}"`).join(", ");
      run.fault(this, path, { code: "unrecognized_keys", keys: others, message: `Unrecognized key${others.length > 1 ? "s" : ""}: ${shown}` });
    }
    const kept = typeof this._unknown === "object" || this._unknown === "loose" ? others.filter((name) => name !== "__proto__") : [];
    const more = kept.map((name) => (this._unknown === "loose" ? value[name] : this._unknown._parse(value[name], [...path, name], run)));
    return all([...results, ...more], (made) => {
      if (made.includes(FAILED)) return FAILED;
      const out = {};
      [...names, ...kept].forEach((name, i) => {
        if (made[i] !== undefined || name in value) put(out, name, made[i]);
      });
      return out;
    });
  }

  _reshaped(change) {
    return new ZodObject(change({ ...this.shape }), this._error, this._unknown);
  }

  strict() {
    return this._clone({ _unknown: "strict" });
  }

  strip() {
    return this._clone({ _unknown: "strip" });
  }

  loose() {
    return this._clone({ _unknown: "loose" });
  }

  passthrough() {
    return this.loose();
  }

  catchall(schema) {
    return this._clone({ _unknown: schema });
  }

  extend(more) {
    return this._reshaped((shape) => ({ ...shape, ...more }));
  }

  safeExtend(more) {
    return this.extend(more);
  }

  augment(more) {
    return this.extend(more);
  }

  merge(other) {
    return new ZodObject({ ...this.shape, ...other.shape }, this._error, other._unknown);
  }

  setKey(name, schema) {
    return this.extend({ [name]: schema });
  }

  pick(mask) {
    return this._reshaped((shape) => Object.fromEntries(Object.entries(shape).filter(([name]) => mask[name])));
  }

  omit(mask) {
    return this._reshaped((shape) => Object.fromEntries(Object.entries(shape).filter(([name]) => !mask[name])));
  }

  partial(mask) {
    return this._reshaped((shape) => Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, !mask || mask[name] ? schema.optional() : schema])));
  }

  required(mask) {
    const must = (schema) => (schema.unwrap && schema.isOptional() ? schema.unwrap() : schema);
    return this._reshaped((shape) => Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, !mask || mask[name] ? must(schema) : schema])));
  }

  keyof() {
    return new (require("internal/zod/values").ZodValues)(Object.keys(this.shape));
  }
}

class ZodRecord extends ZodType {
  constructor(keys, values, error) {
    super(error);
    this._keys = keys;
    this._values = values;
  }

  _base(value, path, run) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this._invalid("record", value, path, run);
    const names = Object.keys(value).filter((name) => name !== "__proto__");
    const keys = names.map((name) => this._keys._parse(name, [...path, name], run));
    const values = names.map((name) => this._values._parse(value[name], [...path, name], run));
    return all([...keys, ...values], (made) => {
      if (made.includes(FAILED)) return FAILED;
      const out = {};
      names.forEach((_, i) => put(out, made[i], made[names.length + i]));
      return out;
    });
  }
}

class ZodUnion extends ZodType {
  constructor(options, error) {
    super(error);
    this.options = options;
  }

  _base(value, path, run) {
    const attempt = (i) => {
      if (i === this.options.length) return run.fault(this, path, { code: "invalid_union", errors: [], message: "Invalid input" });
      const before = run.issues.length;
      return then(this.options[i]._parse(value, path, run), (result) => {
        if (result !== FAILED && run.issues.length === before) return result;
        run.issues.length = before;
        return attempt(i + 1);
      });
    };
    return attempt(0);
  }
}

class ZodDiscriminatedUnion extends ZodUnion {
  constructor(key, options, error) {
    super(options, error);
    this._key = key;
  }

  _base(value, path, run) {
    if (typeof value !== "object" || value === null) return this._invalid("object", value, path, run);
    const option = this.options.find((one) => one.shape[this._key].safeParse(value[this._key]).success);
    if (option) return option._parse(value, path, run);
    return run.fault(this, [...path, this._key], { code: "invalid_union", errors: [], note: "No matching discriminator", message: "Invalid input" });
  }
}

class ZodIntersection extends ZodType {
  constructor(left, right) {
    super();
    this._sides = [left, right];
  }

  _base(value, path, run) {
    return all(this._sides.map((side) => side._parse(value, path, run)), ([left, right]) => {
      if (left === FAILED || right === FAILED) return FAILED;
      const both = typeof left === "object" && left !== null && typeof right === "object" && right !== null;
      return both && !Array.isArray(left) ? { ...left, ...right } : right;
    });
  }
}

class ZodLazy extends ZodType {
  constructor(get) {
    super();
    this._get = get;
  }

  _base(value, path, run) {
    return this._get()._parse(value, path, run);
  }
}

module.exports = { ZodArray, ZodTuple, ZodObject, ZodRecord, ZodUnion, ZodDiscriminatedUnion, ZodIntersection, ZodLazy };
