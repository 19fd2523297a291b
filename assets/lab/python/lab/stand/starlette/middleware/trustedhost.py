"""Requests for other hosts are turned away."""

from starlette.datastructures import Headers, URL
from starlette.responses import PlainTextResponse, RedirectResponse


class TrustedHostMiddleware:
    def __init__(self, app, allowed_hosts=None, www_redirect=True):
        allowed_hosts = ["*"] if allowed_hosts is None else allowed_hosts
        for pattern in allowed_hosts:
            assert "*" not in pattern[1:] and (not pattern.startswith("*") or pattern == "*" or pattern.startswith("*.")), "Domain wildcard patterns must be like '*.example.com'."
        self.app, self.allowed_hosts, self.allow_any, self.www_redirect = app, list(allowed_hosts), "*" in allowed_hosts, www_redirect

    async def __call__(self, scope, receive, send):
        if self.allow_any or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "").split(":")[0].lower()
        redirect = False
        for pattern in self.allowed_hosts:
            if host == pattern or (pattern.startswith("*") and host.endswith(pattern[1:])):
                await self.app(scope, receive, send)
                return
            redirect = redirect or "www." + host == pattern
        if redirect and self.www_redirect:
            url = URL(scope=scope)
            response = RedirectResponse(str(url.replace(netloc="www." + url.netloc)))
        else:
            response = PlainTextResponse("Invalid host header", 400)
        await response(scope, receive, send)
