"use strict";
// `page(html)`: a page as a browser shows it, and what ran in it.

const core = part("core");
const { Page } = part("page/window");

// What modules of the challenge find of a browser, once a check has opened a page.
const FOR_MODULES = ["window", "document", "location", "localStorage", "sessionStorage", "history", "alert", "DOMParser", "HTMLElement", "Element", "Node"];
// Those of them that Node itself has stay Node's.
let own = null;

/** A page, for checks. */
class View {
  #page;

  constructor(page) {
    this.#page = page;
    this.document = page.document;
    this.window = page.view;
    const { alerts, requests, navigations, submissions, errors, console: printed, ran } = page.seen;
    /** What was shown by `alert`, `confirm`, `prompt`; what was asked for over the network; where it wanted to go; forms sent. */
    Object.assign(this, { alerts, requests, navigations, submissions, errors, console: printed, executed: ran });
  }

  /** Whether something ran that called `alert` (or its like) with this text. */
  ran(text) {
    return this.alerts.some((shown) => shown.includes(String(text)));
  }
  get url() {
    return this.#page.url;
  }
  get text() {
    return this.document.body?.textContent ?? "";
  }
  get html() {
    return this.document.documentElement?.outerHTML ?? "";
  }
  $(selector) {
    return this.document.querySelector(selector);
  }
  $$(selector) {
    return this.document.querySelectorAll(selector);
  }
  #find(what) {
    const element = typeof what === "string" ? this.$(what) : what;
    if (!element) throw new Error(`the page has no ${what}`);
    return element;
  }

  /** Click on what a selector finds, and let happen what follows. */
  async click(what) {
    this.#page.click(this.#find(what));
    await this.settle();
  }
  /** Type into a field. */
  async type(what, text) {
    const element = this.#find(what);
    element.value = text;
    for (const type of ["input", "change", "keyup"]) this.fire(element, type);
    await this.settle();
  }
  /** Let an event happen at an element. */
  fire(what, type, init = {}) {
    const { Event } = part("page/events");
    const event = new Event(type, { bubbles: true, cancelable: true, ...init });
    this.#find(what).dispatchEvent(event);
    return event;
  }
  /** Go to a fragment of the page: `#...`. */
  async hash(text) {
    this.#page.url = host.urlSet(this.#page.url, "hash", String(text))?.href ?? this.#page.url;
    const { Event } = part("page/events");
    this.#page.window.dispatchEvent(new Event("hashchange"));
    await this.settle();
  }
  /** A window of another origin sends a message. */
  async message(data, origin = "https://evil.test") {
    this.#page.message(data, origin);
    await this.settle();
  }
  /** Move the mouse over everything, give everything the focus, click on everything: what a visitor may do. */
  async visit() {
    for (const element of this.$$("*")) {
      if (!element.isConnected) continue;
      for (const type of ["mouseover", "mouseenter", "mousemove", "focus", "pointerover", "wheel"]) this.fire(element, type, { bubbles: false });
    }
    for (const element of this.$$("a, area, button, input, summary, [onclick]")) if (element.isConnected) this.#page.click(element);
    await this.settle();
  }
  /** Run a text as a script of the page. */
  run(code) {
    return this.#page.evaluate(String(code), "check");
  }
  async settle() {
    await this.#page.settle();
  }
}

/** The text of a file that a page loads: from the app where there is a client, else from the challenge's files. */
function loader(files) {
  return (url) => {
    const path = host.url(url, undefined)?.pathname ?? url;
    if (files && Object.hasOwn(files, path)) return String(files[path]);
    const { source } = part("tree");
    for (const root of ["/app/public", "/app/static", "/app"]) {
      const text = source(root + path);
      if (text !== null && text !== undefined) return text;
    }
    return null;
  };
}

/** Show `html`. `options`: `url`, `scripts` (whether they run), `client` (whose requests the page's are), `files` (path to text). */
exports.page = async function page(html, options = {}) {
  const { url = "http://localhost/", scripts = true, client = null, files = null } = options;
  const made = new Page({ url, scripts, client, load: loader(files) });
  await made.open(typeof html === "string" ? html : String(html?.text ?? html));
  if (made.view) {
    own ??= FOR_MODULES.filter((name) => !Object.hasOwn(core.guestGlobal, name));
    for (const name of own) Object.defineProperty(core.guestGlobal, name, { value: made.view[name], writable: true, configurable: true });
  }
  return new View(made);
};
