"""Asks a backend who the caller is."""

from starlette.authentication import AuthCredentials, AuthenticationError, UnauthenticatedUser
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse


class AuthenticationMiddleware:
    def __init__(self, app, backend, on_error=None):
        self.app, self.backend = app, backend
        self.on_error = on_error or (lambda conn, error: PlainTextResponse(str(error), 400))

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        conn = HTTPConnection(scope)
        try:
            found = await self.backend.authenticate(conn)
        except AuthenticationError as error:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000, "reason": str(error)})
            else:
                await self.on_error(conn, error)(scope, receive, send)
            return
        scope["auth"], scope["user"] = found if found is not None else (AuthCredentials(), UnauthenticatedUser())
        await self.app(scope, receive, send)
