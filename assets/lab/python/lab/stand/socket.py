"""`socket`: names and addresses of the lab's network, and plain connections to its hosts."""

_web = _lab.part("web")

AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2
IPPROTO_TCP, IPPROTO_UDP, SOL_SOCKET, SO_REUSEADDR, TCP_NODELAY, SO_KEEPALIVE = 6, 17, 1, 2, 1, 9
AI_ADDRCONFIG, AI_CANONNAME, AI_NUMERICHOST, AI_PASSIVE = 32, 2, 4, 1
NI_NUMERICHOST, NI_NUMERICSERV = 1, 2
EAI_NONAME = -2
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
has_ipv6 = True

error = OSError
timeout = TimeoutError
_default_timeout = None
_PORTS = {"http": 80, "https": 443, "ftp": 21, "ssh": 22, "smtp": 25, "domain": 53}


class gaierror(OSError):
    pass


class herror(OSError):
    pass


def _addresses(host):
    if isinstance(host, bytes):
        host = host.decode("ascii")
    if host in (None, ""):
        return ["127.0.0.1"]
    if "\0" in host:
        raise ValueError("embedded null character")
    try:
        return _web.look_up(host)
    except OSError:
        raise gaierror(EAI_NONAME, "Name or service not known") from None


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if isinstance(port, str):
        if port.isdigit():
            port = int(port)
        elif port in _PORTS:
            port = _PORTS[port]
        else:
            raise gaierror(-8, "Servname not supported for ai_socktype")
    out = []
    for address in _addresses(host):
        kind = AF_INET6 if ":" in address else AF_INET
        if family not in (0, kind):
            continue
        place = (address, port or 0, 0, 0) if kind == AF_INET6 else (address, port or 0)
        for sock, protocol in ((SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP)):
            if type in (0, sock) and proto in (0, protocol):
                out.append((kind, sock, protocol, "", place))
    if not out:
        raise gaierror(-9, "Address family for hostname not supported")
    return out


def gethostbyname(name):
    for address in _addresses(name):
        if ":" not in address:
            return address
    raise gaierror(EAI_NONAME, "Name or service not known")


def gethostbyname_ex(name):
    return name, [], [a for a in _addresses(name) if ":" not in a]


def gethostbyaddr(address):
    for host in _web._hosts:
        if host.address == address:
            return host.name, [], [address]
    raise herror(1, "Unknown host")


def getnameinfo(place, flags):
    return str(place[0]), str(place[1])


def getfqdn(name=""):
    return name or "lab"


def gethostname():
    return "lab"


def inet_aton(text):
    found = _web.ipv4(text)
    if found is None:
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(int(p) for p in found.split("."))


def inet_ntoa(packed):
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(str(b) for b in packed)


def inet_pton(family, text):
    ipaddress = _lab.load("ipaddress")
    try:
        return (ipaddress.IPv4Address(text) if family == AF_INET else ipaddress.IPv6Address(text)).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(family, packed):
    return str(_lab.load("ipaddress").ip_address(bytes(packed)))


def htons(n):
    return (n & 255) << 8 | n >> 8


ntohs = htons


def htonl(n):
    return int.from_bytes(n.to_bytes(4, "little"), "big")


ntohl = htonl


def setdefaulttimeout(value):
    global _default_timeout
    _default_timeout = value


def getdefaulttimeout():
    return _default_timeout


class socket:
    """A TCP socket. What is written to it is read as one HTTP request when an answer is asked for."""

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        if type & 0xF != SOCK_STREAM:
            _lab.lacks("sockets other than TCP")
        self.family, self.type, self.proto = family, type, proto
        self._timeout, self._connection, self._out, self._in, self._asked = _default_timeout, None, b"", None, None
        self._scheme = "http"

    def settimeout(self, value):
        self._timeout = value

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        pass

    def setsockopt(self, *args):
        pass

    def getsockopt(self, *args):
        return 0

    def connect(self, place):
        name, port = place[0], place[1]
        self._asked = name
        address = _addresses(name)[0]
        try:
            self._connection = _web.connect(address, port, _web.clean(name))
        except _web.Refused:
            raise ConnectionRefusedError(111, "Connection refused") from None

    def connect_ex(self, place):
        try:
            self.connect(place)
        except OSError as e:
            return e.errno or 111
        return 0

    def getpeername(self):
        if self._connection is None:
            raise OSError(107, "Transport endpoint is not connected")
        return (self._connection.address, self._connection.port)

    def getsockname(self):
        return ("10.0.0.5", 50000)

    def sendall(self, data, flags=0):
        if self._connection is None:
            raise BrokenPipeError(32, "Broken pipe")
        self._out += bytes(data)
        self._in = None

    def send(self, data, flags=0):
        self.sendall(data)
        return len(data)

    def _answer(self):
        head, _, body = self._out.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        parts = lines[0].split(" ")
        if len(parts) < 2:
            return b""
        headers = [tuple(p.strip() for p in line.split(":", 1)) for line in lines[1:] if ":" in line]
        status, given, answer = _web.exchange(self._connection, parts[0], parts[1], headers, body, self._scheme)
        self._out = b""
        text = f"HTTP/1.1 {status} X\r\n" + "".join(f"{n}: {v}\r\n" for n, v in given) + "\r\n"
        return text.encode("latin-1", "replace") + answer

    def recv(self, size, flags=0):
        if self._in is None:
            try:
                self._in = self._answer() if self._out else b""
            except _web.Timeout:
                _lab.advance(self._timeout or 0)
                raise TimeoutError("timed out") from None
        data, self._in = self._in[:size], self._in[size:]
        return data

    def makefile(self, mode="r", *args, **kwargs):
        if self._in is None:
            self._in = self._answer() if self._out else b""
        data, self._in = self._in, b""
        return _lab.load("_io").BytesIO(data)

    def shutdown(self, how):
        pass

    def close(self):
        self._connection = None

    def fileno(self):
        return 100 if self._connection else -1

    def bind(self, place):
        _lab.lacks("listening sockets")

    listen = accept = bind

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


SocketType = socket


def create_connection(address, timeout=None, source_address=None, **kwargs):
    made = socket()
    if isinstance(timeout, (int, float)):
        made.settimeout(timeout)
    last = None
    host, port = address
    for info in getaddrinfo(host, port, 0, SOCK_STREAM):
        try:
            made._asked = host
            made._connection = _web.connect(info[4][0], info[4][1], _web.clean(host))
            return made
        except _web.Refused:
            last = ConnectionRefusedError(111, "Connection refused")
    raise last or OSError("getaddrinfo returns an empty list")


__getattr__ = _lab.missing("socket")
