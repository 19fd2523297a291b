"""Keys in a header, the query or a cookie."""

from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection


class _APIKey(SecurityBase):
    challenge = "APIKey"

    def __init__(self, *, name, scheme_name=None, description=None, auto_error=True):
        self.name, self.scheme_name, self.auto_error = name, scheme_name or type(self).__name__, auto_error

    async def __call__(self, request: HTTPConnection):
        return self.read(request).get(self.name) or self.refuse()


class APIKeyHeader(_APIKey):
    def read(self, request):
        return request.headers


class APIKeyQuery(_APIKey):
    def read(self, request):
        return request.query_params


class APIKeyCookie(_APIKey):
    def read(self, request):
        return request.cookies
