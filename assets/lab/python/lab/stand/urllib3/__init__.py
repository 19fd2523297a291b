"""`urllib3`: what `requests` users touch of it."""

from urllib3 import exceptions  # noqa: F401

__version__ = "2.2.0"


def disable_warnings(category=None):
    pass


_missing = _lab.missing("urllib3")


def __getattr__(name):
    if name in ("util", "poolmanager"):
        return _lab.load("urllib3." + name)
    if name == "Retry":
        return _lab.load("urllib3.util.retry").Retry
    return _missing(name)
