// The names that guests have without importing them. Most are made when they are first asked for; the accessors stay.

for (const name of ["dispose", "asyncDispose"]) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
}

const define = (name, get) => {
  let held;
  let made = false;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get() {
      if (!made) {
        made = true;
        held = get();
      }
      return held;
    },
    set(value) {
      made = true;
      held = value;
    },
  });
};

const FROM = {
  "internal/process": ["process"],
  "internal/console": ["console"],
  "internal/buffer": ["Buffer"],
  "internal/encoding": ["TextEncoder", "TextDecoder", "atob", "btoa"],
  "internal/url": ["URL", "URLSearchParams"],
  "internal/event_target": ["Event", "CustomEvent", "EventTarget", "AbortController", "AbortSignal"],
  "internal/timers": ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"],
  "internal/dom_exception": ["DOMException"],
  "internal/structured_clone": ["structuredClone"],
  "internal/fetch": ["fetch"],
  "internal/headers": ["Headers"],
  "internal/messages": ["Request", "Response"],
  "internal/blob": ["Blob", "File", "FormData"],
  "internal/web_streams": ["ReadableStream", "WritableStream", "TransformStream", "TextDecoderStream", "TextEncoderStream"],
  "internal/performance": ["performance"],
  "internal/webcrypto": ["crypto", "CryptoKey"],
  "internal/websocket": ["WebSocket"],
  "internal/intl": ["Intl"],
};
for (const [from, names] of Object.entries(FROM)) for (const name of names) define(name, () => require(from)[name]);

const { lackNames } = require("internal/lacks");
lackNames(globalThis, "global", "BroadcastChannel MessageChannel MessagePort MessageEvent EventSource CompressionStream DecompressionStream SubtleCrypto Crypto PerformanceObserver PerformanceEntry ByteLengthQueuingStrategy CountQueuingStrategy WebAssembly navigator Storage localStorage sessionStorage");

const microtask = globalThis.queueMicrotask;
const queueMicrotask = (callback) => {
  require("internal/errors").checkFunction(callback);
  microtask(require("internal/async_context").bind(callback));
};
Object.defineProperty(globalThis, "queueMicrotask", { value: queueMicrotask, writable: true, configurable: true, enumerable: false });
Object.defineProperty(globalThis, Symbol.toStringTag, { value: "global", writable: false, configurable: true, enumerable: false });
Object.defineProperty(globalThis, "global", { value: globalThis, writable: true, configurable: true, enumerable: false });
const random = { random: () => kernel("random").random() }.random;
Object.defineProperty(Math, "random", { value: random, writable: true, configurable: true, enumerable: false });
require("internal/date").install();
require("internal/locale").install();
