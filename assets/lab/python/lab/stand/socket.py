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
SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_NONBLOCK, SOCK_CLOEXEC = 3, 4, 5, 2048, 524288
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_IPV6, IPPROTO_RAW, IPV6_V6ONLY = 0, 1, 41, 255, 26
SO_BROADCAST, SO_ERROR, SO_LINGER, SO_RCVBUF, SO_SNDBUF, SO_REUSEPORT, SO_RCVTIMEO, SO_SNDTIMEO, SO_TYPE = 6, 4, 13, 8, 7, 15, 20, 21, 3
SOMAXCONN, MSG_PEEK, MSG_DONTWAIT, MSG_NOSIGNAL, MSG_WAITALL = 4096, 2, 64, 16384, 256
INADDR_ANY, INADDR_LOOPBACK, INADDR_BROADCAST, INADDR_NONE = 0, 0x7F000001, 0xFFFFFFFF, 0xFFFFFFFF
AI_NUMERICSERV, AI_V4MAPPED, AI_ALL, NI_NAMEREQD, NI_DGRAM, NI_MAXHOST, NI_MAXSERV = 1024, 8, 16, 8, 16, 1025, 32
EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_SERVICE, EAI_SOCKTYPE, EAI_BADFLAGS, EAI_MEMORY, EAI_NODATA = -3, -4, -6, -8, -7, -1, -10, -5
_GLOBAL_DEFAULT_TIMEOUT = object()


class _Number(int):
    """A constant that bears its name, as those of the library do."""

    def __new__(cls, name, value):
        made = super().__new__(cls, value)
        made.name = name
        return made

    def __repr__(self):
        return f"<{type(self).__name__}.{self.name}: {int(self)}>"

    @property
    def value(self):
        return int(self)


class AddressFamily(_Number):
    pass


class SocketKind(_Number):
    pass


for _name in ("AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_INET6"):
    globals()[_name] = AddressFamily(_name, globals()[_name])
    setattr(AddressFamily, _name, globals()[_name])
for _name in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"):
    globals()[_name] = SocketKind(_name, globals()[_name])
    setattr(SocketKind, _name, globals()[_name])

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


def getservbyname(name, protocol=None):
    if name not in _PORTS:
        raise OSError("service/proto not found")
    return _PORTS[name]


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
        self._place = place

    def getsockname(self):
        return getattr(self, "_place", ("10.0.0.5", 50000))

    def listen(self, backlog=0):
        pass

    def accept(self):
        _lab.lacks("connections from outside: call the handler, or use client(...) with the server or its handler class")

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
