"""Classes that stand for tables."""

import sys
import typing

from sqlalchemy import types
from sqlalchemy._sql import Operators
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm.exc import DetachedInstanceError
from sqlalchemy.schema import Alias, Column, ForeignKey, MetaData, Table

LAZY = sys.version_info >= (3, 14)
UNIONS = (typing.Union, type(int | str))
T = typing.TypeVar("T")


class Mapped(typing.Generic[T]):
    pass


class _MappedColumn(Column):
    pass


def mapped_column(*args, init=None, kw_only=None, use_existing_column=False, deferred=False, insert_default=None, default_factory=None, sort_order=0, **kwargs):
    if insert_default is not None:
        kwargs["default"] = insert_default
    return _MappedColumn(*args, **kwargs)


class Attribute(Operators):
    """A column as an attribute of its class."""

    def __init__(self, owner, key, column):
        self.owner, self.key, self.column = owner, key, column

    type = property(lambda s: s.column.type)
    table = property(lambda s: s.column.table)
    name = property(lambda s: s.column.name)
    expression = property(lambda s: s.column)
    parent = property(lambda s: s.owner)

    def __clause_element__(self):
        return self.column

    def sql(self, c):
        return self.column.sql(c)

    def __get__(self, instance, owner):
        if instance is None:
            if owner is self.owner:
                return self
            return Attribute(owner, self.key, self.column)
        state = instance.__dict__
        if self.key not in state:
            session = state.get("_sa_session")
            if state.get("_sa_expired") and session is not None:
                session.reload(instance)
            elif state.get("_sa_expired"):
                raise DetachedInstanceError(f"Instance <{type(instance).__name__} at {id(instance):#x}> is not bound to a Session; attribute refresh operation cannot proceed")
        return state.get(self.key)

    def __set__(self, instance, value):
        checks = type(instance).__mapper__.checks.get(self.key, ())
        for check in checks:
            value = check(instance, self.key, value)
        state = instance.__dict__
        if state.get("_sa_expired") and self.key not in state and "_sa_session" in state:
            state["_sa_session"].reload(instance)
        state.setdefault("_sa_changed", {}).setdefault(self.key, state.get(self.key))
        state[self.key] = value

    def __delete__(self, instance):
        self.__set__(instance, None)

    def __repr__(self):
        return f"{self.owner.__name__}.{self.key}"

    __hash__ = object.__hash__


class Collection(list):
    """The other side of a relationship, which tells its members."""

    def __init__(self, values, relation, owner):
        super().__init__(values)
        self.relation, self.owner = relation, owner

    def append(self, item):
        super().append(item)
        self.relation.added(self.owner, item)

    def extend(self, items):
        for item in list(items):
            self.append(item)

    def insert(self, at, item):
        super().insert(at, item)
        self.relation.added(self.owner, item)

    def remove(self, item):
        super().remove(item)
        self.relation.removed(self.owner, item)

    def pop(self, at=-1):
        item = super().pop(at)
        self.relation.removed(self.owner, item)
        return item

    def clear(self):
        for item in list(self):
            self.remove(item)

    def __iadd__(self, items):
        self.extend(items)
        return self


class Relation(Operators):
    def __init__(self, target=None, secondary=None, back_populates=None, backref=None, uselist=None, lazy="select", cascade="save-update, merge",
                 order_by=None, foreign_keys=None, primaryjoin=None, remote_side=None, passive_deletes=False, viewonly=False, **kwargs):  # fmt: skip
        self.given, self.secondary, self.back_populates, self.backref, self.uselist = target, secondary, back_populates, backref, uselist
        self.cascade, self.order_by, self.foreign_keys, self.viewonly = cascade, order_by, foreign_keys, viewonly
        if primaryjoin is not None:
            _lab.lacks("sqlalchemy relationship(primaryjoin=...)", "foreign keys")
        self.owner = self.key = self._ends = None

    relation = property(lambda s: s)

    @property
    def target(self):
        found = self.given
        if callable(found) and not isinstance(found, type):
            found = found()
        if isinstance(found, str):
            found = self.owner.registry.classes.get(found.rpartition(".")[2])
            if found is None:
                raise InvalidRequestError(f"When initializing mapper, expression {self.given!r} failed to locate a name ({self.given!r}).")
        return found

    @property
    def through(self):
        found = self.secondary
        return self.owner.metadata.tables[found] if isinstance(found, str) else found

    def ends(self):
        """("one", mine, theirs) where the key is ours, ("many", mine, theirs) where it is theirs, or ("both", ...)."""
        if self._ends is None:
            self._ends = self.find_ends()
            if self.uselist is None:
                self.uselist = self._ends[0] != "one"
        return self._ends

    def find_ends(self):
        mine, theirs = self.owner.__table__, self.target.__table__
        if self.secondary is not None:
            pair = {}
            for column in self.through.columns:
                for key in column.foreign_keys:
                    pair.setdefault("mine" if key.column.table is mine and "mine" not in pair else "theirs", (column, key.column))
            return "both", pair["mine"], pair["theirs"]
        wanted = self.foreign_keys
        wanted = [getattr(w, "column", w) if not isinstance(w, str) else w.rpartition(".")[2].strip("]") for w in (wanted if isinstance(wanted, (list, tuple)) else [wanted])] if wanted is not None else None

        def fits(column):
            return wanted is None or any(column is w or column.name == w for w in wanted)

        for kind, a, b in (("one", mine, theirs), ("many", theirs, mine)):
            if mine is theirs and kind == "one" and self.uselist is not False and self.given_list:
                continue
            for column in a.columns:
                for key in column.foreign_keys:
                    if key.column.table is b and fits(column):
                        return kind, column if kind == "one" else key.column, key.column if kind == "one" else column
        raise _lab.load("sqlalchemy.exc").NoForeignKeysError(f"Could not determine join condition between parent/child tables on relationship {self.owner.__name__}.{self.key} - there are no foreign keys linking these tables.")

    given_list = False

    def join_parts(self, owner, there):
        table = owner.__mapper__.table_for(owner)
        other = there.__mapper__.table_for(there)
        kind, mine, theirs = self.ends()
        if kind == "both":
            return [(self.through, table.c[mine[1].name] == mine[0]), (other, other.c[theirs[1].name] == theirs[0])]
        return [(other, table.c[mine.name] == other.c[theirs.name])]

    def any(self, *conditions, **by):
        select = _lab.load("sqlalchemy._statements").select
        inner = select(_lab.load("sqlalchemy._sql").Raw("1")).select_from(self.target)
        for _, on in self.join_parts(self.owner, self.target):
            inner = inner.where(on)
        return inner.where(*conditions).filter_by(**by).exists()

    has = any

    def contains(self, other, **kwargs):
        kind, mine, theirs = self.ends()
        if kind != "many":
            _lab.lacks("sqlalchemy relationship.contains over a secondary table", ".any()")
        return mine == getattr(other, self.target.__mapper__.key_of(theirs))

    def __eq__(self, other):
        kind, mine, theirs = self.ends()
        return mine == (None if other is None else getattr(other, self.target.__mapper__.key_of(theirs)))

    __hash__ = object.__hash__

    def __get__(self, instance, owner):
        if instance is None:
            return self
        state = instance.__dict__
        if self.key not in state:
            state[self.key] = self.load(instance)
        return state[self.key]

    def load(self, instance):
        kind, mine, theirs = self.ends()
        session = instance.__dict__.get("_sa_session")
        value = None
        if session is None and instance.__dict__.get("_sa_persistent"):
            raise DetachedInstanceError(f"Parent instance <{type(instance).__name__} at {id(instance):#x}> is not bound to a Session; lazy load operation of attribute '{self.key}' cannot proceed")
        if session is not None and instance.__dict__.get("_sa_persistent"):
            select = _lab.load("sqlalchemy._statements").select(self.target)
            own = mine[1] if kind == "both" else mine
            key = getattr(instance, type(instance).__mapper__.key_of(own))
            if key is not None:
                if kind == "one" and theirs.primary_key:
                    return session.get(self.target, key)
                if kind == "both":
                    select = select.join(self.through, theirs[0] == theirs[1]).where(mine[0] == key)
                else:
                    select = select.where(theirs == key)
                order = self.order_by() if callable(self.order_by) and not isinstance(self.order_by, Operators) else self.order_by
                if order is not None:
                    select = select.order_by(*(order if isinstance(order, (list, tuple)) else [order]) if not isinstance(order, str) else [getattr(self.target, order.rpartition(".")[2])])
                value = session.scalars(select).all()
        if self.uselist:
            return Collection(value or [], self, instance)
        return value[0] if value else None

    def __set__(self, instance, value):
        kind, mine, theirs = self.ends()
        before = instance.__dict__.get(self.key)
        if self.uselist:
            made = Collection([], self, instance)
            instance.__dict__[self.key] = made
            for item in before or []:
                if item not in value:
                    self.removed(instance, item)
            made.extend(value)
            return
        instance.__dict__[self.key] = value
        if kind == "one" and value is None:
            setattr(instance, type(instance).__mapper__.key_of(mine), None)
        if value is not None:
            self.added(instance, value)

    def other(self):
        return self.target.__mapper__.relations.get(self.back_populates) if self.back_populates else None

    def added(self, instance, item):
        """Keep the other side in step, and both in the session."""
        other = self.other()
        if other is not None:
            if other.uselist is None:
                other.ends()
            state = item.__dict__
            if not other.uselist:
                state[other.key] = instance
            elif other.key in state or not state.get("_sa_persistent"):
                there = getattr(item, other.key)
                if instance not in there:
                    list.append(there, instance)
        kind, mine, theirs = self.ends()
        if kind == "both":
            instance.__dict__.setdefault("_sa_links", []).append((self, item, True))
        elif kind == "many":
            item.__dict__.setdefault("_sa_parents", []).append((self, instance))
        else:
            instance.__dict__.setdefault("_sa_parents", []).append((self, item))
        for a, b in ((instance, item), (item, instance)):
            session = a.__dict__.get("_sa_session")
            if session is not None and b.__dict__.get("_sa_session") is None:
                session.add(b)

    def removed(self, instance, item):
        kind, mine, theirs = self.ends()
        if kind == "both":
            instance.__dict__.setdefault("_sa_links", []).append((self, item, False))
            return
        session = instance.__dict__.get("_sa_session")
        if "delete-orphan" in self.cascade and session is not None:
            session.delete(item)
        elif kind == "many":
            setattr(item, self.target.__mapper__.key_of(theirs), None)


def relationship(argument=None, secondary=None, **kwargs):
    return Relation(argument, secondary, **kwargs)


def backref(name, **kwargs):
    return (name, kwargs)


class Mapper:
    def __init__(self, cls, table, columns, relations, checks):
        self.class_ = self.entity = cls
        self.table, self.columns, self.relations, self.checks = table, columns, relations, checks
        self.local_table = table
        self.properties = {**columns, **relations}

    attrs = column_attrs = property(lambda s: [Attribute(s.class_, k, c) for k, c in s.columns.items()])

    @property
    def primary_key(self):
        return tuple(self.table.primary_key)

    def key_of(self, column):
        return next(k for k, c in self.columns.items() if c.name == column.name)

    def identity(self, instance):
        return tuple(instance.__dict__.get(self.key_of(c)) for c in self.primary_key)

    def table_for(self, thing):
        return getattr(thing, "__alias__", None) or self.table


class _Aliased:
    """A mapped class under another name."""

    def __init__(self, cls, name=None):
        self.__mapper__, self.__alias__, self.cls = cls.__mapper__, Alias(cls.__table__, name), cls
        self.__name__ = cls.__name__

    def __getattr__(self, name):
        mapper = self.__mapper__
        if name in mapper.columns:
            return Attribute(self, name, self.__alias__.c[mapper.columns[name].name])
        if name in mapper.relations:
            import copy

            made = copy.copy(mapper.relations[name])
            made.owner = self
            made.__dict__["_ends"] = mapper.relations[name].ends()
            return made
        raise AttributeError(name)


def aliased(cls, name=None, **kwargs):
    return _Aliased(cls, name)


def validates(*names, include_removes=False, include_backrefs=True):
    def decorate(f):
        f._sa_validates = names
        return f

    return decorate


class declared_attr:
    def __init__(self, f):
        self.f = getattr(f, "__func__", f)

    def __get__(self, instance, owner):
        return self.f(owner)

    @classmethod
    def directive(cls, f):
        return cls(f)


class registry:
    def __init__(self, metadata=None, **kwargs):
        self.metadata, self.classes = metadata or MetaData(), {}


def unwrap(annotation):
    """(Python type, whether it may be None, whether it is a list) of what stands in `Mapped[...]`."""
    optional = many = False
    while True:
        origin, args = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            annotation = args[0]
        elif origin in UNIONS:
            optional = optional or type(None) in args
            annotation = next(a for a in args if a is not type(None))
        elif origin in (list, set, typing.Sequence):
            many, annotation = True, args[0]
        elif isinstance(annotation, typing.ForwardRef):
            annotation = annotation.__forward_arg__
        elif isinstance(annotation, str) and annotation.endswith("| None"):
            annotation, optional = annotation[:-6].strip(), True
        elif isinstance(annotation, str) and annotation.lower().startswith(("list[", "optional[")):
            many, optional = many or annotation[:1] in "lL", optional or annotation[:1] in "oO"
            annotation = annotation.partition("[")[2][:-1].strip("\"' ")
        else:
            return annotation, optional, many


def annotations_of(cls):
    try:
        return cls.__annotations__ if LAZY else cls.__dict__.get("__annotations__", {})
    except NameError as error:
        _lab.lacks(f"mapped classes whose annotations name what comes later ({error})", "put the name in quotes")


def evaluated(annotation, cls):
    if not isinstance(annotation, str):
        return annotation
    module = sys.modules.get(cls.__module__)
    names = dict(vars(module)) if module is not None else {}
    try:
        return eval(annotation, names)
    except NameError:
        inner = annotation.partition("[")[2].rpartition("]")[0]
        return Mapped[typing.ForwardRef(inner)] if annotation.startswith(("Mapped", "orm.Mapped")) else annotation


def map_class(cls):
    columns, relations, checks, args = {}, {}, {}, []
    for base in reversed(cls.__mro__):
        own = base.__dict__
        if "__mapper__" in own and base is not cls:
            _lab.lacks("sqlalchemy inheritance between mapped classes")
        annotations = annotations_of(base) if base.__module__ != __name__ and base is not object else {}
        names = list(dict.fromkeys(list(annotations) + [k for k, v in own.items() if isinstance(v, (Column, Relation, declared_attr))]))
        for name in names:
            value = own.get(name)
            if isinstance(value, declared_attr):
                value = value.f(cls)
                if name in ("__tablename__", "__table_args__"):
                    continue
            if name in annotations:
                value = from_annotation(evaluated(annotations[name], base), value, base, cls)
            if isinstance(value, Column):
                columns[name] = copied(value) if base is not cls else value
            elif isinstance(value, Relation):
                relations[name] = value
        for f in own.values():
            for name in getattr(f, "_sa_validates", ()):
                checks.setdefault(name, []).append(f)
    table = cls.__dict__.get("__table__")
    if table is None:
        for name, column in columns.items():
            column.name = column.name or name
        given = cls.__table_args__ if hasattr(cls, "__table_args__") else ()
        args = [given] if isinstance(given, dict) else list(given)
        options = args.pop() if args and isinstance(args[-1], dict) else {}
        table = cls.__table__ = Table(cls.__tablename__, cls.metadata, *columns.values(), *args, **options)
    else:
        columns = {c.name: c for c in table.columns}
    if not table.primary_key:
        raise ArgumentError(f"Mapper Mapper[{cls.__name__}({table.name})] could not assemble any primary key columns for mapped table '{table.name}'")
    for key in [k for c in columns.values() for k in c.foreign_keys]:
        if key.parent.type is types.NULL and not isinstance(key.target, str):
            key.parent.type = key.column.type
    for name, column in columns.items():
        type.__setattr__(cls, name, Attribute(cls, name, column))
    for name, relation in relations.items():
        relation.owner, relation.key = cls, name
        type.__setattr__(cls, name, relation)
    cls.__mapper__ = Mapper(cls, table, columns, relations, checks)
    cls.registry.classes[cls.__name__] = cls
    cls.registry.backrefs = getattr(cls.registry, "backrefs", []) + [r for r in relations.values() if r.backref]
    finish_backrefs(cls.registry)


def finish_backrefs(registry):
    """Give the targets of `backref` their side, as soon as they are there."""
    for relation in list(registry.backrefs):
        if isinstance(relation.given, str) and relation.given not in registry.classes:
            continue
        name, options = relation.backref if isinstance(relation.backref, tuple) else (relation.backref, {})
        other = Relation(relation.owner, relation.secondary, back_populates=relation.key, **options)
        target = relation.target
        other.owner, other.key, relation.back_populates = target, name, name
        target.__mapper__.relations[name] = target.__mapper__.properties[name] = other
        type.__setattr__(target, name, other)
        registry.backrefs.remove(relation)


def copied(column):
    made = object.__new__(type(column))
    made.__dict__.update(column.__dict__)
    made.foreign_keys = []
    for key in column.foreign_keys:
        fresh = ForeignKey(key.target, key.ondelete)
        fresh.parent = made
        made.foreign_keys.append(fresh)
    return made


def from_annotation(annotation, value, base, cls):
    """The column or relationship that an annotation and what was assigned to it describe."""
    if typing.get_origin(annotation) is not Mapped:
        return value
    inner = typing.get_args(annotation)[0]
    if typing.get_origin(inner) is typing.Annotated and value is None:
        value = next((copied(x) for x in typing.get_args(inner)[1:] if isinstance(x, Column)), None)
    kind, optional, many = unwrap(inner)
    if isinstance(value, Relation):
        if value.given is None:
            value.given = kind
        value.given_list = many
        if value.uselist is None:
            value.uselist = many
        return value
    if value is None:
        value = _MappedColumn()
    if value.type is types.NULL and not value.foreign_keys:
        if isinstance(kind, str):
            kind = evaluated(kind, base)
        value.type = types.of_python(kind) or types.NULL
    elif value.type is types.NULL:
        value.type = types.of_python(kind) or types.NULL
    if value.stated_nullable is None and not value.primary_key:
        value.nullable = optional
    return value


def construct(self, **kwargs):
    for name, value in kwargs.items():
        if not hasattr(type(self), name):
            raise TypeError(f"{name!r} is an invalid keyword argument for {type(self).__name__}")
        setattr(self, name, value)


class _Base:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        if cls.__module__ == __name__:
            return
        if DeclarativeBase in cls.__bases__:
            given = cls.__dict__.get("metadata")
            cls.registry = cls.__dict__.get("registry") or registry(given)
            cls.metadata = given or cls.registry.metadata
            if "__init__" not in cls.__dict__:
                cls.__init__ = construct
            return
        table = any("__tablename__" in b.__dict__ for b in cls.__mro__) or "__table__" in cls.__dict__
        if cls.__dict__.get("__abstract__") or not table:
            return
        map_class(cls)


class DeclarativeBase(_Base):
    pass


class MappedAsDataclass:
    def __init_subclass__(cls, **kwargs):
        _lab.lacks("sqlalchemy.MappedAsDataclass", "DeclarativeBase")


def declarative_base(*, metadata=None, cls=object, name="Base", **kwargs):
    bases = (DeclarativeBase,) if cls is object else (cls, DeclarativeBase)
    body = {"__module__": sys._getframe(1).f_globals.get("__name__", "__main__")}
    if metadata is not None:
        body["metadata"] = metadata
    return type(name, bases, body)
