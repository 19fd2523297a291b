"""What answers when nobody handled an exception."""

from starlette.applications import ServerErrorMiddleware

__all__ = ["ServerErrorMiddleware"]
