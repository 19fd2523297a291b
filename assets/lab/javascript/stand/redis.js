// `redis`: a server in memory that all clients of the program share.

const EventEmitter = require("events");
const { later } = require("internal/timers");
const { lacks } = require("internal/lacks");
const clock = kernel("clock");

const data = new Map();
const wrong = () => new Error("WRONGTYPE Operation against a key holding the wrong kind of value");

/** What lies under a key; what has expired is gone. */
function read(key, kind) {
  const entry = data.get(String(key));
  if (entry === undefined) return undefined;
  if (entry.until !== 0 && clock.nowMs() >= entry.until) {
    data.delete(String(key));
    return undefined;
  }
  if (kind !== undefined && entry.kind !== kind) throw wrong();
  return entry;
}

const open = (key, kind, make) => {
  const had = read(key, kind);
  if (had) return had;
  const entry = { kind, value: make(), until: 0 };
  data.set(String(key), entry);
  return entry;
};

function set(key, value, options = {}) {
  const had = read(key);
  if ((options.NX || options.condition === "NX") && had) return null;
  if ((options.XX || options.condition === "XX") && !had) return null;
  const seconds = options.EX ?? (options.expiration?.type === "EX" ? options.expiration.value : undefined);
  const ms = options.PX ?? (options.expiration?.type === "PX" ? options.expiration.value : undefined);
  const until = seconds !== undefined ? clock.nowMs() + seconds * 1000 : ms !== undefined ? clock.nowMs() + ms : options.KEEPTTL ? (had?.until ?? 0) : 0;
  const before = had?.kind === "text" ? had.value : null;
  data.set(String(key), { kind: "text", value: String(value), until });
  return options.GET ? before : "OK";
}

function increase(key, by) {
  const entry = open(key, "text", () => "0");
  if (!/^-?\d+$/.test(entry.value)) throw new Error("ERR value is not an integer or out of range");
  entry.value = String(Number(entry.value) + by);
  return Number(entry.value);
}

function expire(key, ms) {
  const entry = read(key);
  if (!entry) return 0;
  entry.until = clock.nowMs() + ms;
  return 1;
}

const pattern = (text) => new RegExp(`^${String(text).replace(/[.+^${}()|\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
const list = (value) => [value].flat().map(String);
const live = () => [...data.keys()].filter((key) => read(key) !== undefined);
const hash = (key) => open(key, "hash", () => new Map()).value;
const sorted = (key) => [...(read(key, "zset")?.value ?? [])].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));

const commands = {
  set, get: (key) => read(key, "text")?.value ?? null,
  setEx: (key, seconds, value) => set(key, value, { EX: seconds }), setNX: (key, value) => (set(key, value, { NX: true }) === null ? 0 : 1),
  getDel: (key) => { const value = commands.get(key); data.delete(String(key)); return value; }, getSet: (key, value) => set(key, value, { GET: true }),
  del: (keys) => list(keys).filter((key) => read(key) && data.delete(key)).length, unlink: (keys) => commands.del(keys), exists: (keys) => list(keys).filter((key) => read(key)).length,
  incr: (key) => increase(key, 1), decr: (key) => increase(key, -1), incrBy: (key, n) => increase(key, Number(n)), decrBy: (key, n) => increase(key, -Number(n)),
  expire: (key, seconds) => expire(key, seconds * 1000), pExpire: (key, ms) => expire(key, ms), persist: (key) => { const e = read(key); if (e) e.until = 0; return e ? 1 : 0; },
  ttl: (key) => { const e = read(key); return !e ? -2 : e.until ? Math.ceil((e.until - clock.nowMs()) / 1000) : -1; }, pTTL: (key) => { const e = read(key); return !e ? -2 : e.until ? e.until - clock.nowMs() : -1; },
  keys: (text) => live().filter((key) => pattern(text).test(key)), mGet: (keys) => list(keys).map((key) => read(key, "text")?.value ?? null), mSet: (pairs) => { for (const [k, v] of Object.entries(pairs)) set(k, v); return "OK"; },
  hSet(key, field, value) { const fields = typeof field === "object" ? Object.entries(field) : [[field, value]]; const h = hash(key); let n = 0; for (const [f, v] of fields) { n += !h.has(f); h.set(String(f), String(v)); } return n; },
  hGet: (key, field) => read(key, "hash")?.value.get(String(field)) ?? null, hGetAll: (key) => Object.assign(Object.create(null), Object.fromEntries(read(key, "hash")?.value ?? [])), hDel: (key, fields) => list(fields).filter((f) => read(key, "hash")?.value.delete(f)).length,
  hExists: (key, field) => Number(read(key, "hash")?.value.has(String(field)) ?? false), hIncrBy: (key, field, n) => { const h = hash(key); h.set(field, String(Number(h.get(field) ?? 0) + n)); return Number(h.get(field)); }, hKeys: (key) => [...(read(key, "hash")?.value.keys() ?? [])],
  sAdd(key, members) { const s = open(key, "set", () => new Set()).value; const n = s.size; for (const m of list(members)) s.add(m); return s.size - n; },
  sRem: (key, members) => list(members).filter((m) => read(key, "set")?.value.delete(m)).length, sIsMember: (key, member) => Number(read(key, "set")?.value.has(String(member)) ?? false), sMembers: (key) => [...(read(key, "set")?.value ?? [])], sCard: (key) => read(key, "set")?.value.size ?? 0,
  lPush: (key, items) => { const l = open(key, "list", () => []).value; l.unshift(...list(items).reverse()); return l.length; }, rPush: (key, items) => { const l = open(key, "list", () => []).value; l.push(...list(items)); return l.length; },
  lPop: (key) => read(key, "list")?.value.shift() ?? null, rPop: (key) => read(key, "list")?.value.pop() ?? null, lLen: (key) => read(key, "list")?.value.length ?? 0, lRange: (key, from, to) => (read(key, "list")?.value ?? []).slice(from, to === -1 ? undefined : to + 1),
  zAdd: (key, members) => { const z = open(key, "zset", () => new Map()).value; const n = z.size; for (const { score, value } of [members].flat()) z.set(String(value), Number(score)); return z.size - n; },
  zCard: (key) => read(key, "zset")?.value.size ?? 0, zScore: (key, member) => read(key, "zset")?.value.get(String(member)) ?? null, zRange: (key, from, to) => sorted(key).map(([m]) => m).slice(from, to === -1 ? undefined : to + 1), zRem: (key, members) => list(members).filter((m) => read(key, "zset")?.value.delete(m)).length,
  zRemRangeByScore: (key, min, max) => { const z = read(key, "zset")?.value; const gone = sorted(key).filter(([, s]) => s >= (min === "-inf" ? -Infinity : Number(min)) && s <= (max === "+inf" ? Infinity : Number(max))); for (const [m] of gone) z.delete(m); return gone.length; },
  zCount: (key, min, max) => sorted(key).filter(([, s]) => s >= (min === "-inf" ? -Infinity : Number(min)) && s <= (max === "+inf" ? Infinity : Number(max))).length,
  flushAll: () => (data.clear(), "OK"), flushDb: () => (data.clear(), "OK"), ping: (text = "PONG") => text, publish: () => 0,
};

/** Each command is answered in a task of its own, where another request may come between. */
function run(name, given) {
  return new Promise((go, no) => {
    later("redis", () => {
      let value;
      try {
        value = commands[name](...given);
      } catch (error) {
        if (error?.name === "LabLacks") throw error;
        return no(error);
      }
      go(value);
    });
  });
}

class RedisClient extends EventEmitter {
  constructor(options) {
    super();
    this.options = options ?? {};
    this.isOpen = this.isReady = false;
  }
  async connect() {
    this.isOpen = this.isReady = true;
    for (const name of ["connect", "ready"]) this.emit(name);
    return this;
  }
  multi() {
    const queue = [];
    const chain = { exec: () => new Promise((go, no) => later("redis", () => { try { go(queue.map(([name, given]) => commands[name](...given))); } catch (error) { no(error); } })) };
    for (const name of Object.keys(commands)) chain[name] = (...given) => (queue.push([name, given]), chain);
    chain.discard = () => queue.splice(0);
    return chain;
  }
  async quit() { return this.close(); }
  async disconnect() { return this.close(); }
  async close() { this.isOpen = this.isReady = false; this.emit("end"); return "OK"; }
  destroy() { this.isOpen = this.isReady = false; }
  duplicate() { return new RedisClient(this.options); }
  async *scanIterator({ MATCH = "*" } = {}) { yield* await this.keys(MATCH); }
}
for (const name of Object.keys(commands)) {
  RedisClient.prototype[name] = async function (...given) {
    if (!this.isOpen) throw Object.assign(new Error("The client is closed"), { name: "ClientClosedError" });
    return run(name, given);
  };
  RedisClient.prototype[name.toUpperCase()] = RedisClient.prototype[name];
}
for (const name of ["eval", "evalSha", "scriptLoad", "subscribe", "pSubscribe", "watch", "scan", "sendCommand", "xAdd", "geoAdd", "json"]) {
  RedisClient.prototype[name] = () => lacks(`redis.${name}`);
}

module.exports = { createClient: (options) => new RedisClient(options), RedisClient, default: { createClient: (options) => new RedisClient(options) } };
