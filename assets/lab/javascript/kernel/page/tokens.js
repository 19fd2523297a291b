"use strict";
// HTML text to tokens, by the states of the standard that matter for what a browser would run.

const { decodeEntity } = part("page/entities");

const SPACE = /[\t\n\f\r ]/;
const LETTER = /[A-Za-z]/;

/** Reads tokens one after the other; the tree builder tells it what kind of text comes next. */
class Tokenizer {
  constructor(text) {
    this.text = text.replace(/\r\n?/g, "\n");
    this.at = 0;
    // "data", "rcdata", "rawtext", "script", "plaintext": which text comes next, and what ends it.
    this.mode = "data";
    this.last = "";
    this.foreign = () => false;
  }

  /** The next token: text, start, end, comment, doctype; null at the end. */
  next() {
    if (this.at >= this.text.length) return null;
    if (this.mode === "plaintext") return this.#text(this.text.length);
    if (this.mode !== "data") return this.#special();
    const open = this.#markup(this.at);
    if (open !== this.at) return { type: "text", data: decode(this.#take(open < 0 ? this.text.length : open), false) };
    return this.#open();
  }

  /** Where the next markup begins: `<` that opens something. */
  #markup(from) {
    for (let at = this.text.indexOf("<", from); at >= 0; at = this.text.indexOf("<", at + 1)) {
      const next = this.text[at + 1];
      if (next === "!" || next === "?" || next === "/" ? at + 2 <= this.text.length && (next !== "/" || at + 2 < this.text.length) : next !== undefined && LETTER.test(next)) return at;
    }
    return -1;
  }

  #take(to) {
    const piece = this.text.slice(this.at, to);
    this.at = to;
    return piece;
  }
  #text(to) {
    return { type: "text", data: this.#take(to) };
  }

  #open() {
    const { text } = this;
    const next = text[this.at + 1];
    if (next === "!") {
      if (text.startsWith("<!--", this.at)) return this.#comment();
      if (/^<!doctype/i.test(text.slice(this.at, this.at + 9))) {
        const end = text.indexOf(">", this.at);
        const inside = text.slice(this.at + 9, end < 0 ? text.length : end).trim();
        this.at = end < 0 ? text.length : end + 1;
        return { type: "doctype", name: (inside.split(/\s+/)[0] ?? "").toLowerCase() };
      }
      if (text.startsWith("<![CDATA[", this.at) && this.foreign()) {
        const end = text.indexOf("]]>", this.at);
        const data = text.slice(this.at + 9, end < 0 ? text.length : end);
        this.at = end < 0 ? text.length : end + 3;
        return { type: "text", data };
      }
      return this.#bogus(this.at + 2);
    }
    if (next === "?") return this.#bogus(this.at + 1);
    if (next === "/") {
      const after = text[this.at + 2];
      if (after === ">") {
        this.at += 3;
        return this.next() ?? { type: "text", data: "" };
      }
      if (!LETTER.test(after)) return this.#bogus(this.at + 2);
      this.at += 2;
      return this.#tag("end");
    }
    this.at += 1;
    return this.#tag("start");
  }

  #bogus(from) {
    const end = this.text.indexOf(">", from);
    const data = this.text.slice(from, end < 0 ? this.text.length : end);
    this.at = end < 0 ? this.text.length : end + 1;
    return { type: "comment", data };
  }

  #comment() {
    const from = this.at + 4;
    if (this.text[from] === ">") return this.#endComment("", from + 1);
    if (this.text.startsWith("->", from)) return this.#endComment("", from + 2);
    const found = /--!?>/g;
    found.lastIndex = from;
    const end = found.exec(this.text);
    if (!end) return this.#endComment(this.text.slice(from).replace(/--?!?$/, ""), this.text.length);
    return this.#endComment(this.text.slice(from, end.index), end.index + end[0].length);
  }
  #endComment(data, at) {
    this.at = at;
    return { type: "comment", data };
  }

  /** A tag from its name on; an unfinished one at the end of the text is dropped. */
  #tag(type) {
    const { text } = this;
    let at = this.at;
    while (at < text.length && !SPACE.test(text[at]) && text[at] !== "/" && text[at] !== ">") at++;
    const token = { type, name: text.slice(this.at, at).toLowerCase().replace(/\0/g, "\ufffd"), attributes: [], selfClosing: false };
    const seen = new Set();
    for (;;) {
      while (at < text.length && (SPACE.test(text[at]) || text[at] === "/")) {
        if (text[at] === "/" && text[at + 1] === ">") token.selfClosing = true;
        at++;
      }
      if (at >= text.length) return this.#unfinished();
      if (text[at] === ">") break;
      const from = at;
      // A name may begin with `=`.
      at++;
      while (at < text.length && !SPACE.test(text[at]) && text[at] !== "/" && text[at] !== ">" && text[at] !== "=") at++;
      const name = text.slice(from, at).toLowerCase().replace(/\0/g, "\ufffd");
      while (at < text.length && SPACE.test(text[at])) at++;
      let value = "";
      if (text[at] === "=") {
        at++;
        while (at < text.length && SPACE.test(text[at])) at++;
        const quote = text[at];
        if (quote === '"' || quote === "'") {
          const end = text.indexOf(quote, at + 1);
          if (end < 0) return this.#unfinished();
          value = text.slice(at + 1, end);
          at = end + 1;
        } else {
          const start = at;
          while (at < text.length && !SPACE.test(text[at]) && text[at] !== ">") at++;
          value = text.slice(start, at);
        }
      }
      if (!seen.has(name)) token.attributes.push([name, decode(value, true).replace(/\0/g, "\ufffd")]);
      seen.add(name);
    }
    this.at = at + 1;
    if (type === "start") this.last = token.name;
    return token;
  }
  #unfinished() {
    this.at = this.text.length;
    return null;
  }

  /** Text of an element whose inside is no markup, up to its end tag. */
  #special() {
    const end = this.mode === "script" ? this.#scriptEnd() : this.#endTag(this.at);
    const raw = this.#take(end < 0 ? this.text.length : end);
    const { mode } = this;
    this.mode = "data";
    if (raw === "") return this.next();
    return { type: "text", data: mode === "rcdata" ? decode(raw, false) : raw.replace(/\0/g, "\ufffd") };
  }

  #endTag(from) {
    const found = new RegExp(`</${this.last}(?=[\\t\\n\\f\\r />])`, "gi");
    found.lastIndex = from;
    return found.exec(this.text)?.index ?? -1;
  }

  /** A script's end: inside of `<!-- <script` an end tag ends only that. */
  #scriptEnd() {
    let at = this.at;
    for (;;) {
      const end = this.#endTag(at);
      if (end < 0) return -1;
      const open = this.text.lastIndexOf("<!--", end);
      if (open < this.at || this.text.slice(open + 2, end).includes("-->")) return end;
      const inner = this.text.slice(open, end);
      const opened = (inner.match(/<script(?=[\t\n\f\r />])/gi) ?? []).length;
      const closed = (inner.match(/<\/script(?=[\t\n\f\r />])/gi) ?? []).length;
      if (opened <= closed) return end;
      at = end + 2;
    }
  }
}

/** A text with its character references resolved. */
function decode(text, inAttribute) {
  if (!text.includes("&")) return text;
  return text.replace(/&(#[xX][0-9a-fA-F]+;?|#\d+;?|[A-Za-z][A-Za-z0-9]*;?)/g, (all, body, at) => decodeEntity(body, inAttribute, text[at + all.length] ?? "") ?? all);
}

Object.assign(exports, { Tokenizer, decode });
