"""Types of columns: how values go into SQLite, and how they come back."""

_datetime = _lab.load("datetime")


class TypeEngine:
    ddl = "NUMERIC"

    def __init__(self, *args, **kwargs):
        self.args = args

    def bind(self, value):
        return value

    def result(self, value):
        return value

    def __repr__(self):
        return f"{type(self).__name__}()"


class NullType(TypeEngine):
    ddl = "NULL"


class Integer(TypeEngine):
    ddl = "INTEGER"


class BigInteger(Integer):
    ddl = "BIGINT"


class SmallInteger(Integer):
    ddl = "SMALLINT"


class String(TypeEngine):
    def __init__(self, length=None, collation=None):
        self.length, self.collation = length, collation

    @property
    def ddl(self):
        return f"VARCHAR({self.length})" if self.length else "VARCHAR"


class Unicode(String):
    pass


class Text(String):
    ddl = "TEXT"


UnicodeText = Text


class Float(TypeEngine):
    ddl = "FLOAT"


Double = Float


class Numeric(TypeEngine):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kwargs):
        self.precision, self.scale, self.asdecimal = precision, scale, asdecimal

    @property
    def ddl(self):
        return f"NUMERIC({self.precision}, {self.scale or 0})" if self.precision else "NUMERIC"

    def bind(self, value):
        return float(value) if type(value).__name__ == "Decimal" else value

    def result(self, value):
        if value is None or not self.asdecimal:
            return value
        places = self.scale if self.scale is not None else 10
        return _lab.load("decimal").Decimal(f"{value:.{places}f}" if isinstance(value, (int, float)) else value)


DECIMAL = Numeric


class Boolean(TypeEngine):
    ddl = "BOOLEAN"

    def bind(self, value):
        if value is None or isinstance(value, int) and value in (0, 1):
            return value if value is None else int(value)
        if isinstance(value, int):
            raise ValueError(f"Value {value!r} is not None, True, or False")
        raise TypeError(f"Not a boolean value: {value!r}")

    def result(self, value):
        return None if value is None else bool(value)


class DateTime(TypeEngine):
    ddl = "DATETIME"

    def __init__(self, timezone=False):
        self.timezone = timezone

    def bind(self, value):
        if value is None:
            return None
        if isinstance(value, _datetime.datetime):
            return value.replace(tzinfo=None).isoformat(" ", "microseconds")
        if isinstance(value, _datetime.date):
            return f"{value.isoformat()} 00:00:00.000000"
        raise TypeError("SQLite DateTime type only accepts Python datetime and date objects as input.")

    def result(self, value):
        return _datetime.datetime.fromisoformat(value) if isinstance(value, str) else value


TIMESTAMP = DateTime


class Date(TypeEngine):
    ddl = "DATE"

    def bind(self, value):
        if value is None:
            return None
        if not isinstance(value, _datetime.date):
            raise TypeError("SQLite Date type only accepts Python date objects as input.")
        return value.strftime("%Y-%m-%d")

    def result(self, value):
        return _datetime.date.fromisoformat(value) if isinstance(value, str) else value


class Time(TypeEngine):
    ddl = "TIME"

    def bind(self, value):
        return None if value is None else value.isoformat("microseconds")

    def result(self, value):
        return _datetime.time.fromisoformat(value) if isinstance(value, str) else value


class LargeBinary(TypeEngine):
    ddl = "BLOB"


class JSON(TypeEngine):
    ddl = "JSON"

    def bind(self, value):
        return _lab.load("json").dumps(value)

    def result(self, value):
        return _lab.load("json").loads(value) if isinstance(value, str) else value


class Uuid(TypeEngine):
    ddl = "CHAR(32)"

    def __init__(self, as_uuid=True, native_uuid=True):
        self.as_uuid = as_uuid

    def bind(self, value):
        if value is None:
            return None
        return value.hex if self.as_uuid else value.replace("-", "")

    def result(self, value):
        return _lab.load("uuid").UUID(value) if isinstance(value, str) else value


UUID = Uuid


class Enum(TypeEngine):
    def __init__(self, *enums, **kwargs):
        self.cls = enums[0] if len(enums) == 1 and isinstance(enums[0], type) else None
        self.names = [m.name for m in self.cls] if self.cls else list(enums)

    @property
    def ddl(self):
        return f"VARCHAR({max(map(len, self.names), default=1)})"

    def bind(self, value):
        if value is None:
            return None
        name = value.name if self.cls and isinstance(value, self.cls) else value
        if name not in self.names:
            raise LookupError(f"{value!r} is not among the defined enum values. Enum name: {self.cls.__name__.lower() if self.cls else None}. Possible values: {', '.join(self.names[:3])}")
        return name

    def result(self, value):
        return self.cls[value] if self.cls is not None and value is not None else value


NULL = NullType()
INTEGER, VARCHAR, TEXT, FLOAT, BOOLEAN, DATETIME, DATE = Integer, String, Text, Float, Boolean, DateTime, Date


class TypeDecorator(TypeEngine):
    def __init__(self, *args, **kwargs):
        _lab.lacks("sqlalchemy.TypeDecorator", "convert where the value is used")


def of_python(kind):
    """The type of a column whose Python type is known, or None."""
    plain = {int: Integer, str: String, bool: Boolean, float: Float, bytes: LargeBinary, _datetime.datetime: DateTime, _datetime.date: Date, _datetime.time: Time, dict: JSON}
    if kind in plain:
        return plain[kind]()
    name = getattr(kind, "__name__", "")
    if name == "Decimal":
        return Numeric()
    if name == "UUID":
        return Uuid()
    if hasattr(kind, "__members__"):
        return Enum(kind)
    return None


def of_value(value):
    """The type that a bare value is bound with."""
    if value is None or type(value) in (str, int, float, bytes):
        return NULL
    return of_python(type(value)) or NULL


__getattr__ = _lab.missing("sqlalchemy.types")
