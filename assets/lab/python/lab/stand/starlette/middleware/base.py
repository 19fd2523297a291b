"""Middleware as a function of a request and what comes next."""

from starlette.requests import Request
from starlette.responses import Response


class BaseHTTPMiddleware:
    def __init__(self, app, dispatch=None):
        self.app, self.dispatch_func = app, dispatch or self.dispatch

    async def dispatch(self, request, call_next):
        raise NotImplementedError()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)

        async def again():
            # What the middleware has read is handed on; what it has streamed is gone.
            if "_body" in request.__dict__:
                return {"type": "http.request", "body": request._body, "more_body": False}
            if request._consumed:
                return {"type": "http.request", "body": b"", "more_body": False}
            message = await receive()
            request._consumed = message["type"] == "http.request" and not message.get("more_body", False)
            return message

        async def call_next(given):
            messages = []

            async def keep(message):
                messages.append(message)

            try:
                await self.app(scope, again, keep)
            except Exception as error:
                if not messages:
                    raise
                failed.append(error)
            if not messages:
                raise RuntimeError("No response returned.")
            return _Passed(messages)

        failed = []
        response = await self.dispatch_func(request, call_next)
        await response(scope, again, send)
        if failed:
            raise failed[0]


class _Passed(Response):
    """The response of what came next, as it came."""

    def __init__(self, messages):
        self.status_code, self.background = messages[0]["status"], None
        self.raw_headers = list(messages[0].get("headers", []))
        self.body_iterator = self._chunks([m.get("body", b"") for m in messages[1:]])

    async def _chunks(self, chunks):
        for chunk in chunks:
            if chunk:
                yield chunk

    async def __call__(self, scope, receive, send):
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for chunk in self.body_iterator:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        if self.background is not None:
            await self.background()


RequestResponseEndpoint = object
