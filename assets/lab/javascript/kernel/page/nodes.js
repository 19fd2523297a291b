"use strict";
// The nodes of a page.

const { HTML, VOID, RAW } = part("page/tree");
const { EventTarget, pages, pageOf } = part("page/events");
const selectors = part("page/selectors");

/** What a page does when its nodes change: the window fills these in. */
const NONE = { inserted() {}, attribute() {}, parse: null };

class Node extends EventTarget {
  constructor(type, page) {
    super();
    this.nodeType = type;
    this.parentNode = null;
    this.childNodes = [];
    pages.set(this, page ?? NONE);
  }
  get ownerDocument() {
    return pageOf(this).document ?? null;
  }
  get parentElement() {
    return this.parentNode && this.parentNode.nodeType === 1 ? this.parentNode : null;
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get lastChild() {
    return this.childNodes[this.childNodes.length - 1] ?? null;
  }
  get nextSibling() {
    return this.#beside(1);
  }
  get previousSibling() {
    return this.#beside(-1);
  }
  #beside(step) {
    if (!this.parentNode) return null;
    const { childNodes } = this.parentNode;
    return childNodes[childNodes.indexOf(this) + step] ?? null;
  }
  get isConnected() {
    let at = this;
    while (at.parentNode) at = at.parentNode;
    return at.nodeType === 9;
  }
  hasChildNodes() {
    return this.childNodes.length > 0;
  }
  contains(node) {
    for (let at = node; at; at = at.parentNode) if (at === this) return true;
    return false;
  }
  appendChild(node) {
    return this.insertBefore(node, null);
  }
  insertBefore(node, before) {
    if (!(node instanceof Node)) throw new TypeError("parameter 1 is not of type 'Node'");
    if (node.contains(this)) throw new Error("The new child element contains the parent.");
    const list = node.nodeType === 11 ? [...node.childNodes] : [node];
    for (const one of list) {
      if (one.parentNode) one.parentNode.removeChild(one);
      const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
      this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, one);
      one.parentNode = this;
    }
    for (const one of list) if (this.isConnected) pageOf(this).inserted(one);
    return node;
  }
  removeChild(node) {
    const at = this.childNodes.indexOf(node);
    if (at < 0) throw new Error("The node to be removed is not a child of this node.");
    this.childNodes.splice(at, 1);
    node.parentNode = null;
    return node;
  }
  replaceChild(node, old) {
    this.insertBefore(node, old);
    return this.removeChild(old);
  }
  remove() {
    if (this.parentNode) this.parentNode.removeChild(this);
  }
  #nodes(list) {
    return list.map((one) => (one instanceof Node ? one : pageOf(this).make.text(String(one))));
  }
  append(...list) {
    for (const node of this.#nodes(list)) this.appendChild(node);
  }
  prepend(...list) {
    const first = this.firstChild;
    for (const node of this.#nodes(list)) this.insertBefore(node, first);
  }
  before(...list) {
    for (const node of this.#nodes(list)) this.parentNode.insertBefore(node, this);
  }
  after(...list) {
    const next = this.nextSibling;
    for (const node of this.#nodes(list)) this.parentNode.insertBefore(node, next);
  }
  replaceWith(...list) {
    this.before(...list);
    this.remove();
  }
  replaceChildren(...list) {
    for (const child of [...this.childNodes]) this.removeChild(child);
    this.append(...list);
  }
  get textContent() {
    return this.nodeType === 3 || this.nodeType === 8 ? this.data : this.childNodes.filter((one) => one.nodeType !== 8).map((one) => one.textContent).join("");
  }
  set textContent(value) {
    if (this.nodeType === 3 || this.nodeType === 8) this.data = String(value);
    else this.replaceChildren(...(value === null || value === "" ? [] : [String(value)]));
  }
  cloneNode(deep) {
    const copy = pageOf(this).make.copy(this);
    if (deep) {
      for (const child of this.childNodes) copy.appendChild(child.cloneNode(true));
      if (this.content) for (const child of this.content.childNodes) copy.content.appendChild(child.cloneNode(true));
    }
    return copy;
  }
  /** This node's descendants, in order. */
  *walk() {
    for (const child of this.childNodes) {
      yield child;
      yield* child.walk();
    }
  }
  get children() {
    return this.childNodes.filter((one) => one.nodeType === 1);
  }
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  get lastElementChild() {
    return this.children[this.children.length - 1] ?? null;
  }
  get childElementCount() {
    return this.children.length;
  }
  querySelectorAll(selector) {
    const match = selectors.compile(String(selector));
    const out = [];
    for (const node of this.walk()) if (node.nodeType === 1 && match(node, this)) out.push(node);
    return out;
  }
  querySelector(selector) {
    const match = selectors.compile(String(selector));
    for (const node of this.walk()) if (node.nodeType === 1 && match(node, this)) return node;
    return null;
  }
  getElementsByTagName(name) {
    const wanted = String(name).toLowerCase();
    return [...this.walk()].filter((one) => one.nodeType === 1 && (wanted === "*" || one.localName.toLowerCase() === wanted));
  }
  getElementsByClassName(names) {
    const wanted = String(names).split(/\s+/).filter(Boolean);
    return [...this.walk()].filter((one) => one.nodeType === 1 && wanted.every((name) => one.classList.contains(name)));
  }
  getElementById(id) {
    for (const node of this.walk()) if (node.nodeType === 1 && node.getAttribute("id") === String(id)) return node;
    return null;
  }
}
for (const [name, value] of Object.entries({ ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8, DOCUMENT_NODE: 9, DOCUMENT_FRAGMENT_NODE: 11 })) {
  Object.defineProperty(Node, name, { value });
  Object.defineProperty(Node.prototype, name, { value });
}

class Text extends Node {
  constructor(data, page, type = 3) {
    super(type, page);
    this.data = data;
  }
  get nodeName() {
    return this.nodeType === 3 ? "#text" : "#comment";
  }
  get nodeValue() {
    return this.data;
  }
  set nodeValue(value) {
    this.data = String(value);
  }
  get length() {
    return this.data.length;
  }
}

class Element extends Node {
  #attributes = new Map();

  constructor(name, namespace, attributes, page) {
    super(1, page);
    this.localName = name;
    this.namespaceURI = namespace;
    for (const [key, value] of attributes) if (!this.#attributes.has(key)) this.#attributes.set(key, value);
    if (name === "template" && namespace === HTML) this.content = page.make.fragment();
  }
  get tagName() {
    return this.namespaceURI === HTML ? this.localName.toUpperCase() : this.localName;
  }
  get nodeName() {
    return this.tagName;
  }
  #key(name) {
    const text = String(name);
    return this.namespaceURI === HTML ? text.toLowerCase() : text;
  }
  attributePairs() {
    return [...this.#attributes];
  }
  get attributes() {
    return this.attributePairs().map(([name, value]) => ({ name, value, localName: name, nodeName: name, nodeValue: value, ownerElement: this }));
  }
  hasAttribute(name) {
    return this.#attributes.has(this.#key(name));
  }
  hasAttributes() {
    return this.#attributes.size > 0;
  }
  getAttribute(name) {
    return this.#attributes.get(this.#key(name)) ?? null;
  }
  getAttributeNames() {
    return [...this.#attributes.keys()];
  }
  setAttribute(name, value) {
    const key = this.#key(name);
    if (!/^[^\s"'<>/=\0]+$/.test(key)) throw new Error(`Failed to execute 'setAttribute' on 'Element': '${key}' is not a valid attribute name.`);
    this.#attributes.set(key, String(value));
    pageOf(this).attribute(this, key, String(value));
  }
  setAttributeNS(namespace, name, value) {
    this.setAttribute(name, value);
  }
  removeAttribute(name) {
    this.#attributes.delete(this.#key(name));
    pageOf(this).attribute(this, this.#key(name), null);
  }
  toggleAttribute(name, on = !this.hasAttribute(name)) {
    if (on) this.setAttribute(name, this.getAttribute(name) ?? "");
    else this.removeAttribute(name);
    return on;
  }
  get id() {
    return this.getAttribute("id") ?? "";
  }
  set id(value) {
    this.setAttribute("id", value);
  }
  get className() {
    return this.getAttribute("class") ?? "";
  }
  set className(value) {
    this.setAttribute("class", value);
  }
  get classList() {
    const read = () => this.className.split(/\s+/).filter(Boolean);
    const write = (list) => this.setAttribute("class", [...new Set(list)].join(" "));
    return {
      contains: (name) => read().includes(name),
      add: (...names) => write([...read(), ...names]),
      remove: (...names) => write(read().filter((one) => !names.includes(one))),
      toggle: (name, on = !read().includes(name)) => {
        write(on ? [...read(), name] : read().filter((one) => one !== name));
        return on;
      },
      get length() {
        return read().length;
      },
      toString: () => read().join(" "),
    };
  }
  get dataset() {
    const key = (name) => `data-${String(name).replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`)}`;
    return new Proxy(Object.create(null), {
      get: (target, name) => (typeof name === "string" ? this.getAttribute(key(name)) ?? undefined : undefined),
      set: (target, name, value) => (this.setAttribute(key(name), value), true),
      has: (target, name) => this.hasAttribute(key(name)),
      deleteProperty: (target, name) => (this.removeAttribute(key(name)), true),
    });
  }
  get style() {
    const read = () => new Map((this.getAttribute("style") ?? "").split(";").filter((one) => one.includes(":")).map((one) => [one.slice(0, one.indexOf(":")).trim(), one.slice(one.indexOf(":") + 1).trim()]));
    const key = (name) => String(name).replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);
    const put = (name, value) => {
      const map = read();
      if (value === "" || value === null) map.delete(key(name));
      else map.set(key(name), String(value));
      this.setAttribute("style", [...map].map(([n, v]) => `${n}: ${v}`).join("; "));
    };
    return new Proxy(Object.create(null), {
      get: (target, name) => {
        if (name === "cssText") return this.getAttribute("style") ?? "";
        if (name === "setProperty") return put;
        return typeof name === "string" ? read().get(key(name)) ?? "" : undefined;
      },
      set: (target, name, value) => {
        if (name === "cssText") this.setAttribute("style", value);
        else put(name, value);
        return true;
      },
    });
  }
  matches(selector) {
    return selectors.compile(String(selector))(this, null);
  }
  closest(selector) {
    const match = selectors.compile(String(selector));
    for (let at = this; at && at.nodeType === 1; at = at.parentNode) if (match(at, null)) return at;
    return null;
  }
  get innerHTML() {
    return serialize(this.content ?? this, this);
  }
  set innerHTML(text) {
    const target = this.content ?? this;
    for (const child of [...target.childNodes]) target.removeChild(child);
    pageOf(this).parse(this, target, text === null ? "" : String(text));
  }
  get outerHTML() {
    return serializeNode(this);
  }
  set outerHTML(text) {
    const fragment = pageOf(this).make.fragment();
    pageOf(this).parse(this.parentNode, fragment, String(text));
    this.replaceWith(fragment);
  }
  setHTMLUnsafe(text) {
    this.innerHTML = text;
  }
  insertAdjacentHTML(where, text) {
    const place = String(where).toLowerCase();
    const fragment = pageOf(this).make.fragment();
    pageOf(this).parse(place === "beforebegin" || place === "afterend" ? this.parentNode : this, fragment, String(text));
    this.#adjacent(place, fragment);
  }
  insertAdjacentText(where, text) {
    this.#adjacent(String(where).toLowerCase(), pageOf(this).make.text(String(text)));
  }
  insertAdjacentElement(where, element) {
    this.#adjacent(String(where).toLowerCase(), element);
    return element;
  }
  #adjacent(place, node) {
    if (place === "beforebegin") this.before(node);
    else if (place === "afterend") this.after(node);
    else if (place === "afterbegin") this.insertBefore(node, this.firstChild);
    else if (place === "beforeend") this.appendChild(node);
    else throw new Error(`The value provided ('${place}') is not one of 'beforeBegin', 'afterBegin', 'beforeEnd', or 'afterEnd'.`);
  }
  get innerText() {
    return this.textContent;
  }
  set innerText(value) {
    this.textContent = value;
  }
}

// Attributes that are properties of the same meaning.
for (const name of ["name", "type", "title", "alt", "rel", "target", "action", "method", "placeholder", "lang", "dir", "srcdoc", "content", "htmlFor"]) {
  if (name === "content") continue;
  const attribute = name === "htmlFor" ? "for" : name;
  Object.defineProperty(Element.prototype, name, {
    configurable: true,
    get() {
      return this.getAttribute(attribute) ?? "";
    },
    set(value) {
      this.setAttribute(attribute, value);
    },
  });
}
for (const name of ["disabled", "hidden", "required", "readOnly", "async", "defer", "checked", "selected"]) {
  Object.defineProperty(Element.prototype, name, {
    configurable: true,
    get() {
      return this.hasAttribute(name.toLowerCase());
    },
    set(value) {
      this.toggleAttribute(name.toLowerCase(), Boolean(value));
    },
  });
}
for (const name of ["href", "src", "data", "formAction"]) {
  Object.defineProperty(Element.prototype, name, {
    configurable: true,
    get() {
      const value = this.getAttribute(name);
      return value === null ? "" : pageOf(this).resolve(value);
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
}
Object.defineProperty(Element.prototype, "value", {
  configurable: true,
  get() {
    if (this.localName === "textarea") return this.typed ?? this.textContent;
    if (this.localName === "select") return (this.querySelector("option[selected]") ?? this.querySelector("option"))?.value ?? "";
    if (this.localName === "option" && !this.hasAttribute("value")) return this.textContent.trim();
    return this.typed ?? this.getAttribute("value") ?? "";
  },
  set(value) {
    if (this.localName === "option") this.setAttribute("value", value);
    else this.typed = String(value);
  },
});
Object.defineProperty(Element.prototype, "text", {
  configurable: true,
  get() {
    return this.textContent;
  },
  set(value) {
    this.textContent = value;
  },
});

const escapeText = (text) => text.replace(/&/g, "&amp;").replace(/\u00a0/g, "&nbsp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const escapeAttribute = (text) => text.replace(/&/g, "&amp;").replace(/\u00a0/g, "&nbsp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function serializeNode(node) {
  if (node.nodeType === 3) {
    const { parentNode } = node;
    const raw = parentNode && parentNode.nodeType === 1 && parentNode.namespaceURI === HTML && RAW[parentNode.localName] && RAW[parentNode.localName] !== "rcdata";
    return raw ? node.data : escapeText(node.data);
  }
  if (node.nodeType === 8) return `<!--${node.data}-->`;
  if (node.nodeType === 10) return `<!DOCTYPE ${node.name}>`;
  if (node.nodeType !== 1) return serialize(node);
  const attributes = node.attributePairs().map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
  if (node.namespaceURI === HTML && VOID.has(node.localName)) return `<${node.localName}${attributes}>`;
  return `<${node.localName}${attributes}>${serialize(node.content ?? node)}</${node.localName}>`;
}

function serialize(node) {
  return node.childNodes.map(serializeNode).join("");
}

Object.assign(exports, { Node, Text, Element, serialize, serializeNode });
