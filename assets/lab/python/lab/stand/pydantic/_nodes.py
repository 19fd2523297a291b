"""What annotations become: nodes that validate, that dump, and that know their JSON schema. Here the plain values."""

from pydantic._errors import SchemaError, bad


class State:
    """How a validation runs: `mode` is "python", "json" or "strings"."""

    __slots__ = ("mode", "strict", "context", "attributes", "data", "field", "config", "by_alias", "by_name")

    def __init__(self, mode="python", strict=None, context=None, attributes=None, by_alias=None, by_name=None):
        self.mode, self.strict, self.context, self.attributes = mode, strict, context, attributes
        self.by_alias, self.by_name = by_alias, by_name
        self.data, self.field, self.config = {}, None, {}


class Dump:
    """How a dump runs."""

    __slots__ = ("mode", "by_alias", "unset", "defaults", "none", "context", "any", "round_trip", "computed")

    def __init__(self, mode="python", by_alias=None, unset=False, defaults=False, none=False, context=None, any=False, round_trip=False, computed=False):
        self.mode, self.by_alias, self.unset, self.defaults, self.none = mode, by_alias, unset, defaults, none
        self.context, self.any, self.round_trip, self.computed = context, any, round_trip, computed


class Node:
    """Anything goes."""

    label, exact, strict = "any", None, None

    def validate(self, value, state):
        return value

    def is_strict(self, state):
        return self.strict if self.strict is not None else bool(state.strict)

    def dump(self, value, how, include=None, exclude=None):
        return dump_any(value, how, include, exclude)

    def schema(self, defs, mode):
        return {}


Any = Node


def dump_any(value, how, include=None, exclude=None):
    """Dump by what the value is, where no annotation says it."""
    return _lab.load("pydantic._dump").dump_any(value, how, include, exclude)


class NoneNode(Node):
    label = "none"

    def validate(self, value, state):
        if value is None or (state.mode == "strings" and value == "None"):
            return None
        raise bad("none_required", value)

    def schema(self, defs, mode):
        return {"type": "null"}


TRUE = frozenset(["1", "on", "t", "true", "y", "yes"])
FALSE = frozenset(["0", "off", "f", "false", "n", "no"])


class Bool(Node):
    label, exact = "bool", bool

    def validate(self, value, state):
        if value is True or value is False:
            return value
        if self.is_strict(state) and state.mode != "strings":
            raise bad("bool_type", value)
        if isinstance(value, (bytes, bytearray)):
            value = bytes(value).decode("utf-8", "replace")
        if isinstance(value, str):
            low = value.lower()
            if low in TRUE or low in FALSE:
                return low in TRUE
            raise bad("bool_parsing", value)
        if isinstance(value, (int, float)):
            if value in (0, 1):
                return bool(value)
            raise bad("bool_parsing" if isinstance(value, int) else "bool_type", value)
        raise bad("bool_type", value)

    def schema(self, defs, mode):
        return {"type": "boolean"}


def parse_int(text):
    """The integer that a text is as Pydantic reads it, or None: spaces around, a sign, `_` between digits, `.0` behind."""
    text = text.strip()
    whole, dot, rest = text.partition(".")
    if dot and (rest.strip("0") or not whole):
        return None
    digits = whole[1:] if whole[:1] in ("+", "-") else whole
    if not digits or not digits.isascii() or not digits.replace("_", "").isdigit():
        return None
    if digits[0] == "_" or digits[-1] == "_" or "__" in digits:
        return None
    return int(whole.replace("_", ""))


class Int(Node):
    label, exact = "int", int

    def validate(self, value, state):
        kind = type(value)
        if kind is int:
            return value
        if isinstance(value, int) and kind is not bool:
            return int(value)
        if self.is_strict(state) and not (state.mode == "strings" and kind is str):
            raise bad("int_type", value)
        if kind is bool:
            return int(value)
        if isinstance(value, (str, bytes, bytearray)):
            text = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
            if len(text) > 4300:
                raise bad("int_parsing_size", value)
            found = parse_int(text)
            if found is None:
                raise bad("int_parsing", value)
            return found
        if isinstance(value, float) or kind.__name__ == "Decimal":
            if value != value or value in (float("inf"), float("-inf")):
                raise bad("finite_number", value)
            if value != int(value):
                raise bad("int_from_float", value)
            return int(value)
        raise bad("int_type", value)

    def schema(self, defs, mode):
        return {"type": "integer"}


class Float(Node):
    label, exact, finite = "float", float, False

    def validate(self, value, state):
        kind = type(value)
        if kind is not float:
            if kind is bool and self.is_strict(state):
                raise bad("float_type", value)
            if isinstance(value, (int, float)):
                try:
                    value = float(value)
                except OverflowError:
                    raise bad("float_type", value) from None
            elif self.is_strict(state) and state.mode != "strings":
                raise bad("float_type", value)
            elif isinstance(value, (str, bytes, bytearray)):
                text = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
                try:
                    value = float(text.strip())
                except ValueError:
                    raise bad("float_parsing", value) from None
            elif hasattr(value, "__float__"):
                value = float(value)
            else:
                raise bad("float_type", value)
        if self.finite and (value != value or value in (float("inf"), float("-inf"))):
            raise bad("finite_number", value)
        return value

    def schema(self, defs, mode):
        return {"type": "number"}


class Str(Node):
    label, exact = "str", str
    strip = lower = upper = numbers = False

    def validate(self, value, state):
        kind = type(value)
        if kind is not str:
            if isinstance(value, str):
                value = str.__str__(value)
            elif self.is_strict(state):
                raise bad("string_type", value)
            elif isinstance(value, (bytes, bytearray)) and state.mode == "python":
                try:
                    value = bytes(value).decode("utf-8")
                except UnicodeDecodeError:
                    raise bad("string_unicode", value) from None
            elif (self.numbers or state.config.get("coerce_numbers_to_str")) and isinstance(value, (int, float)) and kind is not bool:
                value = str(value)
            else:
                raise bad("string_type", value)
        if self.strip:
            value = value.strip()
        if self.lower:
            value = value.lower()
        if self.upper:
            value = value.upper()
        return value

    def schema(self, defs, mode):
        return {"type": "string"}


class Bytes(Node):
    label, exact = "bytes", bytes

    def validate(self, value, state):
        if type(value) is bytes:
            return value
        if isinstance(value, str) and (state.mode != "python" or not self.is_strict(state)):
            return value.encode("utf-8", "surrogatepass")
        if isinstance(value, (bytes, bytearray)) and not self.is_strict(state):
            return bytes(value)
        raise bad("bytes_type", value)

    def dump(self, value, how, include=None, exclude=None):
        return value.decode("utf-8") if how.mode == "json" and isinstance(value, bytes) else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "binary"}


class Decimal(Node):
    label = "decimal"
    max_digits = decimal_places = None

    def validate(self, value, state):
        module, given = _lab.load("decimal"), value
        if not isinstance(value, module.Decimal):
            if self.is_strict(state) and state.mode == "python":
                raise bad("is_instance_of", value, **{"class": "Decimal"})
            if isinstance(value, bool) or not isinstance(value, (int, float, str)):
                raise bad("decimal_type", value)
            try:
                value = module.Decimal(str(value).strip() if not isinstance(value, int) else value)
            except module.InvalidOperation:
                raise bad("decimal_parsing", given) from None
        if not value.is_finite():
            raise bad("finite_number", given)
        _, digits, exponent = value.as_tuple()
        places = max(0, -exponent)
        total = max(len(digits) + max(0, exponent), places)
        if self.max_digits is not None and total > self.max_digits:
            raise bad("decimal_max_digits", value, max_digits=self.max_digits)
        if self.decimal_places is not None and places > self.decimal_places:
            raise bad("decimal_max_places", value, decimal_places=self.decimal_places)
        return value

    def schema(self, defs, mode):
        if mode == "serialization":
            return {"type": "string"}
        return {"anyOf": [{"type": "number"}, {"type": "string"}]}


class Literal(Node):
    def __init__(self, values):
        self.values = values
        shown = [repr(v.value if hasattr(v, "name") and hasattr(v, "value") else v) for v in values]
        self.expected = shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]
        self.label = f"literal[{','.join(shown)}]"

    def validate(self, value, state):
        for known in self.values:
            if type(known) is type(value) and known == value:
                return known
        for known in self.values:
            if hasattr(known, "value") and hasattr(known, "name") and known.value == value:
                return known
            if isinstance(value, str) and isinstance(known, str) and known == value:
                return known
        raise bad("literal_error", value, expected=self.expected)

    def schema(self, defs, mode):
        plain = [v.value if hasattr(v, "name") else v for v in self.values]
        out = {"const": plain[0]} if len(plain) == 1 else {"enum": plain}
        if all(isinstance(v, str) for v in plain):
            out["type"] = "string"
        elif all(type(v) is int for v in plain):
            out["type"] = "integer"
        return out


class Enum(Node):
    def __init__(self, cls, values_only=False):
        self.cls, self.values_only, self.label = cls, values_only, f"enum {cls.__name__}"
        shown = [repr(m.value) for m in cls]
        self.expected = shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1] if shown else ""

    def validate(self, value, state):
        found = self.find(value, state)
        return found.value if self.values_only else found

    def find(self, value, state):
        if isinstance(value, self.cls):
            return value
        if self.is_strict(state) and state.mode == "python":
            raise bad("is_instance_of", value, **{"class": self.cls.__name__})
        if isinstance(value, bool) and not any(isinstance(m.value, bool) for m in self.cls):
            raise bad("enum", value, expected=self.expected)
        try:
            return self.cls(value)
        except (ValueError, TypeError):
            pass
        if isinstance(value, str) and all(isinstance(m.value, int) for m in self.cls):
            number = parse_int(value)
            for member in self.cls:
                if number is not None and member.value == number:
                    return member
        raise bad("enum", value, expected=self.expected)

    def dump(self, value, how, include=None, exclude=None):
        return dump_any(value.value, how) if how.mode == "json" and isinstance(value, self.cls) else value

    def schema(self, defs, mode):
        values = [m.value for m in self.cls]
        out = {"enum": values, "title": self.cls.__name__}
        if all(isinstance(v, str) for v in values):
            out["type"] = "string"
        elif all(type(v) is int for v in values):
            out["type"] = "integer"
        name = self.cls.__name__
        defs[name] = out
        return {"$ref": f"#/$defs/{name}"}


class Instance(Node):
    """A value of a class that Pydantic does not know."""

    def __init__(self, cls):
        self.cls, self.label = cls, f"is-instance[{cls.__name__}]"

    def validate(self, value, state):
        if not isinstance(value, self.cls):
            raise bad("is_instance_of", value, **{"class": self.cls.__name__})
        return value


class Subclass(Node):
    def __init__(self, cls):
        self.cls = cls

    def validate(self, value, state):
        if not isinstance(value, type) or not issubclass(value, self.cls):
            raise bad("is_subclass_of", value, **{"class": self.cls.__name__})
        return value


class Callable(Node):
    label = "callable"

    def validate(self, value, state):
        if not callable(value):
            raise bad("callable_type", value)
        return value


class Nullable(Node):
    def __init__(self, inner):
        self.inner, self.label = inner, f"nullable[{inner.label}]"

    def validate(self, value, state):
        return None if value is None else self.inner.validate(value, state)

    def dump(self, value, how, include=None, exclude=None):
        return None if value is None else self.inner.dump(value, how, include, exclude)

    def schema(self, defs, mode):
        return {"anyOf": [self.inner.schema(defs, mode), {"type": "null"}]}


class Late(Node):
    """An annotation that could not be read yet: a class that is defined further down."""

    def __init__(self, build, label):
        self.build, self.label, self.node = build, label, None

    def real(self):
        if self.node is None:
            self.node = self.build()
        return self.node

    def validate(self, value, state):
        return self.real().validate(value, state)

    def dump(self, value, how, include=None, exclude=None):
        return self.real().dump(value, how, include, exclude)

    def schema(self, defs, mode):
        return self.real().schema(defs, mode)


def rust_pattern(pattern):
    """A pattern as Pydantic's regular expressions take it: `$` is the very end, and nothing looks around."""
    text = pattern if isinstance(pattern, str) else pattern.pattern
    if not isinstance(pattern, str):
        return pattern, text
    out, i, inside = [], 0, False
    while i < len(text):
        c = text[i]
        if c == "\\":
            out.append(text[i : i + 2].replace("\\z", "\\Z"))
            i += 2
            continue
        if inside:
            inside = c != "]" or text[i - 1] == "["
        elif c == "[":
            inside = True
        elif text[i : i + 3] in ("(?=", "(?!") or text[i : i + 4] in ("(?<=", "(?<!"):
            raise SchemaError("error: look-around, including look-ahead and look-behind, is not supported")
        elif c == "$" and "(?m" not in text:
            c = "\\Z"
        out.append(c)
        i += 1
    return _lab.load("re").compile("".join(out)), text


SIZED = {list: "List", set: "Set", frozenset: "Frozenset", tuple: "Tuple", dict: "Dictionary"}


class Constrained(Node):
    """A node with bounds: numbers, lengths, a pattern."""

    def __init__(self, inner, bounds):
        if isinstance(inner, Float):
            bounds = {k: float(v) if k in NUMBERS and isinstance(v, int) else v for k, v in bounds.items()}
        self.inner, self.bounds, self.exact = inner, bounds, inner.exact
        self.label = f"constrained-{inner.label}" if inner.label in ("str", "int", "float") else inner.label
        self.pattern = rust_pattern(bounds["pattern"]) if bounds.get("pattern") is not None else None

    def validate(self, value, state):
        out = self.inner.validate(value, state)
        if out is not None or not isinstance(self.inner, Nullable):
            self.check(out, value)
        return out

    def check(self, out, given):
        get = self.bounds.get
        try:
            if get("multiple_of") is not None and out % get("multiple_of"):
                raise bad("multiple_of", given, multiple_of=get("multiple_of"))
            for name, kind, holds in BOUNDS:
                if get(name) is not None and not holds(out, get(name)):
                    raise bad(kind, given, **{name: get(name)})
        except TypeError:
            raise TypeError(f"Unable to apply constraint to supplied value {out!r}") from None
        if get("min_length") is not None or get("max_length") is not None:
            self.check_length(out, given)
        if self.pattern is not None and not self.pattern[0].search(out):
            raise bad("string_pattern_mismatch", given, pattern=self.pattern[1])

    def check_length(self, out, given):
        size, least, most = len(out), self.bounds.get("min_length"), self.bounds.get("max_length")
        for fails, name, limit, suffix in (
            (least is not None and size < least, "min_length", least, "short"),
            (most is not None and size > most, "max_length", most, "long"),
        ):
            if not fails:
                continue
            if isinstance(out, (str, bytes)):
                kind = ("string_too_" if isinstance(out, str) else "bytes_too_") + suffix
                raise bad(kind, given, **{name: limit})
            label = next((text for cls, text in SIZED.items() if isinstance(out, cls)), "Value")
            raise bad("too_" + suffix, given, **{"field_type": label, name: limit, "actual_length": size})

    def dump(self, value, how, include=None, exclude=None):
        return self.inner.dump(value, how, include, exclude)

    def schema(self, defs, mode):
        out = dict(self.inner.schema(defs, mode))
        names = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum", "multiple_of": "multipleOf"}
        kind = out.get("type")
        if kind == "array":
            names.update(min_length="minItems", max_length="maxItems")
        elif kind == "object":
            names.update(min_length="minProperties", max_length="maxProperties")
        else:
            names.update(min_length="minLength", max_length="maxLength", pattern="pattern")
        target = out
        if "anyOf" in out:
            target = out["anyOf"][0] = dict(out["anyOf"][0])
        for name, there in names.items():
            if self.bounds.get(name) is not None:
                target[there] = self.pattern[1] if name == "pattern" else self.bounds[name]
        return out


NUMBERS = ("gt", "ge", "lt", "le", "multiple_of")
BOUNDS = (
    ("le", "less_than_equal", lambda a, b: a <= b),
    ("lt", "less_than", lambda a, b: a < b),
    ("ge", "greater_than_equal", lambda a, b: a >= b),
    ("gt", "greater_than", lambda a, b: a > b),
)
