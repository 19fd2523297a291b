"""SELECT, INSERT, UPDATE, DELETE."""

import copy

from sqlalchemy import types
from sqlalchemy._sql import ClauseElement, Compiling, Label, Operators, Raw, and_, coerce, condition, named, quote, tables_in
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoForeignKeysError
from sqlalchemy.schema import Join


def entity_of(thing):
    """The mapper of a mapped class or its alias, or None."""
    return getattr(thing, "__mapper__", None)


def table_of(thing):
    mapper = entity_of(thing)
    return mapper.table_for(thing) if mapper is not None else thing


class Statement(ClauseElement):
    def _with(self, **changes):
        made = copy.copy(self)
        made.__dict__.update(changes)
        return made

    def execution_options(self, **kwargs):
        return self

    def text(self, named=None):
        """(SQL, bound values)"""
        c = Compiling(named)
        sql = self.sql(c)
        return sql, tuple(c.values)

    def __str__(self):
        return self.text()[0]


def condition_in(statement, parts, by):
    """Conditions for a WHERE, those of `filter_by` for the first table."""
    out = [condition(p) for p in parts]
    for name, value in by.items():
        out.append(statement.property(name) == value)
    return out


class Selectable(Statement):
    conditions = ()

    def where(self, *parts):
        return self._with(conditions=self.conditions + tuple(condition_in(self, parts, {})))

    filter = where

    def filter_by(self, **by):
        return self._with(conditions=self.conditions + tuple(condition_in(self, (), by)))

    def property(self, name):
        target = self.target
        mapper = entity_of(target)
        if mapper is not None:
            found = getattr(target, name, None) if name in mapper.properties else None
        else:
            found = target.c.get(name)
        if found is None:
            shown = f'"{table_of(target).name}"'
            raise InvalidRequestError(f'Entity namespace for {shown} has no property "{name}"')
        return found

    def where_sql(self, c):
        return " WHERE " + and_(*self.conditions).sql(c) if self.conditions else ""


class Select(Selectable, Operators):
    is_select = True
    joins, froms, orders, groups, havings = (), (), (), (), ()
    count, start, unique, correlated, options_given = None, None, False, (), ()
    joined_last = None

    def __init__(self, *things):
        self.things = things

    @property
    def target(self):
        if self.joined_last is not None:
            return self.joined_last
        first = self.froms[0] if self.froms else self.things[0]
        if entity_of(first) is None and not hasattr(first, "columns"):
            owner = getattr(first, "owner", None)
            tables = tables_in(coerce(first), [])
            return owner if owner is not None else tables[0] if tables else first
        return first

    @property
    def type(self):
        columns = self.plain_columns()
        return getattr(columns[0], "type", types.NULL) if len(columns) == 1 else types.NULL

    def plain_columns(self):
        out = []
        for thing in self.things:
            mapper = entity_of(thing)
            if mapper is not None:
                out.extend(table_of(thing).columns)
            elif hasattr(thing, "columns") and not isinstance(thing, ClauseElement):
                out.extend(thing.columns)
            else:
                out.append(coerce(thing))
        return out

    def select_from(self, *froms):
        return self._with(froms=self.froms + froms)

    def join(self, target, onclause=None, *, isouter=False, full=False):
        relation = getattr(target, "relation", None)
        if relation is not None:
            there = relation.target
            last = there
            joins = self.joins + tuple((table, on, isouter) for table, on in relation.join_parts(target.owner, there))
        else:
            if onclause is not None and getattr(onclause, "relation", None) is not None:
                parts = onclause.relation.join_parts(onclause.owner, target)
                joins, last = self.joins + tuple((t, on, isouter) for t, on in parts), target
            else:
                joins, last = self.joins + ((table_of(target), onclause, isouter),), target
        return self._with(joins=joins, joined_last=last)

    def outerjoin(self, target, onclause=None):
        return self.join(target, onclause, isouter=True)

    def join_from(self, left, target, onclause=None, *, isouter=False):
        return self.select_from(left).join(target, onclause, isouter=isouter)

    def order_by(self, *columns):
        if columns and columns[0] is None:
            return self._with(orders=())
        return self._with(orders=self.orders + tuple(named(c) for c in columns))

    def group_by(self, *columns):
        return self._with(groups=self.groups + tuple(named(c) for c in columns))

    def having(self, *parts):
        return self._with(havings=self.havings + tuple(condition(p) for p in parts))

    def limit(self, count):
        return self._with(count=coerce(count))

    def offset(self, start):
        return self._with(start=coerce(start))

    def distinct(self, *columns):
        return self._with(unique=True)

    def options(self, *options):
        return self._with(options_given=self.options_given + options)

    def with_for_update(self, **kwargs):
        return self

    def with_only_columns(self, *things):
        return self._with(things=things, froms=self.froms or tuple(t for t in self.things if hasattr(t, "columns") or entity_of(t) is not None)[:1])

    def add_columns(self, *things):
        return self._with(things=self.things + things)

    def correlate(self, *things):
        return self._with(correlated=tuple(table_of(t) for t in things))

    def scalar_subquery(self):
        return self

    as_scalar = scalar_subquery

    def subquery(self, name=None):
        return Subquery(self, name)

    def cte(self, name=None, recursive=False):
        if recursive:
            _lab.lacks("sqlalchemy recursive CTEs", "text()")
        return Subquery(self, name)

    def exists(self):
        return Exists(self)

    def union(self, *others):
        return Compound("UNION", (self, *others))

    def union_all(self, *others):
        return Compound("UNION ALL", (self, *others))

    @property
    def columns(self):
        return self.subquery().columns

    def tables(self, columns):
        found = []
        for one in self.froms:
            table = table_of(one)
            if table not in found:
                found.append(table)
        for element in list(columns) + list(self.conditions):
            tables_in(element, found)
        joined = [t for t, _, _ in self.joins]
        out = [t for t in found if t not in joined and t not in self.correlated]
        covered = [x for t in out if isinstance(t, Join) for x in (t.left, t.right)]
        return [t for t in out if t not in covered]

    def from_sql(self, c, tables, outer):
        texts = []
        for i, table in enumerate(t for t in tables if t not in outer):
            text = self.table_sql(table, c)
            if i == 0 or len(tables) == 1:
                seen = list(tables)
                for target, on, isouter in self.joins:
                    on = condition(on) if on is not None else self.find_on(seen, target)
                    text += f"{' LEFT OUTER JOIN' if isouter else ' JOIN'} {self.table_sql(target, c)} ON {on.sql(c)}"
                    seen.append(target)
            texts.append(text)
        return " FROM " + ", ".join(texts) if texts else ""

    def table_sql(self, table, c):
        if isinstance(table, Join):
            on = condition(table.onclause) if table.onclause is not None else self.find_on([table.left], table.right)
            return f"{self.table_sql(table.left, c)} {'LEFT OUTER JOIN' if table.outer else 'JOIN'} {self.table_sql(table.right, c)} ON {on.sql(c)}"
        return table.from_text(c) if isinstance(table, Subquery) else table.from_text()

    def find_on(self, seen, target):
        """The condition of a join between tables of which one has a foreign key to the other."""
        for left in reversed(seen):
            for a, b in ((left, target), (target, left)):
                for column in getattr(a, "columns", ()):
                    for key in getattr(column, "foreign_keys", ()):
                        if key.column.table is getattr(b, "original", b):
                            return column == b.columns[key.column.name]
        raise NoForeignKeysError(f"Can't find any foreign key relationships between '{getattr(seen[0], 'name', seen[0])}' and '{getattr(target, 'name', target)}'.")

    def sql(self, c):
        columns = self.plain_columns()
        shown = []
        for column in columns:
            text = column.sql(c) if not hasattr(column, "is_select") else f"({column.sql(c)})"
            shown.append(f"{text} AS {quote(column.name)}" if isinstance(column, Label) else text)
        outer = getattr(c, "outer", [])
        tables = self.tables(columns)
        c.outer = outer + [t for t in tables if t not in outer] + [t for t, _, _ in self.joins]
        try:
            return self.body(c, shown, columns, tables, outer)
        finally:
            c.outer = outer

    def body(self, c, shown, columns, tables, outer):
        mine = [t for t in tables if t not in outer] or tables
        out = f"SELECT {'DISTINCT ' if self.unique else ''}{', '.join(shown)}" + self.from_sql(c, mine, [] if mine is tables else outer)
        out += self.where_sql(c)
        before, c.aliases = c.aliases, {**{getattr(x, "key", None) or getattr(x, "name", None): x for x in columns}, **self.labels()}
        try:
            if self.groups:
                out += " GROUP BY " + ", ".join(self.by_name(g, c) for g in self.groups)
            if self.havings:
                out += " HAVING " + and_(*self.havings).sql(c)
            if self.orders:
                out += " ORDER BY " + ", ".join(self.by_name(o, c) for o in self.orders)
        finally:
            c.aliases = before
        if self.count is not None or self.start is not None:
            out += " LIMIT " + (self.count.sql(c) if self.count is not None else "-1")
        return out + (" OFFSET " + self.start.sql(c) if self.start is not None else "")

    def labels(self):
        return {t.name: t for t in self.things if isinstance(t, Label)}

    def by_name(self, element, c):
        return quote(element.name) if isinstance(element, Label) else element.sql(c)


class Compound(Statement, Operators):
    is_select = True
    orders, count, start = (), None, None

    def __init__(self, word, parts):
        self.word, self.parts = word, parts

    order_by, limit, offset = Select.order_by, Select.limit, Select.offset
    options_given = ()
    things = property(lambda s: s.parts[0].things)
    subquery = Select.subquery

    def plain_columns(self):
        return self.parts[0].plain_columns()

    def sql(self, c):
        out = f" {self.word} ".join(p.sql(c) for p in self.parts)
        c.bare, c.aliases = True, {x.name: x for x in self.plain_columns() if hasattr(x, "name")}
        if self.orders:
            out += " ORDER BY " + ", ".join(o.sql(c) for o in self.orders)
        c.bare = False
        if self.count is not None or self.start is not None:
            out += " LIMIT " + (self.count.sql(c) if self.count is not None else "-1")
        return out + (" OFFSET " + self.start.sql(c) if self.start is not None else "")


_made = []


class Subquery:
    def __init__(self, select, name):
        _made.append(1)
        self.inner, self.name = select, name or f"anon_{len(_made)}"
        schema = _lab.load("sqlalchemy.schema")
        made = []
        for column in select.plain_columns():
            one = schema.Column(getattr(column, "name", None) or getattr(column, "key", None) or "anon", getattr(column, "type", types.NULL))
            one.table = self
            made.append(one)
        self.columns = self.c = schema.Columns(made)

    def from_text(self, c):
        outer, c.outer = getattr(c, "outer", []), []
        try:
            return f"({self.inner.sql(c)}) AS {quote(self.name)}"
        finally:
            c.outer = outer


class Exists(Operators):
    def __init__(self, inner):
        self.inner = inner

    def where(self, *parts):
        return Exists(self.inner.where(*parts))

    def select_from(self, *froms):
        return Exists(self.inner.select_from(*froms))

    def correlate(self, *things):
        return Exists(self.inner.correlate(*things))

    def select(self):
        return Select(self)

    def sql(self, c):
        return f"EXISTS ({self.inner.sql(c)})"


def exists(*things):
    if not things:
        return Exists(Select(Raw("*")))
    first = things[0]
    return Exists(first if isinstance(first, Select) else Select(*things))


def select(*things):
    for thing in things:
        if isinstance(thing, str):
            raise ArgumentError(f"Textual column expression {thing!r} should be explicitly declared with text({thing!r}), or use column({thing!r}) for more specificity")
        if isinstance(thing, (list, tuple)):
            raise ArgumentError("Column expression, FROM clause, or other columns clause element expected, got a list. Did you mean to say select(*list)?")
    return Select(*things)


class Dml(Selectable):
    returned = ()

    def __init__(self, target):
        self.target = target

    @property
    def table(self):
        return table_of(self.target)

    def column(self, key):
        """The column that a key of `values` names."""
        if hasattr(key, "__clause_element__"):
            key = key.__clause_element__()
        if not isinstance(key, str):
            return key
        mapper = entity_of(self.target)
        found = mapper.columns.get(key) if mapper is not None else None
        found = found if found is not None else self.table.c.get(key)
        if found is None:
            raise _lab.load("sqlalchemy.exc").CompileError(f"Unconsumed column names: {key}")
        return found

    def returning(self, *things):
        return self._with(returned=self.returned + things)

    def returning_sql(self, c):
        if not self.returned:
            return ""
        c.bare = True
        out = " RETURNING " + ", ".join(x.sql(c) for x in Select(*self.returned).plain_columns())
        c.bare = False
        return out

    def options(self, *options):
        return self

    @property
    def things(self):
        return self.returned

    def plain_columns(self):
        return Select(*self.returned).plain_columns()


class Insert(Dml):
    rows, word, conflict = (), "INSERT", None

    def values(self, *args, **values):
        given = args[0] if args else values
        rows = [dict(r) for r in given] if isinstance(given, (list, tuple)) else [{**dict(given), **values}]
        return self._with(rows=self.rows + tuple(rows))

    def prefix_with(self, text):
        return self._with(word=f"INSERT {text}")

    def on_conflict_do_nothing(self, index_elements=None, **kwargs):
        return self._with(conflict=(index_elements, None))

    def on_conflict_do_update(self, index_elements=None, set_=None, **kwargs):
        return self._with(conflict=(index_elements, set_))

    def from_select(self, names, select):
        return self._with(source=(names, select))

    source = None

    def sql(self, c):
        start = f"{self.word} INTO {quote(self.table.name)}"
        if self.source is not None:
            names = [quote(getattr(n, "name", n)) for n in self.source[0]]
            return f"{start} ({', '.join(names)}) {self.source[1].sql(c)}"
        rows = [{self.column(k): v for k, v in row.items()} for row in self.rows] or [{self.column(k): v for k, v in c.named.items()}]
        for row in rows:
            for column in self.table.columns:
                if column not in row:
                    has, value = column.make_default()
                    if has:
                        row[column] = value
        columns = [x for x in self.table.columns if any(x in row for row in rows)]
        if not columns:
            return start + " DEFAULT VALUES"
        texts = []
        for row in rows:
            texts.append("(" + ", ".join(coerce(row.get(x), x.type).sql(c) if x in row else "NULL" for x in columns) + ")")
        out = f"{start} ({', '.join(quote(x.name) for x in columns)}) VALUES {', '.join(texts)}"
        if self.conflict is not None:
            elements, changes = self.conflict
            target = f" ({', '.join(quote(getattr(e, 'name', None) or getattr(e, 'key', e)) for e in elements)})" if elements else ""
            out += f" ON CONFLICT{target} DO " + ("NOTHING" if changes is None else "UPDATE SET " + ", ".join(f"{quote(self.column(k).name)} = {coerce(v, self.column(k).type).sql(c)}" for k, v in changes.items()))
        return out + self.returning_sql(c)

    @property
    def excluded(self):
        return _Excluded()


class _Excluded:
    def __getattr__(self, name):
        return Raw("excluded." + quote(name))

    __getitem__ = __getattr__


class Update(Dml):
    changes = ()

    def values(self, *args, **values):
        given = dict(args[0]) if args else {}
        return self._with(changes=self.changes + tuple({**given, **values}.items()))

    def sql(self, c):
        pairs = {self.column(k): v for k, v in self.changes} or {self.column(k): v for k, v in c.named.items() if k in self.table.c}
        for column in self.table.columns:
            if column.onupdate is not None and column not in pairs:
                pairs[column] = column.onupdate() if callable(column.onupdate) else column.onupdate
        c.bare = True
        sets = ", ".join(f"{quote(x.name)} = {in_set(coerce(v, x.type), c)}" for x, v in pairs.items())
        c.bare = False
        return f"UPDATE {quote(self.table.name)} SET {sets}" + self.where_sql(c) + self.returning_sql(c)


def in_set(element, c):
    return f"({element.sql(c)})" if hasattr(element, "is_select") else element.sql(c)


class Delete(Dml):
    def sql(self, c):
        return f"DELETE FROM {quote(self.table.name)}" + self.where_sql(c) + self.returning_sql(c)


def insert(target):
    return Insert(target)


def update(target):
    return Update(target)


def delete(target):
    return Delete(target)


def union(*parts):
    return Compound("UNION", parts)


def union_all(*parts):
    return Compound("UNION ALL", parts)
