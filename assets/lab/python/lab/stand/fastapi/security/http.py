"""Basic and Bearer."""

import binascii
from base64 import b64decode

from fastapi.exceptions import HTTPException
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from pydantic import BaseModel
from starlette.requests import HTTPConnection


class HTTPBasicCredentials(BaseModel):
    username: str
    password: str


class HTTPAuthorizationCredentials(BaseModel):
    scheme: str
    credentials: str


class HTTPBasic(SecurityBase):
    def __init__(self, *, scheme_name=None, realm=None, description=None, auto_error=True):
        self.scheme_name, self.auto_error = scheme_name or type(self).__name__, auto_error
        self.challenge = f'Basic realm="{realm}"' if realm else "Basic"

    async def __call__(self, request: HTTPConnection):
        scheme, param = get_authorization_scheme_param(request.headers.get("Authorization"))
        if scheme.lower() != "basic" or not param:
            return self.refuse()
        wrong = HTTPException(401, "Not authenticated", {"WWW-Authenticate": self.challenge})
        try:
            data = b64decode(param).decode("ascii")
        except (ValueError, UnicodeDecodeError, binascii.Error):
            raise wrong from None
        username, separator, password = data.partition(":")
        if not separator:
            raise wrong
        return HTTPBasicCredentials(username=username, password=password)


class HTTPBearer(SecurityBase):
    wanted = "bearer"

    def __init__(self, *, bearerFormat=None, scheme_name=None, description=None, auto_error=True):
        self.scheme_name, self.auto_error = scheme_name or type(self).__name__, auto_error
        self.challenge = self.wanted.title()

    async def __call__(self, request: HTTPConnection):
        scheme, credentials = get_authorization_scheme_param(request.headers.get("Authorization"))
        if not (scheme and credentials) or scheme.lower() != self.wanted:
            return self.refuse()
        return HTTPAuthorizationCredentials(scheme=scheme, credentials=credentials)


class HTTPDigest(HTTPBearer):
    wanted = "digest"
