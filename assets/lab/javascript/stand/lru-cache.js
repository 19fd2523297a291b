"use strict";
// A cache that forgets what was used longest ago.

class LRUCache {
  #map = new Map();
  #max;
  #ttl;
  #o;

  constructor(options = {}) {
    const o = typeof options === "number" ? { max: options } : options;
    this.#max = o.max || Infinity;
    this.#ttl = o.ttl || 0;
    this.#o = o;
    if (!o.max && !o.ttl && !o.maxSize) throw new TypeError("At least one of max, maxSize, or ttl is required");
    if (o.maxSize || o.fetchMethod) host.lacks("the lab has no maxSize and fetchMethod of lru-cache");
  }
  get size() {
    return this.#map.size;
  }
  get max() {
    return this.#max === Infinity ? 0 : this.#max;
  }
  #stale(entry) {
    return entry.ttl > 0 && Date.now() - entry.at > entry.ttl;
  }
  set(key, value, { ttl = this.#ttl } = {}) {
    if (value === undefined) {
      this.delete(key);
      return this;
    }
    this.#map.delete(key);
    this.#map.set(key, { value, at: Date.now(), ttl });
    while (this.#map.size > this.#max) {
      const [oldest, entry] = this.#map.entries().next().value;
      this.#map.delete(oldest);
      this.#o.dispose?.(entry.value, oldest, "evict");
    }
    return this;
  }
  get(key) {
    const entry = this.#map.get(key);
    if (!entry) return undefined;
    if (this.#stale(entry)) {
      this.#map.delete(key);
      return this.#o.allowStale ? entry.value : undefined;
    }
    this.#map.delete(key);
    this.#map.set(key, this.#o.updateAgeOnGet ? { ...entry, at: Date.now() } : entry);
    return entry.value;
  }
  peek(key) {
    const entry = this.#map.get(key);
    return entry && !this.#stale(entry) ? entry.value : undefined;
  }
  has(key) {
    return this.#map.has(key) && !this.#stale(this.#map.get(key));
  }
  delete(key) {
    return this.#map.delete(key);
  }
  clear() {
    this.#map.clear();
  }
  purgeStale() {
    for (const [key, entry] of this.#map) if (this.#stale(entry)) this.#map.delete(key);
  }
  getRemainingTTL(key) {
    const entry = this.#map.get(key);
    return !entry ? 0 : entry.ttl ? entry.at + entry.ttl - Date.now() : Infinity;
  }
  #live() {
    return [...this.#map].filter(([, entry]) => !this.#stale(entry)).reverse();
  }
  *keys() {
    for (const [key] of this.#live()) yield key;
  }
  *values() {
    for (const [, entry] of this.#live()) yield entry.value;
  }
  *entries() {
    for (const [key, entry] of this.#live()) yield [key, entry.value];
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  forEach(f) {
    for (const [key, value] of this.entries()) f(value, key, this);
  }
}

module.exports = LRUCache;
module.exports.LRUCache = LRUCache;
module.exports.default = LRUCache;
