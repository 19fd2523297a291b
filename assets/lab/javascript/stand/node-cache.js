// `node-cache`

const EventEmitter = require("events");
const { structuredClone } = require("internal/structured_clone");
const clock = kernel("clock");

class NodeCache extends EventEmitter {
  #map = new Map();
  constructor(options = {}) {
    super();
    this.options = { stdTTL: 0, checkperiod: 600, useClones: true, deleteOnExpire: true, ...options };
    this.stats = { hits: 0, misses: 0 };
  }
  #copy(value) { return this.options.useClones && value !== null && typeof value === "object" ? structuredClone(value) : value; }
  #live(key) {
    const entry = this.#map.get(String(key));
    if (entry === undefined) return undefined;
    if (entry.until !== 0 && clock.nowMs() > entry.until) {
      this.#map.delete(String(key));
      this.emit("expired", key, entry.value);
      return undefined;
    }
    return entry;
  }
  set(key, value, ttl = this.options.stdTTL) {
    this.#map.set(String(key), { value: this.#copy(value), until: ttl ? clock.nowMs() + ttl * 1000 : 0 });
    this.emit("set", key, value);
    return true;
  }
  mset(list) { return list.every(({ key, val, ttl }) => this.set(key, val, ttl)); }
  get(key) {
    const entry = this.#live(key);
    this.stats[entry === undefined ? "misses" : "hits"] += 1;
    return entry === undefined ? undefined : this.#copy(entry.value);
  }
  mget(keys) { return Object.fromEntries(keys.filter((k) => this.has(k)).map((k) => [k, this.get(k)])); }
  take(key) { const value = this.get(key); this.del(key); return value; }
  del(keys) { return [keys].flat().filter((key) => this.#map.delete(String(key)) && this.emit("del", key) !== null).length; }
  has(key) { return this.#live(key) !== undefined; }
  ttl(key, ttl = this.options.stdTTL) {
    const entry = this.#live(key);
    if (entry === undefined) return false;
    if (ttl < 0) this.del(key);
    else entry.until = ttl ? clock.nowMs() + ttl * 1000 : 0;
    return true;
  }
  getTtl(key) { return this.#live(key)?.until; }
  keys() { return [...this.#map.keys()].filter((key) => this.has(key)); }
  getStats() { return { ...this.stats, keys: this.#map.size, ksize: 0, vsize: 0 }; }
  flushAll() { this.#map.clear(); this.emit("flush"); }
  close() {}
}

module.exports = Object.assign(NodeCache, { default: NodeCache });
