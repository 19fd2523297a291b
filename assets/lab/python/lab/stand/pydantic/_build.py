"""From an annotation to the node that validates it."""

import sys
import typing

from pydantic import _containers as many
from pydantic import _nodes as nodes
from pydantic import _times as times
from pydantic._errors import PydanticSchemaGenerationError, PydanticUserError
from pydantic.fields import FieldInfo
from pydantic.functional_serializers import PlainSerializer, SerializeAsAny, Serialized, WrapSerializer
from pydantic.functional_validators import Function, InstanceOf, SkipValidation, _Annotation

_collections = _lab.load("collections")
_abc = _lab.load("collections.abc")
UNIONS = (typing.Union, type(int | str))
PLAIN = {
    typing.Any: nodes.Any, object: nodes.Any, None: nodes.NoneNode, type(None): nodes.NoneNode, bool: nodes.Bool, int: nodes.Int,
    float: nodes.Float, str: nodes.Str, bytes: nodes.Bytes, typing.Hashable: nodes.Any, typing.Callable: nodes.Callable,
    _abc.Callable: nodes.Callable, type: nodes.Any,
}  # fmt: skip
SEQUENCES = {
    list: (list, "list_type", "list"), set: (set, "set_type", "set"), frozenset: (frozenset, "frozen_set_type", "frozenset"),
    _collections.deque: (_collections.deque, "list_type", "deque"), _abc.Sequence: (list, "list_type", "list"),
    _abc.Iterable: (list, "iterable_type", "list"), _abc.Set: (set, "set_type", "set"), _abc.MutableSet: (set, "set_type", "set"),
    _abc.MutableSequence: (list, "list_type", "list"), _abc.Collection: (list, "list_type", "list"),
}  # fmt: skip
MAPPINGS = (dict, _abc.Mapping, _abc.MutableMapping, _collections.OrderedDict, _collections.defaultdict, _collections.Counter)
# Bounds as the `annotated_types` package and others spell them.
ALONE = {"Gt": "gt", "Ge": "ge", "Lt": "lt", "Le": "le", "MultipleOf": "multiple_of", "MinLen": "min_length", "MaxLen": "max_length"}


class Scope:
    """Where names of an annotation are looked up, and the settings of the model around."""

    def __init__(self, names=None, config=None, variables=None):
        self.names, self.config, self.variables = names or {}, config or {}, variables or {}


def of_module(name, extra=None):
    module = sys.modules.get(name)
    out = dict(module.__dict__) if module is not None else {}
    out.update(extra or {})
    return out


def resolve(annotation, scope):
    """A text, evaluated; NameError where it names what is not there yet."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        return eval(annotation, dict(scope.names))
    return annotation


def node(annotation, scope=None):
    scope = scope or Scope()
    if isinstance(annotation, (str, typing.ForwardRef)):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        try:
            annotation = resolve(annotation, scope)
        except NameError:
            return nodes.Late(lambda: node(resolve(text, scope), scope), text)
    if annotation is None:
        return nodes.NoneNode()
    try:
        simple = PLAIN.get(annotation)
    except TypeError:
        simple = None
    if simple is not None:
        return string(simple(), scope) if simple is nodes.Str else simple()
    own = getattr(annotation, "__pydantic_node__", None)
    if own is not None and isinstance(annotation, type) and typing.get_origin(annotation) is None:
        return own
    origin = typing.get_origin(annotation)
    if origin is not None:
        return generic(annotation, origin, typing.get_args(annotation), scope)
    if isinstance(annotation, typing.TypeVar):
        return variable(annotation, scope)
    if hasattr(annotation, "__value__") and hasattr(annotation, "__type_params__"):
        return nodes.Late(lambda: node(annotation.__value__, scope), annotation.__name__)
    if hasattr(annotation, "__supertype__"):
        return node(annotation.__supertype__, scope)
    if isinstance(annotation, type):
        return of_class(annotation, scope)
    if isinstance(annotation, FieldInfo):
        raise PydanticSchemaGenerationError(f"Unable to generate pydantic-core schema for {annotation!r}.", code="schema-for-unknown-type")
    name = getattr(annotation, "_name", None)
    if name in ("List", "Set", "FrozenSet", "Dict", "Tuple", "Sequence", "Iterable", "Mapping", "Deque"):
        return generic(annotation, annotation.__origin__, (), scope)
    if name in ("LiteralString",):
        return nodes.Str()
    raise PydanticSchemaGenerationError(
        f"Unable to generate pydantic-core schema for {annotation!r}. Set `arbitrary_types_allowed=True` in the model_config to ignore this error",
        code="schema-for-unknown-type",
    )


def string(made, scope):
    config = scope.config
    made.strip, made.lower = bool(config.get("str_strip_whitespace")), bool(config.get("str_to_lower"))
    made.upper = bool(config.get("str_to_upper"))
    if made.strip or made.lower or made.upper:
        made.label = "constrained-str"
    least, most = config.get("str_min_length"), config.get("str_max_length")
    return nodes.Constrained(made, {"min_length": least, "max_length": most}) if least or most else made


def variable(annotation, scope):
    if annotation in scope.variables:
        return node(scope.variables[annotation], scope)
    default = getattr(annotation, "__default__", None)
    if default is not None and default is not getattr(typing, "NoDefault", None):
        return node(default, scope)
    if annotation.__bound__ is not None:
        return node(annotation.__bound__, scope)
    if annotation.__constraints__:
        return many.Union([node(c, scope) for c in annotation.__constraints__])
    return nodes.Any()


def generic(annotation, origin, args, scope):
    if origin is typing.Annotated:
        return annotated(args[0], args[1:], scope)
    if origin in UNIONS:
        return union(args, scope)
    if origin is typing.Literal:
        flat = []
        for one in args:
            flat.extend(typing.get_args(one) if typing.get_origin(one) is typing.Literal else [one])
        return nodes.Literal(flat)
    if origin in (typing.Final, typing.ClassVar) or getattr(origin, "_name", None) in ("Required", "NotRequired", "ReadOnly"):
        return node(args[0], scope)
    if origin is tuple:
        if not args:
            return many.Many(tuple, nodes.Any(), "tuple_type", "tuple")
        if len(args) == 2 and args[1] is ...:
            return many.Many(tuple, node(args[0], scope), "tuple_type", "tuple")
        return many.Tuple([] if args == ((),) else [node(a, scope) for a in args])
    if origin in SEQUENCES:
        make, kind, label = SEQUENCES[origin]
        return many.Many(make, node(args[0], scope) if args else nodes.Any(), kind, label)
    if origin in MAPPINGS:
        key = node(args[0], scope) if args else nodes.Any()
        item = node(args[1], scope) if len(args) > 1 else nodes.Int() if origin is _collections.Counter and args else nodes.Any()
        if origin is _collections.defaultdict:
            _lab.lacks("pydantic fields of type defaultdict", "use dict")
        return many.Dict(key, item, origin if origin in (_collections.OrderedDict, _collections.Counter) else dict)
    if origin is type:
        return nodes.Subclass(args[0]) if args and isinstance(args[0], type) else nodes.Any()
    if origin is _abc.Callable:
        return nodes.Callable()
    if hasattr(annotation, "__value__"):
        names = dict(zip(origin.__type_params__, args))
        return node(origin.__value__, Scope(scope.names, scope.config, {**scope.variables, **names}))
    if hasattr(origin, "__supertype__") or isinstance(origin, type):
        return of_class(origin, scope)
    _lab.lacks(f"pydantic fields of type {annotation!r}")


def union(args, scope):
    args = [a if a is not None else type(None) for a in args]
    rest = [a for a in args if a is not type(None)]
    if len(rest) == 1:
        inner = node(rest[0], scope)
    else:
        inner = many.Union([node(a, scope) for a in rest])
    return nodes.Nullable(inner) if len(rest) < len(args) else inner


def of_class(cls, scope):
    """The node of a class that is none of the simple ones."""
    if cls in SEQUENCES or cls is tuple or cls in MAPPINGS:
        return generic(cls, cls, (), scope)
    module, name = cls.__module__, cls.__name__
    if module in ("datetime", "_datetime", "_pydatetime") and name in ("datetime", "date", "time", "timedelta"):
        return {"datetime": times.DateTime, "date": times.Date, "time": times.Time, "timedelta": times.Delta}[name]()
    if name == "Decimal" and module in ("decimal", "_decimal", "_pydecimal"):
        return nodes.Decimal()
    if name == "UUID" and module == "uuid":
        return times.Uuid()
    if module.startswith("pathlib"):
        return times.Path()
    if module == "ipaddress":
        kinds = {"IPv4Address": ("ip_v4_address", "ipv4"), "IPv6Address": ("ip_v6_address", "ipv6"), "IPv4Network": ("ip_any_network", "ipv4network")}
        kind, form = kinds.get(name, ("ip_any_network", name.lower()))
        return times.Address(name, kind, form)
    if name == "Pattern":
        return times.Pattern()
    members = getattr(cls, "__members__", None)
    if members is not None and hasattr(cls, "_member_map_"):
        return nodes.Enum(cls, bool(scope.config.get("use_enum_values")))
    if hasattr(cls, "__dataclass_fields__"):
        return _lab.load("pydantic.dataclasses").node_of(cls)
    if hasattr(cls, "__total__") and hasattr(cls, "__required_keys__"):
        return typed_dict(cls, scope)
    if hasattr(cls, "__get_pydantic_core_schema__"):
        _lab.lacks(f"pydantic types with __get_pydantic_core_schema__ ({name})", "use Annotated with AfterValidator")
    if issubclass(cls, (str, int, float, bytes, list, dict, tuple)) and cls.__module__ not in ("builtins",) and not hasattr(cls, "_fields"):
        if not scope.config.get("arbitrary_types_allowed"):
            base = next(b for b in cls.__mro__ if b in PLAIN or b in SEQUENCES or b in MAPPINGS or b is tuple)
            return node(base, scope)
    if scope.config.get("arbitrary_types_allowed") or issubclass(cls, BaseException):
        return nodes.Instance(cls)
    raise PydanticSchemaGenerationError(
        f"Unable to generate pydantic-core schema for {cls!r}. Set `arbitrary_types_allowed=True` in the model_config to ignore this error "
        "or implement `__get_pydantic_core_schema__` on your type to fully support it.",
        code="schema-for-unknown-type",
    )


def typed_dict(cls, scope):
    names = of_module(cls.__module__)
    inner = Scope({**scope.names, **names}, getattr(cls, "__pydantic_config__", scope.config), scope.variables)
    fields = {}
    for base in reversed(cls.__mro__):
        for name, annotation in getattr(base, "__annotations__", {}).items():
            fields[name] = (node(annotation, inner), name in cls.__required_keys__)
    return many.TypedDictNode(cls, fields, inner.config.get("extra"))


def annotated(annotation, extras, scope):
    """A node with everything that `Annotated` says about it, from left to right."""
    info = next((e for e in extras if isinstance(e, FieldInfo) and e.discriminator is not None), None)
    made = tagged(annotation, info.discriminator, scope) if info is not None else None
    for extra in extras:
        if type(extra).__name__ == "Discriminator":
            made = tagged(annotation, extra.discriminator, scope)
        elif isinstance(extra, InstanceOf):
            made = nodes.Instance(typing.get_origin(annotation) or annotation)
        elif isinstance(extra, SkipValidation):
            made = nodes.Any()
    if made is None:
        made = node(annotation, scope)
    for extra in extras:
        made = with_extra(made, extra)
    return made


def tagged(annotation, by, scope):
    if type(by).__name__ == "Discriminator":
        by = by.discriminator
    choices, optional = {}, False
    for one in typing.get_args(resolve(annotation, scope)):
        if one is type(None):
            optional = True
            continue
        extras = typing.get_args(one)[1:] if typing.get_origin(one) is typing.Annotated else ()
        tag = next((e.tag for e in extras if type(e).__name__ == "Tag"), None)
        bare = typing.get_args(one)[0] if extras else one
        inner = node(bare, scope)
        if tag is not None:
            choices[tag] = inner
            continue
        fields = getattr(bare, "model_fields", None)
        if not fields or by not in fields:
            raise PydanticUserError(f"Model {getattr(bare, '__name__', bare)!r} needs a discriminator field for key {by!r}", code="discriminator-no-field")
        for value in typing.get_args(fields[by].annotation):
            choices[value.value if hasattr(value, "value") and hasattr(value, "name") else value] = inner
    made = many.Tagged(by, choices)
    return nodes.Nullable(made) if optional else made


def bound(inner, bounds):
    """A node with bounds, which `Optional` hands on to what it holds."""
    bounds = {k: v for k, v in bounds.items() if v is not None}
    if not bounds:
        return inner
    if isinstance(inner, nodes.Nullable):
        return nodes.Nullable(bound(inner.inner, bounds))
    if isinstance(inner, nodes.Decimal):
        digits = {k: bounds.pop(k) for k in ("max_digits", "decimal_places") if k in bounds}
        vars(inner).update(digits)
        if not bounds:
            return inner
    if isinstance(inner, nodes.Constrained):
        return nodes.Constrained(inner.inner, {**inner.bounds, **bounds})
    return nodes.Constrained(inner, bounds)


def strictly(inner, strict):
    at = inner
    while at is not None:
        at.strict = strict
        at = getattr(at, "inner", None)
    return inner


def string_options(inner, extra):
    at = inner
    while not isinstance(at, nodes.Str):
        at = getattr(at, "inner", None)
        if at is None:
            return
    at.strip = at.strip or bool(extra.strip_whitespace)
    at.lower, at.upper = at.lower or bool(extra.to_lower), at.upper or bool(extra.to_upper)


def with_extra(made, extra):
    if isinstance(extra, FieldInfo):
        made = bound(made, extra.bounds)
        for inner in extra.metadata:
            made = with_extra(made, inner)
        if extra.allow_inf_nan is False:
            at = made
            while at is not None:
                at.finite = True
                at = getattr(at, "inner", None)
        if extra.union_mode == "left_to_right":
            made.left_to_right = True
        if extra.coerce_numbers_to_str:
            made.numbers = True
        return strictly(made, extra.strict) if extra.strict is not None else made
    if isinstance(extra, _Annotation):
        return Function(made, extra.func, extra.mode)
    if isinstance(extra, PlainSerializer):
        return Serialized(made, extra.func, when=extra.when_used)
    if isinstance(extra, WrapSerializer):
        return Serialized(made, extra.func, True, extra.when_used)
    if isinstance(extra, SerializeAsAny):
        return AsAny(made)
    if isinstance(extra, type):
        return made
    name = type(extra).__name__
    if name == "Strict":
        return strictly(made, extra.strict)
    if name == "StringConstraints":
        string_options(made, extra)
        bounds = {"min_length": extra.min_length, "max_length": extra.max_length, "pattern": extra.pattern}
        made = bound(made, bounds)
        return strictly(made, extra.strict) if extra.strict is not None else made
    if name == "UuidVersion":
        made.version = extra.uuid_version
    elif name == "AllowInfNan":
        made.finite = not extra.allow_inf_nan
    elif name == "PathType":
        made.must = extra.path_type
    elif name == "When":
        made.when, made.zone = extra.when or made.when, extra.zone or made.zone
    elif name == "UrlConstraints":
        made.limit(extra)
    elif name in ALONE:
        return bound(made, {ALONE[name]: getattr(extra, ALONE[name])})
    elif name in ("Len", "Interval"):
        names = ("min_length", "max_length") if name == "Len" else ("gt", "ge", "lt", "le")
        return bound(made, {n: getattr(extra, n, None) for n in names})
    elif name == "Predicate":
        return Function(made, predicate(extra.func), "after")
    elif hasattr(extra, "__get_pydantic_core_schema__"):
        _lab.lacks(f"pydantic annotations with __get_pydantic_core_schema__ ({name})", "use AfterValidator")
    return made


def predicate(func):
    def check(value):
        assert func(value), f"Predicate {getattr(func, '__name__', 'function')} failed"
        return value

    return check


class AsAny(nodes.Node):
    """A node whose values are dumped by what they are."""

    def __init__(self, inner):
        self.inner, self.label, self.exact = inner, inner.label, inner.exact

    def validate(self, value, state):
        return self.inner.validate(value, state)

    def schema(self, defs, mode):
        return self.inner.schema(defs, mode)
