"""What hands exceptions to their handlers."""

from starlette.applications import ExceptionMiddleware

__all__ = ["ExceptionMiddleware"]
