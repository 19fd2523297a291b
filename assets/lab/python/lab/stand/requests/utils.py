"""`requests.utils`."""

from urllib.parse import quote, unquote, urlparse  # noqa: F401


def requote_uri(uri):
    return _lab.load("requests.sessions")._requote(uri)


def default_headers():
    return _lab.load("requests.sessions").Session().headers


def default_user_agent(name="python-requests"):
    return f"{name}/2.32.3"


def dict_from_cookiejar(jar):
    return dict(jar)


__getattr__ = _lab.missing("requests.utils")
