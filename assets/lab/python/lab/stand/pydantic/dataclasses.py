"""Dataclasses that validate."""

import dataclasses as _real
import sys

from pydantic import _build
from pydantic._errors import Bad, Line, ValidationError, bad, below
from pydantic._nodes import Node, State
from pydantic.fields import FieldInfo, PydanticUndefined


class DataclassNode(Node):
    def __init__(self, cls, config=None):
        self.cls, self.label, self.config, self.exact = cls, cls.__name__, config or {}, cls
        self.nodes = None

    def ready(self):
        if self.nodes is None:
            self.nodes = {}
            for base in reversed(self.cls.__mro__):
                scope = _build.Scope(_build.of_module(base.__module__, {base.__name__: base}), self.config)
                for name, annotation in (getattr(base, "__annotations__", None) or {}).items() if "__dataclass_fields__" in base.__dict__ else ():
                    given = self.cls.__pydantic_given__.get(name) if hasattr(self.cls, "__pydantic_given__") else None
                    annotation, info = _lab.load("pydantic.main").describe(annotation, given if given is not None else PydanticUndefined, scope)
                    self.nodes[name] = _lab.load("pydantic.main").node_for(annotation, info, scope)
        return self.nodes

    def fits(self, value):
        return isinstance(value, self.cls)

    def arguments(self, data, state):
        """Checked values of the fields that are set by the constructor."""
        out, lines = {}, []
        for field in _real.fields(self.cls):
            if not field.init:
                continue
            if field.name not in data:
                if field.default is _real.MISSING and field.default_factory is _real.MISSING:
                    lines.append(Line("missing", data, None, None, (field.name,)))
                continue
            try:
                out[field.name] = self.ready()[field.name].validate(data[field.name], state)
            except Bad as error:
                lines.extend(below(error, field.name))
        for name in data:
            if name not in self.ready() and self.config.get("extra") == "forbid":
                lines.append(Line("extra_forbidden", data[name], None, None, (name,)))
        if lines:
            raise Bad(lines)
        return out

    def validate(self, value, state):
        if isinstance(value, self.cls):
            return value
        if not isinstance(value, dict):
            raise bad("dataclass_type", value, class_name=self.cls.__name__)
        plain = getattr(self.cls, "__pydantic_plain_init__", None)
        values = self.arguments(value, state)
        if plain is None:
            return self.cls(**values)
        made = self.cls.__new__(self.cls)
        plain(made, **values)
        return made

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, self.cls):
            return super().dump(value, how, include, exclude)
        nodes = self.ready()
        return {f.name: nodes[f.name].dump(getattr(value, f.name), how) for f in _real.fields(self.cls) if f.name in nodes}

    def schema(self, defs, mode):
        properties = {name: dict(node.schema(defs, mode), title=name.replace("_", " ").title()) for name, node in self.ready().items()}
        required = [f.name for f in _real.fields(self.cls) if f.default is _real.MISSING and f.default_factory is _real.MISSING]
        return {"properties": properties, "required": required, "title": self.cls.__name__, "type": "object"}


def node_of(cls):
    found = cls.__dict__.get("__pydantic_node__")
    return found if found is not None else DataclassNode(cls)


def dataclass(_cls=None, *, init=False, config=None, **kwargs):
    def decorate(cls):
        given = {}
        for name in list(cls.__dict__.get("__annotations__", {}) if sys.version_info < (3, 14) else cls.__annotations__):
            value = cls.__dict__.get(name)
            if isinstance(value, FieldInfo):
                given[name] = value
                if value.default_factory is not None:
                    setattr(cls, name, _real.field(default_factory=value.default_factory))
                elif value.default is PydanticUndefined:
                    delattr(cls, name)
                else:
                    setattr(cls, name, value.default)
        cls.__pydantic_given__ = given
        cls = _real.dataclass(cls, **kwargs)
        node = DataclassNode(cls, config)
        cls.__pydantic_node__ = node
        plain = cls.__pydantic_plain_init__ = cls.__init__
        names = [f.name for f in _real.fields(cls) if f.init]

        def __init__(self, *args, **data):
            data = {**dict(zip(names, args)), **data}
            try:
                values = node.arguments(data, State())
            except Bad as error:
                raise ValidationError(cls.__name__, error.lines) from None
            plain(self, **values)

        cls.__init__ = __init__
        return cls

    return decorate if _cls is None else decorate(_cls)
