"""The contexts of the request that runs, and the names that stand for its parts."""

from werkzeug.local import LocalProxy

_app_stack = []
_request_stack = []


def _top_app():
    if not _app_stack:
        raise RuntimeError(
            "Working outside of application context.\n\nThis typically means that you attempted to use functionality that needed\n"
            "the current application. To solve this, set up an application context\nwith app.app_context(). See the"
            " documentation for more information."
        )
    return _app_stack[-1]


def _top_request():
    if not _request_stack:
        raise RuntimeError(
            "Working outside of request context.\n\nThis typically means that you attempted to use functionality that needed\n"
            "an active HTTP request. Consult the documentation on testing for\ninformation about how to avoid this problem."
        )
    return _request_stack[-1]


def _touched(session):
    """Whoever looks at the session makes the answer depend on the cookie."""
    session.accessed = True
    return session


current_app = LocalProxy(lambda: _top_app().app, "current_app")
g = LocalProxy(lambda: _top_app().g, "g")
request = LocalProxy(lambda: _top_request().request, "request")
session = LocalProxy(lambda: _touched(_top_request().session), "session")
app_ctx = LocalProxy(_top_app, "app_ctx")
request_ctx = LocalProxy(_top_request, "request_ctx")
