"""Sessions in a signed cookie that everybody can read."""

from base64 import b64decode, b64encode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

_json = _lab.load("json")


class Session(dict):
    accessed = modified = False


def _marking(name):
    plain = getattr(dict, name)

    def method(self, *args, **kwargs):
        if name not in ("pop", "setdefault") or (args[0] in self) == (name == "pop"):
            self.accessed = self.modified = True
        return plain(self, *args, **kwargs)

    return method


for _name in ("__setitem__", "__delitem__", "clear", "pop", "popitem", "setdefault", "update", "__ior__"):
    setattr(Session, _name, _marking(_name))


class SessionMiddleware:
    def __init__(self, app, secret_key, session_cookie="session", max_age=14 * 24 * 60 * 60, path="/", same_site="lax", https_only=False, domain=None, partitioned=False):
        self.app, self.session_cookie, self.max_age, self.path = app, session_cookie, max_age, path
        self.signer = _lab.load("itsdangerous").TimestampSigner(str(secret_key))
        self.flags = "httponly; samesite=" + same_site + ("; secure" if https_only else "") + (f"; domain={domain}" if domain is not None else "")
        self.flags += "; partitioned" if partitioned else ""

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        cookie, empty = HTTPConnection(scope).cookies.get(self.session_cookie), True
        scope["session"] = Session()
        if cookie is not None:
            try:
                data = self.signer.unsign(cookie.encode("utf-8"), max_age=self.max_age)
                scope["session"], empty = Session(_json.loads(b64decode(data))), False
            except _lab.load("itsdangerous").BadSignature:
                pass

        async def sender(message):
            if message["type"] == "http.response.start":
                self.keep(message, scope["session"], empty)
            await send(message)

        await self.app(scope, receive, sender)

    def dumps(self, values):
        """The cookie of a session."""
        return self.signer.sign(b64encode(_json.dumps(values).encode("utf-8"))).decode("utf-8")

    def keep(self, message, session, empty):
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        if session.accessed:
            headers.add_vary_header("Cookie")
        if session.modified and session:
            age = f"Max-Age={self.max_age}; " if self.max_age is not None else ""
            headers.append("Set-Cookie", f"{self.session_cookie}={self.dumps(session)}; path={self.path}; {age}{self.flags}")
        elif session.modified and not empty:
            headers.append("Set-Cookie", f"{self.session_cookie}=null; path={self.path}; expires=Thu, 01 Jan 1970 00:00:00 GMT; {self.flags}")
