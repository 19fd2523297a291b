// Glob patterns of `fs.glob` and `path.matchesGlob`.

/** A pattern as a regular expression. */
function compile(pattern) {
  let out = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (pattern.startsWith("**/", i)) {
      out += "(?:[^/]+/)*";
      i += 2;
    } else if (pattern.startsWith("**", i)) {
      out += ".*";
      i += 1;
    } else if (c === "*") out += "[^/]*";
    else if (c === "?") out += "[^/]";
    else if (c === "[") {
      const end = pattern.indexOf("]", i + 2);
      if (end < 0) out += "\\[";
      else {
        out += `[${pattern.slice(i + 1, end).replace(/^!/, "^").replaceAll("\\", "\\\\")}]`;
        i = end;
      }
    } else if (c === "{") {
      const end = pattern.indexOf("}", i);
      if (end < 0) out += "\\{";
      else {
        out += `(?:${pattern.slice(i + 1, end).split(",").map((p) => compile(p).source.slice(1, -1)).join("|")})`;
        i = end;
      }
    } else out += /[\\^$+.()|\]}]/.test(c) ? `\\${c}` : c;
  }
  return new RegExp(`^${out}$`, "s");
}

const matches = (path, pattern) => compile(pattern).test(path);

module.exports = { compile, matches };
