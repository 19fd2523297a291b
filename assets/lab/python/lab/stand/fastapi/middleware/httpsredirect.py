"""What `starlette.middleware.httpsredirect` has."""

from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware

__all__ = ["HTTPSRedirectMiddleware"]
__getattr__ = _lab.missing("fastapi.middleware.httpsredirect")
