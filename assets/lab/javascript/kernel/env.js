// The environment of the program: one table that checks change and the program reads.

const facade = Object.assign(Object.create(null), { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/home/app", USER: "app", LANG: "C.UTF-8", PWD: "/app" });

const has = (name) => Object.hasOwn(facade, name) && facade[name] !== undefined && facade[name] !== null;

Object.assign(exports, {
  facade,
  has,
  get: (name) => (has(name) ? String(facade[name]) : undefined),
  set: (name, value) => void (facade[name] = String(value)),
  remove: (name) => delete facade[name],
  names: () => Object.keys(facade).filter(has),
  /** Name and value pairs. */
  pairs: () => Object.keys(facade).filter(has).map((name) => [name, String(facade[name])]),
});
