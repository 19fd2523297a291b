"""Sessions and engines to be awaited; what they do is done at once."""

from sqlalchemy.engine import create_engine, make_url
from sqlalchemy.orm._session import Session

_PLAIN = ("add", "add_all", "expunge", "expunge_all", "expire", "expire_all", "no_autoflush", "new", "dirty", "deleted", "info", "is_active", "in_transaction", "identity_map")


class _Awaited:
    """Something to be awaited, or entered."""

    def __init__(self, enter, leave):
        self.enter, self.leave = enter, leave

    async def _enter(self):
        return self.enter()

    def __await__(self):
        return self._enter().__await__()

    async def __aenter__(self):
        return self.enter()

    async def __aexit__(self, kind, value, trace):
        self.leave(kind)


class AsyncConnection:
    def __init__(self, engine):
        self.sync_engine = engine
        self.sync_connection = None

    def open(self):
        self.sync_connection = self.sync_engine.connect()
        return self

    async def execute(self, statement, parameters=None):
        return self.sync_connection.execute(statement, parameters)

    async def exec_driver_sql(self, statement, parameters=()):
        return self.sync_connection.exec_driver_sql(statement, parameters)

    async def scalar(self, statement, parameters=None):
        return self.sync_connection.scalar(statement, parameters)

    async def scalars(self, statement, parameters=None):
        return self.sync_connection.scalars(statement, parameters)

    async def commit(self):
        self.sync_connection.commit()

    async def rollback(self):
        self.sync_connection.rollback()

    async def close(self):
        self.sync_connection.close()

    async def run_sync(self, f, *args, **kwargs):
        self.sync_connection.begin = lambda: _Entered(self.sync_connection)
        return f(self.sync_connection, *args, **kwargs)


class _Entered:
    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        return self.connection

    def __exit__(self, *args):
        pass


class AsyncEngine:
    def __init__(self, engine):
        self.sync_engine, self.url = engine, engine.url

    def connect(self):
        made = AsyncConnection(self.sync_engine)
        return _Awaited(made.open, lambda kind: made.sync_connection.close())

    def begin(self):
        made = AsyncConnection(self.sync_engine)

        def leave(kind):
            made.sync_connection.commit() if kind is None else made.sync_connection.rollback()
            made.sync_connection.close()

        return _Awaited(made.open, leave)

    async def dispose(self):
        self.sync_engine.dispose()


def create_async_engine(url, **options):
    return AsyncEngine(create_engine(make_url(url), **options))


class AsyncSession:
    def __init__(self, bind=None, *, sync_session_class=Session, **options):
        self.bind = bind
        self.sync_session = sync_session_class(getattr(bind, "sync_engine", bind), **options)

    def __getattr__(self, name):
        if name in _PLAIN:
            return getattr(self.sync_session, name)
        if name in ("execute", "scalars", "scalar", "get", "get_one", "commit", "rollback", "flush", "refresh", "delete", "merge", "close"):
            method = getattr(self.sync_session, name)

            async def call(*args, **kwargs):
                return method(*args, **kwargs)

            return call
        if name.startswith("_"):
            raise AttributeError(name)
        _lab.lacks(f"sqlalchemy AsyncSession.{name}")

    async def run_sync(self, f, *args, **kwargs):
        return f(self.sync_session, *args, **kwargs)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        self.sync_session.close()

    def begin(self):
        def leave(kind):
            self.sync_session.commit() if kind is None else self.sync_session.rollback()

        return _Awaited(lambda: self, leave)


class async_sessionmaker:
    def __init__(self, bind=None, *, class_=AsyncSession, **options):
        self.bind, self.class_, self.options = bind, class_, options

    def __call__(self, **more):
        return self.class_(self.bind, **{**self.options, **more})

    def begin(self):
        made = self()

        def leave(kind):
            made.sync_session.commit() if kind is None else made.sync_session.rollback()
            made.sync_session.close()

        return _Awaited(lambda: made, leave)


__getattr__ = _lab.missing("sqlalchemy.ext.asyncio")
