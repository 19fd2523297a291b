"""What goes out."""

from starlette.concurrency import iterate_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

_json = _lab.load("json")
_quote = _lab.load("urllib.parse").quote


class Response:
    media_type, charset = None, "utf-8"

    def __init__(self, content=None, status_code=200, headers=None, media_type=None, background=None):
        self.status_code, self.background = status_code, background
        if media_type is not None:
            self.media_type = media_type
        self.body = self.render(content)
        self.init_headers(headers)

    def render(self, content):
        if content is None:
            return b""
        return bytes(content) if isinstance(content, (bytes, memoryview)) else content.encode(self.charset)

    def init_headers(self, headers=None):
        raw = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in (headers or {}).items()]
        names = [k for k, _ in raw]
        body = self.__dict__.get("body")
        if body is not None and b"content-length" not in names and not (self.status_code < 200 or self.status_code in (204, 304)):
            raw.append((b"content-length", str(len(body)).encode("ascii")))
        kind = self.media_type
        if kind is not None and b"content-type" not in names:
            if kind.startswith("text/") and "charset=" not in kind.lower():
                kind += "; charset=" + self.charset
            raw.append((b"content-type", kind.encode("latin-1")))
        self.raw_headers = raw

    @property
    def headers(self):
        found = self.__dict__.get("_headers")
        if found is None or found.raw is not self.raw_headers:
            found = self.__dict__["_headers"] = MutableHeaders(raw=self.raw_headers)
        return found

    def set_cookie(self, key, value="", max_age=None, expires=None, path="/", domain=None, secure=False, httponly=False, samesite="lax", partitioned=False):
        http = _lab.load("http.cookies")
        try:
            coded = http._quote(str(value))
        except AttributeError:
            coded = str(value)
        if not key or any(c in ' ,;="\\\t\r\n' or ord(c) < 33 or ord(c) > 126 for c in key):
            raise http.CookieError(f"Illegal key {key!r}")
        parts = []
        if domain is not None:
            parts.append(f"Domain={domain}")
        if expires is not None:
            parts.append(f"expires={self._expiry(expires)}")
        if httponly:
            parts.append("HttpOnly")
        if max_age is not None:
            parts.append(f"Max-Age={int(max_age)}")
        if path is not None:
            parts.append(f"Path={path}")
        if samesite is not None:
            assert samesite.lower() in ("strict", "lax", "none"), "samesite must be either 'strict', 'lax' or 'none'"
            parts.append(f"SameSite={samesite}")
        if secure:
            parts.append("Secure")
        if partitioned:
            parts.append("Partitioned")
        line = "; ".join([f"{key}={coded}", *parts])
        if any(ord(c) < 32 for c in line):
            raise http.CookieError(f"Control characters are not allowed in cookies {line!r}")
        self.raw_headers.append((b"set-cookie", line.encode("latin-1")))

    def _expiry(self, expires):
        http_date = _lab.load("werkzeug.http").http_date
        if isinstance(expires, int):
            return http_date(_lab.clock[0] + expires)
        return http_date(expires.timestamp()) if hasattr(expires, "timestamp") else expires

    def delete_cookie(self, key, path="/", domain=None, secure=False, httponly=False, samesite="lax", partitioned=False):
        self.set_cookie(key, max_age=0, expires=0, path=path, domain=domain, secure=secure, httponly=httponly, samesite=samesite)

    async def _start(self, scope, send):
        prefix = "websocket." if scope["type"] == "websocket" else ""
        await send({"type": prefix + "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        return prefix + "http.response.body"

    async def __call__(self, scope, receive, send):
        kind = await self._start(scope, send)
        await send({"type": kind, "body": self.body})
        if self.background is not None:
            await self.background()


class HTMLResponse(Response):
    media_type = "text/html"


class PlainTextResponse(Response):
    media_type = "text/plain"


class JSONResponse(Response):
    media_type = "application/json"

    def render(self, content):
        return _json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


class RedirectResponse(Response):
    def __init__(self, url, status_code=307, headers=None, background=None):
        super().__init__(b"", status_code, headers, None, background)
        self.headers["location"] = _quote(str(url), safe=":/%#?=@[]!$&'()*+,;")


class StreamingResponse(Response):
    def __init__(self, content, status_code=200, headers=None, media_type=None, background=None):
        self.body_iterator = content if hasattr(content, "__aiter__") else iterate_in_threadpool(content)
        self.status_code, self.background = status_code, background
        self.media_type = self.media_type if media_type is None else media_type
        self.init_headers(headers)

    async def __call__(self, scope, receive, send):
        kind = await self._start(scope, send)
        async for chunk in self.body_iterator:
            if not isinstance(chunk, (bytes, memoryview)):
                chunk = chunk.encode(self.charset)
            await send({"type": kind, "body": bytes(chunk), "more_body": True})
        await send({"type": kind, "body": b"", "more_body": False})
        if self.background is not None:
            await self.background()


def guess_type(name):
    return _lab.load("werkzeug.utils").guess_type(str(name))


class FileResponse(Response):
    def __init__(self, path, status_code=200, headers=None, media_type=None, background=None, filename=None, stat_result=None, content_disposition_type="attachment", method=None):
        self.path, self.status_code, self.filename, self.background = path, status_code, filename, background
        self.media_type = media_type or guess_type(filename or path) or "application/octet-stream"
        self.init_headers(headers)
        self.headers.setdefault("accept-ranges", "bytes")
        if filename is not None:
            quoted = _quote(filename)
            named = f'filename="{filename}"' if quoted == filename else f"filename*=utf-8''{quoted}"
            self.headers.setdefault("content-disposition", f"{content_disposition_type}; {named}")
        self.stat_result = stat_result
        if stat_result is not None:
            self.set_stat_headers(stat_result)

    def set_stat_headers(self, found):
        digest = _lab.load("hashlib").md5(f"{found.st_mtime}-{found.st_size}".encode(), usedforsecurity=False).hexdigest()
        self.headers.setdefault("content-length", str(found.st_size))
        self.headers.setdefault("last-modified", _lab.load("werkzeug.http").http_date(found.st_mtime))
        self.headers.setdefault("etag", f'"{digest}"')

    async def __call__(self, scope, receive, send):
        os = _lab.load("os")
        if self.stat_result is None:
            try:
                found = os.stat(self.path)
            except FileNotFoundError:
                raise RuntimeError(f"File at path {self.path} does not exist.") from None
            if not _lab.load("stat").S_ISREG(found.st_mode):
                raise RuntimeError(f"File at path {self.path} is not a file.")
            self.stat_result = found
            self.set_stat_headers(found)
        with open(self.path, "rb") as f:
            data = f.read()
        asked = Headers(scope=scope)
        ranges = asked.get("range")
        if ranges is not None and asked.get("if-range") in (None, self.headers["etag"], self.headers["last-modified"]):
            answer = self.part(ranges, data)
            if answer is not None:
                await answer(scope, receive, send)
                return
        kind = await self._start(scope, send)
        await send({"type": kind, "body": b"" if scope["method"] == "HEAD" else data})
        if self.background is not None:
            await self.background()

    def part(self, ranges, data):
        """The response for a `Range` header, or None where it is to be passed over."""
        unit, equals, wanted = ranges.partition("=")
        if unit.strip().lower() != "bytes" or not equals:
            return PlainTextResponse("Only support bytes range", 400) if equals else PlainTextResponse("Malformed range header.", 400)
        found = []
        for one in wanted.split(","):
            first, dash, last = one.strip().partition("-")
            if not dash or not (first or last) or not all(x.isdigit() or not x for x in (first, last)):
                return PlainTextResponse("Range header: range must be requested" if not one.strip() else "Malformed range header.", 400)
            start = int(first) if first else max(0, len(data) - int(last))
            end = min(int(last) + 1, len(data)) if first and last else len(data)
            found.append((start, end))
        if any(not 0 <= start < len(data) for start, _ in found):
            return PlainTextResponse("", 416, headers={"Content-Range": f"bytes */{len(data)}"})
        if any(start >= end for start, end in found):
            return PlainTextResponse("Range header: start must be less than end", 400)
        if len(found) > 1:
            _lab.lacks("responses with several ranges", "one range a request")
        start, end = found[0]
        made = Response(data[start:end], 206)
        made.raw_headers = [(k, v) for k, v in self.raw_headers if k != b"content-length"]
        made.headers["content-range"] = f"bytes {start}-{end - 1}/{len(data)}"
        made.headers["content-length"] = str(end - start)
        return made


__getattr__ = _lab.missing("starlette.responses")
