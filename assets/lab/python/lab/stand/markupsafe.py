"""`markupsafe`: text that is safe to put into HTML, and the escaping of other text."""

__version__ = "3.0.2"


def _escape_text(text):
    return (
        text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;").replace("'", "&#39;").replace('"', "&#34;")
    )


def escape(s):
    if hasattr(s, "__html__"):
        return Markup(s.__html__())
    return Markup(_escape_text(str(s)))


def escape_silent(s):
    return Markup() if s is None else escape(s)


def soft_str(s):
    return s if isinstance(s, str) else str(s)


class Markup(str):
    __slots__ = ()

    def __new__(cls, object="", encoding=None, errors="strict"):
        if hasattr(object, "__html__"):
            object = object.__html__()
        if encoding is None:
            return super().__new__(cls, object)
        return super().__new__(cls, object, encoding, errors)

    def __html__(self):
        return self

    def __add__(self, other):
        if isinstance(other, str) or hasattr(other, "__html__"):
            return type(self)(super().__add__(self.escape(other)))
        return NotImplemented

    def __radd__(self, other):
        if isinstance(other, str) or hasattr(other, "__html__"):
            return self.escape(other).__add__(self)
        return NotImplemented

    def __mul__(self, num):
        if isinstance(num, int):
            return type(self)(super().__mul__(num))
        return NotImplemented

    __rmul__ = __mul__

    def __mod__(self, arg):
        if isinstance(arg, tuple):
            arg = tuple(_Held(a, self.escape) for a in arg)
        elif hasattr(type(arg), "__getitem__") and not isinstance(arg, str):
            arg = _Held(arg, self.escape)
        else:
            arg = (_Held(arg, self.escape),)
        return type(self)(super().__mod__(arg))

    def __repr__(self):
        return f"{type(self).__name__}({super().__repr__()})"

    def join(self, iterable):
        return type(self)(super().join(map(self.escape, iterable)))

    def split(self, sep=None, maxsplit=-1):
        return [type(self)(v) for v in super().split(sep, maxsplit)]

    def rsplit(self, sep=None, maxsplit=-1):
        return [type(self)(v) for v in super().rsplit(sep, maxsplit)]

    def splitlines(self, keepends=False):
        return [type(self)(v) for v in super().splitlines(keepends)]

    def partition(self, sep):
        return tuple(type(self)(v) for v in super().partition(sep))

    def rpartition(self, sep):
        return tuple(type(self)(v) for v in super().rpartition(sep))

    def unescape(self):
        return _lab.load("html").unescape(str(self))

    def striptags(self):
        value = str(self)
        while (start := value.find("<!--")) != -1 and (end := value.find("-->", start)) != -1:
            value = value[:start] + value[end + 3 :]
        while (start := value.find("<")) != -1 and (end := value.find(">", start)) != -1:
            value = value[:start] + value[end + 1 :]
        return type(self)(" ".join(value.split())).unescape()

    @classmethod
    def escape(cls, s):
        found = escape(s)
        return found if type(found) is cls else cls(found)

    def format(self, *args, **kwargs):
        return type(self)(_formatter(type(self).escape).vformat(str(self), args, kwargs))

    def format_map(self, mapping):
        return type(self)(_formatter(type(self).escape).vformat(str(self), (), mapping))

    def __format__(self, spec):
        return super().__format__(spec)

    def __html_format__(self, spec):
        if spec:
            raise ValueError("Unsupported format specification for Markup.")
        return self


def _text_method(name):
    real = getattr(str, name)

    def method(self, *args, **kwargs):
        args = tuple(self.escape(a) if isinstance(a, str) and not hasattr(a, "__html__") else a for a in args)
        return type(self)(real(self, *args, **kwargs))

    method.__name__ = name
    return method


for _name in ("capitalize", "title", "lower", "upper", "swapcase", "expandtabs", "zfill", "casefold", "__getitem__", "removeprefix", "removesuffix"):
    setattr(Markup, _name, _text_method(_name))
for _name in ("replace", "ljust", "rjust", "center", "translate", "lstrip", "rstrip", "strip"):
    setattr(Markup, _name, _text_method(_name))


def _getitem(self, key):
    return type(self)(str.__getitem__(self, key))


Markup.__getitem__ = _getitem
del _name


class _Held:
    """A value of `%` formatting, escaped when it becomes text."""

    def __init__(self, obj, escape):
        self.obj, self.escape = obj, escape

    def __getitem__(self, key):
        return _Held(self.obj[key], self.escape)

    def __str__(self):
        return str(self.escape(self.obj))

    def __repr__(self):
        return str(self.escape(repr(self.obj)))

    def __int__(self):
        return int(self.obj)

    def __float__(self):
        return float(self.obj)

    def __index__(self):
        return self.obj.__index__()


_formatter_class = None


def _formatter(escape):
    global _formatter_class
    if _formatter_class is None:
        string = _lab.load("string")

        class EscapeFormatter(string.Formatter):
            def __init__(self, escape):
                self.escape = escape
                super().__init__()

            def format_field(self, value, spec):
                if hasattr(value, "__html_format__"):
                    text = value.__html_format__(spec)
                elif hasattr(value, "__html__"):
                    if spec:
                        raise ValueError("a format specifier needs __html_format__")
                    text = value.__html__()
                else:
                    text = super().format_field(value, str(spec))
                return str(self.escape(text))

        _formatter_class = EscapeFormatter
    return _formatter_class(escape)


def __getattr__(name):
    if name == "EscapeFormatter":
        _formatter(None)
        return _formatter_class
    return _missing(name)


_missing = _lab.missing("markupsafe", ("_speedups", "soft_unicode"))
