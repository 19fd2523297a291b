"""The names a check has: `attempt`, `run`, `exploited`, `expect`, `note`, `canary`, `client`, `lab`."""

import sys

core = _lab


class Outcome:
    """What came of calling the challenge's code."""

    def __init__(self, value=None, error=None):
        self.value, self.error = value, error

    @property
    def ok(self):
        return self.error is None

    @property
    def refused(self):
        return self.error is not None

    def __repr__(self):
        return f"<refused: {self.error!r}>" if self.refused else f"<ok: {core.show(self.value)}>"


def call_text(f, args, kwargs):
    name = getattr(f, "__name__", None) or type(f).__name__
    owner = getattr(f, "__self__", None)
    if owner is not None and not isinstance(owner, type(sys)):
        name = (owner.__name__ if isinstance(owner, type) else type(owner).__name__) + "." + name
    parts = [core.show(a, 120) for a in args] + [f"{k}={core.show(v, 120)}" for k, v in kwargs.items()]
    if name == "<lambda>":
        return "calls the code"
    return core.shorten(f"{name}({', '.join(parts)})")


def error_text(error):
    text = str(error)
    return core.shorten(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def passes_through(error):
    """Whether an exception is not the challenge's to answer for: the lab's own, memory, or the check's."""
    return isinstance(error, (core.LabLacks, MemoryError)) or not core.from_challenge(error)


def attempt(f, *args, **kwargs):
    """Call the challenge's code; what it raises comes back as the outcome's `.error`."""
    did = call_text(f, args, kwargs)
    try:
        outcome = Outcome(f(*args, **kwargs))
    except BaseException as error:
        if passes_through(error):
            raise
        outcome = Outcome(error=error)
        core.host.exchange("", did, "raises " + error_text(error))
        return outcome
    core.host.exchange("", did, core.show(outcome.value))
    return outcome


class Run:
    """What a program left: exit code, standard output, standard error."""

    def __init__(self, code, out, err, error):
        self.code, self.out, self.err, self.error = code, out, err, error

    def __repr__(self):
        return f"<exit {self.code}>"


def run(path, *argv, stdin="", env={}):
    """Run one of the challenge's files as a program."""
    import builtins

    _io = core.load("_io")
    full = path if path.startswith("/") else "/app/" + path
    source = core.tree.get(full)
    saved = (sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.modules.get("__main__"))
    out, err = core.consoles[1], core.consoles[2]
    environ = core.load("os").environ
    before = dict(environ)
    environ.update(env)
    module = type(sys)("__main__")
    module.__dict__.update(__file__=full, __builtins__=builtins)
    raw = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8", "surrogateescape")
    sys.argv = [full] + [str(a) for a in argv]
    sys.stdin = _io.TextIOWrapper(_io.BytesIO(raw), "utf-8")
    sys.stdout, sys.stderr = out, err
    sys.modules["__main__"] = module
    out.capture, err.capture = [], []
    code, failed = 0, None
    try:
        text = bytes(source.data).decode("utf-8-sig")
        try:
            exec(compile(text, full, "exec", dont_inherit=True), module.__dict__)
        except SystemExit as stop:
            if stop.code is None:
                code = 0
            elif isinstance(stop.code, int):
                code = stop.code & 0xFF
            else:
                err.write(f"{stop.code}\n")
                code = 1
        except BaseException as error:
            if isinstance(error, (core.LabLacks, MemoryError)) or (isinstance(error, SyntaxError) and error.filename == full):
                raise
            failed, code = error, 130 if isinstance(error, KeyboardInterrupt) else 1
            err.write("".join(core.load("traceback").format_exception(type(error), error, error.__traceback__)))
        run_out, run_err = "".join(out.capture), "".join(err.capture)
    except SyntaxError as error:
        error.__lab_import__ = full
        raise
    finally:
        out.capture = err.capture = None
        sys.argv, sys.stdin, sys.stdout, sys.stderr = saved[:4]
        if saved[4] is not None:
            sys.modules["__main__"] = saved[4]
        environ.clear()
        environ.update(before)
    result = Run(code, run_out, run_err, failed)
    words = [path] + [a if a and not set(a) & set(" '\"\\$;&|<>()`\n*?") else repr(a) for a in map(str, argv)]
    did = core.shorten("runs " + " ".join(words) + (f" with {core.show(stdin, 120)}" if stdin else ""))
    last = run_err.strip().rsplit("\n", 1)[-1]
    got = f"exit {code}" + (f" {core.shorten(run_out.strip())}" if run_out.strip() else "") + (f" · {core.shorten(last)}" if last else "")
    core.host.exchange("", did, got)
    return result


def exploited(yes, evidence=""):
    """State the outcome of an exploit check; the last call counts."""
    core.host.state(bool(yes), core.shorten(evidence, 600) if isinstance(evidence, str) else core.show(evidence, 600))


def expect(condition, message=""):
    """Raise unless the condition holds."""
    if not condition:
        raise AssertionError(message or "what was expected does not hold")


def note(did, got="", who=""):
    """Add a line to the exchange."""
    core.host.exchange(str(who), core.shorten(did), core.shorten(got))


class Clock:
    """`lab.clock`: seconds since 1970, moved by the check and by `time.sleep`."""

    def now(self):
        return core.clock[0]

    def advance(self, seconds):
        core.advance(float(seconds))

    def set(self, when):
        if isinstance(when, str):
            datetime = core.load("datetime")
            moment = datetime.datetime.fromisoformat(when.replace("Z", "+00:00"))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=datetime.timezone.utc)
            when = moment.timestamp()
        core.clock[1] += max(0.0, float(when) - core.clock[0])
        core.clock[0] = float(when)


class Log:
    """`lab.log`: what went to logging, warnings, standard output and error."""

    @property
    def text(self):
        return "".join(core.log_text)

    def clear(self):
        del core.log_text[:]


class Lab:
    """The world, as a check sees it."""

    clock = Clock()
    log = Log()
    pause = staticmethod(core.pause)
    interleave = staticmethod(core.interleave)

    @property
    def env(self):
        return core.load("os").environ

    def __getattr__(self, name):
        if name not in PARTS:
            core.lacks(f"lab.{name}")
        facade = core.part(name).facade
        self.__dict__[name] = facade
        return facade


PARTS = ("files", "web", "processes", "mail", "random", "sql", "llm")


def client(app, who="", **options):
    return core.part("client").Client(app, who, **options)


def table():
    return {
        "attempt": attempt,
        "canary": core.canary,
        "client": client,
        "exploited": exploited,
        "expect": expect,
        "lab": Lab(),
        "note": note,
        "run": run,
    }
