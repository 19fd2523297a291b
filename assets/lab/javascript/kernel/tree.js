// The file system in memory: folders, files, links, modes. Paths are text; faults carry the system's own codes.

const LOOP_LIMIT = 40;

const CODES = {
  EPERM: [1, "operation not permitted", "Operation not permitted"],
  ENOENT: [2, "no such file or directory", "No such file or directory"],
  EBADF: [9, "bad file descriptor", "Bad file descriptor"],
  EACCES: [13, "permission denied", "Permission denied"],
  EEXIST: [17, "file already exists", "File exists"],
  EXDEV: [18, "cross-device link not permitted", "Invalid cross-device link"],
  ENOTDIR: [20, "not a directory", "Not a directory"],
  EISDIR: [21, "illegal operation on a directory", "Is a directory"],
  EINVAL: [22, "invalid argument", "Invalid argument"],
  ENAMETOOLONG: [36, "name too long", "File name too long"],
  ENOTEMPTY: [39, "directory not empty", "Directory not empty"],
  ELOOP: [40, "too many symbolic links encountered", "Too many levels of symbolic links"],
};

/** A system error: `code`, negative `errno`, `text` as libuv words it and `shellText` as the C library does. */
class Fault extends Error {
  constructor(code, path, dest) {
    const [errno, text, shellText] = CODES[code];
    super(`${code}: ${text}${path === undefined ? "" : `, '${path}'`}${dest === undefined ? "" : ` -> '${dest}'`}`);
    this.name = "Fault";
    Object.assign(this, { isFault: true, code, errno: -errno, text, shellText, path, dest });
  }
}

function fail(code, path, dest) {
  throw new Fault(code, path, dest);
}

let numbers = 1;
const now = () => part("core").now();

class Node {
  constructor(kind, mode) {
    this.kind = kind;
    this.ino = ++numbers;
    this.mode = mode;
    this.nlink = 1;
    this.uid = this.gid = 1000;
    this.atime = this.mtime = this.ctime = this.birthtime = now();
  }
}

class File extends Node {
  constructor(mode, data) {
    super("file", mode);
    this.room = data ? Uint8Array.from(data) : new Uint8Array(0);
    this.size = this.room.length;
  }
  get data() {
    return this.room.subarray(0, this.size);
  }
  /** Set the length; what is new is zero. */
  resize(size) {
    if (size > this.room.length) {
      const bigger = new Uint8Array(Math.max(size, this.room.length * 2));
      bigger.set(this.data);
      this.room = bigger;
    } else if (size < this.size) this.room.fill(0, size, this.size);
    this.size = size;
    this.mtime = now();
  }
  put(at, bytes) {
    if (at + bytes.length > this.size) this.resize(at + bytes.length);
    this.room.set(bytes, at);
    this.mtime = now();
  }
  replace(bytes) {
    this.room = Uint8Array.from(bytes);
    this.size = this.room.length;
    this.mtime = now();
  }
}

class Dir extends Node {
  constructor(mode) {
    super("dir", mode);
    this.entries = new Map();
    this.nlink = 2;
  }
  get size() {
    return 4096;
  }
}

class Link extends Node {
  constructor(target) {
    super("link", 0o777);
    this.target = target;
  }
  get size() {
    return this.target.length;
  }
}

const pieces = (path) => path.split("/").filter((p) => p !== "" && p !== ".").reverse();

class Tree {
  root = new Dir(0o755);
  cwd = "/";
  umask = 0o022;

  absolute(path) {
    return path.startsWith("/") ? path : `${this.cwd.replace(/\/$/, "")}/${path}`;
  }

  /** Resolve `path`: parent folder, last name, node or null, real path. Links on the way are followed. */
  walk(path, follow = true) {
    if (path === "") fail("ENOENT", path);
    const todo = pieces(this.absolute(path));
    const wantsDir = path.endsWith("/") || path.endsWith("/.");
    let stack = [];
    let links = 0;
    let node = this.root;
    while (todo.length) {
      const name = todo.pop();
      if (node.kind !== "dir") fail("ENOTDIR", path);
      if (name === "..") {
        stack.pop();
        node = stack.length ? stack[stack.length - 1][1] : this.root;
        continue;
      }
      if (name.length > 85 && host.utf8(name).length > 255) fail("ENAMETOOLONG", path);
      if (!(node.mode & 0o100)) fail("EACCES", path);
      const child = node.entries.get(name);
      if (child && child.kind === "link" && (todo.length || follow || wantsDir)) {
        if (++links > LOOP_LIMIT) fail("ELOOP", path);
        if (child.target.startsWith("/")) {
          stack = [];
          node = this.root;
        }
        todo.push(...pieces(child.target));
        continue;
      }
      if (child === undefined) {
        if (todo.length) fail("ENOENT", path);
        return { parent: node, name, node: null, real: "/" + [...stack.map((s) => s[0]), name].join("/") };
      }
      stack.push([name, child]);
      node = child;
    }
    if (wantsDir && node.kind !== "dir") fail("ENOTDIR", path);
    const parent = stack.length > 1 ? stack[stack.length - 2][1] : this.root;
    const name = stack.length ? stack[stack.length - 1][0] : "";
    return { parent, name, node, real: "/" + stack.map((s) => s[0]).join("/") };
  }

  find(path, follow = true) {
    try {
      return this.walk(path, follow).node;
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  get(path, follow = true) {
    const { node } = this.walk(path, follow);
    if (node === null) fail("ENOENT", path);
    return node;
  }

  folder(path) {
    const node = this.get(path);
    if (node.kind !== "dir") fail("ENOTDIR", path);
    return node;
  }

  writable(parent, path) {
    if (!(parent.mode & 0o200)) fail("EACCES", path);
  }

  add(path, node, follow = false) {
    const place = this.walk(path, follow);
    if (place.node !== null) fail("EEXIST", path);
    this.writable(place.parent, path);
    place.parent.entries.set(place.name, node);
    place.parent.mtime = now();
    return place.real;
  }

  mkdir(path, mode = 0o777) {
    return this.add(path.replace(/\/+$/, "") || "/", new Dir(mode & ~this.umask & 0o7777));
  }

  /** Make every missing folder of `path`; gives the first one made, or undefined. */
  makedirs(path, mode = 0o777) {
    let built = "";
    let first;
    for (const name of this.absolute(path).split("/")) {
      if (name === "") continue;
      built += "/" + name;
      const there = this.find(built);
      if (there === null) {
        this.mkdir(built, mode);
        first ??= built;
      } else if (there.kind !== "dir") fail("ENOTDIR", path);
    }
    return first;
  }

  symlink(target, path) {
    return this.add(path, new Link(target));
  }

  link(source, path) {
    const node = this.get(source, false);
    if (node.kind === "dir") fail("EPERM", source, path);
    this.add(path, node);
    node.nlink += 1;
  }

  unlink(path) {
    const { parent, name, node, real } = this.walk(path, false);
    if (node === null) fail("ENOENT", path);
    if (node.kind === "dir") fail("EISDIR", path);
    this.writable(parent, path);
    parent.entries.delete(name);
    node.nlink -= 1;
    parent.mtime = now();
    return real;
  }

  rmdir(path) {
    const { parent, name, node, real } = this.walk(path, false);
    if (node === null) fail("ENOENT", path);
    if (node.kind !== "dir") fail("ENOTDIR", path);
    if (node.entries.size) fail("ENOTEMPTY", path);
    this.writable(parent, path);
    parent.entries.delete(name);
    return real;
  }

  /** Delete a file or a folder with all that is in it; links are not followed. */
  prune(path) {
    const { parent, name, node, real } = this.walk(path, false);
    if (node === null) fail("ENOENT", path);
    this.writable(parent, path);
    parent.entries.delete(name);
    return real;
  }

  rename(source, target) {
    const from = this.walk(source, false);
    if (from.node === null) fail("ENOENT", source, target);
    const to = this.walk(target, false);
    if (to.node === from.node) return [from.real, to.real];
    if (from.node.kind === "dir" && (to.real + "/").startsWith(from.real + "/")) fail("EINVAL", source, target);
    if (to.node !== null) {
      if (from.node.kind === "dir") {
        if (to.node.kind !== "dir") fail("ENOTDIR", source, target);
        if (to.node.entries.size) fail("ENOTEMPTY", source, target);
      } else if (to.node.kind === "dir") fail("EISDIR", source, target);
    }
    this.writable(from.parent, source);
    this.writable(to.parent, target);
    from.parent.entries.delete(from.name);
    to.parent.entries.set(to.name, from.node);
    from.parent.mtime = to.parent.mtime = now();
    return [from.real, to.real];
  }

  /** Put a file there, with the folders on the way; gives its real path. */
  write(path, data) {
    const full = this.absolute(path);
    const cut = full.lastIndexOf("/");
    if (cut > 0) this.makedirs(full.slice(0, cut));
    const { parent, name, node, real } = this.walk(full);
    if (node !== null && node.kind === "dir") fail("EISDIR", path);
    if (node === null) parent.entries.set(name, new File(0o666 & ~this.umask, data));
    else node.replace(data);
    return real;
  }
}

const tree = new Tree();

/** Everything that is there before a line of set-up runs: the system's folders and the challenge's files. */
function build(files) {
  for (const folder of ["/app", "/tmp", "/etc", "/home/app", "/usr/bin", "/bin", "/dev", "/proc", "/var/log"]) tree.makedirs(folder);
  tree.get("/tmp").mode = 0o1777;
  const world = {
    "/dev/null": "",
    "/etc/passwd":
      "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n" +
      "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\napp:x:1000:1000:app:/home/app:/bin/sh\n",
    "/etc/hostname": "lab\n",
    "/etc/hosts": "127.0.0.1\tlocalhost\n",
  };
  for (const [path, text] of Object.entries(world)) tree.write(path, host.utf8(text));
  for (const [path, text] of Object.entries(files)) {
    tree.write(path.startsWith("/") ? path : `/app/${path}`, typeof text === "string" ? host.utf8(text) : text);
  }
  tree.cwd = "/app";
}
build(host.files());

/** The text of a file, or null: what a module is loaded from. */
function source(path) {
  const node = tree.find(path);
  return node !== null && node.kind === "file" ? host.text(node.data, false) : null;
}

const isDir = (path) => tree.find(path)?.kind === "dir";
const real = (path) => tree.walk(path).real;

Object.assign(exports, { tree, Fault, fail, File, build, source, isDir, real });
