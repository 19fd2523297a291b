// `map`, `filter`, `toArray` and the like of readable streams.

/** Put the methods on Readable's prototype. */
function install(Readable) {
  const through = (f) => function (...args) {
    return Readable.from(f(this, ...args));
  };
  const promised = (f) => function (...args) {
    return f(this, ...args);
  };
  const methods = {
    map: through(async function* (source, f) { for await (const x of source) yield await f(x, {}); }),
    filter: through(async function* (source, f) { for await (const x of source) if (await f(x, {})) yield x; }),
    flatMap: through(async function* (source, f) { for await (const x of source) yield* await f(x, {}); }),
    take: through(async function* (source, n) { let i = 0; if (n > 0) for await (const x of source) { yield x; if (++i >= n) return; } }),
    drop: through(async function* (source, n) { let i = 0; for await (const x of source) if (i++ >= n) yield x; }),
    forEach: promised(async (source, f) => { for await (const x of source) await f(x, {}); }),
    toArray: promised(async (source) => { const out = []; for await (const x of source) out.push(x); return out; }),
    some: promised(async (source, f) => { for await (const x of source) if (await f(x, {})) return true; return false; }),
    every: promised(async (source, f) => { for await (const x of source) if (!(await f(x, {}))) return false; return true; }),
    find: promised(async (source, f) => { for await (const x of source) if (await f(x, {})) return x; return undefined; }),
    reduce: promised(async (source, f, ...initial) => {
      let [has, sum] = [initial.length > 0, initial[0]];
      for await (const x of source) {
        sum = has ? await f(sum, x, {}) : x;
        has = true;
      }
      if (!has) throw new TypeError("Reduce of an empty stream requires an initial value");
      return sum;
    }),
  };
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(Readable.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

module.exports = { install };
