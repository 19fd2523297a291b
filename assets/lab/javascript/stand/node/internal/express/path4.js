"use strict";
// Route paths of Express 4: `:name`, `:name?`, `:name(\\d+)`, `*`, and regular expressions in between.

const PIECE = /\\.|(\/)?(\.)?:(\w+)(\(.*?\))?(\*)?(\?)?|[.*]|\/\(/g;

/** The names of the groups of a regular expression, in order: unnamed ones are numbered. */
function groupNames(source) {
  const out = [];
  let next = 0;
  for (const match of source.matchAll(/\\.|\((?:\?<(.*?)>)?(?!\?)/g)) {
    if (match[0][0] !== "\\") out.push(match[1] || next++);
  }
  return out;
}

/** `{ regexp, keys }` of a path: what the pieces stand for, with each group's name in the order of the groups. */
function compile(path, { sensitive, end = true, strict }) {
  const names = [];
  let source = "";
  let at = 0;
  let before = "";
  let unnamed = 0;
  const literal = (text) => {
    // Groups that the path itself writes count as unnamed parameters.
    for (const name of groupNames(text)) names.push(typeof name === "string" ? name : unnamed++);
    source += text;
  };
  for (const match of path.matchAll(PIECE)) {
    const [all, slash, dot, key, capture, star, optional] = match;
    const between = path.slice(at, match.index);
    literal(between);
    at = match.index + all.length;
    if (all[0] === "\\") {
      before += between + all;
      source += all;
    } else if (all === ".") {
      before += `${between}\\.`;
      source += "\\.";
    } else if (all === "*") {
      before = "";
      names.push(unnamed++);
      source += "(.*)";
    } else if (all === "/(") {
      before += `${between}/`;
      source += "/(?:";
    } else {
      before = slash || dot ? "" : before + between;
      const format = dot ? "\\." : "";
      names.push(key);
      let group;
      if (capture) {
        group = capture.replace(/\\.|\*/, (one) => (one === "*" ? "(.*)" : one));
        for (const name of groupNames(group).slice(1)) names.push(typeof name === "string" ? name : unnamed++);
      } else group = before ? `((?:(?!/|${before}).)+?)` : `([^/${format}]+?)`;
      if (star) names.push(unnamed++);
      source += `(?:${format}${slash ?? ""}${group}${star ? `((?:[/${format}].+?)?)` : ""})${optional ?? ""}`;
      before = "";
    }
  }
  literal(path.slice(at));
  if (!strict) source += source.endsWith("/") ? "?" : "/?";
  if (end) source += "$";
  else if (!source.endsWith("/")) source += "(?=/|$)";
  return { regexp: new RegExp(`^${source}`, sensitive ? "" : "i"), keys: names };
}

/** A function from a path to `{ path, params }` or false. */
function matcher(path, options, decode) {
  if (typeof path !== "string") throw new TypeError("path must be a string, array of strings, or regular expression");
  const { regexp, keys } = compile(path, options);
  return (input) => {
    const found = regexp.exec(input);
    if (!found) return false;
    const params = {};
    for (let i = 1; i < found.length; i++) {
      const value = decode(found[i]);
      const name = keys[i - 1];
      if (value !== undefined || !Object.prototype.hasOwnProperty.call(params, name)) params[name] = value;
    }
    return { path: found[0], params };
  };
}

module.exports = { matcher, compile, groupNames };
