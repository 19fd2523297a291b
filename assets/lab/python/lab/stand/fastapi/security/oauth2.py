"""Tokens of OAuth 2."""

from typing import Annotated

from fastapi.params import Form
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from starlette.requests import HTTPConnection


class OAuth2PasswordRequestForm:
    def __init__(
        self, *, grant_type: Annotated[str | None, Form(pattern="^password$")] = None, username: Annotated[str, Form()], password: Annotated[str, Form()],
        scope: Annotated[str, Form()] = "", client_id: Annotated[str | None, Form()] = None, client_secret: Annotated[str | None, Form()] = None,
    ):  # fmt: skip
        self.grant_type, self.username, self.password = grant_type, username, password
        self.scopes, self.client_id, self.client_secret = scope.split(), client_id, client_secret


class OAuth2PasswordRequestFormStrict(OAuth2PasswordRequestForm):
    def __init__(
        self, grant_type: Annotated[str, Form(pattern="^password$")], username: Annotated[str, Form()], password: Annotated[str, Form()],
        scope: Annotated[str, Form()] = "", client_id: Annotated[str | None, Form()] = None, client_secret: Annotated[str | None, Form()] = None,
    ):  # fmt: skip
        super().__init__(grant_type=grant_type, username=username, password=password, scope=scope, client_id=client_id, client_secret=client_secret)


class OAuth2(SecurityBase):
    def __init__(self, *, flows=None, scheme_name=None, description=None, auto_error=True):
        self.flows, self.scheme_name, self.auto_error = flows, scheme_name or type(self).__name__, auto_error

    async def __call__(self, request: HTTPConnection):
        return request.headers.get("Authorization") or self.refuse()


class _Bearer(OAuth2):
    async def __call__(self, request: HTTPConnection):
        scheme, param = get_authorization_scheme_param(request.headers.get("Authorization"))
        return self.refuse() if scheme.lower() != "bearer" else param


class OAuth2PasswordBearer(_Bearer):
    def __init__(self, tokenUrl, scheme_name=None, scopes=None, description=None, auto_error=True, refreshUrl=None):
        super().__init__(flows={"password": {"tokenUrl": tokenUrl, "scopes": scopes or {}}}, scheme_name=scheme_name, auto_error=auto_error)


class OAuth2AuthorizationCodeBearer(_Bearer):
    def __init__(self, authorizationUrl, tokenUrl, refreshUrl=None, scheme_name=None, scopes=None, description=None, auto_error=True):
        super().__init__(flows={"authorizationCode": {"tokenUrl": tokenUrl, "scopes": scopes or {}}}, scheme_name=scheme_name, auto_error=auto_error)


class OpenIdConnect(OAuth2):
    def __init__(self, *, openIdConnectUrl, scheme_name=None, description=None, auto_error=True):
        super().__init__(scheme_name=scheme_name, auto_error=auto_error)
