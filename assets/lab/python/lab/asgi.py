"""Requests to ASGI apps: one loop an app, as a server has it; its start-up has run before the first request."""

core = _lab
_served = {}


def is_asgi(app):
    """Whether an app is called with a scope, `receive` and `send`."""
    while hasattr(app, "func") and hasattr(app, "keywords"):
        app = app.func
    code = getattr(getattr(app, "__func__", app), "__code__", None)
    if code is None:
        code = getattr(getattr(type(app), "__call__", None), "__code__", None)
    return code is not None and bool(code.co_flags & 0x80)


class Wait:
    """Waits until somebody calls `go`, on no loop."""

    def __init__(self):
        self.gone = False

    def go(self):
        self.gone = True

    def __await__(self):
        while not self.gone:
            yield self


class Coroutine:
    """A coroutine on no loop: it runs until it waits for the browser."""

    def __init__(self, coroutine, loop=None):
        self.coroutine, self.loop, self.done, self.error = coroutine, loop, False, None

    def go_on(self, waits=None):
        try:
            while not self.done:
                waits = self.coroutine.send(None)
                if waits is None:
                    continue
                if not isinstance(waits, Wait):
                    self.waits_for_another()
                if not waits.gone:
                    return
        except StopIteration:
            self.done = True
        except Exception as error:
            self.done, self.error = True, error

    def waits_for_another(self):
        """One that comes between waits for what the interrupted one holds, and is turned away; nothing else can be told here."""
        if self.loop is not None and not self.loop._scheduled:
            self.coroutine.throw(core.Blocked("waits for what the interrupted request holds"))
        core.lacks("a request that comes between another and waits for time to pass")


class Task:
    """The same on an event loop, where other tasks take their turns too."""

    def __init__(self, coroutine, loop):
        self.loop, self.task = loop, loop.create_task(coroutine)

    done = property(lambda s: s.task.done())
    error = property(lambda s: s.task.exception() if s.task.done() and not s.task.cancelled() else None)

    def go_on(self, waits=lambda: False):
        """Run until it ends, waits for the browser, or waits in vain."""
        loop = self.loop
        while True:
            loop.call_soon(loop.stop)
            loop.run_forever()
            if loop._ready:
                continue
            if self.done or waits() or not loop._scheduled:
                return
            core.advance(max(0.0, loop._scheduled[0]._when - loop.time()))


class Server:
    """An app with its loop, and with what its start-up left for requests. Apps that never name asyncio do without a loop."""

    def __init__(self, app):
        self.app, self.state, self.started = app, {}, False
        self.loop = new_loop() if uses_loop() else None
        self.task = self.asked = None

    def spawn(self, coroutine):
        return Task(coroutine, self.loop) if self.loop is not None else Coroutine(coroutine)

    def waiter(self):
        return self.loop.create_future() if self.loop is not None else Wait()

    def start(self):
        if self.started:
            return
        self.started = True
        self.asked, first, events = self.waiter(), [True], []

        async def receive():
            if first:
                first.clear()
                return {"type": "lifespan.startup"}
            await self.asked
            return {"type": "lifespan.shutdown"}

        async def send(message):
            events.append(message["type"])

        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        self.task = self.spawn(self.app(scope, receive, send))
        self.task.go_on()
        if self.task.done and self.task.error is not None and "lifespan.startup.failed" in events:
            raise self.task.error

    def stop(self):
        if self.task is not None and not self.task.done:
            wake(self.asked)
            self.task.go_on()

    def run(self, coroutine):
        """Run a request to its end; one that comes between another does without the loop that is busy."""
        if self.loop is None or self.loop.is_running():
            made = Coroutine(coroutine, self.loop)
            made.go_on()
            if made.error is not None:
                raise made.error
            if not made.done:
                raise RuntimeError("deadlock: the request waits for what never comes")
            return
        loop = self.loop
        loop.run_until_complete(coroutine)
        while loop._ready:
            loop.call_soon(loop.stop)
            loop.run_forever()


def new_loop():
    core.load("asyncio")
    return core.load("asyncio.loop").Loop()


def wake(waiter):
    """Let what waits go on."""
    if isinstance(waiter, Wait):
        waiter.go()
    elif not waiter.done():
        waiter.set_result(None)


def uses_loop():
    """Whether a file of the challenge has a loop in mind."""
    if "asyncio" in core.sys.modules:
        return True
    folders = [core.tree.folder("/app")]
    while folders:
        for node in folders.pop().entries.values():
            if node.kind == "dir":
                folders.append(node)
            elif node.kind == "file" and (b"asyncio" in node.data or b"anyio" in node.data):
                return True
    return False


def server(app):
    found = _served.get(id(app))
    if found is None:
        found = _served[id(app)] = Server(app)
    return found


def check(error):
    """Raise what the app is not to answer for: mistakes of the lab, and of a check that came between."""
    core.guard(error)
    if isinstance(error, MemoryError) or (not core.from_challenge(error) and any(name in ("<check>", "<setup>") for name, _ in core.frames(error)[-1:])):
        raise error


def session_cookie(app, values):
    """(name, value) of the cookie that the app's `SessionMiddleware` would set."""
    for one in getattr(app, "user_middleware", ()):
        if one.cls.__name__ == "SessionMiddleware":
            made = one.cls(app, *one.args, **one.kwargs)
            return made.session_cookie, made.dumps(values)
    core.lacks("set_session for an app without SessionMiddleware")


def scope_of(environ, target, headers, kind, state):
    """The scope of a request that `Client.environ` has described."""
    path, _, query = target.partition("#")[0].partition("?")
    raw = path.encode("utf-8", "surrogateescape")
    scheme = environ["wsgi.url_scheme"]
    return {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": environ["REQUEST_METHOD"],
        "scheme": scheme if kind == "http" else {"http": "ws", "https": "wss"}[scheme],
        "path": core.part("client").unquote_bytes(path or "/").decode("utf-8", "replace"),
        "raw_path": raw or b"/",
        "query_string": query.encode("utf-8", "surrogateescape"),
        "root_path": "",
        "headers": headers,
        "client": (environ["REMOTE_ADDR"], 50000),
        "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
        "state": dict(state),
        "extensions": {},
    }


def headers_of(environ, given, own):
    """Headers as a server hands them on: small names, repeated ones apart, in the order in which they came."""
    out = [(b"host", environ["HTTP_HOST"].encode("latin-1"))] if "HTTP_HOST" in environ else []
    seen = {"host"}
    for name, value in own + given:
        if value is None:
            continue
        low = name.lower()
        if low == "host":
            continue
        seen.add(low)
        text = str(value)
        out.append((low.encode("latin-1", "replace"), text.encode("utf-8") if not core.part("client").is_latin(text) else text.encode("latin-1")))
    for name, key in (("user-agent", "HTTP_USER_AGENT"), ("content-type", "CONTENT_TYPE"), ("content-length", "CONTENT_LENGTH"), ("cookie", "HTTP_COOKIE")):
        if name not in seen and key in environ:
            out.append((name.encode(), environ[key].encode("latin-1")))
    return out


def once(client, environ, target, given, body):
    """(status, headers, data, error): the error is one that the app let through."""
    serving = server(client.app)
    serving.start()
    sent, left = [], [body]

    async def receive():
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = scope_of(environ, target, headers_of(environ, given, list(client.headers.items())), "http", serving.state)
    error = None
    try:
        serving.run(client.app(scope, receive, send))
    except Exception as raised:
        error = raised
    starts = [m for m in sent if m["type"] == "http.response.start"]
    data = b"".join(bytes(m.get("body", b"")) for m in sent if m["type"] == "http.response.body")
    if environ["REQUEST_METHOD"] == "HEAD":
        data = b""
    if not starts:
        return None, [], b"", error
    headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in starts[0].get("headers", [])]
    return starts[0]["status"], headers, data, error


class Closed(Exception):
    """The server has closed the connection."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed with {code}" + (f": {reason}" if reason else ""))
        self.code, self.reason = code, reason


class Socket:
    """A WebSocket that a browser has opened: `.accepted`, `.code`, `.status`, `.send(text_or_bytes_or_dict)`, `.receive()`, `.close()`."""

    def __init__(self, client, environ, target, given, subprotocols):
        self.client, self.target = client, target
        self.serving = server(client.app)
        self.serving.start()
        self.inbox, self.waiting, self.outbox = [{"type": "websocket.connect"}], [], []
        self.accepted, self.code, self.reason, self.status, self.error, self.subprotocol = False, None, "", None, None, None
        extra = [("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"), ("sec-websocket-key", "dGhlIHNhbXBsZQ==")]
        headers = headers_of(environ, given, list(client.headers.items()) + extra)
        scope = scope_of(environ, target, headers, "websocket", self.serving.state)
        scope["subprotocols"] = list(subprotocols)
        self.task = self.serving.spawn(client.app(scope, self._receive, self._send))
        self._go()
        if not self.accepted and self.status is None:
            self.status = 403
        got = "accepted" if self.accepted else f"refused with {self.status}" if self.error is None else f"refused, the app raised {type(self.error).__name__}: {self.error}"
        core.host.exchange(client.who, f"opens WebSocket {target}", got)

    async def _receive(self):
        while not self.inbox:
            waiter = self.serving.waiter()
            self.waiting.append(waiter)
            await waiter
        return self.inbox.pop(0)

    async def _send(self, message):
        kind = message["type"]
        if kind == "websocket.accept":
            self.accepted, self.subprotocol = True, message.get("subprotocol")
        elif kind == "websocket.close":
            self.code, self.reason = message.get("code", 1000), message.get("reason") or ""
            self.status = None if self.accepted else 403
        elif kind == "websocket.http.response.start":
            self.status = message["status"]
        elif kind == "websocket.send":
            self.outbox.append(message["text"] if message.get("text") is not None else message["bytes"])

    def _go(self):
        """Let the app run until it waits for this browser."""
        self.task.go_on(lambda: bool(self.waiting))
        if self.task.done and self.task.error is not None and self.error is None:
            error = self.error = self.task.error
            check(error)
            if self.code is None:
                self.code = 1011
        elif self.task.done and self.code is None and self.accepted:
            self.code = 1000

    def _put(self, message):
        self.inbox.append(message)
        while self.waiting:
            wake(self.waiting.pop())
        self._go()

    @property
    def closed(self):
        return self.code is not None or not self.accepted

    def send(self, data):
        """Send a text, bytes, or anything else as JSON."""
        if isinstance(data, (bytes, bytearray)):
            message = {"type": "websocket.receive", "bytes": bytes(data), "text": None}
        else:
            message = {"type": "websocket.receive", "text": data if isinstance(data, str) else core.load("json").dumps(data), "bytes": None}
        if self.closed:
            core.host.exchange(self.client.who, f"sends {core.show(data)}", "the connection is closed")
            return
        before = len(self.outbox)
        self._put(message)
        fresh = self.outbox[before:]
        core.host.exchange(self.client.who, f"sends {core.show(data)}", ", ".join(core.shorten(core.show(m)) for m in fresh) or ("closed" if self.closed else ""))

    def receive(self):
        """The next message, or None where there is none."""
        return self.outbox.pop(0) if self.outbox else None

    def receive_json(self):
        text = self.receive()
        return None if text is None else core.load("json").loads(text)

    @property
    def messages(self):
        """Every message that has come and was not received yet."""
        return list(self.outbox)

    def close(self, code=1000):
        if not self.closed:
            self._put({"type": "websocket.disconnect", "code": code, "reason": ""})
            self.code = code
