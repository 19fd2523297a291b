"use strict";
// Route paths of Express 5: `:name`, `*name`, `{optional}`, and nothing else.

const START = /^[$_\p{ID_Start}]$/u;
const CONTINUE = /^[$\u200c\u200d\p{ID_Continue}]$/u;

/** A path that cannot be read. */
class PathError extends TypeError {
  constructor(message, path) {
    super(`${message}${path ? `: ${path}` : ""}; visit https://git.new/pathToRegexpError for info`);
    this.originalPath = path;
  }
}

/** The tokens of a path: texts, params, wildcards, and groups of such. */
function parse(path) {
  const chars = [...path];
  let at = 0;

  function name() {
    let out = "";
    if (at < chars.length && START.test(chars[at])) {
      while (at < chars.length && CONTINUE.test(chars[at])) out += chars[at++];
    } else if (chars[at] === '"') {
      const from = at++;
      while (at < chars.length && chars[at] !== '"') {
        if (chars[at] === "\\") at++;
        out += chars[at++];
      }
      if (at >= chars.length) throw new PathError(`Unterminated quote at index ${from}`, path);
      at++;
    }
    if (!out) throw new PathError(`Missing parameter name at index ${at}`, path);
    return out;
  }

  function until(end) {
    const tokens = [];
    let text = "";
    const flush = () => {
      if (text) tokens.push({ type: "text", value: text });
      text = "";
    };
    while (at < chars.length) {
      const char = chars[at++];
      if (char === end) {
        flush();
        return tokens;
      }
      if (char === "\\") {
        if (at === chars.length) throw new PathError(`Unexpected end after \\ at index ${at}`, path);
        text += chars[at++];
      } else if (char === ":" || char === "*") {
        const called = name();
        flush();
        tokens.push({ type: char === ":" ? "param" : "wildcard", name: called });
      } else if (char === "{") {
        flush();
        tokens.push({ type: "group", tokens: until("}") });
      } else if ("}()[]+?!".includes(char)) {
        throw new PathError(`Unexpected ${char} at index ${at - 1}`, path);
      } else text += char;
    }
    if (end) throw new PathError(`Unexpected end at index ${at}, expected ${end}`, path);
    flush();
    return tokens;
  }

  return until("");
}

/** Every way to take or leave the groups, with the group first. */
function variants(tokens) {
  let out = [[]];
  for (const token of tokens) {
    if (token.type !== "group") {
      for (const one of out) one.push(token);
      continue;
    }
    const inside = variants(token.tokens);
    out = out.flatMap((one) => [...inside.map((more) => [...one, ...more]), one]);
  }
  return out;
}

const escape = (text) => text.replace(/[.+*?^${}()[\]|/\\]/g, "\\$&");

/** One character that begins neither `/` (or `a`) nor `b`. */
function not(a, b) {
  if (b.length > a.length) return not(b, a);
  if (a === b) b = "";
  if (b.length > 1) return `(?:(?!${escape(a)}|${escape(b)})[^])`;
  if (a.length > 1) return `(?:(?!${escape(a)})[^${escape(b)}])`;
  return `[^${escape(a + b)}]`;
}

function source(tokens, keys, path) {
  let out = "";
  let before = "";
  let sinceWildcard = "";
  let last = null;
  let paramHere = false;
  let wildcardHere = false;

  const wildcardFollows = (from) => {
    for (const token of tokens.slice(from)) {
      if (token.type === "wildcard") return true;
      if (token.type === "text" && token.value.includes("/")) return false;
    }
    return false;
  };
  const textAfter = (from) => {
    let text = "";
    for (const token of tokens.slice(from)) {
      if (token.type !== "text") break;
      text += token.value;
    }
    return text;
  };

  tokens.forEach((token, i) => {
    if (token.type === "text") {
      out += escape(token.value);
      before += token.value;
      if (last === "wildcard") sinceWildcard += token.value;
      if (token.value.includes("/")) paramHere = wildcardHere = false;
      return;
    }
    if (last && !before) throw new PathError(`Missing text before "${token.name}" ${token.type}`, path);
    if (token.type === "param") {
      if (wildcardHere) out += `(${not("/", before)}+)`;
      else if (wildcardFollows(i + 1)) out += `(${not("/", textAfter(i + 1))}+)`;
      else if (paramHere) out += `(${not("/", before)}+|${escape(before)})`;
      else out += `(${not("/", "")}+)`;
      paramHere = true;
    } else {
      if (wildcardHere) out += `(${not(before, "")}+)`;
      else if (sinceWildcard) out += `(${not(sinceWildcard, "")}+|${not("/", "")}+)`;
      else out += "([^]+)";
      sinceWildcard = "";
      wildcardHere = true;
    }
    last = token.type;
    keys.push(token);
    before = "";
  });
  return out;
}

/** `{ regexp, keys }` of a path. */
function compile(path, { sensitive, end = true, strict }) {
  const keys = [];
  const all = variants(parse(path));
  if (all.length > 256) throw new PathError("Too many path combinations", path);
  let text = `^(?:${all.map((tokens) => source(tokens, keys, path)).join("|")})`;
  if (!strict) text += "(?:\\/$)?";
  text += end ? "$" : "(?=\\/|$)";
  return { regexp: new RegExp(text, sensitive ? "" : "i"), keys };
}

/** A function from a path to `{ path, params }` or false. */
function matcher(path, options, decode) {
  const loose = options.strict || path === "/" ? path : String(path).replace(/\/+$/, "");
  const { regexp, keys } = compile(loose, options);
  return (input) => {
    const found = regexp.exec(input);
    if (!found) return false;
    const params = Object.create(null);
    for (let i = 1; i < found.length; i++) {
      if (found[i] === undefined) continue;
      const key = keys[i - 1];
      params[key.name] = key.type === "param" ? decode(found[i]) : found[i].split("/").map(decode);
    }
    return { path: found[0], params };
  };
}

module.exports = { parse, matcher, compile, PathError };
