"""`werkzeug.http`: reading and writing header values, cookies, dates, form bodies."""

import time as _time

from werkzeug.exceptions import STATUS as HTTP_STATUS_CODES

_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_COOKIE_PLAIN = frozenset("!#$%&'()*+-./:<=>?@[]^`{|}~_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(timestamp=None):
    if hasattr(timestamp, "timetuple"):
        offset = getattr(timestamp, "utcoffset", lambda: None)()
        if offset is not None:
            timestamp = (timestamp - offset).replace(tzinfo=None)
        t = timestamp.timetuple()
    elif isinstance(timestamp, tuple):
        t = timestamp
    else:
        t = _time.gmtime(timestamp)
    return f"{_DAYS[t[6]]}, {t[2]:02d} {_MONTHS[t[1] - 1]} {t[0]:04d} {t[3]:02d}:{t[4]:02d}:{t[5]:02d} GMT"


def parse_date(value):
    if value is None:
        return None
    datetime = _lab.load("datetime")
    try:
        found = _lab.load("email.utils").parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=datetime.timezone.utc)


def quote_header_value(value, allow_token=True):
    text = str(value)
    if not text:
        return '""'
    if allow_token and all(c in _TOKEN for c in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquote_header_value(value):
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1].replace("\\\\", "\\").replace('\\"', '"')
    return value


def split_outside_quotes(text, separator):
    out, start, quoted, i = [], 0, False, 0
    while i < len(text):
        c = text[i]
        if c == "\\" and quoted:
            i += 1
        elif c == '"':
            quoted = not quoted
        elif c == separator and not quoted:
            out.append(text[start:i])
            start = i + 1
        i += 1
    out.append(text[start:])
    return out


def parse_list_header(value):
    return [unquote_header_value(v.strip()) for v in split_outside_quotes(value, ",") if v.strip()]


def parse_dict_header(value):
    out = {}
    for item in split_outside_quotes(value, ","):
        name, eq, text = item.strip().partition("=")
        if name.strip():
            out[name.strip()] = unquote_header_value(text.strip()) if eq else None
    return out


def parse_options_header(value):
    if value is None:
        return "", {}
    value, _, rest = value.partition(";")
    value = value.strip()
    if not value or not rest.strip():
        return value, {}
    options = {}
    for part in split_outside_quotes(rest, ";"):
        name, eq, text = part.strip().partition("=")
        name, text = name.strip().lower(), text.strip()
        if not eq or not name:
            continue
        if text[:1] == '"':
            if len(text) >= 2 and text[-1] == '"':
                text = text[1:-1].replace("\\\\", "\\").replace('\\"', '"').replace("%22", '"')
            else:
                continue
        if name[-1:] == "*" and "''" in text:
            charset, _, quoted = text.partition("''")
            text = _lab.part("client").unquote_bytes(quoted).decode("utf-8", "replace")
            name = name[:-1]
        options[name] = text
    return value, options


def dump_options_header(header, options):
    parts = [header] if header is not None else []
    for name, value in options.items():
        if value is None:
            continue
        if name[-1:] == "*":
            parts.append(f"{name}={value}")
        else:
            text = str(value)
            quoted = "".join({"\\": "\\\\", '"': '\\"'}.get(c, c) for c in text)
            parts.append(f"{name}={text}" if text and all(c in _TOKEN for c in text) else f'{name}="{quoted}"')
    return "; ".join(parts)


def parse_cookie(header, cls=None):
    from werkzeug.datastructures import MultiDict

    if isinstance(header, dict):
        header = header.get("HTTP_COOKIE", "")
    out = []
    for item in (header or "").split(";"):
        name, _, value = item.strip().partition("=")
        name, value = name.strip(), value.strip()
        if not name:
            continue
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = _unslash(value[1:-1])
        out.append((name, value))
    return (cls or MultiDict)(out)


def _unslash(text):
    out, i = bytearray(), 0
    raw = text.encode("utf-8", "surrogateescape")
    while i < len(raw):
        if raw[i] == 92 and i + 1 < len(raw):
            octal = raw[i + 1 : i + 4]
            if len(octal) == 3 and octal[0] in b"0123" and octal[1] in b"01234567" and octal[2] in b"01234567":
                out.append(int(octal, 8))
                i += 4
                continue
            out.append(raw[i + 1])
            i += 2
            continue
        out.append(raw[i])
        i += 1
    return out.decode("utf-8", "replace")


def dump_cookie(
    key, value="", max_age=None, expires=None, path="/", domain=None, secure=False, httponly=False, sync_expires=True,
    max_size=4093, samesite=None, partitioned=False,
):  # fmt: skip
    if path is not None:
        path = _lab.load("werkzeug.urls").quote(path, "%!$&'()*+,/:=@")
    if domain:
        domain = domain.partition(":")[0].lstrip(".").encode("idna").decode("ascii") if not domain.isascii() else domain.partition(":")[0].lstrip(".")
    if hasattr(max_age, "total_seconds"):
        max_age = int(max_age.total_seconds())
    if expires is not None:
        if not isinstance(expires, str):
            expires = http_date(expires)
    elif max_age is not None and sync_expires:
        expires = http_date(_time.time() + max_age)
    if samesite is not None:
        samesite = samesite.title()
        if samesite not in ("Strict", "Lax", "None"):
            raise ValueError("SameSite must be 'Strict', 'Lax', or 'None'.")
    if partitioned:
        secure = True
    if not all(c in _COOKIE_PLAIN for c in value):
        out = []
        for b in value.encode("utf-8"):
            c = chr(b)
            if c in '"\\':
                out.append("\\" + c)
            elif b < 32 or b > 126 or c in ",;":
                out.append(f"\\{b:03o}")
            else:
                out.append(c)
        value = '"' + "".join(out) + '"'
    parts = [f"{key}={value}"]
    for name, given in (
        ("Domain", domain), ("Expires", expires), ("Max-Age", max_age), ("Secure", secure), ("HttpOnly", httponly),
        ("Path", path), ("SameSite", samesite), ("Partitioned", partitioned),
    ):  # fmt: skip
        if given is None or given is False:
            continue
        parts.append(name if given is True else f"{name}={given}")
    return "; ".join(parts)


def is_resource_modified(environ, etag=None, last_modified=None):
    none_match = environ.get("HTTP_IF_NONE_MATCH")
    if none_match and etag:
        bare = etag[2:] if etag.startswith("W/") else etag
        tags = [t.strip() for t in none_match.split(",")]
        return not any(t == "*" or (t[2:] if t.startswith("W/") else t) == bare for t in tags)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since and last_modified:
        return parse_date(since) < parse_date(last_modified)
    return True


def generate_etag(data):
    return _lab.load("hashlib").sha1(data).hexdigest()


def quote_etag(etag, weak=False):
    if '"' in etag:
        raise ValueError("invalid etag")
    return f'W/"{etag}"' if weak else f'"{etag}"'


# --- form bodies -------------------------------------------------------------------------------


def parse_multipart(body, boundary, max_memory, max_parts):
    """Fields and files of a multipart body, read as Werkzeug reads it."""
    from werkzeug.datastructures import FileStorage, Headers
    from werkzeug.exceptions import RequestEntityTooLarge

    fields, files, parts, memory = [], [], 0, 0
    mark = b"--" + boundary
    at = body.find(mark)
    if at < 0:
        return fields, files
    while True:
        at += len(mark)
        if body[at : at + 2] == b"--":
            break
        end_line = body.find(b"\n", at)
        if end_line < 0:
            break
        start = end_line + 1
        stop = body.find(b"\n\n", start)
        crlf = body.find(b"\r\n\r\n", start)
        if crlf >= 0 and (stop < 0 or crlf < stop):
            head, content = body[start:crlf], crlf + 4
        elif stop >= 0:
            head, content = body[start:stop], stop + 2
        else:
            break
        nxt = body.find(b"\r\n" + mark, content - 2)
        step = 2
        if nxt < 0:
            nxt = body.find(b"\n" + mark, content - 1)
            step = 1
        if nxt < 0:
            break
        data = body[content:nxt]
        headers = Headers()
        for line in head.replace(b"\r\n", b"\n").split(b"\n"):
            name, colon, value = line.decode("utf-8", "replace").partition(":")
            if colon:
                headers.add(name.strip(), value.strip())
        kind, options = parse_options_header(headers.get("content-disposition", ""))
        name, filename = options.get("name"), options.get("filename")
        parts += 1
        if max_parts is not None and parts > max_parts:
            raise RequestEntityTooLarge()
        if kind == "form-data" and name is not None:
            if filename is not None:
                stream = _lab.load("_io").BytesIO(data)
                files.append((name, FileStorage(stream, filename, name, headers=headers)))
            else:
                memory += len(data)
                if max_memory is not None and memory > max_memory:
                    raise RequestEntityTooLarge()
                charset = parse_options_header(headers.get("content-type", ""))[1].get("charset", "utf-8").lower()
                if charset not in ("ascii", "us-ascii", "utf-8", "iso-8859-1"):
                    charset = "utf-8"
                fields.append((name, data.decode(charset, "replace")))
        at = nxt + step
    return fields, files


__getattr__ = _lab.missing("werkzeug.http")
