"""What `starlette.requests` has."""

from starlette.requests import HTTPConnection, Request

__all__ = ["HTTPConnection", "Request"]
__getattr__ = _lab.missing("fastapi.requests")
