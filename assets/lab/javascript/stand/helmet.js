"use strict";
// Headers that make browsers careful.

const KEBAB = (name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);

const POLICY = {
  "default-src": ["'self'"], "base-uri": ["'self'"], "font-src": ["'self'", "https:", "data:"], "form-action": ["'self'"], "frame-ancestors": ["'self'"],
  "img-src": ["'self'", "data:"], "object-src": ["'none'"], "script-src": ["'self'"], "script-src-attr": ["'none'"],
  "style-src": ["'self'", "https:", "'unsafe-inline'"], "upgrade-insecure-requests": [],
};
const disabled = Symbol("dangerously disable default src");

function directives({ directives: given = {}, useDefaults = true }) {
  const out = new Map(useDefaults ? Object.entries(POLICY) : []);
  const seen = new Set();
  for (const key of Object.keys(given)) {
    const name = KEBAB(key);
    if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`Content-Security-Policy received an invalid directive name ${JSON.stringify(key)}`);
    if (seen.has(name)) throw new Error(`Content-Security-Policy received a duplicate directive ${JSON.stringify(name)}`);
    seen.add(name);
    const value = given[key];
    if (value === null) {
      if (name === "default-src") throw new Error("Content-Security-Policy needs a default-src but it was set to `null`. If you really want to disable it, set it to `contentSecurityPolicy.dangerouslyDisableDefaultSrc`.");
      out.set(name, null);
    } else if (value === disabled) out.set(name, null);
    else if (value === undefined || value === false) throw new Error(`Content-Security-Policy received an invalid directive value for ${JSON.stringify(name)}`);
    else {
      const list = typeof value === "string" ? [value] : [...value];
      for (const one of list) {
        if (typeof one === "string" && /[;,]/.test(one)) throw new Error(`Content-Security-Policy received an invalid directive value for ${JSON.stringify(name)}`);
      }
      out.set(name, list);
    }
  }
  if (!out.size) throw new Error("Content-Security-Policy has no directives. Either set some or disable the header");
  if (!out.has("default-src")) throw new Error("Content-Security-Policy needs a default-src but none was provided. If you really want to disable it, set it to `contentSecurityPolicy.dangerouslyDisableDefaultSrc`.");
  return out;
}

function contentSecurityPolicy(options = {}) {
  const list = [...directives(options)].filter(([, value]) => value !== null);
  const header = options.reportOnly ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  return function contentSecurityPolicyMiddleware(req, res, next) {
    try {
      const text = list.map(([name, values]) => [name, ...values.map((v) => (typeof v === "function" ? v(req, res) : v))].join(" ").trim());
      res.setHeader(header, text.join(";"));
      next();
    } catch (error) {
      next(error);
    }
  };
}
contentSecurityPolicy.getDefaultDirectives = () => ({ ...POLICY });
contentSecurityPolicy.dangerouslyDisableDefaultSrc = disabled;

const simple = (name, value) => (options) => {
  const text = typeof value === "function" ? value(options ?? {}) : value;
  return (req, res, next) => {
    res.setHeader(name, text);
    next();
  };
};

const MIDDLEWARES = {
  contentSecurityPolicy,
  crossOriginEmbedderPolicy: simple("Cross-Origin-Embedder-Policy", (o) => o.policy ?? "require-corp"),
  crossOriginOpenerPolicy: simple("Cross-Origin-Opener-Policy", (o) => o.policy ?? "same-origin"),
  crossOriginResourcePolicy: simple("Cross-Origin-Resource-Policy", (o) => o.policy ?? "same-origin"),
  originAgentCluster: simple("Origin-Agent-Cluster", "?1"),
  referrerPolicy: simple("Referrer-Policy", (o) => [].concat(o.policy ?? "no-referrer").join(",")),
  strictTransportSecurity: simple("Strict-Transport-Security", (o) => {
    const age = o.maxAge ?? 365 * 24 * 60 * 60;
    if (!(age >= 0 && Number.isFinite(age))) throw new Error(`Strict-Transport-Security: ${JSON.stringify(age)} is not a valid value for maxAge. Please choose a positive integer.`);
    return [`max-age=${Math.floor(age)}`, ...(o.includeSubDomains ?? true ? ["includeSubDomains"] : []), ...(o.preload ? ["preload"] : [])].join("; ");
  }),
  xContentTypeOptions: simple("X-Content-Type-Options", "nosniff"),
  xDnsPrefetchControl: simple("X-DNS-Prefetch-Control", (o) => (o.allow ? "on" : "off")),
  xDownloadOptions: simple("X-Download-Options", "noopen"),
  xFrameOptions: simple("X-Frame-Options", (o) => {
    const action = String(o.action ?? "sameorigin").toUpperCase();
    if (action !== "DENY" && action !== "SAMEORIGIN" && action !== "SAME-ORIGIN") throw new Error(`X-Frame-Options received an invalid action ${JSON.stringify(o.action)}`);
    return action === "SAME-ORIGIN" ? "SAMEORIGIN" : action;
  }),
  xPermittedCrossDomainPolicies: simple("X-Permitted-Cross-Domain-Policies", (o) => o.permittedPolicies ?? "none"),
  xPoweredBy: () => (req, res, next) => {
    res.removeHeader("X-Powered-By");
    next();
  },
  xXssProtection: simple("X-XSS-Protection", "0"),
};
const ALIASES = {
  strictTransportSecurity: "hsts", xContentTypeOptions: "noSniff", xDnsPrefetchControl: "dnsPrefetchControl", xDownloadOptions: "ieNoOpen",
  xFrameOptions: "frameguard", xPermittedCrossDomainPolicies: "permittedCrossDomainPolicies", xPoweredBy: "hidePoweredBy", xXssProtection: "xssFilter",
};

function helmet(options = {}) {
  if (options.constructor?.name === "IncomingMessage") throw new Error("It appears you have done something like `app.use(helmet)`, but it should be `app.use(helmet())`.");
  const chain = [];
  for (const name of Object.keys(MIDDLEWARES)) {
    const given = options[name] ?? options[ALIASES[name]];
    if (given === false || (name === "crossOriginEmbedderPolicy" && !given)) continue;
    chain.push(MIDDLEWARES[name](given === true || given === undefined ? {} : given));
  }
  return function helmetMiddleware(req, res, next) {
    let at = 0;
    const step = (error) => {
      if (error) return next(error);
      const one = chain[at++];
      return one ? one(req, res, step) : next();
    };
    step();
  };
}

module.exports = Object.assign(helmet, MIDDLEWARES);
for (const [name, alias] of Object.entries(ALIASES)) helmet[alias] = MIDDLEWARES[name];
helmet.default = helmet;
