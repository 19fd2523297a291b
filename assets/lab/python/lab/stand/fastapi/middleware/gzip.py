"""What `starlette.middleware.gzip` has."""

from starlette.middleware.gzip import GZipMiddleware

__all__ = ["GZipMiddleware"]
__getattr__ = _lab.missing("fastapi.middleware.gzip")
