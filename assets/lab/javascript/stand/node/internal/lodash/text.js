"use strict";
// Lodash on texts: escaping, cases, templates.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const UNESCAPES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

const text = (value) => (value == null ? "" : Array.isArray(value) ? value.map(text).join() : Object.is(value, -0) ? "-0" : String(value));
const escape = (value) => text(value).replace(/[&<>"']/g, (char) => ESCAPES[char]);

function words(value) {
  return text(value).replace(/['\u2019]/g, "").match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\d+/gu) ?? [];
}

const upperFirst = (value) => text(value).replace(/^./su, (char) => char.toUpperCase());
const capitalize = (value) => upperFirst(text(value).toLowerCase());

const settings = { escape: /<%-([\s\S]+?)%>/g, evaluate: /<%([\s\S]+?)%>/g, interpolate: /<%=([\s\S]+?)%>/g, variable: "", imports: {} };

function template(source, options = {}) {
  const { escape: escaped, evaluate, interpolate, variable, imports } = { ...settings, ...options };
  if (variable && /[()=,{}[\]/\s]/.test(variable)) throw new Error("Invalid `variable` option passed into `_.template`");
  const pattern = new RegExp([escaped, interpolate, /\$\{([^\\}]*(?:\\.[^\\}]*)*)\}/, evaluate].map((one) => (one ?? /($^)/).source).join("|") + "|$", "g");
  let body = "let __p = '';\n";
  let at = 0;
  for (const found of text(source).matchAll(pattern)) {
    body += `__p += ${JSON.stringify(text(source).slice(at, found.index))};\n`;
    const [whole, safe, plain, dollar, code] = found;
    if (safe !== undefined) body += `__p += __e(${safe});\n`;
    else if (plain !== undefined || dollar !== undefined) body += `__p += ((__t = (${plain ?? dollar})) == null ? '' : __t);\n`;
    else if (code !== undefined) body += `${code};\n`;
    at = found.index + whole.length;
  }
  const scope = variable ? body : `with (obj) {\n${body}return __p;\n}`;
  const names = Object.keys({ ...settings.imports, ...imports });
  for (const name of names) if (/[()=,{}[\]/\s]/.test(name)) throw new Error("Invalid `imports` option passed into `_.template`");
  const make = Function("__e", "_", ...names, `return function(${variable || "obj"}) {\n${variable ? "" : "obj || (obj = {});\n"}let __t;\nconst print = (...all) => { __p += all.join(''); };\n${variable ? `${scope}return __p;` : scope.replace("let __p = '';", "var __p = '';")}\n}`);
  return make(escape, require("lodash"), ...names.map((name) => ({ ...settings.imports, ...imports })[name]));
}

function trimmer(start, end) {
  return (value, chars) => {
    if (chars === undefined) return start && end ? text(value).trim() : start ? text(value).trimStart() : text(value).trimEnd();
    const letters = [...text(value)];
    while (start && letters.length > 0 && chars.includes(letters[0])) letters.shift();
    while (end && letters.length > 0 && chars.includes(letters.at(-1))) letters.pop();
    return letters.join("");
  };
}

module.exports = {
  escape,
  unescape: (value) => text(value).replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => UNESCAPES[entity]),
  escapeRegExp: (value) => text(value).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  template,
  templateSettings: settings,
  toString: text,
  words: (value, pattern) => (pattern === undefined ? words(value) : (text(value).match(pattern) ?? [])),
  camelCase: (value) => words(value).map((word, i) => (i === 0 ? word.toLowerCase() : capitalize(word))).join(""),
  kebabCase: (value) => words(value).map((word) => word.toLowerCase()).join("-"),
  snakeCase: (value) => words(value).map((word) => word.toLowerCase()).join("_"),
  startCase: (value) => words(value).map(upperFirst).join(" "),
  lowerCase: (value) => words(value).map((word) => word.toLowerCase()).join(" "),
  upperFirst,
  lowerFirst: (value) => text(value).replace(/^./su, (char) => char.toLowerCase()),
  capitalize,
  toLower: (value) => text(value).toLowerCase(),
  toUpper: (value) => text(value).toUpperCase(),
  trim: trimmer(true, true),
  trimStart: trimmer(true, false),
  trimEnd: trimmer(false, true),
  padStart: (value, length, chars) => text(value).padStart(length, chars),
  padEnd: (value, length, chars) => text(value).padEnd(length, chars),
  repeat: (value, times = 1) => text(value).repeat(Math.max(0, times)),
  startsWith: (value, part, at) => text(value).startsWith(part, at),
  endsWith: (value, part, at) => text(value).endsWith(part, at),
  split: (value, by, limit) => text(value).split(by, limit),
  replace: (value, pattern, by) => text(value).replace(pattern, by),
  deburr: (value) => text(value).normalize("NFD").replace(/[\u0300-\u036f]/g, ""),
  truncate(value, { length = 30, omission = "..." } = {}) {
    const whole = text(value);
    return whole.length <= length ? whole : whole.slice(0, Math.max(0, length - omission.length)) + omission;
  },
};
