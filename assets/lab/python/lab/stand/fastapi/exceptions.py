"""What handlers raise, and what is raised for input that does not validate."""

from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.exceptions import WebSocketException


class HTTPException(StarletteHTTPException):
    def __init__(self, status_code, detail=None, headers=None):
        super().__init__(status_code, detail, headers)


class FastAPIError(RuntimeError):
    pass


class DependencyScopeError(FastAPIError):
    pass


class ValidationException(Exception):
    def __init__(self, errors, *, endpoint_ctx=None):
        self._errors = errors

    def errors(self):
        return self._errors

    def __str__(self):
        many = "" if len(self._errors) == 1 else "s"
        return "\n".join([f"{len(self._errors)} validation error{many}:"] + [f"  {e}" for e in self._errors])


class RequestValidationError(ValidationException):
    def __init__(self, errors, *, body=None, endpoint_ctx=None):
        super().__init__(errors)
        self.body = body


class WebSocketRequestValidationError(ValidationException):
    pass


class ResponseValidationError(ValidationException):
    def __init__(self, errors, *, body=None, endpoint_ctx=None):
        super().__init__(errors)
        self.body = body


__all__ = ["HTTPException", "WebSocketException"]
__getattr__ = _lab.missing("fastapi.exceptions")
