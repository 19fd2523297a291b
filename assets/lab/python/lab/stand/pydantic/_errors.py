"""What validation reports: one line a fault, gathered into a `ValidationError`."""

VERSION = "2.14"

# What a fault says, by its type; the names in braces come from its context.
MESSAGES = {
    "missing": "Field required",
    "extra_forbidden": "Extra inputs are not permitted",
    "frozen_instance": "Instance is frozen",
    "frozen_field": "Field is frozen",
    "no_such_attribute": "Object has no attribute '{attribute}'",
    "model_type": "Input should be a valid dictionary or instance of {class_name}",
    "model_attributes_type": "Input should be a valid dictionary or object to extract fields from",
    "dataclass_type": "Input should be a dictionary or an instance of {class_name}",
    "none_required": "Input should be None",
    "bool_type": "Input should be a valid boolean",
    "bool_parsing": "Input should be a valid boolean, unable to interpret input",
    "int_type": "Input should be a valid integer",
    "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
    "int_parsing_size": "Unable to parse input string as an integer, exceeded maximum size",
    "int_from_float": "Input should be a valid integer, got a number with a fractional part",
    "float_type": "Input should be a valid number",
    "float_parsing": "Input should be a valid number, unable to parse string as a number",
    "finite_number": "Input should be a finite number",
    "decimal_type": "Decimal input should be an integer, float, string or Decimal object",
    "decimal_parsing": "Input should be a valid decimal",
    "decimal_max_digits": "Decimal input should have no more than {max_digits} digit{s} in total",
    "decimal_max_places": "Decimal input should have no more than {decimal_places} decimal place{s}",
    "string_type": "Input should be a valid string",
    "string_unicode": "Input should be a valid string, unable to parse raw data as a unicode string",
    "string_too_short": "String should have at least {min_length} character{s}",
    "string_too_long": "String should have at most {max_length} character{s}",
    "string_pattern_mismatch": "String should match pattern '{pattern}'",
    "bytes_type": "Input should be a valid bytes",
    "bytes_too_short": "Data should have at least {min_length} byte{s}",
    "bytes_too_long": "Data should have at most {max_length} byte{s}",
    "date_type": "Input should be a valid date",
    "date_parsing": "Input should be a valid date in the format YYYY-MM-DD, {error}",
    "date_from_datetime_parsing": "Input should be a valid date or datetime, {error}",
    "date_from_datetime_inexact": "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "date_past": "Date should be in the past",
    "date_future": "Date should be in the future",
    "datetime_type": "Input should be a valid datetime",
    "datetime_parsing": "Input should be a valid datetime, {error}",
    "datetime_from_date_parsing": "Input should be a valid datetime or date, {error}",
    "datetime_past": "Input should be in the past",
    "datetime_future": "Input should be in the future",
    "timezone_aware": "Input should have timezone info",
    "timezone_naive": "Input should not have timezone info",
    "time_type": "Input should be a valid time",
    "time_parsing": "Input should be in a valid time format, {error}",
    "time_delta_type": "Input should be a valid timedelta",
    "time_delta_parsing": "Input should be a valid timedelta, {error}",
    "uuid_type": "UUID input should be a string, bytes or UUID object",
    "uuid_parsing": "Input should be a valid UUID, {error}",
    "uuid_version": "UUID version {expected_version} expected",
    "enum": "Input should be {expected}",
    "literal_error": "Input should be {expected}",
    "list_type": "Input should be a valid list",
    "tuple_type": "Input should be a valid tuple",
    "set_type": "Input should be a valid set",
    "frozen_set_type": "Input should be a valid frozenset",
    "dict_type": "Input should be a valid dictionary",
    "iterable_type": "Input should be iterable",
    "set_item_not_hashable": "Set items should be hashable",
    "too_short": "{field_type} should have at least {min_length} item{s} after validation, not {actual_length}",
    "too_long": "{field_type} should have at most {max_length} item{s} after validation, not {actual_length}",
    "greater_than": "Input should be greater than {gt}",
    "greater_than_equal": "Input should be greater than or equal to {ge}",
    "less_than": "Input should be less than {lt}",
    "less_than_equal": "Input should be less than or equal to {le}",
    "multiple_of": "Input should be a multiple of {multiple_of}",
    "union_tag_invalid": "Input tag '{tag}' found using {discriminator} does not match any of the expected tags: {expected_tags}",
    "union_tag_not_found": "Unable to extract tag using discriminator {discriminator}",
    "is_instance_of": "Input should be an instance of {class}",
    "is_subclass_of": "Input should be a subclass of {class}",
    "callable_type": "Input should be callable",
    "json_invalid": "Invalid JSON: {error}",
    "json_type": "JSON input should be string, bytes or bytearray",
    "url_type": "URL input should be a string or URL",
    "url_parsing": "Input should be a valid URL, {error}",
    "url_scheme": "URL scheme should be {expected_schemes}",
    "url_too_long": "URL should have at most {max_length} character{s}",
    "path_type": "Input is not a valid path",
    "path_not_file": "Path does not point to a file",
    "path_not_directory": "Path does not point to a directory",
    "pattern_type": "Input should be a valid pattern",
    "ip_any_address": "value is not a valid IPv4 or IPv6 address",
    "ip_v4_address": "Input is not a valid IPv4 address",
    "ip_v6_address": "Input is not a valid IPv6 address",
    "ip_any_network": "value is not a valid IPv4 or IPv6 network",
    "value_error": "Value error, {error}",
    "assertion_error": "Assertion failed, {error}",
}


class Line:
    """One fault: its type, where it is, what was given, and what its message is made of."""

    __slots__ = ("kind", "loc", "given", "context", "text")

    def __init__(self, kind, given, context=None, text=None, loc=()):
        self.kind, self.loc, self.given, self.context, self.text = kind, loc, given, context, text

    def message(self):
        if self.text is not None:
            return self.text
        values = {k: int(v) if type(v) is float and v == v // 1 else v for k, v in (self.context or {}).items()}
        count = next((values[k] for k in ("min_length", "max_length", "max_digits", "decimal_places") if k in values), 0)
        values["s"] = "" if count == 1 else "s"
        return MESSAGES[self.kind].format(**values)

    def as_dict(self, include_url, include_context, include_input):
        out = {"type": self.kind, "loc": self.loc, "msg": self.message()}
        if include_input:
            out["input"] = self.given
        if include_context and self.context:
            out["ctx"] = dict(self.context)
        if include_url and self.text is None:
            out["url"] = f"https://errors.pydantic.dev/{VERSION}/v/{self.kind}"
        return out


class Bad(Exception):
    """Input that does not validate; what holds it adds where it stood."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines


def bad(kind, given, **context):
    return Bad([Line(kind, given, context or None)])


def below(error, key):
    """The lines of an error, seen from one step further out."""
    for line in error.lines:
        line.loc = (key,) + line.loc
    return error.lines


class ValidationError(ValueError):
    def __init__(self, title, lines):
        super().__init__()
        self.title, self._lines = title, lines

    @classmethod
    def from_exception_data(cls, title, line_errors, input_type="python", hide_input=False):
        lines = []
        for given in line_errors:
            kind = given["type"]
            text = None if isinstance(kind, str) else kind.message()
            context = given.get("ctx") if isinstance(kind, str) else kind.context
            lines.append(Line(kind if isinstance(kind, str) else kind.type, given.get("input"), context, text, tuple(given.get("loc", ()))))
        return cls(title, lines)

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        return [line.as_dict(include_url, include_context, include_input) for line in self._lines]

    def error_count(self):
        return len(self._lines)

    def json(self, *, indent=None, include_url=True, include_context=True, include_input=True):
        rows = self.errors(include_url=include_url, include_context=include_context, include_input=include_input)
        for row in rows:
            if "ctx" in row:
                row["ctx"] = {k: str(v) if isinstance(v, Exception) else v for k, v in row["ctx"].items()}
        separators = (",", ":") if indent is None else None
        return _lab.load("json").dumps(rows, default=str, indent=indent, separators=separators, ensure_ascii=False)

    def __str__(self):
        many = "" if len(self._lines) == 1 else "s"
        out = [f"{len(self._lines)} validation error{many} for {self.title}"]
        for line in self._lines:
            if line.loc:
                out.append(".".join(str(part) for part in line.loc))
            given = repr(line.given)
            given = given if len(given) <= 50 else given[:25] + "..." + given[-24:]
            out.append(f"  {line.message()} [type={line.kind}, input_value={given}, input_type={type(line.given).__name__}]")
            if line.text is None:
                out.append(f"    For further information visit https://errors.pydantic.dev/{VERSION}/v/{line.kind}")
        return "\n".join(out)

    __repr__ = __str__


class PydanticCustomError(ValueError):
    """Raised in a validator to give a fault its own type and text."""

    def __init__(self, error_type, message_template, context=None):
        super().__init__(error_type, message_template)
        self.type, self.message_template, self.context = error_type, message_template, context

    def message(self):
        text = self.message_template
        for name, value in (self.context or {}).items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def __str__(self):
        return self.message()


class PydanticUserError(RuntimeError):
    def __init__(self, message, *, code=None):
        super().__init__(message)
        self.message, self.code = message, code

    def __str__(self):
        return self.message if self.code is None else f"{self.message}\n\nFor further information visit https://errors.pydantic.dev/{VERSION}/u/{self.code}"


class PydanticUndefinedAnnotation(PydanticUserError, NameError):
    pass


class PydanticSchemaGenerationError(PydanticUserError):
    pass


class SchemaError(Exception):
    pass


class PydanticSerializationError(ValueError):
    pass


def of_user(error, given):
    """The line that an exception of a user's validator makes."""
    if isinstance(error, PydanticCustomError):
        return Bad([Line(error.type, given, error.context, error.message())])
    kind = "assertion_error" if isinstance(error, AssertionError) else "value_error"
    return Bad([Line(kind, given, {"error": error})])
