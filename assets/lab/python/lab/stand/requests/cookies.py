"""`requests.cookies`."""


class RequestsCookieJar(dict):
    """Cookies by name, each with the host it came from."""

    def __init__(self, *args):
        super().__init__(*args)
        self._hosts = {}

    def set(self, name, value, domain="", path="/", **kwargs):
        if value is None:
            self.pop(name, None)
            return
        self[name] = value
        self._hosts[name] = domain

    def get_dict(self, domain=None, path=None):
        return dict(self)

    def for_host(self, host):
        out = {}
        for name, value in self.items():
            home = self._hosts.get(name, "")
            if not home or host == home.lstrip(".") or (home.startswith(".") and host.endswith(home)):
                out[name] = value
        return out


def cookiejar_from_dict(cookies, cookiejar=None, overwrite=True):
    jar = cookiejar if cookiejar is not None else RequestsCookieJar()
    jar.update(cookies or {})
    return jar


__getattr__ = _lab.missing("requests.cookies")
