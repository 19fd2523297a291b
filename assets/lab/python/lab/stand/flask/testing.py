"""`app.test_client()`: a thin one, over the lab's own client."""


class TestResponse:
    def __init__(self, answer, request_environ):
        self._answer = answer
        self.status_code, self.data = answer.status, answer.data
        self.headers = _lab.load("werkzeug.datastructures").Headers(answer.headers.items_in_order)
        self.environ = request_environ

    @property
    def status(self):
        names = _lab.load("werkzeug.exceptions").STATUS
        return f"{self.status_code} {names.get(self.status_code, 'Unknown').upper()}"

    @property
    def text(self):
        return self.data.decode("utf-8")

    def get_data(self, as_text=False):
        return self.text if as_text else self.data

    @property
    def is_json(self):
        return (self.mimetype or "").endswith("json")

    @property
    def json(self):
        return self.get_json()

    def get_json(self, force=False, silent=False):
        if not (force or self.is_json):
            return None
        return _lab.load("json").loads(self.data)

    @property
    def mimetype(self):
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def content_type(self):
        return self.headers.get("Content-Type")

    @property
    def location(self):
        return self.headers.get("Location")


class FlaskClient:
    def __init__(self, app, use_cookies=True):
        self.application = app
        self._client = _lab.part("client").Client(app)

    def open(self, path="/", method="GET", headers=None, query_string=None, data=None, json=..., content_type=None, follow_redirects=False, base_url=None, environ_base=None, **kwargs):
        options = {"headers": headers, "query": query_string, "follow": follow_redirects, "content_type": content_type}
        if json is not ... and json is not None:
            options["json"] = json
        if isinstance(data, dict):
            files = {k: v for k, v in data.items() if isinstance(v, tuple) or hasattr(v, "read")}
            options["form"] = {k: v for k, v in data.items() if k not in files}
            if files:
                options["files"] = files
                options["content_type"] = None
        elif data is not None:
            options["data"] = data
        if environ_base and "REMOTE_ADDR" in environ_base:
            options["address"] = environ_base["REMOTE_ADDR"]
        return TestResponse(self._client.request(method, path, **options), {})

    def get(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="GET"))

    def post(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="POST"))

    def put(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="PUT"))

    def patch(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="PATCH"))

    def delete(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="DELETE"))

    def head(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="HEAD"))

    def options(self, *args, **kwargs):
        return self.open(*args, **dict(kwargs, method="OPTIONS"))

    def session_transaction(self, *args, **kwargs):
        return _Transaction(self)

    def set_cookie(self, key, value="", **kwargs):
        self._client.jar[(key, kwargs.get("path", "/"))] = value

    def delete_cookie(self, key, **kwargs):
        self._client.jar.pop((key, kwargs.get("path", "/")), None)

    def get_cookie(self, key, **kwargs):
        return self._client.cookies.get(key)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class _Transaction:
    """The session of a test client, opened to be changed."""

    def __init__(self, client):
        self.client = client

    def __enter__(self):
        app = self.client.application
        cookie = self.client._client.cookies.get(app.config["SESSION_COOKIE_NAME"])
        headers = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"} if cookie else None
        self.context = app.test_request_context(headers=headers)
        self.session = app.session_interface.open_session(app, self.context.request)
        if self.session is None:
            raise RuntimeError("Session backend did not open a session.")
        return self.session

    def __exit__(self, kind, value, trace):
        if kind is None:
            app = self.client.application
            name = app.config["SESSION_COOKIE_NAME"]
            self.client._client.jar[(name, "/")] = app.session_interface.get_signing_serializer(app).dumps(dict(self.session))


__getattr__ = _lab.missing("flask.testing")
