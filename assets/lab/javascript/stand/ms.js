"use strict";
// Spans of time: "2 days" to milliseconds, and back.

const UNITS = [["y", 31557600000], ["mo", 2629800000], ["w", 604800000], ["d", 86400000], ["h", 3600000], ["m", 60000], ["s", 1000], ["ms", 1]];
const NAMES = {
  y: /^(years?|yrs?|y)$/i, mo: /^(months?|mo)$/i, w: /^(weeks?|w)$/i, d: /^(days?|d)$/i, h: /^(hours?|hrs?|h)$/i, m: /^(minutes?|mins?|m)$/i,
  s: /^(seconds?|secs?|s)$/i, ms: /^(milliseconds?|msecs?|ms)$/i,
};
const WORDS = { d: "day", h: "hour", m: "minute", s: "second" };

module.exports = function ms(value, options) {
  if (typeof value === "string" && value.length > 0 && value.length <= 100) {
    const found = /^(-?(?:\d+)?\.?\d+) *([a-z]+)?$/i.exec(value);
    if (!found) return undefined;
    const unit = UNITS.find(([name]) => NAMES[name].test(found[2] ?? "ms"));
    return unit ? Number.parseFloat(found[1]) * unit[1] : undefined;
  }
  if (typeof value === "number" && Number.isFinite(value)) {
    const unit = UNITS.find(([name, size]) => WORDS[name] && Math.abs(value) >= size);
    if (!unit) return options?.long ? `${value} ms` : `${value}ms`;
    const count = Math.round(value / unit[1]);
    return options?.long ? `${count} ${WORDS[unit[0]]}${Math.abs(value) >= unit[1] * 1.5 ? "s" : ""}` : `${count}${unit[0]}`;
  }
  throw new Error(`val is not a non-empty string or a valid number. val=${JSON.stringify(value)}`);
};
