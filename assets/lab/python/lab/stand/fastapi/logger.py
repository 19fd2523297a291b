"""FastAPI's logger."""

logger = _lab.load("logging").getLogger("fastapi")
