// Naming what the lab does not have.

/** Stop the run: it asks for something that the lab does not have. */
function lacks(what, hint) {
  return host.lacks(hint ? `the lab has no ${what}: ${hint}` : `the lab has no ${what}`);
}

/** A function that lacks when it is called. */
function lacking(what, hint) {
  return function () {
    return lacks(what, hint);
  };
}

/**
 * Give `target` the names that the real thing has and the stand does not: reading one lacks.
 * Names that the real thing does not have either stay undefined, as in Node.
 */
function lackNames(target, prefix, names, hint) {
  for (const name of names.split(/\s+/)) {
    if (name === "" || Object.hasOwn(target, name)) continue;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: false,
      get: () => lacks(`${prefix}.${name}`, hint),
      set: (value) => Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true }),
    });
  }
  return target;
}

module.exports = { lacks, lacking, lackNames };
