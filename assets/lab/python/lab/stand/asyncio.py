"""`asyncio` without a loop: a coroutine runs to its end where it is awaited, a task where it is made.

Between two awaits nothing comes but what `lab.interleave` puts there (`sleep` is such a point).
"""


class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


TimeoutError = TimeoutError


class _Done:
    """An awaitable that has its result."""

    def __init__(self, value=None, error=None):
        self._value, self._error = value, error

    def __await__(self):
        return self.result()
        yield

    def result(self):
        if self._error is not None:
            raise self._error
        return self._value

    def exception(self):
        return self._error

    def done(self):
        return True

    def cancelled(self):
        return False

    def cancel(self, msg=None):
        return False

    def add_done_callback(self, f, context=None):
        f(self)

    def get_name(self):
        return "Task-1"


Task = Future = _Done


def _drive(awaitable):
    if isinstance(awaitable, _Done):
        return awaitable.result()
    step = awaitable if hasattr(awaitable, "send") else awaitable.__await__()
    try:
        step.send(None)
    except StopIteration as stop:
        return stop.value
    step.close()
    _lab.lacks("an event loop that waits for anything but the lab's own calls")


def run(main, *, debug=None, loop_factory=None):
    return _drive(main)


async def sleep(delay, result=None):
    _lab.pause("sleep")
    _lab.advance(max(0.0, float(delay)))
    return result


def create_task(coroutine, *, name=None, context=None):
    try:
        return _Done(_drive(coroutine))
    except Exception as error:
        return _Done(error=error)


ensure_future = create_task


def gather(*awaitables, return_exceptions=False):
    out = []
    for awaitable in awaitables:
        try:
            out.append(_drive(awaitable))
        except Exception as error:
            if not return_exceptions:
                return _Done(error=error)
            out.append(error)
    return _Done(out)


async def wait_for(awaitable, timeout):
    before = _lab.clock[1]
    value = _drive(awaitable)
    if timeout is not None and _lab.clock[1] - before > timeout:
        raise TimeoutError()
    return value


async def wait(tasks, *, timeout=None, return_when="ALL_COMPLETED"):
    return set(tasks), set()


async def to_thread(f, /, *args, **kwargs):
    return f(*args, **kwargs)


async def shield(awaitable):
    return _drive(awaitable)


class Lock:
    def __init__(self):
        self._lock = _lab.load("threading").Lock()

    async def acquire(self):
        return self._lock.acquire()

    def release(self):
        self._lock.release()

    def locked(self):
        return self._lock.locked()

    async def __aenter__(self):
        self._lock.acquire()

    async def __aexit__(self, *args):
        self._lock.release()


class Semaphore(Lock):
    def __init__(self, value=1):
        self._lock = _lab.load("threading").Semaphore(value)


BoundedSemaphore = Semaphore


class Event:
    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def is_set(self):
        return self._set

    async def wait(self):
        if not self._set:
            raise RuntimeError("deadlock: no other task could set this event")
        return True


class TaskGroup:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass

    def create_task(self, coroutine, **kwargs):
        return _Done(_drive(coroutine))


class _Loop:
    def run_until_complete(self, awaitable):
        return _drive(awaitable)

    def create_task(self, coroutine, **kwargs):
        return create_task(coroutine)

    def run_in_executor(self, executor, f, *args):
        return _Done(f(*args))

    def time(self):
        return _lab.clock[1]

    def is_running(self):
        return False

    def close(self):
        pass


_loop = _Loop()


def get_event_loop():
    return _loop


get_running_loop = new_event_loop = get_event_loop


def set_event_loop(loop):
    pass


def iscoroutinefunction(f):
    code = getattr(f, "__code__", None)
    return code is not None and bool(code.co_flags & 0x80)


def iscoroutine(value):
    return hasattr(value, "send") and hasattr(value, "cr_code")


def current_task(loop=None):
    return _Done()


__getattr__ = _lab.missing("asyncio")
