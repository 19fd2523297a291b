"""Addresses of the web and of mail, taken apart as browsers take them apart."""

from pydantic._errors import Bad, Line, bad
from pydantic._nodes import Node

SPECIAL = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "file": None}
FORBIDDEN = frozenset(" #/:<>?@[\\]^|%\0\t\n\r")


class BadURL(ValueError):
    pass


def _host(text, special):
    """The host as it is reached: escapes undone, numbers made an address."""
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadURL("invalid IPv6 address")
        try:
            return f"[{_lab.load('ipaddress').IPv6Address(text[1:-1])}]"
        except ValueError:
            raise BadURL("invalid IPv6 address") from None
    if not special:
        if any(c in FORBIDDEN and c != "%" for c in text):
            raise BadURL("invalid international domain name")
        return text
    text = _lab.load("urllib.parse").unquote(text)
    if not text.isascii():
        text = _lab.load("unicodedata").normalize("NFKC", text).replace("\u3002", ".")
        try:
            text = text if text.isascii() else text.encode("idna").decode("ascii")
        except UnicodeError:
            raise BadURL("invalid international domain name") from None
    text = text.lower()
    if not text:
        raise BadURL("empty host")
    if any(c in FORBIDDEN or ord(c) < 33 or ord(c) == 127 for c in text):
        raise BadURL("invalid international domain name")
    last = text.rstrip(".").rpartition(".")[2] if not text.endswith("..") else ""
    if last and (last.isdigit() or (last[:2] == "0x" and all(c in "0123456789abcdef" for c in last[2:]))):
        found = _lab.part("web").ipv4(text[:-1] if text.endswith(".") else text)
        if found is None:
            raise BadURL("invalid IPv4 address")
        return found
    return text


def parse(text):
    """(scheme, username, password, host, port, path, query, fragment) of an absolute address."""
    encode = _lab.part("urls").encode
    allowed = _lab.part("urls").PATH
    text = text.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")
    if not text:
        raise BadURL("input is empty")
    scheme, colon, rest = text.partition(":")
    if not colon or not scheme[:1].isalpha() or not all(c.isalnum() or c in "+-." for c in scheme) or not scheme.isascii():
        raise BadURL("relative URL without a base")
    scheme = scheme.lower()
    special = scheme in SPECIAL
    rest, mark, fragment = rest.partition("#")
    fragment = encode(fragment, allowed | set("?[]{}|^\\")) if mark else None
    user = password = host = port = None
    if special:
        head, mark, query = rest.partition("?")
        head = head.replace("\\", "/").lstrip("/") if scheme != "file" else head.replace("\\", "/")[2:]
        authority, slash, path = head.partition("/")
        path = "/" + path
    else:
        head, mark, query = rest.partition("?")
        if head.startswith("//"):
            authority, slash, path = head[2:].partition("/")
            path = slash + path
        else:
            authority, path = None, head
    query = encode(query, allowed | set("?[]{}|^\\`")) if mark else None
    if authority is not None:
        credentials, at, where = authority.rpartition("@")
        if at:
            user, colon, word = credentials.partition(":")
            user, password = encode(user, allowed - set("/:@;=")), encode(word, allowed - set("/:@;=")) if colon else None
        name, colon, number = where, "", ""
        if not where.endswith("]"):
            name, colon, number = where.rpartition(":") if ":" in where else (where, "", "")
        if number and not (number.isascii() and number.isdigit()):
            raise BadURL("invalid port number")
        if number:
            port = int(number)
            if port > 65535:
                raise BadURL("invalid port number")
        if scheme != "file" or name:
            host = _host(name, special) if name or special else None
        if port == SPECIAL.get(scheme):
            port = None
    segments = []
    if special or path.startswith("/"):
        parts = path[1:].split("/")
        for i, part in enumerate(parts):
            low = part.lower().replace("%2e", ".")
            if low == "..":
                del segments[-1:]
            if low in (".", ".."):
                if i == len(parts) - 1:
                    segments.append("")
                continue
            segments.append(encode(part, allowed - {"/"} | set("[]|^\\" if not special else "[]|^")))
        path = "/" + "/".join(segments)
    return scheme, user, password, host, port, path, query, fragment


class _BaseUrl:
    _schemes, _host_required, _default_path, _max = None, False, None, None

    def __init__(self, url):
        if isinstance(url, _BaseUrl):
            self._parts = url._parts
            return
        try:
            self._parts = check(type(self), url)._parts
        except Bad as error:
            raise _lab.load("pydantic._errors").ValidationError(type(self).__name__, error.lines) from None

    scheme = property(lambda s: s._parts[0])
    username = property(lambda s: s._parts[1] or None)
    password = property(lambda s: s._parts[2])
    host = property(lambda s: s._parts[3])
    path = property(lambda s: s._parts[5] or None)
    query = property(lambda s: s._parts[6])
    fragment = property(lambda s: s._parts[7])

    @property
    def port(self):
        return self._parts[4] if self._parts[4] is not None else SPECIAL.get(self._parts[0])

    def query_params(self):
        return _lab.load("urllib.parse").parse_qsl(self.query or "", keep_blank_values=True)

    def unicode_host(self):
        host = self.host
        return host.encode("ascii").decode("idna") if host and "xn--" in host else host

    def unicode_string(self):
        return str(self)

    encoded_string = unicode_string

    def __str__(self):
        scheme, user, password, host, port, path, query, fragment = self._parts
        out = f"{scheme}:"
        if host is not None or scheme == "file":
            who = (user or "") + (f":{password}" if password is not None else "")
            out += "//" + (f"{who}@" if who else "") + (host or "") + (f":{port}" if port is not None else "")
        return out + path + (f"?{query}" if query is not None else "") + (f"#{fragment}" if fragment is not None else "")

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other):
        return type(self) is type(other) and self._parts == other._parts

    def __lt__(self, other):
        return str(self) < str(other)

    def __hash__(self):
        return hash(str(self))

    def __len__(self):
        return len(str(self))

    @classmethod
    def build(cls, *, scheme, username=None, password=None, host=None, port=None, path=None, query=None, fragment=None):
        who = (username or "") + (f":{password}" if password else "")
        text = f"{scheme}://" + (f"{who}@" if who else "") + (host or "") + (f":{port}" if port else "") + (f"/{path.lstrip('/')}" if path else "")
        return cls(text + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else ""))


def check(cls, value, limits=None):
    """A checked address of a class, or Bad."""
    if isinstance(value, _BaseUrl):
        text = str(value)
    elif isinstance(value, str):
        text = value
    else:
        raise bad("url_type", value)
    schemes = cls._schemes
    most = cls._max
    if limits is not None:
        schemes, most = limits.allowed_schemes or schemes, limits.max_length or most
    if most is not None and len(text) > most:
        raise bad("url_too_long", value, max_length=most)
    try:
        parts = parse(text)
    except BadURL as error:
        raise bad("url_parsing", value, error=str(error)) from None
    if schemes is not None and parts[0] not in schemes:
        shown = [f"'{s}'" for s in schemes]
        expected = shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]
        raise bad("url_scheme", value, expected_schemes=expected)
    if cls._host_required and not parts[3]:
        raise bad("url_parsing", value, error="empty host")
    made = cls.__new__(cls)
    made._parts = parts
    return made


class UrlNode(Node):
    label, limits = "url", None

    def __init__(self, cls):
        self.cls, self.exact = cls, cls

    def limit(self, limits):
        self.limits = limits

    def validate(self, value, state):
        if type(value) is self.cls and self.limits is None:
            return value
        if self.is_strict(state) and state.mode == "python" and not isinstance(value, (str, _BaseUrl)):
            raise bad("url_type", value)
        return check(self.cls, value, self.limits)

    def dump(self, value, how, include=None, exclude=None):
        return str(value) if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "uri", "minLength": 1} | ({"maxLength": self.cls._max} if self.cls._max else {})


class UrlConstraints:
    def __init__(self, max_length=None, allowed_schemes=None, host_required=None, default_host=None, default_port=None, default_path=None, preserve_empty_path=None):
        self.max_length, self.allowed_schemes, self.host_required = max_length, allowed_schemes, host_required
        if default_host or default_port or default_path:
            _lab.lacks("pydantic.UrlConstraints with defaults")


def _url(name, schemes=None, host=False, most=None):
    cls = type(name, (_BaseUrl,), {"__module__": "pydantic.networks", "_schemes": schemes, "_host_required": host, "_max": most})
    cls.__pydantic_node__ = UrlNode(cls)
    return cls


AnyUrl = _url("AnyUrl")
AnyHttpUrl = _url("AnyHttpUrl", ["http", "https"])
HttpUrl = _url("HttpUrl", ["http", "https"], True, 2083)
AnyWebsocketUrl = _url("AnyWebsocketUrl", ["ws", "wss"])
WebsocketUrl = _url("WebsocketUrl", ["ws", "wss"], True, 2083)
FileUrl = _url("FileUrl", ["file"])
FtpUrl = _url("FtpUrl", ["ftp"])
PostgresDsn = _url("PostgresDsn", ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+pg8000"], True)
RedisDsn = _url("RedisDsn", ["redis", "rediss"], True)
MySQLDsn = _url("MySQLDsn", ["mysql", "mysql+pymysql", "mysql+aiomysql", "mysql+mysqlconnector"], True)
AmqpDsn = _url("AmqpDsn", ["amqp", "amqps"])
MongoDsn = _url("MongoDsn", ["mongodb", "mongodb+srv"], True)


class EmailNode(Node):
    label = "str"

    def validate(self, value, state):
        if not isinstance(value, str):
            raise bad("string_type", value)
        module = _lab.load("email_validator")
        try:
            found = _lab.load("re").fullmatch(r"\s*(?:([^<>\r\n]*?)\s*)?<\s*([^<>]+?)\s*>\s*", value)
            if "\r" in value or "\n" in value:
                raise module.EmailSyntaxError("Carriage return and line feed characters are not allowed")
            if found:
                value = found.group(2)
            return module.validate_email(value.strip(), check_deliverability=False).normalized
        except module.EmailNotValidError as error:
            text = f"value is not a valid email address: {error}"
            raise Bad([Line("value_error", value, {"reason": str(error)}, text)]) from None

    def schema(self, defs, mode):
        return {"type": "string", "format": "email"}


class EmailStr(str):
    __pydantic_node__ = EmailNode()


def validate_email(value):
    try:
        checked = EmailNode().validate(value, None)
    except Bad as error:
        line = error.lines[0]
        raise _lab.load("pydantic._errors").PydanticCustomError(line.kind, line.message(), line.context) from None
    return checked.rpartition("@")[0], checked


class IPvAnyAddress:
    __pydantic_node__ = _lab.load("pydantic._times").Address("ip_address", "ip_any_address", "ipvanyaddress")

    def __new__(cls, value):
        return _lab.load("ipaddress").ip_address(value)


class IPvAnyNetwork:
    __pydantic_node__ = _lab.load("pydantic._times").Address("ip_network", "ip_any_network", "ipvanynetwork")

    def __new__(cls, value):
        return _lab.load("ipaddress").ip_network(value)


__getattr__ = _lab.missing("pydantic.networks")
