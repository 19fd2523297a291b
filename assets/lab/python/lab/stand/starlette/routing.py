"""Which handler answers which path."""

import re

from starlette import _calls
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, URL, URLPath
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.websockets import WebSocket, WebSocketClose


class NoMatchFound(Exception):
    def __init__(self, name, path_params):
        super().__init__(f'No route exists for name "{name}" and params "{", ".join(path_params)}".')


class Match:
    NONE, PARTIAL, FULL = 0, 1, 2


PARAMETER = re.compile("{([a-zA-Z_][a-zA-Z0-9_]*)(:[a-zA-Z_][a-zA-Z0-9_]*)?}")
# Kind of a path parameter: its pattern and what it becomes.
KINDS = {
    "str": ("[^/]+", str),
    "path": (".*", str),
    "int": ("[0-9]+", int),
    "float": (r"[0-9]+(?:\.[0-9]+)?", float),
    "uuid": ("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}", lambda text: _lab.load("uuid").UUID(text)),
}


def compile_path(path):
    """(pattern, the path with bare names, kinds by name)"""
    is_host, at, pattern, shape, kinds = not path.startswith("/"), 0, "^", "", {}
    for found in PARAMETER.finditer(path):
        name, kind = found.group(1), (found.group(2) or ":str")[1:]
        assert kind in KINDS, f"Unknown path convertor '{kind}'"
        if name in kinds:
            raise ValueError(f"Duplicated param name {name} at path {path}")
        pattern += re.escape(path[at : found.start()]) + f"(?P<{name}>{KINDS[kind][0]})"
        shape += path[at : found.start()] + "{" + name + "}"
        kinds[name] = KINDS[kind][1]
        at = found.end()
    rest = path[at:].split(":")[0] if is_host else path[at:]
    return re.compile(pattern + re.escape(rest) + "$", re.IGNORECASE if is_host else 0), shape + path[at:], kinds


def get_route_path(scope):
    path, root = scope["path"], scope.get("root_path", "")
    if not root or not path.startswith(root):
        return path
    if path == root:
        return ""
    return path[len(root) :] if path[len(root)] == "/" else path


def get_name(endpoint):
    return getattr(endpoint, "__name__", type(endpoint).__name__)


def replace_params(shape, params):
    left = dict(params)

    def put(found):
        name = found.group(1)
        return str(left.pop(name)) if name in left else found.group()

    return re.sub("{([a-zA-Z_][a-zA-Z0-9_]*)}", put, shape), left


def handling(app, connection):
    """An app whose exceptions go to the handlers that are registered for them."""

    async def wrapped(scope, receive, send):
        handlers, by_status = scope.get("starlette.exception_handlers", ({}, {}))
        started = []

        async def sender(message):
            if message["type"] == "http.response.start":
                started.append(1)
            await send(message)

        try:
            await app(scope, receive, sender)
        except Exception as error:
            handler = by_status.get(error.status_code) if isinstance(error, HTTPException) else None
            if handler is None:
                handler = next((handlers[c] for c in type(error).__mro__ if c in handlers), None)
            if handler is None:
                raise
            if started:
                raise RuntimeError("Caught handled exception, but response already started.") from error
            response = handler(connection, error)
            if hasattr(response, "__await__"):
                response = await response
            if response is not None:
                await response(scope, receive, sender)

    return wrapped


def request_response(func):
    async def app(scope, receive, send):
        request = Request(scope, receive, send)

        async def inner(scope, receive, send):
            response = await func(request) if _calls.is_async(func) else await run_in_threadpool(func, request)
            await response(scope, receive, send)

        await handling(inner, request)(scope, receive, send)

    return app


def websocket_session(func):
    async def app(scope, receive, send):
        session = WebSocket(scope, receive, send)

        async def inner(scope, receive, send):
            await func(session)

        await handling(inner, session)(scope, receive, send)

    return app


class BaseRoute:
    name = None

    def matches(self, scope):
        raise NotImplementedError()

    def found(self, scope, match, more):
        taken = {k: self.kinds[k](v) for k, v in match.groupdict().items()}
        return {"path_params": {**scope.get("path_params", {}), **taken}, **more}

    async def __call__(self, scope, receive, send):
        match, child = self.matches(scope)
        if match == Match.NONE:
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        scope.update(child)
        await self.handle(scope, receive, send)

    async def handle(self, scope, receive, send):
        await self.app(scope, receive, send)


def wrapped_in(app, middleware):
    for one in reversed(list(middleware or ())):
        app = one.cls(app, *one.args, **one.kwargs)
    return app


class Route(BaseRoute):
    kind = "http"

    def __init__(self, path, endpoint, *, methods=None, name=None, include_in_schema=True, middleware=None, max_body_size=None):
        assert path.startswith("/"), "Routed paths must start with '/'"
        self.path, self.endpoint, self.include_in_schema = path, endpoint, include_in_schema
        self.name = get_name(endpoint) if name is None else name
        if _calls.is_plain(endpoint):
            self.app = request_response(endpoint)
            methods = ["GET"] if methods is None else methods
        else:
            self.app = endpoint
        self.app = wrapped_in(self.app, middleware)
        self.set_path(path, methods)

    def set_path(self, path, methods):
        self.methods = None if methods is None else {m.upper() for m in methods}
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")
        self.path_regex, self.path_format, self.kinds = compile_path(path)

    def matches(self, scope):
        if scope["type"] != self.kind:
            return Match.NONE, {}
        match = self.path_regex.match(get_route_path(scope))
        if not match:
            return Match.NONE, {}
        child = self.found(scope, match, {"endpoint": self.endpoint})
        return (Match.PARTIAL if self.methods and scope["method"] not in self.methods else Match.FULL), child

    def url_path_for(self, name, /, **path_params):
        if name != self.name or set(path_params) != set(self.kinds):
            raise NoMatchFound(name, path_params)
        return URLPath(replace_params(self.path_format, path_params)[0], "http")

    async def handle(self, scope, receive, send):
        if self.methods and scope["method"] not in self.methods:
            headers = {"Allow": ", ".join(self.methods)}
            if "app" in scope:
                raise HTTPException(405, headers=headers)
            await PlainTextResponse("Method Not Allowed", 405, headers)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class WebSocketRoute(Route):
    kind = "websocket"

    def __init__(self, path, endpoint, *, name=None, middleware=None):
        super().__init__(path, endpoint, name=name)
        self.app = wrapped_in(websocket_session(endpoint) if _calls.is_plain(endpoint) else endpoint, middleware)
        self.methods = None

    def url_path_for(self, name, /, **path_params):
        return URLPath(super().url_path_for(name, **path_params), "websocket")


class Mount(BaseRoute):
    def __init__(self, path, app=None, routes=None, name=None, *, middleware=None, max_body_size=None):
        assert path == "" or path.startswith("/"), "Routed paths must start with '/'"
        assert app is not None or routes is not None, "Either 'app=...', or 'routes=' must be specified"
        self.path, self.name = path.rstrip("/"), name
        self._base_app = app if app is not None else Router(routes=routes)
        self.app = wrapped_in(self._base_app, middleware)
        self.path_regex, self.path_format, self.kinds = compile_path(self.path + "/{path:path}")

    @property
    def routes(self):
        return getattr(self._base_app, "routes", [])

    def matches(self, scope):
        if scope["type"] not in ("http", "websocket"):
            return Match.NONE, {}
        root, path = scope.get("root_path", ""), get_route_path(scope)
        match = self.path_regex.match(path)
        if not match:
            return Match.NONE, {}
        child = self.found(scope, match, {"endpoint": self.app})
        rest = "/" + child["path_params"].pop("path")
        child["app_root_path"] = scope.get("app_root_path", root)
        child["root_path"] = root + path[: -len(rest)]
        return Match.FULL, child

    def url_path_for(self, name, /, **path_params):
        if self.name is not None and name == self.name and "path" in path_params:
            path_params["path"] = path_params["path"].lstrip("/")
            path, left = replace_params(self.path_format, path_params)
            if not left:
                return URLPath(path)
        elif self.name is None or name.startswith(self.name + ":"):
            inner = name if self.name is None else name[len(self.name) + 1 :]
            prefix, left = replace_params(self.path_format, {**path_params, "path": ""})
            if "path" in path_params:
                left["path"] = path_params["path"]
            for route in self.routes:
                try:
                    url = route.url_path_for(inner, **left)
                    return URLPath(prefix.rstrip("/") + str(url), url.protocol)
                except NoMatchFound:
                    pass
        raise NoMatchFound(name, path_params)


class Host(BaseRoute):
    def __init__(self, host, app, name=None):
        assert not host.startswith("/"), "Host must not start with '/'"
        self.host, self.app, self.name = host, app, name
        self.path_regex, self.path_format, self.kinds = compile_path(host)

    @property
    def routes(self):
        return getattr(self.app, "routes", [])

    def matches(self, scope):
        host = Headers(scope=scope).get("host", "").split(":")[0].lower()
        match = self.path_regex.match(host)
        return (Match.FULL, self.found(scope, match, {"endpoint": self.app})) if match else (Match.NONE, {})

    def url_path_for(self, name, /, **path_params):
        raise NoMatchFound(name, path_params)


class Router:
    def __init__(self, routes=None, redirect_slashes=True, default=None, on_startup=None, on_shutdown=None, lifespan=None, *, middleware=None, max_body_size=None):
        self.routes, self.redirect_slashes = [] if routes is None else list(routes), redirect_slashes
        self.default = default or self.not_found
        self.on_startup, self.on_shutdown = list(on_startup or ()), list(on_shutdown or ())
        self.lifespan_context = lifespan
        self.middleware_stack = wrapped_in(self.app, middleware)

    async def not_found(self, scope, receive, send):
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        if "app" in scope:
            raise HTTPException(404)
        await PlainTextResponse("Not Found", 404)(scope, receive, send)

    def url_path_for(self, name, /, **path_params):
        for route in self.routes:
            try:
                return route.url_path_for(name, **path_params)
            except NoMatchFound:
                pass
        raise NoMatchFound(name, path_params)

    async def startup(self):
        for handler in self.on_startup:
            made = handler()
            if hasattr(made, "__await__"):
                await made

    async def shutdown(self):
        for handler in self.on_shutdown:
            made = handler()
            if hasattr(made, "__await__"):
                await made

    async def __call__(self, scope, receive, send):
        await self.middleware_stack(scope, receive, send)

    async def lifespan(self, scope, receive, send):
        await receive()
        context = self.lifespan_context
        if context is not None and _calls.is_async_generator(context) and not hasattr(context, "__wrapped__"):
            context = _lab.load("contextlib").asynccontextmanager(context)
        state = None
        try:
            entered = context(scope.get("app")) if context is not None else None
            if entered is not None:
                state = await entered.__aenter__()
            if state is not None:
                scope["state"].update(state)
            await self.startup()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self.shutdown()
            if entered is not None:
                await entered.__aexit__(None, None, None)
        except BaseException:
            await send({"type": "lifespan.startup.failed", "message": ""})
            raise
        await send({"type": "lifespan.shutdown.complete"})

    async def app(self, scope, receive, send):
        scope.setdefault("router", self)
        if scope["type"] == "lifespan":
            await self.lifespan(scope, receive, send)
            return
        partial = None
        for route in self.routes:
            match, child = route.matches(scope)
            if match == Match.FULL:
                await self.take(route, child, scope, receive, send)
                return
            if match == Match.PARTIAL and partial is None:
                partial = (route, child)
        if partial is not None:
            await self.take(*partial, scope, receive, send)
            return
        path = get_route_path(scope)
        if scope["type"] == "http" and self.redirect_slashes and path != "/":
            there = {**scope, "path": scope["path"].rstrip("/") if path.endswith("/") else scope["path"] + "/"}
            if any(route.matches(there)[0] != Match.NONE for route in self.routes):
                await RedirectResponse(str(URL(scope=there)))(scope, receive, send)
                return
        await self.default(scope, receive, send)

    async def take(self, route, child, scope, receive, send):
        scope["route"] = route
        scope.update(child)
        await route.handle(scope, receive, send)

    def mount(self, path, app, name=None):
        self.routes.append(Mount(path, app=app, name=name))

    def host(self, host, app, name=None):
        self.routes.append(Host(host, app=app, name=name))

    def add_route(self, path, endpoint, methods=None, name=None, include_in_schema=True):
        self.routes.append(Route(path, endpoint, methods=methods, name=name, include_in_schema=include_in_schema))

    def add_websocket_route(self, path, endpoint, name=None):
        self.routes.append(WebSocketRoute(path, endpoint, name=name))

    def add_event_handler(self, event_type, func):
        assert event_type in ("startup", "shutdown")
        (self.on_startup if event_type == "startup" else self.on_shutdown).append(func)

    def on_event(self, event_type):
        def decorate(func):
            self.add_event_handler(event_type, func)
            return func

        return decorate


__getattr__ = _lab.missing("starlette.routing")
