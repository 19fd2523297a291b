"use strict";
// What sessions of express-session are made of.

const EventEmitter = require("events");
const cookie = require("cookie");

class Cookie {
  constructor(options) {
    this.path = "/";
    this.maxAge = null;
    this.httpOnly = true;
    if (options) {
      if (typeof options !== "object") throw new TypeError("argument options must be a object");
      for (const key in options) if (key !== "data") this[key] = options[key];
    }
    if (this.originalMaxAge === undefined || this.originalMaxAge === null) this.originalMaxAge = this.maxAge;
  }
  set expires(date) {
    this._expires = date;
    this.originalMaxAge = this.maxAge;
  }
  get expires() {
    return this._expires;
  }
  set maxAge(ms) {
    if (ms && typeof ms !== "number" && !(ms instanceof Date)) throw new TypeError("maxAge must be a number or Date");
    this.expires = typeof ms === "number" ? new Date(Date.now() + ms) : ms;
  }
  get maxAge() {
    return this.expires instanceof Date ? this.expires.valueOf() - Date.now() : this.expires;
  }
  get data() {
    const { originalMaxAge, partitioned, priority, _expires, secure, httpOnly, domain, path, sameSite } = this;
    return { originalMaxAge, partitioned, priority, expires: _expires, secure, httpOnly, domain, path, sameSite };
  }
  serialize(name, value) {
    return cookie.serialize(name, value, this.data);
  }
  toJSON() {
    return this.data;
  }
}

class Session {
  constructor(req, data) {
    Object.defineProperty(this, "req", { value: req });
    Object.defineProperty(this, "id", { value: req.sessionID });
    if (typeof data === "object" && data !== null) for (const key in data) if (!(key in this)) this[key] = data[key];
  }
  touch() {
    return this.resetMaxAge();
  }
  resetMaxAge() {
    this.cookie.maxAge = this.cookie.originalMaxAge;
    return this;
  }
  save(done) {
    this.req.sessionStore.set(this.id, this, done || (() => {}));
    return this;
  }
  reload(done) {
    const { req } = this;
    req.sessionStore.get(this.id, (error, found) => {
      if (error) return done(error);
      if (!found) return done(new Error("failed to load session"));
      req.sessionStore.createSession(req, found);
      return done();
    });
    return this;
  }
  destroy(done) {
    delete this.req.session;
    this.req.sessionStore.destroy(this.id, done);
    return this;
  }
  regenerate(done) {
    this.req.sessionStore.regenerate(this.req, done);
    return this;
  }
}

function Store() {
  EventEmitter.call(this);
}
Object.setPrototypeOf(Store.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Store, EventEmitter);
Object.assign(Store.prototype, {
  regenerate(req, done) {
    this.destroy(req.sessionID, (error) => {
      this.generate(req);
      done(error);
    });
  },
  load(id, done) {
    this.get(id, (error, found) => {
      if (error) return done(error);
      if (!found) return done();
      return done(null, this.createSession({ sessionID: id, sessionStore: this }, found));
    });
  },
  createSession(req, data) {
    const { expires, originalMaxAge } = data.cookie;
    data.cookie = new Cookie(data.cookie);
    if (typeof expires === "string") data.cookie.expires = new Date(expires);
    data.cookie.originalMaxAge = originalMaxAge;
    req.session = new Session(req, data);
    return req.session;
  },
});

class MemoryStore extends Store {
  constructor() {
    super();
    this.sessions = Object.create(null);
  }
  #read(id) {
    const text = this.sessions[id];
    if (!text) return undefined;
    const found = JSON.parse(text);
    const expires = found.cookie && (typeof found.cookie.expires === "string" ? new Date(found.cookie.expires) : found.cookie.expires);
    if (expires && expires <= Date.now()) {
      delete this.sessions[id];
      return undefined;
    }
    return found;
  }
  all(done) {
    const out = Object.create(null);
    for (const id of Object.keys(this.sessions)) {
      const found = this.#read(id);
      if (found) out[id] = found;
    }
    if (done) setImmediate(done, null, out);
  }
  clear(done) {
    this.sessions = Object.create(null);
    if (done) setImmediate(done);
  }
  destroy(id, done) {
    delete this.sessions[id];
    if (done) setImmediate(done);
  }
  get(id, done) {
    setImmediate(done, null, this.#read(id));
  }
  set(id, data, done) {
    this.sessions[id] = JSON.stringify(data);
    if (done) setImmediate(done);
  }
  length(done) {
    this.all((error, all) => (error ? done(error) : done(null, Object.keys(all).length)));
  }
  touch(id, data, done) {
    const found = this.#read(id);
    if (found) {
      found.cookie = data.cookie;
      this.sessions[id] = JSON.stringify(found);
    }
    if (done) setImmediate(done);
  }
}

module.exports = { Cookie, Session, Store, MemoryStore };
