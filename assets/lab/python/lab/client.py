"""`client(app)`: a browser for a web app, over WSGI or ASGI, that notes what it sent and what came back."""

core = _lab
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
REDIRECTS = (301, 302, 303, 307, 308)
MAX_REDIRECTS = 20


def unquote_bytes(text):
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    if b"%" not in raw:
        return raw
    parts = raw.split(b"%")
    out = [parts[0]]
    for part in parts[1:]:
        try:
            out.append(bytes([int(part[:2].decode("ascii"), 16)]) + part[2:] if len(part) >= 2 else b"%" + part)
        except ValueError:
            out.append(b"%" + part)
    return b"".join(out)


def quote_plus(text):
    raw = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape")
    return "".join(chr(b) if chr(b) in PLAIN else "+" if b == 32 else f"%{b:02X}" for b in raw)


def pairs(values):
    items = values.items() if hasattr(values, "items") else values
    out = []
    for name, value in items:
        for one in value if isinstance(value, (list, tuple)) else [value]:
            out.append((name, one))
    return out


def urlencode(values):
    return "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in pairs(values))


def part_of_file(given):
    """(filename, content, type) of what a check gives for a file, in the style of requests or of Werkzeug."""
    name, content, kind = "file", given, None
    if isinstance(given, (list, tuple)):
        if isinstance(given[0], str) or given[0] is None:
            name, content = given[0], given[1]
        else:
            content, name = given[0], given[1]
        kind = given[2] if len(given) > 2 else None
    if hasattr(content, "read"):
        content = content.read()
    if isinstance(content, str):
        content = content.encode("utf-8")
    return name, bytes(content), kind


def multipart(form, files):
    boundary = "lab" + core.derived("boundary").hex()[:24]
    out = []

    def escape(text):
        return str(text).replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

    for name, value in form:
        out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{escape(name)}"\r\n\r\n'.encode())
        out.append((value if isinstance(value, bytes) else str(value).encode("utf-8")) + b"\r\n")
    for name, given in files:
        filename, content, kind = part_of_file(given)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{escape(name)}"'
        if filename is not None:
            head += f'; filename="{escape(filename)}"'
            head += f"\r\nContent-Type: {kind or guess(filename)}"
        out.append((head + "\r\n\r\n").encode("utf-8") + content + b"\r\n")
    out.append(f"--{boundary}--\r\n".encode())
    return b"".join(out), f"multipart/form-data; boundary={boundary}"


def guess(filename):
    kinds = {"txt": "text/plain", "html": "text/html", "json": "application/json", "png": "image/png", "jpg": "image/jpeg"}
    kinds.update({"csv": "text/csv", "svg": "image/svg+xml", "pdf": "application/pdf", "gif": "image/gif", "js": "text/javascript"})
    return kinds.get(str(filename).rpartition(".")[2].lower(), "application/octet-stream")


class Cookie(str):
    """A cookie's value, with its attributes as the response set them."""

    path, domain, max_age, expires, secure, httponly, samesite = "/", None, None, None, False, False, None


def read_set_cookie(line):
    first, *rest = line.split(";")
    name, _, value = first.strip().partition("=")
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = unescape(value[1:-1])
    cookie = Cookie(value)
    for part in rest:
        key, _, text = part.strip().partition("=")
        key = key.lower()
        if key in ("secure", "httponly"):
            setattr(cookie, key, True)
        elif key == "max-age":
            cookie.max_age = int(text) if text.lstrip("-").isdigit() else None
        elif key in ("path", "domain", "expires", "samesite"):
            setattr(cookie, key, text)
    return name, cookie


def unescape(text):
    out, i = [], 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text):
            if text[i + 1 : i + 4].isdigit() and len(text[i + 1 : i + 4]) == 3:
                out.append(chr(int(text[i + 1 : i + 4], 8)))
                i += 4
                continue
            i += 1
        out.append(text[i])
        i += 1
    return "".join(out)


class Headers(dict):
    """The headers of a response: names in any case; repeated ones by `.all(name)`."""

    def __init__(self, items):
        super().__init__()
        self.items_in_order = [(n, v) for n, v in items]
        for name, value in self.items_in_order:
            old = dict.get(self, name.lower())
            dict.__setitem__(self, name.lower(), value if old is None else f"{old}, {value}")

    def get(self, name, default=None):
        return dict.get(self, name.lower(), default)

    def __getitem__(self, name):
        return dict.__getitem__(self, name.lower())

    def __contains__(self, name):
        return dict.__contains__(self, str(name).lower())

    def all(self, name):
        return [v for n, v in self.items_in_order if n.lower() == name.lower()]


class Answer:
    """A response: `.status`, `.text`, `.data`, `.json`, `.headers`, `.location`, `.cookies`, `.error`."""

    def __init__(self, status, headers, data, error=None):
        self.status, self.headers, self.data, self.error = status, Headers(headers), data, error
        self.cookies = dict(read_set_cookie(line) for line in self.headers.all("Set-Cookie"))

    @property
    def ok(self):
        return self.status < 400

    @property
    def status_code(self):
        return self.status

    @property
    def location(self):
        return self.headers.get("Location")

    @property
    def text(self):
        return self.data.decode("utf-8", "replace")

    @property
    def json(self):
        try:
            return core.load("json").loads(self.data)
        except ValueError:
            return None

    def __repr__(self):
        return f"<{self.status} {core.shorten(self.text, 80)}>"


def wsgi(app):
    """What answers over WSGI: the app itself, or what stands in front of a handler of `http.server`."""
    handler = getattr(app, "RequestHandlerClass", app)
    if not (isinstance(handler, type) and hasattr(handler, "handle_one_request")):
        return app.get_app() if hasattr(app, "get_app") and hasattr(app, "serve_forever") else app
    server = app if handler is not app else core.load("http.server").HTTPServer(("127.0.0.1", 8000), handler, bind_and_activate=False)

    def serve(environ, start_response):
        headers = [("Content-Type", environ.get("CONTENT_TYPE")), ("Content-Length", environ.get("CONTENT_LENGTH"))]
        names = [n for n in environ if n.startswith("HTTP_")]
        headers += [(n[5:].replace("_", "-").title(), environ[n]) for n in names]
        lines = [f"{environ['REQUEST_METHOD']} {environ['RAW_URI']} HTTP/1.1"] + [f"{n}: {v}" for n, v in headers if v is not None]
        head = "\r\n".join(lines + ["Connection: close", "", ""]).encode("latin-1", "surrogateescape")
        wire = Wire(head + environ["wsgi.input"].read())
        handler(wire, (environ["REMOTE_ADDR"], int(environ["REMOTE_PORT"])), server)
        head, _, body = bytes(wire.out).partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        start_response(status.partition(" ")[2], [tuple(p.strip() for p in line.split(":", 1)) for line in lines if ":" in line])
        return [body]

    return serve


class Wire:
    """A connection that holds one request and takes the answer."""

    def __init__(self, data):
        self.data, self.out = data, bytearray()

    def makefile(self, mode="r", *args, **kwargs):
        return core.load("_io").BytesIO(self.data)

    def sendall(self, data):
        self.out += bytes(data)

    def settimeout(self, value):
        pass

    setsockopt = shutdown = lambda self, *args: None

    def close(self):
        pass


class Client:
    """A browser with its own cookies. Every request is in the exchange as `who`."""

    def __init__(self, app, who="", address="127.0.0.1", host="localhost", scheme="http", headers=None):
        self.app, self.who, self.address, self.host, self.scheme = app, who, address, host, scheme
        self.headers = dict(headers or {})
        self.jar = {}
        self.asynchronous = core.part("asgi").is_asgi(app)

    @property
    def cookies(self):
        """The cookies this browser holds, by name; may be changed."""
        return core.part("cookies").CookieView(self.jar)

    def set_session(self, **values):
        """Give this browser a session as the app itself would have signed it."""
        if self.asynchronous:
            name, cookie = core.part("asgi").session_cookie(self.app, values)
        else:
            name = self.app.config["SESSION_COOKIE_NAME"]
            cookie = self.app.session_interface.get_signing_serializer(self.app).dumps(values)
        self.cookies[name] = cookie

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def put(self, path, **options):
        return self.request("PUT", path, **options)

    def patch(self, path, **options):
        return self.request("PATCH", path, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def options(self, path, **options):
        return self.request("OPTIONS", path, **options)

    def request(
        self, method, path, headers=None, query=None, json=..., form=None, data=None, files=None,
        follow=False, content_type=None, address=None, host=None, scheme=None,
    ):  # fmt: skip
        given = [(str(n), v) for n, v in pairs(headers or {})]
        body, kind = self.body(json, form, data, files)
        kind = content_type or kind
        scheme, host = scheme or self.scheme, host or self.host
        target = path
        if "://" in target.split("?")[0].split("/")[0] + "://" * target.startswith(("http://", "https://")):
            scheme, _, rest = target.partition("://")
            host, slash, rest = rest.partition("/")
            target = "/" + rest
        if query:
            target += ("&" if "?" in target else "?") + (query if isinstance(query, str) else urlencode(query))
        answer = self.once(method, target, given, body, kind, scheme, host, address)
        hops = 0
        while follow and answer.status in REDIRECTS and answer.location:
            hops += 1
            if hops > MAX_REDIRECTS:
                raise RuntimeError("the app redirects in a circle")
            scheme, host, target = join(scheme, host, target, answer.location)
            if host.partition(":")[0] != self.host.partition(":")[0]:
                break
            if answer.status not in (307, 308):
                if method != "HEAD":
                    method = "GET"
                body, kind = b"", None
                given = [(n, v) for n, v in given if n.lower() not in ("content-type", "content-length")]
            answer = self.once(method, target, given, body, kind, scheme, host, address)
        return answer

    def body(self, json, form, data, files):
        if json is not ...:
            return core.load("json").dumps(json).encode("utf-8"), "application/json"
        if files:
            return multipart(pairs(form or (data if isinstance(data, dict) else {}) or {}), pairs_of_files(files))
        if form is not None or isinstance(data, dict):
            return urlencode(data if form is None else form).encode("ascii"), "application/x-www-form-urlencoded"
        if data is None:
            return b"", None
        return (data.encode("utf-8") if isinstance(data, str) else bytes(data)), None

    def environ(self, method, target, given, body, kind, scheme, host, address):
        _io = core.load("_io")
        raw = target.partition("#")[0]
        path, _, query = raw.partition("?")
        name, _, port = host.partition(":")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_bytes(path or "/").decode("latin-1"),
            "QUERY_STRING": query.encode("utf-8", "surrogateescape").decode("latin-1"),
            "REQUEST_URI": raw,
            "RAW_URI": raw,
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if scheme == "https" else "80"),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": address or self.address,
            "REMOTE_PORT": "50000",
            "HTTP_HOST": host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": _io.BytesIO(body),
            "wsgi.errors": core.console(2),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "HTTP_USER_AGENT": "lab",
        }
        if kind is not None:
            environ["CONTENT_TYPE"] = kind
        if body or method in ("POST", "PUT", "PATCH"):
            environ["CONTENT_LENGTH"] = str(len(body))
        cookie = "; ".join(f"{n}={v}" for (n, p), v in self.jar.items() if covers(p, path))
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        seen = set()
        for header, value in list(self.headers.items()) + given:
            if value is None:
                continue
            value = str(value).encode("utf-8").decode("latin-1") if not is_latin(str(value)) else str(value)
            # A server's rules: names in any case, `_` dropped by none, repeated ones joined by a comma.
            key = header.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = "HTTP_" + key
            # A cookie header that a check gives takes the place of the browser's own cookies.
            if key in seen and key not in ("HTTP_HOST", "CONTENT_TYPE", "CONTENT_LENGTH"):
                environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
            else:
                environ[key] = value
            seen.add(key)
        return environ

    def once(self, method, target, given, body, kind, scheme, host, address):
        environ = self.environ(method, target, given, body, kind, scheme, host, address)
        said = self.said(method, target, given, body, kind)
        if self.asynchronous:
            return self.once_asynchronous(environ, said, target, given, body, method)
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, list(headers)]
            return started.append

        core.pause("http")
        try:
            result = wsgi(self.app)(environ, start_response)
            data = b"".join(result)
            if hasattr(result, "close"):
                result.close()
        except BaseException as error:
            core.guard(error)
            if isinstance(error, (core.LabLacks, MemoryError)) or not core.from_challenge(error):
                raise
            text = f"{type(error).__name__}: {error}"
            core.host.exchange(self.who, said, "500, the app raised " + core.shorten(text))
            return Answer(500, [("Content-Type", "text/html")], b"Internal Server Error", error)
        if not started:
            raise RuntimeError("the app did not start a response")
        answer = Answer(int(started[0].split(" ", 1)[0]), started[1], data)
        return self.answered(answer, said, target, method)

    def answered(self, answer, said, target, method):
        for name, cookie in answer.cookies.items():
            self.keep(name, cookie, target)
        core.host.exchange(self.who, said, self.got(answer, method))
        return answer

    def once_asynchronous(self, environ, said, target, given, body, method):
        core.pause("http")
        status, headers, data, error = core.part("asgi").once(self, environ, target, given, body)
        if error is not None:
            core.part("asgi").check(error)
            text = core.shorten(f"{type(error).__name__}: {error}")
            if status is None:
                status, headers, data = 500, [("Content-Type", "text/plain; charset=utf-8")], b"Internal Server Error"
            core.host.exchange(self.who, said, f"{status}, the app raised {text}")
            answer = Answer(status, headers, data, error)
            for name, cookie in answer.cookies.items():
                self.keep(name, cookie, target)
            return answer
        if status is None:
            raise RuntimeError("the app did not start a response")
        return self.answered(Answer(status, headers, data), said, target, method)

    def websocket(self, path, headers=None, query=None, subprotocols=(), address=None, host=None, scheme=None):
        """Open a WebSocket to an ASGI app."""
        if not self.asynchronous:
            core.lacks("WebSockets of WSGI apps", "an ASGI app, such as FastAPI's")
        target = path + (("&" if "?" in path else "?") + urlencode(query) if query else "")
        given = [(str(n), v) for n, v in pairs(headers or {})]
        environ = self.environ("GET", target, given, b"", None, scheme or self.scheme, host or self.host, address)
        return core.part("asgi").Socket(self, environ, target, given, subprotocols)

    def keep(self, name, cookie, target):
        path = cookie.path if cookie.path and cookie.path.startswith("/") else "/"
        expired = cookie.max_age is not None and cookie.max_age <= 0
        if cookie.max_age is None and cookie.expires:
            expired = "1970" in cookie.expires
        if expired:
            self.jar.pop((name, path), None)
        else:
            self.jar[(name, path)] = str(cookie)

    def said(self, method, target, given, body, kind):
        text = f"{method} {target}"
        shown = [f"{n}: {v}" for n, v in given if n.lower() != "content-type" or not kind]
        if shown:
            text += " [" + "; ".join(core.shorten(s, 80) for s in shown) + "]"
        if body:
            if kind and kind.startswith("multipart/"):
                text += f" ({len(body)} bytes of form data)"
            else:
                text += " " + core.shorten(body.decode("utf-8", "replace"), 160)
        return core.shorten(text, 400)

    def got(self, answer, method):
        text = str(answer.status)
        if answer.location is not None:
            text += f" → {answer.location}"
        if answer.cookies:
            text += " [sets " + ", ".join(n if v else n + " empty" for n, v in answer.cookies.items()) + "]"
        for name in ("WWW-Authenticate", "Access-Control-Allow-Origin"):
            if name in answer.headers:
                text += f" [{name}: {answer.headers[name]}]"
        body = answer.text.strip()
        kind = answer.headers.get("Content-Type", "")
        if body and not (answer.location is not None and answer.status in REDIRECTS):
            if body.startswith("<!doctype html>\n<html lang=en>\n<title>"):
                body = body.split("<title>", 1)[1].split("</title>", 1)[0].partition(" ")[2]
            if "json" in kind:
                body = " ".join(body.split())
            text += " " + core.shorten(body)
        return text


def pairs_of_files(files):
    items = files.items() if hasattr(files, "items") else files
    out = []
    for name, given in items:
        if isinstance(given, list):
            out.extend((name, one) for one in given)
        else:
            out.append((name, given))
    return out


def is_latin(text):
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def covers(cookie_path, path):
    return path == cookie_path or path.startswith(cookie_path if cookie_path.endswith("/") else cookie_path + "/")


def join(scheme, host, target, location):
    """Where a redirect leads, as a browser resolves it."""
    location = location.strip().replace("\\", "/") if "://" not in location else location.strip()
    if location.startswith("//"):
        rest = location[2:]
        host, _, path = rest.partition("/")
        return scheme, host, "/" + path
    if "://" in location.split("?")[0].split("#")[0]:
        scheme, _, rest = location.partition("://")
        cut = min([i for i in (rest.find("/"), rest.find("?")) if i >= 0] or [len(rest)])
        host, path = rest[:cut].rpartition("@")[2], rest[cut:]
        return scheme.lower(), host, path if path.startswith("/") else "/" + path
    if location.startswith("/"):
        return scheme, host, location
    base = target.partition("?")[0]
    if location.startswith("?"):
        return scheme, host, base + location
    parts = (base.rpartition("/")[0] + "/" + location).split("/")
    out = []
    for part in parts:
        if part == "..":
            if len(out) > 1:
                out.pop()
        elif part != ".":
            out.append(part)
    return scheme, host, "/".join(out)
