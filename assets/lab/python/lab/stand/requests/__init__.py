"""`requests`, over the lab's network."""

from requests.exceptions import (  # noqa: F401
    ConnectionError,
    ConnectTimeout,
    HTTPError,
    JSONDecodeError,
    ReadTimeout,
    RequestException,
    Timeout,
    TooManyRedirects,
    URLRequired,
)
from requests import exceptions  # noqa: F401
from requests.models import PreparedRequest, Request, Response  # noqa: F401
from requests.sessions import Session, session  # noqa: F401

__version__ = "2.32.3"


class _Codes:
    ok = OK = 200
    created, accepted, no_content, moved, found, see_other, temporary_redirect, permanent_redirect = 201, 202, 204, 301, 302, 303, 307, 308
    bad_request, unauthorized, forbidden, not_found, not_allowed, conflict, gone = 400, 401, 403, 404, 405, 409, 410
    unprocessable_entity, too_many_requests, server_error, internal_server_error, bad_gateway, unavailable = 422, 429, 500, 500, 502, 503


codes = _Codes()


def request(method, url, **kwargs):
    with Session() as made:
        return made.request(method=method, url=url, **kwargs)


def get(url, params=None, **kwargs):
    return request("get", url, params=params, **kwargs)


def options(url, **kwargs):
    return request("options", url, **kwargs)


def head(url, **kwargs):
    kwargs.setdefault("allow_redirects", False)
    return request("head", url, **kwargs)


def post(url, data=None, json=None, **kwargs):
    return request("post", url, data=data, json=json, **kwargs)


def put(url, data=None, **kwargs):
    return request("put", url, data=data, **kwargs)


def patch(url, data=None, **kwargs):
    return request("patch", url, data=data, **kwargs)


def delete(url, **kwargs):
    return request("delete", url, **kwargs)


_more = {"auth", "adapters", "cookies", "structures", "utils", "packages"}
_missing = _lab.missing("requests")


def __getattr__(name):
    if name in _more:
        return _lab.load("requests." + name)
    return _missing(name)
