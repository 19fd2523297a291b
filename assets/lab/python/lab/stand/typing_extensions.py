"""`typing_extensions`: the names of `typing`, where it has them."""

import typing as _typing


def deprecated(message, /, *, category=DeprecationWarning, stacklevel=1):
    return lambda decorated: decorated


def __getattr__(name):
    found = getattr(_typing, name, None)
    if found is None:
        if name.startswith("__"):
            raise AttributeError(name)
        _lab.lacks(f"typing_extensions.{name}")
    return found
