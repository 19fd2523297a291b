"use strict";
// Templates of Handlebars to nodes.

const TOKEN = /\\?\{\{\{\{|\\*\{\{(?:!--[\s\S]*?--~?\}\}|![\s\S]*?\}\}|\{?)/g;
const WORD = /^(?:"((?:\\"|[^"])*)"|'((?:\\'|[^'])*)'|(-?\d+(?:\.\d+)?)(?=[\s)}|=~]|$)|(true|false|null|undefined)(?=[\s)}|=~]|$)|(as)\s+\|([^|]*)\||([()])|([^\s"'()={}|~]+)(=?))/;

class ParseError extends Error {}

function path(text) {
  const out = { type: "path", original: text, parts: [], depth: 0, data: text.startsWith("@"), scoped: false };
  let rest = out.data ? text.slice(1) : text;
  const pieces = rest.match(/\[[^\]]*\]|[^./]+|\.\.?|\//g) ?? [];
  rest = null;
  for (const piece of pieces) {
    if (piece === "/" || (piece === "." && out.parts.length)) continue;
    if (piece === "..") {
      if (out.parts.length) throw new ParseError(`Invalid path: ${text}`);
      out.depth++;
    } else if (piece === "." || piece === "this") out.scoped = true;
    else out.parts.push(piece.startsWith("[") ? piece.slice(1, -1) : piece);
  }
  return out;
}

/** What stands between the braces. */
function inside(text) {
  let rest = text.trim();
  const fail = () => {
    throw new ParseError(`Parse error in {{${text}}}`);
  };
  const take = () => {
    const found = WORD.exec(rest);
    if (!found) fail();
    rest = rest.slice(found[0].length).trimStart();
    return found;
  };
  const value = (found) => {
    if (found[1] !== undefined) return { type: "literal", value: found[1].replace(/\\"/g, '"'), original: found[1] };
    if (found[2] !== undefined) return { type: "literal", value: found[2].replace(/\\'/g, "'"), original: found[2] };
    if (found[3] !== undefined) return { type: "literal", value: Number(found[3]), original: found[3] };
    if (found[4] !== undefined) return { type: "literal", value: { true: true, false: false, null: null }[found[4]], original: found[4] };
    if (found[7] === "(") {
      const made = { type: "sub", ...items(true) };
      return made;
    }
    if (found[8] === undefined) fail();
    return path(found[8]);
  };
  function items(nested) {
    const out = { path: null, params: [], hash: {}, blockParams: null };
    for (;;) {
      if (rest === "") {
        if (nested) fail();
        break;
      }
      const found = take();
      if (found[7] === ")") {
        if (!nested) fail();
        break;
      }
      if (found[5]) out.blockParams = found[6].trim().split(/\s+/);
      else if (found[8] !== undefined && found[9] === "=") out.hash[found[8]] = value(take());
      else if (out.path === null) {
        const made = value(found);
        out.path = made.type === "literal" ? { ...path(String(made.original)), parts: [String(made.original)] } : made;
      } else out.params.push(value(found));
    }
    if (out.path === null) fail();
    return out;
  }
  return items(false);
}

const standalone = /^[#/^>]|^else\b/;

/** The nodes of a template. */
function parse(template) {
  const root = [];
  const stack = [{ nodes: root, node: null }];
  let at = 0;
  let trimNext = false;
  const top = () => stack[stack.length - 1];
  const text = (value) => {
    const shown = trimNext ? value.trimStart() : value;
    trimNext = false;
    if (shown) top().nodes.push({ type: "text", value: shown });
  };
  const trimBefore = () => {
    const last = top().nodes[top().nodes.length - 1];
    if (last && last.type === "text") last.value = last.value.trimEnd();
  };
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(template); found; found = TOKEN.exec(template)) {
    const slashes = /^\\*/.exec(found[0])[0].length;
    if (slashes === 1) {
      // An escaped mustache is text.
      const end = template.indexOf("}}", found.index);
      text(template.slice(at, found.index) + template.slice(found.index + 1, end < 0 ? template.length : end + 2));
      at = end < 0 ? template.length : end + 2;
      TOKEN.lastIndex = at;
      continue;
    }
    text(template.slice(at, found.index));
    if (/\{\{~?!/.test(found[0])) {
      at = found.index + found[0].length;
      continue;
    }
    const triple = found[0].endsWith("{{{");
    const close = triple ? "}}}" : "}}";
    const from = found.index + found[0].length;
    const end = template.indexOf(close, from);
    if (end < 0) throw new ParseError("Parse error: an expression is not closed");
    let body = template.slice(from, end);
    at = end + close.length;
    TOKEN.lastIndex = at;
    if (body.startsWith("~")) {
      trimBefore();
      body = body.slice(1);
    }
    if (body.endsWith("~")) {
      body = body.slice(0, -1);
      trimNext = true;
    }
    body = body.trim();
    if (!triple && standalone.test(body)) {
      const before = template.slice(template.lastIndexOf("\n", found.index - 1) + 1, found.index);
      const after = /^[ \t]*(\r?\n|$)/.exec(template.slice(at));
      if (/^[ \t]*$/.test(before) && after && !trimNext) {
        at += after[0].length;
        TOKEN.lastIndex = at;
        const last = top().nodes[top().nodes.length - 1];
        if (last && last.type === "text" && before) last.value = last.value.slice(0, last.value.length - before.length);
      }
    }
    if (triple) top().nodes.push({ type: "mustache", raw: true, ...inside(body) });
    else if (body.startsWith("#>")) {
      const node = { type: "partial", ...inside(body.slice(2)), body: [] };
      top().nodes.push(node);
      stack.push({ nodes: node.body, node });
    } else if (body.startsWith("#") || (body.startsWith("^") && body.length > 1)) {
      if (body.startsWith("#*")) host.lacks("the lab has no decorators of handlebars");
      const node = { type: "block", ...inside(body.slice(1)), body: [], otherwise: null, inverted: body.startsWith("^") };
      top().nodes.push(node);
      stack.push({ nodes: node.body, node });
    } else if (body === "else" || body === "^") {
      const { node } = top();
      if (!node) throw new ParseError("Parse error: else without a block");
      node.otherwise = [];
      top().nodes = node.otherwise;
    } else if (/^else\s/.test(body)) {
      const { node } = top();
      if (!node) throw new ParseError("Parse error: else without a block");
      const next = { type: "block", ...inside(body.slice(5)), body: [], otherwise: null, inverted: false, chained: true };
      node.otherwise = [next];
      stack.push({ nodes: next.body, node: next });
    } else if (body.startsWith("/")) {
      let closed = stack.pop();
      while (closed.node && closed.node.chained) closed = stack.pop();
      if (!closed.node) throw new ParseError(`Parse error: ${body} closes nothing`);
      const name = body.slice(1).trim();
      if (closed.node.path.original !== name) throw new ParseError(`${closed.node.path.original} doesn't match ${name}`);
    } else if (body.startsWith(">")) top().nodes.push({ type: "partial", ...inside(body.slice(1)), body: null });
    else if (body.startsWith("&")) top().nodes.push({ type: "mustache", raw: true, ...inside(body.slice(1)) });
    else top().nodes.push({ type: "mustache", raw: false, ...inside(body) });
  }
  text(template.slice(at));
  if (stack.length > 1) throw new ParseError(`Parse error: ${top().node.path.original} is not closed`);
  return root;
}

module.exports = { parse };
