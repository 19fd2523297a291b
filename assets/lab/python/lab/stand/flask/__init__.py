"""`flask`: apps, blueprints, requests, sessions, templates and a client for tests."""

from flask.globals import current_app, g, request, session  # noqa: F401

__version__ = "3.1.2"

_TABLE = {
    "Flask": "flask.app",
    "Blueprint": "flask.blueprints",
    "Config": "flask.config",
    "Request": "flask.wrappers",
    "Response": "flask.wrappers",
    "abort": "flask.helpers",
    "redirect": "flask.helpers",
    "url_for": "flask.helpers",
    "make_response": "flask.helpers",
    "send_file": "flask.helpers",
    "send_from_directory": "flask.helpers",
    "flash": "flask.helpers",
    "get_flashed_messages": "flask.helpers",
    "stream_with_context": "flask.helpers",
    "get_template_attribute": "flask.helpers",
    "safe_join": "flask.helpers",
    "jsonify": ("flask.json", "jsonify"),
    "render_template": "flask.templating",
    "render_template_string": "flask.templating",
    "stream_template": "flask.templating",
    "stream_template_string": "flask.templating",
    "after_this_request": "flask.ctx",
    "copy_current_request_context": "flask.ctx",
    "has_app_context": "flask.ctx",
    "has_request_context": "flask.ctx",
    "Markup": "markupsafe",
    "escape": "markupsafe",
}
_gone = ("Markup", "escape", "safe_join", "_request_ctx_stack", "_app_ctx_stack")


def __getattr__(name):
    if name in _gone:
        raise AttributeError(f"module 'flask' has no attribute {name!r}")
    return _lazy(name)


_lazy = _lab.lazy("flask", _TABLE)
