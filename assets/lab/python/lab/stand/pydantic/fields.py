"""`Field` and what it says about a field."""


class _Undefined:
    def __repr__(self):
        return "PydanticUndefined"

    def __bool__(self):
        return True

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


PydanticUndefined = _Undefined()
Unset = object()
BOUNDS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "max_digits", "decimal_places")


class AliasPath:
    def __init__(self, first, *rest):
        self.path = [first, *rest]

    def search_dict_for_path(self, data):
        for part in self.path:
            if isinstance(data, str):
                return PydanticUndefined
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                return PydanticUndefined
        return data


class AliasChoices:
    def __init__(self, first, *rest):
        self.choices = [first, *rest]


class AliasGenerator:
    def __init__(self, alias=None, validation_alias=None, serialization_alias=None):
        self.alias, self.validation_alias, self.serialization_alias = alias, validation_alias, serialization_alias


class FieldInfo:
    """What is known of a field: default, aliases, bounds."""

    def __init__(
        self, default=PydanticUndefined, *, default_factory=None, annotation=None, alias=Unset, alias_priority=None, validation_alias=Unset,
        serialization_alias=Unset, title=None, field_title_generator=None, description=None, examples=None, exclude=None, exclude_if=None, discriminator=None,
        deprecated=None, json_schema_extra=None, frozen=None, validate_default=None, repr=True, init=None, init_var=None, kw_only=None,
        strict=None, coerce_numbers_to_str=None, allow_inf_nan=None, union_mode=None, fail_fast=None, **bounds,
    ):  # fmt: skip
        self.default = PydanticUndefined if default is ... else default
        self.default_factory, self.annotation = default_factory, annotation
        if default_factory is not None and default is not PydanticUndefined and default is not ...:
            raise TypeError("cannot specify both default and default_factory")
        self.alias = None if alias is Unset else alias
        self.validation_alias = self.alias if validation_alias is Unset else validation_alias
        self.serialization_alias = self.alias if serialization_alias is Unset else serialization_alias
        self.title, self.description, self.examples = title, description, examples
        self.exclude, self.exclude_if, self.discriminator, self.deprecated = exclude, exclude_if, discriminator, deprecated
        self.json_schema_extra, self.frozen, self.validate_default = json_schema_extra, frozen, validate_default
        self.repr, self.init, self.kw_only, self.strict = repr, init, kw_only, strict
        self.coerce_numbers_to_str, self.allow_inf_nan, self.union_mode = coerce_numbers_to_str, allow_inf_nan, union_mode
        old = {"min_items": "min_length", "max_items": "max_length", "regex": "pattern"}
        for name in list(bounds):
            if name == "regex":
                raise_user("`regex` is removed. use `pattern` instead", "removed-kwargs")
            if name in old:
                bounds[old[name]] = bounds.pop(name)
        self.bounds = {name: bounds.pop(name) for name in BOUNDS if bounds.get(name) is not None}
        for name in BOUNDS:
            bounds.pop(name, None)
        if bounds:
            self.json_schema_extra = {**(self.json_schema_extra or {}), **bounds}
        self.metadata = []

    def is_required(self):
        return self.default is PydanticUndefined and self.default_factory is None

    def get_default(self, *, call_default_factory=False, validated_data=None):
        if self.default_factory is not None:
            if not call_default_factory:
                return None
            return self.default_factory(validated_data) if takes_data(self.default_factory) else self.default_factory()
        value = self.default
        if value is None or isinstance(value, (int, str, float, bytes, tuple, frozenset)):
            return value
        return _lab.load("copy").deepcopy(value)

    def merged(self, other):
        """This description, with what `other` says coming first."""
        out = _lab.load("copy").copy(self)
        fresh = FieldInfo()
        for name, value in vars(other).items():
            if name == "bounds":
                out.bounds = {**self.bounds, **value}
            elif name == "metadata":
                out.metadata = self.metadata + value
            elif value is not getattr(fresh, name, None) and value != getattr(fresh, name, None):
                setattr(out, name, value)
        if other.default is not PydanticUndefined:
            out.default_factory = None
        if other.default_factory is not None:
            out.default = PydanticUndefined
        return out

    def __repr__(self):
        return f"FieldInfo(annotation={getattr(self.annotation, '__name__', self.annotation)}, required={self.is_required()})"


def takes_data(factory):
    code = getattr(factory, "__code__", None)
    return code is not None and code.co_argcount == 1 and not factory.__defaults__ and not isinstance(factory, type)


def raise_user(message, code):
    raise _lab.load("pydantic._errors").PydanticUserError(message, code=code)


def Field(default=PydanticUndefined, **kwargs):
    return FieldInfo(default, **kwargs)


class ModelPrivateAttr:
    def __init__(self, default=PydanticUndefined, *, default_factory=None):
        self.default, self.default_factory = default, default_factory

    def get_default(self):
        if self.default_factory is not None:
            return self.default_factory()
        return _lab.load("copy").deepcopy(self.default)


def PrivateAttr(default=PydanticUndefined, *, default_factory=None, init=False):
    return ModelPrivateAttr(default, default_factory=default_factory)


class ComputedFieldInfo:
    def __init__(self, wrapped, alias=None, title=None, description=None, repr=True):
        self.wrapped, self.alias, self.title, self.description, self.repr = wrapped, alias, title, description, repr


class _Computed:
    """A property that is dumped with the fields."""

    def __init__(self, prop, info):
        self.prop, self.info, self.name = prop, info, None

    def __set_name__(self, owner, name):
        self.name = name
        if hasattr(self.prop, "__set_name__"):
            self.prop.__set_name__(owner, name)

    def __get__(self, instance, owner=None):
        return self if instance is None else self.prop.__get__(instance, owner)

    def __set__(self, instance, value):
        if not hasattr(self.prop, "__set__"):
            raise AttributeError(f"property {self.name!r} has no setter")
        self.prop.__set__(instance, value)

    def setter(self, f):
        return _Computed(self.prop.setter(f), self.info)


def computed_field(func=None, /, *, alias=None, alias_priority=None, title=None, field_title_generator=None, description=None, deprecated=None, examples=None, json_schema_extra=None, repr=None, return_type=None):
    def decorate(f):
        prop = f if isinstance(f, property) or hasattr(f, "__get__") and not hasattr(f, "__code__") else property(f)
        return _Computed(prop, ComputedFieldInfo(prop, alias, title, description, repr))

    return decorate if func is None else decorate(func)


__getattr__ = _lab.missing("pydantic.fields")
