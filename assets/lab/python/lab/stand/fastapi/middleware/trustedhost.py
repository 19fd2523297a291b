"""What `starlette.middleware.trustedhost` has."""

from starlette.middleware.trustedhost import TrustedHostMiddleware

__all__ = ["TrustedHostMiddleware"]
__getattr__ = _lab.missing("fastapi.middleware.trustedhost")
