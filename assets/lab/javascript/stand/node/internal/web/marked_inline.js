"use strict";
// The inside of a paragraph of Markdown.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escaped for HTML; `keep` leaves character references alone. */
function escape(text, keep = false) {
  return keep ? text.replace(/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/g, (char) => ENTITIES[char]) : text.replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

/** A link's address as it is written out; null where it is no URL at all. */
function address(url) {
  try {
    return encodeURI(url).replace(/%25/g, "%");
  } catch {
    return null;
  }
}

const TAG = /^(?:<!--(?:-?>|[\s\S]*?(?:-->|$))|<\/[a-zA-Z][\w:-]*\s*>|<[a-zA-Z][\w-]*(?:\s+[a-zA-Z:_][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*\/?>|<\?[\s\S]*?\?>|<![a-zA-Z]+\s[\s\S]*?>|<!\[CDATA\[[\s\S]*?\]\]>)/;
const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\]\\^_`{|}~]/;

/** The end of a bracket that opens at `at`. */
function closing(text, at) {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "`") {
      const run = /^`+/.exec(text.slice(i))[0];
      const end = text.indexOf(run, i + run.length);
      if (end > 0) i = end + run.length - 1;
    } else if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i;
  }
  return -1;
}

/** `(url "title")` at a place: `{ url, title, end }` or null. */
function target(text, at) {
  const found = /^\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))(?:\s+("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^)\\])*\)))?\s*\)/.exec(text.slice(at));
  if (!found) return null;
  const plain = (one) => one.replace(/\\([!"#$%&'()*+,\-./:;<=>?@[\]\\^_`{|}~])/g, "$1");
  return { url: plain(found[1] ?? found[2] ?? ""), title: found[3] ? plain(found[3].slice(1, -1)) : undefined, end: at + found[0].length };
}

/** A text with its emphasis, links, code and HTML. */
function inline(text, links, options) {
  let out = "";
  let at = 0;
  const inner = (piece) => inline(piece, links, options);
  const anchor = (url, title, label) => {
    const href = address(url);
    if (href === null) return label;
    return `<a href="${escape(href, true)}"${title ? ` title="${escape(title)}"` : ""}>${label}</a>`;
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const char = text[at];
    let found;
    if (char === "\\" && PUNCTUATION.test(text[at + 1] ?? "")) {
      out += escape(text[at + 1]);
      at += 2;
    } else if (char === "\\" && text[at + 1] === "\n") {
      out += "<br>";
      at += 2;
    } else if (char === "`" && (found = /^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/.exec(rest))) {
      const code = found[2].replace(/\n/g, " ");
      out += `<code>${escape(/^ .* $/.test(code) && code.trim() ? code.slice(1, -1) : code)}</code>`;
      at += found[0].length;
    } else if (char === "<" && (found = /^<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s\0-\x1f<>]*)>/.exec(rest))) {
      out += `<a href="${escape(address(found[1]) ?? found[1])}">${escape(found[1])}</a>`;
      at += found[0].length;
    } else if (char === "<" && (found = /^<([\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)>/.exec(rest))) {
      out += `<a href="mailto:${escape(found[1])}">${escape(found[1])}</a>`;
      at += found[0].length;
    } else if (char === "<" && (found = TAG.exec(rest))) {
      out += found[0];
      at += found[0].length;
    } else if (char === "[" || (char === "!" && text[at + 1] === "[")) {
      const image = char === "!";
      const open = image ? at + 1 : at;
      const end = closing(text, open);
      const label = end > 0 ? text.slice(open + 1, end) : null;
      let to = end > 0 && text[end + 1] === "(" ? target(text, end + 1) : null;
      if (!to && label !== null) {
        const second = /^\[([^\]]*)\]/.exec(text.slice(end + 1));
        const known = links.get((second && second[1] ? second[1] : label).trim().toLowerCase().replace(/\s+/g, " "));
        if (known) to = { ...known, end: end + 1 + (second ? second[0].length : 0) };
      }
      if (!to) {
        out += image ? "!" : "[";
        at++;
        continue;
      }
      const href = address(to.url);
      if (image) out += href === null ? escape(label) : `<img src="${escape(href, true)}" alt="${escape(label.replace(/[*_`]/g, ""))}"${to.title ? ` title="${escape(to.title)}"` : ""}>`;
      else out += anchor(to.url, to.title, inner(label));
      at = to.end;
    } else if ((char === "*" || char === "_") && (found = emphasis(text, at))) {
      const tag = found.size === 2 ? "strong" : "em";
      out += `<${tag}>${inner(text.slice(at + found.size, found.end))}</${tag}>`;
      at = found.end + found.size;
    } else if (char === "~" && (found = /^(~{1,2})(?=[^\s~])([\s\S]*?[^\s~])\1(?!~)/.exec(rest))) {
      out += `<del>${inner(found[2])}</del>`;
      at += found[0].length;
    } else if (options.gfm && /[hHfFwW]/.test(char) && !/\w/.test(text[at - 1] ?? "") && (found = /^(?:(?:https?|ftp):\/\/|www\.)[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*[^\s<]*/i.exec(rest))) {
      const url = found[0].replace(/[?!.,:*_'"~]+$|&[a-z]+;$/i, "");
      out += `<a href="${escape(url.startsWith("www.") ? `http://${url}` : url)}">${escape(url)}</a>`;
      at += url.length;
    } else if (char === "\n") {
      out = out.replace(/ +$/, "") + (options.breaks || / {2,}$/.test(out) ? "<br>" : "") + "\n";
      if (/<br>\n$/.test(out)) out = out.replace(/<br>\n$/, "<br>\n").replace(/\n$/, "");
      at++;
    } else {
      out += escape(char, char !== "&" || /^&(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);/.test(rest));
      if (char === "&" && /^&(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);/.test(rest)) out = `${out.slice(0, out.length - (out.endsWith("&amp;") ? 5 : 1))}&`;
      at++;
    }
  }
  return out;
}

/** Emphasis that opens at `at`: how many marks, and where it ends. */
function emphasis(text, at) {
  const mark = text[at];
  const run = new RegExp(`^\\${mark}+`).exec(text.slice(at))[0].length;
  if (/\s|^$/.test(text[at + run] ?? "") || (mark === "_" && /\w/.test(text[at - 1] ?? ""))) return null;
  for (const size of run === 3 ? [1, 2] : run >= 2 ? [2, 1] : [1]) {
    for (let end = at + size; (end = text.indexOf(mark.repeat(size), end)) >= 0; end++) {
      if (end <= at + size - 1 || text[end - 1] === "\\") continue;
      const length = new RegExp(`^\\${mark}+`).exec(text.slice(end))[0].length;
      if (/\s/.test(text[end - 1]) || (size === 1 && length === 2 && run !== 2)) {
        end += length - 1;
        continue;
      }
      if (mark === "_" && /\w/.test(text[end + length] ?? "")) continue;
      if (end === at + size) continue;
      return { size, end: length > size ? end + length - size : end };
    }
  }
  return null;
}

module.exports = { inline, escape };
