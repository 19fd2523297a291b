"""`starlette`: requests, responses, routing and middleware over ASGI."""

__version__ = "1.0.0"
