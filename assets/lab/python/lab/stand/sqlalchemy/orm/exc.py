"""What goes wrong in the ORM."""

from sqlalchemy.exc import InvalidRequestError, MultipleResultsFound, NoResultFound, SQLAlchemyError


class DetachedInstanceError(SQLAlchemyError):
    pass


class StaleDataError(SQLAlchemyError):
    pass


class ObjectDeletedError(InvalidRequestError):
    pass


__all__ = ["MultipleResultsFound", "NoResultFound"]
