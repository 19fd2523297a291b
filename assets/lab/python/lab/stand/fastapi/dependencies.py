"""What an endpoint asks for, and how it is found in a request."""

import typing

from fastapi import params
from pydantic import _build
from pydantic._errors import Bad
from pydantic._nodes import State
from pydantic.fields import PydanticUndefined
from pydantic.main import BaseModel
from starlette import _calls
from starlette.background import BackgroundTasks
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

EMPTY = object()
GIVEN = (Request, WebSocket, HTTPConnection, Response, BackgroundTasks)
SEQUENCES = (list, set, frozenset, tuple, _lab.load("collections").deque, _lab.load("collections.abc").Sequence)


class SecurityScopes:
    def __init__(self, scopes=None):
        self.scopes = list(scopes or [])
        self.scope_str = " ".join(self.scopes)


def signature(call):
    """(name, annotation, default) of every parameter of a callable."""
    bound = 0
    if isinstance(call, type):
        if issubclass(call, BaseModel):
            return [(n, i.annotation, i if not i.is_required() else EMPTY) for n, i in call.model_fields.items()]
        target, bound = call.__init__, 1
        if target is object.__init__:
            return []
    elif hasattr(call, "func") and hasattr(call, "keywords"):
        given = set(call.keywords)
        return [p for p in signature(call.func)[len(call.args) :] if p[0] not in given]
    elif not hasattr(call, "__code__") and not hasattr(call, "__func__"):
        target, bound = type(call).__call__, 1
    else:
        target = call
    if hasattr(target, "__func__"):
        target, bound = target.__func__, 1
    while hasattr(target, "__wrapped__"):
        target = target.__wrapped__
    code = getattr(target, "__code__", None)
    if code is None:
        return []
    names = code.co_varnames[: code.co_argcount]
    values = target.__defaults__ or ()
    defaults = dict(zip(names[len(names) - len(values) :], values))
    defaults.update(target.__kwdefaults__ or {})
    names = list(names[bound:]) + list(code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount])
    annotations = target.__annotations__
    scope = _build.Scope(target.__globals__)
    out = []
    for name in names:
        annotation = annotations.get(name, EMPTY)
        if isinstance(annotation, str):
            annotation = _build.resolve(annotation, scope)
        out.append((name, annotation, defaults.get(name, EMPTY)))
    return out


def returns(call):
    """The annotation of what a function returns; EMPTY where there is none."""
    target = getattr(call, "__func__", call)
    while hasattr(target, "__wrapped__"):
        target = target.__wrapped__
    annotation = getattr(target, "__annotations__", {}).get("return", EMPTY)
    if isinstance(annotation, str):
        annotation = _build.resolve(annotation, _build.Scope(target.__globals__))
    return annotation


# --- annotations -----------------------------------------------------------------------------------


def bare(annotation):
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


def choices(annotation):
    """The alternatives of an annotation: what `Optional` and unions hold, or itself."""
    annotation = bare(annotation)
    if typing.get_origin(annotation) in _build.UNIONS:
        return [c for a in typing.get_args(annotation) if a is not type(None) for c in choices(a)]
    return [annotation]


def is_class(annotation, kinds):
    return isinstance(annotation, type) and typing.get_origin(annotation) is None and issubclass(annotation, kinds)


def is_sequence(annotation):
    def one(a):
        origin = typing.get_origin(a) or a
        return origin in SEQUENCES or (is_class(a, SEQUENCES) and not issubclass(a, (str, bytes)))

    return any(one(c) for c in choices(annotation))


def is_complex(annotation):
    def one(a):
        origin = typing.get_origin(a)
        if origin is dict or a is dict or origin is _lab.load("collections.abc").Mapping:
            return True
        return is_class(a, (BaseModel, dict, UploadFile)) or hasattr(a, "__dataclass_fields__") or hasattr(a, "__total__")

    return any(one(c) for c in choices(annotation))


def is_upload(annotation):
    def one(a):
        args = typing.get_args(a)
        return is_class(a, UploadFile) or (typing.get_origin(a) in SEQUENCES and bool(args) and is_class(bare(args[0]), UploadFile))

    return any(one(c) for c in choices(annotation))


class ModelField:
    """A parameter: its name, description and node."""

    def __init__(self, name, annotation, info):
        self.name, self.annotation, self.field_info = name, annotation, info
        if getattr(info, "convert_underscores", False) and info.alias is None:
            self.alias = name.replace("_", "-")
        else:
            self.alias = info.alias or (info.validation_alias if isinstance(info.validation_alias, str) else None) or name
        self.node = make_node(annotation, info)
        self.sequence = is_sequence(annotation) and not any(type(m).__name__ == "Json" for m in info.metadata)
        inner = choices(annotation)
        self.model = inner[0] if len(inner) == 1 and is_class(inner[0], BaseModel) else None

    def validate(self, value, loc):
        """(value, errors)"""
        try:
            return self.node.validate(value, State("python", None, None, True)), []
        except Bad as error:
            for line in error.lines:
                line.loc = loc + line.loc
            return None, [line.as_dict(False, True, True) for line in error.lines]

    def default(self, loc):
        info = self.field_info
        if info.is_required():
            return None, [missing(loc)]
        value = info.get_default(call_default_factory=True)
        return self.validate(value, loc) if info.validate_default else (value, [])


def missing(loc):
    return {"type": "missing", "loc": loc, "msg": "Field required", "input": None}


class UploadNode(_build.nodes.Node):
    label = "upload"

    def validate(self, value, state):
        if not isinstance(value, UploadFile):
            raise Bad([_lab.load("pydantic._errors").Line("value_error", value, {"error": ValueError()}, f"Value error, Expected UploadFile, received: {type(value)}")])
        return value


UploadFile.__pydantic_node__ = UploadNode()


def make_node(annotation, info):
    scope, extras = _build.Scope(), []
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *extras = typing.get_args(annotation)
        extras = [e for e in extras if not isinstance(e, (params.Param, params.Depends))]
    made = _build.annotated(annotation, extras, scope) if annotation is not EMPTY else _build.nodes.Any()
    if info.discriminator is not None:
        made = _build.tagged(annotation, info.discriminator, scope)
    return _build.with_extra(made, info)


# --- what an endpoint asks for -----------------------------------------------------------------------


class Dependant:
    def __init__(self, call, path="", name=None, scopes=(), use_cache=True, scope=None):
        self.call, self.path, self.name, self.scopes, self.use_cache, self.scope = call, path, name, scopes, use_cache, scope
        self.dependencies, self.given = [], {}
        self.path_params, self.query_params, self.header_params, self.cookie_params, self.body_params = [], [], [], [], []
        self.wants_scopes = False

    def uses_scopes(self):
        return self.wants_scopes or isinstance(self.call, _lab.load("fastapi.security.base").SecurityBase) or any(d.uses_scopes() for d in self.dependencies)

    def key(self):
        return (self.call, tuple(sorted(set(self.scopes))) if self.uses_scopes() else (), self.scope or "")

    def all_bodies(self):
        out = [p for d in self.dependencies for p in d.all_bodies()]
        return self.body_params + out


def get_dependant(path, call, name=None, scopes=(), use_cache=True, scope=None):
    made = Dependant(call, path, name, tuple(scopes), use_cache, scope)
    names = {p.split(":")[0] for p in _lab.load("re").findall("{(.*?)}", path)}
    for parameter, annotation, default in signature(call):
        analyze(made, parameter, annotation, default, parameter in names)
    return made


def sub_dependant(depends, path, name=None, scopes=()):
    scopes = list(scopes) + [s for s in depends.scopes if s not in scopes]
    return get_dependant(path, depends.dependency, name, scopes, depends.use_cache, depends.scope)


def analyze(made, name, annotation, default, is_path):
    info = depends = None
    if typing.get_origin(annotation) is typing.Annotated:
        for extra in typing.get_args(annotation)[1:]:
            if isinstance(extra, params.Param):
                info = _lab.load("copy").copy(extra)
            elif isinstance(extra, params.Depends):
                depends = extra
        if info is not None:
            assert info.default is PydanticUndefined, f"`{type(info).__name__}` default value cannot be set in `Annotated` for {name!r}. Set the default value with `=` instead."
            if default is not EMPTY:
                assert not is_path, "Path parameters cannot have default values"
                info.default, info.default_factory = default, None
    if isinstance(default, params.Depends):
        assert depends is None and info is None, f"Cannot specify `Depends` in `Annotated` and default value together for {name!r}"
        depends = default
    elif isinstance(default, params.Param) and info is None:
        info = _lab.load("copy").copy(default)
    kind = bare(annotation) if annotation is not EMPTY else EMPTY
    if depends is not None:
        if depends.dependency is None:
            depends = _lab.load("copy").copy(depends)
            depends.dependency = kind
        made.dependencies.append(sub_dependant(depends, made.path, name, made.scopes))
        return
    if kind is SecurityScopes:
        made.wants_scopes = True
        made.given[name] = SecurityScopes
        return
    wanted = next((c for c in choices(kind) if is_class(c, GIVEN)), None) if kind is not EMPTY else None
    if wanted is not None and info is None:
        made.given[name] = wanted
        return
    if info is None:
        value = PydanticUndefined if default is EMPTY else default
        if isinstance(value, _build.FieldInfo) and not isinstance(value, params.Param):
            found, value = value, value.default
        else:
            found = None
        if is_path:
            info = params.Path()
        elif kind is not EMPTY and is_upload(annotation):
            info = params.File(value)
        elif kind is not EMPTY and (is_complex(annotation) or is_sequence(annotation)):
            info = params.Body(value)
        else:
            info = params.Query(value)
        if found is not None:
            info.bounds, info.alias, info.default_factory = found.bounds, found.alias, found.default_factory
            info.validation_alias = found.validation_alias
    if is_path:
        assert isinstance(info, params.Path), f"Cannot use `{type(info).__name__}` for path param {name!r}"
    field = ModelField(name, annotation, info)
    getattr(made, info.in_ + "_params").append(field)


# --- finding it in a request -------------------------------------------------------------------------


class Solved:
    def __init__(self, values, errors, tasks, response):
        self.values, self.errors, self.background_tasks, self.response = values, errors, tasks, response


async def solve(request, dependant, body, response, tasks, cache, stacks, overrides, embed):
    """The arguments of a call. `tasks` is a list of at most one `BackgroundTasks`; `stacks` end with the function or the request."""
    values, errors = {}, []
    for sub in dependant.dependencies:
        call, used = sub.call, sub
        if overrides and call in overrides:
            call = overrides[call]
            used = get_dependant(sub.path, call, sub.name, sub.scopes, scope=sub.scope)
        solved = await solve(request, used, body, response, tasks, cache, stacks, overrides, embed)
        if solved.errors:
            errors.extend(solved.errors)
            continue
        key = sub.key()
        if sub.use_cache and key in cache:
            value = cache[key]
        elif _calls.is_generator(call) or _calls.is_async_generator(call):
            contextlib = _lab.load("contextlib")
            manager = contextlib.asynccontextmanager(call) if _calls.is_async_generator(call) else _Sync(contextlib.contextmanager(call))
            value = await stacks[0 if sub.scope == "function" else 1].enter_async_context(manager(**solved.values))
        elif _calls.is_async(call):
            value = await call(**solved.values)
        else:
            value = await run_in_threadpool(call, **solved.values)
        if sub.name is not None:
            values[sub.name] = value
        cache.setdefault(key, value)
    for fields, source in (
        (dependant.path_params, lambda: request.path_params), (dependant.query_params, lambda: request.query_params),
        (dependant.header_params, lambda: request.headers), (dependant.cookie_params, lambda: request.cookies),
    ):  # fmt: skip
        if fields:
            errors.extend(read_params(fields, source(), values))
    if dependant.body_params:
        errors.extend(await read_body(dependant.body_params, body, embed, values))
    for name, kind in dependant.given.items():
        if issubclass(kind, BackgroundTasks):
            if not tasks:
                tasks.append(BackgroundTasks())
            values[name] = tasks[0]
        elif issubclass(kind, Response):
            values[name] = response
        elif kind is SecurityScopes:
            values[name] = SecurityScopes(dependant.scopes)
        else:
            values[name] = request
    return Solved(values, errors, tasks[0] if tasks else None, response)


class _Sync:
    """A plain context manager as an asynchronous one."""

    def __init__(self, make):
        self.make = make

    def __call__(self, **kwargs):
        self.made = self.make(**kwargs)
        return self

    async def __aenter__(self):
        return self.made.__enter__()

    async def __aexit__(self, *args):
        return self.made.__exit__(*args)


def is_empty(value):
    """Whether it is what browsers send for a file that nobody chose."""
    return isinstance(value, UploadFile) and value.filename == "" and value.size == 0


def value_of(field, source, alias):
    if field.sequence and hasattr(source, "getlist"):
        value = source.getlist(alias)
    else:
        value = source.get(alias, None)
    if field.sequence and isinstance(source, FormData):
        value = [one for one in value if not is_empty(one)]
    if value is None or is_empty(value) or (isinstance(source, FormData) and isinstance(value, str) and value == "") or (field.sequence and len(value) == 0):
        return PydanticUndefined
    return value


def read_params(fields, source, values):
    errors = []
    for field in fields:
        where = field.field_info.in_
        if field.model is not None:
            value, wrong = read_model(field, source, (where,))
        else:
            loc = (where, field.alias)
            found = value_of(field, source, field.alias)
            value, wrong = field.default(loc) if found is PydanticUndefined else field.validate(found, loc)
        if wrong:
            errors.extend(wrong)
        else:
            values[field.name] = value
    return errors


def inner_fields(model):
    """The fields of a model that stands for several parameters."""
    made = model.__dict__.get("__fastapi_fields__")
    if made is None:
        made = model.__fastapi_fields__ = [ModelField(name, info.annotation, info) for name, info in model.model_fields.items()]
    return made


def read_model(field, source, loc):
    data, used, underscores = {}, set(), getattr(field.field_info, "convert_underscores", False)
    for one in inner_fields(field.model):
        there = one.alias.replace("_", "-") if underscores and one.alias == one.name else one.alias
        used.add(there)
        value = value_of(one, source, there)
        if value is not PydanticUndefined:
            data[one.alias] = value
    pairs = source.multi_items() if hasattr(source, "multi_items") else list(source.items())
    grouped = {}
    for key, value in pairs:
        if key not in used:
            grouped.setdefault(key, []).append(value)
    data.update({k: v[0] if len(v) == 1 else v for k, v in grouped.items()})
    return field.validate(data, loc)


def should_embed(fields):
    if not fields:
        return False
    first = fields[0].field_info
    if len({f.name for f in fields}) > 1 or getattr(first, "embed", None):
        return True
    return isinstance(first, params.Form) and fields[0].model is None


async def read_body(fields, body, embed, values):
    errors, first = [], fields[0]
    alone = len(fields) == 1 and not embed and not should_embed(fields)
    if alone and isinstance(body, FormData) and first.model is not None:
        value, errors = read_model(first, body, ("body",))
        values[first.name] = value
        return errors
    if alone:
        if body is PydanticUndefined:
            value, errors = first.default(("body",))
        else:
            value, errors = first.validate(body, ("body",))
        values[first.name] = value
        return errors
    for field in fields:
        loc, found = ("body", field.alias), PydanticUndefined
        if isinstance(body, FormData):
            if field.model is not None and isinstance(field.field_info, params.Form):
                value, wrong = read_model(field, body, ("body",))
                errors.extend(wrong)
                values[field.name] = value
                continue
            found = value_of(field, body, field.alias)
            if isinstance(field.field_info, params.File):
                found = await file_bytes(field, found)
        elif body is not PydanticUndefined and not isinstance(body, bytes):
            if not hasattr(body, "get"):
                errors.append(missing(loc))
                continue
            found = body.get(field.alias, PydanticUndefined)
        value, wrong = field.default(loc) if found is PydanticUndefined else field.validate(found, loc)
        if wrong:
            errors.extend(wrong)
        else:
            values[field.name] = value
    return errors


async def file_bytes(field, found):
    """What was uploaded, as bytes where the annotation wants bytes."""
    kinds = choices(field.annotation)
    if bytes in kinds and isinstance(found, UploadFile):
        return await found.read()
    if isinstance(found, list) and any(typing.get_args(k)[:1] == (bytes,) for k in kinds):
        return [await one.read() if isinstance(one, UploadFile) else one for one in found]
    return found
