"""`jinja2.sandbox`: environments that keep templates away from Python's insides."""

import types
from string import Formatter

from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from markupsafe import EscapeFormatter, Markup

MAX_RANGE = 100000
UNSAFE_FUNCTION_ATTRIBUTES = set()
UNSAFE_METHOD_ATTRIBUTES = set()
UNSAFE_GENERATOR_ATTRIBUTES = {"gi_frame", "gi_code"}
UNSAFE_COROUTINE_ATTRIBUTES = {"cr_frame", "cr_code"}
UNSAFE_ASYNC_GENERATOR_ATTRIBUTES = {"ag_code", "ag_frame"}
_MUTABLE = (
    (set, {"add", "clear", "difference_update", "discard", "pop", "remove", "symmetric_difference_update", "update"}),
    (dict, {"clear", "pop", "popitem", "setdefault", "update"}),
    (list, {"append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"}),
)


def unsafe(f):
    f.unsafe_callable = True
    return f


def safe_range(*args):
    found = range(*args)
    if len(found) > MAX_RANGE:
        raise OverflowError(f"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({MAX_RANGE}).")
    return found


def is_internal_attribute(obj, attr):
    if isinstance(obj, types.FunctionType):
        if attr in UNSAFE_FUNCTION_ATTRIBUTES:
            return True
    elif isinstance(obj, types.MethodType):
        if attr in UNSAFE_FUNCTION_ATTRIBUTES or attr in UNSAFE_METHOD_ATTRIBUTES:
            return True
    elif isinstance(obj, type):
        if attr == "mro":
            return True
    elif isinstance(obj, (types.CodeType, types.TracebackType, types.FrameType)):
        return True
    elif isinstance(obj, types.GeneratorType):
        if attr in UNSAFE_GENERATOR_ATTRIBUTES:
            return True
    return attr.startswith("__")


def modifies_known_mutable(obj, attr):
    return any(isinstance(obj, kind) and attr in names for kind, names in _MUTABLE)


class SandboxedEnvironment(Environment):
    sandboxed = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.globals["range"] = safe_range

    def is_safe_attribute(self, obj, attr, value):
        return not (attr.startswith("_") or is_internal_attribute(obj, attr))

    def is_safe_callable(self, obj):
        return not (getattr(obj, "unsafe_callable", False) or getattr(obj, "alters_data", False))

    def unsafe_undefined(self, obj, attribute):
        return self.undefined(
            f"access to attribute {attribute!r} of {type(obj).__name__!r} object is unsafe.", name=attribute, obj=obj, exc=SecurityError
        )

    def wrap_str_format(self, value):
        if isinstance(value, types.BuiltinMethodType) and value.__name__ in ("format", "format_map") and isinstance(value.__self__, str):
            text = value.__self__
        elif isinstance(value, types.MethodType) and value.__name__ in ("format", "format_map") and isinstance(value.__self__, str):
            text = value.__self__
        else:
            return None
        is_map = value.__name__ == "format_map"
        base = EscapeFormatter if isinstance(text, Markup) else Formatter
        env = self

        class Safe(base):
            def get_field(self, field_name, args, kwargs):
                first, rest = _split_field(field_name)
                obj = self.get_value(first, args, kwargs)
                for is_attr, i in rest:
                    obj = env.getattr(obj, i) if is_attr else env.getitem(obj, i)
                return obj, first

        formatter = Safe(Markup.escape) if base is EscapeFormatter else Safe()

        def wrapper(*args, **kwargs):
            if is_map:
                (mapping,) = args
                return type(text)(formatter.vformat(str(text), (), mapping))
            return type(text)(formatter.vformat(str(text), args, kwargs))

        return wrapper

    def getattr(self, obj, attribute):
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            try:
                return obj[attribute]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=attribute)
        wrapped = self.wrap_str_format(value)
        if wrapped is not None:
            return wrapped
        if self.is_safe_attribute(obj, attribute, value):
            return value
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj, argument):
        try:
            return obj[argument]
        except (TypeError, LookupError):
            if isinstance(argument, str):
                try:
                    value = getattr(obj, argument)
                except AttributeError:
                    pass
                else:
                    wrapped = self.wrap_str_format(value)
                    if wrapped is not None:
                        return wrapped
                    if self.is_safe_attribute(obj, argument, value):
                        return value
                    return self.unsafe_undefined(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def call(self, context, f, args, kwargs):
        if not isinstance(f, Undefined) and not self.is_safe_callable(f):
            raise SecurityError(f"{f!r} is not safely callable")
        return super().call(context, f, args, kwargs)


class ImmutableSandboxedEnvironment(SandboxedEnvironment):
    def is_safe_attribute(self, obj, attr, value):
        return super().is_safe_attribute(obj, attr, value) and not modifies_known_mutable(obj, attr)


def _split_field(name):
    """`a.b[c]` of a format string: the first name, then `(is_attribute, key)`."""
    at = min([i for i in (name.find("."), name.find("[")) if i >= 0] or [len(name)])
    first, rest, out = name[:at], name[at:], []
    while rest:
        if rest[0] == ".":
            stop = min([i for i in (rest.find(".", 1), rest.find("[", 1)) if i >= 0] or [len(rest)])
            out.append((True, rest[1:stop]))
            rest = rest[stop:]
        elif rest[0] == "[":
            stop = rest.find("]")
            if stop < 0:
                raise ValueError("Missing ']' in format string")
            key = rest[1:stop]
            out.append((False, int(key) if key.isdigit() else key))
            rest = rest[stop + 1 :]
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
    return int(first) if first.isdigit() else first, out
