"""The ORM: mapped classes, relationships and sessions."""

_PARTS = {
    "sqlalchemy.orm._mapping": "DeclarativeBase declarative_base Mapped mapped_column relationship backref aliased declared_attr validates registry MappedAsDataclass",
    "sqlalchemy.orm._session": """Session sessionmaker scoped_session Query joinedload selectinload subqueryload lazyload contains_eager noload raiseload load_only
        defer undefer object_session make_transient""",
}
_TABLE = {name: part for part, names in _PARTS.items() for name in names.split()}
_lazily = _lab.lazy("sqlalchemy.orm", _TABLE)


def __getattr__(name):
    return _lab.load("sqlalchemy.orm.exc") if name == "exc" else _lazily(name)
