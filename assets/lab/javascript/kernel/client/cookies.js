"use strict";
// Cookies as a browser keeps and sends them.

const { now } = part("core");

/** One `Set-Cookie` line: a cookie with its attributes, or null where a browser drops the line. */
function readSetCookie(line) {
  const [first, ...rest] = line.split(";");
  const at = first.indexOf("=");
  const name = at < 0 ? "" : first.slice(0, at).trim();
  const cookie = {
    name,
    value: (at < 0 ? first : first.slice(at + 1)).trim(),
    path: "/", domain: null, maxAge: null, expires: null, secure: false, httpOnly: false, sameSite: null, partitioned: false,
  };
  Object.defineProperty(cookie, "toString", { value: () => cookie.value });
  for (const piece of rest) {
    const cut = piece.indexOf("=");
    const key = (cut < 0 ? piece : piece.slice(0, cut)).trim().toLowerCase();
    const text = cut < 0 ? "" : piece.slice(cut + 1).trim();
    if (key === "secure") cookie.secure = true;
    else if (key === "httponly") cookie.httpOnly = true;
    else if (key === "partitioned") cookie.partitioned = true;
    else if (key === "max-age" && /^-?\d+$/.test(text)) cookie.maxAge = Number(text);
    else if (key === "expires") cookie.expires = text;
    else if (key === "path") cookie.path = text;
    else if (key === "samesite") cookie.sameSite = text;
    else if (key === "domain") cookie.domain = text.replace(/^\./, "").toLowerCase() || null;
  }
  return cookie;
}

function bare(name) {
  return name.startsWith("[") ? name : name.split(":")[0].toLowerCase();
}

function domainMatches(domain, name) {
  return name === domain || (name.endsWith(`.${domain}`) && !/^[\d.]+$/.test(name));
}

function pathMatches(cookiePath, path) {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}

/** Browsers take `http://localhost` for a secure place. */
function isSecure(scheme, name) {
  return scheme === "https" || name === "localhost" || name.endsWith(".localhost") || name === "127.0.0.1";
}

/** A browser's cookies. */
class Jar {
  constructor() {
    this.cookies = [];
  }

  /** Keep what a response sets. */
  keep(cookie, scheme, hostName, target) {
    const name = bare(hostName);
    const domain = cookie.domain;
    if (domain && !domainMatches(domain, name)) return;
    if (cookie.secure && !isSecure(scheme, name)) return;
    if (cookie.name.startsWith("__Secure-") && !cookie.secure) return;
    if (cookie.name.startsWith("__Host-") && (!cookie.secure || domain || cookie.path !== "/")) return;
    if (/^none$/i.test(cookie.sameSite ?? "") && !cookie.secure && isSecure("http", name) === false) return;
    const path = cookie.path && cookie.path.startsWith("/") ? cookie.path : defaultPath(target);
    const kept = { ...cookie, path, domain: domain ?? name, hostOnly: !domain, until: Infinity };
    if (cookie.maxAge !== null) kept.until = now() + cookie.maxAge * 1000;
    else if (cookie.expires) {
      const when = Date.parse(cookie.expires);
      if (!Number.isNaN(when)) kept.until = when;
    }
    this.cookies = this.cookies.filter((c) => !(c.name === kept.name && c.path === path && c.domain === kept.domain));
    if (kept.until > now()) this.cookies.push(kept);
  }

  /** The `Cookie` header of a request; `cross` says that another site asks: "navigate" for a followed link, else "other". */
  header(scheme, hostName, path, cross) {
    const name = bare(hostName);
    const out = [];
    for (const cookie of this.live()) {
      if (cookie.domain !== "*" && (cookie.hostOnly ? cookie.domain !== name : !domainMatches(cookie.domain, name))) continue;
      if (!pathMatches(cookie.path, path) || (cookie.secure && !isSecure(scheme, name))) continue;
      const same = (cookie.sameSite ?? "none").toLowerCase();
      if (cross && (same === "strict" || (same === "lax" && cross !== "navigate"))) continue;
      out.push(cookie);
    }
    out.sort((a, b) => b.path.length - a.path.length);
    return out.map((cookie) => (cookie.name ? `${cookie.name}=${cookie.value}` : cookie.value)).join("; ");
  }

  live() {
    const at = now();
    this.cookies = this.cookies.filter((cookie) => cookie.until > at);
    return this.cookies;
  }

  set(name, value) {
    this.remove(name);
    this.cookies.push({ name, value: String(value), path: "/", domain: "*", hostOnly: false, secure: false, httpOnly: false, sameSite: null, until: Infinity });
  }

  remove(name) {
    this.cookies = this.cookies.filter((cookie) => cookie.name !== name);
  }

  /** The cookies by name, to be read and changed like a plain object. */
  view() {
    const jar = this;
    const find = (name) => jar.live().find((cookie) => cookie.name === name)?.value;
    const methods = {
      get: find,
      set: (name, value) => jar.set(name, value),
      delete: (name) => jar.remove(name),
      clear: () => void (jar.cookies = []),
      keys: () => jar.live().map((cookie) => cookie.name),
    };
    return new Proxy(Object.create(null), {
      get: (target, name) => (typeof name !== "string" ? undefined : find(name) ?? (Object.hasOwn(methods, name) ? methods[name] : undefined)),
      set: (target, name, value) => (jar.set(String(name), value), true),
      deleteProperty: (target, name) => (jar.remove(name), true),
      has: (target, name) => find(name) !== undefined,
      ownKeys: () => [...new Set(jar.live().map((cookie) => cookie.name))],
      getOwnPropertyDescriptor: (target, name) => {
        const value = find(name);
        return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: true };
      },
    });
  }
}

function defaultPath(target) {
  const path = target.split("?")[0];
  const at = path.lastIndexOf("/");
  return at <= 0 ? "/" : path.slice(0, at);
}

Object.assign(exports, { Jar, readSetCookie });
