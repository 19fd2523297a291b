"use strict";
// A page in a browser: its realm, what its scripts find there, and what a browser would run.

const core = part("core");
const { Builder, HTML } = part("page/tree");
const nodes = part("page/nodes");
const { Event, EventTarget, pages, pageOf } = part("page/events");

const { Node, Text, Element } = nodes;
const SCRIPT_TYPES = /^(|text\/javascript|application\/javascript|text\/ecmascript|application\/ecmascript|text\/jscript|module)$/i;
const LOADS = new Set(["img", "video", "audio", "source", "embed", "object", "link", "track"]);
const WINDOW_EVENTS = new Set("load pageshow hashchange popstate message beforeunload unload resize storage online offline error focus blur scroll".split(" "));
const IMAGE = /\.(png|jpe?g|gif|svg|webp|ico)$/i;

/** One document in one window. */
class Page {
  #realm = null;
  #started = new WeakSet();
  #loaded = new WeakMap();
  #compiled = new WeakMap();
  #work = [];
  #storage = { localStorage: new Map(), sessionStorage: new Map() };
  #tasks = 0;

  constructor({ url, scripts, load, client, parent, depth = 0 }) {
    this.url = url;
    this.scripts = scripts;
    this.load = load;
    this.client = client;
    this.parent = parent ?? null;
    this.depth = depth;
    // What was seen: a page within another one tells its parent.
    this.seen = parent ? parent.seen : { alerts: [], ran: [], requests: [], navigations: [], submissions: [], errors: [], messages: [], console: [] };
    this.make = {
      element: (name, namespace, attributes = []) => new Element(name, namespace, attributes, this),
      text: (data) => new Text(data, this),
      comment: (data) => new Text(data, this, 8),
      fragment: () => new Node(11, this),
      doctype: (name) => Object.assign(new Node(10, this), { name }),
      copy: (node) => this.#copy(node),
    };
    this.document = this.#document();
    this.window = new EventTarget();
    pages.set(this.window, this);
    this.window.handlerFor = (type) => this.windowHandler(type);
    this.view = null;
    this.ownCookies = new Map();
  }

  #copy(node) {
    if (node.nodeType === 1) return new Element(node.localName, node.namespaceURI, node.attributePairs(), this);
    if (node.nodeType === 3 || node.nodeType === 8) return new Text(node.data, this, node.nodeType);
    return new Node(node.nodeType, this);
  }

  // --- reading ---------------------------------------------------------------------------------------

  /** Read the page, run what it runs, and tell it that it is complete. */
  async open(html) {
    if (this.scripts) {
      this.#realm = part("page/realm").create(this);
      this.view = this.#realm.global;
    }
    const deferred = [];
    const builder = new Builder(this.make, {
      scripting: this.scripts,
      onElement: (element) => {
        if (element.localName !== "script") return;
        if (element.hasAttribute("src") && (element.hasAttribute("defer") || element.hasAttribute("async"))) deferred.push(element);
        else if (/^module$/i.test(element.getAttribute("type") ?? "")) deferred.push(element);
        else this.script(element);
      },
    });
    this.builder = builder;
    builder.page(this.document, String(html));
    this.builder = null;
    for (const element of deferred) this.script(element);
    await this.settle();
    this.document.readyState = "interactive";
    this.document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
    await this.settle();
    this.document.readyState = "complete";
    this.#fire(this.window, "load");
    this.#fire(this.window, "pageshow");
    await this.settle();
    return this;
  }

  parse(context, into, html) {
    const builder = new Builder(this.make, { scripting: this.scripts });
    const before = into.childNodes.length;
    const inert = this.#inert(into);
    this.reading = true;
    try {
      builder.fragment(context && context.nodeType === 1 ? context : null, into, html);
    } finally {
      this.reading = false;
    }
    // Scripts that come in this way never run.
    for (const child of into.childNodes.slice(before)) {
      for (const node of [child, ...child.walk()]) {
        if (node.nodeType === 1 && node.localName === "script") this.#started.add(node);
        if (!inert) this.consider(node);
      }
    }
  }

  #inert(node) {
    let at = node;
    while (at.parentNode) at = at.parentNode;
    return at.inert === true;
  }

  inserted(node) {
    if (this.reading) return;
    for (const one of [node, ...node.walk()]) {
      if (one.nodeType !== 1) continue;
      if (one.localName === "script" && !this.builder) this.script(one);
      this.consider(one);
    }
  }

  attribute(element, name) {
    if (name.startsWith("on")) this.#compiled.delete(element);
    if (name === "src" || name === "srcdoc" || name === "data" || name === "href") this.consider(element);
  }

  /** What a browser does with an element as soon as it is there: load, open, give the focus. */
  consider(element) {
    if (!this.scripts || element.nodeType !== 1) return;
    const name = element.localName;
    const once = (key) => {
      const known = this.#loaded.get(element) ?? new Set();
      if (known.has(key)) return false;
      this.#loaded.set(element, known.add(key));
      return true;
    };
    if (LOADS.has(name)) {
      const source = element.getAttribute(name === "object" ? "data" : name === "link" ? "href" : "src") ?? element.getAttribute("srcset");
      if (source !== null && once(`load ${source}`)) this.#loads(element, source);
      else if (source === null && name === "source" && once("load")) this.later(() => this.#fire(element, "error"));
    }
    if (name === "input" && (element.getAttribute("type") ?? "").toLowerCase() === "image" && element.hasAttribute("src") && once("load")) this.#loads(element, element.getAttribute("src"));
    if (!element.isConnected) return;
    if (name === "iframe" || name === "frame") this.#frame(element, once);
    else if (name === "svg" || name === "style") {
      if (once("load")) this.later(() => this.#fire(element, "load"));
    } else if (name === "details" && element.hasAttribute("open")) {
      if (once("toggle")) this.later(() => this.#fire(element, "toggle"));
    } else if (name === "marquee") {
      if (once("start")) this.later(() => this.#fire(element, "start"));
    } else if (name === "animate" || name === "set" || name === "animateTransform" || name === "animateMotion") {
      if (once("begin")) this.later(() => this.#fire(element, "begin"));
    }
    if (element.hasAttribute("autofocus") && once("focus")) this.later(() => ["focus", "focusin"].forEach((type) => this.#fire(element, type)));
    if (/animation/i.test(element.getAttribute("style") ?? "") && once("animation")) this.later(() => ["animationstart", "animationend"].forEach((type) => this.#fire(element, type)));
  }

  #loads(element, source) {
    const url = this.resolve(source);
    const good = /^data:(image|video|audio)\//i.test(url) || (/^https?:/i.test(url) && IMAGE.test(url.split(/[?#]/)[0]));
    if (/^https?:/i.test(url)) this.seen.requests.push({ method: "GET", url, body: null, by: element.localName });
    this.later(() => this.#fire(element, good ? "load" : "error"));
  }

  #frame(element, once) {
    const sandbox = element.getAttribute("sandbox");
    const allowed = sandbox === null || /(^|\s)allow-scripts(\s|$)/i.test(sandbox);
    const inside = element.getAttribute("srcdoc");
    const source = element.getAttribute("src") ?? "";
    if (!once(`frame ${inside} ${source}`) || this.depth > 4) return;
    if (inside !== null || /^data:text\/html/i.test(source.trim())) {
      const html = inside ?? dataOf(source.trim());
      const page = new Page({ url: inside === null ? "null" : this.url, scripts: allowed, load: this.load, client: this.client, parent: this, depth: this.depth + 1 });
      element.contentDocument = page.document;
      element.contentWindow = page.view;
      this.later(() => page.open(html));
    } else if (this.isScriptUrl(source)) {
      if (allowed) this.later(() => this.scriptUrl(source, "iframe"));
    }
    this.later(() => this.#fire(element, "load"));
  }

  // --- running ---------------------------------------------------------------------------------------

  /** Run a script element, once. */
  script(element) {
    if (!this.scripts || this.#started.has(element) || !element.isConnected || !SCRIPT_TYPES.test((element.getAttribute("type") ?? "").trim())) return;
    const source = element.getAttribute("src") ?? element.getAttribute("xlink:href");
    if (source === null && !element.textContent) return;
    this.#started.add(element);
    if (source === null) {
      this.evaluate(element.textContent, "script", element);
      return;
    }
    const url = this.resolve(source);
    if (url.startsWith("data:")) {
      this.evaluate(dataOf(url), "script", element);
      return;
    }
    this.seen.requests.push({ method: "GET", url, body: null, by: "script" });
    const text = this.load(url);
    if (typeof text === "string") {
      this.evaluate(text, "script", element);
      this.later(() => this.#fire(element, "load"));
    } else this.later(() => this.#fire(element, "error"));
  }

  /** Run a text as a script of the page. */
  evaluate(code, kind, element = null) {
    this.seen.ran.push({ kind, code });
    if (/^\s*(import|export)\b(?!\s*\()/m.test(code) && /^module$/i.test(element?.getAttribute("type") ?? "")) {
      host.lacks("the lab has no module scripts with imports in a page: import the module in the check, it finds `document`");
    }
    const before = this.document.currentScript;
    this.document.currentScript = element;
    try {
      return this.#realm.evaluate(code, kind);
    } catch (error) {
      this.failed(error);
      return undefined;
    } finally {
      this.document.currentScript = before;
    }
  }

  failed(error) {
    if (core.isLacks(error)) throw error;
    this.seen.errors.push(core.errorText(error));
  }

  /** The function of an element's `on...` attribute, or of its property. */
  handler(element, type) {
    const name = `on${type}`;
    if (Object.hasOwn(element, name)) return typeof element[name] === "function" ? element[name] : null;
    if (!this.scripts || element.nodeType !== 1) return null;
    const code = element.getAttribute(name);
    if (code === null) return null;
    const known = this.#compiled.get(element) ?? new Map();
    if (!known.has(name)) {
      this.#compiled.set(element, known);
      let made = null;
      try {
        made = this.#realm.handler(element, code);
      } catch (error) {
        this.failed(error);
      }
      known.set(name, made);
    }
    const made = known.get(name);
    if (made) this.seen.ran.push({ kind: name, code });
    return made;
  }

  /** The window's own handler: a property of the realm, or an attribute of the body. */
  windowHandler(type) {
    const own = this.view ? Reflect.get(this.view, `on${type}`) : undefined;
    if (typeof own === "function") return own;
    const { body } = this.document;
    return body && WINDOW_EVENTS.has(type) ? this.handler(body, type) : null;
  }

  cookies() {
    if (this.client) return this.client.documentCookie();
    return [...this.ownCookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  setCookie(line) {
    if (this.client) this.client.setDocumentCookie(line, this.url);
    else this.ownCookies.set(line.split("=")[0].trim(), line.split(";")[0].slice(line.indexOf("=") + 1).trim());
  }

  /** A document that nothing runs in. */
  inertDocument(html) {
    const other = new Page({ url: this.url, scripts: false, load: () => null });
    other.document.inert = true;
    new Builder(other.make, { scripting: false }).page(other.document, String(html));
    return other.document;
  }

  isScriptUrl(text) {
    return /^[\0-\x20]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i.test(text);
  }
  scriptUrl(text, kind) {
    if (!this.scripts) return;
    const code = text.replace(/[\t\n\r]/g, "").replace(/^[\0-\x20]*javascript:/i, "");
    let plain = code;
    try {
      plain = decodeURIComponent(code);
    } catch {
      // What is no encoding stays.
    }
    this.evaluate(plain, `javascript: (${kind})`);
  }

  #fire(target, type, init = {}) {
    const event = new Event(type, init);
    event.isTrusted = true;
    target.dispatchEvent(event);
    return event;
  }

  /** Do something as a task of its own. */
  later(work) {
    this.#work.push(work);
    if (!this.#tasks) this.#pump();
  }
  #pump() {
    this.#tasks++;
    Promise.resolve().then(async () => {
      while (this.#work.length) {
        const work = this.#work.shift();
        await work();
      }
      this.#tasks--;
    });
  }
  /** Wait until nothing of the page's own is left to do. */
  async settle() {
    for (let quiet = 0; quiet < 3; ) {
      await Promise.resolve();
      quiet = this.#work.length || this.#tasks ? 0 : quiet + 1;
    }
  }

  // --- going elsewhere -------------------------------------------------------------------------------

  resolve(text) {
    const base = this.document.querySelector("base[href]")?.getAttribute("href");
    const from = base ? host.url(base, this.url)?.href ?? this.url : this.url;
    return host.url(text, from)?.href ?? text;
  }

  /** Follow a URL: code runs, everything else is noted. */
  navigate(text, kind) {
    if (this.isScriptUrl(String(text))) this.scriptUrl(String(text), kind);
    else this.seen.navigations.push(this.resolve(String(text)));
  }

  submit(form, submitter) {
    const event = new Event("submit", { bubbles: true, cancelable: true, submitter });
    if (!form.dispatchEvent(event)) return;
    this.send(form, submitter);
  }
  send(form, submitter) {
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
    if (this.isScriptUrl(action)) {
      this.scriptUrl(action, "form");
      return;
    }
    const fields = {};
    for (const field of form.querySelectorAll("input, textarea, select, button")) {
      const type = (field.getAttribute("type") ?? "").toLowerCase();
      if (!field.name || field.disabled || ((type === "checkbox" || type === "radio") && !field.checked)) continue;
      if ((field.localName === "button" || type === "submit" || type === "image") && field !== submitter) continue;
      fields[field.name] = field.value;
    }
    this.seen.submissions.push({ action: this.resolve(action || this.url), method: (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toLowerCase(), fields });
  }

  /** A click, and what a browser does after it. */
  click(element) {
    if (element.disabled) return;
    const event = new Event("click", { bubbles: true, cancelable: true, button: 0 });
    event.isTrusted = true;
    if (!element.dispatchEvent(event)) return;
    for (let at = element; at && at.nodeType === 1; at = at.parentNode) {
      const name = at.localName;
      const href = at.getAttribute("href") ?? at.getAttribute("xlink:href");
      if ((name === "a" || name === "area") && href !== null) {
        this.navigate(href, "link");
        return;
      }
      const type = (at.getAttribute("type") ?? "").toLowerCase();
      if ((name === "button" && type !== "button" && type !== "reset") || (name === "input" && (type === "submit" || type === "image"))) {
        const form = at.getAttribute("form") ? this.document.getElementById(at.getAttribute("form")) : at.closest("form");
        if (form) this.submit(form, at);
        return;
      }
      if (name === "input" && (type === "checkbox" || type === "radio")) {
        at.checked = type === "radio" || !at.checked;
        this.#fire(at, "change", { bubbles: true });
        return;
      }
      if (name === "summary" && at.parentNode?.localName === "details") {
        at.parentNode.toggleAttribute("open");
        this.#fire(at.parentNode, "toggle");
        return;
      }
    }
  }

  /** A message from a window of another origin. */
  message(data, origin) {
    const event = new Event("message", { data, origin, source: null });
    this.window.dispatchEvent(event);
  }

  storage(name) {
    return this.#storage[name];
  }

  #document() {
    const document = new Node(9, this);
    return part("page/document").dress(document, this);
  }
}

function dataOf(url) {
  const at = url.indexOf(",");
  const body = url.slice(at + 1);
  if (/;\s*base64$/i.test(url.slice(0, at))) return host.text(host.unbase64(body), false);
  try {
    return decodeURIComponent(body);
  } catch {
    return body;
  }
}

Object.defineProperty(Element.prototype, "handlerFor", {
  value(type) {
    return pageOf(this).handler(this, type);
  },
});
for (const [name, f] of Object.entries({
  click() {
    pageOf(this).click(this);
  },
  focus() {
    pageOf(this).document.activeElement = this;
    for (const type of ["focus", "focusin"]) this.dispatchEvent(new Event(type, { bubbles: type === "focusin" }));
  },
  blur() {
    this.dispatchEvent(new Event("blur"));
  },
  submit() {
    pageOf(this).send(this, null);
  },
  requestSubmit(submitter) {
    pageOf(this).submit(this, submitter ?? null);
  },
  scrollIntoView() {},
  getBoundingClientRect: () => ({ x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0 }),
})) Object.defineProperty(Element.prototype, name, { value: f, configurable: true, writable: true });

Object.assign(exports, { Page, HTML });
