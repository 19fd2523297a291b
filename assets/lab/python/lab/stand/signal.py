"""`signal`: the numbers; handlers are taken and never called."""

SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD = 1, 2, 3, 9, 10, 12, 13, 14, 15, 17
SIG_DFL, SIG_IGN = 0, 1
_handlers = {}


def default_int_handler(number=None, frame=None):
    raise KeyboardInterrupt


def signal(number, handler):
    before = _handlers.get(number, SIG_DFL)
    _handlers[number] = handler
    return before


def getsignal(number):
    return _handlers.get(number, SIG_DFL)


def alarm(seconds):
    return 0


__getattr__ = _lab.missing("signal")
