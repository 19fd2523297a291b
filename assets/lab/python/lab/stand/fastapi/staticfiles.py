"""What `starlette.staticfiles` has."""

from starlette.staticfiles import StaticFiles

__all__ = ["StaticFiles"]
__getattr__ = _lab.missing("fastapi.staticfiles")
