"""Light stand-ins for what modules of the library import and seldom use: reading the real ones takes longer than most checks.

A module that is read with one keeps it: what is asked of it later is handed on to the real module.
"""

core = _lab


class Pattern:
    """A regular expression that is compiled when it is used."""

    def __init__(self, pattern, flags=0):
        self._given = pattern, flags

    def __getattr__(self, name):
        return getattr(core.load("re").compile(*self._given), name)

    def match(self, *args):
        return core.load("re").compile(*self._given).match(*args)


class End:
    """A match of which only the end is asked for."""

    def __init__(self, at):
        self._at = at

    def end(self):
        return self._at


class Blank(Pattern):
    """JSON's white space, which is looked for in every text."""

    def match(self, text, at=0):
        return End(len(text) - len(text[at:].lstrip(" \t\n\r")))


class Field(Pattern):
    """A field of a `logging` format, which is looked for in every format: most hold a plain one."""

    def search(self, text):
        at = text.find("%(")
        name, closed, rest = text[at + 2 :].partition(")")
        if at >= 0 and closed and name.isidentifier() and rest.startswith(("s", "d")):
            return End(at)
        return self.__getattr__("search")(text)


KNOWN = {r"[ \t\n\r]*": Blank, r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]": Field}


def compile_later(pattern, flags=0):
    return KNOWN.get(pattern, Pattern)(pattern, flags)


class Later(type(core)):
    """A module that is read when something of it is first used."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(core.load(self.__name__), name)

    def __setattr__(self, name, value):
        if name.startswith("__"):
            return super().__setattr__(name, value)
        setattr(core.load(self.__name__), name, value)


def module(name, **names):
    made = type(core)(name)
    made.__dict__.update(names)
    return made


def ahead(*names):
    """What the module also imports is read before the stand-ins are there: it gets the real ones."""
    for name in names:
        core.load(name)


def patterns():
    return {"re": module("re", compile=compile_later, I=2, MULTILINE=8, DOTALL=16, VERBOSE=64)}


def rare_warnings():
    """For `sqlite3`, which warns about dates that it is given to keep, and wants one base class."""

    def warn(message, category=None, stacklevel=1):
        core.load("warnings").warn(message, category, stacklevel + 1)

    ahead("datetime", "_sqlite3")
    # A package that is there has to know its part, which an older Python reads by itself.
    if "collections" in core.sys.modules:
        ahead("collections.abc")
    abc = core.load("_collections_abc")
    return {
        "warnings": module("warnings", warn=warn),
        "collections": module("collections", abc=abc),
        "collections.abc": abc,
    }


class Template:
    """`string.Template`, of which `logging` makes one for a format with `$`."""

    def __getattr__(self, name):
        return getattr(core.load("string").Template, name)

    def __call__(self, text):
        return core.load("string").Template(text)


class Formatter:
    """`string.Formatter`, which `logging` asks to take a format with `{` apart."""

    def parse(self, text):
        return core.load("string").Formatter().parse(text)


def rare_formats():
    """For `logging`, which seldom shows an exception or has a format that is not plain."""
    ahead("os", "time", "io", "weakref", "threading", "types", "collections.abc")
    return {
        **patterns(),
        "string": module("string", Template=Template(), Formatter=Formatter),
        "traceback": Later("traceback"),
        "warnings": Later("warnings"),
    }


STAND_INS = {
    "json.scanner": patterns,
    "json.decoder": patterns,
    "json.encoder": patterns,
    "logging": rare_formats,
    "sqlite3.dbapi2": rare_warnings,
}


def log_error(name, message, error):
    """What `logging` does with an error where nobody has set it up: a note in the log, and message and traceback shown."""
    core.log_text.append(f"ERROR {name}: {message}\n{type(error).__name__}: {error}\n")
    lines = [message, "Traceback (most recent call last):"]
    at = error.__traceback__
    while at is not None:
        code = at.tb_frame.f_code
        if core.of_challenge(code.co_filename):
            lines.append(f'  File "{code.co_filename}", line {at.tb_lineno}, in {code.co_name}')
            lines.extend(source_line(code.co_filename, at.tb_lineno))
        at = at.tb_next
    lines.append(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    core.host.write(2, "\n".join(lines) + "\n")


def source_line(path, number):
    node = core.tree.find(path)
    lines = bytes(node.data).decode("utf-8", "replace").splitlines() if node is not None and node.kind == "file" else []
    return ["    " + lines[number - 1].strip()] if 0 < number <= len(lines) else []
