"use strict";
// One entry of a router's stack: a path and a function.

const { groupNames } = require("internal/express/path4");

/** A parameter of a path, decoded; an error with status 400 where it cannot be. */
function decodeParam(value) {
  if (typeof value !== "string" || value.length === 0 || !value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) {
      error.message = `Failed to decode param '${value}'`;
      error.status = error.statusCode = 400;
    }
    throw error;
  }
}

function regexpMatcher(regexp) {
  const names = groupNames(regexp.source);
  return (input) => {
    const found = regexp.exec(input);
    if (!found) return false;
    const params = {};
    for (let i = 1; i < found.length; i++) {
      const value = decodeParam(found[i]);
      if (value !== undefined) params[names[i - 1]] = value;
    }
    return { path: found[0], params };
  };
}

/** The layers of one version of Express: `paths` compiles its paths, `promises` says whether a rejected promise is an error. */
function layers(paths, promises) {
  return class Layer {
    constructor(path, options, handle) {
      this.handle = handle;
      this.name = handle.name || "<anonymous>";
      this.params = undefined;
      this.path = undefined;
      this.keys = [];
      const given = Array.isArray(path) ? path.flat(Infinity) : [path];
      this.slash = path === "/" && options.end === false;
      this.star = !promises && path === "*";
      this.matchers = given.map((one) => (one instanceof RegExp ? regexpMatcher(one) : paths.matcher(one, options, decodeParam)));
    }

    /** Whether the layer's path fits; sets `path`, `params` and `keys`. */
    match(path) {
      let found = false;
      if (path !== null && path !== undefined) {
        if (this.slash) {
          this.params = {};
          this.path = "";
          this.keys = [];
          return true;
        }
        for (const matcher of this.matchers) {
          found = matcher(path);
          if (found) break;
        }
      }
      if (!found) {
        this.params = this.path = undefined;
        return false;
      }
      this.params = found.params;
      this.path = found.path;
      this.keys = Object.keys(found.params);
      return true;
    }

    handleRequest(req, res, next) {
      if (this.handle.length > 3) next();
      else this.#call(() => this.handle(req, res, next), next);
    }

    handleError(error, req, res, next) {
      if (this.handle.length !== 4) next(error);
      else this.#call(() => this.handle(error, req, res, next), next);
    }

    #call(run, next) {
      let result;
      try {
        result = run();
      } catch (error) {
        next(error);
        return;
      }
      if (promises && result !== null && typeof result === "object" && typeof result.then === "function") {
        result.then(() => {}, (error) => next(error || new Error("Rejected promise")));
      }
    }
  };
}

module.exports = { layers };
