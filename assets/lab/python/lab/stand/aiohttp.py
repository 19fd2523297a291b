"""`aiohttp`: its client, over the lab's network."""

_requests = _lab.load("requests")


class ClientError(Exception):
    pass


class ClientConnectionError(ClientError):
    pass


class ClientConnectorError(ClientConnectionError, OSError):
    pass


class ServerTimeoutError(ClientError, TimeoutError):
    pass


class TooManyRedirects(ClientError):
    pass


class InvalidURL(ClientError, ValueError):
    pass


class ContentTypeError(ClientError):
    pass


class ClientResponseError(ClientError):
    def __init__(self, status, message):
        super().__init__(f"{status}, message={message!r}")
        self.status, self.message = status, message


class ClientTimeout:
    def __init__(self, total=None, connect=None, sock_connect=None, sock_read=None):
        self.total = total or sock_read or connect


class TCPConnector:
    def __init__(self, *, ssl=True, limit=100, resolver=None, **options):
        if resolver is not None:
            _lab.lacks("aiohttp resolvers")
        self.ssl = ssl


class BasicAuth:
    def __init__(self, login, password="", encoding="latin1"):
        self.login, self.password = login, password


class _Content:
    def __init__(self, data):
        self._data = data

    async def read(self, n=-1):
        n = len(self._data) if n < 0 else n
        out, self._data = self._data[:n], self._data[n:]
        return out

    async def iter_chunked(self, n):
        while self._data:
            yield await self.read(n)

    async def iter_any(self):
        yield await self.read()


class ClientResponse:
    def __init__(self, real):
        self._real, self.status, self.headers, self.reason = real, real.status_code, real.headers, real.reason
        self.ok, self.url, self.cookies = real.status_code < 400, real.url, real.cookies
        self.history, self.content = tuple(ClientResponse(r) for r in real.history), _Content(real.content)
        self.content_type = real.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip()

    async def text(self, encoding=None, errors="strict"):
        return self._real.content.decode(encoding or "utf-8", errors)

    async def read(self):
        return self._real.content

    async def json(self, *, encoding=None, loads=None, content_type="application/json"):
        if content_type is not None and self.content_type != content_type and not self.content_type.endswith("+json"):
            raise ContentTypeError(f"{self.status}, message='Attempt to decode JSON with unexpected mimetype: {self.content_type}'")
        return _lab.load("json").loads(self._real.content)

    def raise_for_status(self):
        if self.status >= 400:
            raise ClientResponseError(self.status, self.reason)

    def release(self):
        pass

    close = release

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass


class _Asked:
    """A request, to be awaited or entered."""

    def __init__(self, run):
        self.run = run

    async def _go(self):
        return self.run()

    def __await__(self):
        return self._go().__await__()

    async def __aenter__(self):
        return self.run()

    async def __aexit__(self, *args):
        pass


class ClientSession:
    def __init__(self, base_url=None, *, headers=None, cookies=None, auth=None, timeout=None, connector=None, raise_for_status=False, trust_env=False, **options):
        self._session = _requests.Session()
        self._session.headers.update({"User-Agent": "Python/3 aiohttp/3.13", **(headers or {})})
        self._session.cookies.update(cookies or {})
        self.base_url, self.auth, self.timeout, self.connector, self.raising, self.closed = str(base_url or ""), auth, timeout, connector, raise_for_status, False

    def request(self, method, url, *, params=None, data=None, json=None, headers=None, cookies=None, auth=None, allow_redirects=True, max_redirects=10, timeout=None, ssl=True, proxy=None, raise_for_status=None, **options):
        if proxy is not None:
            _lab.lacks("aiohttp proxies")

        def run():
            limit = timeout or self.timeout
            who = auth or self.auth
            verify = ssl is not False and getattr(self.connector, "ssl", True) is not False and getattr(ssl, "verify_mode", 1) != 0
            self._session.max_redirects = max_redirects
            try:
                real = self._session.request(
                    method, (self.base_url.rstrip("/") + url) if self.base_url and url.startswith("/") else str(url), params=params, data=data, json=json,
                    headers=headers, cookies=cookies, auth=(who.login, who.password) if who else None, allow_redirects=allow_redirects,
                    timeout=getattr(limit, "total", limit), verify=verify,
                )  # fmt: skip
            except _requests.exceptions.TooManyRedirects as error:
                raise TooManyRedirects(str(error)) from error
            except _requests.exceptions.Timeout as error:
                raise ServerTimeoutError(str(error)) from error
            except (_requests.exceptions.InvalidURL, _requests.exceptions.InvalidSchema, _requests.exceptions.MissingSchema) as error:
                raise InvalidURL(str(error)) from error
            except _requests.exceptions.ConnectionError as error:
                raise ClientConnectorError(str(error)) from error
            made = ClientResponse(real)
            if self.raising if raise_for_status is None else raise_for_status:
                made.raise_for_status()
            return made

        return _Asked(run)

    async def close(self):
        self.closed = True

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        self.closed = True


def _verb(name):
    def method(self, url, **kwargs):
        if name == "HEAD":
            kwargs.setdefault("allow_redirects", False)
        return self.request(name, url, **kwargs)

    method.__name__ = name.lower()
    return method


for _name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
    setattr(ClientSession, _name.lower(), _verb(_name))


def request(method, url, **kwargs):
    return ClientSession().request(method, url, **kwargs)


__getattr__ = _lab.missing("aiohttp")
