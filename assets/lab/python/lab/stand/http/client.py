"""`http.client` over the lab's network."""

import socket
from http import HTTPStatus

_web = _lab.part("web")
HTTP_PORT, HTTPS_PORT = 80, 443
MAX_LINE, MAX_HEADERS = 65536, 100
globals().update(HTTPStatus.__members__)
responses = {v: v.phrase for v in HTTPStatus.__members__.values()}


class HTTPException(Exception):
    pass


class InvalidURL(HTTPException):
    pass


error = HTTPException


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        super().__init__(f"got more than {MAX_LINE} bytes when reading {line_type}")


class ImproperConnectionState(HTTPException):
    pass


class UnknownProtocol(HTTPException):
    pass


class NotConnected(HTTPException):
    pass


class RemoteDisconnected(ConnectionResetError, HTTPException):
    pass


class BadStatusLine(HTTPException):
    pass


class IncompleteRead(HTTPException):
    pass


class ResponseNotReady(HTTPException):
    pass


class CannotSendRequest(HTTPException):
    pass


def parse_headers(fp, _class=None):
    lines = []
    while True:
        line = fp.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE:
            raise LineTooLong("header line")
        lines.append(line)
        if len(lines) > MAX_HEADERS:
            raise HTTPException(f"got more than {MAX_HEADERS} headers")
        if line in (b"\r\n", b"\n", b""):
            break
    text = b"".join(lines).decode("iso-8859-1")
    return _lab.load("email.parser").Parser(_class=_class or __getattr__("HTTPMessage")).parsestr(text)


def message(headers):
    made = _lab.load("email.message").Message()
    for name, value in headers:
        made[name] = value
    return made


class HTTPResponse:
    version = 11

    def __init__(self, status, headers, body, url=None):
        self.status = self.code = status
        self._headers, self._body = headers, _lab.load("_io").BytesIO(body)
        self.reason = responses.get(status, "")
        self.url = url
        self.closed = False
        self.length = len(body)
        self.headers = self.msg = message(headers)

    def read(self, amt=None):
        return self._body.read() if amt is None else self._body.read(amt)

    read1 = read

    def readline(self, *args):
        return self._body.readline(*args)

    def readlines(self):
        return self._body.readlines()

    def __iter__(self):
        return iter(self._body)

    def getheader(self, name, default=None):
        found = self.headers.get_all(name)
        return default if found is None else ", ".join(found)

    def getheaders(self):
        return list(self._headers)

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status

    def isclosed(self):
        return self.closed

    def readable(self):
        return True

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def _check(text, what):
    for c in text:
        if ord(c) <= 0x20 and what == "URL" or c == "\x7f":
            raise InvalidURL(f"{what} can't contain control characters. {text!r} (found at least {c!r})")


class HTTPConnection:
    default_port = HTTP_PORT
    _scheme = "http"

    def __init__(self, host, port=None, timeout=None, source_address=None, blocksize=8192):
        if port is None:
            colon, close = host.rfind(":"), host.rfind("]")
            if colon > close:
                try:
                    port = int(host[colon + 1 :])
                except ValueError:
                    if host[colon + 1 :] != "":
                        raise InvalidURL(f"nonnumeric port: '{host[colon + 1:]}'") from None
                    port = self.default_port
                host = host[:colon]
            else:
                port = self.default_port
            if host and host[0] == "[" and host[-1] == "]":
                host = host[1:-1]
        for c in host:
            if ord(c) <= 0x20 or c == "\x7f":
                raise InvalidURL(f"URL can't contain control characters. {host!r} (found at least {c!r})")
        self.host, self.port, self.timeout, self.sock = host, port, timeout, None
        self._request = None
        self._create_connection = socket.create_connection

    def set_debuglevel(self, level):
        pass

    def set_tunnel(self, *args, **kwargs):
        _lab.lacks("http.client tunnels")

    def connect(self):
        self.sock = self._create_connection((self.host, self.port), self.timeout)

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        _check(url or "/", "URL")
        self._request = [method, url or "/", [], b""]
        if not skip_host:
            default = self.port == self.default_port
            name = f"[{self.host}]" if ":" in self.host else self.host
            self._request[2].append(("Host", name if default else f"{name}:{self.port}"))
        if not skip_accept_encoding:
            self._request[2].append(("Accept-Encoding", "identity"))

    def putheader(self, header, *values):
        values = [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values]
        for value in [header, *values]:
            if "\n" in value or "\r" in value:
                raise ValueError(f"Invalid header value {value.encode()!r}")
        self._request[2].append((header, "\r\n\t".join(values)))

    def endheaders(self, message_body=None, **kwargs):
        if self.sock is None:
            self.connect()
        if message_body is not None:
            self._request[3] = message_body

    def send(self, data):
        self._request[3] += data

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        names = {k.lower() for k in headers}
        self.putrequest(method, url, "host" in names, "accept-encoding" in names)
        if isinstance(body, str):
            body = body.encode("iso-8859-1")
        elif hasattr(body, "read"):
            body = body.read()
        if body is not None and "content-length" not in names:
            self.putheader("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(body)

    def getresponse(self):
        if self._request is None:
            raise ResponseNotReady("Idle")
        method, url, headers, body = self._request
        self._request = None
        try:
            status, given, answer = _web.exchange(self.sock._connection, method, url, headers, body or b"", self._scheme)
        except _web.Timeout:
            if isinstance(self.timeout, (int, float)):
                _lab.advance(self.timeout)
            raise TimeoutError("timed out") from None
        return HTTPResponse(status, given, answer)

    def close(self):
        self.sock = None


class HTTPSConnection(HTTPConnection):
    default_port = HTTPS_PORT
    _scheme = "https"

    def __init__(self, host, port=None, *, timeout=None, source_address=None, context=None, blocksize=8192, **kwargs):
        super().__init__(host, port, timeout)
        self._context = context if context is not None else _lab.load("ssl")._create_default_https_context()

    def connect(self):
        super().connect()
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


_missing = _lab.missing("http.client")


def __getattr__(name):
    if name != "HTTPMessage":
        return _missing(name)

    class HTTPMessage(_lab.load("email.message").Message):
        pass

    globals()[name] = HTTPMessage
    return HTTPMessage
