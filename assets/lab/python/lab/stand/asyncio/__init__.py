"""`asyncio`: the library's own tasks, futures, locks and queues on an event loop that runs by the lab's clock.

Tasks take turns as they would; when all of them wait, the clock moves to the next timer. `to_thread` and executors run at once.
"""

import sys

from asyncio import coroutines, events, exceptions, futures, locks, queues, runners, taskgroups, tasks, timeouts
from asyncio import loop as _loop
from asyncio import subprocess  # noqa: F401
from asyncio.coroutines import iscoroutine, iscoroutinefunction  # noqa: F401
from asyncio.events import (  # noqa: F401
    AbstractEventLoop,
    AbstractServer,
    Handle,
    TimerHandle,
    get_running_loop,
    set_event_loop,
)
from asyncio.exceptions import *  # noqa: F403
from asyncio.futures import Future, isfuture, wrap_future  # noqa: F401
from asyncio.locks import *  # noqa: F403
from asyncio.loop import Loop, Runner, get_event_loop, new_event_loop, run, sleep, to_thread  # noqa: F401
from asyncio.queues import *  # noqa: F403
from asyncio.subprocess import create_subprocess_exec, create_subprocess_shell  # noqa: F401
from asyncio.taskgroups import TaskGroup  # noqa: F401
from asyncio.tasks import (  # noqa: F401
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Task,
    all_tasks,
    as_completed,
    create_task,
    current_task,
    ensure_future,
    gather,
    run_coroutine_threadsafe,
    shield,
    wait,
    wait_for,
)
from asyncio.timeouts import Timeout, timeout, timeout_at  # noqa: F401

BaseEventLoop = SelectorEventLoop = EventLoop = Loop

__getattr__ = _lab.missing("asyncio")
