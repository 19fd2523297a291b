"""Who the caller is, and what they may do."""

from starlette import _calls
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse


class AuthenticationError(Exception):
    pass


class AuthenticationBackend:
    async def authenticate(self, conn):
        raise NotImplementedError()


class AuthCredentials:
    def __init__(self, scopes=None):
        self.scopes = [] if scopes is None else list(scopes)


class BaseUser:
    pass


class SimpleUser(BaseUser):
    is_authenticated = True

    def __init__(self, username):
        self.username = self.display_name = username


class UnauthenticatedUser(BaseUser):
    is_authenticated, display_name = False, ""


def has_required_scope(conn, scopes):
    return all(scope in conn.auth.scopes for scope in scopes)


def requires(scopes, status_code=403, redirect=None):
    wanted = [scopes] if isinstance(scopes, str) else list(scopes)

    def decorate(func):
        def refuse(args, kwargs):
            request = kwargs.get("request") or next(a for a in args if isinstance(a, Request))
            if has_required_scope(request, wanted):
                return None
            if redirect is None:
                raise HTTPException(status_code)
            return RedirectResponse(str(request.url_for(redirect)), 303)

        if _calls.is_async(func):

            async def wrapper(*args, **kwargs):
                return refuse(args, kwargs) or await func(*args, **kwargs)

        else:

            def wrapper(*args, **kwargs):
                return refuse(args, kwargs) or func(*args, **kwargs)

        wrapper.__name__, wrapper.__wrapped__ = func.__name__, func
        return wrapper

    return decorate
