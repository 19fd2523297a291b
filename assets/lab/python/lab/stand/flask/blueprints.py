"""Blueprints: a set of routes and hooks, registered under a prefix."""

from flask.scaffold import Scaffold, _endpoint_of


class BlueprintSetupState:
    def __init__(self, blueprint, app, options, first_registration):
        self.app, self.blueprint, self.options, self.first_registration = app, blueprint, options, first_registration
        prefix = options.get("url_prefix")
        self.url_prefix = blueprint.url_prefix if prefix is None else prefix
        self.name = options.get("name", blueprint.name)
        self.name_prefix = options.get("name_prefix", "")
        self.url_defaults = dict(blueprint.url_values_defaults)
        self.url_defaults.update(options.get("url_defaults", ()))

    def add_url_rule(self, rule, endpoint=None, view_func=None, **options):
        if self.url_prefix is not None:
            rule = "/".join((self.url_prefix.rstrip("/"), rule.lstrip("/"))) if rule else self.url_prefix
        options.pop("subdomain", None)
        if endpoint is None:
            endpoint = _endpoint_of(view_func)
        defaults = self.url_defaults
        if "defaults" in options:
            defaults = dict(defaults, **options.pop("defaults"))
        self.app.add_url_rule(
            rule, f"{self.name_prefix}.{self.name}.{endpoint}".lstrip("."), view_func, defaults=defaults, **options
        )


class Blueprint(Scaffold):
    def __init__(
        self, name, import_name, static_folder=None, static_url_path=None, template_folder=None, url_prefix=None,
        subdomain=None, url_defaults=None, root_path=None, cli_group=None,
    ):  # fmt: skip
        super().__init__(import_name, static_folder, static_url_path, template_folder, root_path)
        if not name:
            raise ValueError("'name' may not be empty.")
        if "." in name:
            raise ValueError("'name' may not contain a dot '.' character.")
        self.name, self.url_prefix, self.subdomain = name, url_prefix, subdomain
        self.url_values_defaults = url_defaults or {}
        self.deferred_functions, self._blueprints, self._got_registered_once = [], [], False
        self.cli_group = cli_group

    def _check(self, name):
        if self._got_registered_once:
            raise AssertionError(f"The setup method '{name}' can no longer be called on the blueprint '{self.name}'.")

    def record(self, f):
        self._check("record")
        self.deferred_functions.append(f)

    def record_once(self, f):
        self.record(lambda state: f(state) if state.first_registration else None)

    def make_setup_state(self, app, options, first_registration=False):
        return BlueprintSetupState(self, app, options, first_registration)

    def add_url_rule(self, rule, endpoint=None, view_func=None, provide_automatic_options=None, **options):
        if endpoint and "." in endpoint:
            raise ValueError("'endpoint' may not contain a dot '.' character.")
        self.record(
            lambda s: s.add_url_rule(rule, endpoint, view_func, provide_automatic_options=provide_automatic_options, **options)
        )

    def register_blueprint(self, blueprint, **options):
        if blueprint is self:
            raise ValueError("Cannot register a blueprint on itself")
        self._blueprints.append((blueprint, options))

    def register(self, app, options):
        name_prefix = options.get("name_prefix", "")
        self_name = options.get("name", self.name)
        name = f"{name_prefix}.{self_name}".lstrip(".")
        if name in app.blueprints:
            same = app.blueprints[name] is self
            raise ValueError(
                f"The name '{self_name}' is already registered for {'this' if same else 'a different'} blueprint."
                " Use 'name=' to provide a unique name."
            )
        first_bp = not any(bp is self for bp in app.blueprints.values())
        first_name = name not in app.blueprints
        app.blueprints[name] = self
        self._got_registered_once = True
        state = self.make_setup_state(app, options, first_bp)
        if self.has_static_folder:
            state.add_url_rule(f"{self.static_url_path}/<path:filename>", view_func=self.send_static_file, endpoint="static")
        if first_bp or first_name:
            self._merge(app, name)
        for f in self.deferred_functions:
            f(state)
        for blueprint, inner in self._blueprints:
            inner = dict(inner)
            prefix = inner.get("url_prefix")
            if prefix is None:
                prefix = blueprint.url_prefix
            if state.url_prefix is not None and prefix is not None:
                inner["url_prefix"] = state.url_prefix.rstrip("/") + "/" + prefix.lstrip("/")
            elif prefix is not None:
                inner["url_prefix"] = prefix
            elif state.url_prefix is not None:
                inner["url_prefix"] = state.url_prefix
            inner["name_prefix"] = name
            blueprint.register(app, inner)

    def _merge(self, app, name):
        def extend(ours, theirs):
            for key, values in ours.items():
                theirs.setdefault(name if key is None else f"{name}.{key}", []).extend(values)

        for key, by_code in self.error_handler_spec.items():
            spec = app.error_handler_spec.setdefault(name if key is None else f"{name}.{key}", {})
            for code, handlers in by_code.items():
                spec.setdefault(code, {}).update(handlers)
        for endpoint, f in self.view_functions.items():
            app.view_functions[endpoint] = f
        extend(self.before_request_funcs, app.before_request_funcs)
        extend(self.after_request_funcs, app.after_request_funcs)
        extend(self.teardown_request_funcs, app.teardown_request_funcs)
        extend(self.template_context_processors, app.template_context_processors)
        extend(self.url_value_preprocessors, app.url_value_preprocessors)
        extend(self.url_default_functions, app.url_default_functions)

    def _app_hook(self, table, f):
        self.record_once(lambda s: getattr(s.app, table).setdefault(None, []).append(f))
        return f

    def before_app_request(self, f):
        return self._app_hook("before_request_funcs", f)

    def after_app_request(self, f):
        return self._app_hook("after_request_funcs", f)

    def teardown_app_request(self, f):
        return self._app_hook("teardown_request_funcs", f)

    def app_context_processor(self, f):
        return self._app_hook("template_context_processors", f)

    def app_url_value_preprocessor(self, f):
        return self._app_hook("url_value_preprocessors", f)

    def app_url_defaults(self, f):
        return self._app_hook("url_default_functions", f)

    def app_errorhandler(self, code):
        def decorator(f):
            self.record_once(lambda s: s.app.errorhandler(code)(f))
            return f

        return decorator

    def app_template_filter(self, name=None):
        def decorator(f):
            self.record_once(lambda s: s.app.jinja_env.filters.__setitem__(name or f.__name__, f))
            return f

        return decorator

    def app_template_global(self, name=None):
        def decorator(f):
            self.record_once(lambda s: s.app.jinja_env.globals.__setitem__(name or f.__name__, f))
            return f

        return decorator

    def app_template_test(self, name=None):
        def decorator(f):
            self.record_once(lambda s: s.app.jinja_env.tests.__setitem__(name or f.__name__, f))
            return f

        return decorator

    @property
    def cli(self):
        return _lab.load("flask.app").NoCommands()


__getattr__ = _lab.missing("flask.blueprints")
