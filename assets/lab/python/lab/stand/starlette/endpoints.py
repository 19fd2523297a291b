"""Endpoints as classes, a method for each verb."""

from starlette import _calls
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import handling


class HTTPEndpoint:
    def __init__(self, scope, receive, send):
        self.scope, self.receive, self.send = scope, receive, send
        self._allowed_methods = [m for m in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") if hasattr(self, m.lower())]

    def __await__(self):
        return self.dispatch().__await__()

    async def dispatch(self):
        request = Request(self.scope, self.receive, self.send)

        async def inner(scope, receive, send):
            name = "get" if request.method == "HEAD" and not hasattr(self, "head") else request.method.lower()
            handler = getattr(self, name, self.method_not_allowed)
            response = await handler(request) if _calls.is_async(handler) else handler(request)
            await response(scope, receive, send)

        await handling(inner, request)(self.scope, self.receive, self.send)

    async def method_not_allowed(self, request):
        raise HTTPException(405, headers={"Allow": ", ".join(self._allowed_methods)})


__getattr__ = _lab.missing("starlette.endpoints")
