"""Compression, which the lab's browser does not ask for."""


class GZipMiddleware:
    def __init__(self, app, minimum_size=500, compresslevel=9):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and any(k == b"accept-encoding" and b"gzip" in v for k, v in scope["headers"]):
            _lab.lacks("compressed responses", "leave Accept-Encoding out")
        await self.app(scope, receive, send)
