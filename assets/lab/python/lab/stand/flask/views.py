"""`flask.views`."""

from flask.globals import current_app, request

http_method_funcs = frozenset(["get", "post", "head", "options", "delete", "put", "trace", "patch"])


class View:
    methods = None
    provide_automatic_options = None
    decorators = []
    init_every_request = True

    def dispatch_request(self):
        raise NotImplementedError()

    @classmethod
    def as_view(cls, name, *args, **kwargs):
        kept = None if cls.init_every_request else cls(*args, **kwargs)

        def view(**values):
            made = bare.view_class(*args, **kwargs) if kept is None else kept
            return current_app.ensure_sync(made.dispatch_request)(**values)

        bare = view
        bare.__name__, bare.__module__, bare.view_class = name, cls.__module__, cls
        for decorate in cls.decorators or ():
            view = decorate(view)
        view.view_class = cls
        view.__name__, view.__doc__, view.__module__ = name, cls.__doc__, cls.__module__
        view.methods, view.provide_automatic_options = cls.methods, cls.provide_automatic_options
        return view


class MethodView(View):
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "methods" in cls.__dict__:
            return
        names = {name.upper() for name in http_method_funcs if hasattr(cls, name)}
        for base in cls.__bases__:
            names.update(getattr(base, "methods", None) or ())
        if names:
            cls.methods = names

    def dispatch_request(self, **values):
        name = request.method.lower()
        method = getattr(self, name, None)
        if method is None and name == "head":
            method = getattr(self, "get", None)
        assert method is not None, f"Unimplemented method {request.method!r}"
        return current_app.ensure_sync(method)(**values)


__getattr__ = _lab.missing("flask.views")
