"""`werkzeug.urls`: quoting, and the parts of a query."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_decode = _lab.part("client").unquote_bytes


def quote(text, safe=""):
    return "".join(c if c in _PLAIN or c in safe else "".join(f"%{b:02X}" for b in c.encode("utf-8", "surrogateescape")) for c in text)


def quote_plus(text):
    return quote(text, " ").replace(" ", "+")


def parse_qsl(query):
    """Name and value pairs of a query or a form body: blanks kept, bad bytes replaced."""
    out = []
    for part in query.split("&"):
        if not part:
            continue
        name, _, value = part.partition("=")
        out.append((_text(name), _text(value)))
    return out


def _text(part):
    """What is quoted, as text; bytes that are none stay quoted."""
    raw = _decode(part.replace("+", " "))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        out = []
        for c in raw.decode("utf-8", "surrogateescape"):
            out.append(f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c)
        return "".join(out)


def urlencode(query):
    from werkzeug.datastructures import iter_multi

    items = [(k, v) for k, v in iter_multi(query) if v is not None]
    return "&".join(quote_plus(str(k)) + "=" + quote_plus(str(v)) for k, v in items)


def iri_to_uri(iri):
    """The ASCII form of an address: what is already quoted stays."""
    safe = "%!#$&'()*+,/:;=?@[]"
    out = []
    for c in iri:
        out.append(c if c in _PLAIN or c in safe else quote(c))
    return "".join(out)


def uri_to_iri(uri):
    return _decode(uri).decode("utf-8", "replace")


_gone = ("url_parse", "url_quote", "url_unquote", "url_encode", "url_decode", "url_join", "url_fix", "url_quote_plus", "url_unquote_plus")
__getattr__ = _lab.missing("werkzeug.urls", _gone)
