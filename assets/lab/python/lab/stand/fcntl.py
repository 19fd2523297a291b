"""`fcntl`: locks on files. Unlike those in memory they hold between processes."""

import errno

_files = _lab.part("files")

LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_RDLCK, F_WRLCK, F_UNLCK = 0, 1, 2, 3, 4, 0, 1, 2
F_GETLK, F_SETLK, F_SETLKW, FD_CLOEXEC, F_DUPFD_CLOEXEC = 5, 6, 7, 1, 1030


def flock(fd, operation):
    handle = _files.handle(fd.fileno() if hasattr(fd, "fileno") else fd)
    held = handle.node.locks
    if operation & LOCK_UN:
        held.pop(id(handle), None)
        _lab.pause("lock:release")
        return
    _lab.pause("lock:acquire")
    kind = operation & (LOCK_SH | LOCK_EX)
    if any(LOCK_EX in (kind, other) for who, other in held.items() if who != id(handle)):
        if operation & LOCK_NB:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        if _lab.interrupted():
            raise _lab.Blocked("waits for a file lock that the interrupted request holds")
        raise RuntimeError("deadlock: the file is already locked by this process through another descriptor")
    held[id(handle)] = kind


def lockf(fd, cmd, len=0, start=0, whence=0):
    flock(fd, cmd)


def fcntl(fd, cmd, arg=0):
    _files.handle(fd.fileno() if hasattr(fd, "fileno") else fd)
    if cmd in (F_GETFD, F_SETFD, F_SETFL, F_GETFL):
        return 0
    _lab.lacks("fcntl.fcntl with this command")


__getattr__ = _lab.missing("fcntl")
