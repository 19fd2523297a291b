"""`FastAPI`."""

from fastapi import routing
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler, websocket_request_validation_exception_handler
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse


class FastAPI(Starlette):
    def __init__(self, *, debug=False, routes=None, title="FastAPI", summary=None, description="", version="0.1.0", openapi_url="/openapi.json",
                 openapi_tags=None, servers=None, dependencies=None, default_response_class=None, redirect_slashes=True, docs_url="/docs", redoc_url="/redoc",
                 swagger_ui_oauth2_redirect_url="/docs/oauth2-redirect", swagger_ui_init_oauth=None, middleware=None, exception_handlers=None, on_startup=None,
                 on_shutdown=None, lifespan=None, terms_of_service=None, contact=None, license_info=None, openapi_prefix="", root_path="",
                 root_path_in_servers=True, responses=None, callbacks=None, webhooks=None, deprecated=None, include_in_schema=True,
                 swagger_ui_parameters=None, generate_unique_id_function=None, separate_input_output_schemas=True, **extra):  # fmt: skip
        self.debug, self.state, self.extra, self.root_path = debug, State(), extra, root_path.rstrip("/") or openapi_prefix
        self.title, self.summary, self.description, self.version = title, summary, description, version
        self.openapi_url, self.docs_url, self.redoc_url = openapi_url, docs_url, redoc_url
        self.dependency_overrides, self.openapi_schema = {}, None
        self.router = routing.APIRouter(
            routes=routes, redirect_slashes=redirect_slashes, dependency_overrides_provider=self, on_startup=on_startup, on_shutdown=on_shutdown,
            lifespan=lifespan, default_response_class=default_response_class, dependencies=dependencies, include_in_schema=include_in_schema,
        )  # fmt: skip
        self.exception_handlers = dict(exception_handlers or {})
        self.exception_handlers.setdefault(HTTPException, http_exception_handler)
        self.exception_handlers.setdefault(RequestValidationError, request_validation_exception_handler)
        self.exception_handlers.setdefault(WebSocketRequestValidationError, websocket_request_validation_exception_handler)
        self.user_middleware, self.middleware_stack = list(middleware or []), None
        self.setup()

    def setup(self):
        if not self.openapi_url:
            return

        async def openapi(request):
            return JSONResponse(self.openapi())

        async def docs(request):
            return HTMLResponse(f"<!DOCTYPE html>\n<html>\n<head>\n<title>{self.title} - Swagger UI</title>\n</head>\n<body>\n</body>\n</html>")

        self.add_route(self.openapi_url, openapi, include_in_schema=False)
        for url in (self.docs_url, self.redoc_url):
            if url:
                self.add_route(url, docs, include_in_schema=False)

    def openapi(self):
        if self.openapi_schema is None:
            self.openapi_schema = _lab.load("fastapi.openapi.utils").get_openapi(title=self.title, version=self.version, description=self.description, routes=self.routes)
        return self.openapi_schema

    async def __call__(self, scope, receive, send):
        if self.root_path:
            scope["root_path"] = self.root_path
        await super().__call__(scope, receive, send)

    def add_api_route(self, path, endpoint, **options):
        self.router.add_api_route(path, endpoint, **options)

    def api_route(self, path, **options):
        return self.router.api_route(path, **options)

    def add_api_websocket_route(self, path, endpoint, name=None, *, dependencies=None):
        self.router.add_api_websocket_route(path, endpoint, name, dependencies=dependencies)

    def websocket(self, path, name=None, *, dependencies=None):
        return self.router.websocket(path, name, dependencies=dependencies)

    def include_router(self, router, **options):
        self.router.include_router(router, **options)


def _verb(method):
    def decorator(self, path, **options):
        return self.router.api_route(path, methods=[method], **options)

    decorator.__name__ = method.lower()
    return decorator


for _method in routing.METHODS:
    setattr(FastAPI, _method.lower(), _verb(_method))

__getattr__ = _lab.missing("fastapi.applications")
