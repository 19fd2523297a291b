"use strict";
// Tests and clean-up of texts.

const { lackNames } = require("internal/lacks");

function text(value) {
  if (typeof value === "string" || value instanceof String) return String(value);
  const kind = value === null ? "null" : typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
  throw new TypeError(`Expected a string but received a ${kind}`);
}

const matching = (pattern) => (value) => pattern.test(text(value));
const bounds = (given, more) => (typeof given === "object" && given !== null ? given : { min: given ?? 0, max: more });

function isByteLength(value, given, most) {
  const { min = 0, max } = bounds(given, most);
  const size = new TextEncoder().encode(text(value)).length;
  return size >= min && (max === undefined || size <= max);
}

function isLength(value, given, most) {
  const { min = 0, max } = bounds(given, most);
  const size = [...text(value)].length;
  return size >= min && (max === undefined || size <= max);
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

function isIP(value, version) {
  const wanted = String(typeof version === "object" && version !== null ? (version.version ?? "") : (version ?? ""));
  const address = text(value);
  const four = IPV4.test(address);
  const six = !four && /^[0-9a-fA-F:.]+(?:%[0-9a-zA-Z.:-]+)?$/.test(address) && host.url(`http://[${address.replace(/%.*/, "")}]`) !== null;
  return wanted === "4" ? four : wanted === "6" ? six : wanted === "" && (four || six);
}

function isFQDN(value, options = {}) {
  const { require_tld = true, allow_underscores = false, allow_trailing_dot = false, allow_numeric_tld = false, allow_wildcard = false } = options;
  let name = text(value);
  if (allow_trailing_dot && name.endsWith(".")) name = name.slice(0, -1);
  if (allow_wildcard && name.startsWith("*.")) name = name.slice(2);
  const parts = name.split(".");
  const last = parts.at(-1);
  if (require_tld && (parts.length < 2 || !/^(?:[a-z\u00a1-\uffff]{2,}|xn[a-z0-9-]{2,})$/i.test(last)) && !allow_numeric_tld) return false;
  if (!allow_numeric_tld && /^\d+$/.test(last)) return false;
  return parts.every((part) => part.length <= 63 && /^[a-z_\u00a1-\uffff0-9-]+$/i.test(part) && !/^-|-$/.test(part) && (allow_underscores || !part.includes("_")));
}

const URL_DEFAULTS = { protocols: ["http", "https", "ftp"], require_tld: true, require_protocol: false, require_host: true, require_port: false, require_valid_protocol: true, allow_fragments: true, allow_query_components: true, allow_protocol_relative_urls: false, disallow_auth: false, validate_length: true };

function isURL(value, given) {
  const options = { ...URL_DEFAULTS, ...given };
  let url = text(value);
  if (!url || /[\s<>]/.test(url) || url.startsWith("mailto:") || (options.validate_length && url.length > 2083)) return false;
  if (!options.allow_fragments && url.includes("#")) return false;
  if (!options.allow_query_components && /[?&]/.test(url)) return false;
  [url] = url.split("#");
  [url] = url.split("?");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url);
  if (scheme) {
    if (options.require_valid_protocol && !options.protocols.includes(scheme[1].toLowerCase())) return false;
    url = url.slice(scheme[0].length);
  } else if (options.require_protocol || /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(url)) return false;
  else if (url.startsWith("//")) {
    if (!options.allow_protocol_relative_urls) return false;
    url = url.slice(2);
  }
  if (url === "") return false;
  let [place] = url.split("/");
  if (place === "" && !options.require_host) return true;
  const at = place.split("@");
  if (at.length > 1) {
    if (options.disallow_auth || at[0] === "" || at[0].split(":").length > 2) return false;
    place = at.slice(1).join("@");
  }
  const six = /^\[([^\]]*)\](?::(\d+))?$/.exec(place);
  const [name, port] = six ? [six[1], six[2]] : place.split(":");
  if (port !== undefined ? !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535 : options.require_port) return false;
  const listed = (list) => list.some((one) => (one instanceof RegExp ? one.test(name) : one === name));
  if (options.host_whitelist) return listed(options.host_whitelist);
  if (options.host_blacklist && listed(options.host_blacklist)) return false;
  return six ? isIP(name, 6) : isIP(name, 4) || isFQDN(name, options);
}

const EMAIL_DEFAULTS = { allow_display_name: false, require_display_name: false, allow_utf8_local_part: true, require_tld: true, blacklisted_chars: "", ignore_max_length: false, host_blacklist: [], host_whitelist: [], allow_ip_domain: false };

function isEmail(value, given) {
  const options = { ...EMAIL_DEFAULTS, ...given };
  let address = text(value);
  if (options.allow_display_name || options.require_display_name) {
    const named = /^([^\r\n<]+)<([^<>]+)>$/.exec(address);
    if (named) [, , address] = named;
    else if (options.require_display_name) return false;
  }
  const cut = address.lastIndexOf("@");
  if (cut < 1 || (!options.ignore_max_length && address.length > 254)) return false;
  const user = address.slice(0, cut);
  const domain = address.slice(cut + 1).toLowerCase();
  if (options.host_blacklist.includes(domain) || (options.host_whitelist.length > 0 && !options.host_whitelist.includes(domain))) return false;
  if (!options.ignore_max_length && (!isByteLength(user, { max: 64 }) || !isByteLength(domain, { max: 254 }))) return false;
  if ([...options.blacklisted_chars].some((char) => user.includes(char))) return false;
  const bracketed = /^\[(.*)\]$/.exec(domain);
  if (!isFQDN(domain, options) && !(options.allow_ip_domain && isIP(bracketed ? bracketed[1] : domain))) return false;
  if (user.startsWith('"')) return user.length > 1 && user.endsWith('"') && /^(?:[^"\\\r\n]|\\.)*$/.test(user.slice(1, -1));
  const part = options.allow_utf8_local_part ? /^[a-z\d!#$%&'*+\-/=?^_`{|}~\u00a1-\uffff]+$/i : /^[a-z\d!#$%&'*+\-/=?^_`{|}~]+$/i;
  return user.split(".").every((piece) => part.test(piece));
}

const ENTITIES = { "&": "&amp;", '"': "&quot;", "'": "&#x27;", "<": "&lt;", ">": "&gt;", "/": "&#x2F;", "\\": "&#x5C;", "`": "&#96;" };
const inClass = (chars) => chars.replace(/[-\\^\]]/g, "\\$&");

function isInt(value, { allow_leading_zeroes = true, min, max, lt, gt } = {}) {
  const number = text(value);
  const n = Number(number);
  const form = allow_leading_zeroes ? /^[-+]?\d+$/ : /^(?:[-+]?(?:0|[1-9]\d*))$/;
  return form.test(number) && !(n < min) && !(n > max) && !(n >= lt) && !(n <= gt);
}

function isFloat(value, { min, max, lt, gt } = {}) {
  const number = text(value);
  const n = Number.parseFloat(number);
  return /^[-+]?(?:\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?$/.test(number) && !["", ".", "-", "+"].includes(number) && !(n < min) && !(n > max) && !(n >= lt) && !(n <= gt);
}

function isStrongPassword(value, given) {
  const { minLength, minLowercase, minUppercase, minNumbers, minSymbols } = { minLength: 8, minLowercase: 1, minUppercase: 1, minNumbers: 1, minSymbols: 1, ...given };
  const password = text(value);
  const count = (pattern) => (password.match(pattern) ?? []).length;
  return password.length >= minLength && count(/[a-z]/g) >= minLowercase && count(/[A-Z]/g) >= minUppercase && count(/[0-9]/g) >= minNumbers && count(/[^a-zA-Z0-9\s]/g) >= minSymbols;
}

function isJSON(value, { allow_primitives = false } = {}) {
  try {
    const parsed = JSON.parse(text(value));
    return (typeof parsed === "object" && parsed !== null) || (allow_primitives && [null, true, false].includes(parsed));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return false;
  }
}

const UUID = { all: "[0-9a-f]", 1: "1", 2: "2", 3: "3", 4: "4", 5: "5", 6: "6", 7: "7", 8: "8" };

const validator = {
  isByteLength, isLength, isIP, isFQDN, isURL, isEmail, isInt, isFloat, isStrongPassword, isJSON,
  isAlpha: (value, locale = "en-US") => (/^en/.test(locale) ? /^[a-z]+$/i.test(text(value)) : host.lacks(`the lab has no validator.isAlpha for ${locale}`)),
  isAlphanumeric: (value, locale = "en-US") => (/^en/.test(locale) ? /^[0-9a-z]+$/i.test(text(value)) : host.lacks(`the lab has no validator.isAlphanumeric for ${locale}`)),
  isNumeric: (value, { no_symbols = false } = {}) => (no_symbols ? /^\d+$/ : /^[+-]?(?:\d*\.)?\d+$/).test(text(value)),
  isHexadecimal: matching(/^(?:0x|0h)?[0-9a-f]+$/i), isMongoId: matching(/^[0-9a-f]{24}$/i), isAscii: matching(/^[\x00-\x7f]+$/), isSlug: matching(/^[a-z0-9](?!.*[-_]{2,})[a-z0-9_-]*(?<![-_])$/i),
  isJWT: matching(/^[\w-]+\.[\w-]+\.[\w-]*$/), isSemVer: matching(/^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\w.-]+)?(?:\+[\w.-]+)?$/), isMD5: matching(/^[a-f0-9]{32}$/),
  isMACAddress: matching(/^(?:[0-9a-f]{2}([-:\s]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i), isISO8601: matching(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/),
  isUUID: (value, version = "all") => new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${UUID[version] ?? "[^\\s\\S]"}[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$`, "i").test(text(value)),
  isPort: (value) => isInt(value, { allow_leading_zeroes: false, min: 0, max: 65535 }),
  isBoolean: (value, { loose = false } = {}) => (loose ? ["true", "false", "1", "0", "yes", "no"].includes(text(value).toLowerCase()) : ["true", "false", "1", "0"].includes(text(value))),
  isBase64: (value, { urlSafe = false } = {}) => (urlSafe ? /^[\w-]*$/.test(text(value)) : text(value).length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text(value))),
  isDate: (value) => !Number.isNaN(Date.parse(text(value).replace(/\//g, "-"))), isDecimal: matching(/^[-+]?\d*(?:\.\d+)?$/),
  isEmpty: (value, { ignore_whitespace = false } = {}) => (ignore_whitespace ? text(value).trim() : text(value)).length === 0,
  isLowercase: (value) => text(value) === text(value).toLowerCase(), isUppercase: (value) => text(value) === text(value).toUpperCase(),
  isIn: (value, options) => (Array.isArray(options) ? options.map(String).includes(text(value)) : typeof options === "object" && options !== null ? Object.hasOwn(options, text(value)) : String(options).includes(text(value))),
  isWhitelisted: (value, chars) => [...text(value)].every((char) => chars.includes(char)),
  equals: (value, other) => text(value) === other,
  contains: (value, part, { ignoreCase = false } = {}) => (ignoreCase ? text(value).toLowerCase().includes(String(part).toLowerCase()) : text(value).includes(String(part))),
  matches: (value, pattern, flags) => (pattern instanceof RegExp ? pattern : new RegExp(pattern, flags)).test(text(value)),
  escape: (value) => text(value).replace(/[&"'<>/\\`]/g, (char) => ENTITIES[char]),
  unescape: (value) => Object.entries(ENTITIES).reverse().reduce((so, [char, entity]) => so.replaceAll(entity, char), text(value)),
  ltrim: (value, chars) => (chars ? text(value).replace(new RegExp(`^[${inClass(chars)}]+`, "g"), "") : text(value).trimStart()),
  rtrim: (value, chars) => (chars ? text(value).replace(new RegExp(`[${inClass(chars)}]+$`, "g"), "") : text(value).trimEnd()),
  trim: (value, chars) => validator.rtrim(validator.ltrim(value, chars), chars),
  blacklist: (value, chars) => text(value).replace(new RegExp(`[${chars}]+`, "g"), ""), whitelist: (value, chars) => text(value).replace(new RegExp(`[^${chars}]+`, "g"), ""),
  stripLow: (value, keep) => text(value).replace(keep ? /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/g : /[\x00-\x1f\x7f]/g, ""),
  toBoolean: (value, strict) => (strict ? ["1", "true"].includes(text(value)) : !["0", "false", ""].includes(text(value))),
  toInt: (value, radix = 10) => Number.parseInt(text(value), radix), toFloat: (value) => (isFloat(value) ? Number.parseFloat(value) : Number.NaN), toString: (value) => (value == null ? "" : String(value)),
  toDate: (value) => (Number.isNaN(Date.parse(text(value))) ? null : new Date(value)),
  normalizeEmail(value, { all_lowercase = true, gmail_remove_dots = true, gmail_remove_subaddress = true, gmail_convert_googlemaildotcom = true } = {}) {
    const cut = text(value).lastIndexOf("@");
    let [user, domain] = [value.slice(0, cut), value.slice(cut + 1).toLowerCase()];
    if (domain === "gmail.com" || domain === "googlemail.com") {
      if (gmail_remove_subaddress) [user] = user.split("+");
      if (gmail_remove_dots) user = user.replace(/\./g, "");
      if (gmail_convert_googlemaildotcom) domain = "gmail.com";
      if (user === "") return false;
      return `${user.toLowerCase()}@${domain}`;
    }
    if (/^(?:outlook|hotmail|live|yahoo|icloud|me)\./.test(domain)) host.lacks(`the lab has no validator.normalizeEmail for ${domain}`);
    return `${all_lowercase ? user.toLowerCase() : user}@${domain}`;
  },
};
validator.default = validator;
lackNames(validator, "validator", "isMobilePhone isCreditCard isCurrency isIBAN isBIC isISBN isISSN isISIN isPassportNumber isPostalCode isIdentityCard isTaxID isVAT isHSL isRgbColor isHexColor isDataURI isMagnetURI isMimeType isLatLong isLocale isEthereumAddress isBtcAddress isHash isBase32 isBase58 isISO31661Alpha2 isISO31661Alpha3 isISO4217 isISO6391 isRFC3339 isTime isAfter isBefore isDivisibleBy isFullWidth isHalfWidth isVariableWidth isMultibyte isSurrogatePair isIMEI isIPRange isEAN isLicensePlate isLuhnNumber isOctal isULID isAbaRouting isFreightContainerID isISO6346 isISRC");

module.exports = validator;
