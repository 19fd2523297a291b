// Freezes the kernel's built-in objects, so that nothing that ever reaches them can change what checks stand on, and takes
// away what leads from an object to code made of text.

// Properties that classes and errors set on their instances: on a frozen prototype, setting them would fail.
const OVERRIDDEN = ["constructor", "message", "name", "toJSON", "toLocaleString", "toString", "valueOf"];

// Replaces a data property by one that reads the same and, when set on an heir, becomes the heir's own.
function makeOverridable(prototype, key) {
  const slot = Reflect.getOwnPropertyDescriptor(prototype, key);
  if (!slot || !slot.configurable || !("value" in slot)) return;
  const { value } = slot;
  Reflect.defineProperty(prototype, key, {
    get: () => value,
    set(next) {
      if (this === prototype) throw new TypeError(`${String(key)} is the lab's and cannot be changed`);
      Reflect.defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
    },
    enumerable: slot.enumerable,
    configurable: false,
  });
}

exports.freeze = (global, host) => {
  Error.stackTraceLimit = 50;
  const samples = [function () {}, async function () {}, function* () {}, async function* () {}];
  // The constructors of functions make them of text: in their place stands one that makes none.
  const Nothing = { Function: function () { throw new TypeError("the lab makes no functions of text"); } }.Function;
  Nothing.prototype = Function.prototype;
  for (const sample of samples) {
    Reflect.defineProperty(Object.getPrototypeOf(sample), "constructor", { value: Nothing, writable: false, configurable: false });
  }
  Reflect.defineProperty(global, "Function", { value: Nothing, writable: false, configurable: false });
  Reflect.deleteProperty(global, "eval");
  for (const name of ["prepareStackTrace", "captureStackTrace"]) Reflect.deleteProperty(Error, name);
  const roots = [
    ...samples, [][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator](), "a".matchAll(/a/g),
    ...Reflect.ownKeys(global).filter((key) => key !== "globalThis").map((key) => Reflect.getOwnPropertyDescriptor(global, key)?.value),
  ];
  for (const name of ["Object", "Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "AggregateError"]) {
    for (const key of OVERRIDDEN) makeOverridable(global[name].prototype, key);
  }
  host.freeze(roots);
};
