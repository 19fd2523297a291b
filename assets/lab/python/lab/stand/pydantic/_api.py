"""The public methods of models: validate, dump, copy, describe; and those of version 1 that version 2 still has."""

from pydantic._errors import Bad, Line, ValidationError
from pydantic._nodes import Dump, State


def read_json(data, title):
    if isinstance(data, (bytes, bytearray)):
        data = bytes(data).decode("utf-8", "replace")
    if not isinstance(data, str):
        raise ValidationError(title, [Line("json_type", data)])
    json = _lab.load("json")
    try:
        return json.loads(data)
    except ValueError as error:
        text = f"{getattr(error, 'msg', error)} at line {getattr(error, 'lineno', 1)} column {getattr(error, 'colno', 1)}".lower()
        raise ValidationError(title, [Line("json_invalid", data, {"error": text})]) from None


def checked(node, value, state, title):
    try:
        return node.validate(value, state)
    except Bad as error:
        raise ValidationError(title, error.lines) from None


def how_of(mode, by_alias, unset, defaults, none, context, any, round_trip, computed=False):
    return Dump(mode if mode in ("python", "json") else "python", by_alias, unset, defaults, none, context, any, round_trip, computed)


class ModelMethods:
    __slots__ = ()

    @classmethod
    def model_validate(cls, obj, *, strict=None, extra=None, from_attributes=None, context=None, by_alias=None, by_name=None):
        state = State("python", strict, context, from_attributes, by_alias, by_name)
        return checked(cls.__pydantic_node__, obj, state, cls.__name__)

    @classmethod
    def model_validate_json(cls, json_data, *, strict=None, extra=None, context=None, by_alias=None, by_name=None):
        data = read_json(json_data, cls.__name__)
        return checked(cls.__pydantic_node__, data, State("json", strict, context, None, by_alias, by_name), cls.__name__)

    @classmethod
    def model_validate_strings(cls, obj, *, strict=None, extra=None, context=None, by_alias=None, by_name=None):
        return checked(cls.__pydantic_node__, obj, State("strings", strict, context, None, by_alias, by_name), cls.__name__)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        made = cls.__new__(cls)
        out, given = {}, set()
        for name, field in cls.__pydantic_node__.ready().items():
            key = field.info.alias if field.info.alias in values else name
            if key in values:
                out[name] = values.pop(key)
                given.add(name)
            elif not field.info.is_required():
                out[name] = field.info.get_default(call_default_factory=True, validated_data=out)
        extra = values if cls.model_config.get("extra") == "allow" else None
        made.__dict__.update(out)
        _lab.load("pydantic._model").set_slots(made, given if _fields_set is None else _fields_set, extra)
        if cls.__pydantic_post_init__:
            made.model_post_init(None)
        return made

    def model_copy(self, *, update=None, deep=False):
        copy = _lab.load("copy")
        made = type(self).__new__(type(self))
        made.__dict__.update(copy.deepcopy(self.__dict__) if deep else self.__dict__)
        extra = self.__pydantic_extra__
        _lab.load("pydantic._model").set_slots(made, set(self.__pydantic_fields_set__), dict(extra) if extra is not None else None)
        object.__setattr__(made, "__pydantic_private__", dict(self.__pydantic_private__) if self.__pydantic_private__ is not None else None)
        for name, value in (update or {}).items():
            if name not in type(self).__pydantic_node__.fields and type(self).model_config.get("extra") == "allow":
                made.__pydantic_extra__[name] = value
            else:
                made.__dict__[name] = value
            made.__pydantic_fields_set__.add(name)
        return made

    def model_dump(
        self, *, mode="python", include=None, exclude=None, context=None, by_alias=None, exclude_unset=False, exclude_defaults=False, exclude_none=False,
        exclude_computed_fields=False, round_trip=False, warnings=True, fallback=None, serialize_as_any=False,
    ):  # fmt: skip
        how = how_of(mode, by_alias, exclude_unset, exclude_defaults, exclude_none, context, serialize_as_any, round_trip, exclude_computed_fields)
        return type(self).__pydantic_node__.dump(self, how, include, exclude)

    def model_dump_json(
        self, *, indent=None, ensure_ascii=False, include=None, exclude=None, context=None, by_alias=None, exclude_unset=False, exclude_defaults=False,
        exclude_none=False, exclude_computed_fields=False, round_trip=False, warnings=True, fallback=None, serialize_as_any=False,
    ):  # fmt: skip
        how = how_of("json", by_alias, exclude_unset, exclude_defaults, exclude_none, context, serialize_as_any, round_trip, exclude_computed_fields)
        return _lab.load("pydantic._dump").text_of(type(self).__pydantic_node__.dump(self, how, include, exclude), indent, ensure_ascii)

    @classmethod
    def model_json_schema(cls, by_alias=True, ref_template="#/$defs/{model}", schema_generator=None, mode="validation"):
        return whole_schema(cls.__pydantic_node__, mode)

    @classmethod
    def model_rebuild(cls, *, force=False, raise_errors=True, _parent_namespace_depth=2, _types_namespace=None):
        if _types_namespace:
            cls.__pydantic_locals__ = {**(cls.__pydantic_locals__ or {}), **_types_namespace}
        if cls.__pydantic_node__.fields is not None and not force:
            return None
        cls.__pydantic_prepare__()
        return True

    # --- version 1 ---------------------------------------------------------------------------------

    def dict(self, *, include=None, exclude=None, by_alias=False, exclude_unset=False, exclude_defaults=False, exclude_none=False):
        return self.model_dump(
            include=include, exclude=exclude, by_alias=by_alias, exclude_unset=exclude_unset, exclude_defaults=exclude_defaults, exclude_none=exclude_none
        )

    def json(self, *, include=None, exclude=None, by_alias=False, exclude_unset=False, exclude_defaults=False, exclude_none=False, **kwargs):
        return self.model_dump_json(
            include=include, exclude=exclude, by_alias=by_alias, exclude_unset=exclude_unset, exclude_defaults=exclude_defaults, exclude_none=exclude_none
        )

    def copy(self, *, include=None, exclude=None, update=None, deep=False):
        out = self.model_copy(update=update, deep=deep)
        for name in list(out.__dict__):
            if (include is not None and name not in include) or (exclude is not None and name in exclude):
                del out.__dict__[name]
        return out

    @classmethod
    def parse_obj(cls, obj):
        return cls.model_validate(obj)

    @classmethod
    def parse_raw(cls, b, **kwargs):
        return cls.model_validate_json(b)

    @classmethod
    def from_orm(cls, obj):
        if not cls.model_config.get("from_attributes"):
            raise _lab.load("pydantic._errors").PydanticUserError("You must set the config attribute `from_attributes=True` to use from_orm", code=None)
        return cls.model_validate(obj)

    @classmethod
    def construct(cls, _fields_set=None, **values):
        return cls.model_construct(_fields_set, **values)

    @classmethod
    def schema(cls, by_alias=True, ref_template=None):
        return cls.model_json_schema()

    @classmethod
    def validate(cls, value):
        return cls.model_validate(value)

    @classmethod
    def update_forward_refs(cls, **names):
        cls.model_rebuild(force=True, _types_namespace=names)


def whole_schema(node, mode="validation"):
    """A schema with its definitions; that of a model stands at the top."""
    defs = {}
    own = getattr(node, "own_schema", None)
    if own is not None:
        name = node.label
        defs[name] = {}
        out = own(defs, mode)
        used = f"#/$defs/{name}" in repr(out) + repr([v for k, v in defs.items() if k != name])
        if used:
            defs[name] = out
            return {"$defs": defs, "$ref": f"#/$defs/{name}"}
        del defs[name]
    else:
        out = node.schema(defs, mode)
    return {"$defs": defs, **out} if defs else out
