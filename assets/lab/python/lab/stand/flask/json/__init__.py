"""`flask.json`."""

import json as _json

from flask.globals import current_app


def _default(o):
    name = type(o).__name__
    if hasattr(o, "isoformat") and hasattr(o, "timetuple"):
        return _lab.load("werkzeug.http").http_date(o if hasattr(o, "hour") else o.timetuple())
    if name in ("Decimal", "UUID"):
        return str(o)
    if "dataclasses" in _lab.load("sys").modules:
        dataclasses = _lab.load("dataclasses")
        if dataclasses.is_dataclass(o) and not isinstance(o, type):
            return dataclasses.asdict(o)
    if hasattr(o, "__html__"):
        return str(o.__html__())
    raise TypeError(f"Object of type {name} is not JSON serializable")


class JSONProvider:
    def __init__(self, app):
        self._app = app

    def dumps(self, obj, **kwargs):
        raise NotImplementedError

    def dump(self, obj, fp, **kwargs):
        fp.write(self.dumps(obj, **kwargs))

    def loads(self, s, **kwargs):
        raise NotImplementedError

    def load(self, fp, **kwargs):
        return self.loads(fp.read(), **kwargs)

    def _prepare_response_obj(self, args, kwargs):
        if args and kwargs:
            raise TypeError("app.json.response() takes either args or kwargs, not both")
        if not args and not kwargs:
            return None
        if len(args) == 1:
            return args[0]
        return args or kwargs

    def response(self, *args, **kwargs):
        obj = self._prepare_response_obj(args, kwargs)
        return self._app.response_class(self.dumps(obj), mimetype="application/json")


class DefaultJSONProvider(JSONProvider):
    default = staticmethod(_default)
    ensure_ascii = True
    sort_keys = True
    compact = None
    mimetype = "application/json"

    def dumps(self, obj, **kwargs):
        kwargs.setdefault("default", self.default)
        kwargs.setdefault("ensure_ascii", self.ensure_ascii)
        kwargs.setdefault("sort_keys", self.sort_keys)
        return _json.dumps(obj, **kwargs)

    def loads(self, s, **kwargs):
        return _json.loads(s, **kwargs)

    def response(self, *args, **kwargs):
        obj = self._prepare_response_obj(args, kwargs)
        options = {}
        if (self.compact is None and self._app.debug) or self.compact is False:
            options["indent"] = 2
        else:
            options["separators"] = (",", ":")
        return self._app.response_class(f"{self.dumps(obj, **options)}\n", mimetype=self.mimetype)


def dumps(obj, **kwargs):
    if current_app:
        return current_app.json.dumps(obj, **kwargs)
    kwargs.setdefault("default", _default)
    return _json.dumps(obj, **kwargs)


def dump(obj, fp, **kwargs):
    fp.write(dumps(obj, **kwargs))


def loads(s, **kwargs):
    return current_app.json.loads(s, **kwargs) if current_app else _json.loads(s, **kwargs)


def load(fp, **kwargs):
    return loads(fp.read(), **kwargs)


def jsonify(*args, **kwargs):
    return current_app.json.response(*args, **kwargs)
