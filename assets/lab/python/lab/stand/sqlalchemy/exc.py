"""What goes wrong."""


class SQLAlchemyError(Exception):
    code = None


class ArgumentError(SQLAlchemyError):
    pass


class NoForeignKeysError(ArgumentError):
    pass


class CompileError(SQLAlchemyError):
    pass


class InvalidRequestError(SQLAlchemyError):
    pass


class NoResultFound(InvalidRequestError):
    pass


class MultipleResultsFound(InvalidRequestError):
    pass


class PendingRollbackError(InvalidRequestError):
    pass


class ResourceClosedError(InvalidRequestError):
    pass


class NoSuchTableError(InvalidRequestError):
    pass


class ObjectNotExecutableError(ArgumentError):
    def __init__(self, target):
        super().__init__(f"Not an executable object: {target!r}")


class StatementError(SQLAlchemyError):
    def __init__(self, message, statement=None, params=None, orig=None):
        super().__init__(message)
        self.statement, self.params, self.orig = statement, params, orig

    def __str__(self):
        out = [str(self.args[0])]
        if self.statement:
            out.append(f"[SQL: {self.statement}]")
            if self.params:
                out.append(f"[parameters: {self.params!r}]")
        return "\n".join(out)


class DBAPIError(StatementError):
    pass


class InterfaceError(DBAPIError):
    pass


class DatabaseError(DBAPIError):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


def wrapped(error, statement, params):
    """An error of the driver as SQLAlchemy raises it."""
    kind = globals().get(type(error).__name__, DBAPIError)
    made = kind(f"(sqlite3.{type(error).__name__}) {error}", statement, params, error)
    return made
