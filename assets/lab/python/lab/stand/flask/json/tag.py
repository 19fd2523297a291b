"""`flask.json.tag`: JSON that keeps tuples, bytes, dates and the like apart, as the session cookie needs it."""

from base64 import b64decode, b64encode

from flask.json import dumps as _dumps
from flask.json import loads as _loads


class TaggedJSONSerializer:
    def tag(self, value):
        if isinstance(value, dict):
            if len(value) == 1:
                key = next(iter(value))
                if key in _LOAD or (isinstance(key, str) and key.endswith("__") and key[:-2] in _LOAD):
                    return {" di": {f"{key}__": self.tag(value[key])}}
            return {k: self.tag(v) for k, v in value.items()}
        if isinstance(value, tuple):
            return {" t": [self.tag(v) for v in value]}
        if isinstance(value, list):
            return [self.tag(v) for v in value]
        if isinstance(value, bytes):
            return {" b": b64encode(value).decode("ascii")}
        if hasattr(value, "__html__") and callable(value.__html__):
            return {" m": str(value.__html__())}
        name = type(value).__name__
        if name == "UUID":
            return {" u": value.hex}
        if name == "datetime":
            return {" d": _lab.load("werkzeug.http").http_date(value)}
        return value

    def untag(self, value):
        if isinstance(value, dict):
            value = {k: self.untag(v) for k, v in value.items()}
            if len(value) == 1:
                key = next(iter(value))
                if key in _LOAD:
                    return _LOAD[key](value[key])
            return value
        if isinstance(value, list):
            return [self.untag(v) for v in value]
        return value

    def dumps(self, value):
        return _dumps(self.tag(value), separators=(",", ":"))

    def loads(self, value):
        return self.untag(_loads(value))


def _untag_dict(value):
    key = next(iter(value))
    return {key[:-2]: value[key]}


_LOAD = {
    " di": _untag_dict,
    " t": tuple,
    " b": b64decode,
    " m": lambda v: _lab.load("markupsafe").Markup(v),
    " u": lambda v: _lab.load("uuid").UUID(v),
    " d": lambda v: _lab.load("werkzeug.http").parse_date(v),
}
