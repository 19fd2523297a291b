"use strict";
// What `document` has beyond a node.

const { HTML, SVG } = part("page/tree");
const { Event } = part("page/events");

/** Give a document its methods. */
exports.dress = function dress(document, page) {
  const { make } = page;
  const child = (name) => document.documentElement?.childNodes.find((one) => one.localName === name) ?? null;
  const getters = {
    documentElement: () => document.children[0] ?? null,
    head: () => child("head"),
    body: () => child("body"),
    URL: () => page.url,
    documentURI: () => page.url,
    baseURI: () => page.resolve(""),
    domain: () => host.url(page.url, undefined)?.hostname ?? "",
    forms: () => document.querySelectorAll("form"),
    images: () => document.querySelectorAll("img"),
    links: () => document.querySelectorAll("a[href], area[href]"),
    scripts: () => document.querySelectorAll("script"),
    defaultView: () => page.view ?? null,
  };
  for (const [name, get] of Object.entries(getters)) Object.defineProperty(document, name, { get, configurable: true, enumerable: true });
  const both = (name, get, set) => Object.defineProperty(document, name, { get, set, configurable: true, enumerable: true });
  both("title", () => document.querySelector("title")?.textContent ?? "", (text) => {
    const title = document.querySelector("title") ?? document.head.appendChild(make.element("title", HTML));
    title.textContent = text;
  });
  both("cookie", () => page.cookies(), (line) => page.setCookie(String(line)));
  both("location", () => page.view?.location ?? null, (url) => page.navigate(url, "location"));
  return Object.assign(document, {
    nodeName: "#document",
    readyState: "loading",
    currentScript: null,
    activeElement: null,
    referrer: "",
    characterSet: "UTF-8",
    createElement: (name) => make.element(String(name).toLowerCase(), HTML),
    createElementNS: (namespace, name) => make.element(namespace === HTML ? String(name).toLowerCase() : String(name), namespace ?? HTML),
    createTextNode: (text) => make.text(String(text)),
    createComment: (text) => make.comment(String(text)),
    createDocumentFragment: () => make.fragment(),
    createEvent: () => {
      const event = new Event("");
      event.initEvent = (type, bubbles, cancelable) => Object.assign(event, { type, bubbles, cancelable });
      return event;
    },
    createRange: () => ({
      createContextualFragment(html) {
        const fragment = make.fragment();
        page.parse(document.body, fragment, String(html));
        return fragment;
      },
      selectNode() {},
      setStart() {},
      setEnd() {},
    }),
    importNode: (node, deep) => node.cloneNode(deep),
    adoptNode: (node) => node,
    getElementsByName: (name) => document.querySelectorAll("[name]").filter((one) => one.getAttribute("name") === name),
    hasFocus: () => true,
    write(...texts) {
      const html = texts.map(String).join("");
      if (page.builder) page.builder.write(html);
      else if (document.body) document.body.insertAdjacentHTML("beforeend", html);
    },
    writeln(...texts) {
      document.write(...texts, "\n");
    },
    open() {},
    close() {},
    execCommand: () => false,
    implementation: {
      createHTMLDocument(title = "") {
        const other = page.inertDocument(`<!DOCTYPE html><title></title><body></body>`);
        other.title = title;
        return other;
      },
    },
    svgNamespace: SVG,
  });
};
