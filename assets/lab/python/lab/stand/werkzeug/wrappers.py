"""`werkzeug.wrappers`: `Request` and `Response`."""

import _io

from werkzeug.datastructures import (
    Accept,
    Authorization,
    CombinedMultiDict,
    EnvironHeaders,
    Headers,
    HeaderSet,
    ImmutableMultiDict,
    MultiDict,
    ResponseCacheControl,
)
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, SecurityError, UnsupportedMediaType
from werkzeug.http import HTTP_STATUS_CODES, dump_cookie, http_date, parse_cookie, parse_date, parse_multipart, parse_options_header
from werkzeug.urls import iri_to_uri, parse_qsl, quote


class cached_property:
    def __init__(self, f):
        self.f, self.name, self.__doc__ = f, f.__name__, f.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        value = obj.__dict__[self.name] = self.f(obj)
        return value


def host_of(scheme, host_header, server=None, trusted_hosts=None):
    host = ""
    if host_header is not None:
        host = host_header
    elif server is not None:
        host = server[0]
        if server[1] is not None:
            host = f"{host}:{server[1]}"
    if scheme in ("http", "ws") and host.endswith(":80"):
        host = host[:-3]
    elif scheme in ("https", "wss") and host.endswith(":443"):
        host = host[:-4]
    if trusted_hosts and not host_is_trusted(host, trusted_hosts):
        raise SecurityError(f"Host {host!r} is not trusted.")
    return host


def host_is_trusted(hostname, trusted):
    if not hostname:
        return False
    hostname = hostname.partition(":")[0].lower()
    for ref in [trusted] if isinstance(trusted, str) else trusted:
        suffix = ref.startswith(".")
        ref = ref.lstrip(".").partition(":")[0].lower()
        if ref == hostname or (suffix and hostname.endswith("." + ref)):
            return True
    return False


class UserAgent(str):
    platform = browser = version = language = None

    @property
    def string(self):
        return str(self)

    def to_header(self):
        return str(self)


class Request:
    """A request, read from a WSGI environment."""

    parameter_storage_class = ImmutableMultiDict
    dict_storage_class = ImmutableMultiDict
    max_content_length = None
    max_form_memory_size = 500_000
    max_form_parts = 1000
    trusted_hosts = None

    def __init__(self, environ, populate_request=True, shallow=False):
        self.environ = environ
        self.method = environ.get("REQUEST_METHOD", "GET").upper()
        self.scheme = environ.get("wsgi.url_scheme", "http")
        self.server = (environ.get("SERVER_NAME"), int(environ["SERVER_PORT"])) if environ.get("SERVER_NAME") else None
        self.root_path = unwire(environ.get("SCRIPT_NAME", "")).rstrip("/")
        self.path = "/" + unwire(environ.get("PATH_INFO", "")).lstrip("/")
        self.query_string = environ.get("QUERY_STRING", "").encode("latin1")
        self.headers = EnvironHeaders(environ)
        self.remote_addr = environ.get("REMOTE_ADDR")
        self.shallow = shallow
        if populate_request and not shallow:
            environ["werkzeug.request"] = self

    @classmethod
    def from_values(cls, *args, **kwargs):
        _lab.lacks("werkzeug.Request.from_values", "use the client")

    @classmethod
    def application(cls, f):
        """Make a function of a request into a WSGI application."""

        def app(*args):
            request = cls(args[-2])
            try:
                response = f(*args[:-2] + (request,))
            except HTTPException as e:
                response = e.get_response(args[-2])
            return response(*args[-2:])

        return app

    def __repr__(self):
        return f"<{type(self).__name__} {self.url!r} [{self.method}]>"

    # --- address ---

    @cached_property
    def host(self):
        return host_of(self.scheme, self.headers.get("host"), self.server, self.trusted_hosts)

    @property
    def is_secure(self):
        return self.scheme in ("https", "wss")

    @cached_property
    def root_url(self):
        return f"{self.scheme}://{self.host}{quote(self.root_path, _PATH_SAFE)}/"

    url_root = property(lambda self: self.root_url)

    @cached_property
    def host_url(self):
        return f"{self.scheme}://{self.host}/"

    @cached_property
    def base_url(self):
        return f"{self.scheme}://{self.host}{quote(self.root_path, _PATH_SAFE)}/{quote(self.path.lstrip('/'), _PATH_SAFE)}"

    @cached_property
    def url(self):
        query = self.query_string.decode("latin1")
        return self.base_url + ("?" + quote_query(query) if query else "")

    @cached_property
    def full_path(self):
        return f"{self.path}?{self.query_string.decode('utf-8', 'replace')}"

    @cached_property
    def script_root(self):
        return self.root_path.rstrip("/")

    @cached_property
    def access_route(self):
        if "X-Forwarded-For" in self.headers:
            return [a.strip() for a in self.headers["X-Forwarded-For"].split(",") if a.strip()]
        return [self.remote_addr] if self.remote_addr is not None else []

    @property
    def remote_user(self):
        return self.environ.get("REMOTE_USER")

    # --- headers ---

    @property
    def content_type(self):
        return self.headers.get("Content-Type")

    @cached_property
    def _content(self):
        return parse_options_header(self.headers.get("Content-Type", ""))

    @property
    def mimetype(self):
        return self._content[0].lower()

    @property
    def mimetype_params(self):
        return self._content[1]

    @cached_property
    def content_length(self):
        if self.headers.get("Transfer-Encoding", "") == "chunked":
            return None
        text = self.headers.get("Content-Length")
        if text is None:
            return None
        try:
            return max(0, int(text)) if text.isdigit() else 0
        except ValueError:
            return 0

    @cached_property
    def cookies(self):
        return parse_cookie(";".join(self.headers.getlist("Cookie")).encode("latin1", "replace").decode("utf-8", "replace"), self.dict_storage_class)

    @cached_property
    def authorization(self):
        return Authorization.from_header(self.headers.get("Authorization"))

    @cached_property
    def user_agent(self):
        return UserAgent(self.headers.get("User-Agent", ""))

    @property
    def referrer(self):
        return self.headers.get("Referer")

    @property
    def origin(self):
        return self.headers.get("Origin")

    @property
    def date(self):
        return parse_date(self.headers.get("Date"))

    @property
    def if_modified_since(self):
        return parse_date(self.headers.get("If-Modified-Since"))

    @property
    def content_encoding(self):
        return self.headers.get("Content-Encoding")

    @property
    def content_md5(self):
        return self.headers.get("Content-MD5")

    @property
    def access_control_request_headers(self):
        return HeaderSet(Headers([("x", self.headers["Access-Control-Request-Headers"])]), "x") if "Access-Control-Request-Headers" in self.headers else None

    @property
    def access_control_request_method(self):
        return self.headers.get("Access-Control-Request-Method")

    @cached_property
    def accept_mimetypes(self):
        return Accept(self.headers.get("Accept"))

    @cached_property
    def accept_languages(self):
        return Accept(self.headers.get("Accept-Language"))

    @cached_property
    def accept_encodings(self):
        return Accept(self.headers.get("Accept-Encoding"))

    @cached_property
    def cache_control(self):
        return ResponseCacheControl(Headers([("Cache-Control", self.headers.get("Cache-Control", ""))]))

    # --- parameters and body ---

    @cached_property
    def args(self):
        return self.parameter_storage_class(parse_qsl(self.query_string.decode("latin1").encode("latin1").decode("utf-8", "surrogateescape")))

    @cached_property
    def stream(self):
        length = self.content_length
        limit = self.max_content_length
        if length is not None and limit is not None and length > limit:
            raise RequestEntityTooLarge()
        if length is None:
            return _io.BytesIO()
        return _io.BytesIO(self.environ["wsgi.input"].read(length))

    @property
    def input_stream(self):
        return self.environ["wsgi.input"]

    def get_data(self, cache=True, as_text=False, parse_form_data=False):
        data = self.__dict__.get("_cached_data")
        if data is None:
            if parse_form_data:
                self._load_form_data()
            data = self.stream.read()
            if cache:
                self._cached_data = data
        return data.decode("utf-8", "replace") if as_text else data

    @property
    def data(self):
        return self.get_data(parse_form_data=True)

    def _body_stream(self):
        cached = self.__dict__.get("_cached_data")
        return self.stream if cached is None else _io.BytesIO(cached)

    def _load_form_data(self):
        if "form" in self.__dict__:
            return
        fields, files = [], []
        if self.content_type is not None:
            if self.mimetype == "multipart/form-data":
                boundary = self.mimetype_params.get("boundary", "").encode("ascii", "ignore")
                if boundary:
                    body = self._body_stream().read()
                    fields, files = parse_multipart(body, boundary, self.max_form_memory_size, self.max_form_parts)
            elif self.mimetype == "application/x-www-form-urlencoded":
                limit, length = self.max_form_memory_size, self.content_length
                if limit is not None and length is not None and length > limit:
                    raise RequestEntityTooLarge()
                fields = parse_qsl(self._body_stream().read().decode("utf-8", "surrogateescape"))
        self.__dict__["form"] = self.parameter_storage_class(fields)
        self.__dict__["files"] = self.dict_storage_class(files)

    @property
    def want_form_data_parsed(self):
        return bool(self.environ.get("CONTENT_TYPE"))

    @cached_property
    def form(self):
        self._load_form_data()
        return self.__dict__["form"]

    @cached_property
    def files(self):
        self._load_form_data()
        return self.__dict__["files"]

    @cached_property
    def values(self):
        sources = [self.args]
        if self.method != "GET":
            sources.append(self.form)
        return CombinedMultiDict([d if isinstance(d, MultiDict) else MultiDict(d) for d in sources])

    @property
    def is_json(self):
        kind = self.mimetype
        return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))

    @property
    def json(self):
        return self.get_json()

    json_module = None

    def get_json(self, force=False, silent=False, cache=True):
        held = self.__dict__.setdefault("_cached_json", [Ellipsis, Ellipsis])
        if cache and held[silent] is not Ellipsis:
            return held[silent]
        if not (force or self.is_json):
            if not silent:
                return self.on_json_loading_failed(None)
            return None
        data = self.get_data(cache=cache)
        try:
            value = (self.json_module or _lab.load("json")).loads(data)
        except ValueError as error:
            if silent:
                value = None
                if cache:
                    held[1] = value
            else:
                value = self.on_json_loading_failed(error)
                if cache:
                    held[0] = value
        else:
            if cache:
                held[0] = held[1] = value
        return value

    def on_json_loading_failed(self, error):
        if error is not None:
            raise BadRequest(f"Failed to decode JSON object: {error}")
        raise UnsupportedMediaType(
            "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
        )

    @property
    def is_multithread(self):
        return False

    @property
    def range(self):
        if "Range" in self.headers:
            _lab.lacks("ranges of a file")
        return None

    def close(self):
        pass

    def __getattr__(self, name):
        if name.startswith("_") or name in NOT_THERE:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        _lab.lacks(f"flask.request.{name}")


# What a request has no more, or never had, but code asks about with `hasattr`.
NOT_THERE = frozenset("is_xhr user current_user id user_id session app tenant tenant_id trace_id request_id start_time".split())
_PATH_SAFE = "!$&'()*+,/:;=@%"


def quote_query(query):
    return quote(query.encode("latin1").decode("utf-8", "surrogateescape"), "!$&'()*+,/:;=?@%")


def unwire(text):
    return text.encode("latin1").decode("utf-8", "replace")


class _Header:
    """A header of a response as an attribute."""

    def __init__(self, name, load=None, dump=str):
        self.name, self.load, self.dump = name, load, dump

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        value = obj.headers.get(self.name)
        if value is None or self.load is None:
            return value
        try:
            return self.load(value)
        except (ValueError, TypeError):
            return None

    def __set__(self, obj, value):
        if value is None:
            obj.headers.remove(self.name)
        else:
            obj.headers[self.name] = self.dump(value)

    def __delete__(self, obj):
        obj.headers.remove(self.name)


def _dump_age(value):
    return str(int(value.total_seconds()) if hasattr(value, "total_seconds") else int(value))


def _dump_list(value):
    return value if isinstance(value, str) else ", ".join(value)


class Response:
    """A response: status, headers and a body."""

    default_status = 200
    default_mimetype = "text/plain"
    implicit_sequence_conversion = True
    autocorrect_location_header = False
    automatically_set_content_length = True
    max_cookie_size = 4093

    location = _Header("Location")
    content_encoding = _Header("Content-Encoding")
    content_language = _Header("Content-Language")
    content_location = _Header("Content-Location")
    content_md5 = _Header("Content-MD5")
    content_range = _Header("Content-Range")
    accept_ranges = _Header("Accept-Ranges")
    age = _Header("Age", int, _dump_age)
    retry_after = _Header("Retry-After", None, lambda v: str(v) if isinstance(v, (int, str)) else http_date(v))
    last_modified = _Header("Last-Modified", parse_date, http_date)
    expires = _Header("Expires", parse_date, lambda v: v if isinstance(v, str) else http_date(v))
    date = _Header("Date", parse_date, http_date)
    access_control_allow_origin = _Header("Access-Control-Allow-Origin")
    access_control_allow_methods = _Header("Access-Control-Allow-Methods", None, _dump_list)
    access_control_allow_headers = _Header("Access-Control-Allow-Headers", None, _dump_list)
    access_control_expose_headers = _Header("Access-Control-Expose-Headers", None, _dump_list)
    access_control_max_age = _Header("Access-Control-Max-Age", int, str)
    content_security_policy = _Header("Content-Security-Policy")
    cross_origin_opener_policy = _Header("Cross-Origin-Opener-Policy")
    cross_origin_embedder_policy = _Header("Cross-Origin-Embedder-Policy")

    def __init__(self, response=None, status=None, headers=None, mimetype=None, content_type=None, direct_passthrough=False):
        if isinstance(headers, Headers):
            self.headers = headers
        elif not headers:
            self.headers = Headers()
        else:
            self.headers = Headers(headers)
        if content_type is None:
            if mimetype is None and "content-type" not in self.headers:
                mimetype = self.default_mimetype
            if mimetype is not None:
                mimetype = with_charset(mimetype)
            content_type = mimetype
        if content_type is not None:
            self.headers["Content-Type"] = content_type
        self._status, self._code = "", 0
        self.status = self.default_status if status is None else status
        self.direct_passthrough = direct_passthrough
        self._on_close = []
        self.response = []
        if response is None:
            self.response = []
        elif isinstance(response, (str, bytes, bytearray)):
            self.set_data(response)
        else:
            self.response = response

    @property
    def status_code(self):
        return self._code

    @status_code.setter
    def status_code(self, code):
        self.status = code

    @property
    def status(self):
        return self._status

    @status.setter
    def status(self, value):
        if isinstance(value, (int,)) and not isinstance(value, bool) or hasattr(value, "value"):
            self._code = int(getattr(value, "value", value))
            self._status = f"{self._code} {HTTP_STATUS_CODES.get(self._code, 'Unknown').upper()}"
            return
        if not isinstance(value, str):
            raise TypeError("Invalid status argument")
        value = value.strip()
        if not value:
            raise ValueError("Empty status argument")
        code, _, rest = value.partition(" ")
        try:
            self._code = int(code)
            self._status = value if rest else f"{self._code} {HTTP_STATUS_CODES.get(self._code, 'Unknown').upper()}"
        except ValueError:
            self._code, self._status = 0, f"0 {value}"

    # --- body ---

    def get_data(self, as_text=False):
        self.make_sequence()
        data = b"".join(self.iter_encoded())
        return data.decode("utf-8") if as_text else data

    def set_data(self, value):
        value = value.encode("utf-8") if isinstance(value, str) else bytes(value)
        self.response = [value]
        if self.automatically_set_content_length:
            self.headers["Content-Length"] = str(len(value))

    data = property(get_data, set_data)

    def iter_encoded(self):
        for item in self.response:
            yield item.encode("utf-8") if isinstance(item, str) else item

    def make_sequence(self):
        if not isinstance(self.response, (list, tuple)):
            kept = self.response
            self.response = list(self.iter_encoded())
            if hasattr(kept, "close"):
                self.call_on_close(kept.close)

    @property
    def is_sequence(self):
        return isinstance(self.response, (tuple, list))

    @property
    def is_streamed(self):
        try:
            len(self.response)
        except (TypeError, AttributeError):
            return True
        return False

    @property
    def text(self):
        return self.get_data(as_text=True)

    @property
    def is_json(self):
        kind = self.mimetype or ""
        return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))

    @property
    def json(self):
        return self.get_json()

    json_module = None

    def get_json(self, force=False, silent=False):
        if not (force or self.is_json):
            return None
        try:
            return (self.json_module or _lab.load("json")).loads(self.get_data())
        except ValueError:
            if not silent:
                raise
            return None

    # --- headers ---

    @property
    def mimetype(self):
        kind = self.headers.get("content-type")
        return kind.partition(";")[0].strip() if kind else None

    @mimetype.setter
    def mimetype(self, value):
        self.headers["Content-Type"] = with_charset(value)

    @property
    def mimetype_params(self):
        return parse_options_header(self.headers.get("content-type", ""))[1]

    @property
    def content_type(self):
        return self.headers.get("Content-Type")

    @content_type.setter
    def content_type(self, value):
        self.headers["Content-Type"] = value

    @property
    def content_length(self):
        text = self.headers.get("Content-Length")
        return int(text) if text and text.isdigit() else None

    @content_length.setter
    def content_length(self, value):
        self.headers["Content-Length"] = str(value)

    @property
    def cache_control(self):
        return ResponseCacheControl(self.headers)

    @property
    def vary(self):
        return HeaderSet(self.headers, "Vary")

    @vary.setter
    def vary(self, value):
        self.headers["Vary"] = _dump_list(value)

    @property
    def allow(self):
        return HeaderSet(self.headers, "Allow")

    @allow.setter
    def allow(self, value):
        self.headers["Allow"] = _dump_list(value)

    @property
    def access_control_allow_credentials(self):
        return "Access-Control-Allow-Credentials" in self.headers

    @access_control_allow_credentials.setter
    def access_control_allow_credentials(self, value):
        if value is True:
            self.headers["Access-Control-Allow-Credentials"] = "true"
        else:
            self.headers.remove("Access-Control-Allow-Credentials")

    @property
    def www_authenticate(self):
        return self.headers.get("WWW-Authenticate")

    @www_authenticate.setter
    def www_authenticate(self, value):
        self.headers["WWW-Authenticate"] = str(value)

    def set_cookie(
        self, key, value="", max_age=None, expires=None, path="/", domain=None, secure=False, httponly=False, samesite=None,
        partitioned=False,
    ):  # fmt: skip
        self.headers.add(
            "Set-Cookie",
            dump_cookie(
                key, value=value, max_age=max_age, expires=expires, path=path, domain=domain, secure=secure,
                httponly=httponly, samesite=samesite, partitioned=partitioned,
            ),
        )  # fmt: skip

    def delete_cookie(self, key, path="/", domain=None, secure=False, httponly=False, samesite=None, partitioned=False):
        self.set_cookie(
            key, expires=0, max_age=0, path=path, domain=domain, secure=secure, httponly=httponly, samesite=samesite,
            partitioned=partitioned,
        )  # fmt: skip

    def set_etag(self, etag, weak=False):
        self.headers["ETag"] = _lab.load("werkzeug.http").quote_etag(etag, weak)

    def get_etag(self):
        value = self.headers.get("ETag")
        if value is None:
            return None, None
        weak = value.startswith("W/")
        return value[2 * weak :].strip('"'), weak

    def add_etag(self, overwrite=False, weak=False):
        if overwrite or "etag" not in self.headers:
            self.set_etag(_lab.load("werkzeug.http").generate_etag(self.get_data()), weak)

    def make_conditional(self, request_or_environ, accept_ranges=False, complete_length=None):
        environ = getattr(request_or_environ, "environ", request_or_environ)
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            if accept_ranges and "HTTP_RANGE" in environ:
                _lab.lacks("ranges of a file")
            if "date" not in self.headers:
                self.headers["Date"] = http_date()
            if accept_ranges:
                self.headers["Accept-Ranges"] = "bytes"
            modified = _lab.load("werkzeug.http").is_resource_modified(environ, self.headers.get("etag"), self.headers.get("last-modified"))
            if not modified:
                self.status_code = 304
        return self

    def freeze(self):
        self.make_sequence()
        self.headers["Content-Length"] = str(sum(map(len, self.iter_encoded())))
        self.add_etag()

    def call_on_close(self, f):
        self._on_close.append(f)
        return f

    def close(self):
        if hasattr(self.response, "close"):
            self.response.close()
        for f in self._on_close:
            f()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    # --- WSGI ---

    def get_wsgi_headers(self, environ):
        headers = Headers(self.headers)
        location = headers.get("location")
        if location is not None:
            headers["Location"] = iri_to_uri(location)
        if headers.get("content-location") is not None:
            headers["Content-Location"] = iri_to_uri(headers["content-location"])
        if 100 <= self._code < 200 or self._code == 204:
            headers.remove("Content-Length")
        elif self._code == 304:
            for name in ("Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Range", "Content-Type", "Expires", "Last-Modified", "Allow"):
                if name not in ("Expires", "Content-Location"):
                    headers.remove(name)
        if (
            self.automatically_set_content_length
            and self.is_sequence
            and "content-length" not in headers
            and self._code not in (204, 304)
            and not 100 <= self._code < 200
        ):
            headers["Content-Length"] = str(sum(len(x) for x in self.iter_encoded()))
        return headers

    def get_app_iter(self, environ):
        if environ["REQUEST_METHOD"] == "HEAD" or 100 <= self._code < 200 or self._code in (204, 304):
            return _Closing([], self.close)
        return _Closing(self.iter_encoded(), self.close)

    def __call__(self, environ, start_response):
        headers = self.get_wsgi_headers(environ)
        start_response(self.status, headers.to_wsgi_list())
        return self.get_app_iter(environ)

    @classmethod
    def force_type(cls, response, environ=None):
        if not isinstance(response, Response):
            if environ is None:
                raise TypeError("cannot convert WSGI application into response objects without an environ")
            response = cls._run_wsgi(response, environ)
        response.__class__ = cls
        return response

    @classmethod
    def _run_wsgi(cls, app, environ):
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]
            return started.append

        body = b"".join(app(environ, start_response))
        return cls(body, started[0], Headers(started[1]))

    def __repr__(self):
        body = f"{sum(map(len, self.iter_encoded()))} bytes" if self.is_sequence else "streamed"
        return f"<{type(self).__name__} {body} [{self.status}]>"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name == "stream":
            _lab.lacks("flask.Response.stream")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


class _Closing:
    def __init__(self, body, close):
        self._body, self.close = iter(body), close

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._body)


def with_charset(mimetype):
    text = mimetype.startswith("text/") or mimetype in (
        "application/ecmascript",
        "application/javascript",
        "application/sql",
        "application/xml",
        "application/xml-dtd",
        "application/xml-external-parsed-entity",
    )
    return mimetype + "; charset=utf-8" if text or mimetype.endswith("+xml") else mimetype


BaseResponse, BaseRequest = Response, Request
__getattr__ = _lab.missing("werkzeug.wrappers")
