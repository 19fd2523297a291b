"""Tables and columns."""

from sqlalchemy import types
from sqlalchemy._sql import Operators, Raw, TextClause, quote
from sqlalchemy.exc import InvalidRequestError, NoForeignKeysError


class ForeignKey:
    def __init__(self, column, ondelete=None, onupdate=None, name=None, **kwargs):
        self.target, self.ondelete, self.parent = column, ondelete, None

    @property
    def column(self):
        if isinstance(self.target, str):
            table, _, name = self.target.rpartition(".")
            found = self.parent.table.metadata.tables.get(table)
            if found is None:
                raise NoForeignKeysError(f"Foreign key associated with column '{self.parent.table.name}.{self.parent.name}' could not find table '{table}' with which to generate a foreign key to target column '{name}'")
            return found.c[name]
        return self.target.__clause_element__() if hasattr(self.target, "__clause_element__") else self.target


class Column(Operators):
    def __init__(self, *args, primary_key=False, nullable=None, default=None, server_default=None, unique=None, index=None, autoincrement="auto", onupdate=None,
                 key=None, name=None, type_=None, comment=None, info=None, **kwargs):  # fmt: skip
        args = list(args)
        self.name = args.pop(0) if args and isinstance(args[0], str) else name
        self.type, self.foreign_keys = type_, []
        for arg in args:
            if isinstance(arg, ForeignKey):
                arg.parent = self
                self.foreign_keys.append(arg)
            elif isinstance(arg, type) and issubclass(arg, types.TypeEngine):
                self.type = arg()
            elif isinstance(arg, types.TypeEngine):
                self.type = arg
        if isinstance(self.type, type):
            self.type = self.type()
        self.type = self.type or types.NULL
        self.primary_key, self.default, self.server_default, self.unique, self.index = primary_key, default, server_default, unique, index
        self.nullable = not primary_key if nullable is None else nullable
        self.stated_nullable, self.onupdate, self.autoincrement, self.table = nullable, onupdate, autoincrement, None

    @property
    def key(self):
        return self.name

    def sql(self, c):
        if c.bare or self.table is None:
            return quote(self.name)
        return f"{quote(getattr(self.table, 'alias_name', None) or self.table.name)}.{quote(self.name)}"

    def of(self, table):
        """The same column of an alias."""
        made = object.__new__(Column)
        made.__dict__.update(self.__dict__)
        made.table = table
        return made

    def make_default(self):
        """(whether there is one, the value)"""
        default = self.default
        if default is None:
            return False, None
        if callable(default):
            code = getattr(default, "__code__", None)
            takes = code is not None and code.co_argcount > len(default.__defaults__ or ())
            return True, default(None) if takes else default()
        return True, default

    def ddl(self, alone):
        out = f"{quote(self.name)} {self.type.ddl if self.type is not types.NULL else self.inherited_type()}"
        if self.server_default is not None:
            given = self.server_default
            value = given.text if isinstance(given, (TextClause, Raw)) else str(given) if not isinstance(given, str) else "'" + given.replace("'", "''") + "'"
            out += f" DEFAULT ({value})" if not isinstance(given, str) else f" DEFAULT {value}"
        if not self.nullable:
            out += " NOT NULL"
        return out

    def inherited_type(self):
        return self.foreign_keys[0].column.type.ddl if self.foreign_keys else "NUMERIC"

    def __repr__(self):
        return f"Column({self.name!r}, {self.type!r}, table=<{self.table.name if self.table is not None else None}>)"


class _Constraint:
    def __init__(self, *columns, name=None, **kwargs):
        self.columns, self.name = columns, name


class UniqueConstraint(_Constraint):
    pass


class PrimaryKeyConstraint(_Constraint):
    pass


class Index(_Constraint):
    def __init__(self, name, *columns, unique=False, **kwargs):
        super().__init__(*columns, name=name)
        self.unique = unique


class CheckConstraint(_Constraint):
    def __init__(self, sqltext, name=None, **kwargs):
        super().__init__(name=name)
        self.text = sqltext


class ForeignKeyConstraint(_Constraint):
    def __init__(self, columns, refcolumns, **kwargs):
        _lab.lacks("sqlalchemy.ForeignKeyConstraint", "ForeignKey on the column")


class Columns:
    def __init__(self, columns):
        self._all = {c.name: c for c in columns}

    def __getattr__(self, name):
        try:
            return self._all[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name):
        return self._all[name]

    def __contains__(self, name):
        return name in self._all

    def __iter__(self):
        return iter(self._all.values())

    def __len__(self):
        return len(self._all)

    def keys(self):
        return list(self._all)

    def values(self):
        return list(self._all.values())

    def items(self):
        return list(self._all.items())

    def get(self, name, default=None):
        return self._all.get(name, default)


class FromClause:
    def select(self):
        return _lab.load("sqlalchemy._statements").select(self)

    def insert(self):
        return _lab.load("sqlalchemy._statements").insert(self)

    def update(self):
        return _lab.load("sqlalchemy._statements").update(self)

    def delete(self):
        return _lab.load("sqlalchemy._statements").delete(self)

    def join(self, right, onclause=None, isouter=False):
        return Join(self, right, onclause, isouter)

    def outerjoin(self, right, onclause=None):
        return Join(self, right, onclause, True)


class Join(FromClause):
    def __init__(self, left, right, onclause, outer):
        self.left, self.right, self.onclause, self.outer = left, right, onclause, outer

    @property
    def columns(self):
        return Columns(list(self.left.columns) + list(self.right.columns))

    c = columns


class Table(FromClause):
    alias_name = None

    def __init__(self, name, metadata, *args, extend_existing=False, schema=None, **kwargs):
        if name in metadata.tables and not extend_existing:
            raise InvalidRequestError(f"Table '{name}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object.")
        self.name, self.metadata = name, metadata
        columns = [a for a in args if isinstance(a, Column)]
        self.constraints = [a for a in args if isinstance(a, _Constraint)]
        for column in columns:
            column.table = self
        self.columns = self.c = Columns(columns)
        for constraint in self.constraints:
            if isinstance(constraint, PrimaryKeyConstraint):
                for n in constraint.columns:
                    self.c[n].primary_key, self.c[n].nullable = True, False
        metadata.tables[name] = self

    @property
    def primary_key(self):
        return [c for c in self.columns if c.primary_key]

    def alias(self, name=None):
        return Alias(self, name)

    def from_text(self):
        return quote(self.name)

    def ddl(self, missing_only=True):
        columns, primary = [], self.primary_key
        for column in self.columns:
            columns.append(column.ddl(len(primary) == 1))
        if primary:
            columns.append(f"PRIMARY KEY ({', '.join(quote(c.name) for c in primary)})")
        for column in self.columns:
            if column.unique:
                columns.append(f"UNIQUE ({quote(column.name)})")
            for key in column.foreign_keys:
                there = key.column
                columns.append(f"FOREIGN KEY({quote(column.name)}) REFERENCES {quote(there.table.name)} ({quote(there.name)})" + (f" ON DELETE {key.ondelete}" if key.ondelete else ""))
        for constraint in self.constraints:
            if isinstance(constraint, UniqueConstraint):
                columns.append(f"UNIQUE ({', '.join(quote(getattr(c, 'name', c)) for c in constraint.columns)})")
            elif isinstance(constraint, CheckConstraint):
                columns.append(f"CHECK ({constraint.text})")
        exists = "IF NOT EXISTS " if missing_only else ""
        out = [f"CREATE TABLE {exists}{quote(self.name)} ({', '.join(columns)})"]
        for constraint in self.constraints:
            if isinstance(constraint, Index):
                unique = "UNIQUE " if constraint.unique else ""
                out.append(f"CREATE {unique}INDEX {exists}{quote(constraint.name)} ON {quote(self.name)} ({', '.join(quote(getattr(c, 'name', c)) for c in constraint.columns)})")
        return out

    def create(self, bind, checkfirst=True):
        with bind.begin() as connection:
            for line in self.ddl(checkfirst):
                connection.exec_driver_sql(line)

    def __repr__(self):
        return f"Table({self.name!r})"


_aliases = []


class Alias(FromClause):
    def __init__(self, table, name=None):
        _aliases.append(1)
        self.original, self.alias_name = table, name or f"{table.name}_{len(_aliases)}"
        self.name, self.metadata = self.alias_name, table.metadata
        self.columns = self.c = Columns([c.of(self) for c in table.columns])

    primary_key = property(lambda s: [c for c in s.columns if c.primary_key])

    def from_text(self):
        return f"{quote(self.original.name)} AS {quote(self.alias_name)}"


class MetaData:
    def __init__(self, naming_convention=None, schema=None):
        self.tables = {}

    @property
    def sorted_tables(self):
        out, left = [], list(self.tables.values())
        while left:
            ready = [t for t in left if all(k.column.table in out or k.column.table is t for c in t.columns for k in c.foreign_keys)] or left[:1]
            out.extend(ready)
            left = [t for t in left if t not in ready]
        return out

    def create_all(self, bind, tables=None, checkfirst=True):
        with bind.begin() as connection:
            for table in self.sorted_tables:
                if tables is None or table in tables:
                    for line in table.ddl(checkfirst):
                        connection.exec_driver_sql(line)

    def drop_all(self, bind, tables=None, checkfirst=True):
        with bind.begin() as connection:
            for table in reversed(self.sorted_tables):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(table.name)}")

    def reflect(self, *args, **kwargs):
        _lab.lacks("sqlalchemy.MetaData.reflect", "declare the tables")


__getattr__ = _lab.missing("sqlalchemy.schema")
