"""Flask's `Request` and `Response`."""

from flask.globals import current_app
from werkzeug.exceptions import BadRequest

_base = _lab.load("werkzeug.wrappers")


class Request(_base.Request):
    url_rule = None
    view_args = None
    routing_exception = None
    _max_content_length = None

    @property
    def max_content_length(self):
        if self._max_content_length is not None:
            return self._max_content_length
        return current_app.config["MAX_CONTENT_LENGTH"] if current_app else None

    @max_content_length.setter
    def max_content_length(self, value):
        self._max_content_length = value

    @property
    def max_form_memory_size(self):
        return current_app.config["MAX_FORM_MEMORY_SIZE"] if current_app else 500_000

    @property
    def max_form_parts(self):
        return current_app.config["MAX_FORM_PARTS"] if current_app else 1000

    @property
    def endpoint(self):
        return self.url_rule.endpoint if self.url_rule is not None else None

    @property
    def blueprint(self):
        endpoint = self.endpoint
        return endpoint.rpartition(".")[0] if endpoint is not None and "." in endpoint else None

    @property
    def blueprints(self):
        name = self.blueprint
        out = []
        while name:
            out.append(name)
            name = name.rpartition(".")[0]
        return out

    def on_json_loading_failed(self, error):
        try:
            return super().on_json_loading_failed(error)
        except BadRequest as e:
            if current_app and current_app.debug:
                raise
            raise BadRequest() from e


class Response(_base.Response):
    default_mimetype = "text/html"
    autocorrect_location_header = False

    @property
    def max_cookie_size(self):
        return current_app.config["MAX_COOKIE_SIZE"] if current_app else 4093

    @property
    def json_module(self):
        return current_app.json if current_app else None


__getattr__ = _lab.missing("flask.wrappers")
