// `node:dns` over the lab's names.

const { lookUp, notFound, ip } = require("internal/network");
const { checkFunction, invalidType } = require("internal/errors");
const { later } = require("internal/timers");
const { lackNames } = require("internal/lacks");

/** Do `f` as a task of its own, at the point where names are looked up. */
function task(f, done) {
  later("dns", () => {
    let value;
    try {
      value = f();
    } catch (error) {
      if (error?.name === "LabLacks") throw error;
      return done(error);
    }
    done(null, value);
  });
}

function lookupOptions(given) {
  const options = typeof given === "number" ? { family: given } : (given ?? {});
  const family = { IPv4: 4, IPv6: 6 }[options.family] ?? options.family ?? 0;
  return { family, all: Boolean(options.all), order: options.order ?? (options.verbatim === false ? "ipv4first" : "verbatim") };
}

function find(name, options) {
  const version = ip.version(name);
  if (version) return options.family && options.family !== version ? (() => { throw notFound(name); })() : [{ address: name, family: version }];
  const found = lookUp(name, options.family);
  return options.order === "ipv4first" ? found.sort((a, b) => a.family - b.family) : found;
}

function lookup(name, given, done) {
  const after = typeof given === "function" ? given : done;
  if (name && typeof name !== "string") throw invalidType("hostname", "string", name);
  checkFunction(after);
  const options = lookupOptions(typeof given === "function" ? {} : given);
  if (!name) {
    later(null, () => (options.all ? after(null, []) : after(null, null, options.family === 6 ? 6 : 4)));
    return {};
  }
  task(() => find(name, options), (error, found) => {
    if (error) after(error);
    else if (options.all) after(null, found);
    else after(null, found[0].address, found[0].family);
  });
  return {};
}

const noData = (name, syscall) => Object.assign(new Error(`${syscall} ENODATA ${name}`), { errno: undefined, code: "ENODATA", syscall, hostname: name });

/** The addresses of one family that a resolver gives; literal addresses are not names for it. */
function records(name, family, syscall) {
  const all = lookUp(name, 0, syscall);
  const found = all.filter((a) => a.family === family).map((a) => a.address);
  if (!found.length) throw noData(name, syscall);
  return found;
}

const resolver = (family, syscall) => (name, options, done) => {
  const after = typeof options === "function" ? options : done;
  if (typeof name !== "string") throw invalidType("name", "string", name);
  checkFunction(after);
  const ttl = typeof options === "object" && options?.ttl;
  task(() => records(name, family, syscall).map((address) => (ttl ? { address, ttl: 60 } : address)), (error, value) => (error ? after(error) : after(null, value)));
  return {};
};
const resolve4 = resolver(4, "queryA");
const resolve6 = resolver(6, "queryAaaa");

function resolve(name, type, done) {
  const after = typeof type === "function" ? type : done;
  const kind = typeof type === "function" ? "A" : type;
  if (kind === "A") return resolve4(name, after);
  if (kind === "AAAA") return resolve6(name, after);
  return require("internal/lacks").lacks(`dns.resolve for ${kind}`, "A and AAAA are there");
}

const promised = (f, pick = (value) => value) => (...given) => new Promise((go, no) => f(...given, (error, ...values) => (error ? no(error) : go(pick(...values)))));

const promises = {
  lookup: (name, options) => new Promise((go, no) => {
    const all = typeof options === "object" && options?.all;
    lookup(name, options ?? {}, (error, address, family) => (error ? no(error) : go(all ? address : { address, family })));
  }),
  resolve: (name, type = "A") => promised(resolve)(name, type),
  resolve4: (name, options = {}) => promised(resolve4)(name, options),
  resolve6: (name, options = {}) => promised(resolve6)(name, options),
  getServers: () => ["127.0.0.53"], setServers: () => {}, setDefaultResultOrder: () => {}, getDefaultResultOrder: () => "verbatim",
};
Object.defineProperty(lookup, Symbol.for("nodejs.util.promisify.custom"), { value: promises.lookup });

class Resolver {
  constructor() { Object.assign(this, { resolve, resolve4, resolve6, getServers: promises.getServers, setServers() {}, cancel() {} }); }
}
promises.Resolver = class Resolver {
  constructor() { Object.assign(this, { resolve: promises.resolve, resolve4: promises.resolve4, resolve6: promises.resolve6, getServers: promises.getServers, setServers() {}, cancel() {} }); }
};

const CODES = { NODATA: "ENODATA", FORMERR: "EFORMERR", SERVFAIL: "ESERVFAIL", NOTFOUND: "ENOTFOUND", NOTIMP: "ENOTIMP", REFUSED: "EREFUSED", BADNAME: "EBADNAME", TIMEOUT: "ETIMEOUT", CANCELLED: "ECANCELLED" };

module.exports = { lookup, resolve, resolve4, resolve6, promises, Resolver, getServers: promises.getServers, setServers() {}, setDefaultResultOrder() {}, getDefaultResultOrder: () => "verbatim", ADDRCONFIG: 32, V4MAPPED: 8, ALL: 16, ...CODES };
Object.assign(promises, CODES);
const OTHERS = "lookupService resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt resolveTlsa reverse";
lackNames(module.exports, "dns", OTHERS);
lackNames(promises, "dns.promises", OTHERS);
