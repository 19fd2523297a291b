"use strict";
// Tokens to a tree, as a browser builds it: what is left out is put in, what does not belong goes where browsers put it.

const { Tokenizer } = part("page/tokens");

const words = (text) => new Set(text.split(" "));
const VOID = words("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");
const HEAD = words("base basefont bgsound link meta noframes script style template title");
const CLOSES_P = words(
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp dd dt",
);
const HEADINGS = words("h1 h2 h3 h4 h5 h6");
const FORMATTING = words("a b big code em font i nobr s small strike strong tt u");
const SCOPE = words("applet caption html table td th marquee object template foreignObject desc annotation-xml mi mo mn ms mtext");
const IMPLIED = words("dd dt li optgroup option p rb rp rt rtc");
const TABLE_PARTS = words("caption col colgroup tbody td tfoot th thead tr");
const TABLE_INSIDES = words("table tbody tfoot thead tr");
const BREAKOUT = words(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var",
);
const TEXT_POINTS = words("mi mo mn ms mtext");
const HTML_POINTS = words("foreignObject desc title");
const RAW = { title: "rcdata", textarea: "rcdata", style: "rawtext", xmp: "rawtext", iframe: "rawtext", noembed: "rawtext", noframes: "rawtext", script: "script", plaintext: "plaintext" };
const SVG_NAMES = { foreignobject: "foreignObject", lineargradient: "linearGradient", radialgradient: "radialGradient", clippath: "clipPath", animatetransform: "animateTransform", animatemotion: "animateMotion", textpath: "textPath" };

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const MATH = "http://www.w3.org/1998/Math/MathML";

/** Builds a tree; `make` makes the nodes, `scripting` says whether scripts run, `onScript` is called for each script that is complete. */
class Builder {
  constructor(make, { scripting, onElement = () => {} }) {
    this.make = make;
    this.scripting = scripting;
    this.onElement = onElement;
    this.stack = [];
    this.formatting = [];
    this.form = null;
  }

  get current() {
    return this.stack[this.stack.length - 1];
  }

  /** A whole page into a document. */
  page(document, text) {
    this.document = document;
    this.html = this.head = this.body = null;
    this.run(text);
    this.#needBody();
    while (this.stack.length) this.#pop();
  }

  /** A fragment as `innerHTML` reads it, into `parent`. */
  fragment(context, parent, text) {
    const root = this.make.element("html", HTML);
    const inner = this.make.fragment();
    this.context = context;
    this.html = root;
    this.head = this.body = root;
    this.stack = [root];
    root.contentTarget = inner;
    const start = context && context.namespaceURI === HTML ? context.localName : "";
    this.tokenizer = new Tokenizer(text);
    if (RAW[start]) {
      this.tokenizer.mode = RAW[start] === "script" ? "rawtext" : RAW[start];
      this.tokenizer.last = start;
    }
    this.#consume();
    while (this.stack.length > 1) this.#pop();
    for (const child of [...inner.childNodes]) parent.appendChild(child);
  }

  run(text) {
    this.tokenizer = new Tokenizer(text);
    this.#consume();
  }

  /** Text that a script writes into the page while it is read. */
  write(text) {
    const { tokenizer } = this;
    tokenizer.text = tokenizer.text.slice(0, tokenizer.at) + text + tokenizer.text.slice(tokenizer.at);
  }

  #consume() {
    this.tokenizer.foreign = () => Boolean(this.current && this.current.namespaceURI !== HTML);
    for (let token = this.tokenizer.next(); token; token = this.tokenizer.next()) {
      const at = this.current ?? this.context;
      if (at && this.#isForeign(at, token)) this.#foreign(token);
      else this[token.type](token);
    }
  }

  // --- where things go ---------------------------------------------------------------------------

  #into(node) {
    return node.contentTarget ?? node.content ?? node;
  }
  #append(node, parent = this.current) {
    if (TABLE_INSIDES.has(parent.localName) && parent.namespaceURI === HTML && this.fostering) {
      const table = [...this.stack].reverse().find((one) => one.localName === "table");
      if (table && table.parentNode) {
        table.parentNode.insertBefore(node, table);
        return;
      }
    }
    this.#into(parent).appendChild(node);
  }
  #push(token, namespace = HTML) {
    const element = this.make.element(token.name, namespace, token.attributes);
    this.#append(element);
    this.stack.push(element);
    return element;
  }
  #pop() {
    const element = this.stack.pop();
    this.onElement(element);
    return element;
  }
  #popTo(name) {
    while (this.stack.length > 1 && this.#pop().localName !== name) {
      // All that is open inside of it ends too.
    }
  }
  #inScope(name, extra = "") {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const { localName } = this.stack[i];
      if (localName === name) return true;
      if (SCOPE.has(localName) || extra.split(" ").includes(localName)) return false;
    }
    return false;
  }
  #implied(except) {
    while (this.stack.length > 1 && IMPLIED.has(this.current.localName) && this.current.localName !== except) this.#pop();
  }
  #closeP() {
    if (!this.#inScope("p", "button")) return;
    this.#implied("p");
    this.#popTo("p");
  }

  #needHtml(attributes = []) {
    if (this.html) return;
    this.html = this.make.element("html", HTML, attributes);
    this.document.appendChild(this.html);
    this.stack.push(this.html);
  }
  #needHead() {
    this.#needHtml();
    if (this.head) return;
    this.head = this.make.element("head", HTML);
    this.html.appendChild(this.head);
  }
  #needBody(attributes = []) {
    this.#needHead();
    if (this.body) return;
    while (this.stack.length > 1) this.#pop();
    this.body = this.make.element("body", HTML, attributes);
    this.html.appendChild(this.body);
    this.stack.push(this.body);
  }
  #reopen() {
    const missing = this.formatting.filter((one) => !this.stack.includes(one));
    for (const element of missing) {
      const again = this.make.element(element.localName, HTML, element.attributePairs());
      this.#append(again);
      this.stack.push(again);
      this.formatting[this.formatting.indexOf(element)] = again;
    }
  }

  // --- tokens in HTML ------------------------------------------------------------------------------

  doctype(token) {
    if (this.document && !this.html) this.document.appendChild(this.make.doctype(token.name));
  }
  comment(token) {
    const node = this.make.comment(token.data);
    if (this.html) this.#append(node);
    else this.document.appendChild(node);
  }

  text({ data }) {
    let text = data.replace(/\0/g, "");
    if (!this.body && this.stack.length <= 1) {
      const rest = text.replace(/^[\t\n\f\r ]+/, "");
      if (!rest) {
        if (this.head) this.#into(this.html).appendChild(this.make.text(text));
        return;
      }
      this.#needBody();
      text = rest;
    }
    if (!text) return;
    const { current } = this;
    if (current.namespaceURI === HTML && !RAW[current.localName]) this.#reopen();
    this.fostering = TABLE_INSIDES.has(this.current.localName) && /[^\t\n\f\r ]/.test(text);
    this.#appendText(text);
    this.fostering = false;
  }
  #appendText(text) {
    const parent = this.#into(this.current);
    const last = parent.lastChild;
    if (!this.fostering && last && last.nodeType === 3) last.data += text;
    else this.#append(this.make.text(text));
  }

  start(token) {
    const { name } = token;
    if (name === "html") {
      if (!this.html) this.#needHtml(token.attributes);
      else if (this.document) for (const [key, value] of token.attributes) if (!this.html.hasAttribute(key)) this.html.setAttribute(key, value);
      return;
    }
    if (name === "head") {
      if (!this.head) {
        this.#needHtml();
        this.head = this.#push(token);
      }
      return;
    }
    if (name === "body") {
      if (!this.body) this.#needBody(token.attributes);
      else if (this.document) for (const [key, value] of token.attributes) if (!this.body.hasAttribute(key)) this.body.setAttribute(key, value);
      return;
    }
    if (name === "frameset" || (name === "frame" && !this.fragmented)) return;
    if (HEAD.has(name) && !this.body && (this.stack.length <= 1 || this.current === this.head)) {
      this.#needHead();
      if (this.current !== this.head) this.stack.push(this.head);
      this.#element(token);
      return;
    }
    this.#inBody(token);
  }

  #inBody(token) {
    const { name } = token;
    const inTemplate = this.stack.some((one) => one.localName === "template" && one.namespaceURI === HTML);
    if (!inTemplate) {
      if (!this.body && !(HEAD.has(name) && this.head && this.stack.length > 2)) this.#needBody();
      if (this.current.localName === "select" || (this.#inScope("select") && this.current.namespaceURI === HTML)) {
        if (name === "input" || name === "textarea" || name === "keygen" || name === "select") {
          this.#popTo("select");
          if (name === "select") return;
        }
      }
      if (TABLE_PARTS.has(name)) {
        this.#tablePart(token);
        return;
      }
    } else if (TABLE_PARTS.has(name)) {
      this.#element(token);
      return;
    }
    if (TABLE_INSIDES.has(this.current.localName) && this.current.namespaceURI === HTML && !["script", "style", "template", "form"].includes(name) && !(name === "input" && token.attributes.some(([k, v]) => k === "type" && v.toLowerCase() === "hidden"))) {
      this.fostering = true;
    }
    if (CLOSES_P.has(name)) this.#closeP();
    if (HEADINGS.has(name) && HEADINGS.has(this.current.localName)) this.#pop();
    if (name === "li" || name === "dd" || name === "dt") this.#endItem(name);
    if (name === "button" && this.#inScope("button")) this.#popTo("button");
    if ((name === "option" || name === "optgroup") && this.current.localName === "option") this.#pop();
    if (name === "a" && this.formatting.some((one) => one.localName === "a")) this.end({ name: "a" });
    if (name === "nobr" && this.#inScope("nobr")) this.end({ name: "nobr" });
    if (name === "form" && this.form && !inTemplate) {
      this.fostering = false;
      return;
    }
    if (name === "image") token.name = "img";
    if (!RAW[name] || name === "textarea") this.#reopen();
    this.#element(token);
    this.fostering = false;
  }

  #element(token) {
    const { name } = token;
    const namespace = name === "svg" ? SVG : name === "math" ? MATH : HTML;
    const element = this.#push(token, namespace);
    if (namespace === HTML && VOID.has(token.name)) this.#pop();
    else if (namespace !== HTML && token.selfClosing) this.#pop();
    else if (FORMATTING.has(name)) this.formatting.push(element);
    if (name === "form" && namespace === HTML) this.form = element;
    if (namespace === HTML && (RAW[name] || (name === "noscript" && this.scripting))) {
      this.tokenizer.mode = RAW[name] ?? "rawtext";
      this.tokenizer.last = name;
      if (name === "textarea" && this.tokenizer.text[this.tokenizer.at] === "\n") this.tokenizer.at++;
    }
  }

  #endItem(name) {
    const names = name === "li" ? ["li"] : ["dd", "dt"];
    for (let i = this.stack.length - 1; i > 0; i--) {
      const { localName } = this.stack[i];
      if (names.includes(localName)) {
        this.#popTo(localName);
        return;
      }
      if (SCOPE.has(localName) || (CLOSES_P.has(localName) && !["address", "div", "p"].includes(localName)) || localName === "ul" || localName === "ol") return;
    }
  }

  #tablePart(token) {
    const { name } = token;
    const start = this.context && this.context.localName;
    const open = (one) => this.#inScopeOfTable(one) || (this.stack.length === 1 && start === one);
    if (!open("table") && !TABLE_PARTS.has(start ?? "")) return;
    const ends = name === "td" || name === "th" ? ["td", "th"] : name === "tr" ? ["td", "th", "tr"] : ["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"];
    for (const one of ends) if (this.#inScopeOfTable(one)) this.#popTo(one);
    const need = (one) => this.#push({ name: one, attributes: [] });
    if ((name === "tr" || name === "td" || name === "th") && this.current.localName === "table") need("tbody");
    if ((name === "td" || name === "th") && ["tbody", "thead", "tfoot"].includes(this.current.localName)) need("tr");
    if (name === "col" && this.current.localName === "table") need("colgroup");
    this.#element(token);
  }
  #inScopeOfTable(name) {
    for (let i = this.stack.length - 1; i > 0; i--) {
      const { localName } = this.stack[i];
      if (localName === name) return true;
      if (localName === "table" || localName === "template") return false;
    }
    return false;
  }

  end({ name }) {
    if (name === "html" || name === "body" || name === "head") {
      if (name === "head" && this.current === this.head) this.#pop();
      return;
    }
    if (name === "br") {
      this.start({ type: "start", name: "br", attributes: [], selfClosing: false });
      return;
    }
    if (name === "p" && !this.#inScope("p", "button")) {
      if (!this.body) this.#needBody();
      this.#push({ name: "p", attributes: [] });
    }
    if (name === "form") {
      // What is open inside of a form stays open when the form ends.
      const { form } = this;
      this.form = null;
      const at = this.stack.indexOf(form);
      if (!form || at < 0 || !this.#inScope("form")) return;
      this.#implied();
      this.stack.splice(this.stack.indexOf(form), 1);
      return;
    }
    if (HEADINGS.has(name)) {
      const open = [...HEADINGS].find((one) => this.#inScope(one));
      if (open) while (!HEADINGS.has(this.#pop().localName));
      return;
    }
    if (FORMATTING.has(name)) {
      const at = this.formatting.map((one) => one.localName).lastIndexOf(name);
      if (at < 0) {
        if (this.#inScope(name)) this.#popTo(name);
        return;
      }
      const element = this.formatting[at];
      this.formatting.splice(at, 1);
      if (this.stack.includes(element) && this.#inScope(name)) this.#popTo(name);
      return;
    }
    for (let i = this.stack.length - 1; i > 0; i--) {
      const open = this.stack[i];
      if (open.localName === name) {
        this.#implied(name);
        while (this.stack.length > i) this.#pop();
        return;
      }
      if (SCOPE.has(open.localName) && !TABLE_INSIDES.has(name) && !TABLE_PARTS.has(name)) return;
    }
  }

  // --- SVG and MathML ------------------------------------------------------------------------------

  #isForeign(at, token) {
    if (at.namespaceURI === HTML || at.namespaceURI === undefined) return false;
    if (at.namespaceURI === MATH && TEXT_POINTS.has(at.localName) && (token.type === "text" || (token.type === "start" && token.name !== "mglyph" && token.name !== "malignmark"))) return false;
    if (at.namespaceURI === MATH && at.localName === "annotation-xml" && token.type === "start") {
      const encoding = (at.getAttribute("encoding") ?? "").toLowerCase();
      if (token.name === "svg" || encoding === "text/html" || encoding === "application/xhtml+xml") return false;
    }
    if (at.namespaceURI === SVG && HTML_POINTS.has(at.localName) && (token.type === "start" || token.type === "text")) return false;
    return true;
  }

  #foreign(token) {
    if (token.type === "text") {
      this.#appendText(token.data.replace(/\0/g, "\ufffd"));
      return;
    }
    if (token.type === "comment") {
      this.comment(token);
      return;
    }
    if (token.type === "doctype") return;
    const font = token.name === "font" && token.attributes?.some(([name]) => ["color", "face", "size"].includes(name));
    if (token.type === "start" ? BREAKOUT.has(token.name) || font : token.name === "br" || token.name === "p") {
      while (this.stack.length > 1 && this.current.namespaceURI !== HTML && !this.#isPoint(this.current)) this.#pop();
      this[token.type](token);
      return;
    }
    if (token.type === "start") {
      const namespace = (this.current ?? this.context).namespaceURI;
      const name = namespace === SVG && SVG_NAMES[token.name] ? SVG_NAMES[token.name] : token.name;
      this.#push({ ...token, name }, namespace);
      if (token.selfClosing) this.#pop();
      return;
    }
    for (let i = this.stack.length - 1; i > 0; i--) {
      const open = this.stack[i];
      if (open.namespaceURI === HTML) {
        this.end(token);
        return;
      }
      if (open.localName.toLowerCase() === token.name) {
        while (this.stack.length > i) this.#pop();
        return;
      }
    }
  }
  #isPoint(element) {
    return (element.namespaceURI === MATH && TEXT_POINTS.has(element.localName)) || (element.namespaceURI === SVG && HTML_POINTS.has(element.localName));
  }
}

Object.assign(exports, { Builder, VOID, HTML, SVG, MATH, RAW });
