"""`httpx` over the lab's network: the plain and the asynchronous client. Redirects are not followed unless asked for."""

from requests import exceptions as _errors

__version__ = "0.27.0"
_requests = _lab.load("requests.sessions")


class HTTPError(Exception):
    request = None


class RequestError(HTTPError):
    pass


class TransportError(RequestError):
    pass


class TimeoutException(TransportError):
    pass


class ConnectTimeout(TimeoutException):
    pass


class ReadTimeout(TimeoutException):
    pass


class NetworkError(TransportError):
    pass


class ConnectError(NetworkError):
    pass


class UnsupportedProtocol(TransportError):
    pass


class TooManyRedirects(RequestError):
    pass


class InvalidURL(Exception):
    pass


class HTTPStatusError(HTTPError):
    def __init__(self, message, *, request, response):
        super().__init__(message)
        self.request, self.response = request, response


class URL:
    def __init__(self, url):
        self._text = str(url)
        self._parsed = _lab.part("urls").parse(self._text)

    scheme = property(lambda s: s._parsed.scheme or "")
    host = property(lambda s: (s._parsed.host or "").strip("[]"))
    port = property(lambda s: s._parsed.port)
    path = property(lambda s: s._parsed.path or "/")
    query = property(lambda s: (s._parsed.query or "").encode())
    fragment = property(lambda s: s._parsed.fragment or "")

    def __str__(self):
        return self._text

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(self._text)

    def __repr__(self):
        return f"URL({self._text!r})"

    def join(self, url):
        return URL(_lab.load("urllib.parse").urljoin(self._text, str(url)))


class Timeout:
    def __init__(self, timeout=5.0, *, connect=None, read=None, write=None, pool=None):
        self.connect = timeout if connect is None else connect
        self.read = timeout if read is None else read


class Response:
    def __init__(self, real):
        self._real = real
        self.status_code, self.headers, self.request = real.status_code, real.headers, real.request
        self.url = URL(real.url)
        self.history = [Response(r) for r in real.history]
        self.cookies, self.elapsed = real.cookies, real.elapsed

    content = property(lambda s: s._real.content)
    reason_phrase = property(lambda s: s._real.reason)
    encoding = property(lambda s: "utf-8")
    is_success = property(lambda s: 200 <= s.status_code < 300)
    is_error = property(lambda s: s.status_code >= 400)
    is_redirect = property(lambda s: 300 <= s.status_code < 400)
    has_redirect_location = property(lambda s: s._real.is_redirect)

    @property
    def text(self):
        return self.content.decode("utf-8", "replace")

    @property
    def next_request(self):
        return self._real.next

    def json(self, **kwargs):
        return _lab.load("json").loads(self.content, **kwargs)

    def read(self):
        return self.content

    def iter_bytes(self, chunk_size=None):
        yield from self._real.iter_content(chunk_size or 65536)

    iter_raw = iter_bytes

    def iter_lines(self):
        yield from self.text.splitlines()

    def raise_for_status(self):
        if not self.is_success:
            kind = {3: "Redirect response", 4: "Client error", 5: "Server error"}.get(self.status_code // 100, "Informational response")
            raise HTTPStatusError(f"{kind} '{self.status_code} {self.reason_phrase}' for url '{self.url}'", request=self.request, response=self)
        return self

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def __repr__(self):
        return f"<Response [{self.status_code} {self.reason_phrase}]>"


class Client:
    def __init__(self, *, auth=None, params=None, headers=None, cookies=None, verify=True, cert=None, timeout=5.0, follow_redirects=False, base_url="", max_redirects=20, transport=None, event_hooks=None, trust_env=True, limits=None, http2=False, proxy=None):
        if transport is not None or proxy is not None:
            _lab.lacks("httpx transports and proxies")
        self._session = _requests.Session()
        self._session.headers["User-Agent"] = f"python-httpx/{__version__}"
        self._session.headers.update(headers or {})
        self._session.cookies.update(cookies or {})
        self._session.params = params or {}
        self._session.auth, self._session.max_redirects = auth, max_redirects
        self.verify, self.timeout, self.follow_redirects, self.base_url = verify, timeout, follow_redirects, str(base_url)
        self.event_hooks = event_hooks or {}

    headers = property(lambda s: s._session.headers)
    cookies = property(lambda s: s._session.cookies)

    def request(self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None, auth=None, follow_redirects=None, timeout=..., extensions=None):
        url = str(url)
        if self.base_url and "://" not in url:
            url = self.base_url.rstrip("/") + "/" + url.lstrip("/")
        limit = self.timeout if timeout is ... else timeout
        limit = (limit.connect, limit.read) if isinstance(limit, Timeout) else limit
        verify = self.verify if isinstance(self.verify, (bool, str)) else self.verify.verify_mode != 0
        if not url.lower().startswith(("http://", "https://")):
            raise UnsupportedProtocol("Request URL is missing an 'http://' or 'https://' protocol." if "://" not in url else f"Request URL has an unsupported protocol '{url.partition('://')[0]}://'.")
        try:
            real = self._session.request(
                method, url, params=params, data=content if content is not None else data, files=files, json=json, headers=headers,
                cookies=cookies, auth=auth, timeout=limit, verify=verify,
                allow_redirects=self.follow_redirects if follow_redirects is None else follow_redirects,
            )  # fmt: skip
        except _errors.TooManyRedirects as e:
            raise TooManyRedirects("Exceeded maximum allowed redirects.") from e
        except _errors.ConnectTimeout as e:
            raise ConnectTimeout("timed out") from e
        except _errors.Timeout as e:
            raise ReadTimeout("timed out") from e
        except _errors.InvalidURL as e:
            raise InvalidURL(str(e)) from e
        except _errors.InvalidSchema as e:
            raise UnsupportedProtocol(str(e)) from e
        except _errors.ConnectionError as e:
            raise ConnectError(str(e)) from e
        response = Response(real)
        for hook in self.event_hooks.get("response", []):
            hook(response)
        return response

    def stream(self, method, url, **kwargs):
        return self.request(method, url, **kwargs)

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def post(self, url, **kwargs):
        return self.request("POST", url, **kwargs)

    def put(self, url, **kwargs):
        return self.request("PUT", url, **kwargs)

    def patch(self, url, **kwargs):
        return self.request("PATCH", url, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class AsyncClient:
    """The client, to be awaited."""

    def __init__(self, **options):
        self._client = Client(**options)

    headers = property(lambda s: s._client.headers)
    cookies = property(lambda s: s._client.cookies)

    async def request(self, method, url, **kwargs):
        return _AsyncResponse(self._client.request(method, url, **kwargs))

    def stream(self, method, url, **kwargs):
        return _Streamed(self, method, url, kwargs)

    async def aclose(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass


class _Streamed:
    def __init__(self, client, method, url, options):
        self.client, self.method, self.url, self.options = client, method, url, options

    async def __aenter__(self):
        return await self.client.request(self.method, self.url, **self.options)

    async def __aexit__(self, *args):
        pass


class _AsyncResponse(Response):
    def __init__(self, response):
        super().__init__(response._real)

    async def aread(self):
        return self.content

    async def aiter_bytes(self, chunk_size=None):
        for chunk in self.iter_bytes(chunk_size):
            yield chunk

    async def aiter_lines(self):
        for line in self.iter_lines():
            yield line

    async def aiter_text(self, chunk_size=None):
        yield self.text

    aiter_raw = aiter_bytes

    async def aclose(self):
        pass


def _async_method(name):
    async def method(self, url, **kwargs):
        return await self.request(name, url, **kwargs)

    method.__name__ = name.lower()
    return method


for _name in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
    setattr(AsyncClient, _name.lower(), _async_method(_name))


def request(method, url, *, verify=True, follow_redirects=False, timeout=5.0, **kwargs):
    return Client(verify=verify, follow_redirects=follow_redirects, timeout=timeout).request(method, url, **kwargs)


def _method(name):
    def f(url, **kwargs):
        return request(name, url, **kwargs)

    f.__name__ = name.lower()
    return f


get, head, options, post, put, patch, delete = map(_method, ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))


def stream(method, url, **kwargs):
    return request(method, url, **kwargs)


__getattr__ = _lab.missing("httpx")
