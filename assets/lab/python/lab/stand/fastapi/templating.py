"""What `starlette.templating` has."""

from starlette.templating import Jinja2Templates

__all__ = ["Jinja2Templates"]
__getattr__ = _lab.missing("fastapi.templating")
