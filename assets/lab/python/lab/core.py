"""What every part of the lab shares: the host, the clock, the seed, the loader of the other parts.

Nothing here may import a heavy module: the lab must start within milliseconds in a slow interpreter.
"""

import sys

import _host as host

ModuleSpec = type(sys.__spec__)
APP = "/app"


class LabLacks(BaseException):
    """The code asks for something that the lab does not have. The run is then not judged."""

    def __init__(self, message):
        super().__init__(message)
        host.lacks(message)


def lacks(what, hint=""):
    """Raise `LabLacks` for `what`, with a hint at what may be used instead."""
    raise LabLacks(f"the lab has no {what}: {hint}" if hint else f"the lab has no {what}")


def missing(module, names=()):
    """A module `__getattr__` that names what the lab's stand-in of `module` does not have.

    Names that the real module does not have either belong in no list: reading them lacks too, because the lab cannot tell
    an invented name from one that it merely never learnt. `names` are the ones known not to exist.
    """

    def __getattr__(name):
        if (name.startswith("__") and name.endswith("__")) or name in names or not caller_is_challenge():
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        lacks(f"{module}.{name}")

    return __getattr__


def lazy(module, table):
    """A module `__getattr__` that takes each name of `table` (name to `part` or `(part, name)`) from a part at first use."""
    rest = missing(module)

    def __getattr__(name):
        where = table.get(name)
        if where is None:
            if code_of(f"lab.stand.{module}.{name}") is not None:
                return load(f"{module}.{name}")
            return rest(name)
        part, real = where if isinstance(where, tuple) else (where, name)
        value = getattr(load(part), real)
        sys.modules[module].__dict__[name] = value
        return value

    return __getattr__


# --- the other parts, loaded at first use ------------------------------------------------------

_parts = {}
_code_of = None


def load(name):
    """The module `name`, whichever way it is imported (`import a.b` gives `a`, this gives `a.b`)."""
    found = sys.modules.get(name)
    if found is None:
        __import__(name)
        found = sys.modules[name]
    return found


class later:
    """Stands for a module that is imported when something of it is first asked for."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        return getattr(load(self._name), name)


def part(name):
    """A part of the lab by its name in the package, kept out of `sys.modules`."""
    found = _parts.get(name)
    if found is None:
        found = type(sys)("lab." + name)
        found.__dict__["_lab"] = _self
        _parts[name] = found
        try:
            exec(_code_of("lab." + name), found.__dict__)
        except BaseException:
            del _parts[name]
            raise
    return found


_self = sys.modules[__name__]


def code_of(name):
    """The compiled code of a module of the lab, or None."""
    try:
        return _code_of(name)
    except ImportError:
        return None


def remember_loader(spec):
    """Learn from the package's own spec how its modules are read: frozen, from files, or from a loader of the host's."""
    global _code_of
    loader = spec.loader
    if spec.origin == "frozen" or getattr(loader, "__name__", "") == "FrozenImporter":
        import _imp

        _code_of = _imp.get_frozen_object
    elif hasattr(loader, "path"):
        root = loader.path.rsplit("/", 2)[0]
        kind = type(loader)

        def from_file(name):
            path = root + "/" + name.replace(".", "/")
            for full in (path + ".py", path + "/__init__.py"):
                try:
                    return kind(name, full).get_code(name)
                except (ImportError, OSError):
                    pass
            raise ImportError(name)

        _code_of = from_file
    else:
        _code_of = loader.get_code


# Files of the challenge as the host has compiled them: path to text and code.
compiled = {}

# --- seed, canaries ----------------------------------------------------------------------------

_seed = None
_stream = [b"", 0]


def sha256(data):
    try:
        import _sha256 as module
    except ImportError:
        import _sha2 as module
    return module.sha256(data)


def seed():
    global _seed
    if _seed is None:
        _seed = bytes(host.seed())
    return _seed


def draw_anew():
    """Learn the run's seed: what was drawn before it was known counts for nothing."""
    global _seed
    _seed = None
    _stream[:] = [b"", 0]
    if "random" in sys.modules:
        part("random").draw_anew()


def derived(name):
    """32 bytes that depend on the run's seed and `name` alone."""
    return sha256(seed() + b"/" + name.encode()).digest()


def random_bytes(n):
    """The next `n` bytes of the run's unguessable stream."""
    while len(_stream[0]) < n:
        _stream[0] += derived(f"stream {_stream[1]}")
        _stream[1] += 1
    out, _stream[0] = _stream[0][:n], _stream[0][n:]
    return out


def canary(name):
    return "canary-" + derived("canary " + str(name)).hex()[:24]


# --- clock -------------------------------------------------------------------------------------

clock = [0.0, 0.0]  # Unix seconds, and seconds since the start


def advance(seconds):
    clock[0] += seconds
    clock[1] += seconds
    if _later:
        run_later()


# --- interleaving ------------------------------------------------------------------------------

_points = {}
_elsewhere = [0]


def pause(name):
    """A point where another request could come between."""
    if not _points:
        return
    f, process = _points.pop(name, (None, False))
    if f is not None:
        _depth[0] += 1
        _elsewhere[0] += process
        try:
            f()
        finally:
            _depth[0] -= 1
            _elsewhere[0] -= process


def interleave(point, f, process=False):
    """Run `f` once, when the code next reaches `point`; with `process` in another process, which locks in memory do not stop."""
    _points[point] = (f, bool(process))


def elsewhere():
    """Whether what runs now stands for another process of the same service."""
    return _elsewhere[0] > 0


def real_spec(name, path=None):
    """Where the interpreter itself has a module that the lab patches."""
    for finder in sys.meta_path[1:-1]:
        spec = finder.find_spec(name, path)
        if spec is not None:
            return spec
    return None


# --- frames ------------------------------------------------------------------------------------


def of_challenge(filename):
    return filename.startswith("/app/")


def frames(error):
    """The file names and lines an exception came through, outermost first."""
    out = []
    at = error.__traceback__
    while at is not None:
        out.append((at.tb_frame.f_code.co_filename, at.tb_lineno))
        at = at.tb_next
    return out


def from_challenge(error):
    """Whether an exception was raised in or below the challenge's code."""
    return any(of_challenge(name) for name, _ in frames(error))


def caller_is_challenge(depth=1):
    """Whether the nearest frame outside the lab and the import machinery is the challenge's."""
    try:
        frame = sys._getframe(depth + 1)
    except ValueError:
        return False
    while frame is not None:
        name = frame.f_code.co_filename
        if of_challenge(name):
            return True
        if not ("importlib" in name or of_lab(name)):
            return False
        frame = frame.f_back
    return False


def shorten(text, limit=300):
    text = str(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def show(value, limit=300):
    """A value as an exchange line shows it."""
    try:
        return shorten(repr(value), limit)
    except LabLacks:
        raise
    except BaseException as error:
        return f"<{type(value).__name__} whose repr raised {type(error).__name__}>"


# --- one request coming between another ---------------------------------------------------------

_depth = [0]


class Blocked(RuntimeError):
    """One that came between another had to wait for it: in the lab it is turned away."""


def interrupted():
    """How many requests are interrupted by the one that runs now."""
    return _depth[0]


def of_lab(filename):
    """Whether code is the lab's: frozen code bears its module's name, code from files its path."""
    return filename == "lab" or filename.startswith("lab.") or "/lab/python/lab/" in filename


def guard(error):
    """Turn a mistake of the lab itself into "not judged": it must never look like a refusal of the challenge's code."""
    if isinstance(error, (NameError, AttributeError, NotImplementedError)):
        came = frames(error)
        if came and of_lab(came[-1][0]):
            lacks(f"answer here ({type(error).__name__}: {error}, at {came[-1][0].rsplit('/', 1)[-1]} line {came[-1][1]})")


# --- what happens later --------------------------------------------------------------------------

_later = []


def at(when, f):
    """Run `f` when the clock is moved past `when`."""
    _later.append((when, f))


def run_later():
    due = [entry for entry in _later if entry[0] <= clock[0]]
    for entry in due:
        _later.remove(entry)
        entry[1]()
