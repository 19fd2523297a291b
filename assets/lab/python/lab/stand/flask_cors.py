"""`flask_cors`: which other origins may read the answers of a Flask app."""

METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
DEFAULTS = {
    "origins": "*", "methods": METHODS, "allow_headers": "*", "expose_headers": None, "supports_credentials": False, "max_age": None,
    "send_wildcard": False, "vary_header": True, "automatic_options": True, "allow_private_network": False, "always_send": True,
}  # fmt: skip


def _many(value):
    return list(value) if isinstance(value, (list, tuple, set)) else [value] if value is not None else []


def _is_pattern(text):
    return hasattr(text, "fullmatch") or any(c in text for c in "*\\]?$^[()")


def _matches(pattern, value):
    if pattern == "*":
        return True
    if hasattr(pattern, "match"):
        return bool(pattern.match(value))
    if _is_pattern(pattern):
        return bool(_lab.load("re").match(pattern, value, 2))
    return pattern.lower() == value.lower()


def _apply(response, options, request):
    if "Access-Control-Allow-Origin" in response.headers and getattr(response, "_lab_cors", False):
        return response
    response._lab_cors = True
    origins, origin = _many(options["origins"]), request.headers.get("Origin")
    wild = "*" in origins
    allowed = None
    if origin is not None:
        if wild and options["send_wildcard"]:
            if options["supports_credentials"]:
                raise ValueError("Cannot use supports_credentials in conjunction with an origin string of '*'. See: http://www.w3.org/TR/cors/#resource-requests")
            allowed = "*"
        elif any(_matches(o, origin) for o in origins):
            allowed = origin if not wild or options["supports_credentials"] else "*"
    elif options["always_send"]:
        if wild:
            allowed = "*"
        elif len(origins) == 1 and not _is_pattern(origins[0]):
            allowed = origins[0]
    if allowed is None:
        return response
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = allowed
    if options["expose_headers"]:
        headers["Access-Control-Expose-Headers"] = ", ".join(sorted(_many(options["expose_headers"])))
    if options["supports_credentials"]:
        headers["Access-Control-Allow-Credentials"] = "true"
    if request.method == "OPTIONS" and request.headers.get("Access-Control-Request-Method", "").upper() in [m.upper() for m in _many(options["methods"])]:
        asked = request.headers.get("Access-Control-Request-Headers")
        if asked:
            good = sorted(n.strip() for n in asked.split(",") if any(_matches(p, n.strip()) for p in _many(options["allow_headers"])))
            if good:
                headers["Access-Control-Allow-Headers"] = ", ".join(good)
        if options["max_age"] is not None:
            age = options["max_age"]
            headers["Access-Control-Max-Age"] = str(int(age.total_seconds() if hasattr(age, "total_seconds") else age))
        headers["Access-Control-Allow-Methods"] = ", ".join(sorted(m.upper() for m in _many(options["methods"])))
    if options["vary_header"] and allowed != "*" and (len(origins) > 1 or wild or any(_is_pattern(o) for o in origins)):
        response.vary.add("Origin") if hasattr(response, "vary") else headers.add("Vary", "Origin")
    return response


class CORS:
    def __init__(self, app=None, **kwargs):
        self._options = kwargs
        if app is not None:
            self.init_app(app, **kwargs)

    def init_app(self, app, **kwargs):
        given = {**self._options, **kwargs}
        resources = given.pop("resources", r"/*")
        if not isinstance(resources, dict):
            resources = {r: {} for r in _many(resources)}
        table = [(p, {**DEFAULTS, **given, **own}) for p, own in sorted(resources.items(), key=lambda i: -len(str(i[0])))]
        re = _lab.load("re")

        def after(response):
            request = _lab.load("flask").request
            for pattern, options in table:
                if re.match(pattern, request.path) if hasattr(pattern, "match") or _is_pattern(pattern) else request.path == pattern:
                    return _apply(response, options, request)
            return response

        app.after_request(after)


def cross_origin(*args, **kwargs):
    options = {**DEFAULTS, **kwargs}

    def decorate(f):
        def wrapper(*a, **k):
            flask = _lab.load("flask")
            made = flask.current_app.make_default_options_response() if flask.request.method == "OPTIONS" else flask.make_response(f(*a, **k))
            return _apply(made, options, flask.request)

        wrapper.__name__, wrapper.__wrapped__, wrapper.__module__ = f.__name__, f, f.__module__
        wrapper.required_methods, wrapper.provide_automatic_options = {"OPTIONS"}, False
        return wrapper

    return decorate


__getattr__ = _lab.missing("flask_cors")
