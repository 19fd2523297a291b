"""`threading` without threads: a thread runs to its end when it is started, and a lock that nobody could release is an error.

That one thread stands alone keeps runs repeatable. Races are shown with `lab.interleave`: it runs another request at the points
where one could come between (`lock:acquire` is one).
"""

import sys

TIMEOUT_MAX = 9223372036.0


class ThreadError(RuntimeError):
    pass


class Lock:
    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        _lab.pause("lock:acquire")
        if _lab.elsewhere():
            return True
        if self._held:
            if not blocking:
                return False
            if timeout is not None and timeout >= 0:
                _lab.advance(timeout)
                return False
            _wait_in_vain()
        self._held = True
        return True

    def release(self):
        if _lab.elsewhere():
            return
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False
        _lab.pause("lock:release")

    def locked(self):
        return self._held

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *args):
        self.release()


def _wait_in_vain():
    """One that comes between waits for the one it interrupted: in the lab that means it is turned away."""
    interrupted = _lab.interrupted()
    if interrupted:
        raise _lab.Blocked("waits for a lock that the interrupted request holds")
    raise RuntimeError("deadlock: the lock is already held by this thread")


class RLock:
    def __init__(self):
        self._owner, self._count = None, 0

    def acquire(self, blocking=True, timeout=-1):
        _lab.pause("lock:acquire")
        if _lab.elsewhere():
            return True
        me = get_ident()
        if self._count and self._owner != me:
            if not blocking or (timeout is not None and timeout >= 0):
                return False
            _wait_in_vain()
        self._owner = me
        self._count += 1
        return True

    def release(self):
        if _lab.elsewhere():
            return
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            _lab.pause("lock:release")

    def locked(self):
        return bool(self._count)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _is_owned(self):
        return bool(self._count) and self._owner == get_ident()


class Condition:
    def __init__(self, lock=None):
        self._lock = lock or RLock()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        if timeout is None:
            raise RuntimeError("deadlock: no other thread could wake this one")
        _lab.advance(timeout)
        return False

    def wait_for(self, predicate, timeout=None):
        return predicate() or (self.wait(timeout) and predicate())

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = self._initial = value

    def acquire(self, blocking=True, timeout=None):
        _lab.pause("lock:acquire")
        if _lab.elsewhere():
            return True
        if self._value == 0:
            if not blocking or timeout is not None:
                return False
            _wait_in_vain()
        self._value -= 1
        return True

    def release(self, n=1):
        if not _lab.elsewhere():
            self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    def release(self, n=1):
        if self._value + n > self._initial:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Event:
    def __init__(self):
        self._set = False

    def is_set(self):
        return self._set

    isSet = is_set

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def wait(self, timeout=None):
        if not self._set:
            if timeout is None:
                raise RuntimeError("deadlock: no other thread could set this event")
            _lab.advance(timeout)
        return self._set


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        _lab.lacks("threading.Barrier")


class local:
    """Values a thread; with one thread running at a time each thread's are swapped by identity."""

    def __init__(self, *args, **kwargs):
        object.__setattr__(self, "_by_thread", {})

    def __getattribute__(self, name):
        get = object.__getattribute__
        if name == "__dict__":
            return get(self, "_by_thread").setdefault(get_ident(), {})
        mine = get(self, "_by_thread").get(get_ident(), {})
        if name in mine:
            return mine[name]
        if name == "_by_thread":
            raise AttributeError(name)
        return get(self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, "_by_thread").setdefault(get_ident(), {})[name] = value

    def __delattr__(self, name):
        mine = object.__getattribute__(self, "_by_thread").get(get_ident(), {})
        if name not in mine:
            raise AttributeError(name)
        del mine[name]


_count = [0]
_stack = []
_alive = []


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        _count[0] += 1
        self._target, self._args, self._kwargs = target, args, dict(kwargs or {})
        self.name = name or f"Thread-{_count[0]}" + (f" ({target.__name__})" if getattr(target, "__name__", None) else "")
        self.daemon = bool(daemon)
        self.ident = None
        self._started = self._done = False

    @property
    def native_id(self):
        return self.ident

    def start(self):
        if self._started:
            raise RuntimeError("threads can only be started once")
        self._started = True
        self.ident = 1000 + _count[0]
        _stack.append(self)
        try:
            self.run()
        except SystemExit:
            pass
        except Exception as error:
            excepthook(ExceptHookArgs((type(error), error, error.__traceback__, self)))
        finally:
            _stack.pop()
            self._done = True

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")

    def is_alive(self):
        return self._started and not self._done

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemon):
        self.daemon = daemon

    def __repr__(self):
        state = "stopped" if self._done else "started" if self._started else "initial"
        return f"<{type(self).__name__}({self.name}, {state})>"


class Timer(Thread):
    """A timer's function runs when the clock is moved past its time."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__(target=function, args=args or (), kwargs=kwargs)
        self.interval, self.function = interval, function
        self.finished = Event()

    def start(self):
        self._started = True
        _lab.at(_lab.clock[0] + self.interval, self._fire)

    def _fire(self):
        if not self.finished.is_set():
            self._started = False
            super().start()
            self.finished.set()

    def cancel(self):
        self.finished.set()


class ExceptHookArgs(tuple):
    exc_type = property(lambda s: s[0])
    exc_value = property(lambda s: s[1])
    exc_traceback = property(lambda s: s[2])
    thread = property(lambda s: s[3])


def excepthook(args):
    if isinstance(args[1], SystemExit):
        return
    lines = _lab.load("traceback").format_exception(args[0], args[1], args[2])
    sys.stderr.write(f"Exception in thread {args[3].name}:\n" + "".join(lines))


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread")
        self.ident = 1
        self._started = True


_main = _MainThread()


def current_thread():
    return _stack[-1] if _stack else _main


currentThread = current_thread


def main_thread():
    return _main


def get_ident():
    return current_thread().ident + 100000 * _lab.interrupted()


get_native_id = get_ident


def enumerate():
    return [_main] + list(_stack)


def active_count():
    return 1 + len(_stack)


def settrace(f):
    pass


def setprofile(f):
    pass


def stack_size(size=0):
    return 0


def _shutdown():
    pass


def _register_atexit(f, *args, **kwargs):
    pass


__getattr__ = _lab.missing("threading", ("__excepthook__",))
