"""What SQLite has of its own."""

from sqlalchemy._statements import insert
from sqlalchemy.types import JSON

__all__ = ["JSON", "insert"]
__getattr__ = _lab.missing("sqlalchemy.dialects.sqlite")
