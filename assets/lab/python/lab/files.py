"""Opening files of the tree: descriptors, `open`, and what a check sees of them (`lab.files`)."""

import errno
import _io

core = _lab
tree = core.tree
Tree = core.tree_module
fail = Tree.fail

O_RDONLY, O_WRONLY, O_RDWR, O_ACCMODE = 0, 1, 2, 3
O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0o100, 0o200, 0o1000, 0o2000
O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC = 0o200000, 0o400000, 0o2000000

touched = []
_open_files = {}


class Handle:
    """An open file description: node, position, flags."""

    def __init__(self, node, flags, path):
        self.node, self.flags, self.path, self.at = node, flags, path, 0


def path_text(path):
    """A path given as text, bytes or path-like, as text."""
    if hasattr(path, "__fspath__"):
        path = path.__fspath__()
    if isinstance(path, bytes):
        return path.decode("utf-8", "surrogateescape")
    if not isinstance(path, str):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return path


def record(mode, real):
    touched.append((mode, real))
    core.host.trace("file", f"{mode} {real}")


def mode_of(flags):
    if flags & O_ACCMODE == O_RDONLY:
        return "r"
    if flags & O_APPEND:
        return "a"
    return "w" if flags & O_ACCMODE == O_WRONLY else "r+"


def open_fd(path, flags, mode=0o777, dir_fd=None):
    path = path_text(path)
    if dir_fd is not None and not path.startswith("/"):
        path = handle(dir_fd).path.rstrip("/") + "/" + path
    core.pause("file:open")
    follow = not flags & O_NOFOLLOW and not (flags & O_CREAT and flags & O_EXCL)
    parent, name, node, real = tree.walk(path, follow)
    writes = flags & O_ACCMODE != O_RDONLY
    if node is None:
        if not flags & O_CREAT:
            fail(errno.ENOENT, path)
        if path.endswith("/"):
            fail(errno.EISDIR, path)
        tree.writable(parent, path)
        node = parent.entries[name] = Tree.File(mode & ~tree.umask & 0o7777, core.clock[0])
        parent.mtime = core.clock[0]
    else:
        if flags & O_CREAT and flags & O_EXCL:
            fail(errno.EEXIST, path)
        if node.kind == "link":
            fail(errno.ELOOP, path)
        if node.kind == "dir":
            if writes:
                fail(errno.EISDIR, path)
        elif flags & O_DIRECTORY:
            fail(errno.ENOTDIR, path)
        if (writes and not node.mode & 0o200) or (flags & O_ACCMODE != O_WRONLY and not node.mode & 0o400):
            fail(errno.EACCES, path)
        if flags & O_TRUNC and writes and node.kind == "file":
            del node.data[:]
            node.mtime = core.clock[0]
    record(mode_of(flags), real)
    fd = 3
    while fd in _open_files:
        fd += 1
    _open_files[fd] = Handle(node, flags, real)
    return fd


def handle(fd):
    found = _open_files.get(fd)
    if found is None:
        fail(errno.EBADF)
    return found


def close_fd(fd):
    gone = handle(fd)
    del _open_files[fd]
    if gone.node.locks and gone not in _open_files.values():
        gone.node.locks.pop(id(gone), None)


def read_fd(fd, n):
    h = handle(fd)
    if h.flags & O_ACCMODE == O_WRONLY:
        fail(errno.EBADF)
    if h.node.kind == "dir":
        fail(errno.EISDIR)
    end = len(h.node.data) if n < 0 else h.at + n
    out = bytes(h.node.data[h.at : end])
    h.at += len(out)
    return out


def write_fd(fd, data):
    if fd in (1, 2) and fd not in _open_files:
        core.console(fd).write(bytes(data).decode("utf-8", "replace"))
        return len(data)
    h = handle(fd)
    if h.flags & O_ACCMODE == O_RDONLY:
        fail(errno.EBADF)
    data = bytes(data)
    whole = h.node.data
    if h.flags & O_APPEND:
        h.at = len(whole)
    if h.at > len(whole):
        whole.extend(bytes(h.at - len(whole)))
    whole[h.at : h.at + len(data)] = data
    h.at += len(data)
    h.node.mtime = core.clock[0]
    return len(data)


def seek_fd(fd, offset, whence):
    h = handle(fd)
    base = {0: 0, 1: h.at, 2: len(getattr(h.node, "data", b""))}.get(whence)
    if base is None or base + offset < 0:
        fail(errno.EINVAL)
    h.at = base + offset
    return h.at


def truncate_fd(fd, size):
    h = handle(fd)
    if h.flags & O_ACCMODE == O_RDONLY:
        fail(errno.EINVAL)
    data = h.node.data
    if size < len(data):
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))


class FileIO(_io._RawIOBase):
    """A raw file over a descriptor of the lab."""

    def __init__(self, file, mode="r", closefd=True, opener=None):
        self._fd = -1
        plain = mode.replace("b", "").replace("t", "")
        kinds = [c for c in plain if c in "rwxa"]
        if len(kinds) != 1 or any(c not in "rwxa+" for c in plain):
            raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
        kind, plus = kinds[0], "+" in plain
        self._readable = kind == "r" or plus
        self._writable = kind != "r" or plus
        flags = O_RDWR if plus else (O_RDONLY if kind == "r" else O_WRONLY)
        flags |= {"r": 0, "w": O_CREAT | O_TRUNC, "x": O_CREAT | O_EXCL, "a": O_CREAT | O_APPEND}[kind] | O_CLOEXEC
        self._kind, self._plus, self._closefd = kind, plus, closefd
        self.name = file
        if isinstance(file, int) and not isinstance(file, bool):
            if file < 0:
                raise ValueError("negative file descriptor")
            if file > 2:
                handle(file)
            self._fd = file
        elif opener is not None:
            self._fd = opener(file, flags)
        else:
            self._fd = open_fd(file, flags, 0o666)
        if self._fd > 2 and handle(self._fd).node.kind == "dir":
            close_fd(self._fd)
            self._fd = -1
            fail(errno.EISDIR, file)
        if kind == "a":
            self.seek(0, 2)

    @property
    def mode(self):
        return {"x": "xb", "a": "ab", "w": "wb", "r": "rb"}[self._kind] + ("+" if self._plus else "")

    @property
    def closefd(self):
        return self._closefd

    def __repr__(self):
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r}>"

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def fileno(self):
        self._check()
        return self._fd

    def isatty(self):
        self._check()
        return False

    def readable(self):
        self._check()
        return self._readable

    def writable(self):
        self._check()
        return self._writable

    def seekable(self):
        self._check()
        return True

    def readinto(self, buffer):
        self._check()
        if not self._readable:
            raise core.load("io").UnsupportedOperation("File not open for reading")
        data = read_fd(self._fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size=-1):
        self._check()
        if not self._readable:
            raise core.load("io").UnsupportedOperation("File not open for reading")
        return read_fd(self._fd, -1 if size is None else size)

    def readall(self):
        return self.read(-1)

    def write(self, data):
        self._check()
        if not self._writable:
            raise core.load("io").UnsupportedOperation("File not open for writing")
        return write_fd(self._fd, data)

    def seek(self, offset, whence=0):
        self._check()
        return seek_fd(self._fd, offset, whence)

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, size=None):
        self._check()
        if size is None:
            size = self.tell()
        truncate_fd(self._fd, size)
        return size

    def close(self):
        if not self.closed:
            try:
                super().close()
            finally:
                if self._closefd and self._fd > 2 and self._fd in _open_files:
                    close_fd(self._fd)


def lab_open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """`open` over the lab's tree, with the rules of the real one."""
    if not isinstance(file, int):
        given = file
        if hasattr(file, "__fspath__"):
            file = file.__fspath__()
        if not isinstance(file, (str, bytes)):
            raise TypeError(f"expected str, bytes or os.PathLike object, not {type(given).__name__}")
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if set(mode) - set("rwxabt+") or len(mode) != len(set(mode)):
        raise ValueError(f"invalid mode: {mode!r}")
    binary, text = "b" in mode, "t" in mode
    if binary and text:
        raise ValueError("can't have text and binary mode at once")
    if sum(c in mode for c in "rwxa") != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    raw = FileIO(file, mode, closefd, opener)
    if buffering == 0:
        if binary:
            return raw
        raise ValueError("can't have unbuffered text I/O")
    size = 8192 if buffering < 2 else buffering
    if "+" in mode:
        buffer = _io.BufferedRandom(raw, size)
    elif "r" in mode:
        buffer = _io.BufferedReader(raw, size)
    else:
        buffer = _io.BufferedWriter(raw, size)
    if binary:
        return buffer
    wrapper = _io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline, buffering == 1)
    wrapper.mode = mode
    return wrapper


def to_bytes(data):
    return data.encode("utf-8", "surrogateescape") if isinstance(data, str) else bytes(data)


class Facade:
    """`lab.files`: what a check does with the file system. Nothing done here is in `touched`."""

    touched = touched

    def write(self, path, data=""):
        tree.write(path_text(path), to_bytes(data))

    def read_bytes(self, path):
        node = tree.get(path_text(path))
        if node.kind != "file":
            fail(errno.EISDIR, path)
        return bytes(node.data)

    def read(self, path):
        return self.read_bytes(path).decode("utf-8", "replace")

    def exists(self, path):
        return tree.find(path_text(path)) is not None

    def is_link(self, path):
        node = tree.find(path_text(path), follow=False)
        return node is not None and node.kind == "link"

    def symlink(self, path, target):
        path = path_text(path)
        tree.makedirs(tree.absolute(path).rsplit("/", 1)[0] or "/")
        tree.symlink(path_text(target), path)

    def mkdir(self, path):
        tree.makedirs(path_text(path))

    def chmod(self, path, mode):
        tree.get(path_text(path)).mode = mode & 0o7777

    def mode(self, path):
        return tree.get(path_text(path)).mode

    def remove(self, path):
        tree.unlink(path_text(path))

    def real(self, path):
        return tree.walk(path_text(path))[3]

    def list(self, path="/app"):
        """The names in a folder, sorted."""
        return sorted(tree.folder(path_text(path)).entries)

    def walk(self, path="/"):
        """Every file below a folder, sorted."""
        out = []

        def visit(base, node):
            for name in sorted(node.entries):
                child = node.entries[name]
                if child.kind == "dir":
                    visit(base + name + "/", child)
                else:
                    out.append(base + name)

        visit(path_text(path).rstrip("/") + "/", tree.folder(path_text(path)))
        return out


facade = Facade()
