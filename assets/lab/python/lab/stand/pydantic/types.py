"""The types that Pydantic brings."""

import datetime
import decimal
import pathlib
import typing
import uuid

from pydantic._errors import bad
from pydantic._nodes import Bytes, Node, Str
from pydantic.fields import FieldInfo

Annotated = typing.Annotated


class Strict:
    def __init__(self, strict=True):
        self.strict = strict


class StringConstraints:
    def __init__(self, strip_whitespace=None, to_upper=None, to_lower=None, strict=None, min_length=None, max_length=None, pattern=None):
        self.strip_whitespace, self.to_upper, self.to_lower, self.strict = strip_whitespace, to_upper, to_lower, strict
        self.min_length, self.max_length, self.pattern = min_length, max_length, pattern


class AllowInfNan:
    def __init__(self, allow_inf_nan=True):
        self.allow_inf_nan = allow_inf_nan


class UuidVersion:
    def __init__(self, uuid_version):
        self.uuid_version = uuid_version


class PathType:
    def __init__(self, path_type):
        self.path_type = path_type


class When:
    def __init__(self, when=None, zone=None):
        self.when, self.zone = when, zone


class Discriminator:
    def __init__(self, discriminator, custom_error_type=None, custom_error_message=None, custom_error_context=None):
        self.discriminator = discriminator


class Tag:
    def __init__(self, tag):
        self.tag = tag


class SecretNode(Node):
    def __init__(self, cls, inner):
        self.cls, self.inner, self.label, self.exact = cls, inner, inner.label, cls

    def validate(self, value, state):
        return value if isinstance(value, self.cls) else self.cls(self.inner.validate(value, state))

    def dump(self, value, how, include=None, exclude=None):
        return str(value) if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "password", "writeOnly": True}


class Secret:
    def __init__(self, secret_value):
        self._secret_value = secret_value

    def get_secret_value(self):
        return self._secret_value

    def __eq__(self, other):
        return isinstance(other, type(self)) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)

    def __len__(self):
        return len(self._secret_value)

    def _display(self):
        return "**********" if self._secret_value else ""

    def __str__(self):
        return str(self._display())

    def __repr__(self):
        return f"{type(self).__name__}({self._display()!r})"


class SecretStr(Secret):
    pass


class SecretBytes(Secret):
    def _display(self):
        return b"**********" if self._secret_value else b""


SecretStr.__pydantic_node__ = SecretNode(SecretStr, Str())
SecretBytes.__pydantic_node__ = SecretNode(SecretBytes, Bytes())


class JsonNode(Node):
    def __init__(self, inner):
        self.inner, self.label = inner, "json"

    def validate(self, value, state):
        if not isinstance(value, (str, bytes, bytearray)):
            raise bad("json_type", value)
        try:
            value = _lab.load("json").loads(value)
        except ValueError as error:
            raise bad("json_invalid", value, error=f"{getattr(error, 'msg', error)} at line {getattr(error, 'lineno', 1)} column {getattr(error, 'colno', 1)}") from None
        return self.inner.validate(value, state)

    def dump(self, value, how, include=None, exclude=None):
        return self.inner.dump(value, how, include, exclude)


class Json:
    __pydantic_node__ = JsonNode(Node())

    @classmethod
    def __class_getitem__(cls, item):
        made = type("Json", (Json,), {})
        made.__pydantic_node__ = JsonNode(_lab.load("pydantic._build").node(item))
        return made


StrictStr, StrictInt = Annotated[str, Strict()], Annotated[int, Strict()]
StrictFloat, StrictBool, StrictBytes = Annotated[float, Strict()], Annotated[bool, Strict()], Annotated[bytes, Strict()]
PositiveInt, NegativeInt = Annotated[int, FieldInfo(gt=0)], Annotated[int, FieldInfo(lt=0)]
NonNegativeInt, NonPositiveInt = Annotated[int, FieldInfo(ge=0)], Annotated[int, FieldInfo(le=0)]
PositiveFloat, NegativeFloat = Annotated[float, FieldInfo(gt=0)], Annotated[float, FieldInfo(lt=0)]
NonNegativeFloat, NonPositiveFloat = Annotated[float, FieldInfo(ge=0)], Annotated[float, FieldInfo(le=0)]
FiniteFloat = Annotated[float, AllowInfNan(False)]
UUID1, UUID3 = Annotated[uuid.UUID, UuidVersion(1)], Annotated[uuid.UUID, UuidVersion(3)]
UUID4, UUID5 = Annotated[uuid.UUID, UuidVersion(4)], Annotated[uuid.UUID, UuidVersion(5)]
FilePath, DirectoryPath = Annotated[pathlib.Path, PathType("file")], Annotated[pathlib.Path, PathType("directory")]
PastDate, FutureDate = Annotated[datetime.date, When("past")], Annotated[datetime.date, When("future")]
PastDatetime, FutureDatetime = Annotated[datetime.datetime, When("past")], Annotated[datetime.datetime, When("future")]
AwareDatetime, NaiveDatetime = Annotated[datetime.datetime, When(None, "aware")], Annotated[datetime.datetime, When(None, "naive")]


def _bounded(annotation, options, names):
    info = FieldInfo(**{n: options[n] for n in names if options.get(n) is not None})
    extras = [info] + ([Strict(options["strict"])] if options.get("strict") is not None else [])
    return Annotated[tuple([annotation, *extras])]


def conint(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None):
    return _bounded(int, locals(), ("gt", "ge", "lt", "le", "multiple_of"))


def confloat(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None, allow_inf_nan=None):
    return _bounded(float, locals(), ("gt", "ge", "lt", "le", "multiple_of", "allow_inf_nan"))


def condecimal(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None, max_digits=None, decimal_places=None, allow_inf_nan=None):
    return _bounded(decimal.Decimal, locals(), ("gt", "ge", "lt", "le", "multiple_of", "max_digits", "decimal_places"))


def constr(*, strip_whitespace=None, to_upper=None, to_lower=None, strict=None, min_length=None, max_length=None, pattern=None):
    return Annotated[str, StringConstraints(strip_whitespace, to_upper, to_lower, strict, min_length, max_length, pattern)]


def conbytes(*, min_length=None, max_length=None, strict=None):
    return _bounded(bytes, locals(), ("min_length", "max_length"))


def conlist(item_type, *, min_length=None, max_length=None, unique_items=None):
    return Annotated[list[item_type], FieldInfo(min_length=min_length, max_length=max_length)]


def conset(item_type, *, min_length=None, max_length=None):
    return Annotated[set[item_type], FieldInfo(min_length=min_length, max_length=max_length)]


def condate(*, strict=None, gt=None, ge=None, lt=None, le=None):
    return _bounded(datetime.date, locals(), ("gt", "ge", "lt", "le"))


__getattr__ = _lab.missing("pydantic.types", ("__get_pydantic_core_schema__",))
