"""Pieces of SQL, and how they become text with bound parameters."""

from sqlalchemy import types
from sqlalchemy.exc import ArgumentError, CompileError

RESERVED = frozenset("select from where order group table index user values default check primary references to set and or not in is null like limit".split()) - {"user"}


def quote(name):
    plain = name.replace("_", "a").isalnum() and not name[:1].isdigit() and name == name.lower() and name.isascii() and name not in RESERVED
    return name if plain else '"' + name.replace('"', '""') + '"'


class Compiling:
    """Text that is being made, with what is bound into it."""

    def __init__(self, named=None):
        self.values, self.named, self.aliases, self.bare = [], named or {}, {}, False

    def bind(self, value, kind):
        self.values.append(kind.bind(value))
        return "?"


class ClauseElement:
    def sql(self, c):
        raise NotImplementedError(type(self).__name__)

    def children(self):
        return ()

    def compile(self, *args, **kwargs):
        return self

    def __str__(self):
        return self.sql(Compiling())

    def __bool__(self):
        raise TypeError("Boolean value of this clause is not defined")

    def self_group(self):
        return self


def coerce(value, kind=None):
    """A value as a piece of SQL: elements as they are, everything else bound."""
    if hasattr(value, "__clause_element__"):
        value = value.__clause_element__()
    if isinstance(value, ClauseElement):
        return value
    return Bind(None, value, kind or types.of_value(value))


def condition(value):
    """What may stand in WHERE: no bare text."""
    if isinstance(value, str):
        raise ArgumentError(f"Textual SQL expression {value!r} should be explicitly declared as text({value!r})")
    if hasattr(value, "__clause_element__"):
        value = value.__clause_element__()
    if value is True or value is False:
        return Raw("1" if value else "0")
    if not isinstance(value, ClauseElement):
        raise ArgumentError(f"SQL expression for WHERE/HAVING role expected, got {value!r}.")
    return value


class Operators(ClauseElement):
    type = types.NULL

    def operate(self, op, other, kind=None):
        return Binary(self, op, coerce(other, self.type), kind)

    def __eq__(self, other):
        if other is None:
            return Binary(self, "IS", Raw("NULL"))
        return self.operate("=", other)

    def __ne__(self, other):
        if other is None:
            return Binary(self, "IS NOT", Raw("NULL"))
        return self.operate("!=", other)

    __hash__ = object.__hash__

    def __lt__(self, other):
        return self.operate("<", other)

    def __le__(self, other):
        return self.operate("<=", other)

    def __gt__(self, other):
        return self.operate(">", other)

    def __ge__(self, other):
        return self.operate(">=", other)

    def __add__(self, other):
        text = isinstance(self.type, types.String) or isinstance(other, str)
        return self.operate("||" if text else "+", other, self.type)

    def __radd__(self, other):
        text = isinstance(self.type, types.String) or isinstance(other, str)
        return Binary(coerce(other), "||" if text else "+", self, self.type)

    def __sub__(self, other):
        return self.operate("-", other, self.type)

    def __rsub__(self, other):
        return Binary(coerce(other), "-", self, self.type)

    def __mul__(self, other):
        return self.operate("*", other, self.type)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self.operate("/", other)

    def __mod__(self, other):
        return self.operate("%", other, self.type)

    def __neg__(self):
        return Prefix("-", self)

    def __and__(self, other):
        return and_(self, other)

    def __or__(self, other):
        return or_(self, other)

    def __invert__(self):
        return not_(self)

    def in_(self, values):
        return In(self, values, False)

    def not_in(self, values):
        return In(self, values, True)

    notin_ = not_in

    def like(self, other, escape=None):
        return Binary(self, "LIKE", coerce(other), escape=escape)

    def not_like(self, other, escape=None):
        return Binary(self, "NOT LIKE", coerce(other), escape=escape)

    notlike = not_like

    def ilike(self, other, escape=None):
        return Binary(Function("lower", [self]), "LIKE", Function("lower", [coerce(other)]), escape=escape)

    def _part(self, other, before, after, autoescape, escape):
        if autoescape:
            escape = escape or "/"
            other = other.replace(escape, escape * 2).replace("%", escape + "%").replace("_", escape + "_")
        value = coerce(other, types.String())
        if before:
            value = Binary(Raw("'%'"), "||", value)
        if after:
            value = Binary(value, "||", Raw("'%'"))
        return Binary(self, "LIKE", value, escape=escape)

    def contains(self, other, autoescape=False, escape=None):
        return self._part(other, True, True, autoescape, escape)

    def startswith(self, other, autoescape=False, escape=None):
        return self._part(other, False, True, autoescape, escape)

    def endswith(self, other, autoescape=False, escape=None):
        return self._part(other, True, False, autoescape, escape)

    def icontains(self, other, autoescape=False):
        return Binary(Function("lower", [self]), "LIKE", Binary(Binary(Raw("'%'"), "||", Function("lower", [coerce(other)])), "||", Raw("'%'")))

    def is_(self, other):
        return Binary(self, "IS", Raw("NULL") if other is None else coerce(other, self.type))

    def is_not(self, other):
        return Binary(self, "IS NOT", Raw("NULL") if other is None else coerce(other, self.type))

    isnot = is_not

    def between(self, low, high):
        return Between(self, coerce(low, self.type), coerce(high, self.type))

    def op(self, operator, **kwargs):
        return lambda other: Binary(self, operator, coerce(other))

    def concat(self, other):
        return self.operate("||", other, self.type)

    def desc(self):
        return Ordered(self, "DESC")

    def asc(self):
        return Ordered(self, "ASC")

    def nulls_last(self):
        return Ordered(self, "NULLS LAST")

    def nulls_first(self):
        return Ordered(self, "NULLS FIRST")

    def label(self, name):
        return Label(name, self)

    def collate(self, name):
        return Binary(self, "COLLATE", Raw(quote(name)))

    def distinct(self):
        return Prefix("DISTINCT ", self)


class Raw(Operators):
    def __init__(self, text, kind=types.NULL):
        self.text, self.type = text, kind

    def sql(self, c):
        return self.text


class Bind(Operators):
    def __init__(self, key, value, kind=types.NULL, required=False):
        self.key, self.value, self.type, self.required = key, value, kind, required

    def sql(self, c):
        value = self.value
        if self.key is not None and self.key in c.named:
            value = c.named[self.key]
        elif self.required:
            raise ArgumentError(f"A value is required for bind parameter {self.key!r}")
        return c.bind(value, self.type if self.type is not types.NULL else types.of_value(value))


def bindparam(key, value=None, type_=None, required=None, **kwargs):
    return Bind(key, value, type_() if isinstance(type_, type) else type_ or types.NULL, value is None)


class Binary(Operators):
    def __init__(self, left, op, right, kind=None, escape=None):
        self.left, self.op, self.right, self.type, self.escape = left, op, right, kind or types.NULL, escape

    def children(self):
        return (self.left, self.right)

    def sql(self, c):
        left, right = grouped(self.left, c), grouped(self.right, c)
        escape = f" ESCAPE '{self.escape}'" if self.escape else ""
        return f"{left} {self.op} {right}{escape}"


def grouped(element, c):
    text = element.sql(c)
    return f"({text})" if isinstance(element, (Binary, Boolean, Between, In)) or hasattr(element, "is_select") else text


class Between(Operators):
    def __init__(self, what, low, high):
        self.what, self.low, self.high = what, low, high

    def children(self):
        return (self.what, self.low, self.high)

    def sql(self, c):
        return f"{self.what.sql(c)} BETWEEN {self.low.sql(c)} AND {self.high.sql(c)}"


class In(Operators):
    def __init__(self, what, values, negated):
        if isinstance(values, (str, bytes)):
            raise ArgumentError(f"IN expression list, SELECT construct, or bound parameter object expected, got {values!r}.")
        self.what, self.negated = what, negated
        self.values = values if isinstance(values, ClauseElement) else [coerce(v, what.type) for v in values]

    def children(self):
        return (self.what,)

    def sql(self, c):
        word = "NOT IN" if self.negated else "IN"
        if isinstance(self.values, ClauseElement):
            return f"{self.what.sql(c)} {word} ({self.values.sql(c)})"
        if not self.values:
            return f"{self.what.sql(c)} {word} (SELECT 1 FROM (SELECT 1) WHERE 1!=1)"
        what = self.what.sql(c)
        return f"{what} {word} ({', '.join(v.sql(c) for v in self.values)})"


class Boolean(Operators):
    def __init__(self, op, parts):
        self.op, self.parts = op, parts
        self.type = types.Boolean()

    def children(self):
        return self.parts

    def sql(self, c):
        inner = [f"({p.sql(c)})" if isinstance(p, Boolean) and p.op != self.op else p.sql(c) for p in self.parts]
        return f" {self.op} ".join(inner)


def _joined(op, parts):
    parts = [condition(p) for p in parts]
    return parts[0] if len(parts) == 1 else Boolean(op, parts)


def and_(*parts):
    return _joined("AND", parts) if parts else Raw("1")


def or_(*parts):
    return _joined("OR", parts) if parts else Raw("1")


class Prefix(Operators):
    def __init__(self, word, inner):
        self.word, self.inner, self.type = word, inner, inner.type

    def children(self):
        return (self.inner,)

    def sql(self, c):
        return self.word + grouped(self.inner, c)


def not_(part):
    return Prefix("NOT ", condition(part))


class Ordered(Operators):
    def __init__(self, inner, word):
        self.inner, self.word = inner, word

    def children(self):
        return (self.inner,)

    def sql(self, c):
        return f"{self.inner.sql(c)} {self.word}"

    def desc(self):
        return Ordered(self, "DESC")


def desc(column):
    return Ordered(named(column), "DESC")


def asc(column):
    return Ordered(named(column), "ASC")


class Name(Operators):
    """A text that must name a column of the statement."""

    def __init__(self, text):
        self.text = text

    def sql(self, c):
        found = c.aliases.get(self.text)
        if found is None:
            raise CompileError(
                f"Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression {self.text!r} should be explicitly "
                f"declared as text({self.text!r})"
            )
        return found.sql(c)


def named(column):
    return Name(column) if isinstance(column, str) else coerce(column)


class Label(Operators):
    def __init__(self, name, inner):
        self.name, self.inner, self.type = name, inner, getattr(inner, "type", types.NULL)

    @property
    def key(self):
        return self.name

    def children(self):
        return (self.inner,)

    def sql(self, c):
        return grouped(self.inner, c)


class Function(Operators):
    def __init__(self, name, args, kind=None):
        self.name, self.args = name, args
        self.type = kind or (types.Integer() if name == "count" else args[0].type if args and name in ("max", "min", "sum", "coalesce", "lower", "upper") else types.NULL)

    @property
    def key(self):
        return self.name

    def children(self):
        return self.args

    def sql(self, c):
        if self.name == "now":
            return "CURRENT_TIMESTAMP"
        inner = ", ".join(a.sql(c) for a in self.args)
        return f"{self.name}({inner or ('*' if self.name == 'count' else '')})"

    def filter(self, *conditions):
        return Raw(f"{self} FILTER (WHERE {and_(*conditions)})")

    def over(self, *args, **kwargs):
        _lab.lacks("sqlalchemy window functions", "text()")


class _Functions:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args: Function(name, [coerce(a) for a in args])


func = _Functions()


class Case(Operators):
    def __init__(self, *whens, value=None, else_=None):
        self.whens = [(condition(w) if value is None else coerce(w), coerce(t)) for w, t in (whens[0].items() if len(whens) == 1 and isinstance(whens[0], dict) else whens)]
        self.value, self.otherwise = coerce(value) if value is not None else None, coerce(else_) if else_ is not None else None

    def children(self):
        return [x for pair in self.whens for x in pair]

    def sql(self, c):
        out = "CASE" + (f" {self.value.sql(c)}" if self.value is not None else "")
        for when, then in self.whens:
            out += f" WHEN {when.sql(c)} THEN {then.sql(c)}"
        return out + (f" ELSE {self.otherwise.sql(c)}" if self.otherwise is not None else "") + " END"


case = Case


class Cast(Operators):
    def __init__(self, what, kind):
        self.what, self.type = coerce(what), kind() if isinstance(kind, type) else kind

    def children(self):
        return (self.what,)

    def sql(self, c):
        return f"CAST({self.what.sql(c)} AS {self.type.ddl})"


cast = Cast


class TextClause(Operators):
    """SQL as somebody wrote it; `:name` is bound."""

    def __init__(self, text):
        self.text, self.binds = text, {}

    def bindparams(self, *binds, **values):
        made = TextClause(self.text)
        made.binds = {**self.binds, **{b.key: b for b in binds}, **{k: Bind(k, v, types.of_value(v)) for k, v in values.items()}}
        return made

    def columns(self, *args, **kwargs):
        return self

    def sql(self, c):
        re = _lab.load("re")

        def put(found):
            key = found.group(1)
            return self.binds.get(key, Bind(key, None, required=True)).sql(c)

        text = re.sub(r"(?<![:\w\\]):(\w+)(?!:)", put, self.text)
        return text.replace("\\:", ":")


def text(text):
    return TextClause(text)


def literal(value, type_=None):
    return Bind(None, value, type_ or types.of_value(value))


def literal_column(text, type_=None):
    return Raw(text, type_ or types.NULL)


def null():
    return Raw("NULL")


def true():
    return Raw("1")


def false():
    return Raw("0")


def tables_in(element, found):
    """Every table that an element names, in order."""
    table = getattr(element, "table", None)
    if table is not None and table not in found:
        found.append(table)
    for child in element.children():
        tables_in(child, found)
    return found
