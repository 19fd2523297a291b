"""`subprocess` over the lab's programs and shell."""

import errno
import os

_processes = _lab.part("processes")
PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        super().__init__(returncode, cmd)
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr

    def __str__(self):
        return f"Command {self.cmd!r} returned non-zero exit status {self.returncode}."

    @property
    def stdout(self):
        return self.output


class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        super().__init__(cmd, timeout)
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    def __str__(self):
        return f"Command {self.cmd!r} timed out after {self.timeout} seconds"


class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

    def __repr__(self):
        extra = "".join(f", {n}={v!r}" for n, v in (("stdout", self.stdout), ("stderr", self.stderr)) if v is not None)
        return f"{type(self).__name__}(args={self.args!r}, returncode={self.returncode!r}{extra})"

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


class Popen:
    """A process. It runs to its end at once, or when it is given its input."""

    def __init__(
        self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
        shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
        start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None,
        text=None, umask=-1, pipesize=-1, process_group=None,
    ):  # fmt: skip
        self.args, self._shell, self._env = args, shell, env
        self._cwd = os.path.abspath(os.fspath(cwd)) if cwd is not None else None
        if self._cwd is not None and not os.path.isdir(self._cwd):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", cwd)
        self._text = bool(text or universal_newlines or encoding or errors)
        self.encoding = encoding
        self._stdin_to, self._stdout_to, self._stderr_to = stdin, stdout, stderr
        self.pid, self.returncode = 4300, None
        self._result = None
        io = _lab.load("io")
        self.stdin = io.StringIO() if stdin == PIPE and self._text else io.BytesIO() if stdin == PIPE else None
        self.stdout = self.stderr = None
        self._check_program()
        if stdin != PIPE:
            self._finish(self._read_input())
            for name, where, data in (("stdout", stdout, self._out), ("stderr", stderr, self._err)):
                if where == PIPE:
                    setattr(self, name, io.StringIO(self._decode(data)) if self._text else io.BytesIO(data))

    def _argv(self):
        args = self.args
        if isinstance(args, (str, bytes)) or hasattr(args, "__fspath__"):
            args = [args]
        out = []
        for word in args:
            word = _processes.text_of(word)
            if not isinstance(word, str):
                raise TypeError(f"expected str, bytes or os.PathLike object, not {type(word).__name__}")
            if "\0" in word:
                raise ValueError("embedded null byte")
            out.append(word)
        return out

    def _check_program(self):
        argv = self._argv()
        if not argv:
            raise IndexError("list index out of range")
        if not self._shell and not _processes.knows(argv[0]):
            _processes.ran.append(_processes.Command(argv, False, argv[0]))
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", argv[0])

    def _read_input(self):
        if self._stdin_to in (None, DEVNULL, PIPE):
            return b""
        data = self._stdin_to.read() if hasattr(self._stdin_to, "read") else b""
        return data.encode() if isinstance(data, str) else data

    def _decode(self, data):
        return data.decode(self.encoding or "utf-8", "replace").replace("\r\n", "\n")

    def _finish(self, stdin):
        argv = self._argv()
        env = dict(os.environ) if self._env is None else {_processes.text_of(k): _processes.text_of(v) for k, v in self._env.items()}
        before = _lab.clock[1]
        if self._shell:
            code, out, err = _processes.Shell(env, self._cwd, ["sh"] + argv[1:]).run(argv[0], stdin)
            _lab.host.trace("shell", _lab.shorten(argv[0], 300))
        else:
            code, out, err = _processes.execute(argv, stdin, False, " ".join(argv), env, self._cwd)
        self._took = _lab.clock[1] - before
        self.returncode = code
        if self._stderr_to == STDOUT:
            out, err = out + err, b""
        self._out, self._err = out, err
        for where, data, fd in ((self._stdout_to, out, 1), (self._stderr_to, err, 2)):
            if where is None:
                _lab.console(fd).write(data.decode("utf-8", "replace"))
            elif hasattr(where, "write"):
                try:
                    where.write(data)
                except TypeError:
                    where.write(data.decode("utf-8", "replace"))
        self._result = True

    def communicate(self, input=None, timeout=None):
        if self._result is None:
            given = input if input is not None else self.stdin.getvalue()
            self._finish(given.encode() if isinstance(given, str) else given or b"")
        out = self._out if self._stdout_to == PIPE else None
        err = self._err if self._stderr_to == PIPE else None
        if timeout is not None and self._took > timeout:
            raise TimeoutExpired(self.args, timeout, out, err)
        if self._text:
            out = self._decode(out) if out is not None else None
            err = self._decode(err) if err is not None else None
        return out, err

    def wait(self, timeout=None):
        if self._result is None:
            self.communicate()
        return self.returncode

    def poll(self):
        return self.returncode

    def kill(self):
        pass

    terminate = kill

    def send_signal(self, number):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.wait()


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    process = Popen(*popenargs, **kwargs)
    out, err = process.communicate(input, timeout)
    if check and process.returncode:
        raise CalledProcessError(process.returncode, process.args, out, err)
    return CompletedProcess(process.args, process.returncode, out, err)


def call(*popenargs, timeout=None, **kwargs):
    process = Popen(*popenargs, **kwargs)
    process.communicate(timeout=timeout)
    return process.returncode


def check_call(*popenargs, **kwargs):
    code = call(*popenargs, **kwargs)
    if code:
        raise CalledProcessError(code, kwargs.get("args") or popenargs[0])
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    if "stdout" in kwargs:
        raise ValueError("stdout argument not allowed, it will be overridden.")
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    done = run(cmd, shell=True, stdout=PIPE, stderr=STDOUT, text=True)
    return done.returncode, done.stdout.removesuffix("\n")


def getoutput(cmd, **kwargs):
    return getstatusoutput(cmd)[1]


def list2cmdline(seq):
    return _lab.load("shlex").join(seq)


__getattr__ = _lab.missing("subprocess")
