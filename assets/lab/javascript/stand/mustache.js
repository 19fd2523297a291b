"use strict";
// Templates without logic.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "/": "&#x2F;", "`": "&#x60;", "=": "&#x3D;" };

const quote = (text) => text.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&");

/** The tokens of a template: sections hold theirs. */
function parse(template, tags = ["{{", "}}"]) {
  const root = [];
  const stack = [{ tokens: root }];
  let [open, close] = tags;
  let at = 0;
  const put = (token) => stack[stack.length - 1].tokens.push(token);
  while (at < template.length) {
    const start = template.indexOf(open, at);
    if (start < 0) {
      put({ type: "text", value: template.slice(at) });
      break;
    }
    if (start > at) put({ type: "text", value: template.slice(at, start) });
    const found = new RegExp(`^${quote(open)}\\s*([#^/>{&=!]?)\\s*`).exec(template.slice(start));
    const type = found[1];
    const end = type === "{" ? `}${close}` : type === "=" ? `=${close}` : close;
    const from = start + found[0].length;
    const to = template.indexOf(end, from);
    if (to < 0) throw new Error(`Unclosed tag at ${template.length}`);
    const value = template.slice(from, to).trim();
    at = to + end.length;
    // A section, comment or partial alone on its line takes the line with it.
    if (/[#^/!>=]/.test(type)) {
      const before = template.slice(template.lastIndexOf("\n", start - 1) + 1, start);
      const after = /^[ \t]*(\r?\n|$)/.exec(template.slice(at));
      if (/^[ \t]*$/.test(before) && after) {
        at += after[0].length;
        const { tokens } = stack[stack.length - 1];
        const last = tokens[tokens.length - 1];
        if (last && last.type === "text" && type !== ">") last.value = last.value.slice(0, last.value.length - before.length);
      }
    }
    if (type === "!") continue;
    if (type === "=") [open, close] = value.split(/\s+/);
    else if (type === "#" || type === "^") {
      const section = { type, value, tokens: [], start: at, tags: [open, close] };
      put(section);
      stack.push(section);
    } else if (type === "/") {
      const section = stack.pop();
      if (!stack.length) throw new Error(`Unopened section "${value}" at ${start}`);
      if (section.value !== value) throw new Error(`Unclosed section "${section.value}" at ${start}`);
      section.raw = template.slice(section.start, start);
    } else put({ type: type === "{" || type === "&" ? "raw" : type === ">" ? ">" : "name", value });
  }
  if (stack.length > 1) throw new Error(`Unclosed section "${stack[stack.length - 1].value}" at ${template.length}`);
  return root;
}

const hasName = (object, name) => object !== null && object !== undefined && (typeof object === "object" || typeof object === "function" ? name in object : Object.prototype.hasOwnProperty.call(Object(object), name));

class Context {
  constructor(view, parent) {
    this.view = view;
    this.parent = parent;
  }
  push(view) {
    return new Context(view, this);
  }
  lookup(name) {
    if (name === ".") return this.view;
    for (let at = this; at; at = at.parent) {
      const [first, ...rest] = name.split(".");
      if (!hasName(at.view, first)) continue;
      let value = at.view[first];
      let owner = at.view;
      for (const step of rest) {
        if (!hasName(value, step)) return undefined;
        owner = value;
        value = value[step];
      }
      return typeof value === "function" ? value.call(rest.length ? owner : this.view) : value;
    }
    return undefined;
  }
}

function render(template, view, partials, config) {
  if (typeof template !== "string") throw new TypeError(`Invalid template! Template should be a "string" but "${template === null ? "null" : typeof template}" was given as the first argument for mustache#render(template, view, partials)`);
  const tags = Array.isArray(config) ? config : config?.tags ?? mustache.tags;
  const escape = (config && !Array.isArray(config) && config.escape) || mustache.escape;
  const write = (tokens, context) =>
    tokens.map((token) => {
      if (token.type === "text") return token.value;
      if (token.type === ">") {
        const text = typeof partials === "function" ? partials(token.value) : partials?.[token.value];
        return text === undefined || text === null ? "" : write(parse(text, tags), context);
      }
      const value = context.lookup(token.value);
      if (token.type === "name") return value === null || value === undefined ? "" : typeof value === "number" && escape === mustache.escape ? String(value) : escape(value);
      if (token.type === "raw") return value === null || value === undefined ? "" : String(value);
      if (token.type === "^") return !value || (Array.isArray(value) && !value.length) ? write(token.tokens, context) : "";
      if (!value) return "";
      if (Array.isArray(value)) return value.map((one) => write(token.tokens, context.push(one))).join("");
      if (typeof value === "function") return value.call(context.view, token.raw, (text) => write(parse(text, tags), context)) ?? "";
      return write(token.tokens, typeof value === "object" || typeof value === "string" || typeof value === "number" ? context.push(value) : context);
    }).join("");
  return write(parse(template, tags), view instanceof Context ? view : new Context(view));
}

const mustache = {
  name: "mustache.js", version: "4.2.0", tags: ["{{", "}}"], Context,
  escape: (text) => String(text).replace(/[&<>"'`=/]/g, (char) => ENTITIES[char]),
  parse: (template, tags) => parse(template, tags ?? mustache.tags),
  render,
  clearCache() {},
};

module.exports = mustache;
