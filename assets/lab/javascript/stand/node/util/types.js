// `node:util/types`

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
const works = (f) => (value) => {
  if (typeof value !== "object" || value === null) return false;
  try {
    f(value);
    return true;
  } catch {
    return false;
  }
};
const getter = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
const sizes = [getter(Map.prototype, "size"), getter(Set.prototype, "size"), getter(ArrayBuffer.prototype, "byteLength")];
const typed = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);

const types = {
  isMap: works((v) => sizes[0].call(v)),
  isSet: works((v) => sizes[1].call(v)),
  isDate: works((v) => Date.prototype.getTime.call(v)),
  isRegExp: works((v) => { if (tag(v) !== "RegExp") throw v; }),
  isPromise: (value) => value instanceof Promise,
  isWeakMap: works((v) => WeakMap.prototype.has.call(v, v)),
  isWeakSet: works((v) => WeakSet.prototype.has.call(v, v)),
  isArrayBuffer: works((v) => sizes[2].call(v)),
  isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || tag(value) === "SharedArrayBuffer",
  isSharedArrayBuffer: (value) => tag(value) === "SharedArrayBuffer",
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isTypedArray: (value) => ArrayBuffer.isView(value) && typed.call(value) !== undefined,
  isDataView: (value) => ArrayBuffer.isView(value) && typed.call(value) === undefined,
  isNativeError: (value) => value instanceof Error || tag(value) === "Error",
  isAsyncFunction: (value) => typeof value === "function" && /^Async/.test(tag(value)),
  isGeneratorFunction: (value) => typeof value === "function" && /Generator/.test(tag(value)),
  isGeneratorObject: (value) => tag(value) === "Generator",
  isMapIterator: (value) => tag(value) === "Map Iterator",
  isSetIterator: (value) => tag(value) === "Set Iterator",
  isSymbolObject: (value) => typeof value === "object" && value instanceof Symbol,
  isNumberObject: (value) => typeof value === "object" && value instanceof Number,
  isStringObject: (value) => typeof value === "object" && value instanceof String,
  isBooleanObject: (value) => typeof value === "object" && value instanceof Boolean,
  isBigIntObject: (value) => typeof value === "object" && value instanceof BigInt,
  isBoxedPrimitive: (value) => typeof value === "object" && [Number, String, Boolean, Symbol, BigInt].some((Kind) => value instanceof Kind),
  isArgumentsObject: (value) => tag(value) === "Arguments",
  isModuleNamespaceObject: (value) => tag(value) === "Module",
  isProxy: (value) => ((typeof value === "object" && value !== null) || typeof value === "function") && host.proxyDetails?.(value) !== undefined,
  isExternal: () => false,
  isKeyObject: (value) => value instanceof require("internal/crypto/keys").KeyObject,
  isCryptoKey: (value) => require("internal/webcrypto").isCryptoKey(value),
};
for (const kind of ["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"]) {
  types[`is${kind}`] = (value) => ArrayBuffer.isView(value) && typed.call(value) === kind;
}

module.exports = types;
