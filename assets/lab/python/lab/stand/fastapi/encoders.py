"""Anything as what JSON can hold."""


def _date(value):
    return value.isoformat()


def _decimal(value):
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def jsonable_encoder(obj, include=None, exclude=None, by_alias=True, exclude_unset=False, exclude_defaults=False, exclude_none=False, custom_encoder=None, sqlalchemy_safe=True):
    for kind, encoder in (custom_encoder or {}).items():
        if isinstance(obj, kind):
            return encoder(obj)

    def again(value, **more):
        return jsonable_encoder(
            value, by_alias=by_alias, exclude_unset=exclude_unset, exclude_defaults=exclude_defaults, exclude_none=exclude_none,
            custom_encoder=custom_encoder, sqlalchemy_safe=sqlalchemy_safe, **more,
        )  # fmt: skip

    if obj is None or type(obj) in (str, int, float, bool):
        return obj
    include = set(include) if include is not None and not isinstance(include, (set, dict)) else include
    exclude = set(exclude) if exclude is not None and not isinstance(exclude, (set, dict)) else exclude
    if hasattr(type(obj), "model_dump") and hasattr(type(obj), "__pydantic_node__"):
        made = obj.model_dump(
            mode="json", include=include, exclude=exclude, by_alias=by_alias, exclude_unset=exclude_unset, exclude_none=exclude_none,
            exclude_defaults=exclude_defaults,
        )  # fmt: skip
        return again(made)
    if hasattr(type(obj), "__dataclass_fields__"):
        return again(_lab.load("dataclasses").asdict(obj), include=include, exclude=exclude)
    if hasattr(type(obj), "__members__"):
        return obj.value
    if hasattr(obj, "__fspath__"):
        return str(obj)
    if isinstance(obj, (str, int, float)):
        return obj
    if isinstance(obj, dict):
        out = {}
        for key, value in obj.items():
            if sqlalchemy_safe and isinstance(key, str) and key.startswith("_sa"):
                continue
            if (value is None and exclude_none) or (include is not None and key not in include) or (exclude is not None and key in exclude):
                continue
            out[again(key)] = again(value)
        return out
    name = type(obj).__name__
    if isinstance(obj, (list, tuple, set, frozenset)) or name in ("generator", "deque"):
        return [again(one) for one in obj]
    if isinstance(obj, (bytes, bytearray)):
        return bytes(obj).decode()
    if hasattr(obj, "total_seconds"):
        return obj.total_seconds()
    if hasattr(obj, "isoformat"):
        return obj.isoformat()
    if name == "Decimal":
        return _decimal(obj)
    if name == "UUID" or hasattr(obj, "get_secret_value") or hasattr(obj, "unicode_string") or type(obj).__module__ == "ipaddress":
        return str(obj)
    if hasattr(obj, "fullmatch") and hasattr(obj, "pattern"):
        return obj.pattern
    try:
        made = dict(obj)
    except Exception as first:
        try:
            made = vars(obj)
        except Exception as second:
            raise ValueError([first, second]) from second
    return again(made, include=include, exclude=exclude)


__getattr__ = _lab.missing("fastapi.encoders")
