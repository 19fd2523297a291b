"""`urllib3.util.url`."""

from urllib3.exceptions import LocationParseError

_urls = _lab.part("urls")


class Url(tuple):
    scheme = property(lambda s: s[0])
    auth = property(lambda s: s[1])
    host = property(lambda s: s[2])
    hostname = property(lambda s: s[2])
    port = property(lambda s: s[3])
    path = property(lambda s: s[4])
    query = property(lambda s: s[5])
    fragment = property(lambda s: s[6])

    @property
    def netloc(self):
        return None if self.host is None else f"{self.host}:{self.port}" if self.port else self.host

    @property
    def url(self):
        return _urls.Parsed(*self).text()


def parse_url(url):
    try:
        p = _urls.parse(url)
    except _urls.BadURL as e:
        raise LocationParseError(str(e)) from None
    return Url((p.scheme, p.auth, p.host, p.port, p.path or None, p.query, p.fragment))
