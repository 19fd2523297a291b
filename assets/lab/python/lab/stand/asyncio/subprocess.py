"""`asyncio.subprocess` over the lab's programs and shell."""

import subprocess as _subprocess

from asyncio import tasks

PIPE, STDOUT, DEVNULL = _subprocess.PIPE, _subprocess.STDOUT, _subprocess.DEVNULL


class _Reader:
    def __init__(self, data):
        self._stream = _lab.load("io").BytesIO(data or b"")

    async def read(self, n=-1):
        return self._stream.read(n)

    async def readline(self):
        return self._stream.readline()

    def at_eof(self):
        return self._stream.tell() >= len(self._stream.getvalue())

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = self._stream.readline()
        if not line:
            raise StopAsyncIteration
        return line


class _Writer:
    def __init__(self, process):
        self._process, self._data = process, []

    def write(self, data):
        self._data.append(bytes(data))

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    async def drain(self):
        pass

    def close(self):
        self._process._end(b"".join(self._data))

    async def wait_closed(self):
        pass

    def is_closing(self):
        return self._process._popen.returncode is not None


class Process:
    def __init__(self, popen):
        self._popen = popen
        self.pid = popen.pid
        self.stdin = _Writer(self) if popen.stdin is not None else None
        self.stdout = self.stderr = None
        self._out = self._err = None
        if self.stdin is None:
            self._end(None)

    def _end(self, data):
        if self._out is None:
            out, err = self._popen.communicate(data)
            self._out, self._err = out, err
            self.stdout = _Reader(out) if out is not None else None
            self.stderr = _Reader(err) if err is not None else None

    @property
    def returncode(self):
        return self._popen.returncode

    async def communicate(self, input=None):
        await tasks.sleep(0)
        if self.stdin is not None:
            self._end(b"".join(self.stdin._data) + bytes(input or b""))
        return self._out, self._err

    async def wait(self):
        await tasks.sleep(0)
        if self.stdin is not None:
            self.stdin.close()
        return self._popen.returncode

    def send_signal(self, signal):
        pass

    def terminate(self):
        pass

    def kill(self):
        pass


def _start(args, kwargs):
    kwargs.pop("limit", None)
    for name in ("universal_newlines", "text", "encoding", "errors"):
        if kwargs.pop(name, None):
            raise ValueError(f"{name} must be {'None' if name in ('encoding', 'errors') else 'False'}")
    return Process(_subprocess.Popen(args, **kwargs))


async def create_subprocess_exec(program, *args, **kwargs):
    if kwargs.pop("shell", False):
        raise ValueError("shell must be False")
    await tasks.sleep(0)
    return _start([program, *args], kwargs)


async def create_subprocess_shell(cmd, **kwargs):
    if not isinstance(cmd, (bytes, str)):
        raise ValueError("cmd must be a string")
    if not kwargs.pop("shell", True):
        raise ValueError("shell must be True")
    await tasks.sleep(0)
    return _start(cmd, dict(kwargs, shell=True))
