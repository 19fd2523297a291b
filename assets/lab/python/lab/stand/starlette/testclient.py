"""A client for an app's own tests."""


class _Response:
    def __init__(self, answer):
        self.status_code, self.headers, self.content, self.text, self.cookies = answer.status, answer.headers, answer.data, answer.text, answer.cookies

    is_success = property(lambda s: 200 <= s.status_code < 300)

    def json(self):
        return _lab.load("json").loads(self.content)

    def raise_for_status(self):
        if self.status_code >= 400:
            raise RuntimeError(f"HTTP {self.status_code}")
        return self


class TestClient:
    __test__ = False

    def __init__(self, app, base_url="http://testserver", raise_server_exceptions=True, root_path="", cookies=None, headers=None, follow_redirects=True, client=("testclient", 50000), **options):
        self.app, self.raising, self.follow_redirects = app, raise_server_exceptions, follow_redirects
        scheme, _, host = base_url.partition("://")
        self._client = _lab.part("client").Client(app, "test client", client[0], host, scheme, headers)
        for name, value in (cookies or {}).items():
            self._client.cookies[name] = value

    @property
    def headers(self):
        return self._client.headers

    @property
    def cookies(self):
        return self._client.cookies

    def request(self, method, url, *, params=None, json=..., data=None, files=None, headers=None, content=None, cookies=None, follow_redirects=None, auth=None, timeout=None):
        headers = dict(headers or {})
        if auth is not None:
            import base64

            headers["Authorization"] = "Basic " + base64.b64encode(f"{auth[0]}:{auth[1]}".encode()).decode()
        for name, value in (cookies or {}).items():
            self._client.cookies[name] = value
        given = {"form": data} if isinstance(data, dict) else {"data": data if content is None else content}
        if files or json is not ...:
            given = {"json": json} if json is not ... else {"form": data or {}}
        follow = self.follow_redirects if follow_redirects is None else follow_redirects
        answer = self._client.request(method, url, headers=headers, query=params, files=files, follow=follow, **given)
        if answer.error is not None and self.raising:
            raise answer.error
        return _Response(answer)

    def websocket_connect(self, url, subprotocols=None, **kwargs):
        _lab.lacks("TestClient.websocket_connect", "client(app).websocket in the check")

    def __enter__(self):
        _lab.part("asgi").server(self.app).start()
        return self

    def __exit__(self, *args):
        _lab.part("asgi").server(self.app).stop()


def _verb(name):
    def method(self, url, **kwargs):
        return self.request(name, url, **kwargs)

    method.__name__ = name.lower()
    return method


for _name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
    setattr(TestClient, _name.lower(), _verb(_name))

__getattr__ = _lab.missing("starlette.testclient")
