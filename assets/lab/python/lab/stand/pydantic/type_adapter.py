"""`TypeAdapter`: validation of any annotation."""

import sys

from pydantic import _api, _build
from pydantic._nodes import State

_CLASS = type


class TypeAdapter:
    def __init__(self, type, *, config=None, _parent_depth=2, module=None):
        frame = sys._getframe(1)
        while frame is not None and _lab.of_lab(frame.f_code.co_filename):
            frame = frame.f_back
        names = {**frame.f_globals, **frame.f_locals} if frame is not None else {}
        self._type = type
        self._node = _build.node(type, _build.Scope(names, config))
        self._title = type.__name__ if isinstance(type, _CLASS) and not hasattr(type, "__origin__") else self._node.label

    def _run(self, value, state):
        return _api.checked(self._node, value, state, self._title)

    def validate_python(self, object, /, *, strict=None, extra=None, from_attributes=None, context=None, by_alias=None, by_name=None):
        return self._run(object, State("python", strict, context, from_attributes, by_alias, by_name))

    def validate_json(self, data, /, *, strict=None, extra=None, context=None, by_alias=None, by_name=None):
        return self._run(_api.read_json(data, self._title), State("json", strict, context, None, by_alias, by_name))

    def validate_strings(self, obj, /, *, strict=None, context=None, **kwargs):
        return self._run(obj, State("strings", strict, context))

    def dump_python(self, instance, /, *, mode="python", include=None, exclude=None, by_alias=None, exclude_unset=False, exclude_defaults=False, exclude_none=False, round_trip=False, context=None, warnings=True, serialize_as_any=False):
        how = _api.how_of(mode, by_alias, exclude_unset, exclude_defaults, exclude_none, context, serialize_as_any, round_trip)
        return self._node.dump(instance, how, include, exclude)

    def dump_json(self, instance, /, *, indent=None, **kwargs):
        return _lab.load("pydantic._dump").text_of(self.dump_python(instance, mode="json", **kwargs), indent).encode("utf-8")

    def json_schema(self, *, by_alias=True, mode="validation", **kwargs):
        return _api.whole_schema(self._node, mode)
