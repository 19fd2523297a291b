// Where the kernel's realm and the guest's meet. What goes to the guest is made in its realm; what comes back is used as it
// is, but for functions and instances of classes, whose calls go through here.

// Taken before the realm is sealed, which takes it away from everybody.
const { Function } = globalThis;

let make = null;
let real = null;
// Kernel function or instance to what stands for it in the guest's realm, and the other way round.
const toGuest = new WeakMap();
const toKernel = new WeakMap();
// What stands in the kernel for a guest's function or instance, and the other way round.
const views = new WeakMap();
const targets = new WeakMap();
// The kernel's error behind one that was made for the guest.
const origins = new WeakMap();

const DATA = [Map, Set, Date, RegExp, Promise, ArrayBuffer, Error];
const TypedArray = Object.getPrototypeOf(Uint8Array);

exports.init = (helpers) => {
  make = helpers;
  real = helpers.intrinsics;
};

function isObject(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

// --- kernel to guest -------------------------------------------------------------------------------

// A value of the kernel's as the guest may have it.
function adopt(value, seen) {
  if (!isObject(value)) return value;
  if (targets.has(value)) return targets.get(value);
  if (typeof value === "function") return value instanceof Function ? adoptFunction(value) : value;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return isNamespace(value) ? value : adoptPlain(value, make.object(), seen);
  if (proto !== Object.prototype && !(value instanceof Object)) return value;
  seen ??= new Map();
  if (seen.has(value)) return seen.get(value);
  if (proto === Object.prototype) return adoptPlain(value, make.object(), seen);
  if (Array.isArray(value)) return adoptArray(value, seen);
  if (value instanceof TypedArray) return make.bytes(value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return make.buffer(new Uint8Array(value));
  if (value instanceof Date) return make.date(value.getTime());
  if (value instanceof RegExp) return make.regexp(value.source, value.flags);
  if (value instanceof Error) return adoptError(value);
  if (value instanceof Promise) return adoptPromise(value);
  if (value instanceof Map) {
    const map = make.map();
    seen.set(value, map);
    for (const [key, inner] of value) make.mapSet(map, adopt(key, seen), adopt(inner, seen));
    return map;
  }
  if (value instanceof Set) {
    const set = make.set();
    seen.set(value, set);
    for (const inner of value) make.setAdd(set, adopt(inner, seen));
    return set;
  }
  return adoptInstance(value, proto);
}

function isNamespace(value) {
  return value[Symbol.toStringTag] === "Module";
}

function put(object, key, value) {
  Reflect.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function adoptPlain(value, copy, seen) {
  seen ??= new Map();
  seen.set(value, copy);
  for (const key of Reflect.ownKeys(value)) {
    const slot = Reflect.getOwnPropertyDescriptor(value, key);
    if (!slot.enumerable) continue;
    if (slot.get || slot.set) {
      const get = slot.get && adoptFunction(slot.get);
      const set = slot.set && adoptFunction(slot.set);
      Reflect.defineProperty(copy, key, { get, set, enumerable: true, configurable: true });
    } else put(copy, key, adopt(slot.value, seen));
  }
  return copy;
}

function adoptArray(value, seen) {
  const copy = make.array();
  seen.set(value, copy);
  for (let i = 0; i < value.length; i++) put(copy, i, adopt(value[i], seen));
  return copy;
}

// An instance of one of the kernel's classes: an object with its methods and its data.
function adoptInstance(value, proto) {
  if (toGuest.has(value)) return toGuest.get(value);
  const copy = make.object();
  toGuest.set(value, copy);
  toKernel.set(copy, value);
  const add = (key, slot) => {
    if (typeof slot.value === "function") {
      const call = adoptFunction((...args) => Reflect.apply(value[key], value, args), String(key), slot.value.length);
      Reflect.defineProperty(copy, key, { value: call, writable: true, enumerable: false, configurable: true });
    } else {
      const get = make.func(() => adopt(value[key]), String(key), 0);
      Reflect.defineProperty(copy, key, { get, enumerable: slot.enumerable, configurable: true });
    }
  };
  for (let at = proto; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) {
      if (key !== "constructor" && !Object.hasOwn(copy, key)) add(key, Reflect.getOwnPropertyDescriptor(at, key));
    }
  }
  for (const key of Reflect.ownKeys(value)) if (!Object.hasOwn(copy, key)) add(key, Reflect.getOwnPropertyDescriptor(value, key));
  return copy;
}

function adoptFunction(f, name = f.name, length = f.length) {
  if (toGuest.has(f)) return toGuest.get(f);
  const call = (self, args) => {
    let result;
    try {
      result = Reflect.apply(f, toKernel.get(self) ?? self, inward(args));
    } catch (error) {
      throw adoptError(error);
    }
    return adopt(result);
  };
  const copy = make.func(call, typeof name === "string" ? name : "", length);
  toGuest.set(f, copy);
  return copy;
}

// The guest's arguments, in an array of the kernel's.
function inward(args) {
  const list = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    list[i] = isObject(arg) ? (toKernel.get(arg) ?? (typeof arg === "function" ? view(arg) : arg)) : arg;
  }
  return list;
}

function adoptError(error) {
  if (!isObject(error) || !(error instanceof Error)) return adopt(error);
  if (toGuest.has(error)) return toGuest.get(error);
  const copy = make.error(error.name, String(error.message));
  toGuest.set(error, copy);
  origins.set(copy, error);
  for (const key of Object.keys(error)) {
    if (key !== "stack" && key !== "message") put(copy, key, adopt(error[key]));
  }
  if (copy.name !== error.name) Reflect.defineProperty(copy, "name", { value: error.name, writable: true, configurable: true });
  return copy;
}

function adoptPromise(promise) {
  if (toGuest.has(promise)) return toGuest.get(promise);
  const later = make.deferred();
  toGuest.set(promise, later.promise);
  promise.then((value) => later.resolve(adopt(value)), (error) => later.reject(adoptError(error)));
  return later.promise;
}

// What `kernel(name)` gives to the lab's stand-ins: the functions of a part, each through here.
function bridge(part) {
  const object = make.object();
  for (const key of Reflect.ownKeys(part)) {
    const slot = Reflect.getOwnPropertyDescriptor(part, key);
    if (typeof slot.value === "function" && !/^class\b/.test(Function.prototype.toString.call(slot.value))) {
      Reflect.defineProperty(object, key, { value: adoptFunction(slot.value, String(key)), enumerable: true });
    } else {
      Reflect.defineProperty(object, key, { get: make.func(() => adopt(part[key]), String(key), 0), enumerable: true });
    }
  }
  return object;
}

// --- guest to kernel -------------------------------------------------------------------------------

// Whether a value is the guest's, as far as that can be told.
function isGuests(value) {
  if (!isObject(value)) return false;
  if (targets.has(value)) return true;
  return !(value instanceof Object) && Object.getPrototypeOf(value) !== null;
}

// A guest's value as checks see it.
function view(value) {
  if (!isObject(value) || !isGuests(value) || targets.has(value)) return value;
  if (views.has(value)) return views.get(value);
  const isFunction = typeof value === "function";
  if (!isFunction && isData(value)) return value;
  const proxy = new Proxy(value, isFunction ? FUNCTION : INSTANCE);
  views.set(value, proxy);
  targets.set(proxy, value);
  return proxy;
}

// Plain data, whose methods are the language's own.
function isData(value) {
  if (Array.isArray(value)) return true;
  const proto = Object.getPrototypeOf(value);
  if (proto === null || proto === real.Object.prototype) {
    // An object with functions of its own is more than data.
    for (const key of Reflect.ownKeys(value)) {
      const slot = Reflect.getOwnPropertyDescriptor(value, key);
      if (slot && (slot.get || typeof slot.value === "function")) return false;
    }
    return true;
  }
  for (const kind of DATA) if (value instanceof real[kind.name]) return true;
  return ArrayBuffer.isView(value);
}

const INSTANCE = {
  get(target, key, receiver) {
    const slot = Reflect.getOwnPropertyDescriptor(target, key);
    if (slot && !slot.configurable && !slot.writable && "value" in slot) return slot.value;
    return view(Reflect.get(target, key, receiver === views.get(target) ? target : receiver));
  },
  set(target, key, value) {
    return Reflect.set(target, key, adopt(value), target);
  },
  apply(target, self, args) {
    try {
      return view(Reflect.apply(target, outward(self), args.map((arg) => adopt(arg))));
    } catch (error) {
      throw placed(error);
    }
  },
  construct(target, args, newTarget) {
    try {
      return view(Reflect.construct(target, args.map((arg) => adopt(arg)), outward(newTarget)));
    } catch (error) {
      throw placed(error);
    }
  },
};
const FUNCTION = INSTANCE;

// Remembers from where in the kernel the guest was called that throws this.
const places = new WeakMap();
function placed(error) {
  if (isGuests(error) && !places.has(error)) places.set(error, new Error().stack);
  return error;
}

function outward(value) {
  return isObject(value) && targets.has(value) ? targets.get(value) : adopt(value);
}

// What a module of the challenge exports, for a check: names, and values in the same order.
function surrogate(value) {
  const names = ["default"];
  const values = [view(value)];
  if (isObject(value)) {
    if (isNamespace(value)) values[0] = undefined;
    for (const key of Object.keys(value)) {
      const inner = view(value[key]);
      if (key === "default") values[0] = inner;
      else {
        names.push(key);
        values.push(inner);
      }
    }
    if (isNamespace(value) && !Object.hasOwn(value, "default")) {
      names.shift();
      values.shift();
    }
  }
  return [names, values];
}

// Whether something thrown is the guest's to answer for.
function fromGuest(error) {
  if (!isObject(error)) return true;
  if (origins.has(error)) return false;
  return isGuests(error);
}

exports.adopt = (value) => adopt(value);
exports.adoptError = adoptError;
exports.bridge = bridge;
exports.view = view;
exports.outward = outward;
exports.surrogate = surrogate;
exports.fromGuest = fromGuest;
exports.isGuests = isGuests;
exports.kernelStack = (error) => (isObject(error) ? (places.get(error) ?? "") : "");
exports.isObject = isObject;
exports.origin = (error) => (isObject(error) ? origins.get(error) : undefined);
