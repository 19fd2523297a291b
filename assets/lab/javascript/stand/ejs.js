"use strict";
// Templates with `<% %>`, compiled to code that runs where the page is made.

const fs = require("node:fs");
const path = require("node:path");
const { lackNames } = require("internal/lacks");

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const NAME = /^[a-zA-Z_$][0-9a-zA-Z_$]*$/;

function escapeXML(value) {
  return value === undefined || value === null ? "" : String(value).replace(/[&<>'"]/g, (char) => ESCAPES[char]);
}

/** The parts of a template: texts, and code with what is to be done with its value. */
function parts(text, { delimiter = "%", openDelimiter = "<", closeDelimiter = ">" }) {
  const quoted = (part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const open = quoted(openDelimiter + delimiter);
  const close = quoted(delimiter + closeDelimiter);
  const tag = new RegExp(`${open}${quoted(delimiter)}|${quoted(delimiter)}${close}|${open}([_=#-]?)([\\s\\S]*?)([_-]?)${close}`, "g");
  const found = [];
  let at = 0;
  for (const match of text.matchAll(tag)) {
    const [whole, kind, code, end] = match;
    let before = text.slice(at, match.index);
    if (kind === "_") before = before.replace(/[ \t]+$/, "");
    found.push({ text: before });
    at = match.index + whole.length;
    if (kind === undefined) {
      found.push({ literal: true, text: whole.startsWith(openDelimiter) ? openDelimiter + delimiter : delimiter + closeDelimiter });
      continue;
    }
    if (kind !== "#") found.push({ kind, code });
    const rest = text.slice(at);
    if (end === "-") at += /^\r?\n?/.exec(rest)[0].length;
    if (end === "_") at += /^[ \t]*\r?\n?/.exec(rest)[0].length;
  }
  found.push({ text: text.slice(at) });
  if (found.some((part) => part.text?.includes(openDelimiter + delimiter) && !part.literal)) {
    throw new Error(`Could not find matching close tag for "${openDelimiter}${delimiter}".`);
  }
  return found;
}

function compile(template, given = {}) {
  const options = { localsName: "locals", escape: escapeXML, ...given };
  if (options.client) host.lacks("the lab has no ejs.compile with client");
  for (const name of [options.localsName, options.outputFunctionName].filter(Boolean)) {
    if (!NAME.test(name)) throw new Error(`${name === options.localsName ? "localsName" : "outputFunctionName"} is not a valid JS identifier.`);
  }
  for (const name of options.destructuredLocals ?? []) if (!NAME.test(name)) throw new Error(`destructuredLocals[0] is not a valid JS identifier.`);
  let body = "";
  for (const part of parts(String(template).replace(/^\uFEFF/, ""), options)) {
    if (part.text !== undefined) body += part.text === "" ? "" : `__append(${JSON.stringify(part.text)});`;
    else if (part.kind === "=") body += `__append(escapeFn(${part.code.replace(/;\s*$/, "")}\n));`;
    else if (part.kind === "-") body += `__append(${part.code.replace(/;\s*$/, "")}\n);`;
    else body += `${part.code}\n;`;
  }
  const opening = options.destructuredLocals?.length ? `const {${options.destructuredLocals.join(", ")}} = ${options.localsName} || {};` : "";
  const out = options.outputFunctionName ? `const ${options.outputFunctionName} = __append;` : "";
  const inner = opening + out + body;
  const scoped = options._with === false || options.strict ? inner : `with (${options.localsName} || {}) {${inner}}`;
  const Kind = options.async ? Object.getPrototypeOf(async () => undefined).constructor : Function;
  const run = new Kind(options.localsName, "escapeFn", "include", "rethrow", `${options.strict ? '"use strict";' : ""}let __output = "";function __append(s) { if (s !== undefined && s !== null) __output += s; }${scoped}\nreturn __output;`);
  return function anonymous(data) {
    const include = (name, more) => {
      const file = find(name, options);
      return compile(read(file), { ...options, filename: file })({ ...data, ...more });
    };
    return run.call(options.context, data ?? Object.create(null), options.escape, include, undefined);
  };
}

function find(name, { filename, root, views }) {
  const withEnd = path.extname(name) ? name : `${name}.ejs`;
  if (name.startsWith("/")) {
    const tried = [root ?? "/"].flat().map((folder) => path.resolve(folder, withEnd.replace(/^\/+/, "")));
    return tried.find((file) => fs.existsSync(file)) ?? missing(name);
  }
  const near = filename && path.resolve(path.dirname(filename), withEnd);
  if (near && fs.existsSync(near)) return near;
  const far = [views ?? []].flat().map((folder) => path.resolve(folder, withEnd)).find((file) => fs.existsSync(file));
  return far ?? missing(name);
}

function missing(name) {
  throw new Error(`Could not find the include file "${name}"`);
}

const cache = new Map();
const read = (file) => fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");

function renderFile(file, ...rest) {
  const done = typeof rest.at(-1) === "function" ? rest.pop() : undefined;
  const [data = {}, given] = rest;
  const work = () => {
    // What Express hands over with the data: its settings, never the options themselves.
    const settings = data.settings ?? {};
    const own = given ?? { ...(settings["view options"] ?? {}), views: settings.views, cache: settings["view cache"] };
    const made = (own.cache && cache.get(file)) || compile(read(file), { ...own, filename: file });
    if (own.cache) cache.set(file, made);
    return made(data);
  };
  if (done) {
    let html;
    try {
      html = work();
    } catch (error) {
      return done(error);
    }
    return done(null, html);
  }
  return new Promise((resolve) => resolve(work()));
}

module.exports = {
  compile,
  render: (template, data, options) => compile(template, options)(data),
  renderFile,
  __express: renderFile,
  escapeXML,
  clearCache: () => cache.clear(),
  VERSION: "3.1.10",
  name: "ejs",
  delimiter: "%",
};
lackNames(module.exports, "ejs", "fileLoader cache Template openDelimiter closeDelimiter localsName resolveInclude promiseImpl");
