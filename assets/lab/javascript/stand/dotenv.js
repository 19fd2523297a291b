"use strict";
// Settings from a `.env` file into the environment.

const fs = require("node:fs");
const path = require("node:path");

const LINE = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm;

function parse(source) {
  const found = {};
  for (const [, name, raw = ""] of String(source).replace(/\r\n?/g, "\n").matchAll(LINE)) {
    const text = raw.trim();
    const quote = text[0];
    let value = text.replace(/^(['"`])([\s\S]*)\1$/, "$2");
    if (quote === '"') value = value.replace(/\\n/g, "\n").replace(/\\r/g, "\r");
    found[name] = value;
  }
  return found;
}

function populate(target, parsed, { override = false } = {}) {
  for (const name of Object.keys(parsed)) {
    if (override || !Object.hasOwn(target, name)) target[name] = parsed[name];
  }
  return parsed;
}

function config(options = {}) {
  const paths = [options.path ?? path.resolve(process.cwd(), ".env")].flat();
  const parsed = {};
  let error;
  for (const file of paths) {
    try {
      const own = parse(fs.readFileSync(file, { encoding: options.encoding ?? "utf8" }));
      for (const name of Object.keys(own)) if (options.override || !Object.hasOwn(parsed, name)) parsed[name] = own[name];
    } catch (failure) {
      error = failure;
    }
  }
  populate(options.processEnv ?? process.env, parsed, options);
  return error ? { parsed, error } : { parsed };
}

module.exports = { parse, populate, config, configDotenv: config };
