"""`posix` over the lab: the standard library's own `os` is built on it."""

import errno

_files = _lab.part("files")
_tree = _lab.tree
_fail = _files.fail
_text = _files.path_text

error = OSError
O_RDONLY, O_WRONLY, O_RDWR, O_ACCMODE = 0, 1, 2, 3
O_CREAT, O_EXCL, O_TRUNC, O_APPEND = _files.O_CREAT, _files.O_EXCL, _files.O_TRUNC, _files.O_APPEND
O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC = _files.O_DIRECTORY, _files.O_NOFOLLOW, _files.O_CLOEXEC
O_NONBLOCK, O_SYNC, O_DSYNC, O_NOCTTY, O_TMPFILE, O_PATH = 0o4000, 0o4010000, 0o10000, 0o400, 0o20200000, 0o10000000
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
EX_OK, EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_OSERR, EX_NOPERM, EX_CONFIG = 0, 64, 65, 66, 70, 71, 77, 78
WNOHANG = 1
_have_functions = ["HAVE_LSTAT"]
environ = {
    b"PATH": b"/usr/local/bin:/usr/bin:/bin",
    b"HOME": b"/home/app",
    b"USER": b"app",
    b"LANG": b"C.UTF-8",
    b"PWD": b"/app",
}


def _create_environ():
    return dict(environ)


class stat_result(tuple):
    """What `stat` gives: ten numbers, more by name."""

    n_fields, n_sequence_fields, n_unnamed_fields = 19, 10, 3
    st_mode = property(lambda s: s[0])
    st_ino = property(lambda s: s[1])
    st_dev = property(lambda s: s[2])
    st_nlink = property(lambda s: s[3])
    st_uid = property(lambda s: s[4])
    st_gid = property(lambda s: s[5])
    st_size = property(lambda s: s[6])
    st_atime = property(lambda s: s.times[0])
    st_mtime = property(lambda s: s.times[1])
    st_ctime = property(lambda s: s.times[2])
    st_atime_ns = property(lambda s: int(s.times[0] * 1_000_000_000))
    st_mtime_ns = property(lambda s: int(s.times[1] * 1_000_000_000))
    st_ctime_ns = property(lambda s: int(s.times[2] * 1_000_000_000))
    st_blksize = 4096
    st_blocks = property(lambda s: (s[6] + 511) // 512)
    st_rdev = 0

    def __new__(cls, values, times=None):
        self = tuple.__new__(cls, tuple(values)[:10])
        self.times = times or (float(self[7]), float(self[8]), float(self[9]))
        return self

    def __repr__(self):
        names = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime")
        return "os.stat_result(" + ", ".join(f"{n}={v}" for n, v in zip(names, self)) + ")"


class terminal_size(tuple):
    columns = property(lambda s: s[0])
    lines = property(lambda s: s[1])


class uname_result(tuple):
    sysname = property(lambda s: s[0])
    nodename = property(lambda s: s[1])
    release = property(lambda s: s[2])
    version = property(lambda s: s[3])
    machine = property(lambda s: s[4])


class times_result(tuple):
    user = property(lambda s: s[0])
    system = property(lambda s: s[1])
    elapsed = property(lambda s: s[4])


class statvfs_result(tuple):
    pass


_KINDS = {"file": 0o100000, "dir": 0o040000, "link": 0o120000}


def _stat_of(node):
    if node.kind == "file":
        size = len(node.data)
    elif node.kind == "link":
        size = len(node.target)
    else:
        size = 4096
    times = (node.atime, node.mtime, node.ctime)
    return stat_result(
        (_KINDS[node.kind] | node.mode, node.ino, 1, node.nlink, node.uid, node.gid, size, *[int(t) for t in times]), times
    )


def _place(path, dir_fd=None):
    path = _text(path)
    if dir_fd is not None and not path.startswith("/"):
        return _files.handle(dir_fd).path.rstrip("/") + "/" + path
    return path


def _node(path, dir_fd=None, follow=True):
    if isinstance(path, int) and not isinstance(path, bool):
        return _files.handle(path).node
    return _tree.get(_place(path, dir_fd), follow)


def stat(path, *, dir_fd=None, follow_symlinks=True):
    _lab.pause("file:stat")
    return _stat_of(_node(path, dir_fd, follow_symlinks))


def lstat(path, *, dir_fd=None):
    return stat(path, dir_fd=dir_fd, follow_symlinks=False)


def fstat(fd):
    return _stat_of(_files.handle(fd).node)


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    _lab.pause("file:access")
    try:
        node = _node(path, dir_fd, follow_symlinks)
    except (OSError, ValueError):
        return False
    return mode == F_OK or not mode & ~(node.mode >> 6)


def open(path, flags, mode=0o777, *, dir_fd=None):
    return _files.open_fd(path, flags, mode, dir_fd)


def close(fd):
    _files.close_fd(fd)


def closerange(low, high):
    for fd in range(low, high):
        if fd in _files._open_files:
            _files.close_fd(fd)


def read(fd, n):
    return _files.read_fd(fd, n)


def write(fd, data):
    return _files.write_fd(fd, data)


def lseek(fd, position, whence):
    return _files.seek_fd(fd, position, whence)


def ftruncate(fd, length):
    _files.truncate_fd(fd, length)


def truncate(path, length):
    fd = open(path, O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        close(fd)


def fsync(fd):
    _files.handle(fd)


fdatasync = fsync


def isatty(fd):
    return False


def dup(fd, inheritable=False):
    h = _files.handle(fd)
    new = 3
    while new in _files._open_files:
        new += 1
    _files._open_files[new] = h
    return new


def listdir(path="."):
    is_bytes = isinstance(path, bytes)
    if isinstance(path, int):
        names = list(_files.handle(path).node.entries)
    else:
        place = _place(path)
        node = _tree.folder(place)
        if not node.mode & 0o400:
            _fail(errno.EACCES, place)
        names = list(node.entries)
    return [n.encode("utf-8", "surrogateescape") for n in names] if is_bytes else names


class DirEntry:
    def __init__(self, folder, name, node):
        self.name = name
        if isinstance(name, bytes):
            self.path = folder + (b"" if folder.endswith(b"/") else b"/") + name
        else:
            self.path = folder + ("" if folder.endswith("/") else "/") + name
        self._node = node

    def inode(self):
        return self._node.ino

    def _target(self, follow):
        if follow and self._node.kind == "link":
            return _tree.find(_text(self.path))
        return self._node

    def is_dir(self, *, follow_symlinks=True):
        node = self._target(follow_symlinks)
        return node is not None and node.kind == "dir"

    def is_file(self, *, follow_symlinks=True):
        node = self._target(follow_symlinks)
        return node is not None and node.kind == "file"

    def is_symlink(self):
        return self._node.kind == "link"

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class scandir:
    def __init__(self, path="."):
        if path is None:
            path = "."
        if hasattr(path, "__fspath__"):
            path = path.__fspath__()
        folder = _tree.folder(_text(path))
        raw = isinstance(path, bytes)
        names = [(n.encode("utf-8", "surrogateescape") if raw else n, c) for n, c in folder.entries.items()]
        self._entries = iter([DirEntry(path, name, child) for name, child in names])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def close(self):
        self._entries = iter(())


def mkdir(path, mode=0o777, *, dir_fd=None):
    _tree.mkdir(_place(path, dir_fd), mode)


def rmdir(path, *, dir_fd=None):
    _tree.rmdir(_place(path, dir_fd))


def unlink(path, *, dir_fd=None):
    place = _place(path, dir_fd)
    _tree.unlink(place)
    _files.record("delete", _tree.absolute(place))


remove = unlink


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    source, target = _place(src, src_dir_fd), _place(dst, dst_dir_fd)
    _lab.pause("file:rename")
    real = _tree.walk(target, False)[3]
    _tree.rename(source, target)
    _files.record("w", real)


replace = rename


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    _tree.link(_place(src, src_dir_fd), _place(dst, dst_dir_fd), follow_symlinks)


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    place = _place(dst, dir_fd)
    _tree.symlink(_text(src), place)
    _files.record("link", _tree.walk(place, False)[3])


def readlink(path, *, dir_fd=None):
    node = _node(path, dir_fd, False)
    if node.kind != "link":
        _fail(errno.EINVAL, path)
    return node.target.encode("utf-8", "surrogateescape") if isinstance(path, bytes) else node.target


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    _node(path, dir_fd, follow_symlinks).mode = mode & 0o7777


def fchmod(fd, mode):
    _files.handle(fd).node.mode = mode & 0o7777


def lchmod(path, mode):
    chmod(path, mode, follow_symlinks=False)


def chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True):
    node = _node(path, dir_fd, follow_symlinks)
    if (uid not in (-1, node.uid)) or (gid not in (-1, node.gid)):
        _fail(errno.EPERM, path)


def lchown(path, uid, gid):
    chown(path, uid, gid, follow_symlinks=False)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    node = _node(path, dir_fd, follow_symlinks)
    if ns is not None:
        node.atime, node.mtime = ns[0] / 1e9, ns[1] / 1e9
    elif times is not None:
        node.atime, node.mtime = float(times[0]), float(times[1])
    else:
        node.atime = node.mtime = _lab.clock[0]


def umask(mask):
    before = _tree.umask
    _tree.umask = mask & 0o777
    return before


def getcwd():
    return _tree.cwd


def getcwdb():
    return _tree.cwd.encode("utf-8", "surrogateescape")


def chdir(path):
    parent, name, node, real = _tree.walk(_place(path))
    if node is None:
        _fail(errno.ENOENT, path)
    if node.kind != "dir":
        _fail(errno.ENOTDIR, path)
    _tree.cwd = real


def urandom(n):
    if n < 0:
        raise ValueError("negative argument not allowed")
    return _lab.random_bytes(n)


def getrandom(n, flags=0):
    return _lab.random_bytes(n)


def strerror(code):
    return _lab.tree_module.strerror(code)


def getpid():
    return 4242


def getppid():
    return 1


def getuid():
    return 1000


geteuid = getgid = getegid = getuid


def getlogin():
    return "app"


def getgroups():
    return [1000]


def cpu_count():
    return 2


def sched_getaffinity(pid):
    return {0, 1}


def getloadavg():
    return (0.0, 0.0, 0.0)


def uname():
    return uname_result(("Linux", "lab", "6.1.0", "#1 SMP", "x86_64"))


def times():
    return times_result((0.0, 0.0, 0.0, 0.0, _lab.clock[1]))


def get_terminal_size(fd=1):
    raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")


def putenv(name, value):
    pass


def unsetenv(name):
    pass


def get_inheritable(fd):
    return False


def set_inheritable(fd, inheritable):
    pass


def device_encoding(fd):
    return None


def system(command):
    return _lab.part("processes").system(command)


def _exit(status):
    raise SystemExit(status)


def abort():
    raise SystemExit(134)


def waitstatus_to_exitcode(status):
    return (status >> 8) & 0xFF if status & 0x7F == 0 else -(status & 0x7F)


def WEXITSTATUS(status):
    return (status >> 8) & 0xFF


def WIFEXITED(status):
    return status & 0x7F == 0


def sysconf(name):
    return {"SC_NPROCESSORS_ONLN": 2, "SC_PAGE_SIZE": 4096, "SC_OPEN_MAX": 1024}.get(name, -1)


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        given = kind.__fspath__(path)
    except AttributeError:
        if hasattr(kind, "__fspath__"):
            raise
        raise TypeError("expected str, bytes or os.PathLike object, not " + kind.__name__) from None
    if isinstance(given, (str, bytes)):
        return given
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or bytes, not {type(given).__name__}")


def register_at_fork(**kwargs):
    pass


def _lacks_process(name):
    def refuse(*args, **kwargs):
        _lab.lacks("os." + name, "use subprocess")

    refuse.__name__ = name
    return refuse


for _name in ("fork", "forkpty", "execv", "execve", "kill", "killpg", "pipe", "wait", "waitpid", "setuid", "setgid", "chroot", "nice", "mkfifo", "posix_spawn", "posix_spawnp"):
    globals()[_name] = _lacks_process(_name)
del _name
