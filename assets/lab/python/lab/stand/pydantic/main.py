"""`BaseModel`."""

import sys

from pydantic import _build
from pydantic._api import ModelMethods
from pydantic._errors import Bad, Line, PydanticUserError, ValidationError
from pydantic._model import FieldNode, ModelNode, set_slots
from pydantic._nodes import State
from pydantic.fields import FieldInfo, ModelPrivateAttr, PydanticUndefined, _Computed
from pydantic.functional_validators import Decorated, Function

_typing = _lab.load("typing")
LAZY = sys.version_info >= (3, 14)
LEFT_ALONE = (property, classmethod, staticmethod, Decorated, _Computed, type(lambda: 0), type)


def _config_of(bases, namespace, kwargs):
    config = {}
    for base in reversed(bases):
        config.update(getattr(base, "model_config", {}))
    old = namespace.get("Config")
    if isinstance(old, type):
        config.update({k: v for k, v in vars(old).items() if not k.startswith("__")})
        for was, now in (("orm_mode", "from_attributes"), ("allow_population_by_field_name", "populate_by_name"), ("anystr_strip_whitespace", "str_strip_whitespace")):
            if was in config:
                config[now] = config.pop(was)
    config.update(namespace.get("model_config") or {})
    config.update(kwargs)
    extra = config.get("extra")
    config["extra"] = getattr(extra, "value", extra) if extra is not None else None
    return config


class ModelMetaclass(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        root = not any(isinstance(b, ModelMetaclass) for b in bases)
        if root:
            return super().__new__(mcs, name, bases, namespace)
        own_kwargs = {k: v for k, v in kwargs.items() if k not in ("table",)}
        config = _config_of([b for b in bases if isinstance(b, ModelMetaclass)], namespace, own_kwargs)
        namespace["model_config"] = config
        private = {}
        for base in reversed(bases):
            private.update(getattr(base, "__private_attributes__", {}))
        for key in [k for k in namespace if k.startswith("_") and not k.startswith("__")]:
            value = namespace[key]
            if isinstance(value, ModelPrivateAttr):
                private[key] = namespace.pop(key)
            elif not isinstance(value, LEFT_ALONE) and not key.startswith("_abc"):
                private[key] = ModelPrivateAttr(namespace.pop(key))
        namespace["__private_attributes__"] = private
        decorated = {k: v for k, v in namespace.items() if isinstance(v, (Decorated, _Computed))}
        for key, value in decorated.items():
            value.name = key
        for key, value in decorated.items():
            if isinstance(value, Decorated):
                namespace[key] = value.func
        defaults = {k: v for k, v in namespace.items() if not k.startswith("_") and k not in ("model_config", "Config")}
        cls = super().__new__(mcs, name, bases, namespace)
        cls.__pydantic_decorated__ = decorated
        cls.__pydantic_own__ = (defaults, namespace.get("__annotations__"))
        cls.__pydantic_locals__ = _locals_of(sys._getframe(1), name)
        _inherit(cls)
        node = ModelNode(cls, config)
        cls.__pydantic_node__ = node
        try:
            cls.__pydantic_prepare__()
        except NameError:
            node.fields = None
        return cls

    @property
    def model_fields(cls):
        return {name: field.info for name, field in cls.__pydantic_node__.ready().items()}

    @property
    def __pydantic_fields__(cls):
        return cls.model_fields

    @property
    def __fields__(cls):
        return cls.model_fields

    @property
    def model_computed_fields(cls):
        return {name: c.info for name, c in cls.__pydantic_computed__.items()}


def _locals_of(frame, name):
    """The local names around a class that is made in a function."""
    while frame is not None and _lab.of_lab(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None or frame.f_code.co_name == "<module>":
        return None
    return dict(frame.f_locals)


def _inherit(cls):
    befores, afters, wraps, computed, dumpers, checks, whole = [], [], [], {}, {}, {}, None
    for base in reversed(cls.__mro__):
        for name, value in base.__dict__.get("__pydantic_decorated__", {}).items():
            if isinstance(value, _Computed):
                computed[name] = value
                continue
            kind, options = value.kind, value.options
            if kind == "field":
                checks[name] = value
            elif kind == "serialize":
                for field in options["fields"]:
                    dumpers[field] = value
            elif kind == "serialize-model":
                whole = value
            elif options["mode"] == "before":
                befores.append((name, value.func))
            elif options["mode"] == "wrap":
                wraps.append((name, value.func))
            else:
                afters.append((name, (value.func, options["mode"].partition("-")[2])))
    # A method that a subclass defines anew takes the place of the one it overrides.
    cls.__pydantic_befores__ = list(dict(befores).values())
    cls.__pydantic_afters__ = list(dict(afters).values())
    cls.__pydantic_wraps__ = list(dict(wraps).values())
    cls.__pydantic_computed__, cls.__pydantic_dumpers__, cls.__pydantic_checks__ = computed, dumpers, checks
    cls.__pydantic_dumper__ = whole
    cls.__pydantic_post_init__ = cls.model_post_init is not BaseModel.model_post_init
    cls.__pydantic_custom_init__ = cls.__init__ is not BaseModel.__init__
    cls.__pydantic_root__ = any(b.__name__ == "RootModel" and b.__module__ == "pydantic.root_model" for b in cls.__mro__)


def _scope_of(cls, owner):
    names = _build.of_module(owner.__module__, owner.__pydantic_locals__)
    names.setdefault(owner.__name__, owner)
    variables = {}
    for base in reversed(cls.__mro__):
        variables.update(base.__dict__.get("__pydantic_variables__", {}))
    return _build.Scope(names, cls.model_config, variables)


def _annotations(cls):
    if LAZY:
        return cls.__annotations__ or {}
    return cls.__dict__.get("__pydantic_own__", (None, None))[1] or {}


def _is_class_var(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar", "t.ClassVar"))
    return annotation is _typing.ClassVar or _typing.get_origin(annotation) is _typing.ClassVar


def _collect(cls):
    """The annotations and defaults of a class's own body: name to (annotation, description)."""
    defaults, _ = cls.__pydantic_own__
    annotations = _annotations(cls)
    out = {}
    for name, annotation in annotations.items():
        if name.startswith("_"):
            if not name.startswith("__") and name not in cls.__private_attributes__ and not _is_class_var(annotation):
                cls.__private_attributes__[name] = ModelPrivateAttr()
            continue
        if name == "model_config" or _is_class_var(annotation):
            continue
        given = defaults.get(name, PydanticUndefined)
        out[name] = (annotation, given)
    for name, value in defaults.items():
        if name in annotations or isinstance(value, LEFT_ALONE) or hasattr(value, "__get__"):
            continue
        inherited = any(name in getattr(b, "__dict__", {}).get("__pydantic_named__", ()) for b in cls.__mro__[1:])
        if inherited:
            raise PydanticUserError(f"Field '{name}' defined on a base class was overridden by a non-annotated attribute. All field definitions, including overrides, require a type annotation.", code="model-field-overridden")
        if isinstance(value, FieldInfo):
            raise PydanticUserError(f"Field '{name}' requires a type annotation", code="model-field-missing-annotation")
        raise PydanticUserError(
            f"A non-annotated attribute was detected: `{name} = {value!r}`. All model fields require a type annotation; if `{name}` is not meant to be "
            "a field, you may be able to resolve this error by annotating it as a `ClassVar` or updating `model_config['ignored_types']`.",
            code="model-field-missing-annotation",
        )
    return out


def describe(annotation, given, scope):
    """(annotation, FieldInfo) of an annotation and what was assigned to it."""
    info = FieldInfo()
    if isinstance(annotation, (str, _typing.ForwardRef)):
        try:
            annotation = _build.resolve(annotation, scope)
        except NameError:
            pass
    if _typing.get_origin(annotation) is _typing.Annotated:
        first, *extras = _typing.get_args(annotation)
        for extra in extras:
            if isinstance(extra, FieldInfo):
                info = info.merged(extra)
                info.metadata = info.metadata + ([] if extra.discriminator else [_bounds_only(extra)])
            else:
                info.metadata = info.metadata + [extra]
        if not any(type(e).__name__ in ("Discriminator", "InstanceOf", "SkipValidation") for e in extras):
            annotation = first
        info.bounds = {}
    if isinstance(given, FieldInfo):
        info = info.merged(given)
    elif given is not PydanticUndefined:
        info.default = given
        info.default_factory = None
    info.annotation = annotation
    return annotation, info


def _bounds_only(info):
    out = FieldInfo(strict=info.strict, allow_inf_nan=info.allow_inf_nan)
    out.bounds = info.bounds
    return out


def node_for(annotation, info, scope):
    if info.discriminator is not None:
        made = _build.tagged(annotation, info.discriminator, scope)
    else:
        made = _build.node(annotation, scope)
    for extra in info.metadata:
        made = _build.with_extra(made, extra)
    fresh = FieldInfo(strict=info.strict, allow_inf_nan=info.allow_inf_nan, union_mode=info.union_mode, coerce_numbers_to_str=info.coerce_numbers_to_str)
    fresh.bounds = info.bounds
    return _build.with_extra(made, fresh)


def _alias(cls, name, info):
    generator = cls.model_config.get("alias_generator")
    if generator is None:
        return
    if callable(generator):
        one = generator(name)
        every = (one, one, one)
    else:
        every = tuple(f(name) if f is not None else None for f in (generator.alias, generator.validation_alias, generator.serialization_alias))
        every = (every[0], every[1] or every[0], every[2] or every[0])
    if info.alias is None:
        info.alias = every[0]
    if info.validation_alias is None:
        info.validation_alias = every[1]
    if info.serialization_alias is None:
        info.serialization_alias = every[2]


def _checked(cls, name, made):
    """A field's node inside the functions that `field_validator` puts around it."""
    always = False
    for decorated in cls.__pydantic_checks__.values():
        if name in decorated.options["fields"] or "*" in decorated.options["fields"]:
            made = Function(made, decorated.func.__get__(None, cls), decorated.options["mode"])
            always = always or decorated.options.get("always", False)
    return made, always


class BaseModel(ModelMethods, metaclass=ModelMetaclass):
    __slots__ = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
    __private_attributes__ = {}
    __pydantic_decorated__ = {}
    __pydantic_named__ = ()
    __pydantic_dataclass__ = False
    __pydantic_locals__ = None
    model_config = {}

    def __init__(self, /, **data):
        state = State()
        try:
            out = type(self).__pydantic_node__.validate(data, state, self)
        except Bad as error:
            raise ValidationError(type(self).model_config.get("title") or type(self).__name__, error.lines) from None
        if out is not self:
            self.__dict__.update(out.__dict__)
            set_slots(self, out.__pydantic_fields_set__, out.__pydantic_extra__)

    @classmethod
    def __pydantic_prepare__(cls):
        gathered = {}
        for base in reversed(cls.__mro__):
            if "__pydantic_own__" in base.__dict__:
                for name, (annotation, given) in _collect(base).items():
                    gathered[name] = (annotation, given, base)
        fields = {}
        for name, (annotation, given, base) in gathered.items():
            scope = _scope_of(cls, base)
            annotation, info = describe(annotation, given, scope)
            _alias(cls, name, info)
            made, always = _checked(cls, name, node_for(annotation, info, scope))
            if always:
                info.validate_default = True
            fields[name] = FieldNode(name, info, made)
        for decorated in cls.__pydantic_checks__.values():
            for name in decorated.options["fields"]:
                if name != "*" and name not in fields and decorated.options["check"] is not False:
                    raise PydanticUserError(f"Decorators defined with incorrect fields: {cls.__module__}.{cls.__name__}.{decorated.name} (use check_fields=False if you're inheriting from the model and intended this)", code="decorator-missing-field")
        cls.__pydantic_named__ = tuple(fields)
        for name in fields:
            if name in cls.__dict__ and name not in cls.__pydantic_computed__:
                type.__delattr__(cls, name)
        cls.__pydantic_node__.fields = fields

    def __class_getitem__(cls, params):
        params = params if isinstance(params, tuple) else (params,)
        variables = getattr(cls, "__parameters__", ())
        if not variables:
            raise TypeError(f"{cls} cannot be parametrized because it does not inherit from typing.Generic")
        if len(params) > len(variables):
            raise TypeError(f"Too many arguments for {cls}; actual {len(params)}, expected {len(variables)}")
        if params == variables:
            return cls
        cache = cls.__dict__.get("__pydantic_made__")
        if cache is None:
            cls.__pydantic_made__ = cache = {}
        key = tuple(repr(p) if not isinstance(p, type) else p for p in params)
        if key not in cache:
            shown = ", ".join(getattr(p, "__name__", str(p)) if isinstance(p, type) else str(p) for p in params)
            left = tuple(p for p in params if isinstance(p, _typing.TypeVar))
            body = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__pydantic_variables__": dict(zip(variables, params))}
            made = ModelMetaclass(f"{cls.__name__}[{shown}]", (cls,), body)
            made.__parameters__ = left
            cache[key] = made
        return cache[key]

    # --- attributes --------------------------------------------------------------------------------

    def __getattr__(self, name):
        if name.startswith("__pydantic_"):
            raise AttributeError(name)
        if name in type(self).__private_attributes__:
            private = self.__pydantic_private__
            if private is not None and name in private:
                return private[name]
        elif self.__pydantic_extra__ and name in self.__pydantic_extra__:
            return self.__pydantic_extra__[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        cls = type(self)
        if name in cls.__private_attributes__:
            if self.__pydantic_private__ is None:
                object.__setattr__(self, "__pydantic_private__", {})
            self.__pydantic_private__[name] = value
            return
        if name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        config, fields = cls.model_config, cls.__pydantic_node__.ready()
        field = fields.get(name)
        if config.get("frozen") or (field is not None and field.info.frozen):
            kind = "frozen_instance" if config.get("frozen") else "frozen_field"
            raise ValidationError(cls.__name__, [Line(kind, value, None, None, (name,))])
        if field is None:
            attribute = getattr(cls, name, None)
            if hasattr(attribute, "__set__"):
                attribute.__set__(self, value)
            elif config.get("extra") == "allow":
                self.__pydantic_extra__[name] = value
            else:
                raise ValueError(f'"{cls.__name__}" object has no field "{name}"')
            return
        if config.get("validate_assignment"):
            value = self.__assigned(name, field, value)
        self.__dict__[name] = value
        self.__pydantic_fields_set__.add(name)

    def __assigned(self, name, field, value):
        cls, state = type(self), State()
        state.data, state.field, state.config = {k: v for k, v in self.__dict__.items() if k != name}, name, cls.model_config
        if cls.model_config.get("strict"):
            state.strict = True
        try:
            value = field.node.validate(value, state)
            if cls.__pydantic_afters__:
                before = dict(self.__dict__)
                self.__dict__[name] = value
                try:
                    cls.__pydantic_node__.after(self, state)
                except Bad:
                    self.__dict__.clear()
                    self.__dict__.update(before)
                    raise
            return value
        except Bad as error:
            if not cls.__pydantic_afters__ or any(line.loc for line in error.lines) or not error.lines:
                for line in error.lines:
                    line.loc = (name,) + line.loc
            elif error.lines and error.lines[0].given is not self:
                for line in error.lines:
                    line.loc = (name,) + line.loc
            raise ValidationError(cls.__name__, error.lines) from None

    def __delattr__(self, name):
        if type(self).model_config.get("frozen"):
            raise ValidationError(type(self).__name__, [Line("frozen_instance", None, None, None, (name,))])
        if self.__pydantic_extra__ and name in self.__pydantic_extra__:
            del self.__pydantic_extra__[name]
        else:
            object.__delattr__(self, name)

    @property
    def model_fields_set(self):
        return self.__pydantic_fields_set__

    @property
    def model_extra(self):
        return self.__pydantic_extra__

    def model_post_init(self, context, /):
        pass

    def __eq__(self, other):
        if not isinstance(other, BaseModel):
            return NotImplemented
        mine, theirs = self.__dict__, other.__dict__
        return type(self) is type(other) and mine == theirs and self.__pydantic_private__ == other.__pydantic_private__ and (self.__pydantic_extra__ or {}) == (other.__pydantic_extra__ or {})

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        if cls.model_config.get("frozen") and "__hash__" not in cls.__dict__:
            cls.__hash__ = lambda self: hash((type(self), tuple(self.__dict__.values())))

    def __iter__(self):
        yield from self.__dict__.items()
        yield from (self.__pydantic_extra__ or {}).items()

    def __repr_args__(self):
        fields = type(self).__pydantic_node__.ready()
        shown = [(k, v) for k, v in self.__dict__.items() if k in fields and fields[k].info.repr]
        shown += list((self.__pydantic_extra__ or {}).items())
        return shown + [(k, getattr(self, k)) for k, c in type(self).__pydantic_computed__.items() if c.info.repr is not False]

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__repr_args__())})"

    def __str__(self):
        return " ".join(f"{k}={v!r}" for k, v in self.__repr_args__())

    def __copy__(self):
        return self.model_copy()

    def __deepcopy__(self, memo=None):
        return self.model_copy(deep=True)

    def __getstate__(self):
        return {"d": self.__dict__, "e": self.__pydantic_extra__, "f": self.__pydantic_fields_set__, "p": self.__pydantic_private__}

    def __setstate__(self, state):
        object.__setattr__(self, "__dict__", state["d"])
        for name, key in (("__pydantic_extra__", "e"), ("__pydantic_fields_set__", "f"), ("__pydantic_private__", "p")):
            object.__setattr__(self, name, state[key])


def create_model(model_name, /, *, __config__=None, __doc__=None, __base__=None, __module__=None, __validators__=None, __cls_kwargs__=None, **fields):
    """A model made from field descriptions."""
    bases = (BaseModel,) if __base__ is None else __base__ if isinstance(__base__, tuple) else (__base__,)
    annotations, body = {}, {"__module__": __module__ or sys._getframe(1).f_globals.get("__name__", "__main__")}
    for name, given in fields.items():
        if isinstance(given, tuple):
            annotations[name] = given[0]
            if len(given) > 1 and given[1] is not ...:
                body[name] = given[1]
        else:
            annotations[name] = given
    if LAZY:
        body["__annotate__"] = lambda format: annotations
    body["__annotations__"] = annotations
    body.update(__validators__ or {})
    if __config__:
        body["model_config"] = __config__
    return ModelMetaclass(model_name, bases, body, **(__cls_kwargs__ or {}))


__getattr__ = _lab.missing("pydantic.main")
