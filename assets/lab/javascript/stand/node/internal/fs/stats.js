// `fs.Stats`, `fs.Dirent`

const { constants } = require("internal/fs/given");
const KINDS = [["isFile", constants.S_IFREG], ["isDirectory", constants.S_IFDIR], ["isSymbolicLink", constants.S_IFLNK], ["isFIFO", constants.S_IFIFO], ["isSocket", constants.S_IFSOCK], ["isBlockDevice", constants.S_IFBLK], ["isCharacterDevice", constants.S_IFCHR]];

class StatsBase {}
for (const [name, kind] of KINDS) {
  StatsBase.prototype[name] = function () {
    return (Number(this.mode) & constants.S_IFMT) === kind;
  };
}

class Stats extends StatsBase {
  constructor(found) {
    super();
    const { mode, nlink, uid, gid, ino, size, atimeMs, mtimeMs, ctimeMs, birthtimeMs } = found;
    Object.assign(this, { dev: 66306, mode, nlink, uid, gid, rdev: 0, blksize: 4096, ino, size, blocks: Math.ceil(size / 512), atimeMs, mtimeMs, ctimeMs, birthtimeMs });
    for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[name] = new Date(this[`${name}Ms`]);
  }
}

class BigIntStats extends StatsBase {
  constructor(found) {
    super();
    const plain = new Stats(found);
    for (const [name, value] of Object.entries(plain)) this[name] = typeof value === "number" ? BigInt(Math.floor(value)) : value;
    for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[`${name}Ns`] = this[`${name}Ms`] * 1000000n;
  }
}

const TYPES = { file: constants.S_IFREG, dir: constants.S_IFDIR, link: constants.S_IFLNK };

class Dirent {
  #kind;
  constructor(name, parentPath, kind) {
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
    this.#kind = TYPES[kind];
  }
  static kindOf(entry) { return entry.#kind; }
}
const { kindOf } = Dirent;
delete Dirent.kindOf;
for (const [name, kind] of KINDS) {
  Object.defineProperty(Dirent.prototype, name, { value() { return kindOf(this) === kind; }, writable: true, configurable: true });
}

module.exports = { Stats, Dirent, statsOf: (found, options) => (options?.bigint ? new BigIntStats(found) : new Stats(found)) };
