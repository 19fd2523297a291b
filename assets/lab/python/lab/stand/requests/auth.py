"""`requests.auth`."""

from base64 import b64encode


def _basic_auth_str(username, password):
    raw = b":".join(t if isinstance(t, bytes) else str(t).encode("latin1") for t in (username, password))
    return "Basic " + b64encode(raw).decode("ascii")


class AuthBase:
    def __call__(self, r):
        raise NotImplementedError("Auth hooks must be callable.")


class HTTPBasicAuth(AuthBase):
    def __init__(self, username, password):
        self.username, self.password = username, password

    def __call__(self, r):
        r.headers["Authorization"] = _basic_auth_str(self.username, self.password)
        return r


class HTTPProxyAuth(HTTPBasicAuth):
    def __call__(self, r):
        r.headers["Proxy-Authorization"] = _basic_auth_str(self.username, self.password)
        return r


__getattr__ = _lab.missing("requests.auth")
