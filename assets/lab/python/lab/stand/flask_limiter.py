"""`flask_limiter`: how often somebody may ask, counted by the lab's clock."""

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "month": 2592000, "year": 31104000}


class RateLimitExceeded(TooManyRequests):
    pass


def parse(text):
    """[(count, seconds)] of a text such as "5 per minute; 100/day"."""
    out = []
    for part in _lab.load("re").split(r"[;,|]", text):
        found = _lab.load("re").match(r"\s*(\d+)\s*(?:/|per)\s*(\d*)\s*(second|minute|hour|day|month|year)s?\s*$", part.lower())
        if found is None:
            raise ValueError(f"couldn't parse rate limit string '{text}'")
        out.append((int(found.group(1)), int(found.group(2) or 1) * UNITS[found.group(3)]))
    return out


class Limiter:
    def __init__(self, key_func=None, *, app=None, default_limits=(), application_limits=(), storage_uri=None, strategy="fixed-window", headers_enabled=False, enabled=True, **options):
        if not callable(key_func):
            raise ValueError("a key function is needed")
        self.key_func, self.default_limits, self.enabled, self.hits = key_func, list(default_limits), enabled, {}
        self.exempted, self.limited = set(), set()
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.extensions["limiter"] = self
        app.before_request(self._before)

    def _before(self):
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static":
            return
        view = current_app.view_functions.get(endpoint)
        name = getattr(view, "_limit_name", None) or f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', '')}"
        if name in self.exempted or name in self.limited:
            return
        for limit in self.default_limits:
            self._hit(limit, self.key_func, endpoint)

    def _hit(self, limit, key_func, scope):
        if not self.enabled or not current_app.config.get("RATELIMIT_ENABLED", True):
            return
        text = limit() if callable(limit) else limit
        for count, seconds in parse(text):
            window = int(_lab.clock[0] // seconds)
            key = (scope, key_func(), count, seconds, window)
            self.hits[key] = self.hits.get(key, 0) + 1
            if self.hits[key] > count:
                unit = next(u for u, s in UNITS.items() if seconds % s == 0 and (seconds // s == 1 or s == 1)) if seconds in UNITS.values() else "second"
                raise RateLimitExceeded(f"{count} per 1 {unit}")

    def limit(self, limit_value, *, key_func=None, methods=None, per_method=False, exempt_when=None, error_message=None, scope=None, override_defaults=True, **options):
        def decorate(func):
            name = f"{func.__module__}.{func.__name__}"
            self.limited.add(name)

            def wrapper(*args, **kwargs):
                wanted = methods is None or request.method in [m.upper() for m in methods]
                if wanted and not (exempt_when and exempt_when()):
                    try:
                        self._hit(limit_value, key_func or self.key_func, scope or name)
                    except RateLimitExceeded as error:
                        if error_message:
                            error.description = error_message() if callable(error_message) else error_message
                        raise
                return func(*args, **kwargs)

            wrapper.__name__, wrapper.__module__, wrapper.__doc__, wrapper.__wrapped__ = func.__name__, func.__module__, func.__doc__, func
            wrapper._limit_name = name
            return wrapper

        return decorate

    def shared_limit(self, limit_value, scope, **options):
        return self.limit(limit_value, scope=scope, **options)

    def exempt(self, func):
        self.exempted.add(f"{func.__module__}.{func.__name__}")
        return func

    def check(self):
        self._before()

    def reset(self):
        self.hits.clear()


def get_remote_address():
    return request.remote_addr or "127.0.0.1"


__getattr__ = _lab.missing("flask_limiter")
