"""What `starlette.testclient` has."""

from starlette.testclient import TestClient

__all__ = ["TestClient"]
__getattr__ = _lab.missing("fastapi.testclient")
