"""`werkzeug.datastructures`: the dictionaries, headers and files of a request."""

from werkzeug.exceptions import BadRequestKeyError


class MultiDict(dict):
    """A dictionary with several values a key; plain access gives the first."""

    def __init__(self, mapping=None):
        dict.__init__(self)
        if isinstance(mapping, MultiDict):
            for key, values in mapping.lists():
                dict.__setitem__(self, key, list(values))
        elif isinstance(mapping, dict):
            for key, value in mapping.items():
                if isinstance(value, (list, tuple, set)):
                    if value:
                        dict.__setitem__(self, key, list(value))
                else:
                    dict.__setitem__(self, key, [value])
        else:
            for key, value in mapping or ():
                dict.setdefault(self, key, []).append(value)

    def __getitem__(self, key):
        if key in self:
            values = dict.__getitem__(self, key)
            if values:
                return values[0]
        raise BadRequestKeyError(key)

    def __setitem__(self, key, value):
        dict.__setitem__(self, key, [value])

    def __iter__(self):
        # With an iterator of its own, `dict(self)` asks `__getitem__` and so gives first values, not lists.
        return dict.__iter__(self)

    def get(self, key, default=None, type=None):
        try:
            value = self[key]
        except KeyError:
            return default
        if type is not None:
            try:
                value = type(value)
            except (ValueError, TypeError):
                return default
        return value

    def getlist(self, key, type=None):
        values = dict.get(self, key)
        if values is None:
            return []
        if type is None:
            return list(values)
        out = []
        for value in values:
            try:
                out.append(type(value))
            except (ValueError, TypeError):
                pass
        return out

    def setlist(self, key, new_list):
        dict.__setitem__(self, key, list(new_list))

    def add(self, key, value):
        dict.setdefault(self, key, []).append(value)

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
            return default
        return self[key]

    def setlistdefault(self, key, default_list=None):
        if key not in self:
            dict.__setitem__(self, key, list(default_list or ()))
        return dict.__getitem__(self, key)

    def items(self, multi=False):
        for key, values in dict.items(self):
            if multi:
                for value in values:
                    yield key, value
            else:
                yield key, values[0]

    def lists(self):
        for key, values in dict.items(self):
            yield key, list(values)

    def values(self):
        for values in dict.values(self):
            yield values[0]

    def listvalues(self):
        return dict.values(self)

    def to_dict(self, flat=True):
        return dict(self.items()) if flat else dict(self.lists())

    def update(self, mapping=(), **kwargs):
        for source in (mapping, kwargs):
            for key, value in iter_multi(source):
                self.add(key, value)

    def pop(self, key, *default):
        try:
            values = dict.pop(self, key)
            if values:
                return values[0]
        except KeyError:
            pass
        if default:
            return default[0]
        raise BadRequestKeyError(key)

    def popitem(self):
        key, values = dict.popitem(self)
        return key, values[0]

    def poplist(self, key):
        return dict.pop(self, key, [])

    def copy(self):
        return MultiDict(self)

    def deepcopy(self, memo=None):
        return MultiDict(_lab.load("copy").deepcopy(self.to_dict(flat=False)))

    __copy__ = copy
    __deepcopy__ = deepcopy

    def __or__(self, other):
        new = MultiDict(self)
        new.update(other)
        return new

    def __eq__(self, other):
        if isinstance(other, MultiDict):
            return dict.__eq__(self, other)
        return dict.__eq__(self, other)

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({list(self.items(multi=True))!r})"

    def __reduce_ex__(self, protocol):
        return type(self), (list(self.items(multi=True)),)


def iter_multi(mapping):
    if isinstance(mapping, MultiDict):
        yield from mapping.items(multi=True)
    elif isinstance(mapping, dict):
        for key, value in mapping.items():
            if isinstance(value, (list, tuple, set)):
                for one in value:
                    yield key, one
            else:
                yield key, value
    else:
        yield from mapping


def _immutable(self, *args, **kwargs):
    raise TypeError(f"{type(self).__name__!r} objects are immutable")


class ImmutableMultiDict(MultiDict):
    add = setlist = setdefault = setlistdefault = update = pop = popitem = poplist = _immutable
    __setitem__ = __delitem__ = clear = __ior__ = _immutable

    def __hash__(self):
        return hash(frozenset(self.items(multi=True)))

    def __copy__(self):
        return self


class ImmutableDict(dict):
    __setitem__ = __delitem__ = update = pop = popitem = clear = setdefault = __ior__ = _immutable

    def copy(self):
        return dict(self)

    def __repr__(self):
        return f"{type(self).__name__}({dict.__repr__(self)})"


class CombinedMultiDict(ImmutableMultiDict):
    """Several of them seen as one; the first that has a key answers."""

    def __init__(self, dicts=None):
        dict.__init__(self)
        self.dicts = list(dicts) if dicts else []
        for d in reversed(self.dicts):
            for key in d:
                dict.__setitem__(self, key, [d[key]])

    def getlist(self, key, type=None):
        out = []
        for d in self.dicts:
            out.extend(d.getlist(key, type))
        return out

    def items(self, multi=False):
        found = set()
        for d in self.dicts:
            for key, value in d.items(multi):
                if multi:
                    yield key, value
                elif key not in found:
                    found.add(key)
                    yield key, value

    def lists(self):
        out = {}
        for d in self.dicts:
            for key, values in d.lists():
                out.setdefault(key, []).extend(values)
        return iter(out.items())

    def values(self):
        for _, value in self.items():
            yield value

    def copy(self):
        return MultiDict(list(self.items(multi=True)))

    def __repr__(self):
        return f"{type(self).__name__}({self.dicts!r})"


def check_header(value):
    value = value if isinstance(value, str) else str(value)
    if "\n" in value or "\r" in value:
        raise ValueError("Header values must not contain newline characters.")
    return value


class Headers:
    """The headers of a message: any case, several of a name."""

    def __init__(self, defaults=None):
        self._list = []
        if defaults is not None:
            self.extend(defaults)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self._list[key]
        wanted = key.lower()
        for name, value in self._list:
            if name.lower() == wanted:
                return value
        raise BadRequestKeyError(key)

    def get(self, key, default=None, type=None):
        try:
            value = self[key]
        except KeyError:
            return default
        if type is None:
            return value
        try:
            return type(value)
        except (ValueError, TypeError):
            return default

    def getlist(self, key, type=None):
        wanted, out = key.lower(), []
        for name, value in self:
            if name.lower() == wanted:
                if type is None:
                    out.append(value)
                else:
                    try:
                        out.append(type(value))
                    except (ValueError, TypeError):
                        pass
        return out

    get_all = getlist

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __iter__(self):
        return iter(self._list)

    def __len__(self):
        return len(self._list)

    def __eq__(self, other):
        if not isinstance(other, Headers):
            return NotImplemented
        mine = sorted((n.lower(), v) for n, v in self)
        return mine == sorted((n.lower(), v) for n, v in other)

    __hash__ = None

    def items(self, lower=False):
        for name, value in self:
            yield (name.lower() if lower else name), value

    def keys(self, lower=False):
        for name, _ in self.items(lower):
            yield name

    def values(self):
        for _, value in self.items():
            yield value

    def add(self, key, value, /, **kwargs):
        if kwargs:
            value = dump_options(value, kwargs)
        self._list.append((key, check_header(value)))

    add_header = add

    def set(self, key, value, /, **kwargs):
        if kwargs:
            value = dump_options(value, kwargs)
        value = check_header(value)
        wanted = key.lower()
        for i, (name, _) in enumerate(self._list):
            if name.lower() == wanted:
                self._list[i] = (key, value)
                self._list[i + 1 :] = [t for t in self._list[i + 1 :] if t[0].lower() != wanted]
                return
        self._list.append((key, value))

    def setlist(self, key, values):
        self.remove(key)
        for value in values:
            self.add(key, value)

    def setdefault(self, key, default):
        if key in self:
            return self[key]
        self.set(key, default)
        return self[key]

    def setlistdefault(self, key, default):
        if key not in self:
            self.setlist(key, default)
        return self.getlist(key)

    def __setitem__(self, key, value):
        self.set(key, value)

    def __delitem__(self, key):
        self.remove(key)

    def remove(self, key):
        wanted = key.lower()
        self._list[:] = [t for t in self._list if t[0].lower() != wanted]

    def pop(self, key=None, *default):
        if key is None:
            return self._list.pop()
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        self.remove(key)
        return value

    def extend(self, *args, **kwargs):
        for source in args:
            for key, value in source if isinstance(source, Headers) else iter_multi(source):
                self.add(key, value)
        for key, value in iter_multi(kwargs):
            self.add(key, value)

    def update(self, *args, **kwargs):
        for source in (*args, kwargs):
            if isinstance(source, Headers):
                for key in {n.lower(): n for n, _ in source}.values():
                    self.setlist(key, source.getlist(key))
            elif isinstance(source, dict):
                for key, value in source.items():
                    if isinstance(value, (list, tuple, set)):
                        self.setlist(key, value)
                    else:
                        self.set(key, value)
            else:
                for key, value in source:
                    self.set(key, value)

    def clear(self):
        self._list.clear()

    def to_wsgi_list(self):
        return list(self)

    def copy(self):
        return type(self)(self._list)

    __copy__ = copy

    def __str__(self):
        return "".join(f"{n}: {v}\r\n" for n, v in self.to_wsgi_list()) + "\r\n"

    def __repr__(self):
        return f"{type(self).__name__}({list(self)!r})"


def dump_options(value, options):
    parts = [value] if value is not None else []
    for name, option in options.items():
        name = name.replace("_", "-")
        if option is None:
            parts.append(name)
        else:
            text = str(option)
            plain = text and all(c.isalnum() or c in "!#$%&'*+-.^_`|~" for c in text)
            parts.append(f"{name}={text}" if plain else f'{name}="' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
    return "; ".join(parts)


class EnvironHeaders(Headers):
    """The headers of a request, read from the WSGI environment."""

    def __init__(self, environ):
        self.environ = environ

    def __getitem__(self, key, _get_mode=False):
        if not isinstance(key, str):
            raise BadRequestKeyError(key)
        key = key.upper().replace("-", "_")
        if key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            return self.environ[key]
        return self.environ["HTTP_" + key]

    def __iter__(self):
        for key, value in self.environ.items():
            if key.startswith("HTTP_") and key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
                yield key[5:].replace("_", "-").title(), value
            elif key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
                yield key.replace("_", "-").title(), value

    def __len__(self):
        return sum(1 for _ in self)

    def copy(self):
        raise TypeError(f"cannot create {type(self).__name__!r} copies")

    add = set = setlist = remove = extend = update = clear = pop = setdefault = __setitem__ = __delitem__ = _immutable


class FileStorage:
    """An uploaded file."""

    def __init__(self, stream=None, filename=None, name=None, content_type=None, content_length=None, headers=None):
        self.name = name
        self.stream = stream or _lab.load("_io").BytesIO()
        if filename is None:
            filename = getattr(stream, "name", None)
            if filename is not None and not isinstance(filename, str):
                filename = None
            elif filename and filename[0] == "<" and filename[-1] == ">":
                filename = None
        self.filename = filename
        self.headers = Headers() if headers is None else headers
        if content_type is not None:
            self.headers["Content-Type"] = content_type
        if content_length is not None:
            self.headers["Content-Length"] = str(content_length)

    @property
    def content_type(self):
        return self.headers.get("content-type")

    @property
    def mimetype(self):
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def mimetype_params(self):
        return _lab.load("werkzeug.http").parse_options_header(self.content_type or "")[1]

    @property
    def content_length(self):
        value = self.headers.get("content-length", "")
        return int(value) if value.isdigit() else 0

    def save(self, dst, buffer_size=16384):
        close = False
        if hasattr(dst, "__fspath__"):
            dst = dst.__fspath__()
        if isinstance(dst, str):
            dst = _lab.part("files").lab_open(dst, "wb")
            close = True
        try:
            while chunk := self.stream.read(buffer_size):
                dst.write(chunk)
        finally:
            if close:
                dst.close()

    def close(self):
        try:
            self.stream.close()
        except Exception:
            pass

    def __bool__(self):
        return bool(self.filename)

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __iter__(self):
        return iter(self.stream)

    def __repr__(self):
        return f"<{type(self).__name__}: {self.filename!r} ({self.content_type!r})>"


class Authorization:
    """The `Authorization` header: `.type`, `.username`, `.password`, `.token`, and the parameters."""

    def __init__(self, auth_type, data=None, token=None):
        self.type = auth_type
        self.parameters = {} if data is None else data
        self.token = token

    def __getattr__(self, name):
        return self.parameters.get(name)

    def __getitem__(self, name):
        return self.parameters.get(name)

    def get(self, key, default=None):
        return self.parameters.get(key, default)

    def __contains__(self, key):
        return key in self.parameters

    def __eq__(self, other):
        if not isinstance(other, Authorization):
            return NotImplemented
        return other.type == self.type and other.token == self.token and other.parameters == self.parameters

    __hash__ = None

    @classmethod
    def from_header(cls, value):
        if not value:
            return None
        scheme, _, rest = value.partition(" ")
        scheme, rest = scheme.lower(), rest.strip()
        if scheme == "basic":
            try:
                decoded = _lab.load("base64").b64decode(rest, validate=True).decode("utf-8")
            except ValueError:
                return None
            username, _, password = decoded.partition(":")
            return cls(scheme, {"username": username, "password": password})
        if "=" in rest.rstrip("="):
            return cls(scheme, _lab.load("werkzeug.http").parse_dict_header(rest), None)
        return cls(scheme, None, rest)

    def to_header(self):
        if self.type == "basic":
            raw = f"{self.username}:{self.password}".encode()
            return "Basic " + _lab.load("base64").b64encode(raw).decode("ascii")
        if self.token is not None:
            return f"{self.type.title()} {self.token}"
        return f"{self.type.title()} " + ", ".join(f'{k}="{v}"' for k, v in self.parameters.items())

    __str__ = to_header

    def __repr__(self):
        return f"<{type(self).__name__} {self.to_header()}>"


class WWWAuthenticate(Authorization):
    def to_header(self):
        if self.token is not None:
            return f"{self.type.title()} {self.token}"
        return f"{self.type.title()} " + ", ".join(f'{k}="{v}"' for k, v in self.parameters.items())

    __str__ = to_header


class Accept(ImmutableDict):
    """An `Accept` header: `.best`, `.best_match(kinds)`, `value in accept`."""

    def __init__(self, text=""):
        out = []
        for item in (text or "").split(","):
            kind, *params = [p.strip() for p in item.split(";")]
            if not kind:
                continue
            quality = 1.0
            for p in params:
                if p.startswith("q="):
                    try:
                        quality = max(0.0, min(1.0, float(p[2:])))
                    except ValueError:
                        quality = 0.0
            out.append((kind, quality))
        out.sort(key=lambda t: (-t[1], t[0].count("*")))
        self._list = out
        dict.__init__(self, out)

    def _matches(self, value, item):
        value, item = value.lower(), item.lower()
        if item in ("*", "*/*") or value == item:
            return True
        return item.endswith("/*") and value.partition("/")[0] == item[:-2]

    def quality(self, key):
        for item, quality in self._list:
            if self._matches(key, item):
                return quality
        return 0

    def __getitem__(self, key):
        return self._list[key] if isinstance(key, int) else self.quality(key)

    def __contains__(self, value):
        return any(self._matches(value, item) for item, _ in self._list)

    def __iter__(self):
        return iter(self._list)

    def values(self):
        for item, _ in self._list:
            yield item

    @property
    def best(self):
        return self._list[0][0] if self._list else None

    def best_match(self, matches, default=None):
        result, best = default, (0, 0)
        for wanted in matches:
            for item, quality in self._list:
                exact = 2 if item.lower() == wanted.lower() else 0 if item == "*/*" else 1
                if quality > 0 and self._matches(wanted, item) and (quality, exact) > best:
                    result, best = wanted, (quality, exact)
        return result

    @property
    def accept_html(self):
        return "text/html" in self or "application/xhtml+xml" in self

    @property
    def accept_json(self):
        return "application/json" in self

    def __str__(self):
        return ",".join(item if q == 1 else f"{item};q={q:g}" for item, q in self._list)


class _Directive:
    def __init__(self, name, kind=str):
        self.name, self.kind = name, kind

    def __get__(self, owner, cls):
        if owner is None:
            return self
        if self.kind is bool:
            return self.name in owner._data
        value = owner._data.get(self.name)
        if value is None or self.kind is str:
            return value
        try:
            return self.kind(value)
        except ValueError:
            return None

    def __set__(self, owner, value):
        if value is None or value is False:
            owner._data.pop(self.name, None)
        else:
            owner._data[self.name] = None if value is True and self.kind is bool else str(value)
        owner._changed()


class ResponseCacheControl:
    """The `Cache-Control` header of a response, as attributes."""

    no_cache = _Directive("no-cache", bool)
    no_store = _Directive("no-store", bool)
    no_transform = _Directive("no-transform", bool)
    must_revalidate = _Directive("must-revalidate", bool)
    proxy_revalidate = _Directive("proxy-revalidate", bool)
    must_understand = _Directive("must-understand", bool)
    public = _Directive("public", bool)
    private = _Directive("private", bool)
    immutable = _Directive("immutable", bool)
    max_age = _Directive("max-age", int)
    s_maxage = _Directive("s-maxage", int)
    stale_while_revalidate = _Directive("stale-while-revalidate", int)
    stale_if_error = _Directive("stale-if-error", int)

    def __init__(self, headers):
        self._headers = headers
        self._data = {}
        for item in headers.get("Cache-Control", "").split(","):
            name, eq, value = item.strip().partition("=")
            if name:
                self._data[name.lower()] = value.strip('"') if eq else None

    def _changed(self):
        if self._data:
            self._headers["Cache-Control"] = str(self)
        else:
            self._headers.remove("Cache-Control")

    def __str__(self):
        return ", ".join(k if v is None else f"{k}={v}" for k, v in self._data.items())


class HeaderSet:
    """A header that is a set of words, such as `Vary`."""

    def __init__(self, headers, name):
        self._headers, self._name = headers, name

    def _values(self):
        return [v.strip() for v in self._headers.get(self._name, "").split(",") if v.strip()]

    def add(self, value):
        self.update([value])

    def update(self, values):
        have = self._values()
        for value in values:
            if value.lower() not in [h.lower() for h in have]:
                have.append(value)
        if have:
            self._headers[self._name] = ", ".join(have)

    def discard(self, value):
        have = [h for h in self._values() if h.lower() != value.lower()]
        if have:
            self._headers[self._name] = ", ".join(have)
        else:
            self._headers.remove(self._name)

    remove = discard

    def __contains__(self, value):
        return value.lower() in [h.lower() for h in self._values()]

    def __iter__(self):
        return iter(self._values())

    def __len__(self):
        return len(self._values())

    def __str__(self):
        return ", ".join(self._values())


__getattr__ = _lab.missing("werkzeug.datastructures")
