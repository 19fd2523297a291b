"""`urllib.request` over the lab's network and files: openers, handlers, redirects as in the real one."""

import http.client
import socket
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, unwrap, urlencode, urljoin, urlparse, urlsplit  # noqa: F401

__version__ = "3.11"


def _split_type(url):
    head, colon, rest = url.partition(":")
    if colon and head and "/" not in head:
        return head.lower(), rest
    return None, url


def _split_host(rest):
    if not rest.startswith("//"):
        return None, rest
    at = min([i for i in (rest.find(c, 2) for c in "/#?") if i >= 0] or [len(rest)])
    host, path = rest[2:at], rest[at:]
    if path and path[0] != "/":
        path = "/" + path
    return host, path


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.headers, self.unredirected_hdrs = {}, {}
        self._data = None
        self.data = data
        for key, value in headers.items():
            self.add_header(key, value)
        self.origin_req_host, self.unverifiable = origin_req_host or self.host, unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return f"{self._full_url}#{self.fragment}" if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        url = unwrap(url) if isinstance(url, str) else url
        if not isinstance(url, str):
            raise AttributeError(f"{type(url).__name__!r} object has no attribute 'full_url'")
        self._full_url, _, fragment = url.partition("#")
        self.fragment = fragment or None
        self.type, rest = _split_type(self._full_url)
        if self.type is None:
            raise ValueError(f"unknown url type: {self.full_url!r}")
        self.host, self.selector = _split_host(rest)
        if self.host:
            self.host = unquote(self.host)

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        self._data = data

    def get_method(self):
        return getattr(self, "method", "POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, value):
        self.headers[key.capitalize()] = value

    def add_unredirected_header(self, key, value):
        self.unredirected_hdrs[key.capitalize()] = value

    def has_header(self, name):
        return name in self.headers or name in self.unredirected_hdrs

    def get_header(self, name, default=None):
        return self.headers.get(name, self.unredirected_hdrs.get(name, default))

    def remove_header(self, name):
        self.headers.pop(name, None)
        self.unredirected_hdrs.pop(name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())

    def set_proxy(self, host, type):
        _lab.lacks("proxies")


class BaseHandler:
    handler_order = 500

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        pass


class HTTPErrorProcessor(BaseHandler):
    handler_order = 1000

    def http_response(self, request, response):
        if not 200 <= response.status < 300:
            response = self.parent.error("http", request, response, response.status, response.reason, response.headers)
        return response

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    max_repeats = 4
    max_redirections = 10
    inf_msg = "The HTTP server returned a redirect error that would lead to an infinite loop.\nThe last 30x error message was:\n"

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        m = req.get_method()
        if not ((code in (301, 302, 303, 307, 308) and m in ("GET", "HEAD")) or (code in (301, 302, 303) and m == "POST")):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        newurl = newurl.replace(" ", "%20")
        kept = {k: v for k, v in req.headers.items() if k.lower() not in ("content-length", "content-type")}
        return Request(newurl, method="HEAD" if m == "HEAD" else "GET", headers=kept, origin_req_host=req.origin_req_host, unverifiable=True)

    def http_error_302(self, req, fp, code, msg, headers):
        newurl = headers.get("location") or headers.get("uri")
        if newurl is None:
            return None
        parts = urlparse(newurl)
        if parts.scheme not in ("http", "https", "ftp", ""):
            raise HTTPError(newurl, code, f"{msg} - Redirection to url '{newurl}' is not allowed", headers, fp)
        if not parts.path and parts.netloc:
            newurl = parts._replace(path="/").geturl()
        newurl = urljoin(req.full_url, quote(newurl, safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
        new = self.redirect_request(req, fp, code, msg, headers, newurl)
        if new is None:
            return None
        visited = new.redirect_dict = getattr(req, "redirect_dict", {})
        if visited.get(newurl, 0) >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[newurl] = visited.get(newurl, 0) + 1
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class AbstractHTTPHandler(BaseHandler):
    def do_open(self, connection_class, req, **arguments):
        if not req.host:
            raise URLError("no host given")
        headers = dict(req.unredirected_hdrs)
        headers.update({k: v for k, v in req.headers.items() if k not in headers})
        headers.setdefault("Host", req.host)
        headers["Connection"] = "close"
        headers.setdefault("User-agent", "Python-urllib/3.11")
        if req.data is not None:
            headers.setdefault("Content-type", "application/x-www-form-urlencoded")
        headers = {k.title(): v for k, v in headers.items()}
        data = req.data
        if isinstance(data, str):
            raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.")
        connection = connection_class(req.host, timeout=req.timeout, **arguments)
        try:
            connection.request(req.get_method(), req.selector or "/", data, headers)
        except http.client.HTTPException:
            raise
        except OSError as err:
            raise URLError(err) from None
        response = connection.getresponse()
        response.url = req.full_url
        response._peer = connection.sock
        return response


class HTTPHandler(AbstractHTTPHandler):
    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)


class HTTPSHandler(AbstractHTTPHandler):
    def __init__(self, debuglevel=0, context=None, check_hostname=None):
        self._context = context

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context)


class FileHandler(BaseHandler):
    def file_open(self, req):
        if req.host and req.host not in ("localhost",) and not req.selector.startswith("//"):
            raise URLError("file:// scheme is supported only on localhost")
        path = unquote(req.selector)
        try:
            with open(path, "rb") as f:
                data = f.read()
        except OSError as e:
            raise URLError(e) from None
        kind = _lab.load("werkzeug.utils").guess_type(path)[0] or "text/plain"
        return http.client.HTTPResponse(200, [("Content-type", kind), ("Content-length", str(len(data)))], data, req.full_url)


class DataHandler(BaseHandler):
    def data_open(self, req):
        head, _, data = req.full_url.partition(":")[2].partition(",")
        raw = _lab.part("client").unquote_bytes(data)
        if head.endswith(";base64"):
            raw = _lab.load("base64").b64decode(raw)
            head = head[:-7]
        return http.client.HTTPResponse(200, [("Content-type", head or "text/plain;charset=US-ASCII"), ("Content-length", str(len(raw)))], raw, req.full_url)


class FTPHandler(BaseHandler):
    def ftp_open(self, req):
        _lab.lacks("FTP")


class UnknownHandler(BaseHandler):
    def unknown_open(self, req):
        raise URLError(f"unknown url type: {req.type}")


class ProxyHandler(BaseHandler):
    handler_order = 100

    def __init__(self, proxies=None):
        if proxies:
            _lab.lacks("proxies")


class HTTPCookieProcessor(BaseHandler):
    def __init__(self, cookiejar=None):
        _lab.lacks("urllib.request.HTTPCookieProcessor")


class OpenerDirector:
    def __init__(self):
        self.addheaders = [("User-agent", "Python-urllib/3.11")]
        self.handlers = []

    def add_handler(self, handler):
        handler.add_parent(self)
        self.handlers.append(handler)
        self.handlers.sort(key=lambda h: h.handler_order)

    def _first(self, name, *args):
        for handler in self.handlers:
            f = getattr(handler, name, None)
            if f is not None:
                found = f(*args)
                if found is not None:
                    return found
        return None

    def open(self, fullurl, data=None, timeout=socket._default_timeout):
        req = Request(fullurl, data) if isinstance(fullurl, str) else fullurl
        if data is not None:
            req.data = data
        req.timeout = timeout
        for name, value in self.addheaders:
            if not req.has_header(name.capitalize()):
                req.add_unredirected_header(name, value)
        for handler in self.handlers:
            f = getattr(handler, req.type + "_request", None)
            if f is not None:
                req = f(req)
        response = self._first("default_open", req) or self._first(req.type + "_open", req) or self._first("unknown_open", req)
        for handler in self.handlers:
            f = getattr(handler, req.type + "_response", None)
            if f is not None:
                response = f(req, response)
        return response

    def error(self, proto, req, response, code, msg, headers):
        found = self._first(f"http_error_{code}", req, response, code, msg, headers)
        return found or self._first("http_error_default", req, response, code, msg, headers)

    def close(self):
        pass


_DEFAULT = (ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, FTPHandler, FileHandler, HTTPErrorProcessor, DataHandler, HTTPSHandler)


def build_opener(*handlers):
    opener = OpenerDirector()
    for cls in _DEFAULT:
        if not any(issubclass(h, cls) if isinstance(h, type) else isinstance(h, cls) for h in handlers):
            opener.add_handler(cls())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


_opener = None


def install_opener(opener):
    global _opener
    _opener = opener


def urlopen(url, data=None, timeout=None, *, cafile=None, capath=None, cadefault=False, context=None):
    global _opener
    if context is not None:
        opener = build_opener(HTTPSHandler(context=context))
    else:
        if _opener is None:
            _opener = build_opener()
        opener = _opener
    return opener.open(url, data, timeout)


def urlretrieve(url, filename=None, reporthook=None, data=None):
    with urlopen(url, data) as response:
        body = response.read()
        if filename is None:
            filename = _lab.load("tempfile").NamedTemporaryFile(delete=False).name
        with open(filename, "wb") as f:
            f.write(body)
        return filename, response.headers


def urlcleanup():
    pass


def pathname2url(path):
    return quote(path)


def url2pathname(path):
    return unquote(path)


def getproxies():
    return {}


__getattr__ = _lab.missing("urllib.request")
