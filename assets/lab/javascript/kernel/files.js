// Opening files of the tree: descriptors and what a check sees of them (`lab.files`).

const { tree, fail, File } = part("tree");
const { pause } = part("interleave");

const O = { RDONLY: 0, WRONLY: 1, RDWR: 2, ACCMODE: 3, CREAT: 0o100, EXCL: 0o200, TRUNC: 0o1000, APPEND: 0o2000, DIRECTORY: 0o200000, NOFOLLOW: 0o400000 };

const touched = [];
const openFiles = new Map();

/** Note that a file was opened, written, deleted or linked. */
function record(mode, path) {
  touched.push([mode, path]);
  host.trace("file", `${mode} ${path}`);
}

function modeOf(flags) {
  if ((flags & O.ACCMODE) === O.RDONLY) return "r";
  if (flags & O.APPEND) return "a";
  return (flags & O.ACCMODE) === O.WRONLY ? "w" : "r+";
}

/** Open a path with flags as numbers; gives a descriptor. */
function open(path, flags, mode = 0o666) {
  pause("file:open");
  const follow = !(flags & O.NOFOLLOW) && !(flags & O.CREAT && flags & O.EXCL);
  const place = tree.walk(path, follow);
  let { node } = place;
  const writes = (flags & O.ACCMODE) !== O.RDONLY;
  if (node === null) {
    if (!(flags & O.CREAT)) fail("ENOENT", path);
    if (path.endsWith("/")) fail("EISDIR", path);
    tree.writable(place.parent, path);
    node = new File(mode & ~tree.umask & 0o7777);
    place.parent.entries.set(place.name, node);
    place.parent.mtime = node.mtime;
  } else {
    if (flags & O.CREAT && flags & O.EXCL) fail("EEXIST", path);
    if (node.kind === "link") fail("ELOOP", path);
    if (node.kind === "dir") {
      if (writes) fail("EISDIR", path);
    } else if (flags & O.DIRECTORY) fail("ENOTDIR", path);
    if ((writes && !(node.mode & 0o200)) || ((flags & O.ACCMODE) !== O.WRONLY && !(node.mode & 0o400))) fail("EACCES", path);
    if (flags & O.TRUNC && writes && node.kind === "file") node.resize(0);
  }
  record(modeOf(flags), place.real);
  let fd = 3;
  while (openFiles.has(fd)) fd += 1;
  openFiles.set(fd, { node, flags, path: place.real, at: 0 });
  return fd;
}

function handle(fd) {
  return openFiles.get(fd) ?? fail("EBADF");
}

function close(fd) {
  handle(fd);
  openFiles.delete(fd);
}

/** At most `n` bytes from `position`, or from where the descriptor stands when that is null. */
function read(fd, n, position = null) {
  const h = handle(fd);
  if ((h.flags & O.ACCMODE) === O.WRONLY) fail("EBADF");
  if (h.node.kind === "dir") fail("EISDIR");
  const from = position ?? h.at;
  const out = h.node.data.slice(from, from + n);
  if (position === null) h.at += out.length;
  return out;
}

function write(fd, data, position = null) {
  if ((fd === 1 || fd === 2) && !openFiles.has(fd)) {
    part("log").write(fd, host.text(data, false));
    return data.length;
  }
  const h = handle(fd);
  if ((h.flags & O.ACCMODE) === O.RDONLY) fail("EBADF");
  if (h.flags & O.APPEND) h.node.put(h.node.size, data);
  else {
    h.node.put(position ?? h.at, data);
    if (position === null) h.at += data.length;
  }
  return data.length;
}

function truncate(fd, size) {
  const h = handle(fd);
  if ((h.flags & O.ACCMODE) === O.RDONLY) fail("EINVAL");
  h.node.resize(size);
}

const describe = (node) => ({
  kind: node.kind,
  ino: node.ino,
  mode: { file: 0o100000, dir: 0o040000, link: 0o120000 }[node.kind] | node.mode,
  nlink: node.nlink,
  uid: node.uid,
  gid: node.gid,
  size: node.size,
  atimeMs: node.atime,
  mtimeMs: node.mtime,
  ctimeMs: node.ctime,
  birthtimeMs: node.birthtime,
});

function stat(path, follow = true) {
  pause("file:stat");
  return describe(tree.get(path, follow));
}

const statFd = (fd) => describe(handle(fd).node);

/** Whether `path` may be used so: `mode` as in access(2), the owner's bits count. */
function access(path, mode) {
  pause("file:access");
  const node = tree.get(path);
  if (((node.mode >> 6) & mode) !== mode) fail("EACCES", path);
}

/** The names in a folder with their kinds, in the order of the names. */
function list(path) {
  const node = tree.folder(path);
  if (!(node.mode & 0o400)) fail("EACCES", path);
  return [...node.entries].map(([name, child]) => [name, child.kind]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function unlink(path) {
  record("delete", tree.unlink(path));
}

function rmdir(path) {
  record("delete", tree.rmdir(path));
}

/** Delete a folder with what is in it, deepest first, as the record shows. */
function prune(path) {
  const { node, real } = tree.walk(path, false);
  if (node === null) fail("ENOENT", path);
  const visit = (at, dir) => {
    tree.writable(dir, at);
    for (const [name, child] of [...dir.entries]) {
      if (child.kind === "dir") visit(`${at}/${name}`, child);
      dir.entries.delete(name);
      record("delete", `${at}/${name}`);
    }
  };
  if (node.kind === "dir") visit(real, node);
  record("delete", tree.prune(path));
}

function rename(source, target) {
  pause("file:rename");
  const [from, to] = tree.rename(source, target);
  record("delete", from);
  record("w", to);
}

function symlink(target, path) {
  record("link", tree.symlink(target, path));
}

function link(source, path) {
  tree.link(source, path);
  record("link", tree.walk(path, false).real);
}

function readlink(path) {
  const node = tree.get(path, false);
  return node.kind === "link" ? node.target : fail("EINVAL", path);
}

function chmod(path, mode, follow = true) {
  tree.get(path, follow).mode = mode & 0o7777;
}

function chmodFd(fd, mode) {
  handle(fd).node.mode = mode & 0o7777;
}

function chown(path, uid, gid) {
  Object.assign(tree.get(path), { uid, gid });
}

function utimes(path, atime, mtime) {
  Object.assign(tree.get(path), { atime: atime * 1000, mtime: mtime * 1000 });
}

const mkdir = (path, mode, recursive) => (recursive ? tree.makedirs(path, mode) : void tree.mkdir(path, mode));
const realpath = (path) => (tree.get(path), tree.walk(path).real);
const exists = (path) => (pause("file:stat"), path !== "" && tree.find(path) !== null);

function chdir(path) {
  tree.folder(path);
  tree.cwd = tree.walk(path).real;
}

const bytes = (data) => (typeof data === "string" ? host.utf8(data) : data);

/** `lab.files`: what a check does with the file system. Nothing done here is in `touched`. */
const facade = {
  touched,
  write: (path, data = "") => void tree.write(path, bytes(data)),
  readBytes(path) {
    const node = tree.get(path);
    if (node.kind !== "file") fail("EISDIR", path);
    return node.data.slice();
  },
  read: (path) => host.text(facade.readBytes(path), false),
  exists: (path) => tree.find(path) !== null,
  isLink: (path) => tree.find(path, false)?.kind === "link",
  symlink(path, target) {
    tree.makedirs(tree.absolute(path).replace(/\/[^/]*$/, "") || "/");
    tree.symlink(target, path);
  },
  mkdir: (path) => void tree.makedirs(path),
  chmod: (path, mode) => chmod(path, mode),
  mode: (path) => tree.get(path).mode,
  remove: (path) => void tree.unlink(path),
  real: (path) => tree.walk(path).real,
  list: (path = "/app") => [...tree.folder(path).entries.keys()].sort(),
  /** Every file below a folder, sorted. */
  walk(path = "/") {
    const out = [];
    const visit = (base, node) => {
      for (const name of [...node.entries.keys()].sort()) {
        const child = node.entries.get(name);
        if (child.kind === "dir") visit(`${base}${name}/`, child);
        else out.push(base + name);
      }
    };
    visit(path.replace(/\/+$/, "") + "/", tree.folder(path));
    return out;
  },
};

Object.assign(exports, {
  facade, record, open, handle, close, read, write, truncate, stat, statFd, access, list, unlink, rmdir, prune, rename,
  symlink, link, readlink, chmod, chmodFd, chown, utimes, mkdir, realpath, exists, chdir, O,
  // The loader asks for files that the program made.
  moduleText: (path) => part("tree").source(path),
  isFile: (path) => tree.find(path)?.kind === "file",
  cwd: () => tree.cwd,
  umask: (mask) => {
    const old = tree.umask;
    if (mask !== undefined) tree.umask = mask & 0o777;
    return old;
  },
});
