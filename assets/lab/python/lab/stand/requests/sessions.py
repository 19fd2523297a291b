"""`requests.sessions`: sessions, and how redirects are followed."""

from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, cookiejar_from_dict
from requests.exceptions import InvalidSchema, TooManyRedirects
from requests.models import PreparedRequest, Request
from requests.structures import CaseInsensitiveDict

_urls = _lab.part("urls")
DEFAULT_REDIRECT_LIMIT = 30


def _merge(given, own):
    if own is None:
        return given
    if given is None:
        return own
    if not (hasattr(own, "items") and hasattr(given, "items")):
        return given
    merged = CaseInsensitiveDict(own)
    merged.update(given)
    for key in [k for k, v in merged.items() if v is None]:
        del merged[key]
    return merged


class Session:
    def __init__(self):
        self.headers = CaseInsensitiveDict({"User-Agent": "python-requests/2.32.3", "Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Connection": "keep-alive"})
        self.auth, self.proxies, self.hooks, self.params = None, {}, {"response": []}, {}
        self.stream, self.verify, self.cert, self.max_redirects, self.trust_env = False, True, None, DEFAULT_REDIRECT_LIMIT, True
        self.cookies = RequestsCookieJar()
        self.adapters = {}
        self.mount("https://", HTTPAdapter())
        self.mount("http://", HTTPAdapter())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        pass

    def mount(self, prefix, adapter):
        self.adapters[prefix] = adapter
        for key in [k for k in self.adapters if len(k) < len(prefix)]:
            self.adapters[key] = self.adapters.pop(key)

    def get_adapter(self, url):
        for prefix, adapter in self.adapters.items():
            if url.lower().startswith(prefix.lower()):
                return adapter
        raise InvalidSchema(f"No connection adapters were found for {url!r}")

    def prepare_request(self, request):
        cookies = dict(self.cookies.for_host(self._host(request.url)))
        cookies.update(request.cookies or {})
        p = PreparedRequest()
        p.prepare(
            method=request.method.upper(), url=request.url, files=request.files, data=request.data, json=request.json,
            headers=_merge(request.headers, self.headers), params=_merge(request.params, self.params) or {},
            auth=request.auth or self.auth, cookies=cookies, hooks=request.hooks,
        )  # fmt: skip
        for hook in self.hooks.get("response") or []:
            p.hooks["response"].append(hook)
        return p

    @staticmethod
    def _host(url):
        try:
            return _urls.parse(str(url)).host or ""
        except _urls.BadURL:
            return ""

    def request(
        self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None, timeout=None,
        allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None, json=None,
    ):  # fmt: skip
        made = Request(method.upper(), url, headers, files, data or {}, params or {}, auth, cookies, hooks, json)
        prepared = self.prepare_request(made)
        return self.send(
            prepared, timeout=timeout, allow_redirects=allow_redirects, proxies=proxies or self.proxies,
            stream=self.stream if stream is None else stream, verify=self.verify if verify is None else verify, cert=cert,
        )  # fmt: skip

    def send(self, request, **kwargs):
        kwargs.setdefault("stream", self.stream)
        kwargs.setdefault("verify", self.verify)
        kwargs.setdefault("cert", self.cert)
        kwargs.setdefault("proxies", self.proxies)
        allow_redirects = kwargs.pop("allow_redirects", True)
        if isinstance(request, Request):
            raise ValueError("You can only send PreparedRequests.")
        if kwargs["cert"] is None:
            kwargs["cert"] = self.cert
        adapter = self.get_adapter(request.url)
        response = adapter.send(request, **kwargs)
        for hook in request.hooks.get("response", []):
            changed = hook(response, **kwargs)
            if changed is not None:
                response = changed
        self._keep(response)
        history = []
        if allow_redirects:
            history = list(self.resolve_redirects(response, request, **kwargs))
        if history:
            history.insert(0, response)
            response = history.pop()
            response.history = history
        if not allow_redirects:
            try:
                response._next = next(self.resolve_redirects(response, request, yield_requests=True, **kwargs))
            except StopIteration:
                pass
        if not kwargs["stream"]:
            response.content
        return response

    def _keep(self, response):
        for line in getattr(response, "_set_cookies", ()):
            name, cookie = _lab.part("client").read_set_cookie(line)
            home = "." + cookie.domain.lstrip(".") if cookie.domain else self._host(response.url)
            if cookie.max_age is not None and cookie.max_age <= 0:
                self.cookies.pop(name, None)
                continue
            response.cookies.set(name, str(cookie), domain=home)
            self.cookies.set(name, str(cookie), domain=home)

    def get_redirect_target(self, response):
        if response.is_redirect:
            return response.headers["location"]
        return None

    def should_strip_auth(self, old_url, new_url):
        old, new = _urls.parse(old_url), _urls.parse(new_url)
        if old.host != new.host:
            return True
        if old.scheme == "http" and old.port in (80, None) and new.scheme == "https" and new.port in (443, None):
            return False
        if old.scheme == new.scheme and (old.port or _PORT[old.scheme]) == (new.port or _PORT[new.scheme]):
            return False
        return old.port != new.port or old.scheme != new.scheme

    def resolve_redirects(self, resp, req, yield_requests=False, **kwargs):
        from urllib.parse import urljoin, urlparse

        history = []
        url = self.get_redirect_target(resp)
        previous_fragment = urlparse(req.url).fragment
        while url:
            prepared = req.copy()
            history.append(resp)
            resp.history = history[1:]
            resp.content
            if len(resp.history) >= self.max_redirects:
                raise TooManyRedirects(f"Exceeded {self.max_redirects} redirects.", response=resp)
            if url.startswith("//"):
                url = f"{urlparse(resp.url).scheme}:{url}"
            parsed = urlparse(url)
            if parsed.fragment == "" and previous_fragment:
                parsed = parsed._replace(fragment=previous_fragment)
            elif parsed.fragment:
                previous_fragment = parsed.fragment
            url = parsed.geturl()
            url = urljoin(resp.url, _requote(url)) if not parsed.netloc else _requote(url)
            prepared.url = url
            # What the new address is, as a request of its own would read it.
            prepared.prepare_url(url, None)
            self.rebuild_method(prepared, resp)
            if resp.status_code not in (307, 308):
                for header in ("Content-Length", "Content-Type", "Transfer-Encoding"):
                    prepared.headers.pop(header, None)
                prepared.body = None
            prepared.headers.pop("Cookie", None)
            prepared.headers.pop("Host", None)
            prepared.prepare_cookies(self.cookies.for_host(self._host(prepared.url)))
            if "Authorization" in prepared.headers and self.should_strip_auth(resp.request.url, prepared.url):
                del prepared.headers["Authorization"]
            req = prepared
            if yield_requests:
                yield req
                return
            adapter = self.get_adapter(req.url)
            resp = adapter.send(req, **kwargs)
            for hook in req.hooks.get("response", []):
                changed = hook(resp, **kwargs)
                if changed is not None:
                    resp = changed
            self._keep(resp)
            url = self.get_redirect_target(resp)
            yield resp

    def rebuild_method(self, prepared, response):
        method = prepared.method
        if response.status_code in (302, 303) and method != "HEAD":
            method = "GET"
        if response.status_code == 301 and method == "POST":
            method = "GET"
        prepared.method = method

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)


_PORT = {"http": 80, "https": 443}


def _requote(url):
    return _urls.encode(url, _urls.QUERY | frozenset("#[]%"))


def session():
    return Session()


__all__ = ["cookiejar_from_dict"]
