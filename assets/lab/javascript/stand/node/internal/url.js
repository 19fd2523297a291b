// `URL` and `URLSearchParams`, over the host's parser.

const { typeError, invalidType } = require("internal/errors");

const custom = Symbol.for("nodejs.util.inspect.custom");

function invalid(input, base) {
  const error = typeError("ERR_INVALID_URL", "Invalid URL");
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

const wellFormed = (text) => `${text}`.toWellFormed();

/** Percent-encode as forms do. */
function formEncode(text) {
  let out = "";
  for (const byte of host.utf8(text)) {
    const c = String.fromCharCode(byte);
    out += byte === 32 ? "+" : /[A-Za-z0-9*._-]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

function formDecode(text) {
  if (!/[%+]/.test(text)) return text;
  const raw = host.utf8(text);
  const out = [];
  for (let i = 0; i < raw.length; i++) {
    const hex = raw[i] === 37 ? parseInt(/^[0-9a-fA-F]{2}/.exec(String.fromCharCode(raw[i + 1] ?? 0, raw[i + 2] ?? 0))?.[0] ?? "", 16) : NaN;
    if (!Number.isNaN(hex)) {
      out.push(hex);
      i += 2;
    } else out.push(raw[i] === 43 ? 32 : raw[i]);
  }
  return host.text(Uint8Array.from(out), false);
}

const parsePairs = (text) => text.split("&").filter(Boolean).map((pair) => {
  const at = pair.indexOf("=");
  return at < 0 ? [formDecode(pair), ""] : [formDecode(pair.slice(0, at)), formDecode(pair.slice(at + 1))];
});

let attach;

class URLSearchParams {
  #pairs = [];
  #changed = null;
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === "object" || typeof init === "function") {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && #pairs in init) this.#pairs = init.#pairs.map((p) => [...p]);
      else if (method !== null && method !== undefined) {
        if (typeof method !== "function") throw typeError("ERR_ARG_NOT_ITERABLE", "Query pairs must be iterable");
        for (const pair of init) {
          const [...both] = pair;
          if (both.length !== 2) throw typeError("ERR_INVALID_TUPLE", "Each query pair must be an iterable [name, value] tuple");
          this.#pairs.push([wellFormed(both[0]), wellFormed(both[1])]);
        }
      } else for (const key of Reflect.ownKeys(init)) if (typeof key === "string" && Object.prototype.propertyIsEnumerable.call(init, key)) this.#set(key, init[key]);
    } else {
      const text = wellFormed(init);
      this.#pairs = parsePairs(text.startsWith("?") ? text.slice(1) : text);
    }
  }
  #set(name, value) {
    const key = wellFormed(name);
    const found = this.#pairs.find(([n]) => n === key);
    if (found) found[1] = wellFormed(value);
    else this.#pairs.push([key, wellFormed(value)]);
  }
  static {
    attach = (params, text, changed) => {
      params.#pairs = parsePairs(text);
      params.#changed = changed;
    };
  }
  #update() { this.#changed?.(this.toString()); }
  get size() { return this.#pairs.length; }
  append(name, value) {
    if (arguments.length < 2) throw typeError("ERR_MISSING_ARGS", 'The "name" and "value" arguments must be specified');
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    this.#update();
  }
  delete(name, value) {
    this.#pairs = this.#pairs.filter(([n, v]) => n !== wellFormed(name) || (value !== undefined && v !== wellFormed(value)));
    this.#update();
  }
  get(name) {
    if (arguments.length < 1) throw typeError("ERR_MISSING_ARGS", 'The "name" argument must be specified');
    return this.#pairs.find(([n]) => n === wellFormed(name))?.[1] ?? null;
  }
  getAll(name) { return this.#pairs.filter(([n]) => n === wellFormed(name)).map(([, v]) => v); }
  has(name, value) { return this.#pairs.some(([n, v]) => n === wellFormed(name) && (value === undefined || v === wellFormed(value))); }
  set(name, value) {
    const key = wellFormed(name);
    const first = this.#pairs.findIndex(([n]) => n === key);
    if (first < 0) this.#pairs.push([key, wellFormed(value)]);
    else {
      this.#pairs[first][1] = wellFormed(value);
      this.#pairs = this.#pairs.filter(([n], i) => n !== key || i === first);
    }
    this.#update();
  }
  sort() {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#update();
  }
  forEach(f, self) { for (const [name, value] of this.#pairs) f.call(self, value, name, this); }
  *entries() { for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]]; }
  *keys() { for (const [name] of this.entries()) yield name; }
  *values() { for (const [, value] of this.entries()) yield value; }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#pairs.map(([n, v]) => `${formEncode(n)}=${formEncode(v)}`).join("&"); }
  [custom](depth, options, inspect) {
    const shown = this.#pairs.map(([n, v]) => `${inspect(n, options)} => ${inspect(v, options)}`);
    return shown.length ? `URLSearchParams { ${shown.join(", ")} }` : "URLSearchParams {}";
  }
}

class URL {
  #at;
  #params = null;
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw typeError("ERR_MISSING_ARGS", 'The "url" argument must be specified');
    const text = wellFormed(input);
    const from = base === undefined ? undefined : wellFormed(base);
    const found = host.url(text, from);
    if (found === null || found === undefined) throw invalid(text, from);
    this.#at = found;
  }
  #change(field, value) {
    this.#at = host.urlSet(this.#at.href, field, wellFormed(value)) ?? this.#at;
    if (this.#params !== null && (field === "search" || field === "href")) this.#bind();
  }
  #bind() {
    attach(this.#params, this.#at.search.slice(1), (text) => {
      this.#at = host.urlSet(this.#at.href, "search", text) ?? this.#at;
    });
  }
  get href() { return this.#at.href; }
  set href(value) {
    const found = host.url(wellFormed(value), undefined);
    if (!found) throw invalid(wellFormed(value));
    this.#at = found;
    if (this.#params !== null) this.#bind();
  }
  get origin() { return this.#at.origin; }
  get protocol() { return this.#at.protocol; }
  set protocol(value) { this.#change("protocol", value); }
  get username() { return this.#at.username; }
  set username(value) { this.#change("username", value); }
  get password() { return this.#at.password; }
  set password(value) { this.#change("password", value); }
  get host() { return this.#at.host; }
  set host(value) { this.#change("host", value); }
  get hostname() { return this.#at.hostname; }
  set hostname(value) { this.#change("hostname", value); }
  get port() { return this.#at.port; }
  set port(value) { this.#change("port", value); }
  get pathname() { return this.#at.pathname; }
  set pathname(value) { this.#change("pathname", value); }
  get search() { return this.#at.search; }
  set search(value) { this.#change("search", value); }
  get searchParams() {
    if (this.#params === null) {
      this.#params = new URLSearchParams();
      this.#bind();
    }
    return this.#params;
  }
  get hash() { return this.#at.hash; }
  set hash(value) { this.#change("hash", value); }
  toString() { return this.#at.href; }
  toJSON() { return this.#at.href; }
  static canParse(input, base = undefined) {
    return Boolean(host.url(wellFormed(input), base === undefined ? undefined : wellFormed(base)));
  }
  static parse(input, base = undefined) {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }
  static createObjectURL() { return require("internal/lacks").lacks("URL.createObjectURL"); }
  static revokeObjectURL() {}
  [custom](depth, options, inspect) {
    if (depth !== null && depth < 0) return this;
    const shown = {};
    for (const name of ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash"]) shown[name] = this[name];
    return `URL ${inspect(shown, options)}`;
  }
}

for (const kind of [URL, URLSearchParams]) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: kind.name, configurable: true });
  for (const name of Object.getOwnPropertyNames(kind.prototype)) {
    if (name !== "constructor") Object.defineProperty(kind.prototype, name, { enumerable: true });
  }
}

const isURL = (value) => value instanceof URL || Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

/** The path of a file: URL. */
function fileURLToPath(given, options) {
  const url = typeof given === "string" ? new URL(given) : given;
  if (!isURL(url)) throw invalidType("path", ["string", "URL"], given);
  if (url.protocol !== "file:") throw typeError("ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
  if (options?.windows) return require("internal/lacks").lacks("fileURLToPath for Windows");
  if (url.hostname !== "") throw typeError("ERR_INVALID_FILE_URL_HOST", `File URL host must be "localhost" or empty on linux`);
  if (/%2f/i.test(url.pathname)) throw typeError("ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters", { input: url });
  return decodeURIComponent(url.pathname);
}

function pathToFileURL(path, options) {
  if (options?.windows) return require("internal/lacks").lacks("pathToFileURL for Windows");
  let full = require("path").resolve(path);
  if (path.endsWith("/") && !full.endsWith("/")) full += "/";
  const escaped = full.replaceAll("%", "%25").replaceAll("\\", "%5C").replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll("\t", "%09").replaceAll("?", "%3F").replaceAll("#", "%23");
  return new URL(`file://${escaped}`);
}

/** The options for http.request that a URL means. */
function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null, ...url, protocol: url.protocol, hostname: hostname?.startsWith("[") ? hostname.slice(1, -1) : hostname,
    hash: url.hash, search, pathname, path: `${pathname || ""}${search || ""}`, href: url.href,
  };
  if (port !== "") options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = { URL, URLSearchParams, isURL, fileURLToPath, pathToFileURL, urlToHttpOptions, formEncode };
