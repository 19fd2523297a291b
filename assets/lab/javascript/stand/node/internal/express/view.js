"use strict";
// Views: a name to a file and to the engine that renders it.

const path = require("path");

/** What a file is, or undefined where there is none. */
function stat(file) {
  try {
    return require("fs").statSync(file);
  } catch {
    return undefined;
  }
}

class View {
  constructor(name, { defaultEngine, root, engines }) {
    this.defaultEngine = defaultEngine;
    this.ext = path.extname(name);
    this.name = name;
    this.root = root;
    if (!this.ext && !defaultEngine) throw new Error("No default engine was specified and no extension was provided.");
    let file = name;
    if (!this.ext) {
      this.ext = defaultEngine[0] === "." ? defaultEngine : `.${defaultEngine}`;
      file += this.ext;
    }
    if (!engines[this.ext]) {
      const engine = this.ext.slice(1);
      const render = require(engine === "hbs" ? "hbs" : engine).__express;
      if (typeof render !== "function") throw new Error(`Module "${engine}" does not provide a view engine.`);
      engines[this.ext] = render;
    }
    this.engine = engines[this.ext];
    this.path = this.lookup(file);
  }

  lookup(name) {
    for (const root of [].concat(this.root)) {
      const file = path.resolve(root, name);
      const found = this.resolve(path.dirname(file), path.basename(file));
      if (found) return found;
    }
    return undefined;
  }

  resolve(folder, file) {
    const direct = path.join(folder, file);
    if (stat(direct)?.isFile()) return direct;
    const index = path.join(folder, path.basename(file, this.ext), `index${this.ext}`);
    return stat(index)?.isFile() ? index : undefined;
  }

  render(options, callback) {
    let sync = true;
    this.engine(this.path, options, (...args) => {
      if (!sync) return callback(...args);
      return process.nextTick(() => callback(...args));
    });
    sync = false;
  }
}

module.exports = { View };
