"""Requests, and the responses to them."""

from requests.exceptions import HTTPError, InvalidHeader, InvalidSchema, InvalidURL, JSONDecodeError, MissingSchema, StreamConsumedError
from requests.structures import CaseInsensitiveDict

_urls = _lab.part("urls")
_client = _lab.part("client")
REDIRECT_STATI = (301, 302, 303, 307, 308)


class Raw:
    """The body as it comes from the connection, with the address that answered."""

    def __init__(self, body, status, headers, sock):
        self._fp = _lab.load("_io").BytesIO(body)
        self.status, self.headers = status, headers
        self._connection = self.connection = self._original_connection = type("Connection", (), {"sock": sock})()
        self.decode_content = False
        self.version = 11

    def read(self, amt=None, decode_content=None, cache_content=False):
        return self._fp.read() if amt is None else self._fp.read(amt)

    def stream(self, amt=65536, decode_content=None):
        while chunk := self._fp.read(amt):
            yield chunk

    def __iter__(self):
        return iter(self._fp)

    def tell(self):
        return self._fp.tell()

    def readable(self):
        return True

    @property
    def closed(self):
        return self._fp.closed

    def close(self):
        self._fp.close()

    def release_conn(self):
        pass

    def getheader(self, name, default=None):
        return self.headers.get(name, default)


class Request:
    def __init__(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None, hooks=None, json=None):
        self.method, self.url, self.headers, self.files, self.data = method, url, headers or {}, files or [], data or []
        self.json, self.params, self.auth, self.cookies, self.hooks = json, params or {}, auth, cookies, hooks or {}

    def prepare(self):
        p = PreparedRequest()
        p.prepare(self.method, self.url, self.headers, self.files, self.data, self.params, self.auth, self.cookies, self.hooks, self.json)
        return p

    def __repr__(self):
        return f"<Request [{self.method}]>"


class PreparedRequest:
    def __init__(self):
        self.method = self.url = self.headers = self.body = None
        self.hooks = {"response": []}
        self._cookies = None

    def prepare(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None, hooks=None, json=None):
        self.method = method.upper() if method is not None else None
        self.prepare_url(url, params)
        self.prepare_headers(headers)
        self.prepare_cookies(cookies)
        self.prepare_body(data, files, json)
        self.prepare_auth(auth, url)
        for event, hook in (hooks or {}).items():
            self.hooks.setdefault(event, []).extend(hook if isinstance(hook, (list, tuple)) else [hook])

    def copy(self):
        p = PreparedRequest()
        p.method, p.url, p.body = self.method, self.url, self.body
        p.headers = self.headers.copy() if self.headers is not None else None
        p.hooks, p._cookies = self.hooks, self._cookies
        return p

    def prepare_url(self, url, params):
        url = url.decode("utf8") if isinstance(url, bytes) else str(url)
        url = url.lstrip()
        if ":" in url and not url.lower().startswith("http"):
            self.url = url
            return
        try:
            parsed = _urls.parse(url)
        except _urls.BadURL as e:
            raise InvalidURL(*e.args) from None
        if not parsed.scheme:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
        if not parsed.host:
            raise InvalidURL(f"Invalid URL {url!r}: No host supplied")
        if not parsed.host.isascii():
            try:
                parsed.host = _lab.part("web").clean(parsed.host)
            except OSError:
                raise InvalidURL("URL has an invalid label.") from None
        elif parsed.host.startswith(("*", ".")):
            raise InvalidURL("URL has an invalid label.")
        encoded = self._encode_params(params) if params else ""
        if encoded:
            parsed.query = f"{parsed.query}&{encoded}" if parsed.query else encoded
        self.url = parsed.text()

    @staticmethod
    def _encode_params(data):
        if isinstance(data, (str, bytes)):
            return data
        if hasattr(data, "read"):
            return data
        items = data.items() if hasattr(data, "items") else data
        out = []
        for name, value in items:
            for one in value if isinstance(value, (list, tuple, set)) else [value]:
                if one is not None:
                    out.append((name, one))
        return "&".join(f"{_client.quote_plus(n)}={_client.quote_plus(v)}" for n, v in out)

    def prepare_headers(self, headers):
        self.headers = CaseInsensitiveDict()
        for name, value in (headers or {}).items():
            text = value.decode("latin-1") if isinstance(value, bytes) else value
            if not isinstance(text, str):
                raise InvalidHeader(f"Header part ({value!r}) from ({name!r}, {value!r}) must be of type str or bytes, not {type(value)}")
            if "\n" in text or "\r" in text or text[:1] in (" ", "\t") or any(c in str(name) for c in "\r\n:"):
                raise InvalidHeader(f"Invalid leading whitespace, reserved character(s), or return character(s) in header value: {value!r}")
            self.headers[name if isinstance(name, str) else name.decode()] = value

    def prepare_cookies(self, cookies):
        self._cookies = cookies
        items = dict(cookies or {})
        if items and "Cookie" not in self.headers:
            self.headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in items.items())

    def prepare_body(self, data, files, json=None):
        body = kind = None
        if not data and json is not None:
            body, kind = _lab.load("json").dumps(json, allow_nan=False).encode("utf-8"), "application/json"
        elif files:
            body, kind = _client.multipart(_client.pairs(data or {}), _client.pairs_of_files(files))
        elif data:
            if isinstance(data, (str, bytes)) or hasattr(data, "read"):
                body = data
                kind = "application/x-www-form-urlencoded" if isinstance(data, str) else None
            elif hasattr(data, "__iter__") and not isinstance(data, (dict, list, tuple)) and not hasattr(data, "items"):
                body = b"".join(data)
            else:
                body, kind = self._encode_params(data), "application/x-www-form-urlencoded"
        self.body = body
        self.prepare_content_length(body)
        if kind and "content-type" not in self.headers:
            self.headers["Content-Type"] = kind

    def prepare_content_length(self, body):
        if body is not None and not hasattr(body, "read"):
            self.headers["Content-Length"] = str(len(body.encode("utf-8") if isinstance(body, str) else body))
        elif self.method not in ("GET", "HEAD") and self.headers.get("Content-Length") is None and body is None:
            self.headers["Content-Length"] = "0"

    def prepare_auth(self, auth, url=""):
        if auth is None and self.url:
            try:
                given = _urls.parse(self.url).auth
            except _urls.BadURL:
                given = None
            if given:
                user, _, password = given.partition(":")
                auth = tuple(_client.unquote_bytes(t).decode("utf-8", "replace") for t in (user, password))
        if auth:
            if isinstance(auth, tuple) and len(auth) == 2:
                auth = _lab.load("requests.auth").HTTPBasicAuth(*auth)
            auth(self)

    def register_hook(self, event, hook):
        self.hooks.setdefault(event, []).append(hook)

    @property
    def path_url(self):
        return _urls.parse(self.url).target

    def __repr__(self):
        return f"<PreparedRequest [{self.method}]>"


class Response:
    def __init__(self):
        self._content, self._content_consumed = False, False
        self.status_code = self.raw = self.url = self.reason = self.request = self.connection = self._next = None
        self.headers, self.history, self.cookies = CaseInsensitiveDict(), [], _lab.load("requests.cookies").RequestsCookieJar()
        self._encoding = None
        self.elapsed = _lab.load("datetime").timedelta(0)
        self._set_cookies = []

    @property
    def content(self):
        if self._content is False:
            if self._content_consumed:
                raise RuntimeError("The content for this response was already consumed")
            self._content = self.raw.read() if self.raw is not None else None
            self._content_consumed = True
        return self._content

    @property
    def encoding(self):
        if self._encoding:
            return self._encoding
        kind = self.headers.get("content-type", "")
        charset = kind.lower().partition("charset=")[2].split(";")[0].strip("'\" ")
        if charset:
            return charset
        if "text" in kind:
            return "ISO-8859-1"
        return "utf-8" if "application/json" in kind else None

    @encoding.setter
    def encoding(self, value):
        self._encoding = value

    @property
    def apparent_encoding(self):
        return "utf-8"

    @property
    def text(self):
        if not self.content:
            return ""
        try:
            return self.content.decode(self.encoding or "utf-8", "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")

    def json(self, **kwargs):
        try:
            return _lab.load("json").loads(self.text if self.encoding else self.content.decode("utf-8"), **kwargs)
        except ValueError as e:
            raise JSONDecodeError(*e.args) from None

    @property
    def ok(self):
        return self.status_code < 400

    def __bool__(self):
        return self.ok

    @property
    def is_redirect(self):
        return "location" in self.headers and self.status_code in REDIRECT_STATI

    @property
    def is_permanent_redirect(self):
        return "location" in self.headers and self.status_code in (301, 308)

    @property
    def next(self):
        return self._next

    @property
    def links(self):
        return {}

    def raise_for_status(self):
        kind = "Client" if 400 <= self.status_code < 500 else "Server" if 500 <= self.status_code < 600 else None
        if kind:
            raise HTTPError(f"{self.status_code} {kind} Error: {self.reason} for url: {self.url}", response=self, request=self.request)

    def iter_content(self, chunk_size=1, decode_unicode=False):
        if self._content_consumed and isinstance(self._content, bool):
            raise StreamConsumedError()
        if self._content is not False:
            data = self._content
            size = chunk_size or len(data) or 1
            chunks = (data[i : i + size] for i in range(0, len(data), size))
        else:
            self._content_consumed = True
            chunks = self.raw.stream(chunk_size or 65536)
        for chunk in chunks:
            yield chunk.decode(self.encoding or "utf-8", "replace") if decode_unicode else chunk

    def __iter__(self):
        return self.iter_content(128)

    def iter_lines(self, chunk_size=512, decode_unicode=False, delimiter=None):
        data = self.text if decode_unicode else self.content
        yield from data.split(delimiter) if delimiter else data.splitlines()

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        return f"<Response [{self.status_code}]>"


__all__ = ["InvalidSchema"]
