"""The same names as in `sqlalchemy` itself."""


def __getattr__(name):
    if name == "expression":
        return _lab.load("sqlalchemy.sql.expression")
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(_lab.load("sqlalchemy"), name)
