"""`select`: nothing in the lab keeps one waiting."""

error = OSError
PIPE_BUF = 4096


def select(read, write, other, timeout=None):
    if timeout:
        _lab.advance(timeout)
    return list(read), list(write), []


__getattr__ = _lab.missing("select", ("poll", "epoll", "kqueue", "devpoll"))
