"""The application."""

import sys

from flask import globals as _globals
from flask.config import Config, ConfigAttribute
from flask.ctx import AppContext, RequestContext, _AppCtxGlobals
from flask.scaffold import Scaffold, _endpoint_of, exception_and_code
from flask.sessions import SecureCookieSessionInterface
from flask.wrappers import Request, Response
from werkzeug.datastructures import Headers, ImmutableDict
from werkzeug.exceptions import Aborter, BadRequestKeyError, HTTPException, InternalServerError
from werkzeug.routing import BuildError, Map, MapAdapter, RequestRedirect, RoutingException, Rule


class NoCommands:
    """`app.cli`: commands are taken and never run."""

    def command(self, *args, **kwargs):
        def decorator(f):
            return f

        return args[0] if args and callable(args[0]) else decorator

    def add_command(self, *args, **kwargs):
        pass


def _lifetime(value):
    if hasattr(value, "total_seconds"):
        return value
    return _lab.load("datetime").timedelta(seconds=value)


class Flask(Scaffold):
    request_class = Request
    response_class = Response
    session_interface = SecureCookieSessionInterface()
    app_ctx_globals_class = _AppCtxGlobals
    config_class = Config
    url_rule_class = Rule
    url_map_class = Map
    aborter_class = Aborter
    test_client_class = None
    json_provider_class = None
    HTTPException = HTTPException

    testing = ConfigAttribute("TESTING")
    secret_key = ConfigAttribute("SECRET_KEY")
    permanent_session_lifetime = ConfigAttribute("PERMANENT_SESSION_LIFETIME", _lifetime)
    default_config = ImmutableDict(
        {
            "DEBUG": None,
            "TESTING": False,
            "PROPAGATE_EXCEPTIONS": None,
            "SECRET_KEY": None,
            "SECRET_KEY_FALLBACKS": None,
            "PERMANENT_SESSION_LIFETIME": 31 * 86400,
            "USE_X_SENDFILE": False,
            "TRUSTED_HOSTS": None,
            "SERVER_NAME": None,
            "APPLICATION_ROOT": "/",
            "SESSION_COOKIE_NAME": "session",
            "SESSION_COOKIE_DOMAIN": None,
            "SESSION_COOKIE_PATH": None,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SECURE": False,
            "SESSION_COOKIE_PARTITIONED": False,
            "SESSION_COOKIE_SAMESITE": None,
            "SESSION_REFRESH_EACH_REQUEST": True,
            "MAX_CONTENT_LENGTH": None,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 1_000,
            "SEND_FILE_MAX_AGE_DEFAULT": None,
            "TRAP_BAD_REQUEST_ERRORS": None,
            "TRAP_HTTP_EXCEPTIONS": False,
            "EXPLAIN_TEMPLATE_LOADING": False,
            "PREFERRED_URL_SCHEME": "http",
            "TEMPLATES_AUTO_RELOAD": None,
            "MAX_COOKIE_SIZE": 4093,
            "PROVIDE_AUTOMATIC_OPTIONS": True,
        }
    )

    def __init__(
        self, import_name, static_url_path=None, static_folder="static", static_host=None, host_matching=False,
        subdomain_matching=False, template_folder="templates", instance_path=None, instance_relative_config=False,
        root_path=None,
    ):  # fmt: skip
        super().__init__(import_name, static_folder, static_url_path, template_folder, root_path)
        self.instance_path = instance_path or f"{self.root_path}/instance"
        defaults = dict(self.default_config)
        defaults["DEBUG"] = _lab.load("flask.helpers").get_debug_flag()
        self.config = self.config_class(self.instance_path if instance_relative_config else self.root_path, defaults)
        self.aborter = self.aborter_class()
        self.json = (self.json_provider_class or _lab.load("flask.json").DefaultJSONProvider)(self)
        self.url_map = self.url_map_class(host_matching=False)
        self.url_build_error_handlers = []
        self.teardown_appcontext_funcs = []
        self.shell_context_processors = []
        self.blueprints = {}
        self.extensions = {}
        self.cli = NoCommands()
        self._got_first_request = False
        self._jinja_env = None
        self.jinja_options = {}
        self.template_context_processors = {None: [self._default_template_context]}
        if static_host or host_matching or subdomain_matching:
            _lab.lacks("flask.Flask with host or subdomain matching")
        if self.has_static_folder:
            self.add_url_rule(
                f"{self.static_url_path}/<path:filename>", endpoint="static", view_func=lambda **kw: self.send_static_file(**kw)
            )

    @property
    def name(self):
        if self.import_name == "__main__":
            path = getattr(sys.modules["__main__"], "__file__", None)
            return path.rpartition("/")[2].rpartition(".")[0] if path else "__main__"
        return self.import_name

    @property
    def logger(self):
        return _lab.load("logging").getLogger(self.name)

    @property
    def debug(self):
        return self.config["DEBUG"]

    @debug.setter
    def debug(self, value):
        self.config["DEBUG"] = value

    @property
    def got_first_request(self):
        return self._got_first_request

    @property
    def jinja_env(self):
        if self._jinja_env is None:
            self._jinja_env = _lab.load("flask.templating").create_environment(self)
        return self._jinja_env

    jinja_environment = None

    def select_jinja_autoescape(self, filename):
        return True if filename is None else filename.endswith((".html", ".htm", ".xml", ".xhtml", ".svg"))

    def _default_template_context(self):
        out = {}
        if _globals._app_stack:
            out["g"] = _globals._app_stack[-1].g
        if _globals._request_stack:
            out["request"] = _globals._request_stack[-1].request
        return out

    def update_template_context(self, context):
        names = [None]
        if _globals._request_stack:
            names += reversed(_globals.request.blueprints)
        given = context.copy()
        for name in names:
            for f in self.template_context_processors.get(name, ()):
                context.update(f())
        context.update(given)

    def run(self, host=None, port=None, debug=None, load_dotenv=True, **options):
        if debug is not None:
            self.debug = bool(debug)
        served = getattr(_lab, "served", None)
        if served is None:
            served = _lab.served = []
        served.append((self, host, port, options))

    # --- set-up ---

    def add_url_rule(self, rule, endpoint=None, view_func=None, provide_automatic_options=None, **options):
        if self._got_first_request:
            raise AssertionError(
                "The setup method 'add_url_rule' can no longer be called on the application. It has already handled its first"
                " request, any changes will not be applied consistently."
            )
        if endpoint is None:
            endpoint = _endpoint_of(view_func)
        options["endpoint"] = endpoint
        methods = options.pop("methods", None)
        if methods is None:
            methods = getattr(view_func, "methods", None) or ("GET",)
        if isinstance(methods, str):
            raise TypeError('Allowed methods must be a list of strings, for example: @app.route(..., methods=["POST"])')
        methods = {m.upper() for m in methods}
        required = set(getattr(view_func, "required_methods", ()))
        if provide_automatic_options is None:
            provide_automatic_options = getattr(view_func, "provide_automatic_options", None)
            if provide_automatic_options is None:
                provide_automatic_options = "OPTIONS" not in methods and self.config["PROVIDE_AUTOMATIC_OPTIONS"]
                if provide_automatic_options:
                    required.add("OPTIONS")
        made = self.url_rule_class(rule, methods=methods | required, **options)
        made.provide_automatic_options = provide_automatic_options
        self.url_map.add(made)
        if view_func is not None:
            old = self.view_functions.get(endpoint)
            if old is not None and old != view_func:
                raise AssertionError(f"View function mapping is overwriting an existing endpoint function: {endpoint}")
            self.view_functions[endpoint] = view_func

    def register_blueprint(self, blueprint, **options):
        blueprint.register(self, options)

    def iter_blueprints(self):
        return self.blueprints.values()

    def teardown_appcontext(self, f):
        self.teardown_appcontext_funcs.append(f)
        return f

    def shell_context_processor(self, f):
        return f

    def _jinja_decorator(self, table, name):
        def decorator(f):
            getattr(self.jinja_env, table)[name or f.__name__] = f
            return f

        return decorator

    def template_filter(self, name=None):
        return self._jinja_decorator("filters", name)

    def template_test(self, name=None):
        return self._jinja_decorator("tests", name)

    def template_global(self, name=None):
        return self._jinja_decorator("globals", name)

    def add_template_filter(self, f, name=None):
        self.jinja_env.filters[name or f.__name__] = f

    def add_template_test(self, f, name=None):
        self.jinja_env.tests[name or f.__name__] = f

    def add_template_global(self, f, name=None):
        self.jinja_env.globals[name or f.__name__] = f

    # --- addresses ---

    def create_url_adapter(self, request):
        if request is not None:
            trusted = request.trusted_hosts or self.config["TRUSTED_HOSTS"]
            if trusted:
                request.trusted_hosts = trusted
                request.host
            return self.url_map.bind_to_environ(request.environ)
        if self.config["SERVER_NAME"] is not None:
            return self.url_map.bind(
                self.config["SERVER_NAME"], self.config["APPLICATION_ROOT"], url_scheme=self.config["PREFERRED_URL_SCHEME"]
            )
        return None

    def url_for(self, endpoint, *, _anchor=None, _method=None, _scheme=None, _external=None, **values):
        if _globals._request_stack:
            ctx = _globals._request_stack[-1]
            adapter = ctx.url_adapter
            blueprint = ctx.request.blueprint
            if endpoint[:1] == ".":
                endpoint = f"{blueprint}{endpoint}" if blueprint is not None else endpoint[1:]
            if _external is None:
                _external = _scheme is not None
        else:
            adapter = _globals._app_stack[-1].url_adapter if _globals._app_stack else self.create_url_adapter(None)
            if adapter is None:
                raise RuntimeError(
                    "Unable to build URLs outside an active request without 'SERVER_NAME' configured. Also configure"
                    " 'APPLICATION_ROOT' and 'PREFERRED_URL_SCHEME' as needed."
                )
            if _external is None:
                _external = True
        if _scheme is not None and not _external:
            raise ValueError("When specifying '_scheme', '_external' must be True.")
        self.inject_url_defaults(endpoint, values)
        try:
            rv = adapter.build(endpoint, values, method=_method, url_scheme=_scheme, force_external=_external)
        except BuildError as error:
            values.update(_anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external)
            for handler in self.url_build_error_handlers:
                rv = handler(error, endpoint, values)
                if rv is not None:
                    return rv
            raise
        if _anchor is not None:
            rv = f"{rv}#{_lab.load('werkzeug.urls').quote(_anchor, '%!#$&' + chr(39) + '()*+,/:;=?@')}"
        return rv

    def inject_url_defaults(self, endpoint, values):
        names = [None]
        if "." in endpoint:
            path = endpoint.rpartition(".")[0].split(".")
            names += [".".join(path[: i + 1]) for i in range(len(path))]
        for name in names:
            for f in self.url_default_functions.get(name, ()):
                f(endpoint, values)

    def redirect(self, location, code=302):
        return _lab.load("werkzeug.utils").redirect(location, code=code, Response=self.response_class)

    # --- requests ---

    def _find_error_handler(self, e, blueprints):
        kind, code = exception_and_code(type(e))
        names = (*blueprints, None)
        for c in (code, None) if code is not None else (None,):
            for name in names:
                handlers = self.error_handler_spec.get(name, {}).get(c)
                if not handlers:
                    continue
                for cls in kind.__mro__:
                    if cls in handlers:
                        return handlers[cls]
        return None

    def handle_http_exception(self, e):
        if e.code is None:
            return e
        if isinstance(e, RoutingException):
            return e
        handler = self._find_error_handler(e, _globals.request.blueprints)
        return e if handler is None else self.ensure_sync(handler)(e)

    def trap_http_exception(self, e):
        if self.config["TRAP_HTTP_EXCEPTIONS"]:
            return True
        trap = self.config["TRAP_BAD_REQUEST_ERRORS"]
        if trap is None and self.debug and isinstance(e, BadRequestKeyError):
            return True
        return bool(trap and e.code == 400)

    def handle_user_exception(self, e):
        if isinstance(e, BadRequestKeyError) and (self.debug or self.config["TRAP_BAD_REQUEST_ERRORS"]):
            e.show_exception = True
        if isinstance(e, HTTPException) and not self.trap_http_exception(e):
            return self.handle_http_exception(e)
        handler = self._find_error_handler(e, _globals.request.blueprints)
        if handler is None:
            raise e
        _lab.guard(e)
        return self.ensure_sync(handler)(e)

    def handle_exception(self, e):
        _lab.guard(e)
        propagate = self.config["PROPAGATE_EXCEPTIONS"]
        if propagate is None:
            propagate = self.testing or self.debug
        if propagate:
            raise e
        self.log_exception((type(e), e, e.__traceback__))
        server_error = InternalServerError(original_exception=e)
        handler = self._find_error_handler(server_error, _globals.request.blueprints)
        if handler is not None:
            server_error = self.ensure_sync(handler)(server_error)
        return self.finalize_request(server_error, from_error_handler=True)

    def log_exception(self, exc_info):
        message = f"Exception on {_globals.request.path} [{_globals.request.method}]"
        if "logging" in sys.modules:
            self.logger.error(message, exc_info=exc_info)
        else:
            _lab.part("light").log_error(self.name, message, exc_info[1])

    def ensure_sync(self, f):
        code = getattr(f, "__code__", None)
        if code is not None and code.co_flags & 0x80:
            return _run_coroutine(f)
        return f

    def dispatch_request(self):
        req = _globals._request_stack[-1].request
        if req.routing_exception is not None:
            raise req.routing_exception
        rule = req.url_rule
        if getattr(rule, "provide_automatic_options", False) and req.method == "OPTIONS":
            return self.make_default_options_response()
        return self.ensure_sync(self.view_functions[rule.endpoint])(**req.view_args)

    def full_dispatch_request(self):
        self._got_first_request = True
        try:
            rv = self.preprocess_request()
            if rv is None:
                rv = self.dispatch_request()
        except Exception as e:
            rv = self.handle_user_exception(e)
        return self.finalize_request(rv)

    def finalize_request(self, rv, from_error_handler=False):
        response = self.make_response(rv)
        try:
            response = self.process_response(response)
        except Exception:
            if not from_error_handler:
                raise
            self.logger.exception("Request finalizing failed with an error while handling an error")
        return response

    def make_default_options_response(self):
        methods = _globals._request_stack[-1].url_adapter.allowed_methods()
        rv = self.response_class()
        rv.allow.update(methods)
        return rv

    def make_response(self, rv):
        status = headers = None
        if isinstance(rv, tuple):
            if len(rv) == 3:
                rv, status, headers = rv
            elif len(rv) == 2:
                if isinstance(rv[1], (Headers, dict, tuple, list)):
                    rv, headers = rv
                else:
                    rv, status = rv
            else:
                raise TypeError(
                    "The view function did not return a valid response tuple. The tuple must have the form (body, status, headers),"
                    " (body, status), or (body, headers)."
                )
        if rv is None:
            raise TypeError(
                f"The view function for {_globals.request.endpoint!r} did not return a valid response. The function either returned"
                " None or ended without a return statement."
            )
        if not isinstance(rv, self.response_class):
            if isinstance(rv, (str, bytes, bytearray)) or hasattr(rv, "__next__"):
                rv = self.response_class(rv, status=status, headers=headers)
                status = headers = None
            elif isinstance(rv, (dict, list)):
                rv = self.json.response(rv)
            elif isinstance(rv, _lab.load("werkzeug.wrappers").Response) or callable(rv):
                if isinstance(rv, HTTPException):
                    rv = rv.get_response(_globals.request.environ)
                rv = self.response_class.force_type(rv, _globals.request.environ)
            else:
                raise TypeError(
                    "The view function did not return a valid response. The return type must be a string, dict, list, tuple with"
                    f" headers or status, Response instance, or WSGI callable, but it was a {type(rv).__name__}."
                )
        if status is not None:
            if isinstance(status, (str, bytes, bytearray)):
                rv.status = status
            else:
                rv.status_code = status
        if headers:
            rv.headers.update(headers)
        return rv

    def preprocess_request(self):
        req = _globals._request_stack[-1].request
        names = (None, *reversed(req.blueprints))
        for name in names:
            for f in self.url_value_preprocessors.get(name, ()):
                f(req.endpoint, req.view_args)
        for name in names:
            for f in self.before_request_funcs.get(name, ()):
                rv = self.ensure_sync(f)()
                if rv is not None:
                    return rv
        return None

    def process_response(self, response):
        ctx = _globals._request_stack[-1]
        for f in ctx._after_request_functions:
            response = self.ensure_sync(f)(response)
        for name in (*ctx.request.blueprints, None):
            for f in reversed(self.after_request_funcs.get(name, ())):
                response = self.ensure_sync(f)(response)
        if not self.session_interface.is_null_session(ctx.session):
            self.session_interface.save_session(self, ctx.session, response)
        return response

    def do_teardown_request(self, exc=None):
        req = _globals._request_stack[-1].request
        for name in (*req.blueprints, None):
            for f in reversed(self.teardown_request_funcs.get(name, ())):
                self.ensure_sync(f)(exc)

    def do_teardown_appcontext(self, exc=None):
        for f in reversed(self.teardown_appcontext_funcs):
            self.ensure_sync(f)(exc)

    # --- contexts, WSGI ---

    def app_context(self):
        return AppContext(self)

    def request_context(self, environ):
        return RequestContext(self, environ)

    def test_request_context(self, path="/", base_url=None, method="GET", headers=None, query_string=None, data=None, json=..., content_type=None, environ_overrides=None, **kwargs):
        client = _lab.part("client")
        made = client.Client(self)
        body, kind = made.body(json, data if isinstance(data, dict) else None, None if isinstance(data, dict) else data, None)
        if query_string:
            path += "?" + (query_string if isinstance(query_string, str) else client.urlencode(query_string))
        scheme, host = "http", "localhost"
        if base_url:
            scheme, _, rest = base_url.partition("://")
            host = rest.partition("/")[0]
        environ = made.environ(method, path, client.pairs(headers or {}), body, content_type or kind, scheme, host, None)
        environ.update(environ_overrides or {})
        return self.request_context(environ)

    def test_client(self, use_cookies=True, **kwargs):
        return _lab.load("flask.testing").FlaskClient(self, use_cookies)

    def test_cli_runner(self, **kwargs):
        _lab.lacks("flask.Flask.test_cli_runner")

    def wsgi_app(self, environ, start_response):
        ctx = self.request_context(environ)
        error = None
        try:
            try:
                ctx.push()
                response = self.full_dispatch_request()
            except Exception as e:
                error = e
                response = self.handle_exception(e)
            except BaseException:
                error = sys.exc_info()[1]
                raise
            return response(environ, start_response)
        finally:
            if ctx in _globals._request_stack:
                ctx.pop(error)

    def __call__(self, environ, start_response):
        return self.wsgi_app(environ, start_response)


def _run_coroutine(f):
    """An `async` view: run to its end; what it awaits must not need an event loop."""

    def wrapper(*args, **kwargs):
        coroutine = f(*args, **kwargs)
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value
        coroutine.close()
        _lab.lacks("an event loop for async views")

    return wrapper


__getattr__ = _lab.missing("flask.app")
