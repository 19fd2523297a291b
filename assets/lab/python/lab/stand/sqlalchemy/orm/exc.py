"""What goes wrong in the ORM."""

from sqlalchemy.exc import DetachedInstanceError, MultipleResultsFound, NoResultFound, StaleDataError

__all__ = ["DetachedInstanceError", "MultipleResultsFound", "NoResultFound", "StaleDataError"]
