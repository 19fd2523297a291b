"""What `starlette.middleware.cors` has."""

from starlette.middleware.cors import CORSMiddleware

__all__ = ["CORSMiddleware"]
__getattr__ = _lab.missing("fastapi.middleware.cors")
