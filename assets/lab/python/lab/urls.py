"""Addresses as client libraries take them apart; where they differ an attack may hide."""

core = _lab
UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
PATH = UNRESERVED | frozenset("!$&'()*+,;=:@/")
QUERY = PATH | frozenset("?")


class BadURL(ValueError):
    pass


def encode(text, allowed):
    """Quote what may not stand there; what is quoted already stays, in capitals."""
    out, raw, i = [], text.encode("utf-8", "surrogatepass"), 0
    while i < len(raw):
        c = chr(raw[i])
        if c == "%" and i + 2 < len(raw) + 0 and all(chr(b) in "0123456789abcdefABCDEF" for b in raw[i + 1 : i + 3]) and len(raw[i + 1 : i + 3]) == 2:
            out.append("%" + raw[i + 1 : i + 3].decode().upper())
            i += 3
            continue
        out.append(c if raw[i] < 128 and c in allowed else f"%{raw[i]:02X}")
        i += 1
    return "".join(out)


def dots_away(path):
    out = []
    for part in path.split("/"):
        if part == ".":
            continue
        if part != "..":
            out.append(part)
        elif out:
            out.pop()
    if path.startswith("/") and (not out or out[0]):
        out.insert(0, "")
    if path.endswith(("/.", "/..")):
        out.append("")
    return "/".join(out)


class Parsed:
    def __init__(self, scheme, auth, host, port, path, query, fragment):
        self.scheme, self.auth, self.host, self.port = scheme, auth, host, port
        self.path, self.query, self.fragment = path, query, fragment

    @property
    def netloc(self):
        return self.host + (f":{self.port}" if self.port is not None else "")

    @property
    def target(self):
        return (self.path or "/") + (f"?{self.query}" if self.query is not None else "")

    def text(self):
        auth = f"{self.auth}@" if self.auth else ""
        fragment = f"#{self.fragment}" if self.fragment is not None else ""
        return f"{self.scheme}://{auth}{self.netloc}{self.target}{fragment}"


def cut(text, marks):
    at = min([i for i in (text.find(m) for m in marks) if i >= 0] or [len(text)])
    return text[:at], text[at:]


def parse(url):
    """As urllib3 does: the authority ends at a slash, a backslash, a question mark or a hash; user names end at the last `@`."""
    scheme, rest = None, url
    head, colon, tail = url.partition(":")
    if colon and head and head[0].isalpha() and all(c.isalnum() or c in "+.-" for c in head) and head.isascii():
        scheme, rest = head.lower(), tail
    authority = None
    if rest.startswith("//"):
        authority, rest = cut(rest[2:], "\\/?#")
    path, rest = cut(rest, "?#")
    query = fragment = None
    if rest.startswith("?"):
        query, rest = cut(rest[1:], "#")
    if rest.startswith("#"):
        fragment = rest[1:]
    auth = host = port = None
    if authority is not None:
        auth, at, place = authority.rpartition("@")
        auth = encode(auth, UNRESERVED | frozenset("!$&'()*+,;=:")) if at and auth else None
        if place.startswith("["):
            host, close, port_text = place.partition("]")
            host += close
            if not close or core.part("web").literal(host) is None:
                raise BadURL(f"Failed to parse: {url}")
            if port_text and not port_text.startswith(":"):
                raise BadURL(f"Failed to parse: {url}")
            port_text = port_text[1:]
        else:
            host, colon, port_text = place.partition(":")
            if ":" in port_text or any(c in host for c in "[]") or any(c.isspace() for c in host):
                raise BadURL(f"Failed to parse: {url}")
        if port_text:
            if not port_text.isascii() or not port_text.isdigit() or int(port_text) > 65535:
                raise BadURL(f"Failed to parse: {url}")
            port = int(port_text)
        host = host.lower() if host.isascii() else host
    if scheme in ("http", "https"):
        if authority is not None and path and not path.startswith("/"):
            path = "/" + path
        path = encode(dots_away(path), PATH)
        query = encode(query, QUERY) if query is not None else None
        fragment = encode(fragment, QUERY) if fragment is not None else None
    if not path and host and scheme in ("http", "https"):
        path = "/"
    return Parsed(scheme, auth, host, port, path, query, fragment)
