// `node:url`: WHATWG and the legacy parser with its ways.

const { URL, URLSearchParams, fileURLToPath, pathToFileURL, urlToHttpOptions } = require("internal/url");
const { invalidType, typeError, make } = require("internal/errors");
const querystring = require("querystring");
const { lackNames } = require("internal/lacks");

const SLASHED = new Set(["http", "http:", "https", "https:", "ftp", "ftp:", "gopher", "gopher:", "file", "file:", "ws", "ws:", "wss", "wss:"]);
const HOSTLESS = new Set(["javascript", "javascript:"]);
const MAX_HOST = 255;
const ESCAPES = /[\t\n\r "'<>\\^`{|}]/g;
const NO_HOST = /[\0\t\n\r #%/:;<>?@[\\\]^|"'`{}]/;
const FORBIDDEN = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_6 = /[\0\t\n\r #%/<>?@\\^|]/;

function Url() {
  for (const name of ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"]) this[name] = null;
}

const autoEscape = (text) => text.replace(ESCAPES, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

function urlParse(url, parseQuery, slashesDenoteHost) {
  if (url instanceof Url) return url;
  const made = new Url();
  made.parse(url, parseQuery, slashesDenoteHost);
  return made;
}

Url.prototype.parse = function (url, parseQuery, slashesDenoteHost) {
  if (typeof url !== "string") throw invalidType("url", "string", url);
  // Backslashes before the query are slashes, as browsers have it; white space around goes.
  const cut = url.search(/[?#]/);
  const front = (cut < 0 ? url : url.slice(0, cut)).replaceAll("\\", "/");
  let rest = (front + (cut < 0 ? "" : url.slice(cut))).replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, "");
  const simple = !slashesDenoteHost && !/[#]/.test(rest) && !/@/.test(rest) ? /^(\/\/?(?!\/)[^?\s]*)(\?\S*)?$/.exec(rest) : null;
  if (simple && (!rest.startsWith("//"))) {
    this.path = this.href = rest;
    this.pathname = simple[1];
    if (simple[2]) {
      this.search = simple[2];
      this.query = parseQuery ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
    } else if (parseQuery) {
      this.search = null;
      this.query = Object.create(null);
    }
    return this;
  }
  const proto = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const lowerProto = proto?.toLowerCase();
  if (proto) {
    this.protocol = lowerProto;
    rest = rest.slice(proto.length);
  }
  let slashes = false;
  if (slashesDenoteHost || proto || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    slashes = rest.startsWith("//");
    if (slashes && !(lowerProto && HOSTLESS.has(lowerProto))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!HOSTLESS.has(lowerProto) && (slashes || (proto && !SLASHED.has(proto)))) {
    // The host ends at / ? # or a character that cannot stand in one; what is before the last @ is the login.
    let hostEnd = -1;
    let atSign = -1;
    let nonHost = -1;
    for (let i = 0; i < rest.length; i++) {
      const c = rest[i];
      if (/[\t\n\r "%';<>\\^`{|}]/.test(c)) {
        if (nonHost === -1) nonHost = i;
      } else if (/[#/?]/.test(c)) {
        if (nonHost === -1) nonHost = i;
        hostEnd = i;
      } else if (c === "@") {
        atSign = i;
        nonHost = -1;
      }
      if (hostEnd !== -1) break;
    }
    let start = 0;
    if (atSign !== -1) {
      this.auth = decodeURIComponentSafe(rest.slice(0, atSign));
      start = atSign + 1;
    }
    if (nonHost === -1) {
      this.host = rest.slice(start);
      rest = "";
    } else {
      this.host = rest.slice(start, nonHost);
      rest = rest.slice(nonHost);
    }
    this.parseHost();
    if (typeof this.hostname !== "string") this.hostname = "";
    const { hostname } = this;
    const bracketed = hostname[0] === "[" && hostname[hostname.length - 1] === "]";
    if (!bracketed) rest = this.checkHostname(rest);
    if (this.hostname.length > MAX_HOST) this.hostname = "";
    else this.hostname = this.hostname.toLowerCase();
    if (this.hostname !== "") {
      if (bracketed) {
        if (FORBIDDEN_6.test(this.hostname.slice(1, -1))) throw invalidUrl(url);
      } else {
        const ascii = /^[\x00-\x7f]*$/.test(this.hostname) ? this.hostname : host.domainToASCII(this.hostname);
        if (ascii === "" || FORBIDDEN.test(ascii)) throw invalidUrl(url);
        this.hostname = ascii;
      }
    }
    this.host = (this.hostname || "") + (this.port ? `:${this.port}` : "");
    if (bracketed) {
      this.hostname = this.hostname.slice(1, -1);
      if (rest[0] !== "/") rest = `/${rest}`;
    }
  }
  if (!(lowerProto === "javascript:")) rest = autoEscape(rest);
  const hashAt = rest.indexOf("#");
  if (hashAt !== -1) this.hash = rest.slice(hashAt);
  const questionAt = rest.indexOf("?");
  const hasQuery = questionAt !== -1 && (hashAt === -1 || questionAt < hashAt);
  if (hasQuery) {
    this.search = rest.slice(questionAt, hashAt === -1 ? undefined : hashAt);
    this.query = parseQuery ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
  } else if (parseQuery) {
    this.search = null;
    this.query = Object.create(null);
  }
  const end = hasQuery ? questionAt : hashAt;
  if (end === -1 ? rest.length > 0 : end > 0) this.pathname = rest.slice(0, end === -1 ? undefined : end);
  if (SLASHED.has(lowerProto) && this.hostname && !this.pathname) this.pathname = "/";
  if (this.pathname || this.search) this.path = (this.pathname || "") + (this.search || "");
  this.href = this.format();
  return this;
};

function invalidUrl(input) {
  const error = typeError("ERR_INVALID_URL", "Invalid URL");
  error.input = input;
  return error;
}

function decodeURIComponentSafe(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw make(URIError, "ERR_INVALID_URI", "URI malformed");
  }
}

Url.prototype.parseHost = function () {
  let name = this.host;
  const port = /:[0-9]*$/.exec(name)?.[0];
  if (port) {
    if (port !== ":") this.port = port.slice(1);
    name = name.slice(0, name.length - port.length);
  }
  if (name) this.hostname = name;
};

/** A character that cannot stand in a host ends it: what follows is the path. */
Url.prototype.checkHostname = function (rest) {
  const name = this.hostname;
  for (let i = 0; i < name.length; i++) {
    const c = name[i];
    if (!NO_HOST.test(c)) continue;
    this.hostname = name.slice(0, i);
    return `/${name.slice(i)}${rest}`;
  }
  return rest;
};

Url.prototype.format = function () {
  let auth = this.auth || "";
  if (auth) auth = `${querystring.escape(auth).replaceAll("%3A", ":").replaceAll("%21", "!")}@`.replace(/%(2[0-9])/g, (m) => m);
  let protocol = this.protocol || "";
  let pathname = this.pathname || "";
  let hash = this.hash || "";
  let place = "";
  let query = "";
  if (this.host) place = auth + this.host;
  else if (this.hostname) {
    place = auth + (this.hostname.includes(":") && !/^\[.*\]$/.test(this.hostname) ? `[${this.hostname}]` : this.hostname);
    if (this.port) place += `:${this.port}`;
  }
  if (this.query !== null && typeof this.query === "object") query = querystring.stringify(this.query);
  let search = this.search || (query && `?${query}`) || "";
  if (protocol && !protocol.endsWith(":")) protocol += ":";
  pathname = pathname.replace(/[#?]/g, (c) => (c === "#" ? "%23" : "%3F"));
  if (this.slashes || SLASHED.has(protocol)) {
    if (this.slashes || place) {
      if (pathname && pathname[0] !== "/") pathname = `/${pathname}`;
      place = `//${place}`;
    } else if (/^file/.test(protocol)) place = "//";
  }
  search = search.replaceAll("#", "%23");
  if (hash && hash[0] !== "#") hash = `#${hash}`;
  if (search && search[0] !== "?") search = `?${search}`;
  return protocol + place + pathname + search + hash;
};

Url.prototype.resolve = function (relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

Url.prototype.resolveObject = function (given) {
  const relative = typeof given === "string" ? urlParse(given, false, true) : given;
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  if (relative.href === "") {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    for (const key of Object.keys(relative)) if (key !== "protocol") result[key] = relative[key];
    if (SLASHED.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = "/";
    result.href = result.format();
    return result;
  }
  if (relative.protocol && relative.protocol !== result.protocol) {
    if (!SLASHED.has(relative.protocol)) {
      Object.assign(result, relative);
      result.href = result.format();
      return result;
    }
    result.protocol = relative.protocol;
    if (!relative.host && !/^file:?$/.test(relative.protocol) && !HOSTLESS.has(relative.protocol)) {
      const path = (relative.pathname || "").split("/");
      while (path.length && !(relative.host = path.shift()));
      relative.host ||= "";
      relative.hostname ||= "";
      if (path[0] !== "") path.unshift("");
      if (path.length < 2) path.unshift("");
      result.pathname = path.join("/");
    } else result.pathname = relative.pathname;
    Object.assign(result, { search: relative.search, query: relative.query, host: relative.host || "", auth: relative.auth, hostname: relative.hostname || relative.host, port: relative.port });
    if (result.pathname || result.search) result.path = (result.pathname || "") + (result.search || "");
    result.slashes ||= relative.slashes;
    result.href = result.format();
    return result;
  }
  const sourceAbs = result.pathname?.[0] === "/";
  const relAbs = Boolean(relative.host || relative.pathname?.[0] === "/");
  let mustEndAbs = relAbs || sourceAbs || Boolean(result.host && relative.pathname);
  const removeAllDots = mustEndAbs;
  let source = (result.pathname && result.pathname.split("/")) || [];
  const relPath = (relative.pathname && relative.pathname.split("/")) || [];
  const noLeadingSlashes = result.protocol && !SLASHED.has(result.protocol);
  if (noLeadingSlashes) {
    result.hostname = "";
    result.port = null;
    if (result.host) {
      if (source[0] === "") source[0] = result.host;
      else source.unshift(result.host);
    }
    result.host = "";
    if (relative.protocol) {
      relative.hostname = relative.port = null;
      result.auth = null;
      if (relative.host) {
        if (relPath[0] === "") relPath[0] = relative.host;
        else relPath.unshift(relative.host);
      }
      relative.host = null;
    }
    mustEndAbs = mustEndAbs && (relPath[0] === "" || source[0] === "");
  }
  if (relAbs) {
    if (relative.host || relative.host === "") {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === "") {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    source = relPath;
  } else if (relPath.length) {
    source.pop();
    source = source.concat(relPath);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (noLeadingSlashes) {
      result.hostname = result.host = source.shift();
      const auth = result.host?.indexOf("@") > 0 && result.host.split("@");
      if (auth) {
        result.auth = auth.shift();
        result.host = result.hostname = auth.shift();
      }
    }
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || "") + (result.search || "");
    result.href = result.format();
    return result;
  }
  if (!source.length) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return result;
  }
  let last = source[source.length - 1];
  const trailing = ((result.host || relative.host || source.length > 1) && (last === "." || last === "..")) || last === "";
  let up = 0;
  for (let i = source.length - 1; i >= 0; i--) {
    last = source[i];
    if (last === ".") source.splice(i, 1);
    else if (last === "..") {
      source.splice(i, 1);
      up += 1;
    } else if (up) {
      source.splice(i, 1);
      up -= 1;
    }
  }
  if (!mustEndAbs && !removeAllDots) while (up--) source.unshift("..");
  if (mustEndAbs && source[0] !== "" && (!source[0] || source[0][0] !== "/")) source.unshift("");
  if (trailing && !source.join("/").endsWith("/")) source.push("");
  const isAbsolute = source[0] === "" || (source[0] && source[0][0] === "/");
  if (noLeadingSlashes) {
    result.hostname = result.host = isAbsolute ? "" : source.length ? source.shift() : "";
    const auth = result.host && result.host.indexOf("@") > 0 ? result.host.split("@") : false;
    if (auth) {
      result.auth = auth.shift();
      result.host = result.hostname = auth.shift();
    }
  }
  mustEndAbs = mustEndAbs || (result.host && source.length);
  if (mustEndAbs && !isAbsolute) source.unshift("");
  if (!source.length) result.pathname = result.path = null;
  else result.pathname = source.join("/");
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname || "") + (result.search || "");
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
  result.href = result.format();
  return result;
};

function urlFormat(given, options) {
  if (typeof given === "string") return urlParse(given).format();
  if (typeof given !== "object" || given === null) throw invalidType("urlObject", ["Object", "string"], given);
  if (given instanceof URL) {
    const { auth = true, fragment = true, search = true, unicode = false } = options ?? {};
    if (unicode) require("internal/lacks").lacks("url.format with unicode");
    const login = auth && (given.username || given.password) ? `${given.username}${given.password ? `:${given.password}` : ""}@` : "";
    const slashes = given.host !== "" || given.href.startsWith(`${given.protocol}//`) ? "//" : "";
    return `${given.protocol}${slashes}${login}${given.host}${given.pathname}${search ? given.search : ""}${fragment ? given.hash : ""}`;
  }
  return Url.prototype.format.call(given);
}

module.exports = {
  Url, parse: urlParse, format: urlFormat, URL, URLSearchParams, fileURLToPath, pathToFileURL, urlToHttpOptions,
  resolve: (source, relative) => urlParse(source, false, true).resolve(relative),
  resolveObject: (source, relative) => (source ? urlParse(source, false, true).resolveObject(relative) : relative),
  domainToASCII: (name) => host.domainToASCII(`${name}`),
};
lackNames(module.exports, "url", "domainToUnicode fileURLToPathBuffer");
