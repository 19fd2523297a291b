"""The network: hosts, names, connections. Every client library of the lab ends in `connect` and `exchange`."""

core = _lab
reached = []
_hosts = []
_names = {}
_count = [0]


class Host:
    def __init__(self, name, port, handler, address, certificate):
        self.name, self.port, self.handler, self.address, self.certificate = name, port, handler, address, certificate


class HeaderDict(dict):
    """Headers by name in any case."""

    def __init__(self, items=()):
        super().__init__()
        for name, value in items:
            old = dict.get(self, name.lower())
            dict.__setitem__(self, name.lower(), value if old is None else f"{old}, {value}")

    def get(self, name, default=None):
        return dict.get(self, name.lower(), default)

    def __getitem__(self, name):
        return dict.__getitem__(self, name.lower())

    def __contains__(self, name):
        return dict.__contains__(self, name.lower())


class Sent:
    """A request as the reached host got it."""

    def __init__(self, method, url, host, address, port, headers, body, verify):
        self.method, self.url, self.host, self.address, self.port = method, url, host, address, port
        self.headers, self.body, self.verify = HeaderDict(headers), body, verify
        path, _, self.query_string = url.split("://", 1)[-1].partition("#")[0].partition("?")
        slash = path.find("/")
        self.path = path[slash:] if slash >= 0 else "/"

    @property
    def query(self):
        urls = core.load("werkzeug.urls")
        return dict(urls.parse_qsl(self.query_string))

    @property
    def form(self):
        return dict(core.load("werkzeug.urls").parse_qsl(self.body.decode("utf-8", "surrogateescape")))

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        try:
            return core.load("json").loads(self.body)
        except ValueError:
            return None

    def __repr__(self):
        return f"<{self.method} {self.url} at {self.address}>"


class Timeout(Exception):
    """The host does not answer in time."""


class Refused(OSError):
    """Nothing listens there."""


class BadCertificate(Exception):
    """The host's certificate does not hold."""


class NameFails(OSError):
    """The name does not resolve."""


TIMEOUT = object()


# --- addresses -----------------------------------------------------------------------------------


def number(text):
    """A number of an old-style address: decimal, `0x` or leading-zero octal; None if it is none."""
    try:
        if text[:2].lower() == "0x":
            return int(text[2:], 16) if text[2:] else 0
        if len(text) > 1 and text[0] == "0":
            return int(text, 8)
        return int(text, 10) if text.isascii() and text.isdigit() else None
    except ValueError:
        return None


def ipv4(text):
    """The dotted form of every way to write an IPv4 address that the C library takes, or None."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = [number(p) for p in parts]
    if any(n is None or n < 0 for n in numbers):
        return None
    last = 256 ** (5 - len(numbers))
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= last:
        return None
    whole = numbers[-1]
    for i, n in enumerate(numbers[:-1]):
        whole += n << (24 - 8 * i)
    return ".".join(str(whole >> s & 255) for s in (24, 16, 8, 0))


def literal(name):
    """The address that a host name is, if it is one."""
    bare = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    if ":" in bare:
        try:
            return str(core.load("ipaddress").IPv6Address(bare.partition("%")[0]))
        except ValueError:
            return None
    return ipv4(bare)


def clean(name):
    """A host name as it is looked up."""
    if not name.isascii():
        name = core.load("unicodedata").normalize("NFKC", name).replace("\u3002", ".")
        if not name.isascii():
            try:
                name = name.encode("idna").decode("ascii")
            except UnicodeError:
                raise NameFails(-2, "Name or service not known") from None
    return name.lower().rstrip(".") if name != "." else name


def look_up(name):
    """The addresses that a name has now; each look-up may give another answer."""
    name = clean(name)
    found = literal(name)
    if found is not None:
        return [found]
    core.pause("dns")
    answers = _names.get(name)
    if answers:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        core.host.trace("dns", f"{name} is {', '.join(answer)}")
        return list(answer)
    for host in _hosts:
        if host.name == name:
            core.host.trace("dns", f"{name} is {host.address}")
            return [host.address]
    if name == "localhost" or name.endswith(".localhost"):
        return ["127.0.0.1"]
    core.host.trace("dns", f"{name} is unknown")
    raise NameFails(-2, "Name or service not known")


def canonical(address):
    """The address that really answers: mapped and unspecified ones lead to others."""
    if ":" in address:
        parsed = core.load("ipaddress").IPv6Address(address)
        if parsed.ipv4_mapped is not None:
            return canonical(str(parsed.ipv4_mapped))
        if parsed == core.load("ipaddress").IPv6Address("::"):
            return "::1"
        return str(parsed)
    return "127.0.0.1" if address == "0.0.0.0" else address


def is_inside(address):
    found = core.load("ipaddress").ip_address(address)
    return found.is_private or found.is_loopback or found.is_link_local


def server(address, port, name):
    """The host that listens at an address, the one of that name first."""
    address = canonical(address)
    local = address == "::1" or address.startswith("127.")
    here = [h for h in _hosts if (h.port is None or h.port == port)]
    there = [h for h in here if canonical(h.address) == address]
    if not there and local:
        there = [h for h in here if h.address in ("127.0.0.1", "::1")]
    for host in there:
        if host.name == name:
            return host
    if there:
        return there[0]
    if not is_inside(address):
        for host in here:
            if host.name == name:
                return host
    return None


class Connection:
    """An open connection to an address of the lab's network."""

    def __init__(self, address, port, name, host):
        self.address, self.port, self.name, self.host = address, port, name, host
        self.verified = None

    def tls(self, verify, name=None):
        """Shake hands: with verification a bad certificate ends it."""
        self.verified = bool(verify)
        bad = self.host.certificate
        if verify and not bad and literal(name or self.name) is None and self.host.name != clean(name or self.name):
            bad = "for another name"
        if verify and bad:
            raise BadCertificate(bad)


def connect(address, port, name):
    found = server(address, port, name)
    if found is None:
        core.host.trace("connect", f"{address}:{port} refused")
        raise Refused(111, "Connection refused")
    core.host.trace("connect", f"{address}:{port}")
    return Connection(address, port, name, found)


def exchange(connection, method, target, headers, body, scheme="http"):
    """Send a request over a connection: (status, headers, body)."""
    core.pause("http:out")
    given = HeaderDict(headers)
    name = connection.name
    shown = given.get("host", name)
    url = target if "://" in target.split("?")[0] else f"{scheme}://{shown}{target}"
    named = clean(shown.rpartition("@")[2].partition(":")[0]) if not shown.startswith("[") else shown
    host = server(connection.address, connection.port, named) or connection.host
    sent = Sent(method, url, name, canonical(connection.address), connection.port, headers, body, connection.verified)
    reached.append(sent)
    core.host.trace("request", f"{method} {core.shorten(url, 200)} at {sent.address}")
    answer = host.handler
    if callable(answer):
        try:
            answer = answer(sent)
        except (core.LabLacks, Timeout):
            raise
        except Exception as error:
            core.lacks(f"answer of {host.name} (its handler raised {type(error).__name__}: {error})")
    if answer is TIMEOUT:
        raise Timeout()
    status, extra = 200, []
    if isinstance(answer, tuple):
        if len(answer) > 2:
            extra = list(answer[2].items() if hasattr(answer[2], "items") else answer[2])
        status, answer = answer[0], answer[1]
    kind = "text/html; charset=utf-8"
    if isinstance(answer, (dict, list)):
        answer, kind = core.load("json").dumps(answer), "application/json"
    if answer is None:
        answer = ""
    if isinstance(answer, str):
        answer = answer.encode("utf-8")
    elif not isinstance(answer, (bytes, bytearray)):
        answer = b"".join(x.encode() if isinstance(x, str) else x for x in answer)
    names = [n.lower() for n, _ in extra]
    if "content-type" not in names and answer:
        extra.append(("Content-Type", kind))
    if "content-length" not in names:
        extra.append(("Content-Length", str(len(answer))))
    return status, [(str(n), str(v)) for n, v in extra], bytes(answer) if method != "HEAD" else b""


class Facade:
    """`lab.web`: the hosts there are, and what was reached."""

    reached = reached
    timeout = TIMEOUT

    def host(self, name, answer="", address=None, certificate=None):
        """Put a host on the network. `certificate` names what is wrong with it, as in "self-signed"."""
        name, port = str(name), None
        if not name.startswith("[") and name.count(":") == 1:
            name, _, text = name.partition(":")
            port = int(text)
        found = literal(name)
        if name.startswith("["):
            name = name[1:-1]
        if address is None:
            if found is not None:
                address = found
            elif name == "localhost":
                address = "127.0.0.1"
            else:
                known = [h.address for h in _hosts if h.name == clean(name)]
                _count[0] += 1
                address = known[0] if known else f"93.184.{216 + _count[0] // 250}.{_count[0] % 250 + 1}"
        clean_name = clean(name) if found is None else found
        _hosts[:] = [h for h in _hosts if (h.name, h.port) != (clean_name, port)]
        _hosts.append(Host(clean_name, port, answer, address, certificate))
        return address

    def resolve(self, name, *answers):
        """What a name resolves to, one answer a look-up in turn; the last one stays. An answer may be a list."""
        _names[clean(name)] = [[a] if isinstance(a, str) else list(a) for a in answers]

    def was_reached(self, what):
        """Whether a host or an address was reached."""
        return any(what in (r.host, r.address) for r in reached)

    def clear(self):
        del reached[:]


facade = Facade()
