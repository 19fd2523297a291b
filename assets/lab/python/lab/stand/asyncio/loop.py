"""The event loop of the lab's `asyncio`, and what runs on it."""

import collections
import contextvars
import heapq

from asyncio import coroutines, events, futures, tasks


class Loop(events.AbstractEventLoop):
    def __init__(self):
        self._ready = collections.deque()
        self._scheduled = []
        self._stopping = self._running = self._closed = False
        self._handler = None
        self._factory = None

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        handle = events.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, handle)
        handle._scheduled = True
        return handle

    def _timer_handle_cancelled(self, handle):
        pass

    def time(self):
        return _lab.clock[1]

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        self._check_closed()
        if self._factory is not None:
            return self._factory(self, coro, **({"context": context} if context else {}))
        return tasks.Task(coro, loop=self, name=name, context=context)

    def set_task_factory(self, factory):
        self._factory = factory

    def get_task_factory(self):
        return self._factory

    def run_in_executor(self, executor, f, *args):
        future = self.create_future()
        try:
            future.set_result(f(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def set_default_executor(self, executor):
        pass

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return _lab.load("socket").getaddrinfo(host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        return _lab.load("socket").getnameinfo(sockaddr, flags)

    def run_until_complete(self, future):
        self._check_closed()
        is_new = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if is_new:
            future._log_destroy_pending = False
        future.add_done_callback(self._stop_after)
        try:
            self.run_forever()
        finally:
            future.remove_done_callback(self._stop_after)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def _stop_after(self, future):
        if future.cancelled() or not isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
            self._stopping = True

    def run_forever(self):
        self._check_closed()
        if self._running:
            raise RuntimeError("This event loop is already running")
        outer = events._get_running_loop()
        # A request that comes between another has a thread of its own outside of the lab.
        if outer is not None and not _lab.interrupted():
            raise RuntimeError("Cannot run the event loop while another loop is running")
        self._running = True
        events._set_running_loop(self)
        try:
            while True:
                self._turn()
                if self._stopping:
                    break
        finally:
            self._stopping = self._running = False
            events._set_running_loop(outer)

    def _turn(self):
        now = self.time()
        while self._scheduled and (self._scheduled[0]._cancelled or self._scheduled[0]._when <= now or not self._ready):
            handle = heapq.heappop(self._scheduled)
            handle._scheduled = False
            if handle._cancelled:
                continue
            if handle._when > now:
                _lab.advance(handle._when - now)
                now = self.time()
            self._ready.append(handle)
        if not self._ready and not self._stopping:
            if _lab.interrupted():
                raise _lab.Blocked("waits for what the interrupted request holds")
            raise RuntimeError("deadlock: every task waits, and no timer is set")
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()

    def stop(self):
        self._stopping = True

    def is_running(self):
        return self._running

    def is_closed(self):
        return self._closed

    def close(self):
        if self._running:
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    async def shutdown_asyncgens(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        pass

    def add_signal_handler(self, number, callback, *args):
        pass

    def remove_signal_handler(self, number):
        return False

    def get_exception_handler(self):
        return self._handler

    def set_exception_handler(self, handler):
        self._handler = handler

    def call_exception_handler(self, context):
        if self._handler is not None:
            self._handler(self, context)
        else:
            self.default_exception_handler(context)

    def default_exception_handler(self, context):
        _lab.load("logging").getLogger("asyncio").error(
            context.get("message", "Unhandled exception in event loop"), exc_info=context.get("exception")
        )


_current = [None]


def new_event_loop():
    return Loop()


def get_event_loop():
    running = events._get_running_loop()
    if running is not None:
        return running
    if _current[0] is None or _current[0].is_closed():
        _current[0] = Loop()
    return _current[0]


def run(main, *, debug=None, loop_factory=None):
    if events._get_running_loop() is not None and not _lab.interrupted():
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._factory, self._loop, self._context = loop_factory, None, None

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, *args):
        self.close()

    def get_loop(self):
        if self._loop is None:
            self._loop = (self._factory or Loop)()
            self._context = contextvars.copy_context()
        return self._loop

    def run(self, coro, *, context=None):
        if not coroutines.iscoroutine(coro):
            if not hasattr(coro, "__await__"):
                raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
            coro = _awaiting(coro)
        loop = self.get_loop()
        task = loop.create_task(coro, context=context or self._context)
        return loop.run_until_complete(task)

    def close(self):
        loop, self._loop = self._loop, None
        if loop is None:
            return
        left = [t for t in tasks.all_tasks(loop)]
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
        loop.close()


async def _awaiting(awaitable):
    return await awaitable


async def sleep(delay, result=None):
    _lab.pause("sleep")
    return await tasks.sleep(delay, result)


async def to_thread(f, /, *args, **kwargs):
    await tasks.sleep(0)
    return f(*args, **kwargs)
