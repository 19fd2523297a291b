"use strict";
// What scripts of a page find in their realm.

const core = part("core");
const nodes = part("page/nodes");
const { Event } = part("page/events");
const { HTML } = part("page/tree");

const { Node, Text, Element } = nodes;

/** `localStorage` and its like. */
function storage(map) {
  const methods = {
    getItem: (name) => map.get(String(name)) ?? null,
    setItem: (name, value) => void map.set(String(name), String(value)),
    removeItem: (name) => void map.delete(String(name)),
    clear: () => map.clear(),
    key: (i) => [...map.keys()][i] ?? null,
  };
  return new Proxy(Object.create(null), {
    get: (target, name) => (name === "length" ? map.size : Object.hasOwn(methods, name) ? methods[name] : map.get(name)),
    set: (target, name, value) => (map.set(String(name), String(value)), true),
    deleteProperty: (target, name) => (map.delete(name), true),
    has: (target, name) => map.has(name),
    ownKeys: () => [...map.keys()],
    getOwnPropertyDescriptor: (target, name) => (map.has(name) ? { value: map.get(name), enumerable: true, configurable: true, writable: true } : undefined),
  });
}

/** `location`: reading it says where the page is, writing it leads elsewhere. */
function location(page) {
  const url = () => host.url(page.url, undefined) ?? { href: page.url, protocol: "about:", host: "", hostname: "", port: "", pathname: page.url, search: "", hash: "", origin: "null" };
  const object = {};
  for (const name of ["href", "protocol", "host", "hostname", "port", "pathname", "search", "hash"]) {
    Object.defineProperty(object, name, {
      enumerable: true,
      get: () => url()[name],
      set: (value) => {
        if (name === "href") page.navigate(String(value), "location");
        else if (name === "hash") {
          page.url = host.urlSet(page.url, "hash", String(value))?.href ?? page.url;
          page.later(() => page.window.dispatchEvent(new Event("hashchange")));
        } else page.navigate(host.urlSet(page.url, name, String(value))?.href ?? page.url, "location");
      },
    });
  }
  Object.defineProperty(object, "origin", { enumerable: true, get: () => url().origin });
  return Object.assign(object, {
    assign: (to) => page.navigate(String(to), "location"),
    replace: (to) => page.navigate(String(to), "location"),
    reload() {},
    toString: () => url().href,
  });
}

/** `fetch` of a page: to the app where the check gave a client, else nowhere. */
async function pageFetch(page, target, options = {}) {
  const url = page.resolve(String(target?.url ?? target));
  const method = String(options.method ?? "GET").toUpperCase();
  const body = options.body === undefined || options.body === null ? null : String(options.body);
  page.seen.requests.push({ method, url, body, by: "fetch" });
  const here = host.url(page.url, undefined)?.origin;
  if (!page.client || host.url(url, undefined)?.origin !== here) throw new TypeError("Failed to fetch");
  const headers = options.headers && typeof options.headers.entries === "function" ? [...options.headers.entries()] : { ...(options.headers ?? {}) };
  const answer = await page.client.request(method, url.slice(here.length) || "/", { headers, ...(body === null ? {} : { body }) });
  return {
    status: answer.status,
    ok: answer.status >= 200 && answer.status < 300,
    url,
    headers: { get: (name) => answer.headers.get(name), has: (name) => answer.headers.has(name) },
    text: async () => answer.text,
    json: async () => JSON.parse(answer.text),
  };
}

class DOMParser {
  constructor(page) {
    this.parseFromString = (html) => page.inertDocument(String(html));
  }
}

/** The realm of a page, with all that its scripts find. */
exports.create = function create(page) {
  const realm = host.newRealm();
  const { global } = realm;
  const tell = (kind) => (text) => {
    const shown = String(text);
    page.seen.alerts.push(shown);
    host.exchange("", `the page calls ${kind}`, shown.slice(0, 300));
  };
  const put = (name, value) => Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  const lazy = (name, get) =>
    Object.defineProperty(global, name, {
      configurable: true,
      get() {
        const value = get();
        put(name, value);
        return value;
      },
      set: (value) => put(name, value),
    });

  for (const name of ["window", "self", "frames"]) put(name, global);
  put("top", page.parent?.view ?? global);
  put("parent", page.parent?.view ?? global);
  put("document", page.document);
  Object.defineProperty(global, "location", { configurable: false, get: () => place, set: (to) => page.navigate(String(to), "location") });
  const place = location(page);
  put("origin", place.origin);
  put("alert", tell("alert"));
  put("print", tell("print"));
  put("confirm", (text) => (tell("confirm")(text), true));
  put("prompt", (text, value = "") => (tell("prompt")(text), value));
  const log = (...args) => page.seen.console.push(args.map((arg) => (typeof arg === "string" ? arg : core.show(arg))).join(" "));
  put("console", { log, info: log, warn: log, error: log, debug: log, table: log, trace: log });
  put("localStorage", storage(page.storage("localStorage")));
  put("sessionStorage", storage(page.storage("sessionStorage")));
  put("history", {
    state: null,
    length: 1,
    pushState(state, title, url) {
      this.state = state;
      if (url !== undefined && url !== null) page.url = page.resolve(String(url));
    },
    replaceState(state, title, url) {
      this.pushState(state, title, url);
    },
    back() {},
    forward() {},
    go() {},
  });
  put("navigator", { userAgent: "lab", language: "en", languages: ["en"], onLine: true, clipboard: { writeText: async () => {} } });

  const timer = (ms, work, repeat) => core.later(ms, () => {
    try {
      if (typeof work === "function") work();
      else page.evaluate(String(work), "timer");
    } catch (error) {
      page.failed(error);
    }
  }, repeat);
  put("setTimeout", (work, ms = 0) => timer(ms, work, false));
  put("setInterval", (work, ms = 0) => timer(ms, work, true));
  put("clearTimeout", (id) => core.cancel(id));
  put("clearInterval", (id) => core.cancel(id));
  put("requestAnimationFrame", (work) => timer(16, () => work(core.elapsed()), false));
  put("queueMicrotask", (work) => void Promise.resolve().then(work));

  put("fetch", (target, options) => pageFetch(page, target, options));
  put("open", (url) => (page.navigate(String(url), "window.open"), null));
  put("close", () => {});
  put("postMessage", (data, target) => {
    page.seen.messages.push({ data, target: typeof target === "string" ? target : target?.targetOrigin });
    page.later(() => page.message(data, place.origin));
  });
  for (const name of ["addEventListener", "removeEventListener"]) put(name, (...args) => page.window[name](...args));
  put("dispatchEvent", (event) => page.window.dispatchEvent(event));
  put("getComputedStyle", (element) => element.style);
  put("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  put("scrollTo", () => {});
  put("atob", (text) => host.latin1(host.unbase64(String(text))));
  put("btoa", (text) => host.base64(Uint8Array.from(String(text), (char) => char.charCodeAt(0)), false));
  put("structuredClone", (value) => JSON.parse(JSON.stringify(value)));
  put("CSS", { escape: (text) => String(text).replace(/[^\w-]/g, (char) => `\\${char}`), supports: () => false });

  for (const name of ["Event", "CustomEvent", "MouseEvent", "KeyboardEvent", "InputEvent", "SubmitEvent", "MessageEvent", "FocusEvent", "PointerEvent"]) put(name, Event);
  put("Node", Node);
  put("Text", Text);
  put("Element", Element);
  for (const name of "HTMLElement HTMLAnchorElement HTMLInputElement HTMLFormElement HTMLImageElement HTMLTemplateElement HTMLScriptElement HTMLDivElement HTMLButtonElement".split(" ")) put(name, Element);
  put("DOMParser", function () {
    return new DOMParser(page);
  });
  put("Image", function () {
    return page.make.element("img", HTML);
  });
  put("MutationObserver", class {
    observe() {
      host.lacks("the lab has no MutationObserver");
    }
    disconnect() {}
  });
  put("XMLHttpRequest", class {
    open() {
      host.lacks("the lab has no XMLHttpRequest in a page: use fetch");
    }
  });
  lazy("URL", () => part("guest").require("url").URL);
  lazy("URLSearchParams", () => part("guest").require("url").URLSearchParams);

  // Elements with an id or a name are names of the window too, but hide nothing.
  const named = (name) =>
    typeof name === "string" && name !== ""
      ? page.document.getElementById(name) ?? page.document.querySelectorAll("a[name], form[name], img[name], embed[name], object[name], iframe[name]").find((one) => one.getAttribute("name") === name) ?? null
      : null;
  const outer = Object.getPrototypeOf(global);
  Object.setPrototypeOf(global, new Proxy(outer, {
    has: (target, name) => Reflect.has(target, name) || named(name) !== null,
    get: (target, name, receiver) => (Reflect.has(target, name) ? Reflect.get(target, name, receiver) : named(name) ?? undefined),
  }));

  return {
    global,
    evaluate: realm.evaluate,
    /** The function of a handler's text: it sees the element, its form and the document around it. */
    handler(element, code) {
      const make = realm.evaluate(`(function (document_, form_, element_) { with (document_) { with (form_) { with (element_) { return function (event) {\n${code}\n}; } } } })`, "handler");
      return make(page.document, element.closest("form") ?? {}, element);
    },
  };
};
