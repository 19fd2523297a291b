"""The lab: the small fake world in which challenge code is run.

The host gives a module `_host` (exchange, trace, state, seed, write, lacks), calls `start(files, clock)` once in a fresh
interpreter (or first `build(clock)`, and `put(files, compiled)` once it has them), runs the set-up and then one check with the names of `check_names()` (one namespace for both, or the check's own
with the set-up's names in it). `blame(error)` tells the host whose fault an exception is:

* "lacks"      the lab does not have something
* "import"     a file of the challenge does not compile or import
* "challenge"  raised in or below the challenge's code
* "check"      raised by the check's own lines
"""

from . import core, hooks, tree

LabLacks = core.LabLacks


def start(files, clock=0.0):
    """Build the world with the challenge's files in it: in one step what `build` and `put` do."""
    build(clock)
    hooks.put(files)


def build(clock):
    """Build the world: the file system, the clock, the imports, `open`, the console."""
    core.remember_loader(__spec__)
    core.clock[0] = float(clock)
    core.tree_module = tree
    core.tree = tree.Tree(core.clock)
    hooks.build()


def put(files, compiled):
    """Begin the run: its seed is known now, and these are its files, path to text. Those in Python were compiled, path to
    text and code.
    """
    core.draw_anew()
    core.compiled.update(compiled)
    hooks.put(files)


def foresee(texts):
    """Read what code with such texts will ask for, so that every check starts with it."""
    hooks.foresee(texts)


def check_names():
    """The names that set-up and checks have without importing them."""
    return core.part("names").table()


def blame(error):
    """Whose fault an exception is: "lacks", "import", "challenge" or "check"."""
    if isinstance(error, LabLacks):
        return "lacks"
    if getattr(error, "__lab_import__", None):
        return "import"
    return "challenge" if core.from_challenge(error) else "check"


def describe(error):
    """An exception in one line, with the line of the challenge's code where it came from."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    where = [(name, line) for name, line in core.frames(error) if core.of_challenge(name)]
    if where:
        name, line = where[-1]
        text += f" (line {line} of {name[5:]})"
    return core.shorten(text, 400)
