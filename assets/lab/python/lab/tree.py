"""The file system in memory: folders, files, links, modes. Paths are text; errors are the system's own."""

import errno

ROOT_MODE = 0o755
LOOP_LIMIT = 40

_TEXT = {
    errno.ENOENT: "No such file or directory",
    errno.EEXIST: "File exists",
    errno.ENOTDIR: "Not a directory",
    errno.EISDIR: "Is a directory",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.EACCES: "Permission denied",
    errno.EPERM: "Operation not permitted",
    errno.ENOTEMPTY: "Directory not empty",
    errno.EINVAL: "Invalid argument",
    errno.EBADF: "Bad file descriptor",
    errno.EXDEV: "Invalid cross-device link",
    errno.ENAMETOOLONG: "File name too long",
}


def strerror(code):
    return _TEXT.get(code, f"Unknown error {code}")


def fail(code, path=None, other=None):
    if path is None:
        raise OSError(code, strerror(code))
    if other is None:
        raise OSError(code, strerror(code), path)
    raise OSError(code, strerror(code), path, None, other)


_numbers = [1]


class Node:
    kind = "file"

    def __init__(self, mode, now):
        # Counted outside of the class: a class that changes while checks run would look tampered with.
        _numbers[0] += 1
        self.ino = _numbers[0]
        self.mode = mode
        self.nlink = 1
        self.uid = self.gid = 1000
        self.mtime = self.atime = self.ctime = now


class File(Node):
    def __init__(self, mode, now, data=b""):
        super().__init__(mode, now)
        self.data = bytearray(data)
        self.locks = {}


class Dir(Node):
    kind = "dir"

    def __init__(self, mode, now):
        super().__init__(mode, now)
        self.entries = {}
        self.locks = {}


class Link(Node):
    kind = "link"

    def __init__(self, target, now):
        super().__init__(0o777, now)
        self.target = target


class Tree:
    def __init__(self, clock):
        self.clock = clock
        self.root = Dir(ROOT_MODE, clock[0])
        self.cwd = "/"
        self.umask = 0o022

    def absolute(self, path):
        return path if path.startswith("/") else (self.cwd.rstrip("/") + "/" + path)

    def walk(self, path, follow=True):
        """Resolve `path`: (parent folder, last name, node or None, real path). Links on the way are followed."""
        if path == "":
            fail(errno.ENOENT, path)
        if "\0" in path:
            raise ValueError("embedded null byte")
        todo = [p for p in self.absolute(path).split("/") if p and p != "."]
        todo.reverse()
        wants_dir = path.endswith("/") or path.endswith("/.")
        stack = []  # (name, node)
        links = 0
        node = self.root
        while todo:
            name = todo.pop()
            if not isinstance(node, Dir):
                fail(errno.ENOTDIR, path)
            if name == "..":
                if stack:
                    stack.pop()
                node = stack[-1][1] if stack else self.root
                continue
            if len(name.encode("utf-8", "surrogateescape")) > 255:
                fail(errno.ENAMETOOLONG, path)
            if not node.mode & 0o100:
                fail(errno.EACCES, path)
            child = node.entries.get(name)
            if isinstance(child, Link) and (todo or follow or wants_dir):
                links += 1
                if links > LOOP_LIMIT:
                    fail(errno.ELOOP, path)
                target = child.target
                if target.startswith("/"):
                    stack = []
                    node = self.root
                more = [p for p in target.split("/") if p and p != "."]
                more.reverse()
                todo.extend(more)
                continue
            if child is None:
                if todo:
                    fail(errno.ENOENT, path)
                return node, name, None, "/" + "/".join([n for n, _ in stack] + [name])
            stack.append((name, child))
            node = child
        if wants_dir and not isinstance(node, Dir):
            fail(errno.ENOTDIR, path)
        parent = stack[-2][1] if len(stack) > 1 else self.root
        name = stack[-1][0] if stack else ""
        return parent, name, node, "/" + "/".join(n for n, _ in stack)

    def get(self, path, follow=True):
        node = self.walk(path, follow)[2]
        if node is None:
            fail(errno.ENOENT, path)
        return node

    def find(self, path, follow=True):
        """The node at `path`, or None where there is none or the way there is blocked."""
        try:
            return self.walk(path, follow)[2]
        except (OSError, ValueError):
            return None

    def folder(self, path):
        node = self.get(path)
        if not isinstance(node, Dir):
            fail(errno.ENOTDIR, path)
        return node

    def writable(self, parent, path):
        if not parent.mode & 0o200:
            fail(errno.EACCES, path)

    def add(self, path, node, follow=False):
        parent, name, there, real = self.walk(path, follow)
        if there is not None:
            fail(errno.EEXIST, path)
        self.writable(parent, path)
        parent.entries[name] = node
        parent.mtime = self.clock[0]
        return real

    def mkdir(self, path, mode=0o777):
        self.add(path.rstrip("/") or "/", Dir(mode & ~self.umask & 0o7777, self.clock[0]))

    def makedirs(self, path):
        built = ""
        for name in self.absolute(path).split("/"):
            if name:
                built += "/" + name
                if self.find(built) is None:
                    self.mkdir(built)

    def symlink(self, target, path):
        self.add(path, Link(target, self.clock[0]))

    def link(self, source, path, follow=True):
        node = self.get(source, follow)
        if isinstance(node, Dir):
            fail(errno.EPERM, source, path)
        self.add(path, node)
        node.nlink += 1

    def unlink(self, path):
        parent, name, node, _ = self.walk(path, False)
        if node is None:
            fail(errno.ENOENT, path)
        if isinstance(node, Dir):
            fail(errno.EISDIR, path)
        self.writable(parent, path)
        del parent.entries[name]
        node.nlink -= 1
        parent.mtime = self.clock[0]

    def rmdir(self, path):
        parent, name, node, _ = self.walk(path, False)
        if node is None:
            fail(errno.ENOENT, path)
        if not isinstance(node, Dir):
            fail(errno.ENOTDIR, path)
        if node.entries:
            fail(errno.ENOTEMPTY, path)
        self.writable(parent, path)
        del parent.entries[name]

    def rename(self, source, target):
        sparent, sname, node, sreal = self.walk(source, False)
        if node is None:
            fail(errno.ENOENT, source, target)
        tparent, tname, there, treal = self.walk(target, False)
        if there is node:
            return
        if isinstance(node, Dir) and (treal + "/").startswith(sreal + "/"):
            fail(errno.EINVAL, source, target)
        if there is not None:
            if isinstance(node, Dir):
                if not isinstance(there, Dir):
                    fail(errno.ENOTDIR, source, target)
                if there.entries:
                    fail(errno.ENOTEMPTY, source, target)
            elif isinstance(there, Dir):
                fail(errno.EISDIR, source, target)
        self.writable(sparent, source)
        self.writable(tparent, target)
        del sparent.entries[sname]
        tparent.entries[tname] = node
        sparent.mtime = tparent.mtime = self.clock[0]

    def write(self, path, data):
        """Put a file there, with the folders on the way."""
        full = self.absolute(path)
        cut = full.rfind("/")
        if cut > 0:
            self.makedirs(full[:cut])
        parent, name, node, real = self.walk(full)
        if isinstance(node, Dir):
            fail(errno.EISDIR, path)
        if node is None:
            parent.entries[name] = File(0o666 & ~self.umask, self.clock[0], data)
        else:
            node.data[:] = data
            node.mtime = self.clock[0]
        return real
