// `node:vm`: code in a realm of its own. It is no sandbox, and the lab's is none either.

const { checkString, invalidType } = require("internal/errors");
const { lacks, lackNames } = require("internal/lacks");

const contexts = new WeakMap();

function realmOf(sandbox) {
  if (typeof host.newRealm !== "function") return lacks("node:vm contexts");
  const realm = host.newRealm();
  // What the code sees is the realm's own objects and the names of the sandbox, as they are: their constructors lead out.
  const names = new Set(Object.getOwnPropertyNames(realm.global));
  return { realm, sandbox, names };
}

function createContext(sandbox = {}) {
  if (typeof sandbox !== "object" || sandbox === null) throw invalidType("contextObject", "Object", sandbox);
  if (!contexts.has(sandbox)) contexts.set(sandbox, realmOf(sandbox));
  return sandbox;
}

const isContext = (sandbox) => {
  if (typeof sandbox !== "object" || sandbox === null) throw invalidType("object", "Object", sandbox);
  return contexts.has(sandbox);
};

/** Put the sandbox's names into the realm, run, and take what the code left back into the sandbox. */
function runIn(code, sandbox, filename) {
  const { realm, names } = contexts.get(sandbox);
  const given = new Set();
  // `this` in such code is the sandbox: its prototypes are those of the program that made it.
  Object.setPrototypeOf(realm.global, Object.getPrototypeOf(sandbox));
  for (const name of Object.getOwnPropertyNames(sandbox)) {
    given.add(name);
    Object.defineProperty(realm.global, name, { value: sandbox[name], writable: true, configurable: true, enumerable: true });
  }
  try {
    return realm.evaluate(code, filename);
  } finally {
    for (const name of Object.getOwnPropertyNames(realm.global)) {
      if (!names.has(name) || given.has(name)) sandbox[name] = realm.global[name];
    }
    for (const name of given) if (!Object.hasOwn(realm.global, name)) delete sandbox[name];
  }
}

const nameOf = (options) => (typeof options === "string" ? options : (options?.filename ?? "evalmachine.<anonymous>"));

class Script {
  #code;
  #name;
  constructor(code, options) {
    this.#code = `${code}`;
    this.#name = nameOf(options);
  }
  runInContext(sandbox, options) { return runInContext(this.#code, sandbox, { filename: this.#name, ...options }); }
  runInNewContext(sandbox = {}, options) { return runInContext(this.#code, createContext(sandbox), { filename: this.#name, ...options }); }
  runInThisContext() { return runInThisContext(this.#code, this.#name); }
  createCachedData() { return require("internal/buffer").Buffer.alloc(0); }
}

function runInContext(code, sandbox, options) {
  checkString(code, "code");
  if (!contexts.has(sandbox)) throw invalidType("contextifiedObject", "an vm.Context", sandbox);
  return runIn(code, sandbox, nameOf(options));
}

function runInThisContext(code, options) {
  checkString(code, "code");
  // Indirect: in the program's own realm and global scope.
  return (0, globalThis.eval)(`${code}\n//# sourceURL=${nameOf(options)}`);
}

module.exports = {
  Script, createContext, isContext, runInContext, runInThisContext,
  createScript: (code, options) => new Script(code, options),
  runInNewContext: (code, sandbox, options) => {
    checkString(code, "code");
    return runInContext(code, createContext(sandbox ?? {}), options);
  },
  constants: { USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol("vm_dynamic_import_main_context_default"), DONT_CONTEXTIFY: Symbol("vm_context_no_contextify") },
};
lackNames(module.exports, "vm", "compileFunction Module SourceTextModule SyntheticModule measureMemory");
