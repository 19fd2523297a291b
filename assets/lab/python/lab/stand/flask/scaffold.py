"""What an app and a blueprint have in common: routes, hooks, error handlers."""

os = _lab.later("os")

def _endpoint_of(f):
    return f.__name__


class Scaffold:
    def __init__(self, import_name, static_folder=None, static_url_path=None, template_folder=None, root_path=None):
        self.import_name = import_name
        self._static_folder, self._static_url_path = static_folder, static_url_path
        self.template_folder = template_folder
        self.root_path = root_path or _lab.load("flask.helpers").get_root_path(import_name)
        self.view_functions = {}
        self.error_handler_spec = {}
        self.before_request_funcs = {}
        self.after_request_funcs = {}
        self.teardown_request_funcs = {}
        self.template_context_processors = {}
        self.url_value_preprocessors = {}
        self.url_default_functions = {}

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    @property
    def static_folder(self):
        folder = self._static_folder
        return folder if folder is None or folder.startswith("/") else f"{self.root_path}/{folder}"

    @static_folder.setter
    def static_folder(self, value):
        if value is not None and not isinstance(value, str):
            value = os.fspath(value)
        self._static_folder = value.rstrip(r"\/") if value is not None else None

    @property
    def has_static_folder(self):
        return self.static_folder is not None

    @property
    def static_url_path(self):
        if self._static_url_path is not None:
            return self._static_url_path
        if self.static_folder is not None:
            return f"/{self.static_folder.rpartition('/')[2]}".rstrip("/")
        return None

    def _method_route(self, method, rule, options):
        if "methods" in options:
            raise TypeError("Use the 'route' decorator to use the 'methods' argument.")
        return self.route(rule, methods=[method], **options)

    def get(self, rule, **options):
        return self._method_route("GET", rule, options)

    def post(self, rule, **options):
        return self._method_route("POST", rule, options)

    def put(self, rule, **options):
        return self._method_route("PUT", rule, options)

    def delete(self, rule, **options):
        return self._method_route("DELETE", rule, options)

    def patch(self, rule, **options):
        return self._method_route("PATCH", rule, options)

    def route(self, rule, **options):
        def decorator(f):
            self.add_url_rule(rule, options.pop("endpoint", None), f, **options)
            return f

        return decorator

    def endpoint(self, endpoint):
        def decorator(f):
            self.view_functions[endpoint] = f
            return f

        return decorator

    def before_request(self, f):
        self.before_request_funcs.setdefault(None, []).append(f)
        return f

    def after_request(self, f):
        self.after_request_funcs.setdefault(None, []).append(f)
        return f

    def teardown_request(self, f):
        self.teardown_request_funcs.setdefault(None, []).append(f)
        return f

    def context_processor(self, f):
        self.template_context_processors.setdefault(None, []).append(f)
        return f

    def url_value_preprocessor(self, f):
        self.url_value_preprocessors.setdefault(None, []).append(f)
        return f

    def url_defaults(self, f):
        self.url_default_functions.setdefault(None, []).append(f)
        return f

    def errorhandler(self, code_or_exception):
        def decorator(f):
            self.register_error_handler(code_or_exception, f)
            return f

        return decorator

    def register_error_handler(self, code_or_exception, f):
        kind, code = exception_and_code(code_or_exception)
        self.error_handler_spec.setdefault(None, {}).setdefault(code, {})[kind] = f

    def open_resource(self, resource, mode="rb", encoding=None):
        if mode not in {"r", "rt", "rb"}:
            raise ValueError("Resources can only be opened for reading.")
        return open(os.path.join(self.root_path, resource), mode)

    def send_static_file(self, filename):
        if not self.has_static_folder:
            raise RuntimeError("'static_folder' must be set to serve static_files.")
        max_age = self.get_send_file_max_age(filename)
        return _lab.load("flask.helpers").send_from_directory(self.static_folder, filename, max_age=max_age)

    def get_send_file_max_age(self, filename):
        value = _lab.load("flask.globals").current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
        if value is None:
            return None
        return int(value.total_seconds()) if hasattr(value, "total_seconds") else value


def exception_and_code(given):
    exceptions = _lab.load("werkzeug.exceptions")
    if isinstance(given, int):
        if given not in exceptions.default_exceptions:
            raise ValueError(f"'{given}' is not a recognized HTTP error code. Use a subclass of HTTPException with that code instead.")
        kind = exceptions.default_exceptions[given]
    else:
        kind = given
    if isinstance(kind, Exception):
        raise TypeError(f"{kind!r} is an instance, not a class. Handlers can only be registered for Exception classes or HTTP error codes.")
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        raise ValueError(f"'{getattr(kind, '__name__', kind)}' is not a subclass of Exception.")
    return kind, kind.code if issubclass(kind, exceptions.HTTPException) else None
