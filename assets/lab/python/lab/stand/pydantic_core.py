"""`pydantic_core`, as far as code asks for it by name."""

from pydantic._errors import PydanticCustomError, PydanticSerializationError, SchemaError, ValidationError
from pydantic.fields import PydanticUndefined

__all__ = ["PydanticCustomError", "PydanticSerializationError", "PydanticUndefined", "SchemaError", "ValidationError", "from_json", "to_json", "to_jsonable_python"]


def to_jsonable_python(value, *, by_alias=True, exclude_none=False, **kwargs):
    nodes = _lab.load("pydantic._nodes")
    return nodes.dump_any(value, nodes.Dump("json", by_alias=by_alias, none=exclude_none))


def to_json(value, *, indent=None, by_alias=True, exclude_none=False, **kwargs):
    made = to_jsonable_python(value, by_alias=by_alias, exclude_none=exclude_none)
    return _lab.load("pydantic._dump").text_of(made, indent).encode("utf-8")


def from_json(data, **kwargs):
    return _lab.load("json").loads(data)


__getattr__ = _lab.missing("pydantic_core")
