"""Dumping by what a value is."""

from pydantic._containers import json_key, picked


def dump_any(value, how, include=None, exclude=None):
    if value is None or type(value) in (str, int, float, bool):
        return value
    dump = getattr(type(value), "__pydantic_node__", None)
    if dump is not None:
        return dump.dump(value, how, include, exclude)
    if isinstance(value, dict):
        out = {}
        for key, one in value.items():
            wanted, inner_in, inner_out = picked(include, exclude, key)
            if wanted:
                out[json_key(key) if how.mode == "json" else key] = dump_any(one, how, inner_in, inner_out)
        return out
    if isinstance(value, (list, tuple, set, frozenset)):
        out = []
        for i, one in enumerate(value):
            wanted, inner_in, inner_out = picked(include, exclude, i, True)
            if wanted:
                out.append(dump_any(one, how, inner_in, inner_out))
        if how.mode == "json" or type(value) is list:
            return out
        return type(value)(*out) if hasattr(value, "_fields") else type(value)(out)
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: dump_any(getattr(value, name), how) for name in fields if picked(include, exclude, name)[0]}
    return json_value(value, how) if how.mode == "json" else value


def json_value(value, how):
    """A single value as JSON has it."""
    times = _lab.load("pydantic._times")
    if hasattr(value, "total_seconds"):
        return times.iso_delta(value)
    if hasattr(value, "isoformat"):
        return times.iso(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8")
    if hasattr(type(value), "__members__"):
        return dump_any(value.value, how)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (int, float)):
        return value
    if hasattr(value, "get_secret_value") or hasattr(value, "unicode_string"):
        return str(value)
    if hasattr(value, "__fspath__") or type(value).__name__ in ("Decimal", "UUID"):
        return str(value)
    if type(value).__module__ == "ipaddress":
        return str(value)
    if hasattr(value, "pattern") and hasattr(value, "fullmatch"):
        return value.pattern
    if hasattr(value, "__iter__"):
        return [dump_any(one, how) for one in value]
    raise _lab.load("pydantic._errors").PydanticSerializationError(f"Unable to serialize unknown type: {type(value)}")


def text_of(value, indent=None, ensure_ascii=False):
    """JSON as Pydantic writes it: no spaces, and no NaN."""
    return _lab.load("json").dumps(finite(value), indent=indent, separators=(",", ":") if indent is None else None, ensure_ascii=ensure_ascii)


def finite(value):
    if isinstance(value, float):
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if isinstance(value, dict):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, list):
        return [finite(v) for v in value]
    return value
