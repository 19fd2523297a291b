// `Intl`: what back ends commonly use of it.

const { number, date } = require("internal/locale");
const { lackNames } = require("internal/lacks");

class NumberFormat {
  #locale;
  #options;
  constructor(locale = "en-US", options = {}) {
    this.#locale = [locale].flat()[0] ?? "en-US";
    this.#options = options;
    this.format = (value) => number(value, this.#options, this.#locale);
  }
  resolvedOptions() { return { locale: this.#locale, numberingSystem: "latn", style: "decimal", ...this.#options }; }
  static supportedLocalesOf(locales) { return [locales].flat(); }
}

class DateTimeFormat {
  #locale;
  #options;
  constructor(locale = "en-US", options = {}) {
    this.#locale = [locale].flat()[0] ?? "en-US";
    this.#options = options;
    this.format = (value) => date(new Date(value ?? Date.now()), "date", this.#locale, this.#options);
  }
  resolvedOptions() { return { locale: this.#locale, calendar: "gregory", numberingSystem: "latn", timeZone: "UTC" }; }
  static supportedLocalesOf(locales) { return [locales].flat(); }
}

class Collator {
  #fold;
  #numeric;
  constructor(locale, { sensitivity = "variant", numeric = false } = {}) {
    this.#fold = sensitivity === "base" || sensitivity === "accent";
    this.#numeric = numeric;
    this.compare = (a, b) => this.#compare(`${a}`, `${b}`);
  }
  #compare(a, b) {
    const [x, y] = this.#fold ? [a.toLowerCase(), b.toLowerCase()] : [a, b];
    if (this.#numeric) {
      const [p, q] = [x.match(/\d+|\D+/g) ?? [], y.match(/\d+|\D+/g) ?? []];
      for (let i = 0; i < Math.min(p.length, q.length); i++) {
        const both = /^\d/.test(p[i]) && /^\d/.test(q[i]);
        const order = both ? Number(p[i]) - Number(q[i]) : p[i].localeCompare(q[i]);
        if (order) return Math.sign(order);
      }
      return Math.sign(p.length - q.length);
    }
    return Math.sign(x.localeCompare(y));
  }
}

const Intl = { NumberFormat, DateTimeFormat, Collator, getCanonicalLocales: (locales = []) => [locales].flat() };
Object.defineProperty(Intl, Symbol.toStringTag, { value: "Intl", configurable: true });
lackNames(Intl, "Intl", "RelativeTimeFormat ListFormat PluralRules Segmenter DisplayNames Locale DurationFormat supportedValuesOf");

module.exports = { Intl };
