"""`werkzeug.routing`: rules, converters, matching and building of addresses."""

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.urls import quote, urlencode

_SAFE = "!$&'()*+,/:;=@"


class RoutingException(Exception):
    pass


class RequestRedirect(HTTPException, RoutingException):
    code = 308

    def __init__(self, new_url):
        super().__init__(new_url)
        self.new_url = new_url

    def get_response(self, environ=None, scope=None):
        return _lab.load("werkzeug.utils").redirect(self.new_url, self.code)


class BuildError(RoutingException, LookupError):
    def __init__(self, endpoint, values, method, adapter=None):
        super().__init__(endpoint, values, method)
        self.endpoint, self.values, self.method, self.adapter = endpoint, values, method, adapter

    def __str__(self):
        text = f"Could not build url for endpoint {self.endpoint!r}"
        if self.method:
            text += f" ({self.method!r})"
        if self.values:
            text += f" with values {sorted(self.values)!r}"
        return text + "."


class ValidationError(ValueError):
    pass


class BaseConverter:
    """A part of a path. `regex` says what it takes; the lab's own converters look themselves."""

    regex = "[^/]+"
    weight = 100
    part_isolating = True
    _compiled = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "regex" in cls.__dict__ and "part_isolating" not in cls.__dict__:
            cls.part_isolating = "/" not in cls.regex

    def __init__(self, map, *args, **kwargs):
        self.map = map

    def ends(self, text, start):
        """Where the part that starts at `start` may end, the best first."""
        if type(self).regex is BaseConverter.regex and "regex" not in self.__dict__:
            stop = text.find("/", start)
            stop = len(text) if stop < 0 else stop
            return range(stop, start, -1)
        return self.by_regex(text, start)

    def by_regex(self, text, start):
        if self._compiled is None:
            self._compiled = _lab.load("re").compile(self.regex)
        for stop in range(len(text), start - 1, -1):
            if self._compiled.fullmatch(text, start, stop):
                yield stop

    def to_python(self, value):
        return value

    def to_url(self, value):
        return quote(str(value), _SAFE)


class UnicodeConverter(BaseConverter):
    def __init__(self, map, minlength=1, maxlength=None, length=None):
        super().__init__(map)
        self.low = int(minlength if length is None else length)
        self.high = None if maxlength is None and length is None else int(maxlength if length is None else length)

    def ends(self, text, start):
        stop = text.find("/", start)
        stop = len(text) if stop < 0 else stop
        if self.high is not None:
            stop = min(stop, start + self.high)
        return range(stop, start + self.low - 1, -1)


class AnyConverter(BaseConverter):
    def __init__(self, map, *items):
        super().__init__(map)
        self.items = items

    def ends(self, text, start):
        return [start + len(item) for item in self.items if text.startswith(item, start)]

    def to_url(self, value):
        if value in self.items:
            return value
        raise ValueError(f"'{value}' is not one of " + ", ".join(f"'{i}'" for i in sorted(self.items)))


class PathConverter(BaseConverter):
    weight = 200
    part_isolating = False

    def ends(self, text, start):
        if start >= len(text) or text[start] == "/":
            return ()
        return range(start + 1, len(text) + 1)

    def to_url(self, value):
        return quote(str(value), _SAFE)


class NumberConverter(BaseConverter):
    weight = 50
    num_convert = int

    def __init__(self, map, fixed_digits=0, min=None, max=None, signed=False):
        super().__init__(map)
        self.fixed_digits, self.min, self.max, self.signed = fixed_digits, min, max, signed

    def digits(self, text, at):
        while at < len(text) and text[at].isdecimal():
            at += 1
        return at

    def ends(self, text, start):
        at = start + 1 if self.signed and text.startswith("-", start) else start
        stop = self.digits(text, at)
        return range(stop, at, -1)

    def to_python(self, value):
        if self.fixed_digits and len(value) != self.fixed_digits:
            raise ValidationError()
        if not value.isascii():
            decimal = _lab.load("unicodedata").decimal
            value = "".join(str(decimal(c, c)) for c in value)
        value = self.num_convert(value)
        if (self.min is not None and value < self.min) or (self.max is not None and value > self.max):
            raise ValidationError()
        return value

    def to_url(self, value):
        text = str(self.num_convert(value))
        return text.zfill(self.fixed_digits) if self.fixed_digits else text


class IntegerConverter(NumberConverter):
    pass


class FloatConverter(NumberConverter):
    num_convert = float

    def __init__(self, map, min=None, max=None, signed=False):
        super().__init__(map, min=min, max=max, signed=signed)

    def ends(self, text, start):
        at = start + 1 if self.signed and text.startswith("-", start) else start
        dot = self.digits(text, at)
        if dot == at or not text.startswith(".", dot):
            return ()
        stop = self.digits(text, dot + 1)
        return range(stop, dot + 1, -1)


class UUIDConverter(BaseConverter):
    def ends(self, text, start):
        stop = start + 36
        given = text[start:stop]
        if len(given) != 36:
            return ()
        for i, c in enumerate(given):
            if (c != "-") if i in (8, 13, 18, 23) else c not in "0123456789abcdefABCDEF":
                return ()
        return (stop,)

    def to_python(self, value):
        return _lab.load("uuid").UUID(value)

    def to_url(self, value):
        return str(value)


DEFAULT_CONVERTERS = {
    "default": UnicodeConverter,
    "string": UnicodeConverter,
    "any": AnyConverter,
    "path": PathConverter,
    "int": IntegerConverter,
    "float": FloatConverter,
    "uuid": UUIDConverter,
}


def parse_rule(rule):
    """The pieces of a rule: a text, or `(converter, arguments, name)`."""
    out, at = [], 0
    while at < len(rule):
        start = rule.find("<", at)
        if start < 0:
            out.append(rule[at:])
            break
        stop = rule.find(">", start)
        if stop < 0:
            raise ValueError(f"malformed url rule: {rule!r}")
        if start > at:
            out.append(rule[at:start])
        inner = rule[start + 1 : stop]
        name = inner
        converter, arguments = "default", None
        cut = inner.rfind(":")
        if cut >= 0:
            converter, name = inner[:cut], inner[cut + 1 :]
            if "(" in converter:
                converter, _, arguments = converter.partition("(")
                arguments = arguments.rstrip().rstrip(")")
        if not name.isidentifier():
            raise ValueError(f"malformed url rule: {rule!r}")
        out.append((converter, arguments, name))
        at = stop + 1
    return out


def parse_arguments(text):
    args, kwargs = [], {}
    for item in (text or "").split(","):
        item = item.strip()
        if not item:
            continue
        name, eq, value = item.partition("=")
        value = literal(value.strip() if eq else item)
        if eq:
            kwargs[name.strip()] = value
        else:
            args.append(value)
    return args, kwargs


def literal(text):
    if text in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


class Rule:
    def __init__(
        self, string, defaults=None, subdomain=None, methods=None, build_only=False, endpoint=None, strict_slashes=None,
        merge_slashes=None, redirect_to=None, alias=False, host=None, websocket=False,
    ):  # fmt: skip
        if not string.startswith("/"):
            raise ValueError(f"URL rule '{string}' must start with a slash.")
        if subdomain or host or redirect_to or websocket:
            _lab.lacks("rules for hosts, subdomains, redirects or websockets")
        self.rule, self.defaults, self.endpoint = string, defaults, endpoint
        self.is_leaf = not string.endswith("/")
        self.strict_slashes, self.merge_slashes, self.build_only = strict_slashes, merge_slashes, build_only
        self.alias = alias
        if methods is not None:
            if isinstance(methods, str):
                raise TypeError("'methods' should be a list of strings.")
            methods = {m.upper() for m in methods}
            if "HEAD" not in methods and "GET" in methods:
                methods.add("HEAD")
        self.methods = methods
        self.arguments = set(map(str, defaults)) if defaults else set()
        self.pieces = []
        self.map = None

    def bind(self, map):
        self.map = map
        if self.strict_slashes is None:
            self.strict_slashes = map.strict_slashes
        if self.merge_slashes is None:
            self.merge_slashes = map.merge_slashes
        # A key a segment: text before what is variable; then, as Werkzeug weighs them, by how much text stands beside the
        # variables and what they take. From a variable that takes slashes on, the rest of the rule is one segment.
        segments, open_end = [([], [])], False
        static = True
        for piece in parse_rule(self.rule):
            if isinstance(piece, str):
                if self.merge_slashes:
                    while "//" in piece:
                        piece = piece.replace("//", "/")
                self.pieces.append(piece)
                for i, text in enumerate(piece.split("/")):
                    if i and not open_end:
                        segments.append(([], []))
                    if text:
                        texts = segments[-1][0]
                        texts.append((len(texts), -len(text)))
                continue
            converter, arguments, name = piece
            if converter not in map.converters:
                raise LookupError(f"the converter {converter!r} does not exist")
            args, kwargs = parse_arguments(arguments)
            made = map.converters[converter](map, *args, **kwargs)
            if name in self.arguments:
                raise ValueError(f"variable name {name!r} used twice.")
            self.arguments.add(name)
            self.pieces.append((made, name))
            static = False
            segments[-1][1].append(made.weight)
            open_end = open_end or not made.part_isolating
        self.static = static and self.pieces[0] if self.pieces else "/"
        self.order = [(1, -len(texts), texts, -len(takes), takes) if takes else (0,) for texts, takes in segments]

    def match(self, path):
        """The values by which a path fits this rule, or None."""
        if self.static is not False:
            return {} if path == self.static else None
        found = []
        if not self._walk(path, 0, 0, found):
            return None
        values = {}
        for converter, name, text in found:
            try:
                values[name] = converter.to_python(text)
            except ValidationError:
                return None
        return values

    def _walk(self, path, at, index, found):
        if index == len(self.pieces):
            return at == len(path)
        piece = self.pieces[index]
        if isinstance(piece, str):
            return path.startswith(piece, at) and self._walk(path, at + len(piece), index + 1, found)
        converter, name = piece
        if index + 1 == len(self.pieces):
            stops = (len(path),) if len(path) in converter.ends(path, at) else ()
        else:
            stops = converter.ends(path, at)
        for stop in stops:
            mark = len(found)
            found.append((converter, name, path[at:stop]))
            if self._walk(path, stop, index + 1, found):
                return True
            del found[mark:]
        return False

    def build(self, values):
        out, used = [], set()
        for piece in self.pieces:
            if isinstance(piece, str):
                out.append(quote(piece, _SAFE + "@"))
                continue
            converter, name = piece
            value = values[name] if name in values else self.defaults[name]
            used.add(name)
            out.append(converter.to_url(value))
        if self.defaults:
            used.update(self.defaults)
        return "".join(out), {k: v for k, v in values.items() if k not in used}

    def suitable_for(self, values, method):
        if method is not None and self.methods is not None and method not in self.methods:
            return False
        defaults = self.defaults or {}
        for name in self.arguments:
            if name not in defaults and name not in values:
                return False
        return all(k not in values or values[k] == v for k, v in defaults.items())

    def __str__(self):
        return self.rule

    def __repr__(self):
        methods = f" ({', '.join(sorted(self.methods))})" if self.methods is not None else ""
        return f"<{type(self).__name__} {self.rule!r}{methods} -> {self.endpoint}>"


class Map:
    def __init__(self, rules=None, default_subdomain="", strict_slashes=True, merge_slashes=True, converters=None, host_matching=False, **kwargs):
        self.strict_slashes, self.merge_slashes = strict_slashes, merge_slashes
        self.converters = dict(DEFAULT_CONVERTERS)
        self.converters.update(converters or {})
        self.host_matching, self.default_subdomain = host_matching, default_subdomain
        self._rules, self._by_endpoint, self._sorted = [], {}, True
        for rule in rules or ():
            self.add(rule)

    def add(self, rule):
        rule.bind(self)
        self._rules.append(rule)
        self._by_endpoint.setdefault(rule.endpoint, []).append(rule)
        self._sorted = False

    def iter_rules(self, endpoint=None):
        return iter(self._by_endpoint[endpoint] if endpoint is not None else self._rules)

    def is_endpoint_expecting(self, endpoint, *arguments):
        return any(set(arguments) <= rule.arguments for rule in self._by_endpoint.get(endpoint, ()))

    def update(self):
        if not self._sorted:
            for rules in self._by_endpoint.values():
                rules.sort(key=lambda r: (-len(r.arguments), -len(r.defaults or ())))
            self._matching = sorted((r for r in self._rules if not r.build_only), key=lambda r: r.order)
            self._sorted = True

    def bind(self, server_name, script_name="/", subdomain=None, url_scheme="http", default_method="GET", path_info="/", query_args=None):
        return MapAdapter(self, server_name, script_name or "/", url_scheme, path_info, default_method, query_args or "")

    def bind_to_environ(self, environ, server_name=None, subdomain=None):
        from werkzeug.wrappers import host_of, unwire

        scheme = environ["wsgi.url_scheme"]
        server = (environ.get("SERVER_NAME"), environ.get("SERVER_PORT"))
        host = host_of(scheme, environ.get("HTTP_HOST"), server).lower()
        return MapAdapter(
            self, host, unwire(environ.get("SCRIPT_NAME", "")) or "/", scheme, unwire(environ.get("PATH_INFO", "")),
            environ["REQUEST_METHOD"], environ.get("QUERY_STRING", ""),
        )  # fmt: skip

    def __repr__(self):
        return f"{type(self).__name__}({list(self.iter_rules())!r})"


class _SlashRequired(Exception):
    pass


class MapAdapter:
    def __init__(self, map, server_name, script_name, url_scheme, path_info, default_method, query_args):
        self.map, self.server_name, self.url_scheme = map, server_name, url_scheme
        self.script_name = script_name if script_name.endswith("/") else script_name + "/"
        self.path_info = path_info.lstrip("/")
        self.default_method, self.query_args = default_method, query_args

    def _find(self, path, method, allowed):
        """(rule, values) for a path."""
        rules = self.map._matching
        for rule in rules:
            values = rule.match(path)
            slash = False
            if values is None:
                if not rule.is_leaf and not path.endswith("/"):
                    values, slash = rule.match(path + "/"), True
                elif rule.is_leaf and not rule.strict_slashes and path.endswith("/") and path != "/":
                    values = rule.match(path[:-1])
                if values is None:
                    continue
            if rule.methods is not None and method not in rule.methods:
                if not slash or not rule.strict_slashes:
                    allowed.update(dict.fromkeys(rule.methods))
                continue
            if slash and rule.strict_slashes:
                raise _SlashRequired()
            return rule, values
        return None

    def match(self, path_info=None, method=None, return_rule=False, query_args=None, websocket=None):
        self.map.update()
        path = self.path_info if path_info is None else path_info
        path = "/" + path.lstrip("/") if path else ""
        method = (method or self.default_method).upper()
        query = self.query_args if query_args is None else query_args
        allowed = {}
        path = path or "/"
        try:
            found = self._find(path, method, allowed)
            if found is None and self.map.merge_slashes and "//" in path:
                merged = path
                while "//" in merged:
                    merged = merged.replace("//", "/")
                if merged != path:
                    hit = self._find(merged, method, {})
                    if hit is not None and hit[0].merge_slashes:
                        raise RequestRedirect(self.redirect_url(merged, query))
        except _SlashRequired:
            raise RequestRedirect(self.redirect_url(path + "/", query)) from None
        if found is None:
            if allowed:
                raise MethodNotAllowed(valid_methods=list(allowed))
            raise NotFound()
        rule, values = found
        if rule.defaults:
            values.update(rule.defaults)
        self.redirect_to_defaults(rule, values, method, query)
        return (rule, values) if return_rule else (rule.endpoint, values)

    def redirect_to_defaults(self, rule, values, method, query):
        """A rule that gives what is asked for by default is the address to use."""
        for other in self.map._by_endpoint[rule.endpoint]:
            if other is rule:
                return
            if other.defaults and other.arguments == rule.arguments and other.suitable_for(values, method):
                raise RequestRedirect(self.redirect_url(other.build(dict(values, **other.defaults))[0], query))

    def redirect_url(self, path, query):
        tail = f"?{query if isinstance(query, str) else urlencode(query)}" if query else ""
        base = self.script_name.rstrip("/")
        return f"{self.url_scheme}://{self.server_name}{base}/{quote(path.lstrip('/'), _SAFE)}{tail}"

    def test(self, path_info=None, method=None):
        try:
            self.match(path_info, method)
        except RequestRedirect:
            pass
        except HTTPException:
            return False
        return True

    def allowed_methods(self, path_info=None):
        try:
            self.match(path_info, method="--")
        except MethodNotAllowed as e:
            return e.valid_methods
        except HTTPException:
            pass
        return []

    def build(self, endpoint, values=None, method=None, force_external=False, append_unknown=True, url_scheme=None):
        self.map.update()
        if values and hasattr(values, "lists"):
            values = {k: (v[0] if len(v) == 1 else v) for k, v in values.lists() if v}
        else:
            values = {k: v for k, v in (values or {}).items() if v is not None}
        rules = self.map._by_endpoint.get(endpoint, ())
        chosen = None
        for method_now in ([method] if method is not None else [self.default_method, None]):
            fits = [r for r in rules if r.suitable_for(values, method_now)]
            if fits:
                chosen = min(fits, key=lambda r: (-len(r.arguments), -len(r.defaults or ())))
                break
        if chosen is None:
            raise BuildError(endpoint, values, method, self)
        path, rest = chosen.build(values)
        if append_unknown and rest:
            path += "?" + urlencode(rest)
        scheme = self.url_scheme if url_scheme is None else url_scheme
        base = self.script_name.rstrip("/")
        if not force_external:
            return f"{base}/{path.lstrip('/')}"
        return f"{scheme + ':' if scheme else ''}//{self.server_name}{base}/{path.lstrip('/')}"


__getattr__ = _lab.missing("werkzeug.routing", ("Submount", "Subdomain", "EndpointPrefix", "RuleFactory"))
