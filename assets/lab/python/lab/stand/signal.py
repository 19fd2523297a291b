"""`signal`: the numbers, handlers, and alarms by the lab's clock."""

import sys

_NUMBERS = dict(
    SIGHUP=1, SIGINT=2, SIGQUIT=3, SIGILL=4, SIGTRAP=5, SIGABRT=6, SIGBUS=7, SIGFPE=8, SIGKILL=9, SIGUSR1=10, SIGSEGV=11,
    SIGUSR2=12, SIGPIPE=13, SIGALRM=14, SIGTERM=15, SIGCHLD=17, SIGCONT=18, SIGSTOP=19, SIGTSTP=20, SIGTTIN=21, SIGTTOU=22,
    SIGXCPU=24, SIGXFSZ=25, SIGVTALRM=26, SIGPROF=27, SIGWINCH=28, SIGIO=29, SIGSYS=31,
)  # fmt: skip
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
ItimerError = OSError
_handlers = {}
_alarm = [None]


class Signals(int):
    def __new__(cls, value):
        for name, number in _NUMBERS.items():
            if number == value:
                made = super().__new__(cls, value)
                made.name, made.value = name, value
                return made
        raise ValueError(f"{value} is not a valid Signals")

    def __repr__(self):
        return f"<Signals.{self.name}: {int(self)}>"


for _name, _value in _NUMBERS.items():
    globals()[_name] = Signals(_value)
    setattr(Signals, _name, globals()[_name])


def default_int_handler(number=None, frame=None):
    raise KeyboardInterrupt


SIG_DFL, SIG_IGN = 0, 1


def signal(number, handler):
    before = getsignal(number)
    _handlers[int(number)] = handler
    return before


def getsignal(number):
    return _handlers.get(int(number), default_int_handler if number == 2 else SIG_DFL)


def raise_signal(number):
    handler = getsignal(number)
    if callable(handler):
        handler(int(number), None)
    elif handler == SIG_DFL and number not in (17, 18, 28):
        sys.exit(128 + number)


def setitimer(which, seconds, interval=0.0):
    left = getitimer(which)
    _alarm[0] = when = None
    if seconds:
        _alarm[0] = when = _lab.clock[0] + seconds

        def ring():
            if _alarm[0] == when:
                _alarm[0] = None
                raise_signal(SIGALRM)

        _lab.at(when, ring)
    return left


def getitimer(which):
    return (max(_alarm[0] - _lab.clock[0], 0.0) if _alarm[0] is not None else 0.0), 0.0


def alarm(seconds):
    return int(setitimer(ITIMER_REAL, seconds)[0])


def strsignal(number):
    return Signals(number).name


def valid_signals():
    return {Signals(n) for n in _NUMBERS.values()}


def siginterrupt(number, flag):
    pass


__getattr__ = _lab.missing("signal")
