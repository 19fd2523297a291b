"""The old place of `declarative_base`."""

from sqlalchemy.orm import declarative_base, declared_attr

__all__ = ["declarative_base", "declared_attr"]
