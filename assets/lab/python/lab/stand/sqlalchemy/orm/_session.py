"""Sessions: the unit of work, the identity map, and the older `Query`."""

from sqlalchemy import _statements as statements
from sqlalchemy._sql import ClauseElement, Function
from sqlalchemy.engine import Connection, Row, compiled
from sqlalchemy.exc import InvalidRequestError, MultipleResultsFound, NoResultFound, PendingRollbackError, SQLAlchemyError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

_contextlib = _lab.load("contextlib")


class Session:
    def __init__(self, bind=None, *, autoflush=True, future=True, expire_on_commit=True, autobegin=True, autocommit=False, twophase=False, info=None, **kwargs):
        self.bind, self.autoflush, self.expire_on_commit = bind, autoflush, expire_on_commit
        self.identity_map, self._new, self._deleted, self._connection, self._failed = {}, [], [], None, False
        self.info = info or {}
        self._fresh = []

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    # --- transactions ------------------------------------------------------------------------------

    is_active = property(lambda s: not s._failed)
    new = property(lambda s: set(s._new))
    deleted = property(lambda s: set(s._deleted))
    dirty = property(lambda s: {i for i in s.identity_map.values() if i.__dict__.get("_sa_changed")})

    def connection(self):
        if self._failed:
            raise PendingRollbackError(
                "This Session's transaction has been rolled back due to a previous exception during flush. To begin a new transaction with this Session, "
                "first issue Session.rollback()."
            )
        if self._connection is None:
            engine = self.bind
            if engine is None:
                raise InvalidRequestError("Could not locate a bind configured on session")
            self._connection = engine if isinstance(engine, Connection) else Connection(engine)
        return self._connection

    def get_bind(self, *args, **kwargs):
        return self.bind

    def in_transaction(self):
        return self._connection is not None

    @_contextlib.contextmanager
    def begin(self):
        try:
            yield self
        except BaseException:
            self.rollback()
            raise
        self.commit()

    @_contextlib.contextmanager
    def begin_nested(self):
        self.flush()
        driver = self.connection().driver
        if not driver.in_transaction:
            driver.execute("BEGIN")
        driver.execute("SAVEPOINT sa_savepoint")
        try:
            yield self
            self.flush()
        except BaseException:
            driver.execute("ROLLBACK TO SAVEPOINT sa_savepoint")
            self._failed, self._new = False, []
            self.expire_all()
            raise
        driver.execute("RELEASE SAVEPOINT sa_savepoint")

    def _release(self):
        connection, self._connection = self._connection, None
        if connection is not None and connection is not self.bind:
            connection.close()

    def commit(self):
        self.flush()
        if self._connection is not None:
            self._connection.commit()
        self._fresh = []
        if self.expire_on_commit:
            self.expire_all()
        self._release()

    def rollback(self):
        if self._connection is not None:
            self._connection.rollback()
        self._failed = False
        for instance in self._fresh + self._new:
            self.expunge(instance)
        self._fresh, self._new, self._deleted = [], [], []
        self.expire_all()
        self._release()

    def close(self):
        if self._connection is not None:
            self._connection.rollback()
        self._release()
        self.expunge_all()
        self._failed = False

    # --- objects -----------------------------------------------------------------------------------

    def add(self, instance, _warn=True):
        if not hasattr(type(instance), "__mapper__"):
            raise InvalidRequestError(f"Class '{type(instance).__module__}.{type(instance).__name__}' is not mapped")
        state = instance.__dict__
        if state.get("_sa_session") is self:
            return
        if state.get("_sa_session") is not None:
            raise InvalidRequestError(f"Object '{shown(instance)}' is already attached to session (this is not the same session)")
        state["_sa_session"] = self
        if state.get("_sa_persistent"):
            self.identity_map[(type(instance), state["_sa_identity"])] = instance
        else:
            self._new.append(instance)
        for key, relation in type(instance).__mapper__.relations.items():
            value = state.get(key)
            for item in value if isinstance(value, list) else [value] if value is not None else []:
                if item.__dict__.get("_sa_session") is None:
                    self.add(item)

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def bulk_save_objects(self, objects, **kwargs):
        self.add_all(objects)
        self.flush()

    def bulk_insert_mappings(self, mapper, mappings, **kwargs):
        for one in mappings:
            self.execute(statements.insert(mapper).values(**one))

    def expunge(self, instance):
        state = instance.__dict__
        state.pop("_sa_session", None)
        if instance in self._new:
            self._new.remove(instance)
        self.identity_map.pop((type(instance), state.get("_sa_identity")), None)
        if instance in self._fresh:
            for name in ("_sa_persistent", "_sa_identity", "_sa_expired"):
                state.pop(name, None)

    def expunge_all(self):
        for instance in list(self.identity_map.values()) + list(self._new):
            self.expunge(instance)
        self.identity_map, self._new, self._deleted = {}, [], []

    def delete(self, instance):
        if not instance.__dict__.get("_sa_persistent"):
            raise InvalidRequestError(f"Instance '{shown(instance)}' is not persisted")
        if not any(instance is one for one in self._deleted):
            self._deleted.append(instance)

    def expire(self, instance, attribute_names=None):
        state, mapper = instance.__dict__, type(instance).__mapper__
        for name in attribute_names or mapper.properties:
            state.pop(name, None)
        state.pop("_sa_changed", None)
        state["_sa_expired"] = True

    def expire_all(self):
        for instance in list(self.identity_map.values()):
            self.expire(instance)

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        if instance.__dict__.get("_sa_session") is not self:
            raise InvalidRequestError(f"Instance '{shown(instance)}' is not persistent within this Session")
        self._autoflush()
        self.expire(instance, attribute_names)
        self.reload(instance)

    def reload(self, instance):
        """Read an expired instance again."""
        mapper, state = type(instance).__mapper__, instance.__dict__
        keys = [c == v for c, v in zip(mapper.primary_key, state["_sa_identity"])]
        row = self._rows(statements.select(*mapper.table.columns).where(*keys)).first()
        if row is None:
            raise ObjectDeletedError(f"Instance '{shown(instance)}' has been deleted, or its row is otherwise not present.")
        state.pop("_sa_expired", None)
        for (name, _), value in zip(ordered(mapper), row):
            state.setdefault(name, value)

    def merge(self, instance, load=True):
        mapper = type(instance).__mapper__
        identity = mapper.identity(instance)
        found = self.get(type(instance), identity if len(identity) > 1 else identity[0]) if None not in identity else None
        if found is None:
            found = type(instance)()
            self.add(found)
        for name in mapper.columns:
            if name in instance.__dict__:
                setattr(found, name, instance.__dict__[name])
        return found

    def get(self, entity, ident, *, options=None, populate_existing=False, with_for_update=None, **kwargs):
        mapper = entity.__mapper__
        if isinstance(ident, dict):
            ident = tuple(ident[mapper.key_of(c)] for c in mapper.primary_key)
        ident = tuple(ident) if isinstance(ident, (tuple, list)) else (ident,)
        if len(ident) != len(mapper.primary_key):
            raise InvalidRequestError(f"Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are {', '.join(repr(str(c)) for c in mapper.primary_key)}")
        found = self.identity_map.get((entity, ident))
        if found is not None and not populate_existing and with_for_update is None:
            if found.__dict__.get("_sa_expired"):
                try:
                    self.reload(found)
                except ObjectDeletedError:
                    return None
            return found
        if found is not None:
            self._autoflush()
            self.expire(found)
            self.reload(found)
            return found
        return self.scalars(statements.select(entity).where(*[c == v for c, v in zip(mapper.primary_key, ident)])).first()

    def get_one(self, entity, ident, **kwargs):
        found = self.get(entity, ident, **kwargs)
        if found is None:
            raise NoResultFound("No row was found when one was required")
        return found

    def __contains__(self, instance):
        return instance.__dict__.get("_sa_session") is self

    def __iter__(self):
        return iter(list(self._new) + list(self.identity_map.values()))

    # --- statements --------------------------------------------------------------------------------

    no_autoflush = property(lambda s: _NoAutoflush(s))

    def _autoflush(self):
        if self.autoflush:
            self.flush()

    def _rows(self, statement, named=None, load=None):
        sql, values = compiled(statement, named or {})
        connection = self.connection()
        result = connection.run(sql, values, statement)
        result.load = load
        return result

    def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None):
        if isinstance(statement, str) or not hasattr(statement, "sql"):
            raise _lab.load("sqlalchemy.exc").ArgumentError(f"Textual SQL expression {statement!r} should be explicitly declared as text({statement!r})") if isinstance(statement, str) else _lab.load("sqlalchemy.exc").ObjectNotExecutableError(statement)
        self._autoflush()
        slots = slots_of(statement)
        load = (lambda raw: self._row(raw, slots)) if slots else None
        result = None
        for one in params if isinstance(params, (list, tuple)) else [params]:
            result = self._rows(statement, dict(one or {}), load)
        if slots:
            result.names = [name for name, _, _ in slots]
        if isinstance(statement, (statements.Update, statements.Delete)):
            for instance in list(self.identity_map.values()):
                if type(instance).__table__ is statement.table:
                    self.expire(instance)
        return result

    def _row(self, raw, slots):
        out, at = [], 0
        for _, mapper, count in slots:
            if mapper is None:
                out.append(raw[at])
            else:
                out.append(self._instance(mapper, raw[at : at + count]))
            at += count
        return Row(out, [name for name, _, _ in slots])

    def _instance(self, mapper, raw):
        """The instance of a row: the one that is known, or a new one."""
        names = ordered(mapper)
        values = {name: value for (name, _), value in zip(names, raw)}
        identity = tuple(values[mapper.key_of(c)] for c in mapper.primary_key)
        if all(v is None for v in identity):
            return None
        found = self.identity_map.get((mapper.class_, identity))
        if found is None:
            found = mapper.class_.__new__(mapper.class_)
            found.__dict__.update(values, _sa_session=self, _sa_persistent=True, _sa_identity=identity)
            self.identity_map[(mapper.class_, identity)] = found
        elif found.__dict__.pop("_sa_expired", None):
            for name, value in values.items():
                found.__dict__.setdefault(name, value)
        return found

    def scalars(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalars()

    def scalar(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalar()

    def query(self, *things):
        return Query(self, statements.select(*things))

    # --- flush -------------------------------------------------------------------------------------

    def flush(self, objects=None):
        changed = [i for i in self.identity_map.values() if i.__dict__.get("_sa_changed") or i.__dict__.get("_sa_parents") or i.__dict__.get("_sa_links")]
        if not (self._new or self._deleted or changed):
            return
        self.connection()
        try:
            self._flush(changed)
        except (SQLAlchemyError, TypeError, ValueError):
            if self._connection is not None:
                self._connection.rollback()
            self._failed = True
            raise

    def _flush(self, changed):
        new = self._new
        if new:
            tables = type(new[0]).metadata.sorted_tables
            new = sorted(new, key=lambda i: tables.index(type(i).__table__) if type(i).__table__ in tables else 0)
        self._new = []
        for instance in new:
            self._parents(instance)
            self._insert(instance)
        for instance in changed + new:
            self._parents(instance)
            if not any(instance is d for d in self._deleted):
                self._update(instance)
        for instance in changed + new:
            for relation, item, there in instance.__dict__.pop("_sa_links", ()):
                self._link(relation, instance, item, there)
        while self._deleted:
            self._delete(self._deleted.pop(0))

    def _parents(self, instance):
        for relation, parent in instance.__dict__.pop("_sa_parents", ()):
            kind, mine, theirs = relation.ends()
            child_column, parent_column = (mine, theirs) if kind == "one" else (theirs, mine)
            if parent in self._new or not parent.__dict__.get("_sa_persistent"):
                if parent.__dict__.get("_sa_session") is None:
                    continue
                if parent in self._new:
                    self._new.remove(parent)
                self._parents(parent)
                self._insert(parent)
            setattr(instance, type(instance).__mapper__.key_of(child_column), getattr(parent, type(parent).__mapper__.key_of(parent_column)))

    def _insert(self, instance):
        mapper, state = type(instance).__mapper__, instance.__dict__
        if state.get("_sa_persistent"):
            return
        values = {}
        for name, column in mapper.columns.items():
            if state.get(name) is not None or (name in state and not column.primary_key):
                values[column] = state[name]
            else:
                has, value = column.make_default()
                if has:
                    values[column] = value
                    if not isinstance(value, ClauseElement):
                        state[name] = value
                elif column.server_default is None and not column.primary_key:
                    values[column] = None
        missing = [c for c in mapper.primary_key if c not in values]
        statement = statements.insert(mapper.table).values({c.name: v for c, v in values.items()})
        result = self._rows(statement)
        if len(missing) == 1:
            state[mapper.key_of(missing[0])] = result.lastrowid
        state["_sa_persistent"], state["_sa_identity"] = True, mapper.identity(instance)
        state.pop("_sa_changed", None)
        for name, value in list(state.items()):
            if isinstance(value, ClauseElement):
                del state[name]
                state["_sa_expired"] = True
        if any(name not in state for name in mapper.columns):
            state["_sa_expired"] = True
        self.identity_map[(type(instance), state["_sa_identity"])] = instance
        self._fresh.append(instance)

    def _update(self, instance):
        state, mapper = instance.__dict__, type(instance).__mapper__
        changed = state.pop("_sa_changed", None)
        if not changed:
            return
        values = {name: state[name] for name, old in changed.items() if name in mapper.columns and name in state and not (not isinstance(state[name], ClauseElement) and state[name] == old and type(state[name]) is type(old))}
        if not values:
            return
        statement = statements.update(mapper.table).where(*[c == v for c, v in zip(mapper.primary_key, state["_sa_identity"])])
        result = self._rows(statement.values({mapper.columns[n].name: v for n, v in values.items()}))
        if result.rowcount == 0:
            raise StaleDataError(f"UPDATE statement on table '{mapper.table.name}' expected to update 1 row(s); 0 were matched.")
        for name, value in values.items():
            if isinstance(value, ClauseElement):
                del state[name]
                state["_sa_expired"] = True
        for name, column in mapper.columns.items():
            if column.onupdate is not None and name not in values:
                state.pop(name, None)
                state["_sa_expired"] = True

    def _link(self, relation, instance, item, there):
        _, mine, theirs = relation.ends()
        if not item.__dict__.get("_sa_persistent"):
            self._insert(item)
        a = getattr(instance, type(instance).__mapper__.key_of(mine[1]))
        b = getattr(item, type(item).__mapper__.key_of(theirs[1]))
        if there:
            self._rows(statements.insert(relation.through).values({mine[0].name: a, theirs[0].name: b}))
        else:
            self._rows(statements.delete(relation.through).where(mine[0] == a, theirs[0] == b))

    def _delete(self, instance):
        mapper, state = type(instance).__mapper__, instance.__dict__
        for relation in mapper.relations.values():
            kind, mine, theirs = relation.ends()
            if kind == "many" and not relation.viewonly:
                found = getattr(instance, relation.key)
                for item in list(found if isinstance(found, list) else [found] if found is not None else []):
                    if "delete" in relation.cascade or "all" in relation.cascade:
                        self._delete(item)
                    else:
                        setattr(item, type(item).__mapper__.key_of(theirs), None)
                        self._update(item)
            elif kind == "both":
                self._rows(statements.delete(relation.through).where(mine[0] == getattr(instance, mapper.key_of(mine[1]))))
        self._rows(statements.delete(mapper.table).where(*[c == v for c, v in zip(mapper.primary_key, state["_sa_identity"])]))
        self.identity_map.pop((type(instance), state["_sa_identity"]), None)
        state.pop("_sa_session", None)


class _NoAutoflush:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        self.before, self.session.autoflush = self.session.autoflush, False
        return self.session

    def __exit__(self, *args):
        self.session.autoflush = self.before


def shown(instance):
    return f"<{type(instance).__name__} at {id(instance):#x}>"


def ordered(mapper):
    """(name, column) in the order of the table."""
    return [(mapper.key_of(c), c) for c in mapper.table.columns]


def slots_of(statement):
    """(name, mapper or None, number of columns) of everything that a row of a statement holds; empty where there is no entity."""
    out, entities = [], False
    for thing in getattr(statement, "things", ()):
        mapper = statements.entity_of(thing)
        if mapper is not None:
            entities = True
            out.append((thing.__name__, mapper, len(mapper.table.columns)))
        elif hasattr(thing, "columns") and not isinstance(thing, ClauseElement):
            out.extend((c.name, None, 1) for c in thing.columns)
        else:
            out.append((getattr(thing, "key", None) or getattr(thing, "name", None), None, 1))
    return out if entities else []


class Query:
    """What `session.query(...)` gives."""

    def __init__(self, session, statement):
        self.session, self.statement = session, statement

    def _with(self, statement):
        return type(self)(self.session, statement)

    def __getattr__(self, name):
        if name in ("filter", "where", "filter_by", "join", "outerjoin", "order_by", "group_by", "having", "limit", "offset", "distinct", "options", "with_for_update", "select_from", "add_columns", "subquery", "exists", "union"):
            method = getattr(self.statement, name)

            def call(*args, **kwargs):
                made = method(*args, **kwargs)
                return self._with(made) if isinstance(made, statements.Select) else made

            return call
        if name.startswith("_"):
            raise AttributeError(name)
        _lab.lacks(f"sqlalchemy Query.{name}")

    def with_entities(self, *things):
        return self._with(self.statement.with_only_columns(*things))

    def autoflush(self, setting):
        return self

    populate_existing = enable_eagerloads = lambda self, *args: self

    def _result(self):
        result = self.session.execute(self.statement)
        if len(self.statement.things) == 1 and statements.entity_of(self.statement.things[0]) is not None:
            result.unique().scalars()
        return result

    def all(self):
        return self._result().all()

    def __iter__(self):
        return iter(self.all())

    def first(self):
        return self._with(self.statement.limit(1))._result().first()

    def one(self):
        return self._result().one()

    def one_or_none(self):
        return self._result().one_or_none()

    def scalar(self):
        found = self.session.execute(self.statement).all()
        if len(found) > 1:
            raise MultipleResultsFound("Multiple rows were found when exactly one was required")
        return found[0][0] if found else None

    def get(self, ident):
        return self.session.get(self.statement.things[0], ident)

    def count(self):
        return self.session.scalar(statements.Select(Function("count", [])).select_from(self.statement.subquery())) or 0

    def update(self, values, synchronize_session="auto"):
        statement = statements.update(self.statement.target).values({k if isinstance(k, str) else k.key: v for k, v in values.items()})
        statement.conditions = self.statement.conditions
        return self.session.execute(statement).rowcount

    def delete(self, synchronize_session="auto"):
        statement = statements.delete(self.statement.target)
        statement.conditions = self.statement.conditions
        return self.session.execute(statement).rowcount

    def slice(self, start, stop):
        return self._with(self.statement.offset(start).limit(stop - start))

    def __getitem__(self, item):
        return self.slice(item.start or 0, item.stop).all() if isinstance(item, slice) else self.all()[item]

    def __str__(self):
        return str(self.statement)


class sessionmaker:
    def __init__(self, bind=None, *, class_=Session, **options):
        self.options, self.class_ = {"bind": bind, **options}, class_

    def __call__(self, **more):
        return self.class_(**{**self.options, **more})

    def configure(self, **more):
        self.options.update(more)

    @_contextlib.contextmanager
    def begin(self):
        with self() as session:
            with session.begin():
                yield session


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory, self.scopefunc, self.made = session_factory, scopefunc, {}

    def _key(self):
        return self.scopefunc() if self.scopefunc is not None else 0

    def __call__(self, **kwargs):
        key = self._key()
        if key not in self.made:
            self.made[key] = self.session_factory(**kwargs)
        return self.made[key]

    def remove(self):
        found = self.made.pop(self._key(), None)
        if found is not None:
            found.close()

    def query_property(self, query_cls=None):
        scoped = self

        class _Property:
            def __get__(self, instance, owner):
                return scoped().query(owner)

        return _Property()

    def __getattr__(self, name):
        return getattr(self(), name)

    def __contains__(self, instance):
        return instance in self()


def object_session(instance):
    return instance.__dict__.get("_sa_session")


def make_transient(instance):
    session = object_session(instance)
    if session is not None:
        session.expunge(instance)
    for name in [n for n in instance.__dict__ if n.startswith("_sa_")]:
        del instance.__dict__[name]


class _Option:
    """How a relationship is loaded: in the lab always when it is asked for, with the same outcome."""

    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Option


joinedload = selectinload = subqueryload = lazyload = contains_eager = noload = raiseload = load_only = defer = undefer = _Option
