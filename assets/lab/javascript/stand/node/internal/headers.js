// `Headers`

const custom = Symbol.for("nodejs.util.inspect.custom");
const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;

/** A header's value without blanks around it; throws where it cannot stand in one. */
function valueOf(name, given, what) {
  const value = `${given}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (/[^\x00-\xff]/.test(value)) {
    const at = [...value].findIndex((c) => c.charCodeAt(0) > 255);
    throw new TypeError(`Cannot convert argument to a ByteString because the character at index ${at} has a value of ${value.charCodeAt(at)} which is greater than 255.`);
  }
  if (/[\0\r\n]/.test(value)) throw new TypeError(`Headers.${what}: "${value}" is an invalid header value.`);
  return value;
}

function nameOf(given, what) {
  const name = `${given}`;
  if (!TOKEN.test(name)) throw new TypeError(`Headers.${what}: ${JSON.stringify(name)} is an invalid header name.`);
  return name;
}

let raw;
let lock;

class Headers {
  // Lower-case name to name and value; cookies that are set stay apart.
  #map = new Map();
  #cookies = [];
  #immutable = false;
  constructor(init = undefined) {
    if (init === undefined) return;
    if (init === null || typeof init !== "object") throw new TypeError("Headers constructor: init given is not of type sequence or record.");
    if (init instanceof Headers) {
      for (const [name, [shown, value]] of init.#map) this.#map.set(name, [shown, value]);
      this.#cookies = [...init.#cookies];
    } else if (typeof init[Symbol.iterator] === "function") {
      for (const pair of init) {
        if (pair === null || typeof pair !== "object" || [...pair].length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${[...(pair ?? [])].length}.`);
        this.append(...pair);
      }
    } else for (const name of Reflect.ownKeys(init)) if (typeof name === "string" && Object.prototype.propertyIsEnumerable.call(init, name)) this.append(name, init[name]);
  }
  static {
    raw = (headers) => [...[...headers.#map.entries()].filter(([name]) => name !== "set-cookie").map(([, [shown, value]]) => [shown, value]), ...headers.#cookies.map((value) => ["set-cookie", value])];
    lock = (headers) => (headers.#immutable = true);
  }
  #open() {
    if (this.#immutable) throw new TypeError("immutable");
  }
  append(given, value) {
    const name = nameOf(given, "append");
    const text = valueOf(name, value, "append");
    this.#open();
    const key = name.toLowerCase();
    if (key === "set-cookie") this.#cookies.push(text);
    const had = this.#map.get(key);
    this.#map.set(key, had ? [had[0], `${had[1]}${key === "cookie" ? "; " : ", "}${text}`] : [name, text]);
  }
  set(given, value) {
    const name = nameOf(given, "set");
    const text = valueOf(name, value, "set");
    this.#open();
    const key = name.toLowerCase();
    if (key === "set-cookie") this.#cookies = [text];
    this.#map.set(key, [name, text]);
  }
  delete(given) {
    const key = nameOf(given, "delete").toLowerCase();
    this.#open();
    if (key === "set-cookie") this.#cookies = [];
    this.#map.delete(key);
  }
  get(given) { return this.#map.get(nameOf(given, "get").toLowerCase())?.[1] ?? null; }
  has(given) { return this.#map.has(nameOf(given, "has").toLowerCase()); }
  getSetCookie() { return [...this.#cookies]; }
  forEach(f, self) {
    if (typeof f !== "function") throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    for (const [name, value] of this) f.call(self, value, name, this);
  }
  *entries() {
    for (const key of [...this.#map.keys()].sort()) {
      if (key === "set-cookie") for (const value of this.#cookies) yield [key, value];
      else yield [key, this.#map.get(key)[1]];
    }
  }
  *keys() { for (const [name] of this.entries()) yield name; }
  *values() { for (const [, value] of this.entries()) yield value; }
  [Symbol.iterator]() { return this.entries(); }
  [custom](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this.entries()), options)}`;
  }
}
Object.defineProperty(Headers.prototype, Symbol.toStringTag, { value: "Headers", configurable: true });

module.exports = { Headers, rawHeaders: raw, lockHeaders: lock };
