"""`flask_sqlalchemy`: SQLAlchemy with a session a request."""

from flask import abort, current_app
from sqlalchemy import orm, schema
from sqlalchemy.orm._session import Query as _Query


class BaseQuery(_Query):
    def get_or_404(self, ident, description=None):
        return self.get(ident) or abort(404, description)

    def first_or_404(self, description=None):
        return self.first() or abort(404, description)

    def one_or_404(self, description=None):
        exc = _lab.load("sqlalchemy.exc")
        try:
            return self.one()
        except (exc.NoResultFound, exc.MultipleResultsFound):
            abort(404, description)

    def paginate(self, *, page=None, per_page=None, max_per_page=100, error_out=True, count=True):
        return Pagination(self, page, per_page, max_per_page, error_out)


class Pagination:
    def __init__(self, query, page, per_page, max_per_page, error_out):
        request = _lab.load("flask").request
        page = int(request.args.get("page", 1)) if page is None else page
        per_page = int(request.args.get("per_page", 20)) if per_page is None else per_page
        per_page = min(per_page, max_per_page) if max_per_page is not None else per_page
        if (page < 1 or per_page < 0) and error_out:
            abort(404)
        self.page, self.per_page, self.total = max(1, page), per_page, query.count()
        self.items = query.offset((self.page - 1) * per_page).limit(per_page).all()
        if not self.items and self.page != 1 and error_out:
            abort(404)

    pages = property(lambda s: -(-s.total // s.per_page) if s.per_page else 0)
    has_prev = property(lambda s: s.page > 1)
    has_next = property(lambda s: s.page < s.pages)
    prev_num = property(lambda s: s.page - 1 if s.has_prev else None)
    next_num = property(lambda s: s.page + 1 if s.has_next else None)

    def __iter__(self):
        return iter(self.items)


class _QueryProperty:
    def __get__(self, instance, owner):
        return BaseQuery(owner.__fsa__.session(), _lab.load("sqlalchemy._statements").select(owner))


def _snake(name):
    return _lab.load("re").sub(r"((?<=[a-z0-9])[A-Z]|(?!^)(?<!_)[A-Z](?=[a-z]))", r"_\1", name).lower()


class SQLAlchemy:
    def __init__(self, app=None, *, metadata=None, session_options=None, query_class=BaseQuery, model_class=None, engine_options=None, **options):
        self._engines, self.metadata = {}, metadata or schema.MetaData()
        self.session = orm.scoped_session(lambda: orm.Session(self.engine, **(session_options or {})), lambda: id(_lab.load("flask.globals")._app_stack[-1]) if _lab.load("flask.globals")._app_stack else 0)
        self.Model = self._make_base(model_class)
        self.Query = query_class
        if app is not None:
            self.init_app(app)

    def _make_base(self, given):
        def named(cls, **kwargs):
            if "__tablename__" not in cls.__dict__ and not cls.__dict__.get("__abstract__") and any(isinstance(v, schema.Column) and v.primary_key for b in cls.__mro__ for v in vars(b).values()):
                cls.__tablename__ = _snake(cls.__name__)
            super(made, cls).__init_subclass__(**kwargs)

        bases = (given,) if given is not None and issubclass(given, orm.DeclarativeBase) else (orm.DeclarativeBase,)
        body = {"__module__": "flask_sqlalchemy.model", "metadata": self.metadata, "query": _QueryProperty(), "__fsa__": self, "__abstract__": True, "__init_subclass__": classmethod(named)}
        made = type("Model", bases, body)
        if given is not None:
            made.registry, made.metadata = given.registry, given.metadata
            self.metadata = given.metadata
        return made

    def init_app(self, app):
        if "SQLALCHEMY_DATABASE_URI" not in app.config and not app.config.get("SQLALCHEMY_BINDS"):
            raise RuntimeError("Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.")
        app.extensions["sqlalchemy"] = self
        app.teardown_appcontext(lambda error: self.session.remove())

    @property
    def engine(self):
        app = current_app._get_current_object()
        found = self._engines.get(id(app))
        if found is None:
            url = app.config["SQLALCHEMY_DATABASE_URI"]
            if url.startswith("sqlite:///") and not url.startswith(("sqlite:////", "sqlite:///:memory:")):
                url = "sqlite:///" + _lab.load("os").path.join(app.instance_path, url[10:])
                _lab.load("os").makedirs(app.instance_path, exist_ok=True)
            found = self._engines[id(app)] = _lab.load("sqlalchemy.engine").create_engine(url)
        return found

    def create_all(self, bind_key=None):
        self.metadata.create_all(self.engine)

    def drop_all(self, bind_key=None):
        self.metadata.drop_all(self.engine)

    def get_or_404(self, entity, ident, *, description=None, **kwargs):
        return self.session.get(entity, ident) or abort(404, description)

    def first_or_404(self, statement, *, description=None):
        return self.session.execute(statement).scalar() or abort(404, description)

    def one_or_404(self, statement, *, description=None):
        exc = _lab.load("sqlalchemy.exc")
        try:
            return self.session.execute(statement).scalar_one()
        except (exc.NoResultFound, exc.MultipleResultsFound):
            abort(404, description)

    def Table(self, name, *args, **kwargs):
        return schema.Table(name, self.metadata, *args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in ("relationship", "mapped_column", "Mapped", "backref", "joinedload", "selectinload", "aliased"):
            return getattr(orm, name)
        if name in _lab.load("sqlalchemy")._TABLE:
            return getattr(_lab.load("sqlalchemy"), name)
        _lab.lacks(f"flask_sqlalchemy db.{name}")


__getattr__ = _lab.missing("flask_sqlalchemy")
