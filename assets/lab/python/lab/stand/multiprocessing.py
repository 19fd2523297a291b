"""`multiprocessing` in one process: a process runs to its end when it is started."""

import os
import queue as _queue
import threading as _threading

from concurrent.futures import ThreadPoolExecutor as _Executor

Lock, RLock, Semaphore, BoundedSemaphore = _threading.Lock, _threading.RLock, _threading.Semaphore, _threading.BoundedSemaphore
Event, Condition, Barrier = _threading.Event, _threading.Condition, _threading.Barrier
Queue = JoinableQueue = _queue.Queue
SimpleQueue = _queue.SimpleQueue


class ProcessError(Exception):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


_main = None


class Process:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        self._target, self._args, self._kwargs = target, args, kwargs
        self.name, self.daemon = name or "Process-1", bool(daemon)
        self.pid = self.exitcode = None

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        assert self.pid is None, "cannot start a process twice"
        self.pid = 4400
        self.exitcode = 0
        try:
            self.run()
        except SystemExit as stop:
            self.exitcode = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        except Exception:
            self.exitcode = 1
            _lab.load("traceback").print_exc()

    def join(self, timeout=None):
        pass

    def is_alive(self):
        return False

    def terminate(self):
        pass

    kill = close = terminate


class _Result:
    def __init__(self, future):
        self._future = future

    def get(self, timeout=None):
        return self._future.result()

    def wait(self, timeout=None):
        pass

    def ready(self):
        return True

    def successful(self):
        return self._future.exception() is None


class Pool:
    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._executor = _Executor(max_workers=processes)
        if initializer is not None:
            initializer(*initargs)

    def apply(self, f, args=(), kwds={}):
        return f(*args, **kwds)

    def apply_async(self, f, args=(), kwds={}, callback=None, error_callback=None):
        future = self._executor.submit(f, *args, **kwds)
        error = future.exception()
        if error is None and callback:
            callback(future.result())
        if error is not None and error_callback:
            error_callback(error)
        return _Result(future)

    def map(self, f, values, chunksize=None):
        return [f(v) for v in values]

    def imap(self, f, values, chunksize=1):
        return iter(self.map(f, values))

    imap_unordered = imap

    def starmap(self, f, values, chunksize=None):
        return [f(*v) for v in values]

    def map_async(self, f, values, chunksize=None, callback=None, error_callback=None):
        return self.apply_async(self.map, (f, values), {}, callback, error_callback)

    def close(self):
        pass

    terminate = join = close

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class _Cell:
    def __init__(self, value):
        self.value = value
        self._lock = RLock()

    def get_lock(self):
        return self._lock

    def get_obj(self):
        return self

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        self._lock.__exit__(*args)


def Value(typecode, value=0, *, lock=True):
    return _Cell(value)


def cpu_count():
    return os.cpu_count()


def current_process():
    global _main
    if _main is None:
        _main = Process(name="MainProcess")
        _main.pid = os.getpid()
    return _main


def parent_process():
    return None


def active_children():
    return []


def freeze_support():
    pass


def get_context(method=None):
    return _lab.load("multiprocessing")


def set_start_method(method, force=False):
    pass


def get_start_method(allow_none=False):
    return "fork"


__getattr__ = _lab.missing("multiprocessing")
