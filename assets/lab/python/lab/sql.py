"""`sqlite3` over databases in memory, one a path, shared by all connections; every statement is noted."""

core = _lab
ran = []
_anchors = {}
_module = None


class Statement:
    def __init__(self, statement, parameters):
        self.statement, self.parameters = statement, parameters

    def __repr__(self):
        return f"<{self.statement} {self.parameters!r}>"


def note(statement, parameters=()):
    if isinstance(parameters, (list, tuple)):
        parameters = tuple(parameters)
    ran.append(Statement(statement, parameters))
    core.host.trace("query", core.shorten(f"{statement} {parameters!r}" if parameters else statement))
    head = statement.lstrip().split(None, 1)[0].lower() if statement.strip() else ""
    core.pause("sql:" + head)


def quote(text):
    return "".join(c if c.isalnum() or c in "/._-" else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in text)


def locate(path, uri):
    """The real name of a database and the URI it is opened by."""
    if hasattr(path, "__fspath__"):
        path = path.__fspath__()
    if isinstance(path, bytes):
        path = path.decode("utf-8", "surrogateescape")
    if not isinstance(path, str):
        raise TypeError("path should be string, bytes, or os.PathLike")
    options = ""
    if uri and path.startswith("file:"):
        path, _, query = path[5:].partition("?")
        path = path.partition("#")[0]
        path = core.load("urllib.parse").unquote(path)
        if path.startswith("//"):
            path = "/" + path[2:].partition("/")[2]
        keep = []
        for part in query.split("&"):
            name, _, value = part.partition("=")
            if name == "mode" and value == "memory":
                shared = "cache=shared" in query.split("&")
                return (":shared:" + path) if shared and path else None, None
            if name == "mode":
                keep.append(f"mode={value}")
        options = "".join("&" + k for k in keep)
    if path in ("", ":memory:"):
        return None, None
    return path, options


def check_folder(path):
    """A database in a folder that is not there cannot be opened, as on a disk."""
    tree = core.tree
    try:
        parent, name, node, real = tree.walk(path)
    except (OSError, ValueError):
        raise _module.OperationalError("unable to open database file") from None
    if node is not None and node.kind == "dir":
        raise _module.OperationalError("unable to open database file")
    return real, node


def install(module):
    global _module
    _module = module
    dbapi2 = core.load("sqlite3.dbapi2")
    RealConnection, RealCursor = module.Connection, module.Cursor
    real_connect = module.connect

    class Cursor(RealCursor):
        def _ask(self, sql, parameters):
            callback = self.connection.__dict__.get("_authorizer")
            if callback is not None:
                run = super().connection
                ask = core.part("authorizer").ask
                ask(run, lambda s, p: RealCursor(run).execute(s, p).fetchall(), callback, sql, parameters)

        def execute(self, sql, parameters=()):
            if isinstance(sql, str):
                note(sql, parameters)
                self._ask(sql, parameters)
            return super().execute(sql, parameters)

        def executemany(self, sql, parameters):
            rows = [row for row in parameters]
            if isinstance(sql, str):
                for row in rows:
                    note(sql, row)
                if rows:
                    self._ask(sql, rows[0])
            return super().executemany(sql, rows)

        def executescript(self, sql):
            if isinstance(sql, str):
                note(sql)
                if self.connection.__dict__.get("_authorizer") is not None:
                    core.lacks("executescript on a connection with an authorizer")
            return super().executescript(sql)

    class Connection(RealConnection):
        def cursor(self, factory=Cursor):
            return super().cursor(factory)

        def execute(self, sql, parameters=()):
            return self.cursor().execute(sql, parameters)

        def executemany(self, sql, parameters):
            return self.cursor().executemany(sql, parameters)

        def executescript(self, sql):
            return self.cursor().executescript(sql)

        def commit(self):
            core.pause("sql:commit")
            return super().commit()

        def rollback(self):
            core.pause("sql:rollback")
            return super().rollback()

        def __exit__(self, kind, value, trace):
            if self.in_transaction:
                core.pause("sql:commit" if kind is None else "sql:rollback")
            return super().__exit__(kind, value, trace)

        def set_authorizer(self, authorizer_callback):
            self.__dict__["_authorizer"] = authorizer_callback

        def iterdump(self, **kwargs):
            core.lacks("sqlite3.Connection.iterdump")

        def enable_load_extension(self, *args):
            core.lacks("sqlite3 extensions")

        load_extension = enable_load_extension

    for cls in (Cursor, Connection):
        cls.__module__ = "sqlite3"
        cls.__qualname__ = cls.__name__

    def connect(database, timeout=5.0, *args, **kwargs):
        uri = kwargs.pop("uri", False)
        # Nobody else runs: to wait for a lock would be to wait in vain.
        kwargs["timeout"] = 0
        kwargs["check_same_thread"] = False
        names = ("detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri")
        for name, value in zip(names, args):
            if name == "uri":
                uri = value
            elif name != "check_same_thread":
                kwargs[name] = value
        kwargs.setdefault("factory", Connection)
        path, options = locate(database, uri)
        if path is None:
            return kwargs.pop("factory")(":memory:", **kwargs)
        if path.startswith(":shared:"):
            name = "/:shared/" + quote(path[8:])
            options = ""
        else:
            name, node = check_folder(path)
            files = core.part("files")
            if node is None and name not in _anchors:
                if "mode=ro" in options or "mode=rw" in options.replace("mode=rwc", ""):
                    raise module.OperationalError("unable to open database file")
                core.tree.write(name, b"SQLite format 3\0")
            files.record("db", name)
            name = "/" + quote(name.lstrip("/"))
        address = f"file:{name}?vfs=memdb"
        if name not in _anchors:
            _anchors[name] = real_connect(address, uri=True, check_same_thread=False)
        return kwargs.pop("factory")(address + options, uri=True, **kwargs)

    for target in (module, dbapi2):
        target.connect = connect
        target.Connection, target.Cursor = Connection, Cursor
    if hasattr(module, "enable_shared_cache"):
        module.enable_shared_cache = lambda *args: None


class Facade:
    """`lab.sql`: what reached SQLite, and the same databases."""

    ran = ran

    def connect(self, path):
        """A connection of the check's own; its statements are not in `ran`."""
        module = core.load("sqlite3")
        return Quiet(module.connect(path))

    def clear(self):
        del ran[:]


class Quiet:
    """A connection whose statements are not noted, with rows by name."""

    def __init__(self, connection):
        self.connection = connection
        connection.row_factory = core.load("sqlite3").Row

    def execute(self, sql, parameters=()):
        before = len(ran)
        points, core_points = dict(core._points), core._points
        core_points.clear()
        try:
            cursor = self.connection.execute(sql, parameters)
        finally:
            del ran[before:]
            core_points.update(points)
        if sql.lstrip()[:6].lower() in ("insert", "update", "delete", "replac"):
            self.connection.commit()
        return cursor

    def executescript(self, sql):
        before = len(ran)
        try:
            return self.connection.executescript(sql)
        finally:
            del ran[before:]

    def rows(self, sql, parameters=()):
        """The rows of a query as plain tuples."""
        return [tuple(row) for row in self.execute(sql, parameters).fetchall()]

    def value(self, sql, parameters=()):
        """The first column of the first row, or None."""
        row = self.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def __getattr__(self, name):
        return getattr(self.connection, name)


facade = Facade()
