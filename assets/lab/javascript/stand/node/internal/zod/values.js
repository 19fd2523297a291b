"use strict";
// Schemas of single values.

const { ZodType, FAILED } = require("internal/zod/core");

const FORMATS = {
  email: /^[\w'+-]+(?:\.[\w'+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/,
  uuid: /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/,
  guid: /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/,
  nanoid: /^[\w-]{21}$/,
  cuid: /^[cC][^\s-]{8,}$/,
  cuid2: /^[0-9a-z]+$/,
  ulid: /^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26}$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/,
  base64: /^(?:[0-9a-zA-Z+/]{4})*(?:[0-9a-zA-Z+/]{2}==|[0-9a-zA-Z+/]{3}=)?$/,
  base64url: /^[\w-]*$/,
  hex: /^[0-9a-fA-F]*$/,
  e164: /^\+[1-9]\d{6,14}$/,
  date: /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))$/,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/,
  lowercase: /^[^A-Z]*$/,
  uppercase: /^[^a-z]*$/,
};

function isIpv6(text) {
  return host.url(`http://[${text}]`) !== null && /^[0-9a-fA-F:.]+$/.test(text);
}

function isDateTime(text, { offset = false, local = false } = {}) {
  const zone = offset ? "(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)" : "Z";
  const [day, rest] = [text.slice(0, 10), text.slice(10)];
  return FORMATS.date.test(day) && new RegExp(`^T(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?${zone}${local ? "?" : ""}$`).test(rest);
}

const CHARACTERS = {
  small: (least, exact) => `Too small: expected string to have ${exact ? "exactly " : ">="}${least} characters`,
  big: (most) => `Too big: expected string to have <=${most} characters`,
};

class ZodString extends ZodType {
  _base(value, path, run) {
    const text = this._coerce ? String(value) : value;
    return typeof text === "string" ? text : this._invalid("string", value, path, run);
  }

  _must(holds, issue, error) {
    return this._with((value, path, run) => {
      if (!holds(value)) run.fault(this, path, issue, error);
      return value;
    });
  }

  _format(format, holds, error) {
    return this._must(holds, { code: "invalid_format", format, origin: "string", message: `Invalid ${format === "url" || format === "uuid" ? format.toUpperCase() : format === "email" ? "email address" : format}` }, error);
  }

  min(least, error) {
    return this._must((v) => v.length >= least, { code: "too_small", origin: "string", minimum: least, inclusive: true, message: CHARACTERS.small(least) }, error);
  }

  max(most, error) {
    return this._must((v) => v.length <= most, { code: "too_big", origin: "string", maximum: most, inclusive: true, message: CHARACTERS.big(most) }, error);
  }

  length(size, error) {
    const issue = { code: "too_small", origin: "string", minimum: size, exact: true, message: CHARACTERS.small(size, true) };
    return this._must((v) => v.length === size, issue, error);
  }

  nonempty(error) {
    return this.min(1, error);
  }

  regex(pattern, error) {
    const matches = (v) => {
      pattern.lastIndex = 0;
      return pattern.test(v);
    };
    return this._must(matches, { code: "invalid_format", format: "regex", pattern: String(pattern), origin: "string", message: `Invalid string: must match pattern ${pattern}` }, error);
  }

  includes(part, error) {
    return this._must((v) => v.includes(part), { code: "invalid_format", format: "includes", includes: part, message: `Invalid string: must include "${part}"` }, error);
  }

  startsWith(part, error) {
    return this._must((v) => v.startsWith(part), { code: "invalid_format", format: "starts_with", prefix: part, message: `Invalid string: must start with "${part}"` }, error);
  }

  endsWith(part, error) {
    return this._must((v) => v.endsWith(part), { code: "invalid_format", format: "ends_with", suffix: part, message: `Invalid string: must end with "${part}"` }, error);
  }

  url(given) {
    const { hostname, protocol } = typeof given === "object" && given !== null ? given : {};
    const holds = (v) => {
      const parsed = host.url(v.trim());
      return parsed !== null && (!hostname || hostname.test(parsed.hostname)) && (!protocol || protocol.test(parsed.protocol.replace(/:$/, "")));
    };
    return this._format("url", holds, given);
  }

  datetime(given) {
    return this._format("ISO datetime", (v) => isDateTime(v, typeof given === "object" ? given : {}), given);
  }

  ipv6(error) {
    return this._format("ipv6", isIpv6, error);
  }

  ip(error) {
    return this._format("ip", (v) => FORMATS.ipv4.test(v) || isIpv6(v), error);
  }

  trim() {
    return this.overwrite((v) => v.trim());
  }

  toLowerCase() {
    return this.overwrite((v) => v.toLowerCase());
  }

  toUpperCase() {
    return this.overwrite((v) => v.toUpperCase());
  }

  normalize(form) {
    return this.overwrite((v) => v.normalize(form));
  }
}
for (const [format, pattern] of Object.entries(FORMATS)) {
  ZodString.prototype[format] = function (given) {
    const own = format === "email" && given?.pattern instanceof RegExp ? given.pattern : pattern;
    return this._format(format, (v) => own.test(v), given);
  };
}

class ZodNumber extends ZodType {
  _base(value, path, run) {
    const number = this._coerce ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : this._invalid("number", number, path, run);
  }

  _must(holds, issue, error) {
    return ZodString.prototype._must.call(this, holds, issue, error);
  }

  gte(least, error) {
    return this._must((v) => v >= least, { code: "too_small", origin: "number", minimum: least, inclusive: true, message: `Too small: expected number to be >=${least}` }, error);
  }

  gt(least, error) {
    return this._must((v) => v > least, { code: "too_small", origin: "number", minimum: least, inclusive: false, message: `Too small: expected number to be >${least}` }, error);
  }

  lte(most, error) {
    return this._must((v) => v <= most, { code: "too_big", origin: "number", maximum: most, inclusive: true, message: `Too big: expected number to be <=${most}` }, error);
  }

  lt(most, error) {
    return this._must((v) => v < most, { code: "too_big", origin: "number", maximum: most, inclusive: false, message: `Too big: expected number to be <${most}` }, error);
  }

  int(error) {
    return this._must(Number.isSafeInteger, { code: "invalid_type", expected: "int", format: "safeint", message: "Invalid input: expected int, received number" }, error);
  }

  multipleOf(step, error) {
    return this._must((v) => Math.abs(v / step - Math.round(v / step)) < 1e-9, { code: "not_multiple_of", divisor: step, message: `Invalid number: must be a multiple of ${step}` }, error);
  }
}
const NUMBER = ZodNumber.prototype;
Object.assign(NUMBER, {
  min: NUMBER.gte,
  max: NUMBER.lte,
  step: NUMBER.multipleOf,
  safe: NUMBER.int,
  finite() {
    return this;
  },
  positive(error) {
    return this.gt(0, error);
  },
  negative(error) {
    return this.lt(0, error);
  },
  nonnegative(error) {
    return this.gte(0, error);
  },
  nonpositive(error) {
    return this.lte(0, error);
  },
});

class ZodBigInt extends ZodNumber {
  _base(value, path, run) {
    let number = value;
    if (this._coerce) {
      try {
        number = BigInt(value);
      } catch {
        return this._invalid("bigint", value, path, run);
      }
    }
    return typeof number === "bigint" ? number : this._invalid("bigint", value, path, run);
  }
}

class ZodDate extends ZodNumber {
  _base(value, path, run) {
    const date = this._coerce ? new Date(value) : value;
    return date instanceof Date && !Number.isNaN(date.getTime()) ? date : this._invalid("date", value, path, run);
  }
}

/** A schema that lets through what passes a test. */
class ZodTest extends ZodType {
  constructor(expected, holds, error) {
    super(error);
    this._expected = expected;
    this._holds = holds;
  }

  _base(value, path, run) {
    const given = this._coerce ? this._coerce(value) : value;
    return this._holds(given) ? given : this._invalid(this._expected, value, path, run);
  }
}

/** One of some values. */
class ZodValues extends ZodType {
  constructor(values, error) {
    super(error);
    this.options = values;
  }

  _base(value, path, run) {
    if (this.options.includes(value)) return value;
    const shown = this.options.map((one) => (typeof one === "string" ? `"${one}"` : String(one)));
    const message = shown.length === 1 ? `Invalid input: expected ${shown[0]}` : `Invalid option: expected one of ${shown.join("|")}`;
    run.fault(this, path, { code: "invalid_value", values: this.options, message });
    return FAILED;
  }

  get value() {
    return this.options[0];
  }

  get values() {
    return new Set(this.options);
  }

  get enum() {
    return this._enum ?? Object.fromEntries(this.options.map((one) => [one, one]));
  }

  extract(values) {
    return new ZodValues(this.options.filter((one) => values.includes(one)), this._error);
  }

  exclude(values) {
    return new ZodValues(this.options.filter((one) => !values.includes(one)), this._error);
  }
}

module.exports = { ZodString, ZodNumber, ZodBigInt, ZodDate, ZodTest, ZodValues };
