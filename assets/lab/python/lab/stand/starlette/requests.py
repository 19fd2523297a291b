"""What came in."""

from starlette.datastructures import URL, Address, FormData, Headers, QueryParams, State, UploadFile, spooled
from starlette.exceptions import HTTPException

_json = _lab.load("json")


def cookie_parser(text):
    out = {}
    for chunk in text.split(";"):
        key, equals, value = chunk.partition("=")
        if not equals:
            key, value = "", chunk
        key, value = key.strip(), value.strip()
        if key or value:
            quoted = len(value) > 1 and value[0] == value[-1] == '"'
            out[key] = _lab.part("client").unescape(value[1:-1]) if quoted else value
    return out


class ClientDisconnect(Exception):
    pass


class HTTPConnection:
    def __init__(self, scope, receive=None):
        self.scope = scope

    def __getitem__(self, key):
        return self.scope[key]

    def __iter__(self):
        return iter(self.scope)

    def __len__(self):
        return len(self.scope)

    def get(self, key, default=None):
        return self.scope.get(key, default)

    def _kept(self, name, make):
        found = self.__dict__.get(name)
        if found is None:
            found = self.__dict__[name] = make()
        return found

    @property
    def app(self):
        return self.scope["app"]

    @property
    def url(self):
        return self._kept("_url", lambda: URL(scope=self.scope))

    @property
    def base_url(self):
        root = self.scope.get("app_root_path", self.scope.get("root_path", ""))
        scope = {**self.scope, "path": root if root.endswith("/") else root + "/", "query_string": b"", "root_path": root}
        scope.pop("app_root_path", None)
        return self._kept("_base_url", lambda: URL(scope=scope))

    @property
    def headers(self):
        return self._kept("_headers", lambda: Headers(scope=self.scope))

    @property
    def query_params(self):
        return self._kept("_query_params", lambda: QueryParams(self.scope["query_string"]))

    @property
    def path_params(self):
        return self.scope.get("path_params", {})

    @property
    def cookies(self):
        def read():
            out = {}
            for header in self.headers.getlist("cookie"):
                out.update(cookie_parser(header))
            return out

        return self._kept("_cookies", read)

    @property
    def client(self):
        found = self.scope.get("client")
        return Address(*found) if found is not None else None

    def _installed(self, name, middleware):
        assert name in self.scope, f"{middleware} must be installed to access request.{name}"
        return self.scope[name]

    @property
    def session(self):
        session = self._installed("session", "SessionMiddleware")
        if hasattr(session, "accessed"):
            session.accessed = True
        return session

    @property
    def auth(self):
        return self._installed("auth", "AuthenticationMiddleware")

    @property
    def user(self):
        return self._installed("user", "AuthenticationMiddleware")

    @property
    def state(self):
        return self._kept("_state", lambda: State(self.scope.setdefault("state", {})))

    def url_for(self, name, /, **path_params):
        provider = self.scope.get("router") or self.scope.get("app")
        return provider.url_path_for(name, **path_params).make_absolute_url(self.base_url)


class _Form:
    """What `request.form()` gives: to be awaited, or entered."""

    def __init__(self, made):
        self.made = made

    def __await__(self):
        return self.made.__await__()

    async def __aenter__(self):
        self.form = await self.made
        return self.form

    async def __aexit__(self, *args):
        await self.form.close()


class Request(HTTPConnection):
    def __init__(self, scope, receive=None, send=None):
        super().__init__(scope)
        assert scope["type"] == "http"
        self._receive, self._send = receive, send
        self._consumed = False
        self._form_data = None

    @property
    def method(self):
        return self.scope["method"]

    @property
    def receive(self):
        return self._receive

    async def stream(self):
        if "_body" in self.__dict__:
            yield self._body
            yield b""
            return
        if self._consumed:
            raise RuntimeError("Stream consumed")
        if self._receive is None:
            raise RuntimeError("Receive channel has not been made available")
        while not self._consumed:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect()
            body = message.get("body", b"")
            self._consumed = not message.get("more_body", False)
            if body:
                yield body
        yield b""

    async def body(self):
        if "_body" not in self.__dict__:
            chunks = []
            async for chunk in self.stream():
                chunks.append(chunk)
            self._body = b"".join(chunks)
        return self._body

    async def json(self):
        if "_json" not in self.__dict__:
            self._json = _json.loads(await self.body())
        return self._json

    def form(self, *, max_files=1000, max_fields=1000, max_part_size=1024 * 1024):
        return _Form(self._read_form(max_files, max_fields, max_part_size))

    async def _read_form(self, max_files, max_fields, max_part_size):
        if self._form_data is None:
            http = _lab.load("werkzeug.http")
            kind, options = http.parse_options_header(self.headers.get("content-type", ""))
            body = await self.body() if kind in ("multipart/form-data", "application/x-www-form-urlencoded") else b""
            self._form_data = FormData()
            try:
                if kind == "multipart/form-data":
                    self._form_data = FormData(read_multipart(body, options, max_files, max_fields, max_part_size))
                elif kind == "application/x-www-form-urlencoded":
                    self._form_data = FormData(_lab.load("urllib.parse").parse_qsl(body.decode("latin-1"), keep_blank_values=True))
            except _BadForm as error:
                self._form_data = None
                if "app" in self.scope:
                    raise HTTPException(400, str(error)) from None
                raise
        return self._form_data

    async def close(self):
        if self._form_data is not None:
            await self._form_data.close()

    async def is_disconnected(self):
        return False


class _BadForm(Exception):
    pass


def read_multipart(body, options, max_files, max_fields, max_part_size):
    http, boundary = _lab.load("werkzeug.http"), options.get("boundary")
    if boundary is None:
        raise _BadForm("Missing boundary in multipart.")
    mark = b"--" + boundary.encode("latin-1")
    if not body.startswith(mark):
        if body.strip():
            raise _BadForm(f"Did not find boundary character {body[0] if body else 0} at index {2}")
        return []
    out, files, fields, at = [], 0, 0, 0
    while True:
        at += len(mark)
        if body[at : at + 2] != b"\r\n":
            break
        head_end = body.find(b"\r\n\r\n", at)
        end = body.find(b"\r\n" + mark, head_end + 2)
        if head_end < 0 or end < 0:
            break
        headers = []
        for line in body[at + 2 : head_end].split(b"\r\n"):
            name, colon, value = line.partition(b":")
            if colon:
                headers.append((name.strip().lower(), value.strip()))
        headers = Headers(raw=headers)
        _, found = http.parse_options_header(headers.get("content-disposition", ""))
        if "name" not in found:
            raise _BadForm('The Content-Disposition header field "name" must be provided.')
        data = body[head_end + 4 : end]
        if "filename" in found:
            files += 1
            if files > max_files:
                raise _BadForm(f"Too many files. Maximum number of files is {max_files}.")
            out.append((found["name"], UploadFile(spooled(data), size=len(data), filename=found["filename"], headers=headers)))
        else:
            fields += 1
            if fields > max_fields:
                raise _BadForm(f"Too many fields. Maximum number of fields is {max_fields}.")
            if len(data) > max_part_size:
                raise _BadForm(f"Part exceeded maximum size of {int(max_part_size / 1024)}KB.")
            out.append((found["name"], data.decode("utf-8", "replace")))
        at = end + 2
    return out


__getattr__ = _lab.missing("starlette.requests")
