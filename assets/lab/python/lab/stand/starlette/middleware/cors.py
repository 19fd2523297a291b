"""Which other origins may read the answers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

ALL_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY")
SAFELISTED_HEADERS = {"Accept", "Accept-Language", "Content-Language", "Content-Type"}


class CORSMiddleware:
    def __init__(self, app, allow_origins=(), allow_methods=("GET",), allow_headers=(), allow_credentials=False, allow_origin_regex=None, allow_private_network=False, expose_headers=(), max_age=600):
        self.app, self.allow_origins, self.allow_credentials = app, allow_origins, allow_credentials
        self.allow_methods = ALL_METHODS if "*" in allow_methods else allow_methods
        self.pattern = _lab.load("re").compile(allow_origin_regex) if allow_origin_regex is not None else None
        self.every_origin, self.every_header = "*" in allow_origins, "*" in allow_headers
        self.private = allow_private_network
        self.simple, self.preflight = {}, {"Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network"}
        if self.every_origin:
            self.simple["Access-Control-Allow-Origin"] = "*"
            if not allow_credentials:
                self.preflight["Access-Control-Allow-Origin"] = "*"
        self.preflight["Access-Control-Allow-Methods"] = ", ".join(self.allow_methods)
        self.preflight["Access-Control-Max-Age"] = str(max_age)
        names = sorted(SAFELISTED_HEADERS | set(allow_headers))
        if not self.every_header:
            self.preflight["Access-Control-Allow-Headers"] = ", ".join(names)
        if allow_credentials:
            self.simple["Access-Control-Allow-Credentials"] = self.preflight["Access-Control-Allow-Credentials"] = "true"
        if expose_headers:
            self.simple["Access-Control-Expose-Headers"] = ", ".join(expose_headers)
        self.allow_headers = [n.lower() for n in names]

    def is_allowed_origin(self, origin):
        if self.every_origin or (self.pattern is not None and self.pattern.fullmatch(origin)):
            return True
        return origin in self.allow_origins

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await self.preflight_response(headers)(scope, receive, send)
            return

        async def sender(message):
            if message["type"] == "http.response.start":
                self.add(message, origin)
            await send(message)

        await self.app(scope, receive, sender)

    def add(self, message, origin):
        message.setdefault("headers", [])
        headers = MutableHeaders(raw=message["headers"])
        if origin is not None:
            headers.update(self.simple)
            if (self.every_origin and self.allow_credentials) or (not self.every_origin and self.is_allowed_origin(origin)):
                headers["Access-Control-Allow-Origin"] = origin
        headers["Vary"] = ", ".join([*headers.getlist("Vary"), "Origin"])

    def preflight_response(self, asked):
        headers, wrong = dict(self.preflight), []
        if not self.is_allowed_origin(asked["origin"]):
            wrong.append("origin")
        elif not self.every_origin or self.allow_credentials:
            headers["Access-Control-Allow-Origin"] = asked["origin"]
        if asked["access-control-request-method"] not in self.allow_methods:
            wrong.append("method")
        names = asked.get("access-control-request-headers")
        if names is not None:
            if self.every_header:
                headers["Access-Control-Allow-Headers"] = names
            elif any(n.strip().lower() not in self.allow_headers for n in names.split(",")):
                wrong.append("headers")
        if asked.get("access-control-request-private-network") is not None:
            if self.private:
                headers["Access-Control-Allow-Private-Network"] = "true"
            else:
                wrong.append("private-network")
        return PlainTextResponse("Disallowed CORS " + ", ".join(wrong), 400, headers) if wrong else PlainTextResponse("OK", 200, headers)
