"""The same names as in `sqlalchemy` itself."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(_lab.load("sqlalchemy"), name)
