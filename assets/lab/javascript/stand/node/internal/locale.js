// What code commonly asks of `toLocale...`: en-US (and de-DE numbers) of QuickJS' plain ones. Anything else lacks.

const { lacks } = require("internal/lacks");

/** Digits in groups with at least and at most so many decimals. */
function number(value, options = {}, locale = "en-US") {
  const style = options.style ?? "decimal";
  const english = /^en/i.test(locale);
  if (!english && !/^de/i.test(locale)) return lacks(`Intl.NumberFormat for ${locale}`, "en-US and de-DE are there");
  const known = ["style", "currency", "minimumFractionDigits", "maximumFractionDigits", "useGrouping", "currencyDisplay", "minimumIntegerDigits"];
  const odd = Object.keys(options).find((k) => !known.includes(k) && options[k] !== undefined);
  if (odd) return lacks(`Intl.NumberFormat option ${odd}`);
  if (Number.isNaN(Number(value))) return "NaN";
  const money = style === "currency";
  const cents = money && !/^(JPY|KRW)$/i.test(options.currency) ? 2 : 0;
  const min = options.minimumFractionDigits ?? (money ? cents : 0);
  const max = options.maximumFractionDigits ?? (money ? Math.max(cents, min) : style === "percent" ? Math.max(min, 0) : Math.max(min, 3));
  const scaled = typeof value === "bigint" ? value : style === "percent" ? Number(value) * 100 : Number(value);
  if (scaled === Infinity || scaled === -Infinity) return scaled < 0 ? "-∞" : "∞";
  const negative = scaled < 0;
  let [whole, part = ""] = (typeof scaled === "bigint" ? String(scaled < 0n ? -scaled : scaled) : round(Math.abs(scaled), max)).split(".");
  part = part.replace(/0+$/, "").padEnd(min, "0");
  whole = whole.padStart(options.minimumIntegerDigits ?? 1, "0");
  const [group, point] = english ? [",", "."] : [".", ","];
  if (options.useGrouping !== false && options.useGrouping !== "false") whole = whole.replace(/(?<=\d)(?=(\d{3})+$)/g, group);
  const plain = part ? `${whole}${point}${part}` : whole;
  const sign = negative ? "-" : "";
  if (style === "percent") return `${sign}${plain}${english ? "" : "\u00a0"}%`;
  if (!money) return style === "decimal" ? sign + plain : lacks(`Intl.NumberFormat style ${style}`);
  const code = String(options.currency).toUpperCase();
  const symbol = options.currencyDisplay === "code" ? `${code}\u00a0` : ({ USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹" }[code] ?? `${code}\u00a0`);
  return english ? `${sign}${symbol}${plain}` : `${sign}${plain}\u00a0${symbol.trim()}`;
}

/** `value` with at most `digits` decimals; halves go away from zero on the decimal digits. */
function round(value, digits) {
  const text = value.toString();
  if (/e/.test(text)) return value.toFixed(Math.min(digits, 100));
  const [whole, part = ""] = text.split(".");
  if (part.length <= digits) return text;
  let units = BigInt(whole + part.slice(0, digits));
  if (part[digits] >= "5") units += 1n;
  const padded = units.toString().padStart(digits + 1, "0");
  return digits ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded;
}

const two = (n) => String(n).padStart(2, "0");
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function zone(options) {
  if (options.timeZone !== undefined && !/^(UTC|GMT|Etc\/UTC|Z)$/i.test(options.timeZone)) lacks(`the time zone ${options.timeZone}`, "UTC is there");
}

const hours = (date, options) => {
  const hour = date.getUTCHours();
  const day = options.hour12 === false || options.hourCycle === "h23";
  return { text: day ? two(hour) : String(hour % 12 || 12), end: day ? "" : hour < 12 ? "\u202fAM" : "\u202fPM" };
};

/** en-US dates: the defaults, and the parts that are asked for one by one. */
function date(value, kind, locale = "en-US", options = {}) {
  zone(options);
  if (Number.isNaN(value.getTime())) return "Invalid Date";
  if (/^(sv|en-CA|fr-CA)/i.test(locale) && kind === "date" && !Object.keys(options).some((k) => k !== "timeZone")) return value.toISOString().slice(0, 10);
  if (!/^en(-US)?$/i.test(locale)) return lacks(`dates for ${locale}`, "en-US is there");
  const day = `${value.getUTCMonth() + 1}/${value.getUTCDate()}/${value.getUTCFullYear()}`;
  const { text, end } = hours(value, options);
  const time = `${text}:${two(value.getUTCMinutes())}:${two(value.getUTCSeconds())}${end}`;
  const asked = Object.keys(options).filter((k) => options[k] !== undefined && !["timeZone", "hour12", "hourCycle"].includes(k));
  if (asked.length === 0) return kind === "date" ? day : kind === "time" ? time : `${day}, ${time}`;
  const odd = asked.find((k) => !["weekday", "year", "month", "day", "hour", "minute", "second", "dateStyle", "timeStyle"].includes(k));
  if (odd) return lacks(`the date option ${odd}`);
  const styles = { full: { weekday: "long", month: "long", day: "numeric", year: "numeric" }, long: { month: "long", day: "numeric", year: "numeric" }, medium: { month: "short", day: "numeric", year: "numeric" }, short: { month: "numeric", day: "numeric", year: "2-digit" } };
  const o = { ...(options.dateStyle ? styles[options.dateStyle] : {}), ...options };
  const year = o.year && (o.year === "2-digit" ? two(value.getUTCFullYear() % 100) : String(value.getUTCFullYear()));
  const number = (form, n) => (form === "2-digit" ? two(n) : String(n));
  const dayText = o.day && number(o.day, value.getUTCDate());
  let out;
  if (o.month === "long" || o.month === "short") {
    const month = o.month === "long" ? MONTHS[value.getUTCMonth()] : MONTHS[value.getUTCMonth()].slice(0, 3);
    out = [[month, dayText].filter(Boolean).join(" "), year].filter(Boolean).join(dayText ? ", " : " ");
  } else out = [o.month && number(o.month, value.getUTCMonth() + 1), dayText, year].filter(Boolean).join("/");
  if (o.weekday) out = [o.weekday === "long" ? DAYS[value.getUTCDay()] : DAYS[value.getUTCDay()].slice(0, 3), out].filter(Boolean).join(", ");
  const clock = [o.hour && (o.hour === "2-digit" ? text.padStart(2, "0") : text), o.minute && two(value.getUTCMinutes()), o.second && two(value.getUTCSeconds())].filter(Boolean).join(":");
  const withTime = options.timeStyle ? (options.timeStyle === "short" ? time.replace(/:\d\d(?=\D*$)/, "") : time) : clock && clock + (o.hour ? end : "");
  return [out, withTime].filter(Boolean).join(o.dateStyle === "long" || o.dateStyle === "full" ? " at " : ", ");
}

/** Put the methods in place of the engine's plain ones. */
function install() {
  const put = (proto, methods) => {
    for (const [name, f] of Object.entries(methods)) Object.defineProperty(proto, name, { value: f, writable: true, configurable: true, enumerable: false });
  };
  put(Number.prototype, { toLocaleString(locale, options) { return number(Number(this), options ?? {}, locale ?? "en-US"); } });
  put(BigInt.prototype, { toLocaleString(locale, options) { return number(BigInt(this), options ?? {}, locale ?? "en-US"); } });
  put(Date.prototype, {
    toLocaleString(locale, options) { return date(this, "both", locale ?? "en-US", options ?? {}); },
    toLocaleDateString(locale, options) { return date(this, "date", locale ?? "en-US", options ?? {}); },
    toLocaleTimeString(locale, options) { return date(this, "time", locale ?? "en-US", options ?? {}); },
  });
}

module.exports = { install, number, date };
