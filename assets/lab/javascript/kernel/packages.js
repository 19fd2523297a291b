"use strict";
// What the challenge's package.json asks for.

let known = null;

/** The version range of a package, or null where nothing is asked for. */
exports.wants = function wants(name) {
  if (known === null) {
    known = {};
    const text = part("tree").source("/app/package.json");
    if (text !== null) {
      try {
        const { dependencies, devDependencies } = JSON.parse(text);
        known = { ...devDependencies, ...dependencies };
      } catch {
        known = {};
      }
    }
  }
  return Object.hasOwn(known, name) && typeof known[name] === "string" ? known[name] : null;
};
