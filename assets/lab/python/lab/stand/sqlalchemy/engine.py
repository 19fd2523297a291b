"""Engines, connections and results, over the lab's `sqlite3`."""

from sqlalchemy import exc
from sqlalchemy._sql import TextClause

_sqlite = _lab.load("sqlite3")


class URL:
    def __init__(self, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        self.drivername, self.username, self.password, self.host, self.port, self.database, self.query = drivername, username, password, host, port, database, query or {}

    @classmethod
    def create(cls, drivername, **parts):
        return cls(drivername, **parts)

    def get_backend_name(self):
        return self.drivername.partition("+")[0]

    def render_as_string(self, hide_password=True):
        who = (self.username or "") + ((":***" if hide_password else f":{self.password}") if self.password else "")
        where = (self.host or "") + (f":{self.port}" if self.port else "")
        return f"{self.drivername}://{who}{'@' if who else ''}{where}" + (f"/{self.database}" if self.database is not None else "")

    def __str__(self):
        return self.render_as_string()

    __repr__ = __str__


def make_url(text):
    if isinstance(text, URL):
        return text
    driver, sep, rest = str(text).partition("://")
    if not sep:
        raise exc.ArgumentError(f"Could not parse SQLAlchemy URL from given URL string {text!r}")
    where, _, database = rest.partition("/")
    who, at, host = where.rpartition("@")
    name, _, password = who.partition(":")
    host, _, port = host.partition(":")
    database, _, query = database.partition("?")
    options = dict(p.partition("=")[::2] for p in query.split("&")) if query else {}
    return URL(driver, name or None, password or None, host or None, int(port) if port else None, database or None, options)


class Engine:
    def __init__(self, url, connect_args, echo=False):
        self.url, self.echo, self.args = url, echo, dict(connect_args or {})
        if url.get_backend_name() != "sqlite":
            _lab.lacks(f"databases of {url.get_backend_name()} for sqlalchemy", "sqlite:///app.db")
        self.memory = url.database in (None, ":memory:")
        self.shared = None

    dialect = property(lambda s: _Dialect())
    name = "sqlite"

    def raw(self):
        """A connection of the driver; all use one where the database is in memory."""
        if self.memory:
            if self.shared is None:
                self.shared = _sqlite.connect(":memory:")
            return self.shared
        args = {k: v for k, v in self.args.items() if k in ("detect_types", "isolation_level", "uri", "timeout")}
        return _sqlite.connect(self.url.database, **args)

    raw_connection = raw

    def connect(self):
        return Connection(self)

    def begin(self):
        return _Begun(Connection(self))

    def dispose(self, close=True):
        self.shared = None

    def execution_options(self, **kwargs):
        return self

    def __repr__(self):
        return f"Engine({self.url})"


class _Dialect:
    name = "sqlite"


class _Begun:
    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        return self.connection

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.connection.commit()
        else:
            self.connection.rollback()
        self.connection.close()


class Transaction:
    def __init__(self, connection):
        self.connection, self.is_active = connection, True

    def commit(self):
        self.is_active = False
        self.connection.commit()

    def rollback(self):
        self.is_active = False
        self.connection.rollback()

    close = rollback

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.is_active:
            self.commit() if kind is None else self.rollback()


class Connection:
    def __init__(self, engine):
        self.engine, self.driver, self.closed = engine, engine.raw(), False

    connection = property(lambda s: s.driver)
    dialect = property(lambda s: _Dialect())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        if not self.closed:
            self.closed = True
            self.driver.rollback()
            if not self.engine.memory:
                self.driver.close()

    def begin(self):
        return Transaction(self)

    def in_transaction(self):
        return self.driver.in_transaction

    def commit(self):
        self.driver.commit()

    def rollback(self):
        self.driver.rollback()

    def exec_driver_sql(self, statement, parameters=()):
        return self.run(statement, parameters, None)

    def run(self, sql, values, statement):
        if self.closed:
            raise exc.ResourceClosedError("This Connection is closed")
        try:
            return Result(self.driver.execute(sql, values), statement)
        except _sqlite.Error as error:
            raise exc.wrapped(error, sql, values) from error
        except _sqlite.Warning as error:
            raise exc.wrapped(error, sql, values) from error

    def execute(self, statement, parameters=None, *, execution_options=None):
        if isinstance(statement, str) or not hasattr(statement, "sql"):
            raise exc.ObjectNotExecutableError(statement)
        many = parameters if isinstance(parameters, (list, tuple)) else [parameters]
        result = None
        for one in many:
            sql, values = compiled(statement, dict(one or {}))
            result = self.run(sql, values, statement)
        return result

    def scalar(self, statement, parameters=None):
        return self.execute(statement, parameters).scalar()

    def scalars(self, statement, parameters=None):
        return self.execute(statement, parameters).scalars()

    def execution_options(self, **kwargs):
        return self


def compiled(statement, named):
    """(SQL, bound values), with what goes wrong in it as SQLAlchemy tells it."""
    try:
        if isinstance(statement, TextClause):
            c = _lab.load("sqlalchemy._sql").Compiling(named)
            sql = statement.sql(c)
            return sql, tuple(c.values)
        return statement.text(named)
    except (TypeError, ValueError, LookupError) as error:
        raise exc.StatementError(f"({type(error).__module__}.{type(error).__name__}) {error}", None, None, error) from error
    except exc.ArgumentError as error:
        if "bind parameter" in str(error):
            raise exc.StatementError(f"(sqlalchemy.exc.InvalidRequestError) {error}", str(getattr(statement, "text", "")), None, error) from error
        raise


class Row(tuple):
    def __new__(cls, values, keys):
        made = super().__new__(cls, values)
        made._names = keys
        return made

    def __getattr__(self, name):
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"Could not locate column in row for column '{name}'")
        return self[self._names.index(name)]

    @property
    def _mapping(self):
        return RowMapping(zip(self._names, self))

    @property
    def _fields(self):
        return tuple(self._names)

    def _asdict(self):
        return dict(zip(self._names, self))

    @property
    def t(self):
        return self


class RowMapping(dict):
    def __getitem__(self, key):
        return dict.__getitem__(self, key if isinstance(key, str) else getattr(key, "key", key))


class Result:
    """The rows of a statement, turned into what its columns stand for."""

    def __init__(self, cursor, statement, load=None):
        self.cursor = cursor
        self.returns_rows = cursor.description is not None
        self.names = [d[0] for d in cursor.description or ()]
        columns = statement.plain_columns() if hasattr(statement, "plain_columns") and self.returns_rows else []
        if len(columns) == len(self.names):
            self.names = [getattr(x, "name", None) or getattr(x, "key", None) or n for x, n in zip(columns, self.names)]
        self.kinds = [getattr(x, "type", None) for x in columns]
        self.load = load
        self.one_value = self.as_mapping = self.is_unique = False
        self.insert = statement is not None and type(statement).__name__ == "Insert"
        self.left = None

    rowcount = property(lambda s: s.cursor.rowcount)
    lastrowid = property(lambda s: s.cursor.lastrowid)

    @property
    def inserted_primary_key(self):
        return Row((self.cursor.lastrowid,), ["id"])

    def keys(self):
        return list(self.names)

    def rows(self):
        if not self.returns_rows:
            raise exc.ResourceClosedError("This result object does not return rows. It has been closed automatically.")
        if self.left is None:
            kinds = self.kinds
            found = []
            for raw in self.cursor.fetchall():
                if len(kinds) == len(raw):
                    raw = [k.result(v) if k is not None else v for k, v in zip(kinds, raw)]
                row = self.load(raw) if self.load is not None else Row(raw, self.names)
                found.append(row)
            if self.is_unique:
                found = list({id(r[0]) if len(r) == 1 and hasattr(r[0], "__mapper__") else r: r for r in found}.values())
            self.left = found
        return self.left

    def shaped(self, row):
        if self.one_value:
            return row[0]
        return row._mapping if self.as_mapping else row

    def take(self, count=None):
        rows = self.rows()
        out, self.left = (rows, []) if count is None else (rows[:count], rows[count:])
        return [self.shaped(r) for r in out]

    def all(self):
        return self.take()

    fetchall = all

    def __iter__(self):
        return iter(self.take())

    def first(self):
        found = self.take(1)
        self.left = []
        return found[0] if found else None

    def fetchone(self):
        found = self.take(1)
        return found[0] if found else None

    def fetchmany(self, size=None):
        return self.take(size or 1)

    def one_or_none(self):
        found = self.take()
        if len(found) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when one or none was required")
        return found[0] if found else None

    def one(self):
        found = self.take()
        if not found:
            raise exc.NoResultFound("No row was found when one was required")
        if len(found) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when exactly one was required")
        return found[0]

    def scalar(self):
        found = self.take(1)
        self.left = []
        return None if not found else found[0] if self.one_value else found[0][0]

    def scalar_one(self):
        return self.scalars().one()

    def scalar_one_or_none(self):
        return self.scalars().one_or_none()

    def scalars(self, index=0):
        self.one_value = True
        return self

    def mappings(self):
        self.as_mapping = True
        return self

    def tuples(self):
        return self

    def unique(self, strategy=None):
        self.is_unique = True
        return self

    def close(self):
        self.cursor.close()


ScalarResult = CursorResult = Result


def create_engine(url, *, echo=False, connect_args=None, poolclass=None, future=True, pool_pre_ping=False, pool_size=None, max_overflow=None, pool_recycle=None, isolation_level=None, **kwargs):
    return Engine(make_url(url), connect_args, echo)


__getattr__ = _lab.missing("sqlalchemy.engine")
