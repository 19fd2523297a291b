"use strict";
// Events, and those that listen to them.

// The page of a node is the lab's own affair: scripts of the page cannot get at it.
const pages = new WeakMap();
const pageOf = (node) => pages.get(node);

class Event {
  constructor(type, { bubbles = false, cancelable = false, ...rest } = {}) {
    this.type = String(type);
    this.bubbles = bubbles;
    this.cancelable = cancelable;
    this.defaultPrevented = false;
    this.target = this.currentTarget = null;
    this.isTrusted = false;
    this.stopped = this.ended = false;
    for (const [name, value] of Object.entries(rest)) Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
  }
  preventDefault() {
    if (this.cancelable) this.defaultPrevented = true;
  }
  stopPropagation() {
    this.stopped = true;
  }
  stopImmediatePropagation() {
    this.stopped = this.ended = true;
  }
}

class EventTarget {
  #listeners = [];

  addEventListener(type, listener, options) {
    const capture = typeof options === "boolean" ? options : Boolean(options?.capture);
    if (!listener || this.#listeners.some((one) => one.type === type && one.listener === listener && one.capture === capture)) return;
    this.#listeners.push({ type: String(type), listener, capture, once: Boolean(options?.once) });
  }
  removeEventListener(type, listener) {
    this.#listeners = this.#listeners.filter((one) => one.type !== type || one.listener !== listener);
  }

  /** Call those that listen here; `onfailure` gets what they throw. */
  notify(event, capture, onfailure) {
    event.currentTarget = this;
    const handler = capture ? null : this.handlerFor?.(event.type);
    const listeners = this.#listeners.filter((one) => one.type === event.type && (event.target === this || one.capture === capture));
    if (handler) listeners.unshift({ listener: handler, inline: true });
    for (const one of listeners) {
      if (event.ended) break;
      if (one.once) this.removeEventListener(event.type, one.listener);
      try {
        const result = typeof one.listener === "function" ? one.listener.call(this, event) : one.listener.handleEvent(event);
        if (one.inline && result === false) event.preventDefault();
      } catch (error) {
        onfailure(error);
      }
    }
  }

  dispatchEvent(event) {
    event.target = this;
    const path = [];
    for (let at = this; at; at = at.parentNode ?? (at.nodeType === 9 ? pageOf(at).window ?? null : null)) path.push(at);
    const failed = (error) => pageOf(this)?.failed?.(error);
    for (const at of [...path].reverse()) if (!event.stopped && at !== this) at.notify(event, true, failed);
    for (const at of path) {
      if (event.stopped || (at !== this && !event.bubbles)) break;
      at.notify(event, false, failed);
    }
    return !event.defaultPrevented;
  }
}

Object.assign(exports, { Event, EventTarget, pages, pageOf });
