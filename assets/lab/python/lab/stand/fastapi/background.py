"""What `starlette.background` has."""

from starlette.background import BackgroundTasks

__all__ = ["BackgroundTasks"]
__getattr__ = _lab.missing("fastapi.background")
