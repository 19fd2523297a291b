"""Application and request contexts."""

from flask.globals import _app_stack, _request_stack

_missing = object()


class _AppCtxGlobals:
    """`g`: what code keeps during one request."""

    def __getattr__(self, name):
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def pop(self, name, default=_missing):
        if default is _missing:
            return self.__dict__.pop(name)
        return self.__dict__.pop(name, default)

    def setdefault(self, name, default=None):
        return self.__dict__.setdefault(name, default)

    def __contains__(self, item):
        return item in self.__dict__

    def __iter__(self):
        return iter(self.__dict__)

    def __repr__(self):
        return f"<flask.g of {_app_stack[-1].app.name!r}>" if _app_stack else object.__repr__(self)


class AppContext:
    def __init__(self, app):
        self.app = app
        self.g = app.app_ctx_globals_class()
        self._adapter = None

    @property
    def url_adapter(self):
        if self._adapter is None:
            self._adapter = self.app.create_url_adapter(None)
        return self._adapter

    def push(self):
        _app_stack.append(self)

    def pop(self, exc=None):
        try:
            self.app.do_teardown_appcontext(exc)
        finally:
            _app_stack.remove(self)

    def __enter__(self):
        self.push()
        return self

    def __exit__(self, kind, value, trace):
        self.pop(value)


class RequestContext:
    def __init__(self, app, environ, request=None, session=None):
        self.app = app
        self.request = request or app.request_class(environ)
        self.request.json_module = app.json
        self.url_adapter = None
        try:
            self.url_adapter = app.create_url_adapter(self.request)
        except app.HTTPException as e:
            self.request.routing_exception = e
        self.flashes = None
        self.session = session
        self._after_request_functions = []
        self._own = None

    def match_request(self):
        try:
            self.request.url_rule, self.request.view_args = self.url_adapter.match(return_rule=True)
        except self.app.HTTPException as e:
            self.request.routing_exception = e

    def push(self):
        if not _app_stack or _app_stack[-1].app is not self.app:
            self._own = self.app.app_context()
            self._own.push()
        _request_stack.append(self)
        if self.session is None:
            interface = self.app.session_interface
            self.session = interface.open_session(self.app, self.request)
            if self.session is None:
                self.session = interface.make_null_session(self.app)
        if self.url_adapter is not None:
            self.match_request()

    def pop(self, exc=None):
        try:
            self.app.do_teardown_request(exc)
            self.request.close()
        finally:
            _request_stack.remove(self)
            if self._own is not None:
                self._own.pop(exc)
                self._own = None

    def __enter__(self):
        self.push()
        return self

    def __exit__(self, kind, value, trace):
        self.pop(value)


def after_this_request(f):
    if not _request_stack:
        raise RuntimeError("'after_this_request' can only be used when a request context is active, such as in a view function.")
    _request_stack[-1]._after_request_functions.append(f)
    return f


def copy_current_request_context(f):
    if not _request_stack:
        raise RuntimeError("'copy_current_request_context' can only be used when a request context is active, such as in a view function.")
    ctx = _request_stack[-1]

    def wrapper(*args, **kwargs):
        with RequestContext(ctx.app, ctx.request.environ, ctx.request, ctx.session):
            return f(*args, **kwargs)

    return wrapper


def has_request_context():
    return bool(_request_stack)


def has_app_context():
    return bool(_app_stack)
