"""The decorators and annotations by which models and types say how they are dumped."""

from pydantic._nodes import Node
from pydantic.functional_validators import Decorated, arguments


class PlainSerializer:
    def __init__(self, func, return_type=None, when_used="always"):
        self.func, self.when_used, self.wrap = func, when_used, False


class WrapSerializer:
    def __init__(self, func, return_type=None, when_used="always"):
        self.func, self.when_used, self.wrap = func, when_used, True


class SerializeAsAny:
    def __class_getitem__(cls, item):
        return _lab.load("typing").Annotated[item, cls()]


class FieldSerializationInfo:
    def __init__(self, how, field_name=None):
        self.mode, self.context, self.by_alias, self.field_name = how.mode, how.context, bool(how.by_alias), field_name
        self.exclude_none, self.exclude_unset, self.exclude_defaults = how.none, how.unset, how.defaults
        self.include = self.exclude = None

    def mode_is_json(self):
        return self.mode == "json"


SerializationInfo = FieldSerializationInfo


class Serialized(Node):
    """A node that a function dumps."""

    def __init__(self, inner, func, wrap=False, when="always"):
        self.inner, self.func, self.wrap, self.when = inner, func, wrap, when
        self.exact, self.label = inner.exact, inner.label
        count = arguments(func)
        self.informed = count is not None and count > (2 if wrap else 1)

    def validate(self, value, state):
        return self.inner.validate(value, state)

    def dump(self, value, how, include=None, exclude=None):
        if ("json" in self.when and how.mode != "json") or ("unless-none" in self.when and value is None):
            return self.inner.dump(value, how, include, exclude)
        more = [lambda given, info=None: self.inner.dump(given, how, include, exclude)] if self.wrap else []
        if self.informed:
            more.append(FieldSerializationInfo(how))
        out = self.func(value, *more)
        return self.inner_any(out, how) if how.mode == "json" else out

    def inner_any(self, value, how):
        return _lab.load("pydantic._dump").dump_any(value, how)

    def schema(self, defs, mode):
        return self.inner.schema(defs, mode)


def field_serializer(*fields, mode="plain", return_type=None, when_used="always", check_fields=None):
    def decorate(func):
        return Decorated(func, "serialize", fields=fields, wrap=mode == "wrap", when=when_used)

    return decorate


def model_serializer(f=None, /, *, mode="plain", when_used="always", return_type=None):
    def decorate(func):
        return Decorated(func, "serialize-model", wrap=mode == "wrap", when=when_used)

    return decorate if f is None else decorate(f)


SerializerFunctionWrapHandler = object
__getattr__ = _lab.missing("pydantic.functional_serializers")
