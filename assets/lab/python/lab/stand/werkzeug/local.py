"""`werkzeug.local`: names that stand for the object of the current request."""


class LocalProxy:
    """Stands for what `look_up()` gives; outside of a context that is an error."""

    __slots__ = ("__look_up", "__name", "__wrapped__")

    def __init__(self, local, name=None, *, unbound_message=None):
        object.__setattr__(self, "_LocalProxy__look_up", local)
        object.__setattr__(self, "_LocalProxy__name", name)
        object.__setattr__(self, "__wrapped__", local)

    def _get_current_object(self):
        return object.__getattribute__(self, "_LocalProxy__look_up")()

    def __getattr__(self, name):
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name, value):
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name):
        delattr(self._get_current_object(), name)

    @property
    def __dict__(self):
        return self._get_current_object().__dict__

    @property
    def __class__(self):
        return type(self._get_current_object())

    def __repr__(self):
        try:
            return repr(self._get_current_object())
        except RuntimeError:
            return "<LocalProxy unbound>"

    def __bool__(self):
        try:
            return bool(self._get_current_object())
        except RuntimeError:
            return False

    def __dir__(self):
        return dir(self._get_current_object())


def _forward(name):
    def method(self, *args):
        return getattr(self._get_current_object(), name)(*args)

    method.__name__ = name
    return method


def _operator(name):
    operator = __import__("_operator")
    f = getattr(operator, name.strip("_") if name not in ("__contains__", "__getitem__") else name.strip("_"))

    def method(self, *args):
        return f(self._get_current_object(), *args)

    method.__name__ = name
    return method


for _name in ("__getitem__", "__setitem__", "__delitem__", "__contains__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
    setattr(LocalProxy, _name, _operator(_name))
for _name in ("__iter__", "__len__", "__call__", "__enter__", "__exit__", "__str__", "__hash__", "__reversed__", "__next__", "__or__", "__add__"):
    setattr(LocalProxy, _name, _forward(_name))
del _name
__getattr__ = _lab.missing("werkzeug.local")
