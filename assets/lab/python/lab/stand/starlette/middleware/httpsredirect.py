"""Plain requests are sent to HTTPS."""

from starlette.datastructures import URL
from starlette.responses import RedirectResponse


class HTTPSRedirectMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket") and scope["scheme"] in ("http", "ws"):
            url = URL(scope=scope)
            netloc = url.hostname if url.port in (80, 443) else url.netloc
            await RedirectResponse(str(url.replace(scheme={"http": "https", "ws": "wss"}[url.scheme], netloc=netloc)), 307)(scope, receive, send)
            return
        await self.app(scope, receive, send)
