"use strict";
// Markdown to HTML. HTML in it stays as it is, and links lead anywhere: that is how the package is today.

const { inline } = require("internal/web/marked_inline");
const { escape } = require("internal/web/marked_inline");

const BLOCK_TAG =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|" +
  "menuitem|meta|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const HTML_START = new RegExp(`^ {0,3}(?:<(script|pre|style|textarea)[\\s>]|(<!--)|<(\\?)|(<![a-zA-Z])|(<!\\[CDATA\\[)|</?(?:${BLOCK_TAG})(?=\\s|/?>|$))`, "i");
const HTML_TAG = /^ {0,3}<\/?[a-zA-Z][\w-]*(?:\s+[a-zA-Z:_][\w.:-]*(?:\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'=<>`]+))?)*\s*\/?>\s*$/;
const HR = /^ {0,3}((?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/;
const ITEM = /^( {0,3})([*+-]|\d{1,9}[.)])(?:([ \t]+)(.*)|)$/;
const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** The renderer: a method a kind of node. */
const RENDERER = {
  heading: (text, level) => `<h${level}>${text}</h${level}>\n`,
  paragraph: (text) => `<p>${text}</p>\n`,
  code(code, language) {
    const name = /^\S*/.exec(language ?? "")[0];
    const text = `${code.replace(/\n$/, "")}\n`;
    return name ? `<pre><code class="language-${escape(name)}">${escape(text)}</code></pre>\n` : `<pre><code>${escape(text)}</code></pre>\n`;
  },
  blockquote: (text) => `<blockquote>\n${text}</blockquote>\n`,
  html: (text) => text,
  hr: () => "<hr>\n",
  list: (body, ordered, start) => `<${ordered ? "ol" : "ul"}${ordered && start !== 1 ? ` start="${start}"` : ""}>\n${body}</${ordered ? "ol" : "ul"}>\n`,
  listitem: (text) => `<li>${text}</li>\n`,
  table: (head, body) => `<table>\n<thead>\n${head}</thead>\n${body ? `<tbody>${body}</tbody>` : ""}</table>\n`,
  row: (cells) => `<tr>\n${cells}</tr>\n`,
  cell: (text, head, align) => `<${head ? "th" : "td"}${align ? ` align="${align}"` : ""}>${text}</${head ? "th" : "td"}>\n`,
};

function cellsOf(line) {
  const text = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
  return text.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

/** Reads blocks of lines. */
class Blocks {
  constructor(options, links) {
    this.options = options;
    this.links = links;
    this.text = (text) => inline(text, links, options);
  }

  render(lines, tight = false) {
    let out = "";
    let at = 0;
    while (at < lines.length) {
      const line = lines[at];
      if (!line.trim()) {
        at++;
        continue;
      }
      let found;
      if (/^( {4}|\t)/.test(line)) {
        const from = at;
        while (at < lines.length && (/^( {4}|\t)/.test(lines[at]) || !lines[at].trim())) at++;
        out += RENDERER.code(lines.slice(from, at).join("\n").replace(/^( {4}|\t)/gm, "").replace(/\n+$/, ""), "");
      } else if ((found = FENCE.exec(line))) {
        const end = new RegExp(`^ {0,3}${found[2][0]}{${found[2].length},}\\s*$`);
        const from = ++at;
        while (at < lines.length && !end.test(lines[at])) at++;
        const body = lines.slice(from, at).map((one) => one.replace(new RegExp(`^ {0,${found[1].length}}`), "")).join("\n");
        at++;
        out += RENDERER.code(body, found[3].trim());
      } else if ((found = /^ {0,3}(#{1,6})(?=\s|$)(.*)$/.exec(line))) {
        at++;
        out += RENDERER.heading(this.text(found[2].trim().replace(/(^|\s)#+$/, "").trim()), found[1].length);
      } else if (HR.test(line)) {
        at++;
        out += RENDERER.hr();
      } else if (/^ {0,3}>/.test(line)) {
        const inner = [];
        while (at < lines.length && lines[at].trim() && (/^ {0,3}>/.test(lines[at]) || (inner.length && !this.#starts(lines[at])))) inner.push(lines[at++].replace(/^ {0,3}> ?/, ""));
        out += RENDERER.blockquote(this.render(inner));
      } else if (ITEM.test(line)) {
        const [html, next] = this.#list(lines, at);
        out += html;
        at = next;
      } else if (HTML_START.test(line) || (HTML_TAG.test(line))) {
        const [html, next] = this.#html(lines, at);
        out += html;
        at = next;
      } else if (lines[at + 1] !== undefined && line.includes("|") && /^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1]) && cellsOf(line).length === cellsOf(lines[at + 1]).length) {
        const [html, next] = this.#table(lines, at);
        out += html;
        at = next;
      } else if (/^ {0,3}\[[^\]]+\]:\s*\S/.test(line)) at++;
      else {
        const from = at++;
        while (at < lines.length && lines[at].trim() && !this.#starts(lines[at])) {
          if (/^ {0,3}(=+|-+)\s*$/.test(lines[at])) break;
          at++;
        }
        const text = lines.slice(from, at).map((one) => one.replace(/^ +/, "")).join("\n").replace(/[ \t]+$/, "");
        const under = at < lines.length ? /^ {0,3}(=+|-+)\s*$/.exec(lines[at]) : null;
        if (under) {
          at++;
          out += RENDERER.heading(this.text(text), under[1][0] === "=" ? 1 : 2);
        } else out += tight ? `${this.text(text)}` : RENDERER.paragraph(this.text(text));
      }
    }
    return out;
  }

  /** Whether a line ends a paragraph before it. */
  #starts(line) {
    const item = ITEM.exec(line);
    return FENCE.test(line) || /^ {0,3}#{1,6}(\s|$)/.test(line) || HR.test(line) || /^ {0,3}>/.test(line) || (item && item[4] && (!/\d/.test(item[2]) || /^1[.)]/.test(item[2]))) || HTML_START.test(line);
  }

  #html(lines, from) {
    const found = HTML_START.exec(lines[from]);
    const until = !found ? null : found[1] ? new RegExp(`</${found[1]}>`, "i") : found[2] ? /-->/ : found[3] ? /\?>/ : found[4] ? />/ : found[5] ? /\]\]>/ : null;
    let at = from;
    if (until) {
      while (at < lines.length && !until.test(lines[at])) at++;
      at++;
    } else while (at < lines.length && lines[at].trim()) at++;
    const more = at < lines.length && lines[at].trim();
    return [RENDERER.html(lines.slice(from, at).join("\n") + (more ? "\n" : "")), at];
  }

  #table(lines, from) {
    const aligns = cellsOf(lines[from + 1]).map((cell) => (/^:-+:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : /^:/.test(cell) ? "left" : ""));
    const row = (line, head) => RENDERER.row(aligns.map((align, i) => RENDERER.cell(this.text(cellsOf(line)[i] ?? ""), head, align)).join(""));
    const head = row(lines[from], true);
    let at = from + 2;
    let body = "";
    while (at < lines.length && lines[at].trim() && !this.#starts(lines[at])) body += row(lines[at++], false);
    return [RENDERER.table(head, body), at];
  }

  #list(lines, from) {
    const first = ITEM.exec(lines[from]);
    const ordered = /\d/.test(first[2]);
    const kind = ordered ? first[2].slice(-1) : first[2];
    const items = [];
    let loose = false;
    let at = from;
    while (at < lines.length) {
      const found = ITEM.exec(lines[at]);
      if (!found || HR.test(lines[at]) || (/\d/.test(found[2]) ? found[2].slice(-1) : found[2]) !== kind) break;
      const indent = found[1].length + found[2].length + (found[3] && found[3].length <= 4 ? found[3].length : 1);
      const inner = [found[4] ?? ""];
      at++;
      let blank = false;
      while (at < lines.length) {
        const line = lines[at];
        if (!line.trim()) {
          blank = true;
          inner.push("");
          at++;
          continue;
        }
        const deep = /^ */.exec(line)[0].length;
        if (deep >= indent) inner.push(line.slice(indent));
        else if (blank || this.#starts(line) || ITEM.test(line)) break;
        else inner.push(line.trim());
        if (blank && deep >= indent) loose = true;
        blank = false;
        at++;
      }
      if (blank && at < lines.length && ITEM.test(lines[at])) loose = true;
      items.push(inner);
    }
    const body = items.map((inner) => {
      while (inner.length && !inner[inner.length - 1].trim()) inner.pop();
      const task = /^\[([ xX])\] +/.exec(inner[0]);
      if (task) inner[0] = inner[0].slice(task[0].length);
      const box = task ? `<input ${task[1] === " " ? "" : 'checked="" '}disabled="" type="checkbox"> ` : "";
      return RENDERER.listitem(box + this.render(inner, !loose));
    });
    return [RENDERER.list(body.join(""), ordered, ordered ? Number.parseInt(first[2], 10) : 1), at];
  }
}

const KNOWN = new Set("async breaks gfm pedantic silent headerIds mangle".split(" "));

function check(options) {
  for (const name of Object.keys(options ?? {})) if (!KNOWN.has(name) && options[name]) host.lacks(`the lab has no option ${name} of marked`);
}

class Marked {
  #options = {};

  constructor(...extensions) {
    this.use(...extensions);
    this.parse = (text, options) => this.#run(text, options, false);
    this.parseInline = (text, options) => this.#run(text, options, true);
    this.marked = this.parse;
  }

  #run(text, given, isInline) {
    check(given);
    const options = { gfm: true, ...this.#options, ...given };
    if (typeof text !== "string") throw new Error(`marked(): input parameter is ${text === undefined || text === null ? "undefined or null" : `of type ${Object.prototype.toString.call(text)}, string expected`}`);
    const links = new Map();
    const clean = text.replace(/\r\n|\r/g, "\n").replace(/\t/g, "    ");
    for (const [, name, url, title] of clean.matchAll(/^ {0,3}\[([^\]]+)\]:\s*<?([^\s>]+)>?(?:[ \t]+["'(](.*?)["')])?\s*$/gm)) {
      const key = name.trim().toLowerCase().replace(/\s+/g, " ");
      if (!links.has(key)) links.set(key, { url, title });
    }
    const html = isInline ? inline(clean, links, options) : new Blocks(options, links).render(clean.split("\n"));
    return options.async ? Promise.resolve(html) : html;
  }

  use(...extensions) {
    for (const one of extensions) {
      check(one);
      Object.assign(this.#options, one);
    }
    return this;
  }
  setOptions(options) {
    return this.use(options);
  }
}

const instance = new Marked();
const marked = (text, options) => instance.parse(text, options);
Object.assign(marked, {
  marked, Marked, parse: marked, parseInline: (text, options) => instance.parseInline(text, options),
  use: (...extensions) => (instance.use(...extensions), marked), setOptions: (options) => (instance.setOptions(options), marked), options: marked.setOptions,
  defaults: { async: false, breaks: false, gfm: true, pedantic: false },
});
for (const name of ["lexer", "Lexer", "parser", "Parser", "Renderer", "Tokenizer", "walkTokens"]) {
  Object.defineProperty(marked, name, { configurable: true, get: () => host.lacks(`the lab has no marked.${name}`) });
}
module.exports = marked;
