"use strict";
// How often a caller may ask within a window of the lab's clock.

const isIP = kernel("ip").version;

/** The key of an address: of IPv6 the network, since one caller owns all of it. */
function ipKeyGenerator(ip, subnet = 56) {
  if (isIP(ip) !== 6) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1];
  if (!subnet) return ip;
  const [head, tail] = ip.split("%")[0].split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  const bits = groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("").slice(0, subnet).padEnd(128, "0");
  const masked = bits.match(/.{16}/g).map((group) => Number.parseInt(group, 2).toString(16));
  return `${masked.join(":").replace(/(^|:)0(:0)+(:|$)/, "::")}/${subnet}`;
}

class MemoryStore {
  constructor() {
    this.previous = new Map();
    this.current = new Map();
    this.localKeys = true;
  }
  init({ windowMs }) {
    this.windowMs = windowMs;
  }
  async get(key) {
    const found = this.current.get(key);
    return found && found.resetTime.getTime() > Date.now() ? found : undefined;
  }
  async increment(key) {
    const now = Date.now();
    let found = this.current.get(key);
    if (!found) this.current.set(key, (found = { totalHits: 0, resetTime: new Date(now + this.windowMs) }));
    if (found.resetTime.getTime() <= now) Object.assign(found, { totalHits: 0, resetTime: new Date(now + this.windowMs) });
    found.totalHits++;
    return found;
  }
  async decrement(key) {
    const found = this.current.get(key);
    if (found && found.totalHits > 0) found.totalHits--;
  }
  async resetKey(key) {
    this.current.delete(key);
  }
  async resetAll() {
    this.current.clear();
  }
  shutdown() {
    this.current.clear();
  }
}

function wrong(code, message) {
  const error = new Error(`${message} See https://express-rate-limit.github.io/${code}/ for more information.`);
  return Object.assign(error, { name: "ValidationError", code });
}

/** What the package complains of on the console; requests go on. */
function validator(validate) {
  const settings = typeof validate === "object" && validate !== null ? validate : { default: validate !== false };
  const told = new Set();
  return (name, problem) => {
    if (told.has(name) || !(settings[name] ?? settings.default ?? true) || !problem) return;
    told.add(name);
    console.error(wrong(problem[0], problem[1]));
  };
}

function complainAboutAddress(check, req) {
  if (req.ip === undefined) check("ip", ["ERR_ERL_UNDEFINED_IP_ADDRESS", "An undefined 'request.ip' was detected. This might indicate a misconfiguration or the connection being destroyed prematurely."]);
  else if (!isIP(req.ip)) check("ip", ["ERR_ERL_INVALID_IP_ADDRESS", `An invalid 'request.ip' (${req.ip}) was detected. Consider passing a custom 'keyGenerator' function to the rate limiter.`]);
  const trust = req.app && req.app.get("trust proxy");
  check("trustProxy", trust === true && ["ERR_ERL_PERMISSIVE_TRUST_PROXY", "The Express 'trust proxy' setting is true, which allows anyone to trivially bypass IP-based rate limiting."]);
  check("xForwardedForHeader", req.headers["x-forwarded-for"] && trust === false && ["ERR_ERL_UNEXPECTED_X_FORWARDED_FOR", "The 'X-Forwarded-For' header is set but the Express 'trust proxy' setting is false (default)."]);
}

function rateLimit(given = {}) {
  const check = validator(given.validate ?? true);
  const clean = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const o = {
    windowMs: 60000, limit: given.max ?? 5, message: "Too many requests, please try again later.", statusCode: 429, legacyHeaders: given.headers ?? true,
    requestPropertyName: "rateLimit", skipFailedRequests: false, skipSuccessfulRequests: false, passOnStoreError: false, ipv6Subnet: 56,
    requestWasSuccessful: (req, res) => res.statusCode < 400,
    skip: () => false,
    async keyGenerator(req, res) {
      complainAboutAddress(check, req);
      const subnet = typeof o.ipv6Subnet === "function" && isIP(req.ip) === 6 ? await o.ipv6Subnet(req, res) : o.ipv6Subnet;
      return ipKeyGenerator(req.ip, subnet);
    },
    async handler(req, res) {
      res.status(o.statusCode);
      const message = typeof o.message === "function" ? await o.message(req, res) : o.message;
      if (!res.writableEnded) res.send(message);
    },
    ...clean,
  };
  o.standardHeaders = clean.standardHeaders === true ? "draft-6" : clean.standardHeaders ?? false;
  o.store = clean.store ?? new MemoryStore();
  if (["increment", "decrement", "resetKey"].some((name) => typeof o.store[name] !== "function")) {
    throw new TypeError("An invalid store was passed. Please ensure that the store is a class that implements the `Store` interface.");
  }
  if (typeof clean.keyGenerator === "function") {
    const source = clean.keyGenerator.toString();
    check("keyGeneratorIpFallback", /\b(req|request)\.ip\b/.test(source) && !source.includes("ipKeyGenerator") && ["ERR_ERL_KEY_GEN_IPV6", "Custom keyGenerator appears to use request IP without calling the ipKeyGenerator helper function for IPv6 addresses. This could allow IPv6 users to bypass limits."]);
  }
  if (typeof o.store.init === "function") o.store.init(o);

  function headers(res, info, key) {
    if (res.headersSent) return;
    const windowSeconds = Math.ceil(o.windowMs / 1000);
    const reset = info.resetTime ? Math.max(0, Math.ceil((info.resetTime.getTime() - Date.now()) / 1000)) : windowSeconds;
    if (o.legacyHeaders) {
      res.setHeader("X-RateLimit-Limit", String(info.limit));
      res.setHeader("X-RateLimit-Remaining", String(info.remaining));
      if (info.resetTime instanceof Date) {
        res.setHeader("Date", new Date().toUTCString());
        res.setHeader("X-RateLimit-Reset", String(Math.ceil(info.resetTime.getTime() / 1000)));
      }
    }
    if (o.standardHeaders === "draft-6") {
      res.setHeader("RateLimit-Policy", `${info.limit};w=${windowSeconds}`);
      res.setHeader("RateLimit-Limit", String(info.limit));
      res.setHeader("RateLimit-Remaining", String(info.remaining));
      res.setHeader("RateLimit-Reset", String(reset));
    } else if (o.standardHeaders === "draft-7") {
      res.setHeader("RateLimit-Policy", `${info.limit};w=${windowSeconds}`);
      res.setHeader("RateLimit", `limit=${info.limit}, remaining=${info.remaining}, reset=${reset}`);
    } else if (o.standardHeaders === "draft-8") {
      const seconds = o.windowMs / 1000;
      const span = seconds < 60 ? `${seconds}sec` : seconds < 3600 ? `${seconds / 60}min` : seconds < 86400 ? `${seconds / 3600}hr${seconds > 3600 ? "s" : ""}` : `${seconds / 86400}day${seconds > 86400 ? "s" : ""}`;
      const name = typeof o.identifier === "string" ? o.identifier : `${info.limit}-in-${span}`;
      const part = Buffer.from(host.hex(host.hash("sha256", host.utf8(String(key)))).slice(0, 12)).toString("base64");
      res.append("RateLimit", `"${name}"; r=${info.remaining}; t=${reset}`);
      res.append("RateLimit-Policy", `"${name}"; q=${info.limit}; w=${windowSeconds}; pk=:${part}:`);
    }
    return reset;
  }

  const middleware = async (req, res, next) => {
    try {
      if (await o.skip(req, res)) return next();
      const key = await o.keyGenerator(req, res);
      let counted;
      try {
        counted = await o.store.increment(key);
      } catch (error) {
        if (!o.passOnStoreError) throw error;
        return next();
      }
      const { totalHits, resetTime } = counted;
      const limit = await (typeof o.limit === "function" ? o.limit(req, res) : o.limit);
      const info = { limit, used: totalHits, remaining: Math.max(limit - totalHits, 0), resetTime, key };
      Object.defineProperty(info, "current", { configurable: false, enumerable: false, value: totalHits });
      req[o.requestPropertyName] = info;
      const reset = headers(res, info, key);
      if (o.skipFailedRequests || o.skipSuccessfulRequests) {
        let given_ = false;
        const back = () => {
          if (!given_) o.store.decrement(key);
          given_ = true;
        };
        res.once("finish", async () => {
          const good = await o.requestWasSuccessful(req, res);
          if ((o.skipFailedRequests && !good) || (o.skipSuccessfulRequests && good)) back();
        });
        if (o.skipFailedRequests) {
          res.once("close", () => !res.writableEnded && back());
          res.once("error", back);
        }
      }
      if (totalHits > limit) {
        if ((o.legacyHeaders || o.standardHeaders) && !res.headersSent) res.setHeader("Retry-After", String(o.retryAfter ?? reset));
        return await o.handler(req, res, next, o);
      }
      return next();
    } catch (error) {
      return next(error);
    }
  };
  middleware.resetKey = o.store.resetKey.bind(o.store);
  middleware.getKey = o.store.get?.bind(o.store);
  return middleware;
}

module.exports = Object.assign(rateLimit, { default: rateLimit, rateLimit, MemoryStore, ipKeyGenerator });
