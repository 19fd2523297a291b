"""Headers, query parameters, addresses and uploads."""

import io

from werkzeug.urls import parse_qsl, urlencode


class Address(tuple):
    def __new__(cls, host, port):
        return super().__new__(cls, (host, port))

    host = property(lambda s: s[0])
    port = property(lambda s: s[1])

    def __repr__(self):
        return f"Address(host={self[0]!r}, port={self[1]!r})"


class State:
    """Attributes that somebody put there."""

    def __init__(self, state=None):
        object.__setattr__(self, "_state", {} if state is None else state)

    def __setattr__(self, name, value):
        self._state[name] = value

    def __getattr__(self, name):
        try:
            return self._state[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'") from None

    def __delattr__(self, name):
        del self._state[name]

    def __getitem__(self, name):
        return self._state[name]

    def __setitem__(self, name, value):
        self._state[name] = value

    def __contains__(self, name):
        return name in self._state

    def __iter__(self):
        return iter(self._state)

    def __len__(self):
        return len(self._state)


class Secret:
    def __init__(self, value):
        self._value = value

    def __repr__(self):
        return f"{type(self).__name__}('**********')"

    def __str__(self):
        return self._value

    def __bool__(self):
        return bool(self._value)


class CommaSeparatedStrings(list):
    def __init__(self, value):
        super().__init__([p.strip() for p in value.split(",") if p.strip()] if isinstance(value, str) else value)


class URL:
    def __init__(self, url="", scope=None, **components):
        if scope is not None:
            url = url_of(scope)
        self._url = str(url)
        if components:
            self._url = str(self.replace(**components))

    @property
    def components(self):
        return _lab.load("urllib.parse").urlsplit(self._url)

    scheme = property(lambda s: s.components.scheme)
    netloc = property(lambda s: s.components.netloc)
    path = property(lambda s: s.components.path)
    query = property(lambda s: s.components.query)
    fragment = property(lambda s: s.components.fragment)
    username = property(lambda s: s.components.username)
    password = property(lambda s: s.components.password)
    hostname = property(lambda s: s.components.hostname)
    port = property(lambda s: s.components.port)
    is_secure = property(lambda s: s.scheme in ("https", "wss"))

    def replace(self, **kwargs):
        parts = self.components
        if any(k in kwargs for k in ("username", "password", "hostname", "port")):
            host, port = kwargs.pop("hostname", None), kwargs.pop("port", parts.port)
            user, password = kwargs.pop("username", parts.username), kwargs.pop("password", parts.password)
            netloc = host if host is not None else parts.netloc.rpartition("@")[2].partition(":")[0]
            netloc += f":{port}" if port is not None else ""
            if user is not None:
                netloc = f"{user}:{password}@{netloc}" if password is not None else f"{user}@{netloc}"
            kwargs["netloc"] = netloc
        return type(self)(parts._replace(**kwargs).geturl())

    def _with(self, change):
        items = [(k, v) for k, v in parse_qsl(self.query)]
        return self.replace(query=urlencode(change(items)))

    def include_query_params(self, **kwargs):
        fresh = {k: str(v) for k, v in kwargs.items()}

        def change(items):
            kept = {}
            for k, v in items:
                kept[k] = v
            kept.update(fresh)
            return list(kept.items())

        return self._with(change)

    def replace_query_params(self, **kwargs):
        return self._with(lambda items: [(k, str(v)) for k, v in kwargs.items()])

    def remove_query_params(self, keys):
        keys = [keys] if isinstance(keys, str) else keys
        return self._with(lambda items: [(k, v) for k, v in items if k not in keys])

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(self._url)

    def __str__(self):
        return self._url

    def __repr__(self):
        url = str(self.replace(password="********")) if self.password else self._url
        return f"{type(self).__name__}({url!r})"


def url_of(scope):
    scheme, path = scope.get("scheme", "http"), scope.get("app_root_path", "") + scope["path"]
    path = scope["path"] if scope.get("app_root_path") and scope["path"].startswith(scope["app_root_path"]) else path
    host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), None)
    quoted = _lab.load("urllib.parse").quote(path, safe="/%:=&?~#+!$,;'@()*[]")
    if host:
        out = f"{scheme}://{host}{quoted}"
    elif scope.get("server"):
        name, port = scope["server"]
        default = {"http": 80, "https": 443, "ws": 80, "wss": 443}[scheme]
        out = f"{scheme}://{name}{quoted}" if port == default else f"{scheme}://{name}:{port}{quoted}"
    else:
        out = quoted
    query = scope.get("query_string", b"")
    return out + ("?" + query.decode("latin-1") if query else "")


class URLPath(str):
    def __new__(cls, path, protocol="", host=""):
        made = super().__new__(cls, path)
        made.protocol, made.host = protocol, host
        return made

    def make_absolute_url(self, base_url):
        base = URL(str(base_url)) if not isinstance(base_url, URL) else base_url
        schemes = {"http": {True: "https", False: "http"}, "websocket": {True: "wss", False: "ws"}}
        scheme = schemes[self.protocol][base.is_secure] if self.protocol else base.scheme
        return URL(f"{scheme}://{self.host or base.netloc}{base.path.rstrip('/')}{self}")


class ImmutableMultiDict:
    """Pairs; the last value of a name is the one that `[...]` gives."""

    def __init__(self, *args, **kwargs):
        given = args[0] if args else []
        if hasattr(given, "multi_items"):
            given = given.multi_items()
        elif hasattr(given, "items"):
            given = given.items()
        self._list = list(given) + list(kwargs.items())
        self._dict = dict(self._list)

    def getlist(self, key):
        return [v for k, v in self._list if k == key]

    def keys(self):
        return self._dict.keys()

    def values(self):
        return self._dict.values()

    def items(self):
        return self._dict.items()

    def multi_items(self):
        return list(self._list)

    def get(self, key, default=None):
        return self._dict.get(key, default)

    def __getitem__(self, key):
        return self._dict[key]

    def __contains__(self, key):
        return key in self._dict

    def __iter__(self):
        return iter(self._dict)

    def __len__(self):
        return len(self._dict)

    def __eq__(self, other):
        return isinstance(other, type(self)) and sorted(map(repr, self._list)) == sorted(map(repr, other._list))

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({self._list!r})"


class MultiDict(ImmutableMultiDict):
    def __setitem__(self, key, value):
        self.setlist(key, [value])

    def __delitem__(self, key):
        self._list = [(k, v) for k, v in self._list if k != key]
        del self._dict[key]

    def pop(self, key, default=None):
        self._list = [(k, v) for k, v in self._list if k != key]
        return self._dict.pop(key, default)

    def setlist(self, key, values):
        self._list = [(k, v) for k, v in self._list if k != key] + [(key, v) for v in values]
        self._dict = dict(self._list)

    def append(self, key, value):
        self._list.append((key, value))
        self._dict[key] = value


class QueryParams(ImmutableMultiDict):
    def __init__(self, *args, **kwargs):
        given = args[0] if args else []
        if isinstance(given, bytes):
            given = given.decode("latin-1")
        if isinstance(given, str):
            given = parse_qsl(given)
        super().__init__(given, **kwargs)
        self._list = [(str(k), str(v)) for k, v in self._list]
        self._dict = dict(self._list)

    def __str__(self):
        return urlencode(self._list)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"


class UploadFile:
    def __init__(self, file, *, size=None, filename=None, headers=None):
        self.file, self.size, self.filename = file, size, filename
        self.headers = headers or Headers()

    @property
    def content_type(self):
        return self.headers.get("content-type", None)

    async def read(self, size=-1):
        return self.file.read(size)

    async def write(self, data):
        if self.size is not None:
            self.size += len(data)
        self.file.write(data)

    async def seek(self, offset):
        self.file.seek(offset)

    async def close(self):
        self.file.close()

    def __repr__(self):
        return f"{type(self).__name__}(filename={self.filename!r}, size={self.size!r}, headers={self.headers!r})"


class FormData(ImmutableMultiDict):
    async def close(self):
        for _, value in self._list:
            if isinstance(value, UploadFile):
                await value.close()


class Headers:
    """Names in any case; `[...]` gives the first value."""

    def __init__(self, headers=None, raw=None, scope=None):
        if headers is not None:
            self._list = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]
        elif raw is not None:
            self._list = raw
        elif scope is not None:
            self._list = scope["headers"] = list(scope["headers"])
        else:
            self._list = []

    @property
    def raw(self):
        return self._list

    def keys(self):
        return [k.decode("latin-1") for k, _ in self._list]

    def values(self):
        return [v.decode("latin-1") for _, v in self._list]

    def items(self):
        return [(k.decode("latin-1"), v.decode("latin-1")) for k, v in self._list]

    def getlist(self, key):
        name = key.lower().encode("latin-1")
        return [v.decode("latin-1") for k, v in self._list if k == name]

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def mutablecopy(self):
        return MutableHeaders(raw=self._list[:])

    def __getitem__(self, key):
        name = key.lower().encode("latin-1")
        for k, v in self._list:
            if k == name:
                return v.decode("latin-1")
        raise KeyError(key)

    def __contains__(self, key):
        name = key.lower().encode("latin-1") if isinstance(key, str) else None
        return any(k == name for k, _ in self._list)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._list)

    def __eq__(self, other):
        return isinstance(other, Headers) and sorted(self._list) == sorted(other._list)

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({dict(self.items())!r})"


class MutableHeaders(Headers):
    def __setitem__(self, key, value):
        name, fresh = key.lower().encode("latin-1"), value.encode("latin-1")
        places = [i for i, (k, _) in enumerate(self._list) if k == name]
        for i in reversed(places[1:]):
            del self._list[i]
        if places:
            self._list[places[0]] = (name, fresh)
        else:
            self._list.append((name, fresh))

    def __delitem__(self, key):
        name = key.lower().encode("latin-1")
        self._list[:] = [(k, v) for k, v in self._list if k != name]

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def update(self, other):
        for key, value in other.items():
            self[key] = value

    def append(self, key, value):
        self._list.append((key.lower().encode("latin-1"), value.encode("latin-1")))

    def add_vary_header(self, vary):
        before = self.get("vary")
        self["vary"] = f"{before}, {vary}" if before is not None else vary

    def __ior__(self, other):
        self.update(other)
        return self


def spooled(data=b""):
    return io.BytesIO(data)


__getattr__ = _lab.missing("starlette.datastructures")
