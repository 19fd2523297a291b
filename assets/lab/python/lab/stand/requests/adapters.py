"""`requests.adapters`: what carries a prepared request to a host."""

import socket

from requests.exceptions import ConnectionError, ConnectTimeout, InvalidURL, ReadTimeout, SSLError
from requests.models import Raw, Response
from requests.structures import CaseInsensitiveDict

_web = _lab.part("web")
_urls = _lab.part("urls")
DEFAULT_POOLSIZE = 10


class BaseAdapter:
    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        raise NotImplementedError

    def close(self):
        pass


class HTTPAdapter(BaseAdapter):
    def __init__(self, pool_connections=DEFAULT_POOLSIZE, pool_maxsize=DEFAULT_POOLSIZE, max_retries=0, pool_block=False):
        self.max_retries = max_retries
        self.config, self.proxy_manager = {}, {}
        self.poolmanager = None
        self.init_poolmanager(pool_connections, pool_maxsize, block=pool_block)

    def init_poolmanager(self, connections, maxsize, block=False, **pool_kwargs):
        self._pool_kwargs = pool_kwargs

    def add_headers(self, request, **kwargs):
        pass

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        if proxies and any(proxies.values()):
            _lab.lacks("proxies")
        try:
            parsed = _urls.parse(request.url)
        except _urls.BadURL as e:
            raise InvalidURL(e, request=request) from None
        scheme = parsed.scheme
        port = parsed.port or (443 if scheme == "https" else 80)
        bare = parsed.host[1:-1] if parsed.host.startswith("[") else parsed.host
        connect_timeout, read_timeout = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        create = _lab.load("urllib3.util.connection").create_connection
        try:
            sock = create((bare, port), connect_timeout)
        except socket.gaierror as e:
            reason = f"HTTPConnectionPool(host='{bare}', port={port}): Max retries exceeded with url: {parsed.target} (Caused by NameResolutionError(\"Failed to resolve '{bare}' ({e})\"))"
            raise ConnectionError(reason, request=request) from None
        except TimeoutError as e:
            raise ConnectTimeout(e, request=request) from None
        except OSError as e:
            raise ConnectionError(f"HTTPConnectionPool(host='{bare}', port={port}): Max retries exceeded with url: {parsed.target} (Caused by NewConnectionError({e}))", request=request) from None
        if scheme == "https":
            context = self._pool_kwargs.get("ssl_context")
            look = verify is not False
            if context is not None and context.verify_mode == 0:
                look = False
            try:
                sock._connection.tls(look, bare)
            except _web.BadCertificate as e:
                raise SSLError(f"HTTPSConnectionPool(host='{bare}', port={port}): certificate verify failed: {e}", request=request) from None
        headers = [("Host", parsed.netloc)] if "Host" not in request.headers else []
        headers += [(n, v.decode("latin-1") if isinstance(v, bytes) else v) for n, v in request.headers.items()]
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode("utf-8")
        elif hasattr(body, "read"):
            body = body.read()
        elif not isinstance(body, (bytes, bytearray)):
            body = b"".join(body)
        try:
            status, given, answer = _web.exchange(sock._connection, request.method, parsed.target, headers, body, scheme)
        except _web.Timeout:
            if read_timeout is None:
                raise ConnectionError("the host never answers and no timeout was given", request=request) from None
            _lab.advance(read_timeout)
            raise ReadTimeout(f"HTTPConnectionPool(host='{bare}', port={port}): Read timed out. (read timeout={read_timeout})", request=request) from None
        return self.build_response(request, (status, given, answer, sock))

    def build_response(self, req, resp):
        status, headers, body, sock = resp
        response = Response()
        response.status_code = status
        merged = {}
        for name, value in headers:
            merged[name] = f"{merged[name]}, {value}" if name in merged else value
        response.headers = CaseInsensitiveDict(merged)
        response._set_cookies = [v for n, v in headers if n.lower() == "set-cookie"]
        if (response.headers.get("content-encoding") or "").lower() in ("gzip", "deflate"):
            body = _lab.load("zlib").decompress(body, 47)
        response.raw = Raw(body, status, response.headers, sock)
        response.url, response.request, response.connection = req.url, req, self
        response.reason = _lab.load("werkzeug.exceptions").STATUS.get(status, "").replace("Non Authoritative", "Non-Authoritative")
        return response


__getattr__ = _lab.missing("requests.adapters")
