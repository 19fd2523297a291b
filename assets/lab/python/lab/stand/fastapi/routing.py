"""Routes that read their parameters, and routers that hold them."""

import typing

from fastapi import params
from fastapi.dependencies import EMPTY, ModelField, get_dependant, returns, should_embed, solve, sub_dependant
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import FastAPIError, RequestValidationError, ResponseValidationError, WebSocketRequestValidationError
from pydantic.fields import PydanticUndefined
from starlette import _calls, routing
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Match, Mount, compile_path, get_name, handling
from starlette.websockets import WebSocket

_json = _lab.load("json")
_contextlib = _lab.load("contextlib")
METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")


def generate_unique_id(route):
    name = _lab.load("re").sub(r"\W", "_", f"{route.name}{route.path_format}")
    return f"{name}_{sorted(route.methods)[0].lower()}"


class _Route:
    """What a route and the routers around it say together."""

    def set_context(self, router, prefix, dependencies, overrides):
        self.prefix, self.outer, self.overrides = prefix, list(dependencies), overrides
        self.path = prefix + self.own_path
        self.path_regex, self.path_format, self.kinds = compile_path(self.path)
        self.dependant = get_dependant(self.path_format, self.endpoint)
        for depends in reversed(self.outer + self.dependencies):
            self.dependant.dependencies.insert(0, sub_dependant(depends, self.path_format))
        self.bodies = list({f.name: f for f in self.dependant.all_bodies()}.values())
        self.embed = should_embed(self.bodies)

    def provider(self):
        return getattr(self.overrides, "dependency_overrides", None) or None


class APIRoute(_Route, routing.Route):
    def __init__(self, path, endpoint, *, response_model=EMPTY, status_code=None, tags=None, dependencies=None, summary=None, description=None,
                 response_description="Successful Response", responses=None, deprecated=None, name=None, methods=None, operation_id=None,
                 response_model_include=None, response_model_exclude=None, response_model_by_alias=True, response_model_exclude_unset=False,
                 response_model_exclude_defaults=False, response_model_exclude_none=False, include_in_schema=True, response_class=None, callbacks=None,
                 openapi_extra=None, generate_unique_id_function=None, prefix="", outer=(), overrides=None, **options):  # fmt: skip
        self.own_path, self.endpoint, self.dependencies = path, endpoint, list(dependencies or [])
        self.name, self.tags, self.summary, self.description = name or get_name(endpoint), list(tags or []), summary, description
        self.status_code, self.response_class, self.include_in_schema = int(status_code) if status_code is not None else None, response_class, include_in_schema
        self.methods = {m.upper() for m in methods or ["GET"]}
        self.responses, self.deprecated, self.operation_id, self.openapi_extra = responses or {}, deprecated, operation_id, openapi_extra
        self.dumping = dict(
            include=response_model_include, exclude=response_model_exclude, by_alias=response_model_by_alias, unset=response_model_exclude_unset,
            defaults=response_model_exclude_defaults, none=response_model_exclude_none,
        )  # fmt: skip
        self.response_model = self.find_model(response_model)
        self.response_field = ModelField("Response_" + self.name, self.response_model, params.Param()) if self.response_model is not None else None
        self.set_context(None, prefix, outer, overrides)
        self.app = self.handler()

    def find_model(self, given):
        if given is EMPTY:
            given = returns(self.endpoint)
            if given is EMPTY or (isinstance(given, type) and typing.get_origin(given) is None and issubclass(given, Response)):
                return None
            if _calls.is_generator(self.endpoint) or _calls.is_async_generator(self.endpoint):
                return None
        if any(isinstance(c, type) and typing.get_origin(c) is None and issubclass(c, Response) for c in typing.get_args(given)):
            raise FastAPIError(f"Invalid args for response field! Hint: check that {given} is a valid Pydantic field type.")
        return given

    def within(self, prefix, dependencies, extra):
        """The same route inside of a router that is included in another."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.tags = list(extra.get("tags") or []) + self.tags
        made.include_in_schema = self.include_in_schema and extra.get("include_in_schema", True)
        made.response_class = self.response_class or extra.get("default_response_class")
        made.set_context(None, prefix + self.prefix, list(dependencies) + self.outer, extra.get("overrides") or self.overrides)
        made.app = made.handler()
        return made

    def matches(self, scope):
        match, child = super().matches(scope)
        if match != Match.NONE:
            child["route"] = self
        return match, child

    def handler(self):
        async def app(scope, receive, send):
            request = Request(scope, receive, send)

            async def inner(scope, receive, send):
                async with _contextlib.AsyncExitStack() as outer:
                    async with _contextlib.AsyncExitStack() as function:
                        response = await self.respond(request, (function, outer))
                    await response(scope, receive, send)

            await handling(inner, request)(scope, receive, send)

        return app

    async def body(self, request):
        if not self.bodies:
            return PydanticUndefined
        try:
            if isinstance(self.bodies[0].field_info, params.Form):
                return await request.form()
            data = await request.body()
            if not data:
                return PydanticUndefined
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            main, _, sub = kind.partition("/")
            if main == "application" and (sub == "json" or sub.endswith("+json")):
                return await request.json()
            return data
        except _json.JSONDecodeError as error:
            line = {"type": "json_invalid", "loc": ("body", error.pos), "msg": "JSON decode error", "input": {}, "ctx": {"error": error.msg}}
            raise RequestValidationError([line], body=error.doc) from error
        except HTTPException:
            raise
        except Exception as error:
            raise HTTPException(400, "There was an error parsing the body") from error

    async def respond(self, request, stacks):
        body = await self.body(request)
        settings = Response()
        del settings.headers["content-length"]
        settings.status_code = None
        solved = await solve(request, self.dependant, body, settings, [], {}, stacks, self.provider(), self.embed)
        if solved.errors:
            raise RequestValidationError(solved.errors, body=None if body is PydanticUndefined else body)
        call = self.dependant.call
        status = settings.status_code or self.status_code
        options = {"background": solved.background_tasks}
        if _calls.is_generator(call) or _calls.is_async_generator(call):
            made = self.stream(call(**solved.values), options if status is None else {**options, "status_code": status})
            made.raw_headers.extend(settings.raw_headers)
            return made
        raw = await call(**solved.values) if _calls.is_async(call) else await run_in_threadpool(call, **solved.values)
        if isinstance(raw, Response):
            if raw.background is None:
                raw.background = solved.background_tasks
            return raw
        status = settings.status_code or self.status_code
        if status is not None:
            options["status_code"] = status
        made = self.serialized(raw, options)
        if made.status_code < 200 or made.status_code in (204, 205, 304):
            made.body = b""
        made.raw_headers.extend(settings.raw_headers)
        return made

    def stream(self, generator, options):
        if self.response_class is None:
            async def lines():
                if hasattr(generator, "__aiter__"):
                    async for item in generator:
                        yield _json.dumps(jsonable_encoder(item)) + "\n"
                else:
                    for item in generator:
                        yield _json.dumps(jsonable_encoder(item)) + "\n"

            return StreamingResponse(lines(), media_type="application/jsonl", **options)
        return self.response_class(generator, **options)

    def serialized(self, raw, options):
        field = self.response_field
        if field is None:
            return (self.response_class or JSONResponse)(jsonable_encoder(raw), **options)
        value, errors = field.validate(raw, ("response",))
        if errors:
            raise ResponseValidationError(errors, body=raw)
        d = self.dumping
        Dump = _lab.load("pydantic._nodes").Dump
        how = Dump("json", d["by_alias"], d["unset"], d["defaults"], d["none"])
        content = field.node.dump(value, how, as_set(d["include"]), as_set(d["exclude"]))
        if self.response_class is None:
            text = _lab.load("pydantic._dump").text_of(content)
            return Response(text.encode("utf-8"), media_type="application/json", **options)
        return self.response_class(content, **options)


def as_set(names):
    return set(names) if isinstance(names, (list, tuple)) else names


class APIWebSocketRoute(_Route, routing.WebSocketRoute):
    def __init__(self, path, endpoint, *, name=None, dependencies=None, prefix="", outer=(), overrides=None):
        self.own_path, self.endpoint, self.dependencies = path, endpoint, list(dependencies or [])
        self.name, self.methods, self.include_in_schema = name or get_name(endpoint), None, False
        self.set_context(None, prefix, outer, overrides)
        self.app = self.handler()

    def within(self, prefix, dependencies, extra):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.set_context(None, prefix + self.prefix, list(dependencies) + self.outer, extra.get("overrides") or self.overrides)
        made.app = made.handler()
        return made

    def handler(self):
        async def app(scope, receive, send):
            session = WebSocket(scope, receive, send)

            async def inner(scope, receive, send):
                async with _contextlib.AsyncExitStack() as outer:
                    async with _contextlib.AsyncExitStack() as function:
                        solved = await solve(session, self.dependant, PydanticUndefined, Response(), [], {}, (function, outer), self.provider(), self.embed)
                        if solved.errors:
                            raise WebSocketRequestValidationError(solved.errors)
                        await self.dependant.call(**solved.values)

            await handling(inner, session)(scope, receive, send)

        return app


class _Included(routing.BaseRoute):
    """A router inside of another: its routes as they are when they are asked for."""

    include_in_schema = True

    def __init__(self, router, prefix, dependencies, extra):
        self.router, self.prefix, self.dependencies, self.extra, self.made = router, prefix, dependencies, extra, {}

    @property
    def routes(self):
        out = []
        for route in self.router.routes:
            if isinstance(route, _Included):
                inner = _Included(route.router, self.prefix + route.prefix, self.dependencies + route.dependencies, {**route.extra, **{k: v for k, v in self.extra.items() if v}})
                key = ("router", id(route))
                out.extend(self.made.setdefault(key, inner).routes)
                continue
            known = self.made.get(id(route))
            if known is None:
                known = self.made[id(route)] = self.inside(route)
            out.append(known)
        return out

    def inside(self, route):
        if hasattr(route, "within"):
            return route.within(self.prefix, self.dependencies, self.extra)
        if isinstance(route, routing.Route):
            made = object.__new__(type(route))
            made.__dict__.update(route.__dict__)
            made.path = self.prefix + route.path
            made.path_regex, made.path_format, made.kinds = compile_path(made.path)
            return made
        return route

    def matches(self, scope):
        partial = None
        for route in self.routes:
            match, child = route.matches(scope)
            if match == Match.FULL:
                return match, {**child, "route": route, "fastapi_route": route}
            if match == Match.PARTIAL and partial is None:
                partial = (match, {**child, "route": route, "fastapi_route": route})
        return partial or (Match.NONE, {})

    async def handle(self, scope, receive, send):
        await scope["fastapi_route"].handle(scope, receive, send)

    def url_path_for(self, name, /, **path_params):
        for route in self.routes:
            try:
                return route.url_path_for(name, **path_params)
            except routing.NoMatchFound:
                pass
        raise routing.NoMatchFound(name, path_params)


class APIRouter(routing.Router):
    def __init__(self, *, prefix="", tags=None, dependencies=None, default_response_class=None, responses=None, callbacks=None, routes=None,
                 redirect_slashes=True, default=None, dependency_overrides_provider=None, route_class=APIRoute, on_startup=None, on_shutdown=None,
                 lifespan=None, deprecated=None, include_in_schema=True, generate_unique_id_function=None, **options):  # fmt: skip
        super().__init__(routes, redirect_slashes, default, on_startup, on_shutdown, lifespan)
        if prefix:
            assert prefix.startswith("/"), "A path prefix must start with '/'"
            assert not prefix.endswith("/"), "A path prefix must not end with '/', as the routes will start with '/'"
        self.prefix, self.tags, self.dependencies, self.route_class = prefix, list(tags or []), list(dependencies or []), route_class
        self.default_response_class, self.include_in_schema = default_response_class, include_in_schema
        self.dependency_overrides_provider = dependency_overrides_provider

    def add_api_route(self, path, endpoint, **options):
        options["tags"] = self.tags + list(options.get("tags") or [])
        options["include_in_schema"] = options.get("include_in_schema", True) and self.include_in_schema
        options["response_class"] = options.get("response_class") or self.default_response_class
        kind = options.pop("route_class_override", None) or self.route_class
        self.routes.append(kind(path, endpoint, prefix=self.prefix, outer=self.dependencies, overrides=self.dependency_overrides_provider, **options))

    def api_route(self, path, **options):
        def decorate(func):
            self.add_api_route(path, func, **options)
            return func

        return decorate

    def add_api_websocket_route(self, path, endpoint, name=None, *, dependencies=None):
        self.routes.append(
            APIWebSocketRoute(path, endpoint, name=name, dependencies=dependencies, prefix=self.prefix, outer=self.dependencies, overrides=self.dependency_overrides_provider)
        )

    def websocket(self, path, name=None, *, dependencies=None):
        def decorate(func):
            self.add_api_websocket_route(path, func, name, dependencies=dependencies)
            return func

        return decorate

    def websocket_route(self, path, name=None):
        def decorate(func):
            self.add_websocket_route(path, func, name)
            return func

        return decorate

    def route(self, path, methods=None, name=None, include_in_schema=True):
        def decorate(func):
            self.add_route(path, func, methods, name, include_in_schema)
            return func

        return decorate

    def include_router(self, router, *, prefix="", tags=None, dependencies=None, default_response_class=None, responses=None, callbacks=None, deprecated=None, include_in_schema=True, generate_unique_id_function=None):
        assert self is not router, "Cannot include the same APIRouter instance into itself. Did you mean to include a different router?"
        if prefix:
            assert prefix.startswith("/"), "A path prefix must start with '/'"
            assert not prefix.endswith("/"), "A path prefix must not end with '/', as the routes will start with '/'"
        else:
            for route in router.routes:
                if getattr(route, "path", None) == "":
                    raise FastAPIError(f"Prefix and path cannot be both empty (path operation: {getattr(route, 'name', 'unknown')})")
        extra = {
            "tags": list(tags or []) + self.tags, "include_in_schema": include_in_schema and self.include_in_schema,
            "default_response_class": default_response_class or self.default_response_class, "overrides": self.dependency_overrides_provider,
        }  # fmt: skip
        self.routes.append(_Included(router, self.prefix + prefix, self.dependencies + list(dependencies or []), extra))
        self.on_startup.extend(router.on_startup)
        self.on_shutdown.extend(router.on_shutdown)


def _verb(method):
    def decorator(self, path, **options):
        return self.api_route(path, methods=[method], **options)

    decorator.__name__ = method.lower()
    return decorator


for _method in METHODS:
    setattr(APIRouter, _method.lower(), _verb(_method))

__all__ = ["Mount"]
__getattr__ = _lab.missing("fastapi.routing")
