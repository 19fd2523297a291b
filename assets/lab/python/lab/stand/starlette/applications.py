"""`Starlette`: routes, middleware and handlers of exceptions in one app."""

from starlette.datastructures import State, URLPath
from starlette.exceptions import HTTPException, WebSocketException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Router, handling
from starlette.websockets import WebSocket


async def http_exception(request, error):
    if error.status_code in (204, 304):
        return Response(status_code=error.status_code, headers=error.headers)
    return PlainTextResponse(error.detail, error.status_code, error.headers)


async def websocket_exception(websocket, error):
    await websocket.close(error.code, error.reason)


class ExceptionMiddleware:
    """Hands exceptions to their handlers; what has none goes on to the server."""

    def __init__(self, app, handlers=None, debug=False):
        self.app, self.by_status, self.by_class = app, {}, {HTTPException: http_exception, WebSocketException: websocket_exception}
        for key, value in (handlers or {}).items():
            (self.by_status if isinstance(key, int) else self.by_class)[key] = value

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope["starlette.exception_handlers"] = (self.by_class, self.by_status)
        connection = Request(scope, receive, send) if scope["type"] == "http" else WebSocket(scope, receive, send)
        await handling(self.app, connection)(scope, receive, send)


class ServerErrorMiddleware:
    """Answers 500 for what nobody handled, and hands the exception on."""

    def __init__(self, app, handler=None, debug=False):
        self.app, self.handler, self.debug = app, handler, debug

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = []

        async def sender(message):
            if message["type"] == "http.response.start":
                started.append(1)
            await send(message)

        try:
            await self.app(scope, receive, sender)
        except Exception as error:
            if not started:
                request = Request(scope)
                if self.debug:
                    text = "".join(_lab.load("traceback").format_exception(type(error), error, error.__traceback__))
                    response = PlainTextResponse(text, 500)
                elif self.handler is None:
                    response = PlainTextResponse("Internal Server Error", 500)
                else:
                    response = self.handler(request, error)
                    if hasattr(response, "__await__"):
                        response = await response
                await response(scope, receive, send)
            raise


class Starlette:
    def __init__(self, debug=False, routes=None, middleware=None, exception_handlers=None, on_startup=None, on_shutdown=None, lifespan=None, max_body_size=None):
        self.debug, self.state = debug, State()
        self.router = Router(routes, on_startup=on_startup, on_shutdown=on_shutdown, lifespan=lifespan)
        self.exception_handlers = dict(exception_handlers or {})
        self.user_middleware = list(middleware or [])
        self.middleware_stack = None

    def build_middleware_stack(self):
        error_handler, handlers = None, {}
        for key, value in self.exception_handlers.items():
            if key in (500, Exception):
                error_handler = value
            else:
                handlers[key] = value
        app = self.inner_app(ExceptionMiddleware(self.router, handlers, self.debug))
        for one in reversed(self.user_middleware):
            app = one.cls(app, *one.args, **one.kwargs)
        return ServerErrorMiddleware(app, error_handler, self.debug)

    def inner_app(self, app):
        return app

    @property
    def routes(self):
        return self.router.routes

    def url_path_for(self, name, /, **path_params):
        return URLPath(self.router.url_path_for(name, **path_params))

    async def __call__(self, scope, receive, send):
        scope["app"] = self
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        await self.middleware_stack(scope, receive, send)

    def mount(self, path, app, name=None):
        self.router.mount(path, app=app, name=name)

    def host(self, host, app, name=None):
        self.router.host(host, app=app, name=name)

    def add_middleware(self, middleware_class, *args, **kwargs):
        if self.middleware_stack is not None:
            raise RuntimeError("Cannot add middleware after an application has started")
        self.user_middleware.insert(0, Middleware(middleware_class, *args, **kwargs))

    def add_exception_handler(self, exc_class_or_status_code, handler):
        self.exception_handlers[exc_class_or_status_code] = handler

    def exception_handler(self, exc_class_or_status_code):
        def decorate(func):
            self.add_exception_handler(exc_class_or_status_code, func)
            return func

        return decorate

    def middleware(self, middleware_type):
        assert middleware_type == "http", 'Currently only middleware("http") is supported.'

        def decorate(func):
            self.add_middleware(_lab.load("starlette.middleware.base").BaseHTTPMiddleware, dispatch=func)
            return func

        return decorate

    def add_route(self, path, route, methods=None, name=None, include_in_schema=True):
        self.router.add_route(path, route, methods, name, include_in_schema)

    def add_websocket_route(self, path, route, name=None):
        self.router.add_websocket_route(path, route, name)

    def add_event_handler(self, event_type, func):
        self.router.add_event_handler(event_type, func)

    def on_event(self, event_type):
        return self.router.on_event(event_type)


__getattr__ = _lab.missing("starlette.applications")
