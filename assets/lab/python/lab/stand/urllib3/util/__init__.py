"""`urllib3.util`."""

_missing = _lab.missing("urllib3.util")


def parse_url(url):
    return _lab.load("urllib3.util.url").parse_url(url)


def __getattr__(name):
    if name in ("connection", "retry", "url"):
        return _lab.load("urllib3.util." + name)
    if name == "Retry":
        return _lab.load("urllib3.util.retry").Retry
    return _missing(name)
