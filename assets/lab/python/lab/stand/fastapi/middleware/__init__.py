"""What `starlette.middleware` has."""

from starlette.middleware import Middleware

__all__ = ["Middleware"]
__getattr__ = _lab.missing("fastapi.middleware")
