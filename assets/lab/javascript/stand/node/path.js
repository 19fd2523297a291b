// `node:path`

const { checkString } = require("internal/errors");
const files = kernel("files");

/** Take `.` and `..` out of a path; `isSeparator` and `separator` are the platform's. */
function normalizeParts(path, aboveRoot, separator, isSeparator) {
  const out = [];
  for (const part of path.split(isSeparator)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") out.push(part);
    else if (out.length && out[out.length - 1] !== "..") out.pop();
    else if (aboveRoot) out.push("..");
  }
  return out.join(separator);
}

function basename(path, suffix, ends) {
  if (suffix !== undefined) checkString(suffix, "suffix");
  checkString(path, "path");
  let end = path.length;
  while (end > 0 && ends(path[end - 1])) end -= 1;
  let start = end;
  while (start > 0 && !ends(path[start - 1])) start -= 1;
  const name = path.slice(start, end);
  if (!suffix || suffix.length > path.length) return name;
  if (suffix === path) return "";
  // As in Node: a name that is the end of the suffix keeps the slashes behind it.
  if (suffix.endsWith(name) && suffix !== name) return path.slice(start);
  return name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name;
}

function extname(path, ends) {
  checkString(path, "path");
  const name = basename(path, undefined, ends);
  const at = name.lastIndexOf(".");
  return at <= 0 || name === ".." ? "" : name.slice(at);
}

function format(separator, parts) {
  require("internal/errors").checkObject(parts, "pathObject");
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? `${parts.ext[0] === "." ? "" : "."}${parts.ext}` : "";
  const base = parts.base || `${parts.name || ""}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

const slash = (c) => c === "/";

const posix = {
  sep: "/",
  delimiter: ":",
  resolve(...given) {
    let path = "";
    for (let i = given.length - 1; i >= 0 && !path.startsWith("/"); i--) {
      checkString(given[i], `paths[${i}]`);
      if (given[i] !== "") path = `${given[i]}/${path}`;
    }
    if (!path.startsWith("/")) path = `${files.cwd()}/${path}`;
    return `/${normalizeParts(path, false, "/", "/")}`;
  },
  normalize(path) {
    checkString(path, "path");
    if (path === "") return ".";
    const absolute = path[0] === "/";
    let out = normalizeParts(path, !absolute, "/", "/");
    if (out === "") {
      if (absolute) return "/";
      return path.endsWith("/") ? "./" : ".";
    }
    if (path.endsWith("/")) out += "/";
    return absolute ? `/${out}` : out;
  },
  isAbsolute(path) {
    checkString(path, "path");
    return path[0] === "/";
  },
  join(...given) {
    given.forEach((part) => checkString(part, "path"));
    const joined = given.filter(Boolean).join("/");
    return joined === "" ? "." : posix.normalize(joined);
  },
  relative(from, to) {
    checkString(from, "from");
    checkString(to, "to");
    const [a, b] = [posix.resolve(from), posix.resolve(to)].map((p) => p.split("/").filter(Boolean));
    let same = 0;
    while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
    return [...Array(a.length - same).fill(".."), ...b.slice(same)].join("/");
  },
  toNamespacedPath: (path) => path,
  dirname(path) {
    checkString(path, "path");
    if (path === "") return ".";
    let end = path.length;
    while (end > 1 && path[end - 1] === "/") end -= 1;
    const at = path.lastIndexOf("/", end - 1);
    if (at < 0 || end === 0) return path[0] === "/" ? "/" : ".";
    if (at === 0) return "/";
    if (at === 1 && path[0] === "/") return "//";
    return path.slice(0, at);
  },
  basename: (path, suffix) => basename(path, suffix, slash),
  extname: (path) => extname(path, slash),
  format: (parts) => format("/", parts),
  parse(path) {
    checkString(path, "path");
    if (path === "") return { root: "", dir: "", base: "", ext: "", name: "" };
    const root = path[0] === "/" ? "/" : "";
    const base = posix.basename(path);
    const ext = posix.extname(path);
    let end = path.length;
    while (end > 1 && path[end - 1] === "/") end -= 1;
    const before = path.slice(0, end - base.length);
    const dir = before.length > 1 ? before.slice(0, -1) || root : before;
    return { root, dir: base === "" ? root : dir || root, base, ext, name: base.slice(0, base.length - ext.length) };
  },
  matchesGlob: (path, pattern) => require("internal/glob").matches(path, pattern),
};

const either = (c) => c === "/" || c === "\\";

/** The root of a Windows path: drive, share, or a slash. */
function winRoot(path) {
  const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]|$)/.exec(path);
  if (share) return { device: `\\\\${share[1]}\\${share[2]}`, absolute: true, length: share[0].length };
  const drive = /^([A-Za-z]:)([\\/]?)/.exec(path);
  if (drive) return { device: drive[1], absolute: drive[2] !== "", length: drive[0].length };
  return { device: "", absolute: either(path[0]), length: either(path[0]) ? 1 : 0 };
}

const win32 = {
  sep: "\\",
  delimiter: ";",
  resolve(...given) {
    let [device, tail, absolute] = ["", "", false];
    for (let i = given.length - 1; i >= -1 && !(absolute && device); i--) {
      const path = i >= 0 ? given[i] : device ? `${device}\\` : "C:\\app";
      if (i >= 0) checkString(path, `paths[${i}]`);
      if (path === "") continue;
      const root = winRoot(path);
      if (root.device) {
        if (device && root.device.toLowerCase() !== device.toLowerCase()) continue;
        device ||= root.device;
      }
      if (!absolute) {
        tail = `${path.slice(root.length)}\\${tail}`;
        absolute = root.absolute;
      }
    }
    const out = normalizeParts(tail, !absolute, "\\", /[\\/]/);
    return absolute ? `${device}\\${out}` : `${device}${out}` || ".";
  },
  normalize(path) {
    checkString(path, "path");
    if (path === "") return ".";
    const { device, absolute, length } = winRoot(path);
    let tail = normalizeParts(path.slice(length), !absolute, "\\", /[\\/]/);
    if (tail === "" && !absolute) tail = ".";
    if (tail !== "" && either(path[path.length - 1]) && length < path.length) tail += "\\";
    return `${device}${absolute ? "\\" : ""}${tail}`;
  },
  isAbsolute(path) {
    checkString(path, "path");
    return either(path[0] ?? "") || /^[A-Za-z]:[\\/]/.test(path);
  },
  join(...given) {
    given.forEach((part) => checkString(part, "path"));
    const parts = given.filter(Boolean);
    if (parts.length === 0) return ".";
    let joined = parts.join("\\");
    if (!/^[\\/]{2}[^\\/]/.test(parts[0])) joined = joined.replace(/^[\\/]{2,}/, "\\");
    return win32.normalize(joined);
  },
  relative(from, to) {
    const [a, b] = [win32.resolve(from), win32.resolve(to)];
    if (a.toLowerCase() === b.toLowerCase()) return "";
    const [x, y] = [a.split("\\").filter(Boolean), b.split("\\").filter(Boolean)];
    let same = 0;
    while (same < x.length && same < y.length && x[same].toLowerCase() === y[same].toLowerCase()) same += 1;
    return same === 0 ? b : [...Array(x.length - same).fill(".."), ...y.slice(same)].join("\\");
  },
  toNamespacedPath: (path) => path,
  dirname(path) {
    checkString(path, "path");
    if (path === "") return ".";
    const { length } = winRoot(path);
    const tail = path.slice(length).replace(/[\\/]+$/, "");
    const at = Math.max(tail.lastIndexOf("\\"), tail.lastIndexOf("/"));
    if (at < 0) return length ? path.slice(0, length) : ".";
    return path.slice(0, length) + tail.slice(0, at);
  },
  basename: (path, suffix) => basename(/^[A-Za-z]:/.test(path) ? path.slice(2) : path, suffix, either),
  extname: (path) => extname(path, either),
  format: (parts) => format("\\", parts),
  parse(path) {
    checkString(path, "path");
    const { length } = winRoot(path);
    const root = path.slice(0, length);
    const base = win32.basename(path.slice(length));
    const ext = win32.extname(base);
    const dir = win32.dirname(path);
    return { root, dir: dir === "." && !path.startsWith(".") ? root : dir, base, ext, name: base.slice(0, base.length - ext.length) };
  },
  matchesGlob: (path, pattern) => require("internal/glob").matches(path.replaceAll("\\", "/"), pattern),
};

posix.posix = win32.posix = posix;
posix.win32 = win32.win32 = win32;
posix._makeLong = posix.toNamespacedPath;
module.exports = posix;
