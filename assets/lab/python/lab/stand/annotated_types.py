"""`annotated_types`: bounds for annotations."""


def _bound(title, name):
    def __init__(self, value):
        setattr(self, name, value)

    return type(title, (), {"__init__": __init__, "__module__": "annotated_types", "__repr__": lambda s: f"{title}({name}={getattr(s, name)!r})"})


Gt, Ge, Lt, Le = _bound("Gt", "gt"), _bound("Ge", "ge"), _bound("Lt", "lt"), _bound("Le", "le")
MultipleOf, MinLen, MaxLen = _bound("MultipleOf", "multiple_of"), _bound("MinLen", "min_length"), _bound("MaxLen", "max_length")
Predicate = _bound("Predicate", "func")


class Len:
    def __init__(self, min_length=0, max_length=None):
        self.min_length, self.max_length = min_length, max_length


class Interval:
    def __init__(self, *, gt=None, ge=None, lt=None, le=None):
        self.gt, self.ge, self.lt, self.le = gt, ge, lt, le


__getattr__ = _lab.missing("annotated_types")
